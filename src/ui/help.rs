//! Help for what is on screen, made from the command table and the keys in force.

use ratatui::layout::Rect;

use super::case::scrollbar;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_top, inset};
use super::footer;
use super::pen::clear;
use super::text::{safe, width};
use super::theme::Role;
use crate::app::command::{CommandGroup, KeyContext};
use crate::app::help::{HelpEntry, groups};
use crate::app::model::Help;
use crate::domain::queue::filter_completion;
use crate::domain::queue::filter_words::{field_word, value_words};
use crate::domain::vocabulary::FilterField;

/// A line of help is never wider: longer ones are hard to read.
const MAX_COLUMNS: usize = 110;
/// The width from which help stands in two columns.
const TWO_COLUMNS: u16 = 120;
/// Columns between them.
const BETWEEN: usize = 4;
/// The width from which the sentences of a column have a column of their own.
const ROOMY: usize = 90;

/// Draws help over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, help: &Help) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let (head, body) = cut_top(area, 2);
    let place = help.contexts.first().map(|context| ctx.texts.get(context_key(*context))).unwrap_or_default();
    let title = ctx.texts.with("help-title", [("place", place.into_owned().into())]);
    canvas.pen(head, 0).skip(2).print(&title, ctx.style(Role::Strong));
    let body = inset(body, 2);
    let document = lay_out(ctx, help, body.width >= TWO_COLUMNS - 4, usize::from(body.width));
    let extent = document.draw(ctx, canvas, body, help.scroll);
    scrollbar(ctx, canvas, body, extent);
    canvas.measured.layer = extent;
}

fn lay_out(ctx: &DrawContext<'_>, help: &Help, two: bool, columns: usize) -> Document {
    let column = if two { columns.saturating_sub(BETWEEN) / 2 } else { columns }.min(MAX_COLUMNS);
    let parts = parts(ctx, help, column);
    let join = |parts: Vec<Document>| {
        parts.into_iter().fold(Document::new(column), |mut all, part| {
            all.gap();
            all.append(part);
            all
        })
    };
    if !two {
        return join(parts);
    }
    // What is for one purpose stays together; a part goes to the column that has most of it.
    let all: usize = parts.iter().map(Document::height).sum();
    let mut used = 0;
    let is_first = |part: &&Document| {
        used += part.height();
        (used - part.height() / 2) * 2 <= all
    };
    let first = parts.iter().take_while(is_first).count();
    let mut left = parts;
    let right = left.split_off(first);
    let mut document = Document::new(columns);
    document.side_by_side(&join(left), &join(right), column + BETWEEN);
    document
}

/// Returns the parts of help: the commands by what they are for, the words of a filter, who one is, the mouse.
fn parts(ctx: &DrawContext<'_>, help: &Help, columns: usize) -> Vec<Document> {
    let groups: Vec<_> = help.contexts.iter().flat_map(|context| groups(ctx.model, *context)).collect();
    let entries = groups.iter().flat_map(|(_, entries)| entries);
    let at = 2 + entries.map(|entry| width(&keys(entry))).max().unwrap_or(0);
    let section = |(group, entries): &(CommandGroup, Vec<HelpEntry>)| section(ctx, *group, entries, (at, columns));
    let mut parts: Vec<Document> = groups.iter().map(section).collect();
    if help.contexts.iter().any(|context| matches!(context, KeyContext::Queue | KeyContext::Finder)) {
        parts.push(help_section(columns, |document| filter(ctx, document)));
    }
    if ctx.model.me.is_some() {
        parts.push(help_section(columns, |document| identity(ctx, document)));
    }
    parts.push(help_section(columns, |document| {
        document.heading(&ctx.texts.get("help-mouse"));
        document.paragraph(&ctx.texts.get("help-mouse-about"), Role::Muted);
    }));
    parts
}

fn keys(entry: &HelpEntry) -> String {
    entry.keys.iter().map(footer::pretty).collect::<Vec<_>>().join("  ")
}

fn help_section(columns: usize, write: impl FnOnce(&mut Document)) -> Document {
    let mut document = Document::new(columns);
    write(&mut document);
    document
}

/// The commands of one purpose: keys, name and what it does. What is not possible now is dimmed.
fn section(
    ctx: &DrawContext<'_>,
    group: CommandGroup,
    entries: &[HelpEntry],
    (at, columns): (usize, usize),
) -> Document {
    let texts = ctx.texts;
    help_section(columns, |document| {
        document.heading(&texts.word("help-group", group.as_str()));
        for entry in entries {
            let keys = keys(entry);
            let (label, about) = (texts.label(entry.command.spec()), texts.about(entry.command.spec()));
            let role = if entry.available.is_ok() { Role::Strong } else { Role::Muted };
            if columns >= ROOMY {
                let about_at = at + label_columns(ctx);
                document.entry((&keys, Role::Key), (at, &label, role), (about_at, &about, Role::Muted));
            } else {
                document.described((&keys, Role::Key), at, (&label, role), (&about, Role::Muted));
            }
        }
    })
}

/// Who acts here, and whether anyone could say they are.
fn identity(ctx: &DrawContext<'_>, document: &mut Document) {
    let Some(me) = &ctx.model.me else { return };
    let account = me.account.as_ref().map(|account| safe(&account.0).into_owned());
    let vars = [
        ("name", safe(&me.name).into_owned().into()),
        ("handle", safe(&me.handle.0).into_owned().into()),
        ("role", ctx.texts.word("help-role", me.role.as_str()).into_owned().into()),
        ("account", account.clone().unwrap_or_default().into()),
    ];
    document.heading(&ctx.texts.get("help-identity"));
    let key = if account.is_some() { "help-identity-bound" } else { "help-identity-unbound" };
    document.paragraph(&ctx.texts.with(key, vars), Role::Muted);
}

/// The words of a filter, in the desk's language.
fn filter(ctx: &DrawContext<'_>, document: &mut Document) {
    let (texts, lang) = (ctx.texts, ctx.model.lang);
    document.heading(&texts.get("help-filter"));
    let fields = FilterField::ALL.iter().map(|field| (*field, format!("{}:", field_word(*field, lang))));
    let columns = 2 + fields.clone().map(|(_, word)| width(&word)).max().unwrap_or(0);
    for (field, word) in fields {
        let examples = filter_completion::examples(field, lang);
        let words = if examples.is_empty() { value_words(field, lang) } else { examples };
        let about = texts.with(&format!("help-filter-{field}"), [("words", words.join(", ").into())]);
        document.entry((&word, Role::Key), (columns, "", Role::Strong), (columns, &about, Role::Muted));
    }
    document.paragraph(&texts.get("help-filter-about"), Role::Muted);
}

/// Returns the widest label of any command, so that all sections line up.
fn label_columns(ctx: &DrawContext<'_>) -> usize {
    let labels = crate::app::command::TABLE.iter().map(|spec| width(&ctx.texts.label(spec)));
    2 + labels.max().unwrap_or(0)
}

fn context_key(context: KeyContext) -> &'static str {
    match context {
        KeyContext::Queue => "help-queue",
        KeyContext::Case => "help-case",
        KeyContext::Writing => "help-writing",
        KeyContext::Field => "help-field",
        KeyContext::Finder => "help-finder",
        KeyContext::List => "help-list",
        KeyContext::Confirm => "help-confirm",
        KeyContext::Reading => "help-reading",
        KeyContext::Evidence => "help-evidence",
        KeyContext::Statistics => "help-charts",
        KeyContext::Notifications => "help-notifications",
    }
}
