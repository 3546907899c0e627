//! Keys and pastes: through the keymap to a command, or as text to what is being written.

use super::{
    case, compose, decide, drafts, evidence, others, palette, precedents, prompt, queue, review, search, statistics,
    typing, views,
};
use crate::app::command::Command;
use crate::app::effect::{Effect, Generation, Read};
use crate::app::key::Key;
use crate::app::keymap::Meaning;
use crate::app::model::{ActionOutcome, Help, Layer, Model, Notice, OpenMessage, Screen};
use crate::app::text::{Text, Typed};

/// What a layer is given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Input {
    /// A command of its context.
    Run(Command),
    /// A key that runs no command: text, or the number of an item.
    Key(Key),
    /// Pasted text.
    Paste(String),
}

/// A key was pressed.
pub(super) fn press(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    if model.leaving {
        return;
    }
    case::active(model);
    others::hear(model, out);
    let context = model.context();
    model.pressed.push(key);
    match model.keymap.meaning(context, &model.pressed) {
        Meaning::Begins => {}
        Meaning::Run(command) => {
            model.pressed.clear();
            run(model, command, out);
        }
        Meaning::Nothing => {
            let alone = model.pressed.len() == 1;
            model.pressed.clear();
            search::wait_no_more(model, None);
            model.notice = None;
            // The second key of a sequence that leads nowhere is dropped with it.
            if alone {
                to_layer(model, Input::Key(key), out);
            }
        }
    }
    others::renew(model, out);
}

/// Text was pasted: text for what is being written, and nothing at all elsewhere.
pub(super) fn paste(model: &mut Model, text: String, out: &mut Vec<Effect>) {
    model.pressed.clear();
    if !model.leaving && model.context().is_writing() {
        model.notice = None;
        to_layer(model, Input::Paste(text), out);
    }
}

/// Runs a command, or says why it is not possible.
pub(super) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    search::wait_no_more(model, Some(command));
    let notice = model.notice.take();
    if let Err(why) = command.available(model) {
        model.notice = Some(Notice::Refused(command, why));
        return;
    }
    match command {
        Command::Quit => quit(model, out),
        Command::Suspend => out.push(Effect::Suspend),
        Command::Redraw => {
            evidence::redraw(model);
            out.push(Effect::Repaint);
        }
        Command::Help => help(model),
        // After a decision the next case is offered: Enter takes it.
        Command::Open if model.layer.is_none() && offered(notice.as_ref()).is_some() => {
            if let Some(next) = offered(notice.as_ref()) {
                case::open(model, next, None);
            }
        }
        Command::Precedents if may_lay_aside(model.layer.as_ref()) => precedents::open(model, out),
        _ if model.layer.is_some() => to_layer(model, Input::Run(command), out),
        _ => on_screen(model, command, out),
    }
}

fn offered(notice: Option<&Notice>) -> Option<crate::domain::ids::DisputeId> {
    match notice {
        Some(Notice::Done(_, ActionOutcome::Decided { next, .. })) => *next,
        _ => None,
    }
}

/// Leaves: what is being written is kept first.
pub(super) fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    drafts::save_all(model, out);
    model.leaving = true;
    out.push(Effect::Quit);
}

/// Commands of the queue and of a case alike open a layer; the others are the screen's own.
fn on_screen(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::Claim
        | Command::Release
        | Command::Snooze
        | Command::Strike
        | Command::WithdrawAsk
        | Command::Undo
        | Command::Filter => prompt::open(model, command, out),
        Command::KeepView | Command::RenameView | Command::DeleteView => views::open(model, command),
        Command::Reply | Command::Remind | Command::Note | Command::Ask | Command::Propose => {
            compose::open(model, command)
        }
        Command::Decide => decide::open(model),
        Command::Approve | Command::Refuse => review::open(model, command),
        Command::Search => {
            model.search.text.select_all();
            model.search.typing = typing::typed(model, model.search.text.body());
            model.layer = Some(Layer::Search);
        }
        Command::Statistics => statistics::open(model, out),
        Command::NextHit | Command::PreviousHit => search::step(model, command, out),
        Command::Palette => palette::open(model),
        Command::Export => {
            if let Some(id) = model.current() {
                let generation = Generation(model.fresh());
                out.push(Effect::Read(generation, Read::Export(id)));
            }
        }
        Command::CopyId => copy(model.current().map(|id| id.to_string()), model, out),
        Command::Refresh => super::prefetch::everything(model, out),
        _ => match model.screen {
            Screen::Queue => queue::run(model, command, out),
            Screen::Case(_) => case::run(model, command, out),
        },
    }
}

/// Whether what has the keys can be laid aside for a look at precedents.
fn may_lay_aside(layer: Option<&Layer>) -> bool {
    match layer {
        Some(Layer::Decide(decide)) => decide.sending.is_none(),
        Some(Layer::Compose(compose)) => compose.sending.is_none(),
        layer => layer.is_none(),
    }
}

/// Puts text on the clipboard.
pub(super) fn copy(text: Option<String>, model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(text) = text {
        model.notice = Some(Notice::Copied(text.clone()));
        out.push(Effect::Copy(text));
    }
}

/// Gives an input to the layer that has the keys. A layer that stays comes back; one that closes may have opened another.
pub(super) fn to_layer(model: &mut Model, input: Input, out: &mut Vec<Effect>) {
    let Some(layer) = model.layer.take() else { return };
    let kept = match layer {
        Layer::Compose(layer) => compose::input(model, layer, input, out),
        Layer::Decide(layer) => decide::input(model, layer, input, out),
        Layer::Review(layer) => review::input(model, layer, input, out),
        Layer::Search => search::input(model, input, out),
        Layer::Palette(layer) => palette::input(model, layer, input, out),
        Layer::Prompt(layer) => prompt::input(model, layer, input, out),
        Layer::Precedents(list) => precedents::input(model, list, &input),
        Layer::Charts(layer) => statistics::input(model, layer, &input, out),
        Layer::Help(layer) => in_help(model, layer, &input),
        Layer::Evidence(layer) => evidence::input(model, layer, &input, out),
        Layer::Message(layer) => in_message(model, layer, &input, out),
    };
    if kept.is_some() {
        model.layer = kept;
    }
}

/// Opens help for what is on screen; what lies over it comes back after.
fn help(model: &mut Model) {
    if matches!(model.layer, Some(Layer::Help(_))) {
        return;
    }
    let contexts = vec![model.context()];
    let under = model.layer.take().map(Box::new);
    model.layer = Some(Layer::Help(Help { contexts, scroll: 0, under }));
}

fn in_help(model: &Model, mut help: Help, input: &Input) -> Option<Layer> {
    match input {
        Input::Run(Command::Back) => help.under.map(|layer| *layer),
        Input::Run(command) => {
            help.scroll = scrolled(help.scroll, *command, model.measured.layer);
            Some(Layer::Help(help))
        }
        _ => Some(Layer::Help(help)),
    }
}

fn in_message(model: &mut Model, mut open: OpenMessage, input: &Input, out: &mut Vec<Effect>) -> Option<Layer> {
    match input {
        Input::Run(Command::Back) => return None,
        Input::Run(Command::Evidence) => {
            model.layer = Some(Layer::Message(open));
            evidence::open(model, out);
            return None;
        }
        Input::Run(Command::CopyMessage) => copy(case::body(model, open.dispute, open.message), model, out),
        Input::Run(command) => open.scroll = scrolled(open.scroll, *command, model.measured.layer),
        _ => {}
    }
    Some(Layer::Message(open))
}

/// Where a scrolled part stands after a command that moves.
pub(super) fn scrolled(top: usize, command: Command, extent: crate::app::measure::Extent) -> usize {
    let page = extent.rows.saturating_sub(1).max(1);
    let half = (extent.rows / 2).max(1);
    let top = top.min(extent.last_top());
    let top = match command {
        Command::Down => top + 1,
        Command::Up => top.saturating_sub(1),
        Command::HalfDown => top + half,
        Command::HalfUp => top.saturating_sub(half),
        Command::PageDown => top + page,
        Command::PageUp => top.saturating_sub(page),
        Command::First => 0,
        // Whatever was measured: the next frame holds it to the end of what there is.
        Command::Last => return usize::MAX,
        _ => top,
    };
    top.min(extent.last_top())
}

/// Where a cursor in a list of `len` stands after a command that moves, or a number.
pub(super) fn moved(cursor: usize, len: usize, input: &Input) -> Option<usize> {
    let last = len.saturating_sub(1);
    let to = match input {
        Input::Run(Command::Down) => cursor + 1,
        Input::Run(Command::Up) => cursor.saturating_sub(1),
        Input::Run(Command::HalfDown) => cursor + 5,
        Input::Run(Command::HalfUp) => cursor.saturating_sub(5),
        Input::Run(Command::PageDown) => cursor + 10,
        Input::Run(Command::PageUp) => cursor.saturating_sub(10),
        Input::Run(Command::First) => 0,
        Input::Run(Command::Last) => last,
        Input::Key(key) => match key.writes().and_then(|c| c.to_digit(10)) {
            Some(n @ 1..) if n as usize <= len => n as usize - 1,
            _ => return None,
        },
        _ => return None,
    };
    Some(to.min(last))
}

/// Puts a key or a paste into a text; `None` when the input is neither text nor a key for an editor.
pub(super) fn write(model: &mut Model, text: &mut Text, input: &Input) -> Option<Typed> {
    let typed = match input {
        Input::Key(key) => text.key(*key, model.measured.editor_columns),
        Input::Paste(pasted) => text.insert(pasted),
        Input::Run(_) => return None,
    };
    if typed == Typed::TooLong {
        model.notice = Some(Notice::TooLong);
    }
    (typed != Typed::NotForMe).then_some(typed)
}
