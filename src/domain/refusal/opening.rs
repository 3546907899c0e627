//! Why a dispute can't be opened.

use serde_json::{Value, json};

use super::{Code, Detail, detail};
use crate::domain::ids::{DisputeId, OrderId};
use crate::domain::vocabulary::{Ground, OrderState, RequestKind};

/// Why a dispute was not opened.
#[derive(Debug, Clone, PartialEq)]
pub enum OpeningRefusal {
    /// A seller disagrees by refusing a request; only a client opens a dispute.
    BySeller { order: OrderId },
    /// The order is in dispute already.
    AlreadyOpen { order: OrderId, dispute: Option<DisputeId> },
    /// An order that has ended can't be disputed any more.
    OrderEnded { order: OrderId, state: OrderState },
    /// The refused requests on record, oldest first, and what each ground still lacks.
    NoGround { refused: Vec<RequestKind>, missing: Vec<(Ground, MissingRefusals)> },
}

/// How many refusals of each kind a ground still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MissingRefusals {
    pub revisions: u32,
    /// Refused cancellations; for the third ground, after a refused revision.
    pub cancellations: u32,
}

impl MissingRefusals {
    /// Nothing is missing: the ground stands.
    pub fn nothing(self) -> bool {
        self == Self::default()
    }
}

impl OpeningRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::BySeller { .. } => Code::SellerCannotOpen,
            Self::AlreadyOpen { .. } | Self::OrderEnded { .. } => Code::BadState,
            Self::NoGround { .. } => Code::NoGround,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::BySeller { order } => detail([("order", order.0.as_str().into())]),
            Self::AlreadyOpen { .. } => detail([("state", OrderState::InDispute.as_str().into())]),
            Self::OrderEnded { state, .. } => detail([("state", state.as_str().into())]),
            Self::NoGround { refused, missing } => {
                let kinds: Vec<_> = refused.iter().map(|kind| kind.as_str()).collect();
                let lacks: Detail = missing
                    .iter()
                    .map(|(ground, lacks)| {
                        let counts = json!({
                            "revisions_refused": lacks.revisions,
                            "cancellations_refused": lacks.cancellations,
                        });
                        (ground.to_string(), counts)
                    })
                    .collect();
                detail([("refusals", kinds.into()), ("missing", Value::Object(lacks))])
            }
        }
    }
}
