//! A filter or a search as it is typed: the field, and under it how it can go on, or what makes no sense and where.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext, cut_top};
use super::editor;
use super::notice;
use super::text::{Wrapped, safe, width};
use super::theme::Role;
use crate::app::model::QueryInput;
use crate::app::text_buffer::TextBuffer;
use crate::domain::refusal::BadTerm;

/// Draws what is typed into the first row of an area, in its `field`; returns what remains below.
pub(crate) fn draw(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    (area, field): (Rect, Rect),
    text: &TextBuffer,
    typing: &QueryInput,
) -> Rect {
    let hidden = editor::line(ctx, canvas, field, text);
    let (_, rest) = cut_top(area, 1);
    let (row, rest) = cut_top(rest, 1);
    match typing.error_to_show() {
        Some(bad) => {
            place(ctx, canvas, Rect { x: field.x, width: field.width, ..row }, (text.body(), hidden), bad);
            said(ctx, canvas, rest, bad)
        }
        None => {
            offered(ctx, canvas, row, typing);
            rest
        }
    }
}

/// Marks where what makes no sense stands.
fn place(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, (text, hidden): (&str, usize), bad: &BadTerm) {
    let part = |from: usize, to: usize| text.get(from.max(hidden)..to.max(hidden)).map_or(0, width);
    let (before, under) = (part(hidden, bad.at.start), part(bad.at.start, bad.at.end).max(1));
    canvas.pen(row, 0).skip(before).print(&"^".repeat(under), ctx.style(Role::Danger));
}

/// Says what makes no sense; returns what remains.
fn said(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, bad: &BadTerm) -> Rect {
    let text = notice::term(ctx, bad);
    let wrapped = Wrapped::new(&text, usize::from(area.width).saturating_sub(4));
    let rows = u16::try_from(wrapped.height()).unwrap_or(u16::MAX);
    let (place, rest) = cut_top(area, rows);
    for (line, row) in (0..place.height).zip(wrapped.rows()) {
        canvas.pen(place, line).skip(2).print(row, ctx.style(Role::Danger));
    }
    rest
}

/// How it can go on, as many as fit; the one that was taken stands out and is in sight.
fn offered(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, typing: &QueryInput) {
    let terms: Vec<String> = typing.completions.iter().map(|one| safe(one.term()).into_owned()).collect();
    let room = usize::from(row.width).saturating_sub(4);
    let first = first_shown(&terms, typing.chosen.unwrap_or(0), room);
    let mut pen = canvas.pen(row, 0);
    pen.skip(2).print(if first > 0 { "‹ " } else { "" }, ctx.style(Role::Muted));
    for (at, term) in terms.iter().enumerate().skip(first) {
        let last = at + 1 == terms.len();
        if width(term) + if last { 0 } else { 2 } > pen.left() {
            pen.print("›", ctx.style(Role::Muted));
            break;
        }
        let style = match typing.chosen {
            Some(taken) if taken == at => ctx.style(Role::Active).patch(ctx.theme.selected()),
            _ => ctx.style(Role::Muted),
        };
        pen.print(term, style).skip(2);
    }
}

/// Returns the first that is shown, so that the one taken is.
fn first_shown(terms: &[String], taken: usize, room: usize) -> usize {
    let mut first = taken;
    let mut used = terms.get(taken).map_or(0, |term| width(term) + 4);
    while first > 0 && used + width(&terms[first - 1]) + 2 <= room {
        first -= 1;
        used += width(&terms[first]) + 2;
    }
    first
}
