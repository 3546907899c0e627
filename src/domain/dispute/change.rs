//! What changed a dispute, and who did it.

use std::fmt;
use std::str::FromStr;

use super::action::{Action, ActionKind};
pub use crate::domain::case::actor::Actor;
use crate::domain::marketplace::event::EventType;
use crate::domain::vocabulary::UnknownWord;

/// What was done to a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    Action(ActionKind),
    /// An event of the marketplace.
    Event(EventType),
    Settle,
    /// One of its parties was erased.
    Erase,
}

impl ChangeKind {
    /// Returns the word that is stored for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Action(action) => action.as_str(),
            Self::Event(event) => event.as_str(),
            Self::Settle => "settle",
            Self::Erase => "erase",
        }
    }
}

impl From<&Action> for ChangeKind {
    fn from(action: &Action) -> Self {
        Self::Action(action.kind())
    }
}

impl From<EventType> for ChangeKind {
    fn from(event: EventType) -> Self {
        Self::Event(event)
    }
}

impl FromStr for ChangeKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "settle" => Ok(Self::Settle),
            "erase" => Ok(Self::Erase),
            _ if text.contains('.') => text.parse().map(Self::Event),
            _ => text.parse().map(Self::Action),
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_back_from_its_stored_word() {
        let actions = ActionKind::ALL.iter().map(|kind| ChangeKind::Action(*kind));
        let events = EventType::ALL.iter().map(|kind| ChangeKind::Event(*kind));
        for kind in actions.chain(events).chain([ChangeKind::Settle, ChangeKind::Erase]) {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert!("message".parse::<ChangeKind>().is_err() && "order.lost".parse::<ChangeKind>().is_err());
    }
}
