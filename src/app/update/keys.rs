//! Keys and pastes: through the keymap to a command, or as text to what is being written; and the commands of the program
//! itself.

use super::layers::{self, LayerInput};
use super::{bulk, case, colleagues, drafts, evidence, marking, notifications, search, take_over};
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::key::{Code, Key};
use crate::app::keymap::KeyMatch;
use crate::app::model::{ActionOutcome, Help, Layer, Model, Notice};
use crate::domain::ids::DisputeId;

/// A key was pressed.
pub(super) fn press(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    let ignored = model.ignores_keys();
    if key == Key::plain(Code::Esc) {
        model.paste_broken = false;
    }
    if model.leaving || ignored {
        return;
    }
    case::active(model);
    notifications::input_came(model);
    notifications::dismiss(model, out);
    // The card's own keys act at once; those that dismiss things do nothing else.
    let dismisses = [Code::Enter, Code::Esc, Code::Char(' ')].map(Key::plain);
    if std::mem::take(&mut model.first_steps) && dismisses.contains(&key) {
        return;
    }
    let context = model.context();
    model.pressed.push(key);
    match model.keymap.meaning(context, &model.pressed) {
        KeyMatch::Prefix => {}
        KeyMatch::Run(command) => {
            model.pressed.clear();
            run(model, command, out);
        }
        KeyMatch::None => {
            let alone = model.pressed.len() == 1;
            model.pressed.clear();
            search::stop_waiting(model, None);
            model.notice = None;
            // The second key of a sequence that leads nowhere is dropped with it.
            if alone {
                layers::input(model, LayerInput::Key(key), out);
            }
        }
    }
    colleagues::renew_claim(model, out);
}

/// Text was pasted: text for what is being written, and nothing at all elsewhere.
pub(super) fn paste(model: &mut Model, text: String, out: &mut Vec<Effect>) {
    model.pressed.clear();
    if !model.leaving && model.context().is_writing() {
        model.notice = None;
        layers::input(model, LayerInput::Paste(text), out);
    }
}

/// Runs a command, or says why it is not possible.
pub(super) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    search::stop_waiting(model, Some(command));
    marking::before(model, command, out);
    let available = command.available(model);
    let offered = model.notice.take().and_then(offered_case);
    if !model.acts_on_marked() && take_over::asks_before(model, command, available.as_ref().err()) {
        return;
    }
    if let Some(why) = available.err().filter(|_| !command.speaks_for_itself()) {
        model.notice = Some(Notice::Refused(command, why));
        return;
    }
    match (&model.layer, offered) {
        // After a decision the next case is offered: Enter takes it.
        (None, Some(next)) if command == Command::Open => case::open(model, next, None),
        // What lies over the screen has the keys: a command that is not for it does nothing.
        (Some(layer), _) if !command.spec().works_in(layer.context()) => {}
        _ => (command.spec().run)(model, out),
    }
}

fn offered_case(notice: Notice) -> Option<DisputeId> {
    match notice {
        Notice::Done(_, ActionOutcome::Decided { next, .. }) => next,
        _ => None,
    }
}

/// Leaves, once what is being done to marked cases is done; at once where it is asked for again.
pub(in crate::app) fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    if !bulk::holds_back_quit(model) {
        leave(model, out);
    }
}

/// Leaves: what is being written is kept first.
pub(super) fn leave(model: &mut Model, out: &mut Vec<Effect>) {
    drafts::save_all(model, out);
    model.leaving = true;
    out.push(Effect::Quit);
}

pub(in crate::app) fn suspend(_: &mut Model, out: &mut Vec<Effect>) {
    out.push(Effect::Suspend);
}

/// Draws the whole screen again.
pub(in crate::app) fn redraw(model: &mut Model, out: &mut Vec<Effect>) {
    evidence::redraw(model);
    out.push(Effect::Repaint);
}

/// Opens help for what is on screen; what lies over it comes back after.
pub(in crate::app) fn help(model: &mut Model, _: &mut Vec<Effect>) {
    if matches!(model.layer, Some(Layer::Help(_))) {
        return;
    }
    let contexts = vec![model.context()];
    let under = model.layer.take().map(Box::new);
    model.layer = Some(Layer::Help(Help { contexts, scroll: 0, under }));
}
