//! Choosing a reply template, and finding the blanks that it left.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::command::Command;
use crate::app::model::{Editor, Model, Notice, TemplateMatch, TemplatePicker, Trouble, Unavailable};
use crate::app::templates::{TemplateContext, blank_names, blanks, filled, suits, values};
use crate::app::text_buffer::{EditResult, TextBuffer};
use crate::domain::discussion::templates::fill;
use crate::domain::ids::DisputeId;

use super::layers::{self, LayerInput};
use super::navigation::{Motion, moved, scrolled};

/// Opens the choice of reply templates in the language of the case's order.
pub(super) fn open(model: &mut Model, dispute: DisputeId, writing: TemplateContext) -> Option<TemplatePicker> {
    let Some(file) = model.cases.get(dispute) else {
        model.notice = Some(Notice::Refused(Command::InsertTemplate, Unavailable::Loading));
        return None;
    };
    let lang = file.case.order.lang;
    let suited = model.templates.of(lang).iter().map(|ready| ready.name.clone());
    let suited = suited.filter(|name| suits(file, name, writing, &model.lexicon)).collect();
    let mut picker = TemplatePicker {
        text: TextBuffer::single_line(""),
        lang,
        suited,
        items: Vec::new(),
        cursor: 0,
        scroll: 0,
        writing,
    };
    picker.items = matching(model, &picker);
    Some(picker)
}

/// Does a command of the choice, or writes. Returns whether something was put into the text.
pub(super) fn input(model: &mut Model, editor: &mut Editor, input: &LayerInput) -> bool {
    let Editor { dispute, picker, text, .. } = editor;
    let Some(open) = picker else { return false };
    match input {
        LayerInput::Leave => *picker = None,
        LayerInput::Accept => {
            let chosen = open.items.get(open.cursor);
            let Some(body) = chosen.and_then(|item| filled(model, *dispute, open, &item.name)) else { return false };
            *picker = None;
            return insert(model, *dispute, text, &body);
        }
        // The list is short, the text may be long.
        LayerInput::Move(motion @ (Motion::PageDown | Motion::PageUp)) => {
            open.scroll = scrolled(open.scroll, *motion, model.measured.layer);
        }
        LayerInput::Move(_) => {
            if let Some(to) = moved(open.cursor, open.items.len(), input) {
                (open.cursor, open.scroll) = (to, 0);
            }
        }
        input => {
            if layers::write(model, &mut open.text, input) == Some(EditResult::Changed) {
                open.items = matching(model, open);
                (open.cursor, open.scroll) = (0, 0);
            }
        }
    }
    false
}

/// Returns a reply with the case's own words in it; nothing where the team has no such reply.
pub(super) fn whole(model: &Model, dispute: DisputeId, name: &str, writing: TemplateContext) -> Option<String> {
    let file = model.cases.get(dispute)?;
    let reply = model.templates.find(file.case.order.lang, name)?;
    Some(fill(&reply.body, &values(&model.author(), file, writing)))
}

/// The first blank is what the next letter replaces.
pub(super) fn to_first_blank(model: &Model, dispute: DisputeId, text: &mut TextBuffer) {
    if let Some((first, _)) = blanks(model, Some(dispute), text.body()).into_iter().next() {
        text.select(first);
    }
}

/// Puts a reply in at the cursor; its first blank is what the next letter replaces.
fn insert(model: &mut Model, dispute: DisputeId, text: &mut TextBuffer, body: &str) -> bool {
    let from = text.cursor();
    match text.insert(body) {
        EditResult::Changed => {
            let left = blanks(model, Some(dispute), text.body());
            let first = left.into_iter().map(|(at, _)| at).find(|at| at.start >= from.min(text.cursor()));
            if let Some(at) = first.filter(|at| at.end <= text.cursor()) {
                text.select(at);
            }
            true
        }
        EditResult::TooLong => {
            model.notice = Some(Notice::TooLong);
            false
        }
        EditResult::Moved | EditResult::Ignored => false,
    }
}

/// Refuses a text with a placeholder left.
pub(in crate::app) fn are_filled(model: &Model, dispute: DisputeId, text: &TextBuffer) -> Result<(), Trouble> {
    let names = blank_names(model, Some(dispute), text.body());
    if names.is_empty() { Ok(()) } else { Err(Trouble::Blanks(names)) }
}

/// Refuses a text with a placeholder left, and selects the first one, so that the next letter replaces it.
pub(super) fn check(model: &Model, dispute: DisputeId, text: &mut TextBuffer) -> Result<(), Trouble> {
    let Some((first, _)) = blanks(model, Some(dispute), text.body()).into_iter().next() else { return Ok(()) };
    let names = blank_names(model, Some(dispute), text.body());
    text.select(first);
    Err(Trouble::Blanks(names))
}

/// Returns what matches what was typed, best first; without anything typed, what the case asks for comes first.
fn matching(model: &Model, picker: &TemplatePicker) -> Vec<TemplateMatch> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(picker.text.body().trim(), CaseMatching::Ignore, Normalization::Smart);
    let mut found: Vec<(bool, u32, TemplateMatch)> = Vec::new();
    for ready in model.templates.of(picker.lang) {
        // The desk stays in the mediator's language, whatever the reply's.
        let about = model.templates.find(model.lang, &ready.name).map_or(&ready.about, |ours| &ours.about).clone();
        let (mut marks, mut chars) = (Vec::new(), Vec::new());
        let shown = pattern.indices(Utf32Str::new(&about, &mut chars), &mut matcher, &mut marks);
        let named = pattern.score(Utf32Str::new(&ready.name, &mut chars), &mut matcher);
        let told = pattern.score(Utf32Str::new(&ready.about, &mut chars), &mut matcher);
        if let Some(score) = shown.max(named).max(told) {
            marks.sort_unstable();
            marks.dedup();
            let suits = picker.suited.contains(&ready.name);
            found.push((suits, score, TemplateMatch { name: ready.name.clone(), about, marks, suits }));
        }
    }
    // Stable: what matches alike stays in the file's order.
    found.sort_by_key(|(suits, score, _)| std::cmp::Reverse((*score, *suits)));
    found.into_iter().map(|(.., pick)| pick).collect()
}
