//! A colleague's decision before a second mediator: who gets how much before and after, what came in since it was taken, why,
//! and on what it rests; the answer is to go back unless told otherwise.

use ratatui::layout::Rect;

use super::answer_page::{self, PageText};
use super::answers::{AnswerButton, Answers};
use super::case;
use super::decide::{confirm, figures};
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, basis_role, cut_bottom, cut_top, outcome_role};
use super::pen::clear;
use super::status::{self, speaker_name, speaker_role};
use super::text::safe;
use super::theme::Role;
use super::{editor, empty, notice, shares};
use crate::app::decision::{self, DecisionPreview};
use crate::app::model::{CaseFile, Editor, Review, ThreadRow, Trouble, Verdict};
use crate::domain::case::records::{Decision, Proposal};
use crate::domain::vocabulary::Side;

pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, review: &Review) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let file = ctx.model.cases.get(review.editor.dispute);
    let decision = file.and_then(|file| file.case.dispute.as_ref()?.decision.as_ref());
    let (Some(file), Some(decision)) = (file, decision) else {
        // Withdrawn, or refused by another, while one looked at it.
        let body = editor::state(ctx, canvas, area, &review.editor);
        let key = if file.is_none() { "case-loading" } else { "review-gone" };
        return empty::draw(ctx, canvas, body, key, "");
    };
    let (row, body) = cut_top(area, 1);
    heading(ctx, canvas, row, decision);
    let body = editor::state(ctx, canvas, body, &review.editor);
    let page = if review.refusing { refusing(ctx, canvas, body, &review.editor) } else { body };
    let preview = ctx.model.me.as_ref().map(|me| decision::preview_approval(file, me, ctx.model.now));
    let mut text = PageText::new(page);
    lay_out(ctx, &mut text, file, decision, preview.as_ref(), page.height > 28);
    let buttons =
        if review.refusing { Vec::new() } else { buttons(ctx, decision, preview.as_ref(), page, review.answer) };
    let question = if review.refusing { String::new() } else { ctx.texts.get("review-question").into_owned() };
    answer_page::draw(ctx, canvas, page, &text, &Answers { question, buttons }, &review.page);
}

/// Whose decision it is, and since when it waits.
fn heading(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, decision: &Decision) {
    let name = safe(ctx.model.name_of(&decision.by.0)).into_owned();
    let vars = [("name", name.into()), ("time", ctx.clock().date_and_time(decision.at).into())];
    let mut pen = canvas.pen(row, 0);
    pen.print("──", ctx.style(Role::Border)).print("▌", ctx.style(Role::Active));
    pen.print(&ctx.texts.with("review-heading", vars), ctx.style(Role::Active)).skip(1);
    pen.rule("─", ctx.style(Role::Border));
}

/// Lays out what was decided, why, on what it rests and what came in since; the figures stand last, over the answers.
fn lay_out(
    ctx: &DrawContext<'_>,
    page: &mut PageText,
    file: &CaseFile,
    decision: &Decision,
    preview: Option<&Result<DecisionPreview, Trouble>>,
    airy: bool,
) {
    let (texts, model) = (ctx.texts, ctx.model);
    let document = &mut page.document;
    if airy {
        document.blank();
    }
    let mut row = document.row();
    row.print(&shares::heading(ctx, decision.outcome, Some(&decision.state)), outcome_role(decision.outcome));
    if let Some(basis) = decision.basis {
        row.skip(2).print(&texts.word("basis", basis.as_str()), basis_role(basis));
    }
    drop(row);
    document.heading(&texts.get("confirm-reasons"));
    document.quote(&decision.reasons, Role::Text, Role::Mediator);
    confirm::rests_on(ctx, page, file, &decision.cites);
    since(ctx, page, file, decision);
    let document = &mut page.document;
    document.gap();
    match preview {
        Some(Ok(preview)) => {
            let span = preview.decision.effective_at.map(|at| ctx.clock().span(at - model.now)).unwrap_or_default();
            document.paragraph(&texts.with("review-hold", [("span", span.into())]), Role::Muted);
        }
        Some(Err(trouble)) => document.paragraph(&notice::trouble(ctx, trouble), Role::Danger),
        None => {}
    }
    figures::lay_out(ctx, document, &file.case.order, preview.and_then(|preview| preview.as_ref().ok()), airy);
}

/// What whoever took the decision had not seen: what was written, offered or answered since.
fn since(ctx: &DrawContext<'_>, page: &mut PageText, file: &CaseFile, decision: &Decision) {
    page.document.heading(&ctx.texts.get("review-since"));
    let (messages, proposals) = decision::changes_since(file, decision);
    if messages.is_empty() && proposals.is_empty() {
        page.document.paragraph(&ctx.texts.get("review-since-nothing"), Role::Good);
    }
    for row in messages {
        page.items.push(page.document.height());
        written(ctx, &mut page.document, file, row);
        for file in &row.attachments {
            page.items.push(page.document.height());
            case::file::attachment(ctx, &mut page.document, file);
        }
    }
    for proposal in proposals {
        offered(ctx, &mut page.document, proposal);
    }
}

fn written(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, row: &ThreadRow) {
    let message = &row.message;
    let role = speaker_role(message.from);
    let name = speaker_name(ctx, &file.case, message.from, &message.author);
    let party = ctx.texts.word("speaker", message.from.as_str());
    let mut head = document.row();
    head.right(&ctx.clock().date_and_time(message.at), Role::Muted).print("●", Role::Soon).skip(1).print(&name, role);
    head.skip(1).print(&party, Role::Muted).skip(1).print(&message.id.to_string(), Role::Muted);
    drop(head);
    document.quote(&message.body, Role::Text, role);
}

fn offered(ctx: &DrawContext<'_>, document: &mut Document, proposal: &Proposal) {
    let texts = ctx.texts;
    let by = texts.with("proposal-by", [("by", proposal.by.as_str().into())]);
    let mut row = document.row();
    let when = proposal.answered_at.unwrap_or(proposal.at);
    row.right(&ctx.clock().date_and_time(when), Role::Muted).print("●", Role::Soon).skip(1);
    row.print(&proposal.id.to_string(), Role::Muted).skip(1);
    row.print(&texts.word("proposal-kind", proposal.kind.as_str()), Role::Text).skip(1);
    row.print(&by, status::speaker_role(proposal.by));
    drop(row);
    if let Some(refund) = proposal.refund {
        case::pending::amount(ctx, document, "money-client-gets", refund, Role::Money);
    }
    for &side in Side::ALL {
        case::pending::answer(ctx, document, proposal, side);
    }
}

/// Draws the reason being written, under the page; returns what remains for it.
fn refusing(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, reason: &Editor) -> Rect {
    let (below, page) = cut_bottom(area, (area.height * 2 / 5).clamp(6, 12));
    let (head, body) = cut_top(below, 2);
    let line = ctx.style(Role::Danger);
    let mut pen = canvas.pen(head, 0);
    pen.print("━━", line).skip(1).print(&ctx.texts.get("review-refuse"), line).skip(1).rule("━", line);
    canvas.pen(head, 1).skip(3).print(&ctx.texts.get("review-refuse-about"), ctx.style(Role::Muted));
    let look = editor::EditorStyle { hint: "review-refuse-hint", bar: Role::Danger, indent: 1, focused: true };
    editor::draw(ctx, canvas, body, reason, &look);
    page
}

/// The three answers; the one that approves says who gets how much.
fn buttons(
    ctx: &DrawContext<'_>,
    decision: &Decision,
    preview: Option<&Result<DecisionPreview, Trouble>>,
    page: Rect,
    chosen: Verdict,
) -> Vec<AnswerButton> {
    let yes = match preview {
        Some(Ok(preview)) => answer_page::yes(ctx, decision.outcome, preview, page.width),
        _ => ctx.texts.get("button-yes-approve").into_owned(),
    };
    Verdict::ALL
        .into_iter()
        .map(|answer| {
            let (label, role) = match answer {
                Verdict::Back => (ctx.texts.get("button-no-back").into_owned(), Role::Strong),
                Verdict::Approve => (yes.clone(), Role::Danger),
                Verdict::Refuse => (ctx.texts.get("button-refuse").into_owned(), Role::Danger),
            };
            AnswerButton { label, role, chosen: answer == chosen, target: None }
        })
        .collect()
}
