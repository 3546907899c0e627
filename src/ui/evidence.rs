//! A piece of evidence opened to be looked at: its facts, then the text in it, the picture, or why there is neither.

use fluent_bundle::FluentValue;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size as Cells};
use ratatui::widgets::Widget as _;
use ratatui_image::Image;

use super::case::scrollbar;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_top, inset};
use super::pen::clear;
use super::status::{self, speaker_name, speaker_role};
use super::text::{safe, truncate, width};
use super::theme::{Depth, Role};
use super::{BlockPicture, Cached, Drawing, empty, footer, lost, notice};
use crate::app::availability;
use crate::app::command::{Command, KeyContext};
use crate::app::model::{CaseFile, Content, OpenEvidence, PictureError, Size, Stamp};
use crate::domain::case::evidence_file::{ContentKind, StoredContent};
use crate::domain::case::records::Attachment;
use crate::domain::ids::AttachmentId;

/// What an opened piece was laid out for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EvidenceKey {
    file: AttachmentId,
    stamp: Option<Stamp>,
    columns: u16,
    /// Which of its contents, whether a picture was measured, and how many times it is enlarged.
    content: (u8, bool, u16),
}

/// Draws an opened piece over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, open: &OpenEvidence) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let case = ctx.model.cases.get(open.dispute);
    let found = case.and_then(|case| {
        let all = availability::files(case);
        let at = all.iter().position(|file| file.id == open.file)?;
        Some((case, *all.get(at)?, (at + 1, all.len())))
    });
    let Some((case, file, place)) = found else {
        empty::draw(ctx, canvas, area, lost::case_missing(ctx), "");
        return;
    };
    let page = inset(area, 2);
    let key = EvidenceKey {
        file: open.file,
        stamp: ctx.model.cases.stamp(open.dispute),
        columns: page.width,
        content: kind(&open.content),
    };
    if ctx.cache.borrow().evidence.as_ref().is_none_or(|cached| cached.key != key) {
        let mut document = Document::new(usize::from(page.width));
        facts(ctx, &mut document, case, file, place);
        content(ctx, &mut document, file, &open.content);
        ctx.cache.borrow_mut().evidence = Some(Cached { key, value: document });
    }
    let cache = ctx.cache.borrow();
    let Some(document) = cache.evidence.as_ref().map(|cached| &cached.value) else { return };
    let is_drawn = is_drawn(ctx, &open.content);
    // A picture has what its facts leave, and half of the page at least.
    let head = u16::try_from(document.height()).unwrap_or(u16::MAX).min(page.height / 2);
    let (text, rest) = cut_top(page, if is_drawn { head } else { page.height });
    let extent = document.draw(ctx, canvas, text, open.scroll);
    scrollbar(ctx, canvas, text, extent);
    canvas.measured.layer = extent;
    if is_drawn {
        picture(ctx, canvas, cache.picture.as_ref(), cut_top(rest, 1).1, open);
    }
}

/// Returns whether there is a picture to draw, on a terminal that has colours.
fn is_drawn(ctx: &DrawContext<'_>, content: &Content) -> bool {
    matches!(content, Content::Picture { drawn: None | Some(Ok(_)), .. }) && ctx.theme.depth() > Depth::Ansi16
}

fn picture(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    ready: Option<&super::Picture>,
    room: Rect,
    open: &OpenEvidence,
) {
    canvas.measured.picture = Some(Size { cols: room.width, rows: room.height }).filter(|_| !room.is_empty());
    if canvas.targets.is_some() {
        // Some terminals are told a picture's bytes with its first drawing: it must be one that they see.
        return;
    }
    match ready.filter(|picture| picture.file == open.file) {
        Some(picture) => {
            let Cells { width, height } = picture.drawing.size();
            // Made for the room before a change of size: the next one is on its way.
            if width <= room.width && height <= room.height {
                let place = Rect { x: room.x + (room.width - width) / 2, width, height, ..room };
                match &picture.drawing {
                    Drawing::Protocol(protocol) => Image::new(protocol).render(place, canvas.buffer),
                    Drawing::Blocks(blocks) => draw_blocks(blocks, place, canvas.buffer),
                }
            }
        }
        None => {
            canvas.pen(room, 0).print(&ctx.texts.get("file-reading"), ctx.style(Role::Muted));
        }
    }
}

fn draw_blocks(blocks: &BlockPicture, place: Rect, buffer: &mut Buffer) {
    for (position, (sign, fore, back)) in place.positions().zip(&blocks.cells) {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.set_char(*sign).set_fg(*fore).set_bg(*back);
        }
    }
}

/// Returns which content it is, whether a picture was measured, and how many times it is enlarged.
fn kind(content: &Content) -> (u8, bool, u16) {
    let (kind, measured) = match content {
        Content::AtHand => (0, false),
        Content::Reading(_) => (1, false),
        Content::Text { .. } => (2, false),
        Content::Picture { drawn, .. } => (3 + u8::from(matches!(drawn, Some(Err(_)))), drawn.is_some()),
        Content::Missing => (5, false),
        Content::Changed => (6, false),
        Content::Unread(_) => (7, false),
    };
    let times = if let Content::Picture { view, .. } = content { view.times() } else { 1 };
    (kind, measured, times)
}

/// What is known about it, whatever it holds.
fn facts(ctx: &DrawContext<'_>, document: &mut Document, case: &CaseFile, file: &Attachment, (at, of): (usize, usize)) {
    let texts = ctx.texts;
    document.blank();
    let mut head = document.row();
    head.right(&texts.with("file-place", [("at", at.into()), ("of", of.into())]), Role::Muted);
    head.print("◈ ", Role::Muted).print(&file.id.to_string(), Role::Muted).skip(2);
    head.print(&safe(&file.name), if file.inadmissible.is_some() { Role::Struck } else { Role::Strong });
    drop(head);
    if let Some(reason) = &file.inadmissible {
        let vars = [("reason", safe(reason).into_owned().into())];
        document.paragraph(&texts.with("file-inadmissible", vars), Role::Danger);
    }
    let mut parts = vec![safe(&file.media_type).into_owned()];
    parts.extend(file.bytes().map(|bytes| status::size(ctx, bytes)));
    parts.push(texts.word("origin", file.origin.as_str()).into_owned());
    document.paragraph(&parts.join(status::BETWEEN), Role::Muted);
    match case.thread.iter().find(|row| Some(row.message.id) == file.message) {
        Some(row) => {
            let message = &row.message;
            let name = speaker_name(ctx, &case.case, message.from, &message.author);
            let when = format!("{}, {}", ctx.clock().day(message.at), ctx.clock().hour(message.at));
            let place = format!("{}{}{when}", message.id, status::BETWEEN);
            let mut row = document.row();
            let name = truncate(&name, row.left().saturating_sub(width(&place) + 1)).into_owned();
            row.print(&name, speaker_role(message.from)).skip(1).print(&place, Role::Muted);
        }
        None => document.paragraph(&texts.get("file-of-order"), Role::Muted),
    }
    if let Some(kept) = file.blob() {
        document.paragraph(&format!("sha256 {}", kept.sha256), Role::Muted);
        if let Some(folder) = &ctx.model.file_folder {
            document
                .paragraph(&texts.with("file-kept-in", [("folder", safe(folder).into_owned().into())]), Role::Muted);
        }
    }
}

/// What it holds, or why that is not shown.
fn content(ctx: &DrawContext<'_>, document: &mut Document, file: &Attachment, content: &Content) {
    let texts = ctx.texts;
    let mut told = |key: &str, role: Role| {
        document.gap();
        document.paragraph(&texts.get(key), role);
    };
    match content {
        Content::AtHand => match (&file.text, &file.stored_content) {
            (Some(text), _) => {
                document.gap();
                document.quote(text, Role::Text, Role::Border);
            }
            (None, Some(StoredContent::NotStored(why))) => {
                let why = texts.word("not-kept", why.as_str()).into_owned();
                document.gap();
                document.paragraph(&texts.with("file-not-kept", [("why", why.into())]), Role::Soon);
            }
            (None, Some(StoredContent::Stored(_))) => told("file-no-viewer", Role::Muted),
            (None, None) => told("file-name-only", Role::Muted),
        },
        Content::Reading(_) => told("file-reading", Role::Muted),
        Content::Text { text, left_out } => {
            document.gap();
            document.quote(text, Role::Text, Role::Border);
            if *left_out > 0 {
                let size = status::size(ctx, *left_out);
                document.paragraph(&texts.with("file-left-out", [("size", size.into())]), Role::Soon);
            }
        }
        Content::Picture { drawn: Some(Err(fault)), .. } => {
            document.gap();
            document.paragraph(&fault_text(ctx, fault), Role::Danger);
        }
        Content::Picture { .. } if ctx.theme.depth() <= Depth::Ansi16 => {
            document.gap();
            document.paragraph(&texts.with("picture-no-colours", ways_out(ctx)), Role::Soon);
        }
        Content::Picture { drawn: Some(Ok((width, height))), view, .. } => {
            let times = view.times().to_string().into();
            let vars = [("width", width.to_string().into()), ("height", height.to_string().into()), ("times", times)];
            let key = if view.is_enlarged() { "picture-size-enlarged" } else { "picture-size" };
            document.paragraph(&texts.with(key, vars), Role::Muted);
        }
        Content::Picture { drawn: None, .. } => {}
        Content::Missing => told("file-missing", Role::Danger),
        Content::Changed => told("file-changed", Role::Danger),
        Content::Unread(error) => {
            document.gap();
            document.paragraph(&notice::store(ctx, error), Role::Danger);
        }
    }
    if file.content_kind() == ContentKind::Other && matches!(content, Content::AtHand) && file.blob().is_some() {
        document.paragraph(&texts.with("file-how-to-open", ways_out(ctx)), Role::Muted);
    }
}

/// The keys by which a file that isn't shown is looked at elsewhere.
fn ways_out(ctx: &DrawContext<'_>) -> [(&'static str, FluentValue<'static>); 2] {
    let key = |command| footer::key(ctx, KeyContext::Evidence, command).unwrap_or_default().into();
    [("save", key(Command::SaveFile)), ("open", key(Command::OpenFile))]
}

fn fault_text(ctx: &DrawContext<'_>, fault: &PictureError) -> String {
    match fault {
        PictureError::TooLarge(width, height) => {
            let vars = [("width", width.to_string().into()), ("height", height.to_string().into())];
            ctx.texts.with("picture-too-large", vars)
        }
        PictureError::TooHeavy => ctx.texts.get("picture-too-heavy").into_owned(),
        PictureError::Broken(why) => ctx.texts.with("picture-broken", [("why", safe(why).into_owned().into())]),
    }
}
