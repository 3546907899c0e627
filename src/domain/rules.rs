//! The three doors into the rules: what the marketplace tells ([`apply`]), what a mediator asks ([`act`]), what time alone
//! does ([`settle`]). Each either changes the case and lists the facts to write, or refuses and changes nothing.

use super::case::records::{Case, Entry, Fact, Mediator};
use super::discussion::proposals;
use super::discussion::thread;
use super::dispute::action::Request;
use super::dispute::deadlines;
use super::dispute::opening;
use super::ids::{AttachmentId, DecisionId, Ids, MessageId};
use super::marketplace::event::{Event, EventKind, Time};
use super::order;
use super::policy::Policy;
use super::refusal::{Code, Refusal};
use super::vocabulary::RequestKind::{Cancellation, Revision};

/// What the rules need from outside.
#[derive(Debug)]
pub struct Ctx<'a> {
    /// The policy that the dispute was opened under, for all that concerns it; the one in force for an order without an open
    /// dispute.
    pub policy: &'a Policy,
    /// Now, by our clock.
    pub now: Time,
    /// The next free numbers.
    pub ids: &'a mut Ids,
    /// What is to be written.
    pub facts: &'a mut Vec<Fact>,
}

impl Ctx<'_> {
    /// The moment from which the deadlines of an event count: its own, but never the future, so that a marketplace whose
    /// clock is fast can't push a deadline away (docs/process.md, "Clocks of the marketplace").
    pub fn moment(&self, event: &Event) -> Time {
        event.at.min(self.now)
    }

    pub(super) fn write(&mut self, fact: Fact) {
        self.facts.push(fact);
    }
}

/// What the rules ask about the long parts of a case, which they don't hold.
pub trait Evidence {
    /// Whether this message is of the case's discussion.
    fn has_message(&self, id: MessageId) -> bool;
    /// Whether this attachment is of the case (its discussion or its order), and if so, why it doesn't count.
    fn attachment(&self, id: AttachmentId) -> Option<Admissibility>;
    /// How many messages of the parties came after this one in the case's discussion.
    fn unread_after(&self, id: MessageId) -> u32;
    /// The ledger entries that this decision made, in order, without those that reverse one.
    fn entries_of(&self, decision: DecisionId) -> Vec<Entry>;
}

/// Whether a piece of evidence counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admissibility {
    /// It counts.
    Admissible,
    /// It doesn't, for this reason.
    Inadmissible(String),
}

/// Applies an event of the marketplace. `case` is `None` for an order that is not known. What had lapsed before the event
/// lapses first, so that a backlog tells the same story as events that came in time.
///
/// # Errors
/// A [`Refusal`]; the facts in `ctx` are then to be thrown away.
pub fn apply(case: Option<Case>, event: &Event, ctx: &mut Ctx<'_>) -> Result<Case, Refusal> {
    let Some(mut case) = case else {
        return match &event.kind {
            EventKind::OrderPlaced(placed) => order::place(placed, event, ctx),
            _ => Err(Refusal::new(
                Code::UnknownOrder,
                format!("order {} is not known; its order.placed must come first", event.order),
            )),
        };
    };
    let moment = ctx.moment(event);
    deadlines::lapse(&mut case, moment, ctx);
    let c = &mut case;
    match &event.kind {
        EventKind::OrderPlaced(_) => {
            Err(Refusal::new(Code::BadState, format!("order {} was placed already; its id is taken", event.order)))
        }
        EventKind::OrderMessage { attachments, .. } => order::message(c, attachments, ctx),
        EventKind::OrderDelivered { attachments, .. } => order::delivered(c, attachments, ctx),
        EventKind::RevisionRequested { .. } => order::requested(c, Revision, ctx),
        EventKind::CancellationRequested { .. } => order::requested(c, Cancellation, ctx),
        EventKind::RevisionAccepted { .. } => order::accepted(c, Revision, event, ctx),
        EventKind::CancellationAccepted { .. } => order::accepted(c, Cancellation, event, ctx),
        EventKind::RevisionRefused { .. } => order::refused(c, Revision, event, ctx),
        EventKind::CancellationRefused { .. } => order::refused(c, Cancellation, event, ctx),
        EventKind::OrderCompleted { rating, .. } => order::completed(c, *rating, event, ctx),
        EventKind::DisputeOpened { by, justification } => opening::opened(c, *by, justification, event, ctx),
        EventKind::DisputeMessage { by, body, attachments, answers } => {
            thread::written(c, &thread::Written { by: *by, body, attachments, answers: *answers }, event, ctx)
        }
        EventKind::DisputeRead { by } => thread::read(c, *by, ctx),
        EventKind::ProposalMade { by, terms } => proposals::made(c, *by, terms, event, ctx),
        EventKind::ProposalAnswered { by, proposal, accept } => {
            proposals::answered(c, *by, *proposal, *accept, event, ctx)
        }
    }?;
    Ok(case)
}

/// Does what a mediator asks. Returns the id of what it made, if anything.
///
/// # Errors
/// A [`Refusal`]; the case and the facts in `ctx` are then to be thrown away.
pub fn act(
    case: &mut Case,
    request: &Request,
    me: &Mediator,
    evidence: &dyn Evidence,
    ctx: &mut Ctx<'_>,
) -> Result<Option<String>, Refusal> {
    super::dispute::action_rules::act(case, request, me, evidence, ctx)
}

/// Does what time alone does to a case at `ctx.now`: asks lapse, turns pass back to the mediator, claims lapse, snoozed
/// cases wake, decisions whose hold is over take effect. Returns whether anything changed, in the dispute or in the order.
/// [`deadlines::next_due`] says when there will be something to do.
pub fn settle(case: &mut Case, ctx: &mut Ctx<'_>) -> bool {
    deadlines::settle(case, ctx)
}
