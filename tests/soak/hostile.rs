//! Hostile content: a database in which every text tries to control the terminal, to imitate the program, to run
//! backwards, to be huge or empty.

use std::process::Stdio;

use chrono::Utc;
use litige::domain::case::records::Mediator;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::DisputeId;
use litige::domain::marketplace::event::{Event, Terms};
use litige::domain::money::amount::{Currency, Money};
use litige::domain::vocabulary::{Outcome, Role, Side};
use litige::store::{self, Mode, Place, Store};
use serde_json::{Value, json};

use crate::events::{disputed, event};
use crate::test_database::{TestDatabase, wait_for_output};

/// Texts with control sequences, invisible and bidirectional characters, and markup.
pub const TEXTS: [&str; 20] = [
    "\u{1b}[2J\u{1b}[H\u{1b}]0;owned\u{7}\u{1b}]52;c;cm0gLXJm\u{7}rien",
    "\u{9b}31m\u{9d}0;x\u{9c}\u{90}q\u{1b}\\\u{1b}_Gi=1\u{1b}\\\u{1b}^x\u{1b}\\",
    "\u{1b}[?1049l\u{1b}c\u{1b}[6n\u{5}\u{1b}[21t\u{1b}P$q\"p\u{1b}\\",
    "avant\rAPRES\u{8}\u{8}\u{8}\u{7f}\u{b}\u{c}\u{e}\u{f}",
    "\u{202e}gnp.exe\u{202c} \u{2066}\u{2067}\u{2068}x\u{2069} \u{200f}\u{61c}",
    "10\t00 \u{200b}\u{200c}\u{200d}\u{feff}\u{2060}\u{ad} 1\u{3164}0",
    "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}\u{30d}\u{30e}\u{30f}\u{310}\u{311}\u{312}\u{313}\u{314}\u{315}\u{316}\u{317}\u{318}\u{319}\u{31a}\u{31b}\u{31c}\u{31d}\u{31e}\u{31f}\u{320}\u{321}\u{322}\u{323}\u{324}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 🏳\u{fe0f}\u{200d}🌈 👍🏽 🇫🇷🇫 ❤\u{fe0f} 1\u{fe0f}\u{20e3}",
    "\u{e0041}\u{e0042}\u{e007f}\u{e000}\u{f8ff}\u{10ffff}\u{fffe}\u{fdd0}",
    "\u{2028}ligne\u{2029}paragraphe\u{85}suite",
    "שלום עולם مرحبا بالعالم 120,00 €",
    "日本語テキスト 한국어 ＦＵＬＬ　ｗｉｄｔｈ ﷽",
    "━━ D-1001 ━━ ✓ Tranché : le vendeur reçoit 0,00 € ▌ litige: decided",
    "</td><script>alert(1)</script><img src=x onerror=alert(1)> & \" ' ` ${x} $(rm) %s %n {0}",
    "# titre\n```\n---\n| a | b |\n[lien](javascript:x) <!-- -->\n\n\n",
    "=CMD|' /C calc'!A0;\"a\",\"b\"\r\n+1-1@x",
    "'; DROP TABLE orders; -- \" OR NEAR( AND \" * ^ : {",
    "\u{1f}\u{1e}\u{1d}\u{1c}\u{1b}\u{1a}\u{19}\u{18}\u{17}\u{16}\u{15}\u{14}\u{13}\u{12}\u{11}\u{10}",
    "ᅠ\u{115f}\u{17b4}\u{180e}\u{2800}\u{fff9}a\u{fffa}b\u{fffb}\u{1d173}",
    "Z\u{36f}\u{489}\u{20dd}\u{fe20} ﬁ ǅ ẞ İ ı ſ K Å",
];

fn text(n: usize) -> String {
    match n % 24 {
        20 => "mot ".repeat(20_000),
        21 => "x".repeat(150_000),
        22 => "\n".repeat(3_000) + "fin",
        23 => format!("e{}", "\u{301}".repeat(20_000)),
        n => TEXTS[n].to_owned(),
    }
}

/// Names have a shorter maximum length.
fn name(n: usize) -> String {
    let text = text(n);
    text.char_indices().take_while(|(at, _)| *at < 4000).map(|(_, c)| c).collect::<String>() + " N"
}

/// Identifiers accept no control characters, but everything else.
fn id(n: usize) -> String {
    TEXTS[n % TEXTS.len()].chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(12).collect()
}

/// Disputes with such content; the last one has a message of each kind.
pub fn events() -> Vec<Value> {
    let mut all = Vec::new();
    for n in 0..24 {
        let order = format!("O-{n}{}", id(n));
        let mut events = disputed(&order);
        events[0]["client"] = json!({"id": format!("c{n}{}", id(n)), "name": name(n)});
        events[0]["seller"] = json!({"id": format!("s{n}"), "name": name(n + 7)});
        events[0]["title"] = name(n + 3).into();
        events[0]["brief"] = text(n + 5).into();
        events[0]["amount"] = match n % 4 {
            0 => json!({"minor": 1_000_000_000_000_000_i64, "currency": "EUR"}),
            1 => json!({"minor": 2, "currency": "JPY"}),
            2 => json!({"minor": 123_456_789, "currency": "BHD"}),
            _ => json!({"minor": 12_000, "currency": "EUR"}),
        };
        if n % 3 == 0 {
            events[0]["lang"] = "en".into();
        }
        for (at, event) in events[1..].iter_mut().enumerate() {
            event["body"] = text(n + at).into();
        }
        let messages = if n == 23 { 60 } else { 3 };
        for m in 0..messages {
            let file = json!({"name": name(n + m), "media_type": name(m + 2), "origin": (["platform", "external"][m % 2]),
                              "path": name(n + m + 9), "text": text(m + 1)});
            let fields = json!({"by": (["client", "seller"][m % 2]), "body": text(n + m), "attachments": [file]});
            events.push(event(&order, 10 + m, "dispute.message", fields));
        }
        if n % 2 == 0 {
            let fields = json!({"by": "seller", "kind": "relaunch", "terms": text(n + 11)});
            events.push(event(&order, 80, "proposal.made", fields));
        }
        all.extend(events);
    }
    all
}

/// The mediators' actions on them: the index of a dispute, and the action.
fn writes() -> Vec<(i64, Action)> {
    let mut all = Vec::new();
    for n in 0..10_usize {
        all.push((n as i64, Action::Say { body: text(n) }));
        all.push((n as i64, Action::Note { body: text(n + 1) }));
        all.push((n as i64, Action::Ask { to: Side::Client, body: text(n + 2), due: None }));
        all.push((n as i64, Action::Propose { terms: Terms::Relaunch { terms: text(n + 4) } }));
    }
    for n in [0, 3, 4] {
        let draft = DecisionInput {
            outcome: Outcome::ClientRefunded,
            refund: None,
            reasons: text(n as usize),
            cites: Vec::new(),
            key: None,
        };
        all.push((n, Action::Decide(draft)));
    }
    let refund = Some(Money::new(1, Currency::from_code("JPY").unwrap()));
    let reasons = text(1);
    let split = DecisionInput { outcome: Outcome::PartialRefund, refund, reasons, cites: Vec::new(), key: None };
    all.push((1, Action::Decide(split)));
    all
}

/// Fills a store with them through the API.
pub fn fill(store: &mut dyn Store) {
    let now = Utc::now();
    let team = [("camille", name(0), Role::Mediator), ("ines", name(4), Role::Lead)];
    let member = |(handle, name, role): (&str, String, Role)| Mediator::new(handle.into(), &name, role);
    store.found_team(&team.map(member), now).unwrap();
    let events: Vec<Event> = events().iter().map(|event| Event::parse_line(&event.to_string()).unwrap()).collect();
    for done in store.ingest(&events, now).unwrap() {
        assert!(!format!("{done:?}").contains("Refused"), "{done:?}");
    }
    for (n, action) in writes() {
        let request = Request { dispute: DisputeId(1001 + n), by: "camille".into(), action, seen: None, key: None };
        store.act(&request, now).unwrap();
    }
}

/// Creates a database with them through the program.
pub fn database() -> TestDatabase {
    let database = TestDatabase::empty();
    let mut store = store::open(&Place::File(database.db.clone()), Mode::Create).unwrap();
    fill(store.as_mut());
    drop(store);
    let mut run = database.command(&["verify"]);
    let verified = wait_for_output(run.stdin(Stdio::null()).spawn().unwrap());
    assert_eq!(verified.status, Some(0), "{verified:?}");
    database
}
