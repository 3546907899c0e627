//! The desk opens where it was left, for whoever left it, on the database where they were.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use rstest::rstest;

use super::steps::{LOGO, open_case};
use crate::support::{DeskProcess, Sandbox, Signal, Size};

fn open(sandbox: &Sandbox, size: Size, args: &[&str]) -> DeskProcess {
    let mut desk = sandbox.open_desk(size, &[&["demo", "--still"], args].concat());
    desk.wait_for("D-10");
    desk.wait_until_idle();
    desk
}

fn quit(desk: &mut DeskProcess) {
    desk.press(&["Ctrl-c"]);
    assert!(desk.wait_for_exit().success());
}

/// What is to come back of a queue, without the times, which go on: the filter, the cases, and which is selected.
fn gist(screen: &str) -> Vec<String> {
    let case = |line: &str| {
        let id = line.split_whitespace().find(|word| word.starts_with("D-10"))?.to_owned();
        Some(format!("{}{id}", if line.starts_with('▌') { "selected " } else { "" }))
    };
    screen
        .lines()
        .filter_map(|line| if line.contains("Filtre") { Some(line.chars().take(40).collect()) } else { case(line) })
        .collect()
}

fn session_files(sandbox: &Sandbox) -> Vec<PathBuf> {
    let folder = fs::read_dir(sandbox.path("state/litige/sessions")).unwrap();
    folder.map(|entry| entry.unwrap().path()).collect()
}

#[rstest]
fn the_session_comes_back_where_it_was(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open(&sandbox, size, &[]);
    // In the queue: a view, a filter, a row.
    desk.press(&["6", "f"]).type_text("logo").press(&["Enter", "j"]);
    let left = desk.wait_until_idle();
    quit(&mut desk);
    let mut desk = open(&sandbox, size, &[]);
    desk.wait_until("the same queue", |screen| gist(screen) == gist(&left));
    assert!(gist(&left).iter().any(|line| line.contains("logo")) && gist(&left).len() > 1, "{left}");

    // In a case: the panel that has the keys.
    let id = sandbox.dispute_of(LOGO);
    desk.press(&["Esc", "1"]);
    open_case(&mut desk, &id);
    desk.press(&["3"]).wait_for("▌3");
    let left = desk.wait_until_idle();
    // Whatever ends it.
    desk.signal(Signal::HUP);
    desk.wait_for_exit();
    let mut desk = open(&sandbox, size, &[]);
    let screen = desk.wait_for("▌3");
    assert!(screen.contains(&id) && left.contains("▌3"), "{screen}");
    quit(&mut desk);

    // For the mediator alone, and for them alone.
    let files = session_files(&sandbox);
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777, 0o600);
    let mut desk = open(&sandbox, size, &["--as", "ines"]);
    assert!(!desk.screen().contains("▌3"), "{}", desk.screen());
    quit(&mut desk);
    assert_eq!(session_files(&sandbox).len(), 2);
}

#[test]
fn a_session_that_is_broken_or_of_another_database_is_none() {
    let sandbox = Sandbox::new();
    let mut desk = open(&sandbox, Size::SMALL, &[]);
    let queue = desk.screen();
    open_case(&mut desk, &sandbox.dispute_of(LOGO));
    quit(&mut desk);
    let file = session_files(&sandbox).remove(0);
    for broken in ["", "{", "{\"db\":1}", "\u{0}"] {
        fs::write(&file, broken).unwrap();
        let mut desk = open(&sandbox, Size::SMALL, &[]);
        assert!(!desk.screen().contains("2 Discussion"), "{}", desk.screen());
        open_case(&mut desk, &sandbox.dispute_of(LOGO));
        quit(&mut desk);
    }
    // The demo made anew has the same place, and is another database.
    let mut desk = open(&sandbox, Size::SMALL, &["--fresh"]);
    let screen = desk.wait_until_idle();
    assert_eq!(screen.lines().next(), queue.lines().next());
    assert!(!screen.contains("2 Discussion"), "{screen}");
}
