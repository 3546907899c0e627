//! `handover`: all of one's cases, or a filter's, to a colleague at the end of a shift.

use super::args::HandoverArgs;
use super::context::Context;
use super::error::{Failure, Status};
use super::{actions, queue, text_input};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DisputeId, Handle, RequestKey};
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::{PermissionRefusal, Refusal};
use crate::domain::team::handover::{HandedOver, Handover};
use crate::store::{Store, StoreError, cases_to_hand_over};

/// Runs `litige handover`.
pub fn run(ctx: &mut Context, args: &HandoverArgs) -> Result<Status, Failure> {
    let note = args.note.as_deref().map(|note| text_input::read_text("cli-error-text-note", note)).transpose()?;
    let mut store = ctx.open()?;
    let filter = args.query.as_deref().map(|query| queue::parse_filter(store.as_ref(), query)).transpose()?;
    let handover = Handover::checked(&store.mediators()?, (&ctx.me()?, ctx.account.as_ref()), &args.to, filter)?;
    let action = Action::Assign { to: handover.to.clone(), note };
    let cases = keyed_cases(ctx, store.as_mut(), &handover, &action)?;
    if cases.is_empty() && !ctx.json {
        ctx.out.line(ctx.localizer().message("cli-handover-none", &[]))?;
    }
    let disputes: Vec<DisputeId> = cases.iter().map(|(dispute, _)| *dispute).collect();
    actions::for_each(ctx, &disputes, |ctx, nth, dispute| {
        let key = cases.get(nth).map(|(_, key)| key.clone());
        let request = Request { dispute, by: handover.by.clone(), action: action.clone(), seen: None, key };
        actions::perform(ctx, store.as_mut(), &request)
    })
}

/// Returns the cases that go, each with the key of its request. Under a key that was used, those that went under it are among
/// them, as the receiver has them now: what is asked again answers the same.
fn keyed_cases(
    ctx: &Context,
    store: &mut dyn Store,
    handover: &Handover,
    action: &Action,
) -> Result<Vec<(DisputeId, RequestKey)>, Failure> {
    let cases = cases_to_hand_over(store, handover, ctx.now)?;
    let key = ctx.base_key();
    let of_case = |dispute: &DisputeId| RequestKey(format!("{key} {dispute}"));
    let keyed = |(nth, dispute): (usize, &DisputeId)| (*dispute, if nth == 0 { key.clone() } else { of_case(dispute) });
    if ctx.key.is_none() {
        return Ok(cases.iter().enumerate().map(keyed).collect());
    }
    let (by, to) = (handover.to.clone(), handover.by.clone());
    let received = Handover { by, to, whose: HandedOver::Own, filter: Filter::default() };
    let received = cases_to_hand_over(store, &received, ctx.now)?;
    let is_used = |store: &mut dyn Store, key: &RequestKey| match cases.first().or(received.first()) {
        Some(dispute) => is_used(ctx, store, (*dispute, &handover.by), key),
        None => Ok(false),
    };
    if !is_used(store, key)? {
        return Ok(cases.iter().enumerate().map(keyed).collect());
    }
    let (mut again, mut is_same) = (Vec::new(), false);
    for dispute in received.iter().copied() {
        let request =
            Request { dispute, by: handover.by.clone(), action: action.clone(), seen: None, key: Some(key.clone()) };
        // The key is used: nothing is done under it again.
        if !is_same && ctx.write(|| store.act(&request, ctx.now)).is_ok() {
            is_same = true;
            again.push((dispute, key.clone()));
        } else if is_used(store, &of_case(&dispute))? {
            again.push((dispute, of_case(&dispute)));
        }
    }
    if !is_same {
        return Err(Refusal::from(PermissionRefusal::KeyReused { key: key.0.clone() }).into());
    }
    again.extend(cases.iter().map(|dispute| (*dispute, of_case(dispute))));
    Ok(again)
}

/// Returns whether something was done under a key: asks for what no rule lets be done, and is told which of the two refuses it.
fn is_used(
    ctx: &Context,
    store: &mut dyn Store,
    (dispute, by): (DisputeId, &Handle),
    key: &RequestKey,
) -> Result<bool, Failure> {
    let never_seen = Some(i64::MIN);
    let key = Some(key.clone());
    let request = Request { dispute, by: by.clone(), action: Action::Claim, seen: never_seen, key };
    match store.act(&request, ctx.now) {
        Err(StoreError::Refused(Refusal::Permission(PermissionRefusal::KeyReused { .. }))) => Ok(true),
        Ok(_) | Err(StoreError::Refused(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
