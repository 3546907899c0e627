//! Choosing a reply template, and finding the blanks that it left.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::command::Command;
use crate::app::model::{Editor, Model, Notice, TemplateMatch, TemplatePicker, Trouble, Unavailable};
use crate::app::templates::{TemplateContext, blank_names, blanks, filled, fitting, values};
use crate::app::text_buffer::{EditResult, TextBuffer};
use crate::domain::discussion::templates::{FilledPlace, fill, fill_places};
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
    let fitting = fitting(file, writing, &model.lexicon);
    let mut picker = TemplatePicker {
        text: TextBuffer::single_line(""),
        lang,
        fitting,
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
            let Some(reply) = chosen.and_then(|item| filled(model, *dispute, open, &item.name)) else { return false };
            *picker = None;
            return insert(model, *dispute, text, reply);
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

/// Puts a reply in at the cursor, a blank line from what is written before and after; its first blank is what the next letter
/// replaces.
fn insert(
    model: &mut Model,
    dispute: DisputeId,
    text: &mut TextBuffer,
    (body, places): (String, Vec<FilledPlace>),
) -> bool {
    let replaced = text.selection().unwrap_or(text.cursor()..text.cursor());
    // No line ends in the space that stood before the cursor.
    let replaced = text.body()[..replaced.start].trim_end_matches(' ').len()..replaced.end;
    if !replaced.is_empty() {
        text.select(replaced.clone());
    }
    let (before, after) = (&text.body()[..replaced.start], &text.body()[replaced.end..]);
    let between = |missing: usize| "\n".repeat(missing);
    let feeds = |text: &str| 2_usize.saturating_sub(text.chars().take_while(|c| *c == '\n').count());
    let before = match before.trim().is_empty() {
        true => String::new(),
        false => between(feeds(&before.chars().rev().collect::<String>())),
    };
    let after = if after.trim().is_empty() { String::new() } else { between(feeds(after)) };
    let places: Vec<_> =
        places.into_iter().map(|(at, name)| (at.start + before.len()..at.end + before.len(), name)).collect();
    match text.insert_filled(&format!("{before}{body}{after}"), &places) {
        EditResult::Changed => {
            let left = blanks(model, Some(dispute), text.body());
            let first = left.into_iter().map(|(at, _)| at).find(|at| at.start >= replaced.start.min(text.cursor()));
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

/// Fills in anew what a text took from the case and from what is written with it: whom it asks, the amount it offers.
pub(super) fn refill(model: &Model, editor: &mut Editor, writing: TemplateContext) -> EditResult {
    let Some(file) = model.cases.get(editor.dispute) else { return EditResult::Ignored };
    let values = values(&model.author(), file, writing);
    editor.text.refill(|name| values.get(&name).cloned())
}

/// Notes what a draft that was begun before took from the case: the lines of ready replies that stand in it as they were
/// filled in.
pub(super) fn recognize(model: &Model, editor: &mut Editor, writing: TemplateContext) {
    let Some(file) = model.cases.get(editor.dispute).filter(|_| !editor.text.is_blank()) else { return };
    let values = values(&model.author(), file, writing);
    let replies = model.templates.of(file.case.order.lang).iter();
    for line in replies.flat_map(|reply| reply.body.lines()) {
        let (line, places) = fill_places(line, &values);
        let found = (!places.is_empty()).then(|| editor.text.body().find(&line)).flatten();
        if let Some(from) = found {
            editor.text.note_filled(from, &line, &places);
        }
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

/// Returns what matches what was typed, best first; without anything typed, what fits best.
fn matching(model: &Model, picker: &TemplatePicker) -> Vec<TemplateMatch> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(picker.text.body().trim(), CaseMatching::Ignore, Normalization::Smart);
    let mut found: Vec<(u32, usize, TemplateMatch)> = Vec::new();
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
            let rank = picker.fitting.iter().position(|name| *name == ready.name);
            let fits = rank.is_some();
            let pick = TemplateMatch { name: ready.name.clone(), about, marks, fits };
            found.push((score, rank.unwrap_or(usize::MAX), pick));
        }
    }
    // Stable: what matches alike stays in the file's order.
    found.sort_by_key(|(score, rank, _)| (std::cmp::Reverse(*score), *rank));
    found.into_iter().map(|(.., pick)| pick).collect()
}
