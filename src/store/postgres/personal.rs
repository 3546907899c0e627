//! What is a mediator's own, on a server.

use super::rows::{column, decode, int, select, text};
use super::{PostgresStore, notifications, write};
use crate::domain::ids::{DisputeId, Handle, RequestKey};
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::time::Time;
use crate::store::write::rows::team::SavedViewRow;
use crate::store::{ChangedViews, DraftWrite, Notification, PRESENT_FOR, PersonalStore, Presence, StoreError};

impl PersonalStore for PostgresStore {
    fn draft(&self, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError> {
        let sql = "SELECT body FROM litige.drafts WHERE dispute = $1 AND handle = $2";
        let rows = self.link.rows(sql, &[int(&dispute.0), text(&by.0.as_str())])?;
        rows.first().map(|row| column(row, 0)).transpose().map_err(|error| self.link.named(error))
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

    fn views(&self, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        let sql = select!(SavedViewRow<'_>, "WHERE handle = $1 ORDER BY place");
        let rows = self.link.rows(sql, &[text(&of.0.as_str())])?;
        let views = rows.iter().map(|row| Ok(view(decode(row)?)));
        views.collect::<Result<_, _>>().map_err(|error| self.link.named(error))
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

    fn notifications(&self, of: &Handle, now: Time) -> Result<Vec<Notification>, StoreError> {
        notifications::notifications(&self.link, of, now)
    }

    fn acknowledge(&mut self, of: &Handle, seen: &[Notification]) -> Result<(), StoreError> {
        write::acknowledge(self, of, seen)
    }

    fn heartbeat(&mut self, desk: &str, by: &Handle, at: Option<DisputeId>, now: Time) -> Result<(), StoreError> {
        write::heartbeat(self, desk, by, at, self.clock.judge(now))
    }

    fn presences(&self, now: Time) -> Result<Vec<Presence>, StoreError> {
        let sql =
            "SELECT dispute, handle, desk FROM litige.presence WHERE abs(at - $1) <= $2 ORDER BY dispute, handle, desk";
        let (now, patience) = (now.timestamp_millis(), PRESENT_FOR.num_milliseconds());
        let rows = self.link.rows(sql, &[int(&now), int(&patience)])?;
        let presence = |row: &postgres::Row| -> Result<Presence, StoreError> {
            Ok(Presence { dispute: column(row, 0)?, by: column(row, 1)?, desk: column(row, 2)? })
        };
        rows.iter().map(presence).collect::<Result<_, _>>().map_err(|error| self.link.named(error))
    }
}

/// A view, as it is kept.
pub(super) fn view(row: SavedViewRow<'_>) -> SavedView {
    SavedView { name: row.name.into_owned(), base: row.base, query: row.query.into_owned() }
}
