//! The mouse: a help, never needed, and never a danger.

use rstest::rstest;
use serde_json::Value;

use super::steps::{LOGO, draft_decision, open_demo, open_logo_case};
use crate::support::{Sandbox, Size};

#[rstest]
fn a_press_chooses_and_a_press_on_the_chosen_opens(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    assert!(desk.has_mouse_enabled());
    let id = sandbox.dispute_of(LOGO);
    let chosen = |screen: &str, id: &str| screen.lines().any(|row| row.starts_with('▌') && row.contains(id));
    desk.wait_until_idle();
    desk.click(&id);
    desk.wait_until("the row chosen", |screen| chosen(screen, &id));
    assert!(!desk.screen().contains("2 Discussion"), "one press only chooses");
    desk.wheel(true, &id);
    desk.wait_until("the next row chosen", |screen| !chosen(screen, &id));
    desk.wheel(false, &id);
    desk.wait_until("the row chosen again", |screen| chosen(screen, &id));
    desk.click(&id);
    desk.wait_for("2 Discussion");

    desk.click("3 En attente");
    desk.wait_for("▌3 En attente");
    desk.click("1 Commande");
    desk.wait_for("▌1 Commande");
    let before = desk.wait_for("Prix");
    desk.wheel(true, "Vendeur");
    desk.wait_until("the order's file scrolled", |screen| screen != before && !screen.contains("Prix"));

    desk.click("2 Discussion").click("répondre");
    desk.wait_for("Réponse aux deux parties");
    // While one writes, what is under it is only looked at.
    desk.type_text("Bonjour");
    desk.click("Libres");
    desk.wait_for("Bonjour");
    assert!(desk.wait_until_idle().contains("Réponse aux deux parties"));
    desk.click("fermer (gardé)");
    desk.wait_until_gone("Réponse aux deux parties");
    desk.click("Libres");
    desk.wait_until_gone("2 Discussion");
    desk.click("aide");
    desk.wait_for("Aide · ");
    desk.click("fermer");
    desk.wait_until_gone("Aide · ");
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
}

#[rstest]
fn however_often_one_presses_yes_nothing_is_decided(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    draft_decision(&mut desk, "Vendeur payé", None, "Fait.");
    for _ in 0..3 {
        desk.click("Oui : 120,00 €");
    }
    desk.wait_for("▌ Oui : 120,00 € au vendeur ▐");
    desk.wait_until_idle();
    assert_eq!(sandbox.show(&id)["decision"], Value::Null);
    desk.click("Non, revenir");
    desk.wait_for("▌ Non, revenir ▐");
    desk.click("Oui : 120,00 €");
    desk.wait_for("▌ Oui : 120,00 € au vendeur ▐");
    desk.press(&["Enter"]);
    desk.wait_for("est tranché");
    sandbox.assert_verified();
}

#[test]
fn the_mouse_can_be_left_to_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.configure("config.toml", "mouse = false\n");
    let mut desk = open_demo(&sandbox, Size::SMALL);
    assert!(!desk.has_mouse_enabled());
    // Reports that nobody asked for are no keys, in either form.
    let before = desk.wait_until_idle();
    desk.send(b"\x1b[M !!");
    desk.send(b"\x1b[M\x60q\xff");
    assert_eq!(desk.wait_until_idle(), before);
    desk.press(&["?"]);
    desk.wait_for("Aide · ");
}
