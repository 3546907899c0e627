//! From the queue to a decision, and back, and to another one.

use rstest::rstest;
use serde_json::json;

use super::steps::{LOGO, back_to_queue, confirm, draft_decision, on_page, open_case, opened};
use crate::support::{Size, World};

#[rstest]
fn from_the_demo_to_a_partial_refund_undone_and_the_seller_paid(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let world = World::new();
    let mut desk = opened(&world, size);
    let id = world.dispute_of(LOGO);
    open_case(&mut desk, &id);
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
    desk.wait_gone("Question au vendeur");
    desk.wait_for("est interrogé.");

    let last_page = draft_decision(&mut desk, "Remboursement partiel", Some("40,00"), "Un terrain d'entente.");
    for figure in ["Léa Martin", "Studio Nova", "40,00 €", "80,00 €", "Un terrain d'entente."] {
        assert!(last_page.contains(figure), "the last page has no {figure}:\n{last_page}");
    }
    // Its answer is No until told otherwise.
    desk.press(&["Enter"]);
    on_page(&mut desk, "Preuves");
    assert_eq!(world.show(&id)["decision"], json!(null));
    desk.press(&["Enter"]);
    desk.wait_for("Décider ainsi ?");
    confirm(&mut desk);
    desk.wait_for("est tranché : Remboursement partiel");
    let shown = world.show(&id);
    assert_eq!(shown["decision"]["outcome"], "partial_refund");
    assert_eq!(shown["decision"]["basis"], "imposed");
    assert_eq!(shown["ledger"], json!({"paid_in": 12000, "escrow": 0, "seller": 8000, "client": 4000}));
    assert_eq!(shown["order"]["state"], "settled");

    desk.press(&["u"]);
    desk.wait_for("annuler la décision");
    desk.press(&["Right", "Enter"]);
    desk.wait_for("est annulée");
    let shown = world.show(&id);
    assert_eq!(shown["dispute"]["state"], "open");
    assert_eq!(shown["ledger"], json!({"paid_in": 12000, "escrow": 12000, "seller": 0, "client": 0}));

    draft_decision(&mut desk, "Le vendeur gagne", None, "Le travail commandé a été fait.");
    confirm(&mut desk);
    desk.wait_for("est tranché : Le vendeur gagne");
    back_to_queue(&mut desk);
    desk.press(&["q"]);
    assert!(desk.ended().success());

    let shown = world.show(&id);
    assert_eq!(shown["decision"]["outcome"], "seller_wins");
    assert_eq!(shown["decision"]["reasons"], "Le travail commandé a été fait.");
    assert_eq!(shown["order"]["state"], "completed");
    assert_eq!(shown["ledger"], json!({"paid_in": 12000, "escrow": 0, "seller": 12000, "client": 0}));
    let bodies: Vec<&str> = shown["thread"].as_array().unwrap().iter().filter_map(|m| m["body"].as_str()).collect();
    assert!(bodies.contains(&"Bonjour à tous les deux.\nJe lis le dossier d'ici ce soir."), "{bodies:#?}");
    assert_eq!(shown["asks"].as_array().unwrap().last().unwrap()["to"], "seller");
    world.assert_sound();
}
