//! A copy to a server and back.

use super::testing::PostgresBackend;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::refusal::Code;
use crate::domain::vocabulary::Outcome;
use crate::store::contract::{Backend as _, Desk, code, delivery, draft, second_above};
use crate::store::sqlite::testing::Folder;
use crate::store::{self, Mode, Place};

/// A database file with a bit of everything.
fn busy() -> Desk<Folder> {
    let mut desk = Desk::<Folder>::set();
    let [first, second] = ["O-1", "O-2"].map(|order| desk.dispute(order));
    desk.does(first, Action::Note { body: "tab\t, \\N, \\ et\nligne\r".to_owned() });
    desk.set_policy([second_above(100)]);
    desk.does(second, Action::Decide(draft(Outcome::SellerWins)));
    desk.does(first, Action::Claim);
    desk.store.put_draft(first, &"camille".into(), Some("Bonjour"), None, desk.now).unwrap();
    desk
}

#[test]
fn a_database_is_the_same_on_a_server_and_back_in_a_file() {
    if !PostgresBackend::is_available() {
        return;
    }
    let desk = busy();
    let database = PostgresBackend::empty();
    let (file, server) = (Place::File(desk.place.path()), Place::Server(database.server("keeper")));
    let mut tables = Vec::new();
    let there = store::copy(&file, &server, &mut |progress| tables.push(progress.table)).unwrap();
    assert!(tables.contains(&"messages") && tables.last() == Some(&"blobs"), "{tables:?}");
    let head = desk.store.verify(None).unwrap().head;
    assert_eq!((&there.head, &there.missing), (&head, &Vec::new()));
    let copy = store::open(&server, Mode::Existing).unwrap();
    assert_eq!(copy.identity(), desk.store.identity());
    let verified = copy.verify(head.as_deref()).unwrap();
    assert_eq!((verified.faults, verified.head), (Vec::new(), head.clone()));
    let folder = tempfile::tempdir().unwrap();
    let back = Place::File(folder.path().join("back.db"));
    assert_eq!(store::copy(&server, &back, &mut |_| {}).unwrap(), there);
    let back = store::open(&back, Mode::Existing).unwrap();
    assert_eq!(back.verify(head.as_deref()).unwrap(), desk.store.verify(head.as_deref()).unwrap());
}

#[test]
fn nothing_is_copied_to_where_something_is() {
    if !PostgresBackend::is_available() {
        return;
    }
    let desk = busy();
    let database = PostgresBackend::empty();
    let (file, server) = (Place::File(desk.place.path()), Place::Server(database.server("keeper")));
    store::copy(&file, &server, &mut |_| {}).unwrap();
    assert_eq!(code(store::copy(&file, &server, &mut |_| {})), Code::BadState);
    assert_eq!(code(store::copy(&server, &file, &mut |_| {})), Code::BadState);
    assert_eq!(desk.store.verify(None).unwrap().faults, []);
}

/// What the guards of a server would refuse if it happened there now: money that came back, and an order that went on and ended.
#[test]
fn decisions_that_were_undone_and_relaunched_orders_that_ended_are_copied_both_ways() {
    if !PostgresBackend::is_available() {
        return;
    }
    let mut desk = Desk::<Folder>::set();
    let relaunched = desk.dispute("O-1");
    desk.agreed("O-1", relaunched, Terms::Relaunch { terms: "Une semaine de plus.".to_owned() });
    desk.does(relaunched, Action::Decide(draft(Outcome::Relaunch)));
    desk.ingest("O-1", [delivery(), EventKind::OrderCompleted { rating: None, review: None }]);
    let [undone, decided_again] = ["O-2", "O-3"].map(|order| {
        let dispute = desk.dispute(order);
        desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
        desk.does(dispute, Action::Undo);
        dispute
    });
    desk.does(decided_again, Action::Decide(draft(Outcome::ClientRefunded)));
    let still_relaunched = desk.dispute("O-4");
    desk.agreed("O-4", still_relaunched, Terms::Relaunch { terms: "Une semaine de plus.".to_owned() });
    desk.does(still_relaunched, Action::Decide(draft(Outcome::Relaunch)));
    desk.verify();
    let head = desk.store.verify(None).unwrap().head;
    let database = PostgresBackend::empty();
    let (file, server) = (Place::File(desk.place.path()), Place::Server(database.server("keeper")));
    let there = store::copy(&file, &server, &mut |_| {}).unwrap();
    assert_eq!(there.head, head);
    let mut copy = store::open(&server, Mode::Existing).unwrap();
    assert_eq!(copy.verify(head.as_deref()).unwrap().faults, []);
    for dispute in [relaunched, undone, decided_again, still_relaunched] {
        assert_eq!(copy.case(dispute).unwrap(), desk.case(dispute));
    }
    // There the work goes on, and comes back with what was done.
    let decide = Action::Decide(draft(Outcome::SellerWins));
    let request = Request { dispute: undone, by: "camille".into(), action: decide, seen: None, key: None };
    copy.act(&request, desk.now).unwrap();
    copy.act(&Request { action: Action::Undo, ..request }, desk.now).unwrap();
    let head = copy.verify(None).unwrap().head;
    assert_ne!(head, there.head);
    let folder = tempfile::tempdir().unwrap();
    let back = Place::File(folder.path().join("back.db"));
    assert_eq!(store::copy(&server, &back, &mut |_| {}).unwrap().head, head);
    let back = store::open(&back, Mode::Existing).unwrap();
    assert_eq!(back.verify(head.as_deref()).unwrap().faults, []);
    assert_eq!(back.case(undone).unwrap(), copy.case(undone).unwrap());
}
