//! Searching all that was said, as one types.

use crate::app::command::Command;
use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{Hit, Layer, Model, Notice};
use crate::app::text_buffer::EditResult;
use crate::domain::ids::DisputeId;
use crate::domain::search::terms::SearchTerms;
use crate::store::{Changes, SearchCursor, SearchPage, SearchQuery, StoreError};

use super::layers::{self, LayerInput};
use super::navigation::moved;
use super::{case, precedents, query_input};

/// How many messages a page of what is found has.
const PAGE: usize = 50;

/// Opens the search, with what was searched last.
pub(in crate::app) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    model.search.text.select_all();
    model.search.input = query_input::parse(model, model.search.text.body());
    model.layer = Some(Layer::Search);
    refresh(model, out);
}

/// Marks what was found as stale if a case of it has changed, and reads it again where it is on screen: what was erased must
/// not stay there.
pub(super) fn changed(model: &mut Model, changes: &Changes, out: &mut Vec<Effect>) {
    let changed = changes.changed.iter().map(|changed| changed.dispute);
    if model.search.is_running() {
        model.search.changed.extend(changed.clone());
    }
    let mut hits = model.search.hits.iter().map(|hit| hit.dispute);
    if changes.all || hits.any(|id| changed.clone().any(|changed| changed == id)) {
        model.search.is_stale = true;
    }
    refresh(model, out);
}

/// Reads what was found again if it is stale and on screen. A search that is running is waited for: it may be older than the
/// change.
fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    let search = &model.search;
    if search.is_stale && !search.is_running() && matches!(model.layer, Some(Layer::Search)) {
        let (text, limit) = (search.answered.clone(), search.hits.len().max(PAGE));
        model.search.is_stale = false;
        if !text.is_empty() {
            ask(model, &text, None, limit, out);
        }
    }
}

/// Does a command of the search, or writes; each change of the text searches anew.
pub(super) fn input(model: &mut Model, input: LayerInput, out: &mut Vec<Effect>) -> Option<Layer> {
    match input {
        LayerInput::Leave => {
            stop(model, out);
            return None;
        }
        LayerInput::Complete | LayerInput::CompleteBack => {
            let mut text = std::mem::take(&mut model.search.text);
            let mut typing = std::mem::take(&mut model.search.input);
            let before = text.body().to_owned();
            query_input::complete(model, &mut text, &mut typing, input == LayerInput::CompleteBack);
            let changed = text.body() != before;
            (model.search.text, model.search.input) = (text, typing);
            if changed {
                start(model, out);
            }
        }
        LayerInput::Accept if model.search.input.error.is_some() => model.search.input.submitted = true,
        LayerInput::Accept => {
            if model.search.hits.is_empty() {
                return Some(Layer::Search);
            }
            stop(model, out);
            open_hit(model);
            return None;
        }
        // In a field, digits are text.
        LayerInput::Move(_) => {
            if let Some(to) = moved(model.search.cursor, model.search.hits.len(), &input) {
                model.search.cursor = to;
                read_more(model, out);
            }
        }
        input => {
            let mut text = std::mem::take(&mut model.search.text);
            let typed = layers::write(model, &mut text, &input);
            model.search.text = text;
            if typed == Some(EditResult::Changed) {
                model.search.input = query_input::parse(model, model.search.text.body());
                start(model, out);
            }
        }
    }
    Some(Layer::Search)
}

fn stop(model: &mut Model, out: &mut Vec<Effect>) {
    if model.search.reading.take().is_some() {
        out.push(Effect::StopSearch);
    }
}

/// Searches what is typed, from the newest message.
fn start(model: &mut Model, out: &mut Vec<Effect>) {
    model.search.failed = None;
    // What makes no sense is said; what was found before stays until it does.
    if model.search.input.error.is_some() {
        return stop(model, out);
    }
    if model.search.text.is_blank() {
        stop(model, out);
        let search = &mut model.search;
        (search.cursor, search.next) = (0, None);
        search.hits.clear();
        search.answered.clear();
        search.is_stale = false;
        return;
    }
    read(model, None, out);
}

fn read(model: &mut Model, before: Option<SearchCursor>, out: &mut Vec<Effect>) {
    let text = match before {
        None => model.search.text.body().trim(),
        // On with what was found, whatever was typed since.
        Some(_) => &model.search.answered,
    };
    let text = text.to_owned();
    ask(model, &text, before, PAGE, out);
}

fn ask(model: &mut Model, text: &str, before: Option<SearchCursor>, limit: usize, out: &mut Vec<Effect>) {
    let Ok(terms) = SearchTerms::parse(text) else { return stop(model, out) };
    let me = model.me.as_ref().map(|me| me.handle.clone());
    let generation = Generation(model.next_number());
    model.search.reading = Some(generation);
    model.search.changed.clear();
    out.push(Effect::Read(generation, Read::Search(Box::new(SearchQuery { terms, me, before, limit }))));
}

/// Reads on when the cursor comes near the end of what was found.
fn read_more(model: &mut Model, out: &mut Vec<Effect>) {
    let near = model.search.cursor + PAGE / 2 >= model.search.hits.len();
    if near && model.search.next.is_some() && model.search.reading.is_none() {
        read(model, model.search.next, out);
    }
}

/// Messages were found, or not.
pub(super) fn found(
    model: &mut Model,
    generation: Generation,
    query: &SearchQuery,
    result: Result<SearchPage, StoreError>,
    out: &mut Vec<Effect>,
) {
    if model.search.reading != Some(generation) {
        return;
    }
    model.search.reading = None;
    let search = &mut model.search;
    match result {
        Ok(page) => {
            if query.before.is_none() {
                // The same search again: the cursor stays on its message, or comes to the one that took its place.
                let is_again = search.answered == query.terms.text();
                let at = search.hits.get(search.cursor).filter(|_| is_again);
                let same = |at: &Hit| page.hits.iter().position(|hit| hit.place == at.place);
                let place =
                    at.map(|at| same(at).unwrap_or_else(|| page.hits.iter().take_while(|hit| hit.at > at.at).count()));
                search.cursor = place.unwrap_or(0).min(page.hits.len().saturating_sub(1));
                search.hits.clear();
                query.terms.text().clone_into(&mut search.answered);
            }
            search.is_stale |= page.hits.iter().any(|hit| search.changed.contains(&hit.dispute));
            search.hits.extend(page.hits);
            search.next = page.next;
        }
        Err(StoreError::Interrupted) => return,
        Err(error) => {
            if std::mem::take(&mut search.steps_ahead) > 0 {
                model.notice = Some(Notice::Unread(error.clone()));
            }
            search.failed = Some(error);
            return;
        }
    }
    if model.search.steps_ahead > 0 {
        return go_to_owed(model, out);
    }
    refresh(model, out);
    // The store gives up early rather than late; go on by itself until there is a page to look at.
    if model.search.hits.len() < PAGE && matches!(model.layer, Some(Layer::Search)) {
        read_more(model, out);
    }
}

/// Goes to the next message found. One that has not been read yet is waited for.
pub(in crate::app) fn next(model: &mut Model, out: &mut Vec<Effect>) {
    read_more(model, out);
    if !came_back(model) {
        model.search.steps_ahead += 1;
        go_to_owed(model, out);
    }
}

/// Goes to the message found before, or waits for one less of those that have not been read yet.
pub(in crate::app) fn previous(model: &mut Model, out: &mut Vec<Effect>) {
    read_more(model, out);
    if came_back(model) {
        return;
    }
    let search = &mut model.search;
    if search.steps_ahead > 0 {
        search.steps_ahead -= 1;
        model.notice = (search.steps_ahead > 0).then_some(Notice::LookingOn);
    } else if let Some(to) = search.cursor.checked_sub(1) {
        search.cursor = to;
        open_hit(model);
    } else {
        model.notice = Some(Notice::NoMoreHits);
    }
}

/// From elsewhere one first comes back to the message that one was at. Returns whether that was so.
fn came_back(model: &mut Model) -> bool {
    let here = model.view().map(|view| view.id);
    let current = model.search.hits.get(model.search.cursor).map(|hit| hit.dispute);
    if here != current {
        open_hit(model);
    }
    here != current
}

/// Goes as many messages on as are owed, as far as they are at hand; says that it looks for those that are not, and reads on.
fn go_to_owed(model: &mut Model, out: &mut Vec<Effect>) {
    let search = &mut model.search;
    let steps = search.steps_ahead.min(search.hits.len().saturating_sub(search.cursor + 1));
    (search.cursor, search.steps_ahead) = (search.cursor + steps, search.steps_ahead - steps);
    read_more(model, out);
    let (steps_ahead, awaits) = (model.search.steps_ahead > 0, model.search.is_running());
    if steps > 0 {
        open_hit(model);
    }
    match (steps_ahead, awaits) {
        (false, _) => drop(model.notice.take_if(|notice| *notice == Notice::LookingOn)),
        (true, true) => model.notice = Some(Notice::LookingOn),
        (true, false) => {
            model.search.steps_ahead = 0;
            model.notice = Some(Notice::NoMoreHits);
        }
    }
}

/// Another key than those that walk through what was found: nobody waits for the next message any more.
pub(super) fn stop_waiting(model: &mut Model, command: Option<Command>) {
    if !matches!(command, Some(Command::NextHit | Command::PreviousHit))
        && std::mem::take(&mut model.search.steps_ahead) > 0
    {
        model.notice.take_if(|notice| *notice == Notice::LookingOn);
    }
}

/// Opens the case of the hit under the cursor, where it stands.
fn open_hit(model: &mut Model) {
    let Some(hit) = model.search.hits.get(model.search.cursor) else { return };
    let (dispute, place) = (hit.dispute, hit.place);
    precedents::clear_stack(model);
    case::open_at(model, dispute, place);
}

/// Returns the case of the hit under the cursor, while the search is open: it is shown there, whole.
pub(super) fn selected_case(model: &Model) -> Option<DisputeId> {
    let is_open = matches!(model.layer, Some(Layer::Search));
    model.search.hits.get(model.search.cursor).filter(|_| is_open).map(|hit| hit.dispute)
}
