//! Deciding (docs/process.md, "The four outcomes"). A decision's row never changes: it is taken,
//! perhaps approved by a second mediator, held, then takes effect or is undone, and its events tell which.

use super::draft::DecisionInput;
use crate::domain::case::actor::Actor;
use crate::domain::case::context::RuleContext;
use crate::domain::case::long_parts::{Admissibility, LongParts};
use crate::domain::case::records::{
    Case, Decision, DecisionEvent, DecisionEventKind, DecisionState, Dispute, Fact, Mediator, NotificationKind, Order,
    Proposal, Reopening, SecondReview,
};
use crate::domain::discussion::proposals;
use crate::domain::discussion::system_messages;
use crate::domain::discussion::thread;
use crate::domain::escrow::ledger;
use crate::domain::escrow::settlement;
use crate::domain::ids::{AttachmentId, Cite, MessageId, ProposalId};
use crate::domain::limits;
use crate::domain::marketplace::outbox;
use crate::domain::money::amount::Money;
use crate::domain::queue::turn;
use crate::domain::refusal::{DecisionRefusal, Refusal, TextPart, Unknown};
use crate::domain::time::Time;
use crate::domain::vocabulary::{
    Answer, AskState, Basis, DisputeState, OrderState, Outcome, ProposalKind, ProposalState, Side, Speaker,
};

/// Takes a decision. The caller has checked that the dispute is undecided.
pub(in crate::domain) fn decide(
    order: &mut Order,
    dispute: &mut Dispute,
    draft: &DecisionInput,
    me: &Mediator,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    limits::required_text(TextPart::DecisionReasons, &draft.reasons)?;
    let shares = settlement::split_price(order.price, draft.outcome, draft.refund)?;
    let cites = check_cites(&draft.cites, dispute, parts)?;
    let agreement = agreement(dispute, draft.outcome, draft.refund)?;
    let basis = match draft.outcome {
        Outcome::SellerWins | Outcome::ClientRefunded => None,
        Outcome::PartialRefund | Outcome::Relaunch if agreement.is_some() => Some(Basis::Agreed),
        Outcome::PartialRefund | Outcome::Relaunch => Some(Basis::Imposed),
    };
    let needs_second = ctx.policy.needs_second_mediator(order.price);
    let decision = Decision {
        id: ctx.ids.decision(),
        dispute: dispute.id,
        round: dispute.round,
        outcome: draft.outcome,
        basis,
        refund: shares.map(|s| s.client),
        seller_gets: shares.map(|s| s.seller),
        proposal: agreement,
        reasons: draft.reasons.clone(),
        cites,
        by: me.handle.clone(),
        at: ctx.now,
        effective_at: (!needs_second).then(|| ctx.now + ctx.policy.hold_duration()),
        key: draft.key.clone(),
        second: None,
        state: if needs_second { DecisionState::Awaiting } else { DecisionState::OnHold },
    };
    ctx.write(Fact::Decided(decision.clone()));
    dispute.version += 1;
    dispute.snoozed_until = None;
    if needs_second {
        turn::mediators_turn(dispute, ctx.now, ctx.policy);
        dispute.decision = Some(decision);
        return Ok(());
    }
    carry_out(order, dispute, decision, ctx)
}

/// Approves a decision as the second mediator: it is carried out, and its hold begins. An agreement that it rests on must
/// still stand (docs/process.md, "Second mediator").
pub(in crate::domain) fn approve(
    order: &mut Order,
    dispute: &mut Dispute,
    me: &Mediator,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let mut decision = take_awaiting(dispute, me)?;
    if decision.basis == Some(Basis::Agreed) && decision.proposal != agreed(dispute).map(|p| p.id) {
        return Err(DecisionRefusal::AgreementGone.into());
    }
    let effective_at = ctx.now + ctx.policy.hold_duration();
    decision.state = DecisionState::OnHold;
    decision.effective_at = Some(effective_at);
    let mark = DecisionEvent {
        effective_at: Some(effective_at),
        ..decision_event(&decision, DecisionEventKind::Approved, ctx.now, Some(me))
    };
    decision.second = Some(SecondReview { by: me.handle.clone(), at: ctx.now, reason: None });
    ctx.write(Fact::DecisionEvent(mark));
    notify_author(&decision, NotificationKind::Approved, me, ctx);
    dispute.version += 1;
    carry_out(order, dispute, decision, ctx)
}

/// Refuses a decision as the second mediator: the dispute is reopened, in a new round.
pub(in crate::domain) fn refuse(
    dispute: &mut Dispute,
    reason: &str,
    me: &Mediator,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let decision = take_awaiting(dispute, me)?;
    let reason = limits::required_text(TextPart::RefusalReason, reason)?.to_owned();
    let refused = DecisionEvent {
        reason: Some(reason),
        ..decision_event(&decision, DecisionEventKind::Refused, ctx.now, Some(me))
    };
    reopen(dispute, refused, ctx);
    notify_author(&decision, NotificationKind::Refused, me, ctx);
    Ok(())
}

/// Notifies the author of a decision of what another mediator did to it.
fn notify_author(decision: &Decision, what: NotificationKind, me: &Mediator, ctx: &mut RuleContext<'_>) {
    ctx.write(Fact::Notify { to: decision.by.clone(), by: Actor::from(&me.handle), what, at: ctx.now });
}

/// Reverses a decision on hold, or withdraws one that still waits for a second mediator. Everything is as if it had not
/// been taken, except for the decision event, the reversing entries and the message that record it.
pub(in crate::domain) fn undo(
    order: &mut Order,
    dispute: &mut Dispute,
    me: &Mediator,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let Some(decision) = dispute.decision.take() else {
        return Err(DecisionRefusal::NotDecided { dispute: dispute.id }.into());
    };
    match (&decision.state, decision.effective_at) {
        (DecisionState::Awaiting, _) if decision.by != me.handle => {
            return Err(DecisionRefusal::NotOwn { decided_by: decision.by }.into());
        }
        (DecisionState::Awaiting, _) => {}
        (DecisionState::OnHold, Some(effective_at)) if ctx.now < effective_at => {
            ledger::reverse(order, &parts.entries, ctx)?;
            if order.balances.escrow != order.price.minor {
                return Err(ledger::unbalanced(order));
            }
            order.state = OrderState::InDispute;
            thread::post_message(
                dispute,
                Speaker::System,
                "",
                &system_messages::decision_undone(order.lang),
                ctx.now,
                ctx,
            );
        }
        (DecisionState::Effective, Some(effective_at))
            if decision.outcome == Outcome::Relaunch && ctx.now < effective_at =>
        {
            return Err(DecisionRefusal::MovedOn { order: order.id.clone() }.into());
        }
        _ => {
            let effective_at = decision.effective_at;
            return Err(DecisionRefusal::HoldOver { dispute: dispute.id, effective_at }.into());
        }
    }
    reopen(dispute, decision_event(&decision, DecisionEventKind::Reversed, ctx.now, Some(me)), ctx);
    if decision.by != me.handle {
        notify_author(&decision, NotificationKind::Undone, me, ctx);
    }
    Ok(())
}

/// Lets the decision on hold take effect: the marketplace is told, open asks and proposals are withdrawn since nobody can
/// answer them any more (which it is told now, so that nothing tells of the decision during its hold), and after a relaunch refusals count anew (not before: until then it may be undone). Returns whether there was one.
pub(in crate::domain) fn take_effect(case: &mut Case, at: Time, ctx: &mut RuleContext<'_>) -> bool {
    let Case { order, dispute: Some(dispute) } = case else {
        return false;
    };
    let Some(decision) = dispute.decision.as_mut().filter(|d| d.state == DecisionState::OnHold) else {
        return false;
    };
    decision.state = DecisionState::Effective;
    let decision = decision.clone();
    ctx.write(Fact::DecisionEvent(decision_event(&decision, DecisionEventKind::Effective, at, None)));
    let closing = system_messages::closing(&decision, order.lang);
    outbox::write_line(&outbox::decision_effective(dispute, &decision, closing), at, order, dispute.id, ctx);
    if decision.outcome == Outcome::Relaunch {
        order.refusals.clear();
    }
    for ask in dispute.asks.iter_mut().filter(|a| a.state == AskState::Open) {
        ask.state = AskState::Withdrawn;
        ctx.write(Fact::Ask(ask.clone()));
        outbox::write_line(&outbox::ask_withdrawn(ask, None), at, order, dispute.id, ctx);
    }
    for proposal in dispute.proposals.iter_mut().filter(|p| p.state == ProposalState::Open) {
        proposal.state = ProposalState::Withdrawn;
        ctx.write(Fact::Proposal(proposal.clone()));
        outbox::write_line(&outbox::proposal_withdrawn(proposal, None), at, order, dispute.id, ctx);
    }
    true
}

/// Ends the hold of a relaunch when the order moves on (a delivery, a cancellation request, a new dispute): what the parties
/// do next rests on the relaunch, so it can't be undone any more (docs/process.md, "A relaunched
/// order that moves on").
pub(in crate::domain) fn end_relaunch_hold(case: &mut Case, ctx: &mut RuleContext<'_>) {
    let held = case.dispute.as_ref().and_then(|d| d.decision.as_ref()).and_then(|d| d.effective_at);
    let at = held.map_or(ctx.now, |until| until.min(ctx.now));
    take_effect(case, at, ctx);
}

/// Returns the refusal of a second decision; it says who decided what.
pub(in crate::domain) fn already_decided(decision: &Decision) -> Refusal {
    let refusal = DecisionRefusal::AlreadyDecided {
        dispute: decision.dispute,
        by: decision.by.clone(),
        at: decision.at,
        outcome: decision.outcome,
        refund: decision.refund.filter(|_| decision.outcome == Outcome::PartialRefund),
        awaits_approval: decision.state == DecisionState::Awaiting,
    };
    refusal.into()
}

/// Carries a decision out: money, order, dispute and closing message.
fn carry_out(
    order: &mut Order,
    dispute: &mut Dispute,
    decision: Decision,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    if order.balances.escrow != order.price.minor {
        return Err(ledger::unbalanced(order));
    }
    if let (Some(client), Some(seller)) = (decision.refund, decision.seller_gets) {
        ledger::pay_out(order, settlement::Shares { client, seller }, decision.id, ctx)?;
    }
    order.state = settlement::order_state(decision.outcome);
    thread::forget_notifications(dispute, ctx);
    dispute.state = DisputeState::Decided;
    dispute.claim = None;
    turn::mediators_turn(dispute, ctx.now, ctx.policy);
    dispute.due_at = ctx.now;
    thread::post_message(dispute, Speaker::System, "", &system_messages::closing(&decision, order.lang), ctx.now, ctx);
    dispute.decision = Some(decision);
    Ok(())
}

/// Reopens a dispute whose decision was undone or refused, in a new round: a round has at most one effective decision.
fn reopen(dispute: &mut Dispute, why: DecisionEvent, ctx: &mut RuleContext<'_>) {
    dispute.reopened = Reopening::of(&why);
    ctx.write(Fact::DecisionEvent(why));
    dispute.state = DisputeState::Open;
    dispute.round += 1;
    dispute.version += 1;
    turn::mediators_turn(dispute, ctx.now, ctx.policy);
    turn::pass_turn(dispute, ctx.now, ctx.policy);
}

/// Takes the decision that waits for a second mediator out of the dispute; the second mediator must not be its author.
fn take_awaiting(dispute: &mut Dispute, me: &Mediator) -> Result<Decision, Refusal> {
    let Some(decision) = dispute.decision.take_if(|d| d.state == DecisionState::Awaiting) else {
        return Err(DecisionRefusal::NoneAwaitsApproval { dispute: dispute.id }.into());
    };
    if decision.by == me.handle {
        return Err(DecisionRefusal::OwnDecision { decided_by: decision.by }.into());
    }
    if me.same_account.contains(&decision.by) {
        return Err(DecisionRefusal::SameAccount { decided_by: decision.by }.into());
    }
    Ok(decision)
}

fn decision_event(decision: &Decision, kind: DecisionEventKind, at: Time, by: Option<&Mediator>) -> DecisionEvent {
    let by = by.map(|m| m.handle.clone());
    DecisionEvent { decision: decision.id, kind, at, by, reason: None, effective_at: None }
}

/// Returns the proposal that both parties accepted and that still stands.
fn agreed(dispute: &Dispute) -> Option<&Proposal> {
    proposals::current(dispute).filter(|p| p.state == ProposalState::Agreed)
}

/// Returns the agreement that an outcome carries out, if any. A relaunch needs one; a partial refund without one of
/// exactly that amount is imposed.
fn agreement(dispute: &Dispute, outcome: Outcome, refund: Option<Money>) -> Result<Option<ProposalId>, Refusal> {
    let agreed = agreed(dispute);
    match outcome {
        Outcome::SellerWins | Outcome::ClientRefunded => Ok(None),
        Outcome::PartialRefund => {
            let same = |p: &&Proposal| p.kind == ProposalKind::PartialRefund && p.refund == refund;
            Ok(agreed.filter(same).map(|p| p.id))
        }
        Outcome::Relaunch => match agreed.filter(|p| p.kind == ProposalKind::Relaunch) {
            Some(p) => Ok(Some(p.id)),
            None => Err(no_agreement(dispute)),
        },
    }
}

/// Returns the refusal of a relaunch without an agreement: whose word is missing, on which proposal.
fn no_agreement(dispute: &Dispute) -> Refusal {
    let standing = proposals::current(dispute).filter(|p| p.kind == ProposalKind::Relaunch);
    let accepted = |side: Side| standing.and_then(|p| p.answer(side)) == Some(Answer::Accepted);
    let missing = Side::ALL.iter().copied().filter(|side| !accepted(*side)).collect();
    DecisionRefusal::NoAgreement { missing, proposal: standing.map(|p| p.id) }.into()
}

/// Returns the cited messages and evidence, each once. Inadmissible evidence can't be cited.
fn check_cites(cites: &[Cite], dispute: &Dispute, parts: &LongParts) -> Result<Vec<Cite>, Refusal> {
    let mut taken = Vec::new();
    for cite in cites {
        match cite {
            Cite::Message(id) if !parts.has_message(*id) => return Err(unknown_message(*id, dispute)),
            Cite::Message(_) => {}
            Cite::Attachment(id) => match parts.attachment(*id) {
                Some(Admissibility::Admissible) => {}
                Some(Admissibility::Inadmissible(reason) | Admissibility::External(reason)) => {
                    return Err(DecisionRefusal::InadmissibleCited { attachment: *id, reason: reason.clone() }.into());
                }
                None => return Err(unknown_attachment(*id, dispute)),
            },
        }
        if !taken.contains(cite) {
            taken.push(*cite);
        }
    }
    Ok(taken)
}

/// Returns the refusal of a message that is not of this discussion.
pub(in crate::domain) fn unknown_message(id: MessageId, dispute: &Dispute) -> Refusal {
    Unknown::Message { message: id, dispute: dispute.id }.into()
}

/// Returns the refusal of an attachment that is not of this case.
pub(in crate::domain) fn unknown_attachment(id: AttachmentId, dispute: &Dispute) -> Refusal {
    Unknown::Attachment { attachment: id, dispute: dispute.id }.into()
}
