//! What mediators are told: the notifications that writes made, and what stands in cases, read from the indexes of the
//! queue.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::identity::Database;
use super::rows::{Ms, Reading, decode, select};
use super::team;
use crate::domain::dispute::attention::{self, Matter, NEAR};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::team::identity;
use crate::domain::time::Time;
use crate::store::write::rows::team::AcknowledgementRow;
use crate::store::{Acknowledgement, NOTIFICATIONS_AT_MOST, Notification, StoreError};

/// The columns of [`matter`], in its order.
macro_rules! matters {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.state, d.claimed_by, d.snoozed_until, d.waiting_on, d.waiting_since, d.due_at, d.awaiting, \
             o.client_id, o.seller_id FROM disputes AS d ",
            $rest
        )
    };
}

/// The cases that a mediator holds and whose deadline is near, the longest due first.
const HELD: &str = matters!(
    "INDEXED BY disputes_holder JOIN orders AS o ON o.num = d.order_num \
     WHERE d.claimed_by = ?1 AND d.state = 'open' AND d.snoozed_until IS NULL AND d.rank <= ?2 \
     ORDER BY d.rank, d.id LIMIT ?3"
);
/// The cases whose decisions wait for another than this mediator.
const AWAITING: &str = matters!(
    "INDEXED BY disputes_awaiting JOIN orders AS o ON o.num = d.order_num \
     WHERE d.awaiting IS NOT NULL AND d.awaiting IS NOT ?1 ORDER BY d.rank, d.id LIMIT ?2"
);
const ONE: &str = matters!("JOIN orders AS o ON o.num = d.order_num WHERE d.id = ?1");

/// See [`crate::store::PersonalStore::notifications`].
pub(super) fn notifications(db: &Connection, of: &Handle, now: Time) -> Result<Vec<Notification>, StoreError> {
    let moment = db.unchecked_transaction()?;
    let at_most = i64::try_from(NOTIFICATIONS_AT_MOST).unwrap_or(i64::MAX);
    let mut all = moment.prepare_cached(
        "SELECT dispute, author, what, at FROM tidings WHERE handle = ?1 ORDER BY at DESC, dispute, what LIMIT ?2",
    )?;
    let written = all.query_map(params![of, at_most], |row| {
        let mut r = Reading::of(row);
        Ok(Notification { dispute: r.column()?, by: r.column()?, what: r.column()?, at: r.time()? })
    })?;
    let written = written.collect::<Result<Vec<_>, _>>()?;
    let Some(me) = attention::recipient(&team::mediators(&moment)?, of) else {
        return Ok(Notification::merge(written, [], &[]));
    };
    let mut held = moment.prepare_cached(HELD)?;
    let mut matters = held.query_map(params![of, Ms(now + NEAR), at_most], matter)?.collect::<Result<Vec<_>, _>>()?;
    let mut awaiting = moment.prepare_cached(AWAITING)?;
    for one in awaiting.query_map(params![of, at_most], matter)? {
        let one = one?;
        // A case that one holds may wait for one's word.
        if !matters.iter().any(|(id, _)| *id == one.0) {
            matters.push(one);
        }
    }
    let standing = matters.into_iter().filter_map(|(dispute, matter)| {
        let (what, by, at) = matter.notification(&me, now)?;
        Some(Notification { dispute, by, what, at })
    });
    Ok(Notification::merge(written, standing, &acknowledged(&moment, of)?))
}

/// See [`crate::store::PersonalStore::acknowledge`].
pub(super) fn acknowledge(db: &mut Database, of: &Handle, seen: &[Notification]) -> Result<(), StoreError> {
    let account = db.account.clone();
    let tx = db.begin()?;
    let team = team::mediators(&tx)?;
    let of = &identity::own(&team, of, account.as_ref())?.handle;
    for Notification { dispute, what, at, .. } in seen {
        if what.is_standing() {
            tx.prepare_cached(
                "INSERT INTO acknowledgements (handle, dispute, what, at) \
                 SELECT ?1, id, ?3, ?4 FROM disputes WHERE id = ?2 \
                 ON CONFLICT (handle, dispute, what) DO UPDATE SET at = excluded.at",
            )?
            .execute(params![of, dispute, what, Ms(*at)])?;
        } else {
            tx.prepare_cached("DELETE FROM tidings WHERE handle = ?1 AND dispute = ?2 AND what = ?3 AND at <= ?4")?
                .execute(params![of, dispute, what, Ms(*at)])?;
        }
    }
    // What stands so no longer needs no acknowledgement: there are never more than cases to be told of.
    let me = attention::recipient(&team, of);
    for Acknowledgement { dispute, what, at } in acknowledged(&tx, of)? {
        let found = tx.prepare_cached(ONE)?.query_row([dispute], matter).optional()?;
        if found.zip(me.as_ref()).and_then(|((_, matter), me)| matter.since(what, me)) != Some(at) {
            tx.prepare_cached("DELETE FROM acknowledgements WHERE handle = ?1 AND dispute = ?2 AND what = ?3")?
                .execute(params![of, dispute, what])?;
        }
    }
    tx.commit()?;
    Ok(())
}

fn acknowledged(db: &Connection, of: &Handle) -> Result<Vec<Acknowledgement>, StoreError> {
    let mut all = db.prepare_cached(select!(AcknowledgementRow<'_>, "WHERE handle = ?1"))?;
    let rows = all.query_map([of], |row| {
        let row: AcknowledgementRow<'_> = decode(row)?;
        Ok(Acknowledgement { dispute: row.dispute, what: row.what, at: row.at })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn matter(row: &Row<'_>) -> rusqlite::Result<(DisputeId, Matter)> {
    let mut r = Reading::of(row);
    let id = r.column()?;
    let matter = Matter {
        state: r.column()?,
        claimed_by: r.column()?,
        snoozed_until: r.time_or_none()?,
        waiting_on: r.column()?,
        waiting_since: r.time()?,
        due_at: r.time()?,
        awaiting: r.column()?,
        parties: [r.column()?, r.column()?],
    };
    Ok((id, matter))
}
