//! The store answered an act. What was written is forgotten only when the store has taken it.

use crate::app::effect::{Effect, Generation, Ticket};
use crate::app::model::{ActionOutcome, DecisionOnHold, Layer, Model, Notice, Trouble};
use crate::domain::case::records::DecisionState;
use crate::domain::decision::summary::DecisionSummary;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::DisputeId;
use crate::store::{Acted, CaseFile, StoreError};

use super::changes::Standing;
use super::{bulk, drafts, prefetch, take_over, unanswered};

/// Takes in an answer.
pub(super) fn apply(model: &mut Model, ticket: Ticket, result: Result<Box<Acted>, StoreError>, out: &mut Vec<Effect>) {
    let Some(result) = bulk::acted(model, ticket, result, out) else { return };
    let Some(at) = model.sent.iter().position(|(sent, _)| *sent == ticket) else { return };
    let (_, request) = model.sent.remove(at);
    let taking = take_over::answered(model, ticket);
    match result {
        Ok(acted) => {
            if taking.is_none() {
                close(model, ticket);
            }
            succeeded(model, ticket, &request, *acted, out);
            if let Some(taking) = taking {
                take_over::go_on(model, taking, out);
            }
        }
        Err(error) => failed(model, ticket, &request, error, out),
    }
    model.colleagues.renewing.take_if(|renewing| *renewing == ticket);
    prefetch::request_case(model, request.dispute, out);
    prefetch::reload_queue(model, out);
}

fn succeeded(model: &mut Model, ticket: Ticket, request: &Request, acted: Acted, out: &mut Vec<Effect>) {
    let id = request.dispute;
    let at = Generation(model.next_number());
    unanswered::forget(model, request);
    drafts::forget(model, id, &request.action, out);
    let outcome = outcome(model, ticket, request, Some(&acted));
    match (&request.action, &acted.decision) {
        (Action::Decide(_) | Action::Approve, Some(decision)) if decision.state == DecisionState::OnHold => {
            let held = |until| DecisionOnHold { dispute: id, outcome: decision.outcome, until };
            model.on_hold = decision.effective_at.map(held);
        }
        (Action::Undo, _) if model.on_hold.as_ref().is_some_and(|held| held.dispute == id) => model.on_hold = None,
        _ => {}
    }
    if matches!(outcome, ActionOutcome::Read | ActionOutcome::Renewed) {
        // Not worth a word. What else is new in the case is a colleague's: told when it is read, by whom.
        let is_as_known =
            |known: &CaseFile| Standing::of(&known.case, &known.timeline) == Standing::of(&acted.case, &known.timeline);
        if model.cases.get(id).is_some_and(is_as_known) {
            model.cases.patch(id, at, acted.case);
        }
        return;
    }
    model.cases.patch(id, at, acted.case);
    model.notice = Some(Notice::Done(id, outcome));
}

fn failed(model: &mut Model, ticket: Ticket, request: &Request, error: StoreError, out: &mut Vec<Effect>) {
    let outcome = outcome(model, ticket, request, None);
    if matches!(outcome, ActionOutcome::Read | ActionOutcome::Renewed) {
        return;
    }
    let error = unanswered::judge_error(model, request, error);
    let trouble = match &error {
        StoreError::Refused(refusal) => Trouble::Rule(refusal.clone()),
        error => Trouble::Store(error.clone()),
    };
    match model.submission_mut(ticket) {
        // It can be changed and sent again.
        Some((sending, why)) => (*sending, *why) = (None, Some(trouble)),
        None => model.notice = Some(Notice::Failed(request.dispute, outcome, error)),
    }
    // What was to be sent is still a draft, and the store is to have it.
    drafts::save_all(model, out);
}

/// Closes the layer that sent this.
pub(super) fn close(model: &mut Model, ticket: Ticket) {
    let sent = |layer: &mut Layer| layer.submission_mut().is_some_and(|(sending, _)| *sending == Some(ticket));
    match &mut model.layer {
        Some(Layer::Help(help)) => drop(help.under.take_if(|under| sent(under))),
        layer => drop(layer.take_if(sent)),
    }
}

/// Returns what was done, or was to be.
pub(super) fn outcome(model: &Model, ticket: Ticket, request: &Request, acted: Option<&Acted>) -> ActionOutcome {
    let decision = acted.and_then(|acted| acted.decision.as_ref()).map(DecisionSummary::from);
    let effective_at = decision.as_ref().and_then(|decision| decision.effective_at);
    match &request.action {
        Action::Claim if model.colleagues.renewing == Some(ticket) => ActionOutcome::Renewed,
        Action::Decide(draft) => {
            let shares = decision.and_then(|decision| decision.shares);
            ActionOutcome::Decided {
                outcome: draft.outcome,
                shares,
                effective_at,
                next: next_case(model, request.dispute),
            }
        }
        Action::Approve => ActionOutcome::Approved { decision, effective_at },
        action => ActionOutcome::of(action),
    }
}

/// Returns the case to offer after this one.
fn next_case(model: &Model, id: DisputeId) -> Option<DisputeId> {
    let window = &model.queue.window;
    let Some(at) = window.index_of(id) else { return window.selected.filter(|next| *next != id) };
    let row = |index: usize| window.rows.get(index).map(|row| row.id);
    row(at + 1).or_else(|| at.checked_sub(1).and_then(row))
}
