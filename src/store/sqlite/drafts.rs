//! What mediators have begun to write, kept through everything.

use std::borrow::Cow;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::identity::Database;
use super::transaction::upsert_row;
use super::{open, team};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::team::identity;
use crate::domain::time::Time;
use crate::store::write::rows::team::DraftRow;
use crate::store::write::{self, act::unknown_dispute};
use crate::store::{DraftWrite, StoreError};

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
    (dispute, by): (DisputeId, &Handle),
    draft: Option<&str>,
    knows: Option<&str>,
    now: Time,
) -> Result<DraftWrite, StoreError> {
    db.busy_timeout(BUSY)?;
    let written = write_draft(db, (dispute, by), draft, knows, now);
    db.busy_timeout(open::BUSY)?;
    written
}

fn write_draft(
    db: &mut Database,
    (dispute, by): (DisputeId, &Handle),
    new: Option<&str>,
    knows: Option<&str>,
    now: Time,
) -> Result<DraftWrite, StoreError> {
    let account = db.account.clone();
    let tx = db.begin()?;
    let by = &identity::own(&team::mediators(&tx)?, by, account.as_ref())?.handle.clone();
    if !tx.prepare_cached("SELECT 1 FROM disputes WHERE id = ?1")?.exists([dispute])? {
        return Err(unknown_dispute(dispute));
    }
    let stored = draft(&tx, dispute, by)?;
    if stored.as_deref() != knows && stored.as_deref() != new {
        return Ok(DraftWrite::Differs(stored));
    }
    match new {
        Some(body) => {
            let (handle, body) = (Cow::Borrowed(by), Cow::Borrowed(body));
            upsert_row(&tx, &DraftRow { dispute, handle, at: write::stored(now), body })?;
        }
        None => {
            let mut delete = tx.prepare_cached("DELETE FROM drafts WHERE dispute = ?1 AND handle = ?2")?;
            delete.execute(params![dispute, by])?;
        }
    }
    tx.commit()?;
    Ok(DraftWrite::Written)
}
