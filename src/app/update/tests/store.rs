//! The store of these tests: the one in memory, with what a test lets go wrong or wants to look at afterwards.

use std::collections::BTreeSet;

use chrono::{TimeDelta, TimeZone, Utc};

use crate::app::model::{EvidenceContent, PictureError, PictureRequest};
use crate::app::{Answer, Read};
use crate::domain::case::evidence_file::{BlobRef, StoredContent};
use crate::domain::case::records::{Dispute, Mediator};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DisputeId, EventId, Handle, MessageId, OrderId, RequestKey};
use crate::domain::marketplace::event::{Event, EventKind, NewAttachment};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::policy::Policy;
use crate::domain::policy::approval_limits::ApprovalLimits;
use crate::domain::policy::setting::PolicySetting;
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::team::change::{AccountChange, TeamChange};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Origin, Outcome, Reader, Role, Side};
use crate::runtime::reads;
use crate::store::memory::{MemoryStore, events_to_a_dispute};
use crate::store::{
    Acted, BlobStore, CaseFile, CaseStore, ChangeCursor, Changes, FeedStore, Ingested, PersonalStore, StoreError,
    TeamStore,
};

/// A Sunday morning.
pub fn start() -> Time {
    Utc.with_ymd_and_hms(2026, 11, 8, 9, 0, 0).unwrap()
}

/// A member of the team; Otto is its lead.
pub fn mediator(handle: &str) -> Mediator {
    let role = if handle == "otto" { Role::Lead } else { Role::Mediator };
    Mediator::new(handle.into(), &handle.to_uppercase(), role)
}

pub fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// The store in memory, with a team of three.
pub struct TestStore {
    /// A filter looks at no more rows at once than its `scan` says.
    pub memory: MemoryStore,
    pub now: Time,
    /// Every read and write fails with this.
    pub broken: Option<StoreError>,
    /// What is written is done, and its answer never comes.
    pub loses_answers: bool,
    /// What was done, in order.
    pub done: Vec<Request>,
    /// How often a case was read.
    pub case_reads: usize,
    /// The language that new orders name.
    pub lang: Option<Lang>,
    /// The content of these files is lost.
    pub lost_files: BTreeSet<String>,
    /// What is read as the views until one is changed: as another version stored them.
    pub views_of_another_version: Option<Vec<SavedView>>,
    /// What changed up to here was asked for.
    cursor: ChangeCursor,
    disputes: Vec<DisputeId>,
    events: usize,
}

impl TestStore {
    pub fn new() -> Self {
        Self::with_policy(&Policy::default())
    }

    pub fn with_policy(policy: &Policy) -> Self {
        let mut memory = MemoryStore::new(policy);
        memory.found_team(&["camille", "ines", "otto"].map(mediator), start()).unwrap();
        Self {
            memory,
            now: start(),
            broken: None,
            loses_answers: false,
            done: Vec::new(),
            case_reads: 0,
            lang: None,
            lost_files: BTreeSet::new(),
            views_of_another_version: None,
            cursor: ChangeCursor::default(),
            disputes: Vec::new(),
            events: 0,
        }
    }

    /// A store where a decision on so much or more needs a second mediator, with one dispute of 120 €.
    pub fn where_two_decide() -> Self {
        let policy = Policy { second_mediator_above: ApprovalLimits::of([(Currency::EUR, 100)]), ..Policy::default() };
        let mut store = Self::with_policy(&policy);
        store.open(eur(12_000));
        store
    }

    /// Opens a dispute on a new order; each a minute after the one before, so that the queue's order is theirs.
    pub fn open(&mut self, price: Money) -> DisputeId {
        self.open_many(1, price)[0]
    }

    pub fn open_many(&mut self, count: usize, price: Money) -> Vec<DisputeId> {
        let times = (1..).map(|n| start() + TimeDelta::minutes(n)).skip(self.disputes.len()).take(count);
        let times: Vec<_> = times.collect();
        self.now = times.last().copied().unwrap_or(self.now);
        self.open_at(&times, price)
    }

    /// Opens a dispute on a new order at each of these times.
    pub fn open_at(&mut self, times: &[Time], price: Money) -> Vec<DisputeId> {
        let first = self.disputes.len() + 1;
        let events: Vec<_> =
            (first..).zip(times).flat_map(|(n, at)| events_to_a_dispute(n, *at, price, self.lang)).collect();
        let opened = self.ingest(&events);
        self.disputes.extend_from_slice(&opened);
        opened
    }

    fn event(&mut self, order: OrderId, at: Time, kind: EventKind) -> Event {
        self.events += 1;
        Event { id: EventId(format!("e{}", self.events)), at, order, kind }
    }

    /// Returns the disputes that the events opened.
    fn ingest(&mut self, events: &[Event]) -> Vec<DisputeId> {
        let became = self.memory.ingest(events, self.now).unwrap();
        let opened = became.into_iter().map(|one| match one {
            Ingested::Accepted { opened } => opened,
            other => panic!("an event was not accepted: {other:?}"),
        });
        opened.flatten().collect()
    }

    /// Something that the marketplace tells of a dispute's order.
    pub fn happens(&mut self, id: DisputeId, kind: EventKind) {
        let event = self.event(self.case(id).case.order.id, self.now, kind);
        self.ingest(&[event]);
    }

    /// A party writes.
    pub fn says(&mut self, id: DisputeId, by: Side, body: &str) -> MessageId {
        self.sends(id, by, body, Vec::new())
    }

    /// A party writes, with files.
    pub fn sends(&mut self, id: DisputeId, by: Side, body: &str, attachments: Vec<NewAttachment>) -> MessageId {
        self.happens(id, EventKind::DisputeMessage { by, body: body.to_owned(), attachments, answers: None });
        self.case(id).thread.last().unwrap().message.id
    }

    /// Stores the content of a file that is to come.
    pub fn put_file(&mut self, content: &str) -> BlobRef {
        self.memory.put_blob(content.as_bytes()).unwrap()
    }

    /// Does what a mediator asks.
    pub fn act(&mut self, request: &Request) -> Result<Acted, StoreError> {
        self.check()?;
        let acted = self.memory.act(request, self.now)?;
        if !acted.repeated {
            self.done.push(request.clone());
        }
        self.answer(Ok(acted))
    }

    /// What was written is done, whether its answer comes or not.
    fn answer<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if self.loses_answers { done.and(Err(StoreError::Unanswered)) } else { done }
    }

    /// Another mediator does something.
    pub fn other(&mut self, handle: &str, dispute: DisputeId, action: Action) {
        self.act(&Request { dispute, by: handle.into(), action, seen: None, key: None }).unwrap();
    }

    /// Another mediator decides.
    pub fn decides(&mut self, dispute: DisputeId, outcome: Outcome) {
        let (reasons, key) = ("Au vu du dossier.".to_owned(), Some(dispute.to_string()));
        let draft = DecisionInput { outcome, refund: None, reasons, cites: Vec::new(), key };
        self.other("ines", dispute, Action::Decide(draft));
    }

    /// Otto, the lead, changes the team.
    pub fn change_team(&mut self, change: &TeamChange) {
        self.memory.change_team(Some(&"otto".into()), change, None, self.now).unwrap();
    }

    /// He changes a member's role or account.
    pub fn put(&mut self, handle: &str, role: Option<Role>, account: AccountChange) {
        self.change_team(&TeamChange::Put { handle: handle.into(), name: handle.to_uppercase(), role, account });
    }

    /// Otto puts other values of the policy in force.
    pub fn put_policy(&mut self, settings: &[PolicySetting]) {
        let change = PolicyChange { settings: settings.to_vec(), reason: "Essai.".to_owned() };
        self.memory.put_policy(&"otto".into(), &change, None, self.now).unwrap();
    }

    /// What time alone changes.
    pub fn settle(&mut self) {
        self.memory.settle_due(self.now).unwrap();
    }

    fn check(&self) -> Result<(), StoreError> {
        self.broken.clone().map_or(Ok(()), Err)
    }

    /// What changed since this was asked last.
    pub fn changes(&mut self) -> Changes {
        let changes = self.memory.changes(self.cursor).unwrap();
        self.cursor = changes.cursor;
        changes
    }

    pub fn put_draft(&mut self, id: DisputeId, by: &Handle, draft: Option<&str>) -> Result<(), StoreError> {
        self.check()?;
        let before = self.memory.draft(id, by)?;
        self.memory.put_draft(id, by, draft, before.as_deref(), self.now).map(drop)
    }

    pub fn change_views(
        &mut self,
        of: &Handle,
        change: &ViewChange,
        key: &RequestKey,
    ) -> Result<Vec<SavedView>, StoreError> {
        self.check()?;
        self.views_of_another_version = None;
        let done = self.memory.change_views(of, change, Some(key), self.now).map(|done| done.views);
        self.answer(done)
    }

    pub fn read(&mut self, read: &Read, me: Option<&Handle>) -> Result<Answer, StoreError> {
        self.check()?;
        self.case_reads += usize::from(matches!(read, Read::Case(_)));
        if let Read::File(file, _) = read
            && self.lost_files.contains(&file.sha256)
        {
            return Ok(Answer::File(EvidenceContent::Missing));
        }
        if let (Read::Views, Some(views)) = (read, &self.views_of_another_version) {
            return Ok(Answer::Views(views.clone()));
        }
        let outlets = reads::Outlets {
            export: &|_, id| Ok(Ok(format!("/tmp/{id}.html"))),
            save: &|name, content| Ok(format!("/tmp/{name} ({} bytes)", content.len())),
            open: &|_, _, program| if program[0] == "broken" { Err("broken: no such file".to_owned()) } else { Ok(()) },
        };
        reads::answer(&self.memory, read, me, self.now, &outlets)
    }

    /// What becomes of a picture: one that says `bomb` is one.
    pub fn pictured(&self, wish: &PictureRequest) -> Result<(u32, u32), PictureError> {
        if &wish.bytes[..] == b"bomb" { Err(PictureError::TooLarge(90_000, 90_000)) } else { Ok((640, 480)) }
    }

    /// A case as it is stored.
    pub fn case(&self, id: DisputeId) -> CaseFile {
        self.memory.case(id).unwrap()
    }

    /// A dispute as it is stored.
    pub fn dispute(&self, id: DisputeId) -> Dispute {
        self.case(id).case.dispute.unwrap()
    }

    /// Every dispute as it is stored.
    pub fn all_disputes(&self) -> Vec<Dispute> {
        self.disputes.iter().map(|id| self.dispute(*id)).collect()
    }

    /// The text of the last message of a case.
    pub fn last_message(&self, id: DisputeId) -> String {
        self.case(id).thread.last().unwrap().message.body.clone()
    }

    /// Camille's draft.
    pub fn draft(&self, id: DisputeId) -> Option<String> {
        self.memory.draft(id, &"camille".into()).unwrap()
    }

    /// Whether Camille has a draft anywhere.
    pub fn has_drafts(&self) -> bool {
        self.disputes.iter().any(|id| self.draft(*id).is_some())
    }

    /// Camille's views.
    pub fn views(&self) -> Vec<SavedView> {
        self.memory.views(&"camille".into()).unwrap()
    }

    /// Something changes one of Camille's views.
    pub fn change_view(&mut self, change: &ViewChange) -> Vec<SavedView> {
        self.memory.change_views(&"camille".into(), change, None, self.now).unwrap().views
    }
}

/// A picture, from the platform or from outside.
pub fn picture(origin: Origin) -> NewAttachment {
    NewAttachment {
        name: "capture.png".to_owned(),
        media_type: "image/png".to_owned(),
        origin,
        path: None,
        text: None,
        stored_content: None,
    }
}

/// A file from the platform, whose content is stored.
pub fn stored_file(name: &str, media_type: &str, content: BlobRef) -> NewAttachment {
    NewAttachment {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        stored_content: Some(StoredContent::Stored(content)),
        ..picture(Origin::Platform)
    }
}

/// Whether the mediators have read up to here.
pub fn read_by_mediators(file: &CaseFile) -> Option<MessageId> {
    file.reads.iter().filter(|(by, _)| *by == Reader::Mediator).map(|(_, up_to)| *up_to).next_back()
}
