//! What the desk wants to have at hand for what it shows: asked for after every message, so that no command has to think
//! of it, and a key finds what it needs already there.

use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{Layer, Model, Screen};
use crate::domain::ids::DisputeId;

use super::{case, others, queue};

/// Reads everything that is shown again.
pub(in crate::app) fn everything(model: &mut Model, out: &mut Vec<Effect>) {
    model.retry_at = None;
    model.cases.missing.clear();
    model.cases.reading.clear();
    model.queue.reading = None;
    model.queue.others.clear();
    model.related_cases.age();
    let shown = model.shown();
    model.cases.forget_others(shown);
    read(model, Read::Policy, out);
    read(model, Read::Team, out);
    if model.me.is_some() {
        read(model, Read::Views, out);
    }
    rows_and_counts(model, out);
    figures(model, out);
    if let Some(id) = shown {
        read_case(model, id, out);
    }
}

/// Reads the queue's rows and counts again.
pub(super) fn rows_and_counts(model: &mut Model, out: &mut Vec<Effect>) {
    queue::refresh(model, out);
    read(model, Read::Counts, out);
}

/// Reads the figures again, if they are looked at.
pub(super) fn figures(model: &mut Model, out: &mut Vec<Effect>) {
    if model.layers_mut().any(|layer| matches!(layer, Layer::Charts(_))) {
        read(model, Read::Stats, out);
    }
}

/// Reads a case, even if it is at hand.
pub(super) fn read_case(model: &mut Model, id: DisputeId, out: &mut Vec<Effect>) {
    let generation = read(model, Read::Case(id), out);
    model.cases.reading.insert(id, generation);
}

pub(super) fn read(model: &mut Model, what: Read, out: &mut Vec<Effect>) -> Generation {
    let generation = Generation(model.fresh());
    out.push(Effect::Read(generation, what));
    generation
}

/// Asks for what is wanted and neither at hand nor asked for.
pub(super) fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    if model.retry_at.is_some() {
        return;
    }
    let shown = model.shown();
    for id in [model.current(), shown].into_iter().flatten() {
        model.cases.touch(id);
    }
    // The one on screen first, then where the next key may lead.
    let (before, after) = model.queue.window.neighbours();
    for id in [model.current(), shown, model.queue.window.selected, after, before].into_iter().flatten() {
        want_case(model, id, out);
    }
    ask_background(model, out);
    queue::read_ahead(model, out);
    ask_draft(model, out);
    case::mark_read(model, out);
    others::look(model, out);
}

/// Reads a case unless it is at hand or being read.
fn want_case(model: &mut Model, id: DisputeId, out: &mut Vec<Effect>) {
    let known = model.cases.get(id).is_some() || model.cases.reading.contains_key(&id);
    if !known && !model.cases.missing.contains(&id) {
        read_case(model, id, out);
    }
}

/// What stands beside a case is wanted once it is open; and the case that is under the cursor there.
fn ask_background(model: &mut Model, out: &mut Vec<Effect>) {
    let open = match (&model.layer, &model.screen) {
        (Some(Layer::Precedents(list)), _) => Some(list.dispute),
        (_, Screen::Case(view)) if !view.read_only => Some(view.id),
        _ => None,
    };
    if let Some(id) = open.filter(|id| model.related_cases.is_wanted(*id) && !model.cases.missing.contains(id)) {
        let generation = read(model, Read::RelatedCases(id), out);
        model.related_cases.asked(id, generation);
    }
    if let Some(id) = super::precedents::looked_at(model) {
        want_case(model, id, out);
    }
}

/// The draft of a case is wanted once it is open or written about.
fn ask_draft(model: &mut Model, out: &mut Vec<Effect>) {
    let open = match (&model.layer, &model.screen) {
        (Some(Layer::Compose(_) | Layer::Decide(_)), _) | (_, Screen::Case(_)) => model.current(),
        _ => None,
    };
    if let Some(id) = open
        && model.acting().is_some()
        && model.drafts.asked.insert(id)
    {
        read(model, Read::Draft(id), out);
    }
}
