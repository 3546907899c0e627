//! Identifiers, each its own type, shown and typed as the contract writes them (`D-1001`, `m12`, `a3`, …).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text that is not an identifier of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{text}\u{201d} is not {what}; expected {shape}")]
pub struct BadId {
    pub text: String,
    /// The kind of identifier expected, with its article.
    pub what: &'static str,
    /// An example of the right shape.
    pub shape: &'static str,
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $what:literal, $shape:literal $(, bare: $bare:literal)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let bad = || BadId { text: text.to_owned(), what: $what, shape: $shape };
                let is_prefixed = text.get(..$prefix.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case($prefix));
                let may_be_bare = false $(|| $bare)?;
                let digits = match (is_prefixed, may_be_bare) {
                    (true, _) => &text[$prefix.len()..],
                    (false, true) => text,
                    (false, false) => return Err(bad()),
                };
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(bad());
                }
                digits.parse().map($name).map_err(|_| bad())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let about = concat!($what, ", like ", $shape);
                json_schema!({"type": "string", "pattern": concat!("^", $prefix, "[0-9]+$"), "description": about})
            }
        }
    };
}

numbered!(
    /// A dispute, `D-1001`. Numbers rise in the order of opening and are never reused. People may leave the letter out.
    DisputeId, "D-", "a dispute's number", "D-1001", bare: true
);
numbered!(
    /// A message of a dispute's discussion, `m12`. Numbers rise in order of arrival over all disputes.
    MessageId, "m", "a message's id", "m12"
);
numbered!(
    /// An attachment of a message or of a delivery, `a3`.
    AttachmentId, "a", "an attachment's id", "a3"
);
numbered!(
    /// A proposal put to both parties, `p1`.
    ProposalId, "p", "a proposal's id", "p1"
);
numbered!(
    /// A mediator's tracked request to one party, `q1`.
    AskId, "q", "an ask's id", "q1"
);
numbered!(
    /// A note that only mediators see, `n4`.
    NoteId, "n", "a note's id", "n4"
);
numbered!(
    /// A passage ([`crate::domain::search::passage`]), `t21`. Numbers rise in order of arrival. Internal to the store.
    PassageId, "t", "a passage's number", "t21"
);
numbered!(
    /// A decision, `x7`. Internal to the store and the audit; people speak of a dispute's decision.
    DecisionId, "x", "a decision's id", "x7"
);
numbered!(
    /// An entry of the ledger, `l9`.
    EntryId, "l", "a ledger entry's id", "l9"
);

macro_rules! named {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(extend("pattern" = r"\S"))]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

named!(
    /// The marketplace's own id of an order, `O-…`, kept as it came.
    OrderId
);
named!(
    /// The marketplace's own id of a client or a seller.
    PersonId
);
named!(
    /// The unique id that the marketplace gave an event.
    EventId
);
named!(
    /// The key of a request: made once per intent by whoever makes the request, so that a repeat is known as one.
    RequestKey
);
named!(
    /// A mediator's short name, as typed after `--as`.
    Handle
);
named!(
    /// An account of the system, by its name; `#1234` for a number that has none.
    SystemAccount
);

/// The name of what waits for an answer: `q3` or `p2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwedAnswer {
    Ask(AskId),
    Proposal(ProposalId),
}

impl fmt::Display for OwedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ask(ask) => ask.fmt(f),
            Self::Proposal(proposal) => proposal.fmt(f),
        }
    }
}

impl FromStr for OwedAnswer {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::Ask).or_else(|_| text.parse().map(Self::Proposal))
    }
}

/// Something that a decision rests on: a message or a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cite {
    /// A message of the discussion.
    Message(MessageId),
    /// A piece of evidence.
    Attachment(AttachmentId),
}

impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(id) => id.fmt(f),
            Self::Attachment(id) => id.fmt(f),
        }
    }
}

impl FromStr for Cite {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        text.parse().map(Self::Message).or_else(|_| text.parse().map(Self::Attachment)).map_err(|_: BadId| BadId {
            text: text.to_owned(),
            what: "something that can be cited",
            shape: "m12 or a3",
        })
    }
}

impl Serialize for Cite {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl JsonSchema for Cite {
    fn schema_name() -> Cow<'static, str> {
        "Cite".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let about = "a message like m12, or an attachment like a3";
        json_schema!({"type": "string", "pattern": "^[ma][0-9]+$", "description": about})
    }
}

impl<'de> Deserialize<'de> for Cite {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

/// The id of what a mediator's action made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreatedId {
    Message(MessageId),
    Ask(AskId),
    Proposal(ProposalId),
    Note(NoteId),
}

impl fmt::Display for CreatedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(id) => id.fmt(f),
            Self::Ask(id) => id.fmt(f),
            Self::Proposal(id) => id.fmt(f),
            Self::Note(id) => id.fmt(f),
        }
    }
}

impl FromStr for CreatedId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId { text: text.to_owned(), what: "the id of what an action made", shape: "m12, q1, p1 or n4" };
        let message = text.parse().map(Self::Message);
        let made = message.or_else(|_| text.parse().map(Self::Ask)).or_else(|_| text.parse().map(Self::Proposal));
        made.or_else(|_| text.parse().map(Self::Note)).map_err(|_: BadId| bad())
    }
}

impl Serialize for CreatedId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// The next free number of each kind. The store loads it inside the writing transaction, the rules take from it, so that
/// what they make can refer to what they made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ids {
    pub dispute: i64,
    pub message: i64,
    pub attachment: i64,
    pub proposal: i64,
    pub ask: i64,
    pub note: i64,
    pub decision: i64,
    pub entry: i64,
}

impl Default for Ids {
    fn default() -> Self {
        Self { dispute: 1001, message: 1, attachment: 1, proposal: 1, ask: 1, note: 1, decision: 1, entry: 1 }
    }
}

macro_rules! take {
    ($($field:ident -> $id:ident),*) => {
        impl Ids {
            $(
                /// Takes the next number of this kind.
                pub fn $field(&mut self) -> $id {
                    let id = $id(self.$field);
                    self.$field += 1;
                    id
                }
            )*
        }
    };
}

take!(dispute -> DisputeId, message -> MessageId, attachment -> AttachmentId, proposal -> ProposalId, ask -> AskId,
      note -> NoteId, decision -> DecisionId, entry -> EntryId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_shown() {
        assert_eq!("D-1001".parse(), Ok(DisputeId(1001)));
        assert_eq!("d-1001".parse(), Ok(DisputeId(1001)));
        assert_eq!("1001".parse(), Ok(DisputeId(1001)));
        assert_eq!(DisputeId(1001).to_string(), "D-1001");
        assert_eq!("a3".parse(), Ok(Cite::Attachment(AttachmentId(3))));
        assert_eq!("m3".parse(), Ok(Cite::Message(MessageId(3))));
        let (message, ask) = (CreatedId::Message(MessageId(1)), CreatedId::Ask(AskId(2)));
        for made in [message, ask, CreatedId::Proposal(ProposalId(3)), CreatedId::Note(NoteId(4))] {
            assert_eq!(made.to_string().parse(), Ok(made));
        }
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in
            ["", "D-", "D-1x", "D--1", "-1", "+1", "1 001", "D1001", "m1001", "é", "D-99999999999999999999", "m+1"]
        {
            assert!(text.parse::<DisputeId>().is_err(), "{text}");
            assert!(text.parse::<MessageId>().is_err() || text == "m1001", "{text}");
        }
        for text in ["1001", "D-1001"] {
            assert!(text.parse::<MessageId>().is_err(), "{text}");
        }
    }
}
