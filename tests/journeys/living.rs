//! What other processes write while the desk is open.

use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::json;

use super::steps::{LOGO, open_demo, open_logo_case};
use crate::support::{Sandbox, Size};

/// A change is on the screen within a second, which `tests/soak/together.rs` times as well; the rest is for a busy machine.
const SOON: Duration = Duration::from_secs(10);

#[rstest]
fn a_message_that_another_process_brings_is_shown_at_once_as_unread_and_the_selection_stays(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    desk.press(&["j", "j"]);
    let before = desk.wait_until_idle();
    let selected = row_of(&before, "▌ ").expect("a selected row").to_owned();
    let chosen = selected.split_whitespace().find(|word| word.starts_with("D-1")).unwrap();
    assert_ne!(chosen, id);
    assert!(row_of(&before, &id).unwrap().contains("● 3"), "{before}");

    sandbox.ingest(&[message("e-live-1", "client", "Je viens de retrouver le devis signé.")]);
    let written = Instant::now();
    let after =
        desk.wait_within(SOON, "the unread mark", |screen| row_of(screen, &id).is_some_and(|row| row.contains("● 4")));
    println!("shown {} ms after the other process had ended", written.elapsed().as_millis());
    let still = row_of(&after, "▌ ").expect("a selected row");
    assert!(still.contains(chosen), "{chosen} was selected, now it is {still}");
}

#[test]
fn a_desk_that_sleeps_shows_what_happens_elsewhere_within_a_second() {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::WIDE);
    let id = sandbox.dispute_of(LOGO);
    desk.wait_until_idle();
    std::thread::sleep(Duration::from_secs(5));
    for n in 4..7 {
        let began = Instant::now();
        sandbox.ingest(&[message(&format!("e-asleep-{n}"), "client", "Un mot de plus.")]);
        let (written, took) = (Instant::now(), began.elapsed());
        let unread = format!("● {n}");
        desk.wait_within(SOON, &unread, |screen| row_of(screen, &id).is_some_and(|row| row.contains(&unread)));
        // How long a command takes shows how busy the machine is.
        assert!(written.elapsed() < Duration::from_secs(1) + took * 3, "{:?}, {took:?}", written.elapsed());
        std::thread::sleep(Duration::from_secs(1));
    }
}

#[rstest]
fn a_message_that_arrives_in_the_open_case_is_shown_while_one_writes(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, _id) = open_logo_case(&sandbox, size);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.type_text("Je relis");
    desk.wait_for("Je relis");
    sandbox.ingest(&[message("e-live-2", "seller", "Le fichier corrigé part ce soir.")]);
    desk.wait_within(SOON, "who wrote", |screen| screen.contains("vendeur a écrit"));
    // The draft is as it was, and goes on.
    desk.type_text(" le dossier");
    desk.wait_for("Je relis le dossier");
    desk.press(&["Esc"]);
    desk.wait_until_gone("Réponse aux deux parties");
    desk.press(&["2", "G"]);
    desk.wait_for("Le fichier corrigé part ce soir.");
    sandbox.assert_verified();
}

pub fn message(id: &str, by: &str, body: &str) -> serde_json::Value {
    json!({"id": id, "at": "2030-01-01T00:00:00Z", "type": "dispute.message", "order": LOGO, "by": by, "body": body})
}

/// Returns the first row of the screen with this text, without the preview beside it.
fn row_of<'a>(screen: &'a str, text: &str) -> Option<&'a str> {
    screen.lines().map(|row| row.split('│').next().unwrap_or(row)).find(|row| row.contains(text))
}
