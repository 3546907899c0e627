//! What mediators do, and what is refused: args → exit status and code, and nothing changed.

use serde_json::json;

use crate::support::{Home, delivered, disputed, event, message, priced, refused_twice};

fn answer(id: &str, order: &str, by: &str, proposal: &str, accept: bool) -> serde_json::Value {
    event(id, order, "proposal.answered", json!({"by": by, "proposal": proposal, "accept": accept}))
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut events = ["O-1", "O-2", "O-3"].map(disputed).concat();
    events.push(event(
        "files",
        "O-1",
        "dispute.message",
        json!({"by": "client", "body": "Voir", "attachments": [
            {"name": "chat.txt", "media_type": "text/plain", "origin": "external"},
        ]}),
    ));
    let home = Home::with(&events);
    home.act("noor", &["claim", "D-1002"]).ok();
    home.act("noor", &["decide", "D-1003", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    let before = home.dump();
    let wins = ["--outcome", "seller-wins", "--reasons", "Livré."];
    let partial = ["--outcome", "partial-refund", "--reasons", "Moitié."];
    let decide = |dispute, rest: &[&'static str]| [&["decide", dispute], rest].concat();
    let cases: Vec<(Vec<&str>, i32, &str)> = vec![
        // No such thing.
        (vec!["show", "D-999"], 5, "unknown_dispute"),
        (vec!["claim", "D-999"], 5, "unknown_dispute"),
        (vec!["say", "D-999", "x"], 5, "unknown_dispute"),
        (vec!["propose", "D-999", "--refund", "4"], 5, "unknown_dispute"),
        (decide("D-999", &wins), 5, "unknown_dispute"),
        (vec!["undo", "D-999"], 5, "unknown_dispute"),
        (vec!["approve", "D-999"], 5, "unknown_dispute"),
        (vec!["inadmissible", "D-1001", "--attachment", "a99", "--reason", "x"], 5, "unknown_attachment"),
        (decide("D-1001", &["--outcome", "seller-wins", "--reasons", "x", "--cites", "m99"]), 5, "unknown_message"),
        (decide("D-1001", &["--outcome", "seller-wins", "--reasons", "x", "--cites", "a99"]), 5, "unknown_attachment"),
        // Someone else.
        (vec!["say", "D-1002", "x"], 4, "claimed_by_other"),
        (vec!["claim", "D-1002"], 4, "claimed_by_other"),
        (vec!["ask", "D-1002", "--to", "client", "x"], 4, "claimed_by_other"),
        (decide("D-1002", &wins), 4, "claimed_by_other"),
        (decide("D-1003", &wins), 4, "already_decided"),
        (decide("D-1001", &["--outcome", "seller-wins", "--reasons", "x", "--seen", "0"]), 4, "changed_since"),
        // A closed discussion.
        (vec!["say", "D-1003", "x"], 3, "thread_closed"),
        (vec!["ask", "D-1003", "--to", "client", "x"], 3, "thread_closed"),
        (vec!["propose", "D-1003", "--refund", "40"], 3, "thread_closed"),
        // Amounts.
        (vec!["propose", "D-1001", "--refund", "40.001"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "0"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "120"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "120.01"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "-5"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "1e2"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "99999999999999999999"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", ""], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "100%"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "0,00 %"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "12.345%"], 3, "bad_amount"),
        (vec!["propose", "D-1001", "--refund", "%"], 3, "bad_amount"),
        // Money moves on a figure, never on a share of one.
        (decide("D-1001", &[&partial[..], &["--refund", "100%"]].concat()), 3, "bad_amount"),
        (decide("D-1001", &[&partial[..], &["--refund", "forty"]].concat()), 3, "bad_amount"),
        (decide("D-1001", &[&partial[..], &["--refund", "120"]].concat()), 3, "bad_amount"),
        (decide("D-1001", &[&partial[..], &["--refund", "0,00"]].concat()), 3, "bad_amount"),
        // Evidence, agreement, texts.
        (decide("D-1001", &["--outcome", "seller-wins", "--reasons", "x", "--cites", "a1"]), 3, "inadmissible_cited"),
        (decide("D-1001", &["--outcome", "relaunch", "--reasons", "x"]), 3, "no_agreement"),
        (decide("D-1001", &["--outcome", "seller-wins", "--reasons", "  "]), 3, "malformed"),
        (vec!["say", "D-1001", ""], 3, "malformed"),
        (vec!["note", "D-1001", "\n"], 3, "malformed"),
        (vec!["inadmissible", "D-1001", "--attachment", "a1", "--reason", "again"], 3, "bad_state"),
        (vec!["undo", "D-1001"], 3, "bad_state"),
        (vec!["approve", "D-1001"], 3, "bad_state"),
        (vec!["refuse", "D-1001", "--reason", "x"], 3, "bad_state"),
        (vec!["snooze", "D-1001", "--until", "2020-01-01"], 3, "bad_state"),
        // What a lead does.
        (vec!["erase", "C-O-1"], 3, "not_a_lead"),
        (vec!["mediator", "add", "new", "--name", "New"], 3, "not_a_lead"),
        (vec!["mediator", "add", "ines", "--name", "Inès", "--role", "lead"], 3, "not_a_lead"),
        (vec!["mediator", "conflict", "noor", "--with", "C-O-1"], 3, "not_a_lead"),
        (vec!["mediator", "retire", "noor"], 3, "not_a_lead"),
    ];
    for (args, status, code) in &cases {
        home.act("ines", args).failed(*status, code);
        home.act("ines", &[args, &["--json"][..]].concat()).failed(*status, code);
    }
    home.act("lea", &["erase", "nobody"]).failed(5, "unknown_person");
    assert_eq!(home.dump(), before);
}

#[test]
fn only_mediators_act() {
    let home = Home::with(&disputed("O-1"));
    let before = home.dump();
    for args in [
        &["claim", "D-1001"][..],
        &["say", "D-1001", "x"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x"],
        &["note", "D-1001", "x"],
    ] {
        home.run(args).failed(3, "not_a_mediator");
        home.act("stranger", args).failed(3, "not_a_mediator");
        home.act("ro", args).failed(3, "not_a_mediator");
        home.act("", args).failed(3, "not_a_mediator");
    }
    let told = home.run(&["claim", "D-1001"]);
    assert!(told.stderr.contains("--as") && told.stderr.contains("LITIGE_AS"), "{}", told.stderr);
    assert_eq!(home.dump(), before);
}

#[test]
fn who_acts_comes_from_the_option_then_the_environment_then_the_configuration() {
    let home = Home::with(&["O-1", "O-2", "O-3"].map(disputed).concat());
    home.configure("mediator = \"lea\"\n");
    let holder = |id: &str| home.show(id)["dispute"]["claimed_by"].clone();
    home.run(&["claim", "D-1001"]).ok();
    assert_eq!(holder("D-1001"), "lea");
    assert!(home.command(&["claim", "D-1002"]).env("LITIGE_AS", "noor").output().unwrap().status.success());
    assert_eq!(holder("D-1002"), "noor");
    assert!(
        home.command(&["claim", "--as", "ines", "D-1003"]).env("LITIGE_AS", "noor").output().unwrap().status.success()
    );
    assert_eq!(holder("D-1003"), "ines");
    // An empty one names nobody, and the one in the configuration doesn't take its place.
    let nobody = home.command(&["release", "D-1001"]).env("LITIGE_AS", "").output().unwrap();
    assert!(String::from_utf8_lossy(&nobody.stderr).starts_with("litige: not_a_mediator: "), "{nobody:?}");
    home.act("", &["release", "D-1001"]).failed(3, "not_a_mediator");
    home.run(&["release", "D-1001"]).ok();
}

#[test]
fn one_mediators_own_case_is_not_theirs_to_judge() {
    let home = Home::with(&disputed("O-1"));
    home.act("lea", &["mediator", "add", "c-o-1", "--name", "Léa"]).ok();
    home.act("C-O-1", &["claim", "D-1001"]).failed(3, "conflict_of_interest");
}

#[test]
fn a_mediator_with_a_conflict_does_nothing_to_the_case_until_there_is_none() {
    let home = Home::with(&disputed("O-1"));
    home.act("lea", &["mediator", "conflict", "ines", "--with", "S-O-1"]).ok();
    let before = home.show("D-1001");
    for args in [
        &["claim", "D-1001"][..],
        &["say", "D-1001", "Bonjour"],
        &["note", "D-1001", "x"],
        &["ask", "D-1001", "--to", "client", "x"],
        &["propose", "D-1001", "--refund", "1"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x"],
        &["snooze", "D-1001", "--until", "2h"],
    ] {
        let refused = home.act("ines", args);
        refused.failed(3, "conflict_of_interest");
        assert!(refused.stderr.contains("the seller, S-O-1, is listed as a conflict of theirs"), "{}", refused.stderr);
    }
    assert_eq!(home.show("D-1001"), before);
    let team = home.run(&["mediator", "list"]).ok().stdout;
    assert!(team.lines().any(|line| line.starts_with("ines") && line.ends_with("S-O-1")), "{team}");
    // Named twice it is one; changing a name keeps it.
    home.act("lea", &["mediator", "conflict", "ines", "--with", "S-O-1"]).ok();
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès H."]).ok();
    home.act("ines", &["claim", "D-1001"]).failed(3, "conflict_of_interest");
    home.act("lea", &["mediator", "conflict", "ines", "--with", "S-O-1", "--remove"]).ok();
    home.act("ines", &["claim", "D-1001"]).ok();
    home.act("lea", &["mediator", "conflict", "nobody", "--with", "S-O-1"]).failed(3, "not_a_mediator");
    home.act("lea", &["mediator", "conflict", "ines", "--with", "INES", "--remove"]).failed(3, "conflict_of_interest");
}

#[test]
fn a_lead_takes_over_a_claim() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["claim", "D-1001"]).ok();
    home.act("noor", &["claim", "D-1001"]).failed(4, "claimed_by_other");
    home.act("lea", &["claim", "D-1001"]).ok();
    assert_eq!(home.show("D-1001")["dispute"]["claimed_by"], "lea");
}

#[test]
fn to_act_on_an_unclaimed_dispute_claims_it_and_release_gives_it_back() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    assert_eq!(home.show("D-1001")["dispute"]["claimed_by"], "ines");
    home.act("ines", &["release", "D-1001"]).ok();
    assert!(home.show("D-1001")["dispute"]["claimed_by"].is_null());
}

#[test]
fn texts_come_from_arguments_the_standard_input_and_files() {
    let home = Home::with(&["O-1", "O-2", "O-3"].map(disputed).concat());
    let raw = "« À l’œuvre »\n\tet \u{1b}[31m\u{202e}rouge";
    home.pipe(format!("{raw}\r\n\n").as_bytes(), &["say", "D-1001", "-", "--as", "ines"]).ok();
    home.pipe(b"a note\n", &["note", "D-1001", "-", "--as", "ines"]).ok();
    home.pipe(b"an ask", &["ask", "D-1001", "--to", "seller", "-", "--as", "ines"]).ok();
    home.pipe(b"a deal", &["propose", "D-1001", "--relaunch", "-", "--as", "ines"]).ok();
    let show = home.show("D-1001");
    let said: Vec<_> = show["thread"].as_array().unwrap().iter().map(|m| m["body"].as_str().unwrap()).collect();
    assert!(said.contains(&raw), "exactly as it came, but for the last line feeds: {said:?}");
    assert_eq!(show["notes"][0]["body"], "a note");
    assert_eq!(show["proposals"][0]["terms"], "a deal");
    home.write("reasons.txt", "Les raisons,\nsur deux lignes.\n");
    let decide = |id, reasons| ["decide", id, "--outcome", "seller-wins", "--as", "ines", "--reasons", reasons];
    home.run(&decide("D-1001", "@reasons.txt")).ok();
    assert_eq!(home.show("D-1001")["decision"]["reasons"], "Les raisons,\nsur deux lignes.");
    home.pipe(b"from a pipe\n", &decide("D-1002", "-")).ok();
    assert_eq!(home.show("D-1002")["decision"]["reasons"], "from a pipe");

    let before = home.dump();
    home.run(&decide("D-1003", "@nowhere.txt")).failed(1, "io");
    home.run(&decide("D-1003", "@.")).failed(1, "io");
    home.pipe(b"\xff\xfe", &decide("D-1003", "-")).failed(3, "malformed");
    home.pipe(&vec![b'x'; (1 << 20) + 1], &["say", "D-1003", "-", "--as", "ines"]).failed(3, "malformed");
    home.pipe(&vec![b'x'; 4 << 20], &["say", "D-1003", "-", "--as", "ines"]).failed(3, "malformed");
    assert_eq!(home.dump(), before);
}

#[test]
fn an_amount_is_typed_in_the_orders_currency() {
    let mut yen = priced("O-1", json!({"minor": 5000, "currency": "JPY"}));
    yen.extend(refused_twice("O-1", "cancellation"));
    let mut dinar = priced("O-2", json!({"minor": 5000, "currency": "TND"}));
    dinar.extend(refused_twice("O-2", "cancellation"));
    let home = Home::with(&[yen, dinar, disputed("O-3")].concat());
    for (dispute, typed, expected) in [
        ("D-1001", "1 200", Some(json!({"minor": 1200, "currency": "JPY"}))),
        ("D-1001", "12.5", None),
        ("D-1002", "1,250 TND", Some(json!({"minor": 1250, "currency": "TND"}))),
        ("D-1002", "1.2505", None),
        ("D-1003", "40,5", Some(json!({"minor": 4050, "currency": "EUR"}))),
        ("D-1003", "119.99", Some(json!({"minor": 11999, "currency": "EUR"}))),
    ] {
        let run = home.act("ines", &["propose", dispute, "--refund", typed]);
        match expected {
            Some(money) => {
                run.ok();
                let proposals = home.show(dispute)["proposals"].clone();
                assert_eq!(proposals.as_array().unwrap().last().unwrap()["refund"], money, "{typed}");
            }
            None => run.failed(3, "bad_amount"),
        }
    }
}

#[test]
fn a_key_makes_a_repeated_decision_harmless() {
    let home = Home::with(&disputed("O-1"));
    let decide = |reasons| {
        let args = ["decide", "D-1001", "--outcome", "client-refunded", "--reasons", reasons, "--key", "k1", "--json"];
        home.act("ines", &args)
    };
    let first = decide("Rien livré.").ok();
    let before = home.dump();
    assert_eq!(decide("Rien livré.").ok().json()["decision"], first.json()["decision"]);
    let other = decide("Autre chose.");
    assert!([3, 4].contains(&other.status), "other content under the same key is refused: {}", other.stdout);
    assert_eq!(home.dump(), before);
}

#[test]
fn a_text_with_a_blank_left_is_not_sent() {
    let home = Home::with(&disputed("O-1"));
    let before = home.dump();
    for args in [
        &["say", "D-1001", "Bonjour {client},"][..],
        &["note", "D-1001", "voir {what}"],
        &["ask", "D-1001", "--to", "client", "{what} ?"],
        &["propose", "D-1001", "--relaunch", "{terms}"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "{what}"],
    ] {
        let done = home.act("ines", args);
        assert!(done.stderr.contains("is still to be filled in"), "{args:?}: {}", done.stderr);
        done.failed(3, "malformed");
    }
    assert_eq!(home.dump(), before);
    let told = home.act("ines", &["say", "D-1001", "{client}, {amount}, {client}", "--json"]).json();
    assert_eq!(told["error"]["detail"]["placeholders"], json!(["{client}", "{amount}"]));
    // Braces that no ready reply knows are what the dispute may be about; doubled ones are meant.
    for text in ["a{color:red}", "printf(\"{name}\")", "{{client}}", "{ client }", "{CLIENT}"] {
        home.act("ines", &["say", "D-1001", text]).ok();
        assert_eq!(home.show("D-1001")["thread"].as_array().unwrap().last().unwrap()["body"], text);
    }
    // A team's own replies have blanks of their own.
    home.configure("");
    let folder = home.path("config/litige/ready");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("fr.md"), "## geste: offrir un geste\nVoici {coupon}.\n## Faux\n").unwrap();
    let done = home.act("ines", &["say", "D-1001", "Voici {coupon}."]);
    assert!(done.stderr.contains("fr.md, line 3: "), "{}", done.stderr);
    assert_eq!((done.status, done.stderr.contains("{coupon}")), (3, true), "{}", done.stderr);
}

#[test]
fn a_part_of_the_price_is_offered_in_figures() {
    let home = Home::with(&disputed("O-1"));
    for (typed, client, told) in [
        ("30%", 3_600, "€36.00 to the client, €84.00 to the seller"),
        ("33,33 %", 4_000, "€40.00 to the client, €80.00 to the seller"),
        ("0.01%", 1, "€0.01 to the client, €119.99 to the seller"),
    ] {
        let done = home.act("ines", &["propose", "D-1001", "--refund", typed]).ok();
        assert!(done.stdout.contains(told), "{typed}: {}", done.stdout);
        let offered = home.show("D-1001")["proposals"].as_array().unwrap().last().unwrap()["refund"].clone();
        assert_eq!(offered, json!({"minor": client, "currency": "EUR"}), "{typed}");
    }
}

#[test]
fn an_agreed_settlement_is_carried_out_as_agreed() {
    let home = Home::with(&["O-1", "O-2"].map(disputed).concat());
    home.act("ines", &["propose", "D-1001", "--refund", "40"]).ok();
    home.act("ines", &["propose", "D-1002", "--relaunch", "Une semaine de plus"]).ok();
    let relaunch = ["decide", "D-1002", "--outcome", "relaunch", "--reasons", "Accord.", "--json"];
    home.ingest(&[answer("c1", "O-1", "client", "p1", true), answer("c2", "O-2", "client", "p2", true)]);
    home.act("ines", &relaunch).failed(3, "no_agreement");
    home.ingest(&[answer("s1", "O-1", "seller", "p1", true), answer("s2", "O-2", "seller", "p2", true)]);
    let partial =
        ["decide", "D-1001", "--outcome", "partial-refund", "--refund", "40", "--reasons", "Accord.", "--json"];
    assert_eq!(home.act("ines", &partial).ok().json()["decision"]["basis"], "agreed");
    let relaunched = home.act("ines", &relaunch).ok().json();
    assert_eq!(relaunched["decision"]["refund"], json!(null));
    assert_eq!(relaunched["ledger"]["escrow"], 12000);
    let show = home.show("D-1002");
    assert_eq!((&show["order"]["state"], &show["dispute"]["state"]), (&json!("in_progress"), &json!("decided")));
    let answers = &show["proposals"][0];
    assert_eq!((&answers["client"], &answers["seller"]), (&json!("accepted"), &json!("accepted")));
    assert_eq!(answers["state"], "agreed");
}

#[test]
fn a_relaunched_order_may_be_disputed_again_and_each_dispute_is_shown() {
    let home = Home::with(&disputed("O-1"));
    home.act("ines", &["propose", "D-1001", "--relaunch", "Une semaine de plus"]).ok();
    home.ingest(&[answer("c", "O-1", "client", "p1", true), answer("s", "O-1", "seller", "p1", true)]);
    home.act("ines", &["decide", "D-1001", "--outcome", "relaunch", "--reasons", "Accord."]).ok();
    let again: Vec<_> = refused_twice("O-1", "cancellation")
        .into_iter()
        .enumerate()
        .map(|(n, mut event)| {
            event["id"] = json!(format!("again-{n}"));
            event
        })
        .collect();
    home.ingest(&again);
    let (first, second) = (home.show("D-1001"), home.show("D-1002"));
    assert_eq!((&first["dispute"]["id"], &first["dispute"]["state"]), (&json!("D-1001"), &json!("decided")));
    assert_eq!(first["decision"]["outcome"], "relaunch");
    assert_eq!((&second["dispute"]["id"], &second["dispute"]["state"]), (&json!("D-1002"), &json!("open")));
    assert_eq!((&second["dispute"]["order"], &second["decision"]), (&json!("O-1"), &json!(null)));
    assert_eq!(second["proposals"], json!([]));
    home.act("ines", &["say", "D-1001", "x"]).failed(3, "thread_closed");
    assert_ne!(home.act("ines", &["undo", "D-1001"]).status, 0, "the order has moved on");
    home.act("ines", &["say", "D-1002", "Rebonjour"]).ok();
    home.run(&["verify"]).ok();
}

#[test]
fn after_the_hold_a_decision_stands() {
    let home = Home::new();
    home.set_policy(&["hold_minutes=0"]);
    home.ingest(&disputed("O-1"));
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès"]).ok();
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    home.act("ines", &["undo", "D-1001"]).failed(3, "hold_over");
}

#[test]
fn a_snoozed_dispute_is_out_of_the_queue_until_a_party_writes() {
    let home = Home::with(&disputed("O-1"));
    let open = || home.run(&["queue", "--json"]).ok().json().as_array().unwrap().len();
    for time in ["2h", "3d", "tomorrow 9:00", "2099-11-25 09:00", "2099-11-25T09:00:00+01:00"] {
        home.act("ines", &["snooze", "D-1001", "--until", time]).ok();
        assert_eq!(open(), 0, "{time}");
    }
    home.ingest(&[message("m1", "O-1", "seller", "Me voici")]);
    assert_eq!(open(), 1);
}

#[test]
fn seen_is_the_version_that_was_read() {
    let home = Home::with(&disputed("O-1"));
    let seen = home.show("D-1001")["dispute"]["version"].to_string();
    home.ingest(&[message("m1", "O-1", "seller", "Attendez !")]);
    let decide = |seen: &str| {
        home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x", "--seen", seen, "--json"])
    };
    decide(&seen).failed(4, "changed_since");
    let now = home.show("D-1001")["dispute"]["version"].to_string();
    assert_ne!(seen, now);
    decide(&now).ok();
}

#[test]
fn evidence_struck_out_says_why() {
    let mut events = disputed("O-1");
    let file = json!({"name": "a.png", "media_type": "image/png", "origin": "platform"});
    events.push(event("f", "O-1", "dispute.message", json!({"by": "client", "body": "Voir", "attachments": [file]})));
    let home = Home::with(&events);
    home.act("ines", &["inadmissible", "D-1001", "--attachment", "a1", "--reason", "Retouchée"]).ok();
    let show = home.show("D-1001");
    let files: Vec<_> =
        show["thread"].as_array().unwrap().iter().flat_map(|m| m["attachments"].as_array().unwrap()).collect();
    assert_eq!((&files[0]["admissible"], &files[0]["reason"]), (&json!(false), &json!("Retouchée")));
    assert_eq!(files[0]["origin"], "platform");
}

#[test]
fn erasing_a_person_leaves_money_and_audit_whole() {
    let home = Home::with(&[disputed("O-1"), vec![message("m1", "O-1", "client", "mon secret")]].concat());
    let before = home.show("D-1001");
    let erased = home.act("lea", &["erase", "C-O-1", "--yes", "C-O-1", "--json"]).ok().json();
    assert!(erased["texts"].as_u64().unwrap() > 0);
    let after = home.run(&["show", "D-1001", "--json"]).ok();
    assert!(!after.stdout.contains("mon secret") && !after.stdout.contains("Léa Martin"), "{}", after.stdout);
    assert_eq!(after.json()["ledger"], before["ledger"]);
    assert_eq!(home.run(&["search", "secret", "--json"]).ok().json(), json!([]));
    home.run(&["verify"]).ok();
}

#[test]
fn an_erasure_first_shows_what_goes_and_what_stays() {
    let home = Home::with(&[disputed("O-1"), vec![message("m1", "O-1", "client", "mon secret")]].concat());
    home.act("ines", &["say", "D-1001", "Bonjour Léa Martin."]).ok();
    let before = home.dump();
    let shown = home.act("lea", &["erase", "C-O-1"]);
    assert_eq!((shown.status, shown.stderr.as_str()), (2, ""), "{}", shown.stdout);
    for told in [
        "C-O-1 (Léa Martin), a party of 1 order",
        "Not decided yet, and to be judged without their words from then on: D-1001.",
        "of messages: theirs whole",
        "backups and exported files",
        "Nothing was erased. To do it, add: --yes C-O-1",
    ] {
        assert!(shown.stdout.contains(told), "{told}: {}", shown.stdout);
    }
    let french = home.act("lea", &["erase", "C-O-1", "--lang", "fr"]).stdout;
    assert!(french.contains("a été effacé. Pour le faire, ajoutez"), "{french}");
    let counted = home.act("lea", &["erase", "C-O-1", "--json"]);
    assert_eq!((counted.status, &counted.json()["open"]), (2, &json!(["D-1001"])));
    // The id in full, and no other.
    for yes in ["C-O", "c-o-1", "S-O-1"] {
        home.act("lea", &["erase", "C-O-1", "--yes", yes]).failed(2, "usage");
    }
    for (who, code) in [("ines", "not_a_lead"), ("ro", "not_a_lead"), ("stranger", "not_a_mediator")] {
        home.act(who, &["erase", "C-O-1"]).failed(3, code);
        home.act(who, &["erase", "C-O-1", "--yes", "C-O-1"]).failed(3, code);
    }
    assert_eq!(home.dump(), before);
    let texts = home.act("lea", &["erase", "C-O-1", "--yes", "C-O-1", "--json"]).ok().json()["texts"].clone();
    assert_eq!(texts, counted.json()["texts"], "what was shown is what was done");
    assert!(!home.run(&["show", "D-1001"]).ok().stdout.contains("Léa Martin"));
}

#[test]
fn an_order_without_a_dispute_is_no_case() {
    let home = Home::with(&delivered("O-1"));
    assert_eq!(home.run(&["queue", "--json"]).ok().json(), json!([]));
    home.run(&["show", "D-1001"]).failed(5, "unknown_dispute");
}

#[test]
fn a_snoozed_dispute_has_its_own_view_and_is_woken() {
    let home = Home::with(&disputed("O-1"));
    let view = |name: &str| home.run(&["queue", "--view", name, "--json"]).ok().json().as_array().unwrap().len();
    home.act("ines", &["snooze", "D-1001", "--wake"]).failed(3, "bad_state");
    home.act("ines", &["snooze", "D-1001", "--until", "2099-11-25 09:00"]).ok();
    assert_eq!((view("open"), view("snoozed")), (0, 1));
    home.act("ines", &["snooze", "D-1001", "--until", "2h", "--wake"]).failed(2, "usage");
    home.act("ines", &["snooze", "D-1001"]).failed(2, "usage");
    let told = home.act("ines", &["snooze", "D-1001", "--wake"]).ok();
    assert!(told.stdout.contains("back in the queue"), "{}", told.stdout);
    assert_eq!((view("open"), view("snoozed")), (1, 0));
    // What is overdue stays so while it sleeps: the events are of long ago.
    home.act("ines", &["snooze", "D-1001", "--until", "2099-11-25 09:00"]).ok();
    assert_eq!((view("snoozed"), view("overdue")), (1, 1));
}

#[test]
fn a_strike_and_a_proposal_are_taken_back_and_the_marketplace_is_told() {
    let mut events = disputed("O-1");
    let file = |name: &str, origin: &str| json!({"name": name, "media_type": "image/png", "origin": origin});
    let files = json!([file("a.png", "platform"), file("b.png", "external")]);
    events.push(event("f", "O-1", "dispute.message", json!({"by": "client", "body": "Voir", "attachments": files})));
    let home = Home::with(&events);
    let told = || {
        let lines = home.run(&["outbox"]).ok().stdout;
        let lines = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        lines.filter(|line| line["type"] != "dispute.opened").collect::<Vec<_>>()
    };
    let ines = |args: &[&str]| home.act("ines", args);
    ines(&["inadmissible", "D-1001", "--attachment", "a1", "--reason", "Retouchée"]).ok();
    ines(&["admit", "D-1001", "--attachment", "a2", "--reason", "Utile"]).failed(3, "bad_state");
    ines(&["admit", "D-1001", "--attachment", "a1", "--reason", "L'original est joint"]).ok();
    ines(&["admit", "D-1001", "--attachment", "a1", "--reason", "Encore"]).failed(3, "bad_state");
    ines(&["propose", "D-1001", "--refund", "40"]).ok();
    let asked = ines(&["ask", "D-1001", "--to", "client", "Et la source ?", "--json"]).ok().json();
    let ask = asked["made"].as_str().unwrap();
    ines(&["withdraw", "D-1001", "p9"]).failed(5, "unknown_proposal");
    ines(&["withdraw", "D-1001", "m1"]).failed(2, "usage");
    let done = ines(&["withdraw", "D-1001", "p1", "--json"]).ok().json();
    assert_eq!(done["dispute"]["id"], "D-1001");
    ines(&["withdraw", "D-1001", ask]).ok();
    let show = home.show("D-1001");
    let last = show["asks"].as_array().unwrap().last().unwrap();
    assert_eq!((&show["proposals"][0]["state"], &last["state"]), (&json!("withdrawn"), &json!("withdrawn")));
    let lines = told();
    let lines: Vec<_> = lines.iter().skip_while(|line| line["type"] != "evidence.struck").collect();
    let kinds: Vec<_> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["evidence.struck", "evidence.admitted", "proposal.made", "ask.opened", "proposal.withdrawn", "ask.withdrawn"]
    );
    assert_eq!((&lines[1]["attachment"], &lines[1]["reason"]), (&json!("a1"), &json!("L'original est joint")));
    assert_eq!(
        (&lines[4]["proposal"], &lines[5]["ask"], &lines[5]["to"]),
        (&json!("p1"), &json!(ask), &json!("client"))
    );
    home.run(&["verify"]).ok();
}
