//! Who looks at which case, and who has not heard yet that a case of theirs was taken over.

use rusqlite::{Connection, params};

use super::rows::{Ms, Reading};
use super::write;
use crate::domain::event::Time;
use crate::domain::ids::{DisputeId, Handle};
use crate::store::{PRESENT_FOR, Present, StoreError, Takeover};

/// See [`crate::store::Store::look`]. What is long past goes with it, so that the table never grows.
pub(super) fn look(
    db: &mut Connection,
    desk: &str,
    by: &Handle,
    dispute: Option<DisputeId>,
    now: Time,
) -> Result<(), StoreError> {
    let tx = write::begin(db)?;
    tx.prepare_cached("DELETE FROM presence WHERE desk = ?1 OR abs(at - ?2) > ?3")?.execute(params![
        desk,
        Ms(now),
        PRESENT_FOR.num_milliseconds()
    ])?;
    if let Some(dispute) = dispute {
        tx.prepare_cached(
            "INSERT INTO presence (desk, handle, dispute, at) SELECT ?1, ?2, id, ?4 FROM disputes WHERE id = ?3",
        )?
        .execute(params![desk, by, dispute, Ms(now)])?;
    }
    tx.commit()?;
    Ok(())
}

/// See [`crate::store::Store::present`].
pub(super) fn present(db: &Connection, now: Time) -> Result<Vec<Present>, StoreError> {
    let mut all = db.prepare_cached(
        "SELECT dispute, handle, desk FROM presence WHERE abs(at - ?1) <= ?2 ORDER BY dispute, handle, desk",
    )?;
    let rows = all.query_map(params![Ms(now), PRESENT_FOR.num_milliseconds()], |row| {
        let mut r = Reading::of(row);
        Ok(Present { dispute: r.take()?, by: r.take()?, desk: r.take()? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`crate::store::Store::takeovers`].
pub(super) fn takeovers(db: &Connection, from: &Handle) -> Result<Vec<Takeover>, StoreError> {
    let mut all =
        db.prepare_cached("SELECT dispute, taker, at FROM takeovers WHERE handle = ?1 ORDER BY at, dispute")?;
    let rows = all.query_map([from], |row| {
        let mut r = Reading::of(row);
        Ok(Takeover { dispute: r.take()?, by: r.take()?, at: r.time()? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`crate::store::Store::heard`].
pub(super) fn heard(db: &mut Connection, from: &Handle, dispute: DisputeId) -> Result<(), StoreError> {
    let tx = write::begin(db)?;
    tx.prepare_cached("DELETE FROM takeovers WHERE handle = ?1 AND dispute = ?2")?.execute(params![from, dispute])?;
    tx.commit()?;
    Ok(())
}
