//! A piece of evidence opened to be looked at: its facts, then the text in it, the picture, or why there is neither.

use ratatui::layout::{Rect, Size as Cells};
use ratatui::widgets::Widget as _;
use ratatui_image::Image;

use super::case::scrollbar;
use super::pen::clear;
use super::scene::{Canvas, Scene, cut_top, inset};
use super::sheet::Sheet;
use super::status::{self, speaker_name, speaker_role};
use super::text::safe;
use super::theme::{Depth, Role};
use super::{Cached, empty, notice};
use crate::app::available;
use crate::app::model::{CaseFile, Content, OpenFile, PictureFault, Size, Stamp};
use crate::domain::case::evidence_file::{ContentKind, StoredContent};
use crate::domain::case::records::Attachment;
use crate::domain::ids::AttachmentId;

/// What an opened piece was laid out for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    file: AttachmentId,
    stamp: Option<Stamp>,
    columns: u16,
    /// Which of its contents, and whether a picture was measured.
    content: (u8, bool),
}

/// Draws an opened piece over an area.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, open: &OpenFile) {
    clear(canvas.buffer, area, scene.theme.ground());
    let case = scene.model.cases.get(open.dispute);
    let found = case.and_then(|case| {
        let all = available::files(case);
        let at = all.iter().position(|file| file.id == open.file)?;
        Some((case, *all.get(at)?, (at + 1, all.len())))
    });
    let Some((case, file, place)) = found else {
        empty::draw(scene, canvas, area, "case-loading", "");
        return;
    };
    let page = inset(area, 2);
    let key = Key {
        file: open.file,
        stamp: scene.model.cases.stamp(open.dispute),
        columns: page.width,
        content: kind(&open.content),
    };
    if scene.cache.borrow().evidence.as_ref().is_none_or(|cached| cached.key != key) {
        let mut sheet = Sheet::new(usize::from(page.width));
        facts(scene, &mut sheet, case, file, place);
        content(scene, &mut sheet, file, &open.content);
        scene.cache.borrow_mut().evidence = Some(Cached { key, value: sheet });
    }
    let cache = scene.cache.borrow();
    let Some(sheet) = cache.evidence.as_ref().map(|cached| &cached.value) else { return };
    let is_drawn = is_drawn(scene, &open.content);
    // A picture has what its facts leave, and half of the page at least.
    let head = u16::try_from(sheet.height()).unwrap_or(u16::MAX).min(page.height / 2);
    let (text, rest) = cut_top(page, if is_drawn { head } else { page.height });
    let extent = sheet.draw(scene, canvas, text, open.scroll);
    scrollbar(scene, canvas, text, extent);
    canvas.measured.layer = extent;
    if is_drawn {
        picture(scene, canvas, cache.picture.as_ref(), cut_top(rest, 1).1, open);
    }
}

/// Whether there is a picture to draw, on a terminal that has colours.
fn is_drawn(scene: &Scene<'_>, content: &Content) -> bool {
    matches!(content, Content::Picture { drawn: None | Some(Ok(_)), .. }) && scene.theme.depth() > Depth::Ansi16
}

fn picture(scene: &Scene<'_>, canvas: &mut Canvas<'_>, ready: Option<&super::Picture>, room: Rect, open: &OpenFile) {
    canvas.measured.picture = Some(Size { cols: room.width, rows: room.height }).filter(|_| !room.is_empty());
    if canvas.spots.is_some() {
        // Some terminals are told a picture's bytes with its first drawing: it must be one that they see.
        return;
    }
    match ready.filter(|picture| picture.file == open.file) {
        Some(picture) => {
            let Cells { width, height } = picture.protocol.size();
            // Made for the room before a change of size: the next one is on its way.
            if width <= room.width && height <= room.height {
                let place = Rect { x: room.x + (room.width - width) / 2, width, height, ..room };
                Image::new(&picture.protocol).render(place, canvas.buffer);
            }
        }
        None => {
            canvas.pen(room, 0).put(&scene.texts.get("file-reading"), scene.style(Role::Muted));
        }
    }
}

fn kind(content: &Content) -> (u8, bool) {
    match content {
        Content::AtHand => (0, false),
        Content::Reading(_) => (1, false),
        Content::Text { .. } => (2, false),
        Content::Picture { drawn, .. } => (3 + u8::from(matches!(drawn, Some(Err(_)))), drawn.is_some()),
        Content::Missing => (5, false),
        Content::Changed => (6, false),
        Content::Unread(_) => (7, false),
    }
}

/// What is known about it, whatever it holds.
fn facts(scene: &Scene<'_>, sheet: &mut Sheet, case: &CaseFile, file: &Attachment, (at, of): (usize, usize)) {
    let texts = scene.texts;
    sheet.blank();
    let mut head = sheet.row();
    head.right(&texts.with("file-place", [("at", at.into()), ("of", of.into())]), Role::Muted);
    head.put("◈ ", Role::Muted).put(&file.id.to_string(), Role::Accent).skip(2);
    head.put(&safe(&file.name), if file.inadmissible.is_some() { Role::Struck } else { Role::Strong });
    drop(head);
    if let Some(reason) = &file.inadmissible {
        let vars = [("reason", safe(reason).into_owned().into())];
        sheet.say(&texts.with("file-inadmissible", vars), Role::Danger);
    }
    let mut parts = vec![safe(&file.media_type).into_owned()];
    parts.extend(file.bytes().map(|bytes| status::size(scene, bytes)));
    parts.push(texts.word("origin", file.origin.as_str()).into_owned());
    sheet.say(&parts.join(status::BETWEEN), Role::Muted);
    match case.thread.iter().find(|row| Some(row.message.id) == file.message) {
        Some(row) => {
            let message = &row.message;
            let name = speaker_name(scene, &case.case, message.from, &message.author);
            let mut row = sheet.row();
            row.put(&name, speaker_role(message.from)).skip(1);
            let when = format!("{}, {}", scene.clock().day(message.at), scene.clock().hour(message.at));
            row.put(&format!("{}{}{when}", message.id, status::BETWEEN), Role::Muted);
        }
        None => sheet.say(&texts.get("file-of-order"), Role::Muted),
    }
    if let Some(kept) = file.blob() {
        sheet.say(&format!("sha256 {}", kept.sha256), Role::Muted);
    }
}

/// What it holds, or why that is not shown.
fn content(scene: &Scene<'_>, sheet: &mut Sheet, file: &Attachment, content: &Content) {
    let texts = scene.texts;
    let mut told = |key: &str, role: Role| {
        sheet.gap();
        sheet.say(&texts.get(key), role);
    };
    match content {
        Content::AtHand => match (&file.text, &file.stored_content) {
            (Some(text), _) => {
                sheet.gap();
                sheet.quote(text, Role::Text, Role::Border);
            }
            (None, Some(StoredContent::NotStored(why))) => {
                let why = texts.word("not-kept", why.as_str()).into_owned();
                sheet.gap();
                sheet.say(&texts.with("file-not-kept", [("why", why.into())]), Role::Soon);
            }
            (None, Some(StoredContent::Stored(_))) => told("file-no-viewer", Role::Muted),
            (None, None) => told("file-name-only", Role::Muted),
        },
        Content::Reading(_) => told("file-reading", Role::Muted),
        Content::Text { text, left_out } => {
            sheet.gap();
            sheet.quote(text, Role::Text, Role::Border);
            if *left_out > 0 {
                let size = status::size(scene, *left_out);
                sheet.say(&texts.with("file-left-out", [("size", size.into())]), Role::Soon);
            }
        }
        Content::Picture { drawn: Some(Err(fault)), .. } => {
            sheet.gap();
            sheet.say(&fault_text(scene, fault), Role::Danger);
        }
        Content::Picture { .. } if scene.theme.depth() <= Depth::Ansi16 => told("picture-no-colours", Role::Muted),
        Content::Picture { drawn: Some(Ok((width, height))), .. } => {
            let vars = [("width", width.to_string().into()), ("height", height.to_string().into())];
            sheet.say(&texts.with("picture-size", vars), Role::Muted);
        }
        Content::Picture { drawn: None, .. } => {}
        Content::Missing => told("file-missing", Role::Danger),
        Content::Changed => told("file-changed", Role::Danger),
        Content::Unread(error) => {
            sheet.gap();
            sheet.say(&notice::store(scene, error), Role::Danger);
        }
    }
    if file.content_kind() == ContentKind::Other && matches!(content, Content::AtHand) && file.blob().is_some() {
        sheet.say(&texts.get("file-how-to-open"), Role::Muted);
    }
}

fn fault_text(scene: &Scene<'_>, fault: &PictureFault) -> String {
    match fault {
        PictureFault::TooLarge(width, height) => {
            let vars = [("width", width.to_string().into()), ("height", height.to_string().into())];
            scene.texts.with("picture-too-large", vars)
        }
        PictureFault::TooHeavy => scene.texts.get("picture-too-heavy").into_owned(),
        PictureFault::Broken(why) => scene.texts.with("picture-broken", [("why", safe(why).into_owned().into())]),
    }
}
