//! Which of the four outcomes, each with what it means, or why it is not possible.

use ratatui::layout::Rect;

use super::{Deciding, with_figures};
use crate::app::decision;
use crate::app::measure::Extent;
use crate::app::mouse::HitTarget;
use crate::domain::vocabulary::Outcome;
use crate::ui::document::Document;
use crate::ui::draw_context::{Canvas, DrawContext, cut_top, inset, outcome_role};
use crate::ui::i18n::sentence;
use crate::ui::pen::wash;
use crate::ui::theme::Role;

/// Draws the four outcomes, and the figures of the one under the cursor.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let texts = ctx.texts;
    let (decide, model) = (deciding.decide, ctx.model);
    let outcomes = decision::outcomes(deciding.file, deciding.me, model.now);
    let agreed = decision::agreed_proposal(deciding.file).map(|proposal| decision::outcome_of(proposal.kind));
    let beside = area.width >= super::BESIDE;
    let columns = usize::from(if beside { area.width * 11 / 20 } else { area.width }).saturating_sub(8);
    let cards: Vec<Document> = outcomes
        .iter()
        .map(|(outcome, can)| {
            let mut card = Document::new(columns);
            let role = if can.is_ok() { outcome_role(*outcome) } else { Role::Struck };
            let mut row = card.row();
            row.print(&texts.word("outcome", outcome.as_str()), role);
            if agreed == Some(*outcome) {
                row.skip(2).print(&texts.get("outcome-agreed"), Role::Good);
            }
            drop(row);
            match can {
                Ok(()) => card.paragraph(&texts.word("outcome-about", outcome.as_str()), Role::Muted),
                Err(refusal) => card.paragraph(&sentence(&ctx.refusal(refusal)), Role::Danger),
            }
            if beside {
                card.blank();
            }
            card
        })
        .collect();
    let wanted = u16::try_from(cards.iter().map(Document::height).sum::<usize>()).unwrap_or(u16::MAX);
    // The cards come first; the figures take what is left, and come again on the last page.
    let page = inset(with_figures(ctx, canvas, area, deciding, wanted.saturating_add(2)), 1);
    let mut rest = cut_top(page, 1).1;
    // In a very low window, those after the chosen one give way.
    let at = outcomes.iter().position(|(outcome, _)| *outcome == decide.outcome).unwrap_or(0);
    let first = if wanted > rest.height { at.min(outcomes.len() - 1) } else { 0 };
    for ((outcome, _), card) in outcomes.iter().zip(&cards).skip(first) {
        let (place, after) = cut_top(rest, u16::try_from(card.height()).unwrap_or(u16::MAX));
        let chosen = *outcome == decide.outcome;
        if let Some(item) = Outcome::ALL.iter().position(|one| one == outcome) {
            canvas.add_target(place, HitTarget::Item(item));
        }
        if chosen {
            wash(canvas.buffer, Rect { height: 1.min(place.height), ..place }, ctx.theme.selected());
        }
        for line in 0..place.height.min(u16::try_from(card.height() - usize::from(beside)).unwrap_or(u16::MAX)) {
            canvas.pen(place, line).print(if chosen { "▌" } else { " " }, ctx.style(Role::Accent));
        }
        let mark = if chosen { ("◉", Role::Accent) } else { ("○", Role::Muted) };
        let style = if chosen { ctx.style(mark.1).patch(ctx.theme.selected()) } else { ctx.style(mark.1) };
        canvas.pen(place, 0).skip(2).print(mark.0, style);
        card.draw(ctx, canvas, inset_left(place, 4), 0);
        if chosen {
            wash(canvas.buffer, Rect { height: 1.min(place.height), ..place }, ctx.theme.selected());
        }
        rest = after;
    }
    canvas.measured.layer = Extent { top: 0, rows: outcomes.len(), total: outcomes.len() };
}

fn inset_left(area: Rect, columns: u16) -> Rect {
    crate::ui::draw_context::cut_left(area, columns).1
}
