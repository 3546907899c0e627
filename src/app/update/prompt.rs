//! Questions with a short answer.

use crate::app::availability;
use crate::app::effect::Effect;
use crate::app::model::{
    BulkAction, Choice, Confirm, Layer, Model, Prompt, QueryInput, SnoozePreset, SnoozeTarget, Trouble,
};
use crate::app::text_buffer::{EditResult, TextBuffer};
use crate::domain::dispute::action::Action;
use crate::domain::ids::{AttachmentId, DisputeId};

use super::layers::{self, LayerInput};
use super::navigation::moved;
use super::{act, bulk, evidence, hand_over, query_input, queue, saved_views, take_over};

pub(in crate::app) fn claim(model: &mut Model, out: &mut Vec<Effect>) {
    act_on_current_or_marked(model, Action::Claim, BulkAction::Claim, out);
}

pub(in crate::app) fn release(model: &mut Model, out: &mut Vec<Effect>) {
    act_on_current_or_marked(model, Action::Release, BulkAction::Release, out);
}

/// Acts on the current case; with marks, asks about all of them.
fn act_on_current_or_marked(model: &mut Model, action: Action, bulk: BulkAction, out: &mut Vec<Effect>) {
    if model.acts_on_marked() {
        bulk::ask(model, bulk);
    } else if let Some(dispute) = model.current() {
        act(model, dispute, action, None, out);
    }
}

/// Asks which cases the queue is to show.
pub(in crate::app) fn filter(model: &mut Model, _: &mut Vec<Effect>) {
    let before = model.queue.words.clone();
    let mut text = TextBuffer::single_line(&before);
    text.select_all();
    let typing = query_input::parse(model, &before);
    model.layer = Some(Layer::Prompt(Prompt::Filter { text, before, typing }));
}

/// Asks until when the current case is to be out of the queue, or the marked ones.
pub(in crate::app) fn snooze(model: &mut Model, _: &mut Vec<Effect>) {
    let of = if model.acts_on_marked() { Some(SnoozeTarget::Marked) } else { model.current().map(SnoozeTarget::Case) };
    if let Some(of) = of {
        model.layer = Some(Layer::Prompt(Prompt::Snooze { of, cursor: 0, text: TextBuffer::single_line("") }));
    }
}

/// Puts a snoozed case back into the queue.
pub(in crate::app) fn wake(model: &mut Model, out: &mut Vec<Effect>) {
    act_on_current_or_marked(model, Action::Wake, BulkAction::Wake, out);
}

/// Asks which struck evidence of the current case counts after all, the opened piece first.
pub(in crate::app) fn admit(model: &mut Model, _: &mut Vec<Effect>) {
    let opened = match &model.layer {
        Some(Layer::Evidence(open)) => Some((open.dispute, Some(open.file))),
        _ => model.current().map(|dispute| (dispute, evidence::near(model))),
    };
    if let Some((dispute, at)) = opened {
        let evidence = model.cases.get(dispute).map(availability::struck_evidence).unwrap_or_default();
        model.layer = Some(Layer::Prompt(of_evidence(dispute, true, evidence, at)));
    }
}

/// Asks which evidence of the current case is inadmissible, the opened piece first.
pub(in crate::app) fn strike(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(Layer::Evidence(open)) = &model.layer {
        let open = open.clone();
        model.layer = Some(evidence::strike(model, open));
    } else if let Some(dispute) = model.current() {
        let near = evidence::near(model);
        model.layer = Some(Layer::Prompt(to_strike(model, dispute, near)));
    }
}

/// Asks which open ask or proposal of the current case is to be taken back.
pub(in crate::app) fn withdraw(model: &mut Model, _: &mut Vec<Effect>) {
    let Some(dispute) = model.current() else { return };
    let items = model.cases.get(dispute).map(availability::withdrawable).unwrap_or_default();
    model.layer = Some(Layer::Prompt(Prompt::Withdraw { dispute, items, cursor: 0 }));
}

/// Asks whether the decision on hold is to be reversed.
pub(in crate::app) fn undo(model: &mut Model, _: &mut Vec<Effect>) {
    let Some(dispute) = availability::undo_target(model) else { return };
    let seen = model.cases.get(dispute).and_then(|file| file.case.dispute.as_ref()).map(|d| d.version);
    model.layer = Some(Layer::Prompt(Prompt::Confirm { dispute, what: Confirm::Undo, seen, choice: Choice::No }));
}

/// Asks which piece of evidence is inadmissible, and why; the cursor is on this one if it still counts.
pub(super) fn to_strike(model: &Model, dispute: DisputeId, at: Option<AttachmentId>) -> Prompt {
    let evidence = model.cases.get(dispute).map(availability::evidence).unwrap_or_default();
    of_evidence(dispute, false, evidence, at)
}

/// Asks about these pieces of evidence; the cursor is on this one if it is among them.
fn of_evidence(dispute: DisputeId, admits: bool, evidence: Vec<AttachmentId>, at: Option<AttachmentId>) -> Prompt {
    let cursor = at.and_then(|at| evidence.iter().position(|id| *id == at)).unwrap_or(0);
    let reason = TextBuffer::single_line("");
    Prompt::Strike { dispute, admits, evidence, cursor, reason, sending: None, trouble: None }
}

/// Does a command of the prompt, or writes.
pub(super) fn input(model: &mut Model, prompt: Prompt, input: LayerInput, out: &mut Vec<Effect>) -> Option<Layer> {
    let leaves = input == LayerInput::Leave;
    let prompt = match prompt {
        Prompt::TakeOver(question) => return take_over::input(model, question, &input, out),
        Prompt::HandOver(form) => return hand_over::input(model, form, &input, out),
        prompt => prompt,
    };
    let kept = match prompt {
        Prompt::OpenFile(asked) => return Some(evidence::question_input(model, asked, &input, out)),
        Prompt::Filter { text, before, typing } => filter_input(model, (text, before, typing), &input, out),
        _ if leaves => None,
        Prompt::TakeOver(_) | Prompt::HandOver(_) => None,
        Prompt::NameView(asked) => saved_views::name_input(model, asked, &input, out),
        Prompt::DeleteView(asked) => saved_views::delete_input(model, asked, &input, out),
        Prompt::Bulk(asked) => bulk::input(model, asked, &input, out),
        Prompt::Snooze { of, cursor, text } => snooze_input(model, of, (cursor, text), &input, out),
        Prompt::Withdraw { dispute, items, cursor } => {
            if let Some(item) = items.get(cursor).filter(|_| input == LayerInput::Accept) {
                act(model, dispute, item.action(), None, out);
                return None;
            }
            let cursor = moved(cursor, items.len(), &input).unwrap_or(cursor);
            Some(Prompt::Withdraw { dispute, items, cursor })
        }
        Prompt::Confirm { dispute, what, seen, choice } => {
            let choice = confirm(model, (dispute, what, seen), choice, &input, out);
            choice.map(|choice| Prompt::Confirm { dispute, what, seen, choice })
        }
        Prompt::Strike { .. } => Some(strike_input(model, prompt, &input, out)),
    };
    kept.map(Layer::Prompt)
}

fn filter_input(
    model: &mut Model,
    (mut text, before, mut typing): (TextBuffer, String, QueryInput),
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Prompt> {
    let mut changed = false;
    match input {
        LayerInput::Accept if typing.error.is_none() => {
            queue::filter(model, text.body().trim().to_owned(), out);
            return None;
        }
        LayerInput::Accept => typing.submitted = true,
        LayerInput::Complete | LayerInput::CompleteBack => {
            query_input::complete(model, &mut text, &mut typing, *input == LayerInput::CompleteBack);
            changed = true;
        }
        // What is found is walked through while one types.
        LayerInput::Move(motion) => queue::navigate(model, *motion, out),
        LayerInput::Leave => {
            queue::filter(model, before, out);
            return None;
        }
        input => {
            if layers::write(model, &mut text, input) == Some(EditResult::Changed) {
                typing = query_input::parse(model, text.body());
                changed = true;
            }
        }
    }
    // On the way to a field's name, nothing is left out that is back with its value.
    if changed && typing.error.is_none() && !typing.begins_a_field(text.body()) {
        queue::filter(model, text.body().trim().to_owned(), out);
    }
    Some(Prompt::Filter { text, before, typing })
}

fn snooze_input(
    model: &mut Model,
    of: SnoozeTarget,
    (cursor, mut text): (usize, TextBuffer),
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Prompt> {
    let mut cursor = cursor;
    match input {
        // What is confirmed is what was on screen.
        LayerInput::Accept if of == SnoozeTarget::Marked && model.marks.is_growing() => {}
        LayerInput::Accept => {
            if let Some(until) = model.snooze_until(cursor, &text) {
                match of {
                    SnoozeTarget::Case(dispute) => drop(act(model, dispute, Action::Snooze { until }, None, out)),
                    SnoozeTarget::Marked => bulk::start(model, BulkAction::Snooze(until), out),
                }
                return None;
            }
        }
        LayerInput::Move(_) => {
            if let Some(to) = moved(cursor, SnoozePreset::ALL.len(), input) {
                cursor = to;
                text.set("");
            }
        }
        input => drop(layers::write(model, &mut text, input)),
    }
    Some(Prompt::Snooze { of, cursor, text })
}

/// Yes is reached by one key and given by another. Returns the answer as it stands, until it is given.
fn confirm(
    model: &mut Model,
    (dispute, what, seen): (DisputeId, Confirm, Option<i64>),
    choice: Choice,
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Choice> {
    match input {
        LayerInput::NextField | LayerInput::PreviousField => return Some(choice.other()),
        LayerInput::Accept => {}
        _ => return Some(choice),
    }
    if choice == Choice::Yes {
        let action = match what {
            Confirm::Undo => Action::Undo,
        };
        // Money moves: only on the case as it was when the question was put.
        act(model, dispute, action, seen, out);
    }
    None
}

/// Asks which piece of evidence does not count, or counts after all, and why.
fn strike_input(model: &mut Model, mut prompt: Prompt, input: &LayerInput, out: &mut Vec<Effect>) -> Prompt {
    let Prompt::Strike { dispute, admits, evidence, cursor, reason, sending, trouble } = &mut prompt else {
        return prompt;
    };
    match input {
        LayerInput::NextField => *cursor = (*cursor + 1) % evidence.len().max(1),
        LayerInput::PreviousField => {
            *cursor = (*cursor + evidence.len().saturating_sub(1)) % evidence.len().max(1);
        }
        _ => {}
    }
    match input {
        _ if sending.is_some() => {}
        LayerInput::Accept | LayerInput::Send if reason.is_blank() => *trouble = Some(Trouble::Blank),
        LayerInput::Accept | LayerInput::Send => {
            let Some(attachment) = evidence.get(*cursor).copied() else { return prompt };
            let reason = reason.body().trim().to_owned();
            *trouble = None;
            let action = match admits {
                true => Action::Admit { attachment, reason },
                false => Action::Strike { attachment, reason },
            };
            *sending = act(model, *dispute, action, None, out);
        }
        input => {
            if layers::write(model, reason, input) == Some(EditResult::Changed) {
                *trouble = None;
            }
        }
    }
    prompt
}
