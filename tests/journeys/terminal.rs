//! Whatever ends or stops the desk, the terminal is restored.

use std::thread;
use std::time::Duration;

use rstest::rstest;

use super::steps::open_demo;
use crate::support::{Sandbox, Signal, Size};

#[rstest]
fn quitting_gives_the_terminal_back(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
}

#[rstest]
fn a_signal_that_ends_the_desk_gives_the_terminal_back(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
    #[values(Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT)] signal: Signal,
) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    desk.signal(signal);
    let status = desk.wait_for_exit();
    assert!(status.signal().is_some(), "it should die of the signal, as whoever sent it expects: {status:?}");
    desk.assert_restored();
}

#[rstest]
#[cfg(debug_assertions)]
fn a_panic_gives_the_terminal_back_and_says_in_one_line_what_happened(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new().with("LITIGE_INJECT_PANIC", "desk");
    let mut desk = open_demo(&sandbox, size);
    desk.press(&["F12"]);
    assert_eq!(desk.wait_for_exit().exit_code(), 1);
    desk.assert_restored();
    let screen = desk.screen();
    assert!(screen.contains("litige: desk: ") && screen.contains("rehearsed"), "{screen}");
    assert!(sandbox.log().contains("rehearsed"), "the log has the details");
}

#[rstest]
#[cfg(debug_assertions)]
fn a_panic_of_a_worker_is_told_and_the_desk_stays_up(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new().with("LITIGE_INJECT_PANIC", "reader");
    let mut desk = sandbox.open_desk(size, &["demo", "--still"]);
    desk.wait_for("rehearsed");
    desk.press(&["?"]);
    desk.wait_for("Aide · ");
    desk.press(&["Esc", "q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
}

#[rstest]
fn stopped_and_continued_the_desk_is_drawn_whole_again(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let before = desk.wait_until_idle();
    desk.signal(Signal::TSTP);
    desk.wait_process_state('T');
    desk.wait_restored();
    // A shell writes over everything meanwhile.
    desk.signal(Signal::CONT);
    desk.wait_until("the same screen as before", |screen| screen == before);
    assert!(desk.is_alternate() && !desk.is_cooked());
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
}

#[test]
fn without_a_shell_to_continue_it_ctrl_z_does_not_stop_the_desk() {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::SMALL);
    desk.press(&["Ctrl-z", "?"]);
    desk.wait_for("Aide · ");
    assert_ne!(desk.process_state(), Some('T'));
}

#[rstest]
fn under_a_shell_ctrl_z_stops_the_desk_and_fg_continues_it(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut shell = sandbox.shell(size);
    shell.type_text("litige demo --still\n");
    shell.wait_for("D-10");
    shell.press(&["Ctrl-z"]);
    shell.wait_until("the shell's word", |screen| screen.contains("Stopped"));
    shell.wait_restored();
    shell.type_text("fg\n");
    shell.wait_until("the desk again", |screen| screen.contains("D-10") && !screen.contains("Stopped"));
    shell.press(&["q"]);
    shell.wait_restored();
    // What is typed before the desk has ended is for nobody.
    shell.wait_until("the prompt", |screen| screen.trim_end().ends_with('$'));
    shell.type_text("echo all is $((40 + 2))\n");
    shell.wait_for("all is 42");
}

#[test]
fn another_size_is_another_drawing() {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::SMALL);
    desk.wait_until_idle();
    desk.resize(Size::WIDE);
    let screen = desk.wait_until("the footer in the last row", |screen| {
        screen.lines().nth(39).is_some_and(|row| !row.trim().is_empty())
    });
    assert!(screen.lines().any(|row| row.trim_end().chars().count() > 100), "{screen}");
    desk.resize(Size(40, 10));
    desk.wait_until_idle();
    desk.resize(Size::SMALL);
    desk.wait_for("D-10");
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
}

#[test]
fn when_the_line_breaks_the_desk_ends() {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::SMALL);
    desk.hang_up();
    desk.wait_for_exit();
}

#[test]
fn without_a_terminal_the_desk_says_so() {
    let sandbox = Sandbox::new();
    sandbox.run(&["demo"]);
    let output = sandbox.run(&[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("terminal") && said.lines().count() == 1, "{said}");
    assert!(output.stdout.is_empty(), "no escape sequences where nobody reads them");
}

#[test]
fn an_idle_desk_writes_nothing_and_hardly_wakes_up() {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::WIDE);
    desk.wait_until_idle();
    // What is written at the start is looked at once more after some ten seconds.
    thread::sleep(Duration::from_secs(4));
    let minute = || chrono::Utc::now().timestamp() / 60;
    let began = minute();
    let (bytes, wakes) = (desk.bytes().len(), desk.wake_ups());
    thread::sleep(Duration::from_secs(15));
    let (written, woken) = (desk.bytes().len() - bytes, desk.wake_ups() - wakes);
    if minute() == began {
        assert_eq!(written, 0, "bytes while no time on the screen changed");
        assert!(woken <= 2, "{woken} wake-ups");
    }
    // A new minute wakes it, changes times, and may let a deadline pass.
    assert!(woken <= 7 && written < 2_000, "{woken} wake-ups, {written} bytes in fifteen seconds");
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_is_refused_like_none() {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::SMALL);
    desk.press(&["q"]);
    desk.wait_for_exit();
    let sandbox = sandbox.with("TERM", "dumb");
    let db = sandbox.path("data/litige/demo.db");
    let mut desk = sandbox.open_desk(Size::WIDE, &["--db", &db.display().to_string()]);
    assert_eq!(desk.wait_for_exit().exit_code(), 1);
    let screen = desk.screen();
    assert!(screen.contains("no_terminal") && screen.contains("TERM=dumb"), "{screen}");
}

#[test]
fn a_terminal_without_a_size_is_drawn_as_the_environment_says_or_as_the_usual_one() {
    for (lines, columns, size) in [("", "", Size(80, 24)), ("40", "120", Size(120, 40)), ("0", "many", Size(80, 24))] {
        let sandbox = Sandbox::new().with("LINES", lines).with("COLUMNS", columns);
        let mut desk = sandbox.open_desk_without_size(size, &["demo", "--still"]);
        let screen = desk.wait_for("D-10");
        let rows: Vec<_> = screen.lines().collect();
        let widest = rows.iter().map(|row| row.chars().count()).max();
        assert!(widest <= Some(usize::from(size.0)) && widest > Some(usize::from(size.0) / 2), "{screen}");
        // The last row is used, and none below it.
        assert!(rows.iter().rposition(|row| !row.trim().is_empty()) == Some(usize::from(size.1) - 1), "{screen}");
        desk.press(&["q"]);
        assert!(desk.wait_for_exit().success());
    }
}

#[rstest]
fn the_doctor_looks_at_the_terminal_that_it_is_on_and_leaves_it_as_it_was(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new().with("COLORTERM", "truecolor");
    let mut doctor = sandbox.open_desk(size, &["doctor", "--lang", "fr"]);
    let screen = doctor.wait_until("the last check", |screen| screen.contains("droits :"));
    assert!(doctor.wait_for_exit().exit_code() <= 1);
    let told = String::from_utf8_lossy(&doctor.bytes()).into_owned();
    assert!(told.contains(&format!("{}", size.0)) && told.contains(&format!("{}", size.1)), "{told}");
    assert!(screen.lines().all(|line| line.chars().count() <= usize::from(size.0)), "{screen}");
    assert!(!told.contains("\u{1b}[?1049h"), "it stays on the screen that it was asked from");
    assert!(doctor.is_cooked());
}
