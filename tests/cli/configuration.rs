//! The configuration file, the environment and the options.

use std::fs;

use crate::support::{Home, disputed};

#[test]
fn config_prints_every_key_with_its_meaning_and_reads_back() {
    let home = Home::new();
    home.configure("theme = \"dark\"\n[evidence]\nmax_kib = 3\n");
    let printed = home.run(&["config"]).ok().stdout;
    assert_eq!(printed, home.run(&["config", "--print"]).ok().stdout);
    for line in ["theme = \"dark\"", "[evidence]", "max_kib = 3", "mouse = true", "#lang = "] {
        assert!(printed.contains(&format!("\n{line}")), "{line}\n{printed}");
    }
    home.configure(&printed);
    let again = home.run(&["config"]).ok();
    assert_eq!((again.stdout, again.stderr), (printed, String::new()));
    let json = home.run(&["config", "--json"]).ok().json();
    assert_eq!((&json["theme"], &json["evidence"]["max_kib"]), (&"dark".into(), &3.into()));
}

#[test]
fn a_broken_configuration_warns_with_its_line_and_stops_nothing() {
    let home = Home::with(&disputed("O-1"));
    for (toml, line) in [
        ("lang = \"fr\"\ntheme = [\n", "ligne 2"),
        ("mediator = 3\n", "line 1"),
        ("\n\n[evidence]\nmax_kib = \"ten\"\n", "line 4"),
        ("colour = \"red\"\n", "line 1"),
        ("lang = \"de\"\u{1b}[31m\n", "line 1"),
    ] {
        home.configure(toml);
        let run = home.run(&["queue", "--json"]);
        assert_eq!(run.status, 0, "{toml}");
        assert_eq!(run.json().as_array().unwrap().len(), 1);
        assert!(run.stderr.starts_with("litige: ") && run.stderr.contains(line), "{toml}: {}", run.stderr);
        assert!(run.stderr.contains("config.toml") && !run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
    }
    home.configure("db = \"elsewhere.db\"\ntheme = \n");
    home.run(&["queue"]).status.eq(&6).then_some(()).expect("a slip in one line doesn't change the database");
    fs::write(home.path("config/litige/config.toml"), b"lang = \"\xff\"").unwrap();
    assert_eq!(home.run(&["queue"]).status, 0, "not even UTF-8");
}

#[test]
fn the_database_comes_from_the_option_then_the_environment_then_the_configuration() {
    let home = Home::new();
    let events = crate::support::lines(&disputed("O-1"));
    home.write("events.jsonl", events);
    home.run(&["ingest", "events.jsonl"]).ok();
    assert!(home.db().exists());
    home.configure("db = \"from-config.db\"\n");
    home.run(&["ingest", "events.jsonl"]).ok();
    assert!(home.path("from-config.db").exists());
    let status = home.command(&["ingest", "events.jsonl"]).env("LITIGE_DB", "from-env.db").output().unwrap().status;
    assert!(status.success() && home.path("from-env.db").exists());
    let both = ["--db", "from-option.db", "ingest", "events.jsonl"];
    assert!(home.command(&both).env("LITIGE_DB", "never.db").output().unwrap().status.success());
    assert!(home.path("from-option.db").exists() && !home.path("never.db").exists());
}

#[test]
fn the_password_of_a_server_is_printed_nowhere() {
    let home = Home::new();
    let url = "postgres://ines:sec-ret@127.0.0.1:1/shop";
    home.configure(&format!("db = \"{url}\"\n"));
    let runs: [&[&str]; 9] = [
        &["config"],
        &["config", "--json"],
        &["status"],
        &["queue", "--json"],
        &["doctor"],
        &["--db", url, "verify"],
        &["--db", "host=127.0.0.1 port=1 password=sec-ret sslmod=x", "status"],
        &["status", url],
        &["--db", "mysql://ines:sec-ret@h/x", "status"],
    ];
    for args in runs {
        let run = home.run(args);
        let printed = run.stdout + &run.stderr;
        assert!(!printed.is_empty() && !printed.contains("sec-ret"), "{args:?}: {printed}");
    }
    assert!(home.run(&["config"]).ok().stdout.contains("\ndb = \"postgres://ines@127.0.0.1:1/shop\"\n"));
}

#[test]
fn the_language_comes_from_the_option_then_the_environment_then_the_configuration_then_the_locale() {
    let home = Home::with(&[]);
    let says = |args: &[&str], env: &[(&str, &str)]| {
        let output = home.command(&[&["queue"], args].concat()).envs(env.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let (en, fr) = ("No cases in this view.", "Aucun dossier dans cette vue.");
    assert_eq!(says(&[], &[]), en);
    assert_eq!(says(&[], &[("LANG", "fr_FR.UTF-8")]), fr);
    assert_eq!(says(&[], &[("LANG", "fr_FR.UTF-8"), ("LITIGE_LANG", "en")]), en);
    assert_eq!(says(&[], &[("LITIGE_LANG", "")]), en);
    assert_eq!(says(&["--lang", "fr"], &[("LITIGE_LANG", "en")]), fr);
    home.configure("lang = \"fr\"\n");
    assert_eq!(says(&[], &[]), fr);
    assert_eq!(says(&[], &[("LITIGE_LANG", "en")]), en);
}

#[test]
fn a_policy_in_the_configuration_does_nothing_and_is_said_to_in_one_line() {
    let home = Home::new();
    home.configure("[policy]\nversion = 4\ncancellation_refusals = 3\nhold_minutes = \"ten\"\n");
    let ingested = home.pipe(crate::support::lines(&disputed("O-1")).as_bytes(), &["ingest", "-"]).ok();
    assert_eq!(ingested.stderr.lines().count(), 1, "{}", ingested.stderr);
    assert!(ingested.stderr.contains("config.toml, line 1: [policy] does nothing"), "{}", ingested.stderr);
    assert_eq!(home.run(&["queue", "--json"]).json().as_array().unwrap().len(), 1, "two refusals are enough");
    let policy = home.run(&["policy", "--json"]).json();
    assert_eq!((&policy["version"], &policy["values"]["hold_minutes"]), (&1.into(), &10.into()));
    let printed = home.run(&["config"]);
    assert!(!printed.stdout.contains("policy") && printed.stderr == ingested.stderr, "{}", printed.stdout);
}

#[test]
fn a_bad_title_costs_its_reply_alone_and_is_said_in_the_language_with_file_and_line() {
    let home = Home::with(&disputed("O-1"));
    home.write(
        "config/litige/ready/en.md",
        "\u{feff}## mine: one\nA {coupon}.\n\n## Bad Title\nB\n\n## other: two\nA {voucher}.\n",
    );
    for (lang, said) in [("en", "line 4: a title is"), ("fr", "un titre s’écrit")] {
        for blank in ["coupon", "voucher"] {
            let run = home.act("ines", &["say", "D-1001", &format!("A {{{blank}}}."), "--lang", lang]);
            let told = run.stderr;
            assert!(run.status != 0 && told.contains(blank), "{blank} is a blank of a reply that is used: {told}");
            assert!(told.contains("ready/en.md, li") && told.contains(said), "{told}");
            assert_eq!(told.matches("ready/en.md").count(), 1, "nothing else is wrong: {told}");
        }
    }
}
