//! What was counted of the team's work against what says so: the audit's records, and what became of the decisions.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Findings;
use crate::domain::audit::Record;
use crate::domain::decision::work_figures::WorkEvent;
use crate::store::StoreError;

/// How often each thing was counted: day, ground, mediator, event, time taken.
pub(super) type WorkDone = BTreeMap<String, i64>;

/// Adds what a record says was done.
pub(super) fn add(record: &Record, done: &mut WorkDone) {
    for entry in record.body["work"].as_array().into_iter().flatten() {
        let parts: Vec<String> = (1..5).map(|at| entry[at].as_str().unwrap_or_default().to_owned()).collect();
        let key = format!("{} {}", entry[0], parts.join(" "));
        *done.entry(key).or_default() += entry[5].as_i64().unwrap_or(0);
    }
}

/// Compares the counts with what the records said, and with the decisions that were undone.
pub(super) fn work(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut wanted = std::mem::take(&mut f.work);
    let undone = format!(
        "SELECT (m.at / 86400000) || ' ' || d.ground || ' ' || x.handle || ' {} ', count(*) \
         FROM decision_marks m JOIN decisions x ON x.id = m.decision JOIN disputes d ON d.id = x.dispute \
         WHERE m.kind = 'reversed' GROUP BY 1",
        WorkEvent::Undone
    );
    let counted =
        "SELECT day || ' ' || ground || ' ' || mediator || ' ' || event || ' ' || took, cases FROM work_counts";
    wanted.extend(read(db, &undone)?);
    let kept = read(db, counted)?;
    if kept != wanted {
        f.fault("integrity", "the team's work", format!("the counts say {kept:?}, and the records say {wanted:?}"));
    }
    Ok(())
}

fn read(db: &Connection, sql: &str) -> Result<WorkDone, StoreError> {
    let mut all = db.prepare(sql)?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
