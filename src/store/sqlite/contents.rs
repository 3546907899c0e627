//! What became of the contents of attachments: what was found when their events came (`files`), and what was found when they
//! were looked for again (`later_files`), of which the last counts.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::rows::{decode, select};
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::ids::{AttachmentId, EventId};
use crate::domain::text::redaction::ERASED;
use crate::store::StoreError;
use crate::store::write::fill::KnownFile;
use crate::store::write::rows::discussion::{FileRow, LaterFileRow};

/// Selects every content that is kept: attachment, hash, bytes.
pub(super) const KEPT: &str = "SELECT attachment, sha256, bytes FROM files WHERE sha256 IS NOT NULL \
     UNION SELECT attachment, sha256, bytes FROM later_files WHERE sha256 IS NOT NULL";

/// Selects whether anything names the content of hash `?1`.
pub(super) const IS_NAMED: &str = "SELECT EXISTS (SELECT 1 FROM files WHERE sha256 = ?1) \
     OR EXISTS (SELECT 1 FROM later_files WHERE sha256 = ?1)";

/// What became of the content of an order's attachments, where somebody looked.
pub(super) fn of_order(db: &Connection, num: i64) -> Result<HashMap<AttachmentId, StoredContent>, StoreError> {
    let mut first = db.prepare_cached(select!(
        FileRow<'_>,
        "WHERE attachment IN (SELECT a.id FROM attachments a WHERE a.order_num = ?1)"
    ))?;
    let mut contents = HashMap::new();
    for row in first.query_map([num], decode::<FileRow<'_>>)? {
        let row = row?;
        let attachment = row.attachment;
        contents.extend(row.into_content().map(|content| (attachment, content)));
    }
    let mut later = db.prepare_cached(select!(
        LaterFileRow<'_>,
        "WHERE attachment IN (SELECT a.id FROM attachments a WHERE a.order_num = ?1) ORDER BY id"
    ))?;
    for row in later.query_map([num], decode::<LaterFileRow<'_>>)? {
        let row = row?;
        let attachment = row.attachment;
        contents.extend(row.into_content().map(|content| (attachment, content)));
    }
    Ok(contents)
}

/// See [`crate::store::write::WriteTransaction::load_event_files`].
pub(super) fn of_events(db: &Connection, ids: &[&EventId]) -> Result<HashMap<EventId, Vec<KnownFile>>, StoreError> {
    let mut attachments = db.prepare_cached(
        "SELECT a.id, a.erased IS NOT NULL AND a.name = ?2 FROM events e JOIN attachments a ON a.order_num = e.order_num \
         AND CASE WHEN e.kind = 'dispute.message' THEN a.message = e.ref ELSE a.event = e.seq END \
         WHERE e.event_id = ?1 ORDER BY a.id",
    )?;
    let mut of_events = HashMap::new();
    for id in ids {
        let rows = attachments.query_map(params![id, ERASED], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<(AttachmentId, bool)> = rows.collect::<Result<_, _>>()?;
        let mut files = Vec::with_capacity(rows.len());
        for (id, erased) in rows {
            files.push(KnownFile { id, erased, content: of_attachment(db, id)? });
        }
        of_events.insert((*id).clone(), files);
    }
    Ok(of_events)
}

fn of_attachment(db: &Connection, id: AttachmentId) -> Result<Option<StoredContent>, StoreError> {
    let mut later = db.prepare_cached(select!(LaterFileRow<'_>, "WHERE attachment = ?1 ORDER BY id DESC LIMIT 1"))?;
    if let Some(row) = later.query_row([id], decode::<LaterFileRow<'_>>).optional()? {
        return Ok(row.into_content());
    }
    let mut first = db.prepare_cached(select!(FileRow<'_>, "WHERE attachment = ?1"))?;
    let row = first.query_row([id], decode::<FileRow<'_>>).optional()?;
    Ok(row.and_then(FileRow::into_content))
}
