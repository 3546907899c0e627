//! Who did what: the list, its filter, and the sentence under the cursor in full.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top, inset};
use super::i18n::activity::ActivityFormat;
use super::i18n::sentence;
use super::pen::{Pen, clear, wash};
use super::text::{Wrapped, safe, short_name, width};
use super::theme::Role;
use super::{case, compose, editor, empty, list, notice};
use crate::app::measure::Extent;
use crate::app::mouse::HitTarget;
use crate::domain::audit::Record;

/// The widest that a member's name is.
const NAME_COLUMNS: usize = 18;
/// And what part of the list a longer name has, before it is cut. The sentence under the cursor has it whole.
const NAME_SHARE: u16 = 6;
/// Below this width a row of another day has its date alone. What was done is told whole, in a second row where it needs one.
const DATES_BELOW: u16 = 92;
/// Columns before a row, for the bar of the cursor.
const BAR: usize = 2;
/// Rows of the sentence in full, with the line over it.
const SENTENCE_ROWS: u16 = 3;

/// Draws the list over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let inner = inset(area, 1);
    let (head, rest) = cut_top(inner, 1);
    let (under, body) = cut_top(rest, 2);
    field(ctx, canvas, head, under);
    let state = &ctx.model.activity;
    if let Some(error) = &state.failed {
        let error = sentence(&notice::store(ctx, error));
        canvas.pen(body, 0).print(&error, ctx.style(Role::Danger));
        return;
    }
    if state.records.is_empty() {
        let (title, hint) = match (state.is_loading(), state.text.is_blank()) {
            (true, _) => ("activity-loading", ""),
            (false, true) => ("activity-empty", "activity-empty-hint"),
            (false, false) => ("activity-nothing", "activity-nothing-hint"),
        };
        empty::draw(ctx, canvas, body, title, hint);
        return;
    }
    let (foot, rows) = cut_bottom(body, SENTENCE_ROWS);
    let around = list::window(state.cursor, usize::from(rows.height).max(1), state.records.len());
    let shown = state.records.iter().enumerate().skip(around.top).take(usize::from(rows.height));
    let told: Vec<_> = shown.map(|(at, record)| (at, record, describe(ctx, record))).collect();
    let time = |record: &Record| {
        let (clock, at) = (ctx.clock(), record.at);
        if area.width < DATES_BELOW && !clock.same_day(at, clock.now) {
            clock.date(at)
        } else {
            clock.date_and_time(at)
        }
    };
    let names = told
        .iter()
        .map(|(_, _, (who, _))| width(who))
        .max()
        .unwrap_or(0)
        .min(NAME_COLUMNS.min(usize::from(area.width / NAME_SHARE)));
    let times = told.iter().map(|(_, record, _)| width(&time(record))).max().unwrap_or(0);
    let wrapped: Vec<_> = (told.iter())
        .map(|(_, _, (_, phrase))| {
            Wrapped::new(phrase, usize::from(rows.width).saturating_sub(BAR + times + 2 + names + 2).max(1))
        })
        .collect();
    let heights: Vec<usize> = wrapped.iter().map(Wrapped::height).collect();
    // What goes on in a second row must not push the cursor out of sight.
    let cursor = state.cursor.saturating_sub(around.top);
    let to_cursor = |skipped: usize| heights.iter().take(cursor + 1).skip(skipped).sum::<usize>();
    let skipped = (0..cursor).find(|skipped| to_cursor(*skipped) <= usize::from(rows.height)).unwrap_or(cursor);
    let extent = Extent { top: around.top + skipped, ..around };
    canvas.measured.layer = extent;
    let mut line = 0;
    for ((at, record, (who, _)), phrase) in told.iter().zip(&wrapped).skip(skipped) {
        if line >= rows.height {
            break;
        }
        let height = u16::try_from(phrase.height()).unwrap_or(1).min(rows.height - line);
        let place = Rect { y: rows.y + line, height, ..rows };
        line += height;
        canvas.add_target(place, HitTarget::Item(*at));
        let under_cursor = *at == state.cursor;
        if under_cursor {
            wash(canvas.buffer, place, ctx.theme.selected());
        }
        let over = if under_cursor { ctx.theme.selected() } else { ratatui::style::Style::new() };
        let look = |role: Role| ctx.style(role).patch(over);
        let (bar, place) = cut_left(place, u16::try_from(BAR).unwrap_or(0));
        for (row, text) in (0..height).zip(phrase.rows()) {
            if under_cursor {
                canvas.pen(bar, row).print("▌", ctx.style(Role::Accent));
            }
            let mut pen = canvas.pen(place, row);
            if row == 0 {
                pen.column_right(&time(record), times, look(Role::Muted)).skip(2);
                pen.column(
                    &short_name(who, names),
                    names,
                    look(if by_system(record) { Role::Muted } else { Role::Strong }),
                )
                .skip(2);
            } else {
                pen.skip(times + 2 + names + 2);
            }
            print_phrase(&mut pen, record, text, &look);
        }
    }
    case::scrollbar(ctx, canvas, rows, extent);
    if let Some(record) = state.records.get(state.cursor) {
        whole(ctx, canvas, foot, record);
    }
}

/// The filter as it is typed, with how much was found; under it what makes no sense, or what can be typed.
fn field(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, head: Rect, under: Rect) {
    let state = &ctx.model.activity;
    let mut pen = canvas.pen(head, 0);
    let key = if state.more { "activity-count-more" } else { "activity-count" };
    let count =
        if state.was_read() { ctx.texts.with(key, [("count", state.records.len().into())]) } else { String::new() };
    pen.right(&count, ctx.style(Role::Muted));
    pen.print(&ctx.texts.get("activity-label"), ctx.style(Role::Active)).skip(1);
    let place =
        Rect { x: pen.x(), width: u16::try_from(pen.left()).unwrap_or(u16::MAX), height: 1.min(head.height), ..head };
    compose::field_ground(ctx, canvas, place);
    editor::line(ctx, canvas, place, &state.text);
    let (text, role) = match &state.error {
        Some(bad) => {
            (ctx.texts.with("activity-unclear", [("term", safe(&bad.text).into_owned().into())]), Role::Danger)
        }
        None => (ctx.texts.get("activity-fields").into_owned(), Role::Muted),
    };
    let wrapped = Wrapped::new(&text, usize::from(under.width));
    for (row, line) in wrapped.rows().zip(0..under.height) {
        canvas.pen(under, line).print(row, ctx.style(role));
    }
}

fn by_system(record: &Record) -> bool {
    record.actor == "system"
}

/// Who did it, and what it was.
fn describe(ctx: &DrawContext<'_>, record: &Record) -> (String, String) {
    let clock = ctx.clock();
    let format = ActivityFormat {
        lang: ctx.texts.lang(),
        name_of: &|handle| ctx.model.name_of(&handle.0).to_owned(),
        time: &|at| clock.date_and_time(at),
    };
    ctx.texts.activity(record, &format)
}

/// What was done; the case stands out.
fn print_phrase(pen: &mut Pen<'_>, record: &Record, phrase: &str, look: &dyn Fn(Role) -> ratatui::style::Style) {
    let id = record.dispute.map(|dispute| dispute.to_string());
    match id.as_deref().and_then(|id| Some((id, phrase.split_once(id)?))) {
        Some((id, (before, after))) => {
            pen.print(before, look(Role::Text)).print(id, look(Role::Strong)).print(after, look(Role::Text));
        }
        None => {
            pen.print(phrase, look(Role::Text));
        }
    }
}

/// The sentence under the cursor, with day and time.
fn whole(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, record: &Record) {
    let (line, body) = cut_top(area, 1);
    canvas.pen(line, 0).rule("─", ctx.style(Role::Border));
    let (who, phrase) = describe(ctx, record);
    let clock = ctx.clock();
    let text = format!("{} {} · {}", clock.day(record.at), clock.hour(record.at), sentence(&format!("{who} {phrase}")));
    let wrapped = Wrapped::new(&text, usize::from(body.width));
    for (row, line) in wrapped.rows().zip(0..body.height) {
        canvas.pen(body, line).print(row, ctx.style(Role::Text));
    }
}
