//! A slow line: keys come in pieces, pastes break off. Nothing that was not pressed is done, nothing pasted is lost.

use std::thread;
use std::time::Duration;

use rstest::rstest;

use super::steps::{back_to_queue, open_case, open_logo_case};
use crate::support::{DeskProcess, Sandbox, Signal, Size};

/// Sends the bytes cut in two at each of these places, with a pause between.
fn send_in_pieces(desk: &mut DeskProcess, bytes: &[u8], cuts: &[usize], ms: u64) {
    let mut from = 0;
    for to in cuts.iter().copied().chain([bytes.len()]) {
        desk.send(&bytes[from..to]);
        from = to;
        if to < bytes.len() {
            thread::sleep(Duration::from_millis(ms));
        }
    }
}

/// A desk whose terminal is at the end of a line like this. Esc is given time, as the machine may be busy.
fn slow_sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.configure("config.toml", "escape_ms = 200\n");
    sandbox
}

#[rstest]
fn keys_in_pieces_are_keys_in_the_queue_in_a_case_and_while_writing(#[values(45, 100, 400)] ms: u64) {
    let sandbox = slow_sandbox();
    let (mut desk, id) = open_logo_case(&sandbox, Size::WIDE);
    desk.press(&["a"]);
    desk.wait_for("est à vous");
    let is_claimed = || sandbox.show(&id)["dispute"]["claimed_by"] == "camille";
    assert!(is_claimed(), "{}", sandbox.show(&id)["dispute"]);

    // In the case: arrows to the left, the wheel, a paste. `A` releases, `D` decides, digits change the panel.
    for sequence in ["\x1b[D", "\x1bOD", "\x1b[A", "\x1b[<65;60;12M", "\x1b[200~DAq\x1b[201~"] {
        let all: Vec<usize> = (1..sequence.len().min(8)).collect();
        // A pause after the first byte that is longer than Esc's own makes it the Esc key.
        let cuts = if ms < 200 { &all[..] } else { &all[1..] };
        send_in_pieces(&mut desk, sequence.as_bytes(), cuts, ms);
    }
    let screen = desk.wait_until_idle();
    assert!(screen.contains(&id) && !screen.contains("Décider") && !screen.contains("◉"), "{screen}");
    assert!(is_claimed(), "what came in pieces released the claim");

    // The first byte alone is Esc, and leaves the case. The rest of it neither decides nor releases another one.
    if ms == 400 {
        send_in_pieces(&mut desk, b"\x1b[D", &[1, 2], ms);
        desk.wait_for("D-10");
        desk.wait_until_idle();
        assert!(is_claimed(), "leaving a case gave it back");
        open_case(&mut desk, &id);
    }

    // While writing.
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.type_text("ab");
    send_in_pieces(&mut desk, b"\x1b[D", &[2], ms);
    send_in_pieces(&mut desk, "é".as_bytes(), &[1], ms);
    send_in_pieces(&mut desk, b"\x1b[<64;60;12M", &[3, 7], ms);
    send_in_pieces(&mut desk, b"\x1b[200~collage\x1b[201~", &[4, 8, 15], ms);
    desk.wait_for("aécollageb");
    desk.press(&["Esc"]);
    desk.wait_for(&format!("Votre brouillon pour {id} est enregistré."));

    // In the queue: down, and up again, as many.
    back_to_queue(&mut desk);
    let before = desk.wait_until_idle();
    for sequence in [b"\x1b[B", b"\x1b[A", b"\x1bOB", b"\x1bOA"] {
        send_in_pieces(&mut desk, sequence, &[2], ms);
    }
    let after = desk.wait_until_idle();
    assert!(after.contains("D-10") && after.contains(&id), "{before}\n{after}");
    assert!(is_claimed());
}

#[test]
fn a_paste_that_does_not_end_is_in_the_text_after_a_second_and_the_keyboard_works() {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, Size::SMALL);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.send("\x1b[200~Collé, l'été".as_bytes());
    desk.wait_for("Collé, l'été");
    desk.type_text(".");
    desk.wait_for("Collé, l'été.");
    desk.send("\x1b[200~ Et de".as_bytes());
    thread::sleep(Duration::from_millis(300));
    // Half of it was read when the desk ends.
    desk.signal(Signal::TERM);
    desk.wait_for_exit();
    desk.assert_restored();
    let mut desk = super::steps::open_demo(&sandbox, Size::SMALL);
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Collé, l'été. Et de");
}

#[test]
fn what_follows_a_paste_without_an_end_runs_no_command() {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, Size::SMALL);
    let said = "Collage inachevé";
    desk.send(b"\x1b[200~Bonjour");
    desk.wait_for(said);
    desk.send(b"rqDA\r");
    desk.send(b"q");
    thread::sleep(Duration::from_millis(300));
    let screen = desk.wait_for(said);
    assert!(screen.contains(&id) && !screen.contains("Réponse aux deux parties"), "{screen}");
    // Its end has come.
    desk.send(b"r\x1b[201~");
    desk.wait_until_gone(said);
    // Another one, which Esc ends; the Esc leaves nothing.
    desk.send(b"\x1b[200~Bonjour");
    desk.wait_for(said);
    desk.press(&["Esc"]);
    let screen = desk.wait_until_gone(said);
    assert!(screen.contains(&id), "{screen}");
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
}

#[test]
fn a_slow_paste_is_taken_whole() {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, Size::SMALL);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    let lines: Vec<String> = (0..40).map(|n| format!("ligne {n}")).collect();
    let sent = format!("\x1b[200~{}\x1b[201~", lines.join("\r"));
    for piece in sent.as_bytes().chunks(40) {
        desk.send(piece);
        thread::sleep(Duration::from_millis(400));
    }
    desk.wait_for("ligne 39");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    assert!(sandbox.show(&id)["thread"].to_string().contains(&lines.join("\\n")));
}
