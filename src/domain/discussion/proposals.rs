//! Proposals: settlements put to both parties. Consent binds to the exact terms: a new proposal supersedes the current one,
//! agreed or not, and voids its acceptances.

use super::thread;
use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Case, Dispute, Fact, NotificationKind, Order, Proposal};
use crate::domain::escrow::settlement;
use crate::domain::ids::{EventId, Handle, ProposalId};
use crate::domain::limits;
use crate::domain::marketplace::event::{Event, Terms};
use crate::domain::marketplace::outbox::{self, OutboxBody};
use crate::domain::refusal::{DiscussionRefusal, Refusal, TextPart, Unknown};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Answer, ProposalKind, ProposalState, Side, Speaker};

/// Opens a proposal of a party; making it counts as their acceptance.
pub(in crate::domain) fn propose_by_party(
    case: &mut Case,
    by: Side,
    terms: &Terms,
    event: &Event,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let moment = ctx.not_after_now(event.at);
    let (order, dispute) = thread::open_discussion(case)?;
    open_proposal(order, dispute, &Proposer::Party(by, &event.id), terms, moment, ctx)?;
    thread::notify_holder(dispute, NotificationKind::ProposalMade, by, ctx);
    thread::record_party_activity(dispute, by, moment, ctx);
    Ok(())
}

/// Records that a party accepts or declines a proposal, which they may do once, also past its deadline (docs/process.md,
/// "Proposals past their deadline").
pub(in crate::domain) fn answer_by_party(
    case: &mut Case,
    by: Side,
    id: ProposalId,
    accept: bool,
    event: &Event,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let moment = ctx.not_after_now(event.at);
    let (order, dispute) = thread::open_discussion(case)?;
    let Some(proposal) = dispute.proposals.iter_mut().find(|p| p.id == id) else {
        return Err(Unknown::Proposal { proposal: id, dispute: dispute.id }.into());
    };
    if !proposal.state.is_answerable() {
        return Err(DiscussionRefusal::ProposalNotOpen { proposal: id, state: proposal.state }.into());
    }
    if let Some(answer) = proposal.answer(by) {
        return Err(DiscussionRefusal::ProposalAnswered { proposal: id, by, answer }.into());
    }
    let word = if accept { Answer::Accepted } else { Answer::Declined };
    match by {
        Side::Client => proposal.client = Some(word),
        Side::Seller => proposal.seller = Some(word),
    }
    // By our clock, as a decision is: an event's own time may be any.
    proposal.answered_at = Some(ctx.now);
    proposal.state = state_of(proposal);
    ctx.write(Fact::Proposal(proposal.clone()));
    if proposal.state == ProposalState::Agreed {
        let (id, kind, refund) = (proposal.id, proposal.kind, proposal.refund);
        let agreed = OutboxBody::ProposalAgreed { proposal: id, kind, refund };
        outbox::write_line(&agreed, ctx.now, order, dispute.id, ctx);
    }
    thread::notify_holder(dispute, NotificationKind::ProposalAnswered, by, ctx);
    thread::record_party_activity(dispute, by, moment, ctx);
    Ok(())
}

/// Returns what the answers make of a proposal that still waits for them.
fn state_of(proposal: &Proposal) -> ProposalState {
    match (proposal.client, proposal.seller) {
        (Some(Answer::Declined), _) | (_, Some(Answer::Declined)) => ProposalState::Declined,
        (Some(Answer::Accepted), Some(Answer::Accepted)) => ProposalState::Agreed,
        _ => proposal.state,
    }
}

/// Returns the current proposal, which waits for a word or is agreed; there is at most one.
pub fn current(dispute: &Dispute) -> Option<&Proposal> {
    dispute.proposals.last().filter(|p| stands(p))
}

fn stands(proposal: &Proposal) -> bool {
    proposal.state.is_answerable() || proposal.state == ProposalState::Agreed
}

/// Who makes a proposal.
pub(in crate::domain) enum Proposer<'a> {
    /// A party, with this event.
    Party(Side, &'a EventId),
    Mediator(&'a Handle),
}

/// Puts a settlement to both parties; it supersedes the current proposal.
pub(in crate::domain) fn open_proposal(
    order: &Order,
    dispute: &mut Dispute,
    maker: &Proposer<'_>,
    terms: &Terms,
    at: Time,
    ctx: &mut RuleContext<'_>,
) -> Result<Proposal, Refusal> {
    let (kind, refund, words) = match terms {
        Terms::PartialRefund { refund, terms } => {
            settlement::split_partial_refund(order.price, *refund)?;
            (ProposalKind::PartialRefund, Some(*refund), terms)
        }
        Terms::Relaunch { terms } => (ProposalKind::Relaunch, None, terms),
    };
    let words = limits::bounded_text(TextPart::ProposalTerms, words, limits::TEXT)?;
    let accepted = |side| matches!(maker, Proposer::Party(by, _) if *by == side).then_some(Answer::Accepted);
    let (by, mediator, event) = match maker {
        Proposer::Party(side, event) => ((*side).into(), None, Some(*event)),
        Proposer::Mediator(handle) => (Speaker::Mediator, Some((*handle).clone()), None),
    };
    let proposal = Proposal {
        id: ctx.ids.proposal(),
        kind,
        refund,
        terms: words.to_owned(),
        by,
        mediator,
        at,
        due_at: ctx.policy.proposal_due(at),
        client: accepted(Side::Client),
        seller: accepted(Side::Seller),
        answered_at: None,
        state: ProposalState::Open,
    };
    for old in dispute.proposals.iter_mut().filter(|old| stands(old)) {
        old.state = ProposalState::Superseded;
        ctx.write(Fact::Proposal(old.clone()));
        let superseded = OutboxBody::ProposalSuperseded { proposal: old.id, superseded_by: proposal.id };
        outbox::write_line(&superseded, at, order, dispute.id, ctx);
    }
    ctx.write(Fact::Proposal(proposal.clone()));
    outbox::write_line(&outbox::proposal_made(&proposal, event), at, order, dispute.id, ctx);
    dispute.proposals.push(proposal.clone());
    Ok(proposal)
}
