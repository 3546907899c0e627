//! Search: from a word to the message that contains it.

use rstest::rstest;

use super::steps::{LOGO, open_demo, revisions_refused_twice};
use crate::support::{Sandbox, Size};

#[rstest]
fn a_search_finds_an_accented_word_typed_without_accents_and_opens_at_the_message(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    desk.press(&["/"]);
    desk.wait_for("Chercher dans tout ce qui a été écrit");
    // The message has « crème », in a sentence between other words.
    desk.type_text("CREME bordeaux");
    let found = desk.wait_for("1 résultat");
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
    desk.wait_for("Aucun message ne correspond");
    desk.press(&["Esc"]);
    desk.wait_for("▌2 Discussion");
}

#[rstest]
fn a_search_in_a_sellers_cases_opens_at_its_message(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    desk.press(&["/"]).type_text("sel");
    desk.wait_for("seller:");
    desk.press(&["Tab"]).type_text("nova creme bordeaux");
    let screen = desk.wait_for("1 résultat");
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
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
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
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::SMALL);
    let id = sandbox.dispute_of(LOGO);
    desk.press(&[":"]).type_text("studio nova");
    desk.wait_until("the case in the palette", |screen| {
        screen.lines().any(|row| row.contains(&id) && row.contains("Studio Nova"))
    });
    desk.press(&["Enter"]);
    let screen = desk.wait_for("▌2 Discussion");
    assert!(screen.contains("Logo pour restaurant"), "{screen}");
}

#[rstest]
fn the_palette_finds_a_case_far_beyond_the_rows_at_hand(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let db = sandbox.path("many.db").display().to_string();
    let run = |args: &[&str]| {
        let output = sandbox.command(&[&["--db", &db], args].concat()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["seed", "--disputes", "1200", "--messages", "4800", "--open", "1150"]);
    // Decided, so that it stands after more than a thousand open ones, and in no page of theirs.
    let mut events = revisions_refused_twice("O-777001", "Fresque du préau");
    events.push(serde_json::json!({"id": "open-1", "at": "2026-11-07T09:00:00Z", "type": "dispute.opened",
        "order": "O-777001", "by": "client", "justification": "Ce n'est pas une fresque."}));
    let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
    std::fs::write(sandbox.path("one.jsonl"), lines).unwrap();
    run(&["ingest", &sandbox.path("one.jsonl").display().to_string()]);
    let output = sandbox.command(&["--db", &db, "queue", "--query", "order:777001", "--json"]).output().unwrap();
    let id = serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()[0]["id"].as_str().unwrap().to_owned();
    run(&["--as", "camille", "decide", &id, "--outcome", "client-refunded", "--reasons", "Un pochoir."]);

    let mut desk = sandbox.open_desk(size, &["--db", &db, "--as", "camille"]);
    desk.wait_for("D-1");
    for typed in ["pochoir", "o-777001", "prEau fresque", "client:jules-ferry"] {
        desk.press(&[":"]);
        desk.wait_for("Commandes");
        desk.type_text(typed);
        desk.wait_until(typed, |screen| screen.lines().any(|row| row.contains('▌') && row.contains(&id)));
        desk.press(&["Enter"]);
        let case = desk.wait_for("2 Discussion");
        assert!(case.contains("Fresque du préau"), "{case}");
        desk.press(&["h"]);
        desk.wait_until_gone("2 Discussion");
    }
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
}

#[rstest]
fn n_goes_on_over_the_end_of_a_page(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    // The same conditions find the same messages on the command line, in the same order.
    let hits = sandbox.json(&["search", "is:open", "--limit", "80"]);
    let case = |at: usize| hits[at]["dispute"].as_str().unwrap().to_owned();
    desk.press(&["/"]).type_text("is:open");
    desk.wait_for("plus de 50 résultats");
    desk.press(&["Enter"]);
    desk.wait_for("2 Discussion");
    // Held down, faster than the second page of fifty comes.
    desk.press(&["n"; 70]);
    desk.wait_until(&format!("the 71st message, of {}", case(70)), |screen| {
        screen.lines().take(2).any(|row| row.contains(&case(70))) && !screen.contains("Recherche du résultat suivant")
    });
    desk.press(&["N"; 10]);
    desk.wait_until(&format!("the 61st message, of {}", case(60)), |screen| {
        screen.lines().take(2).any(|row| row.contains(&case(60)))
    });
}

#[test]
fn an_open_list_of_hits_follows_an_erasure() {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::WIDE);
    let id = sandbox.dispute_of(LOGO);
    desk.press(&["/"]).type_text("CREME bordeaux");
    desk.wait_for("1 résultat");
    let case = sandbox.show(&id);
    let message = case["thread"].as_array().unwrap().iter().find(|m| m["body"].as_str().unwrap().contains("crème"));
    let person = &case["order"][message.unwrap()["from"].as_str().unwrap()]["id"];
    let erased = sandbox.run(&["erase", person.as_str().unwrap(), "--yes", person.as_str().unwrap(), "--as", "tom"]);
    assert!(erased.status.success(), "{erased:?}");
    let screen = desk.wait_for("Aucun message ne correspond");
    assert!(screen.contains("CREME bordeaux") && !screen.contains("crème"), "{screen}");
}

#[rstest]
fn a_hit_beside_the_discussion_opens_where_it_stands(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    let run = |args: &[&str]| {
        let output = sandbox.run(&[args, &["--as", "camille"]].concat());
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["note", &id, "Zinzolin : à vérifier."]);
    let other = sandbox.json(&["queue", "--view", "decided"])[0]["id"].as_str().unwrap().to_owned();
    let reasons = sandbox.show(&other)["decision"]["reasons"].as_str().unwrap().to_owned();
    let words = reasons.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    // A word, what it is, the tab that opens, and what is marked there.
    for (typed, kind, tab, marked) in [
        ("tonneau bouteille livrables", "cahier des charges", "▌1 Commande", "bouteille"),
        ("typo chaleureux", "livraison", "▌1 Commande", "chaleureux"),
        ("tonneau_v1", "fichier a", "▌1 Commande", "tonneau_v1"),
        ("zinzolin", "note n", "▌3 En attente", "Zinzolin"),
    ] {
        desk.press(&["/"]);
        desk.wait_for("Chercher");
        desk.type_text(typed);
        desk.wait_until(typed, |screen| screen.contains(kind) && screen.contains("résultat"));
        desk.press(&["Enter"]);
        desk.wait_for(tab);
        desk.wait_until(&format!("{marked}, marked"), |screen| {
            let part = |row: &str| row.split('│').any(|part| part.starts_with('▌') && part.contains(marked));
            screen.lines().any(part)
        });
    }
    // The reasons of a decision, in the case that they end.
    desk.press(&["/"]);
    desk.wait_for("Chercher");
    desk.type_text(&format!("\"{words}\" is:decided"));
    // The message that told the parties has them too, and comes first.
    desk.wait_for("motifs de la décision");
    desk.press(&["Down", "Enter"]);
    let screen = desk.wait_for("▌3 En attente");
    assert!(screen.contains(&other), "{screen}");
    let word = words.split(' ').next().unwrap_or_default().to_owned();
    desk.wait_until("the reasons, marked", |screen| {
        let part = |row: &str| row.split('│').any(|part| part.starts_with('▌') && part.contains(&word));
        screen.lines().any(part)
    });
}
