//! What must be true afterwards, of what the writers know and what the server has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::cluster::Cluster;
use super::desk_team::{CASES, DeskTeam};
use super::marketplace::Sent;
use super::writer::{Fate, Log};
use crate::events::disputed;

/// What was counted.
pub struct Balance {
    pub acknowledged: usize,
    pub refused: usize,
    pub unanswered: usize,
    pub found_done: usize,
    pub unreachable: usize,
    pub longest: std::time::Duration,
    pub audit_records: usize,
}

/// Asserts that everything that was acknowledged is there once, and nothing else.
pub fn check(team: &DeskTeam, cluster: &Cluster, logs: &[Log], sent: &Sent, followed: &[Value]) -> Balance {
    let acts = || logs.iter().flat_map(|log| &log.acts);
    let rows = |sql: &str| team.rows(cluster, sql);
    let count = |sql: &str| rows(sql)[0][0].parse::<usize>().unwrap();

    // Each key that changed something once, with the answer that was given.
    let completed: BTreeMap<String, Value> =
        rows("SELECT key, answer FROM completed_requests WHERE key LIKE 'mediator%-%'")
            .into_iter()
            .map(|row| (row[0].clone(), serde_json::from_str(&row[1]).unwrap()))
            .collect();
    let mut acknowledged = BTreeMap::new();
    for act in acts() {
        match (&act.fate, completed.get(&act.key)) {
            (Fate::Refused, found) => assert_eq!(found, None, "{} was refused, and done", act.key),
            // To hold what one holds changes nothing.
            (Fate::Done { .. }, None) => {
                assert_eq!(act.kind, "claim", "{} was acknowledged, and is not there", act.key)
            }
            (Fate::Done { made }, Some(answer)) => {
                assert_eq!(answer["made"].as_str(), made.as_deref(), "{} made something else", act.key);
                *acknowledged.entry(act.kind).or_insert(0_usize) += 1;
            }
        }
    }
    let done = acknowledged.values().sum::<usize>();
    assert_eq!(completed.len(), done, "each key that is there was acknowledged");

    // Each of them once in the audit, in the discussions, among the notes and the decisions.
    let recorded: BTreeMap<String, usize> =
        rows("SELECT action, count(*) FROM audit WHERE actor LIKE 'mediator%' GROUP BY action")
            .into_iter()
            .map(|row| (row[0].clone(), row[1].parse().unwrap()))
            .collect();
    let wanted: BTreeMap<String, usize> = acknowledged.iter().map(|(kind, n)| ((*kind).to_owned(), *n)).collect();
    assert_eq!(recorded, wanted, "the audit has each act once");
    let keys = |kind: &str| -> BTreeSet<String> {
        let done = acts().filter(|act| act.kind == kind && act.fate != Fate::Refused);
        done.map(|act| act.key.clone()).collect()
    };
    for (kind, sql) in [
        ("say", "SELECT body FROM messages WHERE speaker = 'mediator'"),
        ("note", "SELECT body FROM notes"),
        ("decide", "SELECT key FROM decisions"),
    ] {
        let found: Vec<String> = rows(sql).into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(found.len(), keys(kind).len(), "{kind}: done twice, or lost");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), keys(kind), "{kind}");
    }
    assert_eq!(count("SELECT count(*) FROM decision_marks WHERE kind = 'reversed'"), keys("undo").len());

    // Money: what was paid in is somewhere, and the entries say where.
    let orders = CASES + sent.orders;
    let money = rows(
        "SELECT count(*), sum(paid_in), sum(escrow + to_seller + to_client), min(least(escrow, to_seller, to_client)) FROM orders",
    );
    let whole = (12_000 * orders).to_string();
    assert_eq!(money[0], [orders.to_string(), whole.clone(), whole, "0".to_owned()]);
    let astray = "SELECT count(*) FROM orders o WHERE (o.escrow, o.to_seller, o.to_client) <> (
        SELECT coalesce(sum(CASE WHEN to_account = 'escrow' THEN amount WHEN from_account = 'escrow' THEN -amount ELSE 0 END), 0),
            coalesce(sum(CASE WHEN to_account = 'seller' THEN amount WHEN from_account = 'seller' THEN -amount ELSE 0 END), 0),
            coalesce(sum(CASE WHEN to_account = 'client' THEN amount WHEN from_account = 'client' THEN -amount ELSE 0 END), 0)
        FROM ledger l WHERE l.order_num = o.num)";
    assert_eq!(count(astray), 0, "balances that their entries don't say");
    assert_eq!(
        count("SELECT count(*) FROM events WHERE event_id IS NOT NULL"),
        CASES * disputed("").len() + sent.events
    );

    // The marketplace's lines, each once, without a gap, as they were followed.
    let lines: Vec<i64> =
        rows("SELECT seq FROM outbox ORDER BY seq").iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(lines, (1..=lines.len() as i64).collect::<Vec<_>>());
    assert_eq!(followed.len(), lines.len(), "the consumer has every line");
    assert_eq!(rows("SELECT outbox FROM head")[0][0], lines.len().to_string());
    team.verify();
    Balance {
        acknowledged: done,
        refused: acts().filter(|act| act.fate == Fate::Refused).count(),
        unanswered: logs.iter().map(|log| log.unanswered).sum(),
        found_done: logs.iter().map(|log| log.found_done).sum(),
        unreachable: logs.iter().map(|log| log.unreachable).sum(),
        longest: logs.iter().map(|log| log.longest).max().unwrap_or_default(),
        audit_records: count("SELECT count(*) FROM audit"),
    }
}

impl std::fmt::Display for Balance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { acknowledged, refused, unanswered, found_done, unreachable, longest, audit_records } = self;
        write!(
            f,
            "{acknowledged} acts acknowledged, each there once, and {refused} refused; {unanswered} fates were unknown for \
             the store itself, {found_done} acts were found done when they were asked for again, {unreachable} tries met a server \
             that was away; a fate unknown for {:.1} s at \
             the longest; {audit_records} records; money whole, no gap in the outbox, verify clean",
            longest.as_secs_f64()
        )
    }
}
