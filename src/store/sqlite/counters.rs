//! How many cases each view has: counters that every writing transaction keeps, so that nobody counts rows.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::rows::Ms;
use crate::domain::case::Dispute;
use crate::domain::event::Time;
use crate::domain::ids::Handle;
use crate::domain::words::DisputeState;
use crate::store::{Counts, StoreError};

/// Past this many, overdue cases are not counted any further: the count is a scan of the open queue's index.
pub(super) const OVERDUE_AT_MOST: i64 = 10_000;

/// Where a case stands, as far as the counters care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Open, in the queue, held by this mediator or by nobody.
    Open(Option<Handle>),
    /// Open, out of the queue for now.
    Snoozed,
    /// Decided.
    Decided,
}

impl Place {
    /// Where this dispute stands.
    pub(super) fn of(dispute: &Dispute) -> Self {
        match dispute.state {
            DisputeState::Decided => Self::Decided,
            DisputeState::Open if dispute.snoozed_until.is_some() => Self::Snoozed,
            DisputeState::Open => Self::Open(dispute.claim.as_ref().map(|claim| claim.by.clone())),
        }
    }

    /// The counters that count it.
    pub(super) fn counters(&self) -> Vec<String> {
        match self {
            Self::Open(None) => vec!["open".to_owned(), "unclaimed".to_owned()],
            Self::Open(Some(holder)) => vec!["open".to_owned(), held(holder)],
            Self::Snoozed => vec!["snoozed".to_owned()],
            Self::Decided => vec!["decided".to_owned()],
        }
    }
}

fn held(holder: &Handle) -> String {
    format!("held:{holder}")
}

/// Every counter whose name begins so.
pub(super) fn all(db: &Connection, beginning: &str) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut all = db.prepare_cached("SELECT name, value FROM counters WHERE substr(name, 1, length(?1)) = ?1")?;
    let rows = all.query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`crate::store::Store::counts`].
pub(super) fn counts(db: &Connection, me: Option<&Handle>, now: Time) -> Result<Counts, StoreError> {
    let moment = db.unchecked_transaction()?;
    let mut value = moment.prepare_cached("SELECT value FROM counters WHERE name = ?1")?;
    let mut read = |name: &str| -> Result<u64, StoreError> {
        let mut rows = value.query([name])?;
        let value: i64 = rows.next()?.map(|row| row.get(0)).transpose()?.unwrap_or(0);
        Ok(u64::try_from(value).unwrap_or(0))
    };
    let (open, snoozed, decided) = (read("open")?, read("snoozed")?, read("decided")?);
    let mine = me.map(|me| read(&held(me))).transpose()?.unwrap_or(0);
    let unclaimed = read("unclaimed")?;
    let overdue: i64 = moment
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM disputes INDEXED BY disputes_open \
             WHERE state = 'open' AND snoozed_until IS NULL AND rank < ?1 LIMIT ?2)",
        )?
        .query_row(params![Ms(now), OVERDUE_AT_MOST], |row| row.get(0))?;
    let overdue = u64::try_from(overdue).unwrap_or(0);
    Ok(Counts { open, mine, unclaimed, overdue, decided, all: open + snoozed + decided, snoozed })
}
