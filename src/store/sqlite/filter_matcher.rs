//! What a filter lets through: first its words and names against the folded words that an index holds, then the rest of it
//! against the row.

use rusqlite::Row;

use super::rows::Reading;
use crate::domain::ids::Handle;
use crate::domain::money::amount::Money;
use crate::domain::queue::filter::{Filter, Look};
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Lang, Outcome};
use crate::store::{PageKey, QueueRow};

/// The columns of [`QueueRow`], then what else a filter looks at.
pub(super) const ROW: &str = "SELECT rank, id, order_id, title, price, currency, client, seller, ground, state, waiting_on, \
     waiting_since, due_at, opened_at, claimed_by, claimed_until, snoozed_until, unread, justification IS NOT NULL, \
     awaiting, reason, version, round, outcome, lang FROM disputes WHERE id = ?1";

/// A row with what only a filter looks at.
pub(super) struct Found {
    pub row: QueueRow,
    outcome: Option<Outcome>,
    lang: Lang,
}

/// Reads [`ROW`].
pub(super) fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    let mut r = Reading::of(row);
    let key = PageKey { rank: r.take()?, id: r.take()? };
    let row = QueueRow {
        key,
        id: key.id,
        order: r.take()?,
        title: r.take()?,
        amount: Money::new(r.take()?, r.take()?),
        client: r.take()?,
        seller: r.take()?,
        ground: r.take()?,
        state: r.take()?,
        waiting_on: r.take()?,
        waiting_since: r.time()?,
        due_at: r.time()?,
        opened_at: r.time()?,
        claimed_by: r.take()?,
        claimed_until: r.time_or_none()?,
        snoozed_until: r.time_or_none()?,
        unread: r.take()?,
        justified: r.take()?,
        awaiting: r.take()?,
        reason: r.take()?,
        version: r.take()?,
        round: r.take()?,
    };
    Ok(Found { row, outcome: r.take()?, lang: r.take()? })
}

/// A filter at work.
pub(super) struct FilterMatcher<'a> {
    filter: Filter,
    me: Option<&'a Handle>,
    now: Time,
}

impl<'a> FilterMatcher<'a> {
    /// A filter for this mediator at this moment.
    pub fn new(filter: Filter, me: Option<&'a Handle>, now: Time) -> Self {
        Self { filter, me, now }
    }

    /// Whether a case with these words may fit; cheap.
    pub fn may_let(&self, words: &str) -> bool {
        self.filter.needles().all(|needle| words.contains(needle))
    }

    /// Whether a case, whose words fit, fits whole.
    pub fn lets(&self, found: &Found) -> bool {
        if self.filter.is_words_only() {
            return true;
        }
        let row = &found.row;
        let look = Look {
            dispute: &row.id.to_string(),
            order: &row.order.0,
            title: &row.title,
            client: &row.client,
            seller: &row.seller,
            waiting_on: row.waiting_on,
            ground: row.ground,
            outcome: found.outcome,
            held: row.claimed_by.as_ref().map(|by| by.0.as_str()),
            lang: found.lang,
            opened_at: row.opened_at,
            due_at: row.due_at,
            amount: row.amount,
            decided: row.state == DisputeState::Decided,
            unread: row.unread,
            snoozed: row.snoozed_until.is_some(),
            justified: row.justified,
            awaiting_approval: row.awaiting.is_some(),
        };
        self.filter.matches(&look, self.me.map(|me| me.0.as_str()), self.now)
    }
}
