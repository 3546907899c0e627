//! Questions with a short answer.

use crate::app::available;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::model::{Choice, Confirm, Layer, Model, Prompt, SnoozePreset, Trouble, Typing};
use crate::app::text::{Text, Typed};
use crate::domain::dispute::action::Action;
use crate::domain::ids::{AttachmentId, DisputeId};

use super::keys::{self, Input};
use super::{act, queue, typing, views};

/// Does a command that needs no more than a short answer, or none.
pub(super) fn open(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if command == Command::Filter {
        let before = model.queue.words.clone();
        let mut text = Text::line(&before);
        text.select_all();
        let typing = typing::typed(model, &before);
        model.layer = Some(Layer::Prompt(Prompt::Filter { text, before, typing }));
        return;
    }
    let target = if command == Command::Undo { available::undo_target(model) } else { model.current() };
    let Some(dispute) = target else { return };
    let file = model.cases.get(dispute);
    let seen = file.and_then(|file| file.case.dispute.as_ref()).map(|d| d.version);
    let confirm = |what| Prompt::Confirm { dispute, what, seen, choice: Choice::No };
    let prompt = match command {
        Command::Claim | Command::Release => {
            let action = if command == Command::Claim { Action::Claim } else { Action::Release };
            act(model, dispute, action, None, out);
            return;
        }
        Command::Snooze => Prompt::Snooze { dispute, cursor: 0, text: Text::line("") },
        Command::Strike => to_strike(model, dispute, super::evidence::near(model)),
        Command::WithdrawAsk => {
            Prompt::Withdraw { dispute, asks: file.map(available::open_asks).unwrap_or_default(), cursor: 0 }
        }
        _ => confirm(Confirm::Undo),
    };
    model.layer = Some(Layer::Prompt(prompt));
}

/// Asks which piece of evidence is inadmissible, and why; the cursor is on this one if it still counts.
pub(super) fn to_strike(model: &Model, dispute: DisputeId, at: Option<AttachmentId>) -> Prompt {
    let evidence = model.cases.get(dispute).map(available::evidence).unwrap_or_default();
    let cursor = at.and_then(|at| evidence.iter().position(|id| *id == at)).unwrap_or(0);
    Prompt::Strike { dispute, evidence, cursor, reason: Text::line(""), sending: None, trouble: None }
}

/// Does a command of the prompt, or writes.
pub(super) fn input(model: &mut Model, prompt: Prompt, input: Input, out: &mut Vec<Effect>) -> Option<Layer> {
    let leaves = input == Input::Run(Command::Leave);
    let kept = match prompt {
        Prompt::Filter { text, before, typing } => filter(model, (text, before, typing), &input, out),
        _ if leaves => None,
        Prompt::NameView(asked) => views::name(model, asked, &input, out),
        Prompt::DropView(asked) => views::delete(model, asked, &input, out),
        Prompt::Snooze { dispute, cursor, text } => snooze(model, dispute, (cursor, text), &input, out),
        Prompt::Withdraw { dispute, asks, cursor } => {
            if let Some(ask) = asks.get(cursor).filter(|_| input == Input::Run(Command::Accept)) {
                act(model, dispute, Action::WithdrawAsk { ask: *ask }, None, out);
                return None;
            }
            let cursor = keys::moved(cursor, asks.len(), &input).unwrap_or(cursor);
            Some(Prompt::Withdraw { dispute, asks, cursor })
        }
        Prompt::Confirm { dispute, what, seen, choice } => {
            let choice = confirm(model, (dispute, what, seen), choice, &input, out);
            choice.map(|choice| Prompt::Confirm { dispute, what, seen, choice })
        }
        reasoned => Some(strike(model, reasoned, &input, out)),
    };
    kept.map(Layer::Prompt)
}

fn filter(
    model: &mut Model,
    (mut text, before, mut typing): (Text, String, Typing),
    input: &Input,
    out: &mut Vec<Effect>,
) -> Option<Prompt> {
    let mut changed = false;
    match input {
        Input::Run(Command::Accept) if typing.bad.is_none() => {
            queue::filter(model, text.body().trim().to_owned(), out);
            return None;
        }
        Input::Run(Command::Accept) => typing.insisted = true,
        Input::Run(command @ (Command::Complete | Command::CompleteBack)) => {
            typing::complete_by(model, &mut text, &mut typing, *command);
            changed = true;
        }
        // What is found is walked through while one types.
        Input::Run(command @ (Command::Down | Command::Up | Command::PageDown | Command::PageUp)) => {
            queue::run(model, *command, out);
        }
        Input::Run(Command::Leave) => {
            queue::filter(model, before, out);
            return None;
        }
        input => {
            if keys::write(model, &mut text, input) == Some(Typed::Changed) {
                typing = typing::typed(model, text.body());
                changed = true;
            }
        }
    }
    // On the way to a field's name, nothing is left out that is back with its value.
    if changed && typing.bad.is_none() && !typing.begins_a_field(text.body()) {
        queue::filter(model, text.body().trim().to_owned(), out);
    }
    Some(Prompt::Filter { text, before, typing })
}

fn snooze(
    model: &mut Model,
    dispute: DisputeId,
    (cursor, mut text): (usize, Text),
    input: &Input,
    out: &mut Vec<Effect>,
) -> Option<Prompt> {
    let mut cursor = cursor;
    match input {
        Input::Run(Command::Accept) => {
            if let Some(until) = model.nap(cursor, &text) {
                act(model, dispute, Action::Snooze { until }, None, out);
                return None;
            }
        }
        Input::Run(_) => {
            if let Some(to) = keys::moved(cursor, SnoozePreset::ALL.len(), input) {
                cursor = to;
                text.set("");
            }
        }
        input => drop(keys::write(model, &mut text, input)),
    }
    Some(Prompt::Snooze { dispute, cursor, text })
}

/// Yes is reached by one key and given by another. Returns the answer as it stands, until it is given.
fn confirm(
    model: &mut Model,
    (dispute, what, seen): (DisputeId, Confirm, Option<i64>),
    choice: Choice,
    input: &Input,
    out: &mut Vec<Effect>,
) -> Option<Choice> {
    match input {
        Input::Run(Command::NextField | Command::PreviousField) => return Some(choice.other()),
        Input::Run(Command::Accept) => {}
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

/// Which piece of evidence does not count, and why.
fn strike(model: &mut Model, mut prompt: Prompt, input: &Input, out: &mut Vec<Effect>) -> Prompt {
    let Prompt::Strike { dispute, evidence, cursor, reason, sending, trouble } = &mut prompt else { return prompt };
    match input {
        Input::Run(Command::NextField) => *cursor = (*cursor + 1) % evidence.len().max(1),
        Input::Run(Command::PreviousField) => {
            *cursor = (*cursor + evidence.len().saturating_sub(1)) % evidence.len().max(1);
        }
        _ => {}
    }
    match input {
        _ if sending.is_some() => {}
        Input::Run(Command::Accept | Command::Send) if reason.is_blank() => *trouble = Some(Trouble::Blank),
        Input::Run(Command::Accept | Command::Send) => {
            let Some(attachment) = evidence.get(*cursor).copied() else { return prompt };
            let reason = reason.body().trim().to_owned();
            *trouble = None;
            *sending = act(model, *dispute, Action::Strike { attachment, reason }, None, out);
        }
        input => {
            if keys::write(model, reason, input) == Some(Typed::Changed) {
                *trouble = None;
            }
        }
    }
    prompt
}
