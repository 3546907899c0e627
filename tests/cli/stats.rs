//! `stats`.

use serde_json::{Value, json};

use crate::support::{Home, disputed};

fn count(list: &Value, key: &str, word: &str, of: &str) -> Value {
    list.as_array().unwrap().iter().find(|row| row[key] == word).unwrap()[of].clone()
}

#[test]
fn decisions_count_while_they_are_in_force() {
    let events = ["O-1", "O-2", "O-3"].map(disputed).concat();
    let home = Home::with(&events);
    let decide = |me: &str, dispute: &str, outcome: &str| {
        home.act(me, &["decide", dispute, "--outcome", outcome, "--reasons", "because"]).ok();
    };
    decide("ines", "D-1001", "client-refunded");
    decide("noor", "D-1002", "seller-wins");
    decide("ines", "D-1003", "seller-wins");
    home.act("ines", &["undo", "D-1003"]).ok();
    let stats = home.run(&["stats", "--json"]).ok().json();
    assert_eq!(stats["decided"], 2, "one was undone: {stats}");
    let ground = "cancellation_refused_twice";
    assert_eq!(count(&stats["outcomes"], "ground", ground, "client_refunded"), 1);
    assert_eq!(count(&stats["outcomes"], "ground", ground, "seller_wins"), 1);
    let open: u64 = stats["backlog"].as_array().unwrap().iter().map(|row| row["count"].as_u64().unwrap()).sum();
    assert_eq!(open, 1);
    let noor: Vec<_> = stats["neutrality"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["mediator"] == "noor" && row["ground"].is_null())
        .map(|row| (row["client_wins"]["of"].clone(), row["client_wins"]["total"].clone()))
        .collect();
    assert_eq!(noor, [(json!(0), json!(1))]);
    home.run(&["verify"]).ok();
}

#[test]
fn small_numbers_are_said_to_be_unsure() {
    let home = Home::with(&disputed("O-1"));
    assert!(home.run(&["stats"]).ok().stdout.contains("none yet"));
    home.act("ines", &["decide", "D-1001", "--outcome", "client-refunded", "--reasons", "because"]).ok();
    let told = home.run(&["stats"]).ok().stdout;
    assert!(told.contains("1 of 1, 100 % (between 21 and 100 %"), "{told}");
    assert!(home.run(&["stats", "--lang", "fr"]).ok().stdout.contains("1 sur 1, 100 % (entre 21 et 100 %"));
}
