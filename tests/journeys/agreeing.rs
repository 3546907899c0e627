//! From a proposal to a decision as agreed; and how any change of the terms voids what was accepted.

use rstest::rstest;
use serde_json::{Value, json};

use super::steps::{LOGO, back_to_queue, confirm, open_case, open_logo_case, show_page};
use crate::support::{DeskProcess, Sandbox, Size};

#[rstest]
fn a_part_of_the_price_is_proposed_accepted_by_both_and_decided_as_agreed(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    propose_part(&mut desk, "33,33 %", "80,00");
    let proposal = last_proposal(&sandbox, &id)["id"].clone();
    assert_eq!(last_proposal(&sandbox, &id)["refund"], json!({"minor": 4000, "currency": "EUR"}));

    desk.press(&["3"]);
    desk.wait_for("▌3 En attente");
    desk.press(&["j"; 12]);
    desk.wait_for("○ client n'a pas répondu");
    sandbox.ingest(&[answered("e-1", "client", &proposal, true)]);
    desk.wait_for("✓ client a accepté");
    desk.wait_for("○ vendeur n'a pas répondu");
    sandbox.ingest(&[answered("e-2", "seller", &proposal, true)]);
    desk.wait_for("✓ vendeur a accepté");
    desk.wait_for("es deux sont d'accord");
    back_to_queue(&mut desk);
    desk.wait_for("accord → D");

    open_case(&mut desk, &id);
    desk.press(&["D"]);
    desk.wait_for("◉ Remboursement partiel");
    desk.wait_for(&format!("✓ Les deux parties ont accepté {} : 40,00 € au client.", proposal.as_str().unwrap()));
    desk.press(&["Enter"]);
    show_page(&mut desk, "Montant");
    desk.wait_for("40.00");
    desk.press(&["Enter"]);
    show_page(&mut desk, "Motifs");
    desk.type_text("Comme convenu.").press(&["Ctrl-s"]);
    show_page(&mut desk, "Preuves");
    desk.press(&["Enter"]);
    let last_page = desk.wait_for("Oui : 40,00 € au client, 80,00 € au vendeur");
    assert!(last_page.contains("d'un commun accord"), "{last_page}");
    confirm(&mut desk);
    desk.wait_for("est tranché : remboursement partiel");
    let shown = sandbox.show(&id);
    assert_eq!((&shown["decision"]["basis"], &shown["ledger"]["client"]), (&json!("agreed"), &json!(4000)));
    sandbox.assert_verified();
}

#[rstest]
fn a_counter_offer_voids_what_was_accepted(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    propose_part(&mut desk, "50%", "60,00");
    let first = last_proposal(&sandbox, &id)["id"].clone();
    sandbox.ingest(&[answered("e-1", "client", &first, true), answered("e-2", "seller", &first, true)]);
    desk.press(&["3"]);
    desk.wait_for("▌3 En attente");
    desk.press(&["j"; 12]);
    desk.wait_for("es deux sont d'accord");

    let counter = json!({"id": "e-3", "at": "2030-01-01T00:00:00Z", "type": "proposal.made", "order": LOGO,
        "by": "seller", "kind": "partial_refund", "refund": {"minor": 3000, "currency": "EUR"}});
    sandbox.ingest(&[counter]);
    desk.wait_until_gone("es deux sont d'accord");
    desk.wait_for(&format!("contre-offre à {}", first.as_str().unwrap()));
    let panel = desk.wait_for("○ client n'a pas répondu");
    assert!(panel.contains("✓ vendeur a fait l'offre"), "{panel}");
    // What it replaced stands below, with the words that no longer count.
    desk.press(&["j"; 8]);
    let below = desk.wait_for("⊘ vendeur accord caduc");
    for words in ["⊘ client accord caduc", "remplacée"] {
        assert!(below.contains(words), "{words}:\n{below}");
    }
    // Nothing is filled in any more, and an old yes is no yes to the new terms.
    desk.press(&["D"]);
    let page = desk.wait_for("○ Vendeur payé");
    assert!(!page.contains("ont accepté") && !page.contains('◉'), "{page}");
    let late = sandbox.run_with(&["ingest", "-", "--json"], &format!("{}\n", answered("e-4", "client", &first, true)));
    assert_eq!(late.status.code(), Some(3), "the old terms take no answer");
    assert_eq!(last_proposal(&sandbox, &id)["client"], Value::Null);
    sandbox.assert_verified();
}

/// Proposes a part of the price; what it leaves the seller is shown while one types.
fn propose_part(desk: &mut DeskProcess, part: &str, to_seller: &str) {
    desk.press(&["p"]);
    desk.wait_for("Proposition aux deux parties");
    desk.press(&["Tab"]).type_text(part);
    desk.wait_until("what the seller would get", |screen| {
        screen.lines().any(|row| row.contains("client") && row.contains("vendeur") && row.contains(to_seller))
    });
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Proposition envoyée aux deux parties");
}

fn last_proposal(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.show(id)["proposals"].as_array().unwrap().last().unwrap().clone()
}

fn answered(id: &str, by: &str, proposal: &Value, accept: bool) -> Value {
    json!({"id": id, "at": "2030-01-01T00:00:00Z", "type": "proposal.answered", "order": LOGO, "by": by,
           "proposal": proposal, "accept": accept})
}
