//! Requests that were carried out under a key, so that a repeat after a lost answer is harmless.
//!
//! A key is made once per intent, by whoever makes the request. What needs none: an event has an id of its own; a draft, a
//! receipt, a heartbeat and an acknowledgement leave the same behind however often they come; time settles what is due once.

use std::borrow::Cow;

use chrono::TimeDelta;
use serde_json::Value as Json;

use super::digest::{self, Digest};
use super::rows::team::CompletedRow;
use super::table::{Row, RowRef};
use super::transaction::WriteTransaction;
use crate::domain::audit::canonical;
use crate::domain::ids::RequestKey;
use crate::domain::refusal::{PermissionRefusal, Refusal};
use crate::domain::time::Time;
use crate::store::StoreError;

/// How long a completed request is known; far longer than anyone asks again.
const KEPT_FOR: TimeDelta = TimeDelta::days(7);

/// A request under its key.
#[derive(Debug, Clone, Copy)]
pub struct Keyed<'a> {
    key: &'a RequestKey,
    handle: &'a str,
    request: Digest,
}

impl<'a> Keyed<'a> {
    /// A request of this mediator (or of `system`) with this content.
    pub fn new(key: &'a RequestKey, handle: &'a str, request: Digest) -> Self {
        Self { key, handle, request }
    }

    pub fn key(&self) -> &str {
        &self.key.0
    }

    /// Remembers its answer. Requests that were completed long ago are forgotten.
    pub fn insert(self, tx: &mut impl WriteTransaction, answer: &Json, now: Time) -> Result<(), StoreError> {
        let Self { key, handle, request } = self;
        let row = CompletedRow {
            key: Cow::Borrowed(&key.0),
            handle: Cow::Borrowed(handle),
            request,
            answer: answer.to_string(),
            at: now,
        };
        tx.insert(&RowRef::new(CompletedRow::layout(), row.fields().as_ref()))?;
        tx.forget_completed(now - KEPT_FOR)
    }
}

/// The digest of a request's content.
pub fn digest_of(content: &Json) -> Digest {
    digest::of_text(&canonical(content))
}

/// What was answered to this request before, if it was completed.
///
/// # Errors
/// [`StoreError::Refused`] with `duplicate_id` when its key was used for another request.
pub fn answer(request: Option<&Keyed<'_>>, completed: Option<&CompletedRow<'_>>) -> Result<Option<Json>, StoreError> {
    let Some((request, completed)) = request.zip(completed) else { return Ok(None) };
    if completed.handle != request.handle || completed.request != request.request {
        return Err(Refusal::from(PermissionRefusal::KeyReused { key: request.key.0.clone() }).into());
    }
    let unreadable = |e| StoreError::Io(format!("the answer to a completed request can't be read: {e}"));
    serde_json::from_str(&completed.answer).map(Some).map_err(unreadable)
}
