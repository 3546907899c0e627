//! The JSON shapes in docs/contract.md, compared with the program's output: the same fields, and only documented words.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::{Value, json};

use crate::support::{Home, disputed, event, lines, message};

const PAGE: &str = include_str!("../../docs/contract.md");

/// The documented shape of a value.
#[derive(Debug, Clone, PartialEq)]
enum Shape {
    /// Anything.
    Any,
    /// Exactly these fields; `true` marks optional ones.
    Object(Vec<(String, bool, Shape)>),
    /// A list of elements of one shape.
    List(Box<Shape>),
    /// One of these words; `null` stands for none.
    Word(Vec<String>),
}

/// Parses the page's notation: `{"id","state":"open|decided","cites":["m12"],"sha256"?,"by":{…}}`.
struct Reader<'a> {
    text: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    fn consume(&mut self, wanted: char) -> bool {
        while self.text.next_if(|c| c.is_whitespace()).is_some() {}
        self.text.next_if_eq(&wanted).is_some()
    }

    fn string(&mut self) -> String {
        assert!(self.consume('"'), "a string, before {:?}", self.text.clone().collect::<String>());
        let text = std::iter::from_fn(|| self.text.next_if(|c| *c != '"')).collect();
        self.consume('"');
        text
    }

    fn members(&mut self) -> Shape {
        let mut fields = Vec::new();
        while self.text.peek().is_some() && !self.consume('}') {
            if self.consume('…') {
                assert!(self.consume('}') && fields.is_empty());
                return Shape::Any;
            }
            let name = self.string();
            let optional = self.consume('?');
            let shape = if self.consume(':') { self.shape() } else { Shape::Any };
            fields.push((name, optional, shape));
            self.consume(',');
        }
        Shape::Object(fields)
    }

    fn shape(&mut self) -> Shape {
        if self.consume('{') {
            self.members()
        } else if self.consume('[') {
            let list = if self.consume('…') { Shape::Any } else { self.shape() };
            assert!(self.consume(']'));
            Shape::List(Box::new(list))
        } else if self.text.peek() == Some(&'"') {
            let words = self.string();
            match words.contains('|') {
                true => Shape::Word(words.split('|').map(str::to_owned).collect()),
                false => Shape::Any,
            }
        } else {
            while self.text.next_if(|c| c.is_alphanumeric()).is_some() {}
            Shape::Any
        }
    }
}

/// Returns the code of a section in order: what stands between backquotes or in a block.
fn code(heading: &str) -> Vec<&'static str> {
    let level = heading.split(' ').next().unwrap().len();
    let from = PAGE.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading {heading:?}"));
    let body = &PAGE[from + 1 + heading.len()..];
    let next = (1..=level).filter_map(|n| body.find(&format!("\n{} ", "#".repeat(n)))).min();
    let body = body[..next.unwrap_or(body.len())].replace("```", "`");
    body.leak().split('`').skip(1).step_by(2).map(str::trim).collect()
}

/// Returns the first shape of a section that begins with this text.
fn shape(heading: &str, start: &str) -> Shape {
    let code = code(heading).into_iter().find(|code| code.starts_with(start));
    let code = code.unwrap_or_else(|| panic!("{heading} shows no {start}"));
    let mut reader = Reader { text: code.chars().peekable() };
    if code.starts_with('"') { reader.members() } else { reader.shape() }
}

/// Returns how a value differs from a shape.
fn differences(at: &str, value: &Value, shape: &Shape) -> Vec<String> {
    match (shape, value) {
        (Shape::Any, _) | (Shape::Object(_) | Shape::List(_), Value::Null) => vec![],
        (Shape::Object(fields), Value::Object(object)) => {
            let unlisted = object.keys().filter(|key| !fields.iter().any(|(name, ..)| name == *key));
            let mut found: Vec<_> = unlisted.map(|key| format!("{at}.{key} is not on the page")).collect();
            for (name, optional, shape) in fields {
                match object.get(name) {
                    Some(value) => found.extend(differences(&format!("{at}.{name}"), value, shape)),
                    None if *optional => {}
                    None => found.push(format!("{at}.{name} is on the page alone")),
                }
            }
            found
        }
        (Shape::List(each), Value::Array(list)) => {
            list.iter().flat_map(|value| differences(&format!("{at}[]"), value, each)).collect()
        }
        (Shape::Word(words), value) => {
            let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if words.contains(&word) { vec![] } else { vec![format!("{at}: {word:?} is not one of {words:?}")] }
        }
        (_, value) => vec![format!("{at}: {value} is not what the page shows")],
    }
}

#[track_caller]
fn assert_documented(value: &Value, shape: &Shape) {
    assert!(*shape != Shape::Any, "the page shows nothing");
    let found = differences("", value, shape);
    assert!(found.is_empty(), "docs/contract.md and the program differ:\n{}\n{value}", found.join("\n"));
}

fn list(shape: Shape) -> Shape {
    Shape::List(Box::new(shape))
}

/// Replaces the shape of one field, where the page refers to another section.
fn with(shape: Shape, field: &str, inner: Shape) -> Shape {
    let Shape::Object(mut fields) = shape else { panic!("{shape:?} has no fields") };
    let of = fields.iter_mut().find(|(name, ..)| name == field).unwrap_or_else(|| panic!("no {field}"));
    of.2 = inner;
    Shape::Object(fields)
}

/// Returns the shape of a field.
fn part(shape: &Shape, field: &str) -> Shape {
    let Shape::Object(fields) = shape else { panic!("{shape:?} has no fields") };
    fields.iter().find(|(name, ..)| name == field).unwrap().2.clone()
}

/// Creates a case with a message, files, a note, an ask, proposals, and a decision that was undone.
fn full_case() -> Home {
    let mut events = disputed("O-1");
    let files = json!([
        {"name": "a.png", "media_type": "image/png", "origin": "platform"},
        {"name": "chat.txt", "media_type": "text/plain", "origin": "external", "text": "hi"},
    ]);
    events.push(event("f", "O-1", "dispute.message", json!({"by": "client", "body": "Voyez.", "attachments": files})));
    events.push(message("s", "O-1", "seller", "Le travail est fait."));
    let home = Home::with(&events);
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    home.act("ines", &["note", "D-1001", "À suivre"]).ok();
    home.act("ines", &["ask", "D-1001", "--to", "seller", "Les sources ?"]).ok();
    home.act("ines", &["propose", "D-1001", "--refund", "40"]).ok();
    home.act("ines", &["propose", "D-1001", "--relaunch", "Encore"]).ok();
    home
}

fn case() -> Shape {
    shape("### A case", "{")
}

#[test]
fn a_case_is_as_the_page_shows_it() {
    let home = full_case();
    assert_documented(&home.show("D-1001"), &case());
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Livré.", "--cites", "m2"]).ok();
    assert_documented(&home.show("D-1001"), &case());
    let exported = home.run(&["export", "D-1001", "--format", "json"]).ok().json();
    let Shape::Object(mut fields) = shape("### An export", "\"evidence\"") else { panic!("an export is an object") };
    fields.push(("case".to_owned(), false, case()));
    assert_documented(&exported, &Shape::Object(fields));
    let letter = home.run(&["export", "D-1001", "--letter", "client", "--json"]).ok().json();
    assert_documented(
        &letter,
        &shape("### `litige export [--format FORMAT] [--redact] [--letter PARTY] DISPUTE`", "{\"letter\""),
    );
}

#[test]
fn the_queue_and_what_is_found_are_as_the_page_shows_them() {
    let home = full_case();
    let Shape::Object(mut fields) = with(part(&case(), "dispute"), "order", shape("### The queue", "{")) else {
        panic!("a dispute is an object")
    };
    fields.push(("unread".to_owned(), false, Shape::Any));
    assert_documented(&home.run(&["queue", "--json"]).ok().json(), &list(Shape::Object(fields)));
    let found = home.run(&["search", "travail", "--json"]).ok().json();
    assert_documented(&found, &list(shape("### `litige search [--limit N] QUERY`", "{")));
}

#[test]
fn what_an_action_answers_is_as_the_page_shows_it() {
    let home = full_case();
    let dispute = part(&case(), "dispute");
    let action = with(shape("### An action", "{"), "dispute", dispute.clone());
    assert_documented(&home.act("ines", &["say", "D-1001", "Alors ?", "--json"]).ok().json(), &action);
    let decision = with(shape("### A decision", "{"), "dispute", dispute);
    let decision = with(decision, "decision", part(&case(), "decision"));
    let decision = with(decision, "ledger", part(&case(), "ledger"));
    let decide = ["decide", "D-1001", "--outcome", "client-refunded", "--reasons", "Rien.", "--json"];
    assert_documented(&home.act("ines", &decide).ok().json(), &decision);
    assert_documented(&home.act("ines", &["undo", "D-1001", "--json"]).ok().json(), &decision);
    let refused = home.act("noor", &["say", "D-1001", "Alors ?", "--json"]);
    assert_documented(&refused.json(), &shape("## Errors", "{"));
}

#[test]
fn what_the_other_commands_answer_is_as_the_page_shows_it() {
    let home = full_case();
    let seeded = home.run(&["seed", "--disputes", "3", "--messages", "12", "--db", "seeded.db", "--json"]).ok().json();
    assert_documented(&seeded, &shape("### `litige seed --disputes N --messages M [--open K] [--seed S]`", "{"));

    let ingest = "### `litige ingest [--rejects FILE] [--attachments DIR] [--fill] FILE|-`";
    home.write("files/a.txt", "texte");
    let file = |path: &str| json!([{"name": "a", "media_type": "text/plain", "origin": "platform", "path": path}]);
    let with_file = |id: &str, path: &str| {
        event(id, "O-1", "dispute.message", json!({"by": "client", "body": "Voyez.", "attachments": file(path)}))
    };
    let events = [with_file("a1", "a.txt"), with_file("a2", "../x"), message("m", "O-9", "client", "Quoi ?")];
    let args = ["ingest", "-", "--attachments", "files", "--fill", "--json"];
    let mut summary = home.pipe(lines(&events).as_bytes(), &args).json();
    let files = json!({"files": summary.as_object_mut().unwrap().remove("files").unwrap()});
    assert_documented(&summary, &shape(ingest, "{"));
    assert_documented(&files, &shape(ingest, "\"files\""));
    assert_documented(&home.show("D-1001"), &case());

    let member = shape(
        "### `litige mediator add --name NAME [--role ROLE] [--user ACCOUNT] [--no-user] [--key KEY] HANDLE`",
        "{",
    );
    let team = home.run(&["mediator", "list", "--json"]).ok().json();
    assert_documented(&team, &list(member.clone()));
    assert_documented(
        &home.act("lea", &["mediator", "conflict", "ines", "--with", "u7", "--json"]).ok().json(),
        &member,
    );

    let view = shape("### `litige views list`", "{");
    let kept = home.act("ines", &["views", "keep", "Muets", "--query", "waiting:seller", "--json"]).ok().json();
    assert_documented(&kept, &view);
    assert_documented(&home.act("ines", &["views", "--json"]).ok().json(), &list(view));

    let notification = shape("### `litige notifications [--acknowledge]`", "{");
    home.act("ines", &["claim", "D-1001"]).ok();
    home.ingest(&[message("told", "O-1", "client", "Bonjour ?")]);
    assert_documented(&home.act("ines", &["notifications", "--json"]).ok().json(), &list(notification));

    let evidence = home.run(&["evidence", "D-1001", "--json"]).ok().json();
    assert_documented(&evidence, &list(shape("### A file of a case", "{")));
    assert_documented(&home.run(&["verify", "--json"]).ok().json(), &shape("### Verification", "{"));
    assert_documented(&home.run(&["backup", "copy.db", "--json"]).ok().json(), &shape("### `litige backup PATH`", "{"));
    assert_documented(&home.run(&["status", "--json"]).ok().json(), &shape("### `litige status`", "{"));
    let log = home.run(&["log", "--all", "--json"]).ok().json();
    assert_documented(&log, &list(shape("### The log", "{")));
    let restored = home.run(&["--db", "other.db", "restore", "copy.db", "--json"]).ok().json();
    assert_documented(&restored, &shape("### `litige restore BACKUP`", "{"));
    assert_documented(&home.run(&["stats", "--json"]).ok().json(), &shape("### Statistics", "{"));
    let erased = home.act("lea", &["erase", "C-O-1", "--yes", "C-O-1", "--json"]).ok().json();
    assert_documented(&erased, &shape("### `litige erase [--yes PERSON] [--key KEY] PERSON`", "{"));
    assert_documented(&home.run(&["doctor", "--json"]).json(), &list(shape("### `litige doctor`", "{")));
    let demo = home.run(&["demo", "--json"]).ok().json();
    assert_documented(&demo, &shape("### `litige demo [--fresh] [--still]`", "{"));
}

#[test]
fn the_lines_of_the_outbox_are_as_the_page_shows_them() {
    let home = Home::new();
    home.set_policy(&["hold_minutes=0"]);
    home.ingest(&disputed("O-1"));
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès"]).ok();
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    let file = json!({"name": "a.png", "media_type": "image/png", "origin": "platform"});
    let sent = json!({"by": "client", "body": "Voir", "attachments": [file]});
    home.ingest(&[event("f", "O-1", "dispute.message", sent)]);
    home.act("ines", &["inadmissible", "D-1001", "--attachment", "a1", "--reason", "Retouchée"]).ok();
    home.act("ines", &["admit", "D-1001", "--attachment", "a1", "--reason", "L'original"]).ok();
    // Two proposals of long ago: one lapses, another takes its place, and that one both accept.
    let refund = |minor: i64| json!({"minor": minor, "currency": "EUR"});
    let offers = |by: &str, minor| json!({"by": by, "kind": "partial_refund", "refund": refund(minor)});
    let accepts = json!({"by": "client", "proposal": "p2", "accept": true});
    home.ingest(&[event("p1", "O-1", "proposal.made", offers("client", 3000))]);
    home.ingest(&[event("p2", "O-1", "proposal.made", offers("seller", 2000))]);
    home.ingest(&[event("p3", "O-1", "proposal.answered", accepts)]);
    // What is still open is withdrawn with the decision.
    home.act("ines", &["ask", "D-1001", "--to", "client", "Et la source ?"]).ok();
    home.act("ines", &["remind", "D-1001"]).ok();
    home.act("ines", &["propose", "D-1001", "--refund", "40"]).ok();
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    let section = PAGE.split("\n## Outbox\n").nth(1).unwrap();
    let rows: Vec<Vec<&str>> =
        section.lines().filter(|row| row.starts_with("| `")).map(|row| row.split('|').collect()).collect();
    let codes = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let lines = home.run(&["outbox"]).ok().json_lines();
    for row in rows {
        let kind = codes(row[1]).remove(0);
        let line = lines.iter().find(|line| line["type"] == kind.as_str());
        let line = line.unwrap_or_else(|| panic!("no line is of type {kind}"));
        let fields = ["v", "seq", "at", "type", "order", "dispute"].map(str::to_owned).into_iter().chain(codes(row[3]));
        assert_documented(line, &Shape::Object(fields.map(|name| (name, false, Shape::Any)).collect()));
    }
}

#[test]
fn what_differs_from_the_page_is_named() {
    let mut reader = Reader { text: r#"{"id","state":"open|null","list":[{"a"?}],"any":{…}}"#.chars().peekable() };
    let shape = reader.shape();
    let fine = json!({"id": 1, "state": null, "list": [{}, {"a": 2}], "any": {"x": 1}});
    assert_eq!(differences("", &fine, &shape), Vec::<String>::new());
    let bad = json!({"state": "shut", "list": [{"b": 1}], "any": {}, "more": 1});
    let found = differences("", &bad, &shape);
    for part in [".id is on", ".more is not", "\"shut\" is not one of", ".list[].b is not"] {
        assert!(found.iter().any(|what| what.contains(part)), "{part} in {found:?}");
    }
    assert_eq!(found.len(), 4, "{found:?}");
}
