//! From the queue to a decision, and back, and to another one.

use rstest::rstest;
use serde_json::{Value, json};

use super::steps::{
    LOGO, back_to_queue, confirm, draft_decision, open_case, open_demo, open_logo_case, pick_outcome,
    revisions_refused_twice, show_page,
};
use crate::support::{Sandbox, Size};

#[rstest]
fn from_the_demo_to_a_partial_refund_undone_and_the_seller_paid(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    desk.wait_for("Brush");

    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.type_text("Bonjour à tous les deux.\nJe lis le dossier d'ici ce soir.").press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    desk.wait_for("Bonjour à tous les deux.");

    desk.press(&["e"]);
    desk.wait_for("Question au client");
    desk.press(&["Tab"]);
    desk.wait_for("Question au vendeur");
    desk.type_text("Combien de couleurs compte le fichier livré ?").press(&["Ctrl-s"]);
    desk.wait_until_gone("Question au vendeur");
    desk.wait_for("Question envoyée au");

    let last_page = draft_decision(&mut desk, "Remboursement partiel", Some("40,00"), "Un terrain d'entente.");
    for figure in ["Léa Martin", "Studio Nova", "40,00 €", "80,00 €", "Un terrain d'entente.", "Rien n'est cité"]
    {
        assert!(last_page.contains(figure), "the last page has no {figure}:\n{last_page}");
    }
    // Its answer is No until told otherwise.
    desk.press(&["Enter"]);
    show_page(&mut desk, "Preuves");
    assert_eq!(sandbox.show(&id)["decision"], json!(null));
    desk.press(&["Enter"]);
    desk.wait_for("Oui : 40,00 € au client, 80,00 € au vendeur");
    confirm(&mut desk);
    desk.wait_for("est tranché : remboursement partiel");
    let shown = sandbox.show(&id);
    assert_eq!(shown["decision"]["outcome"], "partial_refund");
    assert_eq!(shown["decision"]["basis"], "imposed");
    assert_eq!(shown["ledger"], json!({"paid_in": 12000, "escrow": 0, "seller": 8000, "client": 4000}));
    assert_eq!(shown["order"]["state"], "settled");

    desk.press(&["u"]);
    desk.wait_for("défaire la décision");
    desk.press(&["Right", "Enter"]);
    desk.wait_for("est défaite");
    let shown = sandbox.show(&id);
    assert_eq!(shown["dispute"]["state"], "open");
    assert_eq!(shown["ledger"], json!({"paid_in": 12000, "escrow": 12000, "seller": 0, "client": 0}));

    draft_decision(&mut desk, "Vendeur payé", None, "Le travail commandé a été fait.");
    confirm(&mut desk);
    desk.wait_for("est tranché : paiement du vendeur");
    back_to_queue(&mut desk);
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());

    let shown = sandbox.show(&id);
    assert_eq!(shown["decision"]["outcome"], "seller_wins");
    assert_eq!(shown["decision"]["reasons"], "Le travail commandé a été fait.");
    assert_eq!(shown["order"]["state"], "completed");
    assert_eq!(shown["ledger"], json!({"paid_in": 12000, "escrow": 0, "seller": 12000, "client": 0}));
    let bodies: Vec<&str> = shown["thread"].as_array().unwrap().iter().filter_map(|m| m["body"].as_str()).collect();
    assert!(bodies.contains(&"Bonjour à tous les deux.\nJe lis le dossier d'ici ce soir."), "{bodies:#?}");
    assert_eq!(shown["asks"].as_array().unwrap().last().unwrap()["to"], "seller");
    sandbox.assert_verified();
}

/// In a small window the last page is longer than the window: it is scrolled through before Yes can be chosen.
#[test]
fn a_long_decision_is_read_before_yes_and_yes_says_who_gets_what() {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, Size::SMALL);
    desk.press(&["3"]);
    desk.wait_for("Avant de trancher");
    desk.press(&["D"]);
    show_page(&mut desk, "Issue");
    let page = desk.wait_for("○ Vendeur payé");
    assert!(!page.contains('◉'), "nothing is chosen: {page}");
    desk.press(&["Enter"]);
    desk.wait_for("Choisissez d'abord une issue");
    desk.press(&["3", "Enter"]);
    show_page(&mut desk, "Montant");
    desk.type_text("120");
    desk.wait_for("plus de zéro");
    desk.press(&["Ctrl-u"]).type_text("40");
    desk.wait_until_gone("plus de zéro");
    desk.press(&["Enter"]);
    show_page(&mut desk, "Motifs");
    let reasons: Vec<String> = (1..=12).map(|n| format!("Motif {n}.")).collect();
    desk.paste(&reasons.join("\n"));
    desk.wait_for("Motif 12.");
    desk.press(&["Ctrl-s"]);
    show_page(&mut desk, "Preuves");
    // What is under the cursor is opened over the page, and closed again.
    desk.press(&["o"]);
    desk.wait_until_gone("▌4 Preuves");
    desk.press(&["Esc"]);
    show_page(&mut desk, "Preuves");
    desk.press(&["Enter"]);
    show_page(&mut desk, "Confirmer");
    desk.wait_for("pour les lire, puis Oui");
    desk.press(&["Enter"]);
    show_page(&mut desk, "Preuves");
    desk.press(&["Enter"]);
    show_page(&mut desk, "Confirmer");
    desk.press(&["Tab"]);
    desk.wait_until_gone("puis Oui");
    desk.wait_for("Rien n'est cité");
    assert_eq!(sandbox.show(&id)["decision"], json!(null));
    desk.press(&["Tab"]);
    desk.wait_for("▌ Oui : 40,00 € au client, 80,00 € au vendeur ▐");
    desk.press(&["Enter"]);
    desk.wait_for("est tranché : remboursement partiel");
    sandbox.assert_verified();
}

#[rstest]
fn a_relaunch_needs_both_parties_and_is_then_granted(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);

    pick_outcome(&mut desk, "Relance");
    desk.press(&["Enter"]);
    desk.wait_for("demande l'accord des deux");
    show_page(&mut desk, "Issue");
    desk.press(&["Esc"]);
    desk.wait_for("2 Discussion");

    desk.press(&["p"]);
    desk.wait_for("Proposition aux deux parties");
    desk.press(&["j"]);
    desk.wait_until("the relaunch picked", |screen| screen.contains("◉ Relance"));
    desk.press(&["Tab"]).type_text("Deux couleurs, un SVG, dans les dix jours.").press(&["Ctrl-s"]);
    desk.wait_for("Proposition envoyée aux deux parties");
    let proposal = sandbox.show(&id)["proposals"].as_array().unwrap().last().unwrap()["id"].clone();

    // The seller alone is not both.
    sandbox.ingest(&[answer("e-relaunch-1", "seller", &proposal)]);
    desk.wait_until("the seller's word", |_| {
        sandbox.show(&id)["proposals"].to_string().contains("\"seller\":\"accepted\"")
    });
    pick_outcome(&mut desk, "Relance");
    desk.press(&["Enter"]);
    show_page(&mut desk, "Issue");
    desk.press(&["Esc"]);
    desk.wait_for("2 Discussion");
    assert_eq!(sandbox.show(&id)["decision"], json!(null));

    sandbox.ingest(&[answer("e-relaunch-2", "client", &proposal)]);
    desk.wait_for("client a répondu");
    let last_page = draft_decision(&mut desk, "Relance", None, "Les deux parties reprennent.");
    assert!(last_page.contains("d'un commun accord"), "{last_page}");
    confirm(&mut desk);
    desk.wait_for("est tranché : relance");
    let shown = sandbox.show(&id);
    assert_eq!((&shown["decision"]["outcome"], &shown["decision"]["basis"]), (&json!("relaunch"), &json!("agreed")));
    assert_eq!(shown["order"]["state"], "in_progress");
    assert_eq!(shown["ledger"], json!({"paid_in": 12000, "escrow": 12000, "seller": 0, "client": 0}));
    sandbox.assert_verified();
}

fn answer(id: &str, by: &str, proposal: &Value) -> Value {
    json!({"id": id, "at": "2030-01-01T00:00:00Z", "type": "proposal.answered", "order": LOGO, "by": by,
           "proposal": proposal, "accept": true})
}

#[rstest]
fn a_seller_can_not_open_a_dispute_but_the_client_can(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let before = desk.wait_until_idle();
    let order = "O-90001";
    sandbox.ingest(&revisions_refused_twice(order, "Fresque pour une école"));
    let opened = |id: &str, by: &str| {
        json!({"id": id, "at": "2026-11-24T08:00:00Z", "type": "dispute.opened", "order": order, "by": by,
               "justification": "Le brief demandait une fresque, pas un pochoir."})
    };
    let output = sandbox.run_with(&["ingest", "-", "--json"], &format!("{}\n", opened("e-open-1", "seller")));
    assert_eq!(output.status.code(), Some(3));
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["rejects"][0]["code"], "seller_cannot_open", "{summary:#}");
    assert_eq!(desk.wait_until_idle(), before, "nothing came of it on the desk");

    sandbox.ingest(&[opened("e-open-2", "client")]);
    let id = sandbox.dispute_of(order);
    desk.wait_for("Ouverts 22");
    open_case(&mut desk, &id);
    desk.wait_for("Fresque pour une école");
    sandbox.assert_verified();
}
