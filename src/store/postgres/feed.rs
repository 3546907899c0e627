//! What happened since, on a server: one statement each.

use std::time::{Duration, Instant};

use postgres::types::Type;
use serde_json::Value as Json;

use super::PostgresStore;
use super::errors::damaged;
use super::personal::view;
use super::rows::{decode_all, field, int};
use crate::domain::case::records::Outgoing;
use crate::domain::ids::Handle;
use crate::domain::marketplace::outbox;
use crate::domain::time::Time;
use crate::store::{
    ChangeCursor, Changed, Changes, FeedStore, Glance, GlanceStore, OutboxLine, PRESENT_FOR, Presence, StoreError,
};

/// More changes than this, and reading everything again is cheaper than merging them.
const AT_MOST: i64 = 500;

impl FeedStore for PostgresStore {
    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError> {
        let found = self.link.read_json("SELECT litige.changes_1($1, $2)", &[int(&after.0), int(&AT_MOST)])?;
        self.next_due.set(NextDue::read(&found));
        changes(&found, after).map_err(|error| self.link.named(error))
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxLine>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = self.link.read_json("SELECT litige.outbox_1($1, $2)", &[int(&after), int(&limit)])?;
        let lines = found.as_array().into_iter().flatten().map(line).collect::<Result<_, _>>();
        lines.map_err(|error| self.link.named(error))
    }

    fn outbox_head(&self) -> Result<i64, StoreError> {
        let head = self.link.read_json("SELECT litige.outbox_head_1()", &[])?;
        head.as_i64().ok_or_else(|| self.link.named(damaged("the outbox has no last number")))
    }
}

impl GlanceStore for PostgresStore {
    fn glance(&self, after: ChangeCursor, of: Option<&Handle>, now: Time) -> Result<Glance, StoreError> {
        let of = of.map(|me| me.0.as_str());
        let (now, present_for) = (now.timestamp_millis(), PRESENT_FOR.num_milliseconds());
        let sql = "SELECT litige.glance_1($1, $2, $3, $4, $5)";
        let asked = [int(&after.0), int(&AT_MOST), (&of, Type::TEXT), int(&now), int(&present_for)];
        let found = self.link.read_json(sql, &asked)?;
        self.next_due.set(NextDue::read(&found["changes"]));
        glance(&found, after).map_err(|error| self.link.named(error))
    }
}

/// When time alone changes a case next, as it was read a moment ago: so that a desk asks once a second, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NextDue {
    read: Instant,
    /// Nothing where nothing is to come.
    at: Option<i64>,
}

impl NextDue {
    /// How long it is believed; other desks write meanwhile.
    const FRESH: Duration = Duration::from_millis(1_500);

    pub fn read(found: &Json) -> Option<Self> {
        let due = found.get("due")?;
        Some(Self { read: Instant::now(), at: due.as_i64() })
    }

    /// Whether nothing is due by now, as far as is known.
    pub fn is_later(self, now: Time) -> bool {
        self.read.elapsed() < Self::FRESH && self.at.is_none_or(|at| at > now.timestamp_millis())
    }
}

fn changes(found: &Json, after: ChangeCursor) -> Result<Changes, StoreError> {
    let cursor = ChangeCursor(field(found, "cursor")?);
    if cursor == after {
        return Ok(Changes { cursor, ..Changes::default() });
    }
    // So far behind that there is no need to look which; a desk that starts is.
    if cursor.0.saturating_sub(after.0) > AT_MOST {
        return Ok(Changes { cursor, all: true, ..Changes::default() });
    }
    let one = |row: &Json| -> Result<Changed, StoreError> {
        Ok(Changed { dispute: field(row, "id")?, by: field(row, "by")?, kind: field(row, "kind")? })
    };
    let changed = found["changed"].as_array().into_iter().flatten().map(one).collect::<Result<_, _>>()?;
    // A cursor from the future is another database's, put in this one's place.
    Ok(Changes { cursor, changed, team: field::<i64>(found, "team")? > after.0, all: after > cursor })
}

fn glance(found: &Json, after: ChangeCursor) -> Result<Glance, StoreError> {
    let presence = |row: &Json| -> Result<Presence, StoreError> {
        Ok(Presence { dispute: field(row, "dispute")?, by: field(row, "by")?, desk: field(row, "desk")? })
    };
    Ok(Glance {
        changes: changes(&found["changes"], after)?,
        presences: found["presences"].as_array().into_iter().flatten().map(presence).collect::<Result<_, _>>()?,
        views: decode_all(&found["views"])?.into_iter().map(view).collect(),
    })
}

fn line(row: &Json) -> Result<OutboxLine, StoreError> {
    let seq: i64 = field(row, "seq")?;
    let body: String = field(row, "body")?;
    let not_json = |error: serde_json::Error| damaged(format!("outbox line {seq} is not JSON: {error}"));
    let body = serde_json::from_str(&body).map_err(not_json)?;
    let (at, kind) = (field(row, "at")?, field(row, "kind")?);
    let (order, dispute) = (field(row, "order")?, field(row, "dispute")?);
    let json = outbox::written(seq, Outgoing { at, kind, order, dispute, body }).map_err(not_json)?;
    Ok(OutboxLine { seq, json })
}
