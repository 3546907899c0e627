//! Other desks: who looks at which case.

use super::hand_over::GivenCases;
use super::take_over::{TakeOverQuestion, TakingOver};
use crate::app::effect::Ticket;
use crate::app::text_buffer::TextBuffer;
use crate::domain::ids::{DisputeId, Handle};
use crate::store::{Presence, Workload};

/// What this desk knows of others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Colleagues {
    /// Who else looks at which case.
    pub presences: Vec<Presence>,
    /// What each member has to do who holds a case, once it was asked for.
    pub workloads: Option<Vec<Workload>>,
    /// Which case others were told that this desk looks at.
    pub(in crate::app) announced: Option<DisputeId>,
    /// The claim that is being renewed, because the mediator is at work on the case.
    pub(in crate::app) renewing: Option<Ticket>,
    /// The question that is put next: whether a case is to be taken over.
    pub(in crate::app) question: Option<TakeOverQuestion>,
    /// The case that is being taken over, and what follows.
    pub(in crate::app) taking_over: Option<TakingOver>,
    /// The note that was begun when cases were to be given away, and which cases.
    pub(in crate::app) begun_note: Option<(GivenCases, TextBuffer)>,
}

impl Colleagues {
    /// Returns who else looks at a case, each once.
    pub fn viewers_of(&self, id: DisputeId) -> Vec<&Handle> {
        let mut all: Vec<_> = self.presences.iter().filter(|one| one.dispute == id).map(|one| &one.by).collect();
        all.dedup();
        all
    }
}
