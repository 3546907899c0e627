//! What a decision rests on: messages and evidence, each with a box to tick; what does not count can't be.

use ratatui::layout::Rect;

use super::Deciding;
use crate::app::decision::{Citable, citable};
use crate::app::measure::Extent;
use crate::app::mouse::HitTarget;
use crate::ui::case::{scrollbar, thread::file_line};
use crate::ui::document::Document;
use crate::ui::draw_context::{Canvas, DrawContext, cut_bottom, cut_top, inset};
use crate::ui::list;
use crate::ui::pen::wash;
use crate::ui::status::{speaker_name, speaker_role};
use crate::ui::text::safe;
use crate::ui::theme::Role;

/// Draws the list, and under it the whole of what is under the cursor.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let all = citable(deciding.file);
    let (head, body) = cut_top(inset(area, 2), 3);
    let texts = ctx.texts;
    canvas.pen(head, 1).print(&texts.get("cites-label"), ctx.style(Role::Strong));
    let chosen = texts.with("cites-count", [("count", deciding.decide.cites.len().into())]);
    canvas.pen(head, 1).right(&chosen, ctx.style(Role::Strong));
    if all.is_empty() {
        canvas.pen(body, 0).print(&texts.get("cites-empty"), ctx.style(Role::Hint));
        return;
    }
    let (below, list) = cut_bottom(body, (body.height / 3).max(3));
    let cursor = deciding.decide.cite_cursor.min(all.len() - 1);
    let extent = list::window(cursor, usize::from(list.height), all.len());
    for (line, (at, item)) in (0..list.height).zip(all.iter().enumerate().skip(extent.top)) {
        canvas.add_target_row(list, line, HitTarget::Item(at));
        row(ctx, canvas, (list, line), deciding, item, at == cursor);
    }
    scrollbar(ctx, canvas, list, extent);
    canvas.measured.layer = Extent { ..extent };
    if let Some(item) = all.get(cursor) {
        whole(ctx, canvas, below, deciding, item);
    }
}

fn row(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    (list, line): (Rect, u16),
    deciding: &Deciding<'_>,
    item: &Citable<'_>,
    under_cursor: bool,
) {
    let ticked = deciding.decide.cites.contains(&item.cite);
    let (tick, role) = match (item.inadmissible, ticked) {
        (Some(_), _) => (" ✗ ", Role::Danger),
        (None, true) => ("[x]", Role::Accent),
        (None, false) => ("[ ]", Role::Muted),
    };
    let mut pen = canvas.pen(list, line);
    pen.print(if under_cursor { "▌" } else { " " }, ctx.style(Role::Accent)).print(tick, ctx.style(role)).skip(1);
    match (item.attachment, item.row) {
        (Some(file), with) => {
            pen.skip(if with.is_some() { 2 } else { 0 });
            file_line(ctx, &mut pen, file);
        }
        (None, Some(row)) => {
            let message = &row.message;
            let name = speaker_name(ctx, &deciding.file.case, message.from, &message.author);
            pen.column(&message.id.to_string(), 6, ctx.style(Role::Muted)).skip(1);
            pen.column(&ctx.clock().stamp(message.at), 13, ctx.style(Role::Muted)).skip(1);
            pen.column(&name, 16, ctx.style(speaker_role(message.from))).skip(1);
            let start: String = message.body.chars().take(200).collect();
            pen.print(&safe(&start), ctx.style(Role::Text));
        }
        (None, None) => {}
    }
    if under_cursor {
        wash(canvas.buffer, Rect { y: list.y + line, height: 1, ..list }, ctx.theme.selected());
    }
}

/// What is under the cursor, as much of it as fits, and why it can't be cited.
fn whole(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>, item: &Citable<'_>) {
    let mut document = Document::new(usize::from(area.width));
    let rows = usize::from(area.height);
    document.heading(&item.cite.to_string());
    if let Some(reason) = item.inadmissible {
        let vars = [("reason", safe(reason).into_owned().into())];
        document.paragraph(&ctx.texts.with("trouble-inadmissible", vars), Role::Danger);
    }
    let (text, role) = match (item.attachment, item.row) {
        (Some(file), _) => (file.text.as_deref().unwrap_or(&file.name), Role::Border),
        (None, Some(row)) => (row.message.body.as_str(), speaker_role(row.message.from)),
        (None, None) => ("", Role::Border),
    };
    let start: String = text.chars().take(rows * document.columns()).collect();
    let left = rows.saturating_sub(document.height()).max(1);
    document.quote_start(&start, start.len() < text.len(), left, Role::Text, role);
    let _ = deciding;
    document.draw(ctx, canvas, area, 0);
}
