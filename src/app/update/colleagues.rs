//! Several desks on one database: which case this one looks at, who else looks at it, the claim that lasts as long as one
//! works, and what others did to cases of one's own.

use chrono::TimeDelta;

use crate::app::effect::Effect;
use crate::app::model::{Layer, Model};
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::store::Notification;

use super::act;

/// How long a notification is shown at least before a key dismisses it, so that nobody misses it by typing on.
const MIN_SHOWN: TimeDelta = TimeDelta::seconds(1);

/// Tells others which case is open here, where that changed.
pub(super) fn announce_presence(model: &mut Model, out: &mut Vec<Effect>) {
    let at = model.view().map(|view| view.id).filter(|_| model.me.is_some());
    if model.colleagues.announced != at {
        model.colleagues.announced = at;
        out.push(Effect::AnnouncePresence(at));
    }
}

/// Takes the notifications that the mediator has not acknowledged yet.
pub(super) fn set_notifications(model: &mut Model, all: Vec<Notification>) {
    let colleagues = &mut model.colleagues;
    colleagues.notifications = all.into_iter().filter(|one| !colleagues.acknowledged.contains(one)).collect();
    if colleagues.notifications.is_empty() {
        colleagues.shown_since = None;
    } else {
        colleagues.shown_since.get_or_insert(model.now);
    }
}

/// Acknowledges the notification that a pressed key dismisses, once it could be read. Not while a layer has the keys.
pub(super) fn acknowledge_shown(model: &mut Model, out: &mut Vec<Effect>) {
    let readable = model.colleagues.shown_since.is_some_and(|since| model.now - since >= MIN_SHOWN);
    if !readable || model.layer.is_some() {
        return;
    }
    if let Some(shown) = model.colleagues.notifications.pop_front() {
        out.push(Effect::Acknowledge(vec![shown.clone()]));
        model.colleagues.acknowledged.push(shown);
        model.colleagues.shown_since = model.colleagues.notifications.front().map(|_| model.now);
    }
}

/// Renews the lease on the case at work when a key is pressed, also one that has ended. Only once half of it is over, so that
/// others are not told of every key.
pub(super) fn renew_claim(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = at_work(model).filter(|_| model.colleagues.renewing.is_none()) else { return };
    let claim = model.cases.get(id).and_then(|file| file.case.dispute.as_ref()?.claim.as_ref());
    let left =
        claim.filter(|claim| model.acting().is_some_and(|me| me.handle == claim.by)).map(|c| c.until - model.now);
    let worn = left.is_some_and(|left| left < model.policy.claim_lease() / 2);
    if worn && !model.is_sending(id, &Action::Claim) {
        model.colleagues.renewing = act(model, id, Action::Claim, None, out);
    }
}

fn at_work(model: &Model) -> Option<DisputeId> {
    model.layer.as_ref().and_then(Layer::dispute).or_else(|| model.view().map(|view| view.id))
}
