//! Passages: what is found beside messages ([`crate::domain::search::passage`]). How they are searched is said in
//! [`super::search`].

use std::borrow::Cow;
use std::iter::Peekable;

use rusqlite::{Connection, OptionalExtension, params};

use super::rows::Reading;
use super::search::SearchIndex;
use super::search::index;
use super::transaction::insert_row;
use crate::domain::ids::{Handle, PassageId};
use crate::domain::search::passage::{PassageKind, is_found};
use crate::domain::time::Time;
use crate::store::StoreError;
use crate::store::write::rows::passages::PassageRow;

/// The passage of this row, with its text.
pub(super) fn find(db: &Connection, kind: PassageKind, of: i64) -> Result<Option<(PassageId, String)>, StoreError> {
    let id: Option<PassageId> = db
        .prepare_cached("SELECT id FROM passages WHERE kind = ?1 AND ref = ?2")?
        .query_row(params![kind, of], |row| row.get(0))
        .optional()?;
    let Some(id) = id else { return Ok(None) };
    let text = db.prepare_cached(SearchIndex::Passages.text())?.query_row([id], |row| row.get(0))?;
    Ok(Some((id, text)))
}

/// Deletes the row of a passage that the index has no more.
pub(super) fn delete(db: &Connection, id: PassageId) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM passages WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Puts another text in the place of a passage's in the index; called while the old one still stands in its row. Nothing is
/// found where nothing of it is left.
pub(super) fn replace(db: &Connection, kind: PassageKind, of: i64, text: &str) -> Result<(), StoreError> {
    let Some((id, old)) = find(db, kind, of)? else { return Ok(()) };
    index::unindex(db, SearchIndex::Passages, id.0, &old)?;
    if is_found(text) {
        return Ok(index::index(db, SearchIndex::Passages, id.0, text)?);
    }
    delete(db, id)
}

/// The texts that there are to be found: kind, number of the row, when it was said, the text.
const FINDABLE: [&str; 4] = [
    concat!(
        "SELECT 'event', seq, at, coalesce(",
        super::events::body!(),
        ", ''), NULL FROM events \
       WHERE kind NOT IN ('dispute.message', 'dispute.read') AND NOT (kind = 'dispute.opened' AND event_id IS NOT NULL) \
       ORDER BY seq"
    ),
    "SELECT 'note', id, at, body, NULL FROM notes ORDER BY id",
    "SELECT 'file', a.id, coalesce((SELECT at FROM messages WHERE id = a.message), \
       (SELECT at FROM events WHERE seq = a.event), 0), a.name, NULL FROM attachments a ORDER BY a.id",
    // Who struck it, and when, only the audit tells.
    "SELECT 'strike', a.id, coalesce(s.at, 0), a.inadmissible, s.actor FROM attachments a \
       LEFT JOIN (SELECT max(seq) AS seq, at, actor, body ->> 'attachment' AS attachment FROM audit WHERE action = 'strike' \
         GROUP BY body ->> 'attachment') s ON s.attachment = 'a' || a.id \
       WHERE a.inadmissible IS NOT NULL AND a.origin <> 'external' ORDER BY s.seq",
];

/// A text that is to be found.
pub(super) struct FindableText {
    pub(super) kind: PassageKind,
    /// The number of its row.
    pub(super) of: i64,
    at: Time,
    text: String,
    by: Option<Handle>,
}

impl FindableText {
    /// When and by whom a piece of evidence was struck.
    pub(super) fn struck(&self) -> (Option<Time>, Option<Handle>) {
        if self.kind == PassageKind::Strike { (Some(self.at), self.by.clone()) } else { (None, None) }
    }
}

/// Calls `each` with every text that is to be found, those of one kind in the order in which they came.
pub(super) fn walk(
    db: &Connection,
    mut each: impl FnMut(FindableText) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statements = Vec::new();
    for sql in FINDABLE {
        statements.push(db.prepare(sql)?);
    }
    let mut kinds: Vec<Peekable<_>> = Vec::new();
    for statement in &mut statements {
        let rows = statement.query_map([], |row| {
            let mut r = Reading::of(row);
            Ok(FindableText { kind: r.column()?, of: r.column()?, at: r.time()?, text: r.column()?, by: r.column()? })
        })?;
        kinds.push(rows.peekable());
    }
    // Whichever has the earliest next one gives it: what came together comes near.
    loop {
        let mut first: Option<(usize, Time)> = None;
        for (kind, rows) in kinds.iter_mut().enumerate() {
            let at = match rows.peek() {
                Some(Ok(said)) => said.at,
                Some(Err(_)) => Time::MIN_UTC,
                None => continue,
            };
            if first.is_none_or(|(_, earliest)| at < earliest) {
                first = Some((kind, at));
            }
        }
        let Some(said) = first.and_then(|(kind, _)| kinds[kind].next()) else { return Ok(()) };
        let said = said?;
        if is_found(&said.text) {
            each(said)?;
        }
    }
}

/// Numbers and indexes all that there is, for a database that has no passages yet. Memory is bounded, however much there is.
pub(super) fn fill(db: &Connection) -> Result<(), StoreError> {
    let mut next = PassageId(1);
    walk(db, |said| {
        let (at, handle) = said.struck();
        let handle = handle.map(Cow::Owned);
        insert_row(db, &PassageRow { id: next, kind: said.kind, of: said.of, at, handle })?;
        next.0 += 1;
        Ok(())
    })?;
    let sql = "INSERT INTO sequences (name, next) VALUES ('passage', ?1) ON CONFLICT (name) DO UPDATE SET next = ?1";
    db.execute(sql, [next])?;
    Ok(index::rebuild(db, SearchIndex::Passages)?)
}
