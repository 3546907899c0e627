//! The history of orders, and the audit.

use std::borrow::Cow;

use crate::domain::audit::Record;
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{DisputeId, EventId};
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::write::digest::Digest;
use crate::store::write::table::table;

table! {
    /// An event of the marketplace, or one of our own moments (without an event id). The digest is of what the event says,
    /// which does not all stand in the row: see [`crate::store::write::events`].
    EventRow<'a> in "events" [erasable] {
        seq: i64 [key],
        event_id: Option<Cow<'a, EventId>>,
        order_num: i64,
        kind: TimelineKind,
        at: Time,
        speaker: Speaker,
        about as "ref": Option<i64>,
        rest: Option<Cow<'a, str>>,
        digest: Digest,
        body: Option<Cow<'a, str>>,
    }
}

table! {
    /// A record of the audit.
    AuditRow<'a> in "audit" {
        seq: i64 [key],
        at: Time,
        actor: Cow<'a, str>,
        action: Cow<'a, str>,
        dispute: Option<DisputeId>,
        body: String,
        hash: Cow<'a, str>,
    }
}

impl<'a> AuditRow<'a> {
    /// The row of a record with this hash.
    pub fn new(record: &'a Record, hash: &'a str) -> Self {
        Self {
            seq: record.seq,
            at: record.at,
            actor: Cow::Borrowed(&record.actor),
            action: Cow::Borrowed(&record.action),
            dispute: record.dispute,
            body: record.body.to_string(),
            hash: Cow::Borrowed(hash),
        }
    }
}
