//! A terminal that says of itself what the desk asks: its background, and the keyboard's protocol.

use std::thread;
use std::time::Duration;

use rstest::rstest;

use super::steps::open_logo_case;
use crate::support::{DeskProcess, Sandbox, Signal, Size};

/// The desk's questions.
const BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\";
const KEYBOARD: &[u8] = b"\x1b[?u";
const STATUS: &[u8] = b"\x1b[5n";
/// Answers.
const IS_LIGHT: &str = "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\";
const IS_DARK: &str = "\x1b]11;rgb:0000/2b2b/3636\x1b\\";
/// The grounds of the two themes.
const DARK: vt100::Color = vt100::Color::Rgb(0x15, 0x18, 0x1d);
const LIGHT: vt100::Color = vt100::Color::Rgb(0xfc, 0xfb, 0xf8);

fn in_colours() -> Sandbox {
    Sandbox::new().with("COLORTERM", "truecolor")
}

fn open(sandbox: &Sandbox) -> DeskProcess {
    let mut desk = sandbox.open_desk(Size::WIDE, &["demo", "--still"]);
    desk.wait_for("D-10");
    desk
}

fn count(desk: &DeskProcess, mark: &[u8]) -> usize {
    desk.bytes().windows(mark.len()).filter(|window| *window == mark).count()
}

#[track_caller]
fn wait_for_ground(desk: &DeskProcess, ground: vt100::Color) {
    desk.wait_written(&format!("the ground {ground:?}"), |desk| desk.background() == ground);
}

#[track_caller]
fn wait_asked(desk: &DeskProcess, question: &[u8], times: usize) {
    desk.wait_written("a question", |desk| count(desk, question) == times);
}

#[rstest]
#[case::at_once(&[IS_LIGHT])]
#[case::in_pieces(&["\x1b]11;rgb:fd", "fd/f6f6/e3", "e3\x1b\\"])]
fn the_desk_is_light_where_the_terminal_is_and_follows_it(#[case] answer: &[&str]) {
    let sandbox = in_colours();
    let mut desk = open(&sandbox);
    // Drawn before there was an answer.
    wait_for_ground(&desk, DARK);
    wait_asked(&desk, BACKGROUND, 1);
    for piece in answer {
        desk.send(piece.as_bytes());
        thread::sleep(Duration::from_millis(if answer.len() > 1 { 1_500 } else { 0 }));
    }
    wait_for_ground(&desk, LIGHT);
    let screen = desk.wait_until_idle();
    assert!(screen.contains("D-10") && !screen.contains("Aide") && !screen.contains("Chercher"), "{screen}");

    // The terminal's colours are changed, and it says so.
    desk.send(b"\x1b[?997;1n");
    wait_for_ground(&desk, DARK);
    wait_asked(&desk, BACKGROUND, 2);
    desk.send(IS_DARK.as_bytes());
    desk.send(b"\x1b[?997;2n");
    wait_for_ground(&desk, LIGHT);
    // The background has the last word.
    wait_asked(&desk, BACKGROUND, 3);
    desk.send(IS_DARK.as_bytes());
    wait_for_ground(&desk, DARK);

    // Meanwhile it was suspended: it is asked anew.
    desk.signal(Signal::TSTP);
    desk.wait_process_state('T');
    desk.wait_restored();
    desk.signal(Signal::CONT);
    wait_asked(&desk, BACKGROUND, 4);
    desk.send(IS_LIGHT.as_bytes());
    wait_for_ground(&desk, LIGHT);
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
}

#[rstest]
#[case::chosen("theme = \"dark\"\n", "COLORTERM", "truecolor")]
#[case::without_colours("", "NO_COLOR", "1")]
fn where_the_theme_does_not_depend_on_it_the_terminal_is_not_asked(
    #[case] configuration: &str,
    #[case] name: &str,
    #[case] value: &str,
) {
    let sandbox = Sandbox::new().with(name, value);
    sandbox.configure("config.toml", configuration);
    let mut desk = open(&sandbox);
    let before = desk.background();
    // One that says it anyway changes nothing.
    desk.send(IS_LIGHT.as_bytes());
    desk.send(b"\x1b[?997;2n");
    desk.press(&["?"]).wait_for("Aide · ");
    assert_eq!(desk.background(), before);
    assert_eq!((count(&desk, BACKGROUND), count(&desk, b"\x1b[?2031h")), (0, 0));
}

#[rstest]
fn with_the_kitty_keyboard_esc_acts_at_once_and_its_begin_is_never_taken_for_it(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    // Without the protocol Esc would take a second.
    let sandbox = Sandbox::new();
    sandbox.configure("config.toml", "escape_ms = 1000\n");
    let (mut desk, id) = open_logo_case(&sandbox, size);
    assert_eq!(count(&desk, b"\x1b[>1u"), 0, "a terminal that does not answer gets nothing");
    desk.send(b"\x1b[?0u");
    desk.wait_written("the protocol", |desk| count(desk, b"\x1b[>1u") == 1 && count(desk, KEYBOARD) == 2);
    desk.send(b"\x1b[?1u");

    // Keys with what is held: Ctrl-t opens the ready replies, Esc leaves them and the reply, Shift-Enter is no letter.
    desk.press(&["r"]).type_text("Zut alors");
    desk.send(b"\x1b[116;5u");
    desk.wait_for("réponse");
    desk.send(b"\x1b[27u");
    desk.wait_for("Zut alors");
    desk.send(b"\x1b[27u");
    desk.wait_until("the case without its editor", |screen| !screen.contains("Zut alors"));
    // A shortcut of the window system is no key of the desk: `q` and `D` with the command key.
    desk.send(b"\x1b[113;9u\x1b[100;10u");
    // An arrow whose first byte comes long before the rest is an arrow; Esc would have left the case.
    desk.send(b"\x1b");
    thread::sleep(Duration::from_millis(400));
    desk.send(b"[A");
    let screen = desk.wait_until_idle();
    assert!(screen.contains(&id), "{screen}");
    desk.send(b"\x1b[27u");
    desk.wait_until("the queue", |screen| !screen.contains("2 Discussion"));

    desk.send(b"\x1b[122;5u\x1b[63u");
    desk.wait_for("Aide · ");
    desk.send(b"\x1b[27u\x1b[99;5u");
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
    assert_eq!((count(&desk, b"\x1b[>1u"), count(&desk, b"\x1b[<u")), (1, 1));
}

#[test]
fn suspended_ended_by_a_signal_or_by_a_fault_the_desk_gives_the_keyboard_back() {
    let pushed = |sandbox: &Sandbox| {
        let mut desk = open(sandbox);
        desk.send(b"\x1b[?0u");
        desk.wait_written("the protocol", |desk| count(desk, b"\x1b[>1u") == 1);
        desk.send(b"\x1b[?1u");
        desk.wait_until_idle();
        desk
    };
    let sandbox = Sandbox::new();
    let mut desk = pushed(&sandbox);
    desk.signal(Signal::TSTP);
    desk.wait_process_state('T');
    desk.wait_restored();
    assert_eq!(count(&desk, b"\x1b[<u"), 1);
    desk.signal(Signal::CONT);
    wait_asked(&desk, KEYBOARD, 3);
    desk.send(b"\x1b[?0u");
    desk.wait_written("the protocol again", |desk| count(desk, b"\x1b[>1u") == 2);
    desk.signal(Signal::TERM);
    desk.wait_for_exit();
    desk.assert_restored();

    #[cfg(debug_assertions)]
    {
        let sandbox = Sandbox::new().with("LITIGE_INJECT_PANIC", "desk");
        let mut desk = pushed(&sandbox);
        desk.send(b"\x1b[24~");
        assert_eq!(desk.wait_for_exit().exit_code(), 1);
        desk.assert_restored();
    }
}

#[test]
fn a_desk_that_ends_at_once_leaves_no_answer_to_the_shell() {
    let sandbox = in_colours();
    let mut shell = sandbox.shell(Size::WIDE);
    shell.type_text("litige demo --still\n");
    shell.wait_for("D-10");
    wait_asked(&shell, STATUS, 1);
    // The answers are on their way when it is told to end.
    shell.type_text("q");
    thread::sleep(Duration::from_millis(50));
    shell.send(format!("{IS_LIGHT}\x1b[?0u\x1b[0n").as_bytes());
    shell.wait_restored();
    shell.type_text("echo all is $((40 + 2))\n");
    let screen = shell.wait_for("all is 42");
    assert!(!screen.contains("rgb") && !screen.contains("fdfd"), "{screen}");
}

#[rstest]
#[case::all_of_it(
    &["\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?0u\x1b_Gi=31;OK\x1b\\\x1b[?62;4c\x1b[0n"],
    ["clair", "kitty", "protocole kitty"],
)]
#[case::nothing(&[], ["ne dit pas", "ms", "ne sait pas afficher"])]
fn the_doctor_says_what_the_terminal_said_and_what_it_cannot_do(#[case] answer: &[&str], #[case] said: [&str; 3]) {
    let sandbox = in_colours();
    let mut doctor = sandbox.open_desk(Size(200, 50), &["doctor", "--lang", "fr"]);
    wait_asked(&doctor, STATUS, 1);
    for piece in answer {
        doctor.send(piece.as_bytes());
    }
    let screen = doctor.wait_until("the last check", |screen| screen.contains("droits :"));
    doctor.wait_for_exit();
    let line = |name: &str| screen.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    for (check, part) in ["couleurs :", "clavier :", "images :"].into_iter().zip(said) {
        assert!(line(check).contains(part), "{check} {screen}");
    }
    assert!(doctor.is_cooked() && !screen.contains("rgb:"), "{screen}");
}
