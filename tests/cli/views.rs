//! A mediator's saved views.

use serde_json::{Value, json};

use crate::support::{CommandOutput, Home, disputed};

fn ids(output: CommandOutput) -> Vec<String> {
    let queue: Value = output.ok().json();
    let mut ids: Vec<_> = queue.as_array().unwrap().iter().map(|d| d["id"].as_str().unwrap().to_owned()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn a_view_is_kept_listed_used_renamed_and_dropped() {
    let home = Home::with(&["O-1", "O-2"].map(disputed).concat());
    assert_eq!(home.act("ines", &["views", "--json"]).ok().json(), json!([]));
    let kept = json!({"name": "Deux", "view": "all", "query": "order:o-2"});
    let keep = ["views", "keep", "Deux", "--query", "order:o-2", "--view", "all", "--json"];
    assert_eq!(home.act("ines", &keep).ok().json(), kept);
    home.act("ines", &["views", "keep", "Nova", "--query", "seller:\"studio nova"]).ok();
    let all = home.act("ines", &["views", "list", "--json"]).ok().json();
    assert_eq!(all, json!([kept, {"name": "Nova", "view": "open", "query": "seller:\"studio nova"}]));
    assert_eq!(ids(home.act("ines", &["queue", "--view", "deux", "--json"])), ["D-1002"]);
    assert_eq!(ids(home.act("ines", &["queue", "--view", "nova", "--json"])), ["D-1001", "D-1002"]);
    // A filter beside it holds too, whatever the first one leaves open.
    let both = ["queue", "--view", "NOVA", "--query", "order:o-1 nova", "--json"];
    assert_eq!(ids(home.act("ines", &both)), ["D-1001"]);
    // Theirs alone.
    assert_eq!(home.act("noor", &["views", "--json"]).ok().json(), json!([]));
    home.act("noor", &["queue", "--view", "deux"]).failed(2, "usage");

    let replaced = ["views", "keep", "DEUX", "--query", "order:o-1", "--replace", "--json"];
    let second = json!({"name": "DEUX", "view": "open", "query": "order:o-1"});
    assert_eq!(home.act("ines", &replaced).ok().json(), second);
    let renamed = home.act("ines", &["views", "rename", "deux", "Une", "--json"]).ok().json();
    assert_eq!(renamed, json!({"name": "Une", "view": "open", "query": "order:o-1"}));
    let told = home.act("ines", &["views", "--lang", "fr"]).ok().stdout;
    assert!(told.contains("Une") && told.contains("order:o-1") && told.contains("FILTRE"), "{told}");
    assert_eq!(home.act("ines", &["views", "drop", "une", "--json"]).ok().json(), renamed);
    home.act("ines", &["queue", "--view", "une"]).failed(2, "usage");
    assert_eq!(home.act("ines", &["views", "--json"]).ok().json().as_array().unwrap().len(), 1);
    home.run(&["verify"]).ok();
}

#[test]
fn what_can_be_no_view_is_refused_with_its_code() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["views", "keep", "Nova", "--query", "seller:nova"]).ok();
    let keep = |name: &'static str, query: &'static str| vec!["views", "keep", name, "--query", query];
    for (args, status, code) in [
        (keep("nova", "x"), 3, "name_taken"),
        (keep("mine", "x"), 3, "bad_name"),
        (keep("À moi", "x"), 3, "bad_name"),
        (keep("a name that is far too long for a row", "x"), 3, "bad_name"),
        (keep("x", "sellr:nova"), 3, "malformed"),
        (keep("x", " "), 3, "malformed"),
        (vec!["views", "keep", "x"], 2, "usage"),
        (vec!["views", "drop", "x"], 5, "unknown_view"),
        (vec!["views", "rename", "x", "y"], 5, "unknown_view"),
        (vec!["views", "rename", "nova", "open"], 3, "bad_name"),
    ] {
        home.act("ines", &args).failed(status, code);
        home.act("ines", &[&args[..], &["--json"]].concat()).failed(status, code);
    }
    home.run(&["views"]).failed(3, "not_a_mediator");
    home.act("inse", &["views"]).failed(3, "not_a_mediator");
    home.act("inse", &["views", "keep", "x", "--query", "y"]).failed(3, "not_a_mediator");
    assert_eq!(home.act("ines", &["views", "--json"]).ok().json().as_array().unwrap().len(), 1);
    Home::new().act("ines", &["views"]).failed(6, "no_database");
}

#[test]
fn a_kept_filter_that_makes_no_sense_any_more_is_said_and_kept() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["views", "keep", "Nova", "--query", "seller:nova"]).ok();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.execute("UPDATE saved_views SET query = 'colour:red'", []).unwrap();
    home.act("ines", &["queue", "--view", "nova"]).failed(3, "malformed");
    assert_eq!(home.act("ines", &["views", "--json"]).ok().json()[0]["query"], "colour:red");
    home.act("ines", &["views", "rename", "nova", "Autre"]).ok();
    home.act("ines", &["views", "keep", "autre", "--query", "seller:nova", "--replace"]).ok();
    home.act("ines", &["queue", "--view", "autre"]).ok();
}
