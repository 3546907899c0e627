//! The small closed vocabularies of the process, with the words that the contract writes for them.

/// A word that is not one of a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{text}\u{201d} is not {what}; expected one of: {expected}")]
pub struct UnknownWord {
    pub text: String,
    /// The vocabulary, with its article.
    pub what: &'static str,
    pub expected: String,
}

/// Declares an enum whose variants are words of the contract, once: `as_str`, `ALL`, `FromStr`, `Display`, serde.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`.")] $(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let words: Vec<_> = Self::ALL.iter().map(|word| word.as_str()).collect();
                schemars::json_schema!({"type": "string", "enum": words})
            }
        }

        impl $name {
            /// Every one, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the word that the contract and the store write.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::vocabulary::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|w| w.as_str() == text).ok_or_else(|| $crate::domain::vocabulary::UnknownWord {
                    text: text.to_owned(),
                    what: $what,
                    expected: Self::ALL.iter().map(|w| w.as_str()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary!(
    /// The two languages of the screens and of the orders.
    Lang, "a language", { Fr = "fr", En = "en" }
);

vocabulary!(
    /// Who may use a database on a host.
    Sharing, "a way to share", {
        /// Its owner alone.
        Private = "private",
        /// The group of its folder, too.
        Group = "group",
    }
);

vocabulary!(
    /// One of the two parties of an order.
    Side, "a party", {
        /// Who ordered and paid.
        Client = "client",
        /// Who does the work.
        Seller = "seller",
    }
);

impl Side {
    /// Returns the other party.
    pub fn other(self) -> Self {
        match self {
            Self::Client => Self::Seller,
            Self::Seller => Self::Client,
        }
    }
}

vocabulary!(
    /// Who a message of the discussion is from.
    Speaker, "a speaker", {
        Client = "client",
        Seller = "seller",
        Mediator = "mediator",
        /// litige itself: the closing message, the question for the justification, a lapsed ask.
        System = "system",
    }
);

impl Speaker {
    /// Returns the party that it is, if it is one.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Client => Some(Side::Client),
            Self::Seller => Some(Side::Seller),
            Self::Mediator | Self::System => None,
        }
    }
}

impl From<Side> for Speaker {
    fn from(side: Side) -> Self {
        match side {
            Side::Client => Self::Client,
            Side::Seller => Self::Seller,
        }
    }
}

vocabulary!(
    /// Who has read a message; the mediators count as one.
    Reader, "a reader", { Client = "client", Seller = "seller", Mediator = "mediator" }
);

impl From<Side> for Reader {
    fn from(side: Side) -> Self {
        match side {
            Side::Client => Self::Client,
            Side::Seller => Self::Seller,
        }
    }
}

vocabulary!(
    /// Where an order stands.
    OrderState, "an order's state", {
        InProgress = "in_progress",
        Delivered = "delivered",
        Completed = "completed",
        Cancelled = "cancelled",
        /// Ended by a partial refund.
        Settled = "settled",
        InDispute = "in_dispute",
    }
);

vocabulary!(
    /// What a client may ask of the seller.
    RequestKind, "a kind of request", { Revision = "revision", Cancellation = "cancellation" }
);

vocabulary!(
    /// The three cases that allow a dispute.
    Ground, "a ground", {
        /// Opens by itself with the second refusal.
        CancellationRefusedTwice = "cancellation_refused_twice",
        RevisionRefusedTwice = "revision_refused_twice",
        /// In that order.
        RevisionThenCancellationRefused = "revision_then_cancellation_refused",
    }
);

vocabulary!(
    /// How a dispute came to be.
    OpenedBy, "a way of opening", {
        /// By the client's choice.
        Client = "client",
        /// By itself, with the second refused cancellation.
        Automatic = "automatic",
    }
);

vocabulary!(
    /// Whether a dispute still needs a decision.
    DisputeState, "a dispute's state", { Open = "open", Decided = "decided" }
);

vocabulary!(
    /// Whose turn it is.
    WaitingOn, "whose turn it is", { Mediator = "mediator", Client = "client", Seller = "seller", Both = "both" }
);

vocabulary!(
    /// Where evidence comes from. What comes from outside the platform never counts.
    Origin, "an origin", { Platform = "platform", External = "external" }
);

vocabulary!(
    /// What became of an ask.
    AskState, "an ask's state", {
        Open = "open", Answered = "answered",
        /// Its deadline passed without an answer.
        Lapsed = "lapsed",
        Withdrawn = "withdrawn",
    }
);

vocabulary!(
    /// What a proposal offers.
    ProposalKind, "a kind of proposal", { PartialRefund = "partial_refund", Relaunch = "relaunch" }
);

vocabulary!(
    /// What became of a proposal.
    ProposalState, "a proposal's state", {
        Open = "open",
        /// Both parties accepted these exact terms.
        Agreed = "agreed",
        Declined = "declined",
        /// A newer proposal took its place.
        Superseded = "superseded",
        /// A mediator took theirs back, or it was open when the dispute was decided.
        Withdrawn = "withdrawn",
        /// Its deadline passed without the word of both; it may still be answered, late.
        Lapsed = "lapsed",
    }
);

impl ProposalState {
    /// Returns whether the parties may still give their word (docs/process.md, "Proposals past their deadline").
    pub fn is_answerable(self) -> bool {
        matches!(self, Self::Open | Self::Lapsed)
    }
}

vocabulary!(
    /// A party's word on a proposal.
    Answer, "an answer", { Accepted = "accepted", Declined = "declined" }
);

vocabulary!(
    /// The four ways in which a dispute ends.
    Outcome, "an outcome", {
        /// The work ordered was done: the seller is paid in full.
        SellerWins = "seller_wins",
        /// The client did not get what they ordered: refunded in full.
        ClientRefunded = "client_refunded",
        /// A common ground: the client gets back part, the seller the rest.
        PartialRefund = "partial_refund",
        /// Both agree to resume: the money stays in escrow.
        Relaunch = "relaunch",
    }
);

vocabulary!(
    /// Whether an outcome rests on the parties' agreement.
    Basis, "a basis", { Agreed = "agreed", Imposed = "imposed" }
);

vocabulary!(
    /// What a member of the team may do.
    Role, "a role", {
        Mediator = "mediator",
        /// A mediator who also answers for the team, the policy, and what a colleague can't finish.
        Lead = "lead",
        /// May look, not act.
        Reader = "reader",
    }
);

vocabulary!(
    /// What a member of the team may be allowed to do; [`crate::domain::team::authority`] has the table.
    Operation, "an operation", {
        /// Read, search, export, statistics, log.
        Read = "read",
        /// Write a note, or mark as read.
        Note = "note",
        /// Approve or refuse a colleague's decision.
        Review = "review",
        /// Whatever the parties are told, and a snooze.
        Work = "work",
        Claim = "claim",
        Release = "release",
        /// Assign a case to a colleague, or hand it over.
        Assign = "assign",
        /// Undo a decision that is on hold.
        Undo = "undo",
        /// Change the team.
        Team = "team",
        /// Change the policy.
        Policy = "policy",
        /// Erase a person.
        Erase = "erase",
    }
);

vocabulary!(
    View, "a view", {
        Open = "open", Mine = "mine", Unclaimed = "unclaimed", Overdue = "overdue", Snoozed = "snoozed", Decided = "decided",
        All = "all",
        /// Decisions of others that wait for a second mediator.
        Approval = "approval",
    }
);

vocabulary!(
    /// What a term of a filter can be about.
    FilterField, "a field", {
        Client = "client",
        Seller = "seller",
        Order = "order",
        Waiting = "waiting",
        Ground = "ground",
        Outcome = "outcome",
        Held = "held",
        Lang = "lang",
        /// How long ago the dispute opened.
        Age = "age",
        /// The order's price, in whole units with decimals, whatever its currency.
        Amount = "amount",
        Is = "is",
    }
);
