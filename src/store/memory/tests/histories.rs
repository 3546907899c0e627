//! Random histories go to the store in memory and to SQLite, and every read is compared: what the one means, the other must
//! say. A short run is part of the tests; `LITIGE_HISTORIES=10000` makes it a long one, and a failure names its seed.

mod marketplace;

use chrono::{DateTime, TimeDelta};

use crate::domain::case::records::Person;
use crate::domain::case::records::{Dispute, Mediator};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::decision::work_figures::{DayRange, day};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{
    AskId, AttachmentId, Cite, DisputeId, Handle, MessageId, OrderId, OwedAnswer, ProposalId, RequestKey,
};
use crate::domain::marketplace::event::{Event, EventKind, NewAttachment, NewOrder, Terms};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::policy::Policy;
use crate::domain::queue::filter::Filter;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::search::terms::SearchTerms;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Origin, Outcome, Role, Side, View};
#[cfg(feature = "postgres")]
use crate::store::contract::Backend as _;
use crate::store::memory::MemoryStore;
#[cfg(feature = "postgres")]
use crate::store::postgres::testing::PostgresBackend;
use crate::store::{
    self, ActivityQuery, CaseFile, ChangeCursor, Hit, Ingested, Mode, PageFrom, PageKey, Place, QueueQuery, QueueRow,
    SearchQuery, Store,
};

/// How many histories a run has, and how many steps a history.
const HISTORIES: u64 = 12;
const STEPS: usize = 120;
/// After so many steps every read is compared.
const EVERY: usize = 30;

const TEAM: [&str; 4] = ["camille", "ines", "max", "zoe"];
const PEOPLE: [&str; 4] = ["Léa Martin", "Studio Nova", "Zoé Œuvrard", "Atelier d'Été"];
const TITLES: [&str; 3] = ["Logo pour café-théâtre", "Montage vidéo", "Site vitrine"];
const TEXTS: [&str; 7] = [
    "Rien ne correspond au brief.",
    "Le logo est raté",
    "Voici l'été dernier",
    "ok",
    "Non, jamais.",
    "Je regarde : 100 %",
    "Le \u{fb01}chier re\u{ad}touché, 5\"6",
];
const FILTERS: [&str; 17] = [
    "",
    "logo",
    "seller:nova",
    "-client:lea is:open",
    "waiting:mediator",
    "amount:>100",
    "is:mine",
    "is:unread age:<2d",
    "outcome:seller",
    "ground:revision",
    "held:ines lang:fr",
    "is:snoozed",
    "is:lapsed -held:max",
    "vendeur:nova attend:vous",
    "held:me",
    "-suivi:personne montant>50",
    "held:\"Zoé\" est:ouvert",
];
const SEARCHES: [&str; 13] = [
    "brief",
    "l'ete",
    "log",
    "\"log\"",
    "seller:nova le",
    "le fich seller:nova is:open",
    "retouche",
    "5\"6",
    "is:decided",
    "\"ne correspond\"",
    "correspond ne rie",
    "zzz",
    "rate is:open order:o-1",
];

/// Chance that a seed repeats (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Both stores, and what the history needs to know.
struct Pair {
    memory: Box<dyn Store>,
    sqlite: Box<dyn Store + Send>,
    random: Random,
    now: Time,
    events: Vec<Event>,
    /// Those that were taken.
    accepted: Vec<Event>,
    orders: usize,
    folder: tempfile::TempDir,
    /// The same on a server, while reads are compared.
    #[cfg(feature = "postgres")]
    server: Option<Box<dyn Store + Send>>,
}

impl Pair {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = store::open(&Place::File(folder.path().join("x.db")), Mode::Create).unwrap();
        let memory = Box::new(MemoryStore::new(&Policy::default()));
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let (random, events, accepted) = (Random(seed), Vec::new(), Vec::new());
        let mut pair = Self {
            memory,
            sqlite,
            random,
            now,
            events,
            accepted,
            orders: 0,
            folder,
            #[cfg(feature = "postgres")]
            server: None,
        };
        let roles = [Role::Mediator, Role::Mediator, Role::Lead, Role::Reader];
        let team =
            TEAM.into_iter().zip(roles).map(|(name, role)| Mediator::new(name.into(), &name.to_uppercase(), role));
        let team: Vec<_> = team.collect();
        pair.same(|store, now| store.found_team(&team, now));
        pair
    }

    /// Does or reads the same on both, which must say the same.
    #[track_caller]
    fn both<T: PartialEq + std::fmt::Debug>(&mut self, mut what: impl FnMut(&mut dyn Store, Time) -> T) -> T {
        let (memory, sqlite) = (what(self.memory.as_mut(), self.now), what(self.sqlite.as_mut(), self.now));
        assert!(memory == sqlite, "in memory:\n{memory:#?}\non SQLite:\n{sqlite:#?}");
        #[cfg(feature = "postgres")]
        if let Some(store) = &mut self.server {
            let server = what(store.as_mut(), self.now);
            assert!(memory == server, "in memory:\n{memory:#?}\non a server:\n{server:#?}");
        }
        memory
    }

    /// Compares every read, also those of a copy on a server, where there is one to be had.
    fn compare_all(&mut self) {
        #[cfg(feature = "postgres")]
        if PostgresBackend::is_available() {
            let database = PostgresBackend::empty();
            let (from, to) = (Place::File(self.folder.path().join("x.db")), Place::Server(database.server("keeper")));
            store::copy(&from, &to, &mut |_| {}).unwrap();
            self.server = Some(database.open());
            self.compare();
            self.server = None;
            return;
        }
        self.compare();
    }

    /// The same of what a copy leaves behind.
    #[track_caller]
    fn same_here<T: PartialEq + std::fmt::Debug>(&mut self, what: impl FnMut(&mut dyn Store, Time) -> T) {
        #[cfg(feature = "postgres")]
        let server = self.server.take();
        self.same(what);
        #[cfg(feature = "postgres")]
        {
            self.server = server;
        }
    }

    /// The same, whatever it is.
    #[track_caller]
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: impl FnMut(&mut dyn Store, Time) -> T) {
        drop(self.both(what));
    }

    fn step(&mut self) {
        self.now += TimeDelta::milliseconds(1 + self.random.below(30 * 60_000) as i64);
        match self.random.below(100) {
            0..=44 => self.event(),
            45..=84 => self.act(),
            85..=89 => {
                self.now += TimeDelta::hours(self.random.below(60) as i64);
                self.same(|store, now| store.settle_due(now));
            }
            90..=92 => {
                let (id, by) = (self.any_dispute(), self.mediator());
                let body = self.random.is(70).then(|| self.text());
                let before = self.memory.draft(id, &by).unwrap_or_default();
                self.same(|store, now| store.put_draft(id, &by, body.as_deref(), before.as_deref(), now));
                self.same(|store, now| store.put_draft(id, &by, Some("x"), Some("not read"), now));
            }
            93..=95 => {
                let (of, name) = (self.mediator(), format!("Vue {}", self.random.below(4)));
                let view =
                    SavedView { name: name.clone(), base: View::All, query: self.random.pick(&FILTERS).to_owned() };
                let change = match self.random.below(3) {
                    0 => ViewChange::Drop(name),
                    1 => ViewChange::Replace(name, view),
                    _ => ViewChange::Keep(view),
                };
                self.same(|store, now| store.change_views(&of, &change, None, now));
            }
            96..=97 => {
                // One that was read just now, or all of them, or one as it was before.
                let (of, which, older) = (self.mediator(), self.random.below(6), self.random.is(20));
                self.same(|store, now| {
                    let mut seen = store.notifications(&of, now)?;
                    if which > 0 {
                        seen = seen.into_iter().nth(which - 1).into_iter().collect();
                    }
                    seen.iter_mut().filter(|_| older).for_each(|one| one.at -= TimeDelta::seconds(1));
                    store.acknowledge(&of, &seen)
                });
            }
            _ => {
                let (by, at) = (self.mediator(), self.random.is(80).then(|| self.any_dispute()));
                let desk = format!("desk {}", self.random.below(3));
                self.same(|store, now| store.heartbeat(&desk, &by, at, now));
            }
        }
    }

    fn mediator(&mut self) -> Handle {
        self.random.pick(&TEAM).into()
    }

    fn text(&mut self) -> String {
        self.random.pick(&TEXTS).to_owned()
    }

    fn side(&mut self) -> Side {
        if self.random.is(50) { Side::Client } else { Side::Seller }
    }

    /// A dispute; perhaps one that is not there.
    fn any_dispute(&mut self) -> DisputeId {
        let ids = self.disputes();
        if ids.is_empty() || self.random.is(3) { DisputeId(9) } else { ids[self.random.below(ids.len())] }
    }

    fn disputes(&self) -> Vec<DisputeId> {
        self.memory
            .queue(&query(View::All, "", None, PageFrom::Start, 1_000), self.now)
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.id)
            .collect()
    }

    /// A case as both stores have it.
    fn case(&mut self, id: DisputeId) -> CaseFile {
        self.both(|store, _| store.case(id)).unwrap()
    }

    fn dispute(&self, id: DisputeId) -> Option<Dispute> {
        self.memory.case(id).ok()?.case.dispute
    }

    fn event(&mut self) {
        let count = 1 + self.random.below(4);
        let mut batch: Vec<Event> =
            if self.random.is(25) { self.way_to_a_dispute() } else { (0..count).map(|_| self.one_event()).collect() };
        if self.random.is(10) && !self.events.is_empty() {
            batch.push(self.events[self.random.below(self.events.len())].clone());
        }
        self.ingest(batch);
    }

    fn ingest(&mut self, batch: Vec<Event>) {
        self.events.extend(batch.iter().cloned());
        let became = self.both(|store, now| store.ingest(&batch, now)).unwrap();
        let taken = batch.into_iter().zip(became).filter(|(_, one)| matches!(one, Ingested::Accepted { .. }));
        self.accepted.extend(taken.map(|(event, _)| event));
    }

    /// A new order, up to its dispute.
    fn way_to_a_dispute(&mut self) -> Vec<Event> {
        let (body, attachments) = (self.text(), self.attachments());
        let asked = EventKind::RevisionRequested { body: body.clone() };
        let refused = EventKind::RevisionRefused { body: body.clone() };
        let delivered = EventKind::OrderDelivered { body: body.clone(), attachments };
        let opened = EventKind::DisputeOpened { by: Side::Client, justification: body };
        self.orders += 1;
        let order = OrderId(format!("O-{}", self.orders));
        let kinds = [self.new_order(), delivered, asked.clone(), refused.clone(), asked, refused, opened];
        kinds.map(|kind| self.event_of(order.clone(), kind, self.now)).to_vec()
    }

    fn one_event(&mut self) -> Event {
        let fresh = self.orders == 0 || self.random.is(12);
        if fresh {
            self.orders += 1;
        }
        let order = OrderId(format!("O-{}", if fresh { self.orders } else { 1 + self.random.below(self.orders) }));
        let kind = if fresh { self.new_order() } else { self.event_kind(&order) };
        // A marketplace's clock may be ahead, or behind.
        let at = self.now + TimeDelta::minutes(self.random.below(7) as i64 - 5);
        self.event_of(order, kind, at)
    }

    fn event_of(&mut self, order: OrderId, kind: EventKind, at: Time) -> Event {
        let id = format!("e{}-{}", self.events.len(), self.random.next() % 1_000_000_000);
        Event { id: id.as_str().into(), at, order, kind }
    }

    fn new_order(&mut self) -> EventKind {
        let (client, seller) = (self.random.below(4), self.random.below(4));
        let person = |n: usize| Person { id: format!("p-{n}").as_str().into(), name: PEOPLE[n].to_owned() };
        let currency = if self.random.is(80) { Currency::EUR } else { Currency::from_code("USD").unwrap() };
        EventKind::OrderPlaced(NewOrder {
            client: person(client),
            seller: person(seller),
            title: self.random.pick(&TITLES).to_owned(),
            brief: self.text(),
            amount: Money::new(1 + self.random.below(50_000) as i64, currency),
            due: self.random.is(30).then(|| self.now + TimeDelta::days(3)),
            lang: if self.random.is(70) { Some(Lang::Fr) } else { None },
        })
    }

    fn event_kind(&mut self, order: &OrderId) -> EventKind {
        let body = self.text();
        let current = self.current(order);
        let proposal = current.as_ref().and_then(|d| d.proposals.last()).map_or(ProposalId(7), |p| p.id);
        let answers = current.as_ref().and_then(|d| d.asks.last()).map(|ask| ask.id).filter(|_| self.random.is(60));
        let (by, attachments) = (self.side(), self.attachments());
        match self.random.below(if current.is_some() { 20 } else { 10 }) {
            0 | 1 => EventKind::OrderDelivered { body, attachments },
            2 => EventKind::OrderMessage { by, body, attachments },
            3 | 4 => EventKind::RevisionRequested { body },
            5 | 6 => EventKind::RevisionRefused { body },
            7 => EventKind::CancellationRequested { body },
            8 => EventKind::CancellationRefused { body },
            9 => EventKind::DisputeOpened { by: Side::Client, justification: body },
            10..=13 => EventKind::DisputeMessage { by, body, attachments, answers },
            14 => EventKind::DisputeRead { by },
            15 | 16 => EventKind::ProposalMade { by, terms: self.terms() },
            17 | 18 => EventKind::ProposalAnswered { by, proposal, accept: self.random.is(70) },
            _ => EventKind::OrderCompleted { rating: Some(3), review: Some(body) },
        }
    }

    /// The latest dispute of an order.
    fn current(&self, order: &OrderId) -> Option<Dispute> {
        let page = self.memory.queue(&query(View::All, "", None, PageFrom::Start, 1_000), self.now).unwrap();
        let latest = page.rows.into_iter().filter(|row| row.order == *order).map(|row| row.id).max();
        latest.and_then(|id| self.dispute(id))
    }

    fn attachments(&mut self) -> Vec<NewAttachment> {
        let origin = if self.random.is(70) { Origin::Platform } else { Origin::External };
        let file = NewAttachment {
            name: "preuve.png".to_owned(),
            media_type: "image/png".to_owned(),
            origin,
            path: None,
            text: None,
            stored_content: None,
        };
        if self.random.is(25) { vec![file] } else { Vec::new() }
    }

    fn terms(&mut self) -> Terms {
        let terms = self.text();
        if self.random.is(70) {
            let refund = Money::new(1 + self.random.below(4_000) as i64, Currency::EUR);
            Terms::PartialRefund { refund, terms }
        } else {
            Terms::Relaunch { terms }
        }
    }

    fn act(&mut self) {
        let (dispute, by) = (self.any_dispute(), self.mediator());
        let (action, case) = (self.action(dispute), self.dispute(dispute));
        let seen = case.filter(|_| self.random.is(20)).map(|case| case.version - i64::from(self.random.is(20)));
        let key = self.random.is(60).then(|| RequestKey(format!("r{}", self.random.below(200))));
        let request = Request { dispute, by, action, seen, key };
        self.same(|store, now| store.act(&request, now));
        if self.random.is(10) {
            self.same(|store, now| store.act(&request, now));
        }
    }

    fn action(&mut self, id: DisputeId) -> Action {
        let (body, file) = (self.text(), self.memory.case(id).ok());
        let dispute = file.as_ref().and_then(|file| file.case.dispute.as_ref());
        let last = file.as_ref().and_then(|file| file.thread.last()).map_or(MessageId(1), |row| row.message.id);
        let all =
            file.as_ref().map(|file| file.thread.iter().flat_map(|row| &row.attachments).chain(&file.order_files));
        let attachment = all.and_then(|mut all| all.next_back()).map_or(AttachmentId(1), |one| one.id);
        let ask = dispute.and_then(|d| d.asks.last()).map_or(AskId(1), |ask| ask.id);
        let due = self.random.is(50).then(|| self.now + TimeDelta::minutes(5 + self.random.below(3_000) as i64));
        match self.random.below(30) {
            0 | 1 => Action::Claim,
            2 => Action::Release,
            28 => Action::Assign { to: self.mediator(), note: self.random.is(50).then_some(body) },
            3..=5 => Action::Say { body },
            29 => Action::Remind { of: Some(OwedAnswer::Ask(ask)), body },
            6 => Action::Note { body },
            7 | 8 => Action::Ask { to: self.side(), body, due },
            9 => Action::WithdrawAsk { ask },
            10 | 11 => Action::Propose { terms: self.terms() },
            12 => Action::Strike { attachment, reason: body },
            13 => Action::Snooze { until: self.now + TimeDelta::minutes(1 + self.random.below(3_000) as i64) },
            14 | 15 => Action::MarkRead { up_to: last },
            16 | 17 => Action::Undo,
            18 => Action::Approve,
            19 => Action::Refuse { reason: body },
            20 => Action::Admit { attachment, reason: body },
            21 => Action::Wake,
            22 | 23 => {
                let proposal = dispute.and_then(|d| d.proposals.last()).map_or(ProposalId(1), |one| one.id);
                Action::WithdrawProposal { proposal }
            }
            _ => {
                let outcomes =
                    [Outcome::SellerWins, Outcome::ClientRefunded, Outcome::PartialRefund, Outcome::Relaunch];
                let outcome = outcomes[self.random.below(outcomes.len())];
                let refund = (outcome == Outcome::PartialRefund)
                    .then(|| Money::new(1 + self.random.below(4_000) as i64, Currency::EUR));
                let cites =
                    if self.random.is(40) { vec![Cite::Message(last), Cite::Attachment(attachment)] } else { vec![] };
                let key = self.random.is(30).then(|| format!("k{}", self.random.below(30)));
                Action::Decide(DecisionInput { outcome, refund, reasons: body, cites, key })
            }
        }
    }

    /// Every read of the trait.
    fn compare(&mut self) {
        let me = [None, Some(Handle::from("camille")), Some(Handle::from("ines"))];
        let ids = self.disputes();
        for me in &me {
            self.same(|store, now| store.counts(me.as_ref(), now));
            for view in View::ALL {
                self.same(|store, now| store.queue(&query(*view, "", me.as_ref(), PageFrom::Start, 1_000), now));
            }
        }
        for filter in FILTERS {
            let me = me[1].as_ref();
            let whole = self.both(|store, now| store.queue(&query(View::All, filter, me, PageFrom::Start, 1_000), now));
            self.same(|store, now| every_row(store, filter, me, now));
            let keys: Vec<PageKey> = whole.unwrap().rows.iter().map(|row| row.key).collect();
            let key = keys.get(self.random.below(keys.len())).copied().unwrap_or(PageKey::first_decided());
            for from in [PageFrom::End, PageFrom::After(key), PageFrom::Before(key)] {
                self.same(|store, now| store.queue(&query(View::All, filter, me, from, 2), now));
            }
        }
        for text in SEARCHES {
            let terms = SearchTerms::parse(text).unwrap();
            self.same(|store, now| every_hit(store, &terms, me[1].as_ref(), now));
        }
        for id in ids.iter().copied().chain([DisputeId(9)]) {
            self.same(|store, _| store.case(id));
            self.same(|store, _| store.related_cases(id));
            self.same(|store, _| store.audit_trail(id));
            for by in TEAM.map(Handle::from) {
                self.same(|store, _| store.draft(id, &by));
            }
        }
        self.same(|store, _| store.rows(&ids));
        self.same(|store, _| store.justifications(&ids));
        self.same(|store, _| store.stats(DayRange::default()));
        for since in [None, Some(1), Some(4)] {
            self.same(|store, now| {
                let until = Some(day(now)).filter(|_| since.is_none());
                store.stats(DayRange { since: since.map(|days| day(now) - days), until })
            });
        }
        self.same(|store, _| store.mediators());
        self.same(|store, _| store.policy());
        self.same_here(|store, now| store.presences(now));
        for of in TEAM.map(Handle::from) {
            self.same(|store, _| store.views(&of));
            self.same(|store, now| store.notifications(&of, now));
        }
        let last = self.both(|store, _| store.changes(ChangeCursor(0))).unwrap().cursor;
        for cursor in [0, 1, 10, 100] {
            self.same(|store, _| store.changes(ChangeCursor(last.0 - cursor)));
        }
        self.same(|store, _| store.changes(ChangeCursor(last.0 + 5)));
        for after in [0, 3, 1_000] {
            self.same(|store, _| store.outbox(after, 20));
        }
        self.same(|store, _| store.outbox_head());
        for routine in [false, true] {
            for before in [None, Some(20)] {
                let since = self.random.is(30).then(|| self.now - TimeDelta::hours(self.random.below(9) as i64));
                let dispute = self.random.is(30).then(|| self.any_dispute());
                let by = self.random.is(50).then(|| self.mediator().0);
                let query = ActivityQuery { by, dispute, since, until: None, routine, before, limit: 12 };
                self.same(|store, _| store.activity(&query));
                self.same(|store, _| {
                    store.activity(&ActivityQuery { until: query.since, since: None, ..query.clone() })
                });
            }
        }
        for n in 0..PEOPLE.len() {
            self.same(|store, _| store.names(&format!("p-{n}").as_str().into()));
        }
    }
}

/// All that a search finds, page by page: one that is short of time returns less than a page.
fn every_hit(store: &dyn Store, terms: &SearchTerms, me: Option<&Handle>, now: Time) -> Vec<Hit> {
    let mut query = SearchQuery { terms: terms.clone(), me: me.cloned(), before: None, limit: 7 };
    let mut hits = Vec::new();
    loop {
        let page = store.search(&query, now).unwrap();
        hits.extend(page.hits);
        query.before = page.next;
        if page.next.is_none() {
            return hits;
        }
    }
}

/// The same for the cases that a filter finds.
fn every_row(store: &dyn Store, filter: &str, me: Option<&Handle>, now: Time) -> Vec<QueueRow> {
    let (mut rows, mut from) = (Vec::new(), PageFrom::Start);
    loop {
        let page = store.find(&query(View::All, filter, me, from, 3), now).unwrap();
        let next = page.stopped.or(page.rows.last().map(|row| row.key).filter(|_| page.more_after));
        rows.extend(page.rows);
        match next {
            Some(key) => from = PageFrom::After(key),
            None => return rows,
        }
    }
}

fn query(view: View, filter: &str, me: Option<&Handle>, from: PageFrom, limit: usize) -> QueueQuery {
    QueueQuery { view, me: me.cloned(), filter: Filter::parse(filter).unwrap(), from, limit }
}

#[test]
fn every_read_of_random_histories_is_the_same_in_memory_and_on_sqlite() {
    let asked = std::env::var("LITIGE_HISTORIES").ok().and_then(|count| count.parse().ok());
    let (mut decided, mut disputes) = (0, 0);
    for seed in 0..asked.unwrap_or(HISTORIES) {
        // A panic says which one it was.
        eprintln!("history {seed}");
        let mut pair = Pair::new(seed);
        for step in 1..=STEPS {
            pair.step();
            if step % EVERY == 0 {
                pair.compare_all();
            }
        }
        let counts = pair.both(|store, now| store.counts(None, now)).unwrap();
        decided += counts.decided;
        disputes += counts.all;
        assert_eq!(pair.sqlite.verify(None).unwrap().faults, [], "history {seed}");
    }
    assert!(disputes > 5 * HISTORIES && decided > HISTORIES, "little happened: {disputes} disputes, {decided} decided");
}
