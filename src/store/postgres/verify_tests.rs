//! What is damaged on a server is found.

use super::testing::PostgresBackend;
use crate::domain::dispute::action::Action;
use crate::domain::vocabulary::Outcome;
use crate::store::contract::{Backend as _, Desk, draft};

#[test]
fn what_is_changed_on_a_server_behind_its_functions_is_found() {
    if !PostgresBackend::is_available() {
        return;
    }
    let off = |table: &str, sql: &str| {
        format!("ALTER TABLE {table} DISABLE TRIGGER USER; {sql}; ALTER TABLE {table} ENABLE TRIGGER USER")
    };
    for (check, at, sql) in [
        (
            "audit",
            "messages",
            off("messages", "UPDATE messages SET body = body || '!' WHERE id = (SELECT min(id) FROM messages)"),
        ),
        ("integrity", "search", off("search", "DELETE FROM search WHERE id = (SELECT min(id) FROM search)")),
        ("integrity", "search_word", "INSERT INTO search_word VALUES ('xyz', 3)".to_owned()),
        ("audit", "head", "UPDATE head SET hash = repeat('a', 64)".to_owned()),
        ("audit", "head", "UPDATE head SET touched = 0".to_owned()),
        ("schema", "ledger", "ALTER TABLE ledger DISABLE TRIGGER USER".to_owned()),
        (
            "ledger",
            "O-1",
            off("orders", "ALTER TABLE orders DROP CONSTRAINT orders_money; UPDATE orders SET escrow = escrow + 1"),
        ),
        ("audit", "disputes", off("disputes", "UPDATE disputes SET unread = 7")),
        ("integrity", "the counters", "UPDATE case_counts SET cases = cases + 1".to_owned()),
        ("decision", "D-1001", off("decisions", "UPDATE decisions SET outcome = 'client_refunded'")),
    ] {
        let mut desk = Desk::<PostgresBackend>::set();
        let dispute = desk.dispute("O-1");
        desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
        assert_eq!(desk.store.verify(None).unwrap().faults, [], "before: {sql}");
        desk.place.sql(&sql);
        let faults = desk.store.verify(None).unwrap().faults;
        assert!(faults.iter().any(|fault| fault.check == check && fault.at.starts_with(at)), "{sql}: {faults:#?}");
    }
}

#[test]
fn of_two_who_write_at_once_the_one_with_the_higher_number_may_commit_first() {
    if !PostgresBackend::is_available() {
        return;
    }
    let mut desk = Desk::<PostgresBackend>::set();
    let disputes = [desk.dispute("O-1"), desk.dispute("O-2")];
    let last: i64 = desk.place.sql("SELECT max(id) FROM messages").parse().unwrap();
    for (dispute, number) in disputes.into_iter().zip([last + 2, last + 1]) {
        desk.place.sql(&format!("SELECT setval('n_message', {number}, false)"));
        desk.does(dispute, Action::Say { body: format!("Number {number}.") });
    }
    desk.place.sql(&format!("SELECT setval('n_message', {})", last + 2));
    let said = desk.place.sql("SELECT string_agg(id::text, ' ' ORDER BY id) FROM messages WHERE speaker = 'mediator'");
    assert_eq!(said, format!("{} {}", last + 1, last + 2));
    assert_eq!(desk.store.verify(None).unwrap().faults, []);
}
