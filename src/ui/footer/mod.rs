//! The last row: the keys that matter here, from the command table; and over it what the desk has to say.

mod hints;
mod layer_hints;

use ratatui::layout::Rect;

use self::hints::Hint;

use super::bulk;
use super::draw_context::{Canvas, DrawContext, cut_bottom};
use super::lost;
use super::notice;
use super::notifications;
use super::pen::{Pen, wash};
use super::text::width;
use super::theme::Role;
use crate::app::command::{Command, KeyContext};
use crate::app::key::{Key, KeySequence};
use crate::app::model::{Layer, Screen};
use crate::app::mouse::HitTarget;

/// Draws the last row of `area`, and what the desk has to say above it; returns what remains.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let (row, above) = cut_bottom(area, 1);
    wash(canvas.buffer, row, ctx.theme.raised());
    if ctx.model.ignores_keys() {
        canvas.pen(row, 0).skip(1).print(&ctx.texts.get("hint-paste-broken"), ctx.style(Role::Soon));
    } else {
        hints(ctx, canvas, row);
    }
    let mut lines = Vec::new();
    if let Some(trouble) = lost::trouble(ctx) {
        lines.push((trouble, Role::Danger));
    }
    if let Some(unseen) = notifications::unseen(ctx) {
        lines.push((unseen, Role::Soon));
    }
    if let Some(progress) = bulk::progress(ctx) {
        lines.push((progress, Role::Strong));
    }
    if let Some(said) = &ctx.model.notice {
        lines.push(notice::notice(ctx, said));
    }
    let mut above = above;
    for (text, role) in lines.iter().rev() {
        above = notice::draw_at_bottom(ctx, canvas, above, text, *role);
    }
    above
}

fn hints(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let mut places = Vec::new();
    let place = |from: u16, to: u16| Rect { x: from, width: to.saturating_sub(from), ..row };
    let context = context(ctx);
    let hints = hints::of_screen(ctx);
    let mut pen = canvas.pen(row, 0);
    pen.skip(1);
    let pressed = &ctx.model.pressed;
    if !pressed.is_empty() {
        pen.right(&format!("{}… ", KeySequence(pressed.clone())), ctx.style(Role::Key));
    }
    // Help and the way out keep their places, whatever else fits.
    let in_help = matches!(ctx.model.layer, Some(Layer::Help(_)));
    let help = key(ctx, context, Command::Help).filter(|_| !in_help).map(|keys| Hint {
        commands: vec![Command::Help],
        keys,
        labels: vec![ctx.texts.label(Command::Help.spec()).into_owned()],
    });
    for hint in help.iter().chain(&hints.exit) {
        let end = pen.end();
        draw_right(ctx, &mut pen, &hint.keys, &hint.labels, Role::BarMuted);
        places.extend(hint.commands.first().map(|command| (place(pen.end(), end), *command)));
    }
    let in_queue = ctx.model.layer.is_none() && ctx.model.screen == Screen::Queue;
    if let Some(marked) = bulk::marked(ctx).filter(|_| in_queue) {
        pen.print(&marked, ctx.style(Role::Active)).skip(2);
    }
    if hints::read_only(ctx) {
        pen.print(&ctx.texts.get("hint-read-only"), ctx.style(Role::Soon)).skip(2);
    }
    let end = pen.end();
    draw_on_hold(ctx, &mut pen, context);
    places.push((place(pen.end(), end), Command::Undo));
    let end = pen.end();
    draw_notifications(ctx, &mut pen, context);
    places.push((place(pen.end(), end), Command::Notifications));
    for hint in &hints.all {
        // Nothing less important stands where something more important did not fit.
        let fits = |label: &&String| width(&hint.keys) + 1 + width(label) < pen.left();
        let Some(label) = hint.labels.iter().find(fits) else { break };
        let x = pen.x();
        pen.print(&hint.keys, ctx.style(Role::Key)).skip(1).print(label, ctx.style(Role::BarMuted));
        places.extend(hint.commands.first().map(|command| (place(x, pen.x()), *command)));
        pen.skip(2);
    }
    places.into_iter().for_each(|(place, command)| canvas.add_target(place, HitTarget::Run(command)));
}

/// Writes keys and what they do at the right end of what is left, in the longest way that takes no more than half of it.
fn draw_right(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, keys: &str, labels: &[String], role: Role) {
    let fits = |label: &&String| width(label) + width(keys) + 4 < pen.left() / 2;
    if let Some(label) = labels.iter().find(fits) {
        pen.right(&format!("{label} "), ctx.style(role)).right(keys, ctx.style(Role::Key));
    }
}

/// That this desk's last decision can still be undone, wherever one has gone since.
fn draw_on_hold(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, context: KeyContext) {
    let held = ctx.model.on_hold.as_ref().filter(|held| held.until > ctx.model.now && ctx.model.layer.is_none());
    let Some((held, keys)) = held.zip(key(ctx, context, Command::Undo)) else { return };
    if ctx.model.current() == Some(held.dispute) || Command::Undo.available(ctx.model).is_err() {
        return;
    }
    let left = ctx.clock().span(held.until - ctx.model.now);
    let vars = || [("dispute", held.dispute.to_string().into()), ("left", left.clone().into())];
    let labels = ["hint-undo-held", "hint-undo-held-brief"].map(|text| ctx.texts.with(text, vars()));
    draw_right(ctx, pen, &keys, &labels, Role::Soon);
}

/// How much the mediator is told and has not acknowledged.
fn draw_notifications(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, context: KeyContext) {
    let count = ctx.model.notifications.all.len();
    let keys = key(ctx, context, Command::Notifications).filter(|_| count > 0 && ctx.model.layer.is_none());
    let Some(keys) = keys.filter(|_| Command::Notifications.available(ctx.model).is_ok()) else { return };
    draw_right(ctx, pen, &keys, &[ctx.texts.with("hint-notifications", [("count", count.into())])], Role::Soon);
}

/// Returns the context whose keys work now.
pub(crate) fn context(ctx: &DrawContext<'_>) -> KeyContext {
    match (&ctx.model.layer, &ctx.model.screen) {
        (Some(layer), _) => layer.context(),
        (None, Screen::Queue) => KeyContext::Queue,
        (None, Screen::Case(_)) => KeyContext::Case,
    }
}

/// Returns the key of a command that a newcomer would try first, as it is shown.
pub(crate) fn key(ctx: &DrawContext<'_>, context: KeyContext, command: Command) -> Option<String> {
    let keys: Vec<String> = ctx.model.keymap.keys(context, command).into_iter().map(pretty).collect();
    let known = ["⏎", "Esc", "Tab"].into_iter().find(|known| keys.iter().any(|key| key == known));
    known.map(str::to_owned).or_else(|| keys.into_iter().next())
}

/// Keys with the signs that keyboards have on them.
pub(crate) fn pretty(keys: &KeySequence) -> String {
    let signs = [
        ("Enter", "⏎"),
        ("PageDown", "PgDn"),
        ("PageUp", "PgUp"),
        ("Down", "↓"),
        ("Up", "↑"),
        ("Left", "←"),
        ("Right", "→"),
    ];
    let sign = |key: &Key| {
        let name = key.to_string();
        let known = signs.iter().find_map(|(long, sign)| Some(format!("{}{sign}", name.strip_suffix(long)?)));
        known.unwrap_or(name)
    };
    keys.0.iter().map(sign).collect::<Vec<_>>().join(" ")
}
