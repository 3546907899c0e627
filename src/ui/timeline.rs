//! The order's history.

use super::document::Document;
use super::draw_context::DrawContext;
use super::status::speaker_role;
use super::text::width;
use super::theme::Role;
use crate::app::model::TimelineRow;

/// Returns what happened, in the mediator's language.
pub(crate) fn label(ctx: &DrawContext<'_>, row: &TimelineRow) -> String {
    let vars = [("by", row.by.as_str().into())];
    let known = ctx.texts.find_word_with("event", row.kind.as_str(), vars);
    let event = known.unwrap_or_else(|| row.kind.as_str().to_owned());
    if row.too_late { ctx.texts.with("timeline-too-late", [("event", event.into())]) } else { event }
}

/// Returns whether a moment is a refusal: what disputes are made of. One that came too late counts for nothing.
pub(crate) fn is_refusal(row: &TimelineRow) -> bool {
    row.kind.is_refusal() && !row.too_late
}

/// Returns the column where what happened is told: after the widest date and the mark.
pub(crate) fn text_column(ctx: &DrawContext<'_>) -> usize {
    let months = ctx.texts.get("time-months-short");
    3 + months.split(' ').map(width).max().unwrap_or(0) + 3
}

/// A moment on one row: when, who by its mark's colour, what.
pub(crate) fn line(ctx: &DrawContext<'_>, document: &mut Document, row: &TimelineRow) {
    let (mark, role) = match is_refusal(row) {
        true => ("✗", Role::Danger),
        false => ("•", speaker_role(row.by)),
    };
    let text = if is_refusal(row) { Role::Danger } else { Role::Text };
    let date = ctx.clock().date(row.at);
    document
        .row()
        .print(&date, Role::Muted)
        .to(text_column(ctx) - 2)
        .print(mark, role)
        .skip(1)
        .print(&label(ctx, row), text);
}
