//! Events of a marketplace.

use serde_json::{Value, json};

use crate::random::Random;

pub fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

/// Returns an event of an order, with an id built from the order's and `n`.
pub fn event(order: &str, n: usize, kind: &str, fields: Value) -> Value {
    // Some hours ago, so that no deadline of the events passes during a soak test.
    let at = (chrono::Utc::now() - chrono::TimeDelta::minutes(200 - n as i64 % 100)).format("%Y-%m-%dT%H:%M:00Z");
    let at = at.to_string();
    let mut event = json!({"id": format!("{order}-{n}"), "at": at, "type": kind, "order": order});
    event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    event
}

pub fn placed(order: &str, minor: i64) -> Value {
    let fields = json!({
        "client": {"id": format!("c-{order}"), "name": "Léa Martin"},
        "seller": {"id": format!("s-{order}"), "name": "Studio Nova"},
        "title": format!("Logo {order}"), "brief": "Un logo, trois propositions.",
        "amount": {"minor": minor, "currency": "EUR"}, "lang": "fr",
    });
    event(order, 0, "order.placed", fields)
}

/// Returns the events of an order of 120.00 EUR with an open dispute.
pub fn disputed(order: &str) -> Vec<Value> {
    let said = |n: usize, kind: &str, body: &str| event(order, n, kind, json!({"body": body}));
    vec![
        placed(order, 12_000),
        said(1, "order.delivered", "Voilà."),
        said(2, "cancellation.requested", "Ce n'est pas le brief."),
        said(3, "cancellation.refused", "Si."),
        said(4, "cancellation.requested", "Toujours pas."),
        said(5, "cancellation.refused", "Toujours si."),
    ]
}

/// Returns the events of this many orders of every kind, interleaved; some are refused by a rule.
pub fn stream(orders: usize, random: &mut Random) -> Vec<Value> {
    let mut queues: Vec<Vec<Value>> = (0..orders).map(|n| order_history(&format!("O-{n}"), random)).collect();
    let mut stream = Vec::new();
    while !queues.is_empty() {
        let at = random.below(queues.len());
        let taken = queues[at].remove(0);
        stream.push(taken);
        if queues[at].is_empty() {
            queues.swap_remove(at);
        }
    }
    stream
}

fn order_history(order: &str, random: &mut Random) -> Vec<Value> {
    let mut events = disputed(order);
    if random.one_in(4) {
        events.truncate(2 + random.below(3));
    }
    for n in 6..6 + random.below(8) {
        let by = *random.pick(&["client", "seller"]);
        let file = json!({"name": format!("pièce-{n}.png"), "media_type": "image/png",
                          "origin": *random.pick(&["platform", "external"])});
        events.push(match random.below(6) {
            0 => event(order, n, "dispute.read", json!({"by": by})),
            1 => event(order, n, "proposal.made", json!({"by": by, "kind": "partial_refund",
                "refund": {"minor": 1 + random.below(11_999), "currency": "EUR"}, "terms": "Un geste."})),
            2 => event(order, n, "order.message", json!({"by": by, "body": format!("Bonjour {n}")})),
            // No amount of that currency can be refunded: refused.
            3 => event(order, n, "proposal.made", json!({"by": by, "kind": "partial_refund",
                "refund": {"minor": 500, "currency": "USD"}})),
            _ => event(order, n, "dispute.message",
                json!({"by": by, "body": format!("Voyez {n} : été, 👩‍👧, {}", "mot ".repeat(random.below(60))), "attachments": [file]})),
        });
    }
    events
}
