//! What the state of an order, or of its requests, does not allow.

use super::{Code, Detail, detail};
use crate::domain::ids::{DisputeId, OrderId, PersonId};
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::{OrderState, RequestKind};

/// Why an event about an order was refused.
#[derive(Debug, Clone, PartialEq)]
pub enum OrderRefusal {
    /// Another order has this id.
    AlreadyPlaced { order: OrderId },
    /// The price is zero, negative, or above what an order may cost.
    PriceOutOfRange { order: OrderId, price: Money },
    /// Nobody orders from themselves.
    SamePerson { order: OrderId, person: PersonId },
    /// The order is not in a state that takes this step.
    WrongState { order: OrderId, state: OrderState, dispute: Option<DisputeId>, step: OrderStep },
    /// One request at a time.
    RequestPending { order: OrderId, pending: RequestKind },
    /// The answered request was not made, or was answered already.
    NotPending { order: OrderId, kind: RequestKind, pending: Option<RequestKind>, state: OrderState },
    /// A seller's answer came when the dispute was open already: it changes nothing, and is kept on the timeline.
    TooLate { order: OrderId, dispute: Option<DisputeId> },
    /// A rating goes from 1 to 5.
    BadRating { rating: u8 },
}

/// A step of an order before a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderStep {
    Deliver,
    /// The client requests a revision or a cancellation.
    Request(RequestKind),
    /// The seller answers a request.
    Answer,
    /// The client accepts the delivery.
    Complete,
}

impl OrderRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::AlreadyPlaced { .. } | Self::WrongState { .. } | Self::NotPending { .. } => Code::BadState,
            Self::TooLate { .. } => Code::TooLate,
            Self::PriceOutOfRange { .. } => Code::BadAmount,
            Self::SamePerson { .. } | Self::BadRating { .. } => Code::Malformed,
            Self::RequestPending { .. } => Code::PendingRequest,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::WrongState { state, .. } | Self::NotPending { state, .. } => {
                detail([("state", state.as_str().into())])
            }
            Self::RequestPending { pending, .. } => detail([("pending", pending.as_str().into())]),
            Self::TooLate { dispute, .. } => {
                dispute.map(|id| detail([("dispute", id.to_string().into())])).unwrap_or_default()
            }
            Self::AlreadyPlaced { .. }
            | Self::PriceOutOfRange { .. }
            | Self::SamePerson { .. }
            | Self::BadRating { .. } => Detail::new(),
        }
    }
}
