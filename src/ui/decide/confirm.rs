//! The last page: everything again, in figures and names, and a question whose answer is No unless told otherwise.

use ratatui::layout::Rect;

use super::{Deciding, answers, figures, last_row};
use crate::app::decision;
use crate::app::model::CaseFile;
use crate::domain::case::records::DecisionState;
use crate::domain::ids::Cite;
use crate::ui::case::scrollbar;
use crate::ui::document::Document;
use crate::ui::draw_context::{Canvas, DrawContext, basis_role, cut_bottom, inset, outcome_role};
use crate::ui::notice;
use crate::ui::status::{speaker_name, speaker_role};
use crate::ui::text::safe;
use crate::ui::theme::Role;

/// Draws the last page.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let (bottom, page) = cut_bottom(area, 2);
    let (row, _) = last_row(bottom);
    let question = ctx.texts.get("confirm-decide");
    let mut pen = canvas.pen(row, 0);
    pen.skip(2).print(&question, ctx.style(Role::Strong));
    let x = pen.x();
    let (_, row) = crate::ui::draw_context::cut_left(row, x.saturating_sub(row.x) + 1);
    answers(ctx, canvas, row, deciding.decide.choice, "button-no-back", "button-yes-decide");
    let page = inset(page, 2);
    let mut document = Document::new(usize::from(page.width));
    lay_out(ctx, &mut document, deciding, page.height > 24);
    let extent = document.draw(ctx, canvas, page, deciding.decide.scroll);
    scrollbar(ctx, canvas, page, extent);
    canvas.measured.layer = extent;
}

fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, deciding: &Deciding<'_>, airy: bool) {
    let (texts, model, decide) = (ctx.texts, ctx.model, deciding.decide);
    let preview = decision::preview(deciding.file, decide, deciding.me, model.now);
    document.blank();
    let mut row = document.row();
    row.print(&texts.word("outcome", decide.outcome.as_str()), outcome_role(decide.outcome));
    if let Some(basis) = preview.as_ref().ok().and_then(|preview| preview.decision.basis) {
        row.skip(2).print(&texts.word("basis", basis.as_str()), basis_role(basis));
    }
    drop(row);
    document.blank();
    figures::lay_out(ctx, document, &deciding.file.case.order, preview.as_ref().ok(), airy);
    document.blank();
    match &preview {
        Ok(preview) if preview.decision.state == DecisionState::Awaiting => {
            document.paragraph(&texts.get("confirm-awaits"), Role::Soon);
        }
        Ok(preview) => {
            let span = preview.decision.effective_at.map(|at| ctx.clock().span(at - model.now)).unwrap_or_default();
            document.paragraph(&texts.with("confirm-hold", [("span", span.into())]), Role::Muted);
        }
        Err(trouble) => document.paragraph(&notice::trouble(ctx, trouble), Role::Danger),
    }
    document.heading(&texts.get("confirm-reasons"));
    document.quote(decide.editor.text.body(), Role::Text, Role::Mediator);
    document.heading(&texts.get("confirm-rests-on"));
    if decide.cites.is_empty() {
        document.paragraph(&texts.get("confirm-rests-on-nothing"), Role::Muted);
    }
    for cite in &decide.cites {
        cited(ctx, document, deciding.file, *cite);
    }
}

/// Something that the decision rests on, on one row.
pub(crate) fn cited(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, cite: Cite) {
    let all = decision::citable(file);
    let Some(item) = all.iter().find(|item| item.cite == cite) else { return };
    let mut row = document.row();
    row.print(&cite.to_string(), Role::Muted).skip(1);
    match (item.attachment, item.row) {
        (Some(attachment), _) => {
            row.print(&safe(&attachment.name), Role::Text);
        }
        (None, Some(message)) => {
            let message = &message.message;
            let name = speaker_name(ctx, &file.case, message.from, &message.author);
            let start: String = message.body.chars().take(200).collect();
            row.print(&name, speaker_role(message.from)).skip(1).print(&safe(&start), Role::Text);
        }
        (None, None) => {}
    }
}
