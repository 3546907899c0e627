//! Finding what was said: messages, and passages ([`crate::domain::search::passage`]).
//!
//! Both are numbered in order of arrival, each in its own sequence, and looked through from the newest. A page merges the two
//! ([`SearchPage::merged`]): whichever has the later next hit gives it.

use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{AttachmentId, DecisionId, DisputeId, Handle, MessageId, NoteId, PassageId, ProposalId};
use crate::domain::search::passage::HitKind;
use crate::domain::search::terms::SearchTerms;
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::StoreError;

/// Finds what was said by its words.
pub trait SearchStore {
    /// Finds the messages and passages that hold every free word, newest first, in the cases that fulfil every condition. What
    /// belongs to an order without a dispute is left out. Bounded: at most `limit` hits, and about 50 ms whatever is looked for;
    /// see [`SearchPage::next`].
    ///
    /// # Errors
    /// [`StoreError::Interrupted`] when another thread ended it; another [`StoreError`] when the database could not be read.
    fn search(&self, query: &SearchQuery, now: Time) -> Result<SearchPage, StoreError>;

    /// Returns a handle that ends a running [`SearchStore::search`] or [`crate::store::QueueStore::find`] of this store from
    /// another thread.
    fn interrupter(&self) -> Box<dyn Interrupt>;
}

/// What to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    /// Free words, and conditions on the cases.
    pub terms: SearchTerms,
    /// Whose `is:mine` it is.
    pub me: Option<Handle>,
    /// Only what is older than this (to go on).
    pub before: Option<SearchCursor>,
    /// How many hits at most.
    pub limit: usize,
}

/// How far a search has come: everything from these numbers up was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchCursor {
    pub message: MessageId,
    pub passage: PassageId,
}

impl SearchCursor {
    /// Nothing was looked at yet.
    pub const START: Self = Self { message: MessageId(i64::MAX), passage: PassageId(i64::MAX) };
    /// Everything was: there is no number below 1.
    const END: Self = Self { message: MessageId(0), passage: PassageId(0) };
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchPage {
    /// Newest first.
    pub hits: Vec<Hit>,
    /// There may be more: ask again with this as `before` to go on. `None`: everything was looked at. A search that takes
    /// long returns what it has, perhaps nothing yet, and where to go on.
    pub next: Option<SearchCursor>,
}

impl SearchPage {
    /// Merges what was found among messages and among passages. Where one of the two was not looked through to its end, what is
    /// older than what it may still give is left for the next page, so that pages meet without gap or repeat.
    pub fn merged(messages: FoundHits, passages: FoundHits, limit: usize) -> Self {
        let mut hits = Vec::new();
        let (mut messages, mut passages) = (HitQueue::new(messages), HitQueue::new(passages));
        while hits.len() < limit {
            let from = match (messages.newest(), passages.newest()) {
                (Newest::Hit(message), Newest::Hit(passage)) if message >= passage => &mut messages,
                (Newest::Hit(message), Newest::NotYet(unseen)) if message >= unseen => &mut messages,
                (Newest::Hit(_), Newest::None) => &mut messages,
                (Newest::NotYet(unseen), Newest::Hit(passage)) if unseen >= passage => break,
                (_, Newest::Hit(_)) => &mut passages,
                _ => break,
            };
            hits.extend(from.pop());
        }
        let next = SearchCursor { message: MessageId(messages.next()), passage: PassageId(passages.next()) };
        Self { hits, next: (next != SearchCursor::END).then_some(next) }
    }
}

/// What was found among messages, or among passages.
#[derive(Debug, Default)]
pub struct FoundHits {
    /// With their numbers, which fall.
    pub hits: Vec<(i64, Hit)>,
    /// Everything from this number up was looked at; `None`: everything was.
    pub next: Option<i64>,
    /// The time of the newest that was not looked at.
    pub unseen: Option<Time>,
}

/// What is left to be merged, the newest first.
struct HitQueue {
    hits: std::vec::IntoIter<(i64, Hit)>,
    next: Option<i64>,
    unseen: Option<Time>,
}

/// What comes next.
enum Newest {
    /// A hit of this time.
    Hit(Time),
    /// Perhaps one of this time: it has not been looked for.
    NotYet(Time),
    None,
}

impl HitQueue {
    fn new(found: FoundHits) -> Self {
        Self { hits: found.hits.into_iter(), next: found.next, unseen: found.unseen }
    }

    fn newest(&self) -> Newest {
        match (self.hits.as_slice().first(), self.next) {
            (Some((_, hit)), _) => Newest::Hit(hit.at),
            (None, Some(_)) => Newest::NotYet(self.unseen.unwrap_or(Time::MIN_UTC)),
            (None, None) => Newest::None,
        }
    }

    fn pop(&mut self) -> Option<Hit> {
        self.hits.next().map(|(_, hit)| hit)
    }

    /// Where to go on: above the first that was not taken, or where the looking stopped.
    fn next(&self) -> i64 {
        self.hits.as_slice().first().map_or(self.next.unwrap_or(0), |(number, _)| number + 1)
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The case that it opens: of an order's history, the order's latest.
    pub dispute: DisputeId,
    /// Where it stands there.
    pub place: HitPlace,
    pub from: Speaker,
    /// The name of whom it is from: a party's name, a mediator's handle, or nothing for litige.
    pub author: String,
    pub at: Time,
    /// The words around the first that was found.
    pub snippet: String,
    /// Where the found words stand in the snippet, as byte ranges.
    pub marks: Vec<(usize, usize)>,
    /// The title of the service that the order is for.
    pub title: String,
}

/// Where in a case something stands that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitPlace {
    Message(MessageId),
    /// An entry of the order's history, with its number ([`crate::store::TimelineRow::seq`]).
    History {
        seq: i64,
        kind: TimelineKind,
    },
    /// The terms of a proposal.
    Proposal(ProposalId),
    /// The reasons of a decision, or of the second mediator who refused it.
    Reason(DecisionId),
    Note(NoteId),
    /// The name of a file, and the message that it came with, if it came with one.
    File {
        attachment: AttachmentId,
        message: Option<MessageId>,
    },
    /// Why a piece of evidence was struck, and the message that it came with.
    Strike {
        attachment: AttachmentId,
        message: Option<MessageId>,
    },
}

impl HitPlace {
    /// Returns the message that it is.
    pub fn message(self) -> Option<MessageId> {
        if let Self::Message(message) = self { Some(message) } else { None }
    }

    /// Returns the message in the discussion that it stands at: itself, or the one that a file came with.
    pub fn at_message(self) -> Option<MessageId> {
        match self {
            Self::Message(message) => Some(message),
            Self::File { message, .. } | Self::Strike { message, .. } => message,
            Self::History { .. } | Self::Proposal(_) | Self::Reason(_) | Self::Note(_) => None,
        }
    }

    /// Returns the file whose name or strike it is.
    pub fn file(self) -> Option<AttachmentId> {
        match self {
            Self::File { attachment, .. } | Self::Strike { attachment, .. } => Some(attachment),
            _ => None,
        }
    }

    /// Returns what a document shows it with: why a file was struck stands under its name.
    pub fn in_document(self) -> Self {
        match self {
            Self::Strike { attachment, message } => Self::File { attachment, message },
            other => other,
        }
    }

    /// Returns the id by which people and the contract name it, where it has one.
    pub fn id(self) -> Option<String> {
        match self {
            Self::Message(id) => Some(id.to_string()),
            Self::Proposal(id) => Some(id.to_string()),
            Self::Note(id) => Some(id.to_string()),
            Self::File { attachment, .. } | Self::Strike { attachment, .. } => Some(attachment.to_string()),
            Self::History { .. } | Self::Reason(_) => None,
        }
    }

    /// Returns what stands there.
    pub fn kind(self) -> HitKind {
        match self {
            Self::Message(_) => HitKind::Message,
            // An entry without a text of its own is never found.
            Self::History { kind, .. } => HitKind::of_entry(kind).unwrap_or(HitKind::Answer),
            Self::Proposal(_) => HitKind::Proposal,
            Self::Reason(_) => HitKind::Reason,
            Self::Note(_) => HitKind::Note,
            Self::File { .. } => HitKind::File,
            Self::Strike { .. } => HitKind::Strike,
        }
    }
}

/// Ends what is running.
pub trait Interrupt: Send {
    /// Makes the running search end with [`StoreError::Interrupted`]; nothing happens when none is running.
    fn interrupt(&self);
}
