//! Marks in the queue, and what is done to all that is marked.

use super::*;
use crate::app::model::{BulkAction, BulkFailure, BulkItem, Choice, MAX_MARKS, Prompt};
use crate::app::{Answer, Read};
use crate::domain::dispute::action::Action;
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{Side, View};
use crate::store::{Changes, StoreError};

fn marked(desk: &Desk) -> Vec<i64> {
    desk.model.marks.ids().into_iter().map(|id| id.0).collect()
}

/// How many are marked, and how many of them are not in the view.
fn count(desk: &Desk) -> Option<(usize, usize)> {
    desk.model.marked_count().map(|count| (count.marked, count.outside))
}

fn keys(key: &str, times: usize) -> String {
    [key].repeat(times).join(" ")
}

fn question(desk: &Desk) -> (BulkAction, usize, Choice) {
    match &desk.model.layer {
        Some(Layer::Prompt(Prompt::Bulk(asked))) => (asked.action.clone(), desk.model.marks.len(), asked.choice),
        other => panic!("nothing is asked, but {other:?}"),
    }
}

/// What was done, by number: to these, refused for these, not tried.
fn report(desk: &Desk) -> (Vec<i64>, Vec<i64>, Vec<i64>) {
    let report = desk.model.bulk.report.as_ref().expect("a report");
    let ids = |ids: &[DisputeId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    (ids(&report.done), report.refused.iter().map(|(id, _)| id.0).collect(), ids(&report.not_tried))
}

#[test]
fn space_marks_a_case_and_goes_on_and_unmarks_one_that_is_marked() {
    let mut desk = Desk::with(5);
    assert_eq!(count(&desk), None);
    desk.press("Space j Space");
    assert_eq!((marked(&desk), desk.selected()), (vec![1001, 1003], Some(1004)));
    desk.press("k Space");
    assert_eq!((marked(&desk), desk.selected()), (vec![1001], Some(1004)));
    desk.press("j Space Space");
    assert_eq!((marked(&desk), desk.selected()), (vec![1001], Some(1005)), "on the last row it stays");
    desk.press("Esc");
    assert_eq!((marked(&desk), count(&desk)), (vec![], None));
}

#[test]
fn a_range_reaches_from_where_it_began_to_the_cursor() {
    let mut desk = Desk::with(9);
    desk.press("j V j j");
    let shown = |desk: &Desk| desk.model.queue.window.rows.iter().filter(|row| desk.model.is_marked(row)).count();
    assert_eq!((shown(&desk), count(&desk), marked(&desk)), (3, Some((3, 0)), vec![]));
    desk.press("k k k");
    assert_eq!(shown(&desk), 2, "also upwards");
    desk.press("j j V");
    assert_eq!(marked(&desk), [1002, 1003]);
    desk.press("G V k k Esc");
    assert_eq!(marked(&desk), [1002, 1003], "Esc gives the range alone up");
    desk.press("V k Space");
    assert_eq!(marked(&desk), [1002, 1003, 1006, 1007], "Space ends it too");
    desk.press("Esc G Shift-Up Shift-Up k k");
    assert_eq!((marked(&desk), desk.selected()), (vec![1007, 1008, 1009], Some(1005)), "a move without Shift ends it");
    desk.press("Shift-Down");
    assert_eq!(count(&desk), Some((5, 0)));
    desk.press("a");
    assert_eq!(question(&desk).1, 5, "a command is about the range too");
}

#[test]
fn what_is_not_at_hand_is_marked_with_the_rest() {
    let mut desk = Desk::with(700);
    desk.press("j V G V");
    assert_eq!(marked(&desk), (1002..=1700).collect::<Vec<_>>());
    assert!(desk.model.queue.window.rows.len() < 500, "the window is as small as ever");
    desk.press("Esc g g *");
    assert_eq!(marked(&desk).len(), 700);
    desk.press("g g Space Space I");
    assert_eq!(marked(&desk), [1001, 1002]);
}

#[test]
fn no_more_than_a_thousand_are_marked_and_it_is_said() {
    let mut desk = Desk::with(MAX_MARKS + 30);
    desk.press("Ctrl-a");
    assert_eq!(marked(&desk).len(), MAX_MARKS);
    assert!(matches!(desk.model.notice, Some(Notice::MarksFull)), "{:?}", desk.model.notice);
    desk.press("G Space");
    assert_eq!(marked(&desk).len(), MAX_MARKS);
    assert!(matches!(desk.model.notice, Some(Notice::MarksFull)));
}

#[test]
fn while_more_are_being_marked_nothing_is_done_to_them_and_esc_stops_it() {
    let mut desk = Desk::with(700);
    desk.paused = true;
    desk.press("* a");
    assert!(desk.model.marked_count().unwrap().more);
    assert_eq!(question(&desk), (BulkAction::Claim, 0, Choice::No));
    desk.press("Enter");
    assert!(
        desk.model.bulk.run.is_none() && desk.model.layer.is_some(),
        "typed ahead, it waits for what is asked about"
    );
    desk.work();
    assert_eq!(question(&desk), (BulkAction::Claim, 700, Choice::Yes));
    desk.press("Esc Esc *");
    desk.press("Esc");
    desk.work();
    assert_eq!(count(&desk), None, "a page that comes late marks nothing");
}

#[test]
fn marks_survive_scrolling_views_filters_and_changes_and_those_outside_are_counted() {
    let mut desk = Desk::with(300);
    desk.press("Space Space").press(&keys("PageDown", 12)).press("Space g g");
    assert_eq!((marked(&desk).len(), count(&desk)), (3, Some((3, 0))));
    desk.press("f").write("vidéo 2").press("Enter");
    assert_eq!(count(&desk), Some((3, 1)), "1 does not fit; one that fits is not at hand");
    desk.press("2");
    assert_eq!((desk.model.queue.view, count(&desk)), (View::Mine, Some((3, 3))));
    desk.press("1 f Ctrl-u Enter");
    assert_eq!(count(&desk), Some((3, 0)));
    // A colleague snoozes one: it is not in this view any more, and stays marked.
    desk.store.other("ines", DisputeId(1002), Action::Snooze { until: store::start() + TimeDelta::days(9) });
    desk.notice_changes();
    assert_eq!(count(&desk), Some((3, 1)));
    desk.press("R");
    assert_eq!(count(&desk), Some((3, 1)));
}

#[test]
fn a_marked_case_that_is_not_there_any_more_is_said_and_no_longer_marked() {
    let mut desk = Desk::with(3);
    desk.press("Space Space");
    desk.paused = true;
    desk.update(Msg::Changed(Changes { all: true, ..Changes::default() }));
    let asked = desk.waiting.iter().find_map(|effect| match effect {
        Effect::Read(generation, Read::Rows(ids)) => Some((*generation, ids.clone())),
        _ => None,
    });
    let (generation, ids) = asked.expect("how they stand is read again");
    let rows = desk.model.queue.window.rows.iter().take(1).cloned().collect();
    desk.update(Msg::Read(generation, Read::Rows(ids), Ok(Answer::Rows(rows))));
    assert_eq!(marked(&desk), [1001]);
    assert!(matches!(&desk.model.notice, Some(Notice::MarksGone(gone)) if *gone == [DisputeId(1002)]));
}

#[test]
fn all_marked_are_taken_each_by_itself_and_those_refused_stay_marked() {
    let mut desk = Desk::with(20);
    desk.store.other("ines", DisputeId(1007), Action::Claim);
    desk.notice_changes();
    desk.press("* a");
    assert_eq!(question(&desk), (BulkAction::Claim, 20, Choice::Yes));
    let forecast = desk.model.bulk_forecast(&BulkAction::Claim);
    assert_eq!((forecast.taken, forecast.held), (0, 1), "what is known already is said before");
    desk.press("Enter");
    let (done, refused, not_tried) = report(&desk);
    assert_eq!((done.len(), refused, not_tried), (19, vec![1007], vec![]));
    assert_eq!(marked(&desk), [1007]);
    let camilles =
        |desk: &Desk| desk.store.done.iter().filter(|request| request.by.0 == "camille").cloned().collect::<Vec<_>>();
    let claims = camilles(&desk);
    assert_eq!(claims.len(), 19);
    let mut keys: Vec<_> = claims.iter().map(|request| request.key.clone().unwrap().0).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 19, "each has its own key");
    assert!(matches!(desk.model.notice, Some(Notice::BulkDone)));
    // The list: first what needs a look.
    desk.press("B");
    let items = desk.model.bulk.report.as_ref().unwrap().items();
    assert!(matches!(
        &items[0],
        (DisputeId(1007), BulkItem::Refused(BulkFailure::Store(StoreError::Refused(why)))) if why.code() == Code::ClaimedByOther
    ));
    assert_eq!((items.len(), items[1].1), (20, BulkItem::Done));
    desk.press("j k Enter");
    assert_eq!(desk.open_case(), Some(1007));
}

#[test]
fn what_is_done_to_the_marked_cases_is_asked_first_and_no_does_nothing() {
    let mut desk = Desk::with(4);
    desk.press("Space Space a Tab Enter");
    assert!(desk.store.done.is_empty() && desk.model.layer.is_none());
    desk.press("a Esc");
    assert!(desk.store.done.is_empty());
    desk.press("a Enter");
    assert_eq!(desk.store.done.len(), 2);
    desk.press("1 * A Enter");
    assert_eq!(report(&desk), (vec![1001, 1002], vec![1003, 1004], vec![]), "what is nobody's can't be given back");
    desk.press("B Esc z Down Enter");
    assert_eq!(report(&desk).0, [1003, 1004]);
    assert!(desk.store.dispute(DisputeId(1003)).snoozed_until.is_some());
    desk.press("0 * Z Enter");
    assert_eq!(desk.store.dispute(DisputeId(1003)).snoozed_until, None);
}

#[test]
fn a_colleague_from_whom_cases_are_taken_is_named_first_and_no_is_the_standing_answer() {
    let mut desk = Desk::with(3);
    desk.store.other("ines", DisputeId(1002), Action::Claim);
    desk.wait(TimeDelta::minutes(45));
    desk.notice_changes();
    desk.press("* a");
    assert_eq!(question(&desk).2, Choice::No);
    let forecast = desk.model.bulk_forecast(&BulkAction::Claim);
    assert_eq!((forecast.taken, forecast.taken_from, forecast.held), (1, vec!["ines".into()], 0));
    desk.press("Tab Enter");
    assert_eq!(report(&desk).0.len(), 3);
}

#[test]
fn marked_cases_are_given_to_a_colleague_with_a_note_each_by_itself() {
    let mut desk = Desk::with(4);
    desk.press("Space Space Space a Enter");
    desk.press("* t").write("ines").press("Enter").write("Je pars.").press("Enter");
    assert_eq!(desk.store.done.len(), 3, "asked first");
    desk.press("Tab Enter");
    let (done, refused, not_tried) = report(&desk);
    // What is nobody's is a lead's to give away, whom the test's mediator is or not.
    assert_eq!((done.len() + refused.len(), not_tried.len()), (4, 0));
    assert_eq!(&done[..3], [1001, 1002, 1003]);
    assert!(done.iter().all(|id| desk.store.dispute(DisputeId(*id)).holder().is_some_and(|by| by.0 == "ines")));
    assert_eq!(desk.store.case(FIRST).notes.last().unwrap().body, "Je pars.");
    assert!(desk.model.layer.is_none());
}

#[test]
fn whoever_owes_an_answer_in_the_marked_cases_is_reminded() {
    let mut desk = Desk::with(4);
    for (id, to) in [(1001, Side::Client), (1003, Side::Seller)] {
        desk.store.other("camille", DisputeId(id), Action::Ask { to, body: format!("{id} ?"), due: None });
    }
    desk.notice_changes();
    desk.press("Enter r").write("À part.").press("Esc Esc");
    desk.press("g g * m");
    assert_eq!(question(&desk), (BulkAction::Remind, 4, Choice::No));
    desk.press("Tab Enter");
    assert_eq!(report(&desk), (vec![1001, 1003], vec![1002, 1004], vec![]));
    assert_eq!(marked(&desk), [1002, 1004]);
    let said = desk.store.last_message(DisputeId(1001));
    assert!(said.contains("1001 ?") && said.contains("Léa 1") && !said.contains('{'), "{said}");
    assert!(desk.store.last_message(DisputeId(1003)).contains("Nova 3"));
    assert_eq!(desk.model.drafts.of(FIRST).unwrap().reply, "À part.", "a reply that was begun is not touched");
}

#[test]
fn decisions_and_what_is_written_are_for_one_case_at_a_time() {
    let mut desk = Desk::with(3);
    desk.press("Space");
    for key in ["D", "r", "c", "e", "p", "S", "E", "w", "+", "-"] {
        desk.press(key);
        assert!(desk.refused().contains("OneAtATime"), "{key}: {}", desk.refused());
        assert!(desk.model.layer.is_none());
    }
    // In a case they are about that case.
    desk.press("Enter r").write("Bonjour.").press("Ctrl-s");
    assert!(desk.store.last_message(DisputeId(1002)).contains("Bonjour."));
    desk.press("Esc Esc D");
    assert!(desk.model.layer.is_some());
}

#[test]
fn who_only_looks_may_mark_and_do_nothing() {
    let mut desk = Desk::of(None, Desk::with(3).store);
    desk.press("*");
    assert_eq!(marked(&desk).len(), 3);
    for key in ["a", "A", "z", "Z", "m", "D", "r"] {
        desk.press(key);
        assert!(desk.refused().contains("LookOnly"), "{key}: {}", desk.refused());
    }
}

#[test]
fn a_store_that_fails_is_not_asked_for_each_of_hundreds() {
    let mut desk = Desk::with(300);
    desk.press("* a");
    desk.store.broken = Some(StoreError::Busy);
    desk.press("Enter");
    let (done, refused, not_tried) = report(&desk);
    assert_eq!((done.len(), refused.len(), not_tried.len()), (0, 1, 299));
    assert_eq!(marked(&desk).len(), 300);
}

#[test]
fn one_case_at_a_time_is_with_the_store_and_other_work_is_not_held_up() {
    let mut desk = Desk::with(300);
    desk.paused = true;
    desk.press("*");
    desk.work();
    desk.press("a Enter");
    let acts = |desk: &Desk| desk.waiting.iter().filter(|effect| matches!(effect, Effect::Act(..))).count();
    assert_eq!(acts(&desk), 1);
    desk.press("j j Enter");
    assert_eq!(desk.open_case(), Some(1003), "the desk is anybody's meanwhile");
    desk.press("Esc a");
    assert_eq!(desk.refused(), "claim BulkRuns");
    desk.paused = false;
    desk.work();
    assert_eq!(report(&desk).0.len(), 300);
}

#[test]
fn esc_stops_after_the_case_that_is_under_way() {
    let mut desk = Desk::with(50);
    desk.press("*");
    desk.paused = true;
    desk.press("a Enter");
    while desk.model.bulk.run.as_ref().unwrap().tried() < 10 {
        desk.work_once();
    }
    desk.press("Esc");
    desk.work();
    let (done, refused, not_tried) = report(&desk);
    assert_eq!((done.len(), refused.len(), not_tried.len()), (11, 0, 39));
    assert_eq!(marked(&desk).len(), 39, "Esc has not unmarked them");
}

#[test]
fn leaving_in_the_middle_waits_for_all_and_asked_again_leaves_with_what_was_done_told() {
    let mut desk = Desk::with(50);
    desk.press("*");
    desk.paused = true;
    desk.press("a Enter q");
    assert!(desk.model.bulk.run.as_ref().unwrap().leaves && !desk.model.leaving);
    desk.work();
    assert!(desk.quit);
    let report = desk.model.bulk.report.as_ref().unwrap();
    assert!(report.is_complete() && report.cut_off, "{report:?}");

    let mut desk = Desk::with(50);
    desk.press("*");
    desk.paused = true;
    desk.press("a Enter");
    while desk.model.bulk.run.as_ref().unwrap().tried() < 10 {
        desk.work_once();
    }
    desk.press("q q");
    desk.work();
    assert!(desk.quit && desk.model.leaving);
    let (done, _, not_tried) = self::report(&desk);
    assert_eq!((done.len(), not_tried.len()), (11, 39));
    assert!(desk.model.bulk.report.as_ref().unwrap().cut_off);
}

#[test]
fn a_template_with_a_blank_for_a_mediator_is_not_sent() {
    let mut desk = Desk::with(2);
    desk.store.other("camille", FIRST, Action::Ask { to: Side::Client, body: "Laquelle ?".to_owned(), due: None });
    desk.notice_changes();
    let own = crate::domain::discussion::templates::parse("## reminder: relancer\nBonjour {party}, {what} ?\n").0;
    desk.model.templates.extend(Lang::Fr, own.clone());
    desk.model.templates.extend(Lang::En, own);
    desk.press("Space m Tab Enter");
    let report = desk.model.bulk.report.as_ref().unwrap();
    assert_eq!(report.refused, [(FIRST, BulkFailure::Blanks(vec!["what".to_owned()]))]);
}
