//! A store for tests, in memory: the real rules, no database. It stores what the rules say and no more.

use std::collections::BTreeMap;

use chrono::{TimeDelta, TimeZone, Utc};

use crate::app::model::{EvidenceContent, PictureError, PictureRequest};
use crate::app::{Answer, Read};
use crate::domain::case::context::RuleContext;
use crate::domain::case::evidence_file::{BlobRef, ContentKind};
use crate::domain::case::records::Person;
use crate::domain::case::records::{Fact, Mediator};
use crate::domain::decision::precedents::{Precedent, PrecedentScope, Precedents, PriceBand, RelatedCases};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::{DisputeId, EventId, Handle, Ids, MessageId, OrderId};
use crate::domain::marketplace::event::{Event, EventKind, EventType, NewAttachment, NewOrder};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::policy::Policy;
use crate::domain::queue::filter::{Condition, Filter};
use crate::domain::queue::saved_views::{self, SavedView, ViewChange};
use crate::domain::refusal::{Refusal, Unknown};
use crate::domain::rules;
use crate::domain::text::folding::fold;
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Origin, Outcome, Reader, Role, Side, View};
use crate::store::{
    Acted, CaseFile, Changed, Changes, Hit, PageFrom, PageKey, QueuePage, QueueQuery, QueueRow, SearchPage,
    SearchQuery, StoreError, ThreadRow, ViewCounts,
};

/// A Sunday morning.
pub fn start() -> Time {
    Utc.with_ymd_and_hms(2026, 11, 8, 9, 0, 0).unwrap()
}

pub fn mediator(handle: &str) -> Mediator {
    let conflicts = Vec::new();
    Mediator { handle: handle.into(), name: handle.to_uppercase(), role: Role::Mediator, conflicts }
}

pub fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// The store.
pub struct Shop {
    pub cases: BTreeMap<DisputeId, CaseFile>,
    pub drafts: BTreeMap<DisputeId, String>,
    pub views: Vec<SavedView>,
    pub policy: Policy,
    pub now: Time,
    /// Every read and write fails with this.
    pub broken: Option<StoreError>,
    /// What was done, in order.
    pub done: Vec<Request>,
    /// A filter looks at no more than so many rows at once.
    pub scan: usize,
    /// How often a case was read.
    pub case_reads: usize,
    changed: Vec<Changed>,
    by_key: BTreeMap<String, Acted>,
    ids: Ids,
    events: i64,
}

impl Shop {
    pub fn new() -> Self {
        Self {
            cases: BTreeMap::new(),
            drafts: BTreeMap::new(),
            views: Vec::new(),
            policy: Policy::default(),
            now: start(),
            broken: None,
            done: Vec::new(),
            scan: usize::MAX,
            case_reads: 0,
            changed: Vec::new(),
            by_key: BTreeMap::new(),
            ids: Ids::default(),
            events: 0,
        }
    }

    /// Opens a dispute on a new order; each a minute after the one before, so that the queue's order is theirs.
    pub fn open(&mut self, price: Money) -> DisputeId {
        self.now += TimeDelta::minutes(1);
        let n = self.cases.len() + 1;
        let person = |role: &str| Person { id: format!("{role}-{n}").as_str().into(), name: format!("{role} {n}") };
        let placed = EventKind::OrderPlaced(NewOrder {
            client: person("Léa"),
            seller: person("Nova"),
            title: format!("Montage vidéo {n}"),
            brief: "Un montage de deux minutes".to_owned(),
            amount: price,
            due: None,
            lang: None,
        });
        let order = OrderId(format!("O-{n}"));
        let body = || "non".to_owned();
        let mut case = self.apply(None, &order, placed).0;
        let asked = || EventKind::RevisionRequested { body: body() };
        let refused = || EventKind::RevisionRefused { body: body() };
        let delivered = EventKind::OrderDelivered { body: body(), attachments: Vec::new() };
        for kind in [delivered, asked(), refused(), asked(), refused()] {
            case = self.apply(Some(case), &order, kind).0;
        }
        let opened = EventKind::DisputeOpened { by: Side::Client, justification: "Rien ne correspond".to_owned() };
        let (case, facts) = self.apply(Some(case), &order, opened);
        let id = case.dispute.as_ref().unwrap().id;
        let file = CaseFile {
            case,
            timeline: Vec::new(),
            thread: Vec::new(),
            notes: Vec::new(),
            order_files: Vec::new(),
            entries: Vec::new(),
            past_decisions: Vec::new(),
            reads: Vec::new(),
            last: Changed { dispute: id, by: Actor::Client, kind: EventType::DisputeOpened.into() },
        };
        self.cases.insert(id, file);
        self.write(id, facts);
        id
    }

    fn apply(
        &mut self,
        case: Option<crate::domain::case::records::Case>,
        order: &OrderId,
        kind: EventKind,
    ) -> (crate::domain::case::records::Case, Vec<Fact>) {
        self.events += 1;
        let id = EventId(format!("e{}", self.events));
        let event = Event { id, at: self.now, order: order.clone(), kind };
        let mut facts = Vec::new();
        let mut ctx = RuleContext { policy: &self.policy, now: self.now, ids: &mut self.ids, facts: &mut facts };
        let case = rules::apply(case, &event, &mut ctx).unwrap();
        (case, facts)
    }

    /// Something that the marketplace tells of a dispute's order.
    pub fn happens(&mut self, id: DisputeId, kind: EventKind) {
        let file = self.cases[&id].clone();
        let by = match &kind {
            EventKind::DisputeMessage { by, .. } | EventKind::ProposalAnswered { by, .. } => (*by).into(),
            _ => Actor::System,
        };
        let what = kind.event_type();
        let order = file.case.order.id.clone();
        let (case, facts) = self.apply(Some(file.case), &order, kind);
        self.cases.get_mut(&id).unwrap().case = case;
        self.write(id, facts);
        self.touch(id, by, what.into());
    }

    fn touch(&mut self, dispute: DisputeId, by: Actor, kind: ChangeKind) {
        let changed = Changed { dispute, by, kind };
        self.cases.get_mut(&dispute).unwrap().last = changed.clone();
        self.changed.push(changed);
    }

    /// A party writes.
    pub fn says(&mut self, id: DisputeId, by: Side, body: &str) -> MessageId {
        self.sends(id, by, body, Vec::new())
    }

    /// A party writes, with files.
    pub fn sends(&mut self, id: DisputeId, by: Side, body: &str, attachments: Vec<NewAttachment>) -> MessageId {
        self.happens(id, EventKind::DisputeMessage { by, body: body.to_owned(), attachments, answers: None });
        self.cases[&id].thread.last().unwrap().message.id
    }

    fn write(&mut self, id: DisputeId, facts: Vec<Fact>) {
        let file = self.cases.get_mut(&id).unwrap();
        for fact in facts {
            match fact {
                Fact::Message(message) => {
                    file.thread.push(ThreadRow { message, read_by: Vec::new(), attachments: Vec::new() });
                }
                Fact::Attachment(attachment) => match file.thread.last_mut() {
                    Some(row) if attachment.message == Some(row.message.id) => row.attachments.push(attachment),
                    _ => file.order_files.push(attachment),
                },
                Fact::Note(note) => file.notes.push(note),
                Fact::Entry(entry) => file.entries.push(entry),
                Fact::Struck { attachment, reason } => {
                    let mut all = file.thread.iter_mut().flat_map(|row| &mut row.attachments);
                    all.find(|a| a.id == attachment).unwrap().inadmissible = Some(reason);
                }
                Fact::Read { by, up_to } => file.reads.push((by, up_to)),
                _ => {}
            }
        }
    }

    /// Does what a mediator asks.
    pub fn act(&mut self, request: &Request) -> Result<Acted, StoreError> {
        self.check()?;
        if let Action::Decide(draft) = &request.action
            && let Some(acted) = draft.key.as_ref().and_then(|key| self.by_key.get(key))
        {
            return Ok(Acted { repeated: true, ..acted.clone() });
        }
        let id = request.dispute;
        let file = self.cases.get(&id).ok_or_else(|| unknown(id))?.clone();
        let mut case = file.case.clone();
        let mut facts = Vec::new();
        let mut ctx = RuleContext { policy: &self.policy, now: self.now, ids: &mut self.ids, facts: &mut facts };
        let me = mediator(&request.by.0);
        let made =
            rules::act(&mut case, request, &me, &file.long_parts(&rules::needed_parts(&request.action)), &mut ctx)?;
        let decision = case.dispute.as_ref().and_then(|d| d.decision.clone());
        self.cases.get_mut(&id).unwrap().case = case.clone();
        self.write(id, facts);
        match &request.action {
            // A receipt takes no other's place.
            Action::MarkRead { .. } => self.changed.push(self.cases[&id].last.clone()),
            action => self.touch(id, (&request.by).into(), action.into()),
        }
        self.done.push(request.clone());
        let acted = Acted { case, made, decision, repeated: false };
        if let Action::Decide(draft) = &request.action {
            self.by_key.insert(draft.key.clone().unwrap(), acted.clone());
        }
        Ok(acted)
    }

    /// Another mediator decides.
    pub fn decides(&mut self, dispute: DisputeId, outcome: Outcome) {
        let (reasons, key) = ("Au vu du dossier.".to_owned(), Some(dispute.to_string()));
        let draft =
            crate::domain::decision::draft::DecisionInput { outcome, refund: None, reasons, cites: Vec::new(), key };
        self.other("ines", dispute, Action::Decide(draft));
    }

    /// Another mediator does something.
    pub fn other(&mut self, handle: &str, dispute: DisputeId, action: Action) {
        self.act(&Request { dispute, by: handle.into(), action, seen: None, key: None }).unwrap();
    }

    /// What time alone changes in a case.
    pub fn settle(&mut self, id: DisputeId) {
        let mut case = self.cases[&id].case.clone();
        let mut facts = Vec::new();
        let mut ctx = RuleContext { policy: &self.policy, now: self.now, ids: &mut self.ids, facts: &mut facts };
        rules::settle(&mut case, &mut ctx);
        self.cases.get_mut(&id).unwrap().case = case;
        self.write(id, facts);
        self.touch(id, Actor::System, ChangeKind::Settle);
    }

    fn check(&self) -> Result<(), StoreError> {
        self.broken.clone().map_or(Ok(()), Err)
    }

    /// What changed since this was asked last.
    pub fn changes(&mut self) -> Changes {
        Changes { changed: std::mem::take(&mut self.changed), ..Changes::default() }
    }

    pub fn put_draft(&mut self, id: DisputeId, draft: Option<String>) -> Result<(), StoreError> {
        self.check()?;
        match draft {
            Some(draft) => self.drafts.insert(id, draft),
            None => self.drafts.remove(&id),
        };
        Ok(())
    }

    pub fn read(&mut self, read: &Read, me: &Handle) -> Result<Answer, StoreError> {
        self.check()?;
        Ok(match read {
            Read::Queue(query) => Answer::Queue(self.queue(query)),
            Read::Counts => Answer::Counts(self.counts(me)),
            Read::Case(id) => {
                self.case_reads += 1;
                Answer::Case(Box::new(self.cases.get(id).ok_or_else(|| unknown(*id))?.clone()))
            }
            Read::File(kept, shape) => Answer::File(file_found(kept, *shape)),
            Read::Search(query) => Answer::Search(self.search(query)),
            Read::Cases(query) => Answer::Cases(self.queue(query)),
            Read::Draft(id) => Answer::Draft(self.drafts.get(id).cloned()),
            Read::Team => Answer::Team(vec![mediator("camille"), mediator("ines")]),
            Read::Export(id) => Answer::Exported(Ok(format!("/tmp/{id}.html"))),
            Read::Views => Answer::Views(self.views.clone()),
            Read::Policy => Answer::Policy(self.policy.clone()),
            Read::RelatedCases(id) => Answer::RelatedCases(Box::new(beside(&self.cases, *id)?)),
            Read::Stats => Answer::Stats(crate::domain::decision::statistics::Stats::default()),
        })
    }

    /// As the real one, by the rules.
    pub fn change_views(&mut self, change: &ViewChange) -> Result<Vec<SavedView>, StoreError> {
        self.check()?;
        saved_views::apply_change(&mut self.views, change)?;
        Ok(self.views.clone())
    }

    /// What becomes of a picture: one that says `bomb` is one.
    pub fn pictured(&self, wish: &PictureRequest) -> Result<(u32, u32), PictureError> {
        if &wish.bytes[..] == b"bomb" { Err(PictureError::TooLarge(90_000, 90_000)) } else { Ok((640, 480)) }
    }

    /// As the real one: a walk from a row on, which stops when it has looked at many rows that don't fit.
    fn queue(&self, query: &QueueQuery) -> QueuePage {
        let mut all: Vec<_> =
            self.cases.values().map(row).filter(|row| in_view(row, query.view, query, self.now)).collect();
        all.sort_by_key(|row| row.key);
        let backwards = matches!(query.from, PageFrom::End | PageFrom::Before(_));
        let (before, after): (Vec<_>, Vec<_>) = match query.from {
            PageFrom::Start => (Vec::new(), all),
            PageFrom::End => (all, Vec::new()),
            PageFrom::After(key) => all.into_iter().partition(|row| row.key <= key),
            PageFrom::Before(key) => all.into_iter().partition(|row| row.key < key),
        };
        let (way, behind) = if backwards { (before.into_iter().rev().collect(), after) } else { (after, before) };
        let mut page = QueuePage::default();
        let (mut looked, mut more) = (0, false);
        for row in way {
            if page.rows.len() == query.limit {
                more = true;
                break;
            }
            let key = row.key;
            if has_words(&row, query) {
                page.rows.push(row)
            } else {
                looked += 1
            }
            if looked >= self.scan {
                (more, page.stopped) = (true, Some(key));
                break;
            }
        }
        let behind = !behind.is_empty();
        (page.more_before, page.more_after) = if backwards { (more, behind) } else { (behind, more) };
        if backwards {
            page.rows.reverse();
        }
        page
    }

    fn counts(&self, me: &Handle) -> ViewCounts {
        let count = |view| {
            let me = Some(me.clone());
            let query = QueueQuery { view, me, filter: Filter::default(), from: PageFrom::Start, limit: 0 };
            self.cases.values().map(row).filter(|row| in_view(row, view, &query, self.now)).count() as u64
        };
        ViewCounts {
            open: count(View::Open),
            mine: count(View::Mine),
            unclaimed: count(View::Unclaimed),
            overdue: count(View::Overdue),
            decided: count(View::Decided),
            all: count(View::All),
            snoozed: 0,
            approval: 0,
        }
    }

    fn search(&self, query: &SearchQuery) -> SearchPage {
        let all = self.cases.values().flat_map(|file| file.thread.iter().map(move |row| (file, row)));
        let mut hits: Vec<_> = all
            .filter(|(_, row)| row.message.body.contains(query.terms.text()))
            .filter(|(_, row)| query.before.is_none_or(|before| row.message.id < before))
            .map(|(file, row)| Hit {
                dispute: row.message.dispute,
                message: row.message.id,
                from: row.message.from,
                author: row.message.author.clone(),
                at: row.message.at,
                snippet: row.message.body.clone(),
                marks: Vec::new(),
                title: file.case.order.title.clone(),
            })
            .collect();
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.message));
        let more = hits.len() > query.limit;
        hits.truncate(query.limit);
        SearchPage { next: hits.last().map(|hit| hit.message).filter(|_| more), hits }
    }
}

fn unknown(id: DisputeId) -> StoreError {
    Refusal::from(Unknown::Dispute { dispute: id }).into()
}

/// Free words are looked for in the names; what else a filter knows is the real store's.
fn has_words(row: &QueueRow, query: &QueueQuery) -> bool {
    let names = fold(&format!("{} {} {} {}", row.order, row.title, row.client, row.seller));
    query.filter.terms.iter().all(|term| match &term.test {
        Condition::Seller(name) => fold(&row.seller).contains(name),
        Condition::Word(word) => names.contains(word),
        _ => true,
    })
}

fn in_view(row: &QueueRow, view: View, query: &QueueQuery, now: Time) -> bool {
    let open = row.state == DisputeState::Open && row.snoozed_until.is_none();
    match view {
        View::Open => open,
        View::Mine => open && row.claimed_by.is_some() && row.claimed_by == query.me,
        View::Unclaimed => open && row.claimed_by.is_none(),
        View::Overdue => open && row.due_at < now,
        View::Decided => row.state == DisputeState::Decided,
        View::All => true,
        View::Approval => false,
    }
}

fn row(file: &CaseFile) -> QueueRow {
    let (order, dispute) = (&file.case.order, file.case.dispute.as_ref().unwrap());
    QueueRow {
        key: PageKey { rank: dispute.due_at.timestamp_millis(), id: dispute.id },
        id: dispute.id,
        order: order.id.clone(),
        title: order.title.clone(),
        amount: order.price,
        client: order.client.name.clone(),
        seller: order.seller.name.clone(),
        lang: order.lang,
        ground: dispute.ground,
        opened_by: dispute.opened_by,
        state: dispute.state,
        outcome: dispute.decision.as_ref().map(|decision| decision.outcome),
        waiting_on: dispute.waiting_on,
        waiting_since: dispute.waiting_since,
        due_at: dispute.due_at,
        opened_at: dispute.opened_at,
        claimed_by: dispute.claim.as_ref().map(|claim| claim.by.clone()),
        claimed_until: dispute.claim.as_ref().map(|claim| claim.until),
        snoozed_until: dispute.snoozed_until,
        unread: dispute.unread,
        justified: dispute.justification.is_some(),
        awaiting: None,
        reason: crate::domain::queue::turn::turn_reason(dispute),
        version: dispute.version,
        round: dispute.round,
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

/// Returns whether the mediators have read up to here.
pub fn read_by_mediators(file: &CaseFile) -> Option<MessageId> {
    file.reads.iter().filter(|(by, _)| *by == Reader::Mediator).map(|(_, up_to)| *up_to).next_back()
}

/// Every other decided case is a precedent here, in the order of its number; nobody has a past.
fn beside(cases: &BTreeMap<DisputeId, CaseFile>, id: DisputeId) -> Result<RelatedCases, StoreError> {
    let price = cases.get(&id).ok_or_else(|| unknown(id))?.case.order.price;
    let decided = cases.values().filter_map(|file| {
        let dispute = file.case.dispute.as_ref().filter(|d| d.id != id && d.state == DisputeState::Decided)?;
        let decision = dispute.decision.as_ref()?;
        Some(Precedent {
            id: dispute.id,
            title: file.case.order.title.clone(),
            price: file.case.order.price,
            outcome: decision.outcome,
            basis: decision.basis,
            refund: decision.refund,
            by: decision.by.clone(),
            at: decision.at,
            shared: Vec::new(),
        })
    });
    let alike =
        Precedents { reach: PrecedentScope::Same, band: PriceBand::of(price), found: decided.collect(), more: false };
    Ok(RelatedCases { alike, client: Default::default(), seller: Default::default() })
}

/// A kept file's content is its hash here.
fn file_found(kept: &BlobRef, shape: ContentKind) -> EvidenceContent {
    match kept.sha256.as_str() {
        "gone" => EvidenceContent::Missing,
        "changed" => EvidenceContent::Changed,
        text if shape == ContentKind::Text => EvidenceContent::Text(text.into(), 0),
        bytes => EvidenceContent::Picture(bytes.as_bytes().into()),
    }
}
