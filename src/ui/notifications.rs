//! What the mediator is told of cases: the list, the line at the foot of the screen, what is told outside the terminal, and the
//! title of its window. Nothing that a party wrote is in any of them.

use ratatui::layout::Rect;

use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top, inset};
use super::i18n::Texts;
use super::pen::{clear, wash};
use super::text::{Wrapped, safe, width};
use super::theme::Role;
use super::{Ui, case, empty, footer, list, notice, preview};
use crate::app::Model;
use crate::app::command::Command;
use crate::app::model::{Notification, NotificationList};
use crate::app::mouse::HitTarget;
use crate::domain::case::records::NotificationKind;
use crate::domain::dispute::attention::NEAR;
use crate::domain::time::Time;

/// The width from which the case under the cursor is shown next to the list.
const BESIDE: u16 = 110;
/// The height from which it is shown below a list that is too narrow.
const BELOW: u16 = 12;

/// Draws the list over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, open: NotificationList) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let all = &ctx.model.notifications.all;
    let (head, body) = cut_top(area, 1);
    let title = ctx.texts.with("notifications-title", [("count", all.len().into())]);
    let mut pen = canvas.pen(head, 0);
    pen.print("──", ctx.style(Role::Border)).print("▌", ctx.style(Role::Active));
    pen.print(&format!("{title} "), ctx.style(Role::Active)).rule("─", ctx.style(Role::Border));
    if all.is_empty() {
        empty::draw(ctx, canvas, body, "notifications-empty", "notifications-empty-hint");
        return;
    }
    let (left, line, right) = if body.width >= BESIDE {
        let (left, right) = cut_left(body, body.width * 3 / 5);
        let (line, right) = cut_left(right, 1);
        (left, line, inset(right, 1))
    } else if body.height >= BELOW {
        let (right, left) = cut_bottom(body, body.height * 2 / 5);
        let (line, right) = cut_top(right, 1);
        (left, line, inset(right, 1))
    } else {
        (body, Rect::default(), Rect::default())
    };
    let selected = all.get(open.cursor);
    if line.height == 1 {
        preview::rule(ctx, canvas, line, selected.map(|one| one.dispute));
    } else {
        for row in 0..line.height {
            canvas.pen(line, row).print("│", ctx.style(Role::Border));
        }
    }
    let inner = inset(left, 2);
    let (document, starts) = lay_out(ctx, all, usize::from(inner.width));
    let at = starts.get(open.cursor).copied().unwrap_or(0);
    let end = starts.get(open.cursor + 1).copied().unwrap_or(document.height());
    let extent = list::window(at + (end - at) / 2, usize::from(inner.height), document.height());
    canvas.measured.layer = extent;
    let marked = (at..end).filter_map(|line| u16::try_from(line.checked_sub(extent.top)?).ok());
    let marked: Vec<u16> = marked.filter(|line| *line < inner.height).collect();
    document.draw(ctx, canvas, inner, extent.top);
    for line in marked {
        let row = Rect { y: inner.y + line, height: 1, ..inner };
        wash(canvas.buffer, row, ctx.theme.selected());
        canvas.pen(Rect { x: left.x, width: left.width, ..row }, 0).print(" ▌", ctx.style(Role::Accent));
    }
    for (item, start) in starts.iter().enumerate() {
        let end = starts.get(item + 1).copied().unwrap_or(document.height());
        let lines = (*start..end).filter_map(|line| u16::try_from(line.checked_sub(extent.top)?).ok());
        lines.for_each(|line| canvas.add_target_row(inner, line, HitTarget::Item(item)));
    }
    case::scrollbar(ctx, canvas, inner, extent);
    if let Some(one) = selected.filter(|_| right.width > 0) {
        preview::draw_case(ctx, canvas, right, one.dispute);
    }
}

/// Lays out the list, its times in a column; returns also the row at which each item starts.
fn lay_out(ctx: &DrawContext<'_>, all: &[Notification], columns: usize) -> (Document, Vec<usize>) {
    let mut document = Document::new(columns);
    let mut starts = Vec::with_capacity(all.len());
    let stamps: Vec<String> = all.iter().map(|one| ctx.clock().date_and_time(time(one))).collect();
    let times = stamps.iter().map(|stamp| width(stamp)).max().unwrap_or_default();
    for (one, stamp) in all.iter().zip(&stamps) {
        starts.push(document.height());
        let role = match one.what {
            NotificationKind::DeadlinePast => Role::Overdue,
            NotificationKind::DeadlineNear => Role::Soon,
            _ => Role::Text,
        };
        let (text, id) = (sentence(ctx, one), one.dispute.to_string());
        let wrapped = Wrapped::new(&text, columns.saturating_sub(times + 2));
        for (at, part) in wrapped.rows().enumerate() {
            let mut row = document.row();
            if at == 0 {
                row.until(times, stamp, Role::Muted);
            }
            row.to(times + 2);
            match part.split_once(&id) {
                Some((before, after)) => row.print(before, role).print(&id, Role::Strong).print(after, role),
                None => row.print(part, role),
            };
        }
    }
    (document, starts)
}

/// Returns what is said at the foot of the screen: the newest that was not seen, and how much more there is.
pub(crate) fn unseen(ctx: &DrawContext<'_>) -> Option<String> {
    let unseen = &ctx.model.notifications.unseen;
    let first = unseen.first()?;
    let key = footer::key(ctx, footer::context(ctx), Command::Notifications);
    let beside = match (unseen.len() - 1, key) {
        (0, _) | (_, None) => ctx.clock().date_and_time(time(first)),
        (more, Some(key)) => ctx.texts.with("notifications-more", [("count", more.into()), ("key", key.into())]),
    };
    Some(format!("{} · {beside}", sentence(ctx, first)))
}

fn sentence(ctx: &DrawContext<'_>, one: &Notification) -> String {
    message(ctx.texts, one, notice::actor(ctx, &one.by))
}

/// Returns the time that stands beside it: that of the deadline, where one is near.
fn time(one: &Notification) -> Time {
    if one.what == NotificationKind::DeadlineNear { one.at + NEAR } else { one.at }
}

fn message(texts: &Texts, one: &Notification, who: String) -> String {
    let vars = [("dispute", one.dispute.to_string().into()), ("who", who.into()), ("by", one.by.to_string().into())];
    texts.with(&format!("notification-{}", one.what), vars)
}

/// Returns what is told outside the terminal of these notifications: of one what it says, of several only how many cases need
/// the mediator. A colleague is named by their handle, which has no character that means something to a terminal.
pub fn alert(texts: &Texts, all: &[Notification]) -> String {
    if let [one] = all {
        return message(texts, one, safe(one.by.as_str()).into_owned());
    }
    let mut cases: Vec<_> = all.iter().map(|one| one.dispute).collect();
    cases.sort_unstable();
    cases.dedup();
    let dispute = cases.first().map(ToString::to_string).unwrap_or_default();
    texts.with("notifications-alert", [("count", cases.len().into()), ("dispute", dispute.into())])
}

/// Returns the title of the terminal's window: how many cases are overdue that are the mediator's or nobody's.
pub fn window_title(model: &Model, ui: &Ui) -> String {
    let overdue = model.queue.counts.map_or(0, |counts| counts.overdue_for_me);
    ui.texts.with("window-title", [("count", overdue.into())])
}
