//! Other desks: who looks at which case.

use crate::app::effect::Ticket;
use crate::domain::ids::{DisputeId, Handle};
use crate::store::Presence;

/// What this desk knows of others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Colleagues {
    /// Who else looks at which case.
    pub presences: Vec<Presence>,
    /// Which case others were told that this desk looks at.
    pub(in crate::app) announced: Option<DisputeId>,
    /// The claim that is being renewed, because the mediator is at work on the case.
    pub(in crate::app) renewing: Option<Ticket>,
}

impl Colleagues {
    /// Returns who else looks at a case, each once.
    pub fn viewers_of(&self, id: DisputeId) -> Vec<&Handle> {
        let mut all: Vec<_> = self.presences.iter().filter(|one| one.dispute == id).map(|one| &one.by).collect();
        all.dedup();
        all
    }
}
