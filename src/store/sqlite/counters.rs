//! How many cases each view has: counters that every writing transaction keeps, so that nobody counts rows.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::headers::awaiting;
use super::rows::Ms;
use crate::domain::case::records::Dispute;
use crate::domain::decision::statistics::{Span, Stats, Tally};
use crate::domain::ids::Handle;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, DisputeState, Ground, Outcome};
use crate::store::{Counts, StoreError};

/// Past this many, overdue cases are not counted any further: the count is a scan of the open queue's index.
pub(super) const OVERDUE_AT_MOST: i64 = 10_000;

/// Where a case stands, as far as the counters care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Open since this day, in the queue, held by this mediator or by nobody; perhaps with a decision of this one's that
    /// waits for a second mediator.
    Open { since: i64, holder: Option<Handle>, awaiting: Option<Handle> },
    /// Open since this day, out of the queue for now.
    Snoozed { since: i64 },
    /// Decided, and how.
    Decided(Option<Verdict>),
}

/// What the statistics tell apart of a decision in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    ground: Ground,
    outcome: Outcome,
    basis: Option<Basis>,
    took: Span,
    mediator: Handle,
}

impl Place {
    /// Where this dispute stands.
    pub(super) fn of(dispute: &Dispute) -> Self {
        let since = day(dispute.opened_at);
        match dispute.state {
            DisputeState::Decided => Self::Decided(dispute.decision.as_ref().map(|decision| Verdict {
                ground: dispute.ground,
                outcome: decision.outcome,
                basis: decision.basis,
                took: Span::of(decision.at - dispute.opened_at),
                mediator: decision.by.clone(),
            })),
            DisputeState::Open if dispute.snoozed_until.is_some() => Self::Snoozed { since },
            DisputeState::Open => Self::Open {
                since,
                holder: dispute.claim.as_ref().map(|claim| claim.by.clone()),
                awaiting: awaiting(dispute).cloned(),
            },
        }
    }

    /// The counters that count it.
    pub(super) fn counters(&self) -> Vec<String> {
        match self {
            Self::Open { since, holder, awaiting } => {
                let holder = holder.as_ref().map_or_else(|| "unclaimed".to_owned(), held);
                let waits = awaiting.iter().flat_map(|by| [AWAITING.to_owned(), awaited_of(by)]);
                ["open".to_owned(), holder, backlog(*since)].into_iter().chain(waits).collect()
            }
            Self::Snoozed { since } => vec!["snoozed".to_owned(), backlog(*since)],
            Self::Decided(verdict) => {
                std::iter::once("decided".to_owned()).chain(verdict.as_ref().map(Verdict::counter)).collect()
            }
        }
    }
}

/// Days since 1970, UTC.
fn day(at: Time) -> i64 {
    at.timestamp().div_euclid(24 * 3600)
}

fn backlog(since: i64) -> String {
    format!("{BACKLOG}{since}")
}

/// Before the day on which open cases were opened.
const BACKLOG: &str = "backlog:";
/// Before what the statistics tell apart of decisions in force.
const VERDICT: &str = "verdict:";

impl Verdict {
    /// `verdict:<ground>:<outcome>:<basis or ->:<took>:<mediator>`; a handle may hold anything, so it stands last.
    fn counter(&self) -> String {
        let basis = self.basis.map_or("-", Basis::as_str);
        format!("{VERDICT}{}:{}:{basis}:{}:{}", self.ground, self.outcome, self.took, self.mediator)
    }

    fn read(counter: &str) -> Option<Self> {
        let mut parts = counter.strip_prefix(VERDICT)?.splitn(5, ':');
        let mut next = || parts.next();
        Some(Self {
            ground: next()?.parse().ok()?,
            outcome: next()?.parse().ok()?,
            basis: match next()? {
                "-" => None,
                basis => Some(basis.parse().ok()?),
            },
            took: next()?.parse().ok()?,
            mediator: Handle(next()?.to_owned()),
        })
    }
}

/// See [`crate::store::Store::stats`].
pub(super) fn stats(db: &Connection) -> Result<Stats, StoreError> {
    let moment = db.unchecked_transaction()?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let verdicts = all(&moment, VERDICT)?.into_iter().filter(|(_, n)| *n > 0);
    let tallies = verdicts.filter_map(|(name, n)| {
        let Verdict { ground, outcome, basis, took, mediator } = Verdict::read(&name)?;
        Some(Tally { ground, mediator, outcome, basis, took, count: count(n) })
    });
    let backlog = all(&moment, BACKLOG)?.into_iter().filter(|(_, n)| *n > 0);
    let backlog = backlog.filter_map(|(name, n)| Some((name.strip_prefix(BACKLOG)?.parse().ok()?, count(n))));
    Ok(Stats { tallies: tallies.collect(), backlog: backlog.collect() })
}

/// Decisions that wait for a second mediator.
const AWAITING: &str = "awaiting";

fn awaited_of(by: &Handle) -> String {
    format!("{AWAITING}:{by}")
}

fn held(holder: &Handle) -> String {
    format!("held:{holder}")
}

/// Every counter whose name begins so.
pub(super) fn all(db: &Connection, beginning: &str) -> Result<BTreeMap<String, i64>, StoreError> {
    // A walk of the key's range: what begins so sorts before the beginning followed by the last character there is.
    let mut all =
        db.prepare_cached("SELECT name, value FROM counters WHERE name >= ?1 AND name < ?1 || char(1114111)")?;
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
    let own = me.map(|me| read(&awaited_of(me))).transpose()?.unwrap_or(0);
    let approval = read(AWAITING)?.saturating_sub(own);
    let overdue: i64 = moment
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM disputes INDEXED BY disputes_open \
             WHERE state = 'open' AND snoozed_until IS NULL AND rank < ?1 LIMIT ?2)",
        )?
        .query_row(params![Ms(now), OVERDUE_AT_MOST], |row| row.get(0))?;
    let overdue = u64::try_from(overdue).unwrap_or(0);
    Ok(Counts { open, mine, unclaimed, overdue, decided, all: open + snoozed + decided, snoozed, approval })
}
