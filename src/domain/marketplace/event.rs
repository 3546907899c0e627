//! What the marketplace tells us: one event a line (docs/contract.md, "Events in").
//!
//! The attributes of `schemars` say how these types stand in a line, for `litige schema event`;
//! [`super::event_json`] reads one. A test holds both against each other.

use schemars::JsonSchema;
use serde_json::json;

use crate::domain::case::evidence_file::StoredContent;
use crate::domain::case::records::Person;
use crate::domain::ids::{AskId, EventId, OrderId, ProposalId};
use crate::domain::limits;
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Origin, Side, vocabulary};

/// What a name has for a schema: a character that can be seen.
const SEEN: &str = r"\S";

/// A file that came with a message or a delivery, as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, JsonSchema)]
pub struct NewAttachment {
    #[schemars(extend("pattern" = SEEN))]
    pub name: String,
    /// Like `image/png`.
    pub media_type: String,
    /// From the platform, or from outside: then inadmissible from the start.
    pub origin: Origin,
    /// Where the marketplace keeps it: a path in the folder that `--attachments` names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its text, for one that is read in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What became of its content, where whoever hands the event over has looked; no part of the event.
    #[serde(skip)]
    pub stored_content: Option<StoredContent>,
}

/// One event of an order.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(title = "A line of `litige ingest`")]
pub struct Event {
    /// Unique; a repeat with the same content has no effect.
    pub id: EventId,
    /// When it happened, by the marketplace's clock.
    pub at: Time,
    /// The order it is about.
    pub order: OrderId,
    #[schemars(flatten)]
    pub kind: EventKind,
}

/// What happened, by its `type`.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(tag = "type")]
pub enum EventKind {
    /// The client ordered and paid.
    #[schemars(rename = "order.placed")]
    OrderPlaced(NewOrder),
    /// Client and seller talk on the order's own page.
    #[schemars(rename = "order.message")]
    OrderMessage {
        by: Side,
        body: String,
        /// Files that came with it.
        #[schemars(with = "Option<Vec<NewAttachment>>")]
        attachments: Vec<NewAttachment>,
    },
    /// The seller handed over their work.
    #[schemars(rename = "order.delivered")]
    OrderDelivered {
        body: String,
        /// What was handed over.
        #[schemars(with = "Option<Vec<NewAttachment>>")]
        attachments: Vec<NewAttachment>,
    },
    /// The client asks for changes to a delivery.
    #[schemars(rename = "revision.requested")]
    RevisionRequested { body: String },
    /// The client asks to cancel and be refunded.
    #[schemars(rename = "cancellation.requested")]
    CancellationRequested { body: String },
    /// The seller accepts the pending revision request.
    #[schemars(rename = "revision.accepted")]
    RevisionAccepted {
        /// The seller's words; may be empty.
        #[schemars(with = "Option<String>")]
        body: String,
    },
    /// The seller refuses the pending revision request.
    #[schemars(rename = "revision.refused")]
    RevisionRefused {
        /// The seller's words; may be empty.
        #[schemars(with = "Option<String>")]
        body: String,
    },
    /// The seller accepts the pending cancellation request.
    #[schemars(rename = "cancellation.accepted")]
    CancellationAccepted {
        /// The seller's words; may be empty.
        #[schemars(with = "Option<String>")]
        body: String,
    },
    /// The seller refuses the pending cancellation request.
    #[schemars(rename = "cancellation.refused")]
    CancellationRefused {
        /// The seller's words; may be empty.
        #[schemars(with = "Option<String>")]
        body: String,
    },
    /// The client is content.
    #[schemars(rename = "order.completed")]
    OrderCompleted {
        /// From 1 to 5.
        #[schemars(range(min = 1, max = 5))]
        rating: Option<u8>,
        review: Option<String>,
    },
    /// Someone asks for a mediator; only the client may.
    #[schemars(rename = "dispute.opened")]
    DisputeOpened { by: Side, justification: String },
    /// A party writes in the open dispute.
    #[schemars(rename = "dispute.message")]
    DisputeMessage {
        by: Side,
        body: String,
        /// Files that came with it.
        #[schemars(with = "Option<Vec<NewAttachment>>")]
        attachments: Vec<NewAttachment>,
        /// The ask that it answers.
        answers: Option<AskId>,
    },
    /// A party has read up to now.
    #[schemars(rename = "dispute.read")]
    DisputeRead { by: Side },
    /// A party offers a settlement; it counts as their acceptance.
    #[schemars(rename = "proposal.made")]
    ProposalMade {
        by: Side,
        #[schemars(flatten)]
        terms: Terms,
    },
    /// A party's word on a proposal.
    #[schemars(rename = "proposal.answered")]
    ProposalAnswered {
        by: Side,
        proposal: ProposalId,
        /// Yes or no.
        accept: bool,
    },
}

vocabulary!(
    /// The types of events (docs/contract.md, "Events in").
    EventType, "a type of event", {
        OrderPlaced = "order.placed",
        OrderMessage = "order.message",
        OrderDelivered = "order.delivered",
        RevisionRequested = "revision.requested",
        CancellationRequested = "cancellation.requested",
        RevisionAccepted = "revision.accepted",
        RevisionRefused = "revision.refused",
        CancellationAccepted = "cancellation.accepted",
        CancellationRefused = "cancellation.refused",
        OrderCompleted = "order.completed",
        DisputeOpened = "dispute.opened",
        DisputeMessage = "dispute.message",
        DisputeRead = "dispute.read",
        ProposalMade = "proposal.made",
        ProposalAnswered = "proposal.answered",
    }
);

/// What an order is, when it is placed.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct NewOrder {
    pub client: Person,
    pub seller: Person,
    #[schemars(extend("pattern" = SEEN))]
    pub title: String,
    /// What the client asked for, and the seller agreed to do.
    pub brief: String,
    /// The price, held in escrow; more than zero.
    #[schemars(extend("properties" = json!({"minor": {"minimum": 1, "maximum": limits::MINOR}})))]
    pub amount: Money,
    /// When the delivery is due.
    pub due: Option<Time>,
    /// The language the parties write in.
    pub lang: Option<Lang>,
}

/// The exact terms of a proposal; consent binds to them.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(tag = "kind", rename_all = "snake_case")]
pub enum Terms {
    /// The client gets back this part, the seller the rest.
    PartialRefund {
        /// What the client gets back.
        #[schemars(extend("properties" = json!({"minor": {"minimum": 1, "maximum": limits::MINOR}})))]
        refund: Money,
        /// What else is part of the terms; may be empty.
        #[schemars(with = "Option<String>")]
        terms: String,
    },
    /// The order resumes, and the money stays in escrow; no `refund`.
    #[schemars(extend("not" = json!({"properties": {"refund": {"type": "object"}}, "required": ["refund"]})))]
    Relaunch {
        /// What both agree to do.
        #[schemars(with = "Option<String>")]
        terms: String,
    },
}

impl EventKind {
    /// Returns the files that came with it.
    pub fn attachments_mut(&mut self) -> &mut [NewAttachment] {
        match self {
            Self::OrderMessage { attachments, .. }
            | Self::OrderDelivered { attachments, .. }
            | Self::DisputeMessage { attachments, .. } => attachments,
            _ => &mut [],
        }
    }

    /// Returns the files that came with it.
    pub fn attachments(&self) -> &[NewAttachment] {
        match self {
            Self::OrderMessage { attachments, .. }
            | Self::OrderDelivered { attachments, .. }
            | Self::DisputeMessage { attachments, .. } => attachments,
            _ => &[],
        }
    }

    /// Returns the type of the event.
    pub fn event_type(&self) -> EventType {
        match self {
            Self::OrderPlaced(_) => EventType::OrderPlaced,
            Self::OrderMessage { .. } => EventType::OrderMessage,
            Self::OrderDelivered { .. } => EventType::OrderDelivered,
            Self::RevisionRequested { .. } => EventType::RevisionRequested,
            Self::CancellationRequested { .. } => EventType::CancellationRequested,
            Self::RevisionAccepted { .. } => EventType::RevisionAccepted,
            Self::RevisionRefused { .. } => EventType::RevisionRefused,
            Self::CancellationAccepted { .. } => EventType::CancellationAccepted,
            Self::CancellationRefused { .. } => EventType::CancellationRefused,
            Self::OrderCompleted { .. } => EventType::OrderCompleted,
            Self::DisputeOpened { .. } => EventType::DisputeOpened,
            Self::DisputeMessage { .. } => EventType::DisputeMessage,
            Self::DisputeRead { .. } => EventType::DisputeRead,
            Self::ProposalMade { .. } => EventType::ProposalMade,
            Self::ProposalAnswered { .. } => EventType::ProposalAnswered,
        }
    }
}
