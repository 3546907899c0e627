//! Marks in the queue: twenty cases at once, at the real desk.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{DeskProcess, Sandbox, Signal, Size};

/// As many disputes as are marked in these journeys.
const CASES: usize = 20;

/// A database with so many open disputes, on which Camille and Inès work; returns it with the name of its file.
fn with_cases(count: usize) -> (Sandbox, &'static str) {
    let sandbox = Sandbox::new();
    let event = |order: &str, n: usize, kind: &str| json!({"id": format!("{order}-{n}"), "at": format!("2026-11-0{n}T09:00:00Z"), "type": kind, "order": order});
    let with = |order: &str, n: usize, kind: &str| {
        let mut event = event(order, n, kind);
        event["body"] = json!("Voilà.");
        event
    };
    let mut lines = String::new();
    for n in 0..count {
        let order = format!("O-9{n:03}");
        let mut placed = event(&order, 1, "order.placed");
        placed["client"] = json!({"id": format!("c-{n}"), "name": "Léa Martin"});
        placed["seller"] = json!({"id": format!("s-{n}"), "name": "Studio Nova"});
        placed["title"] = json!(format!("Affiche {n}"));
        placed["brief"] = json!("Une affiche.");
        placed["amount"] = json!({"minor": 12_000, "currency": "EUR"});
        placed["lang"] = json!("fr");
        let mut events = vec![placed];
        events.extend(
            (2..)
                .zip(["cancellation.requested", "cancellation.refused"].repeat(2))
                .map(|(at, kind)| with(&order, at, kind)),
        );
        for event in events {
            lines.push_str(&format!("{event}\n"));
        }
    }
    let db = "marks.db";
    let done = sandbox.run_with(&["--db", db, "ingest", "-"], &lines);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for handle in ["ines", "camille"] {
        sandbox.run(&["--db", db, "--as", "ines", "mediator", "add", handle, "--name", &format!("Nom de {handle}")]);
    }
    (sandbox, db)
}

fn desk(sandbox: &Sandbox, db: &str, size: Size) -> DeskProcess {
    let mut desk = sandbox.open_desk(size, &["--db", db, "--as", "camille"]);
    desk.wait_for("D-1001");
    desk
}

fn queue(sandbox: &Sandbox, db: &str) -> Vec<Value> {
    sandbox.json(&["--db", db, "queue", "--view", "all", "--limit", "1000"]).as_array().unwrap().clone()
}

fn held_by(sandbox: &Sandbox, db: &str, handle: &str) -> usize {
    queue(sandbox, db).iter().filter(|row| row["claimed_by"] == handle).count()
}

#[rstest]
fn twenty_marked_cases_are_taken_but_the_one_that_a_colleague_holds_and_the_list_says_why(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let (sandbox, db) = with_cases(CASES);
    sandbox.run(&["--db", db, "--as", "ines", "claim", "D-1007"]);
    let mut desk = desk(&sandbox, db, size);
    desk.press(&["Space", "Space"]);
    desk.wait_for("2 marqués");
    desk.press(&["*"]);
    desk.wait_for("20 marqués");
    desk.press(&["a"]);
    let asked = desk.wait_for("Prendre les 20 dossiers marqués ?");
    assert!(asked.contains("sera refusé"), "{asked}");
    desk.press(&["Enter"]);
    desk.wait_for("19 dossiers sont à vous. Un dossier est refusé et reste marqué");
    desk.wait_for("1 marqué");
    assert_eq!((held_by(&sandbox, db, "camille"), held_by(&sandbox, db, "ines")), (19, 1));
    desk.press(&["B"]);
    let list = desk.wait_for("Nom de ines suit D-1007");
    assert!(list.contains("D-1001"), "{list}");
    desk.press(&["Esc"]);
    // A decision is for one case: the marked one stays as it is.
    desk.wait_until_gone("Nom de ines suit D-1007");
    desk.press(&["D"]);
    desk.wait_for("des dossiers sont marqués");
    desk.press(&["Esc"]);
    desk.wait_until_gone("1 marqué");
    assert!(queue(&sandbox, db).iter().all(|row| row["state"] == "open"));
    desk.press(&["q"]);
    desk.wait_for_exit();
    desk.assert_restored();
}

#[test]
fn all_marked_are_reminded_where_an_answer_is_owed_and_only_after_a_yes() {
    let (sandbox, db) = with_cases(CASES);
    // Of these nothing is owed any more: the client has said why.
    let why = |n: usize| json!({"id": format!("why-{n}"), "at": "2026-11-06T09:00:00Z", "type": "dispute.message", "order": format!("O-9{n:03}"), "by": "client", "body": "Rien ne va."});
    let done = sandbox.run_with(&["--db", db, "ingest", "-"], &format!("{}\n{}\n", why(2), why(10)));
    assert!(done.status.success());
    let mut desk = desk(&sandbox, db, Size::SMALL);
    desk.press(&["*"]);
    desk.wait_for("20 marqués");
    desk.press(&["m"]);
    desk.wait_for("Relancer qui doit une réponse dans les 20 dossiers marqués ?");
    let reminded = || {
        let lines = String::from_utf8(sandbox.run(&["--db", db, "outbox"]).stdout).unwrap();
        lines.lines().filter(|line| line.contains("ask.reminded")).count()
    };
    desk.press(&["Enter"]);
    desk.wait_until_gone("Relancer qui doit une réponse dans");
    assert_eq!(reminded(), 0, "No is the standing answer");
    desk.press(&["m"]);
    desk.wait_for("Relancer qui doit une réponse dans");
    desk.press(&["Tab", "Enter"]);
    desk.wait_for("18 relances sont envoyées. 2 sont refusés et restent marqués");
    assert_eq!(reminded(), 18);
    desk.wait_for("2 marqués");
    desk.press(&["q"]);
    desk.wait_for_exit();
}

#[test]
fn a_desk_that_is_ended_in_the_middle_says_what_was_done() {
    let (sandbox, db) = with_cases(400);
    let mut desk = desk(&sandbox, db, Size::SMALL);
    desk.press(&["*"]);
    desk.wait_for("400 marqués");
    desk.press(&["a"]);
    desk.wait_for("Prendre les 400 dossiers marqués ?");
    desk.press(&["Enter"]);
    desk.wait_for(" sur 400");
    desk.signal(Signal::TERM);
    desk.wait_for_exit();
    let told = desk.wait_for("marqués.");
    let taken = held_by(&sandbox, db, "camille");
    assert!(taken > 0 && taken < 400, "{taken}");
    let said =
        if taken == 1 { "Un dossier est à vous.".to_owned() } else { format!("{taken} dossiers sont à vous.") };
    assert!(told.contains(&format!("{said} {} n'ont pas été traités", 400 - taken)), "{told}");
}

#[test]
fn quitting_in_the_middle_waits_for_all() {
    let (sandbox, db) = with_cases(120);
    let mut desk = desk(&sandbox, db, Size::SMALL);
    desk.press(&["*"]);
    desk.wait_for("120 marqués");
    desk.press(&["a"]);
    desk.wait_for("Prendre les 120 dossiers marqués ?");
    desk.press(&["Enter", "q"]);
    desk.wait_for_exit();
    assert_eq!(held_by(&sandbox, db, "camille"), 120);
    desk.assert_restored();
}
