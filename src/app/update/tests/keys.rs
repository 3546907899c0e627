//! Keys in general.

use super::*;
use crate::app::command::TABLE;
use crate::app::key::{Code, Key};
use crate::app::model::Unavailable;

#[test]
fn q_leaves_at_the_root_only_and_ctrl_c_from_anywhere() {
    let mut desk = Desk::with(1);
    desk.press("Enter q q");
    assert!(desk.quit);
    for keys in ["", "Enter", "r", "D", "/", ":", "?", "z", "f"] {
        let mut desk = Desk::with(1);
        desk.press(keys).press("Ctrl-c");
        assert!(desk.quit && desk.model.leaving, "{keys}");
        desk.press("j D r");
        assert!(desk.waiting.is_empty(), "a desk that leaves does nothing more");
    }
}

#[test]
fn the_first_steps_go_with_the_first_key_which_does_what_it_says_there() {
    for (key, selected) in [("Enter", 1001), ("Esc", 1001), ("Space", 1001), ("j", 1002)] {
        let mut desk = Desk::with(3);
        desk.update(Msg::FirstSteps);
        assert!(desk.model.first_steps);
        desk.press(key);
        assert!(!desk.model.first_steps && desk.model.marks.is_empty(), "{key}");
        assert!(desk.model.screen == Screen::Queue && desk.model.layer.is_none(), "{key} opens nothing");
        assert_eq!(desk.selected(), Some(selected), "{key}");
    }
    let mut desk = Desk::with(3);
    desk.update(Msg::FirstSteps);
    desk.press("q");
    assert!(desk.quit, "the way out that the card names");
}

#[test]
fn ctrl_z_stops_from_anywhere() {
    for keys in ["", "Enter", "r", "D", "/", ":", "?"] {
        let mut desk = Desk::with(1);
        desk.press(keys);
        desk.paused = true;
        desk.press("Ctrl-z");
        assert!(desk.waiting.contains(&Effect::Suspend), "{keys}");
    }
}

#[test]
fn a_sequence_that_leads_nowhere_does_nothing() {
    let mut desk = Desk::with(30);
    desk.press("j j g");
    assert_eq!(desk.model.pressed.len(), 1, "the footer can show it");
    desk.press("D");
    assert!(desk.model.layer.is_none() && desk.model.pressed.is_empty());
    desk.press("g Esc j");
    assert_eq!(desk.selected(), Some(1004));
    desk.press("D g 3");
    assert_eq!(desk.decide().outcome, None, "nor does its second key");
}

#[test]
fn no_single_letter_changes_what_is_irreversible() {
    let mut desk = Desk::with(3);
    for c in ('!'..='~').chain(['é', 'ç', 'à', '²', '§']) {
        for first in ["", "Enter"] {
            desk.press(first).write(&c.to_string());
            desk.press("Esc Esc Esc Esc");
            if desk.quit {
                (desk.quit, desk.model.leaving) = (false, false);
            }
        }
    }
    for request in &desk.store.done {
        use crate::domain::dispute::action::Action::{Claim, MarkRead, Release};
        assert!(matches!(request.action, Claim | Release | MarkRead { .. }), "{request:?}");
    }
}

#[test]
fn a_refused_key_says_why_and_the_next_key_clears_it() {
    let mut desk = Desk::with(0);
    for spec in TABLE {
        if let Err(why) = spec.command.available(&desk.model) {
            assert!(
                matches!(
                    why,
                    Unavailable::NoCase
                        | Unavailable::NotHere
                        | Unavailable::NoHits
                        | Unavailable::NothingToUndo
                        | Unavailable::NoFilter
                        | Unavailable::NoSavedView
                        | Unavailable::FewerViews
                        | Unavailable::NoReport
                        | Unavailable::NothingToDo
                        | Unavailable::NoPicture
                ),
                "{}: {why:?}",
                spec.name
            );
        }
    }
    desk.press("D");
    assert!(desk.refused().contains("NoCase"));
    desk.press("j");
    assert_eq!(desk.model.notice, None);
}

#[test]
fn the_rest_of_a_paste_without_an_end_is_text_while_writing_and_nothing_where_letters_are_commands() {
    for ends in ["Esc", "its end"] {
        let mut desk = Desk::with(3);
        desk.press("Enter");
        desk.update(Msg::Paste("Bonjour".to_owned()));
        desk.update(Msg::PasteBroken);
        desk.press("r D A q j Ctrl-c");
        assert!(desk.model.layer.is_none() && !desk.quit && desk.model.ignores_keys(), "{ends}");
        desk.update(if ends == "Esc" { Msg::Key(Key::plain(Code::Esc)) } else { Msg::PasteEnds });
        assert!(!desk.model.ignores_keys() && desk.model.view().is_some(), "{ends} leaves nothing");

        desk.press("r");
        desk.update(Msg::Paste("Bonjour".to_owned()));
        desk.update(Msg::PasteBroken);
        desk.write(" à");
        assert_eq!(desk.compose().editor.text.body(), "Bonjour à", "keys work");
        desk.press("Ctrl-s D q");
        assert!(desk.model.layer.is_none() && desk.model.ignores_keys(), "what follows may be the rest of the paste");
    }
}
