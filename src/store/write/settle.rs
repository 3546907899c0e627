//! What time alone does.

use serde_json::{Map, json};

use super::facts::{self, Outcome};
use super::headers;
use super::policies::Policies;
use super::transaction::{Cause, LoadedCase, WriteTransaction};
use super::writer::{Closing, Writer};
use crate::domain::case::context::RuleContext;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::rules;
use crate::domain::time::Time;
use crate::store::StoreError;

/// How many cases one transaction settles: others who write wait for less than 100 ms.
const AT_ONCE: usize = 200;

/// Settles some of the cases that are due. Returns how many changed.
pub fn settle_some<T: WriteTransaction>(tx: T, now: Time) -> Result<usize, StoreError> {
    let mut w = Writer::begin(tx, now)?;
    let (mut policies, mut changed) = (Policies::default(), Vec::new());
    for mut loaded in w.tx.load_due(now, AT_ONCE)? {
        let Some((id, policy)) = loaded.case.dispute.as_ref().map(|d| (d.id, d.policy)) else { continue };
        if settle(&mut w, &mut policies, &mut loaded, policy)? {
            changed.push(id);
        }
    }
    let count = changed.len();
    let mut body = Map::new();
    body.insert("disputes".to_owned(), json!(changed));
    w.finish(Closing { actor: "system", action: "settle", dispute: None, body })?;
    Ok(count)
}

fn settle<T: WriteTransaction>(
    w: &mut Writer<T>,
    policies: &mut Policies,
    loaded: &mut LoadedCase,
    policy: u32,
) -> Result<bool, StoreError> {
    let policy = policies.load(&mut w.tx, Some(policy))?;
    let (from, mut facts, order) = (w.numbers.ids, Vec::new(), loaded.case.order.clone());
    let mut ctx = RuleContext { policy: &policy, now: w.now, ids: &mut w.numbers.ids, facts: &mut facts };
    let changed = rules::settle(&mut loaded.case, &mut ctx);
    let cause = Cause::new(Actor::System, ChangeKind::Settle);
    facts::write_facts(w, loaded, Outcome { facts: &facts, from, event: None, cause })?;
    // The order's row names its latest dispute, which need not be this one; but only the latest changes its order.
    if order != loaded.case.order {
        headers::update_order(w, loaded)?;
    }
    headers::write_dispute(w, loaded)?;
    Ok(changed)
}
