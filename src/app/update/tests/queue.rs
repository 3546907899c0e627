//! The queue.

use super::*;
use crate::app::model::{ActionOutcome, MAX_ROWS, Prompt};
use crate::domain::dispute::action::Action;
use crate::domain::refusal::BadTermWhy;
use crate::domain::team::change::AccountChange;
use crate::domain::vocabulary::{Role, Side, View};

#[test]
fn keys_move_the_selection_and_scroll_the_least() {
    let mut desk = Desk::with(30);
    for (keys, selected, top) in [
        ("", 1001, 0),
        ("j j", 1003, 0),
        ("k", 1002, 0),
        ("Down Up", 1002, 0),
        ("Ctrl-d", 1012, 0),
        ("Ctrl-d", 1022, 2),
        ("g g", 1001, 0),
        ("PageDown", 1020, 0),
        ("PageDown", 1030, 10),
        ("PageUp", 1011, 10),
        ("Home", 1001, 0),
        ("k", 1001, 0),
        ("G", 1030, 10),
        ("j", 1030, 10),
        ("Ctrl-u", 1020, 10),
        ("End", 1030, 10),
    ] {
        desk.press(keys);
        assert_eq!((desk.selected(), desk.model.queue.window.top), (Some(selected), top), "after {keys}");
    }
}

#[test]
fn a_case_is_in_sight_where_it_is_selected_open_or_may_be_under_something() {
    let mut desk = Desk::with(3);
    let seen = |desk: &Desk| [1001, 1002].map(|id| !desk.model.is_out_of_sight(DisputeId(id)));
    assert_eq!(seen(&desk), [true, false]);
    desk.press("j");
    assert_eq!(seen(&desk), [false, true]);
    desk.press("?");
    assert_eq!(seen(&desk), [true, true]);
    desk.press("Esc Enter");
    assert_eq!(seen(&desk), [true, true]);
}

#[test]
fn thousands_are_walked_without_a_gap_in_bounded_memory() {
    let mut desk = Desk::with(1_500);
    let mut seen = vec![1001];
    for _ in 1..1_500 {
        desk.press("j");
        seen.extend(desk.selected());
        assert!(desk.model.queue.window.rows.len() <= MAX_ROWS + 200);
    }
    assert!(seen.iter().copied().eq(1001..2501), "every case once, in order");
    for _ in 1..1_500 {
        desk.press("k");
    }
    assert_eq!(desk.selected(), Some(1001));
    let window = &desk.model.queue.window;
    assert!(window.rows.len() <= MAX_ROWS + 200 && window.more_after && !window.more_before);
}

#[test]
fn the_end_is_one_key_away_and_so_is_the_beginning() {
    let mut desk = Desk::with(1_500);
    desk.press("G");
    assert_eq!(desk.selected(), Some(2500));
    assert!(desk.model.queue.window.rows.len() < 500, "nobody read what lies between");
    desk.press("k k");
    assert_eq!(desk.selected(), Some(2498));
    desk.press("g g");
    assert_eq!(desk.selected(), Some(1001));
}

#[test]
fn it_is_known_where_one_is_among_all() {
    let mut desk = Desk::with(1_500);
    let place = |desk: &Desk| (desk.model.queue.place(), desk.model.queue.total());
    assert_eq!(place(&desk), (Some(1), Some(1_500)));
    for (keys, at) in [("j j", 3), ("G", 1_500), ("k k", 1_498), ("PageUp", 1_479), ("g g", 1), ("k", 1)] {
        desk.press(keys);
        assert_eq!(place(&desk), (Some(at), Some(1_500)), "after {keys}");
    }
    // However far one walks, and whatever falls out of memory on the way.
    for (key, places) in [("j", (2..=1_500).collect::<Vec<_>>()), ("k", (1..1_500).rev().collect())] {
        for at in places {
            desk.press(key);
            assert_eq!(place(&desk), (Some(at), Some(1_500)), "{key}");
        }
    }
    desk.press("G Tab Shift-Tab");
    assert_eq!(place(&desk), (Some(1_500), Some(1_500)), "back in the view that one left at its end");
}

#[test]
fn of_a_filters_rows_those_at_hand_are_counted_until_its_end_is_there() {
    let mut desk = Desk::with(1_500);
    let place = |desk: &Desk| (desk.model.queue.place(), desk.model.queue.total());
    desk.press("f").write("D-1").press("Enter j");
    assert_eq!(place(&desk), (Some(2), None));
    desk.press("G");
    assert_eq!(place(&desk), (None, None), "nobody counted those before");
    desk.press("f Ctrl-u").write("D-101").press("Enter j j");
    assert_eq!(place(&desk), (Some(3), Some(10)));
}

#[test]
fn a_key_never_waits_for_the_store() {
    let mut desk = Desk::with(300);
    desk.paused = true;
    desk.press("j j j");
    assert_eq!(desk.selected(), Some(1004), "the store has not answered anything");
    desk.press("G");
    assert_eq!(desk.selected(), Some(1004), "the end is not at hand yet");
    desk.press("j");
    assert_eq!(desk.selected(), Some(1005));
    desk.work();
    assert_eq!(desk.selected(), Some(1300));
}

#[test]
fn the_neighbours_are_read_before_they_are_wanted() {
    let mut desk = Desk::with(30);
    desk.paused = true;
    desk.press("j");
    assert!(desk.model.current_file().is_some(), "its preview is in the same frame");
}

#[test]
fn the_selection_is_a_dispute_and_stays_on_its_line() {
    let mut desk = Desk::with(60);
    desk.press("PageDown PageDown k k");
    let window = &desk.model.queue.window;
    let line = window.selected_index().unwrap() - window.top;
    assert_eq!(desk.selected(), Some(1037));
    // Five above it leave the view.
    for id in 1003..1008 {
        desk.store.other("ines", DisputeId(id), Action::Snooze { until: store::start() + TimeDelta::days(9) });
    }
    desk.notice_changes();
    let window = &desk.model.queue.window;
    assert_eq!(desk.selected(), Some(1037));
    assert_eq!(window.selected_index().unwrap() - window.top, line, "nothing jumps under the eyes");
}

#[test]
fn a_row_that_leaves_the_view_passes_the_selection_to_its_neighbour() {
    let mut desk = Desk::with(3);
    let until = store::start() + TimeDelta::days(9);
    desk.press("j");
    for (leaves, selected) in [(1002, Some(1003)), (1003, Some(1001)), (1001, None)] {
        desk.store.other("ines", DisputeId(leaves), Action::Snooze { until });
        desk.notice_changes();
        assert_eq!(desk.selected(), selected, "after D-{leaves} left");
    }
    assert!(!desk.model.queue.is_loading());
    desk.press("j k G Enter a r D z y u");
    assert_eq!(desk.open_case(), None, "an empty queue has nothing to open");
}

#[test]
fn views_keep_their_place() {
    let mut desk = Desk::with(30);
    desk.press("j j j a Tab");
    assert_eq!((desk.model.queue.view, desk.selected()), (View::Mine, Some(1004)));
    desk.press("Shift-Tab");
    assert_eq!((desk.model.queue.view, desk.selected()), (View::Open, Some(1004)));
    for (key, view) in [("2", View::Mine), ("3", View::Unclaimed), ("4", View::Overdue), ("5", View::Decided)] {
        desk.press(key);
        assert_eq!(desk.model.queue.view, view);
    }
    assert_eq!(desk.selected(), None, "nothing is decided");
    desk.press("6 Tab");
    assert_eq!((desk.model.queue.view, desk.selected()), (View::Open, Some(1004)));
}

#[test]
fn a_page_of_the_view_left_is_dropped() {
    for (keys, view, rows) in [("Tab Tab", View::Unclaimed, 30), ("Tab Tab Shift-Tab", View::Mine, 0)] {
        for backwards in [false, true] {
            let mut desk = Desk::with(30);
            desk.paused = true;
            desk.press(keys);
            if backwards {
                desk.waiting.make_contiguous().reverse();
            }
            desk.work();
            assert_eq!((desk.model.queue.view, desk.model.queue.window.rows.len()), (view, rows), "after {keys}");
        }
    }
}

#[test]
fn a_page_that_was_left_behind_does_not_pull_the_selection_back() {
    let mut desk = Desk::with(300);
    let far = ["PageDown"; 12].join(" ");
    desk.press(&far).press("Home");
    desk.store.says(DisputeId(1001), Side::Client, "Bonjour");
    desk.paused = true;
    desk.notice_changes();
    desk.press(&far);
    let selected = desk.selected();
    assert_eq!(selected, Some(1229));
    desk.work();
    assert_eq!(desk.selected(), selected);
}

#[test]
fn much_that_comes_in_above_moves_nothing_under_the_eyes() {
    let mut desk = Desk::with(300);
    desk.press(&["PageDown"; 8].join(" "));
    let line = |desk: &Desk| desk.model.queue.window.selected_index().unwrap() - desk.model.queue.window.top;
    let before = (desk.selected(), line(&desk));
    // The marketplace tells late of more than a page of disputes that were opened just before it.
    let at = store::start() + TimeDelta::seconds(152 * 60 + 30);
    desk.store.open_at(&[at; 130], eur(12_000));
    desk.store.says(DisputeId(1001), Side::Client, "Bonjour");
    desk.notice_changes();
    assert_eq!((desk.selected(), line(&desk)), before);
    desk.press("k");
    assert!(desk.selected().unwrap() > 1300, "they are there");
}

#[test]
fn the_first_row_at_hand_can_leave_too() {
    let mut desk = Desk::with(300);
    desk.press("f").write("vidéo 150").press("Enter Esc");
    assert_eq!(desk.selected(), Some(1150));
    desk.store.other("ines", DisputeId(1150), Action::Snooze { until: store::start() + TimeDelta::days(9) });
    desk.notice_changes();
    assert_eq!(desk.selected(), Some(1151));
}

#[test]
fn the_filter_works_as_one_types_and_esc_takes_it_back() {
    let mut desk = Desk::with(30);
    desk.press("f").write("vidéo 3");
    assert_eq!(desk.model.queue.window.rows.len(), 4, "3, 13, 23, 30");
    desk.press("Enter");
    assert!(desk.model.layer.is_none());
    assert_eq!(desk.model.queue.words, "vidéo 3");
    desk.press("f Backspace").write("29");
    assert_eq!(desk.selected(), Some(1029));
    desk.press("Esc");
    assert_eq!(desk.model.queue.words, "vidéo 3");
    desk.press("Esc");
    assert_eq!((desk.model.queue.words.as_str(), desk.model.queue.window.rows.len()), ("", 30));
    assert_eq!(desk.selected(), Some(1003), "one stays at what was found");
    desk.press("Esc");
    assert!(!desk.quit, "only q leaves");
}

#[test]
fn a_filter_that_makes_no_sense_says_so_and_changes_nothing() {
    let mut desk = Desk::with(30);
    desk.press("f").write("vidéo 3");
    desk.update(Msg::Paste(" waiting:nobody".to_owned()));
    desk.press("Enter");
    let Some(Layer::Prompt(Prompt::Filter { typing, .. })) = &desk.model.layer else {
        panic!("{:?}", desk.model.layer)
    };
    let told = typing.error_to_show().expect("it is said");
    assert_eq!(told.at, 9..23);
    assert!(matches!(&told.why, BadTermWhy::UnknownValue { value, .. } if value == "nobody"), "{told:?}");
    assert_eq!(desk.model.queue.window.rows.len(), 4, "the last that made sense");
    desk.press("Ctrl-w Ctrl-w Ctrl-w Enter");
    assert!(desk.model.layer.is_none());
}

#[test]
fn a_filter_that_finds_little_goes_on_by_itself_and_keeps_the_selection() {
    let mut desk = Desk::with(400);
    desk.store.memory.scan = 20;
    desk.press("f").write("vidéo 99");
    desk.press("Enter");
    assert_eq!(desk.selected(), Some(1099));
    desk.press("f Ctrl-u").write("77").press("Enter");
    let found = |desk: &Desk| desk.model.queue.window.rows.iter().map(|row| row.id.0).collect::<Vec<_>>();
    assert_eq!(found(&desk), [1077, 1177, 1277, 1377]);
    desk.press("j j");
    desk.store.says(DisputeId(1001), Side::Client, "Bonjour");
    desk.notice_changes();
    assert_eq!((desk.selected(), found(&desk)), (Some(1277), vec![1077, 1177, 1277, 1377]));
    desk.press("G g g");
    assert_eq!((desk.selected(), found(&desk)), (Some(1077), vec![1077, 1177, 1277, 1377]));
    desk.press("f Ctrl-u").write("introuvable");
    assert!(!desk.model.queue.is_loading() && desk.selected().is_none(), "it was looked for to the end");
}

#[test]
fn the_counts_are_the_stores() {
    let mut desk = Desk::with(5);
    desk.press("a");
    let counts = desk.model.queue.counts.unwrap();
    assert_eq!((counts.open, counts.mine, counts.unclaimed), (5, 1, 4));
}

#[test]
fn a_claim_can_be_taken_and_given_back_and_anothers_is_named() {
    let mut desk = Desk::with(2);
    desk.store.other("ines", DisputeId(1002), Action::Claim);
    desk.notice_changes();
    desk.press("A");
    assert!(desk.refused().contains("NotClaimed"), "{}", desk.refused());
    desk.press("a a A");
    assert_eq!(desk.store.done.len(), 1 + 3, "taken, renewed, given back");
    desk.press("j a");
    assert!(desk.refused().contains("ines"), "{}", desk.refused());
    assert_eq!(desk.store.done.len(), 1 + 3);
}

#[test]
fn who_only_looks_is_told_so() {
    let mut store = TestStore::new();
    store.open(eur(100));
    let mut reader = mediator("ines");
    reader.role = Role::Reader;
    store.put("ines", Some(reader.role), AccountChange::AsIs);
    for (me, why) in [(None, "LookOnly"), (Some(reader), "ReaderActs")] {
        let mut desk = Desk::of(me, store);
        for key in ["a", "A", "r", "c", "e", "p", "D", "u", "z", "S", "w", "+", "-"] {
            desk.press(key);
            assert!(desk.refused().contains(why), "{key}");
        }
        desk.press("Enter j k 1 3 /");
        assert!(desk.store.done.is_empty(), "not even a read receipt");
        store = desk.store;
    }
}

#[test]
fn a_snoozed_case_leaves_until_the_time_picked() {
    let mut desk = Desk::with(2);
    desk.press("z Esc");
    assert!(desk.store.done.is_empty());
    desk.press("z").write("2x").press("Enter");
    assert!(desk.model.layer.is_some(), "what is no moment is not sent");
    desk.press("Down Down Enter");
    // Tomorrow at nine, where it is 10:02 now.
    let until = desk.store.dispute(FIRST).snoozed_until.unwrap();
    assert_eq!(until.to_rfc3339(), "2026-11-09T08:00:00+00:00");
    assert_eq!(desk.selected(), Some(1002));
    // It has a view of its own while there is one, and is put back by a key.
    assert!(desk.model.queue.views().contains(&View::Snoozed));
    desk.press("0");
    assert_eq!((desk.model.queue.view, desk.selected()), (View::Snoozed, Some(FIRST.0)));
    desk.press("Z");
    assert_eq!(desk.store.dispute(FIRST).snoozed_until, None);
    assert!(matches!(desk.model.notice, Some(Notice::Done(FIRST, ActionOutcome::Woken))), "{:?}", desk.model.notice);
    desk.press("1 Z");
    assert!(desk.refused().contains("NotSnoozed"), "{}", desk.refused());
    assert!(!desk.model.queue.views().contains(&View::Snoozed));
}

#[test]
fn the_number_is_copied() {
    let mut desk = Desk::with(2);
    desk.press("j y");
    assert_eq!(desk.copied, ["D-1002"]);
}

#[test]
fn a_store_that_fails_keeps_the_rows_and_is_tried_again() {
    let mut desk = Desk::with(30);
    desk.store.broken = Some(crate::store::StoreError::Io("disk gone".to_owned()));
    desk.press("R");
    assert!(desk.model.trouble.is_some());
    assert!(desk.model.notice.is_some());
    let waiting = desk.model.next_wake().unwrap() - desk.now();
    assert!(waiting <= TimeDelta::seconds(2), "it will be tried again soon, in {waiting}");
    desk.press("j j");
    assert_eq!(desk.selected(), Some(1003), "what is at hand still works");
    desk.wait(TimeDelta::seconds(5));
    desk.store.broken = None;
    desk.wait(TimeDelta::seconds(5));
    assert_eq!(desk.model.trouble, None);
    assert_eq!(desk.selected(), Some(1003));
}
