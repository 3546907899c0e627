//! What follows the store: desks follow which cases changed, the marketplace follows the outbox.

use std::os::fd::OwnedFd;

use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::queue::saved_views::SavedView;
use crate::domain::time::Time;
use crate::store::{PersonalStore, Presence, StoreError};

/// Tells what happened since.
pub trait FeedStore {
    /// Reads which disputes changed after this cursor, whether the team or its policy did, and the cursor to ask with next time. Cheap when nothing did.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError>;

    /// Reads at most `limit` lines for the marketplace with a `seq` above `after`, ascending.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxLine>, StoreError>;

    /// Reads the highest `seq` that a line for the marketplace has; 0 where there is none yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn outbox_head(&self) -> Result<i64, StoreError>;
}

/// What a desk asks whenever something may have happened.
pub trait GlanceStore: FeedStore + PersonalStore {
    /// Reads what changed after this cursor, which case each desk has open, and the views that a mediator keeps. A store that is far
    /// away answers all of it at once.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn glance(&self, after: ChangeCursor, of: Option<&Handle>, now: Time) -> Result<Glance, StoreError> {
        Ok(Glance {
            changes: self.changes(after)?,
            presences: self.presences(now)?,
            views: of.map_or(Ok(Vec::new()), |me| self.views(me))?,
        })
    }

    /// Returns a descriptor that becomes readable when anyone begins to write to the store, to be read until it would block; what
    /// is written may be there only a moment later. `None` where nobody says so: such a store is asked once a second.
    fn announcements(&self) -> Option<OwnedFd> {
        None
    }

    /// Reads when time alone will next change what the store answers. Asked only of a store that has
    /// [`GlanceStore::announcements`].
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn due_times(&self, _now: Time) -> Result<DueTimes, StoreError> {
        Ok(DueTimes::default())
    }
}

/// When time alone changes something; `None`: nothing is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueTimes {
    /// The first case that [`crate::store::CaseStore::settle_due`] will find; it may be past.
    pub settles: Option<Time>,
    /// The next deadline of an open case: past it, the counts are others, though nothing is written.
    pub overdue: Option<Time>,
}

/// What others did, as a desk sees it at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glance {
    pub changes: Changes,
    pub presences: Vec<Presence>,
    pub views: Vec<SavedView>,
}

/// A place in the sequence of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ChangeCursor(pub i64);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Ask with this next time.
    pub cursor: ChangeCursor,
    /// The disputes, each once, with the author and the kind of their last change. That somebody read it is a change too, but
    /// takes no other's place.
    pub changed: Vec<Changed>,
    /// The team or its policy changed: who may do what may be another.
    pub team: bool,
    /// Too many to list: read everything again.
    pub all: bool,
}

impl Changes {
    /// Returns whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && !self.team && !self.all
    }
}

/// A dispute that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub dispute: DisputeId,
    /// Who changed it last.
    pub by: Actor,
    pub kind: ChangeKind,
}

/// A line for the marketplace.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxLine {
    /// Ascending, never reused.
    pub seq: i64,
    /// The whole line as JSON, `seq` included.
    pub json: serde_json::Value,
}
