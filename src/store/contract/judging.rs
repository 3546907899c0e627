//! Judging alike: precedents, the parties' other disputes, and the statistics that every write keeps.

use super::desk::*;
use crate::domain::decision::draft::DecisionInput;
use crate::domain::decision::precedents::{MIN_PRECEDENTS, PartyRecord, PrecedentScope};
use crate::domain::decision::statistics::{AgeBracket, DurationBracket};
use crate::domain::decision::work_figures::{DayRange, day};
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{Basis, Ground, Lang, Outcome, Side};

/// A dispute of the second ground on an order like this.
fn disputed<B: Backend>(desk: &mut Desk<B>, order: &str, place: EventKind) -> DisputeId {
    desk.ingest(order, [place, delivery()]);
    desk.revisions_refused(order, 2);
    desk.ingest(order, [opened(Side::Client, "Rien ne correspond.")]).unwrap()
}

fn order(minor: i64, title: &str, lang: Lang) -> EventKind {
    match placed("Léa Martin", "Studio Nova", minor) {
        EventKind::OrderPlaced(placed) => EventKind::OrderPlaced(crate::domain::marketplace::event::NewOrder {
            title: title.to_owned(),
            lang: Some(lang),
            ..placed
        }),
        other => other,
    }
}

/// domain/decision/precedents.rs: the same ground, currency, band and language, and wider only where those are few.
pub fn precedents_are_as_near_as_there_are_enough_of<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let case = disputed(&mut desk, "O-0", order(12_000, "Logo pour un café", Lang::Fr));
    let found = |desk: &Desk<B>| {
        let alike = desk.store.related_cases(case).unwrap().alike;
        (alike.reach, alike.found.iter().map(|one| one.id).collect::<Vec<_>>())
    };
    assert_eq!(found(&desk), (PrecedentScope::AnyPrice, vec![]), "nothing is decided yet");

    let far = disputed(&mut desk, "O-far", order(90_000, "Logo", Lang::Fr));
    let beside = disputed(&mut desk, "O-beside", order(21_000, "Site", Lang::En));
    let english = disputed(&mut desk, "O-english", order(15_000, "Translation", Lang::En));
    let same = disputed(&mut desk, "O-same", order(14_000, "Montage", Lang::Fr));
    let open = disputed(&mut desk, "O-open", order(12_000, "Logo", Lang::Fr));
    // The other ground is another question.
    desk.delivered("O-other");
    let twice = [cancellation(), cancellation_refused(), cancellation(), cancellation_refused()];
    let other = desk.ingest("O-other", twice).unwrap();
    for id in [far, beside, english, same, other] {
        desk.does(id, Action::Decide(draft(Outcome::SellerWins)));
    }
    assert_eq!(
        found(&desk),
        (PrecedentScope::AnyPrice, vec![far, same, english, beside]),
        "what the names share, then the price"
    );
    assert!(!found(&desk).1.contains(&open));

    for n in 0..MIN_PRECEDENTS {
        let id = disputed(&mut desk, &format!("O-en-{n}"), order(11_000, "Voice-over", Lang::En));
        desk.does(id, Action::Decide(draft(Outcome::ClientRefunded)));
    }
    let (reach, ids) = found(&desk);
    assert_eq!((reach, ids.len()), (PrecedentScope::AnyLanguage, MIN_PRECEDENTS + 2));
    assert!(ids.contains(&same) && ids.contains(&english) && !ids.contains(&beside));

    for n in 0..MIN_PRECEDENTS {
        let id = disputed(&mut desk, &format!("O-fr-{n}"), order(12_000, "Affiche", Lang::Fr));
        desk.does(id, Action::Decide(partial(3_000)));
    }
    let alike = desk.store.related_cases(case).unwrap().alike;
    assert_eq!((alike.reach, alike.found.len(), alike.more), (PrecedentScope::Same, MIN_PRECEDENTS + 1, false));
    assert_eq!(
        (alike.count(Outcome::PartialRefund), alike.count(Outcome::SellerWins), alike.count(Outcome::Relaunch)),
        (MIN_PRECEDENTS, 1, 0)
    );
    let first = &alike.found[0];
    assert_eq!((first.price, first.refund, first.basis), (eur(12_000), Some(eur(3_000)), Some(Basis::Imposed)));
    assert_eq!((first.by.clone(), first.title.as_str()), (handle("camille"), "Affiche"));
    assert!(alike.found.windows(2).take(MIN_PRECEDENTS - 1).all(|pair| pair[0].at > pair[1].at), "the newest first");

    // One that is undone is no precedent any more.
    desk.does(first.id, Action::Undo);
    assert!(!desk.store.related_cases(case).unwrap().alike.found.iter().any(|one| one.id == first.id));
    assert_eq!(code(desk.store.related_cases(DisputeId(7))), Code::UnknownDispute);
    desk.verify();
}

/// Both parties' other disputes, in either role, newest first: facts, each with its outcome.
pub fn past_disputes_of_both_parties_are_listed<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let first = disputed(&mut desk, "O-1", placed("Léa Martin", "Studio Nova", 5_000));
    desk.does(first, Action::Decide(draft(Outcome::ClientRefunded)));
    let swapped = disputed(&mut desk, "O-2", placed("Studio Nova", "Atelier", 6_000));
    // An order without a dispute is nothing on record.
    desk.ingest("O-3", [placed("Léa Martin", "Studio Nova", 7_000), delivery()]);
    let elsewhere = disputed(&mut desk, "O-4", placed("Zoé", "Atelier", 8_000));
    let case = disputed(&mut desk, "O-5", placed("Léa Martin", "Studio Nova", 9_000));
    let related = desk.store.related_cases(case).unwrap();
    let ids = |past: &PartyRecord| past.disputes.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(related.client.each_ref().map(ids), [vec![first], vec![]]);
    assert_eq!(related.seller.each_ref().map(ids), [vec![swapped], vec![first]]);
    let past = &related.client[0];
    assert_eq!((past.count(Some(Outcome::ClientRefunded)), past.count(None), past.more), (1, 0, false));
    let decided = &past.disputes[0];
    assert_eq!((decided.price, decided.outcome), (eur(5_000), Some(Outcome::ClientRefunded)));
    assert!(decided.decided_at.unwrap() > decided.opened_at);
    let open = &related.seller[0].disputes[0];
    assert_eq!((open.side, open.outcome, open.decided_at), (Side::Client, None, None));
    assert_eq!(ids(&desk.store.related_cases(elsewhere).unwrap().seller[1]), [swapped]);

    // A relaunched order that is disputed again is on its own record.
    desk.agreed("O-5", case, Terms::Relaunch { terms: "Deux couleurs.".to_owned() });
    desk.does(case, Action::Decide(draft(Outcome::Relaunch)));
    desk.wait(60);
    desk.store.settle_due(desk.now).unwrap();
    desk.ingest("O-5", [delivery()]);
    desk.revisions_refused("O-5", 2);
    let again = desk.ingest("O-5", [opened(Side::Client, "Encore.")]).unwrap();
    assert_eq!(ids(&desk.store.related_cases(again).unwrap().client[0]), [case, first]);
    desk.verify();
}

/// Who was erased is on no one's record by name, and is still the same person.
pub fn an_erased_person_keeps_their_record<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    let [first, case] = ["O-1", "O-2"].map(|order| desk.dispute(order));
    desk.store.erase(&"lea-martin".into(), &handle("max"), None, desk.now).unwrap();
    let past = desk.store.related_cases(case).unwrap().client;
    assert_eq!(past[0].disputes.iter().map(|one| one.id).collect::<Vec<_>>(), [first]);
    desk.verify();
}

/// The figures are kept by the writes: a decision counts once it is in force, an undone one doesn't.
pub fn statistics_are_what_counting_gives<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let by_choice = desk.dispute("O-1");
    let agreed = desk.dispute("O-2");
    let undone = desk.dispute("O-3");
    let open = desk.dispute("O-4");
    desk.wait(5 * 24 * 60);
    desk.act("ines", by_choice, Action::Decide(draft(Outcome::SellerWins))).unwrap();
    desk.agreed("O-2", agreed, Terms::PartialRefund { refund: eur(4_000), terms: String::new() });
    desk.does(agreed, Action::Decide(DecisionInput { cites: Vec::new(), ..partial(4_000) }));
    desk.does(undone, Action::Decide(draft(Outcome::ClientRefunded)));
    desk.does(undone, Action::Undo);
    let stats = desk.store.stats(DayRange::default()).unwrap();
    let ground = Ground::RevisionRefusedTwice;
    assert_eq!(stats.count(|_| true), 2);
    assert_eq!(
        stats.count(|t| t.ground == ground && t.outcome == Outcome::SellerWins && t.took == DurationBracket::Week),
        1
    );
    assert_eq!((stats.agreed().of, stats.agreed().total), (1, 2));
    let share = stats.client_wins(Some(ground), Some(&handle("ines")));
    assert_eq!((share.of, share.total), (0, 1));
    assert_eq!(stats.mediators(), [(handle("camille"), 1), (handle("ines"), 1)]);
    let backlog: Vec<_> = stats.backlog_by_age(desk.now).into_iter().filter(|(_, n)| *n > 0).collect();
    assert_eq!(backlog, [(AgeBracket::Week, 2)], "{undone} is open again, {open} always was");
    desk.verify();
}

/// A decision counts on the day on which it was taken, as long as it is in force.
pub fn a_period_has_what_was_decided_in_it<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let cases = ["O-1", "O-2", "O-3"].map(|order| desk.dispute(order));
    let mut days = Vec::new();
    for case in cases {
        desk.wait(3 * 24 * 60);
        desk.does(case, Action::Decide(draft(Outcome::SellerWins)));
        days.push(day(desk.now));
    }
    let decided = |desk: &Desk<B>, since, until| desk.store.stats(DayRange { since, until }).unwrap().count(|_| true);
    assert_eq!(decided(&desk, None, None), 3);
    assert_eq!(decided(&desk, Some(days[1]), None), 2);
    assert_eq!(decided(&desk, None, Some(days[1])), 1, "up to a day, without it");
    assert_eq!(decided(&desk, Some(days[1]), Some(days[1] + 1)), 1);
    desk.act("max", cases[2], Action::Undo).unwrap();
    assert_eq!(decided(&desk, Some(days[1]), None), 1);
    desk.verify();
}

/// docs/judging.md, "The team's work".
pub fn the_teams_work_is_counted_as_it_is_done<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (one, two) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let work = |desk: &Desk<B>, by: &str| {
        let work = desk.store.stats(DayRange::default()).unwrap().work(None, Some(&handle(by)));
        (work.first_answers, work.in_time, work.turns, work.undone)
    };
    // Taking a case, reading and noting answer nobody.
    desk.does(one, Action::Claim);
    desk.does(one, Action::Note { body: "À voir.".to_owned() });
    assert_eq!(work(&desk, "camille"), (0, 0, 0, 0));
    // A question passes the turn to a party, in time.
    desk.does(one, Action::Ask { to: Side::Seller, body: "La source ?".to_owned(), due: None });
    assert_eq!(work(&desk, "camille"), (1, 1, 1, 0));
    desk.does(one, Action::Say { body: "Et la date ?".to_owned() });
    assert_eq!(work(&desk, "camille"), (1, 1, 1, 0), "the first answer is one, and the turn is the seller's");
    // The turn comes back, and ends long after its deadline.
    let answers = desk.header(one).asks.last().map(|ask| ask.id);
    let body = "La voici.".to_owned();
    desk.ingest("O-1", [EventKind::DisputeMessage { by: Side::Seller, body, attachments: vec![], answers }]);
    desk.wait(20 * 24 * 60);
    desk.act("ines", one, Action::Decide(draft(Outcome::SellerWins))).unwrap();
    assert_eq!(work(&desk, "ines"), (0, 0, 1, 0));
    desk.act("max", one, Action::Undo).unwrap();
    assert_eq!(work(&desk, "ines"), (0, 0, 1, 1), "it is told of whoever had decided");
    // A decision is an answer, where there was none.
    desk.act("ines", two, Action::Decide(draft(Outcome::ClientRefunded))).unwrap();
    assert_eq!(work(&desk, "ines"), (1, 0, 2, 1));
    let stats = desk.store.stats(DayRange::default()).unwrap();
    let counts = |range| desk.store.stats(range).unwrap().work(None, None).first_answers;
    assert_eq!(stats.workers(), ["camille", "ines", "max"].map(handle), "who undid it holds the case");
    let today = day(desk.now);
    assert_eq!((counts(DayRange::default()), counts(DayRange { since: Some(today), until: None })), (2, 1));
    desk.verify();
}
