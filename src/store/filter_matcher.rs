//! A filter at work on rows of the queue.

use crate::domain::case::records::Mediator;
use crate::domain::ids::Handle;
use crate::domain::queue::filter::{Filter, FilterSubject};
use crate::domain::time::Time;
use crate::domain::vocabulary::DisputeState;
use crate::store::QueueRow;
use crate::store::write::rows::case::folded_words;

/// Tells which rows fulfil a filter: first by a cheap look at the folded words of the case, then by the rest of the row.
#[derive(Debug)]
pub struct FilterMatcher<'a> {
    filter: &'a Filter,
    me: Option<&'a Handle>,
    now: Time,
    /// The team, where the filter names one of it.
    team: Vec<Mediator>,
}

impl<'a> FilterMatcher<'a> {
    /// A filter for this mediator at this moment. `team` is read where the filter names one of it.
    ///
    /// # Errors
    /// Those of `team`.
    pub fn new<E>(
        filter: &'a Filter,
        (me, now): (Option<&'a Handle>, Time),
        team: impl FnOnce() -> Result<Vec<Mediator>, E>,
    ) -> Result<Self, E> {
        let team = if filter.names_no_holder() { Vec::new() } else { team()? };
        Ok(Self { filter, me, now, team })
    }

    /// Whether a case with these folded words (its number, its order's id and title, both names) may fulfil the filter.
    pub fn may_match(&self, words: &str) -> bool {
        self.filter.search_terms().all(|needle| words.contains(needle))
    }

    /// Whether a case fulfils the filter, of which only its row is at hand.
    pub fn fits(&self, row: &QueueRow) -> bool {
        self.may_match(&folded_words(row.id, [&row.order.0, &row.title, &row.client, &row.seller])) && self.matches(row)
    }

    /// Whether a case that [may match](Self::may_match) by its words fulfils the whole filter.
    pub fn matches(&self, row: &QueueRow) -> bool {
        if self.filter.is_words_only() {
            return true;
        }
        let holder = row.claimed_by.as_ref();
        let name_of = |handle: &Handle| self.team.iter().find(|member| member.handle == *handle);
        let look = FilterSubject {
            dispute: &row.id.to_string(),
            order: &row.order.0,
            title: &row.title,
            client: &row.client,
            seller: &row.seller,
            waiting_on: row.waiting_on,
            ground: row.ground,
            outcome: row.outcome,
            held: holder.map(|by| by.0.as_str()),
            lapsed: row.claimed_until.is_some_and(|until| until <= self.now),
            holder_name: holder.and_then(name_of).map(|member| member.name.as_str()),
            lang: row.lang,
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
