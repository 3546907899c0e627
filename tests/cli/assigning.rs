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
