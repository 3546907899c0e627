//! A message opened to be read whole, with its files.

use ratatui::layout::Rect;

use super::Cached;
use super::case::scrollbar;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, inset};
use super::empty;
use super::lost;
use super::pen::clear;
use super::remarks;
use super::status::{speaker, speaker_role};
use super::text::{safe, truncate, width};
use super::theme::Role;
use crate::app::model::OpenMessage;
use crate::app::model::Stamp;
use crate::app::model::{CaseFile, ThreadRow};
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::ids::MessageId;

/// How much of a text that came with a message is shown in it.
const START_ROWS: usize = 12;
const START_BYTES: usize = 4096;

/// What an opened message was laid out for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MessageKey {
    message: MessageId,
    stamp: Option<Stamp>,
    columns: u16,
}

/// Draws an opened message over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, open: &OpenMessage) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let file = ctx.model.cases.get(open.dispute);
    let found = file.and_then(|file| Some((file, file.thread.iter().find(|row| row.message.id == open.message)?)));
    let Some((file, row)) = found else {
        empty::draw(ctx, canvas, area, lost::case_missing(ctx), "");
        return;
    };
    let page = inset(area, 2);
    let key = MessageKey { message: open.message, stamp: ctx.model.cases.stamp(open.dispute), columns: page.width };
    let mut cache = ctx.cache.borrow_mut();
    if cache.message.as_ref().is_none_or(|cached| cached.key != key) {
        let mut document = Document::new(usize::from(page.width));
        document.blank();
        lay_out(ctx, &mut document, file, row);
        cache.message = Some(Cached { key, value: document });
    }
    let Some(cached) = &cache.message else { return };
    let extent = cached.value.draw(ctx, canvas, page, open.scroll);
    scrollbar(ctx, canvas, page, extent);
    canvas.measured.layer = extent;
}

/// Lays out a message, whole, with its files and what is to be noticed in it.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, row: &ThreadRow) {
    let (texts, clock, message) = (ctx.texts, ctx.clock(), &row.message);
    let role = speaker_role(message.from);
    let (name, part) = speaker(ctx, &file.case, message);
    let mut head = document.row();
    head.right(&message.id.to_string(), Role::Muted);
    let name = truncate(&name, head.left().saturating_sub(width(&part) + 1)).into_owned();
    head.print(&name, role).skip(1).print(&part, Role::Muted);
    drop(head);
    document.paragraph(&format!("{}, {}", clock.day(message.at), clock.hour(message.at)), Role::Muted);
    let readers: Vec<_> = row.read_by.iter().map(|reader| texts.word("speaker", reader.as_str())).collect();
    if !readers.is_empty() {
        document.paragraph(&texts.with("message-read-by", [("readers", readers.join(", ").into())]), Role::Muted);
    }
    document.blank();
    if remarks::is_watched(message.from) {
        document.quote_with_remarks(ctx, &message.body, Role::Text, role);
    } else {
        document.quote(&message.body, Role::Text, role);
    }
    for concern in ctx.remarks.concerns(&ctx.model.lexicon, row) {
        document.gap();
        document.paragraph(&remarks::word(ctx, concern), Role::Soon);
        document.paragraph(&texts.word("concern-about", concern.as_str()), Role::Muted);
    }
    for file in &row.attachments {
        document.heading(&texts.with("message-file", [("id", file.id.to_string().into())]));
        let name = if file.inadmissible.is_some() { Role::Struck } else { Role::Strong };
        document.paragraph(&file.name, name);
        let kind = format!("{} · {}", texts.word("origin", file.origin.as_str()), safe(&file.media_type));
        document.paragraph(&kind, Role::Muted);
        if let Some(reason) = &file.inadmissible {
            let vars = [("reason", safe(reason).into_owned().into())];
            document.paragraph(&texts.with("file-inadmissible", vars), Role::Danger);
        }
        if let Some(StoredContent::NotStored(why)) = &file.stored_content {
            let why = texts.word("not-kept", why.as_str()).into_owned();
            document.paragraph(&texts.with("file-not-kept", [("why", why.into())]), Role::Soon);
        }
        if let Some(text) = &file.text {
            // The whole of it is a key away; here it must not push away what stands below.
            let end = (0..=START_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            document.quote_start(&text[..end], end < text.len(), START_ROWS, Role::Text, Role::Border);
        }
    }
}
