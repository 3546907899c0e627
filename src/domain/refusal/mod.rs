//! Why a rule said no: a typed refusal, whose fields are what a program reads and a sentence is made from.
//!
//! No sentence stands here. `ui::i18n` makes it from the fields, in English or French, for the command line and the desk
//! alike. A new refusal is a variant in one of these files with its code and its details, and a text in
//! `assets/locales/*/refusals.ftl`.

mod decision;
mod discussion;
mod event_line;
mod filter_term;
mod money;
mod opening;
mod order;
mod permission;
mod saved_view;
mod setup;
mod text;
mod unknown;

use std::fmt;

use serde_json::{Map, Value};

use super::vocabulary::vocabulary;

pub use decision::DecisionRefusal;
pub use discussion::DiscussionRefusal;
pub use event_line::{EventField, EventLineRefusal, FieldFault, FieldType};
pub use filter_term::{BadTerm, BadTermWhy, Expected};
pub use money::MoneyRefusal;
pub use opening::{MissingRefusals, OpeningRefusal};
pub use order::{OrderRefusal, OrderStep};
pub use permission::PermissionRefusal;
pub use saved_view::SavedViewRefusal;
pub use setup::SetupRefusal;
pub use text::{TextFault, TextPart, TextRefusal};
pub use unknown::Unknown;

vocabulary!(
    /// The stable codes of the contract.
    Code, "an error code", {
        SellerCannotOpen = "seller_cannot_open",
        NoGround = "no_ground",
        NotAParty = "not_a_party",
        BadState = "bad_state",
        PendingRequest = "pending_request",
        UnknownOrder = "unknown_order",
        UnknownDispute = "unknown_dispute",
        UnknownMessage = "unknown_message",
        UnknownAttachment = "unknown_attachment",
        UnknownProposal = "unknown_proposal",
        UnknownAsk = "unknown_ask",
        UnknownPerson = "unknown_person",
        UnknownView = "unknown_view",
        BadName = "bad_name",
        NameTaken = "name_taken",
        TooManyViews = "too_many_views",
        DuplicateId = "duplicate_id",
        Malformed = "malformed",
        BadAmount = "bad_amount",
        BadCurrency = "bad_currency",
        NoAgreement = "no_agreement",
        AlreadyDecided = "already_decided",
        ChangedSince = "changed_since",
        ClaimedByOther = "claimed_by_other",
        HoldOver = "hold_over",
        InadmissibleCited = "inadmissible_cited",
        ThreadClosed = "thread_closed",
        NotAMediator = "not_a_mediator",
        ConflictOfInterest = "conflict_of_interest",
        NotALead = "not_a_lead",
        NotYou = "not_you",
        LastLead = "last_lead",
        AccountTaken = "account_taken",
        TooLate = "too_late",
    }
);

/// What kind of no it is; the contract gives each its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// A rule forbids it (3).
    Rule,
    /// Someone else acted first, or the case changed (4).
    Conflict,
    /// There is no such thing (5).
    Unknown,
}

impl Code {
    /// What kind of no this code is.
    pub fn kind(self) -> RefusalKind {
        match self {
            Self::AlreadyDecided | Self::ChangedSince | Self::ClaimedByOther => RefusalKind::Conflict,
            Self::UnknownOrder
            | Self::UnknownDispute
            | Self::UnknownMessage
            | Self::UnknownAttachment
            | Self::UnknownProposal
            | Self::UnknownAsk
            | Self::UnknownPerson
            | Self::UnknownView => RefusalKind::Unknown,
            _ => RefusalKind::Rule,
        }
    }
}

/// The facts behind a refusal, as `--json` prints them under `detail`.
pub type Detail = Map<String, Value>;

fn detail<const N: usize>(facts: [(&str, Value); N]) -> Detail {
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A refusal: nothing was changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    Order(OrderRefusal),
    Opening(OpeningRefusal),
    Discussion(DiscussionRefusal),
    Permission(PermissionRefusal),
    Decision(DecisionRefusal),
    Money(MoneyRefusal),
    Unknown(Unknown),
    EventLine(EventLineRefusal),
    Text(TextRefusal),
    /// A filter with a term that makes no sense.
    Filter(BadTerm),
    SavedView(SavedViewRefusal),
    Setup(SetupRefusal),
}

impl Refusal {
    pub fn code(&self) -> Code {
        match self {
            Self::Order(refusal) => refusal.code(),
            Self::Opening(refusal) => refusal.code(),
            Self::Discussion(refusal) => refusal.code(),
            Self::Permission(refusal) => refusal.code(),
            Self::Decision(refusal) => refusal.code(),
            Self::Money(refusal) => refusal.code(),
            Self::Unknown(unknown) => unknown.code(),
            Self::EventLine(refusal) => refusal.code(),
            Self::Text(_) | Self::Filter(_) => Code::Malformed,
            Self::SavedView(refusal) => refusal.code(),
            Self::Setup(refusal) => refusal.code(),
        }
    }

    /// What kind of refusal it is.
    pub fn kind(&self) -> RefusalKind {
        self.code().kind()
    }

    /// The facts that programs read besides the code.
    pub fn detail(&self) -> Detail {
        match self {
            Self::Order(refusal) => refusal.detail(),
            Self::Opening(refusal) => refusal.detail(),
            Self::Discussion(refusal) => refusal.detail(),
            Self::Permission(refusal) => refusal.detail(),
            Self::Decision(refusal) => refusal.detail(),
            Self::Money(refusal) => refusal.detail(),
            Self::Unknown(unknown) => unknown.detail(),
            Self::EventLine(refusal) => refusal.detail(),
            Self::Text(_) => Detail::new(),
            Self::Filter(bad) => detail([("start", bad.at.start.into()), ("end", bad.at.end.into())]),
            Self::SavedView(refusal) => refusal.detail(),
            Self::Setup(refusal) => refusal.detail(),
        }
    }
}

/// The code and the fields, for logs and failed tests. What people read is made elsewhere.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self:?}", self.code())
    }
}

impl std::error::Error for Refusal {}

macro_rules! refusal_from {
    ($($variant:ident($inner:ty)),+ $(,)?) => {
        $(impl From<$inner> for Refusal {
            fn from(inner: $inner) -> Self {
                Self::$variant(inner)
            }
        })+
    };
}

refusal_from!(
    Order(OrderRefusal),
    Opening(OpeningRefusal),
    Discussion(DiscussionRefusal),
    Permission(PermissionRefusal),
    Decision(DecisionRefusal),
    Money(MoneyRefusal),
    Unknown(Unknown),
    EventLine(EventLineRefusal),
    Text(TextRefusal),
    Filter(BadTerm),
    SavedView(SavedViewRefusal),
    Setup(SetupRefusal),
);
