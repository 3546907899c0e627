//! What reaches a terminal: whatever people wrote, only the program's own control sequences. The output is checked
//! against an allow-list.

use crate::random::Random;
use crate::support::{DeskProcess, Signal, Size};
use crate::test_database::{TestDatabase, wait_for_output};
use crate::{counted, hostile, rounds, share_machine};

/// Returns whether a terminal interprets this character, or whether it is invisible or reorders text. Independent of
/// the program's own table.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

/// Returns the first such character of a text. Joiners and selectors within an emoji are allowed: they are visible in
/// its shape.
pub fn find_hidden(text: &str) -> Option<char> {
    let mut before = ' ';
    text.chars().find(|&c| {
        let picture = matches!(u32::from(before), 0x2190..=0x2bff | 0x3030 | 0x303d | 0x3297 | 0x3299 | 0x1f000..=0x1faff)
            || matches!(before, '©' | '®' | '‼' | '⁉' | '™' | 'ℹ');
        let goes_on = match c {
            '\u{200d}' => picture || matches!(before, '\u{fe0e}' | '\u{fe0f}'),
            '\u{fe0e}' | '\u{fe0f}' => picture || before.is_ascii_digit() || matches!(before, '#' | '*'),
            _ => false,
        };
        before = c;
        is_hidden(c) && !goes_on
    })
}

/// The modes that the desk sets: cursor, mouse (three), focus, alternate screen, bracketed paste, synchronised updates,
/// reports of changed colours.
const MODES: [&str; 9] = ["25", "1000", "1002", "1004", "1006", "1049", "2004", "2026", "2031"];

/// Returns whether the desk writes this CSI sequence (given without its introducer).
fn is_ours(sequence: &str) -> bool {
    let Some(last) = sequence.chars().next_back() else { return false };
    let body = &sequence[..sequence.len() - 1];
    let numbers = |body: &str| body.chars().all(|c| c.is_ascii_digit() || c == ';' || c == ':');
    match last {
        // Colours and styles; where the cursor goes; what is erased and repeated.
        'm' | 'H' | 'A' | 'B' | 'C' | 'D' | 'G' | 'd' | 'K' | 'X' | 'b' => numbers(body),
        'h' | 'l' => body.strip_prefix('?').is_some_and(|modes| modes.split(';').all(|mode| MODES.contains(&mode))),
        'J' => body == "2",
        // Scrolling the rows between two margins, where a frame is the last one moved.
        'r' | 'S' | 'T' | 'L' | 'M' => numbers(body),
        // Keeps the title, and gives it back.
        't' => ["22;0", "23;0"].contains(&body),
        // Asks for the keyboard's protocol, turns it on and off; asks whether all was answered.
        'u' => ["?", ">1", "<"].contains(&body),
        'n' => body == "5",
        _ => false,
    }
}

/// Returns the first sequence or character that the desk does not write; `None` if there is none. A sequence cut off at
/// the end is ignored.
pub fn find_foreign_sequence(bytes: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap(),
        Err(error) => return Some(format!("not UTF-8 at {}", error.valid_up_to())),
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let around = || format!("{:?}", rest.chars().take(60).collect::<String>());
        rest = if let Some(sequence) = rest.strip_prefix("\x1b[") {
            // One that has no end yet is cut off.
            let at = sequence.find(|c: char| matches!(c, '\u{40}'..='\u{7e}'))?;
            if !is_ours(&sequence[..=at]) {
                return Some(format!("a sequence that is not ours: {}", around()));
            }
            &sequence[at + 1..]
        } else if let Some(after) = rest.strip_prefix("\x1b]11;?\x1b\\") {
            // Asks for the background.
            after
        } else if let Some(title) = rest.strip_prefix("\x1b]2;") {
            // One that has no end yet is cut off.
            let (title, after) = title.split_once('\x07')?;
            if !is_own_title(title) {
                return Some(format!("a title that is not ours: {}", around()));
            }
            after
        } else if let Some(copied) = rest.strip_prefix("\x1b]52;c;") {
            // A copy is base64 to its end.
            let at = copied.find(['\x07', '\x1b'])?;
            let (base64, end) = copied.split_at(at);
            match end.strip_prefix('\x07').or(end.strip_prefix("\x1b\\")) {
                Some(after) if base64.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)) => after,
                None if end.len() < 2 => return None,
                _ => return Some(format!("a clipboard that is not ours: {}", around())),
            }
        } else if let Some(scrolled) = rest.strip_prefix("\x1bM").or(rest.strip_prefix("\x1bD")) {
            scrolled
        } else if c == '\x1b' {
            // Cut off in the middle of one.
            return (rest.len() > 8).then(|| format!("an escape that is not ours: {}", around()));
        } else if c == '\r' || c == '\n' {
            &rest[1..]
        } else {
            // All up to the next sequence or line: a character is judged beside the one before it.
            let end = rest.find(['\x1b', '\r', '\n']).unwrap_or(rest.len());
            if let Some(c) = find_hidden(&rest[..end]) {
                return Some(format!("a character that hides or commands, {c:?}: {}", around()));
            }
            &rest[end..]
        };
    }
    None
}

/// Returns whether a title is the desk's: its name, and a number of cases that are overdue.
fn is_own_title(title: &str) -> bool {
    let count = title.strip_prefix("litige · ").and_then(|rest| rest.split_once(' '));
    let is_count =
        |(count, what): (&str, &str)| count.parse::<u32>().is_ok() && ["overdue", "en retard"].contains(&what);
    title == "litige" || count.is_some_and(is_count)
}

#[test]
fn the_allow_list_knows_foreign_sequences() {
    for good in [
        "\x1b[?1049h\x1b[2J\x1b[1;1H\x1b[38;2;1;2;3mété 👩\u{200d}👧\x1b[0m",
        "\x1b]2;litige\x07",
        "\x1b]2;litige · 12 en retard\x07",
        "\x1b]52;c;RC0x\x1b\\",
    ] {
        assert_eq!(find_foreign_sequence(good.as_bytes()), None, "{good:?}");
    }
    for bad in hostile::TEXTS.iter().filter(|text| text.contains('\u{1b}') || text.contains('\u{202e}')) {
        assert!(find_foreign_sequence(format!("avant {bad} apres et encore").as_bytes()).is_some(), "{bad:?}");
    }
    for bad in [
        "\x1b[6n........",
        "\x1b]11;red\x1b\\...",
        "\x1b[>5u........",
        "\x1b]0;owned\x07...",
        "\x1b[?1047h....",
        "\x1bc........",
        "\x07",
        "\x1b]2;other\x07...",
        "\x1b]2;litige · 3 overdue; other\x07...",
        "\u{9b}31m",
        "oui\u{e006e}\u{e006f}\u{e006e}",
        "non\u{200c}oui",
        "a\u{200d}b",
        "🏴\u{e0067}\u{e0062}\u{e007f}",
        "\u{e000}",
        "\x1b]52;c;rm -rf\x07",
        "\x1b]52;c;YQ\x1b[6n",
        "\x1b]52;c;rm -rf\x07",
        "\x1b]52;c;YQ\x1b[6n",
    ] {
        assert!(find_foreign_sequence(bad.as_bytes()).is_some(), "{bad:?}");
    }
}

/// Keys that visit every screen and change little.
const KEYS: &[&str] = &[
    "j",
    "k",
    "g",
    "G",
    "Enter",
    "Esc",
    "Tab",
    "Shift-Tab",
    "PageDown",
    "PageUp",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "J",
    "K",
    "D",
    "r",
    "c",
    "e",
    "p",
    "S",
    "w",
    "z",
    "/",
    "f",
    "n",
    "N",
    "?",
    ":",
    "y",
    "Y",
    "R",
    "u",
    "Left",
    "Right",
    "Up",
    "Down",
    "F1",
    "Space",
    "Ctrl-d",
    "Ctrl-u",
    "Ctrl-s",
    "Backspace",
    "i",
    "o",
    "m",
    "M",
    "L",
    "v",
    "b",
    "s",
    "a",
    "A",
    "x",
    "B",
    "H",
    "[",
    "]",
];

fn desk(database: &TestDatabase, lang: &str, size: Size) -> DeskProcess {
    let mut desk =
        database.sandbox.open_desk(size, &["--db", database.db.to_str().unwrap(), "--as", "camille", "--lang", lang]);
    desk.wait_for("D-10");
    desk
}

#[test]
fn only_the_desks_own_sequences_reach_the_terminal() {
    let _busy = share_machine();
    let mut random = Random::for_soak("shown");
    let database = hostile::database();
    let (mut keys, mut bytes, mut sizes) = (0, 0, 0);
    for (lang, size) in [("fr", Size::WIDE), ("en", Size::SMALL)] {
        let mut desk = desk(&database, lang, size);
        for _ in 0..rounds(250, 10_000) {
            match random.below(40) {
                0 => {
                    let text = *random.pick(&hostile::TEXTS);
                    desk.paste(&text.replace('\u{1b}', ""));
                }
                1 => {
                    sizes += 1;
                    desk.resize(Size(1 + random.below(300) as u16, 1 + random.below(100) as u16));
                }
                2 => desk.resize(size),
                _ => {
                    keys += 1;
                    let key: &&str = random.pick(KEYS);
                    desk.press_key(key);
                }
            }
            std::thread::sleep(std::time::Duration::from_millis(4));
        }
        // Closes whatever is open.
        desk.resize(size);
        desk.wait_until_idle();
        for _ in 0..8 {
            desk.press(&["Esc"]);
        }
        desk.wait_for("D-10");
        desk.signal(Signal::TERM);
        desk.wait_for_exit();
        desk.assert_restored();
        let written = desk.bytes();
        bytes += written.len();
        assert_eq!(find_foreign_sequence(&written), None);
        assert!(String::from_utf8_lossy(&written).contains("‹ESC›"), "what was hidden is made visible");
    }
    assert_eq!(find_foreign_sequence(database.sandbox.log().as_bytes()), None, "the log");
    database.verify();
    counted!("{keys} keys and {sizes} sizes in a terminal: {bytes} bytes, every sequence of them ours");
}

#[test]
fn commands_exports_and_errors_say_nothing_that_a_terminal_obeys() {
    let _busy = share_machine();
    let database = hostile::database();
    let ids = database.disputes();
    let few: Vec<&str> = ids.iter().map(String::as_str).take(rounds(4, 24)).collect();
    let mut runs: Vec<Vec<&str>> = vec![
        vec!["queue", "--view", "all"],
        vec!["search", "rien"],
        vec!["search", "mot"],
        vec!["mediator", "list"],
        vec!["outbox"],
        vec!["verify"],
        vec!["stats"],
        vec!["config"],
        vec!["man"],
    ];
    for id in &few {
        runs.push(vec!["show", id]);
        for format in ["md", "html", "json"] {
            runs.push(vec!["export", id, "--format", format]);
            runs.push(vec!["export", id, "--format", format, "--redact"]);
        }
        runs.push(vec!["export", id, "--letter", "client"]);
        runs.push(vec!["export", id, "--letter", "seller"]);
    }
    // Errors that quote what was typed.
    for text in hostile::TEXTS.iter().filter(|text| !text.contains('\0')) {
        runs.push(vec!["show", text]);
        runs.push(vec!["erase", text, "--as", text]);
        runs.push(vec!["claim", "D-1020", "--as", text]);
        runs.push(vec!["queue", "--query", text]);
        runs.push(vec!["search", text]);
        runs.push(vec!["ingest", text]);
        runs.push(vec!["--db", text, "queue"]);
        runs.push(vec![text]);
        runs.push(vec!["propose", "D-1020", "--refund", text]);
        runs.push(vec!["--lang", text, "queue"]);
    }
    let count = runs.len();
    for (n, args) in runs.iter().enumerate() {
        let mut args = args.clone();
        let as_json = n % 3 == 2 && args[0] != "man";
        if as_json {
            args.push("--json");
        }
        let ended = wait_for_output(
            database
                .command(&args)
                .env("LITIGE_AS", "camille")
                .env("LITIGE_LANG", ["fr", "en"][n % 2])
                .spawn()
                .unwrap(),
        );
        for (name, said) in [("stdout", &ended.out), ("stderr", &ended.err)] {
            let hides = said.lines().find_map(find_hidden);
            assert_eq!(hides, None, "{args:?}: {name}: {said}");
        }
        assert!(ended.err.lines().count() <= 1 || args[0] == "ingest", "{args:?}: {ended:?}");
        assert!(ended.status.is_some(), "{args:?}");
    }
    counted!("{count} commands on what such people wrote: nothing that a terminal obeys");
}

#[test]
fn what_was_written_is_stored_to_the_byte() {
    let _busy = share_machine();
    let database = hostile::database();
    let sent = hostile::events();
    let mut count = 0;
    for id in database.disputes() {
        let shown = database.json(&["show", &id]);
        let order = &shown["order"];
        let placed =
            sent.iter().find(|event| event["type"] == "order.placed" && event["order"] == order["id"]).unwrap();
        for (stored, was) in [
            (&order["title"], &placed["title"]),
            (&order["brief"], &placed["brief"]),
            (&order["client"], &placed["client"]),
            (&order["seller"], &placed["seller"]),
        ] {
            assert_eq!(stored, was);
        }
        let messages = sent.iter().filter(|event| event["type"] == "dispute.message" && event["order"] == order["id"]);
        let stored =
            shown["thread"].as_array().unwrap().iter().filter(|m| m["from"] == "client" || m["from"] == "seller");
        for (stored, was) in stored.zip(messages) {
            assert_eq!(stored["body"], was["body"]);
            for (stored, was) in
                stored["attachments"].as_array().unwrap().iter().zip(was["attachments"].as_array().unwrap())
            {
                assert_eq!(stored["name"], was["name"]);
            }
            count += 1;
        }
    }
    assert!(count > 100);
    counted!("{count} messages, names, titles and files as hostile as can be: stored to the byte");
}

#[test]
fn the_windows_title_is_the_programs_own() {
    let _busy = share_machine();
    let database = hostile::database();
    // File names are arbitrary, too.
    let db = database.sandbox.path("x\u{1b}]2;owned\u{7}\u{1b}]0;owned\u{1b}\\\u{202e}.db");
    std::fs::copy(&database.db, &db).unwrap();
    let mut desk =
        database.sandbox.open_desk(Size::WIDE, &["--db", db.to_str().unwrap(), "--as", "camille", "--lang", "en"]);
    desk.wait_for("D-10");
    desk.press(&["Enter", "2"]);
    desk.wait_until_idle();
    desk.press(&["Ctrl-c"]);
    desk.wait_for_exit();
    desk.assert_restored();
    let written = String::from_utf8(desk.bytes()).unwrap();
    let titles: Vec<&str> = written
        .match_indices("\u{1b}]")
        .filter_map(|(at, _)| written[at + 2..].split(['\u{7}', '\u{1b}']).next())
        .filter(|title| ["0;", "1;", "2;", "l", "L"].iter().any(|kind| title.starts_with(kind)))
        .collect();
    assert_eq!(titles, ["2;litige"]);
    assert_eq!(find_foreign_sequence(written.as_bytes()), None);
}

#[test]
fn the_log_says_nothing_that_a_terminal_obeys() {
    let _busy = share_machine();
    let database = hostile::database();
    // Problems in a configuration are reported with the text of the file, whose name is arbitrary.
    let folder = database.sandbox.path("config/litige/words");
    std::fs::create_dir_all(&folder).unwrap();
    let texts = || hostile::TEXTS.iter().filter(|text| !text.contains(['\n', '\0']));
    let unknown: toml::Table = texts().map(|text| ((*text).to_owned(), toml::Value::from(*text))).collect();
    database.sandbox.configure("config.toml", &toml::to_string(&unknown).unwrap());
    std::fs::write(folder.join("fr.txt"), texts().map(|text| format!("{text}\n")).collect::<String>()).unwrap();
    std::fs::write(folder.join("en.txt"), b"\xff\x1b[2J\xe2\x80\xae").unwrap();
    let db = database.sandbox.path("x\u{1b}[2J\u{202e}\u{e0041}.db");
    std::fs::copy(&database.db, &db).unwrap();
    let mut desk =
        database.sandbox.open_desk(Size::WIDE, &["--db", db.to_str().unwrap(), "--as", "camille", "--lang", "en"]);
    // Only the output from here on: there are case numbers among the problems.
    desk.wait_for("j/k move");
    // The database goes away under the desk, which is logged with its name.
    std::fs::remove_file(&db).unwrap();
    std::fs::write(&db, "no database").unwrap();
    desk.press(&["/"]).type_text("rien");
    desk.press(&["Esc", "Enter", "G"]);
    desk.wait_until_idle();
    desk.signal(Signal::TERM);
    desk.wait_for_exit();
    let log = database.sandbox.log();
    assert!(log.lines().count() > 2 && log.contains("‹U+202E›") && log.contains("owned"), "{log}");
    assert_eq!(log.lines().find_map(find_hidden), None, "{log}");
}

#[test]
fn an_exported_file_says_nothing_that_a_terminal_obeys() {
    let _busy = share_machine();
    let database = hostile::database();
    let count = rounds(3, 24);
    let pages = || -> Vec<_> {
        let files = std::fs::read_dir(database.sandbox.path("")).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|extension| extension == "html")).collect()
    };
    let mut desk = desk(&database, "fr", Size::WIDE);
    for n in 0..count {
        desk.press(&["Enter"]);
        desk.wait_for("2 Discussion");
        desk.press(&["X"]);
        desk.wait_until("the file", |_| pages().len() > n);
        desk.press(&["J", "Esc"]);
        desk.wait_until_gone("2 Discussion");
    }
    desk.press(&["Ctrl-c"]);
    desk.wait_for_exit();
    assert_eq!(find_foreign_sequence(&desk.bytes()), None);
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        assert_eq!(page.lines().find_map(find_hidden), None, "{}", path.display());
        assert!(!page.contains("<script>alert"), "{}", path.display());
    }
    counted!("{count} cases of such people written to files by the desk: nothing that a terminal obeys");
}
