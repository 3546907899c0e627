//! Who did something to a dispute.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::domain::ids::Handle;
use crate::domain::vocabulary::Side;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_read_back_from_its_stored_word() {
        for actor in [Actor::Client, Actor::Seller, Actor::System, Actor::Mediator("ines".into())] {
            assert_eq!(actor.as_str().parse(), Ok(actor));
        }
    }
}
