//! Help for what is on screen, made from the command table and the keys in force.

use ratatui::layout::Rect;

use super::case::scrollbar;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_top, inset};
use super::footer;
use super::pen::clear;
use super::text::{safe, width};
use super::theme::Role;
use crate::app::command::{Command, KeyContext};
use crate::app::help::{HelpEntry, entries};
use crate::app::model::Help;
use crate::domain::queue::filter_completion;
use crate::domain::queue::filter_words::{field_word, value_words};
use crate::domain::vocabulary::FilterField;

/// A line of help is never wider: longer ones are hard to read.
const MAX_COLUMNS: u16 = 110;

/// Draws help over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, help: &Help) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let (head, body) = cut_top(area, 2);
    canvas.pen(head, 0).skip(2).print(&ctx.texts.get("help-title"), ctx.style(Role::Strong));
    let body = inset(body, 2);
    let body = Rect { width: body.width.min(MAX_COLUMNS), ..body };
    let mut document = Document::new(usize::from(body.width));
    for context in &help.contexts {
        section(ctx, &mut document, *context);
    }
    if help.contexts.iter().any(|context| matches!(context, KeyContext::Queue | KeyContext::Finder)) {
        filter(ctx, &mut document);
    }
    identity(ctx, &mut document);
    document.heading(&ctx.texts.get("help-mouse"));
    document.paragraph(&ctx.texts.get("help-mouse-about"), Role::Muted);
    let extent = document.draw(ctx, canvas, body, help.scroll);
    scrollbar(ctx, canvas, body, extent);
    canvas.measured.layer = extent;
}

fn section(ctx: &DrawContext<'_>, document: &mut Document, context: KeyContext) {
    let texts = ctx.texts;
    let keys = |entry: &HelpEntry| entry.keys.iter().map(footer::pretty).collect::<Vec<_>>().join("  ");
    let lines: Vec<(String, Command)> =
        entries(ctx.model, context).iter().map(|entry| (keys(entry), entry.command)).collect();
    let columns = 2 + lines.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0);
    document.heading(&texts.get(context_key(context)));
    for (keys, command) in lines {
        let label = texts.label(command.spec());
        let about = texts.about(command.spec());
        let start = columns + label_columns(ctx);
        document.entry((&keys, Role::Key), (columns, &label, Role::Strong), (start, &about, Role::Muted));
    }
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
