//! `log`.

use serde_json::{Value, json};

use crate::support::{Home, disputed};

fn texts(home: &Home, args: &[&str]) -> Vec<String> {
    let all = home.run(&[&["log", "--json"], args].concat()).ok().json();
    all.as_array().unwrap().iter().map(|record| record["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn who_did_what_is_told_in_sentences_newest_first() {
    let events = ["O-1", "O-2"].map(disputed).concat();
    let home = Home::with(&events);
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    home.act("ines", &["ask", "D-1001", "--to", "seller", "Les sources ?"]).ok();
    home.act("ines", &["propose", "D-1001", "--refund", "40"]).ok();
    home.act("noor", &["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    home.act("lea", &["undo", "D-1002"]).ok();
    home.act("lea", &["erase", "C-O-2", "--yes", "C-O-2"]).ok();
    let told = texts(&home, &[]);
    assert!(told[0].starts_with("lea erased a person (now erased-") && told[0].contains("replaced"), "{told:?}");
    assert_eq!(
        told[1..6],
        [
            "lea undid the decision of noor on D-1002",
            "noor decided D-1002: payment to the seller",
            "ines proposed refunding €40.00 to the client in D-1001 (p1)",
            "ines asked the seller a question in D-1001 (q3)",
            "ines wrote to both parties in D-1001 (m5)",
        ]
    );
    assert!(told[6..].iter().any(|text| *text == "lea added ro to the team as a reader"), "{told:?}");
    assert!(
        !told.iter().any(|text| text.contains("events from the marketplace")),
        "what comes in all the time is left out"
    );
    assert!(texts(&home, &["--all"]).iter().any(|text| text.contains("events from the marketplace")));

    assert_eq!(texts(&home, &["--by", "noor"]), ["noor decided D-1002: payment to the seller"]);
    assert_eq!(texts(&home, &["--dispute", "D-1001", "--limit", "1"]), told[3..4]);
    assert_eq!(texts(&home, &["--until", "2001-01-01"]), [""; 0]);
    assert_eq!(texts(&home, &["--since", "1h", "--by", "ines"]).len(), 3);
    let french = home.run(&["log", "--by", "noor", "--lang", "fr"]).ok().stdout;
    assert!(french.contains("noor a tranché D-1002") && french.contains("paiement du vendeur"), "{french}");
    // A reader may see it.
    assert!(home.act("ro", &["log", "--limit", "2"]).ok().stdout.contains("There is more"));
}

#[test]
fn what_a_script_needs_of_the_log_is_beside_its_sentence() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["propose", "D-1001", "--refund", "40"]).ok();
    let log = home.run(&["log", "--by", "ines", "--json"]).ok().json();
    let record = &log[0];
    assert_eq!(
        (&record["by"], &record["action"], &record["dispute"]),
        (&json!("ines"), &json!("propose"), &json!("D-1001"))
    );
    let mut detail = record["detail"].clone();
    // The account of the system from which it was done.
    assert!(detail.as_object_mut().unwrap().remove("account").unwrap().is_string());
    assert_eq!(detail, json!({"made": "p1", "refund": {"minor": 4_000, "currency": "EUR"}}));
    assert!(record["seq"].as_i64().unwrap() > 1 && record["at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn a_person_or_a_case_that_is_not_there_is_no_empty_log() {
    let home = Home::with(&disputed("O-1"));
    let code = |args: &[&str]| -> (i32, Value) {
        let failed = home.run(&[&["log", "--json"], args].concat());
        (failed.status, failed.json()["error"]["code"].clone())
    };
    assert_eq!(code(&["--by", "nobody"]), (3, json!("not_a_mediator")));
    assert_eq!(code(&["--dispute", "D-9"]), (5, json!("unknown_dispute")));
    assert_eq!(code(&["--since", "soon"]), (2, json!("usage")));
    assert_eq!(texts(&home, &["--by", "noor"]), [""; 0], "who has done nothing yet");
}
