//! `demo` and `seed`: databases to look at.

use std::fs;

use crate::support::{Home, disputed};

fn inode(path: &std::path::Path) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).unwrap().ino()
}

#[test]
fn without_a_terminal_the_demo_is_made_and_says_how_to_go_on() {
    let home = Home::new();
    let told = home.run(&["demo"]).ok();
    let path = home.path("data/litige/demo.db");
    for word in [path.to_str().unwrap(), "camille", "litige demo"] {
        assert!(told.stdout.contains(word), "{word}: {}", told.stdout);
    }
    let db = path.to_str().unwrap();
    let queue = home.run(&["--db", db, "queue", "--json"]).ok().json();
    assert!(queue.as_array().unwrap().len() >= 10);
    home.run(&["--db", db, "verify"]).ok();
    home.run(&["--db", db, "--as", "camille", "queue", "--view", "mine"]).ok();
    assert!(!home.db().exists(), "the demo has its own file");
    let mut beside: Vec<_> =
        fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, ["demo.db", "demo.db.files"], "nothing else is left");
}

#[test]
fn a_demo_that_is_there_is_kept_and_made_anew_only_when_asked() {
    let home = Home::new();
    let demo = |args: &[&str]| home.run(&[&["demo", "--json"], args].concat()).ok().json();
    let made = demo(&[]);
    assert_eq!(crate::support::keys(&made), ["mediator", "path"]);
    assert_eq!(made["mediator"], "camille");
    let path = home.path("data/litige/demo.db");
    let db = path.to_str().unwrap().to_owned();
    let id = home.run(&["--db", &db, "queue", "--view", "unclaimed", "--json"]).ok().json()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    home.run(&["--db", &db, "--as", "camille", "note", &id, "ours"]).ok();
    let notes = || home.run(&["--db", &db, "show", &id, "--json"]).ok().json()["notes"].to_string();
    let first = inode(&path);
    demo(&[]);
    demo(&["--still"]);
    assert!(notes().contains("ours"));
    assert_eq!(inode(&path), first);
    demo(&["--fresh"]);
    assert!(!notes().contains("ours"));
    home.run(&["--db", &db, "verify"]).ok();
}

#[test]
fn the_demo_never_touches_a_database_that_is_not_one() {
    let home = Home::with(&disputed("O-1"));
    let before = home.dump();
    let real = home.db();
    for args in [&["demo"][..], &["demo", "--fresh"]] {
        home.run(&[args, &["--db", real.to_str().unwrap()]].concat()).failed(6, "not_a_demo");
        let by_environment = home.command(args).env("LITIGE_DB", &real).output().unwrap();
        assert_eq!(by_environment.status.code(), Some(6));
        home.write("text", "not a database at all");
        home.run(&[args, &["--db", "text"]].concat()).failed(6, "not_litige");
        assert_eq!(fs::read_to_string(home.path("text")).unwrap(), "not a database at all");
    }
    assert_eq!(home.dump(), before);
    home.configure(&format!("db = {:?}\n", real.display().to_string()));
    home.run(&["demo"]).ok();
    assert_eq!(home.dump(), before, "the configuration's database is not the demo's");
}

#[test]
fn seed_fills_a_new_database_the_same_way_each_time() {
    let seed = |home: &Home, seed: &str| {
        let args = ["seed", "--disputes", "40", "--messages", "300", "--open", "12", "--seed", seed, "--json"];
        home.run(&args).ok().json()
    };
    let contents = |home: &Home| home.run(&["queue", "--view", "all", "--limit", "100", "--json"]).ok().json();
    let (one, two, three) = (Home::new(), Home::new(), Home::new());
    let made = seed(&one, "7");
    assert_eq!((&made["disputes"], &made["messages"], &made["open"]), (&40.into(), &300.into(), &12.into()));
    seed(&two, "7");
    seed(&three, "8");
    let orders =
        |home: &Home| contents(home).as_array().unwrap().iter().map(|d| d["order"].to_string()).collect::<Vec<_>>();
    assert_eq!(orders(&one).len(), 40);
    assert_eq!(orders(&one), orders(&two));
    assert_ne!(orders(&one), orders(&three));
    let open = one.run(&["queue", "--limit", "100", "--json"]).ok().json();
    assert_eq!(open.as_array().unwrap().len(), 12);
    let checked = one.run(&["verify", "--json"]).ok().json()["checked"].clone();
    assert_eq!((&checked["disputes"], &checked["messages"]), (&40.into(), &300.into()));
}

#[test]
fn seed_takes_a_name_in_the_folder_one_stands_in() {
    let home = Home::new();
    home.run(&["--db", "here.db", "seed", "--disputes", "5", "--messages", "20"]).ok();
    home.run(&["--db", "here.db", "verify"]).ok();
}

#[test]
fn seed_refuses_what_cant_be_and_makes_nothing() {
    let home = Home::new();
    for args in [&["--disputes", "10", "--messages", "5"][..], &["--disputes", "5", "--messages", "50", "--open", "6"]]
    {
        home.run(&[&["seed"], args].concat()).failed(2, "usage");
    }
    assert!(!home.path("data").exists());
}

#[test]
fn more_rows_than_one_page_of_the_store_are_read_page_after_page() {
    let home = Home::new();
    home.run(&["seed", "--disputes", "1300", "--messages", "6500", "--open", "650"]).ok();
    let ids = |args: &[&str]| -> Vec<String> {
        let queue = home.run(&[&["queue", "--json"], args].concat()).ok().json();
        queue.as_array().unwrap().iter().map(|d| d["id"].as_str().unwrap().to_owned()).collect()
    };
    let all = ids(&["--view", "all", "--limit", "99999"]);
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!((all.len(), distinct.len()), (1300, 1300));
    assert_eq!(ids(&["--view", "all", "--limit", "1100"]), all[..1100]);
    let open = ids(&["--limit", "99999"]).len();
    assert!((501..=650).contains(&open), "{open}: all that are open, but for the snoozed");
    let seqs = |args: &[&str]| -> Vec<i64> {
        let lines = home.run(&[&["outbox"], args].concat()).ok().json_lines();
        lines.iter().map(|line| line["seq"].as_i64().unwrap()).collect()
    };
    let every = seqs(&[]);
    assert!(every.len() > 2000 && every.windows(2).all(|pair| pair[0] < pair[1]), "{}", every.len());
    assert_eq!(seqs(&["--limit", "1500"]), every[..1500]);
    let (cursor, rest) = (every[1200].to_string(), &every[1201..]);
    assert_eq!(seqs(&["--after", &cursor]), rest);
}

#[test]
fn seed_touches_no_database_that_holds_something() {
    let home = Home::with(&disputed("O-1"));
    let before = home.dump();
    home.run(&["seed", "--disputes", "5", "--messages", "50"]).failed(3, "bad_state");
    assert_eq!(home.dump(), before);
}

#[test]
fn without_a_database_it_is_said_in_the_persons_language_how_to_begin() {
    let home = Home::new();
    for (lang, said) in [("fr", "il n'y a pas encore de base à"), ("en", "there is no database at")] {
        let said_by = |args: &[&str]| {
            let told = home.run(&[&["--lang", lang], args].concat());
            assert_eq!(told.status, 6, "{}", told.stderr);
            told.stderr.replace('’', "'").replace('\u{a0}', " ")
        };
        // A command of a script fails in one line; a person who looks for the desk is shown the ways to one.
        for (args, lines) in [(&["queue"][..], 1), (&[], 10)] {
            let stderr = said_by(args);
            assert!(stderr.contains(said) && stderr.contains("litige demo"), "{stderr}");
            assert_eq!(stderr.lines().count(), lines, "{stderr}");
        }
        assert_eq!(said_by(&["--json"]), "", "a program reads JSON alone");
    }
}

#[test]
fn each_way_to_begin_that_is_offered_without_a_database_leads_there() {
    let filled_in = [
        ("HANDLE", "ines"),
        ("IDENTIFIANT", "ines"),
        ("\"YOUR NAME\"", "Inès"),
        ("\"VOTRE NOM\"", "Inès"),
        ("événements.jsonl", "events.jsonl"),
        ("PATH", "data/litige/demo.db queue"),
        ("CHEMIN", "data/litige/demo.db queue"),
    ];
    for lang in ["fr", "en"] {
        let home = Home::new();
        home.write("events.jsonl", crate::support::lines(&disputed("O-1")));
        let told = home.run(&["--lang", lang]).stderr;
        let offered: Vec<_> = told.lines().filter_map(|line| line.strip_prefix("  litige ")).collect();
        assert_eq!(offered.len(), 5, "{told}");
        for line in offered {
            let line = filled_in.iter().fold(line.to_owned(), |line, (name, value)| line.replace(name, value));
            let args: Vec<_> = line.split(' ').collect();
            // The doctor finds no terminal here.
            let done = home.run(&args);
            assert!(done.status == 0 || line == "doctor", "{line}: {}{}", done.stdout, done.stderr);
        }
    }
}
