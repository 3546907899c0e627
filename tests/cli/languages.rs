//! What the command line prints for people is in their language, whole: no sentence of it is left in the other one.

use serde_json::{Value, json};

use crate::support::{Home, event};

/// Words of one language that the other doesn't have, and that hardly a sentence does without.
const ENGLISH: &[&str] = &[
    "the",
    "and",
    "is",
    "are",
    "to",
    "by",
    "with",
    "not",
    "for",
    "has",
    "was",
    "were",
    "can",
    "can't",
    "be",
    "this",
    "that",
    "it",
    "from",
    "yet",
    "nothing",
    "sent",
    "held",
    "decided",
    "waiting",
    "nobody",
    "cases",
    "there",
    "already",
    "now",
    "which",
    "says",
    "only",
    "an",
    "expected",
    "unexpected",
    "missing",
    "such",
    "days",
];
const FRENCH: &[&str] = &[
    "le", "la", "les", "du", "est", "et", "un", "une", "pas", "dans", "pour", "par", "avec", "qui", "que", "aucun",
    "aucune", "il", "sont", "au", "aux", "des", "n'est", "d'une", "ce", "cette", "ne", "sur", "jusqu'au", "depuis",
];

/// A disputed order in this language, whose people say nothing that is a word.
fn disputed(order: &str, lang: &str) -> Vec<Value> {
    let placed = json!({
        "client": {"id": format!("C-{order}"), "name": "Zoé"}, "seller": {"id": format!("S-{order}"), "name": "Nova"},
        "title": "Logo", "brief": "Zxq.", "amount": {"minor": 12000, "currency": "EUR"}, "due": "2026-11-10T00:00:00Z",
        "lang": lang,
    });
    let mut events = vec![
        event(&format!("{order}-1"), order, "order.placed", placed),
        event(&format!("{order}-2"), order, "order.delivered", json!({"body": "Zxq."})),
    ];
    events.extend((0..4).map(|n| {
        let kind = if n % 2 == 0 { "cancellation.requested" } else { "cancellation.refused" };
        event(&format!("{order}-r{n}"), order, kind, json!({"body": "Zxq."}))
    }));
    events.push(event(
        &format!("{order}-3"),
        order,
        "dispute.message",
        json!({"by": "client", "body": "Zxq.", "attachments": [{"name": "zxq.png", "media_type": "image/png", "origin": "platform"}]}),
    ));
    events
}

/// Whoever acts, and the command line. What is refused is part of it.
const COMMANDS: &[(&str, &str)] = &[
    ("ines", "queue"),
    ("ines", "queue --view all"),
    ("ines", "queue --query zzz"),
    ("ines", "queue --limit 1"),
    ("ines", "queue --query colour:red"),
    ("ines", "queue --query age:soon"),
    ("ines", "views"),
    ("ines", "views keep Nova --query seller:nova"),
    ("ines", "views keep Nova --query seller:nova"),
    ("ines", "views"),
    ("ines", "views rename Nova Large"),
    ("ines", "views drop Nova"),
    ("ines", "views drop Large"),
    ("ines", "notifications"),
    ("ines", "search zxq"),
    ("ines", "search zxq --limit 1"),
    ("ines", "search zzz"),
    ("ines", "claim D-1001 D-9999"),
    ("noor", "claim D-1001"),
    ("ines", "release D-1001"),
    ("ines", "assign D-1001 --to noor"),
    ("noor", "handover --to ines"),
    ("noor", "handover --to ines"),
    ("ines", "notifications"),
    ("ines", "notifications --acknowledge"),
    ("ines", "say D-1001 Zxq."),
    ("ines", "note D-1001 Zxq."),
    ("ines", "note D-1001 {what}"),
    ("ines", "ask D-1001 --to client Zxq."),
    ("ines", "ask D-1001 --to client --due zxq Zxq."),
    ("ines", "remind D-1001 --dry-run"),
    ("ines", "remind D-1001"),
    ("ines", "withdraw D-1001 q1"),
    ("ines", "withdraw D-1001 zxq"),
    ("ines", "propose D-1001 --refund 40"),
    ("ines", "propose D-1001 --refund 400"),
    ("ines", "propose D-1001 --refund zxq"),
    ("ines", "propose D-1001"),
    ("ines", "evidence D-1001"),
    ("ines", "evidence D-1001 a1"),
    ("ines", "evidence D-1001 a9"),
    ("ines", "inadmissible D-1001 --attachment a1 --reason Zxq."),
    ("ines", "inadmissible D-1001 --attachment a1 --reason Zxq."),
    ("ines", "admit D-1001 --attachment a1 --reason Zxq."),
    ("ines", "snooze D-1001 --until 2h"),
    ("ines", "snooze D-1001 --wake"),
    ("ines", "snooze D-1001 --wake"),
    ("ines", "show D-1001"),
    ("ines", "decide D-1001 --outcome relaunch --reasons Zxq."),
    ("ines", "decide D-1001 --outcome partial-refund --reasons Zxq."),
    ("ines", "decide D-1001 --outcome zxq --reasons Zxq."),
    ("ines", "decide D-1001 --outcome partial-refund --refund 40 --reasons Zxq. --cites m1"),
    ("noor", "decide D-1001 --outcome seller-wins --reasons Zxq."),
    ("ines", "show D-1001"),
    ("ines", "export D-1001"),
    ("ines", "export D-1001 --letter client"),
    ("ines", "export D-1001 --letter seller --format html"),
    ("ines", "undo D-1001"),
    ("ines", "undo D-1001"),
    ("ines", "approve D-1001"),
    ("ines", "refuse D-1001 --reason Zxq."),
    ("ines", "export D-1001 --letter client"),
    ("ines", "show D-9999"),
    ("ines", "show zxq"),
    ("ro", "claim D-1001"),
    ("", "claim D-1001"),
    ("zxq", "queue"),
    ("ines", "log"),
    ("ines", "log --all"),
    ("ines", "log --since zxq"),
    ("ines", "log --until 2001-01-01"),
    ("ines", "stats"),
    ("ines", "stats --by mediator"),
    ("ines", "stats --csv --json"),
    ("ines", "status"),
    ("ines", "verify"),
    ("ines", "backup copy.db"),
    ("ines", "backup copy.db"),
    ("ines", "restore copy.db"),
    ("ines", "policy"),
    ("lea", "policy set hold_minutes=5 --reason Zxq."),
    ("lea", "policy set hold_minutes=0 hold_minutes=1 --reason Zxq."),
    ("lea", "policy set zxq --reason Zxq."),
    ("ines", "policy set hold_minutes=5 --reason Zxq."),
    ("ines", "policy show --history"),
    ("ines", "mediator list"),
    ("lea", "mediator add zed --name Zed"),
    ("lea", "mediator add zed --name Zed --role reader"),
    ("lea", "mediator conflict zed --with C-O-1"),
    ("lea", "mediator conflict zed --with C-O-1 --remove"),
    ("lea", "mediator retire zed"),
    ("lea", "mediator retire zxq"),
    ("lea", "erase C-O-2"),
    ("lea", "erase C-O-2 --yes zxq"),
    ("lea", "erase C-O-2 --yes C-O-2"),
    ("lea", "erase zxq"),
    ("ines", "outbox --after 99999"),
    ("ines", "outbox --after -1"),
    ("ines", "doctor"),
    ("ines", "ingest absent.jsonl"),
    ("ines", "ingest bad.jsonl"),
    ("ines", "seed --disputes 3 --messages 20 --db seeded.db"),
    ("ines", "seed --disputes 3 --messages 20 --db seeded.db"),
    ("ines", "demo --db demo.db"),
    ("ines", "demo --db seeded.db"),
    ("ines", "queue --db absent.db"),
    ("ines", "queue --db bad.jsonl"),
    ("ines", ""),
    ("ines", "zxq"),
    ("ines", "queu"),
    ("ines", "queue --zxq"),
    ("ines", "queue --limit 0"),
    ("ines", "queue --limit"),
    ("ines", "ask D-1001 --to zxq Zxq."),
    ("ines", "claim"),
    ("ines", "mediator"),
    ("ines", "snooze D-1001 --wake --until 2h"),
    ("ines", "completions zxq"),
];

/// Returns the words of a text that are a sentence's: no commands, codes, options, paths and numbers.
fn words(text: &str) -> Vec<String> {
    let outside_commands = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let is_word = |word: &&str| !word.contains(|c: char| c.is_ascii_digit() || "_/-=<>[]".contains(c));
    let plain = outside_commands.replace('’', "'").to_lowercase();
    let parts = plain.split([' ', '\u{a0}', '\u{202f}', '\n', '(', ')']).filter(is_word);
    parts.map(|word| word.trim_matches(|c: char| !c.is_alphabetic()).to_owned()).collect()
}

/// Runs every command in a language, and returns what holds one of these words.
fn foreign(lang: &str, stop_words: &[&str]) -> Vec<String> {
    let events = [disputed("O-1", lang), disputed("O-2", lang), disputed("O-3", lang)].concat();
    let home = Home::with(&events);
    home.write("bad.jsonl", "{\"id\":\"x1\",\"type\":\"zxq\"}\n");
    let mut found = Vec::new();
    for (me, line) in COMMANDS {
        let mut args: Vec<&str> = line.split(' ').filter(|part| !part.is_empty()).collect();
        args.extend(["--lang", lang]);
        let ran = if me.is_empty() { home.run(&args) } else { home.act(me, &args) };
        let said = format!("{}\n{}", ran.stdout, ran.stderr);
        let strange: Vec<_> = words(&said).into_iter().filter(|word| stop_words.contains(&word.as_str())).collect();
        if !strange.is_empty() {
            found.push(format!("litige {line}: {strange:?}\n{said}"));
        }
    }
    found
}

#[test]
fn what_is_printed_in_french_has_no_english_sentence() {
    let found = foreign("fr", ENGLISH);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_printed_in_english_has_no_french_sentence() {
    let found = foreign("en", FRENCH);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_error_is_said_to_people_in_their_language_and_to_programs_in_english() {
    let home = Home::with(&disputed("O-1", "fr"));
    let said = home.act("ines", &["show", "D-9999", "--lang", "fr"]);
    assert_eq!(said.stderr, "litige: unknown_dispute: il n’y a pas de litige D-9999\n");
    let json = home.act("ines", &["show", "D-9999", "--lang", "fr", "--json"]).json();
    assert_eq!(json["error"]["message"], "there is no dispute D-9999");
    assert_eq!(json, home.act("ines", &["show", "D-9999", "--json"]).json());
}

/// What is wrong with the files and the environment of a person, and with a database, in no word of another language.
#[test]
fn what_is_wrong_with_a_configuration_or_a_database_is_said_in_french() {
    let home = Home::with(&disputed("O-1", "fr"));
    home.configure(
        "theme = 3\ncolour = \"red\"\nescape_ms = 0\nlang = \"de\"\ntheme = \"pink\"\n[evidence]\nmax_kib = 999999\n\
         [keys]\nsend = \"s\"\nreplay = \"r\"\nreply = \"Hyper-r\"\n[open]\npdf = \"zathura {file}\"\n[policy]\nx = 1\n",
    );
    let warned = |lang: &str| {
        let output = home.command(&["queue", "--lang", lang]).env("TZ", "Mars/Olympus").output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let (french, english) = (warned("fr"), warned("en"));
    assert!(english.lines().count() >= 10, "{english}");
    assert_eq!(french.lines().count(), english.lines().count());
    assert!(english.contains(", line 3: Esc waits 1 to 1000 milliseconds; this line is left out"), "{english}");
    assert!(
        french.contains(", ligne 3\u{a0}: Échap attend de 1 à 1000 millisecondes\u{a0}; cette ligne est ignorée"),
        "{french}"
    );
    assert!(french.contains("TZ vaut «\u{a0}Mars/Olympus\u{a0}», un fuseau horaire inconnu ici"), "{french}");
    for line in french.lines() {
        let strange: Vec<_> = words(line).into_iter().filter(|word| ENGLISH.contains(&word.as_str())).collect();
        assert!(strange.is_empty(), "{strange:?}: {line}");
    }

    home.configure("");
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.execute_batch("DROP TRIGGER IF EXISTS messages_update; UPDATE orders SET title = 'Zxq.', escrow = escrow + 1;")
        .unwrap();
    drop(db);
    let english = home.run(&["verify", "--lang", "en"]);
    assert!(english.status == 1 && english.stdout.contains("its entries give "), "{}", english.stdout);
    let french = home.run(&["verify", "--lang", "fr"]);
    assert_eq!((french.status, french.stdout.lines().count()), (1, english.stdout.lines().count()));
    assert!(french.stdout.contains("grand livre\u{a0}: O-1\u{a0}: ses écritures donnent "), "{}", french.stdout);
    let strange: Vec<_> = words(&french.stdout).into_iter().filter(|word| ENGLISH.contains(&word.as_str())).collect();
    assert!(strange.is_empty(), "{strange:?}: {}", french.stdout);
}
