//! A decision as a mediator drafts it.

use crate::domain::ids::Cite;
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::Outcome;

/// A decision as a mediator drafts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionInput {
    pub outcome: Outcome,
    /// For a partial refund: what the client gets back.
    pub refund: Option<Money>,
    pub reasons: String,
    /// What it rests on.
    pub cites: Vec<Cite>,
    /// Makes a repeat harmless.
    pub key: Option<String>,
}
