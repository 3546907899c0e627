//! docs/contract.md, "Events in": a line is an event, or says what is wrong with it.

use litige::domain::limits;
use litige::domain::marketplace::event::Event;
use litige::domain::refusal::EventLineRefusal;
use litige::ui::i18n::refusal::english;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::event_json::{to_json, to_line};

fn code(line: &str) -> (Option<String>, &'static str) {
    match Event::parse_line(line) {
        Ok(event) => (Some(event.id.0), "taken"),
        Err(bad) => (bad.id, bad.refusal.code().as_str()),
    }
}

/// Returns an event of each type, with every field.
fn every_type() -> Vec<Value> {
    let file = json!({"name": "a.png", "media_type": "image/png", "origin": "platform", "path": "/a", "text": "t"});
    let head = |kind: &str, rest: Value| {
        let mut event = json!({"id": "e1", "at": "2026-11-03T09:12:00Z", "type": kind, "order": "O-1"});
        event.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        event
    };
    let mut all = vec![
        head(
            "order.placed",
            json!({
                "client": {"id": "c-1", "name": "Léa"}, "seller": {"id": "s-1", "name": "Nova"}, "title": "Logo",
                "brief": "A logo", "amount": {"minor": 12000, "currency": "EUR"}, "due": "2026-11-10T00:00:00Z",
                "lang": "fr",
            }),
        ),
        head("order.message", json!({"by": "client", "body": "hello", "attachments": [file]})),
        head("order.delivered", json!({"body": "here", "attachments": [file]})),
        head("order.completed", json!({"rating": 5, "review": "good"})),
        head("dispute.opened", json!({"by": "client", "justification": "why"})),
        head("dispute.message", json!({"by": "seller", "body": "hm", "attachments": [file], "answers": "q3"})),
        head("dispute.read", json!({"by": "seller"})),
        head(
            "proposal.made",
            json!({"by": "client", "kind": "partial_refund", "refund": {"minor": 1, "currency": "JPY"}, "terms": "t"}),
        ),
        head("proposal.made", json!({"by": "client", "kind": "relaunch", "terms": "once more"})),
        head("proposal.answered", json!({"by": "seller", "proposal": "p4", "accept": true})),
    ];
    for kind in [
        "revision.requested",
        "cancellation.requested",
        "revision.accepted",
        "revision.refused",
        "cancellation.accepted",
        "cancellation.refused",
    ] {
        all.push(head(kind, json!({"body": "words"})));
    }
    all
}

#[test]
fn every_type_is_read_and_written_back_as_it_was() {
    for value in every_type() {
        let event = Event::parse_line(&value.to_string()).unwrap_or_else(|bad| panic!("{value}: {bad:?}"));
        assert_eq!(to_json(&event), value);
        assert_eq!(Event::parse_line(&to_line(&event)).unwrap(), event);
    }
}

/// Returns the result of parsing an event of this type with one field changed (`null` removes it).
fn with(kind: &str, field: &str, value: Value) -> &'static str {
    let mut found = false;
    let mut result = "";
    for mut event in every_type() {
        if event["type"] == kind {
            *event.pointer_mut(field).unwrap_or_else(|| panic!("{kind} has no {field}")) = value.clone();
            found = true;
            result = code(&event.to_string()).1;
            if kind == "proposal.made" {
                break;
            }
        }
    }
    assert!(found, "{kind}");
    result
}

#[test]
fn a_missing_or_mistyped_field_is_malformed() {
    let optional = ["/due", "/lang", "/attachments", "/rating", "/review", "/answers", "/terms"];
    for event in every_type() {
        let kind = event["type"].as_str().unwrap().to_owned();
        for field in event.as_object().unwrap().keys() {
            let may_lack_body = kind.ends_with(".accepted") || kind.ends_with(".refused");
            let path = format!("/{field}");
            let lacks = if optional.contains(&path.as_str()) || (field == "body" && may_lack_body) {
                "taken"
            } else {
                "malformed"
            };
            if kind != "proposal.made" || field != "refund" {
                let mut without = event.clone();
                without.as_object_mut().unwrap().remove(field);
                assert_eq!(code(&without.to_string()).1, lacks, "{kind} without {field}");
            }
            for wrong in [json!([[]]), json!(-1.5), json!({"x": 1})] {
                let mut mistyped = event.clone();
                mistyped[field] = wrong.clone();
                assert_eq!(code(&mistyped.to_string()).1, "malformed", "{kind}: {field} = {wrong}");
            }
        }
    }
    assert_eq!(with("proposal.made", "/refund", json!(null)), "malformed");
}

#[test]
fn each_bad_value_has_its_code() {
    let table = [
        ("order.message", "/by", json!("mediator"), "not_a_party"),
        ("order.message", "/by", json!("Client"), "not_a_party"),
        ("order.message", "/by", json!(""), "not_a_party"),
        ("dispute.opened", "/by", json!("system"), "not_a_party"),
        ("dispute.message", "/by", json!("mediator"), "not_a_party"),
        ("dispute.read", "/by", json!("mediator"), "not_a_party"),
        ("proposal.made", "/by", json!("mediator"), "not_a_party"),
        ("proposal.answered", "/by", json!("mediator"), "not_a_party"),
        ("order.placed", "/amount/minor", json!(0), "bad_amount"),
        ("order.placed", "/amount/minor", json!(-1), "bad_amount"),
        ("order.placed", "/amount/minor", json!(120.5), "bad_amount"),
        ("order.placed", "/amount/minor", json!("12000"), "bad_amount"),
        ("order.placed", "/amount/minor", json!(u64::MAX), "bad_amount"),
        ("order.placed", "/amount/minor", json!(limits::MINOR + 1), "bad_amount"),
        ("order.placed", "/amount/minor", json!(limits::MINOR), "taken"),
        ("order.placed", "/amount/minor", json!(1), "taken"),
        ("order.placed", "/amount/minor", json!(null), "malformed"),
        ("order.placed", "/amount/currency", json!("EURO"), "bad_currency"),
        ("order.placed", "/amount/currency", json!("eur"), "bad_currency"),
        ("order.placed", "/amount/currency", json!(""), "bad_currency"),
        ("order.placed", "/amount/currency", json!("JPY"), "taken"),
        ("order.placed", "/amount/currency", json!(978), "malformed"),
        ("order.placed", "/amount", json!(12000), "malformed"),
        ("order.placed", "/client/id", json!(""), "malformed"),
        ("order.placed", "/client/name", json!(null), "malformed"),
        ("order.placed", "/lang", json!("de"), "malformed"),
        ("order.placed", "/due", json!("tomorrow"), "malformed"),
        ("order.placed", "/id", json!(""), "malformed"),
        ("order.placed", "/id", json!(" "), "malformed"),
        ("order.placed", "/id", json!("a\u{1b}[2J"), "malformed"),
        ("order.placed", "/order", json!(""), "malformed"),
        ("order.placed", "/at", json!("2026-11-03"), "malformed"),
        ("order.placed", "/at", json!("2026-13-03T09:00:00Z"), "malformed"),
        ("order.placed", "/at", json!("2026-11-03T09:00:00+01:00"), "taken"),
        ("order.placed", "/type", json!("order.teleported"), "malformed"),
        ("order.placed", "/type", json!("dispute.decided"), "malformed"),
        ("order.completed", "/rating", json!(0), "malformed"),
        ("order.completed", "/rating", json!(6), "malformed"),
        ("order.completed", "/rating", json!(4.5), "malformed"),
        ("order.message", "/attachments/0/origin", json!("mars"), "malformed"),
        ("order.message", "/attachments/0/origin", json!("external"), "taken"),
        ("order.message", "/attachments/0/name", json!(null), "malformed"),
        ("order.message", "/attachments/0", json!("a.png"), "malformed"),
        ("order.message", "/attachments", json!([]), "taken"),
        ("order.message", "/body", json!(""), "taken"),
        ("order.message", "/body", json!("\u{202e}\u{1b}"), "taken"),
        ("order.message", "/body", json!("a\u{0}b"), "malformed"),
        ("dispute.message", "/answers", json!("m3"), "malformed"),
        ("proposal.made", "/refund/minor", json!(0), "bad_amount"),
        ("proposal.made", "/refund/currency", json!("XYZ"), "bad_currency"),
        ("proposal.made", "/kind", json!("relaunch"), "bad_amount"),
        ("proposal.made", "/kind", json!("seller_wins"), "malformed"),
        ("proposal.answered", "/proposal", json!("4"), "malformed"),
        ("proposal.answered", "/accept", json!("yes"), "malformed"),
    ];
    for (kind, field, value, expected) in table {
        assert_eq!(with(kind, field, value.clone()), expected, "{kind}: {field} = {value}");
    }
}

#[test]
fn a_bad_line_still_tells_its_id_where_that_can_be_read() {
    let id = Some("e9".to_owned());
    assert_eq!(code(r#"{"id":"e9","type":"order.placed"}"#), (id, "malformed"));
    for line in ["", "null", "[]", "7", "\"x\"", "{", "{}", r#"{"id":7}"#, "not json", "\u{feff}{}", r#"{"id":"e9","#] {
        assert_eq!(code(line), (None, "malformed"), "{line}");
    }
}

#[test]
fn what_no_reader_should_trip_over() {
    let deep = "[".repeat(100_000);
    let nested = format!(r#"{{"id":"e9","x":{deep}"#);
    let twice =
        r#"{"id":"e9","order":"O-1","order":"O-2","at":"2026-11-03T09:12:00Z","type":"dispute.read","by":"client"}"#;
    let twice_within = r#"{"id":"e9","x":{"a":1,"a":2}}"#;
    let surrogate = r#"{"id":"e9","x":"\ud800"}"#;
    let huge = r#"{"id":"e9","x":1e400}"#;
    for line in [nested.as_str(), twice, twice_within, surrogate, huge] {
        assert_eq!(code(line).1, "malformed", "{}", &line[..50.min(line.len())]);
    }
    // Unknown fields are ignored, whatever they hold.
    let fine = r#"{"id":"e9","order":"O-1","at":"2026-11-03T09:12:00Z","type":"dispute.read","by":"client","x":{"y":[1e300]}}"#;
    assert_eq!(code(fine).1, "taken");
}

#[test]
fn a_line_has_a_bound() {
    let line = |length: usize| {
        let fine =
            r#"{"id":"e9","order":"O-1","at":"2026-11-03T09:12:00Z","type":"dispute.read","by":"client","x":""}"#;
        fine.replace(r#""x":"""#, &format!(r#""x":"{}""#, "x".repeat(length - fine.len())))
    };
    assert_eq!(code(&line(limits::LINE)).1, "taken");
    assert_eq!(code(&line(limits::LINE + 1)), (None, "malformed"));
}

#[test]
fn a_refusal_names_the_field_and_what_it_should_be() {
    let sentence = |change: fn(&mut Value)| {
        let mut event = every_type().remove(0);
        change(&mut event);
        english(&Event::parse_line(&event.to_string()).unwrap_err().refusal)
    };
    assert_eq!(sentence(|e| e["client"]["id"] = json!("")), "field `client.id` is empty");
    assert_eq!(sentence(|e| e["seller"]["name"] = json!(null)), "field `seller.name` is missing");
    assert_eq!(sentence(|e| e["title"] = json!(7)), "field `title` is not a text");
    assert_eq!(sentence(|e| e["at"] = json!("noon")), "field `at` is not a time like 2026-11-03T09:12:00Z");
    assert_eq!(sentence(|e| e["lang"] = json!("de")), "field `lang`: “de” is not a language; expected one of: fr, en");
    assert_eq!(sentence(|e| e["type"] = json!("x")), "“x” is not a type of event");
    assert_eq!(sentence(|e| e["amount"]["currency"] = json!("X")), "field `amount`: “X” is not an ISO 4217 currency");
    assert_eq!(sentence(|e| e["id"] = json!("\u{1b}")), "field `id` contains control characters");
    assert_eq!(
        sentence(|e| e["brief"] = json!("x".repeat(limits::TEXT + 1))),
        "field `brief` is too long: 1048577 bytes, at most 1048576 are allowed"
    );
    let by = Event::parse_line(
        r#"{"id":"e","order":"O","at":"2026-11-03T09:12:00Z","type":"dispute.read","by":"mediator"}"#,
    );
    assert_eq!(by.unwrap_err().refusal, EventLineRefusal::NotAParty { by: "mediator".to_owned() }.into());
}

#[test]
fn a_text_has_a_bound() {
    let body = |n: usize| with("order.message", "/body", json!("é".repeat(n / 2)));
    assert_eq!(body(limits::TEXT), "taken");
    assert_eq!(body(limits::TEXT + 2), "malformed");
    let file = json!({"name": "a", "media_type": "b", "origin": "platform"});
    assert_eq!(with("order.message", "/attachments", json!(vec![file.clone(); limits::ATTACHMENTS])), "taken");
    assert_eq!(with("order.message", "/attachments", json!(vec![file; limits::ATTACHMENTS + 1])), "malformed");
    assert_eq!(with("order.placed", "/id", json!("x".repeat(limits::ID + 1))), "malformed");
}

#[test]
fn a_time_is_kept_in_utc_and_whole_milliseconds() {
    let at = |text: &str| {
        let line = json!({"id": "e", "at": text, "type": "dispute.read", "order": "O", "by": "client"}).to_string();
        to_json(&Event::parse_line(&line).unwrap())["at"].as_str().unwrap().to_owned()
    };
    for (written, kept) in [
        ("2026-11-03T09:00:00Z", "2026-11-03T09:00:00Z"),
        ("2026-11-03T10:00:00+01:00", "2026-11-03T09:00:00Z"),
        ("2026-11-03T09:00:00.1239Z", "2026-11-03T09:00:00.123Z"),
        ("2026-11-03t09:00:00z", "2026-11-03T09:00:00Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
    ] {
        assert_eq!(at(written), kept);
    }
}

#[test]
fn the_same_content_is_written_back_the_same_however_it_came() {
    let written = |line: &str| to_line(&Event::parse_line(line).unwrap());
    let one = written(
        r#"{"id":"e","at":"2026-11-03T09:00:00Z","type":"order.message","order":"O","by":"client","body":"é"}"#,
    );
    for same in [
        r#"{"body":"\u00e9","by":"client","order":"O","type":"order.message","at":"2026-11-03T09:00:00Z","id":"e"}"#,
        r#"{"id":"e","at":"2026-11-03T10:00:00+01:00","type":"order.message","order":"O","by":"client","body":"é"}"#,
        r#"{"id":"e","at":"2026-11-03T09:00:00.000Z","type":"order.message","order":"O","by":"client","body":"é","x":1}"#,
        r#"{"id":"e","at":"2026-11-03T09:00:00Z","type":"order.message","order":"O","by":"client","body":"é","attachments":[]}"#,
    ] {
        assert_eq!(written(same), one, "{same}");
    }
    for other in [
        r#"{"id":"e","at":"2026-11-03T09:00:01Z","type":"order.message","order":"O","by":"client","body":"é"}"#,
        r#"{"id":"e","at":"2026-11-03T09:00:00Z","type":"order.message","order":"O","by":"seller","body":"é"}"#,
        r#"{"id":"e","at":"2026-11-03T09:00:00Z","type":"order.message","order":"O","by":"client","body":"e"}"#,
    ] {
        assert_ne!(written(other), one, "{other}");
    }
}

proptest! {
    #[test]
    fn no_text_at_all_makes_the_reader_panic(line in any::<String>()) {
        let _ = Event::parse_line(&line);
    }

    #[test]
    fn no_damage_to_a_good_line_makes_the_reader_panic(which in 0..16_usize, at in any::<prop::sample::Index>(), with in any::<String>()) {
        let good = every_type()[which].to_string();
        let mut cut = at.index(good.len());
        while !good.is_char_boundary(cut) {
            cut -= 1;
        }
        let _ = Event::parse_line(&format!("{}{with}{}", &good[..cut], &good[cut..]));
        let _ = Event::parse_line(&format!("{}{with}", &good[..cut]));
    }
}
