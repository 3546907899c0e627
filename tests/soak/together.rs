//! Many at once on one database.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::base::{Base, TEAM, end};
use crate::events::disputed;
use crate::{busy, counted, rounds};

#[test]
fn of_eight_processes_that_decide_one_dispute_one_wins_and_the_others_are_told_who() {
    let _busy = busy();
    let count = rounds(15, 500);
    let all: Vec<Value> = (0..count).flat_map(|n| disputed(&format!("O-{n}"))).collect();
    let base = Base::with(&all);
    let mut winners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut losers: BTreeMap<String, usize> = BTreeMap::new();
    for (n, id) in base.disputes().iter().enumerate() {
        let outcomes = [&["partial-refund", "--refund", "40.00"][..], &["seller-wins"], &["client-refunded"]];
        // Who comes first changes from round to round.
        let runs: Vec<_> = (0..TEAM.len())
            .map(|turn| {
                let me = TEAM[(turn + n) % TEAM.len()];
                let outcome = outcomes[(turn + n) % 3];
                let reasons = format!("Reasons of {me}");
                let args = ["decide", id, "--as", me, "--json", "--reasons", &reasons, "--outcome"];
                (me, base.start(&[&args[..], outcome].concat()))
            })
            .collect();
        let ends: Vec<_> = runs.into_iter().map(|(me, run)| (me, end(run))).collect();
        let won: Vec<_> = ends.iter().filter(|(_, ended)| ended.status == Some(0)).collect();
        assert_eq!(won.len(), 1, "{id}: {ends:?}");
        let (winner, told) = won[0];
        let shown = base.json(&["show", id]);
        assert_eq!(shown["decision"]["reasons"], format!("Reasons of {winner}"));
        assert_eq!(shown["decision"]["outcome"], told.json()["decision"]["outcome"]);
        assert_eq!((&shown["ledger"]["escrow"], &shown["ledger"]["paid_in"]), (&json!(0), &json!(12_000)));
        for (me, lost) in ends.iter().filter(|(_, ended)| ended.status != Some(0)) {
            let error = lost.json()["error"].clone();
            let code = error["code"].as_str().unwrap().to_owned();
            assert_eq!((lost.status, code.as_str()), (Some(4), "already_decided"), "{me}: {lost:?}");
            let message = error["message"].as_str().unwrap();
            let name = format!("Name of {winner}");
            assert!(message.contains(*winner) || message.contains(&name), "{me} is not told who decided: {message}");
            *losers.entry(code).or_default() += 1;
        }
        *winners.entry(winner).or_default() += 1;
    }
    let checked = base.verify()["checked"].clone();
    assert_eq!(checked["decisions"], count);
    counted!("8 processes, one dispute: {count} rounds, winners {winners:?}, losers {losers:?}; verify clean");
}

#[test]
fn processes_that_come_and_go_never_take_a_live_database_for_a_damaged_one() {
    let _busy = busy();
    let base = Base::with(&(0..4).flat_map(|n| disputed(&format!("O-{n}"))).collect::<Vec<_>>());
    let count = rounds(40, 1000);
    // Each moves the log into the file when it is the last to leave, while others are just coming.
    std::thread::scope(|scope| {
        for (n, id) in base.disputes().into_iter().enumerate() {
            let base = &base;
            scope.spawn(move || {
                for round in 0..count {
                    let body = format!("Message {round}: {}", "mot ".repeat(200 * (round % 7)));
                    base.run(&["say", &id, &body, "--as", TEAM[n]]).ok();
                    base.run(&["queue"]).ok();
                }
            });
        }
    });
    let checked = base.verify()["checked"].clone();
    counted!("come and go: 4 × {count} writers and as many readers, {} messages; verify clean", checked["messages"]);
}
