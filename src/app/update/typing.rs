//! What helps to type a filter or a search: completion, and what makes no sense.

use std::collections::BTreeSet;

use crate::app::model::{Model, Typing};
use crate::app::text::Text;
use crate::domain::queue::filter::Filter;
use crate::domain::queue::filter_completion::{self, KnownNames};

/// What helps to go on from this text.
pub(super) fn typed(model: &Model, text: &str) -> Typing {
    let names = &model.queue.names;
    let (clients, sellers, orders) = (each(&names.clients), each(&names.sellers), each(&names.orders));
    let handles: Vec<&str> = model.team.iter().map(|member| &*member.handle.0).collect();
    let known = KnownNames { clients: &clients, sellers: &sellers, orders: &orders, handles: &handles };
    Typing {
        offered: filter_completion::complete(text, &known),
        at: None,
        bad: Filter::parse(text).err(),
        insisted: false,
    }
}

fn each(names: &BTreeSet<String>) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// Puts the next of what is offered, or the one before, in the place of the last term. What is alone is taken for good: the
/// next key goes on after it.
pub(super) fn complete(model: &Model, text: &mut Text, typing: &mut Typing, back: bool) {
    let count = typing.offered.len();
    let at = match (typing.at, back) {
        _ if count == 0 => return,
        (None, false) => 0,
        (None, true) => count - 1,
        (Some(at), false) => (at + 1) % count,
        (Some(at), true) => (at + count - 1) % count,
    };
    let Some(taken) = typing.offered.get(at) else { return };
    text.set(&taken.text);
    if count == 1 {
        *typing = typed(model, text.body());
    } else {
        typing.at = Some(at);
        typing.bad = Filter::parse(text.body()).err();
        typing.insisted = false;
    }
}
