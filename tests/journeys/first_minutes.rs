//! The first start of a demo: what it says, once.

use std::fs;

use crate::support::{DeskProcess, Sandbox, Size};

fn open(sandbox: &Sandbox, args: &[&str]) -> DeskProcess {
    let mut desk = sandbox.open_desk(Size::SMALL, &[&["demo"], args].concat());
    desk.wait_for("D-10");
    desk.wait_until_idle();
    desk
}

fn quit(desk: &mut DeskProcess) {
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
}

const WELCOME: &str = "Bienvenue dans la démo";

#[test]
fn the_first_demo_shows_its_keys_and_the_way_out_once_and_a_still_one_never() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.first_steps_shown()).unwrap();
    // One that is made for a script leaves the card to the person.
    let mut still = open(&sandbox, &["--still"]);
    assert!(!still.screen().contains(WELCOME));
    quit(&mut still);

    let mut first = open(&sandbox, &[]);
    let card = first.wait_for(WELCOME);
    for part in ["Camille Roussel", "j k", "⏎", "D ", ": ", "? ", "q "] {
        assert!(card.contains(part), "{part}: {card}");
    }
    first.press(&["Enter"]);
    assert!(!first.wait_until_gone(WELCOME).contains("2 Discussion"), "it is only dismissed");
    quit(&mut first);

    let mut second = open(&sandbox, &["--fresh"]);
    assert!(!second.screen().contains(WELCOME), "{}", second.screen());
    quit(&mut second);
}
