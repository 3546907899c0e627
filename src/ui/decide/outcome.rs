//! Which of the four outcomes, each with what it means, or why it is not possible.

use ratatui::layout::Rect;

use super::{Deciding, figures, page_columns, with_figures};
use crate::app::decision;
use crate::app::measure::Extent;
use crate::app::mouse::HitTarget;
use crate::domain::refusal::Refusal;
use crate::domain::vocabulary::Outcome;
use crate::ui::case::scrollbar;
use crate::ui::checklist;
use crate::ui::document::Document;
use crate::ui::draw_context::{Canvas, DrawContext, cut_bottom, cut_top, inset, outcome_role};
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
    let page = if beside { page_columns(ctx, area, deciding) } else { area.width };
    let columns = usize::from(page).saturating_sub(8);
    let card = |(outcome, can): &(Outcome, Result<(), Refusal>), has_meaning: bool| {
        let mut card = Document::new(columns);
        let role = if can.is_ok() { outcome_role(*outcome) } else { Role::Struck };
        let mut row = card.row();
        row.print(&texts.word("outcome", outcome.as_str()), role);
        if agreed == Some(*outcome) {
            row.skip(2).print(&texts.get("outcome-agreed"), Role::Good);
        }
        drop(row);
        match can {
            Ok(()) if has_meaning => card.paragraph(&texts.word("outcome-about", outcome.as_str()), Role::Muted),
            Ok(()) => {}
            Err(refusal) => card.paragraph(&sentence(&ctx.refusal(refusal)), Role::Danger),
        }
        if beside {
            card.blank();
        }
        card
    };
    let height = |cards: &[Document]| cards.iter().map(Document::height).sum::<usize>();
    let mut cards: Vec<Document> = outcomes.iter().map(|one| card(one, true)).collect();
    // What is left to do, and the figures of what is chosen, are seen before what the other outcomes mean.
    let left = checklist::brief(ctx, deciding.file, usize::from(area.width).saturating_sub(4)).height();
    let below = left + if decide.outcome.is_some() { usize::from(figures::ROWS) } else { 0 };
    if !beside && height(&cards) + below >= usize::from(area.height) {
        cards = outcomes.iter().map(|one| card(one, decide.outcome == Some(one.0))).collect();
    }
    let wanted = u16::try_from(height(&cards)).unwrap_or(u16::MAX);
    // The cards come first; the list and the figures take what is left. The figures come again on the last page.
    let page = if beside {
        with_figures(ctx, canvas, area, deciding, 0)
    } else {
        let (page, below) = cut_top(area, wanted.saturating_add(1).min(area.height));
        below_cards(ctx, canvas, inset(below, 2), deciding);
        page
    };
    let page = inset(page, 1);
    let list = cut_top(page, 1).1;
    let mut rest = list;
    // In a very low window, those after the chosen one give way.
    let at = outcomes.iter().position(|(outcome, _)| Some(*outcome) == decide.outcome).unwrap_or(0);
    let first = if wanted > rest.height { at.min(outcomes.len() - 1) } else { 0 };
    for ((outcome, _), card) in outcomes.iter().zip(&cards).skip(first) {
        let (place, after) = cut_top(rest, u16::try_from(card.height()).unwrap_or(u16::MAX));
        let chosen = Some(*outcome) == decide.outcome;
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
    let above = cards.iter().take(first).map(Document::height).sum();
    let (rows, total) = (usize::from(list.height), usize::from(wanted));
    scrollbar(ctx, canvas, list, Extent { top: above, rows, total });
    canvas.measured.layer = Extent { top: 0, rows: outcomes.len(), total: outcomes.len() };
}

/// The figures of what is chosen, and over them, as far as there is room, what the process wants before a decision: all of it
/// while nothing is chosen.
fn below_cards(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let has_room = usize::from(area.height) > checklist::rows(ctx, deciding.file);
    if deciding.decide.outcome.is_none() && has_room {
        let mut document = Document::new(usize::from(area.width));
        document.blank();
        checklist::lay_out(ctx, &mut document, deciding.file);
        document.draw(ctx, canvas, area, 0);
        return;
    }
    let document = checklist::brief(ctx, deciding.file, usize::from(area.width));
    let left = u16::try_from(document.height()).unwrap_or(u16::MAX);
    let has_figures = area.height >= left.saturating_add(figures::ROWS);
    let (figures, list) = cut_bottom(area, if has_figures { figures::ROWS } else { 0 });
    let spare = usize::from(list.height).saturating_sub(document.height());
    // Air before the list, then after it.
    let list = cut_top(list, u16::from(spare > 0)).1;
    document.draw(ctx, canvas, list, 0);
    if has_figures {
        let rows = u16::try_from(document.height()).unwrap_or(u16::MAX).saturating_add(u16::from(spare > 1));
        let figures = Rect {
            height: figures.bottom().saturating_sub(list.y + rows.min(list.height)),
            y: list.y + rows.min(list.height),
            ..figures
        };
        figures::draw(ctx, canvas, figures, deciding);
    }
}

fn inset_left(area: Rect, columns: u16) -> Rect {
    crate::ui::draw_context::cut_left(area, columns).1
}
