//! Precedents and the parties' other disputes: listed over whatever is being done, opened to be read only, and back.

use crate::app::effect::Effect;
use crate::app::model::{CaseView, Layer, Model, Notice, PrecedentList, Screen, StackedScreen};
use crate::app::related_cases::listed;
use crate::domain::ids::DisputeId;

use super::drafts;
use super::layers::{LayerInput, can_stack};
use super::navigation::moved;

/// Lists what stands beside the current case. What is being written comes back after, and its draft is kept meanwhile.
pub(in crate::app) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    if !can_stack(model) {
        return;
    }
    let Some(dispute) = model.current() else { return };
    drafts::save_all(model, out);
    push_screen(model);
    model.layer = Some(Layer::Precedents(PrecedentList { dispute, cursor: 0 }));
}

/// Does a command of the list.
pub(super) fn input(model: &mut Model, mut list: PrecedentList, input: &LayerInput) -> Option<Layer> {
    let len = model.related_cases(list.dispute).map_or(0, |related| listed(related).len());
    match input {
        LayerInput::Leave => {
            pop_screen(model);
            return model.layer.take();
        }
        LayerInput::Accept => {
            let Some(id) = under_cursor(model, list) else { return Some(Layer::Precedents(list)) };
            model.layer = Some(Layer::Precedents(list));
            push_screen(model);
            show_read_only(model, id);
            return None;
        }
        input => list.cursor = moved(list.cursor, len, input).unwrap_or(list.cursor),
    }
    Some(Layer::Precedents(list))
}

/// Returns the case under the cursor of the list, if it is open.
pub(super) fn selected_case(model: &Model) -> Option<DisputeId> {
    match &model.layer {
        Some(Layer::Precedents(list)) => under_cursor(model, *list),
        _ => None,
    }
}

fn under_cursor(model: &Model, list: PrecedentList) -> Option<DisputeId> {
    let related = model.related_cases(list.dispute)?;
    listed(related).get(list.cursor).map(|one| one.id())
}

/// Lays aside what has the keys; it comes back with [`pop_screen`].
pub(super) fn push_screen(model: &mut Model) {
    let under = StackedScreen { screen: model.screen.clone(), layer: model.layer.take() };
    model.stack.push(under);
}

/// Opens a case to be read only.
fn show_read_only(model: &mut Model, id: DisputeId) {
    let view = CaseView { unread: false, read_only: true, ..CaseView::open(id, None) };
    model.screen = Screen::Case(view);
}

/// Back to what was laid aside.
pub(super) fn pop_screen(model: &mut Model) {
    if let Some(under) = model.stack.pop() {
        (model.screen, model.layer) = (under.screen, under.layer);
    }
}

/// From a case that was opened from the list to the next one of it.
pub(super) fn step(model: &mut Model, by: isize) {
    let Some(Layer::Precedents(list)) = model.stack.last().and_then(|under| under.layer.as_ref()) else { return };
    let next = list.cursor.checked_add_signed(by).map(|cursor| PrecedentList { cursor, ..*list });
    let Some((next, id)) = next.and_then(|next| Some((next, under_cursor(model, next)?))) else {
        model.notice = Some(Notice::NoMoreCases);
        return;
    };
    if let Some(under) = model.stack.last_mut() {
        under.layer = Some(Layer::Precedents(next));
    }
    let panel = model.view().map(|view| view.panel);
    show_read_only(model, id);
    if let (Screen::Case(view), Some(panel)) = (&mut model.screen, panel) {
        view.panel = panel;
    }
}

/// Goes elsewhere for good: what was laid aside stays aside, as a draft.
pub(super) fn clear_stack(model: &mut Model) {
    model.stack.clear();
}
