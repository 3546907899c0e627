//! A colleague's decision before a second mediator: who gets how much before and after, what came in since it was taken, why,
//! and on what it rests; the answer is to go back unless told otherwise.

use ratatui::layout::Rect;

use super::case::{self, scrollbar};
use super::decide::{confirm, figures};
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, basis_role, cut_bottom, cut_top, inset, outcome_role};
use super::pen::clear;
use super::status::{self, speaker_name, speaker_role};
use super::text::safe;
use super::theme::Role;
use super::{editor, empty, notice};
use crate::app::decision;
use crate::app::model::{CaseFile, Editor, Review, ThreadRow, Verdict};
use crate::domain::case::records::{Decision, Proposal};
use crate::domain::vocabulary::Side;

pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, review: &Review) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let (top, body) = cut_top(area, 2);
    let file = ctx.model.cases.get(review.editor.dispute);
    let decision = file.and_then(|file| file.case.dispute.as_ref()?.decision.as_ref());
    let (Some(file), Some(decision)) = (file, decision) else {
        // Withdrawn, or refused by another, while one looked at it.
        let body = editor::state(ctx, canvas, area, &review.editor);
        let key = if file.is_none() { "case-loading" } else { "review-gone" };
        return empty::draw(ctx, canvas, body, key, "");
    };
    case::title(ctx, canvas, top, file);
    let (row, body) = cut_top(body, 1);
    heading(ctx, canvas, row, decision);
    let body = editor::state(ctx, canvas, body, &review.editor);
    let page = if review.refusing {
        refusing(ctx, canvas, body, &review.editor)
    } else {
        let (row, page) = cut_bottom(body, 2);
        answers(ctx, canvas, cut_bottom(row, 1).0, review.answer);
        page
    };
    let page = inset(page, 2);
    let mut document = Document::new(usize::from(page.width));
    lay_out(ctx, &mut document, file, decision, page.height > 24);
    let extent = document.draw(ctx, canvas, page, review.scroll);
    scrollbar(ctx, canvas, page, extent);
    canvas.measured.layer = extent;
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

fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, decision: &Decision, airy: bool) {
    let (texts, model) = (ctx.texts, ctx.model);
    let Some(me) = &model.me else { return };
    let preview = decision::preview_approval(file, me, model.now);
    document.blank();
    let mut row = document.row();
    row.print(&texts.word("outcome", decision.outcome.as_str()), outcome_role(decision.outcome));
    if let Some(basis) = decision.basis {
        row.skip(2).print(&texts.word("basis", basis.as_str()), basis_role(basis));
    }
    drop(row);
    document.blank();
    figures::lay_out(ctx, document, &file.case.order, preview.as_ref().ok(), airy);
    document.blank();
    match &preview {
        Ok(preview) => {
            let span = preview.decision.effective_at.map(|at| ctx.clock().span(at - model.now)).unwrap_or_default();
            document.paragraph(&texts.with("review-hold", [("span", span.into())]), Role::Muted);
        }
        Err(trouble) => document.paragraph(&notice::trouble(ctx, trouble), Role::Danger),
    }
    since(ctx, document, file, decision);
    document.heading(&texts.get("confirm-reasons"));
    document.quote(&decision.reasons, Role::Text, Role::Mediator);
    document.heading(&texts.get("confirm-rests-on"));
    if decision.cites.is_empty() {
        document.paragraph(&texts.get("confirm-rests-on-nothing"), Role::Muted);
    }
    for cite in &decision.cites {
        confirm::cited(ctx, document, file, *cite);
    }
}

/// What whoever took the decision had not seen: what was written, offered or answered since.
fn since(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, decision: &Decision) {
    document.heading(&ctx.texts.get("review-since"));
    let (messages, proposals) = decision::changes_since(file, decision);
    if messages.is_empty() && proposals.is_empty() {
        document.paragraph(&ctx.texts.get("review-since-nothing"), Role::Good);
    }
    for row in messages {
        written(ctx, document, file, row);
    }
    for proposal in proposals {
        offered(ctx, document, proposal);
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
    for file in &row.attachments {
        case::file::attachment(ctx, document, file);
    }
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

/// The three answers, the chosen one marked by more than its colour.
fn answers(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, chosen: Verdict) {
    let mut pen = canvas.pen(row, 0);
    pen.skip(2).print(&ctx.texts.get("review-question"), ctx.style(Role::Strong)).skip(1);
    for answer in Verdict::ALL {
        let (key, role) = match answer {
            Verdict::Back => ("button-no-back", Role::Strong),
            Verdict::Approve => ("button-yes-approve", Role::Danger),
            Verdict::Refuse => ("button-refuse", Role::Danger),
        };
        let label = ctx.texts.get(key);
        let is_chosen = answer == chosen;
        let text = if is_chosen { format!("▌ {label} ▐") } else { format!("  {label}  ") };
        let style = if is_chosen { ctx.style(role).patch(ctx.theme.selected()) } else { ctx.style(Role::Muted) };
        pen.print(&text, style).skip(1);
    }
}
