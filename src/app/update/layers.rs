//! What lies over the screen and has the keys: what it can be given, and to which of them it goes.

use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::model::{Help, Layer, Model, Notice, OpenMessage, Unavailable};
use crate::app::text_buffer::{EditResult, TextBuffer};

use super::navigation::{Motion, scrolled};
use super::{
    activity, bulk, compose, decide, editor, evidence, notifications, palette, precedents, prompt, review, search,
    statistics,
};

/// What a layer is given.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum LayerInput {
    Move(Motion),
    /// Takes what is chosen or typed.
    Accept,
    Send,
    /// Closes a layer that is written in or chosen from.
    Leave,
    /// Closes a layer that is read.
    Back,
    NextField,
    PreviousField,
    /// Ticks the item under the cursor, or no longer.
    Toggle,
    Complete,
    CompleteBack,
    /// Takes the newer version of the case for seen.
    CatchUp,
    InsertTemplate,
    OpenEditor,
    /// A key that runs no command: text, or the number of an item.
    Key(Key),
    Paste(String),
}

/// Gives an input to the layer that has the keys. A layer that stays comes back; one that closes may have opened another.
pub(in crate::app) fn input(model: &mut Model, input: LayerInput, out: &mut Vec<Effect>) {
    let Some(mut layer) = model.layer.take() else { return };
    let Some(input) = editor::input(model, &mut layer, input, out) else {
        model.layer = Some(layer);
        return;
    };
    let kept = match layer {
        Layer::Compose(layer) => compose::input(model, layer, input, out),
        Layer::Decide(layer) => decide::input(model, layer, input, out),
        Layer::Review(layer) => review::input(model, layer, input, out),
        Layer::Search => search::input(model, input, out),
        Layer::Activity => activity::input(model, input, out),
        Layer::Palette(layer) => palette::input(model, layer, input, out),
        Layer::Prompt(layer) => prompt::input(model, layer, input, out),
        Layer::Precedents(list) => precedents::input(model, list, &input),
        Layer::Notifications(list) => notifications::input(model, list, &input),
        Layer::BulkReport(list) => bulk::report_input(model, list, &input),
        Layer::Statistics(layer) => statistics::input(model, layer, &input),
        Layer::Help(layer) => in_help(model, layer, &input),
        Layer::Evidence(layer) => evidence::input(model, layer, &input),
        Layer::Message(layer) => in_message(model, layer, &input),
    };
    if kept.is_some() {
        model.layer = kept;
    }
}

fn in_help(model: &Model, mut help: Help, input: &LayerInput) -> Option<Layer> {
    match input {
        LayerInput::Back => return help.under.map(|layer| *layer),
        LayerInput::Move(motion) => help.scroll = scrolled(help.scroll, *motion, model.measured.layer),
        _ => {}
    }
    Some(Layer::Help(help))
}

fn in_message(model: &Model, mut open: OpenMessage, input: &LayerInput) -> Option<Layer> {
    match input {
        LayerInput::Back => return None,
        LayerInput::Move(motion) => open.scroll = scrolled(open.scroll, *motion, model.measured.layer),
        _ => {}
    }
    Some(Layer::Message(open))
}

/// Puts a key or a paste into a text; returns `None` when the input is neither text nor a key for an editor.
pub(super) fn write(model: &mut Model, text: &mut TextBuffer, input: &LayerInput) -> Option<EditResult> {
    let typed = match input {
        LayerInput::Key(key) => text.key(*key, model.measured.editor_columns),
        LayerInput::Paste(pasted) => text.insert(pasted),
        _ => return None,
    };
    if typed == EditResult::TooLong {
        model.notice = Some(Notice::TooLong);
    }
    (typed != EditResult::Ignored).then_some(typed)
}

/// Returns whether something else can be put over what has the keys, and it comes back after. Where that is being sent, says
/// so.
pub(super) fn can_stack(model: &mut Model) -> bool {
    let Some(layer) = &model.layer else { return true };
    let sending = layer.editor().is_some_and(|editor| editor.sending.is_some());
    if sending {
        model.notice = layer.sends().map(|command| Notice::Refused(command, Unavailable::Sending));
    }
    !sending && matches!(layer, Layer::Decide(_) | Layer::Review(_) | Layer::Compose(_))
}
