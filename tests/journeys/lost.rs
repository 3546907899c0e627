//! The line to the store breaks under an open desk, and is whole again.

use std::time::{Duration, Instant};

use rstest::rstest;

use super::steps::{open_case, open_demo, open_logo_case};
use crate::support::{Sandbox, Size};

/// A sandbox whose line breaks as the file `loss` says.
fn sandbox(patience_ms: u32) -> Sandbox {
    let sandbox = Sandbox::new();
    let file = sandbox.path("loss").display().to_string();
    sandbox.with("LITIGE_INJECT_LOSS", &file).with("LITIGE_INJECT_PATIENCE_MS", &patience_ms.to_string())
}

fn lose(sandbox: &Sandbox, what: &str) {
    std::fs::write(sandbox.path("loss"), what).unwrap();
}

fn mend(sandbox: &Sandbox) {
    std::fs::remove_file(sandbox.path("loss")).unwrap();
}

fn said(sandbox: &Sandbox, id: &str, text: &str) -> usize {
    let thread = sandbox.show(id)["thread"].as_array().unwrap().clone();
    thread.iter().filter(|message| message["body"] == text).count()
}

#[rstest]
fn a_lost_server_leaves_the_case_and_what_is_typed_and_coming_back_is_one_line(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = sandbox(1_000);
    let (mut desk, id) = open_logo_case(&sandbox, size);
    lose(&sandbox, "server");
    desk.wait_for("hors connexion depuis ");
    desk.wait_for("que vous voyez date de ");
    desk.wait_for(&id);
    desk.press(&["r"]).type_text("Bonjour à vous deux");
    desk.wait_for("Bonjour à vous deux");
    // It is known not to be sent, and the text is still there to be sent.
    desk.press(&["Ctrl-s"]);
    desk.wait_until("why it was not sent", |screen| screen.matches("est injoignable").count() == 2);
    desk.wait_for("Bonjour à vous deux");
    mend(&sandbox);
    desk.wait_for("Reconnecté après");
    desk.wait_until_gone("hors connexion");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    assert_eq!(said(&sandbox, &id, "Bonjour à vous deux"), 1);
    desk.press(&["q", "q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
}

#[rstest]
fn a_reply_that_was_never_answered_stands_as_it_was_sent_and_is_sent_once(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = sandbox(800);
    let (mut desk, id) = open_logo_case(&sandbox, size);
    desk.press(&["r"]).type_text("Bonjour à vous deux");
    desk.wait_for("Bonjour à vous deux");
    lose(&sandbox, "answers");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("on ne sait pas si c'est envoyé");
    desk.type_text("!");
    desk.wait_for("réessayez d'abord");
    desk.press(&["Esc"]);
    desk.wait_until_gone("Réponse aux deux parties");
    desk.press(&["R"]);
    desk.wait_for("on ne sait pas si le message est parti ;");
    desk.wait_for("R réessaie");
    mend(&sandbox);
    desk.press(&["R"]);
    desk.wait_for("Envoyé aux deux parties");
    assert_eq!(said(&sandbox, &id, "Bonjour à vous deux"), 1);
    desk.wait_until_gone("brouillon");
    desk.press(&["q", "q"]);
    assert!(desk.wait_for_exit().success());
}

#[test]
fn a_desk_without_a_server_quits_at_once_and_its_draft_is_there_the_next_time() {
    let sandbox = sandbox(60_000);
    let (mut desk, id) = open_logo_case(&sandbox, Size::SMALL);
    lose(&sandbox, "server");
    desk.wait_for("hors connexion depuis ");
    desk.press(&["c"]).type_text("À relire demain");
    desk.wait_for("À relire demain");
    // In the middle of a write that is asked again and again.
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoi…");
    let since = Instant::now();
    desk.press(&["Ctrl-c"]);
    assert!(desk.wait_for_exit().success());
    assert!(since.elapsed() < Duration::from_secs(5), "it took {:?}", since.elapsed());
    desk.assert_restored();
    mend(&sandbox);
    let mut desk = open_demo(&sandbox, Size::SMALL);
    open_case(&mut desk, &id);
    desk.press(&["c"]);
    desk.wait_for("À relire demain");
}

#[test]
fn what_a_desk_does_not_know_when_it_quits_it_says_to_the_shell() {
    let sandbox = sandbox(60_000);
    let (mut desk, id) = open_logo_case(&sandbox, Size::SMALL);
    desk.press(&["r"]).type_text("Bonjour à vous deux");
    desk.wait_for("Bonjour à vous deux");
    lose(&sandbox, "answers");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoi…");
    while said(&sandbox, &id, "Bonjour à vous deux") == 0 {}
    desk.press(&["Ctrl-c"]);
    assert!(desk.wait_for_exit().success());
    desk.wait_for("Vérifiez le dossier avant de recommencer.");
}
