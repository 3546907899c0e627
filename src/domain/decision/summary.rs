//! A decision as lists tell of it.

use crate::domain::case::records::{Decision, DecisionState};
use crate::domain::escrow::settlement::Shares;
use crate::domain::time::Time;
use crate::domain::vocabulary::Outcome;

/// A decision without who took it, why, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionSummary {
    pub outcome: Outcome,
    /// Who gets how much; `None` for a relaunch, where the price stays in escrow.
    pub shares: Option<Shares>,
    pub state: DecisionState,
    /// When the marketplace is told, or was; `None` while it waits for a second mediator, and where a list does not know.
    pub effective_at: Option<Time>,
}

impl From<&Decision> for DecisionSummary {
    fn from(decision: &Decision) -> Self {
        let shares = decision.refund.zip(decision.seller_gets).map(|(client, seller)| Shares { client, seller });
        let Decision { outcome, state, effective_at, .. } = decision;
        Self { outcome: *outcome, shares, state: state.clone(), effective_at: *effective_at }
    }
}
