//! What each message does to the model.

mod acted;
pub(in crate::app) mod case;
mod changes;
mod clock;
pub(in crate::app) mod compose;
pub(in crate::app) mod decide;
mod drafts;
mod drawn;
mod editor;
pub(in crate::app) mod evidence;
pub(in crate::app) mod keys;
pub(in crate::app) mod layers;
pub(in crate::app) mod navigation;
mod others;
pub(in crate::app) mod palette;
mod pointer;
pub(in crate::app) mod precedents;
pub(in crate::app) mod prefetch;
pub(in crate::app) mod prompt;
pub(in crate::app) mod queue;
mod reply;
pub(in crate::app) mod review;
pub(in crate::app) mod search;
pub(in crate::app) mod statistics;
mod templates;
mod typing;
pub(in crate::app) mod views;

#[cfg(test)]
mod tests;

use super::effect::{Effect, Ticket};
use super::model::{Model, Notice};
use super::msg::Msg;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::DisputeId;

/// Does what a message means: changes the model, and says what is to be done outside, in order. Never does I/O.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut out = Vec::new();
    match msg {
        Msg::Start => prefetch::everything(model, &mut out),
        Msg::Configured(bad) => model.notice = Some(Notice::Configuration(bad)),
        Msg::Key(key) => keys::press(model, key, &mut out),
        Msg::Pointed(how, spot) => pointer::take(model, how, spot, &mut out),
        Msg::Paste(text) => keys::paste(model, text, &mut out),
        Msg::PasteBroken => model.paste_broken = true,
        Msg::PasteEnds => model.paste_broken = false,
        Msg::Resize(size) => model.size = size,
        Msg::Clock(now) => clock::tick(model, now, &mut out),
        Msg::Drawn(measured) => drawn::take_in(model, measured, &mut out),
        Msg::Read(generation, read, result) => reply::take_in(model, generation, &read, result, &mut out),
        Msg::Acted(ticket, result) => acted::take_in(model, ticket, result, &mut out),
        Msg::Pictured(file, result) => evidence::pictured(model, file, result),
        Msg::DraftSaved(id, result) => drafts::saved(model, id, result),
        Msg::ViewsChanged(ticket, change, result) => views::changed(model, ticket, &change, result, &mut out),
        Msg::Views(own) => views::take_in(model, own, &mut out),
        Msg::Changed(changes) => changes::take_in(model, &changes, &mut out),
        Msg::Presences(present) => model.others.present = present,
        Msg::Notifications(notifications) => others::told(model, notifications),
        Msg::Edited(id, result) => editor::came_back(model, id, result, &mut out),
        Msg::LeftInEditor(left) => model.notice = Some(Notice::LeftInEditor(left)),
        Msg::Stopping => drafts::save_all(model, &mut out),
        Msg::Resumed => {
            keys::redraw(model, &mut out);
            prefetch::everything(model, &mut out);
        }
        Msg::Quit => keys::quit(model, &mut out),
        Msg::Trouble(error) => reply::failed(model, error),
    }
    if !model.leaving {
        prefetch::ask(model, &mut out);
    }
    out
}

/// Asks the store to do this for the desk's mediator. `None` when there is nobody who acts.
fn act(
    model: &mut Model,
    dispute: DisputeId,
    action: Action,
    seen: Option<i64>,
    out: &mut Vec<Effect>,
) -> Option<Ticket> {
    let by = model.acting()?.handle.clone();
    let ticket = Ticket(model.fresh());
    // A receipt that comes twice changes nothing.
    let key = (!matches!(action, Action::MarkRead { .. })).then(|| model.request_key(ticket));
    let request = Request { dispute, by, action, seen, key };
    model.sent.push((ticket, request.clone()));
    out.push(Effect::Act(ticket, request));
    Some(ticket)
}
