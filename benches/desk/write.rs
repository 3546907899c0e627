//! A decision's commit, beside the bare transaction with the same rows. On a copy of the base, for both change it.

use std::path::Path;

use chrono::Utc;
use litige::domain::action::{Action, Draft, Request};
use litige::domain::event::Event;
use litige::domain::ids::{DisputeId, EventId, Handle, OrderId};
use litige::domain::words::{Outcome, Side, View};
use litige::store::sqlite::{Open, SqliteStore};
use litige::store::{PageFrom, QueueQuery, Store};
use rusqlite::{Connection, params};

use crate::bare;
use crate::measure::Times;
use crate::table::Table;

pub fn rows(base: &Path, table: &mut Table) {
    if !table.wants("a decision, durable") && !table.wants("ingest") {
        return;
    }
    let copy = base.with_extension("copy.db");
    std::fs::copy(base, &copy).unwrap();
    decision(&copy, table);
    ingest(&copy, table);
    for companion in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{companion}", copy.display()));
    }
}

/// Some open disputes that nobody holds: number, order, price.
fn unclaimed(store: &SqliteStore) -> Vec<(DisputeId, OrderId)> {
    let query = QueueQuery { view: View::Unclaimed, me: None, words: String::new(), from: PageFrom::Start, limit: 500 };
    store.queue(&query, Utc::now()).unwrap().rows.into_iter().map(|row| (row.id, row.order)).collect()
}

fn decision(copy: &Path, table: &mut Table) {
    let mut store = SqliteStore::open(copy, Open::Existing).unwrap();
    let db = bare::open(copy);
    let open = unclaimed(&store);
    let reasons = "La livraison correspond au cahier des charges. Le client n'a pas montré ce qui manque.";
    let draft =
        Draft { outcome: Outcome::SellerWins, refund: None, reasons: reasons.to_owned(), cites: vec![], key: None };
    if !table.wants("a decision, durable") {
        return;
    }
    // One after the other: the bare rows' numbers are above all others.
    let ours = Times::of(|i| {
        let (dispute, _) = open[i % open.len()];
        let request =
            Request { dispute, by: Handle::from("camille"), action: Action::Decide(draft.clone()), seen: None };
        store.act(&request, Utc::now()).unwrap()
    });
    let bare = Times::of(|i| bare_decision(&db, open[(i + open.len() / 2) % open.len()].0.0, i as i64));
    table.put("a decision, durable", ours, Some(("the same rows", bare)));
}

/// What a decision writes, row by row, without rules, reads or digests.
fn bare_decision(db: &Connection, dispute: i64, i: i64) {
    let run = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
        db.prepare_cached(sql).unwrap().execute(params).unwrap();
    };
    let text = "Litige clos. Le vendeur est payé en totalité. La livraison correspond au cahier des charges.";
    let (id, digest) = (1_000_000_000 + i, [0_u8; 32]);
    let part = bare::parts(db)[0];
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let order: i64 = db
        .prepare_cached("SELECT order_num FROM disputes WHERE id = ?1")
        .unwrap()
        .query_row([dispute], |r| r.get(0))
        .unwrap();
    run(
        "INSERT INTO decisions (id, dispute, round, outcome, refund, seller_gets, currency, cites, handle, at, \
         effective_at, reasons, digest) VALUES (?1, ?2, ?3, 'seller_wins', 0, 1, 'EUR', '', 'camille', 1, 2, ?4, ?5)",
        params![id, dispute, 1000 + i, "0".repeat(64), digest],
    );
    run("INSERT INTO decision_texts (decision, mark, body) VALUES (?1, 0, ?2)", params![id, text]);
    run(
        "INSERT INTO ledger (id, order_num, from_account, to_account, amount, currency, at, decision, digest) \
         VALUES (?1, ?2, 'escrow', 'seller', 1, 'EUR', 1, ?1, ?3)",
        params![id, order, digest],
    );
    run(
        "INSERT INTO messages (id, dispute, at, speaker, author, digest, body) VALUES (?1, ?2, 1, 'system', '', ?3, ?4)",
        params![id, dispute, digest, text],
    );
    run(&format!("INSERT INTO search_{part} (rowid, body) VALUES (?1, ?2)"), params![id, text]);
    run(
        "INSERT INTO events (seq, order_num, kind, at, speaker, ref, digest) \
         VALUES (?1, ?2, 'dispute.decided', 1, 'mediator', ?1, ?3)",
        params![id, order, digest],
    );
    run(
        "INSERT INTO audit (seq, at, actor, action, dispute, body, hash) VALUES (?1, 1, 'camille', 'decide', ?2, ?3, ?4)",
        params![id, dispute, format!("{{\"rows\":{}}}", "0".repeat(500)), "0".repeat(64)],
    );
    run(
        "UPDATE orders SET state = 'completed', escrow = 0, to_seller = paid_in, seal = 1 WHERE num = ?1",
        params![order],
    );
    run(
        "UPDATE disputes SET state = 'decided', rank = -rank, settle_at = ?2, claimed_by = 'camille', decision = ?2, \
         outcome = 'seller_wins', version = version + 1, touched = ?2, seal = 1 WHERE id = ?1",
        params![dispute, id],
    );
    for counter in ["next.message", "next.entry", "next.decision", "next.event", "next.touched", "decided", "open"] {
        run(
            "INSERT INTO counters (name, value) VALUES (?1, 1) ON CONFLICT (name) DO UPDATE SET value = value + 0",
            params![counter],
        );
    }
    db.execute_batch("COMMIT").unwrap();
}

/// Batches of 500 events, as while people are deciding.
fn ingest(copy: &Path, table: &mut Table) {
    let mut store = SqliteStore::open(copy, Open::Existing).unwrap();
    let open = unclaimed(&store);
    let body = "Comme je l'ai dit, le fichier source n'est pas ce que j'ai demandé. Je n'ai jamais reçu le générique.";
    table.alone("ingest of 500 messages, durable", |i| {
        let events: Vec<Event> = (0..500)
            .map(|k| Event {
                id: EventId(format!("bench-{i}-{k}")),
                at: Utc::now(),
                order: open[k % open.len()].1.clone(),
                kind: litige::domain::event::EventKind::DisputeMessage {
                    by: Side::Client,
                    body: body.to_owned(),
                    attachments: vec![],
                    answers: None,
                },
            })
            .collect();
        store.ingest(&events, Utc::now()).unwrap()
    });
}
