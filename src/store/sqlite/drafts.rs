//! What mediators have begun to write, kept through everything.

use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{Ms, stored};
use super::{digest, load, write};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;
use crate::store::StoreError;

/// See [`crate::store::Store::draft`].
pub(super) fn draft(db: &Connection, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError> {
    let mut one = db.prepare_cached("SELECT body FROM drafts WHERE dispute = ?1 AND handle = ?2")?;
    Ok(one.query_row(params![dispute, by], |row| row.get(0)).optional()?)
}

/// See [`crate::store::Store::put_draft`].
pub(super) fn put_draft(
    db: &mut Connection,
    dispute: DisputeId,
    by: &Handle,
    draft: Option<&str>,
    now: Time,
) -> Result<(), StoreError> {
    let tx = write::begin(db)?;
    if !tx.prepare_cached("SELECT 1 FROM disputes WHERE id = ?1")?.exists([dispute])? {
        return Err(load::unknown_dispute(dispute));
    }
    match draft {
        Some(body) => {
            let at = Ms(stored(now));
            let seal = digest::seal(&[&dispute, by, &at, &body])?;
            tx.prepare_cached(
                "INSERT INTO drafts (dispute, handle, at, body, seal) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (dispute, handle) DO UPDATE SET at = excluded.at, body = excluded.body, seal = excluded.seal",
            )?
            .execute(params![dispute, by, at, body, seal])?
        }
        None => {
            tx.prepare_cached("DELETE FROM drafts WHERE dispute = ?1 AND handle = ?2")?.execute(params![dispute, by])?
        }
    };
    tx.commit()?;
    Ok(())
}
