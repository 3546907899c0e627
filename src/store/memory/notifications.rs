//! What mediators are told, written down as what it means.

use std::borrow::Cow;

use super::cases;
use super::tables::Tables;
use crate::domain::dispute::attention::{self, Matter};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;
use crate::store::write::rows::case::{DisputeRow, OrderRow};
use crate::store::write::rows::team::{AcknowledgementRow, NotificationRow};
use crate::store::write::table::{Row, RowRef};
use crate::store::{Acknowledgement, Notification, StoreError};

/// See [`crate::store::PersonalStore::notifications`].
pub fn notifications(tables: &Tables, of: &Handle, now: Time) -> Vec<Notification> {
    let rows = tables.all::<NotificationRow<'_>>().into_iter().filter(|row| *row.handle == *of);
    let written =
        rows.map(|row| Notification { dispute: row.dispute, by: row.author.into_owned(), what: row.what, at: row.at });
    let me = attention::recipient(&cases::mediators(tables), of);
    let standing = tables.all::<DisputeRow<'_>>().into_iter().filter_map(|row| {
        let (what, by, at) = matter(tables, row.id)?.notification(me.as_ref()?, now)?;
        Some(Notification { dispute: row.id, by, what, at })
    });
    Notification::merge(written, standing, &acknowledged(tables, of))
}

/// See [`crate::store::PersonalStore::acknowledge`].
pub fn acknowledge(tables: &mut Tables, of: &Handle, seen: &[Notification]) -> Result<(), StoreError> {
    for Notification { dispute, what, at, .. } in seen {
        if tables.find::<DisputeRow<'_>>(&[dispute]).is_none() {
            continue;
        }
        if what.is_standing() {
            let row = AcknowledgementRow { handle: Cow::Borrowed(of), dispute: *dispute, what: *what, at: *at };
            tables.upsert(&RowRef::new(AcknowledgementRow::layout(), row.fields().as_ref()))?;
        } else if tables.find::<NotificationRow<'_>>(&[of, dispute, what]).is_some_and(|row| row.at <= *at) {
            tables.remove::<NotificationRow<'_>>(&[of, dispute, what]);
        }
    }
    let me = attention::recipient(&cases::mediators(tables), of);
    for Acknowledgement { dispute, what, at } in acknowledged(tables, of) {
        let matter = matter(tables, dispute);
        if matter.zip(me.as_ref()).and_then(|(matter, me)| matter.since(what, me)) != Some(at) {
            tables.remove::<AcknowledgementRow<'_>>(&[of, &dispute, &what]);
        }
    }
    Ok(())
}

fn acknowledged(tables: &Tables, of: &Handle) -> Vec<Acknowledgement> {
    let rows = tables.all::<AcknowledgementRow<'_>>().into_iter().filter(|row| *row.handle == *of);
    rows.map(|row| Acknowledgement { dispute: row.dispute, what: row.what, at: row.at }).collect()
}

fn matter(tables: &Tables, id: DisputeId) -> Option<Matter> {
    let row: DisputeRow<'_> = tables.find(&[&id])?;
    let order: OrderRow<'_> = tables.find(&[&row.order_num])?;
    Some(Matter {
        state: row.state,
        claimed_by: row.claimed_by.map(Cow::into_owned),
        snoozed_until: row.snoozed_until,
        waiting_on: row.waiting_on,
        waiting_since: row.waiting_since,
        due_at: row.due_at,
        awaiting: row.awaiting.map(Cow::into_owned),
        parties: [order.client_id.into_owned(), order.seller_id.into_owned()],
    })
}
