//! The commit of a decision, compared with a bare transaction with the same rows; on a copy, because both change it.

use std::time::Duration;

use chrono::Utc;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::{DisputeId, Handle};
use litige::domain::queue::filter::Filter;
use litige::domain::vocabulary::{Outcome, View};
use litige::store::{self, Mode, PageFrom, Place, QueueQuery, Store};
use rusqlite::{Connection, ToSql, params};

use crate::databases::DatabaseCopy;
use crate::measure::{Times, timed};
use crate::table::{Figure, Target};
use crate::{Bench, raw_sqlite};

/// The counters that a decision updates.
const COUNTERS: [&str; 10] = [
    "UPDATE sequences SET next = next + 1 WHERE name = 'message'",
    "UPDATE sequences SET next = next + 1 WHERE name = 'entry'",
    "UPDATE sequences SET next = next + 1 WHERE name = 'decision'",
    "UPDATE sequences SET next = next + 1 WHERE name = 'event'",
    "UPDATE sequences SET next = next + 1 WHERE name = 'change'",
    "UPDATE case_counts SET cases = cases + 1 WHERE part = 'decided' AND handle = ''",
    "UPDATE case_counts SET cases = cases - 1 WHERE part = 'open' AND handle = ''",
    "UPDATE case_counts SET cases = cases - 1 WHERE part = 'unclaimed' AND handle = ''",
    "INSERT INTO backlog VALUES (20700, 1) ON CONFLICT DO UPDATE SET cases = cases + 1",
    "INSERT INTO outcome_counts VALUES ('cancellation_refused_twice', 'seller_wins', '', 'over_14d', 'camille', 1) \
     ON CONFLICT DO UPDATE SET cases = cases + 1",
];
/// Both are measured in alternating blocks, so that disturbances affect both, and pages are cached but for the first.
const BLOCK: usize = 20;
const REASONS: &str = "La livraison correspond au cahier des charges. Le client n'a pas montré ce qui manque.";

pub fn decision(bench: &mut Bench) {
    let copy = DatabaseCopy::of(&bench.base);
    let mut store = store::open(&Place::File(copy.0.clone()), Mode::Existing).unwrap();
    let db = raw_sqlite::open(&copy.0);
    let runs = bench.runs(10);
    let open = unclaimed(store.as_ref(), runs * BLOCK * 2);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for block in open.chunks_exact(BLOCK * 2) {
        let (first, second) = block.split_at(BLOCK);
        time_decisions(&mut ours, first, |id| decide(store.as_mut(), id));
        time_decisions(&mut bare, second, |id| bare_decision(&db, id.0));
    }
    let (ours, bare) = (Times::new(ours), Times::new(bare));
    let comparison = ("the bare transaction, same rows", Some(Figure::of(&bare)));
    bench.table.compare(
        "a decision, durable",
        Figure::of(&ours),
        comparison.0,
        comparison.1,
        Target::AtMostTimes(1.25),
    );
}

fn time_decisions(times: &mut Vec<Duration>, ids: &[DisputeId], mut decide: impl FnMut(DisputeId)) {
    let all: Vec<Duration> = ids.iter().map(|id| timed(|| decide(*id))).collect();
    times.extend(&all[2..]);
}

/// Returns unclaimed open disputes.
fn unclaimed(store: &dyn Store, limit: usize) -> Vec<DisputeId> {
    let query = QueueQuery { view: View::Unclaimed, me: None, filter: Filter::default(), from: PageFrom::Start, limit };
    store.queue(&query, Utc::now()).unwrap().rows.into_iter().map(|row| row.id).collect()
}

/// Decides so many unclaimed disputes.
pub fn decide_first(store: &mut dyn Store, count: usize) {
    unclaimed(store, count).into_iter().for_each(|id| decide(store, id));
}

fn decide(store: &mut dyn Store, dispute: DisputeId) {
    let draft = DecisionInput {
        outcome: Outcome::SellerWins,
        refund: None,
        reasons: REASONS.to_owned(),
        cites: vec![],
        key: None,
    };
    let request =
        Request { dispute, by: Handle::from("camille"), action: Action::Decide(draft), seen: None, key: None };
    store.act(&request, Utc::now()).unwrap();
}

/// Writes the rows of a decision, without rules, reads or digests.
fn bare_decision(db: &Connection, dispute: i64) {
    let run = |sql: &str, params: &[&dyn ToSql]| {
        db.prepare_cached(sql).unwrap().execute(params).unwrap();
    };
    let number = |sql: &str, params: &[&dyn ToSql]| -> i64 {
        db.prepare_cached(sql).unwrap().query_row(params, |row| row.get(0)).unwrap()
    };
    let text = format!("Litige clos. Le vendeur est payé en totalité. {REASONS}");
    let (part, digest, hash) = (raw_sqlite::parts(db)[0], [0_u8; 32], "0".repeat(64));
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let next = |name: &str| number("SELECT next FROM sequences WHERE name = ?1", params![name]);
    let [id, message, entry, event] = ["decision", "message", "entry", "event"].map(next);
    let order = number("SELECT order_num FROM disputes WHERE id = ?1", params![dispute]);
    let audit = number("SELECT max(seq) + 1 FROM audit", params![]);
    run(
        "INSERT INTO decisions (id, dispute, round, outcome, refund, seller_gets, currency, cites, handle, at, \
         effective_at, reasons, digest) VALUES (?1, ?2, 9, 'seller_wins', 0, 1, 'EUR', '', 'camille', 1, 2, ?3, ?4)",
        params![id, dispute, hash, digest],
    );
    run("INSERT INTO decision_texts (decision, mark, body) VALUES (?1, 0, ?2)", params![id, REASONS]);
    run(
        "INSERT INTO ledger (id, order_num, from_account, to_account, amount, currency, at, decision, digest) \
         VALUES (?1, ?2, 'escrow', 'seller', 1, 'EUR', 1, ?3, ?4)",
        params![entry, order, id, digest],
    );
    run(
        "INSERT INTO messages (id, dispute, at, speaker, author, digest, body) VALUES (?1, ?2, 1, 'system', '', ?3, ?4)",
        params![message, dispute, digest, text],
    );
    run(&format!("INSERT INTO search_{part} (rowid, body) VALUES (?1, ?2)"), params![message, text]);
    run(
        "INSERT INTO events (seq, order_num, kind, at, speaker, ref, digest) \
         VALUES (?1, ?2, 'dispute.decided', 1, 'mediator', ?3, ?4)",
        params![event, order, id, digest],
    );
    let body = format!("{{\"rows\":{}}}", "0".repeat(500));
    run(
        "INSERT INTO audit (seq, at, actor, action, dispute, body, hash) VALUES (?1, 1, 'camille', 'decide', ?2, ?3, ?4)",
        params![audit, dispute, body, hash],
    );
    run(
        "UPDATE orders SET state = 'completed', escrow = 0, to_seller = paid_in, seal = 1 WHERE num = ?1",
        params![order],
    );
    run(
        "UPDATE disputes SET state = 'decided', rank = -rank, settle_at = ?2, claimed_by = 'camille', claimed_until = 1, \
         decision = ?2, last_message = ?2, outcome = 'seller_wins', version = version + 1, touched = ?2, seal = 1 WHERE id = ?1",
        params![dispute, id],
    );
    run(
        "INSERT INTO tidings (handle, dispute, what, author, at, seal) VALUES ('ines', ?1, 'bench', 'camille', 1, 1)",
        params![dispute],
    );
    COUNTERS.iter().for_each(|sql| run(sql, params![]));
    db.execute_batch("COMMIT").unwrap();
}
