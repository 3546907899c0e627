//! What a server refuses whatever a program says: decisions, money, the past and the order of commits, tried by hand-written SQL,
//! as a mediator where a function would have to be deceived, as the owner where a table would.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::rights_tests::{CASE, Team, opening};
use crate::domain::dispute::action::Action;
use crate::domain::policy_change::PolicyChange;
use crate::domain::vocabulary::Outcome;
use crate::store::contract::{draft, second_above};
use crate::store::{CaseStore as _, TeamStore as _};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

impl Team {
    /// The time of the story, in milliseconds.
    fn at(&self) -> i64 {
        self.now.timestamp_millis()
    }

    /// A decision as a program of this mediator's own would send it, with these fields in the place of what is right.
    fn decision(&self, changed: Json) -> Json {
        let mut row = json!({
            "id": 900, "dispute": CASE.0, "round": 1, "outcome": "seller_wins", "currency": "EUR", "cites": "", "handle": "camille",
            "at": self.at(), "effective_at": self.at() + 30 * DAY, "reasons": "", "digest": "\\x",
        });
        row.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
        json!({"decisions": [row]})
    }

    /// What happened to the decision, as such a program would send it.
    fn mark(&self, changed: Json) -> Json {
        let decision: i64 = self.place.sql("SELECT max(id) FROM litige.decisions").parse().unwrap();
        let mut row = json!({"id": 900, "decision": decision, "at": self.at(), "handle": "noe", "digest": "\\x"});
        row.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
        json!({"decision_marks": [row]})
    }

    /// Says that such a program is refused what it would insert, with this SQLSTATE and in these words.
    fn commit_is_refused(&self, name: &str, insert: &Json, (state, words): (&str, &str)) {
        let p = json!({"actor": name, "now": self.at(), "insert": insert, "update": {}, "upsert": {}, "orders": [], "seen": []});
        let said = self.says(name, &format!("SELECT litige.commit_1('{p}'::jsonb)")).expect_err(words);
        assert!(said.contains(state) && said.contains(words), "{words}: {said}");
    }

    /// Says that the owner is refused these statements, in these words, and that nothing of them was done.
    fn owner_is_refused(&self, sql: &str, words: &str) {
        let head = || self.place.sql("SELECT md5(string_agg(l::text, '')) FROM litige.ledger l");
        let before = head();
        let said = self.place.sql_as_owner(&format!("BEGIN; {sql}; COMMIT")).expect_err(sql);
        assert!(said.contains(words), "{sql}: {said}");
        assert_eq!(head(), before, "{sql}");
    }

    fn decides(&self, by: &str, outcome: Outcome) {
        self.store(by).act(&self.request(by, Action::Decide(draft(outcome))), self.now).unwrap();
    }
}

#[test]
fn no_program_decides_what_the_rules_would_not() {
    let Some(team) = Team::set() else { return };
    let refused = |changed: Json, said: (&str, &str)| team.commit_is_refused("camille", &team.decision(changed), said);
    refused(json!({"handle": "noe"}), ("LT003", "a decision of noe's is taken by camille"));
    refused(json!({"round": 2}), ("LT004", "the dispute is decided"));
    refused(json!({"effective_at": team.at()}), ("23514", "is held too short"));
    refused(json!({"effective_at": null}), ("23514", "does not wait as its amount asks for"));
    refused(json!({"outcome": "relaunch"}), ("23514", "rests on no agreement"));
    refused(json!({"basis": "agreed"}), ("23514", "rests on no agreement"));
    refused(json!({"outcome": "partial_refund", "proposal": 1}), ("23514", "is not what both parties accepted"));
    // What is in order so far needs a record of the audit, and would need the money with it.
    refused(json!({}), ("23514", "no record of the audit"));
    team.store("noe").act(&team.request("noe", Action::Claim), team.now).unwrap();
    refused(json!({}), ("23514", "noe holds the dispute"));
}

#[test]
fn no_program_decides_twice_or_goes_on_with_what_is_over() {
    let Some(team) = Team::set() else { return };
    team.decides("camille", Outcome::SellerWins);
    team.commit_is_refused("camille", &team.decision(json!({})), ("LT004", "the dispute is decided"));
    let message = json!({"messages": [{"id": 900, "dispute": CASE.0, "at": team.at(), "speaker": "mediator", "author": "camille",
        "digest": "\\x", "body": "Encore un mot."}]});
    team.commit_is_refused("camille", &message, ("23514", "the discussion of dispute 1001 is over"));
    let refused = |changed: Json, said: (&str, &str)| team.commit_is_refused("noe", &team.mark(changed), said);
    refused(json!({"kind": "reversed", "handle": "camille"}), ("LT003", "a word of camille's is given by noe"));
    refused(json!({"kind": "reversed", "at": team.at() + 60 * DAY}), ("23514", "is final"));
    refused(json!({"kind": "effective", "at": team.at() + 1}), ("23514", "is still held"));
    refused(json!({"kind": "approved", "effective_at": team.at()}), ("23514", "is held too short"));
}

#[test]
fn a_large_amount_waits_for_a_second_mediator_who_is_another() {
    let Some(team) = Team::set() else { return };
    let change = PolicyChange { settings: vec![second_above(100)], reason: "Essai.".to_owned() };
    team.store("ines").put_policy(&"ines".into(), &change, None, team.now).unwrap();
    team.place.store().ingest(&opening(2), team.now).unwrap();
    let insert = team.decision(json!({"dispute": 1002}));
    team.commit_is_refused("camille", &insert, ("23514", "does not wait as its amount asks for"));
    let mut request = team.request("camille", Action::Decide(draft(Outcome::SellerWins)));
    request.dispute.0 = 1002;
    team.store("camille").act(&request, team.now).unwrap();
    let mark = |kind: &str| {
        let at = team.at();
        format!(
            "INSERT INTO litige.decision_marks (id, decision, kind, at, handle, effective_at, digest) \
             SELECT 900, max(id), '{kind}', {at}, 'camille', {at} + {DAY}, '' FROM litige.decisions"
        )
    };
    for kind in ["approved", "refused"] {
        team.owner_is_refused(&mark(kind), "can't be the second to say so");
    }
}

#[test]
fn money_moves_by_a_decision_on_its_order_and_back_by_its_mirror_in_time() {
    let Some(team) = Team::set() else { return };
    team.place.store().ingest(&opening(2), team.now).unwrap();
    team.decides("camille", Outcome::SellerWins);
    let entry = |order: i64, (from, to): (&str, &str), amount: &str, rest: &str| {
        format!(
            "INSERT INTO litige.ledger (id, order_num, from_account, to_account, amount, currency, at, decision, reverses, digest) \
             SELECT 900, {order}, '{from}', '{to}', {amount}, 'EUR', {rest}, '' FROM litige.ledger l \
             WHERE l.order_num = 1 AND l.from_account = 'escrow' LIMIT 1"
        )
    };
    let balance = |order: i64, escrow: &str| {
        format!(
            "UPDATE litige.orders SET escrow = escrow + ({escrow}), to_seller = to_seller - ({escrow}) WHERE num = {order}"
        )
    };
    let (out, back) = (("escrow", "seller"), ("seller", "escrow"));
    let soon = team.at() + 1;
    let cases = [
        (
            entry(2, out, "5", &format!("{soon}, l.decision, NULL")),
            balance(2, "-5"),
            "is of a decision on another order",
        ),
        (entry(2, out, "5", &format!("{soon}, NULL, NULL")), balance(2, "-5"), "without a decision"),
        (entry(2, out, "5", &format!("{soon}, NULL, NULL")), "SELECT".to_owned(), "are not what its ledger adds up to"),
        (entry(1, back, "5", &format!("{soon}, l.decision, l.id")), balance(1, "5"), "is no mirror of the entry"),
        (entry(1, back, "l.amount", &format!("{soon}, NULL, l.id")), balance(1, "12000"), "is no mirror of the entry"),
        (
            entry(1, back, "l.amount", &format!("{}, l.decision, l.id", team.at() + 60 * DAY)),
            balance(1, "12000"),
            "takes back what was final",
        ),
        (entry(1, out, "0", &format!("{soon}, NULL, NULL")), "SELECT".to_owned(), "ledger_amount_check"),
        (entry(1, ("escrow", "escrow"), "1", &format!("{soon}, NULL, NULL")), "SELECT".to_owned(), "ledger_check"),
        (entry(1, out, "1", &format!("{soon}, 9999, NULL")), balance(1, "-1"), "orders_money"),
        (entry(2, out, "1", &format!("{soon}, 9999, NULL")), balance(2, "-1"), "ledger_decision_fkey"),
        (entry(77, out, "1", &format!("{soon}, NULL, NULL")), "SELECT".to_owned(), "77"),
        ("UPDATE litige.orders SET paid_in = paid_in + 1".to_owned(), "SELECT".to_owned(), "orders_money"),
    ];
    for (insert, update, words) in cases {
        team.owner_is_refused(&format!("{insert}; {update}"), words);
    }
    // Once, and not again.
    team.store("camille").act(&team.request("camille", Action::Undo), team.now + TimeDelta::minutes(1)).unwrap();
    let again = entry(1, back, "l.amount", &format!("{soon}, l.decision, l.id"));
    team.owner_is_refused(&again, "ledger_reverses_key");
}

#[test]
fn a_round_is_decided_once_and_what_is_decided_is_paid_out() {
    let Some(team) = Team::set() else { return };
    team.place.store().ingest(&opening(2), team.now).unwrap();
    team.decides("camille", Outcome::SellerWins);
    let decision = |dispute: i64, round: i64, outcome: &str, key: &str| {
        let at = team.at();
        format!(
            "INSERT INTO litige.decisions (id, dispute, round, outcome, currency, cites, handle, at, effective_at, key, reasons, digest) \
             VALUES (900, {dispute}, {round}, '{outcome}', 'EUR', '', 'camille', {at}, {at} + {DAY}, {key}, '', '')"
        )
    };
    for (sql, words) in [
        (decision(CASE.0, 1, "seller_wins", "NULL"), "decisions_dispute_round_key"),
        (decision(1002, 1, "seller_wins", "NULL"), "does not fit what is in escrow"),
        (decision(9999, 1, "seller_wins", "NULL"), "decisions_dispute_fkey"),
        (
            format!(
                "{}; {}",
                decision(CASE.0, 2, "seller_wins", "'k'"),
                decision(CASE.0, 3, "seller_wins", "'k'").replace("900", "901")
            ),
            "decisions_key_key",
        ),
    ] {
        team.owner_is_refused(&sql, words);
    }
}

#[test]
fn the_past_is_added_to_and_what_was_written_changes_by_erasure_alone() {
    let Some(team) = Team::set() else { return };
    team.store("camille")
        .act(&team.request("camille", Action::Note { body: "À relire.".to_owned() }), team.now)
        .unwrap();
    team.decides("camille", Outcome::SellerWins);
    team.place.sql("INSERT INTO litige.files (attachment, refused, digest) VALUES (1, 'too_large', '')");
    for table in ["decisions", "decision_marks", "ledger", "audit"] {
        let column = if table == "audit" { "seq" } else { "id" };
        for sql in [
            format!("UPDATE litige.{table} SET {column} = {column}"),
            format!("DELETE FROM litige.{table}"),
            format!("TRUNCATE litige.{table} CASCADE"),
        ] {
            team.owner_is_refused(&sql, "is append-only");
        }
    }
    for table in ["events", "messages", "attachments", "files", "notes", "decision_texts", "outbox"] {
        for sql in [format!("DELETE FROM litige.{table}"), format!("TRUNCATE litige.{table} CASCADE")] {
            team.owner_is_refused(&sql, "nothing is ever deleted");
        }
    }
    for table in ["events", "messages", "files", "notes", "decision_texts", "outbox"] {
        team.owner_is_refused(&format!("UPDATE litige.{table} SET erased = NULL"), "changes by erasure only");
    }
    for (table, digest) in
        [("events", "digest"), ("messages", "digest"), ("files", "digest"), ("notes", "digest"), ("outbox", "digest")]
    {
        let sql = format!("UPDATE litige.{table} SET erased = 1, {digest} = 'x'");
        team.owner_is_refused(&sql, "changes by erasure only");
    }
}

/// Whoever waits for the head has done all else, and keeps others waiting for nothing but the commit.
#[test]
fn the_head_is_changed_last() {
    let Some(team) = Team::set() else { return };
    team.store("camille").act(&team.request("camille", Action::Claim), team.now).unwrap();
    team.decides("camille", Outcome::SellerWins);
    let counted = |table: &str| {
        let sql = format!(
            "SELECT count(*), coalesce(max(t.cmin::text::bigint) < min(h.cmin::text::bigint), true) \
             FROM litige.{table} t, litige.head h WHERE t.xmin = h.xmin"
        );
        let said = team.place.sql(&sql);
        let (count, is_before) = said.split_once('|').unwrap();
        assert_eq!(is_before, "t", "{table}");
        count.parse::<usize>().unwrap()
    };
    for table in ["decisions", "ledger", "events", "orders", "disputes", "audit", "case_counts"] {
        assert!(counted(table) > 0, "{table}");
    }
}
