//! The team and its policy changed: what that changes for the one who acts here, at once and in a sentence.

use crate::app::model::{Model, Notice, StandingChange};
use crate::domain::case::records::Mediator;
use crate::domain::policy::PolicyVersion;
use crate::domain::team::identity;

/// Takes in the team as it is now.
pub(super) fn apply(model: &mut Model, team: Vec<Mediator>) {
    model.team = team;
    let Some(before) = model.me.take() else { return };
    let acting = identity::acting(&model.team, &before.handle, model.account.as_ref());
    let was_barred = model.barred.take();
    let known = || identity::find(&model.team, &before.handle).cloned();
    let (now, barred) = match acting {
        Ok(me) => (me, None),
        Err(refusal) => (known().unwrap_or_else(|| before.clone()), Some(refusal)),
    };
    let change = match (&was_barred, &barred) {
        (_, Some(refusal)) if was_barred != barred => Some(StandingChange::Barred(refusal.clone())),
        (Some(_), None) => Some(StandingChange::Role(now.role)),
        (None, None) if before.role != now.role => Some(StandingChange::Role(now.role)),
        (None, None) if before.account != now.account => Some(StandingChange::Account(now.account.clone())),
        _ => None,
    };
    if let Some(change) = change {
        model.notice = Some(Notice::Standing(change));
    }
    (model.me, model.barred) = (Some(now), barred);
}

/// Takes in the policy in force. It says nothing of the cases at hand, which keep theirs.
pub(super) fn apply_policy(model: &mut Model, policy: PolicyVersion) {
    let known = model.policy.replace(policy.policy.version);
    if known.is_some_and(|known| known < policy.policy.version) && !is_told_of_themselves(model) {
        model.notice = Some(Notice::Policy(Box::new(policy)));
    }
}

/// Whether the notice says what the mediator may do now: nothing takes its place but a key.
pub(super) fn is_told_of_themselves(model: &Model) -> bool {
    matches!(model.notice, Some(Notice::Standing(_)))
}
