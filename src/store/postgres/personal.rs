//! What is a mediator's own, on a server.

use super::{PostgresStore, not_yet};
use crate::domain::ids::{DisputeId, Handle, RequestKey};
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::time::Time;
use crate::store::{ChangedViews, DraftWrite, Notification, PersonalStore, Presence, StoreError};

impl PersonalStore for PostgresStore {
    fn draft(&self, _dispute: DisputeId, _by: &Handle) -> Result<Option<String>, StoreError> {
        not_yet("read drafts")
    }

    fn put_draft(
        &mut self,
        _dispute: DisputeId,
        _by: &Handle,
        _draft: Option<&str>,
        _knows: Option<&str>,
        _now: Time,
    ) -> Result<DraftWrite, StoreError> {
        not_yet("keep drafts")
    }

    fn views(&self, _of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        not_yet("read views")
    }

    fn change_views(
        &mut self,
        _of: &Handle,
        _change: &ViewChange,
        _key: Option<&RequestKey>,
        _now: Time,
    ) -> Result<ChangedViews, StoreError> {
        not_yet("change views")
    }

    fn notifications(&self, _of: &Handle, _now: Time) -> Result<Vec<Notification>, StoreError> {
        not_yet("read notifications")
    }

    fn acknowledge(&mut self, _of: &Handle, _seen: &[Notification]) -> Result<(), StoreError> {
        not_yet("acknowledge")
    }

    fn heartbeat(&mut self, _desk: &str, _by: &Handle, _at: Option<DisputeId>, _now: Time) -> Result<(), StoreError> {
        not_yet("note who is present")
    }

    fn presences(&self, _now: Time) -> Result<Vec<Presence>, StoreError> {
        not_yet("read who is present")
    }
}
