//! Deciding, page by page: one of four outcomes, who gets how much before and after, why, on what it rests, and a last page
//! that says it all again and defaults to No.

mod cites;
pub(crate) mod confirm;
pub(crate) mod figures;
mod outcome;

use ratatui::layout::Rect;

use super::answers::{AnswerButton, Answers};
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_left, cut_top, inset};
use super::pen::clear;
use super::text::width;
use super::theme::Role;
use super::{checklist, compose, editor, empty, lost, notice, precedents};
use crate::app::command::KeyContext;
use crate::app::decision::{self, DecisionPreview};
use crate::app::model::CaseFile;
use crate::app::model::{Choice, DecisionEditor, DecisionPage, Layer, Trouble};
use crate::app::mouse::HitTarget;
use crate::domain::case::records::Mediator;
use crate::domain::vocabulary::{Outcome, ProposalKind};

/// From this width on, the figures stand beside the page.
const BESIDE: u16 = 100;

/// A decision with what it is about.
pub(crate) struct Deciding<'a> {
    /// The decision as drafted.
    pub decide: &'a DecisionEditor,
    pub file: &'a CaseFile,
    pub me: &'a Mediator,
}

/// Draws the page that is being filled in.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, decide: &DecisionEditor) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let (Some(file), Some(me)) = (ctx.model.cases.get(decide.editor.dispute), ctx.model.me.as_ref()) else {
        empty::draw(ctx, canvas, area, lost::case_missing(ctx), "");
        return;
    };
    let (row, body) = cut_top(area, 1);
    steps(ctx, canvas, row, decide);
    let body = editor::state(ctx, canvas, body, &decide.editor);
    let body = agreement(ctx, canvas, body, decide, file);
    let deciding = Deciding { decide, file, me };
    match decide.step {
        DecisionPage::Outcome => outcome::draw(ctx, canvas, body, &deciding),
        DecisionPage::Amount => amount(ctx, canvas, body, &deciding),
        DecisionPage::Reasons => reasons(ctx, canvas, body, &deciding),
        DecisionPage::Cites => cites::draw(ctx, canvas, body, &deciding),
        DecisionPage::Confirm => confirm::draw(ctx, canvas, body, &deciding),
    }
}

impl Deciding<'_> {
    /// Returns what the outcome would do to the money and the order.
    pub fn outlook(&self, ctx: &DrawContext<'_>) -> Result<DecisionPreview, Trouble> {
        decision::preview_outcome(self.file, self.decide, self.me, ctx.model.now)
    }
}

/// The pages, with the one that is open standing out.
fn steps(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, decide: &DecisionEditor) {
    let all = [
        DecisionPage::Outcome,
        DecisionPage::Amount,
        DecisionPage::Reasons,
        DecisionPage::Cites,
        DecisionPage::Confirm,
    ];
    let with_amount = decide.outcome == Some(Outcome::PartialRefund);
    let pages = all.into_iter().filter(|step| *step != DecisionPage::Amount || with_amount);
    let mut pen = canvas.pen(row, 0);
    pen.print("──", ctx.style(Role::Border));
    for (at, step) in pages.enumerate() {
        let key = match step {
            DecisionPage::Outcome => "step-outcome",
            DecisionPage::Amount => "step-amount",
            DecisionPage::Reasons => "step-reasons",
            DecisionPage::Cites => "step-cites",
            DecisionPage::Confirm => "step-confirm",
        };
        let (mark, role) = match step.cmp(&decide.step) {
            std::cmp::Ordering::Less => ("✓", Role::Good),
            std::cmp::Ordering::Equal => ("▌", Role::Active),
            std::cmp::Ordering::Greater => (" ", Role::Muted),
        };
        pen.print(mark, ctx.style(role)).print(&format!("{} {} ", at + 1, ctx.texts.get(key)), ctx.style(role));
    }
    pen.rule("─", ctx.style(Role::Border));
}

/// Draws what both parties agreed to, and whether it is what is being decided; returns what remains. Nothing of a
/// stranger's stands on this line.
fn agreement(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    decide: &DecisionEditor,
    file: &CaseFile,
) -> Rect {
    let Some(proposal) = decision::agreed_proposal(file).filter(|_| decide.step < DecisionPage::Confirm) else {
        return area;
    };
    let same = decision::carries_out(file, decide, proposal);
    let key = match (same, proposal.kind) {
        (true, ProposalKind::PartialRefund) => "decide-agreed-refund",
        (true, ProposalKind::Relaunch) => "decide-agreed-relaunch",
        (false, ProposalKind::PartialRefund) => "decide-not-agreed-refund",
        (false, ProposalKind::Relaunch) => "decide-not-agreed-relaunch",
    };
    let amount = proposal.refund.map(|refund| ctx.money(refund)).unwrap_or_default();
    let vars = [("proposal", proposal.id.to_string().into()), ("amount", amount.into())];
    let (row, rest) = cut_top(area, 1);
    let (mark, role) = if same { ("✓", Role::Good) } else { ("!", Role::Soon) };
    canvas.pen(row, 0).skip(2).print(mark, ctx.style(role)).skip(1).print(&ctx.texts.with(key, vars), ctx.style(role));
    rest
}

/// Returns the columns of the page that the figures stand beside: they have what they need.
fn page_columns(ctx: &DrawContext<'_>, area: Rect, deciding: &Deciding<'_>) -> u16 {
    let figures = figures::columns(ctx, &deciding.file.case.order, deciding.outlook(ctx).ok().as_ref());
    // A line and its air stand between.
    let figures = u16::try_from(figures + 5).unwrap_or(u16::MAX);
    (area.width * 11 / 20).min(area.width.saturating_sub(figures)).max(area.width / 2)
}

/// Draws the figures of a decision, beside its page where there is room, else above them.
pub(crate) fn with_figures(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    deciding: &Deciding<'_>,
    page_rows: u16,
) -> Rect {
    if area.width >= BESIDE {
        let (page, beside) = cut_left(area, page_columns(ctx, area, deciding));
        let (line, beside) = cut_left(beside, 1);
        for row in 0..line.height {
            canvas.pen(line, row).print("│", ctx.style(Role::Border));
        }
        let beside = inset(cut_top(beside, 1).1, 2);
        let used = figures::draw(ctx, canvas, beside, deciding);
        let below = cut_top(beside, used.saturating_add(1)).1;
        let below = match deciding.decide.step {
            DecisionPage::Outcome => checklist_above(ctx, canvas, below, deciding),
            _ => below,
        };
        precedents_below(ctx, canvas, cut_top(below, 1).1, deciding);
        page
    } else {
        let (page, below) = cut_top(area, page_rows.min(area.height));
        figures::draw(ctx, canvas, inset(below, 2), deciding);
        page
    }
}

/// What the process wants before a decision; returns what remains below.
fn checklist_above(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) -> Rect {
    let mut document = Document::new(usize::from(area.width));
    if usize::from(area.height) >= checklist::rows(ctx, deciding.file) {
        checklist::lay_out(ctx, &mut document, deciding.file);
    } else {
        document = checklist::brief(ctx, deciding.file, usize::from(area.width));
    }
    document.draw(ctx, canvas, area, 0);
    cut_top(area, u16::try_from(document.height()).unwrap_or(u16::MAX)).1
}

/// How disputes like this one ended, below the figures: to judge alike.
fn precedents_below(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    if area.height < 4 {
        return;
    }
    let mut document = Document::new(usize::from(area.width));
    document.heading(&ctx.texts.get("panel-precedents"));
    let context = ctx.model.layer.as_ref().map_or(KeyContext::List, Layer::context);
    precedents::summary::lay_out(ctx, &mut document, deciding.decide.editor.dispute, context);
    document.draw(ctx, canvas, area, 0);
}

/// How much the client gets back.
fn amount(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let page = inset(with_figures(ctx, canvas, area, deciding, 7), 2);
    let texts = ctx.texts;
    let label = texts.get("propose-amount");
    canvas.pen(page, 1).print(&label, ctx.style(Role::Strong));
    let row = Rect { y: page.y.saturating_add(2), height: u16::from(page.height > 2), ..page };
    let (field, note) = cut_left(row, 18);
    compose::field_ground(ctx, canvas, field);
    editor::line(ctx, canvas, field, &deciding.decide.amount);
    let price = ctx.money(deciding.file.case.order.price);
    canvas.pen(note, 0).skip(1).print(&texts.with("propose-of", [("price", price.into())]), ctx.style(Role::Muted));
    // Where the amount is none, that is said while it is typed.
    let wrong = decision::typing_trouble(deciding.file, deciding.decide);
    if let Some(wrong) = wrong.filter(|_| deciding.decide.editor.trouble.is_none()) {
        let mut document = Document::new(usize::from(page.width));
        document.paragraph(&notice::trouble(ctx, &wrong), Role::Danger);
        document.draw(ctx, canvas, cut_top(page, 4).1, 0);
        return;
    }
    let mut document = Document::new(usize::from(page.width));
    document.paragraph(&texts.get("amount-hint"), Role::Hint);
    document.paragraph(&compose::rounding(ctx, deciding.file.case.order.price), Role::Hint);
    document.draw(ctx, canvas, cut_top(page, 4).1, 0);
}

fn reasons(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let rows = area.height.saturating_sub(figures::ROWS).max(area.height / 2);
    let page = inset(with_figures(ctx, canvas, area, deciding, rows), 2);
    let (head, body) = cut_top(page, 2);
    canvas.pen(head, 1).print(&ctx.texts.get("reasons-label"), ctx.style(Role::Strong));
    let body = unusual(ctx, canvas, body, deciding);
    let look = editor::EditorStyle { hint: "reasons-hint", bar: Role::Mediator, indent: 0, focused: true };
    editor::draw(ctx, canvas, body, &deciding.decide.editor, &look);
}

/// Says how few similar cases ended as this one is to, and asks why; returns what remains below. Where it is not unusual, or too
/// few are known, nothing.
fn unusual(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) -> Rect {
    let related = ctx.model.related_cases(deciding.decide.editor.dispute);
    let part = related.zip(deciding.decide.outcome).and_then(|(related, outcome)| related.alike.unusual(outcome));
    let Some(part) = part else { return area };
    let percent = |end: f64| format!("{:.0}", end * 100.0);
    let vars = [
        ("of", part.of.into()),
        ("total", part.total.into()),
        ("low", percent(part.low).into()),
        ("high", percent(part.high).into()),
    ];
    let mut document = Document::new(usize::from(area.width));
    document.paragraph(&ctx.texts.with("reasons-unusual", vars), Role::Soon);
    document.draw(ctx, canvas, area, 0);
    cut_top(area, u16::try_from(document.height()).unwrap_or(u16::MAX)).1
}

/// The two answers to a question, the chosen one marked by more than its colour.
pub(crate) fn answers(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, choice: Choice, no: &str, yes: &str) {
    let button = |answer, key, role| AnswerButton {
        label: ctx.texts.get(key).into_owned(),
        role,
        chosen: answer == choice,
        target: Some(HitTarget::Answer(answer)),
    };
    let buttons = vec![button(Choice::No, no, Role::Strong), button(Choice::Yes, yes, Role::Danger)];
    Answers { question: String::new(), buttons }.draw(ctx, canvas, row);
}

/// Returns the columns of the widest of some texts.
pub(crate) fn widest(ctx: &DrawContext<'_>, keys: &[&str]) -> usize {
    keys.iter().map(|key| width(&ctx.texts.get(key))).max().unwrap_or(0)
}
