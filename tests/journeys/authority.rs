//! Who may do what, at real desks: a reader tries everything, a lead undoes a colleague's decision, a role changes under one's
//! hands.

use std::time::Duration;

use rstest::rstest;
use serde_json::json;

use super::steps::{confirm, draft_decision, open_case, open_logo_case};
use crate::support::{DeskProcess, Sandbox, Size};

/// The desk polls once a second; the rest is for a busy machine.
const SOON: Duration = Duration::from_secs(10);

fn desk_of(sandbox: &Sandbox, who: &str, size: Size) -> DeskProcess {
    let mut desk = sandbox.open_desk(size, &["demo", "--still", "--as", who]);
    desk.wait_for("D-10");
    desk
}

/// What was done last, and by whom.
fn newest(sandbox: &Sandbox) -> serde_json::Value {
    sandbox.json(&["log", "--limit", "1"])
}

#[rstest]
fn a_reader_tries_everything_and_nothing_is_written(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut camille, id) = open_logo_case(&sandbox, size);
    camille.press(&["a"]);
    camille.wait_for(&format!("{id} est à vous"));
    let mut noor = desk_of(&sandbox, "noor", size);
    open_case(&mut noor, &id);
    let (before, case) = (newest(&sandbox), sandbox.show(&id));
    for place in ["the case", "the queue"] {
        for key in ["a", "A", "t", "T", "r", "m", "c", "e", "w", "p", "D", "u", "+", "-", "z", "Z", "S", "E"] {
            noor.press(&[key]);
            noor.wait_until(&format!("why {key} is refused in {place}"), |screen| {
                screen.contains("peut consulter, pas agir")
            });
            noor.press(&["Esc"]);
            noor.wait_until_gone("peut consulter, pas agir");
            if place == "the case" {
                noor.press(&["Enter"]);
                noor.wait_for("2 Discussion");
            }
        }
        if place == "the case" {
            noor.press(&["Esc"]);
            noor.wait_until_gone("2 Discussion");
        }
    }
    // The palette has what one may do, and nothing else.
    noor.press(&[":"]).type_text("trancher");
    let offered = noor.wait_until_idle();
    assert!(!offered.contains("Trancher"), "{offered}");
    noor.press(&["Esc", "?"]);
    assert_eq!((newest(&sandbox), sandbox.show(&id)), (before, case));
    sandbox.assert_verified();
}

#[rstest]
fn a_lead_undoes_a_colleagues_decision(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut camille, id) = open_logo_case(&sandbox, size);
    let (mut tom, mut ines) = (desk_of(&sandbox, "tom", size), desk_of(&sandbox, "ines", size));
    open_case(&mut tom, &id);
    open_case(&mut ines, &id);
    draft_decision(&mut camille, "Vendeur payé", None, "Le travail est fait.");
    confirm(&mut camille);
    camille.wait_for("est tranché : paiement du vendeur");
    for desk in [&mut tom, &mut ines] {
        desk.wait_within(SOON, "who decided", |screen| screen.contains("Camille Roussel a tranché"));
        desk.press(&["u"]);
    }
    // A mediator may not, and hears who may.
    let refused = ines.wait_for("Tom Beckett");
    assert!(!refused.contains("▌ Non"), "{refused}");
    tom.wait_for("▌ Non");
    tom.press(&["Tab", "Enter"]);
    tom.wait_until_gone("▌ Non");
    camille.wait_within(SOON, "who undid it", |screen| screen.contains("Tom Beckett a défait"));
    let shown = sandbox.show(&id);
    assert_eq!((&shown["dispute"]["state"], &shown["decision"]["reversed"]), (&json!("open"), &json!(true)));
    assert_eq!(newest(&sandbox)[0]["by"], "tom");
    sandbox.assert_verified();
}

#[rstest]
fn who_is_made_a_reader_at_their_desk_hears_it_at_once(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut camille, id) = open_logo_case(&sandbox, size);
    let put = ["mediator", "add", "camille", "--name", "Camille Roussel", "--as", "tom", "--role"];
    let put = |role: &str| assert!(sandbox.run(&[&put[..], &[role]].concat()).status.success());
    put("reader");
    camille.wait_within(SOON, "what one is now", |screen| screen.contains("Vous êtes désormais en lecture seule"));
    camille.press(&["a"]);
    camille.wait_for("peut consulter, pas agir");
    assert_eq!(sandbox.show(&id)["dispute"]["claimed_by"], json!(null));
    put("mediator");
    camille.wait_within(SOON, "what one is now", |screen| screen.contains("Vous êtes désormais médiateur"));
    camille.press(&["a"]);
    camille.wait_for(&format!("{id} est à vous"));
    sandbox.assert_verified();
}
