//! Moving: the cursor and the scroll position of whatever has the keys, its panels, and in and out of a case.

use crate::app::effect::Effect;
use crate::app::measure::Extent;
use crate::app::model::{Layer, Model, Panel, Screen, cycle};

use super::layers::{self, LayerInput};
use super::{case, precedents, queue, statistics};

/// A move of a cursor or of a scrolled part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Motion {
    Down,
    Up,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    First,
    Last,
}

/// Moves in the layer that has the keys, or else in the screen.
pub(in crate::app) fn navigate(model: &mut Model, motion: Motion, out: &mut Vec<Effect>) {
    match (&model.layer, &model.screen) {
        (Some(_), _) => layers::input(model, LayerInput::Move(motion), out),
        (None, Screen::Queue) => queue::navigate(model, motion, out),
        (None, Screen::Case(_)) => case::navigate(model, motion),
    }
}

/// Opens what is selected.
pub(in crate::app) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    match &model.screen {
        Screen::Queue => {
            if let Some(id) = model.queue.window.selected {
                case::open(model, id, None);
            }
        }
        Screen::Case(view) if view.panel == Panel::Precedents => precedents::open(model, out),
        Screen::Case(_) => case::open_message(model),
    }
}

/// Leaves what is open; in the queue, clears the filter.
pub(in crate::app) fn back(model: &mut Model, out: &mut Vec<Effect>) {
    match (&model.layer, &model.screen) {
        (Some(_), _) => layers::input(model, LayerInput::Back, out),
        (None, Screen::Queue) => queue::back(model, out),
        (None, Screen::Case(view)) if view.read_only => precedents::pop_screen(model),
        (None, Screen::Case(_)) => model.screen = Screen::Queue,
    }
}

pub(in crate::app) fn next_panel(model: &mut Model, _: &mut Vec<Effect>) {
    cycle_panel(model, 1);
}

pub(in crate::app) fn previous_panel(model: &mut Model, _: &mut Vec<Effect>) {
    cycle_panel(model, -1);
}

/// Goes to the next page of the statistics, or else to the next panel of the case.
fn cycle_panel(model: &mut Model, by: isize) {
    if let Some(Layer::Statistics(open)) = &mut model.layer {
        statistics::cycle_page(open, by);
    } else if let Screen::Case(view) = &mut model.screen {
        view.panel = cycle(&Panel::ALL, view.panel, by);
    }
}

/// Returns where a scrolled part stands after a move.
pub(super) fn scrolled(top: usize, motion: Motion, extent: Extent) -> usize {
    let page = extent.rows.saturating_sub(1).max(1);
    let half = (extent.rows / 2).max(1);
    let top = top.min(extent.last_top());
    let top = match motion {
        Motion::Down => top + 1,
        Motion::Up => top.saturating_sub(1),
        Motion::HalfDown => top + half,
        Motion::HalfUp => top.saturating_sub(half),
        Motion::PageDown => top + page,
        Motion::PageUp => top.saturating_sub(page),
        Motion::First => 0,
        // Whatever was measured: the next frame holds it to the end of what there is.
        Motion::Last => return usize::MAX,
    };
    top.min(extent.last_top())
}

/// Returns where a cursor in a list of `len` stands after a move, or after a digit that names an item. `None` for any other
/// input.
pub(super) fn moved(cursor: usize, len: usize, input: &LayerInput) -> Option<usize> {
    let last = len.saturating_sub(1);
    let to = match input {
        LayerInput::Move(Motion::Down) => cursor + 1,
        LayerInput::Move(Motion::Up) => cursor.saturating_sub(1),
        LayerInput::Move(Motion::HalfDown) => cursor + 5,
        LayerInput::Move(Motion::HalfUp) => cursor.saturating_sub(5),
        LayerInput::Move(Motion::PageDown) => cursor + 10,
        LayerInput::Move(Motion::PageUp) => cursor.saturating_sub(10),
        LayerInput::Move(Motion::First) => 0,
        LayerInput::Move(Motion::Last) => last,
        LayerInput::Key(key) => match key.writes().and_then(|c| c.to_digit(10)) {
            Some(n @ 1..) if n as usize <= len => n as usize - 1,
            _ => return None,
        },
        _ => return None,
    };
    Some(to.min(last))
}
