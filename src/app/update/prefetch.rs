//! Requests what the screen shows and what the next key may need, after every message: no command has to think of it.

use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{Layer, Model, Screen};
use crate::domain::ids::DisputeId;

use super::{activity, case, colleagues, drafts, notifications, queue, search, unanswered};

/// Reads everything again. Where another database is at the path now, or the same one again, opens that: what was written for
/// the one that is gone is kept in the state folder first.
pub(in crate::app) fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_database_replaced() {
        drafts::save_every(model, out);
        out.push(Effect::Reopen);
        return;
    }
    unanswered::ask_for_all(model, out);
    match model.lost_since {
        Some(_) => {
            // The thread that follows the store is to try as well.
            out.push(Effect::Settle);
            retry(model, out);
        }
        None => reload_all(model, out),
    }
}

/// Reads again what could not be read. While the store is out of reach, one question tells when it no longer is: what is shown
/// stays, and so does what was read before.
pub(super) fn retry(model: &mut Model, out: &mut Vec<Effect>) {
    match model.lost_since {
        Some(_) => {
            model.retry_at = None;
            request(model, Read::Counts, out);
        }
        None => reload_all(model, out),
    }
}

/// Reads everything that is shown again.
pub(in crate::app) fn reload_all(model: &mut Model, out: &mut Vec<Effect>) {
    model.retry_at = None;
    model.cases.missing.clear();
    model.cases.reading.clear();
    model.queue.reading = None;
    model.queue.others.clear();
    model.related_cases.mark_stale();
    let shown = model.shown();
    model.cases.remove_others(shown);
    request(model, Read::Policy, out);
    request(model, Read::Team, out);
    if model.me.is_some() {
        request(model, Read::Views, out);
    }
    reload_queue(model, out);
    reload_statistics(model, out);
    activity::reload(model, out);
    if let Some(id) = shown {
        request_case(model, id, out);
    }
}

/// Reads the queue's rows and counts again.
pub(super) fn reload_queue(model: &mut Model, out: &mut Vec<Effect>) {
    queue::refresh(model, out);
    request(model, Read::Counts, out);
}

/// Reads the figures again, if they are looked at.
pub(super) fn reload_statistics(model: &mut Model, out: &mut Vec<Effect>) {
    let period = model.layers_mut().find_map(|layer| match layer {
        Layer::Statistics(open) => Some(open.period),
        _ => None,
    });
    if let Some(period) = period {
        request(model, Read::Stats(period.range(model.now)), out);
    }
}

/// Reads a case, even if it is at hand.
pub(super) fn request_case(model: &mut Model, id: DisputeId, out: &mut Vec<Effect>) {
    let generation = request(model, Read::Case(id), out);
    model.cases.reading.insert(id, generation);
}

pub(super) fn request(model: &mut Model, what: Read, out: &mut Vec<Effect>) -> Generation {
    let generation = Generation(model.next_number());
    out.push(Effect::Read(generation, what));
    generation
}

/// Asks for what is wanted and neither at hand nor asked for.
pub(super) fn request_missing(model: &mut Model, out: &mut Vec<Effect>) {
    if model.retry_at.is_some() {
        return;
    }
    let shown = model.shown();
    for id in [model.current(), shown].into_iter().flatten() {
        model.cases.mark_used(id);
    }
    // The one on screen first, then where the next key may lead.
    let (before, after) = model.queue.window.neighbours();
    for id in [model.current(), shown, model.queue.window.selected, after, before].into_iter().flatten() {
        request_missing_case(model, id, out);
    }
    request_related_cases(model, out);
    queue::read_ahead(model, out);
    request_draft(model, out);
    case::mark_read(model, out);
    colleagues::announce_presence(model, out);
    notifications::acknowledge_opened(model, out);
}

/// Reads a case unless it is at hand or being read.
fn request_missing_case(model: &mut Model, id: DisputeId, out: &mut Vec<Effect>) {
    let known = model.cases.get(id).is_some() || model.cases.reading.contains_key(&id);
    if !known && !model.cases.missing.contains(&id) {
        request_case(model, id, out);
    }
}

/// What stands beside a case is wanted once it is open; and the case that is under the cursor there.
fn request_related_cases(model: &mut Model, out: &mut Vec<Effect>) {
    let open = match (&model.layer, &model.screen) {
        (Some(Layer::Precedents(list)), _) => Some(list.dispute),
        (_, Screen::Case(view)) if !view.read_only => Some(view.id),
        _ => None,
    };
    if let Some(id) = open.filter(|id| model.related_cases.needs_reading(*id) && !model.cases.missing.contains(id)) {
        let generation = request(model, Read::RelatedCases(id), out);
        model.related_cases.mark_requested(id, generation);
    }
    let listed =
        [super::precedents::selected_case(model), notifications::selected_case(model), search::selected_case(model)];
    for id in listed.into_iter().flatten() {
        request_missing_case(model, id, out);
    }
}

/// The draft of a case is wanted once it is open or written about.
fn request_draft(model: &mut Model, out: &mut Vec<Effect>) {
    let open = match (&model.layer, &model.screen) {
        (Some(Layer::Compose(_) | Layer::Decide(_)), _) | (_, Screen::Case(_)) => model.current(),
        _ => None,
    };
    if let Some(id) = open
        && model.acting().is_some()
        && model.drafts.asked.insert(id)
    {
        request(model, Read::Draft(id), out);
    }
}
