//! Several desks on one database: which case this one looks at, who else looks at it, the claim that lasts as long as one
//! works, and what others did to cases of one's own.

use chrono::TimeDelta;

use crate::app::effect::Effect;
use crate::app::model::{Layer, Model};
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::store::Notification;

use super::act;

/// What is told stands at least so long before a key makes it go: nobody misses it by typing on.
const READABLE: TimeDelta = TimeDelta::seconds(1);

/// Tells others which case is open here, where that changed.
pub(super) fn look(model: &mut Model, out: &mut Vec<Effect>) {
    let at = model.view().map(|view| view.id).filter(|_| model.me.is_some());
    if model.others.looking != at {
        model.others.looking = at;
        out.push(Effect::Look(at));
    }
}

/// There is something to tell the desk's mediator of cases of theirs.
pub(super) fn told(model: &mut Model, all: Vec<Notification>) {
    let others = &mut model.others;
    others.notifications = all.into_iter().filter(|one| !others.heard.contains(one)).collect();
    if others.notifications.is_empty() {
        others.told_since = None;
    } else {
        others.told_since.get_or_insert(model.now);
    }
}

/// A key was pressed: what could be read by then has been heard of. Not while something lies over the screen,
/// where keys are for that.
pub(super) fn hear(model: &mut Model, out: &mut Vec<Effect>) {
    let readable = model.others.told_since.is_some_and(|since| model.now - since >= READABLE);
    if !readable || model.layer.is_some() {
        return;
    }
    if let Some(heard) = model.others.notifications.pop_front() {
        out.push(Effect::Heard(heard.dispute, heard.what));
        model.others.heard.push(heard);
        model.others.told_since = model.others.notifications.front().map(|_| model.now);
    }
}

/// A key was pressed: a claim on the case at work lasts as long as the work does. Renewed once half of it is over, so that
/// others are not told of every key.
pub(super) fn renew(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = at_work(model).filter(|_| model.others.renewing.is_none()) else { return };
    let claim = model.cases.get(id).and_then(|file| file.case.dispute.as_ref()?.claim.as_ref());
    let left =
        claim.filter(|claim| model.acting().is_some_and(|me| me.handle == claim.by)).map(|c| c.until - model.now);
    let worn = left.is_some_and(|left| left > TimeDelta::zero() && left < model.policy.claim_lease() / 2);
    if worn && !model.is_sending(id, &Action::Claim) {
        model.others.renewing = act(model, id, Action::Claim, None, out);
    }
}

fn at_work(model: &Model) -> Option<DisputeId> {
    model.layer.as_ref().and_then(Layer::dispute).or_else(|| model.view().map(|view| view.id))
}
