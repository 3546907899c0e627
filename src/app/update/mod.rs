//! What each message does to the model.

mod action_results;
pub(in crate::app) mod activity;
pub(in crate::app) mod bulk;
pub(in crate::app) mod case;
mod changes;
mod clock;
mod colleagues;
pub(in crate::app) mod compose;
pub(in crate::app) mod decide;
mod drafts;
mod editor;
pub(in crate::app) mod evidence;
mod frame;
pub(in crate::app) mod hand_over;
pub(in crate::app) mod keys;
pub(in crate::app) mod layers;
pub(in crate::app) mod marking;
mod mouse;
pub(in crate::app) mod navigation;
pub(in crate::app) mod notifications;
pub(in crate::app) mod palette;
pub(in crate::app) mod picture_view;
pub(in crate::app) mod precedents;
pub(in crate::app) mod prefetch;
pub(in crate::app) mod prompt;
mod query_input;
pub(in crate::app) mod queue;
mod read_results;
pub(in crate::app) mod review;
pub(in crate::app) mod saved_views;
pub(in crate::app) mod search;
pub(in crate::app) mod statistics;
mod take_over;
mod team;
pub(in crate::app) mod templates;
pub(in crate::app) mod unanswered;

#[cfg(test)]
mod tests;

use super::effect::{Effect, Read, Ticket};
use super::model::{Model, Notice};
use super::msg::Msg;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::DisputeId;

/// Does what a message means: changes the model, and says what is to be done outside, in order. Never does I/O.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut out = Vec::new();
    match msg {
        Msg::Resume(session) => {
            session.restore(model);
            // Everything is read at the start, which follows.
            return out;
        }
        Msg::Start => prefetch::reload_all(model, &mut out),
        Msg::FirstSteps => model.first_steps = true,
        Msg::Configured(bad) => model.notice = Some(Notice::Configuration(bad)),
        Msg::Key(key) => keys::press(model, key, &mut out),
        Msg::Mouse(how, spot) => mouse::apply(model, how, spot, &mut out),
        Msg::Paste(text) => keys::paste(model, text, &mut out),
        Msg::PasteBroken => model.paste_broken = true,
        Msg::Copied(what, outcome) => model.notice = Some(Notice::Copied(what, outcome)),
        Msg::PasteEnds => model.paste_broken = false,
        Msg::Resize(size) => model.size = size,
        Msg::Clock(now) => clock::tick(model, now, &mut out),
        Msg::Drawn(measured) => frame::apply(model, measured, &mut out),
        Msg::Read(generation, read, result) => read_results::apply(model, generation, &read, result, &mut out),
        Msg::Acted(ticket, result) => action_results::apply(model, ticket, result, &mut out),
        Msg::Pictured(file, result) => evidence::picture_ready(model, file, result),
        Msg::DraftSaved(id, result) => drafts::saved(model, id, result, &mut out),
        Msg::DraftOfOtherDesk(id, stored) => drafts::merge_other_desk(model, id, stored),
        Msg::ViewsChanged(ticket, change, result) => saved_views::changed(model, ticket, &change, result, &mut out),
        // The watcher's list may be older than what this desk has changed since: it is read anew, in order.
        Msg::ViewsStale => drop(prefetch::request(model, Read::Views, &mut out)),
        Msg::Changed(changes) => changes::apply(model, &changes, &mut out),
        Msg::DeadlinePassed => drop(prefetch::request(model, Read::Counts, &mut out)),
        Msg::Presences(present) => model.colleagues.presences = present,
        Msg::Notifications(listed) => notifications::apply(model, listed, &mut out),
        Msg::Focus(focused) => notifications::focus(model, focused, &mut out),
        Msg::NotifyFailed(why) => model.notice = Some(Notice::NotifyFailed(why)),
        Msg::OpenerFailed(how) => model.notice = Some(Notice::OpenerFailed(how)),
        Msg::Edited(id, result) => {
            notifications::forget_focus(model);
            editor::came_back(model, id, result, &mut out);
        }
        Msg::LeftInEditor(left) => model.notice = Some(Notice::LeftInEditor(left)),
        Msg::Stopping => drafts::save_all(model, &mut out),
        Msg::Resumed => {
            notifications::forget_focus(model);
            keys::redraw(model, &mut out);
            prefetch::reload_all(model, &mut out);
        }
        Msg::Quit => keys::leave(model, &mut out),
        Msg::Trouble(error) => read_results::store_failed(model, error),
    }
    evidence::back_to_decision(model);
    take_over::open(model);
    unanswered::show(model);
    if !model.leaving {
        prefetch::request_missing(model, &mut out);
    }
    out
}

/// Asks the store to do this for the desk's mediator. `None` when there is nobody who acts, which is said, or it would take the
/// case over from a colleague: that is asked about first.
fn act(
    model: &mut Model,
    dispute: DisputeId,
    action: Action,
    seen: Option<i64>,
    out: &mut Vec<Effect>,
) -> Option<Ticket> {
    if unanswered::same(model, dispute, &action).is_none() && take_over::asks_first(model, dispute, &action, seen) {
        return None;
    }
    send_request(model, dispute, action, seen, out)
}

/// Does the same without asking. `None` when there is nobody who acts, which is said.
fn send_request(
    model: &mut Model,
    dispute: DisputeId,
    action: Action,
    seen: Option<i64>,
    out: &mut Vec<Effect>,
) -> Option<Ticket> {
    let by = match model.check_acting() {
        Ok(me) => me.handle.clone(),
        Err(why) => {
            model.notice = Some(Notice::NotActing(why));
            return None;
        }
    };
    if let Some(request) = unanswered::same(model, dispute, &action) {
        return Some(unanswered::ask(model, request, out));
    }
    let ticket = Ticket(model.next_number());
    // A receipt that comes twice changes nothing.
    let key = (!matches!(action, Action::MarkRead { .. })).then(|| model.request_key(ticket));
    let request = Request { dispute, by, action, seen, key };
    model.sent.push((ticket, request.clone()));
    out.push(Effect::Act(ticket, request));
    Some(ticket)
}
