//! A database that litige 0.1.0 made, opened by this one. It was made by that program's own commands (tests/fixtures/0.1.0); what it
//! answered of it then stands beside it. That nothing in the rows is lost is tested in src/store/sqlite/upgrade_tests.rs.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::Home;

/// A home whose database is a copy of the one that 0.1.0 made.
fn home_of_before() -> Home {
    let home = Home::new();
    let db = home.db();
    fs::create_dir_all(db.parent().unwrap()).unwrap();
    fs::copy(fixture("litige.db"), &db).unwrap();
    for shelf in fs::read_dir(fixture("litige.db.files")).unwrap().map(|entry| entry.unwrap()) {
        let to = db.with_extension("db.files").join(shelf.file_name());
        fs::create_dir_all(&to).unwrap();
        for file in fs::read_dir(shelf.path()).unwrap().map(|entry| entry.unwrap()) {
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
    home
}

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/0.1.0").join(name)
}

fn said_before(name: &str) -> Vec<Value> {
    fs::read_to_string(fixture(name)).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Where what is said now differs from what was said: a field that is missing or another, an entry more or less. A field that was
/// added is no difference, nor is what follows the clock.
fn differences(at: &str, before: &Value, now: &Value) -> Vec<String> {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => before
            .iter()
            .filter(|(name, _)| !["overdue", "snoozed_until"].contains(&name.as_str()))
            .flat_map(|(name, value)| {
                differences(&format!("{at}.{name}"), value, now.get(name).unwrap_or(&Value::Null))
            })
            .collect(),
        (Value::Array(before), Value::Array(now)) if before.len() == now.len() => {
            before.iter().zip(now).flat_map(|(before, now)| differences(&format!("{at}[]"), before, now)).collect()
        }
        (before, now) if before == now => vec![],
        (before, now) => vec![format!("{at}: {before} was said, and now {now}")],
    }
}

#[test]
fn a_database_of_0_1_0_is_upgraded_by_the_first_command_and_says_what_it_said() {
    let home = home_of_before();
    let head = said_before("verify.json")[0]["head"].as_str().unwrap().to_owned();
    home.run(&["verify", "--head", &head]).ok();
    let cases = said_before("cases.jsonl").into_iter().map(|case| {
        let id = case["dispute"]["id"].as_str().unwrap().to_owned();
        (home.show(&id), case)
    });
    let team = (home.run(&["mediator", "list", "--json"]).ok().json(), said_before("team.json").remove(0));
    let outbox = (Value::Array(home.run(&["outbox"]).ok().json_lines()), Value::Array(said_before("outbox.jsonl")));
    let found: Vec<_> = cases.chain([team, outbox]).flat_map(|(now, before)| differences("", &before, &now)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));

    // Nobody has to do anything more to work on it, and an older program's repeat is known.
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    let decide = ["decide", "D-1002", "--outcome", "partial-refund", "--refund", "20", "--reasons"];
    home.act("noor", &[&decide[..], &["Le ton devait être calme.", "--cites", "m3", "--key", "case-1002"]].concat())
        .ok();
    assert!(
        !home.run(&["search", "second logo", "--json"]).ok().json().as_array().unwrap().is_empty(),
        "notes are found"
    );
    home.run(&["evidence", "D-1001", "a1", "--output", "a1"]).ok();
    home.run(&["verify", "--head", &head]).ok();
    home.run(&["backup", "copy.db"]).ok();
    home.run(&["--db", "copy.db", "verify", "--head", &head]).ok();
}
