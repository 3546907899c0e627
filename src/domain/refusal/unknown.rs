//! Things that are not there.

use super::{Code, Detail, detail};
use crate::domain::ids::{AskId, AttachmentId, DisputeId, MessageId, OrderId, PersonId, ProposalId};

/// What was named and is not there.
#[derive(Debug, Clone, PartialEq)]
pub enum Unknown {
    /// No event placed this order.
    Order {
        order: OrderId,
    },
    /// A bulk load does not hold this order, or has moved past it.
    OrderLeft {
        order: OrderId,
    },
    Dispute {
        dispute: DisputeId,
    },
    /// The order was never disputed.
    DisputeOfOrder {
        order: OrderId,
    },
    /// The message is not of this dispute's discussion.
    Message {
        message: MessageId,
        dispute: DisputeId,
    },
    /// The attachment is neither of this dispute nor of its order.
    Attachment {
        attachment: AttachmentId,
        dispute: DisputeId,
    },
    Proposal {
        proposal: ProposalId,
        dispute: DisputeId,
    },
    Ask {
        ask: AskId,
        dispute: DisputeId,
    },
    /// No order has this party; a person who was erased has another id.
    Person {
        person: PersonId,
    },
    /// The mediator keeps no view of this name.
    View {
        name: String,
    },
}

impl Unknown {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Order { .. } | Self::OrderLeft { .. } => Code::UnknownOrder,
            Self::Dispute { .. } | Self::DisputeOfOrder { .. } => Code::UnknownDispute,
            Self::Message { .. } => Code::UnknownMessage,
            Self::Attachment { .. } => Code::UnknownAttachment,
            Self::Proposal { .. } => Code::UnknownProposal,
            Self::Ask { .. } => Code::UnknownAsk,
            Self::Person { .. } => Code::UnknownPerson,
            Self::View { .. } => Code::UnknownView,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::Dispute { dispute } => detail([("dispute", dispute.to_string().into())]),
            Self::Message { message, .. } => detail([("message", message.to_string().into())]),
            Self::Attachment { attachment, .. } => detail([("attachment", attachment.to_string().into())]),
            Self::Person { person } => detail([("person", person.0.as_str().into())]),
            Self::View { name } => detail([("view", name.as_str().into())]),
            Self::Order { .. }
            | Self::OrderLeft { .. }
            | Self::DisputeOfOrder { .. }
            | Self::Proposal { .. }
            | Self::Ask { .. } => Detail::new(),
        }
    }
}
