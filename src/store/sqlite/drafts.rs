//! What mediators have begun to write, kept through everything.

use std::borrow::Cow;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::identity::Database;
use super::open;
use super::transaction::upsert_row;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;
use crate::store::StoreError;
use crate::store::write::act::unknown_dispute;
use crate::store::write::rows::team::DraftRow;
use crate::store::write::stored;

/// See [`crate::store::PersonalStore::draft`].
pub(super) fn draft(db: &Connection, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError> {
    let mut one = db.prepare_cached("SELECT body FROM drafts WHERE dispute = ?1 AND handle = ?2")?;
    Ok(one.query_row(params![dispute, by], |row| row.get(0)).optional()?)
}

/// How long a draft waits for another writer. Less than other writes: a draft is saved again after the next keys and goes to
/// a file meanwhile, and must not hold up the reply that is sent after it.
const BUSY: Duration = Duration::from_secs(1);

/// See [`crate::store::PersonalStore::put_draft`].
pub(super) fn put_draft(
    db: &mut Database,
    dispute: DisputeId,
    by: &Handle,
    draft: Option<&str>,
    now: Time,
) -> Result<(), StoreError> {
    db.busy_timeout(BUSY)?;
    let written = write_draft(db, dispute, by, draft, now);
    db.busy_timeout(open::BUSY)?;
    written
}

fn write_draft(
    db: &mut Database,
    dispute: DisputeId,
    by: &Handle,
    draft: Option<&str>,
    now: Time,
) -> Result<(), StoreError> {
    let tx = db.begin()?;
    if !tx.prepare_cached("SELECT 1 FROM disputes WHERE id = ?1")?.exists([dispute])? {
        return Err(unknown_dispute(dispute));
    }
    match draft {
        Some(body) => {
            let (handle, body) = (Cow::Borrowed(by), Cow::Borrowed(body));
            upsert_row(&tx, &DraftRow { dispute, handle, at: stored(now), body })?;
        }
        None => {
            let mut delete = tx.prepare_cached("DELETE FROM drafts WHERE dispute = ?1 AND handle = ?2")?;
            delete.execute(params![dispute, by])?;
        }
    }
    tx.commit()?;
    Ok(())
}
