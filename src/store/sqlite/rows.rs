//! Row ↔ type: how each of our types stands in a column, in this one place.

use chrono::{DateTime, SubsecRound};
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::domain::case::evidence_file::NotStored;
use crate::domain::case::records::{DecisionEventKind, NotificationKind};
use crate::domain::decision::precedents::Band;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{
    AskId, AttachmentId, DecisionId, DisputeId, EntryId, EventId, Handle, MessageId, NoteId, OrderId, PersonId,
    ProposalId,
};
use crate::domain::money::accounts::Account;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::queue::turn::Reason;
use crate::domain::time::Time;
use crate::domain::vocabulary::{
    Answer, AskState, Basis, DisputeState, Ground, Lang, OpenedBy, OrderState, Origin, Outcome, ProposalKind,
    ProposalState, Reader, RequestKind, Role, Side, Speaker, View, WaitingOn,
};

macro_rules! numbers {
    ($($id:ident),+) => { $(
        impl ToSql for $id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.into())
            }
        }
        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map($id)
            }
        }
    )+ };
}

macro_rules! texts {
    ($($id:ident),+) => { $(
        impl ToSql for $id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.as_str().into())
            }
        }
        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str().map($id::from)
            }
        }
    )+ };
}

macro_rules! words {
    ($($word:ident),+) => { $(
        impl ToSql for $word {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.as_str().into())
            }
        }
        impl FromSql for $word {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str()?.parse().map_err(FromSqlError::other)
            }
        }
    )+ };
}

numbers!(DisputeId, MessageId, AttachmentId, ProposalId, AskId, NoteId, DecisionId, EntryId, Band);
texts!(OrderId, PersonId, EventId, Handle);
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
    ProposalKind,
    ProposalState,
    Reader,
    Reason,
    RequestKind,
    Role,
    Side,
    Speaker,
    TimelineKind,
    NotificationKind,
    View,
    WaitingOn
);

impl ToSql for Currency {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.code().into())
    }
}

impl FromSql for Currency {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::from_code(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

/// A time as its column: whole milliseconds, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ms(pub Time);

impl ToSql for Ms {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.timestamp_millis().into())
    }
}

impl FromSql for Ms {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let ms = value.as_i64()?;
        DateTime::from_timestamp_millis(ms).map(Ms).ok_or(FromSqlError::OutOfRange(ms))
    }
}

/// A time as the store will give it back.
pub(super) fn stored(at: Time) -> Time {
    at.trunc_subsecs(3)
}

/// Words or ids with a space between.
pub(super) struct List<T>(pub Vec<T>);

impl<T: std::fmt::Display> ToSql for List<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.iter().map(T::to_string).collect::<Vec<_>>().join(" ").into())
    }
}

impl<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>> FromSql for List<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let items = value.as_str()?.split_ascii_whitespace().map(|word| word.parse().map_err(FromSqlError::other));
        items.collect::<Result<_, _>>().map(List)
    }
}

/// Reads a row's columns from left to right, in the order in which a struct's fields are written.
pub(super) struct Reading<'r, 's> {
    row: &'r Row<'s>,
    at: usize,
}

impl<'r, 's> Reading<'r, 's> {
    /// From the first column.
    pub(super) fn of(row: &'r Row<'s>) -> Self {
        Self { row, at: 0 }
    }

    /// The next column.
    pub(super) fn take<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let value = self.row.get(self.at);
        self.at += 1;
        value
    }

    /// The next column, a time.
    pub(super) fn time(&mut self) -> rusqlite::Result<Time> {
        self.take::<Ms>().map(|ms| ms.0)
    }

    /// The next column, a time or nothing.
    pub(super) fn time_or_none(&mut self) -> rusqlite::Result<Option<Time>> {
        Ok(self.take::<Option<Ms>>()?.map(|ms| ms.0))
    }

    /// The next two columns, an amount and its currency.
    pub(super) fn money(&mut self) -> rusqlite::Result<Money> {
        Ok(Money::new(self.take()?, self.take()?))
    }
}
