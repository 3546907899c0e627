//! Cases are given to a colleague: one with a note, or all of one's own at the end of a shift, after a question.

use super::*;
use crate::app::model::{ActionOutcome, Choice, HandOverForm, HandOverStep, Prompt, Trouble};
use crate::domain::dispute::action::Action;
use crate::domain::ids::Handle;
use crate::store::PersonalStore as _;

/// Camille's desk on four cases, of which the first two are hers and the third is Inès's.
fn on_shift(me: &str) -> Desk {
    let mut store = TestStore::new();
    store.open_many(4, eur(12_000));
    for (n, by) in [(0, "camille"), (1, "camille"), (2, "ines")] {
        store.other(by, DisputeId(FIRST.0 + n), Action::Claim);
    }
    Desk::of(Some(mediator(me)), store)
}

fn form(desk: &Desk) -> &HandOverForm {
    match &desk.model.layer {
        Some(Layer::Prompt(Prompt::HandOver(form))) => form,
        other => panic!("nobody is chosen, but {other:?}"),
    }
}

fn found(desk: &Desk) -> Vec<&str> {
    desk.model.colleagues_found(&form(desk).picker).iter().map(|member| member.handle.0.as_str()).collect()
}

fn holders(desk: &Desk) -> Vec<Option<Handle>> {
    desk.store.all_disputes().into_iter().map(|dispute| dispute.claim.map(|claim| claim.by)).collect()
}

fn some(handles: [&str; 4]) -> Vec<Option<Handle>> {
    handles.map(|handle| Some(Handle::from(handle)).filter(|handle| !handle.0.is_empty())).to_vec()
}

#[test]
fn a_case_is_given_to_a_colleague_chosen_by_a_few_letters_with_their_load() {
    let mut desk = on_shift("camille");
    desk.press("t");
    assert_eq!(found(&desk), ["ines", "otto"]);
    let load = desk.model.workload_of(&"ines".into()).unwrap();
    assert_eq!((load.held, load.overdue, desk.model.workload_of(&"otto".into()).unwrap().held), (1, 0, 0));
    desk.write("zz");
    assert_eq!(found(&desk), Vec::<&str>::new());
    desk.press("Backspace Backspace").write("NÈ").press("Enter");
    assert_eq!((form(&desk).step, form(&desk).to.clone()), (HandOverStep::Note, Some("ines".into())));
    desk.write("La cliente rappelle.").press("Enter");
    assert_eq!(holders(&desk), some(["ines", "camille", "ines", ""]));
    assert_eq!(desk.store.case(FIRST).notes[0].body, "La cliente rappelle.");
    assert_eq!(
        desk.model.notice,
        Some(Notice::Done(FIRST, ActionOutcome::Assigned { to: "ines".into(), noted: true }))
    );
    assert_eq!(desk.store.memory.notifications(&"ines".into(), desk.store.now).unwrap().len(), 1);
    // No note is needed, and one that was begun survives a step back.
    desk.press("j t Enter").write("A").press("Esc");
    assert_eq!((form(&desk).step, form(&desk).note.body()), (HandOverStep::Colleague, "A"));
    desk.press("Esc");
    assert_eq!(desk.model.layer, None);
    // It survives leaving, too, and is of this case alone.
    desk.press("T Enter");
    assert_eq!((form(&desk).step, form(&desk).note.body()), (HandOverStep::Note, ""));
    desk.press("Esc Esc t Enter");
    assert_eq!((form(&desk).step, form(&desk).note.body()), (HandOverStep::Note, "A"));
}

#[test]
fn who_gives_a_case_to_a_lead_says_why() {
    let mut desk = on_shift("camille");
    desk.press("t").write("otto").press("Enter Enter");
    assert_eq!((form(&desk).step, form(&desk).trouble.clone()), (HandOverStep::Note, Some(Trouble::Blank)));
    assert_eq!(holders(&desk)[0], Some("camille".into()));
    desk.write("Au-dessus de mon seuil.").press("Enter");
    assert_eq!((holders(&desk)[0].clone(), &desk.model.layer), (Some("otto".into()), &None));
    // A lead who gives on owes no reason.
    let mut desk = on_shift("otto");
    desk.press("t Enter Enter");
    assert_eq!(holders(&desk)[0], Some("camille".into()), "{:?}", desk.model.layer);
}

#[test]
fn what_is_not_theirs_to_give_is_refused_before_anybody_is_chosen() {
    let mut desk = on_shift("camille");
    desk.press("j j t");
    assert!(desk.refused().starts_with("assign Rule(") && desk.refused().contains("ClaimedByOther"));
    desk.press("j t");
    assert!(desk.refused().contains("AssignsUnclaimed"));
    let mut desk = Desk::of(None, on_shift("camille").store);
    assert!(desk.press("t").refused().contains("LookOnly"));
    assert!(desk.press("T").refused().contains("LookOnly"));
}

#[test]
fn a_shift_is_handed_over_after_a_question_that_counts_and_stands_on_no() {
    let mut desk = on_shift("camille");
    let second = DisputeId(FIRST.0 + 1);
    let until = desk.store.now + TimeDelta::hours(3);
    desk.store.other("camille", second, Action::Snooze { until });
    desk.notice_changes().press("T").write("ines").press("Enter").write("Bonne nuit.").press("Enter");
    assert_eq!((form(&desk).step, form(&desk).choice), (HandOverStep::Confirm, Choice::No));
    assert_eq!(form(&desk).disputes(), Some(vec![FIRST, second]), "the snoozed one too");
    desk.press("Enter");
    assert_eq!(form(&desk).step, HandOverStep::Note, "No goes back");
    assert_eq!(holders(&desk), some(["camille", "camille", "ines", ""]));
    desk.press("Enter Tab Enter");
    assert_eq!(holders(&desk), some(["ines", "ines", "ines", ""]));
    let report = desk.model.bulk.report.as_ref().unwrap();
    assert_eq!((report.done.len(), report.is_complete(), &desk.model.layer), (2, true, &None));
    assert_eq!(desk.model.notice, Some(Notice::BulkDone));
    assert!([FIRST, second].iter().all(|id| desk.store.case(*id).notes[0].body == "Bonne nuit."));
    // Nothing is left, and an empty handover sends nothing.
    desk.press("T").write("ines").press("Enter Enter Tab Enter");
    assert_eq!((form(&desk).disputes(), form(&desk).sending), (Some(vec![]), None));
}

#[test]
fn with_a_filter_in_force_one_chooses_between_ones_own_and_the_filters() {
    let mut desk = on_shift("camille");
    desk.press("f").write("d-1002").press("Enter T");
    assert_eq!(form(&desk).step, HandOverStep::Scope);
    desk.press("Enter").write("ines").press("Enter Enter");
    assert_eq!(form(&desk).disputes().unwrap().len(), 2, "one's own by default, whatever the filter");
    desk.press("Esc Esc Esc");
    assert_eq!(form(&desk).step, HandOverStep::Scope);
    desk.press("j Enter Enter Enter");
    assert_eq!(form(&desk).disputes(), Some(vec![DisputeId(1002)]));
    desk.press("Tab Enter");
    assert_eq!(holders(&desk), some(["camille", "ines", "ines", ""]));
    // A lead's filter finds anybody's.
    let mut desk = on_shift("otto");
    desk.press("f").write("held:ines").press("Enter T j Enter").write("camille").press("Enter Enter Tab Enter");
    assert_eq!(holders(&desk), some(["camille", "camille", "camille", ""]));
}

#[test]
fn what_could_not_go_is_listed_with_why() {
    let mut desk = on_shift("camille");
    desk.press("T").write("ines").press("Enter Enter Tab");
    // A lead takes one away while the question stands.
    desk.store.other("otto", FIRST, Action::TakeOver { from: "camille".into() });
    desk.press("Enter");
    let report = desk.model.bulk.report.as_ref().unwrap();
    assert_eq!((report.done.len(), report.refused.len(), report.refused[0].0), (1, 1, FIRST));
    assert_eq!((report.marked, desk.model.marks.ids(), &desk.model.layer), (false, vec![], &None));
    assert_eq!(holders(&desk), some(["otto", "ines", "ines", ""]));
    desk.press("B");
    assert!(matches!(desk.model.layer, Some(Layer::BulkReport(_))), "{:?}", desk.model.layer);
    desk.press("Esc");
    assert_eq!(desk.model.layer, None);
}

#[test]
fn a_shift_goes_case_by_case_and_stops_where_the_store_is_not_to_be_had() {
    let mut desk = on_shift("camille");
    desk.press("T").write("ines").press("Enter Enter Tab");
    desk.store.broken = Some(crate::store::StoreError::Busy);
    desk.press("Enter");
    let report = desk.model.bulk.report.as_ref().unwrap();
    assert_eq!((report.refused.len(), report.not_tried.clone()), (1, vec![DisputeId(FIRST.0 + 1)]));
    assert_eq!(holders(&desk), some(["camille", "camille", "ines", ""]));
    desk.store.broken = None;
    desk.press("T").write("ines").press("Enter Enter Tab Enter");
    assert_eq!(holders(&desk), some(["ines", "ines", "ines", ""]));
}

#[test]
fn a_receiver_who_cannot_act_on_the_case_is_refused_and_the_note_is_kept() {
    let mut desk = on_shift("camille");
    desk.press("t").write("ines").press("Enter").write("Pour toi.");
    desk.store.broken = Some(crate::store::StoreError::Busy);
    desk.press("Enter");
    assert_eq!((form(&desk).note.body(), form(&desk).sending), ("Pour toi.", None));
    assert!(form(&desk).trouble.is_some());
    desk.store.broken = None;
    desk.press("Enter");
    assert_eq!((holders(&desk)[0].clone(), &desk.model.layer), (Some("ines".into()), &None));
}
