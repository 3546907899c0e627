//! Presence: who has which case open.

use rusqlite::{Connection, params};

use super::identity::Database;
use super::rows::{Ms, Reading};
use super::team;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::team::identity;
use crate::domain::time::Time;
use crate::store::{PRESENT_FOR, Presence, StoreError};

/// See [`crate::store::PersonalStore::heartbeat`]. Deletes expired rows as well, so that the table stays small.
pub(super) fn heartbeat(
    db: &mut Database,
    desk: &str,
    by: &Handle,
    dispute: Option<DisputeId>,
    now: Time,
) -> Result<(), StoreError> {
    // Worth nothing a minute later, so not worth a wait for the disk.
    db.pragma_update(None, "synchronous", "normal")?;
    let told = replace_presence(db, desk, by, dispute, now);
    db.pragma_update(None, "synchronous", "full")?;
    told
}

fn replace_presence(
    db: &mut Database,
    desk: &str,
    by: &Handle,
    dispute: Option<DisputeId>,
    now: Time,
) -> Result<(), StoreError> {
    let account = db.account.clone();
    let tx = db.begin()?;
    let team = team::mediators(&tx)?;
    let by = &identity::own(&team, by, account.as_ref())?.handle;
    // What a colleague told under this desk's name stays theirs.
    tx.prepare_cached("DELETE FROM presence WHERE desk = ?1 AND handle = ?4 OR abs(at - ?2) > ?3")?
        .execute(params![desk, Ms(now), PRESENT_FOR.num_milliseconds(), by])?;
    if let Some(dispute) = dispute {
        tx.prepare_cached(
            "INSERT INTO presence (desk, handle, dispute, at) SELECT ?1, ?2, id, ?4 FROM disputes WHERE id = ?3 \
             ON CONFLICT (desk) DO NOTHING",
        )?
        .execute(params![desk, by, dispute, Ms(now)])?;
    }
    tx.commit()?;
    Ok(())
}

/// See [`crate::store::PersonalStore::presences`].
pub(super) fn presences(db: &Connection, now: Time) -> Result<Vec<Presence>, StoreError> {
    let mut all = db.prepare_cached(
        "SELECT dispute, handle, desk FROM presence WHERE abs(at - ?1) <= ?2 ORDER BY dispute, handle, desk",
    )?;
    let rows = all.query_map(params![Ms(now), PRESENT_FOR.num_milliseconds()], |row| {
        let mut r = Reading::of(row);
        Ok(Presence { dispute: r.column()?, by: r.column()?, desk: r.column()? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
