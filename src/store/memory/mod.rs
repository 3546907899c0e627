//! The store in memory, for tests: the real writes ([`super::write`]) on plain maps, and each read written down as what it
//! means, without a counter or a bound on time. It is what the other backends are compared with.
//!
//! It leaves out what belongs to a store on a disk or a server: checking, copying, and erasing people.

mod activity;
mod cases;
mod marketplace;
mod notifications;
mod queue;
mod search;
mod tables;
#[cfg(test)]
mod tests;
mod transaction;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};

pub use self::marketplace::events_to_a_dispute;
use self::tables::Tables;
use self::transaction::MemoryTransaction;
use super::write::act::unknown_dispute;
use super::write::digest::hex;
use super::write::numbers::{CHANGE, Numbers, TEAM_CHANGE};
use super::write::rows::case::{DisputeRow, OrderRow};
use super::write::rows::decision::OutboxRow;
use super::write::rows::history::AuditRow;
use super::write::rows::team::{DraftRow, PolicyRow};
use super::write::table::{Row, RowRef};
use super::write::{self, WriteTransaction as _};
use super::{
    Acted, ActivityPage, ActivityQuery, ActivityStore, AuditLine, BlobContent, BlobStore, CaseFile, CaseStore,
    ChangeCursor, Changed, ChangedViews, Changes, DraftWrite, ErasurePreview, FeedStore, Filled, GlanceStore, Ingested,
    Interrupt, MaintenanceStore, MissingFile, Notification, OutboxLine, PRESENT_FOR, PersonalStore, Presence,
    QueuePage, QueueQuery, QueueRow, QueueStore, SearchPage, SearchQuery, SearchStore, StoreError, StoreStatus,
    TeamStore, Verified, ViewCounts, Workload,
};
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::records::{Mediator, Outgoing};
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::dispute::action::Request;
use crate::domain::ids::{DisputeId, Handle, PersonId, RequestKey, SystemAccount};
use crate::domain::marketplace::event::Event;
use crate::domain::marketplace::outbox;
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::team::change::TeamChange;
use crate::domain::team::identity;
use crate::domain::time::Time;

/// A handle on a store in memory. Clones share what is stored.
#[derive(Debug, Clone)]
pub struct MemoryStore {
    data: Arc<Mutex<Data>>,
    /// How many rows that don't fit a filter looks at before it stops; see [`QueuePage::stopped`].
    pub scan: usize,
    /// From which account of the system this handle writes.
    pub account: Option<SystemAccount>,
}

#[derive(Debug, Default)]
struct Data {
    tables: Tables,
    numbers: Numbers,
    /// The content of files by their hash.
    blobs: BTreeMap<String, Vec<u8>>,
    /// Which case each desk has open, and when it said so.
    presences: BTreeMap<String, (Handle, DisputeId, Time)>,
}

/// More changes than this are not listed.
const CHANGES_AT_MOST: i64 = 500;

impl MemoryStore {
    /// An empty store that starts under this policy.
    pub fn new(policy: &Policy) -> Self {
        let mut data = Data::default();
        let row = write::policy::first_row(policy).expect("a policy is JSON");
        data.tables.insert(&RowRef::new(PolicyRow::layout(), row.fields().as_ref())).expect("the first row");
        Self { data: Arc::new(Mutex::new(data)), scan: usize::MAX, account: None }
    }

    fn read(&self) -> MutexGuard<'_, Data> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The handle of the member whose own things this handle on the store may write.
    fn own(&self, of: &Handle) -> Result<Handle, StoreError> {
        let team = cases::mediators(&self.read().tables);
        Ok(identity::own(&team, of, self.account.as_ref())?.handle.clone())
    }

    fn begin(&self) -> MemoryTransaction<'_> {
        MemoryTransaction::begin(self.read(), self.account.clone())
    }
}

fn left_out<T>(what: &str) -> Result<T, StoreError> {
    Err(StoreError::Io(format!("the store in memory can't {what}")))
}

impl CaseStore for MemoryStore {
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError> {
        write::ingest::ingest(self.begin(), events, now)
    }

    fn fill_files(&mut self, events: &[Event], now: Time) -> Result<Vec<Vec<Filled>>, StoreError> {
        write::fill::fill_files(self.begin(), events, now)
    }

    fn act(&mut self, request: &Request, now: Time) -> Result<Acted, StoreError> {
        write::act::act(self.begin(), request, now)
    }

    fn settle_due(&mut self, now: Time) -> Result<usize, StoreError> {
        let mut changed = 0;
        while !transaction::due(&self.read().tables, now).is_empty() {
            match write::settle::settle_some(self.begin(), now)? {
                0 => break,
                some => changed += some,
            }
        }
        Ok(changed)
    }

    fn case(&self, id: DisputeId) -> Result<CaseFile, StoreError> {
        cases::case_file(&self.read().tables, id)
    }

    fn related_cases(&self, id: DisputeId) -> Result<RelatedCases, StoreError> {
        cases::related_cases(&self.read().tables, id)
    }

    fn audit_trail(&self, id: DisputeId) -> Result<Vec<AuditLine>, StoreError> {
        let records = self.read().tables.all::<AuditRow<'_>>().into_iter().filter(|row| row.dispute == Some(id));
        let line = |row: AuditRow<'_>| AuditLine {
            seq: row.seq,
            at: row.at,
            actor: row.actor.parse().expect("an actor"),
            action: row.action.into_owned(),
            hash: row.hash.into_owned(),
        };
        Ok(records.map(line).collect())
    }
}

impl QueueStore for MemoryStore {
    fn queue(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
        Ok(queue::page(&self.read().tables, query, now, self.scan))
    }

    fn find(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
        Ok(queue::find(&self.read().tables, query, now, self.scan))
    }

    fn rows(&self, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
        let rows = queue::rows(&self.read().tables);
        let row = |id: &DisputeId| rows.iter().find(|(row, _)| row.id == *id).map(|(row, _)| row.clone());
        Ok(ids.iter().filter_map(row).collect())
    }

    fn justifications(&self, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
        Ok(queue::justifications(&self.read().tables, ids))
    }

    fn counts(&self, me: Option<&Handle>, now: Time) -> Result<ViewCounts, StoreError> {
        Ok(queue::counts(&self.read().tables, me, now))
    }

    fn stats(&self, days: DayRange) -> Result<Stats, StoreError> {
        Ok(queue::stats(&self.read().tables, days))
    }

    fn workloads(&self, now: Time) -> Result<Vec<Workload>, StoreError> {
        Ok(queue::workloads(&self.read().tables, now))
    }
}

/// No search here takes long enough to be ended.
struct Never;

impl Interrupt for Never {
    fn interrupt(&self) {}
}

impl SearchStore for MemoryStore {
    fn search(&self, query: &SearchQuery, now: Time) -> Result<SearchPage, StoreError> {
        Ok(search::search(&self.read().tables, query, now))
    }

    fn interrupter(&self) -> Box<dyn Interrupt> {
        Box::new(Never)
    }
}

impl TeamStore for MemoryStore {
    fn account(&self) -> Option<SystemAccount> {
        self.account.clone()
    }

    fn mediators(&self) -> Result<Vec<Mediator>, StoreError> {
        Ok(cases::mediators(&self.read().tables))
    }

    fn change_team(
        &mut self,
        by: Option<&Handle>,
        change: &TeamChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<Mediator, StoreError> {
        write::team::change_team(self.begin(), by, change, key, now)
    }

    fn policy(&self) -> Result<Policy, StoreError> {
        Ok(cases::policy(&self.read().tables, None))
    }

    fn policies(&self) -> Result<Vec<PolicyVersion>, StoreError> {
        Ok(cases::policies(&self.read().tables))
    }

    fn put_policy(
        &mut self,
        by: &Handle,
        change: &PolicyChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<(), StoreError> {
        write::policy::put_policy(self.begin(), by, change, key, now)
    }
}

impl PersonalStore for MemoryStore {
    fn draft(&self, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError> {
        let row: Option<DraftRow<'_>> = self.read().tables.find(&[&dispute, by]);
        Ok(row.map(|row| row.body.into_owned()))
    }

    fn put_draft(
        &mut self,
        dispute: DisputeId,
        by: &Handle,
        draft: Option<&str>,
        knows: Option<&str>,
        now: Time,
    ) -> Result<DraftWrite, StoreError> {
        let by = &self.own(by)?;
        let stored = self.draft(dispute, by)?;
        let mut tx = self.begin();
        let tables = tx.tables();
        if tables.find::<DisputeRow<'_>>(&[&dispute]).is_none() {
            return Err(unknown_dispute(dispute));
        }
        if stored.as_deref() != knows && stored.as_deref() != draft {
            return Ok(DraftWrite::Differs(stored));
        }
        tables.remove::<DraftRow<'_>>(&[&dispute, by]);
        if let Some(body) = draft {
            let (handle, body) = (Cow::Borrowed(by), Cow::Borrowed(body));
            let row = DraftRow { dispute, handle, at: write::stored(now), body };
            tables.insert(&RowRef::new(DraftRow::layout(), row.fields().as_ref()))?;
        }
        tx.commit()?;
        Ok(DraftWrite::Written)
    }

    fn views(&self, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        Ok(cases::views(&self.read().tables, of))
    }

    fn change_views(
        &mut self,
        of: &Handle,
        change: &ViewChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<ChangedViews, StoreError> {
        write::team::change_views(self.begin(), of, change, key, now)
    }

    fn notifications(&self, of: &Handle, now: Time) -> Result<Vec<Notification>, StoreError> {
        Ok(notifications::notifications(&self.read().tables, of, now))
    }

    fn acknowledge(&mut self, of: &Handle, seen: &[Notification]) -> Result<(), StoreError> {
        let of = self.own(of)?;
        notifications::acknowledge(&mut self.read().tables, &of, seen)
    }

    fn heartbeat(&mut self, desk: &str, by: &Handle, at: Option<DisputeId>, now: Time) -> Result<(), StoreError> {
        let by = self.own(by)?;
        let mut data = self.read();
        // What a colleague told under this desk's name stays theirs.
        let told = data.presences.get(desk);
        if told.is_some_and(|(other, _, at)| *other != by && (now - *at).abs() <= PRESENT_FOR) {
            return Ok(());
        }
        data.presences.remove(desk);
        let there = at.filter(|id| data.tables.find::<DisputeRow<'_>>(&[id]).is_some());
        if let Some(dispute) = there {
            data.presences.insert(desk.to_owned(), (by, dispute, now));
        }
        Ok(())
    }

    fn presences(&self, now: Time) -> Result<Vec<Presence>, StoreError> {
        let data = self.read();
        let here = data.presences.iter().filter(|(_, (_, _, at))| {
            (now.timestamp_millis() - at.timestamp_millis()).abs() <= PRESENT_FOR.num_milliseconds()
        });
        let mut here: Vec<_> = here
            .map(|(desk, (by, dispute, _))| Presence { dispute: *dispute, by: by.clone(), desk: desk.clone() })
            .collect();
        here.sort();
        Ok(here)
    }
}

impl BlobStore for MemoryStore {
    fn put_blob(&mut self, content: &[u8]) -> Result<BlobRef, StoreError> {
        let blob = BlobRef { sha256: hex(&Sha256::digest(content)), bytes: content.len() as u64 };
        self.read().blobs.insert(blob.sha256.clone(), content.to_vec());
        Ok(blob)
    }

    fn blob(&self, file: &BlobRef) -> Result<BlobContent, StoreError> {
        Ok(self.read().blobs.get(&file.sha256).cloned().map_or(BlobContent::Missing, BlobContent::Whole))
    }
}

impl FeedStore for MemoryStore {
    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError> {
        let data = self.read();
        let sequence = |of: &str| data.numbers.sequences().into_iter().find(|(name, _)| *name == of);
        let cursor = ChangeCursor(sequence(CHANGE).map_or(0, |(_, next)| next - 1));
        if cursor.0.saturating_sub(after.0) > CHANGES_AT_MOST {
            return Ok(Changes { cursor, all: true, ..Changes::default() });
        }
        let mut touched = data.tables.all::<DisputeRow<'_>>();
        touched.retain(|row| row.touched > after.0);
        touched.sort_by_key(|row| row.touched);
        let changed = touched.into_iter().map(|row| {
            let cause = row.cause();
            Changed { dispute: row.id, by: cause.by, kind: cause.kind }
        });
        let team = sequence(TEAM_CHANGE).is_some_and(|(_, last)| last > after.0);
        Ok(Changes { cursor, changed: changed.collect(), team, all: after > cursor })
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxLine>, StoreError> {
        let data = self.read();
        let rows = data.tables.all::<OutboxRow>().into_iter().filter(|row| row.seq > after).take(limit);
        let line = |row: OutboxRow| {
            let order: OrderRow<'_> = data.tables.find(&[&row.order_num]).expect("a line's order");
            let body = serde_json::from_str(&row.body).expect("a line as JSON");
            let line =
                Outgoing { at: row.at, kind: row.kind, order: order.id.into_owned(), dispute: row.dispute, body };
            let json = outbox::written(row.seq, line).expect("a line as JSON");
            OutboxLine { seq: row.seq, json }
        };
        Ok(rows.map(line).collect())
    }

    fn outbox_head(&self) -> Result<i64, StoreError> {
        Ok(self.read().tables.all::<OutboxRow>().last().map_or(0, |row| row.seq))
    }
}

impl GlanceStore for MemoryStore {}

impl ActivityStore for MemoryStore {
    fn activity(&self, query: &ActivityQuery) -> Result<ActivityPage, StoreError> {
        Ok(activity::activity(&self.read().tables, query))
    }
}

impl MaintenanceStore for MemoryStore {
    fn identity(&self) -> String {
        format!("{:p}", Arc::as_ptr(&self.data))
    }

    fn status(&self) -> Result<StoreStatus, StoreError> {
        left_out("be looked at as a whole")
    }

    fn verify(&self, _: Option<&str>) -> Result<Verified, StoreError> {
        left_out("be checked")
    }

    fn backup(&self, _: &Path) -> Result<Vec<MissingFile>, StoreError> {
        left_out("be copied")
    }

    fn names(&self, person: &PersonId) -> Result<Vec<String>, StoreError> {
        let mut names: Vec<String> = Vec::new();
        for row in self.read().tables.all::<OrderRow<'_>>() {
            for (id, name) in [(row.client_id, row.client_name), (row.seller_id, row.seller_name)] {
                if *id == *person && !names.iter().any(|known| *known == *name) {
                    names.push(name.into_owned());
                }
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn preview_erasure(&mut self, _: &PersonId, _: &Handle, _: Time) -> Result<ErasurePreview, StoreError> {
        left_out("erase anyone")
    }

    fn erase(&mut self, _: &PersonId, _: &Handle, _: Option<&RequestKey>, _: Time) -> Result<usize, StoreError> {
        left_out("erase anyone")
    }
}
