//! Several processes on one database at the same moment.

use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::support::{Home, disputed, lines, message};

fn start(home: &Home, args: &[&str]) -> Child {
    home.command(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn end(child: Child) -> (i32, Value) {
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn of_many_who_decide_at_once_one_succeeds_and_the_others_are_told_who_did() {
    let home = Home::with(&disputed("O-1"));
    let outcomes = ["seller-wins", "client-refunded"];
    let runs: Vec<_> = (0..8)
        .map(|n| {
            let reasons = format!("reasons {n}");
            let outcome = outcomes[n % 2];
            start(&home, &["decide", "D-1001", "--as", "ines", "--outcome", outcome, "--reasons", &reasons, "--json"])
        })
        .collect();
    let ends: Vec<_> = runs.into_iter().map(end).collect();
    let done: Vec<_> = ends.iter().filter(|(status, _)| *status == 0).collect();
    assert_eq!(done.len(), 1, "{ends:?}");
    for (status, told) in ends.iter().filter(|(status, _)| *status != 0) {
        assert_eq!((*status, &told["error"]["code"]), (4, &json!("already_decided")));
        assert!(told["error"]["message"].as_str().unwrap().contains("ines"), "{told}");
    }
    assert_eq!(home.show("D-1001")["decision"]["reasons"], done[0].1["decision"]["reasons"]);
    home.run(&["verify"]).ok();
}

#[test]
fn of_two_who_take_a_dispute_at_once_one_has_it() {
    let home = Home::with(&disputed("O-1"));
    let runs = ["ines", "noor"].map(|me| start(&home, &["claim", "D-1001", "--as", me, "--json"]));
    let mut ends = runs.map(end);
    ends.sort_by_key(|(status, _)| *status);
    assert_eq!((ends[0].0, ends[1].0, &ends[1].1["error"]["code"]), (0, 4, &json!("claimed_by_other")));
    assert_eq!(home.show("D-1001")["dispute"]["claimed_by"], ends[0].1["dispute"]["claimed_by"]);
}

#[test]
fn the_same_file_ingested_by_several_at_once_is_applied_once() {
    let home = Home::new();
    let mut events = disputed("O-1");
    events.extend((0..1200).map(|n| message(&format!("m{n}"), "O-1", "client", &format!("message {n}"))));
    home.write("events.jsonl", lines(&events));
    let runs: Vec<_> = (0..4).map(|_| start(&home, &["ingest", "events.jsonl", "--json"])).collect();
    let ends: Vec<_> = runs.into_iter().map(end).collect();
    let sum = |field: &str| ends.iter().map(|(_, summary)| summary[field].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum("accepted"), sum("duplicates"), sum("rejected")), (1206, 3 * 1206, 0), "{ends:?}");
    assert_eq!(sum("disputes_opened"), 1);
    home.run(&["verify"]).ok();
}
