//! One action on every marked case, or on all of a shift: asked about first, done case by case, each by the rules and in a transaction of its own, told
//! as one. One case at a time is with the store, so that what else is to be written never waits for hundreds.

use crate::app::effect::{Effect, Generation, Read, Ticket};
use crate::app::model::{
    BulkAction, BulkFailure, BulkList, BulkQuestion, BulkReport, BulkRun, BulkStep, Choice, Layer, Model, Notice,
    Prompt,
};
use crate::app::reminder;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::store::{Acted, CaseFile, StoreError};

use super::layers::LayerInput;
use super::navigation::moved;
use super::{case, keys, prefetch, unanswered};

/// Asks whether this is to be done to every marked case.
pub(super) fn ask(model: &mut Model, action: BulkAction) {
    let choice = standing_answer(model, &action);
    model.layer = Some(Layer::Prompt(Prompt::Bulk(BulkQuestion { action, choice, answered: false })));
}

/// Returns the answer that stands: No where parties are told, where a colleague loses a case, and while more cases are marked.
fn standing_answer(model: &Model, action: &BulkAction) -> Choice {
    let is_harmless = !action.is_told_to_parties() && model.bulk_forecast(action).taken == 0;
    if is_harmless && !model.marks.is_growing() { Choice::Yes } else { Choice::No }
}

/// All that was to be marked is: the answer that stands is about all of it.
pub(super) fn marks_known(model: &mut Model) {
    let Some(Layer::Prompt(Prompt::Bulk(asked))) = &model.layer else { return };
    let choice = standing_answer(model, &asked.action);
    if let Some(Layer::Prompt(Prompt::Bulk(asked))) = &mut model.layer
        && !asked.answered
    {
        asked.choice = choice;
    }
}

/// Does a command of the question.
pub(super) fn input(
    model: &mut Model,
    mut asked: BulkQuestion,
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Prompt> {
    match input {
        LayerInput::NextField | LayerInput::PreviousField => {
            (asked.choice, asked.answered) = (asked.choice.other(), true);
        }
        // What is confirmed is what was on screen.
        LayerInput::Accept if model.marks.is_growing() => {}
        LayerInput::Accept if asked.choice == Choice::Yes => {
            start(model, asked.action, out);
            return None;
        }
        LayerInput::Accept => return None,
        _ => {}
    }
    Some(Prompt::Bulk(asked))
}

/// Begins to do something to each marked case, the most urgent first.
pub(super) fn start(model: &mut Model, action: BulkAction, out: &mut Vec<Effect>) {
    let cases = model.marks.ids();
    start_on(model, BulkReport::new(action), cases, out);
}

/// Begins to do what this report is to tell of, to each of these cases, in this order.
pub(super) fn start_on(model: &mut Model, report: BulkReport, cases: Vec<DisputeId>, out: &mut Vec<Effect>) {
    let (total, action) = (cases.len(), report.action.clone());
    model.bulk.run = Some(BulkRun { action, total, waiting: cases.into(), step: None, leaves: false, report });
    proceed(model, out);
}

/// Goes on to the next case; ends after the last.
fn proceed(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(run) = model.bulk.run.as_mut().filter(|run| run.step.is_none()) else { return };
    if model.leaving {
        run.report.not_tried.extend(run.waiting.drain(..));
    }
    let Some(id) = run.waiting.pop_front() else { return end(model, out) };
    let action = match run.action.clone() {
        // From the colleague whom the question named, and from nobody else.
        BulkAction::Claim => {
            match model.marks.holder(id).filter(|holder| model.acting().is_none_or(|me| me.handle != **holder)) {
                Some(holder) => Action::TakeOver { from: holder.clone() },
                None => Action::Claim,
            }
        }
        BulkAction::Assign { to, note } => Action::Assign { to, note },
        BulkAction::Release => Action::Release,
        BulkAction::Snooze(until) => Action::Snooze { until },
        BulkAction::Wake => Action::Wake,
        BulkAction::Remind => {
            let generation = Generation(model.next_number());
            out.push(Effect::Read(generation, Read::CaseToActOn(id)));
            return step(model, id, BulkStep::Reading(generation));
        }
    };
    send(model, id, action, out);
}

fn step(model: &mut Model, id: DisputeId, step: BulkStep) {
    if let Some(run) = &mut model.bulk.run {
        run.step = Some((id, step));
    }
}

fn send(model: &mut Model, id: DisputeId, action: Action, out: &mut Vec<Effect>) {
    match super::send_request(model, id, action, None, out) {
        Some(ticket) => step(model, id, BulkStep::Acting(ticket)),
        // Who acts may act no more.
        None => stop(model, out),
    }
}

/// Returns the case of an answer.
fn awaited(model: &Model, step: BulkStep) -> Option<DisputeId> {
    model.bulk.run.as_ref()?.step.filter(|(_, awaited)| *awaited == step).map(|(id, _)| id)
}

/// The case that is to be acted on was read, or could not be.
pub(super) fn case_read(
    model: &mut Model,
    generation: Generation,
    read: Result<&CaseFile, StoreError>,
    out: &mut Vec<Effect>,
) {
    let Some(id) = awaited(model, BulkStep::Reading(generation)) else { return };
    let written = read
        .map_err(BulkFailure::Store)
        .and_then(|file| reminder::write(&model.templates, &model.author(), file).map_err(BulkFailure::Blanks));
    match written {
        Ok(written) if !model.leaving => send(model, id, reminder::action(written.as_ref()), out),
        Ok(_) => {
            if let Some(run) = &mut model.bulk.run {
                run.waiting.push_front(id);
            }
            done_with(model, out);
        }
        Err(failure) => refused(model, id, failure, out),
    }
}

/// The store answered an act. Returns its answer where it is not one of these.
pub(super) fn acted(
    model: &mut Model,
    ticket: Ticket,
    result: Result<Box<Acted>, StoreError>,
    out: &mut Vec<Effect>,
) -> Option<Result<Box<Acted>, StoreError>> {
    let Some(id) = awaited(model, BulkStep::Acting(ticket)) else { return Some(result) };
    let at = model.sent.iter().position(|(sent, _)| *sent == ticket);
    let request = at.map(|at| model.sent.remove(at).1);
    match result {
        Ok(acted) => {
            request.iter().for_each(|request| unanswered::forget(model, request));
            let at = Generation(model.next_number());
            model.cases.patch(id, at, acted.case);
            if model.shown() == Some(id) {
                prefetch::request_case(model, id, out);
            }
            model.marks.remove(id);
            if let Some(run) = &mut model.bulk.run {
                run.report.done.push(id);
            }
            done_with(model, out);
        }
        Err(error) => {
            let known = request.map(|request| unanswered::judge_error(model, &request, error.clone()));
            refused(model, id, BulkFailure::Store(known.unwrap_or(error)), out);
        }
    }
    None
}

/// It could not be done to a case. Where the store is not to be had, it is not asked again for each of the others.
fn refused(model: &mut Model, id: DisputeId, why: BulkFailure, out: &mut Vec<Effect>) {
    let Some(run) = &mut model.bulk.run else { return };
    if matches!(&why, BulkFailure::Store(error) if !matches!(error, StoreError::Refused(_))) {
        run.report.not_tried.extend(run.waiting.drain(..));
    }
    run.report.refused.push((id, why));
    done_with(model, out);
}

fn done_with(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(run) = &mut model.bulk.run {
        run.step = None;
    }
    proceed(model, out);
}

/// Stops after the case that is under way.
pub(super) fn stop(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(run) = &mut model.bulk.run {
        run.report.not_tried.extend(run.waiting.drain(..));
    }
    proceed(model, out);
}

fn end(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(run) = model.bulk.run.take() else { return };
    let mut report = run.report;
    report.cut_off = run.leaves || model.leaving;
    model.notice = Some(Notice::BulkDone);
    model.bulk.report = Some(report);
    if run.leaves {
        keys::leave(model, out);
    } else if !model.leaving {
        prefetch::reload_queue(model, out);
    }
}

/// Returns whether the desk waits for what is under way before it leaves; asked again, it doesn't.
pub(super) fn holds_back_quit(model: &mut Model) -> bool {
    let Some(run) = model.bulk.run.as_mut().filter(|run| !run.leaves) else { return false };
    run.leaves = true;
    true
}

/// Opens the list of what became of each case.
pub(in crate::app) fn open_report(model: &mut Model, _: &mut Vec<Effect>) {
    if model.bulk.report.is_some() {
        model.layer = Some(Layer::BulkReport(BulkList::default()));
    }
}

/// Does a command of the list.
pub(super) fn report_input(model: &mut Model, mut list: BulkList, input: &LayerInput) -> Option<Layer> {
    let items = model.bulk.report.as_ref().map(BulkReport::items).unwrap_or_default();
    match input {
        LayerInput::Back | LayerInput::Leave => return None,
        LayerInput::Accept => {
            if let Some((id, _)) = items.get(list.cursor) {
                let id = *id;
                case::open(model, id, None);
            }
            return None;
        }
        input => list.cursor = moved(list.cursor, items.len(), input).unwrap_or(list.cursor),
    }
    Some(Layer::BulkReport(list))
}
