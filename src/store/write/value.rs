//! How the domain's types stand in a column, for every backend: the only place that says so.
//!
//! Numbers and ids are integers, times are whole milliseconds UTC, words and texts are texts, digests are bytes.

use std::borrow::Cow;
use std::error::Error;

use chrono::{DateTime, Utc};

use super::digest::Digest;
use crate::domain::case::evidence_file::NotStored;
use crate::domain::case::records::{DecisionEventKind, NotificationKind, OutboxType};
use crate::domain::decision::precedents::PriceBand;
use crate::domain::decision::statistics::DurationBracket;
use crate::domain::decision::work_figures::WorkEvent;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{
    AskId, AttachmentId, DecisionId, DisputeId, EntryId, EventId, Handle, MessageId, NoteId, OrderId, PassageId,
    PersonId, ProposalId, SystemAccount,
};
use crate::domain::money::accounts::Account;
use crate::domain::money::amount::Currency;
use crate::domain::queue::turn::TurnReason;
use crate::domain::search::passage::PassageKind;
use crate::domain::vocabulary::{
    Answer, AskState, Basis, DisputeState, Ground, Lang, OpenedBy, OrderState, Origin, Outcome, ProposalKind,
    ProposalState, Reader, RequestKind, Role, Side, Speaker, View, WaitingOn,
};

/// A value as a column holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// The same value, borrowing nothing.
    #[cfg_attr(private_tree, allow(dead_code, reason = "for a backend that keeps values"))]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }

    fn int(self) -> Result<i64, BadValue> {
        if let Self::Int(number) = self { Ok(number) } else { Err(BadValue::Type) }
    }
}

impl<'a> Value<'a> {
    fn text(self) -> Result<Cow<'a, str>, BadValue> {
        if let Self::Text(text) = self { Ok(text) } else { Err(BadValue::Type) }
    }
}

/// A stored value that is none of the type that its column holds.
#[derive(Debug)]
pub enum BadValue {
    /// It is of another kind: a text in the place of a number.
    Type,
    /// A number that the type does not reach.
    OutOfRange(i64),
    /// It can't be read as the type.
    Unreadable(Box<dyn Error + Send + Sync>),
}

impl BadValue {
    fn unreadable(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Unreadable(Box::new(error))
    }
}

/// A type that stands in a column.
pub trait ToValue {
    fn to_value(&self) -> Value<'_>;
}

/// A type that is read from a column.
pub trait FromValue: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// [`BadValue`] when the value is none of this type.
    fn from_value(value: Value<'_>) -> Result<Self, BadValue>;
}

macro_rules! number_ids {
    ($($id:ident),+ $(,)?) => { $(
        impl ToValue for $id {
            fn to_value(&self) -> Value<'_> {
                Value::Int(self.0.into())
            }
        }
        impl FromValue for $id {
            fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
                FromValue::from_value(value).map($id)
            }
        }
    )+ };
}

macro_rules! text_ids {
    ($($id:ident),+ $(,)?) => { $(
        impl ToValue for $id {
            fn to_value(&self) -> Value<'_> {
                Value::Text(Cow::Borrowed(&self.0))
            }
        }
        impl FromValue for $id {
            fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
                Ok($id(value.text()?.into_owned()))
            }
        }
    )+ };
}

macro_rules! words {
    ($($word:ident),+ $(,)?) => { $(
        impl ToValue for $word {
            fn to_value(&self) -> Value<'_> {
                Value::Text(Cow::Borrowed(self.as_str()))
            }
        }
        impl FromValue for $word {
            fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
                value.text()?.parse().map_err(BadValue::unreadable)
            }
        }
    )+ };
}

number_ids!(DisputeId, MessageId, AttachmentId, ProposalId, AskId, NoteId, PassageId, DecisionId, EntryId, PriceBand);
text_ids!(OrderId, PersonId, EventId, Handle, SystemAccount);
words!(
    Account,
    Actor,
    Answer,
    AskState,
    Basis,
    ChangeKind,
    DisputeState,
    Ground,
    Lang,
    DecisionEventKind,
    NotStored,
    OpenedBy,
    OrderState,
    Origin,
    Outcome,
    OutboxType,
    ProposalKind,
    ProposalState,
    Reader,
    TurnReason,
    RequestKind,
    Role,
    Side,
    DurationBracket,
    WorkEvent,
    Speaker,
    TimelineKind,
    NotificationKind,
    PassageKind,
    View,
    WaitingOn,
);

impl ToValue for i64 {
    fn to_value(&self) -> Value<'_> {
        Value::Int(*self)
    }
}

impl FromValue for i64 {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        value.int()
    }
}

impl ToValue for u32 {
    fn to_value(&self) -> Value<'_> {
        Value::Int((*self).into())
    }
}

impl FromValue for u32 {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        let number = value.int()?;
        number.try_into().map_err(|_| BadValue::OutOfRange(number))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        value.text().map(Cow::into_owned)
    }
}

impl ToValue for Cow<'_, str> {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl FromValue for Cow<'_, str> {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        String::from_value(value).map(Cow::Owned)
    }
}

impl<T: ToValue + Clone> ToValue for Cow<'_, T> {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: FromValue + Clone> FromValue for Cow<'_, T> {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        T::from_value(value).map(Cow::Owned)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        if value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl ToValue for Digest {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl FromValue for Digest {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        let Value::Bytes(bytes) = value else { return Err(BadValue::Type) };
        bytes.as_ref().try_into().map_err(BadValue::unreadable)
    }
}

impl ToValue for DateTime<Utc> {
    fn to_value(&self) -> Value<'_> {
        Value::Int(self.timestamp_millis())
    }
}

impl FromValue for DateTime<Utc> {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        let milliseconds = value.int()?;
        DateTime::from_timestamp_millis(milliseconds).ok_or(BadValue::OutOfRange(milliseconds))
    }
}

impl ToValue for Currency {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self.code()))
    }
}

impl FromValue for Currency {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        Self::from_code(&value.text()?).ok_or(BadValue::Type)
    }
}

/// Words or ids in one column, with a space between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<'a, T: Clone>(pub Cow<'a, [T]>);

impl<T: Clone + std::fmt::Display> ToValue for List<'_, T> {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Owned(self.0.iter().map(T::to_string).collect::<Vec<_>>().join(" ")))
    }
}

impl<T: Clone + std::str::FromStr<Err: Error + Send + Sync + 'static>> FromValue for List<'_, T> {
    fn from_value(value: Value<'_>) -> Result<Self, BadValue> {
        let text = value.text()?;
        let items = text.split_ascii_whitespace().map(|item| item.parse().map_err(BadValue::unreadable));
        items.collect::<Result<_, _>>().map(|items| List(Cow::Owned(items)))
    }
}
