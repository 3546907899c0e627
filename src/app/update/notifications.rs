//! What the mediator is told of cases: said at the foot of the screen, listed until acknowledged, and told outside while nobody
//! looks at the terminal.

use chrono::TimeDelta;

use crate::app::effect::Effect;
use crate::app::model::{Layer, Model, NotificationList};
use crate::domain::ids::DisputeId;
use crate::store::Notification;

use super::case;
use super::layers::LayerInput;
use super::navigation::moved;

/// How long a notification is shown at least before a key dismisses it, so that nobody misses it by typing on.
const MIN_SHOWN: TimeDelta = TimeDelta::seconds(1);

/// Takes the notifications that the mediator has not acknowledged, as the store lists them.
pub(super) fn apply(model: &mut Model, listed: Vec<Notification>, out: &mut Vec<Effect>) {
    let now = model.now;
    let own = &mut model.notifications;
    own.acknowledged.retain(|one| listed.contains(one));
    let all: Vec<_> = listed.into_iter().filter(|one| !own.acknowledged.contains(one)).collect();
    let is_new = |one: &&Notification| !own.all.contains(one);
    let came: Vec<_> = all.iter().filter(is_new).cloned().collect();
    let unseen = all.iter().filter(|one| own.unseen.contains(one) || came.contains(one)).cloned().collect();
    own.pending.retain(|one| all.contains(one));
    let known = std::mem::replace(&mut own.known, true);
    if own.focused != Some(true) {
        own.pending.extend(came.into_iter().filter(|one| known || own.started.is_some_and(|at| one.at > at)));
    }
    (own.all, own.unseen) = (all, unseen);
    own.shown_since = if own.unseen.is_empty() { None } else { own.shown_since.or(Some(now)) };
    follow_selected(model);
    alert_due(model, out);
}

/// Tells outside what is due to be told there.
pub(super) fn alert_due(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    let own = &mut model.notifications;
    if own.alert_due(now).is_some_and(|at| at <= now) {
        own.last_alert = Some(now);
        out.push(Effect::Alert(std::mem::take(&mut own.pending)));
    }
}

/// The terminal got the focus, or lost it.
pub(super) fn focus(model: &mut Model, focused: bool, out: &mut Vec<Effect>) {
    model.notifications.focused = Some(focused);
    if focused {
        model.notifications.pending.clear();
    }
    alert_due(model, out);
}

/// The terminal was another program's: whether it has the focus is not known any more.
pub(super) fn forget_focus(model: &mut Model) {
    model.notifications.focused = None;
    input_came(model);
}

/// Someone is at the keyboard, and sees the screen.
pub(super) fn input_came(model: &mut Model) {
    model.notifications.last_input = Some(model.now);
    model.notifications.pending.clear();
}

/// Dismisses what is said at the foot of the screen, once it could be read. Not while a layer has the keys. What it says of the
/// open case is acknowledged; the rest stays listed.
pub(super) fn dismiss(model: &mut Model, out: &mut Vec<Effect>) {
    let readable = model.notifications.shown_since.is_some_and(|since| model.now - since >= MIN_SHOWN);
    if !readable || model.layer.is_some() {
        return;
    }
    model.notifications.shown_since = None;
    let seen = std::mem::take(&mut model.notifications.unseen);
    let open = open_case(model);
    acknowledge(model, seen.into_iter().filter(|one| Some(one.dispute) == open).collect(), out);
}

/// Acknowledges what was told of a case when it is opened, however it is.
pub(super) fn acknowledge_opened(model: &mut Model, out: &mut Vec<Effect>) {
    let open = open_case(model);
    if std::mem::replace(&mut model.notifications.opened, open) != open {
        let told = model.notifications.all.iter().filter(|one| Some(one.dispute) == open).cloned().collect();
        acknowledge(model, told, out);
    }
}

fn open_case(model: &Model) -> Option<DisputeId> {
    model.view().filter(|view| !view.read_only).map(|view| view.id)
}

fn acknowledge(model: &mut Model, seen: Vec<Notification>, out: &mut Vec<Effect>) {
    if seen.is_empty() {
        return;
    }
    let own = &mut model.notifications;
    for list in [&mut own.all, &mut own.unseen, &mut own.pending] {
        list.retain(|one| !seen.contains(one));
    }
    own.acknowledged.extend(seen.iter().cloned());
    out.push(Effect::Acknowledge(seen));
    follow_selected(model);
}

/// Opens the list.
pub(in crate::app) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    model.notifications.unseen.clear();
    model.notifications.shown_since = None;
    model.layer = Some(Layer::Notifications(NotificationList::default()));
    follow_selected(model);
}

/// Acknowledges the one under the cursor.
pub(in crate::app) fn acknowledge_selected(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Layer::Notifications(list)) = model.layer else { return };
    acknowledge(model, model.notifications.all.get(list.cursor).cloned().into_iter().collect(), out);
}

/// Acknowledges all.
pub(in crate::app) fn acknowledge_all(model: &mut Model, out: &mut Vec<Effect>) {
    if matches!(model.layer, Some(Layer::Notifications(_))) {
        acknowledge(model, model.notifications.all.clone(), out);
    }
}

/// Does a command of the list.
pub(super) fn input(model: &mut Model, mut list: NotificationList, input: &LayerInput) -> Option<Layer> {
    let all = &model.notifications.all;
    match input {
        LayerInput::Back => return None,
        LayerInput::Accept => {
            let Some(dispute) = all.get(list.cursor).map(|one| one.dispute) else {
                return Some(Layer::Notifications(list));
            };
            case::open(model, dispute, None);
            return None;
        }
        input => {
            list.cursor = moved(list.cursor, all.len(), input).unwrap_or(list.cursor);
            list.selected = all.get(list.cursor).map(|one| (one.dispute, one.what));
        }
    }
    Some(Layer::Notifications(list))
}

/// Returns the case under the cursor of the list, if it is open.
pub(super) fn selected_case(model: &Model) -> Option<DisputeId> {
    match &model.layer {
        Some(Layer::Notifications(list)) => model.notifications.all.get(list.cursor).map(|one| one.dispute),
        _ => None,
    }
}

/// Keeps the cursor of the list on its notification; on the one in its place, when it has gone.
fn follow_selected(model: &mut Model) {
    let Model { layer, notifications, .. } = model;
    let list = match layer {
        Some(Layer::Notifications(list)) => list,
        Some(Layer::Help(help)) => match help.under.as_deref_mut() {
            Some(Layer::Notifications(list)) => list,
            _ => return,
        },
        _ => return,
    };
    let all = &notifications.all;
    let place = list.selected.and_then(|is| all.iter().position(|one| (one.dispute, one.what) == is));
    list.cursor = place.unwrap_or(list.cursor).min(all.len().saturating_sub(1));
    list.selected = all.get(list.cursor).map(|one| (one.dispute, one.what));
}
