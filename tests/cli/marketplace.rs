//! What a marketplace's engineer has (docs/marketplace.md, docs/examples, `litige schema`), held against the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use litige::domain::case::records::OutboxType;
use litige::domain::marketplace::event::{Event, EventType};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::{Home, keys};

#[path = "../../docs/examples/consumer.rs"]
#[allow(dead_code, reason = "a program of its own: its `main` is not the tests'")]
mod consumer;

const PAGE: &str = include_str!("../../docs/marketplace.md");
const EVENTS: &str = include_str!("../../docs/examples/events.jsonl");
const OUTBOX: &str = include_str!("../../docs/examples/outbox.jsonl");

/// The lines of an example by their type, in order.
fn by_type(lines: &'static str) -> BTreeMap<String, Vec<&'static str>> {
    let mut all = BTreeMap::<_, Vec<_>>::new();
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        all.entry(value["type"].as_str().unwrap().to_owned()).or_default().push(line);
    }
    all
}

/// What holds a value against the schema that the program prints.
struct Schema {
    of: &'static str,
    json: Value,
    validator: jsonschema::Validator,
}

impl Schema {
    fn of(of: &'static str) -> Self {
        let json = Home::new().run(&["schema", of]).ok().json();
        let validator = jsonschema::options().should_validate_formats(true).build(&json);
        Self { of, validator: validator.unwrap_or_else(|e| panic!("{of}: {e}")), json }
    }

    #[track_caller]
    fn assert_fits(&self, value: &Value) {
        let faults: Vec<_> = self.validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{} does not fit:\n{}\n{value}", self.of, faults.join("\n"));
    }

    /// The words that `type` may be.
    fn types(&self) -> BTreeSet<String> {
        let variants = self.json["oneOf"].as_array().unwrap().iter();
        variants.map(|v| v["properties"]["type"]["const"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn every_type_of_event_and_of_outbox_line_has_an_example_and_a_place_in_the_schema_and_on_the_page() {
    let events: BTreeSet<_> = EventType::ALL.iter().map(ToString::to_string).collect();
    let lines: BTreeSet<_> = OutboxType::ALL.iter().map(ToString::to_string).collect();
    for (what, types, examples) in [("event", events, by_type(EVENTS)), ("outbox", lines, by_type(OUTBOX))] {
        assert_eq!(examples.keys().cloned().collect::<BTreeSet<_>>(), types, "docs/examples: {what}");
        assert_eq!(Schema::of(what).types(), types, "litige schema {what}");
        for (kind, of_kind) in examples {
            assert!(what == "event" || of_kind.len() == 1, "docs/examples/outbox.jsonl: several lines of {kind}");
            assert!(PAGE.contains(of_kind[0]), "docs/marketplace.md does not show this example:\n{}", of_kind[0]);
        }
    }
}

#[test]
fn the_examples_are_valid_for_a_validator_that_is_not_ours_and_for_the_program() {
    let (event, outbox) = (Schema::of("event"), Schema::of("outbox"));
    EVENTS.lines().for_each(|line| event.assert_fits(&serde_json::from_str(line).unwrap()));
    OUTBOX.lines().for_each(|line| outbox.assert_fits(&serde_json::from_str(line).unwrap()));
    let home = Home::new();
    let summary = home.pipe(EVENTS.as_bytes(), &["ingest", "-", "--json"]).ok().json();
    assert_eq!((&summary["accepted"], &summary["disputes_opened"]), (&json!(EVENTS.lines().count()), &json!(2)));
}

/// What else could stand in the place of a field's value.
fn others() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(7.5),
        json!(""),
        json!(" "),
        json!("mediator"),
        json!("2026-13-01T00:00:00Z"),
        json!([]),
        json!(["a"]),
        json!({}),
        json!([{}]),
        json!({"minor": 0, "currency": "EUR"}),
        json!({"minor": 100, "currency": "eur"}),
        json!({"minor": 100}),
        json!({"id": "u1", "name": " "}),
        json!({"id": "u1"}),
        json!([{"name": "a", "media_type": "image/png"}]),
        json!([{"name": "a", "media_type": "image/png", "origin": "elsewhere"}]),
        json!([{"name": "a", "media_type": "image/png", "origin": "external", "path": 3}]),
        json!({"minor": 100, "currency": "EUR", "more": 1}),
    ]
}

#[test]
fn the_schema_of_an_event_and_the_program_agree_on_what_one_is() {
    let schema = Schema::of("event");
    let (mut tried, mut refused) = (0, 0);
    let mut hold = |what: String, event: &Value| {
        let read = Event::parse_line(&event.to_string());
        assert_eq!(schema.validator.is_valid(event), read.is_ok(), "{what}: {event}\n{read:?}");
        tried += 1;
        refused += usize::from(read.is_err());
    };
    for line in EVENTS.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        hold("as it is".to_owned(), &event);
        for field in keys(&event) {
            let mut without = event.clone();
            without.as_object_mut().unwrap().remove(field);
            hold(format!("without {field}"), &without);
        }
        // Of each field that any event has: so `refund` of a relaunch, too.
        for field in ["id", "at", "type", "order", "by", "body", "client", "title", "brief", "amount", "due", "lang"]
            .into_iter()
            .chain(["attachments", "answers", "rating", "review", "justification", "kind", "refund", "terms"])
            .chain(["proposal", "accept", "unheard_of"])
        {
            for other in others() {
                let mut changed = event.clone();
                changed[field] = other.clone();
                hold(format!("{field} is {other}"), &changed);
            }
            let mut relaunch = event.clone();
            relaunch["kind"] = json!("relaunch");
            hold("a relaunch".to_owned(), &relaunch);
        }
    }
    assert!(refused > 1000 && tried - refused > 1000, "{tried} tried, {refused} refused");
}

#[test]
fn what_the_program_prints_fits_its_schemas() {
    let home = Home::new();
    home.set_policy(&["hold_minutes=0"]);
    home.pipe(EVENTS.as_bytes(), &["ingest", "-"]).ok();
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès"]).ok();
    let (show, queue, outbox) = (Schema::of("show"), Schema::of("queue"), Schema::of("outbox"));
    let examples = by_type(OUTBOX);
    let check = || {
        for dispute in ["D-1001", "D-1002"] {
            show.assert_fits(&home.show(dispute));
        }
        queue.assert_fits(&home.run(&["queue", "--view", "all", "--json"]).ok().json());
        for line in home.run(&["outbox"]).ok().json_lines() {
            outbox.assert_fits(&line);
            let example: Value = serde_json::from_str(examples[line["type"].as_str().unwrap()][0]).unwrap();
            assert_eq!(keys(&line), keys(&example), "docs/examples/outbox.jsonl");
        }
    };
    check();
    for act in [
        &["say", "D-1001", "Bonjour"][..],
        &["note", "D-1001", "À suivre"],
        &["ask", "D-1001", "--to", "seller", "Les sources ?"],
        &["propose", "D-1001", "--relaunch", "Encore"],
        &["propose", "D-1001", "--refund", "40"],
        &["inadmissible", "D-1001", "--attachment", "a1", "--reason", "Illisible"],
        &["admit", "D-1001", "--attachment", "a1", "--reason", "Lisible"],
        &["snooze", "D-1002", "--until", "2d"],
    ] {
        home.act("ines", act).ok();
    }
    check();
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Fait.", "--cites", "m2,a1"]).ok();
    home.act("ines", &["decide", "D-1002", "--outcome", "client-refunded", "--reasons", "Rien."]).ok();
    check();
}

#[test]
fn a_schema_speaks_to_a_marketplace_and_not_of_the_programs_inside() {
    fn texts<'a>(value: &'a Value, all: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                all.extend(fields.get("description").and_then(Value::as_str));
                fields.values().for_each(|value| texts(value, all));
            }
            Value::Array(items) => items.iter().for_each(|value| texts(value, all)),
            _ => {}
        }
    }
    for of in ["event", "outbox", "show", "queue"] {
        let schema = Schema::of(of);
        assert!(schema.json["title"].as_str().unwrap().contains("litige"), "{of}");
        let mut all = Vec::new();
        texts(&schema.json, &mut all);
        assert!(all.len() > 3, "{of}");
        for text in all {
            for inside in ["crate::", "[`", "\n", "`B`"] {
                assert!(!text.contains(inside), "{of}: {text}");
            }
        }
    }
}

#[test]
fn an_unknown_schema_is_wrong_usage_and_names_those_there_are() {
    let home = Home::new();
    for args in [&["schema"][..], &["schema", "events"], &["schema", ""], &["schema", "../event"]] {
        let refused = home.run(args);
        refused.failed(2, "usage");
        home.run(&[args, &["--json"]].concat()).failed(2, "usage");
    }
    assert!(home.run(&["schema", "events"]).stderr.contains("outbox"));
    assert!(!home.db().exists(), "a schema needs no database");
}

#[test]
fn the_consumer_of_the_docs_acts_once_on_each_line_and_sends_the_answers_back() {
    let home = Home::new();
    home.set_policy(&["hold_minutes=0"]);
    home.pipe(EVENTS.as_bytes(), &["ingest", "-"]).ok();
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès"]).ok();
    home.act("ines", &["ask", "D-1001", "--to", "seller", "Les sources ?"]).ok();
    home.act("ines", &["decide", "D-1002", "--outcome", "client-refunded", "--reasons", "Rien."]).ok();
    let folder = home.path("site");
    fs::create_dir(&folder).unwrap();
    let litige = |args: &[&str]| home.command(args);
    let turn = || {
        consumer::receive(&litige, &folder, &[]).unwrap();
        consumer::send(&litige, &folder).unwrap();
    };
    let files = |name: &str| {
        let mut all: Vec<_> = fs::read_dir(folder.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.sort();
        all.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect::<Vec<_>>()
    };
    turn();
    let lines = home.run(&["outbox"]).ok().json_lines();
    let (pages, payments) = (files("pages"), files("payments"));
    assert_eq!((pages.len(), payments.len()), (lines.len(), 1));
    assert!(payments[0].1.contains(r#""outcome":"client_refunded""#));

    // The seller answers what was asked; the site gives the event its own id.
    let asked = pages.iter().map(|(_, text)| serde_json::from_str::<Value>(text).unwrap());
    let asked = asked.into_iter().find(|line| line["type"] == "ask.opened" && line["to"] == "seller").unwrap();
    let answer = json!({
        "id": "site-1", "at": "2026-11-12T08:00:00Z", "type": "dispute.message", "order": asked["order"],
        "by": "seller", "body": "Les voici.", "answers": asked["ask"],
    });
    let nonsense = json!({"id": "site-2", "at": "2026-11-12T08:00:00Z", "type": "dispute.read", "order": "O-none", "by": "client"});
    fs::write(folder.join("answers.jsonl"), format!("{answer}\n{nonsense}\n")).unwrap();
    turn();
    assert!(!folder.join("answers.jsonl").exists() && !folder.join("sending.jsonl").exists());
    let state =
        |show: &Value| show["asks"].as_array().unwrap().iter().find(|a| a["to"] == "seller").unwrap()["state"].clone();
    let show = home.show("D-1001");
    assert_eq!(state(&show), "answered");

    // Killed after it acted and before it kept how far it was, and before it knew that the answers had arrived.
    fs::write(folder.join("sending.jsonl"), format!("{answer}\n")).unwrap();
    fs::write(folder.join("cursor"), "0").unwrap();
    turn();
    assert_eq!((files("pages"), files("payments")), (pages, payments));
    assert_eq!(home.show("D-1001"), show);

    // What can't be sent is kept; what another version of the program wrote is not guessed at.
    fs::write(folder.join("sending.jsonl"), format!("{answer}\n")).unwrap();
    let broken = |args: &[&str]| home.command(&[&["--db", "/dev/null"], args].concat());
    assert!(consumer::receive(&broken, &folder, &[]).is_err() && consumer::send(&broken, &folder).is_err());
    assert!(folder.join("sending.jsonl").exists());
    let newer = |_: &[&str]| {
        let mut command = Command::new("echo");
        command.arg(r#"{"v":2,"seq":99}"#);
        command
    };
    assert!(consumer::receive(&newer, &folder, &[]).unwrap_err().to_string().contains("another form"));
}

#[test]
fn the_consumer_of_the_docs_follows_the_outbox_and_is_started_again_where_it_was() {
    let home = Home::new();
    home.pipe(EVENTS.as_bytes(), &["ingest", "-"]).ok();
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès"]).ok();
    let folder = home.path("site");
    fs::create_dir(&folder).unwrap();
    let pages = || fs::read_dir(folder.join("pages")).map_or(0, Iterator::count);
    let wait_for = |lines: usize| {
        let since = Instant::now();
        while pages() < lines {
            assert!(since.elapsed() < Duration::from_secs(30), "{} of {lines}", pages());
            thread::sleep(Duration::from_millis(20));
        }
    };
    let written = || home.run(&["outbox"]).ok().json_lines().len();
    for text in ["Bonjour.", "Une question.", "Merci."] {
        // The command, with its number told before it becomes litige.
        let litige = |args: &[&str]| {
            let plain = home.command(args);
            let mut command = Command::new("sh");
            command.args(["-c", "echo $$ > pid.new; mv pid.new pid; exec \"$0\" \"$@\""]).arg(plain.get_program());
            command.args(plain.get_args()).current_dir(plain.get_current_dir().unwrap());
            plain.get_envs().for_each(|(name, value)| {
                match value {
                    Some(value) => command.env(name, value),
                    None => command.env_remove(name),
                };
            });
            command
        };
        thread::scope(|threads| {
            let following =
                threads.spawn(|| consumer::receive(&litige, &folder, &["--follow"]).unwrap_err().to_string());
            wait_for(written());
            // What is written while it follows is acted on without another start.
            home.act("ines", &["say", "D-1001", text]).ok();
            wait_for(written());
            let pid = fs::read_to_string(home.path("pid")).unwrap().trim().parse().unwrap();
            kill_process(Pid::from_raw(pid).unwrap(), Signal::TERM).unwrap();
            assert_eq!(following.join().unwrap(), "litige outbox failed");
        });
        let lines = home.run(&["outbox"]).ok().json_lines();
        assert_eq!(pages(), lines.len());
        assert_eq!(fs::read_to_string(folder.join("cursor")).unwrap(), lines.last().unwrap()["seq"].to_string());
    }
}
