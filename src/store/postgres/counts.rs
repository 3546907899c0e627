//! How many cases there are of each kind, on a server: from what every write counts, in one statement each.

use serde_json::Value as Json;

use super::errors::damaged;
use super::link::Link;
use super::rows::{column, decode_all, field, int};
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::work_figures::{DayRange, WorkCount};
use crate::domain::ids::Handle;
use crate::domain::time::Time;
use crate::store::write::counters::OutcomeSort;
use crate::store::write::rows::counts::{BacklogRow, CaseCountRow, OutcomeCountRow, WorkCountRow};
use crate::store::{OVERDUE_AT_MOST, StoreError, ViewCounts, Workload};

/// See [`crate::store::QueueStore::counts`].
pub(super) fn counts(link: &Link, me: Option<&Handle>, now: Time) -> Result<ViewCounts, StoreError> {
    let (me, now) = (me.map(|me| me.0.as_str()), now.timestamp_millis());
    let me = (&me as &(dyn postgres::types::ToSql + Sync), postgres::types::Type::TEXT);
    let found = link.read_json("SELECT litige.counts_1($1, $2, $3)", &[me, int(&now), int(&OVERDUE_AT_MOST)])?;
    read(&found).map_err(|error| link.named(error))
}

fn read(found: &Json) -> Result<ViewCounts, StoreError> {
    let count = |name: &str| field::<Option<i64>>(found, name).map(|cases| count(cases.unwrap_or(0)));
    let (open, snoozed, decided) = (count("open")?, count("snoozed")?, count("decided")?);
    let at_most = OVERDUE_AT_MOST.unsigned_abs();
    Ok(ViewCounts {
        open,
        mine: count("held")?,
        unclaimed: count("unclaimed")?,
        overdue: count("overdue")?,
        overdue_for_me: count("overdue_for_me")?.min(at_most),
        decided,
        all: open + snoozed + decided,
        snoozed,
        approval: count("awaiting")?.saturating_sub(count("own")?),
    })
}

fn count(cases: i64) -> u64 {
    u64::try_from(cases).unwrap_or(0)
}

/// See [`crate::store::QueueStore::stats`].
pub(super) fn stats(link: &Link, days: DayRange) -> Result<Stats, StoreError> {
    let (since, until) = (days.since.unwrap_or(i64::MIN), days.until.unwrap_or(i64::MAX));
    let all = days.is_all();
    let all = (&all as &(dyn postgres::types::ToSql + Sync), postgres::types::Type::BOOL);
    let found = link.read_json("SELECT litige.stats_1($1, $2, $3)", &[all, int(&since), int(&until)])?;
    read_stats(&found).map_err(|error| link.named(error))
}

fn read_stats(found: &Json) -> Result<Stats, StoreError> {
    let mut tallies = Vec::new();
    for row in decode_all::<OutcomeCountRow<'_>>(&found["outcomes"])?.into_iter().filter(|row| row.cases > 0) {
        let cases = row.cases.unsigned_abs();
        let sort = OutcomeSort::of_row(row).ok_or_else(|| damaged("a count of decisions can't be read"))?;
        tallies.push(sort.tally(cases));
    }
    let backlog = decode_all::<BacklogRow>(&found["backlog"])?.into_iter().filter(|row| row.cases > 0);
    let held = decode_all::<CaseCountRow<'_>>(&found["held"])?.into_iter();
    Ok(Stats {
        tallies,
        backlog: backlog.map(|row| (row.day, row.cases.unsigned_abs())).collect(),
        work: decode_all::<WorkCountRow<'_>>(&found["work"])?.into_iter().map(work).collect::<Result<_, _>>()?,
        held: held.map(|row| (Handle(row.handle.into_owned()), count(row.cases))).collect(),
    })
}

fn work(row: WorkCountRow<'_>) -> Result<WorkCount, StoreError> {
    let WorkCountRow { ground, mediator, event, took, cases, .. } = row;
    let took = match took.as_ref() {
        "" => None,
        took => Some(took.parse().map_err(|_| damaged("a count can't be read"))?),
    };
    Ok(WorkCount { ground, mediator: mediator.into_owned(), event, took, count: count(cases) })
}

/// See [`crate::store::QueueStore::workloads`].
pub(super) fn workloads(link: &Link, now: Time) -> Result<Vec<Workload>, StoreError> {
    let now = now.timestamp_millis();
    let sql = "SELECT claimed_by, count(*), count(*) FILTER (WHERE rank < $1) FROM litige.disputes \
               WHERE claimed_by IS NOT NULL AND state = 'open' GROUP BY claimed_by ORDER BY claimed_by";
    let rows = link.rows(sql, &[int(&now)])?;
    let load = |row: &postgres::Row| -> Result<Workload, StoreError> {
        Ok(Workload { member: column(row, 0)?, held: count(column(row, 1)?), overdue: count(column(row, 2)?) })
    };
    rows.iter().map(load).collect::<Result<_, _>>().map_err(|error| link.named(error))
}
