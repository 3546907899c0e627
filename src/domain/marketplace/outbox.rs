//! What the marketplace is told (docs/contract.md, "Outbox"): each line has what it needs to act and to show. What a party
//! wrote or answered came from there and is not told back; what litige made of it (a dispute, the number of a proposal, an
//! agreement) is. [`OutboxBody`] has the fields of every type of line; their schema is made from it.

use chrono::SecondsFormat;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Ask, Decision, Dispute, Fact, Message, Order, OutboxType, Outgoing, Proposal};
use crate::domain::escrow::settlement;
use crate::domain::ids::{AskId, AttachmentId, Cite, DisputeId, EventId, Handle, MessageId, OrderId, ProposalId};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, Ground, OpenedBy, OrderState, Outcome, ProposalKind, Side, Speaker};

/// The version of the form of a line, its `v`. It rises when a consumer that was written for an earlier one would
/// misread a line; a new type or field alone doesn't raise it.
pub const VERSION: u32 = 1;

// `B` is what it tells: an `OutboxBody`, or one as it was stored.
/// What the marketplace must act on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "A line of `litige outbox`", rename = "OutboxLine")]
pub struct WrittenLine<B> {
    /// The version of the form.
    #[schemars(extend("const" = VERSION))]
    v: u32,
    /// Ascending, never reused, with gaps: the consumer's cursor.
    #[schemars(range(min = 1))]
    seq: i64,
    /// When it happened.
    #[serde(serialize_with = "in_milliseconds")]
    at: Time,
    /// The marketplace's own id of the order.
    order: OrderId,
    dispute: DisputeId,
    #[serde(flatten)]
    body: B,
}

fn in_milliseconds<S: Serializer>(time: &Time, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// Writes a stored line, whole.
///
/// # Errors
/// None that a line of ours can meet: JSON can write all of it.
pub fn written(seq: i64, line: Outgoing) -> serde_json::Result<Value> {
    let Outgoing { at, kind, order, dispute, mut body } = line;
    body.insert("type".to_owned(), kind.as_str().into());
    serde_json::to_value(WrittenLine { v: VERSION, seq, at, order, dispute, body })
}

/// What a line tells, by its `type`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type")]
pub enum OutboxBody {
    /// A dispute opened: freeze the order, and tell both parties.
    #[serde(rename = "dispute.opened")]
    DisputeOpened {
        /// Which refusals allowed it.
        ground: Ground,
        /// By the client's choice, or by itself with the second refused cancellation.
        opened_by: OpenedBy,
        /// Why the client opened it; null while it is awaited.
        justification: Option<String>,
        /// The version of the team's policy that it is treated by.
        policy: u32,
    },
    /// A mediator, or litige itself, wrote: show it to both parties.
    #[serde(rename = "message.posted")]
    MessagePosted {
        message: MessageId,
        from: Speaker,
        /// The mediator's handle; empty for litige itself.
        author: String,
        body: String,
    },
    /// A party is asked for details or evidence: show it to that party, and send the answer back as `dispute.message` with
    /// `answers`.
    #[serde(rename = "ask.opened")]
    AskOpened {
        ask: AskId,
        /// The party asked.
        to: Side,
        body: String,
        /// Until when the answer is awaited.
        due_at: Time,
        /// The message that the question is, in the discussion.
        message: MessageId,
        /// Who asked; null for litige's own question for the justification.
        by: Option<Handle>,
    },
    /// A party is reminded of a question that waits for their answer: tell them, and show the message to both parties.
    #[serde(rename = "ask.reminded")]
    AskReminded {
        ask: AskId,
        /// The party that owes the answer.
        to: Side,
        /// What the reminder says.
        body: String,
        /// The message that the reminder is, in the discussion.
        message: MessageId,
        /// Who reminds them.
        by: Handle,
    },
    /// A question is taken back: take it off the party's page.
    #[serde(rename = "ask.withdrawn")]
    AskWithdrawn {
        ask: AskId,
        /// The party that was asked.
        to: Side,
        /// Who took it back; null because the dispute is decided.
        by: Option<Handle>,
    },
    /// A question was not answered in time: show that the deadline is over. A late answer is still taken until the decision.
    #[serde(rename = "ask.lapsed")]
    AskLapsed {
        ask: AskId,
        /// The party that was asked.
        to: Side,
        due_at: Time,
        /// The message by which the discussion says so.
        message: MessageId,
        body: String,
    },
    /// A settlement is proposed: put it to both parties, or to the one who didn't make it, and send each answer back as
    /// `proposal.answered`.
    #[serde(rename = "proposal.made")]
    ProposalMade {
        proposal: ProposalId,
        kind: ProposalKind,
        /// What the client would get back; null for a relaunch.
        refund: Option<Money>,
        /// What else both would agree to; may be empty.
        terms: String,
        /// Who made it; a party has accepted what they propose.
        from: Speaker,
        /// The mediator who made it; null for a party's.
        by: Option<Handle>,
        /// The event by which a party made it; null for a mediator's.
        event: Option<EventId>,
        /// Until when it is to be answered.
        due_at: Time,
    },
    /// A newer proposal took the place of this one, and voids what was accepted: take it off both parties' pages.
    #[serde(rename = "proposal.superseded")]
    ProposalSuperseded {
        proposal: ProposalId,
        /// The newer one, of which the next line tells.
        superseded_by: ProposalId,
    },
    /// A proposal is taken back: take it off both parties' pages.
    #[serde(rename = "proposal.withdrawn")]
    ProposalWithdrawn {
        proposal: ProposalId,
        /// Who took it back; null because the dispute is decided.
        by: Option<Handle>,
    },
    /// Both parties accepted it: tell them. It is carried out when a mediator decides.
    #[serde(rename = "proposal.agreed")]
    ProposalAgreed {
        proposal: ProposalId,
        kind: ProposalKind,
        /// What the client would get back; null for a relaunch.
        refund: Option<Money>,
    },
    /// A proposal was not settled in time: show that the deadline is over. A late answer is still taken until the decision.
    #[serde(rename = "proposal.lapsed")]
    ProposalLapsed { proposal: ProposalId, due_at: Time },
    /// A piece of evidence doesn't count: tell both parties, and why.
    #[serde(rename = "evidence.struck")]
    EvidenceStruck {
        attachment: AttachmentId,
        /// The event that brought the file; a line of before litige told it lacks it, and the name.
        #[serde(skip_serializing_if = "Option::is_none")]
        event: Option<EventId>,
        /// The file's name in that event.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        reason: String,
        by: Handle,
    },
    /// A piece of evidence counts again: tell both parties, and why.
    #[serde(rename = "evidence.admitted")]
    EvidenceAdmitted {
        attachment: AttachmentId,
        /// The event that brought the file; a line of before litige told it lacks it, and the name.
        #[serde(skip_serializing_if = "Option::is_none")]
        event: Option<EventId>,
        /// The file's name in that event.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        reason: String,
        by: Handle,
    },
    /// A decision can't be undone any more: move the money, and end or resume the order.
    #[serde(rename = "decision.effective")]
    DecisionEffective {
        outcome: Outcome,
        /// Whether both parties agreed; null where the outcome takes no agreement.
        basis: Option<Basis>,
        /// The proposal whose agreement it carries out; null where it rests on none.
        proposal: Option<ProposalId>,
        /// What the client gets back; null for a relaunch.
        refund: Option<Money>,
        /// What the seller gets; null for a relaunch.
        seller_gets: Option<Money>,
        /// What becomes of the order.
        order_state: OrderState,
        reasons: String,
        /// The messages and the evidence that it rests on.
        cites: Vec<Cite>,
        /// Who decided.
        by: Handle,
        /// Who approved it as the second mediator; null where none was needed.
        approved_by: Option<Handle>,
        decided_at: Time,
        /// Which part of the dispute it ends; one more after each decision that was undone.
        round: u32,
        /// The closing message, the last of the discussion: show it to both parties.
        message: Option<MessageId>,
        body: String,
    },
}

impl OutboxBody {
    /// Returns the type of the line.
    pub fn outbox_type(&self) -> OutboxType {
        match self {
            Self::DisputeOpened { .. } => OutboxType::DisputeOpened,
            Self::MessagePosted { .. } => OutboxType::MessagePosted,
            Self::AskOpened { .. } => OutboxType::AskOpened,
            Self::AskReminded { .. } => OutboxType::AskReminded,
            Self::AskWithdrawn { .. } => OutboxType::AskWithdrawn,
            Self::AskLapsed { .. } => OutboxType::AskLapsed,
            Self::ProposalMade { .. } => OutboxType::ProposalMade,
            Self::ProposalSuperseded { .. } => OutboxType::ProposalSuperseded,
            Self::ProposalWithdrawn { .. } => OutboxType::ProposalWithdrawn,
            Self::ProposalAgreed { .. } => OutboxType::ProposalAgreed,
            Self::ProposalLapsed { .. } => OutboxType::ProposalLapsed,
            Self::EvidenceStruck { .. } => OutboxType::EvidenceStruck,
            Self::EvidenceAdmitted { .. } => OutboxType::EvidenceAdmitted,
            Self::DecisionEffective { .. } => OutboxType::DecisionEffective,
        }
    }

    /// Returns its fields, without the type.
    fn fields(&self) -> Map<String, Value> {
        // Names and values of ours, all of which JSON can write.
        let Ok(Value::Object(mut fields)) = serde_json::to_value(self) else { return Map::new() };
        fields.remove("type");
        fields
    }
}

/// Tells the marketplace.
pub(in crate::domain) fn write_line(
    body: &OutboxBody,
    at: Time,
    order: &Order,
    dispute: DisputeId,
    ctx: &mut RuleContext<'_>,
) {
    // A line is never from the future, whatever the marketplace's clock says.
    let at = ctx.not_after_now(at);
    let (kind, order, body) = (body.outbox_type(), order.id.clone(), body.fields());
    ctx.write(Fact::Outbox(Outgoing { at, kind, order, dispute, body }));
}

/// A dispute opened, either way.
pub(in crate::domain) fn dispute_opened(order: &Order, dispute: &Dispute, ctx: &mut RuleContext<'_>) {
    let body = OutboxBody::DisputeOpened {
        ground: dispute.ground,
        opened_by: dispute.opened_by,
        justification: dispute.justification.clone(),
        policy: dispute.policy,
    };
    write_line(&body, dispute.opened_at, order, dispute.id, ctx);
}

/// A mediator wrote to both parties.
pub(in crate::domain) fn message_posted(
    order: &Order,
    dispute: &Dispute,
    message: &Message,
    ctx: &mut RuleContext<'_>,
) {
    let body = OutboxBody::MessagePosted {
        message: message.id,
        from: message.from,
        author: message.author.clone(),
        body: message.body.clone(),
    };
    write_line(&body, message.at, order, dispute.id, ctx);
}

/// A party is asked for details or evidence, or for the justification. The question is a message too; it has no
/// `message.posted` of its own.
pub(in crate::domain) fn ask_opened(order: &Order, dispute: &Dispute, ask: &Ask, ctx: &mut RuleContext<'_>) {
    let body = OutboxBody::AskOpened {
        ask: ask.id,
        to: ask.to,
        body: ask.body.clone(),
        due_at: ask.due_at,
        message: ask.message,
        by: ask.by.clone(),
    };
    write_line(&body, ask.at, order, dispute.id, ctx);
}

/// A party is reminded of a question, by a message that has no `message.posted` of its own.
pub(in crate::domain) fn ask_reminded(
    order: &Order,
    dispute: DisputeId,
    ask: &Ask,
    message: &Message,
    ctx: &mut RuleContext<'_>,
) {
    let body = OutboxBody::AskReminded {
        ask: ask.id,
        to: ask.to,
        body: message.body.clone(),
        message: message.id,
        by: Handle(message.author.clone()),
    };
    write_line(&body, message.at, order, dispute, ctx);
}

/// An ask is taken back: by a mediator, or (`by` is `None`) because the dispute is decided.
pub(in crate::domain) fn ask_withdrawn(ask: &Ask, by: Option<&Handle>) -> OutboxBody {
    OutboxBody::AskWithdrawn { ask: ask.id, to: ask.to, by: by.cloned() }
}

/// An ask was not answered in time; `note` is what litige wrote of it in the discussion.
pub(in crate::domain) fn ask_lapsed(ask: &Ask, note: &Message) -> OutboxBody {
    OutboxBody::AskLapsed { ask: ask.id, to: ask.to, due_at: ask.due_at, message: note.id, body: note.body.clone() }
}

/// A settlement is put to both parties by a mediator, or by a party with this event. That one is told too: the number under
/// which it is answered is litige's.
pub(in crate::domain) fn proposal_made(proposal: &Proposal, event: Option<&EventId>) -> OutboxBody {
    OutboxBody::ProposalMade {
        proposal: proposal.id,
        kind: proposal.kind,
        refund: proposal.refund,
        terms: proposal.terms.clone(),
        from: proposal.by,
        by: proposal.mediator.clone(),
        event: event.cloned(),
        due_at: proposal.due_at,
    }
}

/// A proposal is taken back: by a mediator, or (`by` is `None`) because the dispute is decided.
pub(in crate::domain) fn proposal_withdrawn(proposal: &Proposal, by: Option<&Handle>) -> OutboxBody {
    OutboxBody::ProposalWithdrawn { proposal: proposal.id, by: by.cloned() }
}

/// A decision whose hold is over: who gets how much, what becomes of the order, who answers for it, on what it rests, and the
/// closing message, whose text is `closing`.
pub(in crate::domain) fn decision_effective(dispute: &Dispute, decision: &Decision, closing: String) -> OutboxBody {
    let approved_by = decision.second.as_ref().filter(|second| second.reason.is_none()).map(|second| second.by.clone());
    OutboxBody::DecisionEffective {
        outcome: decision.outcome,
        basis: decision.basis,
        proposal: decision.proposal,
        refund: decision.refund,
        seller_gets: decision.seller_gets,
        order_state: settlement::order_state(decision.outcome),
        reasons: decision.reasons.clone(),
        cites: decision.cites.clone(),
        by: decision.by.clone(),
        approved_by,
        decided_at: decision.at,
        round: decision.round,
        // Nothing is said in a closed discussion.
        message: dispute.last_message,
        body: closing,
    }
}
