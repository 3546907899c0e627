//! What every text about a case understands while it is written, whatever it is for: typing, a template, the mediator's own
//! editor, and that it stands as it was sent until the store has answered.

use crate::app::command::KeyContext;
use crate::app::effect::Effect;
use crate::app::model::{Editor, EditorError, Layer, Model, Notice, Unavailable};
use crate::app::templates::{TemplateContext, WrittenText};
use crate::app::text_buffer::EditResult;
use crate::domain::ids::DisputeId;

use super::layers::{self, LayerInput};
use super::{compose, decide, drafts, templates, unanswered};

/// Handles an input for the text of a layer; returns it when it is not for the text.
pub(super) fn input(
    model: &mut Model,
    layer: &mut Layer,
    input: LayerInput,
    out: &mut Vec<Effect>,
) -> Option<LayerInput> {
    let typing = layer.context() == KeyContext::Writing;
    let command = layer.sends();
    let not_answered = unanswered::of_layer(model, layer);
    let Some(editor) = layer.editor_mut() else { return Some(input) };
    if editor.picker.is_some() {
        if templates::input(model, editor, &input) {
            edited(model, editor);
        }
        return None;
    }
    match input {
        LayerInput::Leave => return Some(LayerInput::Leave),
        _ if editor.sending.is_none() && not_answered.is_some() => {
            // It stands as it was sent: nobody knows whether the parties have it already.
            match (input, not_answered) {
                (LayerInput::Send | LayerInput::Accept | LayerInput::CatchUp, Some(request)) => {
                    (editor.sending, editor.trouble) = (Some(unanswered::ask(model, request, out)), None);
                }
                _ => model.notice = command.map(|command| Notice::Refused(command, Unavailable::Unanswered)),
            }
        }
        // A second Enter finds the first one at work.
        _ if editor.sending.is_some() => {
            model.notice = command.map(|command| Notice::Refused(command, Unavailable::Sending));
        }
        LayerInput::InsertTemplate if typing => {
            let dispute = editor.dispute;
            let picker = templates::open(model, dispute, template_context(model, layer));
            if let Some(editor) = layer.editor_mut() {
                editor.picker = picker;
            }
        }
        LayerInput::OpenEditor if typing => open_external(model, layer, out),
        input @ (LayerInput::Key(_) | LayerInput::Paste(_)) if typing => {
            if layers::write(model, &mut editor.text, &input) == Some(EditResult::Changed) {
                edited(model, editor);
            }
        }
        input => return Some(input),
    }
    None
}

/// The text is another one now.
fn edited(model: &mut Model, editor: &mut Editor) {
    editor.trouble = None;
    drafts::edited(model, editor.dispute);
}

/// Returns what is being written, as far as a template takes something from it.
fn template_context(model: &Model, layer: &Layer) -> TemplateContext {
    match layer {
        Layer::Compose(compose) => compose::template_context(model, compose),
        Layer::Decide(decide) => decide::template_context(model, decide),
        Layer::Review(_) => TemplateContext { text: WrittenText::Refusal, ..TemplateContext::default() },
        _ => TemplateContext::default(),
    }
}

/// Hands the text to the mediator's own editor; as it is, it is kept first.
fn open_external(model: &mut Model, layer: &Layer, out: &mut Vec<Effect>) {
    if let (Some(editor), Some(field)) = (layer.editor(), layer.draft_field()) {
        let (dispute, body) = (editor.dispute, editor.text.body().to_owned());
        drafts::save_layer(model, layer, out);
        out.push(Effect::Edit(dispute, field, body));
    }
}

/// Takes what was written in the mediator's own editor in the text's place. Where that failed, the text is as it was.
pub(super) fn came_back(model: &mut Model, id: DisputeId, result: Result<String, EditorError>, out: &mut Vec<Effect>) {
    let body = match result {
        Ok(body) => body,
        Err(trouble) => return model.notice = Some(Notice::Editor(trouble)),
    };
    let written = model.layers_mut().filter_map(Layer::written_mut).find(|editor| editor.dispute == id);
    let typed = written.map(|editor| {
        editor.trouble = None;
        editor.text.replace_all(&body)
    });
    match typed {
        Some(EditResult::Changed) => {
            drafts::edited(model, id);
            drafts::save(model, id, out);
        }
        Some(EditResult::TooLong) => model.notice = Some(Notice::TooLong),
        Some(EditResult::Moved | EditResult::Ignored) | None => {}
    }
}
