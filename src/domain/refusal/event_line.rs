//! Lines of events that can't be read.

use std::fmt;

use super::{Code, Detail, detail};
use crate::domain::ids::{BadId, EventId};
use crate::domain::vocabulary::UnknownWord;

/// Why a line is not an event.
#[derive(Debug, Clone, PartialEq)]
pub enum EventLineRefusal {
    /// The first byte that is not of UTF-8 text, counted from 1.
    NotUtf8 {
        byte: usize,
    },
    /// A line longer than the limit, in bytes; the rest of it was not read.
    TooLong {
        limit: usize,
    },
    /// What the parser of JSON says.
    NotJson {
        error: String,
    },
    NotAnObject,
    UnknownType {
        typed: String,
    },
    /// `by` names neither party.
    NotAParty {
        by: String,
    },
    TooManyAttachments {
        count: usize,
        limit: usize,
    },
    Field {
        field: EventField,
        fault: FieldFault,
    },
    /// Another event was taken under this id.
    DuplicateId {
        id: EventId,
    },
}

/// A field of an event: its name, and the object that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventField {
    pub within: Option<&'static str>,
    pub name: &'static str,
}

/// As it is found in the line: `title`, `client.name`.
impl fmt::Display for EventField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = self.within {
            write!(f, "{within}.")?;
        }
        f.write_str(self.name)
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldFault {
    Missing,
    Mistyped(FieldType),
    /// An identifier, a title or a name without a visible character.
    Empty,
    /// An identifier with control characters.
    ControlCharacters,
    /// No word of the field's vocabulary.
    Word(Box<UnknownWord>),
    /// No id of the field's kind.
    Id(Box<BadId>),
    /// An amount without this part.
    NoPart(&'static str),
    /// The currency of an amount is not a text.
    CurrencyMistyped,
    /// The minor units of an amount are no whole number from 1 to this one.
    MinorOutOfRange {
        limit: i64,
    },
    /// Not a currency of ISO 4217.
    UnknownCurrency {
        code: String,
    },
    /// A code of ISO 4217 for a metal, a fund, a test or no currency.
    UnpayableCurrency {
        code: String,
    },
}

/// What a field should have held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    Text,
    Time,
    Flag,
    Rating,
    Object,
    List,
    ListOfObjects,
}

impl From<UnknownWord> for FieldFault {
    fn from(word: UnknownWord) -> Self {
        Self::Word(Box::new(word))
    }
}

impl From<BadId> for FieldFault {
    fn from(id: BadId) -> Self {
        Self::Id(Box::new(id))
    }
}

impl EventLineRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::NotAParty { .. } => Code::NotAParty,
            Self::DuplicateId { .. } => Code::DuplicateId,
            Self::Field { fault: FieldFault::MinorOutOfRange { .. }, .. } => Code::BadAmount,
            Self::Field {
                fault: FieldFault::UnknownCurrency { .. } | FieldFault::UnpayableCurrency { .. }, ..
            } => Code::BadCurrency,
            Self::Field { .. }
            | Self::NotUtf8 { .. }
            | Self::TooLong { .. }
            | Self::NotJson { .. }
            | Self::NotAnObject
            | Self::UnknownType { .. }
            | Self::TooManyAttachments { .. } => Code::Malformed,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::DuplicateId { id } => detail([("id", id.0.as_str().into())]),
            _ => Detail::new(),
        }
    }
}
