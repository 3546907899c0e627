//! The last page: everything again, in figures and names, and a question whose answer is No unless told otherwise.

use ratatui::layout::Rect;

use super::{Deciding, figures};
use crate::app::decision::{self, DecisionPreview};
use crate::app::model::{CaseFile, Choice, Trouble};
use crate::app::mouse::HitTarget;
use crate::domain::case::records::DecisionState;
use crate::domain::ids::Cite;
use crate::ui::answer_page::{self, PageText};
use crate::ui::answers::{AnswerButton, Answers};
use crate::ui::document::Document;
use crate::ui::draw_context::{Canvas, DrawContext, basis_role, outcome_role};
use crate::ui::notice;
use crate::ui::shares;
use crate::ui::status::{speaker_name, speaker_role};
use crate::ui::text::safe;
use crate::ui::theme::Role;

/// Draws the last page.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let (texts, decide) = (ctx.texts, deciding.decide);
    let preview = decision::preview(deciding.file, decide, deciding.me, ctx.model.now);
    let yes = match (decide.outcome, &preview) {
        (Some(outcome), Ok(preview)) => answer_page::yes(ctx, outcome, preview, area.width),
        _ => texts.get("button-yes-decide").into_owned(),
    };
    let no = texts.get("button-no-back").into_owned();
    let button = |choice, label, role| AnswerButton {
        label,
        role,
        chosen: decide.choice == choice,
        target: Some(HitTarget::Answer(choice)),
    };
    let buttons = vec![button(Choice::No, no, Role::Strong), button(Choice::Yes, yes, Role::Danger)];
    let answers = Answers { question: texts.get("confirm-decide").into_owned(), buttons };
    let mut page = PageText::new(area);
    lay_out(ctx, &mut page, deciding, &preview, area.height > 28);
    answer_page::draw(ctx, canvas, area, &page, &answers, &decide.page);
}

/// Lays out what is decided, why and on what it rests; the figures stand last, over the answers.
fn lay_out(
    ctx: &DrawContext<'_>,
    page: &mut PageText,
    deciding: &Deciding<'_>,
    preview: &Result<DecisionPreview, Trouble>,
    airy: bool,
) {
    let (texts, decide) = (ctx.texts, deciding.decide);
    let document = &mut page.document;
    if airy {
        document.blank();
    }
    let mut row = document.row();
    if let Some(outcome) = decide.outcome {
        row.print(&shares::heading(ctx, outcome, None), outcome_role(outcome));
    }
    if let Some(basis) = preview.as_ref().ok().and_then(|preview| preview.decision.basis) {
        row.skip(2).print(&texts.word("basis", basis.as_str()), basis_role(basis));
    }
    drop(row);
    document.heading(&texts.get("confirm-reasons"));
    document.quote(decide.editor.text.body(), Role::Text, Role::Mediator);
    rests_on(ctx, page, deciding.file, &decision::opens(decide));
    let document = &mut page.document;
    document.gap();
    match preview {
        Ok(preview) if preview.decision.state == DecisionState::Awaiting => {
            document.paragraph(&texts.get("confirm-awaits"), Role::Soon);
        }
        Ok(preview) => {
            let span = preview.decision.effective_at.map(|at| ctx.clock().span(at - ctx.model.now)).unwrap_or_default();
            document.paragraph(&texts.with("confirm-hold", [("span", span.into())]), Role::Muted);
        }
        Err(trouble) => document.paragraph(&notice::trouble(ctx, trouble), Role::Danger),
    }
    figures::lay_out(ctx, document, &deciding.file.case.order, preview.as_ref().ok(), airy);
}

/// Adds what a decision rests on, each a thing that can be opened; that it rests on nothing is said as plainly.
pub(crate) fn rests_on(ctx: &DrawContext<'_>, page: &mut PageText, file: &CaseFile, cites: &[Cite]) {
    page.document.heading(&ctx.texts.get("confirm-rests-on"));
    if cites.is_empty() {
        page.document.paragraph(&format!("! {}", ctx.texts.get("confirm-rests-on-nothing")), Role::Soon);
    }
    for cite in cites {
        page.items.push(page.document.height());
        cited(ctx, &mut page.document, file, *cite);
    }
}

/// Something that the decision rests on, on one row.
pub(crate) fn cited(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, cite: Cite) {
    let all = decision::citable(file);
    let mut row = document.row();
    // Each has its row, also one that is not there any more.
    let Some(item) = all.iter().find(|item| item.cite == cite) else {
        row.print(&cite.to_string(), Role::Muted);
        return;
    };
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
