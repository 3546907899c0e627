//! What is a mediator's own: drafts, views, notifications, and which case their desks have open. The audit and the cursor of
//! changes tell nothing of it.

use chrono::TimeDelta;

use crate::domain::case::records::NotificationKind;
use crate::domain::ids::{DisputeId, Handle, RequestKey};
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::time::Time;
use crate::store::StoreError;

/// How often a desk says again which case it has open.
pub const HEARTBEAT: TimeDelta = TimeDelta::seconds(30);

/// How long a desk that says nothing any more still counts: two heartbeats, and some patience with a busy machine.
pub const PRESENT_FOR: TimeDelta = TimeDelta::seconds(65);

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

    /// Changes the views that a mediator keeps, by the rules of [`crate::domain::queue::saved_views`], and returns them. `key` makes
    /// a repeat harmless. (What else is here needs none: the same again leaves the same behind.)
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
    ) -> Result<Vec<SavedView>, StoreError>;

    /// Reads what this mediator must be told of cases of theirs and has not [acknowledged](PersonalStore::acknowledge), the
    /// oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn notifications(&self, of: &Handle) -> Result<Vec<Notification>, StoreError>;

    /// Removes a notification that this mediator has seen. One that is not there is no error.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn acknowledge(&mut self, of: &Handle, dispute: DisputeId, what: NotificationKind) -> Result<(), StoreError>;

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

/// What a mediator must be told of a case of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    pub dispute: DisputeId,
    pub by: Handle,
    pub what: NotificationKind,
    pub at: Time,
}
