//! `ingest`: each line whole or not at all; a bad one stops nothing.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Home, delivered, disputed, event, keys, lines, message, priced, refused_twice};

/// Good lines around each bad one: order, dispute and messages.
fn around(bad: &[u8]) -> Vec<u8> {
    [lines(&disputed("O-1")).as_bytes(), bad, b"\n", lines(&[message("last", "O-1", "seller", "Bien reçu")]).as_bytes()]
        .concat()
}

fn bytes(event: Value) -> Vec<u8> {
    event.to_string().into_bytes()
}

#[test]
fn each_bad_line_is_counted_named_and_kept_while_the_good_ones_are_applied() {
    let placed = |amount: Value| bytes(priced("O-9", amount).swap_remove(0));
    let on_1 = |kind: &str, fields: Value| bytes(event("bad", "O-1", kind, fields));
    let mut again = priced("O-1", json!({"minor": 1, "currency": "EUR"})).swap_remove(0);
    again["id"] = json!("bad");
    let again = bytes(again);
    let cases: Vec<(&str, Vec<u8>, Value)> = vec![
        ("malformed", b"not json".to_vec(), Value::Null),
        ("malformed", b"{\"id\": \"bad\"".to_vec(), Value::Null),
        ("malformed", b"[1, 2]".to_vec(), Value::Null),
        ("malformed", b"\xff\xfe\x00".to_vec(), Value::Null),
        ("malformed", b"{}".to_vec(), Value::Null),
        ("malformed", vec![b'['; 100_000], Value::Null),
        ("malformed", on_1("order.exploded", json!({})), json!("bad")),
        ("malformed", on_1("dispute.message", json!({"by": "client"})), json!("bad")),
        ("malformed", on_1("dispute.message", json!({"by": "client", "body": 3})), json!("bad")),
        (
            "malformed",
            on_1("proposal.answered", json!({"by": "client", "proposal": "p1", "accept": "yes"})),
            json!("bad"),
        ),
        ("malformed", on_1("dispute.message", json!({"by": "client", "body": "x", "at": "yesterday"})), json!("bad")),
        (
            "malformed",
            bytes(json!({"id": "bad", "at": "2026-11-03T09:12:00Z", "type": "order.delivered"})),
            json!("bad"),
        ),
        ("not_a_party", on_1("dispute.message", json!({"by": "mediator", "body": "x"})), json!("bad")),
        ("bad_amount", placed(json!({"minor": 0, "currency": "EUR"})), json!("O-9-1")),
        ("bad_amount", placed(json!({"minor": -5, "currency": "EUR"})), json!("O-9-1")),
        ("bad_amount", placed(json!({"minor": 1.5, "currency": "EUR"})), json!("O-9-1")),
        ("bad_currency", placed(json!({"minor": 5, "currency": "EURO"})), json!("O-9-1")),
        ("bad_currency", placed(json!({"minor": 5, "currency": "ZZZ"})), json!("O-9-1")),
        ("unknown_order", bytes(event("bad", "O-404", "order.delivered", json!({"body": "x"}))), json!("bad")),
        (
            "unknown_proposal",
            on_1("proposal.answered", json!({"by": "client", "proposal": "p9", "accept": true})),
            json!("bad"),
        ),
        ("unknown_ask", on_1("dispute.message", json!({"by": "client", "body": "x", "answers": "q9"})), json!("bad")),
        ("bad_state", on_1("order.completed", json!({})), json!("bad")),
        ("bad_state", again, json!("bad")),
        ("duplicate_id", bytes(event("O-1-2", "O-1", "order.delivered", json!({"body": "Autre."}))), json!("O-1-2")),
        ("seller_cannot_open", on_1("dispute.opened", json!({"by": "seller", "justification": "x"})), json!("bad")),
    ];
    for (code, bad, id) in cases {
        let home = Home::new();
        let input = around(&bad);
        let output = home.pipe(&input, &["ingest", "-", "--rejects", "rejects.jsonl", "--json"]);
        let told = format!("{code}: {}\n{}", String::from_utf8_lossy(&bad), output.stdout);
        assert_eq!((output.status, output.stderr.as_str()), (3, ""), "{told}");
        let summary = output.json();
        assert_eq!(keys(&summary), ["accepted", "disputes_opened", "duplicates", "rejected", "rejects"], "{told}");
        assert_eq!((&summary["accepted"], &summary["rejected"]), (&json!(7), &json!(1)), "{told}");
        assert_eq!((&summary["duplicates"], &summary["disputes_opened"]), (&json!(0), &json!(1)), "{told}");
        let reject = &summary["rejects"][0];
        assert_eq!(keys(reject), ["code", "id", "line", "message"], "{told}");
        assert_eq!((&reject["line"], &reject["code"]), (&json!(7), &json!(code)), "{told}");
        assert_eq!(reject["id"], id, "{told}");
        assert_eq!(fs::read(home.path("rejects.jsonl")).unwrap(), [&bad[..], b"\n"].concat(), "{told}");
        let thread = home.show("D-1001")["thread"].to_string();
        assert!(thread.contains("Bien reçu"), "{told}");

        // The same without --json: a line on stderr, a summary for people, the same status.
        let again = home.pipe(&input, &["ingest", "-"]);
        assert_eq!(again.status, 3, "{told}");
        assert!(again.stderr.starts_with(&format!("litige: {code}: line 7")), "{}", again.stderr);
        assert_eq!(again.stderr.lines().count(), 1, "{}", again.stderr);
        assert!(again.stdout.contains("7 duplicates") && again.stdout.contains("1 rejected"), "{}", again.stdout);
    }
}

#[test]
fn a_ground_that_is_not_there_yet_is_named() {
    let mut events = delivered("O-1");
    events.extend(refused_twice("O-1", "revision").into_iter().take(2));
    events.push(event("open", "O-1", "dispute.opened", json!({"by": "client", "justification": "x"})));
    let output = Home::new().pipe(lines(&events).as_bytes(), &["ingest", "-", "--json"]);
    assert_eq!(output.json()["rejects"][0]["code"], "no_ground");
}

#[test]
fn a_second_request_waits_for_the_first() {
    let mut events = delivered("O-1");
    events.push(event("r1", "O-1", "revision.requested", json!({"body": "x"})));
    events.push(event("r2", "O-1", "cancellation.requested", json!({"body": "x"})));
    let output = Home::new().pipe(lines(&events).as_bytes(), &["ingest", "-", "--json"]);
    assert_eq!(output.json()["rejects"][0]["code"], "pending_request");
}

#[test]
fn a_closed_discussion_takes_no_more_messages() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x"]).ok();
    let late = lines(&[message("late", "O-1", "client", "Encore un mot")]);
    let output = home.pipe(late.as_bytes(), &["ingest", "-", "--json"]);
    assert_eq!((output.status, &output.json()["rejects"][0]["code"]), (3, &json!("thread_closed")));
}

#[test]
fn the_same_file_twice_has_no_effect_twice() {
    let home = Home::with(&[]);
    let input = lines(&disputed("O-1"));
    let run = || home.pipe(input.as_bytes(), &["ingest", "-", "--json"]).ok().json();
    let counts = |s: Value| [&s["accepted"], &s["duplicates"], &s["rejected"], &s["disputes_opened"]].map(Clone::clone);
    assert_eq!(counts(run()), [json!(6), json!(0), json!(0), json!(1)]);
    let before = home.dump();
    assert_eq!(counts(run()), [json!(0), json!(6), json!(0), json!(0)]);
    assert_eq!(home.dump(), before);
}

#[test]
fn lines_may_end_as_they_like() {
    let whole = lines(&disputed("O-1"));
    let last = lines(&[message("m", "O-1", "client", "fin")]);
    let inputs: [(&str, Vec<u8>); 4] = [
        ("no line feed at the end", (whole.clone() + last.trim_end()).into_bytes()),
        ("carriage returns", (whole.clone() + &last).replace('\n', "\r\n").into_bytes()),
        ("blank lines", format!("\n \n\t\r\n{}\n\n", (whole.clone() + &last).replace('\n', "\n\n")).into_bytes()),
        ("a byte order mark", [b"\xef\xbb\xbf", (whole + &last).as_bytes()].concat()),
    ];
    for (what, input) in inputs {
        let home = Home::new();
        home.write("events.jsonl", &input);
        let summary = home.run(&["ingest", "events.jsonl", "--json"]).ok().json();
        assert_eq!(summary["accepted"], 7, "{what}");
    }
    let empty = Home::new().pipe(b"", &["ingest", "-", "--json"]).ok().json();
    assert_eq!(empty["accepted"], 0);
}

#[test]
fn a_line_too_long_to_hold_is_rejected_whole_and_in_its_place() {
    let home = Home::new();
    let long = [b"{\"id\": \"", vec![b'x'; 9 << 20].as_slice(), b"\"}"].concat();
    let bad = [b"before\n", &long[..], b"\nafter"].concat();
    let output = home.pipe(&around(&bad), &["ingest", "-", "--rejects", "r", "--json"]);
    assert_eq!(output.status, 3);
    assert_eq!(output.json()["accepted"], 7);
    let rejects = output.json()["rejects"].clone();
    let lines: Vec<_> = rejects.as_array().unwrap().iter().map(|r| (&r["line"], &r["code"])).collect();
    assert_eq!(
        lines,
        [(&json!(7), &json!("malformed")), (&json!(8), &json!("malformed")), (&json!(9), &json!("malformed"))]
    );
    assert!(fs::read(home.path("r")).unwrap() == [&bad[..], b"\n"].concat());
}

#[test]
fn rejects_given_back_in_order_are_the_input_of_the_next_try() {
    let home = Home::new();
    // The dispute's events come before the order: all but the placing itself are rejected at first.
    let mut events = disputed("O-1");
    events.rotate_left(1);
    let output = home.pipe(lines(&events).as_bytes(), &["ingest", "-", "--rejects", "again.jsonl", "--json"]);
    assert_eq!((output.status, &output.json()["rejected"]), (3, &json!(5)));
    let again = home.run(&["ingest", "again.jsonl", "--json"]).ok().json();
    assert_eq!((&again["accepted"], &again["disputes_opened"]), (&json!(5), &json!(1)));
}

#[test]
fn more_lines_than_one_transaction_takes_are_all_applied() {
    let home = Home::new();
    let mut events = disputed("O-1");
    events.extend((0..1700).map(|n| message(&format!("m{n}"), "O-1", "client", &format!("message {n}"))));
    events.insert(1200, json!({"id": "odd"}));
    let output = home.pipe(lines(&events).as_bytes(), &["ingest", "-", "--json"]);
    let summary = output.json();
    assert_eq!((&summary["accepted"], &summary["rejects"][0]["line"]), (&json!(1706), &json!(1201)));
    assert_eq!(home.run(&["verify", "--json"]).ok().json()["checked"]["orders"], 1);
}

#[test]
fn input_that_cant_be_read_makes_nothing() {
    let home = Home::new();
    fs::create_dir(home.path("folder")).unwrap();
    for file in ["nowhere.jsonl", "folder"] {
        home.run(&["ingest", file]).failed(1, "io");
        home.run(&["ingest", file, "--json"]).failed(1, "io");
    }
    assert!(!home.db().exists());
}

#[cfg(target_os = "linux")]
#[test]
fn input_that_breaks_off_says_what_stays() {
    let home = Home::new();
    // Opens like a file, and can't be read at its beginning.
    let told = home.run(&["ingest", "/proc/self/mem", "--json"]);
    told.failed(1, "io");
    let error = &told.json()["error"];
    assert!(error["message"].as_str().unwrap().contains("line 1"), "{error}");
    assert_eq!(keys(&error["detail"]), ["accepted", "disputes_opened", "duplicates", "rejected"]);
}

#[test]
fn rejects_never_go_where_something_is_read_or_kept() {
    let home = Home::with(&disputed("O-1"));
    let before = home.dump();
    let input = lines(&disputed("O-2")) + "bad\n";
    home.write("in.jsonl", &input);
    fs::hard_link(home.path("in.jsonl"), home.path("hard.jsonl")).unwrap();
    std::os::unix::fs::symlink(home.path("in.jsonl"), home.path("soft.jsonl")).unwrap();
    let db = home.db();
    let wal = format!("{}-wal", db.display());
    for rejects in ["in.jsonl", "./in.jsonl", "hard.jsonl", "soft.jsonl", db.to_str().unwrap(), &wal] {
        home.run(&["ingest", "in.jsonl", "--rejects", rejects]).failed(2, "usage");
    }
    home.run(&["ingest", db.to_str().unwrap()]).failed(2, "usage");
    let redirected = home
        .command(&["ingest", "-", "--rejects", "in.jsonl"])
        .stdin(fs::File::open(home.path("in.jsonl")).unwrap())
        .output()
        .unwrap();
    assert_eq!(redirected.status.code(), Some(2));
    home.run(&["ingest", "in.jsonl", "--rejects", "nowhere/r.jsonl"]).failed(1, "io");
    assert_eq!(fs::read_to_string(home.path("in.jsonl")).unwrap(), input);
    assert_eq!(home.dump(), before);
}

#[test]
fn rejects_of_a_good_file_are_an_empty_file() {
    let home = Home::new();
    home.write("r", "left over from before");
    home.pipe(lines(&disputed("O-1")).as_bytes(), &["ingest", "-", "--rejects", "r"]).ok();
    assert_eq!(fs::read_to_string(home.path("r")).unwrap(), "");
}
