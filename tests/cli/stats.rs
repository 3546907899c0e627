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
    assert!(told.contains("1 of 1, 100 % (95% confidence: 21 to 100 %"), "{told}");
    assert!(
        home.run(&["stats", "--lang", "fr"])
            .ok()
            .stdout
            .contains("1 sur 1, 100\u{a0}% (confiance à 95\u{a0}%\u{a0}: de 21 à 100\u{a0}%")
    );
}

#[test]
fn the_teams_work_is_told_by_mediator_and_as_csv() {
    let events = ["O-1", "O-2", "O-3"].map(disputed).concat();
    let home = Home::with(&events);
    home.act("noor", &["say", "D-1003", "Bonjour"]).ok();
    home.act("ines", &["decide", "D-1001", "--outcome", "client-refunded", "--reasons", "because"]).ok();
    home.act("ines", &["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "because"]).ok();
    home.act("lea", &["undo", "D-1002"]).ok();
    let csv = home.run(&["stats", "--csv"]).ok().stdout;
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines[0], "mediator,open,decided,took,first_answers,first_answer,in_time,turns,undone");
    let row = |handle: &str| -> Vec<&str> {
        lines.iter().find(|line| line.starts_with(&format!("{handle},"))).unwrap().split(',').collect()
    };
    assert_eq!((row("ines")[2], row("ines")[4], row("ines")[8]), ("1", "2", "1"));
    assert_eq!((row("noor")[1], row("noor")[2], row("noor")[4]), ("1", "0", "1"));
    assert!(lines[1].starts_with("ines,"), "by handle, not by rank: {csv}");
    let of_before = home.run(&["stats", "--until", "2001-01-01", "--json"]).ok().json();
    assert_eq!((&of_before["decided"], &of_before["days"]["last"]), (&json!(0), &json!("2001-01-01")));
    // So many days ago is from that day's midnight, at whatever hour one asks.
    let days = home.run(&["stats", "--since", "7d", "--json"]).ok().json()["days"].clone();
    let today = chrono::Local::now().date_naive();
    let ago = |days| json!((today - chrono::TimeDelta::days(days)).to_string());
    assert!([ago(7), ago(8)].contains(&days["first"]) && days["last"].is_null(), "{days}");
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris", "Etc/UTC"] {
        let mut command = home.command(&["stats", "--since", "yesterday", "--until", "yesterday"]);
        let shown = String::from_utf8(command.env("TZ", zone).output().unwrap().stdout).unwrap();
        let (first, last) =
            shown.lines().next().unwrap().strip_prefix("Days (UTC): ").unwrap().split_once(" to ").unwrap();
        assert_eq!(first, last, "{zone}");
        let mut command = home.command(&["stats", "--since", "1d", "--json"]);
        let shown = command.env("TZ", zone).output().unwrap().stdout;
        let shown: Value = serde_json::from_slice(&shown).unwrap();
        assert_eq!(shown["days"]["first"], first, "{zone}: a day ago and yesterday");
    }
    let by_ground = home.run(&["stats", "--by", "ground", "--since", "1d", "--json"]).ok().json();
    assert_eq!(by_ground["work"][0]["decided"], 1);
    assert_eq!(by_ground["decided"], 1);
    assert!(home.run(&["stats", "--by", "mediator", "--lang", "fr"]).ok().stdout.contains("1RE RÉPONSE"));
    assert_eq!(home.run(&["stats", "--csv", "--json"]).status, 2);
}
