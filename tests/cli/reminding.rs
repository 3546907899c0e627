//! Reminders from the command line: `litige remind`.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Home, disputed, event, message};

/// Three disputes that the client has justified; in the first, the seller owes an answer to `q4`.
fn asked() -> Home {
    let home = Home::with(&["O-1", "O-2", "O-3"].iter().flat_map(|order| disputed(order)).collect::<Vec<_>>());
    let why = |order: &&str| message(&format!("why-{order}"), order, "client", "Rien ne va.");
    home.ingest(&["O-1", "O-2", "O-3"].iter().map(why).collect::<Vec<_>>());
    home.act("ines", &["ask", "D-1001", "--to", "seller", "Le fichier source ?"]).ok();
    home
}

fn thread(home: &Home, dispute: &str) -> Vec<Value> {
    home.show(dispute)["thread"].as_array().unwrap().clone()
}

fn outbox(home: &Home) -> Vec<Value> {
    home.run(&["outbox"]).ok().json_lines()
}

#[test]
fn whoever_owes_an_answer_is_reminded_in_the_orders_language_and_the_marketplace_is_told() {
    let home = asked();
    let told = home.act("ines", &["remind", "D-1001", "--json"]).ok().json();
    let last = thread(&home, "D-1001").pop().unwrap();
    assert_eq!((&told["made"], &last["from"], &last["author"]), (&last["id"], &json!("mediator"), &json!("ines")));
    let body = last["body"].as_str().unwrap();
    for words in ["Bonjour", "Le fichier source ?", "Name of ines"] {
        assert!(body.contains(words) && !body.contains('{'), "{words}: {body}");
    }
    let line = outbox(&home).pop().unwrap();
    assert_eq!((&line["type"], &line["ask"], &line["to"]), (&json!("ask.reminded"), &json!("q4"), &json!("seller")));
    assert_eq!((&line["body"], &line["message"], &line["by"]), (&last["body"], &last["id"], &json!("ines")));
    let said = home.act("ines", &["remind", "D-1001"]).ok().stdout;
    assert!(said.starts_with("D-1001: m") && said.contains("q4"), "{said}");
    let log = home.run(&["log", "--dispute", "D-1001"]).ok().stdout;
    assert!(log.contains("sent a reminder of q4 in D-1001"), "{log}");
    let record = &home.run(&["log", "--json"]).ok().json()[0];
    assert_eq!((&record["action"], &record["detail"]["of"]), (&json!("remind"), &json!("q4")));
}

#[test]
fn a_proposal_that_waits_for_a_word_is_reminded_of_too() {
    let home = asked();
    home.act("ines", &["propose", "D-1002", "--refund", "40"]).ok();
    home.act("ines", &["remind", "D-1002"]).ok();
    let last = thread(&home, "D-1002").pop().unwrap();
    assert!(last["body"].as_str().unwrap().contains("p1"), "{last}");
    assert_eq!(outbox(&home).pop().unwrap()["type"], "message.posted");
}

#[test]
fn where_nobody_owes_an_answer_nobody_is_reminded() {
    let home = asked();
    let before = outbox(&home).len();
    home.act("ines", &["remind", "D-1002"]).failed(3, "bad_state");
    home.ingest(&[message("seller-answers", "O-1", "seller", "Le voici.")]);
    home.act("lea", &["remind", "D-1001"]).failed(4, "claimed_by_other");
    home.act("ro", &["remind", "D-1001"]).failed(3, "not_a_mediator");
    home.act("ines", &["remind", "D-1009"]).failed(5, "unknown_dispute");
    assert_eq!(outbox(&home).len(), before);
}

#[test]
fn of_several_disputes_each_is_reminded_by_itself() {
    let home = asked();
    home.act("noor", &["ask", "D-1003", "--to", "client", "Laquelle ?"]).ok();
    let told = home.act("ines", &["remind", "D-1001", "D-1002", "D-1003", "--json"]);
    let answers = told.json();
    assert_eq!(told.status, 4, "{answers}");
    assert_eq!(answers[0]["dispute"]["id"], "D-1001");
    assert_eq!(answers[1]["error"]["code"], "bad_state");
    assert_eq!(answers[2]["error"]["code"], "claimed_by_other");
}

#[test]
fn under_one_key_nobody_is_reminded_twice() {
    let home = asked();
    let asked = home.act("ines", &["ask", "D-1002", "--to", "client", "Laquelle ?", "--json"]).ok().json();
    let first = home.act("ines", &["remind", "D-1001", "D-1002", "--key", "monday", "--json"]).ok().json();
    let lines = outbox(&home).len();
    // Also once the answer has come: the repeat says what the first time did.
    let answer = json!({"by": "client", "body": "Celle-ci.", "answers": asked["made"]});
    home.ingest(&[event("client-answers", "O-2", "dispute.message", answer)]);
    let again = home.act("ines", &["remind", "D-1001", "D-1002", "--key", "monday", "--json"]).ok().json();
    assert_eq!((&again[0]["made"], &again[1]["made"]), (&first[0]["made"], &first[1]["made"]));
    assert_eq!(outbox(&home).len(), lines);
    home.act("ines", &["claim", "D-1003"]).ok();
    home.act("ines", &["remind", "D-1001", "--key", "one"]).ok();
    home.act("ines", &["remind", "D-1001", "--key", "one"]).ok();
    assert_eq!(outbox(&home).len(), lines + 1);
}

#[test]
fn a_dry_run_shows_the_text_and_sends_nothing() {
    let home = asked();
    let before = (outbox(&home), thread(&home, "D-1001"));
    let shown = home.act("ines", &["remind", "D-1001", "--dry-run", "--json"]).ok().json();
    assert_eq!((&shown["dispute"], &shown["of"], &shown["to"]), (&json!("D-1001"), &json!("q4"), &json!(["seller"])));
    let text = home.act("ines", &["remind", "D-1001", "D-1002", "--dry-run"]);
    assert_eq!(text.status, 3, "{}", text.stderr);
    assert!(
        text.stdout.starts_with("D-1001: reminder of q4, to ") && text.stdout.contains("    Bonjour"),
        "{}",
        text.stdout
    );
    assert!(text.stderr.starts_with("litige: D-1002: bad_state: "), "{}", text.stderr);
    home.act("lea", &["remind", "D-1001", "--dry-run"]).failed(4, "claimed_by_other");
    home.act("ines", &["remind", "D-1001", "--dry-run", "--key", "k"]).failed(2, "usage");
    assert_eq!((outbox(&home), thread(&home, "D-1001")), before);
    home.act("ines", &["remind", "D-1001"]).ok();
    assert_eq!(thread(&home, "D-1001").pop().unwrap()["body"], shown["body"]);
}

#[test]
fn a_template_with_a_blank_for_a_mediator_is_not_sent() {
    let home = asked();
    fs::create_dir_all(home.path("config/litige/ready")).unwrap();
    home.write("config/litige/ready/fr.md", "## reminder: relancer\n\nBonjour {party}, {what} ?\n");
    let told = home.act("ines", &["remind", "D-1001", "--json"]);
    assert_eq!(told.json()["error"]["detail"]["placeholders"], json!(["what"]), "{}", told.stdout);
    told.failed(3, "malformed");
}
