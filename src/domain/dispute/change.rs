//! What changed a dispute, and who did it.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::action::{Action, ActionKind};
use crate::domain::ids::Handle;
use crate::domain::marketplace::event::EventType;
use crate::domain::vocabulary::{Side, UnknownWord};

/// Who changed a dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Client,
    Seller,
    /// litige itself: time passed, or a person was erased.
    System,
    Mediator(Handle),
}

impl Actor {
    /// Returns the actor as it is stored: `client`, `seller`, `system`, or a mediator's handle.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Client => "client",
            Self::Seller => "seller",
            Self::System => "system",
            Self::Mediator(handle) => &handle.0,
        }
    }

    /// Returns the mediator's handle; `None` for anyone else.
    pub fn mediator(&self) -> Option<&Handle> {
        match self {
            Self::Mediator(handle) => Some(handle),
            Self::Client | Self::Seller | Self::System => None,
        }
    }
}

impl From<Side> for Actor {
    fn from(side: Side) -> Self {
        match side {
            Side::Client => Self::Client,
            Side::Seller => Self::Seller,
        }
    }
}

impl From<&Handle> for Actor {
    fn from(handle: &Handle) -> Self {
        Self::Mediator(handle.clone())
    }
}

impl FromStr for Actor {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "client" => Self::Client,
            "seller" => Self::Seller,
            "system" => Self::System,
            handle => Self::Mediator(handle.into()),
        })
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

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

    #[test]
    fn an_actor_is_read_back_from_its_stored_word() {
        for actor in [Actor::Client, Actor::Seller, Actor::System, Actor::Mediator("ines".into())] {
            assert_eq!(actor.as_str().parse(), Ok(actor));
        }
    }
}
