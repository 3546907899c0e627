//! The contract's JSON objects: one struct each, with its fields in the contract's order.

use schemars::JsonSchema;
use serde::Serialize;

use super::error::Failure;
use crate::domain::case::evidence_file::{NotStored, StoredContent};
use crate::domain::case::records::Person;
use crate::domain::case::records::{self, Case, DecisionState, Note};
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{
    AskId, AttachmentId, Cite, CreatedId, DisputeId, Handle, MessageId, NoteId, OrderId, ProposalId,
};
use crate::domain::money::accounts::Balances;
use crate::domain::money::amount::Money;
use crate::domain::policy::PolicyVersion;
use crate::domain::policy::approval_limits::ApprovalLimits;
use crate::domain::policy::holidays::Holidays;
use crate::domain::policy::named_zone::NamedZone;
use crate::domain::policy::working_hours::WorkingHours;
use crate::domain::refusal::Code;
use crate::domain::search::passage::HitKind;
use crate::domain::time::Time;
use crate::domain::vocabulary::{
    Answer, AskState, Basis, DisputeState, Ground, Lang, OpenedBy, OrderState, Origin, Outcome, ProposalKind,
    ProposalState, Reader, Side, Speaker, WaitingOn,
};
use crate::store::{CaseFile, Hit, HitPlace, QueueRow, ThreadRow, TimelineRow};

/// A complete case: `show --json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "What `litige show --json` prints", rename = "Case")]
pub struct CaseDetail<'a> {
    dispute: DisputeJson<'a>,
    order: OrderJson<'a>,
    /// All of the order's history, oldest first.
    timeline: Vec<TimelineEntry<'a>>,
    /// The discussion, oldest first.
    thread: Vec<MessageJson<'a>>,
    notes: &'a [Note],
    asks: Vec<AskJson<'a>>,
    proposals: Vec<ProposalJson<'a>>,
    /// The one in force, else the last that was undone.
    decision: Option<DecisionJson<'a>>,
    ledger: Balances,
}

impl<'a> CaseDetail<'a> {
    /// Creates the object of a case file.
    ///
    /// # Errors
    /// Returns `unknown_dispute` for an order that was never disputed.
    pub fn of(file: &'a CaseFile) -> Result<Self, Failure> {
        let dispute = require_dispute(&file.case)?;
        Ok(Self {
            dispute: DisputeJson::of(&file.case.order.id, dispute),
            order: OrderJson::of(&file.case.order),
            timeline: file.timeline.iter().map(TimelineEntry::of).collect(),
            thread: file.thread.iter().map(MessageJson::of).collect(),
            notes: &file.notes,
            asks: dispute.asks.iter().map(AskJson::of).collect(),
            proposals: dispute.proposals.iter().map(ProposalJson::of).collect(),
            decision: last_decision(file, dispute).map(DecisionJson::of),
            ledger: file.case.order.balances,
        })
    }
}

/// Returns the decision to show: the one in force, else the last one that was undone.
fn last_decision<'a>(file: &'a CaseFile, dispute: &'a records::Dispute) -> Option<&'a records::Decision> {
    let undone = || file.past_decisions.iter().rev().find(|d| d.state == DecisionState::Reversed);
    dispute.decision.as_ref().or_else(undone)
}

fn require_dispute(case: &Case) -> Result<&records::Dispute, Failure> {
    let none = || Failure::refused(Code::UnknownDispute, format!("order {} was never disputed", case.order.id));
    case.dispute.as_ref().ok_or_else(none)
}

/// A version of the policy: `policy show --json`.
#[derive(Debug, Serialize)]
pub struct PolicyJson<'a> {
    version: u32,
    since: Option<Time>,
    by: Option<&'a Handle>,
    reason: Option<&'a str>,
    values: PolicyValues<'a>,
}

#[derive(Debug, Serialize)]
struct PolicyValues<'a> {
    cancellation_refusals: u32,
    revision_refusals: u32,
    ask_minutes: u32,
    proposal_minutes: u32,
    response_minutes: u32,
    hold_minutes: u32,
    lease_minutes: u32,
    second_mediator_above: &'a ApprovalLimits,
    hours: Option<&'a WorkingHours>,
    zone: Option<&'a NamedZone>,
    holidays: &'a Holidays,
}

impl<'a> PolicyJson<'a> {
    /// Creates the object of a version.
    pub fn of(version: &'a PolicyVersion) -> Self {
        let PolicyVersion { policy, since, by, reason } = version;
        let values = PolicyValues {
            cancellation_refusals: policy.cancellation_refusals,
            revision_refusals: policy.revision_refusals,
            ask_minutes: policy.ask_minutes,
            proposal_minutes: policy.proposal_minutes,
            response_minutes: policy.response_minutes,
            hold_minutes: policy.hold_minutes,
            lease_minutes: policy.lease_minutes,
            second_mediator_above: &policy.second_mediator_above,
            hours: policy.hours.as_ref(),
            zone: policy.zone.as_ref(),
            holidays: &policy.holidays,
        };
        Self { version: policy.version, since: *since, by: by.as_ref(), reason: reason.as_deref(), values }
    }
}

// In the queue, `O` has more of the order than its id.
/// A dispute's header.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct DisputeJson<'a, O = &'a OrderId> {
    id: DisputeId,
    order: O,
    state: DisputeState,
    /// Which refusals allowed it.
    ground: Ground,
    opened_at: Time,
    opened_by: OpenedBy,
    /// Null while it is awaited.
    justification: Option<&'a str>,
    /// Whose case it is.
    claimed_by: Option<&'a Handle>,
    /// Until when its holder's lease keeps others from acting on it.
    lease_until: Option<Time>,
    /// Whose turn it is.
    waiting_on: WaitingOn,
    /// When that turn should be over.
    due_at: Time,
    /// For `decide --seen`: one more with every change of what the case says.
    version: i64,
    /// One more after each decision that was undone or refused.
    round: u32,
}

impl<'a> DisputeJson<'a> {
    fn of(order: &'a OrderId, dispute: &'a records::Dispute) -> Self {
        Self {
            id: dispute.id,
            order,
            state: dispute.state,
            ground: dispute.ground,
            opened_at: dispute.opened_at,
            opened_by: dispute.opened_by,
            justification: dispute.justification.as_deref(),
            claimed_by: dispute.claim.as_ref().map(|c| &c.by),
            lease_until: dispute.claim.as_ref().map(|c| c.until),
            waiting_on: dispute.waiting_on,
            due_at: dispute.due_at,
            version: dispute.version,
            round: dispute.round,
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Order")]
struct OrderJson<'a> {
    id: &'a OrderId,
    title: &'a str,
    brief: &'a str,
    amount: Money,
    state: OrderState,
    client: &'a Person,
    seller: &'a Person,
    placed_at: Time,
    /// When the delivery is due.
    due: Option<Time>,
    /// The language that the parties write in.
    lang: Lang,
}

impl<'a> OrderJson<'a> {
    fn of(order: &'a records::Order) -> Self {
        Self {
            id: &order.id,
            title: &order.title,
            brief: &order.brief,
            amount: order.price,
            state: order.state,
            client: &order.client,
            seller: &order.seller,
            placed_at: order.placed_at,
            due: order.due,
            lang: order.lang,
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
struct TimelineEntry<'a> {
    at: Time,
    #[schemars(with = "TimelineKind")]
    r#type: &'a str,
    by: Speaker,
    body: &'a str,
    /// A seller's answer that came when the dispute was open; absent otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    too_late: bool,
}

impl<'a> TimelineEntry<'a> {
    fn of(row: &'a TimelineRow) -> Self {
        Self { at: row.at, r#type: row.kind.as_str(), by: row.by, body: &row.body, too_late: row.too_late }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Message")]
struct MessageJson<'a> {
    id: MessageId,
    at: Time,
    from: Speaker,
    author: &'a str,
    body: &'a str,
    read_by: &'a [Reader],
    attachments: Vec<AttachmentJson<'a>>,
}

impl<'a> MessageJson<'a> {
    fn of(row: &'a ThreadRow) -> Self {
        let message = &row.message;
        Self {
            id: message.id,
            at: message.at,
            from: message.from,
            author: &message.author,
            body: &message.body,
            read_by: &row.read_by,
            attachments: row.attachments.iter().map(AttachmentJson::of).collect(),
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Attachment")]
struct AttachmentJson<'a> {
    id: AttachmentId,
    name: &'a str,
    origin: Origin,
    admissible: bool,
    reason: Option<&'a str>,
    /// Of the stored content.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
    /// The size of the stored content.
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    /// Why the content is not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_kept: Option<NotStored>,
}

impl<'a> AttachmentJson<'a> {
    fn of(file: &'a records::Attachment) -> Self {
        let reason = file.inadmissible.as_deref();
        Self {
            id: file.id,
            name: &file.name,
            origin: file.origin,
            admissible: reason.is_none(),
            reason,
            sha256: file.blob().map(|kept| kept.sha256.as_str()),
            bytes: file.blob().map(|kept| kept.bytes),
            not_kept: file.stored_content.as_ref().and_then(StoredContent::not_stored),
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Ask")]
struct AskJson<'a> {
    id: AskId,
    to: Side,
    body: &'a str,
    state: AskState,
    due_at: Time,
}

impl<'a> AskJson<'a> {
    fn of(ask: &'a records::Ask) -> Self {
        Self { id: ask.id, to: ask.to, body: &ask.body, state: ask.state, due_at: ask.due_at }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Proposal")]
struct ProposalJson<'a> {
    id: ProposalId,
    kind: ProposalKind,
    refund: Option<Money>,
    terms: &'a str,
    by: Speaker,
    client: Option<Answer>,
    seller: Option<Answer>,
    state: ProposalState,
}

impl<'a> ProposalJson<'a> {
    fn of(proposal: &'a records::Proposal) -> Self {
        Self {
            id: proposal.id,
            kind: proposal.kind,
            refund: proposal.refund,
            terms: &proposal.terms,
            by: proposal.by,
            client: proposal.client,
            seller: proposal.seller,
            state: proposal.state,
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Decision")]
pub struct DecisionJson<'a> {
    outcome: Outcome,
    basis: Option<Basis>,
    refund: Option<Money>,
    seller_gets: Option<Money>,
    reasons: &'a str,
    cites: &'a [Cite],
    by: &'a Handle,
    at: Time,
    effective_at: Option<Time>,
    reversed: bool,
}

impl<'a> DecisionJson<'a> {
    fn of(decision: &'a records::Decision) -> Self {
        Self {
            outcome: decision.outcome,
            basis: decision.basis,
            refund: decision.refund,
            seller_gets: decision.seller_gets,
            reasons: &decision.reasons,
            cites: &decision.cites,
            by: &decision.by,
            at: decision.at,
            effective_at: decision.effective_at,
            reversed: decision.state == DecisionState::Reversed,
        }
    }
}

/// The result of an action: `{"dispute":…,"made":…}`.
#[derive(Debug, Serialize)]
pub struct ActionResult<'a> {
    dispute: DisputeJson<'a>,
    made: Option<CreatedId>,
}

impl<'a> ActionResult<'a> {
    /// Creates the object of a case after an action, with the id of what the action created.
    ///
    /// # Errors
    /// Returns `unknown_dispute` for an order that was never disputed.
    pub fn of(case: &'a Case, made: Option<CreatedId>) -> Result<Self, Failure> {
        Ok(Self { dispute: DisputeJson::of(&case.order.id, require_dispute(case)?), made })
    }
}

/// The result of a decision: `{"dispute":…,"decision":…,"ledger":…}`.
#[derive(Debug, Serialize)]
pub struct DecisionResult<'a> {
    dispute: DisputeJson<'a>,
    decision: Option<DecisionJson<'a>>,
    ledger: Balances,
}

impl<'a> DecisionResult<'a> {
    /// Creates the object of a case after a decision was taken, undone or approved.
    ///
    /// # Errors
    /// Returns `unknown_dispute` for an order that was never disputed.
    pub fn of(case: &'a Case, decision: Option<&'a records::Decision>) -> Result<Self, Failure> {
        let dispute = DisputeJson::of(&case.order.id, require_dispute(case)?);
        Ok(Self { dispute, decision: decision.map(DecisionJson::of), ledger: case.order.balances })
    }
}

/// A dispute in the queue: its header with a summary of the order, and its number of unread messages.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "QueuedDispute")]
pub struct QueueItem<'a> {
    #[serde(flatten)]
    dispute: DisputeJson<'a, OrderSummary<'a>>,
    unread: u32,
}

impl<'a> QueueItem<'a> {
    /// A row of the queue as the contract writes it, with the text of its justification.
    pub fn of(row: &'a QueueRow, justification: Option<&'a str>) -> Self {
        let dispute = DisputeJson {
            id: row.id,
            order: OrderSummary {
                id: &row.order,
                title: &row.title,
                amount: row.amount,
                client: &row.client,
                seller: &row.seller,
            },
            state: row.state,
            ground: row.ground,
            opened_at: row.opened_at,
            opened_by: row.opened_by,
            justification,
            claimed_by: row.claimed_by.as_ref(),
            lease_until: row.claimed_until,
            waiting_on: row.waiting_on,
            due_at: row.due_at,
            version: row.version,
            round: row.round,
        };
        Self { dispute, unread: row.unread }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
struct OrderSummary<'a> {
    id: &'a OrderId,
    title: &'a str,
    amount: Money,
    client: &'a str,
    seller: &'a str,
}

/// What `search` found.
#[derive(Debug, Serialize)]
pub struct SearchHit<'a> {
    dispute: DisputeId,
    kind: HitKind,
    message: Option<MessageId>,
    /// The type of an entry of the order's history.
    event: Option<&'static str>,
    proposal: Option<ProposalId>,
    note: Option<NoteId>,
    /// The file that it names, or that was struck.
    attachment: Option<AttachmentId>,
    from: Speaker,
    at: Time,
    snippet: &'a str,
}

impl<'a> SearchHit<'a> {
    /// Creates the object of a search hit.
    pub fn of(hit: &'a Hit) -> Self {
        let mut found = Self {
            dispute: hit.dispute,
            kind: hit.place.kind(),
            message: None,
            event: None,
            proposal: None,
            note: None,
            attachment: None,
            from: hit.from,
            at: hit.at,
            snippet: &hit.snippet,
        };
        match hit.place {
            HitPlace::Message(message) => found.message = Some(message),
            HitPlace::History { kind, .. } => found.event = Some(kind.as_str()),
            HitPlace::Proposal(proposal) => found.proposal = Some(proposal),
            HitPlace::Note(note) => found.note = Some(note),
            HitPlace::File { attachment, .. } | HitPlace::Strike { attachment, .. } => {
                found.attachment = Some(attachment)
            }
            HitPlace::Reason(_) => {}
        }
        found
    }
}
