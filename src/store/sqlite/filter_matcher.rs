//! What a filter lets through: first its words and names against the folded words that an index holds, then the rest of it
//! against the row.

use rusqlite::Row;

use super::rows::{decode, select};
use crate::domain::ids::{DisputeId, Handle, MessageId, OrderId};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::queue::filter::{Filter, FilterSubject};
use crate::domain::queue::turn::TurnReason;
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Ground, Lang, Outcome, WaitingOn};
use crate::store::write::table::table;
use crate::store::{PageKey, QueueRow};

table! {
    /// The columns of [`QueueRow`], then what else a filter looks at.
    FoundRow in "disputes" {
        rank: i64,
        id: DisputeId,
        order_id: OrderId,
        title: String,
        price: i64,
        currency: Currency,
        client: String,
        seller: String,
        ground: Ground,
        state: DisputeState,
        waiting_on: WaitingOn,
        waiting_since: Time,
        due_at: Time,
        opened_at: Time,
        claimed_by: Option<Handle>,
        claimed_until: Option<Time>,
        snoozed_until: Option<Time>,
        unread: u32,
        justification: Option<MessageId>,
        awaiting: Option<Handle>,
        reason: TurnReason,
        version: i64,
        round: u32,
        outcome: Option<Outcome>,
        lang: Lang,
    }
}

/// The statement that selects the columns of [`found`].
pub(super) fn row_sql() -> &'static str {
    select!(FoundRow, "WHERE id = ?1")
}

/// A row with what only a filter looks at.
pub(super) struct Found {
    pub row: QueueRow,
    outcome: Option<Outcome>,
    lang: Lang,
}

/// Reads a row of [`row_sql`].
pub(super) fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    let found: FoundRow = decode(row)?;
    let row = QueueRow {
        key: PageKey { rank: found.rank, id: found.id },
        id: found.id,
        order: found.order_id,
        title: found.title,
        amount: Money::new(found.price, found.currency),
        client: found.client,
        seller: found.seller,
        ground: found.ground,
        state: found.state,
        waiting_on: found.waiting_on,
        waiting_since: found.waiting_since,
        due_at: found.due_at,
        opened_at: found.opened_at,
        claimed_by: found.claimed_by,
        claimed_until: found.claimed_until,
        snoozed_until: found.snoozed_until,
        unread: found.unread,
        justified: found.justification.is_some(),
        awaiting: found.awaiting,
        reason: found.reason,
        version: found.version,
        round: found.round,
    };
    Ok(Found { row, outcome: found.outcome, lang: found.lang })
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
        self.filter.search_terms().all(|needle| words.contains(needle))
    }

    /// Whether a case, whose words fit, fits whole.
    pub fn lets(&self, found: &Found) -> bool {
        if self.filter.is_words_only() {
            return true;
        }
        let row = &found.row;
        let look = FilterSubject {
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
