//! Who did what, from the audit.

use super::desk::*;
use crate::domain::activity::{self, Activity, ProposedTerms};
use crate::domain::audit::Record;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::Terms;
use crate::domain::team::change::TeamChangeKind;
use crate::domain::vocabulary::{Basis, Outcome, Role, Side};
use crate::store::{ActivityPage, ActivityQuery};

fn load_page<B: Backend>(desk: &Desk<B>, query: ActivityQuery) -> ActivityPage {
    desk.store.activity(&query).unwrap()
}

/// Every record is in one page alone, whatever a page takes.
fn seqs<B: Backend>(desk: &Desk<B>, query: &ActivityQuery, limit: usize) -> Vec<i64> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = load_page(desk, ActivityQuery { before, limit, ..query.clone() });
        assert!(page.records.len() <= limit && (page.records.len() == limit || !page.more));
        before = page.records.last().map(|record| record.seq);
        all.extend(page.records.iter().map(|record| record.seq));
        if !page.more {
            return all;
        }
    }
}

pub fn who_did_what_is_told_newest_first<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (one, two) = (desk.dispute("O-1"), desk.dispute("O-2"));
    desk.act("ines", one, Action::Claim).unwrap();
    let before = desk.now;
    desk.does(two, Action::Say { body: "Bonjour.".to_owned() });
    desk.act("ines", one, Action::Release).unwrap();
    let all = ActivityQuery { limit: 50, ..ActivityQuery::default() };
    let of = |records: &[Record]| -> Vec<(String, String, Option<DisputeId>)> {
        records.iter().map(|r| (r.actor.clone(), r.action.clone(), r.dispute)).collect()
    };
    let page = load_page(&desk, all.clone());
    assert!(!page.more && page.records.is_sorted_by(|a, b| a.seq > b.seq));
    let ours: Vec<_> = of(&page.records).into_iter().filter(|(.., dispute)| dispute.is_some()).collect();
    let done = |by: &str, what: &str, to| (by.to_owned(), what.to_owned(), Some(to));
    assert_eq!(ours, [done("ines", "release", one), done("camille", "say", two), done("ines", "claim", one)]);
    assert!(page.records.iter().any(|record| record.action == "add_mediator"), "the team is part of it");
    assert!(page.records.iter().all(|record| !activity::ROUTINE.contains(&record.action.as_str())));

    // What comes in and what is read all the time, only where it is asked for.
    let routine = load_page(&desk, ActivityQuery { routine: true, ..all.clone() });
    assert!(routine.records.iter().any(|record| record.action == "ingest"));
    let by = load_page(&desk, ActivityQuery { by: Some("ines".to_owned()), ..all.clone() });
    assert_eq!(of(&by.records), [done("ines", "release", one), done("ines", "claim", one)]);
    let about = load_page(&desk, ActivityQuery { dispute: Some(two), ..all.clone() });
    assert_eq!(of(&about.records), [done("camille", "say", two)]);
    let since = load_page(&desk, ActivityQuery { since: Some(before), dispute: Some(one), ..all.clone() });
    assert_eq!(of(&since.records), [done("ines", "release", one), done("ines", "claim", one)]);
    let until = load_page(&desk, ActivityQuery { until: Some(before), dispute: Some(one), ..all.clone() });
    assert_eq!(of(&until.records), [], "up to a moment, not at it");
    assert_eq!(load_page(&desk, ActivityQuery { by: Some("nobody".to_owned()), ..all }), ActivityPage::default());
}

pub fn pages_of_the_activity_meet<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let case = desk.dispute("O-1");
    for n in 0..7 {
        desk.does(case, Action::Say { body: format!("{n}") });
        desk.act("ines", case, Action::Note { body: format!("{n}") }).unwrap();
    }
    for query in [
        ActivityQuery::default(),
        ActivityQuery { routine: true, ..ActivityQuery::default() },
        ActivityQuery { by: Some("ines".to_owned()), ..ActivityQuery::default() },
        ActivityQuery { dispute: Some(case), since: Some(desk.now), ..ActivityQuery::default() },
    ] {
        let whole = seqs(&desk, &query, 1_000);
        assert!(!whole.is_empty() && whole.is_sorted_by(|a, b| a > b));
        for limit in [1, 2, 3, 7] {
            assert_eq!(seqs(&desk, &query, limit), whole, "{query:?}");
        }
    }
}

/// What a sentence needs is in the record itself.
pub fn a_record_says_what_its_sentence_needs<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (one, two) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let last = |desk: &Desk<B>| {
        let page = load_page(desk, ActivityQuery { limit: 1, ..ActivityQuery::default() });
        page.records.into_iter().next().unwrap()
    };
    desk.does(one, Action::Ask { to: Side::Seller, body: "La source ?".to_owned(), due: None });
    assert!(matches!(Activity::of(&last(&desk)), Activity::Ask { ask: Some(_), to: Some(Side::Seller) }));
    desk.does(one, Action::Propose { terms: Terms::PartialRefund { refund: eur(4_000), terms: String::new() } });
    let Activity::Propose { proposal: Some(_), terms } = Activity::of(&last(&desk)) else { panic!("a proposal") };
    assert_eq!(terms, Some(ProposedTerms::Refund(eur(4_000))));
    desk.does(one, Action::Propose { terms: Terms::Relaunch { terms: "Deux couleurs.".to_owned() } });
    assert!(matches!(Activity::of(&last(&desk)), Activity::Propose { terms: Some(ProposedTerms::Relaunch), .. }));
    desk.does(one, Action::Decide(partial(4_000)));
    let decided = Activity::Decide {
        outcome: Some(Outcome::PartialRefund),
        refund: Some(eur(4_000)),
        basis: Some(Basis::Imposed),
        awaiting: false,
    };
    assert_eq!(Activity::of(&last(&desk)), decided);
    desk.act("max", one, Action::Undo).unwrap();
    assert_eq!(Activity::of(&last(&desk)), Activity::Undo { decided_by: Some(handle("camille")) });
    desk.act("ines", two, Action::Claim).unwrap();
    assert_eq!(activity::taken_from(&last(&desk)), None);
    desk.act("max", two, Action::Claim).unwrap();
    assert_eq!(activity::taken_from(&last(&desk)), Some(handle("ines")));
    desk.change_team(Some("max"), &put("zoe", Role::Mediator)).unwrap();
    let promoted = Activity::Team {
        kind: Some(TeamChangeKind::Change),
        handle: Some(handle("zoe")),
        role: Some(Role::Mediator),
        binding: None,
    };
    assert_eq!((Activity::of(&last(&desk)), last(&desk).actor.as_str()), (promoted, "max"));
    desk.verify();
}
