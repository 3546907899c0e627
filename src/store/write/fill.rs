//! The contents of attachments whose events are known already and whose files were missing when these came.
//!
//! What was written when an event came stays as it is: the audit covers it. What is found later is a row of its own, and the
//! last one of an attachment counts.

use std::collections::BTreeSet;

use serde_json::{Map, json};

use super::events::IncomingEvent;
use super::rows::discussion::LaterFileRow;
use super::transaction::{Cause, WriteTransaction};
use super::writer::{Closing, Writer};
use super::{headers, ingest};
use crate::domain::case::evidence_file::{NotStored, StoredContent};
use crate::domain::ids::{AttachmentId, OrderId};
use crate::domain::marketplace::event::Event;
use crate::domain::time::Time;
use crate::store::{Filled, StoreError};

/// An attachment of a known event, with what became of its content.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownFile {
    pub id: AttachmentId,
    /// Its sender was erased.
    pub erased: bool,
    /// Nothing where nobody has looked yet.
    pub content: Option<StoredContent>,
}

impl KnownFile {
    /// Whether a content may still be supplied.
    fn is_open(&self) -> bool {
        let is_erased = matches!(self.content, Some(StoredContent::NotStored(NotStored::Erased)));
        !self.erased && !is_erased && !matches!(self.content, Some(StoredContent::Stored(_)))
    }

    /// What becomes of it with what was found for it now.
    fn becomes(&self, found: &StoredContent) -> Filled {
        match (&self.content, found) {
            (Some(StoredContent::Stored(_)), _) => Filled::Kept,
            _ if !self.is_open() => Filled::NotKept(NotStored::Erased),
            (_, StoredContent::Stored(_)) => Filled::Filled,
            (_, StoredContent::NotStored(why)) => Filled::NotKept(*why),
        }
    }
}

/// Supplies the contents of the files of known events. See [`crate::store::CaseStore::fill_files`].
pub fn fill_files<T: WriteTransaction>(tx: T, events: &[Event], now: Time) -> Result<Vec<Vec<Filled>>, StoreError> {
    let mut w = Writer::begin(tx, now)?;
    let ids: Vec<_> = events.iter().map(|event| &event.id).collect();
    let digests = w.tx.load_event_digests(&ids)?;
    let mut known = w.tx.load_event_files(&ids)?;
    let (mut all, mut changed, mut filled) = (Vec::with_capacity(events.len()), BTreeSet::<&OrderId>::new(), 0);
    for event in events {
        let is_same = digests.get(&event.id).is_some_and(|digest| digest[..] == IncomingEvent::new(event).digest);
        let files = known.get_mut(&event.id).filter(|_| is_same).map(Vec::as_mut_slice).unwrap_or_default();
        let mut became = Vec::new();
        for (sent, file) in event.kind.attachments().iter().zip(files) {
            let Some(found) = &sent.stored_content else { continue };
            let one = file.becomes(found);
            if one == Filled::Filled {
                ingest::check_blob(&mut w.tx, event, found)?;
                filled += 1;
            }
            if file.is_open() && file.content.as_ref() != Some(found) {
                let id = w.numbers.later_file();
                w.insert(&LaterFileRow::new(id, file.id, found))?;
                file.content = Some(found.clone());
                changed.insert(&event.order);
            }
            became.push(one);
        }
        all.push(became);
    }
    if changed.is_empty() {
        return Ok(all);
    }
    let orders: Vec<_> = changed.into_iter().collect();
    for mut loaded in w.tx.load_orders(&orders)? {
        // Whoever has the case on screen reads it again; nobody wrote.
        loaded.cause = Cause::default();
        headers::write_dispute(&mut w, &mut loaded)?;
    }
    let mut body = Map::new();
    body.insert("files".to_owned(), json!(filled));
    w.finish(Closing { actor: "system", action: "ingest", dispute: None, body })?;
    Ok(all)
}
