//! The three entry points of the rules: an event of the marketplace ([`apply`]), an action of a mediator ([`act`]), the
//! passing of time ([`settle`]). Each either changes the case and lists the records to write, or refuses and changes
//! nothing.

use super::case::context::RuleContext;
use super::case::long_parts::{LongParts, NeededParts};
use super::case::records::{Case, Mediator};
use super::discussion::proposals;
use super::discussion::thread;
use super::dispute::action::{Action, Request};
use super::dispute::deadlines;
use super::dispute::opening;
use super::ids::{Cite, CreatedId};
use super::marketplace::event::{Event, EventKind};
use super::order;
use super::refusal::{OrderRefusal, Refusal, Unknown};
use super::vocabulary::RequestKind::{Cancellation, Revision};

/// Applies an event of the marketplace. `case` is `None` for an order that is not known. What had lapsed before the event
/// lapses first, so that a backlog has the same effect as events that came in time.
///
/// # Errors
/// A [`Refusal`]; the facts in `ctx` are then to be thrown away.
pub fn apply(case: Option<Case>, event: &Event, ctx: &mut RuleContext<'_>) -> Result<Case, Refusal> {
    let Some(mut case) = case else {
        return match &event.kind {
            EventKind::OrderPlaced(placed) => order::place(placed, event, ctx),
            _ => Err(Unknown::Order { order: event.order.clone() }.into()),
        };
    };
    let moment = ctx.not_after_now(event.at);
    deadlines::lapse(&mut case, moment, ctx);
    let c = &mut case;
    match &event.kind {
        EventKind::OrderPlaced(_) => Err(OrderRefusal::AlreadyPlaced { order: event.order.clone() }.into()),
        EventKind::OrderMessage { attachments, .. } => order::record_message(c, attachments, ctx),
        EventKind::OrderDelivered { attachments, .. } => order::deliver(c, attachments, ctx),
        EventKind::RevisionRequested { .. } => order::open_request(c, Revision, ctx),
        EventKind::CancellationRequested { .. } => order::open_request(c, Cancellation, ctx),
        EventKind::RevisionAccepted { .. } => order::accept_request(c, Revision, event, ctx),
        EventKind::CancellationAccepted { .. } => order::accept_request(c, Cancellation, event, ctx),
        EventKind::RevisionRefused { .. } => order::refuse_request(c, Revision, event, ctx),
        EventKind::CancellationRefused { .. } => order::refuse_request(c, Cancellation, event, ctx),
        EventKind::OrderCompleted { rating, .. } => order::complete(c, *rating, event, ctx),
        EventKind::DisputeOpened { by, justification } => opening::open_by_client(c, *by, justification, event, ctx),
        EventKind::DisputeMessage { by, body, attachments, answers } => thread::post_by_party(
            c,
            &thread::PartyMessage { by: *by, body, attachments, answers: *answers },
            event,
            ctx,
        ),
        EventKind::DisputeRead { by } => thread::mark_read_by_party(c, *by, ctx),
        EventKind::ProposalMade { by, terms } => proposals::propose_by_party(c, *by, terms, event, ctx),
        EventKind::ProposalAnswered { by, proposal, accept } => {
            proposals::answer_by_party(c, *by, *proposal, *accept, event, ctx)
        }
    }?;
    Ok(case)
}

/// Performs a mediator's action. Returns the id of what it created, if anything.
///
/// # Errors
/// A [`Refusal`]; the case and the facts in `ctx` are then to be thrown away.
pub fn act(
    case: &mut Case,
    request: &Request,
    me: &Mediator,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<Option<CreatedId>, Refusal> {
    super::dispute::action_rules::act(case, request, me, parts, ctx)
}

/// Returns the long parts of a case that the rules need to perform this request.
pub fn needed_parts(action: &Action) -> NeededParts {
    let mut needed = NeededParts::default();
    match action {
        Action::Strike { attachment, .. } | Action::Admit { attachment, .. } => needed.attachments.push(*attachment),
        Action::Decide(draft) => {
            for cite in &draft.cites {
                match cite {
                    Cite::Message(id) => needed.messages.push(*id),
                    Cite::Attachment(id) => needed.attachments.push(*id),
                }
            }
        }
        Action::Undo => needed.entries = true,
        Action::Assign { to, .. } => needed.receiver = Some(to.clone()),
        Action::MarkRead { up_to } => {
            needed.messages.push(*up_to);
            needed.read_up_to = Some(*up_to);
        }
        Action::Claim
        | Action::TakeOver { .. }
        | Action::Release
        | Action::Say { .. }
        | Action::Remind { .. }
        | Action::Note { .. }
        | Action::Ask { .. }
        | Action::WithdrawAsk { .. }
        | Action::Propose { .. }
        | Action::WithdrawProposal { .. }
        | Action::Approve
        | Action::Refuse { .. }
        | Action::Snooze { .. }
        | Action::Wake => {}
    }
    needed
}

/// Applies the passing of time to a case up to `ctx.now`: asks lapse, turns pass back to the mediator, snoozed
/// cases wake, decisions whose hold is over take effect. Returns whether anything changed, in the dispute or in the order.
/// [`deadlines::next_due`] says when there will be something to do.
pub fn settle(case: &mut Case, ctx: &mut RuleContext<'_>) -> bool {
    deadlines::settle(case, ctx)
}
