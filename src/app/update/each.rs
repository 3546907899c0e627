//! One action on several cases: sent as one, done case by case, told as one.

use crate::app::effect::{Effect, Generation, Ticket};
use crate::app::model::{EachOutcome, EachReport, Layer, Model, Notice};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::DisputeId;
use crate::store::{Acted, StoreError};

use super::layers::LayerInput;
use super::navigation::scrolled;
use super::{action_results, drafts, prefetch, unanswered};

/// Asks the store to do this to each of these cases for the desk's mediator. `None` when there is nobody who acts, or no case.
pub(super) fn act_on_each(
    model: &mut Model,
    disputes: &[DisputeId],
    action: &Action,
    out: &mut Vec<Effect>,
) -> Option<Ticket> {
    let by = model.acting()?.handle.clone();
    let ticket = Ticket(model.next_number());
    let mut requests = Vec::with_capacity(disputes.len());
    for dispute in disputes {
        let one = Ticket(model.next_number());
        let key = Some(model.request_key(one));
        requests.push(Request { dispute: *dispute, by: by.clone(), action: action.clone(), seen: None, key });
    }
    if requests.is_empty() {
        return None;
    }
    model.sent.extend(requests.iter().map(|request| (ticket, request.clone())));
    out.push(Effect::ActOnEach(ticket, requests));
    Some(ticket)
}

/// The store has answered: tells how many it was done to, and shows those that it wasn't, with why.
pub(super) fn apply(
    model: &mut Model,
    ticket: Ticket,
    results: Vec<(DisputeId, Result<Box<Acted>, StoreError>)>,
    out: &mut Vec<Effect>,
) {
    let Some((_, first)) = model.sent.iter().find(|(sent, _)| *sent == ticket).cloned() else { return };
    let sent: Vec<Request> =
        model.sent.iter().filter(|(sent, _)| *sent == ticket).map(|(_, sent)| sent.clone()).collect();
    model.sent.retain(|(sent, _)| *sent != ticket);
    let at = Generation(model.next_number());
    let mut each =
        EachOutcome { outcome: action_results::outcome(model, ticket, &first, None), done: 0, failed: Vec::new() };
    for (id, result) in results {
        match result {
            Ok(acted) => {
                each.done += 1;
                drafts::forget(model, id, &first.action, out);
                model.cases.patch(id, at, acted.case);
            }
            Err(error) => {
                let request = sent.iter().find(|request| request.dispute == id);
                let known = request.map(|request| unanswered::judge_error(model, request, error.clone()));
                each.failed.push((id, known.unwrap_or(error)));
            }
        }
        prefetch::request_case(model, id, out);
    }
    action_results::close(model, ticket);
    if each.failed.is_empty() {
        model.notice = Some(Notice::DoneEach(each));
    } else if model.layer.is_none() {
        model.layer = Some(Layer::EachReport(EachReport { each, scroll: 0 }));
    } else {
        // Something else has the keys meanwhile: it is told in a line.
        model.notice = Some(Notice::DoneEach(each));
    }
    prefetch::reload_queue(model, out);
}

/// Does a command of the report.
pub(super) fn report_input(model: &Model, mut report: EachReport, input: &LayerInput) -> Option<Layer> {
    match input {
        LayerInput::Back => return None,
        LayerInput::Move(motion) => report.scroll = scrolled(report.scroll, *motion, model.measured.layer),
        _ => {}
    }
    Some(Layer::EachReport(report))
}
