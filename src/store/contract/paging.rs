//! The queue: its order, its pages, its views, its counters.

use super::desk::*;
use crate::domain::case::records::DecisionState;
use crate::domain::decision::summary::DecisionSummary;
use crate::domain::dispute::action::Action;
use crate::domain::escrow::settlement::Shares;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::Terms;
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{Outcome, Side, View};
use crate::store::{PageFrom, QueueRow, ViewCounts};

/// Twelve disputes: open, claimed by two, snoozed, decided; two due at the same moment.
fn busy<B: Backend>() -> (Desk<B>, Vec<DisputeId>) {
    let mut desk = Desk::<B>::set();
    let all: Vec<_> = (1..=12).map(|n| desk.dispute(&format!("O-{n}"))).collect();
    for id in &all[0..2] {
        desk.does(*id, Action::Decide(draft(Outcome::SellerWins)));
    }
    desk.does(all[2], Action::Decide(partial(100)));
    for id in &all[3..5] {
        desk.does(*id, Action::Claim);
    }
    desk.act("ines", all[5], Action::Claim).unwrap();
    let until = desk.now + chrono::TimeDelta::hours(2);
    desk.does(all[6], Action::Snooze { until });
    for id in &all[7..9] {
        desk.act("max", *id, Action::Ask { to: Side::Client, body: "?".to_owned(), due: Some(until) }).unwrap();
    }
    (desk, all)
}

/// Every page of a view, forwards or backwards, put together in queue order.
fn paged<B: Backend>(desk: &Desk<B>, view: View, limit: usize, forwards: bool) -> Vec<QueueRow> {
    let mut all: Vec<QueueRow> = Vec::new();
    let mut from = if forwards { PageFrom::Start } else { PageFrom::End };
    loop {
        let page = desk.page(view, from, limit);
        assert!(page.rows.len() <= limit);
        if forwards {
            assert_eq!(page.more_before, !all.is_empty(), "{view} {from:?}");
            all.extend(page.rows);
        } else {
            assert_eq!(page.more_after, !all.is_empty(), "{view} {from:?}");
            all.splice(0..0, page.rows);
        }
        let more = if forwards { page.more_after } else { page.more_before };
        let edge = if forwards { all.last() } else { all.first() };
        match (more, edge) {
            (true, Some(row)) if forwards => from = PageFrom::After(row.key),
            (true, Some(row)) => from = PageFrom::Before(row.key),
            _ => return all,
        }
    }
}

/// Keyset pages of any size, from either end, give the same rows in the same order.
pub fn pages_meet_without_gap_or_repeat_both_ways<B: Backend>() {
    let (mut desk, all) = busy::<B>();
    desk.wait(90);
    for view in View::ALL {
        let whole = desk.page(*view, PageFrom::Start, 100).rows;
        assert!(whole.is_sorted_by_key(|row| row.key), "{view}");
        for limit in [1, 2, 3, 5, 100] {
            assert_eq!(paged(&desk, *view, limit, true), whole, "{view} by {limit}");
            assert_eq!(paged(&desk, *view, limit, false), whole, "{view} by {limit}, backwards");
        }
    }
    // Decided: newest first.
    assert_eq!(desk.view(View::Decided), [all[2], all[1], all[0]]);
    assert_eq!(desk.view(View::All).len(), 12);
    assert_eq!(desk.view(View::Mine), [all[3], all[4]]);
    let rows = desk.store.rows(&[all[4], DisputeId(7), all[0]]).unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [all[4], all[0]]);
}

/// The key of a row that has gone or moved is still a place.
pub fn a_page_holds_when_others_come_and_go<B: Backend>() {
    let (mut desk, _) = busy::<B>();
    let before = desk.page(View::Open, PageFrom::Start, 100).rows;
    let first = desk.page(View::Open, PageFrom::Start, 4).rows;
    let edge = first[3].key;
    desk.act("max", first[3].id, Action::Claim).unwrap();
    desk.act("max", first[3].id, Action::Decide(draft(Outcome::SellerWins))).unwrap();
    let new = desk.dispute("O-new");
    let second = desk.page(View::Open, PageFrom::After(edge), 100);
    assert!(second.more_before);
    let ids: Vec<_> = second.rows.iter().map(|row| row.id).collect();
    let mut expected: Vec<_> = before[4..].iter().map(|row| row.id).collect();
    expected.push(new);
    assert_eq!(ids, expected);
    let back = desk.page(View::Open, PageFrom::Before(edge), 100).rows;
    assert_eq!(
        back.iter().map(|row| row.id).collect::<Vec<_>>(),
        first[..3].iter().map(|row| row.id).collect::<Vec<_>>()
    );
}

/// A case that is snoozed comes after all others, also those that are decided, and goes back to its place when it wakes.
pub fn what_is_snoozed_comes_after_all_others<B: Backend>() {
    let (mut desk, all) = busy::<B>();
    let others = desk.view(View::All);
    assert_eq!((others.len(), others.last()), (12, Some(&all[6])), "after what is decided");
    assert_eq!(others[11 - 3..11], [all[2], all[1], all[0]], "which is after what is open");
    desk.does(all[6], Action::Wake);
    let woken = desk.view(View::All);
    assert_eq!(woken.iter().position(|id| *id == all[6]), woken[..9].iter().position(|id| *id == all[6]));
    let until = desk.now + chrono::TimeDelta::days(30);
    for id in [all[11], all[6]] {
        desk.does(id, Action::Snooze { until });
    }
    let last: Vec<_> = desk.view(View::Snoozed);
    assert_eq!(desk.view(View::All)[10..], last, "the most urgent of them first");
    // Also where they stand among those that are overdue.
    desk.wait(25 * 60);
    desk.store.settle_due(desk.now).unwrap();
    let overdue = desk.view(View::Overdue);
    assert_eq!(overdue[overdue.len() - 2..], last);
    let key = desk.page(View::All, PageFrom::End, 1).rows[0].key;
    let before = desk.page(View::All, PageFrom::Before(key), 11).rows;
    assert_eq!(before.iter().map(|row| row.id).collect::<Vec<_>>(), desk.view(View::All)[..11]);
    desk.verify();
}

/// The filter's grammar (domain/queue/filter.rs) works on every view and with pages.
pub fn a_filter_finds_in_every_view<B: Backend>() {
    let (mut desk, all) = busy::<B>();
    desk.ingest("O-x", [placed("Zoé Œuvrard", "Atelier d'Été", 5000), delivery()]);
    desk.revisions_refused("O-x", 2);
    let special = desk.ingest("O-x", [opened(Side::Client, "Rien ne va.")]).unwrap();
    let found = |view, words: &str| -> Vec<DisputeId> {
        desk.filtered(view, words, PageFrom::Start, 100).rows.iter().map(|row| row.id).collect()
    };
    for words in ["zoe", "OEUVR", "œuvrard", "ete atelier", "o-x", &special.to_string(), "\"d'ete\"", "seller:ate"] {
        assert_eq!(found(View::Open, words), [special], "{words}");
        assert_eq!(found(View::All, words), [special], "{words}");
        assert_eq!(found(View::Decided, words), [], "{words}");
    }
    assert_eq!(found(View::All, "lea is:decided").len(), 3);
    assert_eq!(found(View::All, "outcome:partial"), [all[2]]);
    assert_eq!(found(View::All, "is:snoozed"), [all[6]]);
    assert_eq!(found(View::All, "held:ines"), [all[5]]);
    assert_eq!(found(View::Open, "amount:<60"), [special]);
    assert_eq!(found(View::Open, "waiting:client").len(), 2);
    assert_eq!(found(View::Open, "100% _ ' \" ; --"), []);
    let page = desk.filtered(View::All, "lea", PageFrom::Start, 5);
    assert!(page.more_after && !page.more_before);
    let next = desk.filtered(View::All, "lea", PageFrom::After(page.rows[4].key), 100);
    assert_eq!((next.rows.len(), next.more_before, next.more_after), (7, true, false));
}

/// Counters are kept by the writes; they must be what counting the views gives.
pub fn counters_are_what_counting_gives<B: Backend>() {
    let (mut desk, all) = busy::<B>();
    let camille = handle("camille");
    let recount = |desk: &Desk<B>| ViewCounts {
        open: desk.view(View::Open).len() as u64,
        mine: desk.view(View::Mine).len() as u64,
        unclaimed: desk.view(View::Unclaimed).len() as u64,
        overdue: desk.view(View::Overdue).len() as u64,
        overdue_for_me: {
            let rows = desk.page(View::Overdue, PageFrom::Start, 100).rows;
            rows.iter().filter(|row| row.claimed_by.as_ref().is_none_or(|holder| *holder == camille)).count() as u64
        },
        decided: desk.view(View::Decided).len() as u64,
        all: desk.view(View::All).len() as u64,
        snoozed: desk.view(View::Snoozed).len() as u64,
        approval: desk.view(View::Approval).len() as u64,
    };
    let counts = |desk: &Desk<B>| desk.store.counts(Some(&camille), desk.now).unwrap();
    let expected =
        ViewCounts { open: 8, mine: 2, unclaimed: 3, decided: 3, all: 12, snoozed: 1, ..ViewCounts::default() };
    assert_eq!(counts(&desk), expected);
    assert_eq!(counts(&desk), recount(&desk));
    desk.does(all[2], Action::Undo);
    desk.does(all[3], Action::Release);
    desk.act("max", all[4], Action::Claim).unwrap();
    assert_eq!(counts(&desk), recount(&desk));
    // Claims lapse, the snoozed one wakes, asks lapse, holds end, everything becomes overdue.
    for minutes in [30, 100, 24 * 60, 60 * 60] {
        desk.wait(minutes);
        desk.store.settle_due(desk.now).unwrap();
        assert_eq!(counts(&desk), recount(&desk));
    }
    assert_eq!(counts(&desk).overdue, 10);
    assert_eq!(desk.store.counts(None, desk.now).unwrap().mine, 0);
    desk.verify();
}

/// docs/process.md, "Snoozing": what burns is not hidden. A snoozed case has a view of its own, and once its deadline is past it
/// is among the overdue, for whoever holds it and in the counts.
pub fn a_snoozed_case_has_its_own_view_and_stays_among_the_overdue<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (soon, late) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let camille = handle("camille");
    let until = desk.now + chrono::TimeDelta::days(3);
    desk.does(late, Action::Ask { to: Side::Client, body: "Et la source ?".to_owned(), due: Some(until) });
    for id in [soon, late] {
        desk.does(id, Action::Snooze { until });
    }
    let counts = |desk: &Desk<B>, me: &str| {
        let counts = desk.store.counts(Some(&handle(me)), desk.now).unwrap();
        (counts.open, counts.snoozed, counts.overdue, counts.overdue_for_me)
    };
    assert_eq!(desk.view(View::Snoozed), [soon, late], "the most urgent first");
    assert_eq!((desk.view(View::Overdue), counts(&desk, "camille")), (vec![], (0, 2, 0, 0)));
    desk.wait(25 * 60);
    desk.store.settle_due(desk.now).unwrap();
    assert_eq!((desk.view(View::Overdue), desk.view(View::Snoozed)), (vec![soon], vec![soon, late]));
    assert_eq!(desk.view(View::Open), []);
    assert_eq!(counts(&desk, "camille"), (0, 2, 1, 1));
    let holder = desk.header(soon).claim.map(|claim| claim.by);
    let for_another = u64::from(holder.is_none_or(|holder| holder != camille));
    assert_eq!(counts(&desk, "ines"), (0, 2, 1, for_another));
    // Woken, it is in the queue again, and overdue once.
    desk.does(soon, Action::Wake);
    assert_eq!((desk.view(View::Open), desk.view(View::Overdue)), (vec![soon], vec![soon]));
    assert_eq!((desk.view(View::Snoozed), counts(&desk, "camille")), (vec![late], (1, 1, 1, 1)));
    assert_eq!(code(desk.act("camille", soon, Action::Wake)), Code::BadState);
    // Pages go both ways, and a decision takes it out of the view.
    let page = desk.page(View::Snoozed, PageFrom::End, 1);
    assert_eq!((page.rows[0].id, page.more_before), (late, false));
    desk.does(late, Action::Decide(draft(Outcome::SellerWins)));
    assert_eq!((desk.view(View::Snoozed), desk.view(View::Overdue)), (vec![], vec![soon]));
    desk.verify();
}

/// docs/process.md, "Snoozing": out of the queue until then, or until a party writes.
pub fn snoozed_cases_leave_the_queue_and_come_back<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (by_time, by_word) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let until = desk.now + chrono::TimeDelta::hours(5);
    for id in [by_time, by_word] {
        desk.does(id, Action::Snooze { until });
    }
    assert_eq!((desk.view(View::Open), desk.view(View::Mine), desk.view(View::Overdue)), (vec![], vec![], vec![]));
    assert_eq!(desk.view(View::All).len(), 2);
    desk.ingest("O-2", [says(Side::Seller, "Une précision.")]);
    assert_eq!(desk.view(View::Open), [by_word]);
    desk.wait(5 * 60);
    desk.store.settle_due(desk.now).unwrap();
    assert_eq!(desk.view(View::Open).len(), 2);
    assert_eq!(desk.header(by_time).snoozed_until, None);
    desk.verify();
}

/// A row of a decided case, or of one whose decision waits, tells who gets how much, and whether that is final.
pub fn a_row_tells_who_gets_how_much_and_whether_it_is_final<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let all: Vec<_> = (1..=4).map(|n| desk.dispute(&format!("O-{n}"))).collect();
    let told = |desk: &Desk<B>, at: usize| {
        let row = desk.store.rows(&[all[at]]).unwrap().remove(0);
        let page = desk.page(View::All, PageFrom::Start, 9);
        assert!(page.rows.contains(&row), "a page has the same row");
        row.decision.map(|decision| {
            let shares = decision.shares.map(|Shares { client, seller }| (client.minor, seller.minor));
            (decision.outcome, shares, decision.state, decision.effective_at)
        })
    };
    assert_eq!(told(&desk, 0), None);
    let hold = desk.does(all[0], Action::Decide(partial(4_000))).decision.unwrap().effective_at;
    let partly = Some((4_000, 8_000));
    assert_eq!(told(&desk, 0), Some((Outcome::PartialRefund, partly, DecisionState::OnHold, hold)));
    desk.does(all[1], Action::Decide(draft(Outcome::SellerWins)));
    desk.does(all[1], Action::Undo);
    assert_eq!(told(&desk, 1), None);
    desk.agreed("O-3", all[2], Terms::Relaunch { terms: "Encore une fois.".to_owned() });
    let hold = desk.does(all[2], Action::Decide(draft(Outcome::Relaunch))).decision.unwrap().effective_at;
    assert_eq!(told(&desk, 2), Some((Outcome::Relaunch, None, DecisionState::OnHold, hold)));
    desk.wait(20);
    desk.store.settle_due(desk.now).unwrap();
    assert_eq!(told(&desk, 0), Some((Outcome::PartialRefund, partly, DecisionState::Effective, None)));
    desk.set_policy([second_above(100)]);
    let waiting = desk.dispute("O-5");
    desk.does(waiting, Action::Decide(draft(Outcome::ClientRefunded)));
    let row = desk.store.rows(&[waiting]).unwrap().remove(0);
    let shares = Some(Shares { client: eur(12_000), seller: eur(0) });
    let state = DecisionState::Awaiting;
    let expected = DecisionSummary { outcome: Outcome::ClientRefunded, shares, state, effective_at: None };
    assert_eq!(row.decision, Some(expected));
    assert_eq!(row.outcome, None, "a filter finds it by its outcome once it is decided");
    desk.verify();
}
