//! Several desks on one database: which case this one looks at, who else looks at it, and the claim that lasts as long as one
//! works.

use crate::app::effect::Effect;
use crate::app::model::{Layer, Model};
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;

use super::act;

/// Tells others which case is open here, where that changed.
pub(super) fn announce_presence(model: &mut Model, out: &mut Vec<Effect>) {
    let at = model.view().map(|view| view.id).filter(|_| model.me.is_some());
    if model.colleagues.announced != at {
        model.colleagues.announced = at;
        out.push(Effect::AnnouncePresence(at));
    }
}

/// Renews the lease on the case at work when a key is pressed, also one that has ended. Only once half of it is over, so that
/// others are not told of every key.
pub(super) fn renew_claim(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = at_work(model).filter(|_| model.colleagues.renewing.is_none()) else { return };
    let worn = model.cases.get(id).is_some_and(|file| {
        let claim = file.case.dispute.as_ref().and_then(|dispute| dispute.claim.as_ref());
        let claim = claim.filter(|claim| model.acting().is_some_and(|me| me.handle == claim.by));
        claim.is_some_and(|claim| claim.until - model.now < file.policy.claim_lease() / 2)
    });
    if worn && !model.is_sending(id, &Action::Claim) {
        model.colleagues.renewing = act(model, id, Action::Claim, None, out);
    }
}

fn at_work(model: &Model) -> Option<DisputeId> {
    model.layer.as_ref().and_then(Layer::dispute).or_else(|| model.view().map(|view| view.id))
}
