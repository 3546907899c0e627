//! What is a mediator's own: drafts, views, notifications, and which case their desks have open. The audit and the cursor of
//! changes tell nothing of it. It is written by themselves alone: [`crate::domain::team::identity::own`] refuses everybody else.

use std::cmp::Reverse;

use chrono::TimeDelta;

use crate::domain::case::actor::Actor;
use crate::domain::case::records::NotificationKind;
use crate::domain::ids::{DisputeId, Handle, RequestKey};
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::time::Time;
use crate::store::StoreError;

/// How often a desk says again which case it has open.
pub const HEARTBEAT: TimeDelta = TimeDelta::seconds(30);

/// How long a desk that says nothing any more still counts: two heartbeats, and some patience with a busy machine.
pub const PRESENT_FOR: TimeDelta = TimeDelta::seconds(65);

/// What became of the views that a mediator keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedViews {
    /// All of them, as they stand now.
    pub views: Vec<SavedView>,
    /// The one that was kept, changed or dropped.
    pub changed: SavedView,
}

/// How many notifications are read at once. The next ones come when these are acknowledged.
pub const NOTIFICATIONS_AT_MOST: usize = 1_000;

/// Keeps what is a mediator's own.
pub trait PersonalStore {
    /// Reads the draft that a mediator keeps for a case.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn draft(&self, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError>;

    /// Keeps a draft (opaque to the store), or removes it with `None`, in the place of the one that the caller `knows`: in one
    /// transaction, so that what another desk of the mediator wrote meanwhile is never overwritten unseen.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `unknown_dispute`; another [`StoreError`] when it could not be written.
    fn put_draft(
        &mut self,
        dispute: DisputeId,
        by: &Handle,
        draft: Option<&str>,
        knows: Option<&str>,
        now: Time,
    ) -> Result<DraftWrite, StoreError>;

    /// Reads the views that a mediator keeps, in their order.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn views(&self, of: &Handle) -> Result<Vec<SavedView>, StoreError>;

    /// Changes the views that a mediator keeps, by the rules of [`crate::domain::queue::saved_views`]. `key` makes a repeat
    /// harmless. (What else is here needs none: the same again leaves the same behind.)
    ///
    /// # Errors
    /// [`StoreError::Refused`] when a rule says no or they are not of the team, another [`StoreError`] when it could not be
    /// written; nothing was changed.
    fn change_views(
        &mut self,
        of: &Handle,
        change: &ViewChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<ChangedViews, StoreError>;

    /// Reads what this mediator is told of cases and has not [acknowledged](PersonalStore::acknowledge), the newest first: at
    /// most one of each kind and case, and [`NOTIFICATIONS_AT_MOST`] of all.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn notifications(&self, of: &Handle, now: Time) -> Result<Vec<Notification>, StoreError>;

    /// Acknowledges notifications that this mediator has seen: they are told no more. One that has become newer since stays;
    /// one that is not there is no error.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn acknowledge(&mut self, of: &Handle, seen: &[Notification]) -> Result<(), StoreError>;

    /// Notes which case a desk has open, or that it has none open any more. Called again every [`HEARTBEAT`].
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn heartbeat(&mut self, desk: &str, by: &Handle, at: Option<DisputeId>, now: Time) -> Result<(), StoreError>;

    /// Reads who has which case open, by the heartbeats of the last [`PRESENT_FOR`], in the order of the cases.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn presences(&self, now: Time) -> Result<Vec<Presence>, StoreError>;
}

/// What became of a draft that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftWrite {
    /// It stands in the store.
    Written,
    /// Nothing was written: another desk's draft stands there, or none any more.
    Differs(Option<String>),
}

/// A desk that has a case open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Presence {
    pub dispute: DisputeId,
    /// Whose desk it is.
    pub by: Handle,
    /// The desk; one mediator may have several.
    pub desk: String,
}

/// What a mediator is told of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    pub dispute: DisputeId,
    /// Who did it; the system where time did.
    pub by: Actor,
    pub what: NotificationKind,
    /// When it was done, or since when it stands so.
    pub at: Time,
}

impl Notification {
    /// Returns the notifications to tell of those that writes made and those that stand in cases, without what of the latter
    /// was acknowledged.
    pub fn merge(
        written: impl IntoIterator<Item = Self>,
        standing: impl IntoIterator<Item = Self>,
        acknowledged: &[Acknowledgement],
    ) -> Vec<Self> {
        let is_new = |one: &Self| !acknowledged.iter().any(|known| *known == one.acknowledgement());
        let mut all: Vec<_> = written.into_iter().chain(standing.into_iter().filter(is_new)).collect();
        all.sort_by_key(|one| (Reverse(one.at), one.dispute, one.what));
        all.truncate(NOTIFICATIONS_AT_MOST);
        all
    }

    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement { dispute: self.dispute, what: self.what, at: self.at }
    }
}

/// What a mediator has acknowledged of what stands in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledgement {
    pub dispute: DisputeId,
    pub what: NotificationKind,
    /// The moment that it was told of.
    pub at: Time,
}
