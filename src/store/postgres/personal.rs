//! What is a mediator's own, on a server.

use super::{PostgresStore, not_yet, write};
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
        dispute: DisputeId,
        by: &Handle,
        draft: Option<&str>,
        knows: Option<&str>,
        now: Time,
    ) -> Result<DraftWrite, StoreError> {
        write::put_draft(self, (dispute, by), draft, knows, self.clock.judge(now))
    }

    fn views(&self, _of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        not_yet("read views")
    }

    fn change_views(
        &mut self,
        of: &Handle,
        change: &ViewChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<ChangedViews, StoreError> {
        write::change_views(self, of, change, key, self.clock.judge(now))
    }

    fn notifications(&self, _of: &Handle, _now: Time) -> Result<Vec<Notification>, StoreError> {
        not_yet("read notifications")
    }

    fn acknowledge(&mut self, of: &Handle, seen: &[Notification]) -> Result<(), StoreError> {
        write::acknowledge(self, of, seen)
    }

    fn heartbeat(&mut self, desk: &str, by: &Handle, at: Option<DisputeId>, now: Time) -> Result<(), StoreError> {
        write::heartbeat(self, desk, by, at, self.clock.judge(now))
    }

    fn presences(&self, _now: Time) -> Result<Vec<Presence>, StoreError> {
        not_yet("read who is present")
    }
}
