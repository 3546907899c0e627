//! Judging alike: how the team judges, and what was decided before.

use rstest::rstest;

use super::steps::opened;
use crate::support::{Size, World};

#[rstest]
fn the_statistics_are_shown_page_by_page_and_left(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let world = World::new();
    let mut desk = opened(&world, size);
    let before = desk.settled();
    desk.press(&["s"]);
    desk.wait_for("▌1 Issues");
    let screen = desk.wait_for("Issues convenues");
    for seen in ["● en direct", "annulation refusée deux fois", "Le vendeur gagne"] {
        assert!(screen.contains(seen), "{seen}:\n{screen}");
    }
    desk.press(&["Tab"]);
    desk.wait_for("Temps pour trancher");
    let screen = desk.wait_for("Âge des litiges ouverts");
    assert!(screen.contains("▔▔▔") && screen.contains("≥ 14 j"), "{screen}");
    desk.press(&["3"]);
    desk.wait_for("Par médiateur");
    let screen = desk.wait_for("tous les motifs");
    assert!(screen.contains('├') && screen.contains('●'), "{screen}");
    desk.press(&["q"]);
    desk.wait_until("the queue as it was", |screen| screen == before);
}
