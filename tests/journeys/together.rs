//! Two mediators at two terminals, on one database: they do not interfere, and each sees what the other does.

use std::time::Duration;

use rstest::rstest;
use serde_json::json;

use super::steps::{LOGO, confirm, draft_decision, open_case, open_demo, open_logo_case, select_yes};
use crate::support::{DeskProcess, Sandbox, Signal, Size};

/// The desk polls once a second, which `tests/soak/together.rs` times; the rest is for a busy machine.
const SOON: Duration = Duration::from_secs(10);

/// Opens the desk of Camille's colleague.
fn ines(sandbox: &Sandbox, size: Size) -> DeskProcess {
    let mut desk = sandbox.open_desk(size, &["demo", "--still", "--as", "ines"]);
    desk.wait_for("D-10");
    desk
}

/// Opens the logo's case at Camille's and Inès's desks; returns its number, too.
fn side_by_side(size: Size) -> (Sandbox, DeskProcess, DeskProcess, String) {
    let sandbox = Sandbox::new();
    let (camille, id) = open_logo_case(&sandbox, size);
    let mut colleague = ines(&sandbox, size);
    open_case(&mut colleague, &id);
    (sandbox, camille, colleague, id)
}

fn holder(sandbox: &Sandbox, id: &str) -> serde_json::Value {
    sandbox.show(id)["dispute"]["claimed_by"].clone()
}

#[rstest]
fn of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let (sandbox, mut first, mut second, id) = side_by_side(size);
    assert_eq!(holder(&sandbox, &id), json!(null), "looking takes nothing");
    first.press(&["a"]);
    second.press(&["a"]);
    let won = format!("{id} est à vous");
    let held = format!(" suit {id}");
    let lost = |screen: &str| screen.contains(&held);
    let one = first.wait_until("who has it", |screen| screen.contains(&won) || lost(screen));
    let other = second.wait_until("who has it", |screen| screen.contains(&won) || lost(screen));
    assert!(lost(&one) != lost(&other), "one wins:\n{one}\n{other}");
    let (winner, loser) = if lost(&one) { ("Inès Haddad", one) } else { ("Camille Roussel", other) };
    assert!(loser.contains(&format!("{winner} suit {id}")), "{loser}");
    assert_eq!(holder(&sandbox, &id), json!(if winner.starts_with('I') { "ines" } else { "camille" }));
    sandbox.assert_verified();
}

#[rstest]
fn whoever_let_a_claim_lapse_is_told_who_took_the_case_over(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut camille, id) = open_logo_case(&sandbox, size);
    camille.press(&["a"]);
    camille.wait_for(&format!("{id} est à vous"));

    // Half an hour later, by the clock of another desk.
    let mut ines = sandbox.open_desk_later(31, size, &["demo", "--still", "--as", "ines"]);
    ines.wait_for("D-10");
    open_case(&mut ines, &id);
    ines.press(&["a"]);
    ines.wait_for("▌ Non, laisser ▐");
    ines.press(&["Right", "Enter"]);
    ines.wait_for(&format!("{id} est à vous"));
    let told = format!("Inès Haddad a repris {id}, qui était à vous");
    camille.wait_within(SOON, "who took it over", |screen| screen.contains(&told));
    assert_eq!(holder(&sandbox, &id), json!("ines"));
    // She left before she could read it: she is notified when she comes back, once.
    camille.signal(Signal::KILL);
    camille.wait_for_exit();
    let mut camille = open_demo(&sandbox, size);
    camille.wait_for(&told);
    std::thread::sleep(Duration::from_millis(1_200));
    camille.press(&["j"]);
    camille.wait_until_gone(&told);
    // It is listed until she acknowledges it.
    camille.press(&["i"]);
    camille.wait_for(&told);
    camille.press(&["a"]);
    camille.wait_for("Aucune notification");
    camille.press(&["Esc", "q"]);
    assert!(camille.wait_for_exit().success());
    let mut camille = open_demo(&sandbox, size);
    let screen = camille.wait_until_idle();
    assert!(!screen.contains(&told), "{screen}");
    sandbox.assert_verified();
}

#[rstest]
fn a_decision_on_what_another_has_decided_is_refused_and_the_draft_is_kept(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let (sandbox, mut camille, mut ines, id) = side_by_side(size);
    draft_decision(&mut camille, "Client remboursé", None, "Le brief demandait deux couleurs.");
    draft_decision(&mut ines, "Vendeur payé", None, "Le travail est fait.");
    confirm(&mut ines);
    ines.wait_for("est tranché : paiement du vendeur");

    let marked =
        camille.wait_within(SOON, "who decided what", |screen| screen.contains("a tranché : paiement du vendeur"));
    assert!(marked.contains("Inès Haddad a tranché : paiement du vendeur, "), "{marked}");
    camille.press(&["Tab", "Enter"]);
    camille.wait_for("Le dossier a changé depuis que vous l'avez ouvert. Ctrl-r");
    assert_eq!(sandbox.show(&id)["decision"]["by"], "ines");
    // The way on.
    camille.press(&["Ctrl-r"]);
    let seen = camille.wait_until_gone("Le dossier a changé");
    assert!(seen.contains(&format!("Inès Haddad a déjà tranché {id} : paiement du vendeur")), "{seen}");
    camille.press(&["Esc", "Esc", "Esc", "Esc"]);
    camille.wait_for("Votre brouillon");
    assert_eq!(sandbox.show(&id)["decision"]["outcome"], "seller_wins");
    sandbox.assert_verified();
}

#[rstest]
fn what_one_writes_is_on_the_others_screen_within_a_second(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let (_world, mut camille, mut ines, _id) = side_by_side(size);
    ines.press(&["r"]);
    ines.wait_for("Réponse aux deux parties");
    ines.type_text("Je regarde le fichier livré.").press(&["Ctrl-s"]);
    ines.wait_for("Envoyé aux deux parties");
    camille.wait_within(SOON, "the message", |screen| screen.contains("Je regarde le fichier livré."));
    camille.wait_for("Inès Haddad a écrit · ");
}

#[rstest]
fn who_looks_at_a_case_is_seen_by_others_until_they_leave_or_are_gone(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut camille = open_demo(&sandbox, size);
    let mut colleague = ines(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut colleague, &id);
    // In the queue's row, and in the case.
    let in_row = |screen: &str| screen.lines().any(|row| row.contains(&format!(" {id} ")) && row.contains('◎'));
    camille.wait_within(SOON * 2, "the row's mark", in_row);
    open_case(&mut camille, &id);
    camille.wait_for("◎ Inès Haddad");
    colleague.wait_within(SOON * 2, "Camille", |screen| screen.contains("◎ Camille Roussel"));
    assert_eq!(holder(&sandbox, &id), json!(null), "it is no claim");
    colleague.press(&["h"]);
    camille.wait_within(SOON * 2, "nobody else", |screen| !screen.contains('◎'));

    // After a kill, her presence expires within a minute.
    open_case(&mut colleague, &id);
    camille.wait_within(SOON * 2, "her again", |screen| screen.contains("◎ Inès Haddad"));
    colleague.signal(Signal::KILL);
    colleague.wait_for_exit();
    let mut later = sandbox.open_desk_later(2, size, &["demo", "--still", "--as", "tom"]);
    later.wait_for("D-10");
    let screen = later.wait_until_idle();
    assert!(!screen.contains('◎'), "{screen}");
}

/// 1 450 €, decided by Inès above the policy's limit.
const DROPSHIPPING: &str = "O-46990";

#[rstest]
fn a_colleagues_decision_is_approved_from_another_terminal(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut camille = open_demo(&sandbox, size);
    let mut ines = ines(&sandbox, size);
    let id = waiting_for_approval(&sandbox);
    assert_eq!(sandbox.show(&id)["ledger"]["client"], 0, "no money has moved");
    // Hers: she can't approve it herself.
    open_case(&mut ines, &id);
    ines.press(&["+"]);
    ines.wait_for("a pris cette décision");

    to_approve(&mut camille, &id);
    camille.press(&["+"]);
    let page = camille.wait_for("Inès Haddad a tranché, ");
    for figure in ["580,00 €", "870,00 €", "Depuis la décision"] {
        assert!(page.contains(figure), "{figure}:\n{page}");
    }
    // Its answer is to go back.
    camille.press(&["Enter"]);
    camille.wait_until_gone("Inès Haddad a tranché, ");
    assert_eq!(sandbox.show(&id)["dispute"]["state"], "open");
    camille.press(&["+"]);
    camille.wait_for("▌ Non, revenir ▐");
    select_yes(&mut camille, "▌ Oui : ");
    camille.press(&["Enter"]);
    camille.wait_for(&format!("La décision sur {id} est approuvée"));
    let shown = sandbox.show(&id);
    assert_eq!((&shown["dispute"]["state"], &shown["order"]["state"]), (&json!("decided"), &json!("settled")));
    assert_eq!(shown["ledger"], json!({"paid_in": 145000, "escrow": 0, "seller": 58000, "client": 87000}));
    ines.wait_within(SOON, "the word", |screen| {
        screen.contains(&format!("Camille Roussel a approuvé votre décision sur {id}"))
    });
    sandbox.assert_verified();
}

#[rstest]
fn a_refused_decision_goes_back_to_who_took_it_with_the_reason(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut camille = open_demo(&sandbox, size);
    let mut ines = ines(&sandbox, size);
    let id = waiting_for_approval(&sandbox);
    to_approve(&mut camille, &id);
    camille.press(&["-"]);
    camille.wait_for("Refuser la décision");
    camille.type_text("Relire l'article 4 du contrat.").press(&["Ctrl-s"]);
    camille.wait_until_gone("Refuser la décision");
    let told = format!("Camille Roussel a refusé votre décision sur {id}");
    ines.wait_within(SOON, "the word", |screen| screen.contains(&told));
    let shown = sandbox.show(&id);
    assert_eq!((&shown["dispute"]["state"], &shown["dispute"]["round"]), (&json!("open"), &json!(2)));
    assert_eq!(shown["ledger"]["escrow"], 145_000);
    open_case(&mut ines, &id);
    ines.press(&["3", "G"]);
    ines.wait_for("Refusée par Camille Roussel");
    ines.wait_for("Relire l'article 4 du");
    sandbox.assert_verified();
}

#[rstest]
fn who_has_a_conflict_sees_it_on_the_case_and_is_refused_each_act(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    // Hugo Lemaire, the seller, is Camille's brother-in-law.
    let mut camille = open_demo(&sandbox, size);
    let id = sandbox.dispute_of("O-47902");
    open_case(&mut camille, &id);
    camille.wait_for("conflit d'intérêts avec le vendeur");
    for key in ["a", "r", "c", "e", "p", "D", "z"] {
        camille.press(&[key]);
        camille.wait_for("un conflit d'intérêts lie Camille Roussel au vendeur");
        camille.press(&["j"]);
        camille.wait_until_gone("vous lie au vendeur");
    }
    assert_eq!(holder(&sandbox, &id), json!("ines"), "as before");
}

/// Goes to the view of decisions that await approval, with its one case selected.
fn to_approve(desk: &mut DeskProcess, id: &str) {
    desk.press(&["7"]);
    desk.wait_until("the one case", |screen| screen.contains("client / vendeur") && !screen.contains("D-1023"));
    desk.wait_for(id);
}

/// Returns the case whose decision awaits Camille's approval.
fn waiting_for_approval(sandbox: &Sandbox) -> String {
    let rows = sandbox.json(&["queue", "--view", "approval", "--as", "camille"]);
    assert_eq!(rows[0]["order"]["id"], DROPSHIPPING, "{rows:#}");
    rows[0]["id"].as_str().unwrap().to_owned()
}

#[rstest]
fn a_lead_undoes_a_colleagues_decision_while_it_is_on_hold(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut camille, id) = open_logo_case(&sandbox, size);
    sandbox.run(&["--as", "tom", "mediator", "add", "lise", "--name", "Lise Aubry", "--role", "lead"]);
    draft_decision(&mut camille, "Remboursement partiel", Some("40,00"), "Un terrain d'entente.");
    confirm(&mut camille);
    camille.wait_for("est tranché : remboursement partiel");

    // A colleague who may not undo it is not offered to, and is told who may.
    let mut colleague = ines(&sandbox, size);
    open_decided(&mut colleague, &id);
    colleague.wait_for("définitif dans");
    assert!(!colleague.screen().contains("u défaire"), "{}", colleague.screen());
    colleague.press(&["u"]).wait_for("seuls Camille Roussel ou un responsable");

    let mut lead = sandbox.open_desk(size, &["demo", "--still", "--as", "lise"]);
    lead.wait_for("D-10");
    open_decided(&mut lead, &id);
    lead.press(&["u"]);
    let promised = lead.wait_for("défaire la décision");
    for promise in ["40,00 €", "séquestre", "place de marché", "Les questions et les propositions"] {
        assert!(promised.contains(promise), "the question says nothing of {promise}:\n{promised}");
    }
    let holder_before = holder(&sandbox, &id);
    lead.press(&["Right", "Enter"]);
    lead.wait_for("est défaite");
    lead.wait_for("La décision a été défaite");
    camille.wait_within(SOON, "who undid it", |screen| screen.contains("Lise Aubry a défait votre décision"));
    let shown = sandbox.show(&id);
    assert_eq!(shown["dispute"]["state"], "open");
    assert_eq!(shown["ledger"], json!({"paid_in": 12000, "escrow": 12000, "seller": 0, "client": 0}));
    if holder_before != json!(null) {
        assert_eq!(holder(&sandbox, &id), holder_before, "the question said whose it is");
    }
    sandbox.assert_verified();
}

/// Opens a case that is decided, from the view of all.
fn open_decided(desk: &mut DeskProcess, id: &str) {
    desk.press(&["6"]);
    desk.wait_for("Tous");
    open_case(desk, id);
}

#[test]
fn a_sellers_answer_that_came_too_late_is_told_as_what_it_is() {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, Size::WIDE);
    let late = json!({"id": "e-late", "at": "2026-11-24T08:00:00Z", "type": "cancellation.accepted", "order": LOGO});
    let output = sandbox.run_with(&["ingest", "-", "--json"], &format!("{late}\n"));
    assert_eq!(output.status.code(), Some(3));
    desk.wait_within(SOON, "what came", |screen| {
        let said = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        said.contains(&format!("{id} : vendeur a accepté l'annulation, trop tard : rien n'a changé"))
    });
    assert_eq!(sandbox.show(&id)["order"]["state"], "in_dispute");
}
