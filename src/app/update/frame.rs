//! A frame was drawn: scroll positions are held to what there was to show.

use crate::app::availability;
use crate::app::effect::Effect;
use crate::app::measure::{Extent, Measured, ThreadExtent};
use crate::app::model::{DecisionPage, Layer, Model, Screen, ScrollAnchor};

use super::queue;

/// Takes in what a frame measured; asks for another frame where that changes what is to be shown.
pub(super) fn apply(model: &mut Model, drawn: Measured, out: &mut Vec<Effect>) {
    let moved = moves(model);
    model.measured = keep_undrawn(drawn, &model.measured);
    let top = model.queue.window.top;
    let height = queue::height(model);
    model.queue.window.reveal(height);
    // Whether there is more than fits, and a hint for it, is known only now.
    let mut again = top != model.queue.window.top || moved != moves(model);
    if let Screen::Case(view) = &mut model.screen {
        view.file = clamped(view.file, drawn.file);
        view.pending = clamped(view.pending, drawn.pending);
        if drawn.thread.extent.rows > 0 {
            view.thread.top = drawn.thread.extent.top;
        }
        if let (ScrollAnchor::Lines, Some((first, last))) = (view.thread.lead, drawn.thread.visible) {
            let cursor = view.thread.cursor.map(|cursor| cursor.clamp(first, last.max(first)));
            again |= cursor != view.thread.cursor;
            view.thread.cursor = cursor;
        }
    }
    match &mut model.layer {
        Some(Layer::Help(help)) => help.scroll = clamped(help.scroll, drawn.layer),
        Some(Layer::Message(open)) => open.scroll = clamped(open.scroll, drawn.layer),
        Some(Layer::Review(review)) => review.page.drawn(drawn.layer),
        Some(Layer::Evidence(open)) => open.scroll = clamped(open.scroll, drawn.layer),
        Some(Layer::Decide(decide)) if decide.step == DecisionPage::Confirm => decide.page.drawn(drawn.layer),
        _ => {}
    }
    super::evidence::request_picture(model, drawn.picture, out);
    if again {
        out.push(Effect::Draw);
    }
}

/// Returns whether there is something to move through, by lines and by pages.
fn moves(model: &Model) -> [bool; 2] {
    [availability::moves(model), availability::pages(model)].map(|can| can.is_ok())
}

/// Keeps the last measure of what was not drawn.
fn keep_undrawn(drawn: Measured, before: &Measured) -> Measured {
    let part = |now: Extent, before: Extent| if now.rows == 0 { before } else { now };
    let thread = |now: ThreadExtent, before: ThreadExtent| if now.extent.rows == 0 { before } else { now };
    let count = |now: usize, before: usize| if now == 0 { before } else { now };
    Measured {
        queue_rows: count(drawn.queue_rows, before.queue_rows),
        file: part(drawn.file, before.file),
        pending: part(drawn.pending, before.pending),
        precedents: part(drawn.precedents, before.precedents),
        thread: thread(drawn.thread, before.thread),
        layer: part(drawn.layer, before.layer),
        items: drawn.items,
        picture: drawn.picture,
        editor_columns: count(drawn.editor_columns, before.editor_columns),
    }
}

fn clamped(top: usize, drawn: Extent) -> usize {
    if drawn.rows == 0 { top } else { top.min(drawn.last_top()) }
}
