//! The question before a case is taken over from a colleague.

use crate::app::command::Command;
use crate::app::effect::Ticket;
use crate::domain::dispute::action::Action;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;

use super::Choice;

/// Whether a case is to be taken over from the colleague who holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct TakeOverQuestion {
    pub dispute: DisputeId,
    /// The colleague, as the desk knows them to hold it.
    pub from: Handle,
    /// When they last did something on it, once the case is at hand.
    pub since: Option<Time>,
    /// When their lease ends, or ended.
    pub until: Time,
    /// What one was about to do.
    pub then: AfterTakeOver,
    pub choice: Choice,
    /// What it lies over comes back after.
    pub(in crate::app) has_laid_aside: bool,
}

impl TakeOverQuestion {
    /// Returns whether the colleague is quiet: their lease has ended.
    pub fn is_quiet(&self, now: Time) -> bool {
        self.until <= now
    }
}

/// What follows once the case is one's own.
#[derive(Debug, Clone, PartialEq)]
pub enum AfterTakeOver {
    /// The command that one gave.
    Run(Command),
    /// What was written or chosen, on the version of the case that was seen.
    Act(Action, Option<i64>),
}

/// A case that is being taken over.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct TakingOver {
    pub ticket: Ticket,
    pub dispute: DisputeId,
    pub then: AfterTakeOver,
    /// What is to be done stands in a layer, which must still be there.
    pub is_of_layer: bool,
}
