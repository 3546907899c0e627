//! Drafts persist, however the desk was left.

use std::thread;
use std::time::{Duration, Instant};

use litige::domain::ids::{DisputeId, Handle};
use litige::store::{self, Mode, Place};
use rstest::rstest;

use super::steps::{back_to_queue, draft_decision, open_case, open_demo, open_logo_case};
use crate::support::{DeskProcess, Sandbox, Signal, Size};

#[rstest]
fn a_draft_survives_esc_a_quit_a_signal_and_a_kill(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);

    write(&mut desk, "Bonjour à vous deux,\nl'été");
    desk.press(&["Esc"]);
    desk.wait_for(&format!("Votre brouillon pour {id} est enregistré."));
    desk.wait_for("brouillon");
    desk.press(&["r"]);
    desk.wait_for("Bonjour à vous deux,");
    desk.wait_for("l'été");

    // Left by `q`, from the queue.
    desk.press(&["Esc"]);
    desk.wait_until_gone("Réponse aux deux parties");
    back_to_queue(&mut desk);
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    let mut desk = reopen_case(&sandbox, size, &id);
    desk.press(&["r"]);
    desk.wait_for("l'été");

    // Terminated by a signal in the middle of a word: what was typed just before is saved, too.
    desk.type_text(" dernier");
    desk.wait_for("l'été dernier");
    desk.signal(Signal::TERM);
    desk.wait_for_exit();
    desk.assert_restored();
    let mut desk = reopen_case(&sandbox, size, &id);
    desk.press(&["r"]);
    desk.wait_for("l'été dernier");

    // Killed: what was saved at the last pause is there.
    desk.type_text(" encore");
    wait_for_draft(&sandbox, &id, "dernier encore");
    desk.signal(Signal::KILL);
    desk.wait_for_exit();
    let mut desk = reopen_case(&sandbox, size, &id);
    desk.press(&["r"]);
    desk.wait_for("l'été dernier encore");

    // After sending there is no draft.
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    desk.wait_until_gone("brouillon");
    desk.press(&["r"]);
    desk.wait_for("Écrivez aux deux parties…");
    let thread = sandbox.show(&id)["thread"].to_string();
    assert!(thread.contains("Bonjour à vous deux,\\nl'été dernier encore"), "{thread}");
    sandbox.assert_verified();
}

#[rstest]
fn a_decision_begun_is_taken_up_again(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    draft_decision(&mut desk, "Remboursement partiel", Some("37,50"), "Un terrain d'entente.");
    wait_for_draft(&sandbox, &id, "Un terrain d'entente.");
    desk.signal(Signal::KILL);
    desk.wait_for_exit();

    let mut desk = reopen_case(&sandbox, size, &id);
    desk.press(&["D"]);
    desk.wait_for("◉ Remboursement partiel");
    desk.press(&["Enter"]);
    desk.wait_for("37,50");
    desk.press(&["Enter"]);
    desk.wait_for("Un terrain d'entente.");
    assert_eq!(sandbox.show(&id)["decision"], serde_json::Value::Null, "a draft decides nothing");
}

#[test]
fn what_was_typed_a_quarter_of_a_second_before_a_kill_is_there() {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, Size::SMALL);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    for n in 0..30 {
        desk.type_text(&format!("{n},"));
        thread::sleep(Duration::from_millis(50));
    }
    desk.signal(Signal::KILL);
    desk.wait_for_exit();
    let store = store::open(&Place::File(sandbox.demo_db()), Mode::Existing).unwrap();
    let id: DisputeId = id.parse().unwrap();
    let kept = store.draft(id, &Handle::from("camille")).unwrap().unwrap_or_default();
    // A busy machine is given another quarter.
    assert!(kept.contains("17,18,19,"), "{kept}");
}

#[test]
fn two_desks_of_one_mediator_on_one_case_lose_neither_text() {
    let sandbox = Sandbox::new();
    let (mut first, id) = open_logo_case(&sandbox, Size::SMALL);
    let (mut second, _) = open_logo_case(&sandbox, Size::SMALL);
    for desk in [&mut first, &mut second] {
        desk.press(&["r"]);
        desk.wait_for("Réponse aux deux parties");
    }
    first.type_text("Du premier poste");
    wait_for_draft(&sandbox, &id, "Du premier poste");
    second.type_text("Et du second");
    second.wait_for("Un autre de vos postes");
    let screen = second.wait_for("Et du second");
    assert!(screen.contains("Du premier poste"), "{screen}");
    wait_for_draft(&sandbox, &id, "Du premier poste\\nEt du second");
}

fn write(desk: &mut DeskProcess, text: &str) {
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.type_text(text);
}

/// Reopens the desk in the case.
fn reopen_case(sandbox: &Sandbox, size: Size, id: &str) -> DeskProcess {
    let mut desk = open_demo(sandbox, size);
    open_case(&mut desk, id);
    desk.wait_for("brouillon");
    desk
}

/// Waits until the database has this in the draft.
fn wait_for_draft(sandbox: &Sandbox, id: &str, text: &str) {
    let store = store::open(&Place::File(sandbox.demo_db()), Mode::Existing).unwrap();
    let id: DisputeId = id.parse().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while !store.draft(id, &Handle::from("camille")).unwrap().unwrap_or_default().contains(text) {
        assert!(Instant::now() < deadline, "the draft never came to have {text}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[rstest]
fn a_reply_for_a_database_that_was_replaced_is_refused_kept_and_found_again_with_it(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    let (db, away) = (sandbox.demo_db(), sandbox.path("away.db"));
    let move_all = |from: &std::path::Path, to: &std::path::Path| {
        for suffix in ["", "-wal", "-shm", ".files"] {
            let named = |path: &std::path::Path| format!("{}{suffix}", path.display());
            let _ = std::fs::rename(named(from), named(to));
        }
    };
    write(&mut desk, "Pour l'ancienne base");
    move_all(&db, &away);
    sandbox.run(&["demo", "--still"]);
    let before = sandbox.show(&id)["thread"].to_string();
    desk.press(&["Ctrl-s"]);
    // Wherever the sentence breaks on this screen.
    desk.wait_for("n'est plus");
    assert_eq!(sandbox.show(&id)["thread"].to_string(), before, "the other database has nothing of it");

    desk.press(&["Esc"]);
    desk.wait_until_gone("Réponse aux deux parties");
    desk.press(&["R"]);
    desk.wait_until("the queue of the other one", |screen| screen.matches("  D-1").count() > 3);
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Écrivez aux deux parties…");
    desk.press(&["Esc"]);

    move_all(&db, &sandbox.path("other.db"));
    move_all(&away, &db);
    desk.wait_for("n'est plus");
    desk.press(&["R"]);
    desk.wait_until("the queue of the first one", |screen| screen.matches("  D-1").count() > 3);
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Pour l'ancienne base");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    assert!(sandbox.show(&id)["thread"].to_string().contains("Pour l'ancienne base"));
}
