//! What the marketplace is told (docs/contract.md, "Outbox"): each line has what it needs to act. What it told us itself (a
//! party's message, a party's proposal) is not told back.

use serde_json::{Map, Value, json};

use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Ask, Decision, Dispute, Fact, Message, Order, OutboxType, Outgoing, Proposal};
use crate::domain::escrow::settlement;
use crate::domain::ids::{AttachmentId, DisputeId, Handle};
use crate::domain::time::Time;

fn write_line(kind: OutboxType, at: Time, order: &Order, dispute: DisputeId, body: Value, ctx: &mut RuleContext<'_>) {
    let body = match body {
        Value::Object(body) => body,
        _ => Map::new(),
    };
    ctx.write(Fact::Outbox(Outgoing { at, kind, order: order.id.clone(), dispute, body }));
}

/// A dispute opened, either way.
pub(in crate::domain) fn dispute_opened(order: &Order, dispute: &Dispute, ctx: &mut RuleContext<'_>) {
    let body = json!({
        "ground": dispute.ground,
        "opened_by": dispute.opened_by,
        "justification": dispute.justification,
        "policy": dispute.policy,
    });
    write_line(OutboxType::DisputeOpened, dispute.opened_at, order, dispute.id, body, ctx);
}

/// A mediator wrote to both parties.
pub(in crate::domain) fn message_posted(
    order: &Order,
    dispute: &Dispute,
    message: &Message,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"message": message.id, "from": message.from, "author": message.author, "body": message.body});
    write_line(OutboxType::MessagePosted, message.at, order, dispute.id, body, ctx);
}

/// A party is asked for details or evidence, or for the justification. The question is a message too; it has no
/// `message.posted` of its own.
pub(in crate::domain) fn ask_opened(order: &Order, dispute: &Dispute, ask: &Ask, ctx: &mut RuleContext<'_>) {
    let body = json!({
        "ask": ask.id, "to": ask.to, "body": ask.body, "due_at": ask.due_at, "message": ask.message, "by": ask.by,
    });
    write_line(OutboxType::AskOpened, ask.at, order, dispute.id, body, ctx);
}

/// A party is reminded of a question, by a message that has no `message.posted` of its own.
pub(in crate::domain) fn ask_reminded(
    order: &Order,
    dispute: DisputeId,
    ask: &Ask,
    message: &Message,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({
        "ask": ask.id, "to": ask.to, "body": message.body, "message": message.id, "by": message.author,
    });
    write_line(OutboxType::AskReminded, message.at, order, dispute, body, ctx);
}

/// A mediator put a settlement to both parties.
pub(in crate::domain) fn proposal_made(
    order: &Order,
    dispute: &Dispute,
    proposal: &Proposal,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({
        "proposal": proposal.id, "kind": proposal.kind, "refund": proposal.refund, "terms": proposal.terms,
        "by": proposal.mediator, "due_at": proposal.due_at,
    });
    write_line(OutboxType::ProposalMade, proposal.at, order, dispute.id, body, ctx);
}

/// A decision whose hold is over: who gets how much, and what becomes of the order.
pub(in crate::domain) fn decision_effective(
    order: &Order,
    dispute: &Dispute,
    decision: &Decision,
    at: Time,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({
        "outcome": decision.outcome,
        "basis": decision.basis,
        "refund": decision.refund,
        "seller_gets": decision.seller_gets,
        "order_state": settlement::order_state(decision.outcome),
        "reasons": decision.reasons,
        "by": decision.by,
        "decided_at": decision.at,
        "round": decision.round,
    });
    write_line(OutboxType::DecisionEffective, at, order, dispute.id, body, ctx);
}

/// An ask is taken back: by a mediator, or (`by` is `None`) because the dispute is decided.
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

/// A proposal is taken back: by a mediator, or (`by` is `None`) because the dispute is decided.
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

/// A mediator struck a piece of evidence.
pub(in crate::domain) fn evidence_struck(
    order: &Order,
    dispute: DisputeId,
    (attachment, reason): (AttachmentId, &str),
    by: &Handle,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"attachment": attachment, "reason": reason, "by": by});
    write_line(OutboxType::EvidenceStruck, ctx.now, order, dispute, body, ctx);
}

/// A mediator took a strike back.
pub(in crate::domain) fn evidence_admitted(
    order: &Order,
    dispute: DisputeId,
    (attachment, reason): (AttachmentId, &str),
    by: &Handle,
    ctx: &mut RuleContext<'_>,
) {
    let body = json!({"attachment": attachment, "reason": reason, "by": by});
    write_line(OutboxType::EvidenceAdmitted, ctx.now, order, dispute, body, ctx);
}
