//! What is shown and said is true: of amounts, times, answers that came too late, and results that can't be printed.

use std::fs::OpenOptions;
use std::process::Stdio;

use serde_json::json;

use crate::support::{Home, delivered, disputed, event, lines, priced};

#[test]
fn a_result_that_cannot_be_printed_is_said_with_what_was_done() {
    let home = Home::with(&disputed("O-1"));
    for (args, done) in [
        (&["--as", "ines", "say", "D-1001", "Bonjour.", "--json"][..], "m"),
        (&["--as", "ines", "decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x", "--json"], "seller"),
        (&["--as", "ines", "undo", "D-1001"], "undone"),
        (&["queue", "--json"], "its output"),
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = home.command(args).stdin(Stdio::null()).stdout(full).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(told.starts_with("litige: io: ") && told.contains(done) && told.contains("space"), "{told}");
    }
    let shown = home.show("D-1001");
    assert_eq!((&shown["dispute"]["state"], &shown["decision"]["reversed"]), (&json!("open"), &json!(true)));
}

#[test]
fn an_answer_that_comes_too_late_is_refused_and_shown() {
    let home = Home::with(&disputed("O-1"));
    let before = home.show("D-1001");
    let late = event("late", "O-1", "cancellation.accepted", json!({"body": "D'accord, annulons."}));
    let told = home.pipe(lines(std::slice::from_ref(&late)).as_bytes(), &["ingest", "-", "--json"]);
    let summary = told.json();
    assert_eq!((told.status, &summary["rejected"], &summary["accepted"]), (3, &json!(1), &json!(0)));
    assert_eq!(summary["rejects"][0]["code"], "too_late");
    let shown = home.show("D-1001");
    assert_eq!((&shown["order"], &shown["ledger"]), (&before["order"], &before["ledger"]));
    let timeline = shown["timeline"].as_array().unwrap();
    let last = timeline.last().unwrap();
    assert_eq!((&last["type"], &last["too_late"]), (&json!("cancellation.accepted"), &json!(true)));
    assert_eq!(last["body"], "D'accord, annulons.");
    assert!(timeline[..timeline.len() - 1].iter().all(|entry| entry.get("too_late").is_none()), "{timeline:?}");
    assert!(home.run(&["show", "D-1001"]).ok().stdout.contains("too late"));
    assert!(home.run(&["export", "D-1001", "--lang", "fr"]).ok().stdout.contains("trop tard"));
    let again = home.pipe(lines(&[late]).as_bytes(), &["ingest", "-", "--json"]).ok().json();
    assert_eq!(again["duplicates"], 1);
    home.run(&["verify"]).ok();
}

#[test]
fn a_typed_amount_is_read_as_it_is_printed_and_never_guessed() {
    let home = Home::with(&[disputed("O-1"), priced("O-2", json!({"minor": 50_000, "currency": "TND"}))].concat());
    for typed in ["1,234", "1.000", "0.500"] {
        home.act("ines", &["propose", "D-1001", "--refund", typed]).failed(3, "bad_amount");
    }
    for typed in ["40,00 €", "€40.00", "EUR 40", "40"] {
        home.act("ines", &["propose", "D-1001", "--refund", typed]).ok();
    }
    let proposals = home.show("D-1001")["proposals"].clone();
    let refunds: Vec<_> = proposals.as_array().unwrap().iter().map(|p| p["refund"]["minor"].clone()).collect();
    assert_eq!(refunds, vec![json!(4_000); 4]);
}

#[test]
fn what_nobody_pays_with_and_blank_names_are_refused() {
    let home = Home::with(&[]);
    let placed = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut placed = delivered("O-1").remove(0);
        change(&mut placed);
        let told = home.pipe(lines(&[placed]).as_bytes(), &["ingest", "-", "--json"]);
        (told.status, told.json()["rejects"][0]["code"].clone())
    };
    for code in ["XXX", "XTS", "XAU", "XDR", "CHE"] {
        assert_eq!(placed(&|e| e["amount"]["currency"] = json!(code)), (3, json!("bad_currency")), "{code}");
    }
    for blank in ["", "  ", "\u{200b}", "\u{a0}\u{2060}"] {
        assert_eq!(placed(&|e| e["title"] = json!(blank)), (3, json!("malformed")), "{blank:?}");
        assert_eq!(placed(&|e| e["client"]["name"] = json!(blank)), (3, json!("malformed")), "{blank:?}");
        assert_eq!(placed(&|e| e["seller"]["name"] = json!(blank)), (3, json!("malformed")), "{blank:?}");
    }
}

#[test]
fn every_date_of_an_export_carries_its_zone() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x"]).ok();
    for format in ["md", "html"] {
        let mut command = home.command(&["export", "D-1001", "--format", format]);
        let text = String::from_utf8(command.env("TZ", "Asia/Tokyo").output().unwrap().stdout).unwrap();
        let dates: Vec<_> = text.match_indices(':').filter(|(at, _)| is_time_of_day(&text, *at)).collect();
        assert!(dates.len() > 10, "{text}");
        for (at, _) in dates {
            assert!(text[at + 3..].starts_with(" UTC"), "{}", &text[at - 13..at + 8]);
        }
    }
}

/// Returns whether the colon at this place stands in `2026-11-03 09:12`.
fn is_time_of_day(text: &str, colon: usize) -> bool {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    colon > 10
        && [colon - 2, colon - 1, colon + 1, colon + 2, colon - 4].into_iter().all(digit)
        && text.as_bytes()[colon - 3] == b' '
}

#[test]
fn a_zone_that_is_none_is_refused_or_said() {
    let home = Home::with(&disputed("O-1"));
    let run = |zone: &str| {
        let output = home.command(&["queue"]).env("TZ", zone).stdin(Stdio::null()).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    for device in ["/dev/zero", ":/dev/zero"] {
        let (status, told) = run(device);
        assert!(status == 2 && told.contains("usage: TZ names /dev/zero"), "{status} {told}");
    }
    let (status, told) = run("Mars/Olympus");
    assert!(status == 0 && told.contains("TZ is \u{201c}Mars/Olympus\u{201d}"), "{status} {told}");
    for fine in ["Europe/Paris", "UTC", "CET-1CEST", ""] {
        assert_eq!(run(fine), (0, String::new()), "{fine}");
    }
}
