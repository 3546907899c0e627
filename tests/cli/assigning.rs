//! Cases given to colleagues, and several cases in one command.

use serde_json::json;

use crate::support::{Home, disputed};

fn three_cases() -> Home {
    Home::with(&["O-1", "O-2", "O-3"].iter().flat_map(|order| disputed(order)).collect::<Vec<_>>())
}

#[test]
fn a_case_is_given_to_a_colleague_who_is_told_with_the_note_kept() {
    let home = three_cases();
    home.act("ines", &["claim", "D-1001"]).ok();
    home.act("ines", &["assign", "D-1001", "--to", "noor", "--note", "Je pars."]).ok();
    let shown = home.show("D-1001");
    assert_eq!((&shown["dispute"]["claimed_by"], &shown["notes"][0]["body"]), (&json!("noor"), &json!("Je pars.")));
    let told = home.act("noor", &["notifications", "--json"]).ok().json();
    assert_eq!((&told[0]["kind"], &told[0]["by"]), (&json!("assigned"), &json!("ines")));
    // It is hers no more; a lead gives away any case.
    home.act("ines", &["assign", "D-1001", "--to", "ines"]).failed(4, "claimed_by_other");
    home.act("lea", &["assign", "D-1001", "--to", "ines"]).ok();
    home.act("ines", &["assign", "D-1001", "--to", "ro"]).failed(3, "not_a_mediator");
    home.act("ines", &["assign", "D-1001", "--to", "nobody"]).failed(3, "not_a_mediator");
}

fn numbers(told: &serde_json::Value) -> Vec<&str> {
    told.as_array().unwrap().iter().map(|one| one["dispute"]["id"].as_str().unwrap()).collect()
}

#[test]
fn at_the_end_of_a_shift_all_of_ones_cases_go_to_a_colleague_who_is_told() {
    let home = three_cases();
    home.act("ines", &["claim", "D-1001", "D-1003"]).ok();
    home.act("ines", &["snooze", "D-1003", "--until", "2h"]).ok();
    let told = home.act("ines", &["handover", "--to", "noor", "--note", "La cliente rappelle.", "--json"]).ok().json();
    assert_eq!(numbers(&told), ["D-1001", "D-1003"], "the snoozed one too");
    for id in ["D-1001", "D-1003"] {
        let shown = home.show(id);
        assert_eq!(
            (&shown["dispute"]["claimed_by"], &shown["notes"][0]["body"]),
            (&json!("noor"), &json!("La cliente rappelle."))
        );
    }
    assert_eq!(home.show("D-1002")["dispute"]["claimed_by"], json!(null), "what nobody holds is nobody's to hand over");
    let told = home.act("noor", &["notifications", "--json"]).ok().json();
    assert_eq!(told.as_array().unwrap().iter().filter(|one| one["kind"] == "assigned").count(), 2);
    // Nothing is left; that is no failure, and `--json` prints a list also of none and of one.
    assert_eq!(home.act("ines", &["handover", "--to", "noor", "--json"]).ok().json(), json!([]));
    assert!(home.act("ines", &["handover", "--to", "noor"]).ok().stdout.starts_with("Nothing to hand over"));
    home.act("ines", &["claim", "D-1002"]).ok();
    assert_eq!(numbers(&home.act("ines", &["handover", "--to", "noor", "--json"]).ok().json()), ["D-1002"]);
}

#[test]
fn a_filter_narrows_what_is_handed_over_and_a_leads_finds_anybodys() {
    let home = three_cases();
    home.act("ines", &["claim", "D-1001", "D-1003"]).ok();
    home.act("noor", &["claim", "D-1002"]).ok();
    let handed = |by: &str, query: &str| home.act(by, &["handover", "--to", "lea", "--query", query, "--json"]);
    assert_eq!(numbers(&handed("ines", "O-3").ok().json()), ["D-1003"]);
    // What is a colleague's stays theirs, and is refused where it is named as such.
    assert_eq!(handed("ines", "is:open").ok().json()[0]["dispute"]["id"], "D-1001");
    let refused = handed("ines", "held:noor");
    assert_eq!((refused.status, &refused.json()[0]["error"]["code"]), (4, &json!("claimed_by_other")));
    assert_eq!(home.show("D-1002")["dispute"]["claimed_by"], "noor");
    let told = home.act("lea", &["handover", "--to", "ines", "--query", "held:noor", "--json"]).ok().json();
    assert_eq!((numbers(&told), home.show("D-1002")["dispute"]["claimed_by"].clone()), (vec!["D-1002"], json!("ines")));
    // Who can be given none is told before any case is looked at, as is who can give none.
    for (by, to) in [("lea", "nobody"), ("lea", "ro"), ("ro", "ines"), ("nobody", "ines")] {
        home.act(by, &["handover", "--to", to]).failed(3, "not_a_mediator");
    }
    home.act("ines", &["handover", "--to", "lea", "--query", "held:nor"]).failed(3, "malformed");
}

#[test]
fn of_several_cases_each_is_done_by_itself_and_the_status_is_the_highest() {
    let home = three_cases();
    home.act("noor", &["claim", "D-1002"]).ok();
    let told = home.act("ines", &["claim", "D-1001", "D-1002", "D-1009", "D-1003", "--json"]);
    let answers = told.json();
    assert_eq!(told.status, 5, "{answers}");
    assert_eq!(answers[0]["dispute"]["claimed_by"], "ines");
    assert_eq!(answers[1]["error"]["code"], "claimed_by_other");
    assert_eq!(answers[2]["error"]["code"], "unknown_dispute");
    assert_eq!((answers.as_array().unwrap().len(), &answers[3]["dispute"]["id"]), (4, &json!("D-1003")));
    let text = home.act("ines", &["release", "D-1001", "D-1002", "D-1003"]);
    assert_eq!((text.status, text.stdout.lines().count()), (4, 2), "{}", text.stdout);
    assert!(text.stderr.starts_with("litige: D-1002: claimed_by_other: "), "{}", text.stderr);
    assert_eq!(
        home.act("ines", &["snooze", "D-1001", "D-1003", "--until", "2h", "--json"]).ok().json()[1]["made"],
        json!(null)
    );
    assert_eq!(home.run(&["queue", "--view", "snoozed", "--json"]).ok().json().as_array().unwrap().len(), 2);
}
