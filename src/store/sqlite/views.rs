//! The views that mediators keep, in their order.

use rusqlite::{Connection, params};

use super::rows::Reading;
use super::{team, write};
use crate::domain::ids::Handle;
use crate::domain::queue::saved_views::{self, SavedView, ViewChange};
use crate::store::StoreError;

/// See [`crate::store::Store::views`].
pub(super) fn views(db: &Connection, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
    let mut all = db.prepare_cached("SELECT name, base, query FROM saved_views WHERE handle = ?1 ORDER BY place")?;
    let rows = all.query_map([of], |row| {
        let mut r = Reading::of(row);
        Ok(SavedView { name: r.take()?, base: r.take()?, query: r.take()? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`crate::store::Store::change_views`].
pub(super) fn change(db: &mut Connection, of: &Handle, change: &ViewChange) -> Result<Vec<SavedView>, StoreError> {
    let tx = write::begin(db)?;
    team::mediator(&tx, of)?;
    let mut views = views(&tx, of)?;
    saved_views::change(&mut views, change)?;
    tx.prepare_cached("DELETE FROM saved_views WHERE handle = ?1")?.execute([of])?;
    for (place, view) in (0_i64..).zip(&views) {
        tx.prepare_cached("INSERT INTO saved_views (handle, place, name, base, query) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![of, place, view.name, view.base, view.query])?;
    }
    tx.commit()?;
    Ok(views)
}
