//! An open case: its panels, the cursor in its discussion, and the way to its neighbours.

use crate::app::command::Command;
use crate::app::effect::{Effect, Read};
use crate::app::measure::{Extent, Measured};
use crate::app::model::{
    CaseView, CopiedText, HitPlace, Layer, Model, Notice, OpenMessage, Panel, Screen, ScrollAnchor, Unavailable,
};
use crate::domain::dispute::action::Action;
use crate::domain::dispute::permissions;
use crate::domain::ids::{DisputeId, MessageId};

use super::navigation::{Motion, scrolled};
use super::{act, precedents, prefetch, queue};

/// Opens a case, at a message if one is given.
pub(super) fn open(model: &mut Model, id: DisputeId, at: Option<MessageId>) {
    show(model, CaseView::open(id, at));
}

/// Opens a case at what a search found.
pub(super) fn open_at(model: &mut Model, id: DisputeId, place: HitPlace) {
    show(model, CaseView::open_at(id, place));
}

fn show(model: &mut Model, view: CaseView) {
    let id = view.id;
    model.screen = Screen::Case(view);
    let height = queue::height(model);
    let window = &mut model.queue.window;
    if let Some(index) = window.index_of(id) {
        window.select(index, height);
    }
}

/// Someone is at the keyboard: what the open case shows is being read.
pub(super) fn active(model: &mut Model) {
    if let Screen::Case(view) = &mut model.screen {
        view.unread = !view.read_only;
    }
}

/// Tells the store that the open case was read, once there is something new to have read.
pub(super) fn mark_read(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = model.view().filter(|view| view.unread).map(|view| view.id) else { return };
    let Some(file) = model.cases.get(id) else { return };
    let Some(dispute) = &file.case.dispute else { return };
    // Whoever may not act on the case has not read it for the team.
    let may = model.acting().is_some_and(|me| permissions::conflicting_party(&file.case.order, me).is_none());
    let newest = dispute.last_message.filter(|_| dispute.unread > 0 && may);
    if let Screen::Case(view) = &mut model.screen {
        view.unread = false;
    }
    if let Some(up_to) = newest {
        let action = Action::MarkRead { up_to };
        if !model.is_sending(id, &action) {
            act(model, id, action, None, out);
        }
    }
}

/// Moves in the panel that has the keys.
pub(super) fn navigate(model: &mut Model, motion: Motion) {
    let Screen::Case(view) = &mut model.screen else { return };
    stop_leading(view, view.panel, &model.measured);
    match view.panel {
        Panel::File => view.file = scrolled(view.file, motion, model.measured.file),
        Panel::Precedents => view.precedents = scrolled(view.precedents, motion, model.measured.precedents),
        Panel::Pending => view.pending = scrolled(view.pending, motion, model.measured.pending),
        Panel::Thread => in_thread(model, motion),
    }
}

/// A panel that a search scrolled is scrolled by hand from where it was drawn.
fn stop_leading(view: &mut CaseView, panel: Panel, measured: &Measured) {
    let Some(sought) = view.sought.as_mut().filter(|sought| sought.leads && sought.panel() == panel) else { return };
    sought.leads = false;
    match panel {
        Panel::File => view.file = measured.file.top,
        Panel::Pending => view.pending = measured.pending.top,
        Panel::Thread | Panel::Precedents => {}
    }
}

/// Gives the keys to a panel.
pub(in crate::app) fn show_panel(model: &mut Model, panel: Panel) {
    if let Screen::Case(view) = &mut model.screen {
        view.panel = panel;
    }
}

/// Goes to the next case, of the queue or of the precedents.
pub(in crate::app) fn next(model: &mut Model, _: &mut Vec<Effect>) {
    step(model, 1);
}

/// Goes to the case before.
pub(in crate::app) fn previous(model: &mut Model, _: &mut Vec<Effect>) {
    step(model, -1);
}

fn step(model: &mut Model, by: isize) {
    if model.view().is_some_and(|view| view.read_only) {
        precedents::step(model, by);
    } else {
        to_neighbour(model, by);
    }
}

/// Writes the current case to a file.
pub(in crate::app) fn export(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(id) = model.current() {
        prefetch::request(model, Read::Export(id), out);
    }
}

pub(in crate::app) fn copy_id(model: &mut Model, out: &mut Vec<Effect>) {
    out.extend(model.current().map(|id| Effect::Copy(CopiedText::Number(id), id.to_string())));
}

/// Copies the opened message, or the one under the cursor.
pub(in crate::app) fn copy_message(model: &mut Model, out: &mut Vec<Effect>) {
    let message = match &model.layer {
        Some(Layer::Message(open)) => Some((open.dispute, open.message)),
        Some(_) => None,
        None => under_cursor(model),
    };
    out.extend(message.and_then(|(id, message)| {
        let text = body(model, id, message)?;
        Some(Effect::Copy(CopiedText::Message { message, chars: text.chars().count() }, text))
    }));
}

/// Returns the message under the cursor: the newest until it is moved.
pub(super) fn under_cursor(model: &Model) -> Option<(DisputeId, MessageId)> {
    let view = model.view()?;
    let file = model.cases.get(view.id)?;
    let newest = || file.thread.last().map(|row| row.message.id);
    view.thread.cursor.or_else(newest).map(|message| (view.id, message))
}

/// Returns what a message says.
pub(super) fn body(model: &Model, id: DisputeId, message: MessageId) -> Option<String> {
    let row = model.cases.get(id)?.thread.iter().find(|row| row.message.id == message)?;
    Some(row.message.body.clone())
}

/// Returns whether the discussion has the keys, and the cursor on this message.
pub(super) fn has_cursor(model: &Model, message: MessageId) -> bool {
    let thread = model.view().is_some_and(|view| view.panel == Panel::Thread);
    thread && under_cursor(model).is_some_and(|(_, at)| at == message)
}

/// Scrolls a panel by lines, whichever has the keys.
pub(super) fn scroll(model: &mut Model, panel: Panel, lines: isize) {
    let cursor = under_cursor(model).map(|(_, message)| message);
    let measured = &model.measured;
    let moved = |top: usize, extent: Extent| top.saturating_add_signed(lines).min(extent.last_top());
    let Screen::Case(view) = &mut model.screen else { return };
    stop_leading(view, panel, measured);
    match panel {
        Panel::File => view.file = moved(view.file, measured.file),
        Panel::Pending => view.pending = moved(view.pending, measured.pending),
        Panel::Precedents => view.precedents = moved(view.precedents, measured.precedents),
        Panel::Thread => {
            view.thread.top = moved(measured.thread.extent.top, measured.thread.extent);
            (view.thread.cursor, view.thread.lead) = (cursor, ScrollAnchor::Lines);
        }
    }
}

pub(super) fn open_message(model: &mut Model) {
    let thread = model.view().is_some_and(|view| view.panel == Panel::Thread);
    match under_cursor(model).filter(|_| thread) {
        Some((dispute, message)) => model.layer = Some(Layer::Message(OpenMessage { dispute, message, scroll: 0 })),
        None => {
            let loading = thread && model.current_file().is_none();
            let why = if loading { Unavailable::Loading } else { Unavailable::NothingToOpen };
            model.notice = Some(Notice::Refused(Command::Open, why));
        }
    }
}

/// Moves in the discussion: by messages, and by lines through what is longer than the panel.
fn in_thread(model: &mut Model, motion: Motion) {
    let cursor = under_cursor(model).map(|(_, message)| message);
    let measured = model.measured.thread;
    let Screen::Case(view) = &mut model.screen else { return };
    let Some(file) = model.cases.get(view.id) else { return };
    let at = cursor.and_then(|id| file.thread.iter().position(|row| row.message.id == id));
    let message = |index: usize| file.thread.get(index).map(|row| row.message.id);
    let thread = &mut view.thread;
    let (target, lead) = match (motion, at) {
        (Motion::Down, Some(at)) if !hangs_below(measured.cursor, measured.extent) => {
            (message(at + 1), ScrollAnchor::Cursor)
        }
        (Motion::Up, Some(at)) if !hangs_above(measured.cursor, measured.extent) => {
            (at.checked_sub(1).and_then(message), ScrollAnchor::Cursor)
        }
        (Motion::First, _) => (message(0), ScrollAnchor::Cursor),
        (Motion::Last, _) => {
            // No message by name: the newest, also when a newer one comes.
            (thread.cursor, thread.lead) = (None, ScrollAnchor::Cursor);
            return;
        }
        _ => (None, ScrollAnchor::Lines),
    };
    match (target, lead) {
        (Some(target), ScrollAnchor::Cursor) => (thread.cursor, thread.lead) = (Some(target), ScrollAnchor::Cursor),
        // At the first or the last message there is nowhere to go.
        (None, ScrollAnchor::Cursor) => {}
        (_, ScrollAnchor::Lines) => {
            thread.top = scrolled(measured.extent.top, motion, measured.extent);
            thread.cursor = cursor;
            thread.lead = ScrollAnchor::Lines;
        }
    }
}

/// Returns whether the message under the cursor goes on below the panel.
fn hangs_below(lines: Option<(usize, usize)>, extent: Extent) -> bool {
    lines.is_some_and(|(_, last)| last >= extent.top + extent.rows)
}

/// Returns whether it begins above the panel.
fn hangs_above(lines: Option<(usize, usize)>, extent: Extent) -> bool {
    lines.is_some_and(|(first, _)| first < extent.top)
}

/// The case that comes after this one in the queue, or before: its neighbour, or, when it has left the view, who took its
/// place.
fn to_neighbour(model: &mut Model, by: isize) {
    let Some(view) = model.view().cloned() else { return };
    let height = queue::height(model);
    let window = &mut model.queue.window;
    match window.index_of(view.id) {
        Some(index) => window.select(index.saturating_add_signed(by), height),
        None if by < 0 => window.step(by, height),
        None => {}
    }
    match window.selected.filter(|id| *id != view.id) {
        Some(id) => {
            open(model, id, None);
            if let Screen::Case(next) = &mut model.screen {
                next.panel = view.panel;
            }
        }
        None => model.notice = Some(Notice::NoMoreCases),
    }
}
