//! The demo's parties: client and seller read, answer asks, accept, decline or counter proposals, and now and then write on
//! their own, some seconds after what makes them do it.
//!
//! What they do is a pure reading of the case (`react`): an event's id, time and words come from what it answers, so that
//! a second desk on the same demo, or one that was closed and opened again, gives the same events, which have no effect
//! twice.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::data_lines::DataError;
use super::party_script::{PartyContext, ScheduledEvent, Script, Trigger};
use crate::domain::case::records::{Ask, Dispute, Order, Proposal};
use crate::domain::ids::{AskId, DisputeId, EventId, MessageId, OrderId};
use crate::domain::marketplace::event::{Event, EventKind, Terms};
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::RefusalKind;
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, DisputeState, ProposalState, Reader, Side, Speaker, View};
use crate::store::{CaseFile, ChangeCursor, PageFrom, QueueQuery, QueueRow, Store, StoreError};

/// How far back from the start an ask, a proposal or a message still gets its answer: long enough for a desk that was
/// closed and opened again, short enough to leave the demo as it was made.
const LOOK_BACK: TimeDelta = TimeDelta::minutes(10);
/// A demo has some tens of cases; more are not looked after.
const MAX_CASES: usize = 500;

/// The demo's parties, with what they are about to do.
pub struct Parties {
    script: Script,
    /// Set at the first call.
    state: Option<WatchState>,
    /// What they are about to do, by dispute.
    plans: BTreeMap<DisputeId, Vec<Reaction>>,
    /// News of their own that has not come yet.
    scheduled: Vec<(usize, ScheduledEvent)>,
}

#[derive(Clone, Copy)]
struct WatchState {
    start: Time,
    cursor: ChangeCursor,
}

impl WatchState {
    fn earliest(self) -> Time {
        self.start - LOOK_BACK
    }
}

/// What a party does, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Reaction {
    /// When.
    pub due: Time,
    /// What.
    pub events: Vec<Event>,
}

impl Reaction {
    fn is_receipt(&self) -> bool {
        self.events.iter().all(|event| matches!(event.kind, EventKind::DisputeRead { .. }))
    }
}

impl Parties {
    /// The parties as `data/parties.jsonl` has them.
    ///
    /// # Errors
    /// [`DataError`] names a line that can't be used.
    pub fn new() -> Result<Self, DataError> {
        Self::from_script(include_str!("../../data/parties.jsonl"))
    }

    /// The parties of another script, with the lines that `data/README.md` describes.
    ///
    /// # Errors
    /// [`DataError`] names a line that can't be used.
    pub fn from_script(text: &str) -> Result<Self, DataError> {
        let script = Script::parse("parties.jsonl", text)?;
        let scheduled = script.scheduled.iter().cloned().enumerate().collect();
        Ok(Self { script, state: None, plans: BTreeMap::new(), scheduled })
    }

    /// What is due by `now`, in order, to be ingested. To be called about once a second; the first call is the start. What
    /// is refused when it is ingested (someone else was faster) needs no care.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read; to be called again later.
    pub fn due(&mut self, store: &dyn Store, now: Time) -> Result<Vec<Event>, StoreError> {
        let state = self.update_plans(store, now)?;
        let mut ready: Vec<Reaction> = Vec::new();
        for plan in self.plans.values_mut() {
            ready.extend(plan.extract_if(.., |reaction| reaction.due <= now && reaction.is_receipt()));
            // One word at a time: it may make the next one pointless, which is planned anew when the case has changed.
            let first = (0..plan.len()).min_by_key(|i| plan[*i].due).filter(|i| plan[*i].due <= now);
            ready.extend(first.map(|i| plan.remove(i)));
        }
        let is_due = |(_, opening): &mut (usize, ScheduledEvent)| state.start + opening.after <= now;
        for (n, opening) in self.scheduled.extract_if(.., is_due).collect::<Vec<_>>() {
            ready.extend(scheduled_reaction(store, n, &opening, state.start + opening.after, now)?);
        }
        ready.sort_by_key(|reaction| reaction.due);
        Ok(ready.into_iter().flat_map(|reaction| reaction.events).collect())
    }

    /// The same, as a function to hand to the desk; what can't be read now is read the next time.
    pub fn into_callback(mut self) -> impl FnMut(&dyn Store, Time) -> Vec<Event> + Send {
        move |store, now| self.due(store, now).unwrap_or_default()
    }

    /// Looks at what changed, and plans anew for it.
    fn update_plans(&mut self, store: &dyn Store, now: Time) -> Result<WatchState, StoreError> {
        let (start, after) = match self.state {
            Some(state) => (state.start, state.cursor),
            None => (now, ChangeCursor::default()),
        };
        let changes = store.changes(after)?;
        let state = WatchState { start, cursor: changes.cursor };
        let all = changes.all || self.state.is_none();
        let disputes = match all {
            true => queue_rows(store, View::All, Filter::default(), now)?.into_iter().map(|row| row.id).collect(),
            false => changes.changed.into_iter().map(|changed| changed.dispute).collect::<Vec<_>>(),
        };
        for id in disputes {
            match store.case(id) {
                Ok(case) => {
                    self.plans.insert(id, plan_reactions(&self.script, &case, state.earliest()));
                }
                Err(StoreError::Refused(refusal)) if refusal.kind() == RefusalKind::Unknown => {}
                Err(error) => return Err(error),
            }
        }
        self.plans.retain(|_, plan| !plan.is_empty());
        self.state = Some(state);
        Ok(state)
    }
}

fn queue_rows(store: &dyn Store, view: View, filter: Filter, now: Time) -> Result<Vec<QueueRow>, StoreError> {
    let query = QueueQuery { view, me: None, filter, from: PageFrom::Start, limit: MAX_CASES };
    Ok(store.queue(&query, now)?.rows)
}

/// An opening as an event, unless it has happened before (in a desk that was closed) or has become pointless.
fn scheduled_reaction(
    store: &dyn Store,
    n: usize,
    opening: &ScheduledEvent,
    due: Time,
    now: Time,
) -> Result<Option<Reaction>, StoreError> {
    let of_order = queue_rows(store, View::All, Filter::of_order(&opening.order), now)?;
    let row = of_order.iter().filter(|row| row.order == opening.order).max_by_key(|row| row.id);
    let new = match (&opening.kind, row) {
        (EventKind::DisputeMessage { by, body, .. }, Some(row)) if row.state == DisputeState::Open => {
            let case = store.case(row.id)?;
            !written_by(&case, *by).contains(&body.as_str())
        }
        (EventKind::DisputeMessage { .. }, _) => false,
        (_, row) => row.is_none(),
    };
    let id = format!("parties/opening:{n}");
    let event = || Event { id: EventId(id), at: due, order: opening.order.clone(), kind: opening.kind.clone() };
    Ok(new.then(|| Reaction { due, events: vec![event()] }))
}

/// What both parties are about to do about a case, of what happened from `earliest` on.
pub(super) fn plan_reactions(script: &Script, case: &CaseFile, earliest: Time) -> Vec<Reaction> {
    let Some(dispute) = &case.case.dispute else {
        return Vec::new();
    };
    let sides = Side::ALL.iter().map(|side| Party::new(script, case, dispute, *side, earliest));
    sides.flat_map(|party| [party.plan_read(), party.plan_answer()]).flatten().collect()
}

/// What this party has written.
fn written_by(case: &CaseFile, side: Side) -> Vec<&str> {
    let mine = case.thread.iter().filter(|row| row.message.from == Speaker::from(side));
    mine.map(|row| row.message.body.as_str()).collect()
}

/// One party, before one case.
struct Party<'a> {
    script: &'a Script,
    case: &'a CaseFile,
    order: &'a Order,
    dispute: &'a Dispute,
    side: Side,
    earliest: Time,
    /// What this party has written, proposals included.
    written: Vec<&'a str>,
}

impl<'a> Party<'a> {
    fn new(script: &'a Script, case: &'a CaseFile, dispute: &'a Dispute, side: Side, earliest: Time) -> Self {
        let mut written = written_by(case, side);
        written.extend(dispute.proposals.iter().filter(|p| p.by == Speaker::from(side)).map(|p| p.terms.as_str()));
        Self { script, case, order: &case.case.order, dispute, side, earliest, written }
    }

    fn party(&self) -> PartyContext<'a> {
        PartyContext { order: &self.order.id, price: self.order.price, lang: self.order.lang, side: self.side }
    }

    /// They read what is new, a second or two after it came.
    fn plan_read(&self) -> Option<Reaction> {
        let read = self.case.reads.iter().find(|(by, _)| *by == Reader::from(self.side)).map(|(_, up_to)| *up_to);
        let new = |row: &&crate::store::ThreadRow| {
            row.message.from != Speaker::from(self.side) && row.message.at >= self.earliest
        };
        let last = &self.case.thread.iter().rfind(new)?.message;
        let wait = if self.side == Side::Client { 1 } else { 2 };
        let unread = read.is_none_or(|read| read < last.id);
        unread.then(|| {
            self.reaction(
                last.at + TimeDelta::seconds(wait),
                last.id.0,
                "read",
                [EventKind::DisputeRead { by: self.side }],
            )
        })
    }

    /// What they answer next: an ask, else a proposal, else a message.
    fn plan_answer(&self) -> Option<Reaction> {
        if self.dispute.is_settled() {
            return None;
        }
        self.plan_ask_answer().or_else(|| self.plan_proposal_answer()).or_else(|| self.plan_message_answer())
    }

    fn plan_ask_answer(&self) -> Option<Reaction> {
        let mine = self.dispute.asks.iter().filter(|ask| ask.to == self.side);
        let unanswered = mine.filter(|ask| matches!(ask.state, AskState::Open | AskState::Lapsed));
        let (ask, since, n) =
            unanswered.filter_map(|ask| self.unanswered_since(ask)).min_by_key(|(_, since, _)| *since)?;
        let statement = self.script.choose_statement(self.party(), Trigger::Ask, &self.written, index(n))?;
        let answer = self.message_event(&statement.body, statement.attachments.clone(), Some(ask));
        Some(self.reaction(since + self.delay(n), ask.0, "ask", [answer]))
    }

    /// An ask that they have heard, or were reminded of since: since when, and a number to choose words by.
    fn unanswered_since(&self, ask: &Ask) -> Option<(AskId, Time, i64)> {
        if ask.at >= self.earliest {
            return Some((ask.id, ask.at, ask.id.0));
        }
        self.unanswered_message().map(|(message, at)| (ask.id, at, message.0))
    }

    fn plan_proposal_answer(&self) -> Option<Reaction> {
        let open = |p: &&Proposal| p.state == ProposalState::Open && p.answer(self.side).is_none();
        let proposal = self.dispute.proposals.last().filter(open)?;
        let since = match proposal.at >= self.earliest {
            true => proposal.at,
            false => self.unanswered_message()?.1,
        };
        let n = proposal.id.0;
        let words = |on| {
            self.script
                .choose_statement(self.party(), on, &self.written, index(n))
                .map(|statement| statement.body.clone())
        };
        let accept = match proposal.refund {
            Some(refund) => self.script.accepts_refund(self.party(), refund),
            None => self.script.accepts_relaunch(self.party()),
        };
        let once = self.dispute.proposals.iter().all(|p| p.by != Speaker::from(self.side));
        let counter =
            proposal.refund.filter(|_| !accept && once).and_then(|r| self.script.counter_offer(self.party(), r));
        let kinds = match counter {
            Some(refund) => {
                let terms = words(Trigger::Countered).unwrap_or_default();
                vec![EventKind::ProposalMade { by: self.side, terms: Terms::PartialRefund { refund, terms } }]
            }
            None => {
                let words = words(if accept { Trigger::Accepted } else { Trigger::Declined });
                let statement = words.map(|body| self.message_event(&body, Vec::new(), None));
                let word = EventKind::ProposalAnswered { by: self.side, proposal: proposal.id, accept };
                statement.into_iter().chain([word]).collect()
            }
        };
        Some(self.reaction(since + self.delay(n), n, "proposal", kinds))
    }

    /// A word back to a mediator who wrote: of both when they have something of their own to say, else of one.
    fn plan_message_answer(&self) -> Option<Reaction> {
        let (message, at) = self.unanswered_message()?;
        let my_turn = (message.0 % 2 == 0) == (self.side == Side::Client);
        if !(my_turn || self.script.has_own_statement(self.party(), Trigger::Message, &self.written)) {
            return None;
        }
        let statement =
            self.script.choose_statement(self.party(), Trigger::Message, &self.written, index(message.0))?;
        let reply = self.message_event(&statement.body, statement.attachments.clone(), None);
        Some(self.reaction(at + self.delay(message.0), message.0, "message", [reply]))
    }

    /// The last message of a mediator, if it is more than a question, and they have heard it and not written since.
    fn unanswered_message(&self) -> Option<(MessageId, Time)> {
        let last = self.case.thread.iter().rfind(|row| row.message.from == Speaker::Mediator)?;
        let since =
            |from| self.case.thread.iter().any(|row| row.message.from == from && row.message.id > last.message.id);
        let question = self.dispute.asks.iter().any(|ask| ask.message == last.message.id);
        let new = last.message.at >= self.earliest && !question && !since(Speaker::from(self.side));
        new.then_some((last.message.id, last.message.at))
    }

    fn message_event(
        &self,
        body: &str,
        attachments: Vec<crate::domain::marketplace::event::NewAttachment>,
        answers: Option<AskId>,
    ) -> EventKind {
        EventKind::DisputeMessage { by: self.side, body: body.to_owned(), attachments, answers }
    }

    /// Four to twelve seconds, the client most often first.
    fn delay(&self, n: i64) -> TimeDelta {
        let later = if self.side == Side::Client { 0 } else { 3 };
        TimeDelta::seconds(4 + later + n.rem_euclid(6))
    }

    fn reaction(&self, due: Time, n: i64, why: &str, kinds: impl IntoIterator<Item = EventKind>) -> Reaction {
        let (dispute, side) = (self.dispute.id, self.side);
        let order: &OrderId = &self.order.id;
        let event = |(i, kind): (usize, EventKind)| {
            let id = EventId(format!("parties/{dispute}:{why}:{n}:{side}:{i}"));
            Event { id, at: due, order: order.clone(), kind }
        };
        Reaction { due, events: kinds.into_iter().enumerate().map(event).collect() }
    }
}

fn index(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}
