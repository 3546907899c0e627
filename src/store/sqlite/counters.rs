//! How many cases each view has: counters that every writing transaction keeps, so that nobody counts rows.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::errors::damaged;
use super::rows::{Ms, decode, select};
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::work_figures::{DayRange, WorkCount};
use crate::domain::ids::Handle;
use crate::domain::time::Time;
use crate::store::write::counters::{Counter, OutcomeSort, QueuePart};
use crate::store::write::rows::counts::{BacklogRow, CaseCountRow, OutcomeCountRow, OutcomeDayRow, WorkCountRow};
use crate::store::{OVERDUE_AT_MOST, StoreError, ViewCounts, Workload};

/// See [`crate::store::QueueStore::stats`].
pub(super) fn stats(db: &Connection, days: DayRange) -> Result<Stats, StoreError> {
    let moment = db.unchecked_transaction()?;
    let tallies = if days.is_all() { outcomes(&moment)? } else { outcomes_of(&moment, days)? };
    let tallies = tallies.into_iter().filter(|(_, cases)| *cases > 0);
    let backlog = backlog(&moment)?.into_iter().filter(|(_, cases)| *cases > 0);
    Ok(Stats {
        tallies: tallies.map(|(sort, cases)| sort.tally(cases.unsigned_abs())).collect(),
        backlog: backlog.map(|(day, cases)| (day, cases.unsigned_abs())).collect(),
        work: work(&moment, days)?,
        held: held_cases(&moment)?,
    })
}

/// The first and the last day that the tables can have.
fn ends(days: DayRange) -> (i64, i64) {
    (days.since.unwrap_or(i64::MIN), days.until.unwrap_or(i64::MAX))
}

/// The decisions in force that were taken on these days, by sort.
fn outcomes_of(db: &Connection, days: DayRange) -> Result<Vec<(OutcomeSort, i64)>, StoreError> {
    let mut all = db.prepare_cached(
        "SELECT ground, outcome, basis, took, mediator, sum(cases) FROM outcome_days WHERE day >= ?1 AND day < ?2 \
         GROUP BY ground, outcome, iif(basis = '', '-', basis), took, mediator \
         ORDER BY ground, outcome, iif(basis = '', '-', basis), took, mediator",
    )?;
    let rows = all.query_map(ends(days), decode::<OutcomeCountRow<'_>>)?;
    sorts(rows)
}

/// What was done on these days.
fn work(db: &Connection, days: DayRange) -> Result<Vec<WorkCount>, StoreError> {
    let mut all = db.prepare_cached(
        "SELECT 0, ground, mediator, event, took, sum(cases) FROM work_counts WHERE day >= ?1 AND day < ?2 \
         GROUP BY ground, mediator, event, took ORDER BY ground, mediator, event, took",
    )?;
    let rows = all.query_map(ends(days), decode::<WorkCountRow<'_>>)?;
    let count = |row: rusqlite::Result<WorkCountRow<'_>>| {
        let WorkCountRow { ground, mediator, event, took, cases, .. } = row?;
        let took =
            if took.is_empty() { None } else { Some(took.parse().map_err(|_| damaged("a count can't be read"))?) };
        let (mediator, count) = (mediator.into_owned(), u64::try_from(cases).unwrap_or(0));
        Ok(WorkCount { ground, mediator, event, took, count })
    };
    rows.map(count).collect()
}

/// How many open cases each member holds.
fn held_cases(db: &Connection) -> Result<Vec<(Handle, u64)>, StoreError> {
    let mut all =
        db.prepare_cached("SELECT handle, cases FROM case_counts WHERE part = ?1 AND cases > 0 ORDER BY handle")?;
    let rows = all.query_map([QueuePart::Held.as_str()], |row| {
        Ok((row.get::<_, Handle>(0)?, u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`crate::store::QueueStore::workloads`]. Counts in the indexes the cases that somebody holds: a team's hands are few.
pub(super) fn workloads(db: &Connection, now: Time) -> Result<Vec<Workload>, StoreError> {
    let mut all = db.prepare_cached(
        "SELECT claimed_by, count(*), sum(rank < ?1) FROM disputes INDEXED BY disputes_due \
         WHERE claimed_by IS NOT NULL AND state = 'open' GROUP BY claimed_by ORDER BY claimed_by",
    )?;
    let count = |cases: i64| u64::try_from(cases).unwrap_or(0);
    let rows = all.query_map([Ms(now)], |row| {
        Ok(Workload { member: row.get(0)?, held: count(row.get(1)?), overdue: count(row.get(2)?) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn outcomes(db: &Connection) -> Result<Vec<(OutcomeSort, i64)>, StoreError> {
    let order = select!(OutcomeCountRow<'_>, "ORDER BY ground, outcome, iif(basis = '', '-', basis), took, mediator");
    let mut all = db.prepare_cached(order)?;
    let rows = all.query_map([], decode::<OutcomeCountRow<'_>>)?;
    sorts(rows)
}

fn sorts<'r>(
    rows: impl Iterator<Item = rusqlite::Result<OutcomeCountRow<'r>>>,
) -> Result<Vec<(OutcomeSort, i64)>, StoreError> {
    let mut outcomes = Vec::new();
    for row in rows {
        let row = row?;
        let cases = row.cases;
        outcomes.push((OutcomeSort::of_row(row).ok_or_else(|| damaged("a count of decisions can't be read"))?, cases));
    }
    Ok(outcomes)
}

fn backlog(db: &Connection) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut all = db.prepare_cached(select!(BacklogRow, "ORDER BY day"))?;
    let rows = all.query_map([], |row| decode::<BacklogRow>(row).map(|row| (row.day, row.cases)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every counter, as `verify` names it.
pub(super) fn all(db: &Connection) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut counters = BTreeMap::new();
    let mut cases = db.prepare(select!(CaseCountRow<'_>, ""))?;
    for row in cases.query_map([], decode::<CaseCountRow<'_>>)? {
        let CaseCountRow { part, handle, cases } = row?;
        counters.insert(if handle.is_empty() { part.into_owned() } else { format!("{part}:{handle}") }, cases);
    }
    counters.extend(backlog(db)?.into_iter().map(|(day, cases)| (Counter::Backlog(day).to_string(), cases)));
    counters.extend(outcomes(db)?.into_iter().map(|(sort, cases)| (Counter::Outcome(sort).to_string(), cases)));
    let mut days = db.prepare(select!(OutcomeDayRow<'_>, ""))?;
    for row in days.query_map([], decode::<OutcomeDayRow<'_>>)? {
        let OutcomeDayRow { day, ground, outcome, basis, took, mediator, cases } = row?;
        let sort = OutcomeSort::of_row(OutcomeCountRow { ground, outcome, basis, took, mediator, cases });
        let sort = sort.ok_or_else(|| damaged("a day's count of decisions can't be read"))?;
        counters.insert(Counter::OutcomeDay(day, sort).to_string(), cases);
    }
    Ok(counters)
}

/// See [`crate::store::QueueStore::counts`].
pub(super) fn counts(db: &Connection, me: Option<&Handle>, now: Time) -> Result<ViewCounts, StoreError> {
    let moment = db.unchecked_transaction()?;
    let mut count = moment.prepare_cached("SELECT cases FROM case_counts WHERE part = ?1 AND handle = ?2")?;
    let mut read = |part: QueuePart, handle: &str| -> Result<u64, StoreError> {
        let cases: Option<i64> = count.query_row([part.as_str(), handle], |row| row.get(0)).optional()?;
        Ok(u64::try_from(cases.unwrap_or(0)).unwrap_or(0))
    };
    let open = read(QueuePart::Open, "")?;
    let (snoozed, decided) = (read(QueuePart::Snoozed, "")?, read(QueuePart::Decided, "")?);
    let mine = me.map(|me| read(QueuePart::Held, &me.0)).transpose()?.unwrap_or(0);
    let unclaimed = read(QueuePart::Unclaimed, "")?;
    let own = me.map(|me| read(QueuePart::Awaiting, &me.0)).transpose()?.unwrap_or(0);
    let approval = read(QueuePart::Awaiting, "")?.saturating_sub(own);
    let (overdue, overdue_for_me) = overdue(&moment, me, now)?;
    let all = open + snoozed + decided;
    Ok(ViewCounts { open, mine, unclaimed, overdue, overdue_for_me, decided, all, snoozed, approval })
}

/// Counts what is late: all of it, and what this mediator or nobody holds. Each case is looked at once, and no more than are
/// counted; a team's holders are few.
fn overdue(db: &Connection, me: Option<&Handle>, now: Time) -> Result<(u64, u64), StoreError> {
    let mut late = db.prepare_cached(
        "SELECT count(*) FROM (SELECT 1 FROM disputes INDEXED BY disputes_due \
         WHERE state = 'open' AND claimed_by IS ?3 AND rank < ?1 LIMIT ?2)",
    )?;
    let mut next = db.prepare_cached(
        "SELECT min(claimed_by) FROM disputes INDEXED BY disputes_due WHERE state = 'open' AND claimed_by > ?1",
    )?;
    let mut count = |holder: Option<&Handle>, at_most: i64| -> Result<i64, StoreError> {
        Ok(late.query_row(params![Ms(now), at_most, holder], |row| row.get(0))?)
    };
    let mut for_me = count(None, OVERDUE_AT_MOST)?;
    if me.is_some() {
        for_me += count(me, OVERDUE_AT_MOST - for_me)?;
    }
    let (mut all, mut last) = (for_me, Handle::from(""));
    while all < OVERDUE_AT_MOST
        && let Some(holder) = next.query_row([&last], |row| row.get::<_, Option<Handle>>(0))?
    {
        if Some(&holder) != me {
            all += count(Some(&holder), OVERDUE_AT_MOST - all)?;
        }
        last = holder;
    }
    Ok((all.unsigned_abs(), for_me.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use crate::store::sqlite::testing::Scratch;

    #[test]
    fn what_is_late_is_counted_in_the_narrow_index() {
        let scratch = Scratch::new();
        for (sql, seek) in [
            (
                "SELECT count(*) FROM disputes INDEXED BY disputes_due \
                 WHERE state = 'open' AND claimed_by IS ?3 AND rank < ?1",
                "(claimed_by=? AND rank<?)",
            ),
            (
                "SELECT min(claimed_by) FROM disputes INDEXED BY disputes_due \
                 WHERE state = 'open' AND claimed_by > ?1",
                "(claimed_by>?)",
            ),
        ] {
            let mut plan = scratch.store.db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let step: String = plan.raw_query().next().unwrap().unwrap().get(3).unwrap();
            assert!(step.starts_with("SEARCH") && step.ends_with(&format!("disputes_due {seek}")), "{step}");
        }
    }
}
