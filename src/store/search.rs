//! Finding messages.

use crate::domain::ids::{DisputeId, Handle, MessageId};
use crate::domain::search::terms::SearchTerms;
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::StoreError;

/// Finds messages by their words.
pub trait SearchStore {
    /// Finds the messages that hold every free word, newest first, in the cases that fulfil every condition. Bounded: at most
    /// `limit` hits, and about 50 ms whatever is looked for; see [`SearchPage::next`].
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
    /// Only messages older than this one (to go on).
    pub before: Option<MessageId>,
    /// How many hits at most.
    pub limit: usize,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchPage {
    /// Newest first.
    pub hits: Vec<Hit>,
    /// There may be more: ask again with this as `before` to go on. `None`: everything was looked at. A search that takes
    /// long returns what it has, perhaps nothing yet, and where to go on.
    pub next: Option<MessageId>,
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub dispute: DisputeId,
    pub message: MessageId,
    pub from: Speaker,
    /// The name of whom it is from.
    pub author: String,
    pub at: Time,
    /// The words around the first that was found.
    pub snippet: String,
    /// Where the found words stand in the snippet, as byte ranges.
    pub marks: Vec<(usize, usize)>,
    /// The title of the service that the order is for.
    pub title: String,
}

/// Ends what is running.
pub trait Interrupt: Send {
    /// Makes the running search end with [`StoreError::Interrupted`]; nothing happens when none is running.
    fn interrupt(&self);
}
