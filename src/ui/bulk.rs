//! One action on every marked case: the question before, how far it is, and the list of what became of each.

use ratatui::layout::Rect;

use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_top, inset};
use super::pen::{clear, wash};
use super::text::{Wrapped, safe};
use super::theme::Role;
use super::{Ui, case, decide, dialog, footer, list, notice};
use crate::app::Model;
use crate::app::command::{Command, KeyContext};
use crate::app::model::{BulkAction, BulkFailure, BulkItem, BulkList, BulkQuestion, BulkReport, StoreError, Trouble};
use crate::app::mouse::HitTarget;
use crate::domain::ids::{DisputeId, Handle};

/// As many cases are named in a question; of more, how many more.
const NAMED: usize = 6;
/// Of as many that were refused it is said why when the desk has ended.
const TOLD_AFTER: usize = 20;

/// Returns the word of an action in the locales.
fn word(action: &BulkAction) -> &'static str {
    match action {
        BulkAction::Claim => "claim",
        BulkAction::Release => "release",
        BulkAction::Assign { .. } => "assign",
        BulkAction::Snooze(_) => "snooze",
        BulkAction::Wake => "wake",
        BulkAction::Remind => "remind",
    }
}

/// Returns the command that begins it.
fn command(action: &BulkAction) -> Command {
    match action {
        BulkAction::Claim => Command::Claim,
        BulkAction::Release => Command::Release,
        BulkAction::Assign { .. } => Command::Assign,
        BulkAction::Snooze(_) => Command::Snooze,
        BulkAction::Wake => Command::Wake,
        BulkAction::Remind => Command::Remind,
    }
}

/// Returns how many cases are marked and what is to be done to them, over a question.
pub(crate) fn title(ctx: &DrawContext<'_>, command: Command, count: usize) -> String {
    let what = ctx.texts.label(command.spec()).into_owned();
    ctx.texts.with("bulk-title", [("count", count.into()), ("what", what.into())])
}

/// Draws the question.
pub(crate) fn question(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, asked: &BulkQuestion) {
    let BulkQuestion { action, choice, .. } = asked;
    let cases = ctx.model.marks.ids();
    let columns = area.width.saturating_sub(8).clamp(24, 72);
    let mut document = Document::new(usize::from(columns).saturating_sub(4));
    let count = || ("count", cases.len().into());
    document.paragraph(&ctx.texts.with(&format!("bulk-ask-{}", word(action)), [count()]), Role::Strong);
    document.paragraph(&named(&cases), Role::Muted);
    document.blank();
    let forecast = ctx.model.bulk_forecast(action);
    if forecast.taken > 0 {
        let names = forecast.taken_from.iter().map(|by| safe(ctx.model.name_of(&by.0)).into_owned());
        let names = names.collect::<Vec<_>>().join(", ");
        let vars = [("count", forecast.taken.into()), ("names", names.into())];
        document.paragraph(&ctx.texts.with("bulk-taken-over", vars), Role::Soon);
    }
    if forecast.held > 0 {
        document.paragraph(&ctx.texts.with("bulk-held", [("count", forecast.held.into())]), Role::Soon);
    }
    document.paragraph(&ctx.texts.get("bulk-each"), Role::Text);
    if ctx.model.marks.is_growing() {
        document.paragraph(&ctx.texts.get("bulk-marking"), Role::Soon);
    }
    let rows = u16::try_from(document.height() + 5).unwrap_or(u16::MAX);
    let size = (columns, rows.min(area.height.saturating_sub(2)).max(5));
    let inside = cut_top(dialog::draw(ctx, canvas, area, size, &title(ctx, command(action), cases.len())), 1).1;
    let (row, above) = cut_bottom(inside, 1);
    document.draw(ctx, canvas, above, 0);
    decide::answers(ctx, canvas, row, *choice, "button-no", &format!("button-yes-{}", word(action)));
}

/// `D-1, D-2, D-3 … (+4)`.
fn named(cases: &[DisputeId]) -> String {
    let named: Vec<String> = cases.iter().take(NAMED).map(ToString::to_string).collect();
    match cases.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} … (+{more})", named.join(", ")),
    }
}

/// Returns how far it is, while it is being done.
pub(crate) fn progress(ctx: &DrawContext<'_>) -> Option<String> {
    let run = ctx.model.bulk.run.as_ref()?;
    let what = ctx.texts.label(command(&run.action).spec()).into_owned();
    let context = footer::context(ctx);
    let (key, name) = match run.leaves {
        true => ("bulk-progress-leaving", Command::Quit),
        false => ("bulk-progress", Command::Back),
    };
    let name = footer::key(ctx, context, name).or_else(|| footer::key(ctx, KeyContext::Queue, name));
    let vars = [
        ("what", what.into()),
        ("tried", run.tried().into()),
        ("total", run.total.into()),
        ("key", name.unwrap_or_default().into()),
    ];
    Some(ctx.texts.with(key, vars))
}

/// Returns what was done, in a line, and how it looks.
pub(crate) fn done(ctx: &DrawContext<'_>) -> (String, Role) {
    let Some(report) = &ctx.model.bulk.report else { return (String::new(), Role::Muted) };
    let key = footer::key(ctx, KeyContext::Queue, Command::BulkReport).unwrap_or_default();
    let to = receiver(ctx.model, report);
    let vars = |count: usize| [("count", count.into()), ("key", key.clone().into()), ("to", to.clone().into())];
    let text = describe(report, &|id, count| ctx.texts.with(id, vars(count)));
    (text, if report.is_complete() { Role::Good } else { Role::Soon })
}

/// Returns what was done, in sentences: `text` gives each its words.
pub(crate) fn describe(report: &BulkReport, text: &dyn Fn(&str, usize) -> String) -> String {
    let mut told = text(&format!("bulk-done-{}", word(&report.action)), report.done.len());
    let [refused, not_tried] = match report.marked {
        true => ["bulk-refused", "bulk-not-tried"],
        false => ["bulk-refused-shift", "bulk-not-tried-shift"],
    };
    for (key, cases) in [(refused, report.refused.len()), (not_tried, report.not_tried.len())] {
        if cases > 0 {
            told.push(' ');
            told.push_str(&text(key, cases));
        }
    }
    told
}

/// Returns the text that names no key, where none is to be pressed.
fn after(id: &str) -> &str {
    if id.starts_with("bulk-refused") { "bulk-refused-after" } else { id }
}

/// Returns the name of the colleague to whom cases were given, if they were.
fn receiver(model: &Model, report: &BulkReport) -> String {
    match &report.action {
        BulkAction::Assign { to, .. } => safe(model.name_of(&to.0)).into_owned(),
        _ => String::new(),
    }
}

/// Returns what is said when the desk has ended in the middle of it: how many were done, and why each of the others was not.
pub fn finished(model: &Model, ui: &Ui) -> Option<String> {
    let report = match (&model.bulk.run, &model.bulk.report) {
        // The last answer has not come.
        (Some(run), _) => run.report_so_far(),
        (None, report) => report.clone().filter(|report| report.cut_off)?,
    };
    let to = receiver(model, &report);
    let vars = |count: usize| [("count", count.into()), ("to", to.clone().into())];
    let mut told = describe(&report, &|id, count| ui.texts.with(after(id), vars(count)));
    let name_of = |handle: &Handle| model.name_of(&handle.0).to_owned();
    for (id, failure) in report.refused.iter().take(TOLD_AFTER) {
        let why = match failure {
            BulkFailure::Store(StoreError::Refused(refusal)) => ui.texts.refusal(refusal, &name_of),
            BulkFailure::Store(error) => error.to_string(),
            BulkFailure::Blanks(names) => names.join(", "),
        };
        told.push_str(&format!("\n    {id}: {}", safe(&why)));
    }
    Some(told)
}

/// Returns why it was not done to a case.
fn why(ctx: &DrawContext<'_>, failure: &BulkFailure) -> String {
    match failure {
        BulkFailure::Store(error) => notice::store(ctx, error),
        BulkFailure::Blanks(names) => notice::trouble(ctx, &Trouble::Blanks(names.clone())),
    }
}

/// Draws the list of what became of each case over an area.
pub(crate) fn report(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, open: BulkList) {
    let Some(report) = &ctx.model.bulk.report else { return };
    clear(canvas.buffer, area, ctx.theme.ground());
    let (head, body) = cut_top(area, 1);
    let mut pen = canvas.pen(head, 0);
    pen.print("──", ctx.style(Role::Border)).print("▌", ctx.style(Role::Active));
    let items = report.items();
    let what = ctx.texts.label(command(&report.action).spec()).into_owned();
    let title = ctx.texts.with("bulk-report-title", [("what", what.into()), ("count", items.len().into())]);
    pen.print(&format!("{title} "), ctx.style(Role::Active)).rule("─", ctx.style(Role::Border));
    let inner = inset(body, 2);
    let to = receiver(ctx.model, report);
    let vars = |count: usize| [("count", count.into()), ("to", to.clone().into())];
    let summary = describe(report, &|id, count| ctx.texts.with(after(id), vars(count)));
    let summary = Wrapped::new(&summary, usize::from(inner.width));
    let (told, inner) = cut_top(inner, u16::try_from(summary.height() + 1).unwrap_or(u16::MAX));
    for (line, text) in (0..told.height).zip(summary.rows()) {
        canvas.pen(told, line).print(text, ctx.style(Role::Text));
    }
    let (document, starts) = lay_out(ctx, (&items, report.marked), usize::from(inner.width));
    let at = starts.get(open.cursor).copied().unwrap_or(0);
    let end = starts.get(open.cursor + 1).copied().unwrap_or(document.height());
    let extent = list::window(at + (end - at) / 2, usize::from(inner.height), document.height());
    canvas.measured.layer = extent;
    document.draw(ctx, canvas, inner, extent.top);
    let in_sight = |line: usize| u16::try_from(line.checked_sub(extent.top)?).ok().filter(|line| *line < inner.height);
    for line in (at..end).filter_map(in_sight) {
        let row = Rect { y: inner.y + line, height: 1, ..inner };
        wash(canvas.buffer, row, ctx.theme.selected());
        canvas.pen(Rect { x: body.x, width: body.width, ..row }, 0).print(" ▌", ctx.style(Role::Accent));
    }
    for (item, start) in starts.iter().enumerate() {
        let end = starts.get(item + 1).copied().unwrap_or(document.height());
        (*start..end).filter_map(in_sight).for_each(|line| canvas.add_target_row(inner, line, HitTarget::Item(item)));
    }
    case::scrollbar(ctx, canvas, inner, extent);
}

/// Lays out the list; returns also the row at which each item starts.
fn lay_out(
    ctx: &DrawContext<'_>,
    (items, marked): (&[(DisputeId, BulkItem<'_>)], bool),
    columns: usize,
) -> (Document, Vec<usize>) {
    let mut document = Document::new(columns);
    let mut starts = Vec::with_capacity(items.len());
    for (id, item) in items {
        starts.push(document.height());
        let (text, role) = match item {
            BulkItem::Refused(failure) => (why(ctx, failure), Role::Text),
            BulkItem::NotTried if !marked => (ctx.texts.get("bulk-item-not-tried-shift").into_owned(), Role::Muted),
            BulkItem::NotTried => (ctx.texts.get("bulk-item-not-tried").into_owned(), Role::Muted),
            BulkItem::Done => (ctx.texts.get("bulk-item-done").into_owned(), Role::Good),
        };
        let id = id.to_string();
        let start = super::text::width(&id) + 2;
        document.entry((&id, Role::Strong), (start, "", Role::Strong), (start, &text, role));
    }
    (document, starts)
}

/// Returns how many cases are marked, and how many of them are not in the view on screen.
pub(crate) fn marked(ctx: &DrawContext<'_>) -> Option<String> {
    let count = ctx.model.marked_count()?;
    let mut told = ctx.texts.with("marked-count", [("count", count.marked.into())]);
    if count.outside > 0 {
        told.push_str(", ");
        told.push_str(&ctx.texts.with("marked-outside", [("count", count.outside.into())]));
    }
    if count.more {
        told.push('…');
    }
    Some(told)
}
