//! What the process wants before a decision, a line each, with the key that leads to what is left.

use super::document::Document;
use super::draw_context::DrawContext;
use super::footer;
use super::preview::parts;
use super::status_line::StatusPart;
use super::text::width;
use super::theme::Role;
use crate::app::checklist::{self, CheckKind, ProcessCheck};
use crate::app::command::{Command, KeyContext};
use crate::app::model::{CaseFile, Layer};

/// Returns the rows that the whole list takes under its heading, each line on one.
pub(crate) fn rows(ctx: &DrawContext<'_>, file: &CaseFile) -> usize {
    1 + checklist::of(file, &ctx.model.opened_evidence).len()
}

/// Lays out the list under its heading.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile) {
    let checks = checklist::of(file, &ctx.model.opened_evidence);
    if checks.is_empty() {
        return;
    }
    document.heading(&ctx.texts.get("checklist"));
    for check in &checks {
        let (mark, mark_role, role) = appearance(*check);
        let said = sentence(ctx, *check);
        let way = key(ctx, file, *check).map(|(key, label)| (width(&key) + 1 + width(&label), key, label));
        let mut row = document.row();
        row.print(mark, mark_role).skip(1);
        // The key alone, where its label has no room; the sentence is never cut for either.
        let room = row.left().saturating_sub(width(&said) + 1);
        match &way {
            Some((columns, key, label)) if *columns <= room => {
                row.right(label, Role::Muted).right(key, Role::Key);
            }
            Some((_, key, _)) if width(key) <= room => {
                row.right(key, Role::Key);
            }
            _ => {}
        }
        row.print(&said, role);
    }
}

/// Returns how much of it has happened and what is left, in as few rows as that takes.
pub(crate) fn brief(ctx: &DrawContext<'_>, file: &CaseFile, columns: usize) -> Document {
    let mut document = Document::new(columns);
    let checks = checklist::of(file, &ctx.model.opened_evidence);
    if checks.is_empty() {
        return document;
    }
    let left: Vec<ProcessCheck> = checks.iter().copied().filter(|check| !check.done).collect();
    let vars = [("done", (checks.len() - left.len()).into()), ("of", checks.len().into())];
    let role = if left.is_empty() { Role::Good } else { Role::Muted };
    let mut all = vec![StatusPart::from((ctx.texts.with("checklist-brief", vars), role))];
    all.extend(left.into_iter().map(|check| {
        let key = key(ctx, file, check).map(|(key, _)| format!(" ({key})")).unwrap_or_default();
        StatusPart::from((format!("– {}{key}", sentence(ctx, check)), Role::Text))
    }));
    parts(&mut document, &all);
    document
}

fn appearance(check: ProcessCheck) -> (&'static str, Role, Role) {
    if check.done { ("✓", Role::Good, Role::Muted) } else { ("–", Role::Soon, Role::Text) }
}

fn sentence(ctx: &DrawContext<'_>, check: ProcessCheck) -> String {
    let done = if check.done { "done" } else { "left" };
    let texts = ctx.texts;
    match check.kind {
        CheckKind::Justification => texts.get(&format!("checklist-justification-{done}")).into_owned(),
        CheckKind::Heard(side) => texts.with(&format!("checklist-heard-{done}"), [("side", side.as_str().into())]),
        CheckKind::Asks { open, lapsed } => {
            let key = match (open, lapsed) {
                (0, 0) => "checklist-asks-done",
                (_, 0) => "checklist-asks-open",
                (0, _) => "checklist-asks-lapsed",
                _ => "checklist-asks-both",
            };
            texts.with(key, [("open", open.into()), ("lapsed", lapsed.into())])
        }
        CheckKind::Evidence { unopened } => {
            texts.with(&format!("checklist-evidence-{done}"), [("count", unopened.into())])
        }
        CheckKind::CommonGround => texts.get(&format!("checklist-ground-{done}")).into_owned(),
    }
}

/// Returns the key that leads to what is left, and what it is called, where it does anything here. Over a decision, the key
/// that leaves it comes first: what is drafted is kept.
fn key(ctx: &DrawContext<'_>, file: &CaseFile, check: ProcessCheck) -> Option<(String, String)> {
    let command = checklist::leads_to(file, check.kind);
    let is_possible = match command {
        // It works where the list is, whatever lies over the case now.
        Command::Evidence => true,
        command => command.available(ctx.model).is_ok(),
    };
    if check.done || !is_possible || !matches!(ctx.model.screen, crate::app::model::Screen::Case(_)) {
        return None;
    }
    let key = footer::key(ctx, KeyContext::Case, command)?;
    let label = ctx.texts.label(command.spec()).into_owned();
    match &ctx.model.layer {
        Some(Layer::Decide(_)) if command != Command::Evidence => {
            let leave = footer::key(ctx, KeyContext::List, Command::Leave)?;
            Some((format!("{leave} {key}"), label))
        }
        _ => Some((key, label)),
    }
}
