//! What stands where nothing is: what is missing, and what to do about it.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::footer;
use super::text::{Wrapped, width};
use super::theme::Role;
use crate::app::command::{Command, KeyContext};

/// Draws a title in the middle of an area, and a hint under it.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, title: &str, hint: &str) {
    let columns = usize::from(area.width).saturating_sub(4);
    let title = if title.is_empty() { String::new() } else { ctx.texts.get(title).into_owned() };
    let lines = [(title, Role::Strong), (way_out(ctx, hint).unwrap_or_default(), Role::Muted)];
    let mut line = area.height / 3;
    for (text, role) in lines.iter().filter(|(text, _)| !text.is_empty()) {
        for row in Wrapped::new(text, columns).rows() {
            let indent = usize::from(area.width).saturating_sub(width(row)) / 2;
            canvas.pen(area, line).skip(indent).print(row, ctx.style(*role));
            line = line.saturating_add(1);
        }
    }
}

/// Returns a hint with the keys that it names; nothing where one of them does nothing here.
fn way_out(ctx: &DrawContext<'_>, hint: &str) -> Option<String> {
    let named: &[(&str, Command)] = match hint {
        "" => return None,
        "queue-empty-hint" => &[("next", Command::NextView), ("all", Command::ShowAll)],
        "queue-nothing-found-hint" => &[("back", Command::Back), ("search", Command::Search)],
        "case-no-messages-hint" => &[("reply", Command::Reply), ("ask", Command::Ask)],
        "charts-empty-period-hint" => &[("period", Command::NextPeriod)],
        _ => &[],
    };
    let keys: Option<Vec<_>> = (named.iter())
        .map(|(name, command)| {
            command.available(ctx.model).ok()?;
            let context = footer::context(ctx);
            let main = footer::key(ctx, context, *command).or_else(|| footer::key(ctx, KeyContext::Queue, *command));
            Some((*name, main?.into()))
        })
        .collect();
    Some(ctx.texts.with(hint, keys?))
}
