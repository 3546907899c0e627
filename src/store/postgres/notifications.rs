//! What mediators are told, on a server: the notifications that writes made, and what stands in cases, in one call.

use serde_json::Value as Json;

use super::link::Link;
use super::rows::{decode_all, field, int, text};
use crate::domain::dispute::attention::{self, Matter, NEAR};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;
use crate::store::write::rows::team::AcknowledgementRow;
use crate::store::{Acknowledgement, NOTIFICATIONS_AT_MOST, Notification, StoreError};

/// See [`crate::store::PersonalStore::notifications`].
pub(super) fn notifications(link: &Link, of: &Handle, now: Time) -> Result<Vec<Notification>, StoreError> {
    let at_most = i64::try_from(NOTIFICATIONS_AT_MOST).unwrap_or(i64::MAX);
    let near = (now + NEAR).timestamp_millis();
    let sql = "SELECT litige.notifications_1($1, $2, $3)";
    let found = link.read_json(sql, &[text(&of.0.as_str()), int(&near), int(&at_most)])?;
    put_together(&found, of, now).map_err(|error| link.named(error))
}

fn put_together(found: &Json, of: &Handle, now: Time) -> Result<Vec<Notification>, StoreError> {
    let rows = |name: &str| found[name].as_array().into_iter().flatten();
    let one = |row: &Json| -> Result<Notification, StoreError> {
        Ok(Notification {
            dispute: field(row, "dispute")?,
            by: field(row, "author")?,
            what: field(row, "what")?,
            at: field(row, "at")?,
        })
    };
    let written = rows("written").map(one).collect::<Result<Vec<_>, _>>()?;
    let Some(me) = attention::recipient(&super::team::members(&found["team"])?, of) else {
        return Ok(Notification::merge(written, [], &[]));
    };
    let mut matters = rows("held").map(matter).collect::<Result<Vec<_>, _>>()?;
    for row in rows("awaiting") {
        let one = matter(row)?;
        // A case that one holds may wait for one's word.
        if !matters.iter().any(|(id, _)| *id == one.0) {
            matters.push(one);
        }
    }
    let standing = matters.into_iter().filter_map(|(dispute, matter)| {
        let (what, by, at) = matter.notification(&me, now)?;
        Some(Notification { dispute, by, what, at })
    });
    let acknowledged = decode_all::<AcknowledgementRow<'_>>(&found["acknowledged"])?.into_iter();
    let acknowledged: Vec<_> =
        acknowledged.map(|row| Acknowledgement { dispute: row.dispute, what: row.what, at: row.at }).collect();
    Ok(Notification::merge(written, standing, &acknowledged))
}

/// What of a case decides whether a mediator is told of it.
pub(super) fn matter(row: &Json) -> Result<(DisputeId, Matter), StoreError> {
    let matter = Matter {
        state: field(row, "state")?,
        claimed_by: field(row, "claimed_by")?,
        snoozed_until: field(row, "snoozed_until")?,
        waiting_on: field(row, "waiting_on")?,
        waiting_since: field(row, "waiting_since")?,
        due_at: field(row, "due_at")?,
        awaiting: field(row, "awaiting")?,
        parties: [field(row, "client_id")?, field(row, "seller_id")?],
    };
    Ok((field(row, "id")?, matter))
}
