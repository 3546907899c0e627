//! Views that mediators keep.

use super::desk::*;
use crate::domain::ids::PersonId;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::refusal::Code;
use crate::domain::vocabulary::View;

fn view(name: &str, base: View, query: &str) -> SavedView {
    SavedView { name: name.to_owned(), base, query: query.to_owned() }
}

/// domain/queue/saved_views.rs: each mediator keeps their own, whichever handle on the data they use.
pub fn views_are_kept_per_mediator<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (camille, ines) = (handle("camille"), handle("ines"));
    assert_eq!(desk.store.views(&camille).unwrap(), []);
    let nova = view("Nova tard", View::Overdue, "seller:nova");
    let big = view("Gros", View::Open, "amount:>500");
    let kept = desk.store.change_views(&camille, &ViewChange::Keep(nova.clone()), None, desk.now).unwrap().views;
    assert_eq!(kept, std::slice::from_ref(&nova));
    // A reader keeps views too: it is nothing that anyone else sees.
    for of in [&camille, &ines, &handle("zoe")] {
        desk.store.change_views(of, &ViewChange::Keep(big.clone()), None, desk.now).unwrap();
    }
    let other = desk.place.open();
    assert_eq!(other.views(&camille).unwrap(), [nova.clone(), big.clone()]);
    let bigger = view("Très gros", View::All, "amount:>900");
    desk.store.change_views(&camille, &ViewChange::Replace("GROS".into(), bigger.clone()), None, desk.now).unwrap();
    desk.store.change_views(&camille, &ViewChange::Drop("nova tard".into()), None, desk.now).unwrap();
    assert_eq!(other.views(&camille).unwrap(), std::slice::from_ref(&bigger));
    assert_eq!(other.views(&ines).unwrap(), [big]);
    let mut refused = |of: &str, change| code(desk.store.change_views(&handle(of), &change, None, desk.now));
    assert_eq!(refused("camille", ViewChange::Drop("nova tard".into())), Code::UnknownView);
    assert_eq!(refused("camille", ViewChange::Keep(view("tres gros", View::Open, "x"))), Code::NameTaken);
    assert_eq!(refused("camille", ViewChange::Keep(view("Ouverts", View::Open, "x"))), Code::BadName);
    assert_eq!(refused("camille", ViewChange::Keep(view("x", View::Open, "sellr:nova"))), Code::Malformed);
    assert_eq!(refused("nobody", ViewChange::Keep(nova)), Code::NotAMediator);
    assert_eq!(other.views(&camille).unwrap(), std::slice::from_ref(&bigger));
    desk.verify();
}

/// No record tells of views, and a backup has them.
pub fn views_leave_no_record_and_are_in_a_backup<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    let camille = handle("camille");
    let head = desk.store.verify(None).unwrap().head;
    let big = view("Gros", View::Open, "amount:>500");
    desk.store.change_views(&camille, &ViewChange::Keep(big.clone()), None, desk.now).unwrap();
    assert_eq!(desk.store.verify(None).unwrap().head, head);
    let spare = desk.place.spare_path();
    desk.store.backup(&spare).unwrap();
    assert_eq!(desk.place.open_backup(&spare).views(&camille).unwrap(), [big]);
}

/// A person who is erased stands in no filter and no name of one, however it was typed.
pub fn an_erased_person_is_in_no_view<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    desk.dispute("O-1");
    let camille = handle("camille");
    for (name, query) in [
        ("Léa Martin", "client:\"Léa Martin\" is:open"),
        ("x", "\"lea MARTIN\" waiting:client"),
        ("y", "lea martineau"),
    ] {
        desk.store.change_views(&camille, &ViewChange::Keep(view(name, View::All, query)), None, desk.now).unwrap();
    }
    desk.store.erase(&PersonId("lea-martin".into()), &handle("max"), None, desk.now).unwrap();
    let views = desk.store.views(&camille).unwrap();
    let pseudonym = desk.header(crate::domain::ids::DisputeId(1001));
    let name = desk.case(pseudonym.id).case.order.client.name;
    let expected = [
        view(&name, View::All, &format!("client:\"{name}\" is:open")),
        view("x", View::All, &format!("\"{name}\" waiting:client")),
        view("y", View::All, "lea martineau"),
    ];
    assert_eq!(views, expected);
    desk.verify();
}
