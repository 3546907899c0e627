//! Who did what: every record of the audit is looked at.

use super::tables::Tables;
use crate::domain::activity::ROUTINE;
use crate::domain::audit::Record;
use crate::store::write::rows::history::AuditRow;
use crate::store::{ActivityPage, ActivityQuery};

/// See [`crate::store::ActivityStore::activity`].
pub fn activity(tables: &Tables, query: &ActivityQuery) -> ActivityPage {
    let fits = |row: &AuditRow<'_>| {
        query.by.as_deref().is_none_or(|by| *row.actor == *by)
            && query.dispute.is_none_or(|dispute| row.dispute == Some(dispute))
            && query.since.is_none_or(|since| row.at.timestamp_millis() >= since.timestamp_millis())
            && query.until.is_none_or(|until| row.at.timestamp_millis() < until.timestamp_millis())
            && query.before.is_none_or(|before| row.seq < before)
            && (query.routine || !ROUTINE.contains(&&*row.action))
    };
    let mut rows: Vec<_> = tables.all::<AuditRow<'_>>().into_iter().filter(fits).collect();
    rows.reverse();
    let more = rows.len() > query.limit;
    rows.truncate(query.limit);
    ActivityPage { records: rows.into_iter().map(record).collect(), more }
}

fn record(row: AuditRow<'_>) -> Record {
    let AuditRow { seq, at, actor, action, dispute, body, hash: _ } = row;
    let body = serde_json::from_str(&body).expect("a body as JSON");
    Record { seq, at, actor: actor.into_owned(), action: action.into_owned(), dispute, body }
}
