//! The question before a case is taken over from a colleague.

use ratatui::layout::Rect;

use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_bottom};
use super::text::safe;
use super::theme::Role;
use super::{decide, prompt};
use crate::app::command::Command;
use crate::app::model::{AfterTakeOver, TakeOverQuestion};

/// Draws the question: who holds the case, since when they are quiet, and what comes of a Yes.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, question: &TakeOverQuestion) {
    let (texts, clock, now) = (ctx.texts, ctx.clock(), ctx.model.now);
    let mut document = Document::new(usize::from(area.width.saturating_sub(8).clamp(24, 72)).saturating_sub(4));
    let holder = safe(ctx.model.name_of(&question.from.0)).into_owned();
    document.paragraph(&texts.with("take-over-holder", [("holder", holder.clone().into())]), Role::Strong);
    let quiet = question.is_quiet(now);
    if let Some(since) = question.since {
        let vars = [
            ("since", clock.date_and_time(since).into()),
            ("dated", clock.dated(since).into()),
            ("span", clock.span(now - since).into()),
            ("until", clock.date_and_time(question.until).into()),
            ("until_dated", clock.dated(question.until).into()),
        ];
        let key = if quiet { "take-over-quiet" } else { "take-over-at-work" };
        document.paragraph(&texts.with(key, vars), if quiet { Role::Text } else { Role::Soon });
    }
    document.blank();
    document.paragraph(&texts.with("take-over-promise", [("holder", holder.into())]), Role::Text);
    match &question.then {
        AfterTakeOver::Run(Command::Claim) => {}
        AfterTakeOver::Run(command) => {
            let command = texts.label(command.spec()).into_owned();
            document.paragraph(&texts.with("take-over-then", [("command", command.into())]), Role::Hint);
        }
        AfterTakeOver::Act(..) => document.paragraph(&texts.get("take-over-then-send"), Role::Hint),
    }
    let inside = prompt::open(ctx, canvas, area, prompt::rows(document.height() + 3), "take-over", question.dispute);
    let (row, above) = cut_bottom(inside, 1);
    document.draw(ctx, canvas, above, 0);
    decide::answers(ctx, canvas, row, question.choice, "button-no-leave", "button-yes-take-over");
}
