//! Who did what, on a server: pages of the audit.

use postgres::types::{ToSql, Type};
use serde_json::Value;

use super::PostgresStore;
use super::link::Link;
use super::rows::{column, decode, int, select_with};
use crate::domain::activity::ROUTINE;
use crate::domain::audit::Record;
use crate::domain::ids::DisputeId;
use crate::store::write::rows::history::AuditRow;
use crate::store::{ActivityPage, ActivityQuery, ActivityStore, AuditLine, StoreError};

impl ActivityStore for PostgresStore {
    fn activity(&self, query: &ActivityQuery) -> Result<ActivityPage, StoreError> {
        let (sql, values) = statement(query);
        let parameters: Vec<(&(dyn ToSql + Sync), Type)> =
            values.iter().map(|(value, of)| (&**value as &(dyn ToSql + Sync), of.clone())).collect();
        let rows = self.link.rows(&sql, &parameters)?;
        let more = rows.len() > query.limit;
        let records = rows.iter().take(query.limit).map(|row| Ok(record(decode(row)?))).collect::<Result<_, _>>();
        Ok(ActivityPage { records: records.map_err(|error| self.link.named(error))?, more })
    }
}

type BoundValue = (Box<dyn ToSql + Sync>, Type);

/// The statement that reads the records, one more than the page takes, with its values. A condition that is not asked for is
/// not in it, so that each goes through the index that serves it.
fn statement(query: &ActivityQuery) -> (String, Vec<BoundValue>) {
    let mut conditions: Vec<String> = Vec::new();
    let mut values: Vec<BoundValue> = Vec::new();
    let mut add = |condition: &str, value: Box<dyn ToSql + Sync>, of: Type| {
        values.push((value, of));
        conditions.push(format!("{condition} ${}", values.len()));
    };
    if let Some(by) = &query.by {
        add("actor =", Box::new(by.clone()), Type::TEXT);
    }
    if let Some(dispute) = query.dispute {
        add("dispute =", Box::new(dispute.0), Type::INT8);
    }
    if let Some(since) = query.since {
        add("at >=", Box::new(since.timestamp_millis()), Type::INT8);
    }
    if let Some(until) = query.until {
        add("at <", Box::new(until.timestamp_millis()), Type::INT8);
    }
    if let Some(before) = query.before {
        add("seq <", Box::new(before), Type::INT8);
    }
    if !query.routine {
        // The condition of the partial indexes, in their words.
        let words: Vec<_> = ROUTINE.iter().map(|word| format!("'{word}'")).collect();
        conditions.push(format!("action NOT IN ({})", words.join(", ")));
    }
    let wanted = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
    let limit = i64::try_from(query.limit.saturating_add(1)).unwrap_or(i64::MAX);
    (select_with::<AuditRow<'_>>("", &format!("{wanted} ORDER BY seq DESC LIMIT {limit}")), values)
}

fn record(row: AuditRow<'_>) -> Record {
    let AuditRow { seq, at, actor, action, dispute, body, hash: _ } = row;
    let body = serde_json::from_str(&body).unwrap_or(Value::Null);
    Record { seq, at, actor: actor.into_owned(), action: action.into_owned(), dispute, body }
}

/// See [`crate::store::CaseStore::audit_trail`].
pub(super) fn audit_trail(link: &Link, id: DisputeId) -> Result<Vec<AuditLine>, StoreError> {
    let rows = link
        .rows("SELECT seq, at, actor, action, hash FROM litige.audit WHERE dispute = $1 ORDER BY seq", &[int(&id.0)])?;
    let line = |row: &postgres::Row| -> Result<AuditLine, StoreError> {
        Ok(AuditLine {
            seq: column(row, 0)?,
            at: column(row, 1)?,
            actor: column(row, 2)?,
            action: column(row, 3)?,
            hash: column(row, 4)?,
        })
    };
    rows.iter().map(line).collect::<Result<_, _>>().map_err(|error| link.named(error))
}
