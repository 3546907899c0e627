//! What a marketplace tells, for tests.

use crate::domain::case::records::Person;
use crate::domain::ids::{EventId, OrderId};
use crate::domain::marketplace::event::{Event, EventKind, NewOrder};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Side};

/// The events of the order `O-n`, all at one time, up to the dispute that its client opens after two refused revisions.
pub fn events_to_a_dispute(n: usize, at: Time, price: Money, lang: Option<Lang>) -> Vec<Event> {
    let person =
        |role: &str, name: &str| Person { id: format!("{role}-{n}").as_str().into(), name: format!("{name} {n}") };
    let placed = EventKind::OrderPlaced(NewOrder {
        client: person("client", "Léa"),
        seller: person("seller", "Nova"),
        title: format!("Montage vidéo {n}"),
        brief: "Un montage de deux minutes".to_owned(),
        amount: price,
        due: None,
        lang,
    });
    let body = || "non".to_owned();
    let asked = || EventKind::RevisionRequested { body: body() };
    let refused = || EventKind::RevisionRefused { body: body() };
    let delivered = EventKind::OrderDelivered { body: body(), attachments: Vec::new() };
    let opened = EventKind::DisputeOpened { by: Side::Client, justification: "Rien ne correspond".to_owned() };
    let kinds = [placed, delivered, asked(), refused(), asked(), refused(), opened];
    let events = kinds.into_iter().enumerate();
    events
        .map(|(step, kind)| Event { id: EventId(format!("o{n}-{step}")), at, order: OrderId(format!("O-{n}")), kind })
        .collect()
}
