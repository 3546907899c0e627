//! The stage of the stories: a store, a clock, a team, and short ways to say what happens.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta};

use crate::domain::case::records::Person;
use crate::domain::case::records::{Dispute, Mediator};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::CreatedId;
use crate::domain::ids::{DisputeId, Handle, OrderId, ProposalId};
use crate::domain::marketplace::event::{Event, EventKind, NewAttachment, NewOrder, Terms};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::policy::approval_limits::ApprovalLimits;
use crate::domain::policy::setting::PolicySetting;
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::Code;
use crate::domain::team::change::{AccountChange, TeamChange};
use crate::domain::text::folding::fold;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Origin, Outcome, Role, Side, View};
use crate::store::{Acted, CaseFile, Ingested, PageFrom, QueuePage, QueueQuery, Store, StoreError};

/// A backend under test: one place for data, opened as often as a story needs.
pub trait Backend: Sized + Sync {
    /// Whether it can be had here. Where it can't, its stories are left out, which it says loudly.
    fn is_available() -> bool {
        true
    }

    fn empty() -> Self;

    /// One more handle on the same data.
    fn open(&self) -> Box<dyn Store + Send>;

    /// One more handle on the same data, from an account of the system.
    fn open_as(&self, account: &str) -> Box<dyn Store + Send>;

    /// Says that all is well in the store, as far as the backend can tell.
    fn check(store: &dyn Store) {
        assert_eq!(store.verify(None).unwrap().faults, []);
    }
}

/// A backend that is maintained: checked, copied, rid of a person.
pub trait MaintenanceBackend: Backend {
    /// A handle on a backup.
    fn open_backup(&self, path: &Path) -> Box<dyn Store + Send>;

    /// A path where a backup can be written.
    fn spare_path(&self) -> PathBuf;
}

/// A store in the middle of a story.
pub struct Desk<B: Backend> {
    /// Where the data is.
    pub place: B,
    /// A handle on it.
    pub store: Box<dyn Store + Send>,
    /// The story's clock; a minute passes with everything that happens.
    pub now: Time,
    events: u32,
}

/// An amount in euros, in cents.
pub fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// Decisions on more euros than this wait for a second mediator.
pub fn second_above(euros: u32) -> PolicySetting {
    PolicySetting::SecondMediatorAbove(ApprovalLimits::of([(Currency::EUR, euros)]))
}

pub fn handle(name: &str) -> Handle {
    Handle::from(name)
}

pub fn file(name: &str, origin: Origin) -> NewAttachment {
    NewAttachment {
        name: name.to_owned(),
        media_type: "text/plain".to_owned(),
        origin,
        path: None,
        text: None,
        stored_content: None,
    }
}

/// The code of a refusal.
pub fn code<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Code {
    match result {
        Err(StoreError::Refused(refusal)) => refusal.code(),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

pub fn draft(outcome: Outcome) -> DecisionInput {
    DecisionInput { outcome, refund: None, reasons: "Livraison conforme.".to_owned(), cites: Vec::new(), key: None }
}

/// Adds a member, or changes their role.
pub fn put(name: &str, role: Role) -> TeamChange {
    TeamChange::Put { handle: handle(name), name: name.to_uppercase(), role: Some(role), account: AccountChange::AsIs }
}

/// A decision for a partial refund.
pub fn partial(minor: i64) -> DecisionInput {
    DecisionInput { refund: Some(eur(minor)), ..draft(Outcome::PartialRefund) }
}

impl<B: Backend> Desk<B> {
    /// A store with three mediators (the last a lead) and a reader.
    pub fn set() -> Self {
        let place = B::empty();
        let store = place.open();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mut desk = Self { place, store, now, events: 0 };
        let team = [("camille", Role::Mediator), ("ines", Role::Mediator), ("max", Role::Lead), ("zoe", Role::Reader)];
        let member = |(name, role): (&str, Role)| Mediator::new(handle(name), &name.to_uppercase(), role);
        desk.store.found_team(&team.map(member), now).unwrap();
        desk
    }

    /// Puts other values of the policy in force.
    pub fn set_policy(&mut self, settings: impl IntoIterator<Item = PolicySetting>) {
        let change = PolicyChange { settings: settings.into_iter().collect(), reason: "Essai.".to_owned() };
        self.store.put_policy(&handle("max"), &change, None, self.now).unwrap();
    }

    /// Lets time pass.
    pub fn wait(&mut self, minutes: i64) {
        self.now += TimeDelta::minutes(minutes);
    }

    /// An event that happens now.
    pub fn event(&mut self, order: &str, kind: EventKind) -> Event {
        self.wait(1);
        self.events += 1;
        Event { id: format!("e{}", self.events).as_str().into(), at: self.now, order: OrderId::from(order), kind }
    }

    /// Takes events, all of which must be good. Returns the dispute that opened, if one did.
    pub fn ingest(&mut self, order: &str, kinds: impl IntoIterator<Item = EventKind>) -> Option<DisputeId> {
        let events: Vec<_> = kinds.into_iter().map(|kind| self.event(order, kind)).collect();
        let taken = self.store.ingest(&events, self.now).unwrap();
        let mut opened = None;
        for (event, taken) in events.iter().zip(taken) {
            match taken {
                Ingested::Accepted { opened: new } => opened = opened.or(new),
                other => panic!("{event:?}: {other:?}"),
            }
        }
        opened
    }

    /// Takes an event that must be refused.
    pub fn refused(&mut self, order: &str, kind: EventKind) -> Code {
        let event = self.event(order, kind);
        match self.store.ingest(&[event], self.now).unwrap().remove(0) {
            Ingested::Refused(refusal) => refusal.code(),
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    /// An order of 120.00 €, delivered.
    pub fn delivered(&mut self, order: &str) {
        self.ingest(order, [placed("Léa Martin", "Studio Nova", 12_000), delivery()]);
    }

    /// A dispute of the second ground, justified, on an order of 120.00 €.
    pub fn dispute(&mut self, order: &str) -> DisputeId {
        self.delivered(order);
        self.revisions_refused(order, 2);
        self.ingest(order, [opened(Side::Client, "Rien ne correspond au brief.")]).unwrap()
    }

    /// Revisions requested and refused.
    pub fn revisions_refused(&mut self, order: &str, times: usize) {
        for _ in 0..times {
            self.ingest(order, [revision(), EventKind::RevisionRefused { body: "Non.".to_owned() }]);
        }
    }

    /// Does something as a mediator.
    pub fn act(&mut self, by: &str, dispute: DisputeId, action: Action) -> Result<Acted, StoreError> {
        self.wait(1);
        self.store.act(&Request { dispute, by: handle(by), action, seen: None, key: None }, self.now)
    }

    /// Changes the team as this member, or as nobody of it.
    pub fn change_team(&mut self, by: Option<&str>, change: &TeamChange) -> Result<Mediator, StoreError> {
        self.wait(1);
        self.store.change_team(by.map(handle).as_ref(), change, None, self.now)
    }

    /// Does something as camille, which must go well.
    pub fn does(&mut self, dispute: DisputeId, action: Action) -> Acted {
        self.act("camille", dispute, action).unwrap()
    }

    /// Both parties agree to a proposal of camille's.
    pub fn agreed(&mut self, order: &str, dispute: DisputeId, terms: Terms) -> ProposalId {
        let Some(CreatedId::Proposal(proposal)) = self.does(dispute, Action::Propose { terms }).made else {
            panic!("a proposal is made");
        };
        self.ingest(order, [answer(Side::Client, proposal, true), answer(Side::Seller, proposal, true)]);
        proposal
    }

    /// The case as it is read.
    pub fn case(&self, dispute: DisputeId) -> CaseFile {
        self.store.case(dispute).unwrap()
    }

    /// The dispute as it is read.
    pub fn header(&self, dispute: DisputeId) -> Dispute {
        self.case(dispute).case.dispute.unwrap()
    }

    /// A page of a view as camille sees it.
    pub fn page(&self, view: View, from: PageFrom, limit: usize) -> QueuePage {
        self.filtered(view, "", from, limit)
    }

    /// A page of what a filter leaves of a view.
    pub fn filtered(&self, view: View, words: &str, from: PageFrom, limit: usize) -> QueuePage {
        let query =
            QueueQuery { view, me: Some(handle("camille")), filter: Filter::parse(words).unwrap(), from, limit };
        self.store.queue(&query, self.now).unwrap()
    }

    /// Everything that a view shows.
    pub fn view(&self, view: View) -> Vec<DisputeId> {
        self.page(view, PageFrom::Start, 1000).rows.iter().map(|row| row.id).collect()
    }

    /// Says that all is well in the store.
    pub fn verify(&self) {
        B::check(self.store.as_ref());
    }
}

/// An order is placed.
pub fn placed(client: &str, seller: &str, minor: i64) -> EventKind {
    let person = |name: &str| Person { id: fold(name).replace(' ', "-").as_str().into(), name: name.to_owned() };
    EventKind::OrderPlaced(NewOrder {
        client: person(client),
        seller: person(seller),
        title: "Logo pour café-théâtre".to_owned(),
        brief: "Un logo à deux couleurs.".to_owned(),
        amount: eur(minor),
        due: None,
        lang: Some(Lang::Fr),
    })
}

/// The seller delivers, with a file.
pub fn delivery() -> EventKind {
    let attachments = vec![file("logo.svg", Origin::Platform)];
    EventKind::OrderDelivered { body: "Voici le logo.".to_owned(), attachments }
}

/// The client requests a revision.
pub fn revision() -> EventKind {
    EventKind::RevisionRequested { body: "Trois couleurs au lieu de deux.".to_owned() }
}

/// The client requests a cancellation.
pub fn cancellation() -> EventKind {
    EventKind::CancellationRequested { body: "Je souhaite annuler.".to_owned() }
}

/// The seller refuses the cancellation.
pub fn cancellation_refused() -> EventKind {
    EventKind::CancellationRefused { body: "Le travail est fait.".to_owned() }
}

/// Someone opens a dispute.
pub fn opened(by: Side, justification: &str) -> EventKind {
    EventKind::DisputeOpened { by, justification: justification.to_owned() }
}

/// A party writes.
pub fn says(by: Side, body: &str) -> EventKind {
    EventKind::DisputeMessage { by, body: body.to_owned(), attachments: Vec::new(), answers: None }
}

/// A party answers a proposal.
pub fn answer(by: Side, proposal: ProposalId, accept: bool) -> EventKind {
    EventKind::ProposalAnswered { by, proposal, accept }
}
