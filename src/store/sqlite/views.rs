//! The views that mediators keep, in their order.

use rusqlite::Connection;

use super::rows::{decode, select};
use crate::domain::ids::Handle;
use crate::domain::queue::saved_views::SavedView;
use crate::store::StoreError;
use crate::store::write::rows::team::SavedViewRow;

/// See [`crate::store::PersonalStore::views`].
pub(super) fn views(db: &Connection, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
    let mut all = db.prepare_cached(select!(SavedViewRow<'_>, "WHERE handle = ?1 ORDER BY place"))?;
    let rows = all.query_map([of], |row| {
        let SavedViewRow { name, base, query, .. } = decode(row)?;
        Ok(SavedView { name: name.into_owned(), base, query: query.into_owned() })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
