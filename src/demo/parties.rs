//! The simulated parties of the demo: client and seller read, answer asks, accept, decline or counter proposals, and
//! sometimes write by themselves, some seconds after the cause.
//!
//! Reactions are a pure function of the case ([`plan_reactions`]): an event's id, time and text follow from what it
//! answers. So a second desk on the same demo, or one that was restarted, generates the same events, which are ingested
//! only once.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::data_lines::DataError;
use super::party_script::{DemoScript, PartyContext, ScheduledEvent, Trigger};
use crate::domain::case::records::{Ask, Dispute, Order, Proposal};
use crate::domain::ids::{AskId, DisputeId, EventId, MessageId, OrderId};
use crate::domain::marketplace::event::{Event, EventKind, Terms};
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::RefusalKind;
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, DisputeState, Reader, Side, Speaker, View};
use crate::store::{CaseFile, ChangeCursor, PageFrom, QueueQuery, QueueRow, Store, StoreError};

/// How long before the start an ask, a proposal or a message may be to get an answer: long enough for a desk that was
/// restarted, short enough to leave the initial demo unchanged.
const LOOK_BACK: TimeDelta = TimeDelta::minutes(10);
/// A demo has some tens of cases; more are ignored.
const MAX_CASES: usize = 500;

/// The simulated parties and their planned reactions.
pub struct Parties {
    script: DemoScript,
    /// Set by the first call.
    state: Option<WatchState>,
    /// The planned reactions, by dispute.
    plans: BTreeMap<DisputeId, Vec<Reaction>>,
    /// Scheduled events that have not happened yet.
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

/// A planned reaction of a party.
#[derive(Debug, Clone, PartialEq)]
pub struct Reaction {
    pub due: Time,
    pub events: Vec<Event>,
}

impl Reaction {
    fn is_receipt(&self) -> bool {
        self.events.iter().all(|event| matches!(event.kind, EventKind::DisputeRead { .. }))
    }
}

impl Parties {
    /// Creates the parties of `data/parties.jsonl`.
    ///
    /// # Errors
    /// Returns [`DataError`] if a line is invalid.
    pub fn new() -> Result<Self, DataError> {
        Self::from_script(include_str!("../../data/parties.jsonl"))
    }

    /// Creates the parties of another script, in the format that `data/README.md` describes.
    ///
    /// # Errors
    /// Returns [`DataError`] if a line is invalid.
    pub fn from_script(text: &str) -> Result<Self, DataError> {
        let script = DemoScript::parse("parties.jsonl", text)?;
        let scheduled = script.scheduled.iter().cloned().enumerate().collect();
        Ok(Self { script, state: None, plans: BTreeMap::new(), scheduled })
    }

    /// Returns the events that are due by `now`, in order, to be ingested. To be called about once a second, the first
    /// time at the start. An event that is refused (someone else was faster) can be ignored.
    ///
    /// # Errors
    /// Returns an error if the database could not be read; the call may be repeated later.
    pub fn due(&mut self, store: &dyn Store, now: Time) -> Result<Vec<Event>, StoreError> {
        let state = self.update_plans(store, now)?;
        let mut ready: Vec<Reaction> = Vec::new();
        for plan in self.plans.values_mut() {
            ready.extend(plan.extract_if(.., |reaction| reaction.due <= now && reaction.is_receipt()));
            // One reaction at a time: it may make the next one pointless, which is planned anew when the case has
            // changed.
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

    /// Returns [`Parties::due`] as a callback for the desk; read errors are retried by the next call.
    pub fn into_callback(mut self) -> impl FnMut(&dyn Store, Time) -> Vec<Event> + Send {
        move |store, now| self.due(store, now).unwrap_or_default()
    }

    /// Reads what changed and updates the plans of the changed cases.
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

/// Returns a scheduled event as a reaction, unless it has happened before (in an earlier desk) or is pointless now.
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

/// Plans both parties' reactions to what happened in a case since `earliest`.
pub(super) fn plan_reactions(script: &DemoScript, case: &CaseFile, earliest: Time) -> Vec<Reaction> {
    let Some(dispute) = &case.case.dispute else {
        return Vec::new();
    };
    let sides = Side::ALL.iter().map(|side| Party::new(script, case, dispute, *side, earliest));
    sides.flat_map(|party| [party.plan_read(), party.plan_answer()]).flatten().collect()
}

/// Returns the messages that a party has written.
fn written_by(case: &CaseFile, side: Side) -> Vec<&str> {
    let mine = case.thread.iter().filter(|row| row.message.from == Speaker::from(side));
    mine.map(|row| row.message.body.as_str()).collect()
}

/// One party of one case.
struct Party<'a> {
    script: &'a DemoScript,
    case: &'a CaseFile,
    order: &'a Order,
    dispute: &'a Dispute,
    side: Side,
    earliest: Time,
    /// The messages and terms that this party has written.
    written: Vec<&'a str>,
}

impl<'a> Party<'a> {
    fn new(script: &'a DemoScript, case: &'a CaseFile, dispute: &'a Dispute, side: Side, earliest: Time) -> Self {
        let mut written = written_by(case, side);
        written.extend(dispute.proposals.iter().filter(|p| p.by == Speaker::from(side)).map(|p| p.terms.as_str()));
        Self { script, case, order: &case.case.order, dispute, side, earliest, written }
    }

    fn party(&self) -> PartyContext<'a> {
        PartyContext { order: &self.order.id, price: self.order.price, lang: self.order.lang, side: self.side }
    }

    /// Plans a read receipt, a second or two after a new message.
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

    /// Plans the next answer: to an ask, else to a proposal, else to a message.
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

    /// Returns an ask that is to be answered, the time since when (its own or that of a reminder), and a number to
    /// choose a statement by.
    fn unanswered_since(&self, ask: &Ask) -> Option<(AskId, Time, i64)> {
        if ask.at >= self.earliest {
            return Some((ask.id, ask.at, ask.id.0));
        }
        self.unanswered_message().map(|(message, at)| (ask.id, at, message.0))
    }

    fn plan_proposal_answer(&self) -> Option<Reaction> {
        let open = |p: &&Proposal| p.state.is_answerable() && p.answer(self.side).is_none();
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

    /// Plans an answer to a mediator's message: by both parties if they have statements of their own, else by one.
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

    /// Returns the mediator's last message, if it is no ask, is recent, and this party has not written since.
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

    /// Returns a delay of four to twelve seconds; the client usually answers first.
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
