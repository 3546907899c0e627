//! The JSON of the contract: every object has exactly its fields.

use serde_json::{Value, json};

use crate::support::{Home, delivered, disputed, event, keys, message, refused_twice};

const DISPUTE: [&str; 13] = [
    "claimed_by",
    "due_at",
    "ground",
    "id",
    "justification",
    "lease_until",
    "opened_at",
    "opened_by",
    "order",
    "round",
    "state",
    "version",
    "waiting_on",
];
const DECISION: [&str; 10] =
    ["at", "basis", "by", "cites", "effective_at", "outcome", "reasons", "refund", "reversed", "seller_gets"];
const LEDGER: [&str; 4] = ["client", "escrow", "paid_in", "seller"];

/// A case with everything in it, but a decision.
fn full_case() -> Home {
    let mut events = disputed("O-1");
    events.push(event(
        "why",
        "O-1",
        "dispute.message",
        json!({"by": "client", "body": "Rien ne correspond.", "answers": "q1"}),
    ));
    events.push(event(
        "files",
        "O-1",
        "dispute.message",
        json!({"by": "client", "body": "Voyez l’été : C++", "attachments": [
            {"name": "a.png", "media_type": "image/png", "origin": "platform"},
            {"name": "chat.txt", "media_type": "text/plain", "origin": "external", "text": "hi"},
        ]}),
    ));
    let home = Home::with(&events);
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    home.act("ines", &["note", "D-1001", "À suivre"]).ok();
    home.act("ines", &["ask", "D-1001", "--to", "seller", "Les sources ?"]).ok();
    home.act("ines", &["propose", "D-1001", "--refund", "40,00"]).ok();
    home.act("ines", &["propose", "D-1001", "--relaunch", "Une semaine de plus"]).ok();
    home
}

#[test]
fn show_has_the_contracts_fields() {
    let show = full_case().show("D-1001");
    assert_eq!(
        keys(&show),
        ["asks", "decision", "dispute", "ledger", "notes", "order", "proposals", "thread", "timeline"]
    );
    assert_eq!(keys(&show["dispute"]), DISPUTE);
    assert_eq!(
        keys(&show["order"]),
        ["amount", "brief", "client", "due", "id", "lang", "placed_at", "seller", "state", "title"]
    );
    assert_eq!(keys(&show["order"]["client"]), ["id", "name"]);
    assert_eq!(show["order"]["amount"], json!({"minor": 12000, "currency": "EUR"}));
    assert_eq!(show["ledger"], json!({"paid_in": 12000, "escrow": 12000, "seller": 0, "client": 0}));
    assert_eq!(show["decision"], Value::Null);
    let each = |list: &str, fields: &[&str]| {
        let list = show[list].as_array().unwrap();
        assert!(!list.is_empty());
        list.iter().for_each(|item| assert_eq!(keys(item), fields, "{item}"));
    };
    each("timeline", &["at", "body", "by", "type"]);
    each("thread", &["at", "attachments", "author", "body", "from", "id", "read_by"]);
    each("notes", &["at", "body", "by", "id"]);
    each("asks", &["body", "due_at", "id", "state", "to"]);
    each("proposals", &["by", "client", "id", "kind", "refund", "seller", "state", "terms"]);
}

#[test]
fn show_says_what_the_case_is() {
    let show = full_case().show("D-1001");
    let dispute = &show["dispute"];
    for (field, value) in [
        ("id", json!("D-1001")),
        ("order", json!("O-1")),
        ("state", json!("open")),
        ("ground", json!("cancellation_refused_twice")),
        ("opened_by", json!("automatic")),
        ("opened_at", json!("2026-11-03T09:12:00Z")),
        ("justification", json!("Rien ne correspond.")),
        ("claimed_by", json!("ines")),
        ("round", json!(1)),
    ] {
        assert_eq!(dispute[field], value, "{field}");
    }
    let types: Vec<_> = show["timeline"].as_array().unwrap().iter().map(|m| m["type"].as_str().unwrap()).collect();
    assert!(types.starts_with(&["order.placed", "order.delivered", "cancellation.requested", "cancellation.refused"]));
    let thread = show["thread"].as_array().unwrap();
    let with_files = thread.iter().find(|m| m["body"] == "Voyez l’été : C++").unwrap();
    let files = with_files["attachments"].as_array().unwrap();
    assert_eq!(keys(&files[0]), ["admissible", "id", "name", "origin", "reason"]);
    assert_eq!((&files[0]["admissible"], &files[0]["reason"]), (&json!(true), &Value::Null));
    assert_eq!((&files[1]["admissible"], &files[1]["origin"]), (&json!(false), &json!("external")));
    assert!(files[1]["reason"].is_string());
    let said = thread.iter().find(|m| m["body"] == "Bonjour").unwrap();
    assert_eq!((&said["from"], &said["author"]), (&json!("mediator"), &json!("ines")));
    let [refund, relaunch] = show["proposals"].as_array().unwrap().as_slice() else { panic!("two proposals") };
    assert_eq!(refund["refund"], json!({"minor": 4000, "currency": "EUR"}));
    assert_eq!((&refund["state"], &refund["client"]), (&json!("superseded"), &Value::Null));
    assert_eq!((&relaunch["kind"], &relaunch["refund"]), (&json!("relaunch"), &Value::Null));
    assert_eq!(relaunch["terms"], "Une semaine de plus");
}

#[test]
fn a_client_who_chose_to_open_is_the_opener() {
    let mut events = delivered("O-1");
    events.extend(refused_twice("O-1", "revision"));
    events.push(event("open", "O-1", "dispute.opened", json!({"by": "client", "justification": "Deux refus."})));
    let show = Home::with(&events).show("D-1001");
    assert_eq!(show["dispute"]["opened_by"], "client");
    assert_eq!(show["dispute"]["ground"], "revision_refused_twice");
    assert_eq!(show["dispute"]["justification"], "Deux refus.");
}

#[test]
fn the_queue_is_an_array_of_disputes_with_their_order_in_short() {
    let home = Home::with(&[disputed("O-1"), disputed("O-2"), vec![message("m", "O-2", "client", "Alors ?")]].concat());
    let queue = home.run(&["queue", "--json"]).ok().json();
    let rows = queue.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let mut fields = DISPUTE.to_vec();
    fields.push("unread");
    fields.sort_unstable();
    for row in rows {
        assert_eq!(keys(row), fields);
        assert_eq!(keys(&row["order"]), ["amount", "client", "id", "seller", "title"]);
        assert_eq!(row["order"]["client"], "Léa Martin");
        assert_eq!(row["order"]["seller"], "Studio Nova");
        assert_eq!(row["order"]["amount"], json!({"minor": 12000, "currency": "EUR"}));
    }
    let of = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
    assert_eq!((&of("D-1001")["unread"], &of("D-1002")["unread"]), (&json!(0), &json!(1)));
    assert_eq!(of("D-1002")["order"]["id"], "O-2");
    assert_eq!(of("D-1001")["justification"], Value::Null);
}

#[test]
fn each_view_and_filter_of_the_queue_shows_its_own() {
    let home = Home::with(&["O-1", "O-2", "O-3"].map(disputed).concat());
    home.act("ines", &["claim", "D-1001"]).ok();
    home.act("noor", &["decide", "D-1003", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    for (args, ids) in [
        (&["--view", "open"][..], &["D-1001", "D-1002"][..]),
        (&["--view", "mine", "--as", "ines"], &["D-1001"]),
        (&["--view", "mine", "--as", "noor"], &[]),
        (&["--view", "unclaimed"], &["D-1002"]),
        (&["--view", "decided"], &["D-1003"]),
        (&["--view", "all"], &["D-1001", "D-1002", "D-1003"]),
        (&["--query", "O-2"], &["D-1002"]),
        (&["--query", "lea restaurant"], &["D-1001", "D-1002"]),
        (&["--query", "nothing"], &[]),
    ] {
        let queue = home.run(&[&["queue", "--json"], args].concat()).ok().json();
        let mut found: Vec<_> = queue.as_array().unwrap().iter().map(|d| d["id"].as_str().unwrap()).collect();
        found.sort_unstable();
        assert_eq!(found, ids, "{args:?}");
    }
    let limited = home.run(&["queue", "--view", "all", "--limit", "2", "--json"]).ok().json();
    assert_eq!(limited.as_array().unwrap().len(), 2);
    home.run(&["queue", "--view", "mine"]).failed(3, "not_a_mediator");
    home.act("inse", &["queue", "--view", "mine"]).failed(3, "not_a_mediator");
}

#[test]
fn search_finds_messages_newest_first() {
    let home = full_case();
    let found = home.run(&["search", "voyez ete", "--json"]).ok().json();
    let hits = found.as_array().unwrap();
    assert_eq!(hits.len(), 1);
    let all = ["at", "attachment", "dispute", "event", "from", "kind", "message", "note", "proposal", "snippet"];
    assert_eq!(keys(&hits[0]), all);
    assert_eq!(hits[0]["kind"], "message");
    assert_eq!((&hits[0]["dispute"], &hits[0]["from"]), (&json!("D-1001"), &json!("client")));
    assert!(hits[0]["snippet"].as_str().unwrap().contains("l’été"));
    for odd in ["C++", "\"", "NEAR(", "l'été", "a@b.fr", "*", "-", ""] {
        home.run(&["search", "--json", "--", odd]).ok();
    }
    let home = Home::with(&disputed("O-1"));
    home.ingest(&(0..30).map(|n| message(&format!("m{n}"), "O-1", "client", &format!("mot {n}"))).collect::<Vec<_>>());
    let found = home.run(&["search", "mot", "--limit", "5", "--json"]).ok().json();
    let snippets: Vec<_> = found.as_array().unwrap().iter().map(|h| h["snippet"].as_str().unwrap()).collect();
    assert_eq!(snippets, ["mot 29", "mot 28", "mot 27", "mot 26", "mot 25"]);
}

#[test]
fn what_changes_a_case_prints_the_dispute_and_what_it_made() {
    let home = Home::with(&disputed("O-1"));
    let later = "--until=2099-01-01T00:00:00Z";
    for (args, made) in [
        (&["claim", "D-1001"][..], None),
        (&["say", "D-1001", "Bonjour"], Some('m')),
        (&["note", "D-1001", "Note"], Some('n')),
        (&["ask", "D-1001", "--to", "client", "Quoi ?"], Some('q')),
        (&["propose", "D-1001", "--refund", "40.00"], Some('p')),
        (&["propose", "D-1001", "--relaunch", "Encore"], Some('p')),
        (&["snooze", "D-1001", later], None),
        (&["release", "D-1001"], None),
    ] {
        let done = home.act("ines", &[args, &["--json"]].concat()).ok().json();
        assert_eq!(keys(&done), ["dispute", "made"], "{args:?}");
        assert_eq!(keys(&done["dispute"]), DISPUTE, "{args:?}");
        assert_eq!(done["made"].as_str().and_then(|id| id.chars().next()), made, "{args:?}");
    }
}

#[test]
fn decide_undo_and_approve_print_dispute_decision_and_ledger() {
    let home = Home::with(&disputed("O-1"));
    let decide =
        ["decide", "D-1001", "--outcome", "partial-refund", "--refund", "40,5", "--reasons", "Moitié.", "--json"];
    let decided = home.act("ines", &decide).ok().json();
    assert_eq!(keys(&decided), ["decision", "dispute", "ledger"]);
    assert_eq!(keys(&decided["dispute"]), DISPUTE);
    assert_eq!(keys(&decided["decision"]), DECISION);
    assert_eq!(keys(&decided["ledger"]), LEDGER);
    assert_eq!(decided["dispute"]["state"], "decided");
    let decision = &decided["decision"];
    for (field, value) in [
        ("outcome", json!("partial_refund")),
        ("basis", json!("imposed")),
        ("refund", json!({"minor": 4050, "currency": "EUR"})),
        ("seller_gets", json!({"minor": 7950, "currency": "EUR"})),
        ("reasons", json!("Moitié.")),
        ("cites", json!([])),
        ("by", json!("ines")),
        ("reversed", json!(false)),
    ] {
        assert_eq!(decision[field], value, "{field}");
    }
    assert_eq!(decided["ledger"], json!({"paid_in": 12000, "escrow": 0, "seller": 7950, "client": 4050}));
    assert_eq!(home.show("D-1001")["decision"], *decision, "show says the same");

    let undone = home.act("ines", &["undo", "D-1001", "--json"]).ok().json();
    assert_eq!(keys(&undone), ["decision", "dispute", "ledger"]);
    assert_eq!((&undone["dispute"]["state"], &undone["dispute"]["round"]), (&json!("open"), &json!(2)));
    assert_eq!(undone["decision"]["reversed"], true);
    assert_eq!(undone["ledger"], json!({"paid_in": 12000, "escrow": 12000, "seller": 0, "client": 0}));
    assert_eq!(home.show("D-1001")["decision"]["reversed"], true, "what was undone is still told");
}

#[test]
fn a_second_mediator_approves_or_refuses() {
    let home = Home::new();
    home.set_policy(&["second_mediator_above=EUR=100"]);
    home.ingest(&[disputed("O-1"), disputed("O-2")].concat());
    for handle in ["ines", "noor"] {
        home.act("lea", &["mediator", "add", handle, "--name", handle]).ok();
    }
    for dispute in ["D-1001", "D-1002"] {
        let args = ["decide", dispute, "--outcome", "client-refunded", "--reasons", "Rien livré.", "--json"];
        let decided = home.act("ines", &args).ok().json();
        assert_eq!(decided["decision"]["effective_at"], Value::Null);
        assert_eq!(decided["ledger"]["escrow"], 12000, "no money moves before the second word");
    }
    home.act("ines", &["approve", "D-1001"]).failed(3, "conflict_of_interest");
    let approved = home.act("noor", &["approve", "D-1001", "--json"]).ok().json();
    assert_eq!(keys(&approved), ["decision", "dispute", "ledger"]);
    assert_eq!(approved["ledger"], json!({"paid_in": 12000, "escrow": 0, "seller": 0, "client": 12000}));
    assert!(approved["decision"]["effective_at"].is_string());
    let refused = home.act("noor", &["refuse", "D-1002", "--reason", "Trop tôt.", "--json"]).ok().json();
    assert_eq!(keys(&refused), ["dispute", "made"]);
    assert_eq!(refused["dispute"]["state"], "open");
    home.act("noor", &["approve", "D-1002"]).failed(3, "bad_state");
}

#[test]
fn the_outbox_is_json_lines_with_a_cursor() {
    let home = Home::new();
    home.set_policy(&["hold_minutes=0"]);
    home.ingest(&disputed("O-1"));
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès"]).ok();
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    home.act("ines", &["ask", "D-1001", "--to", "client", "Quoi ?"]).ok();
    home.act("ines", &["propose", "D-1001", "--refund", "40"]).ok();
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    let lines = home.run(&["outbox"]).ok().json_lines();
    let types: Vec<_> = lines.iter().map(|l| l["type"].as_str().unwrap()).collect();
    for word in ["dispute.opened", "message.posted", "ask.opened", "proposal.made", "decision.effective"] {
        assert!(types.contains(&word), "{word} in {types:?}");
    }
    let seqs: Vec<_> = lines.iter().map(|l| l["seq"].as_i64().unwrap()).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] < pair[1]), "{seqs:?}");
    for line in &lines {
        assert!(line["at"].is_string());
        assert_eq!((&line["v"], &line["order"], &line["dispute"]), (&json!(1), &json!("O-1"), &json!("D-1001")));
    }
    let cursor = seqs[1].to_string();
    let rest = home.run(&["outbox", "--after", &cursor]).ok();
    assert_eq!(rest.json_lines(), lines[2..]);
    assert_eq!(home.run(&["outbox", "--after", &cursor, "--json"]).ok().stdout, rest.stdout, "the same lines again");
    assert_eq!(home.run(&["outbox", "--after", &cursor, "--limit", "1"]).ok().json_lines(), lines[2..3]);
    assert_eq!(home.run(&["outbox", "--after", &seqs.last().unwrap().to_string()]).ok().stdout, "");
}

#[test]
fn a_decision_on_hold_is_not_in_the_outbox() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    let lines = home.run(&["outbox"]).ok().json_lines();
    assert!(lines.iter().all(|l| l["type"] != "decision.effective"), "{lines:?}");
}

#[test]
fn verify_has_the_contracts_fields_and_knows_a_cut_off_tail() {
    let home = full_case();
    let verified = home.run(&["verify", "--json"]).ok().json();
    assert_eq!(keys(&verified), ["checked", "faults", "head", "ok"]);
    assert_eq!(
        keys(&verified["checked"]),
        ["audit_records", "decisions", "disputes", "ledger_entries", "messages", "orders"]
    );
    assert_eq!((&verified["ok"], &verified["faults"]), (&json!(true), &json!([])));
    assert_eq!((&verified["checked"]["orders"], &verified["checked"]["disputes"]), (&json!(1), &json!(1)));
    let head = verified["head"].as_str().unwrap();
    home.run(&["verify", "--head", head]).ok();
    let cut = home.run(&["verify", "--head", &"0".repeat(head.len()), "--json"]);
    assert_eq!(cut.status, 1);
    assert_eq!(cut.json()["ok"], false);
    assert_eq!(keys(&cut.json()["faults"][0]), ["at", "check", "message"]);
    assert_eq!(cut.json()["faults"][0]["check"], "audit");
}

#[test]
fn the_team_is_listed() {
    let home = Home::with(&[]);
    let team = home.run(&["mediator", "list", "--json"]).ok().json();
    let of = |handle: &str| team.as_array().unwrap().iter().find(|m| m["handle"] == handle).unwrap().clone();
    assert_eq!((&of("ines")["name"], &of("ines")["role"]), (&json!("Name of ines"), &json!("mediator")));
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès", "--role", "lead"]).ok();
    let team = home.run(&["mediator", "list", "--json"]).ok().json();
    let ines: Vec<_> = team.as_array().unwrap().iter().filter(|m| m["handle"] == "ines").collect();
    assert_eq!(ines.len(), 1, "a second add changes the first");
    assert_eq!((&ines[0]["name"], &ines[0]["role"]), (&json!("Inès"), &json!("lead")));
}
