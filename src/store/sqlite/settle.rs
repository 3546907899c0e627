//! What time alone does. Each dispute's row says when time will next change it; an index finds those that are due.

use rusqlite::{Connection, params};
use serde_json::{Map, json};

use super::facts::{self, Outcome};
use super::headers::{self, Cause};
use super::load;
use super::rows::Ms;
use super::team::Policies;
use super::write::{self, Closing, Writer};
use crate::domain::case::context::RuleContext;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::DisputeId;
use crate::domain::rules;
use crate::domain::time::Time;
use crate::store::StoreError;

/// How many cases one transaction settles: others who write wait for less than 100 ms.
const AT_ONCE: i64 = 200;

/// See [`crate::store::Store::settle_due`].
pub(super) fn settle_due(db: &mut Connection, now: Time) -> Result<usize, StoreError> {
    let mut changed = 0;
    // Without the write lock: most of the time nothing is due.
    while is_due(db, now)? {
        let some = settle_some(db, now)?;
        if some == 0 {
            break;
        }
        changed += some;
    }
    Ok(changed)
}

fn is_due(db: &Connection, now: Time) -> Result<bool, StoreError> {
    let mut first = db.prepare_cached("SELECT 1 FROM disputes WHERE settle_at <= ?1 LIMIT 1")?;
    Ok(first.exists([Ms(now)])?)
}

fn settle_some(db: &mut Connection, now: Time) -> Result<usize, StoreError> {
    let tx = write::begin(db)?;
    let mut w = Writer::new(&tx, now)?;
    let due: Vec<DisputeId> = tx
        .prepare_cached("SELECT id FROM disputes WHERE settle_at <= ?1 ORDER BY settle_at LIMIT ?2")?
        .query_map(params![Ms(now), AT_ONCE], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut policies = Policies::default();
    let mut changed = Vec::new();
    for id in due {
        if settle(&mut w, &mut policies, id)? {
            changed.push(id);
        }
    }
    let count = changed.len();
    let mut body = Map::new();
    body.insert("disputes".to_owned(), json!(changed));
    w.finish(Closing { actor: "system", action: "settle", dispute: None, body })?;
    tx.commit()?;
    Ok(count)
}

fn settle(w: &mut Writer<'_>, policies: &mut Policies, id: DisputeId) -> Result<bool, StoreError> {
    let mut loaded = load::by_dispute(w.db, id)?;
    let Some(version) = loaded.case.dispute.as_ref().map(|d| d.policy) else { return Ok(false) };
    let policy = policies.version(w.db, version)?;
    let (from, mut facts, order) = (w.ids, Vec::new(), loaded.case.order.clone());
    let mut ctx = RuleContext { policy: &policy, now: w.now, ids: &mut w.ids, facts: &mut facts };
    let changed = rules::settle(&mut loaded.case, &mut ctx);
    let cause = Cause::new(Actor::System, ChangeKind::Settle);
    facts::write(w, &mut loaded, Outcome { facts: &facts, from, event: None, cause })?;
    // The order's row names its latest dispute, which need not be this one; but only the latest changes its order.
    if order != loaded.case.order {
        headers::put_order(w, &loaded, false)?;
    }
    headers::put_dispute(w, &mut loaded)?;
    Ok(changed)
}
