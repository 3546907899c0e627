//! Rows as they stand, read as an audit record covers them: see [`crate::store::write::current_rows`].

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row as SqlRow};
use serde_json::Map;

use super::rows::{digest_from, quoted};
use super::transaction::renew_checksum;
use super::{audit, events};
use crate::domain::time::Time;
use crate::store::StoreError;
use crate::store::write::current_rows::{self, AuditedKey, CurrentRows, RowState};
use crate::store::write::rows::case::{DisputeRow, OrderRow};
use crate::store::write::rows::decision::{DecisionEventRow, DecisionRow, DecisionTextRow, LedgerRow, OutboxRow};
use crate::store::write::rows::discussion::{
    AskRow, AttachmentRow, FileRow, LaterFileRow, MessageRow, NoteRow, ProposalRow, ReceiptRow, StrikeRow,
};
use crate::store::write::rows::history::EventRow;
use crate::store::write::rows::team::{MediatorRow, PolicyRow};
use crate::store::write::table::{DIGEST, ERASED, Layout, Row};
use crate::store::write::writer::ROWS_IN_A_RECORD;
use crate::store::write::{NewRecord, digest};

/// Every table whose rows change.
pub(super) fn changing() -> [&'static Layout; 8] {
    [
        OrderRow::layout(),
        DisputeRow::layout(),
        AskRow::layout(),
        ProposalRow::layout(),
        StrikeRow::layout(),
        ReceiptRow::layout(),
        PolicyRow::layout(),
        MediatorRow::layout(),
    ]
}

/// A row of a table whose rows change.
pub(super) struct CurrentRow {
    pub(super) key: AuditedKey,
    pub(super) state: RowState,
    /// It holds nothing, so that no record needs to name it.
    pub(super) is_empty: bool,
}

/// Calls `each` with every row of such a table, in the order of the keys.
pub(super) fn walk(
    db: &Connection,
    layout: &Layout,
    mut each: impl FnMut(CurrentRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    debug_assert!(current_rows::is_covered(layout), "{}", layout.table);
    let keys: Vec<_> = layout.names(|is| is.key).map(quoted).collect();
    let (number_of_keys, keys, order) = (keys.len(), keys.join(" || ' ' || "), keys.join(", "));
    let columns: Vec<_> = layout.names(|is| is.checksum).map(quoted).collect();
    let rising = layout.names(|is| is.rises).next().unwrap_or("NULL");
    let sql = format!("SELECT {keys}, {rising}, {} FROM {} ORDER BY {order}", columns.join(", "), layout.table);
    let mut all = db.prepare(&sql)?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let state = match row.get_ref(1)? {
            ValueRef::Integer(number) => RowState::Number(number),
            _ => RowState::Digest(digest_from(row, 2)?),
        };
        // The key's columns come first among them.
        let mut is_empty = true;
        for column in 2 + number_of_keys..row.as_ref().column_count() {
            is_empty &= row.get_ref(column)? == ValueRef::Null;
        }
        each(CurrentRow { key: key(row)?, state, is_empty })?;
    }
    Ok(())
}

/// The key in the first column.
fn key(row: &SqlRow<'_>) -> rusqlite::Result<AuditedKey> {
    Ok(match row.get_ref(0)? {
        ValueRef::Integer(number) => AuditedKey::Number(number),
        ValueRef::Text(text) => AuditedKey::parse(&String::from_utf8_lossy(text)),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => AuditedKey::Text(String::new()),
    })
}

/// A table whose rows never change but by an erasure.
pub(super) struct WrittenTable {
    pub(super) name: &'static str,
    /// Selects key, the audit record that erased a text of the row, digest, then the digest's columns.
    pub(super) select: String,
    /// The key's column.
    key: &'static str,
    /// Which of its rows belong to the order of number `?1`.
    of_order: &'static str,
    /// Which check of `verify` a fault of it belongs to.
    pub(super) check: &'static str,
}

/// The tables whose rows the audit covers as they were written.
pub(super) fn written() -> [WrittenTable; 10] {
    fn of<R: Row>(check: &'static str, of_order: &'static str) -> WrittenTable {
        let layout = R::layout();
        let key = layout.names(|is| is.key).next().unwrap_or("rowid");
        let erased = if layout.erasable { ERASED } else { "NULL" };
        let columns: Vec<_> = layout.names(|is| is.digest).collect();
        let select =
            format!("SELECT {key}, {erased} AS erased_by, {DIGEST}, {} FROM {}", columns.join(", "), layout.table);
        WrittenTable { name: layout.table, select, key, of_order, check }
    }
    let events = WrittenTable {
        name: EventRow::layout().table,
        select: events::READ.to_owned(),
        key: "seq",
        of_order: "order_num = ?1",
        check: "audit",
    };
    [
        events,
        of::<MessageRow<'_>>("audit", "dispute IN (SELECT d.id FROM disputes d WHERE d.order_num = ?1)"),
        of::<AttachmentRow<'_>>("audit", "order_num = ?1"),
        of::<FileRow<'_>>("audit", "attachment IN (SELECT a.id FROM attachments a WHERE a.order_num = ?1)"),
        of::<LaterFileRow<'_>>("audit", "attachment IN (SELECT a.id FROM attachments a WHERE a.order_num = ?1)"),
        of::<NoteRow<'_>>("audit", "dispute IN (SELECT d.id FROM disputes d WHERE d.order_num = ?1)"),
        of::<OutboxRow>("audit", "order_num = ?1"),
        of::<DecisionRow<'_>>("decision", "dispute IN (SELECT d.id FROM disputes d WHERE d.order_num = ?1)"),
        of::<DecisionEventRow<'_>>("decision", "?1 IS NULL"),
        of::<LedgerRow>("ledger", "order_num = ?1"),
    ]
}

impl WrittenTable {
    /// Selects every row, in order.
    pub(super) fn select_all(&self) -> String {
        format!("{} ORDER BY {}", self.select, self.key)
    }
}

/// The reasons of decisions. The rows that they belong to hold their hashes; one with a text that was erased stands for itself.
pub(super) fn reasons() -> &'static str {
    DecisionTextRow::layout().table
}

/// Calls `each` with every row whose text an erasure replaced, of one order or of all: table, key, digest of what stands
/// there now.
pub(super) fn walk_erased(
    db: &Connection,
    order: Option<i64>,
    mut each: impl FnMut(&'static str, AuditedKey, digest::Digest) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for table in written() {
        let of_order = if order.is_some() { table.of_order } else { "?1 IS NULL" };
        let (select, by) = (&table.select, table.key);
        let sql = format!("{select} WHERE erased_by IS NOT NULL AND {of_order} ORDER BY {by}");
        let mut all = db.prepare_cached(&sql)?;
        let mut rows = all.query([order])?;
        while let Some(row) = rows.next()? {
            each(table.name, key(row)?, digest_from(row, 3)?)?;
        }
    }
    walk_erased_reasons(db, order, |key, digest| each(reasons(), key, digest))
}

/// Calls `each` with the reasons of decisions whose text an erasure replaced, of one order or of all: key, digest of what
/// stands there now.
pub(super) fn walk_erased_reasons(
    db: &Connection,
    order: Option<i64>,
    mut each: impl FnMut(AuditedKey, digest::Digest) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut all = db.prepare_cached(
        "SELECT t.decision || ' ' || t.mark, t.decision, t.mark, t.erased, t.body FROM decision_texts t \
         WHERE t.erased IS NOT NULL AND (?1 IS NULL OR t.decision IN \
           (SELECT x.id FROM decisions x JOIN disputes d ON d.id = x.dispute WHERE d.order_num = ?1)) \
         ORDER BY t.decision, t.mark",
    )?;
    let mut rows = all.query([order])?;
    while let Some(row) = rows.next()? {
        each(key(row)?, digest_from(row, 1)?)?;
    }
    Ok(())
}

/// Appends audit records that say how every row stands: for a database of before, whose records don't.
pub(super) fn cover_all(db: &Connection, now: Time) -> Result<(), StoreError> {
    let mut current = CurrentRows::default();
    for layout in changing() {
        walk(db, layout, |row| {
            if !row.is_empty {
                current.add_state(layout.table, row.key, row.state);
            }
            split(db, &mut current, now, ROWS_IN_A_RECORD)
        })?;
    }
    walk_erased(db, None, |table, key, digest| {
        current.add_erased(table, key, digest);
        split(db, &mut current, now, ROWS_IN_A_RECORD)
    })?;
    split(db, &mut current, now, 1)
}

/// Computes the checksums of all rows of these tables anew. Returns how the rows stand.
pub(super) fn renew_checksums(
    db: &Connection,
    layouts: impl IntoIterator<Item = &'static Layout>,
) -> Result<CurrentRows, StoreError> {
    let mut current = CurrentRows::default();
    for layout in layouts {
        let mut keys = Vec::new();
        walk(db, layout, |row| {
            keys.push(row.key);
            Ok(())
        })?;
        for key in keys {
            let digest = renew_checksum(db, layout, &key.to_string())?;
            current.add_state(layout.table, key, RowState::Digest(digest));
        }
    }
    Ok(current)
}

/// Appends the audit record of an upgrade that changed these rows, if it changed any.
pub(super) fn audit_upgrade(db: &Connection, changed: &mut CurrentRows, now: Time) -> Result<(), StoreError> {
    split(db, changed, now, 1)
}

/// Appends a record of these rows if there are that many.
fn split(db: &Connection, current: &mut CurrentRows, now: Time, at_least: usize) -> Result<(), StoreError> {
    if current.count() < at_least {
        return Ok(());
    }
    let mut body = Map::new();
    current.take_into(&mut body);
    audit::append(db, NewRecord { at: now, actor: "system".to_owned(), action: "upgrade", dispute: None, body })
}
