//! Formatting of events as lines (docs/contract.md, "Events in"), so that tests can compare them with what is parsed:
//! the program only reads events. Shared with the fuzz targets.

use chrono::SecondsFormat;
use litige::domain::audit;
use litige::domain::marketplace::event::{Event, EventKind, NewOrder, Terms};
use litige::domain::time::Time;
use litige::domain::vocabulary::ProposalKind;
use serde_json::{Map, Value, json};

/// Returns the event as JSON.
pub fn to_json(event: &Event) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(event.id));
    object.insert("at".to_owned(), json!(shown(event.at)));
    object.insert("type".to_owned(), json!(event.kind.event_type()));
    object.insert("order".to_owned(), json!(event.order));
    for (name, value) in content(&event.kind) {
        // An absent field is equivalent to an empty one.
        let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            object.insert(name.to_owned(), value);
        }
    }
    Value::Object(object)
}

/// Returns the event as one canonical line, without its end.
pub fn to_line(event: &Event) -> String {
    audit::canonical(&to_json(event))
}

fn shown(at: Time) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn content(kind: &EventKind) -> Vec<(&'static str, Value)> {
    match kind {
        EventKind::OrderPlaced(NewOrder { client, seller, title, brief, amount, due, lang }) => vec![
            ("client", json!(client)),
            ("seller", json!(seller)),
            ("title", json!(title)),
            ("brief", json!(brief)),
            ("amount", json!(amount)),
            ("due", json!(due.map(shown))),
            ("lang", json!(lang)),
        ],
        EventKind::OrderMessage { by, body, attachments } => {
            vec![("by", json!(by)), ("body", json!(body)), ("attachments", json!(attachments))]
        }
        EventKind::OrderDelivered { body, attachments } => {
            vec![("body", json!(body)), ("attachments", json!(attachments))]
        }
        EventKind::RevisionRequested { body }
        | EventKind::CancellationRequested { body }
        | EventKind::RevisionAccepted { body }
        | EventKind::RevisionRefused { body }
        | EventKind::CancellationAccepted { body }
        | EventKind::CancellationRefused { body } => vec![("body", json!(body))],
        EventKind::OrderCompleted { rating, review } => vec![("rating", json!(rating)), ("review", json!(review))],
        EventKind::DisputeOpened { by, justification } => {
            vec![("by", json!(by)), ("justification", json!(justification))]
        }
        EventKind::DisputeMessage { by, body, attachments, answers } => vec![
            ("by", json!(by)),
            ("body", json!(body)),
            ("attachments", json!(attachments)),
            ("answers", json!(answers)),
        ],
        EventKind::DisputeRead { by } => vec![("by", json!(by))],
        EventKind::ProposalMade { by, terms } => {
            let (kind, refund, terms) = match terms {
                Terms::PartialRefund { refund, terms } => (ProposalKind::PartialRefund, Some(refund), terms),
                Terms::Relaunch { terms } => (ProposalKind::Relaunch, None, terms),
            };
            vec![("by", json!(by)), ("kind", json!(kind)), ("refund", json!(refund)), ("terms", json!(terms))]
        }
        EventKind::ProposalAnswered { by, proposal, accept } => {
            vec![("by", json!(by)), ("proposal", json!(proposal)), ("accept", json!(accept))]
        }
    }
}
