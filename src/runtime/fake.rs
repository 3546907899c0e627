//! A store for the runtime's own tests: it does what a test tells it, and nothing else works.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::records::{self, Mediator};
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::decision::statistics::Stats;
use crate::domain::dispute::action::Request;
use crate::domain::ids::{DisputeId, Handle, PersonId, RequestKey};
use crate::domain::marketplace::event::Event;
use crate::domain::policy::Policy;
use crate::domain::queue::saved_views::{self, SavedView, ViewChange};
use crate::domain::time::Time;
use crate::store::{
    Acted, AuditLine, BlobContent, BlobStore, CaseFile, CaseStore, ChangeCursor, Changes, FeedStore, Ingested,
    Interrupt, MaintenanceStore, Notification, OutboxLine, PersonalStore, Presence, QueuePage, QueueQuery, QueueRow,
    QueueStore, SearchPage, SearchQuery, SearchStore, Store, StoreError, TeamStore, Verified, ViewCounts,
};

use super::OpenStore;

/// What the test decides and what the stores did.
#[derive(Default)]
pub struct Told {
    /// Opening fails with this.
    pub refuse_to_open: Option<StoreError>,
    /// Keeping a draft fails with this.
    pub refuse_drafts: Option<StoreError>,
    /// `counts` panics.
    pub break_counts: bool,
    /// What `changes` answers.
    pub changes: Option<Result<Changes, StoreError>>,
    /// How often a store was opened.
    pub opened: usize,
    /// The drafts kept.
    pub drafts: Vec<(DisputeId, Option<String>)>,
    /// The searches begun.
    pub searched: Vec<String>,
    /// What the desk said that it looks at.
    pub looked: Vec<(Handle, Option<DisputeId>)>,
    /// Who looks at what.
    pub present: Vec<Presence>,
    /// What the mediator is to be told.
    pub notifications: Vec<Notification>,
    /// The views that the mediator keeps.
    pub views: Vec<SavedView>,
    /// The events ingested.
    pub ingested: Vec<Event>,
}

/// One script for every store opened with it.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<Told>>);

impl Script {
    pub fn tell<T>(&self, what: impl FnOnce(&mut Told) -> T) -> T {
        what(&mut self.0.lock().unwrap())
    }

    pub fn store(&self) -> Result<Box<dyn Store + Send>, StoreError> {
        self.tell(|told| {
            told.opened += 1;
            told.refuse_to_open.clone().map_or(Ok(()), Err)
        })?;
        let (interrupt, interrupted) = unbounded();
        Ok(Box::new(Fake { script: self.clone(), interrupt, interrupted }))
    }

    pub fn open(&self) -> OpenStore {
        let script = self.clone();
        Arc::new(move || script.store())
    }
}

struct Fake {
    script: Script,
    interrupt: Sender<()>,
    interrupted: Receiver<()>,
}

struct Interrupter(Sender<()>);

impl Interrupt for Interrupter {
    fn interrupt(&self) {
        self.0.send(()).unwrap();
    }
}

fn nothing<T>() -> Result<T, StoreError> {
    Err(StoreError::Io("the fake store can't do that".into()))
}

impl CaseStore for Fake {
    fn ingest(&mut self, events: &[Event], _: Time) -> Result<Vec<Ingested>, StoreError> {
        self.script.tell(|told| told.ingested.extend_from_slice(events));
        Ok(events.iter().map(|_| Ingested::Accepted { opened: None }).collect())
    }

    fn act(&mut self, _: &Request, _: Time) -> Result<Acted, StoreError> {
        nothing()
    }

    fn settle_due(&mut self, _: Time) -> Result<usize, StoreError> {
        Ok(0)
    }

    fn case(&self, _: DisputeId) -> Result<CaseFile, StoreError> {
        nothing()
    }

    fn related_cases(&self, _: DisputeId) -> Result<RelatedCases, StoreError> {
        nothing()
    }

    fn audit_trail(&self, _: DisputeId) -> Result<Vec<AuditLine>, StoreError> {
        Ok(Vec::new())
    }
}

impl QueueStore for Fake {
    fn queue(&self, _: &QueueQuery, _: Time) -> Result<QueuePage, StoreError> {
        Ok(QueuePage::default())
    }

    fn find(&self, _: &QueueQuery, _: Time) -> Result<QueuePage, StoreError> {
        Ok(QueuePage::default())
    }

    fn rows(&self, _: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
        nothing()
    }

    fn justifications(&self, _: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
        nothing()
    }

    fn counts(&self, _: Option<&Handle>, _: Time) -> Result<ViewCounts, StoreError> {
        let broken = self.script.tell(|told| told.break_counts);
        assert!(!broken, "the counters fell over");
        Ok(ViewCounts::default())
    }

    fn stats(&self) -> Result<Stats, StoreError> {
        Ok(Stats::default())
    }
}

impl SearchStore for Fake {
    /// Every search runs until it is interrupted, but `quick`.
    fn search(&self, query: &SearchQuery, _: Time) -> Result<SearchPage, StoreError> {
        self.script.tell(|told| told.searched.push(query.terms.text().to_owned()));
        if query.terms.text() == "quick" {
            return Ok(SearchPage::default());
        }
        self.interrupted.recv().unwrap();
        Err(StoreError::Interrupted)
    }

    fn interrupter(&self) -> Box<dyn Interrupt> {
        Box::new(Interrupter(self.interrupt.clone()))
    }
}

impl TeamStore for Fake {
    fn mediators(&self) -> Result<Vec<Mediator>, StoreError> {
        nothing()
    }

    fn put_mediator(&mut self, _: &Mediator, _: Option<&RequestKey>, _: Time) -> Result<(), StoreError> {
        nothing()
    }

    fn policy(&self) -> Result<Policy, StoreError> {
        nothing()
    }

    fn put_policy(&mut self, _: &Policy, _: Option<&RequestKey>, _: Time) -> Result<(), StoreError> {
        nothing()
    }
}

impl PersonalStore for Fake {
    fn draft(&self, dispute: DisputeId, _: &Handle) -> Result<Option<String>, StoreError> {
        let kept = |told: &mut Told| told.drafts.iter().rev().find(|(id, _)| *id == dispute).cloned();
        Ok(self.script.tell(kept).and_then(|(_, draft)| draft))
    }

    fn put_draft(&mut self, dispute: DisputeId, _: &Handle, draft: Option<&str>, _: Time) -> Result<(), StoreError> {
        self.script.tell(|told| match told.refuse_drafts.clone() {
            Some(error) => Err(error),
            None => {
                told.drafts.push((dispute, draft.map(str::to_owned)));
                Ok(())
            }
        })
    }

    fn views(&self, _: &Handle) -> Result<Vec<SavedView>, StoreError> {
        Ok(self.script.tell(|told| told.views.clone()))
    }

    fn change_views(
        &mut self,
        _: &Handle,
        change: &ViewChange,
        _: Option<&RequestKey>,
        _: Time,
    ) -> Result<Vec<SavedView>, StoreError> {
        self.script.tell(|told| {
            saved_views::apply_change(&mut told.views, change).map(|()| told.views.clone()).map_err(Into::into)
        })
    }

    fn notifications(&self, _: &Handle) -> Result<Vec<Notification>, StoreError> {
        Ok(self.script.tell(|told| told.notifications.clone()))
    }

    fn acknowledge(&mut self, _: &Handle, dispute: DisputeId, _: records::NotificationKind) -> Result<(), StoreError> {
        self.script.tell(|told| told.notifications.retain(|notification| notification.dispute != dispute));
        Ok(())
    }

    fn heartbeat(&mut self, _: &str, by: &Handle, at: Option<DisputeId>, _: Time) -> Result<(), StoreError> {
        self.script.tell(|told| told.looked.push((by.clone(), at)));
        Ok(())
    }

    fn presences(&self, _: Time) -> Result<Vec<Presence>, StoreError> {
        Ok(self.script.tell(|told| told.present.clone()))
    }
}

impl BlobStore for Fake {
    fn put_blob(&mut self, _: &[u8]) -> Result<BlobRef, StoreError> {
        nothing()
    }

    fn blob(&self, _: &BlobRef) -> Result<BlobContent, StoreError> {
        nothing()
    }
}

impl FeedStore for Fake {
    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError> {
        let told =
            self.script.tell(|told| told.changes.take_if(|changes| changes.is_ok()).or_else(|| told.changes.clone()));
        told.unwrap_or(Ok(Changes { cursor: after, ..Changes::default() }))
    }

    fn outbox(&self, _: i64, _: usize) -> Result<Vec<OutboxLine>, StoreError> {
        nothing()
    }
}

impl MaintenanceStore for Fake {
    fn identity(&self) -> String {
        "fake".to_owned()
    }

    fn verify(&self, _: Option<&str>) -> Result<Verified, StoreError> {
        nothing()
    }

    fn backup(&self, _: &Path) -> Result<(), StoreError> {
        nothing()
    }

    fn names(&self, _: &PersonId) -> Result<Vec<String>, StoreError> {
        nothing()
    }

    fn erase(&mut self, _: &PersonId, _: &Handle, _: Option<&RequestKey>, _: Time) -> Result<usize, StoreError> {
        nothing()
    }
}

/// Writes nothing anywhere.
pub fn case_exporter() -> super::ExportCase {
    std::sync::Arc::new(|_: &dyn Store, dispute: DisputeId| Ok(Ok(format!("{dispute}.html"))))
}
