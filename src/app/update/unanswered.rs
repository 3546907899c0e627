//! What was sent and never answered: the line broke, and nobody knows whether it was done. It is asked for again under the same key,
//! when the mediator says so; until then what was written stands as it was sent.

use crate::app::effect::{Effect, Ticket};
use crate::app::model::{CaseDrafts, ComposeKind, Layer, Model, Notice, Trouble, UnansweredText};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::DisputeId;
use crate::store::StoreError;

use super::drafts;

/// Takes in how a request failed. Returns what is known of it now: of one that was not answered before, only a refusal tells that it
/// was not done.
pub(super) fn judge_error(model: &mut Model, request: &Request, error: StoreError) -> StoreError {
    let before = model.unanswered.iter().position(|unanswered| unanswered.key == request.key);
    match (before, error) {
        (Some(at), refused @ StoreError::Refused(_)) => {
            model.unanswered.remove(at);
            edited(model, request);
            refused
        }
        (Some(_), _) => StoreError::Unanswered,
        (None, StoreError::Unanswered) => {
            model.unanswered.push(request.clone());
            edited(model, request);
            StoreError::Unanswered
        }
        (None, error) => error,
    }
}

/// A request was done.
pub(super) fn forget(model: &mut Model, request: &Request) {
    let before = model.unanswered.len();
    model.unanswered.retain(|unanswered| unanswered.key != request.key);
    if model.unanswered.len() < before {
        edited(model, request);
    }
}

/// The draft of a text says whether it was sent, and under which key.
fn edited(model: &mut Model, request: &Request) {
    if UnansweredText::of(request).is_some() {
        drafts::edited(model, request.dispute);
    }
}

/// Puts what was sent and not answered into the draft of its case.
pub(super) fn stash(model: &mut Model, id: DisputeId) {
    let sent = model.unanswered.iter().filter(|request| request.dispute == id);
    let sent: Vec<_> = sent.filter_map(UnansweredText::of).collect();
    if !sent.is_empty() || model.drafts.cases.contains_key(&id) {
        model.drafts.cases.entry(id).or_default().unanswered = sent;
    }
}

/// Takes what was sent and not answered from a draft that was kept, by this desk or an earlier one.
pub(super) fn restore(model: &mut Model, id: DisputeId, stored: &CaseDrafts) {
    let Some(me) = model.me.as_ref().map(|me| me.handle.clone()) else { return };
    for text in &stored.unanswered {
        let is_known = |request: &Request| request.key.as_ref() == Some(&text.key);
        if !model.unanswered.iter().any(is_known) && !model.sent.iter().any(|(_, sent)| is_known(sent)) {
            model.unanswered.push(text.request(id, me.clone()));
        }
    }
}

/// Returns the request that asks for the same and was not answered.
pub(super) fn same(model: &Model, dispute: DisputeId, action: &Action) -> Option<Request> {
    model.unanswered.iter().find(|request| request.dispute == dispute && request.action == *action).cloned()
}

/// Returns the request that was sent from a layer like this one and not answered.
pub(super) fn of_layer(model: &Model, layer: &Layer) -> Option<Request> {
    if model.unanswered.is_empty() {
        return None;
    }
    let dispute = layer.editor()?.dispute;
    let is_of_layer = |action: &Action| match layer {
        Layer::Compose(compose) => match &compose.kind {
            ComposeKind::Reply | ComposeKind::Remind(_) => {
                matches!(action, Action::Say { .. } | Action::Remind { .. })
            }
            ComposeKind::Note => matches!(action, Action::Note { .. }),
            ComposeKind::Ask { .. } => matches!(action, Action::Ask { .. }),
            ComposeKind::Propose { .. } => matches!(action, Action::Propose { .. }),
        },
        Layer::Decide(_) => matches!(action, Action::Decide(_)),
        Layer::Review(_) => matches!(action, Action::Approve | Action::Refuse { .. }),
        _ => false,
    };
    model.unanswered.iter().find(|request| request.dispute == dispute && is_of_layer(&request.action)).cloned()
}

/// Asks for this again, under its key; once, however often it is called before the answer.
pub(super) fn ask(model: &mut Model, request: Request, out: &mut Vec<Effect>) -> Ticket {
    if let Some((ticket, _)) = model.sent.iter().find(|(_, sent)| sent.key == request.key) {
        return *ticket;
    }
    let ticket = Ticket(model.next_number());
    model.sent.push((ticket, request.clone()));
    out.push(Effect::Act(ticket, request));
    ticket
}

/// Asks for everything again that was not answered.
pub(super) fn ask_for_all(model: &mut Model, out: &mut Vec<Effect>) {
    let unanswered = model.unanswered.clone();
    if !unanswered.is_empty() {
        model.notice = Some(Notice::AskingAgain(unanswered.len()));
    }
    for request in unanswered {
        ask(model, request, out);
    }
}

/// A text that was sent and not answered stands so wherever it is opened again, and says so.
pub(super) fn show(model: &mut Model) {
    let Some(layer) = model.layer.take() else { return };
    let request = of_layer(model, &layer);
    let layer = model.layer.insert(layer);
    let Some((request, (sending, trouble))) = request.zip(layer.submission_mut()) else { return };
    *sending = model.sent.iter().find(|(_, sent)| sent.key == request.key).map(|(ticket, _)| *ticket);
    *trouble = sending.is_none().then_some(Trouble::Store(StoreError::Unanswered));
}
