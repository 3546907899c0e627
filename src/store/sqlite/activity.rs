//! Who did what: pages of the audit, found in its indexes alone; only the records of the page are read.

use rusqlite::{Connection, OptionalExtension, ToSql, params_from_iter};
use serde_json::Value;

use super::rows::{Ms, decode, select};
use crate::domain::activity::ROUTINE;
use crate::domain::audit::Record;
use crate::domain::time::Time;
use crate::store::write::rows::history::AuditRow;
use crate::store::{ActivityPage, ActivityQuery, StoreError};

/// See [`crate::store::ActivityStore::activity`].
pub(super) fn activity(db: &Connection, query: &ActivityQuery) -> Result<ActivityPage, StoreError> {
    let moment = db.unchecked_transaction()?;
    let mut seqs = found(&moment, query)?;
    let more = seqs.len() > query.limit;
    seqs.truncate(query.limit);
    let records = seqs.into_iter().filter_map(|seq| record(&moment, seq).transpose());
    Ok(ActivityPage { records: records.collect::<Result<_, _>>()?, more })
}

/// So many records of a time are found by their time and put in order; of more, the newest are found in their order.
const FEW: i64 = 20_000;

/// The numbers of the records that fit, one more than the page takes.
fn found(db: &Connection, query: &ActivityQuery) -> Result<Vec<i64>, StoreError> {
    let (sql, values) = statement(query, is_of_few(db, query)?);
    let mut all = db.prepare_cached(&sql)?;
    let seqs = all.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(seqs.collect::<Result<_, _>>()?)
}

/// Returns whether the query is of a time in which people did little.
fn is_of_few(db: &Connection, query: &ActivityQuery) -> Result<bool, StoreError> {
    let ActivityQuery { since, until, routine, .. } = query;
    if *routine || since.is_none() && until.is_none() {
        return Ok(false);
    }
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM audit INDEXED BY audit_acts_at \
         WHERE at >= ?1 AND at < ?2 AND {} LIMIT {FEW})",
        not_routine()
    );
    let end = |at: &Option<Time>, or: i64| at.map_or(or, |at| at.timestamp_millis());
    let count: i64 =
        db.prepare_cached(&sql)?.query_row([end(since, i64::MIN), end(until, i64::MAX)], |row| row.get(0))?;
    Ok(count < FEW)
}

/// The condition of the partial indexes, in their words.
fn not_routine() -> String {
    let words: Vec<_> = ROUTINE.iter().map(|word| format!("'{word}'")).collect();
    format!("action NOT IN ({})", words.join(", "))
}

/// The statement that finds the records, with its values. A condition that is not asked for is not in it, so that each goes
/// through the index that serves it; `few` says whether people did little in its time.
fn statement(query: &ActivityQuery, few: bool) -> (String, Vec<Box<dyn ToSql>>) {
    let mut conditions: Vec<String> = Vec::new();
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    let mut add = |condition: &str, value: Box<dyn ToSql>| {
        values.push(value);
        conditions.push(format!("{condition} ?{}", values.len()));
    };
    if let Some(by) = &query.by {
        add("actor =", Box::new(by.clone()));
    }
    if let Some(dispute) = query.dispute {
        add("dispute =", Box::new(dispute));
    }
    if let Some(since) = query.since {
        add("at >=", Box::new(Ms(since)));
    }
    if let Some(until) = query.until {
        add("at <", Box::new(Ms(until)));
    }
    if let Some(before) = query.before {
        add("seq <", Box::new(before));
    }
    if !query.routine {
        conditions.push(not_routine());
    }
    // The index of the disputes is partial: of rows that have one, as `dispute =` implies. What the program itself does is
    // nearly all of it routine.
    let index = match (query.dispute, query.by.as_deref()) {
        (Some(_), _) => "audit_dispute",
        (None, _) if few => "audit_acts_at",
        (None, Some("system")) | (None, None) if !query.routine => "audit_acts",
        (None, Some(_)) => "audit_actor",
        (None, None) => "audit_newest",
    };
    let wanted = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
    let limit = i64::try_from(query.limit.saturating_add(1)).unwrap_or(i64::MAX);
    (format!("SELECT seq FROM audit INDEXED BY {index} {wanted} ORDER BY seq DESC LIMIT {limit}"), values)
}

fn record(db: &Connection, seq: i64) -> Result<Option<Record>, StoreError> {
    let mut one = db.prepare_cached(select!(AuditRow<'_>, "WHERE seq = ?1"))?;
    let row = one.query_row([seq], decode::<AuditRow<'_>>).optional()?;
    let record = row.map(|row| {
        let AuditRow { seq, at, actor, action, dispute, body, hash: _ } = row;
        let body = serde_json::from_str(&body).unwrap_or(Value::Null);
        Record { seq, at, actor: actor.into_owned(), action: action.into_owned(), dispute, body }
    });
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::DisputeId;
    use crate::store::sqlite::testing::Scratch;

    #[test]
    fn every_question_is_answered_from_an_index() {
        let scratch = Scratch::new();
        let db = &scratch.store.db;
        let now = chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let all = ActivityQuery { limit: 50, ..ActivityQuery::default() };
        let timed = ActivityQuery { before: Some(9), since: Some(now), until: Some(now), ..all.clone() };
        let by = |who: &str| ActivityQuery { by: Some(who.to_owned()), before: Some(9), ..all.clone() };
        for (query, few, index) in [
            (all.clone(), false, "audit_acts"),
            (ActivityQuery { routine: true, ..all.clone() }, false, "audit_newest"),
            (timed.clone(), false, "audit_acts"),
            (timed.clone(), true, "audit_acts_at (at>? AND at<?)"),
            (ActivityQuery { by: Some("ines".to_owned()), ..timed.clone() }, true, "audit_acts_at (at>? AND at<?)"),
            (ActivityQuery { routine: true, ..timed }, false, "audit_newest"),
            (by("ines"), false, "audit_actor (actor=? AND seq<?)"),
            (by("system"), false, "audit_acts"),
            (ActivityQuery { routine: true, ..by("system") }, false, "audit_actor (actor=? AND seq<?)"),
            (ActivityQuery { dispute: Some(DisputeId(1)), ..by("ines") }, false, "audit_dispute"),
        ] {
            let (sql, values) = statement(&query, few);
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let lines = plan.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
            let plan: Vec<_> = lines.map(Result::unwrap).collect();
            assert!(plan.iter().any(|line| line.contains(index)), "{plan:?}");
            // Only what is found by its time is put in order.
            assert_eq!(plan.iter().any(|line| line.contains("TEMP B-TREE")), few, "{plan:?}");
        }
    }

    #[test]
    fn what_was_done_in_a_time_is_found_whether_it_was_little_or_much() {
        let scratch = Scratch::new();
        let db = &scratch.store.db;
        let at = |seconds: i64| chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        // A clock that was set back: the fourth record is older than the third.
        for (seconds, action) in [(10, "claim"), (20, "ingest"), (40, "say"), (30, "release"), (50, "settle")] {
            db.execute(
                "INSERT INTO audit (seq, at, actor, action, dispute, body, hash) \
                 SELECT coalesce(max(seq), 0) + 1, ?1, 'ines', ?2, NULL, '{}', '' FROM audit",
                rusqlite::params![Ms(at(seconds)), action],
            )
            .unwrap();
        }
        let last: i64 = db.query_row("SELECT max(seq) FROM audit", [], |row| row.get(0)).unwrap();
        let read = |since: Option<i64>, until: Option<i64>, routine: bool| {
            let (since, until) = (since.map(at), until.map(at));
            let query =
                ActivityQuery { by: Some("ines".into()), since, until, routine, limit: 9, ..ActivityQuery::default() };
            let found = |few| {
                let (sql, values) = statement(&query, few);
                let mut all = db.prepare(&sql).unwrap();
                let seqs = all.query_map(params_from_iter(values), |row| row.get::<_, i64>(0)).unwrap();
                seqs.map(|seq| last - seq.unwrap()).collect::<Vec<_>>()
            };
            assert!(routine || found(true) == found(false), "both ways find the same");
            assert!(is_of_few(db, &query).unwrap() != routine);
            activity(db, &query).unwrap().records.into_iter().map(|record| last - record.seq).collect::<Vec<_>>()
        };
        assert_eq!(read(Some(10), None, false), [1, 2, 4]);
        assert_eq!(read(Some(20), Some(40), false), [1]);
        assert_eq!(read(None, Some(41), true), [1, 2, 3, 4]);
    }
}
