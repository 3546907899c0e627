//! Who did what: pages of the audit, found in its indexes alone; only the records of the page are read.

use rusqlite::{Connection, OptionalExtension, ToSql, params_from_iter};
use serde_json::Value;

use super::rows::{Ms, decode, select};
use crate::domain::activity::ROUTINE;
use crate::domain::audit::Record;
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

/// The numbers of the records that fit, one more than the page takes.
fn found(db: &Connection, query: &ActivityQuery) -> Result<Vec<i64>, StoreError> {
    let (sql, values) = statement(query);
    let mut all = db.prepare_cached(&sql)?;
    let seqs = all.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(seqs.collect::<Result<_, _>>()?)
}

/// The statement that finds the records, with its values. A condition that is not asked for is not in it, so that each goes
/// through the index that serves it.
fn statement(query: &ActivityQuery) -> (String, Vec<Box<dyn ToSql>>) {
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
        let words: Vec<_> = ROUTINE.iter().map(|word| format!("'{word}'")).collect();
        conditions.push(format!("action NOT IN ({})", words.join(", ")));
    }
    let index = match (query.dispute, &query.by) {
        (Some(_), _) => "audit_dispute",
        (None, Some(_)) => "audit_actor",
        (None, None) => "audit_newest",
    };
    // The index of the disputes is partial: of rows that have one, as `dispute =` implies.
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
        for (query, index) in [
            (all.clone(), "audit_newest"),
            (ActivityQuery { before: Some(9), since: Some(now), until: Some(now), ..all.clone() }, "audit_newest"),
            (ActivityQuery { by: Some("ines".to_owned()), before: Some(9), ..all.clone() }, "audit_actor"),
            (ActivityQuery { dispute: Some(DisputeId(1)), by: Some("ines".to_owned()), ..all }, "audit_dispute"),
        ] {
            let (sql, values) = statement(&query);
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let lines = plan.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
            let plan: Vec<_> = lines.map(Result::unwrap).collect();
            assert!(plan.iter().any(|line| line.contains(index)), "{plan:?}");
            assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{plan:?}");
        }
    }
}
