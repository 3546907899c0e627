//! From a word to the message that has it.

use rstest::rstest;

use super::steps::{LOGO, opened};
use crate::support::{Size, World};

#[rstest]
fn a_search_finds_an_accented_word_typed_without_accents_and_opens_at_the_message(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let world = World::new();
    let mut desk = opened(&world, size);
    let id = world.dispute_of(LOGO);
    desk.press(&["/"]);
    desk.wait_for("Chercher dans tous les messages");
    // The message has « crème », in a sentence between other words.
    desk.type_text("CREME bordeaux");
    let found = desk.wait_for("1 message");
    assert!(found.contains(&id) && found.contains("crème"), "{found}");

    desk.press(&["Enter"]);
    let case = desk.wait_for("▌2 Discussion");
    assert!(case.contains(&id), "{case}");
    // The cursor's bar stands before the message, which is not the newest.
    let marked = |part: &str| part.trim_start_matches([' ', '▐']).starts_with('▌') && part.contains("crème");
    desk.wait_until("the cursor on the message", |screen| screen.lines().flat_map(|row| row.split('│')).any(marked));

    // Back where the search was; what was typed is replaced by typing.
    desk.press(&["/"]);
    desk.wait_for("CREME bordeaux");
    desk.type_text("zzzz");
    desk.wait_for("Aucun message n'a tous ces mots");
    desk.press(&["Esc"]);
    desk.wait_for("▌2 Discussion");
}

#[rstest]
fn a_search_in_a_sellers_cases_opens_at_its_message(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let world = World::new();
    let mut desk = opened(&world, size);
    desk.press(&["/"]).type_text("sel");
    desk.wait_for("seller:");
    desk.press(&["Tab"]).type_text("nova creme bordeaux");
    let screen = desk.wait_for("1 message");
    assert!(screen.contains("Logo pour restaurant"), "{screen}");
    desk.press(&["Enter"]);
    desk.wait_for("▌2 Discussion");
    let marked = |part: &str| part.trim_start_matches([' ', '▐']).starts_with('▌') && part.contains("crème");
    desk.wait_until("the cursor on the message", |screen| screen.lines().flat_map(|row| row.split('│')).any(marked));
}

#[rstest]
fn a_filter_that_makes_no_sense_is_said_under_the_prompt_and_the_queue_stays(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let world = World::new();
    let mut desk = opened(&world, size);
    desk.press(&["f"]).type_text("logo ");
    let only = desk.wait_until("the logo alone", |screen| screen.matches("  D-1").count() == 1);
    assert!(only.contains("Logo pour restaurant"), "{only}");
    desk.type_text("waiting:hier age:>");
    desk.press(&["Enter"]);
    let said = desk.wait_for("« hier »");
    assert!(
        said.contains("Logo pour restaurant") && said.contains("waiting:hier"),
        "what was found before stays:\n{said}"
    );
    desk.press(&["Esc"]);
    desk.wait_until("the whole queue", |screen| screen.matches("  D-1").count() > 3);
}

#[test]
fn the_palette_finds_a_case_by_a_sellers_name() {
    let world = World::new();
    let mut desk = opened(&world, Size::SMALL);
    let id = world.dispute_of(LOGO);
    desk.press(&[":"]).type_text("studio nova");
    desk.wait_until("the case in the palette", |screen| {
        screen.lines().any(|row| row.contains(&id) && row.contains("Studio Nova"))
    });
    desk.press(&["Enter"]);
    let screen = desk.wait_for("▌2 Discussion");
    assert!(screen.contains("Logo pour restaurant"), "{screen}");
}
