//! Who did what: the list, its filter as one types, and keeping it up to date.

use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{Layer, Model};
use crate::app::text_buffer::EditResult;
use crate::domain::activity::filter::{self, ActivityFilter};
use crate::domain::text::folding::fold;
use crate::domain::text::typed_time::{self, DayEdge, TypedTime};
use crate::domain::time::Time;
use crate::store::{ActivityPage, ActivityQuery, StoreError};

use super::layers::{self, LayerInput};
use super::navigation::moved;
use super::{case, precedents, prefetch};

/// How many records are read at a time.
const PAGE: usize = 100;
/// How many are read again at most when something changed.
const AGAIN: usize = 500;

/// Opens the list, with what was asked for last.
pub(in crate::app) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    model.activity.text.select_all();
    model.activity.cursor = 0;
    model.layer = Some(Layer::Activity);
    read(model, false, out);
}

/// Does a command of the list, or writes its filter; each change that makes sense reads anew.
pub(super) fn input(model: &mut Model, input: LayerInput, out: &mut Vec<Effect>) -> Option<Layer> {
    match input {
        LayerInput::Leave => {
            model.activity.reading = None;
            return None;
        }
        LayerInput::Accept => {
            let dispute = model.activity.records.get(model.activity.cursor).and_then(|record| record.dispute);
            let Some(dispute) = dispute else { return Some(Layer::Activity) };
            precedents::clear_stack(model);
            case::open(model, dispute, None);
            return None;
        }
        // In a field, digits are text.
        LayerInput::Move(_) => {
            if let Some(to) = moved(model.activity.cursor, model.activity.records.len(), &input) {
                model.activity.cursor = to;
                read_more(model, out);
            }
        }
        input => {
            let mut text = std::mem::take(&mut model.activity.text);
            let typed = layers::write(model, &mut text, &input);
            model.activity.text = text;
            if typed == Some(EditResult::Changed) {
                apply_filter(model, out);
            }
        }
    }
    Some(Layer::Activity)
}

/// Takes what is typed for the filter; what makes no sense leaves the one before in force.
fn apply_filter(model: &mut Model, out: &mut Vec<Effect>) {
    // What is only begun changes nothing yet: nobody is called “sin”.
    if filter::is_unfinished(model.activity.text.body()) {
        model.activity.error = None;
        return;
    }
    let moment = |text: &str, edge: DayEdge| past(model, text, edge);
    match ActivityFilter::parse(model.activity.text.body(), moment) {
        Ok(filter) => {
            model.activity.error = None;
            if filter != model.activity.filter {
                (model.activity.filter, model.activity.cursor) = (filter, 0);
                read(model, false, out);
            }
        }
        Err(bad) => model.activity.error = Some(bad),
    }
}

/// A moment that has been, as typed.
fn past(model: &Model, text: &str, edge: DayEdge) -> Option<Time> {
    match typed_time::parse_past(text, edge, model.zone.local(model.now))? {
        TypedTime::In(delta) => model.now.checked_add_signed(delta),
        TypedTime::At(time) => Some(time),
        TypedTime::Wall(wall) => Some(model.zone.instant(wall)),
    }
}

/// Reads the newest records, or those after the last.
fn read(model: &mut Model, on: bool, out: &mut Vec<Effect>) {
    let ActivityFilter { by, dispute, since, until, routine } = model.activity.filter.clone();
    let before = if on { model.activity.records.last().map(|record| record.seq) } else { None };
    let limit = if on { PAGE } else { model.activity.records.len().clamp(PAGE, AGAIN) };
    let by = by.map(|typed| actor(model, &typed));
    let query = ActivityQuery { by, dispute, since, until, routine, before, limit };
    let generation = prefetch::request(model, Read::Activity(query), out);
    model.activity.reading = Some((generation, on));
}

/// The handle of whoever is meant by a name or a handle; litige itself by its name.
fn actor(model: &Model, typed: &str) -> String {
    let typed = fold(typed);
    if ["litige", "system", "systeme"].contains(&typed.as_str()) {
        return "system".to_owned();
    }
    let exact = model.team.iter().find(|member| fold(&member.handle.0) == typed);
    let named = || model.team.iter().find(|member| fold(&member.name).contains(&typed));
    exact.or_else(named).map_or(typed.clone(), |member| member.handle.0.clone())
}

/// Reads on when the cursor comes near the end of what was read.
fn read_more(model: &mut Model, out: &mut Vec<Effect>) {
    let near = model.activity.cursor + PAGE / 4 >= model.activity.records.len();
    if near && model.activity.more && model.activity.reading.is_none() {
        read(model, true, out);
    }
}

/// Reads the newest records again, if the list is looked at.
pub(super) fn reload(model: &mut Model, out: &mut Vec<Effect>) {
    if model.layers_mut().any(|layer| matches!(layer, Layer::Activity)) {
        read(model, false, out);
    }
}

/// Records were read, or not. The cursor stays on its record; on the newest, where it was there.
pub(super) fn found(
    model: &mut Model,
    generation: Generation,
    result: Result<ActivityPage, StoreError>,
    out: &mut Vec<Effect>,
) {
    let state = &mut model.activity;
    let Some((_, on)) = state.reading.filter(|(awaited, _)| *awaited == generation) else { return };
    (state.reading, state.read, state.failed) = (None, true, None);
    match result {
        Ok(page) => {
            let here = state.records.get(state.cursor).map(|record| record.seq).filter(|_| state.cursor > 0);
            if !on {
                state.records.clear();
            }
            state.records.extend(page.records);
            state.more = page.more;
            let at = here.map_or(0, |seq| state.records.partition_point(|record| record.seq > seq));
            state.cursor = at.min(state.records.len().saturating_sub(1));
            read_more(model, out);
        }
        Err(error) => state.failed = Some(error),
    }
}
