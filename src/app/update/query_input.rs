//! What helps to type a filter or a search: completion, and what makes no sense.

use std::collections::BTreeSet;

use crate::app::model::{Model, QueryInput};
use crate::app::text_buffer::TextBuffer;
use crate::domain::queue::filter::Filter;
use crate::domain::queue::filter_completion::{self, CompletionNames};

/// Returns what helps to go on from this text.
pub(super) fn parse(model: &Model, text: &str) -> QueryInput {
    let names = &model.queue.names;
    let (clients, sellers, orders) = (as_strs(&names.clients), as_strs(&names.sellers), as_strs(&names.orders));
    let team = team(model);
    let known = CompletionNames { clients: &clients, sellers: &sellers, orders: &orders, team: &team };
    QueryInput {
        completions: filter_completion::complete(text, &known, model.lang),
        chosen: None,
        error: Filter::parse_for_team(text, &team).err(),
        submitted: false,
    }
}

/// Handles and names.
fn team(model: &Model) -> Vec<(&str, &str)> {
    model.team.iter().map(|member| (&*member.handle.0, &*member.name)).collect()
}

fn as_strs(names: &BTreeSet<String>) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// Puts the next of what is offered, or the one before, in the place of the last term. What is alone is taken for good: the
/// next key goes on after it.
pub(super) fn complete(model: &Model, text: &mut TextBuffer, typing: &mut QueryInput, back: bool) {
    let count = typing.completions.len();
    let at = match (typing.chosen, back) {
        _ if count == 0 => return,
        (None, false) => 0,
        (None, true) => count - 1,
        (Some(at), false) => (at + 1) % count,
        (Some(at), true) => (at + count - 1) % count,
    };
    let Some(taken) = typing.completions.get(at) else { return };
    text.set(&taken.text);
    if count == 1 {
        *typing = parse(model, text.body());
    } else {
        typing.chosen = Some(at);
        typing.error = Filter::parse_for_team(text.body(), &team(model)).err();
        typing.submitted = false;
    }
}
