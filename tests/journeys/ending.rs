//! Whatever ends or stops the desk, or fails inside it: the terminal is restored, text typed just before is saved, and
//! no process is left behind.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use rstest::rstest;
use rustix::process::{Pid, kill_process};

use super::steps::{LOGO, open_case, open_demo, open_logo_case};
use crate::support::{DeskProcess, Sandbox, Signal, Size};

/// Opens the logo's case and types a reply just now.
fn writing(sandbox: &Sandbox) -> (DeskProcess, String) {
    let (mut desk, id) = open_logo_case(sandbox, Size::SMALL);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.type_text("Bonjour à vous deux, l'été dernier");
    desk.wait_for("l'été dernier");
    (desk, id)
}

/// Asserts that a new desk has the complete reply.
#[track_caller]
fn assert_draft(sandbox: &Sandbox, id: &str) {
    let mut desk = open_demo(sandbox, Size::SMALL);
    open_case(&mut desk, id);
    desk.press(&["r"]);
    desk.wait_for("Bonjour à vous deux, l'été dernier");
    desk.press(&["Ctrl-c"]);
    desk.wait_for_exit();
}

/// Asserts that no process is left, a new desk has the reply, and the database verifies.
#[track_caller]
fn assert_kept(sandbox: &Sandbox, id: &str) {
    sandbox.assert_no_process_left();
    assert_draft(sandbox, id);
    sandbox.assert_verified();
}

#[rstest]
fn each_signal_that_ends_the_desk_leaves_the_draft_and_nobody_behind(
    #[values(Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT)] signal: Signal,
) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = writing(&sandbox);
    desk.signal(signal);
    assert!(desk.wait_for_exit().signal().is_some());
    desk.assert_restored();
    assert_kept(&sandbox, &id);
}

#[test]
fn a_line_that_breaks_leaves_the_draft_and_nobody_behind() {
    let sandbox = Sandbox::new();
    let (mut desk, id) = writing(&sandbox);
    desk.hang_up();
    desk.wait_for_exit();
    assert_kept(&sandbox, &id);
}

#[test]
fn a_desk_that_is_stopped_has_kept_the_draft_and_goes_on_with_it() {
    let sandbox = Sandbox::new();
    let (mut desk, id) = writing(&sandbox);
    desk.signal(Signal::TSTP);
    desk.wait_process_state('T');
    desk.wait_restored();
    desk.signal(Signal::CONT);
    desk.wait_for("l'été dernier");
    desk.type_text(" encore");
    desk.wait_for("l'été dernier encore");
    assert!(desk.is_alternate() && !desk.is_cooked());
    // Stopped for good: what was written before is saved all the same.
    desk.signal(Signal::TSTP);
    desk.wait_process_state('T');
    desk.signal(Signal::KILL);
    desk.wait_for_exit();
    sandbox.assert_no_process_left();
    let mut desk = open_demo(&sandbox, Size::SMALL);
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("l'été dernier encore");
}

#[rstest]
#[cfg(debug_assertions)]
fn a_panic_that_ends_the_desk_leaves_the_draft_and_nobody_behind(#[values("desk", "input")] place: &str) {
    let sandbox = Sandbox::new().with("LITIGE_INJECT_PANIC", place);
    let (mut desk, id) = writing(&sandbox);
    desk.press(&["F12"]);
    assert_eq!(desk.wait_for_exit().exit_code(), 1);
    desk.assert_restored();
    let screen = desk.screen();
    let screen = screen.replace('\n', "");
    assert!(screen.contains("litige: desk: ") && screen.contains("what you had written is kept"), "{screen}");
    sandbox.assert_no_process_left();
    assert_draft(&sandbox.with("LITIGE_INJECT_PANIC", ""), &id);
}

/// A panic on a thread that reads or writes: it is reported, the desk stays up, and the text stays.
#[rstest]
#[case::writer("writer", &["Ctrl-s"])]
#[case::searcher("searcher", &["Esc", "/", "l", "o", "g", "o"])]
#[case::watcher("watcher", &[])]
#[cfg(debug_assertions)]
fn a_panic_of_another_thread_is_told_and_costs_no_word(#[case] place: &str, #[case] keys: &[&str]) {
    let sandbox = Sandbox::new().with("LITIGE_INJECT_PANIC", place);
    let (mut desk, id) = if place == "watcher" {
        let mut desk = sandbox.open_desk(Size::SMALL, &["demo", "--still"]);
        desk.wait_for("rehearsed");
        drop(desk);
        writing(&sandbox)
    } else {
        writing(&sandbox)
    };
    desk.press(keys);
    if place != "watcher" {
        desk.wait_for("a fault inside litige");
    }
    assert!(sandbox.log().contains("rehearsed"), "the log has the details");
    // Keys work, it ends cleanly, and the reply is there.
    desk.press(&["Esc", "Esc"]);
    desk.wait_until_gone("Réponse aux deux parties");
    desk.press(&["Ctrl-c"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
    sandbox.assert_no_process_left();
    let sandbox = sandbox.with("LITIGE_INJECT_PANIC", "");
    assert_draft(&sandbox, &id);
    sandbox.assert_verified();
}

/// Returns a sandbox whose editor saves the text and then waits.
fn waiting_editor(vars: &str, script: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let path = sandbox.path("an editor");
    let saves = "printf '%s' \"Bonjour à vous deux, l'été dernier\" > \"$1\"; echo EDITEUR";
    fs::write(&path, format!("#!/bin/sh\n{saves}\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    sandbox.with("VISUAL", &format!("{vars}'{}'", path.display()))
}

/// Under a shell no broken line ends those that the editor started.
#[rstest]
fn under_a_shell_no_editor_outlives_the_desk(#[values("", "LC_ALL=C ")] vars: &str) {
    let sandbox = waiting_editor(vars, "sleep 600; true");
    let mut shell = sandbox.shell(Size::SMALL);
    shell.wait_for("$ ");
    shell.type_text("litige demo --still\n");
    shell.wait_for("D-10");
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut shell, &id);
    shell.press(&["r"]);
    shell.wait_for("Réponse aux deux parties");
    shell.press(&["Ctrl-e"]);
    shell.wait_for("EDITEUR");
    let (pid, _) = sandbox.processes().into_iter().find(|(_, told)| told.starts_with("litige demo")).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::TERM).unwrap();
    shell.wait_restored();
    sandbox.assert_only_process_left("bash");
    drop(shell);
    assert_draft(&sandbox, &id);
}

/// Common kinds of editors: each waits, and the last ignores SIGHUP.
#[rstest]
#[case::a_program("", "exec sleep 600", "term")]
#[case::a_script("", "sleep 600; true", "line")]
#[case::in_a_shell("LC_ALL=C ", "sleep 600; true", "term")]
#[case::of_a_desk_that_breaks("LC_ALL=C ", "sleep 600; true", "panic")]
#[case::deaf("", "trap '' HUP TERM; while :; do sleep 600; done", "term")]
#[case::deaf_on_a_broken_line("", "trap '' HUP TERM; while :; do sleep 600; done", "line")]
#[cfg(debug_assertions)]
fn no_editor_outlives_the_desk(#[case] vars: &str, #[case] script: &str, #[case] end: &str) {
    let sandbox = waiting_editor(vars, script);
    let sandbox = if end == "panic" { sandbox.with("LITIGE_INJECT_PANIC", "desk-editing") } else { sandbox };
    let mut desk = open_demo(&sandbox, Size::SMALL);
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.type_text("Bonjour,");
    desk.wait_for("Bonjour,");
    desk.press(&["Ctrl-e"]);
    desk.wait_for("EDITEUR");
    match end {
        "term" => desk.signal(Signal::TERM),
        "line" => desk.hang_up(),
        _ => sandbox.ingest(&[super::living::message("e-editor", "seller", "Je viens de déposer le SVG.")]),
    }
    desk.wait_for_exit();
    if end != "line" {
        desk.assert_restored();
    }
    sandbox.assert_no_process_left();
    assert_draft(&sandbox.with("LITIGE_INJECT_PANIC", ""), &id);
}
