//! Consistent decisions: the team's statistics, and precedents.

use rstest::rstest;

use super::steps::{open_case, open_demo, show_page};
use crate::support::{Sandbox, Size};

#[rstest]
fn the_statistics_are_shown_page_by_page_and_left(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let before = desk.wait_until_idle();
    desk.press(&["s"]);
    desk.wait_for("▌1 Issues");
    let screen = desk.wait_for("Issues convenues");
    for seen in ["● en direct", "annulation refusée deux fois", "Vendeur payé"] {
        assert!(screen.contains(seen), "{seen}:\n{screen}");
    }
    desk.press(&["Tab"]);
    desk.wait_for("Délai de décision");
    let screen = desk.wait_for("Âge des litiges ouverts");
    assert!(screen.contains("▔▔▔") && screen.contains("≥ 14 j"), "{screen}");
    desk.press(&["3"]);
    desk.wait_for("Par médiateur");
    let screen = desk.wait_for("tous les motifs");
    assert!(screen.contains('├') && screen.contains('●'), "{screen}");
    desk.press(&["q"]);
    desk.wait_until("the queue as it was", |screen| screen == before);
}

#[rstest]
fn a_precedent_is_read_from_a_decision_and_the_decision_comes_back(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    // A decided dispute of the same ground, in the same currency.
    let before = sandbox.json(&["queue", "--view", "decided"]);
    let row = before.as_array().unwrap().iter().find(|row| row["order"]["amount"]["currency"] == "EUR").unwrap();
    let (ground, precedent) = (&row["ground"], row["id"].as_str().unwrap());
    let all = sandbox.json(&["queue", "--limit", "100"]);
    let like = |case: &&serde_json::Value| case["ground"] == *ground && case["order"]["amount"]["currency"] == "EUR";
    let id = all.as_array().unwrap().iter().find(like).unwrap()["id"].as_str().unwrap().to_owned();
    open_case(&mut desk, &id);
    desk.press(&["4"]);
    desk.wait_for("même motif");
    desk.press(&["D"]);
    show_page(&mut desk, "Issue");
    desk.press(&["Enter"]);
    show_page(&mut desk, "Motifs");
    desk.type_text("Le travail commandé a été fait.");
    desk.wait_for("a été fait.");
    desk.press(&["Ctrl-o"]);
    desk.wait_for("Les plus proches");
    desk.wait_for(precedent);
    desk.press(&["Enter"]);
    let screen = desk.wait_for("consultation");
    assert!(screen.contains("2 Discussion"), "{screen}");
    desk.press(&["r"]);
    desk.wait_for("ouvert en lecture seule");
    desk.press(&["q"]);
    desk.wait_for("Les plus proches");
    desk.press(&["Esc"]);
    show_page(&mut desk, "Motifs");
    desk.wait_for("Le travail commandé a été fait.");
    sandbox.assert_verified();
}
