//! The selected case, live, beside or below the queue.

use ratatui::layout::Rect;

use super::case::head;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, inset};
use super::status::{self, BETWEEN, StyledText};
use super::status_line::{StatusPart, columns_of};
use super::text::{safe, safe_lines, truncate, width};
use super::theme::Role;
use super::timeline;
use super::{Cached, empty, lost, shares};
use crate::app::model::Stamp;
use crate::app::model::{CaseFile, QueueRow, ThreadRow};
use crate::domain::case::records::Case;
use crate::domain::ids::{DisputeId, Handle};

/// What a preview was laid out for; with another of these, it is laid out anew.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PreviewKey {
    dispute: DisputeId,
    stamp: Option<Stamp>,
    /// Whether the mediator may act: whose turn it is is said otherwise to a reader.
    acts: bool,
    row: Option<QueueRow>,
    columns: u16,
    rows: u16,
    minute: i64,
    draft: bool,
    present: Vec<Handle>,
    lost: bool,
}

/// From this width on, what is known stands in one column and what was said in another.
const TWO_COLUMNS: u16 = 76;
/// The columns of what is known, at most.
const FACTS: u16 = 64;
/// With fewer rows there is no room for headings.
const SMALL: usize = 12;

/// The line above the preview of a case that stands below a list.
pub(crate) fn rule(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, selected: Option<DisputeId>) {
    let mut pen = canvas.pen(row, 0);
    pen.print("──", ctx.style(Role::Border));
    if let Some(id) = selected {
        pen.skip(1).print(&id.to_string(), ctx.style(Role::Muted)).skip(1);
        let title = ctx.model.cases.get(id).map(|file| &file.case.order.title);
        if let Some(title) = title.or(ctx.model.row(id).map(|row| &row.title)) {
            let title = safe(title);
            let room = pen.left().saturating_sub(4);
            pen.skip(1).print(&truncate(&title, room), ctx.style(Role::Strong)).skip(1);
        }
    }
    pen.rule("─", ctx.style(Role::Border));
    // Where the columns of the preview part.
    if let Some(columns) = facts_columns(Rect { height: 1, ..inset(row, 1) }) {
        let meeting = Rect { x: row.x + columns + 2, width: 1, ..row };
        if canvas.buffer.cell((meeting.x, row.y)).is_some_and(|cell| cell.symbol() == "─") {
            canvas.pen(meeting, 0).print("┬", ctx.style(Role::Border));
        }
    }
}

/// Returns the width of what is known where what was said stands beside it.
fn facts_columns(area: Rect) -> Option<u16> {
    (area.width >= TWO_COLUMNS && area.height < area.width).then(|| (area.width * 9 / 20).min(FACTS))
}

/// Draws the preview of the selected case.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    if let Some(row) = ctx.model.queue.window.selected_row() {
        of(ctx, canvas, area, row.id, Some(row));
    }
}

/// Draws the preview of any case.
pub(crate) fn draw_case(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, id: DisputeId) {
    of(ctx, canvas, area, id, ctx.model.row(id));
}

fn of(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, id: DisputeId, row: Option<&QueueRow>) {
    let file = ctx.model.cases.get(id);
    let key = PreviewKey {
        dispute: id,
        stamp: ctx.model.cases.stamp(id),
        acts: ctx.model.acting().is_some(),
        row: row.filter(|_| file.is_none()).cloned(),
        columns: area.width,
        rows: area.height,
        minute: ctx.model.now.timestamp().div_euclid(60),
        draft: ctx.model.drafts.of(id).is_some(),
        present: ctx.model.colleagues.viewers_of(id).into_iter().cloned().collect(),
        lost: ctx.model.lost_since.is_some(),
    };
    let mut cache = ctx.cache.borrow_mut();
    if cache.preview.as_ref().is_none_or(|cached| cached.key != key) {
        let mut document = Document::new(usize::from(area.width));
        match (file, row, facts_columns(area)) {
            (Some(file), _, None) => of_file(ctx, &mut document, file, usize::from(area.height)),
            (Some(file), _, Some(columns)) => in_two_columns(ctx, &mut document, file, (columns, area.height)),
            (None, Some(row), _) => of_row(ctx, &mut document, row),
            (None, None, _) => {}
        }
        cache.preview = Some(Cached { key, value: document });
    }
    match &cache.preview {
        Some(cached) if cached.value.height() > 0 => {
            if let Some(columns) = facts_columns(area).filter(|_| file.is_some()) {
                let line = Rect { x: area.x + columns + 1, width: 1, ..area };
                for row in 0..line.height {
                    canvas.pen(line, row).print("│", ctx.style(Role::Border));
                }
            }
            cached.value.draw(ctx, canvas, area, 0);
        }
        _ => empty::draw(ctx, canvas, area, lost::case_missing(ctx), ""),
    }
}

/// What the queue alone knows, until the case is read.
fn of_row(ctx: &DrawContext<'_>, document: &mut Document, row: &QueueRow) {
    document.paragraph(&row.title, Role::Strong);
    names(document, &row.client, &row.seller);
    parts(document, &head::of_row(ctx, row));
    document.paragraph(&status::ground(ctx, row.ground, None), Role::Muted);
    document.gap();
    document.paragraph(&ctx.texts.get(lost::case_missing(ctx)), Role::Hint);
}

fn of_file(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, rows: usize) {
    let is_small = rows < SMALL;
    if !is_small {
        document.paragraph(&file.case.order.title, Role::Strong);
    }
    facts(ctx, document, file, is_small);
    if is_small {
        messages(document, file, rows, |document, row, _| short_message(ctx, document, file, row));
        no_messages(ctx, document, file);
        return;
    }
    // What was said has half of the room at least.
    history(ctx, document, file, (rows / 2).saturating_sub(document.height()).max(5));
    document.heading(&ctx.texts.with("case-messages", [("count", file.thread.len().into())]));
    last_messages(ctx, document, file, rows);
}

/// What is known on the left, what was said last on the right.
fn in_two_columns(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, (columns, rows): (u16, u16)) {
    let (columns, rows) = (usize::from(columns), usize::from(rows));
    let right = columns + 3;
    let mut known = Document::new(columns);
    facts(ctx, &mut known, file, rows < SMALL);
    let left = rows.saturating_sub(known.height());
    if rows < SMALL {
        timeline_end(ctx, &mut known, file, left);
    } else {
        history(ctx, &mut known, file, left);
    }
    let mut said = Document::new(document.columns().saturating_sub(right));
    if rows >= SMALL {
        said.heading(&ctx.texts.with("case-messages", [("count", file.thread.len().into())]));
    }
    last_messages(ctx, &mut said, file, rows);
    document.side_by_side(&known, &said, right);
}

/// Who is in dispute, about how much and why, and where it stands.
fn facts(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, is_small: bool) {
    let order = &file.case.order;
    let Some(dispute) = &file.case.dispute else { return };
    let ground = (status::ground(ctx, dispute.ground, Some(dispute.opened_by)), Role::Text);
    names(document, &order.client.name, &order.seller.name);
    let mut told = vec![at_stake(ctx, &file.case)];
    told.extend(status::parts_of_case(ctx, &file.case));
    if is_small {
        told.push(ground.into());
        parts(document, &told);
    } else {
        parts(document, &told);
        document.paragraph(&ground.0, ground.1);
    }
}

/// The end of the order's history under its heading, in at most so many rows.
fn history(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, rows: usize) {
    let before = document.height();
    if rows >= 3 {
        document.heading(&ctx.texts.get("case-timeline"));
    }
    timeline_end(ctx, document, file, rows.saturating_sub(document.height() - before));
}

fn timeline_end(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, rows: usize) {
    let skipped = file.timeline.len().saturating_sub(rows);
    for row in &file.timeline[skipped..] {
        timeline::line(ctx, document, row);
    }
}

/// Returns what is at stake: what waits in escrow, or what the decision makes of it.
fn at_stake(ctx: &DrawContext<'_>, case: &Case) -> StatusPart {
    let is_undecided = case.dispute.as_ref().is_none_or(|dispute| dispute.decision.is_none());
    if is_undecided {
        let amount = ctx.money(case.order.price);
        return (ctx.texts.with("shares-kept", [("amount", amount.into())]), Role::Money).into();
    }
    StatusPart::of_lines(shares::of_case(ctx, case))
}

/// The newest messages that fit, oldest of them first, each told what room there is; returns how many.
fn messages(
    document: &mut Document,
    file: &CaseFile,
    rows: usize,
    one: impl Fn(&mut Document, &ThreadRow, usize),
) -> usize {
    let mut room = rows.saturating_sub(document.height());
    let mut shown = Vec::new();
    for row in file.thread.iter().rev() {
        let mut part = Document::new(document.columns());
        one(&mut part, row, room);
        if part.height() > room {
            break;
        }
        room -= part.height();
        shown.push(part);
    }
    let count = shown.len();
    for part in shown.into_iter().rev() {
        document.append(part);
    }
    count
}

/// Lines of a message that a preview shows: more where there is room for the last ones even so.
const LINES: [usize; 4] = [12, 8, 5, 3];
/// The last messages that are more worth than the whole of one.
const LAST: usize = 4;

/// The newest messages that fit, each as far as leaves room for the last ones.
fn last_messages(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, rows: usize) {
    no_messages(ctx, document, file);
    let heading = document.height();
    for (at, lines) in LINES.into_iter().enumerate() {
        let mut said = Document::new(document.columns());
        let rows = rows.saturating_sub(heading);
        let shown = messages(&mut said, file, rows, |document, row, room| {
            // The oldest one is shortened rather than left out.
            message(ctx, document, file, row, lines.min(room.saturating_sub(1)).max(1));
        });
        if shown >= file.thread.len().min(LAST) || at + 1 == LINES.len() {
            document.append(said);
            return;
        }
    }
}

fn no_messages(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile) {
    if file.thread.is_empty() {
        document.paragraph(&ctx.texts.get("case-no-messages"), Role::Hint);
    }
}

/// A message on one row, where there are few.
fn short_message(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, row: &ThreadRow) {
    let message = &row.message;
    let role = status::speaker_role(message.from);
    let name = status::speaker_name(ctx, &file.case, message.from, &message.author);
    let start: String = message.body.chars().take(document.columns()).collect();
    let mut line = document.row();
    line.right(&ctx.clock().stamp(message.at), Role::Muted).print("▎", role).skip(1);
    line.print(&truncate(&name, 18), role).skip(2).print(&safe(&start), Role::Text);
}

fn message(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, row: &ThreadRow, lines: usize) {
    let message = &row.message;
    let role = status::speaker_role(message.from);
    let name = status::speaker_name(ctx, &file.case, message.from, &message.author);
    let stamp = ctx.clock().stamp(message.at);
    document.row().right(&stamp, Role::Muted).print(&name, role);
    // A preview of a very long message is the preview of its beginning.
    let start: String = message.body.chars().take(lines * document.columns()).collect();
    let text = safe_lines(&start)
        .map(super::text::Safe::into_owned)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("⏎ ");
    let more = message.body.len() > start.len();
    document.quote_start(&text, more, lines, Role::Text, role);
}

fn names(document: &mut Document, client: &str, seller: &str) {
    let (client, seller) = (safe(client), safe(seller));
    let room = document.columns().saturating_sub(3);
    let (a, b) = (width(&client), width(&seller));
    let half = if a + b <= room { a } else { a.min((room / 2).max(room.saturating_sub(b))) };
    let mut row = document.row();
    row.print(&truncate(&client, half), Role::Client).print(" ↔ ", Role::Muted).print(&seller, Role::Seller);
}

/// Parts one after the other, going on in the next row where one does not fit; each is said in the longest way that fits in a
/// row, and one that is wider even so is wrapped.
pub(crate) fn parts(document: &mut Document, parts: &[StatusPart]) {
    let room = document.columns();
    let lines: Vec<&[StyledText]> = parts.iter().map(|part| part.within(room)).collect();
    let mut at = 0;
    while let Some(first) = lines.get(at) {
        if columns_of(first) > room {
            let text: String = first.iter().map(|(text, _)| text.as_str()).collect();
            document.paragraph(&text, first.first().map_or(Role::Text, |(_, role)| *role));
            at += 1;
            continue;
        }
        let mut row = document.row();
        let mut used = 0;
        while let Some(line) = lines.get(at) {
            let between = if used == 0 { 0 } else { width(BETWEEN) };
            if used > 0 && used + between + columns_of(line) > room {
                break;
            }
            if used > 0 {
                row.print(BETWEEN, Role::Muted);
            }
            for (text, role) in *line {
                row.print(text, *role);
            }
            used += between + columns_of(line);
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_cut_off() {
        let part = |text: &str| (text.to_owned(), Role::Text);
        for (all, rows) in [
            (vec![part("à vous"), part("libre")], 1),
            (vec![part("à vous d’agir"), part("libre")], 2),
            (vec![part("à vous"), part("en retard de 3 h : nouveau message du vendeur"), part("libre")], 5),
        ] {
            let mut document = Document::new(18);
            let told: Vec<StatusPart> = all.iter().cloned().map(StatusPart::from).collect();
            parts(&mut document, &told);
            assert_eq!(document.height(), rows, "{all:?}");
        }
    }
}
