//! What the marketplace is told (docs/contract.md, "Outbox"): each line has what it needs to act and to show. What a party
//! wrote or answered came from there and is not told back; what litige made of it (a dispute, a proposal with its number, an
//! agreement) is.

use serde_json::{Value, json};

use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Ask, Decision, Dispute, Fact, Message, Order, OutboxType, Outgoing, Proposal};
use crate::domain::discussion::system_messages;
use crate::domain::escrow::settlement;
use crate::domain::ids::{AttachmentId, DisputeId, EventId, Handle};
use crate::domain::time::Time;

fn write_line(kind: OutboxType, at: Time, order: &Order, dispute: DisputeId, body: Value, ctx: &mut RuleContext<'_>) {
    let body = match body {
        Value::Object(body) => body,
        _ => serde_json::Map::new(),
    };
    // A line is not older than what happened, nor from the future, whatever the marketplace's clock says.
    let at = ctx.not_after_now(at);
    ctx.write(Fact::Outbox(Outgoing { at, kind, order: order.id.clone(), dispute, body }));
}

/// Tells that a dispute opened, either way.
pub(in crate::domain) fn dispute_opened(order: &Order, dispute: &Dispute, ctx: &mut RuleContext<'_>) {
    let body = json!({
        "ground": dispute.ground,
        "opened_by": dispute.opened_by,
        "justification": dispute.justification,
        "policy": dispute.policy,
    });
    write_line(OutboxType::DisputeOpened, dispute.opened_at, order, dispute.id, body, ctx);
}

/// Tells what a mediator wrote to both parties.
pub(in crate::domain) fn message_posted(
    order: &Order,
    dispute: &Dispute,
    message: &Message,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"message": message.id, "from": message.from, "author": message.author, "body": message.body});
    write_line(OutboxType::MessagePosted, message.at, order, dispute.id, body, ctx);
}

/// Tells that a party is asked for details or evidence, or for the justification. The question is a message too; it has no
/// `message.posted` of its own.
pub(in crate::domain) fn ask_opened(order: &Order, dispute: &Dispute, ask: &Ask, ctx: &mut RuleContext<'_>) {
    let body = json!({
        "ask": ask.id, "to": ask.to, "body": ask.body, "due_at": ask.due_at, "message": ask.message, "by": ask.by,
    });
    write_line(OutboxType::AskOpened, ask.at, order, dispute.id, body, ctx);
}

/// Tells that an ask is taken back: by a mediator, or (`by` is `None`) because the dispute is decided.
pub(in crate::domain) fn ask_withdrawn(
    order: &Order,
    dispute: DisputeId,
    ask: &Ask,
    by: Option<&Handle>,
    at: Time,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"ask": ask.id, "to": ask.to, "by": by});
    write_line(OutboxType::AskWithdrawn, at, order, dispute, body, ctx);
}

/// Tells that an ask was not answered in time; `note` is what litige wrote of it in the discussion.
pub(in crate::domain) fn ask_lapsed(
    order: &Order,
    dispute: DisputeId,
    ask: &Ask,
    note: &Message,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"ask": ask.id, "to": ask.to, "due_at": ask.due_at, "message": note.id, "body": note.body});
    write_line(OutboxType::AskLapsed, ask.due_at, order, dispute, body, ctx);
}

/// Tells that a settlement was put to both parties, or to the other one: by a mediator, or by a party with this event. That one
/// too: the number under which it is answered is litige's.
pub(in crate::domain) fn proposal_made(
    order: &Order,
    dispute: &Dispute,
    proposal: &Proposal,
    event: Option<&EventId>,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({
        "proposal": proposal.id, "kind": proposal.kind, "refund": proposal.refund, "terms": proposal.terms,
        "from": proposal.by, "by": proposal.mediator, "event": event, "due_at": proposal.due_at,
    });
    write_line(OutboxType::ProposalMade, proposal.at, order, dispute.id, body, ctx);
}

/// Tells that a proposal no longer stands, because a newer one took its place.
pub(in crate::domain) fn proposal_superseded(
    order: &Order,
    dispute: DisputeId,
    proposal: &Proposal,
    newer: &Proposal,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"proposal": proposal.id, "superseded_by": newer.id});
    write_line(OutboxType::ProposalSuperseded, newer.at, order, dispute, body, ctx);
}

/// Tells that a proposal is taken back: by a mediator, or (`by` is `None`) because the dispute is decided.
pub(in crate::domain) fn proposal_withdrawn(
    order: &Order,
    dispute: DisputeId,
    proposal: &Proposal,
    by: Option<&Handle>,
    at: Time,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"proposal": proposal.id, "by": by});
    write_line(OutboxType::ProposalWithdrawn, at, order, dispute, body, ctx);
}

/// Tells that both parties accepted the same terms.
pub(in crate::domain) fn proposal_agreed(
    order: &Order,
    dispute: DisputeId,
    proposal: &Proposal,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"proposal": proposal.id, "kind": proposal.kind, "refund": proposal.refund});
    write_line(OutboxType::ProposalAgreed, ctx.now, order, dispute, body, ctx);
}

/// Tells that a proposal was not settled in time; it may still be answered.
pub(in crate::domain) fn proposal_lapsed(
    order: &Order,
    dispute: DisputeId,
    proposal: &Proposal,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"proposal": proposal.id, "due_at": proposal.due_at});
    write_line(OutboxType::ProposalLapsed, proposal.due_at, order, dispute, body, ctx);
}

/// Tells that a mediator struck a piece of evidence ([`OutboxType::EvidenceStruck`]), or took a strike back
/// ([`OutboxType::EvidenceAdmitted`]), and why.
pub(in crate::domain) fn evidence(
    kind: OutboxType,
    order: &Order,
    dispute: DisputeId,
    (attachment, reason): (AttachmentId, &str),
    by: &Handle,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"attachment": attachment, "reason": reason, "by": by});
    write_line(kind, ctx.now, order, dispute, body, ctx);
}

/// Tells a decision whose hold is over: who gets how much, what becomes of the order, who answers for it, on what it rests, and
/// the closing message, which is the discussion's last.
pub(in crate::domain) fn decision_effective(
    order: &Order,
    dispute: &Dispute,
    decision: &Decision,
    at: Time,
    ctx: &mut RuleContext<'_>,
) {
    let approved_by = decision.second.as_ref().filter(|second| second.reason.is_none()).map(|second| &second.by);
    let body = json!({
        "outcome": decision.outcome,
        "basis": decision.basis,
        "proposal": decision.proposal,
        "refund": decision.refund,
        "seller_gets": decision.seller_gets,
        "order_state": settlement::order_state(decision.outcome),
        "reasons": decision.reasons,
        "cites": decision.cites,
        "by": decision.by,
        "approved_by": approved_by,
        "decided_at": decision.at,
        "round": decision.round,
        "message": dispute.last_message,
        "body": system_messages::closing(decision, order.lang),
    });
    write_line(OutboxType::DecisionEffective, at, order, dispute.id, body, ctx);
}
