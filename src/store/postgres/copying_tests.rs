//! A copy to a server and back.

use super::testing::PostgresBackend;
use crate::domain::dispute::action::Action;
use crate::domain::refusal::Code;
use crate::domain::vocabulary::Outcome;
use crate::store::contract::{Backend as _, Desk, code, draft, second_above};
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
