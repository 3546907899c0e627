//! The tour of `docs/demo.md` and `docs/demo.fr.md`: its cases exist, and its ten can be decided as described.

use chrono::TimeDelta;

use super::{Demo, Run, demo, noon, rows};
use crate::demo::{MEDIATOR, Parties};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{Cite, DisputeId, Handle};
use crate::domain::marketplace::event::Terms;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::refusal::Code;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, Outcome, View};
use crate::store::{Acted, StoreError};

/// The tour, in each language.
const TOURS: [&str; 2] = [include_str!("../../../docs/demo.md"), include_str!("../../../docs/demo.fr.md")];

#[test]
fn the_tour_names_the_cases_that_are_there() {
    let store = demo(noon());
    let all = rows(&*store, View::All, noon());
    let [stops, french] =
        TOURS.map(|tour| tour.lines().filter_map(|line| line.strip_prefix("### ")).collect::<Vec<_>>());
    assert_eq!((stops.len(), &stops), (10, &french));
    for stop in stops {
        let (_, stop) = stop.split_once(". ").unwrap();
        let (id, title) = stop.split_once(", ").unwrap();
        let row = all.iter().find(|row| row.id.to_string() == id).unwrap();
        assert_eq!(row.title, title, "{id}");
    }
}

/// A mediator at work on the demo, with the simulated parties and a clock.
struct MediatorSession {
    store: Demo,
    parties: Parties,
    now: Time,
}

impl MediatorSession {
    fn act(&mut self, dispute: i64, action: Action) -> Result<Acted, StoreError> {
        self.now += TimeDelta::seconds(1);
        let request =
            Request { dispute: DisputeId(dispute), by: Handle::from(MEDIATOR), action, seen: None, key: None };
        self.store.act(&request, self.now)
    }

    fn say_and_wait(&mut self, dispute: i64) {
        self.act(dispute, Action::Say { body: "Où en êtes-vous ?".to_owned() }).unwrap();
        self.wait();
    }

    fn propose_and_wait(&mut self, dispute: i64, terms: Terms) {
        self.act(dispute, Action::Propose { terms }).unwrap();
        self.wait();
    }

    fn wait(&mut self) {
        Run::of(&mut *self.store, &mut self.parties, self.now, 30);
        self.now += TimeDelta::seconds(30);
    }

    fn decide(
        &mut self,
        dispute: i64,
        outcome: Outcome,
        refund: Option<i64>,
        cites: &[Cite],
    ) -> Result<Acted, StoreError> {
        let refund = refund.map(|minor| Money::new(minor, Currency::EUR));
        let draft =
            DecisionInput { outcome, refund, reasons: "Vu le dossier.".to_owned(), cites: cites.to_vec(), key: None };
        self.act(dispute, Action::Decide(draft))
    }

    fn basis(&mut self, dispute: i64, outcome: Outcome, refund: Option<i64>) -> Option<Basis> {
        self.decide(dispute, outcome, refund, &[]).unwrap().case.dispute.unwrap().decision.unwrap().basis
    }

    fn file(&self, dispute: i64, name: &str) -> Cite {
        let case = self.store.case(DisputeId(dispute)).unwrap();
        let mut files = case.thread.iter().flat_map(|row| &row.attachments);
        Cite::Attachment(files.find(|file| file.name == name).unwrap().id)
    }
}

fn refund(minor: i64) -> Terms {
    Terms::PartialRefund { refund: Money::new(minor, Currency::EUR), terms: String::new() }
}

fn refused(result: Result<Acted, StoreError>) -> Option<Code> {
    match result {
        Err(StoreError::Refused(refusal)) => Some(refusal.code()),
        _ => None,
    }
}

#[test]
fn the_ten_can_be_decided_as_the_tour_says() {
    let store = demo(noon());
    let mut session = MediatorSession { store, parties: Parties::new().unwrap(), now: noon() };
    session.wait();
    let agreed = Some(Basis::Agreed);
    assert_eq!(session.basis(1022, Outcome::Relaunch, None), agreed);
    assert_eq!(session.basis(1009, Outcome::PartialRefund, Some(6000)), agreed);
    session.act(1010, Action::Undo).unwrap();
    session.decide(1010, Outcome::ClientRefunded, None, &[]).unwrap();
    session.act(1014, Action::Approve).unwrap();

    session.say_and_wait(1028);
    let justified = session.store.case(DisputeId(1028)).unwrap().case.dispute.unwrap().justification;
    assert!(justified.unwrap().contains("1 page sans photo"));
    session.decide(1028, Outcome::ClientRefunded, None, &[]).unwrap();

    let vectors = session.file(1023, "tonneau_v2.svg");
    session.decide(1023, Outcome::ClientRefunded, None, &[vectors]).unwrap();

    session.say_and_wait(1021);
    session.file(1021, "liste_termes.txt");
    session.propose_and_wait(1021, refund(2000));
    assert_eq!(session.basis(1021, Outcome::PartialRefund, Some(2000)), agreed);

    assert_eq!(refused(session.decide(1025, Outcome::Relaunch, None, &[])), Some(Code::NoAgreement));
    session.propose_and_wait(1025, Terms::Relaunch { terms: "Le S est remis.".to_owned() });
    assert_eq!(session.basis(1025, Outcome::Relaunch, None), agreed);

    let chat = session.file(1013, "capture_whatsapp.txt");
    assert_eq!(refused(session.decide(1013, Outcome::ClientRefunded, None, &[chat])), Some(Code::InadmissibleCited));
    assert_eq!(session.basis(1013, Outcome::PartialRefund, Some(12_000)), Some(Basis::Imposed));

    session.propose_and_wait(1018, refund(6000));
    assert_eq!(session.basis(1018, Outcome::PartialRefund, Some(6000)), agreed);

    let family = session.act(1008, Action::Claim);
    assert_eq!(refused(family), Some(Code::ConflictOfInterest));
    assert_eq!(session.store.verify(None).unwrap().faults, []);
}
