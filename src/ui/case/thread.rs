//! The three-way discussion. The speaker is shown by name, by indent and gutter mark, and by colour. Bodies are wrapped once
//! and cached, so a frame costs only the visible rows, however long the discussion.

use std::collections::HashMap;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::scrollbar;
use crate::app::measure::{Extent, ThreadExtent};
use crate::app::model::Stamp;
use crate::app::model::{CaseFile, HitPlace, ThreadRow};
use crate::app::model::{CaseView, Panel, ScrollAnchor};
use crate::app::mouse::HitTarget;
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::case::records::Attachment;
use crate::domain::discussion::lexicon::{Remark, RemarkKind};
use crate::domain::ids::{DisputeId, MessageId};
use crate::domain::vocabulary::{AskState, Origin, Reader, Side, Speaker};
use crate::ui::draw_context::{Canvas, DrawContext};
use crate::ui::empty;
use crate::ui::found_words::FoundWords;
use crate::ui::pen::Pen;
use crate::ui::remarks;
use crate::ui::status::{BETWEEN, size, speaker, speaker_role};
use crate::ui::text::{Wrapped, safe, truncate, width};
use crate::ui::theme::Role;

/// The layout of a discussion for one case and width.
#[derive(Debug)]
pub(crate) struct ThreadLayout {
    dispute: DisputeId,
    stamp: Option<Stamp>,
    columns: usize,
    blocks: Vec<Block>,
    height: usize,
}

/// One message with its head, day line, remarks and files.
#[derive(Debug)]
struct Block {
    id: MessageId,
    /// Its first line in the whole discussion.
    top: usize,
    /// Whether a line with the day stands before it.
    day: bool,
    body: Wrapped,
    body_bytes: usize,
    /// The passages of the body that the mediator should notice.
    passages: Vec<Remark>,
    /// The remarks on them, on rows of their own below the body.
    remarks: Vec<Wrapped>,
    /// For each file, why it is inadmissible.
    reasons: Vec<Option<Wrapped>>,
}

impl Block {
    /// Returns the line of the message's head.
    fn head(&self) -> usize {
        self.top + usize::from(self.day)
    }

    /// Returns the number of lines of head, body, remarks and files.
    fn lines(&self) -> usize {
        self.files_at() + self.reasons.iter().map(|r| 1 + r.as_ref().map_or(0, Wrapped::height)).sum::<usize>()
    }

    /// Returns the line of the first file, from the head on.
    fn files_at(&self) -> usize {
        1 + self.body.height() + self.remarks.iter().map(Wrapped::height).sum::<usize>()
    }

    /// Returns the line after its last one, with the empty one that follows it.
    fn end(&self) -> usize {
        self.head() + self.lines() + 1
    }
}

/// Returns the indent of a speaker's messages, in columns.
fn indent(from: Speaker) -> usize {
    match from {
        Speaker::Seller => 4,
        _ => 0,
    }
}

/// Returns the mark in the gutter of each line of a speaker. The parties' is thin; the mediator's and the system's differ;
/// no text of a message can be drawn there.
fn gutter_mark(from: Speaker) -> &'static str {
    match from {
        Speaker::Client | Speaker::Seller => "▎",
        Speaker::Mediator => "┃",
        Speaker::System => "┊",
    }
}

/// The columns before a body: the cursor's bar, the mark, a space.
const GUTTER: usize = 3;
/// The fewest columns of a name.
const SHORTEST_NAME: usize = 8;
/// The greatest width of a body: longer lines are hard to read.
const MAX_BODY: usize = 88;

impl ThreadLayout {
    fn new(ctx: &DrawContext<'_>, file: &CaseFile, dispute: DisputeId, columns: usize, before: Option<Self>) -> Self {
        // What was wrapped at this width stays wrapped.
        let mut kept: HashMap<MessageId, Block> = before
            .filter(|before| before.dispute == dispute && before.columns == columns)
            .map(|before| before.blocks.into_iter().map(|block| (block.id, block)).collect())
            .unwrap_or_default();
        let clock = ctx.clock();
        let (mut top, mut last) = (0, None);
        let mut blocks = Vec::with_capacity(file.thread.len());
        for row in &file.thread {
            let day = last.is_none_or(|last| !clock.same_day(last, row.message.at));
            last = Some(row.message.at);
            let room = columns.saturating_sub(GUTTER + indent(row.message.from)).clamp(1, MAX_BODY);
            let body_bytes = row.message.body.len();
            let kept = kept.remove(&row.message.id).filter(|block| block.body_bytes == body_bytes);
            let (body, passages, remarks) = match kept {
                Some(block) => (block.body, block.passages, block.remarks),
                None => looked_through(ctx, row, room),
            };
            let reasons = row.attachments.iter().map(|file| reason(ctx, file, room)).collect();
            let block = Block { id: row.message.id, top, day, body, body_bytes, passages, remarks, reasons };
            top = block.end();
            blocks.push(block);
        }
        let stamp = ctx.model.cases.stamp(dispute);
        Self { dispute, stamp, columns, blocks, height: top.saturating_sub(1) }
    }

    /// Returns the block that contains this line.
    fn at(&self, line: usize) -> usize {
        self.blocks.partition_point(|block| block.top <= line).saturating_sub(1)
    }

    fn index(&self, id: MessageId) -> Option<usize> {
        self.blocks.binary_search_by_key(&id, |block| block.id).ok()
    }
}

/// Returns a message's body and the remarks on it.
fn looked_through(ctx: &DrawContext<'_>, row: &ThreadRow, room: usize) -> (Wrapped, Vec<Remark>, Vec<Wrapped>) {
    let body = Wrapped::new(&row.message.body, room);
    if !remarks::is_watched(row.message.from) {
        return (body, Vec::new(), Vec::new());
    }
    let passages = remarks::passages(&ctx.model.lexicon, &body);
    let told = |concern: &RemarkKind| passages.iter().any(|remark| remark.concern == *concern);
    let words = RemarkKind::ALL.iter().filter(|concern| told(concern));
    let words = words.map(|concern| Wrapped::new(&remarks::word(ctx, *concern), room)).collect();
    (body, passages, words)
}

fn reason(ctx: &DrawContext<'_>, file: &Attachment, columns: usize) -> Option<Wrapped> {
    let reason = file.inadmissible.as_deref()?;
    let text = ctx.texts.with("file-inadmissible", [("reason", safe(reason).into_owned().into())]);
    Some(Wrapped::new(&text, columns.saturating_sub(2)))
}

pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, view: &CaseView, file: &CaseFile) {
    if file.thread.is_empty() {
        empty::draw(ctx, canvas, area, "case-no-messages", "case-no-messages-hint");
        return;
    }
    let area = Rect { width: area.width.saturating_sub(1), ..area };
    let columns = usize::from(area.width);
    let mut cache = ctx.cache.borrow_mut();
    let fresh = |layout: &ThreadLayout| {
        layout.dispute == view.id && layout.columns == columns && layout.stamp == ctx.model.cases.stamp(view.id)
    };
    if !cache.thread.as_ref().is_some_and(fresh) {
        let before = cache.thread.take();
        cache.thread = Some(ThreadLayout::new(ctx, file, view.id, columns, before));
    }
    let Some(layout) = &cache.thread else { return };
    let rows = usize::from(area.height);
    let (top, cursor) = place(layout, view, rows);
    let shown = Shown {
        found: Searched::of(ctx, view.id),
        ctx,
        file,
        focused: view.panel == Panel::Thread && ctx.model.layer.is_none(),
    };
    let mut at = layout.at(top);
    for line in 0..area.height {
        let wanted = top + usize::from(line);
        while layout.blocks.get(at).is_some_and(|block| block.end() <= wanted) {
            at += 1;
        }
        if let (Some(block), Some(row)) = (layout.blocks.get(at), file.thread.get(at)) {
            shown.line(canvas.pen(area, line), block, row, wanted, at == cursor);
            if (block.head()..block.head() + block.lines()).contains(&wanted) {
                canvas.add_target_row(area, line, HitTarget::Message(block.id));
            }
        }
    }
    let extent = Extent { top, rows, total: layout.height };
    scrollbar(ctx, canvas, area, extent);
    let last = (top + rows).min(layout.height).saturating_sub(1);
    let visible = (layout.blocks.get(layout.at(top)), layout.blocks.get(layout.at(last)));
    canvas.measured.thread = ThreadExtent {
        extent,
        cursor: layout.blocks.get(cursor).map(|block| (block.head(), block.end().saturating_sub(2))),
        visible: visible.0.zip(visible.1).map(|(first, last)| (first.id, last.id)),
    };
}

/// Returns the first visible line, and the message under the cursor.
fn place(layout: &ThreadLayout, view: &CaseView, rows: usize) -> (usize, usize) {
    let last_top = layout.height.saturating_sub(rows);
    let newest = layout.blocks.len().saturating_sub(1);
    let wanted = view.thread.cursor.and_then(|id| layout.index(id)).unwrap_or(newest);
    let top = view.thread.top.min(last_top);
    match view.thread.lead {
        ScrollAnchor::Cursor => {
            let Some(block) = layout.blocks.get(wanted) else { return (top, wanted) };
            let (start, end) = (block.top, block.end() - 1);
            let top = if end - start > rows { start } else { top.min(start).max(end.saturating_sub(rows)) };
            (top.min(last_top), wanted)
        }
        ScrollAnchor::Lines => {
            let (first, last) = (layout.at(top), layout.at((top + rows).saturating_sub(1)));
            (top, wanted.clamp(first, last))
        }
    }
}

struct Shown<'a> {
    found: Searched,
    ctx: &'a DrawContext<'a>,
    file: &'a CaseFile,
    focused: bool,
}

/// Where in the discussion a search jumped to, and the words searched for.
struct Searched {
    place: Option<HitPlace>,
    words: FoundWords,
}

impl Searched {
    fn of(ctx: &DrawContext<'_>, dispute: DisputeId) -> Self {
        let search = &ctx.model.search;
        let hit = search.hits.get(search.cursor).filter(|hit| hit.dispute == dispute);
        Self { place: hit.map(|hit| hit.place), words: FoundWords::of_last_search(ctx) }
    }

    /// Prints a row of a message; in the message that a search jumped to, the words searched for are highlighted.
    fn print_row(&self, pen: &mut Pen<'_>, message: MessageId, text: &str, (plain, found): (Style, Style)) {
        if self.place == Some(HitPlace::Message(message)) {
            self.words.print(pen, text, (plain, found));
        } else {
            pen.print(text, plain);
        }
    }

    /// The words, where the name of this file was found.
    fn in_name_of(&self, file: &Attachment) -> Option<&FoundWords> {
        let found = matches!(self.place, Some(HitPlace::File { attachment, .. }) if attachment == file.id);
        found.then_some(&self.words)
    }

    /// The words, where the reason was found why this file was struck.
    fn in_strike_of(&self, file: &Attachment) -> Option<&FoundWords> {
        let found = matches!(self.place, Some(HitPlace::Strike { attachment, .. }) if attachment == file.id);
        found.then_some(&self.words)
    }
}

impl Shown<'_> {
    /// Draws one line of a message's block.
    fn line(&self, mut pen: Pen<'_>, block: &Block, row: &ThreadRow, line: usize, under_cursor: bool) {
        if line < block.head() {
            self.day(pen, row);
            return;
        }
        let within = line - block.head();
        if within >= block.lines() {
            return;
        }
        let from = row.message.from;
        let look = self.ctx.style(speaker_role(from));
        let bar = if under_cursor && self.focused { "▌" } else { " " };
        pen.print(bar, self.ctx.style(Role::Accent)).skip(indent(from));
        let in_body = within.checked_sub(1).filter(|row| *row < block.body.height());
        match in_body.and_then(|row| remarks::on(&block.passages, block.body.row_range(row)).next()) {
            Some((concern, _)) => pen.print(remarks::sign(concern), self.ctx.style(Role::Soon)),
            None => pen.print(gutter_mark(from), look),
        };
        pen.skip(1);
        if within == 0 {
            self.head(pen, row);
        } else if let Some(row) = in_body {
            self.body(pen, block, from, row);
        } else if within < block.files_at() {
            let mut rows = block.remarks.iter().flat_map(Wrapped::rows);
            let text = rows.nth(within - 1 - block.body.height()).unwrap_or_default();
            pen.print(text, self.ctx.style(Role::Soon));
        } else {
            self.file(pen, block, row, within - block.files_at());
        }
    }

    /// Draws a row of a message's body, with the passages that the mediator should notice underlined.
    fn body(&self, mut pen: Pen<'_>, block: &Block, from: Speaker, row: usize) {
        let (text, range) = (block.body.row(row), block.body.row_range(row));
        let plain = self.ctx.style(if from == Speaker::System { Role::System } else { Role::Text });
        for (piece, noticed) in remarks::pieces(text, remarks::on(&block.passages, range)) {
            let style = if noticed { self.ctx.style(Role::Noticed) } else { plain };
            self.found.print_row(&mut pen, block.id, piece, (style, self.ctx.style(Role::Match)));
        }
    }

    fn day(&self, mut pen: Pen<'_>, row: &ThreadRow) {
        let day = self.ctx.clock().day(row.message.at);
        pen.skip(1).print("──", self.ctx.style(Role::Border)).skip(1).print(&day, self.ctx.style(Role::Muted)).skip(1);
        pen.rule("─", self.ctx.style(Role::Border));
    }

    /// Draws the head: speaker, recipient, time, and who has read it.
    fn head(&self, mut pen: Pen<'_>, row: &ThreadRow) {
        let (ctx, message) = (self.ctx, &row.message);
        let muted = ctx.style(Role::Muted);
        pen.right(&ctx.clock().hour(message.at), muted);
        pen.right(&self.read_by(row), muted);
        let (name, part) = speaker(ctx, &self.file.case, message);
        let id = message.id.to_string();
        // A long name is shortened before part and id are; what else there is to say is left out before these.
        let name = truncate(&name, pen.left().saturating_sub(width(&part) + width(&id) + 2).max(SHORTEST_NAME));
        pen.print(&name, ctx.style(speaker_role(message.from)).patch(ratatui::style::Modifier::BOLD)).skip(1);
        if !part.is_empty() {
            pen.print_whole(&part, muted);
        }
        let print_about = |pen: &mut Pen<'_>, text: &str, style: Style| {
            if width(text) + 1 + width(&id) <= pen.left() {
                pen.print_whole(text, style);
            }
        };
        let asks = self.file.case.dispute.iter().flat_map(|dispute| &dispute.asks);
        for ask in asks {
            if ask.message == message.id {
                let role = if ask.state == AskState::Open { Role::Soon } else { Role::Muted };
                let vars = [("ask", ask.id.to_string().into()), ("side", ask.to.as_str().into())];
                print_about(&mut pen, &ctx.texts.with("thread-asks", vars), ctx.style(role));
            }
            if ask.answer == Some(message.id) {
                let vars = [("ask", ask.id.to_string().into())];
                print_about(&mut pen, &ctx.texts.with("thread-answers", vars), ctx.style(Role::Good));
            }
        }
        pen.print_whole(&id, muted);
    }

    /// Returns which of the parties, other than its author, has read it.
    fn read_by(&self, row: &ThreadRow) -> String {
        let author = row.message.from;
        let others = Side::ALL.iter().filter(|&&side| Speaker::from(side) != author);
        let read = others.filter(|&&side| row.read_by.contains(&Reader::from(side)));
        let readers: Vec<_> = read.collect();
        match readers.as_slice() {
            [] => String::new(),
            [side] => format!("✓ {}", self.ctx.texts.word("speaker", side.as_str())),
            _ => format!("✓ {}", self.ctx.texts.word("waiting", "both")),
        }
    }

    /// Draws a line of the files under a message: a file, or why it is inadmissible.
    fn file(&self, mut pen: Pen<'_>, block: &Block, row: &ThreadRow, mut line: usize) {
        for (file, reason) in row.attachments.iter().zip(&block.reasons) {
            if line == 0 {
                print_file(self.ctx, &mut pen, file, self.found.in_name_of(file));
                return;
            }
            let height = reason.as_ref().map_or(0, Wrapped::height);
            if let Some(reason) = reason.as_ref().filter(|_| line <= height) {
                let (text, plain) = (reason.row(line - 1), self.ctx.style(Role::Danger));
                match self.found.in_strike_of(file) {
                    Some(words) => words.print(pen.skip(2), text, (plain, self.ctx.style(Role::Match))),
                    None => drop(pen.skip(2).print(text, plain)),
                }
                return;
            }
            line -= 1 + height;
        }
    }
}

/// Returns the part of a media type that is shown: its subtype.
fn subtype(media_type: &str) -> &str {
    let named = media_type.split(';').next().unwrap_or_default().trim();
    let last = named.rsplit('/').next().unwrap_or_default();
    // `vnd.openxmlformats-officedocument.…` says less than the name's ending does.
    if last.len() > 12 { "" } else { last }
}

/// Prints a file: id, name, origin; struck through if it is inadmissible.
pub(crate) fn file_line(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, file: &Attachment) {
    print_file(ctx, pen, file, None);
}

/// The same; the words that were searched for are highlighted in its name.
fn print_file(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, file: &Attachment, found: Option<&FoundWords>) {
    let role = if file.inadmissible.is_some() { Role::Struck } else { Role::Text };
    let origin = ctx.texts.word("origin", file.origin.as_str());
    pen.print("◈ ", ctx.style(Role::Muted)).print(&file.id.to_string(), ctx.style(Role::Muted)).skip(1);
    let kind = subtype(&file.media_type);
    let mut about: Vec<_> = (!kind.is_empty()).then(|| safe(kind).into_owned()).into_iter().collect();
    about.extend(file.bytes().map(|bytes| size(ctx, bytes)));
    if matches!(file.stored_content, Some(StoredContent::NotStored(_))) {
        about.push(ctx.texts.get("file-not-kept-short").into_owned());
    }
    if file.origin == Origin::External || file.inadmissible.is_some() {
        about.push(origin.into_owned());
    }
    // The name comes first; of what is said of the file, where it is from matters most.
    let name = safe(&file.name);
    while about.len() > 1 && width(&about.join(BETWEEN)) + 1 + width(&name) > pen.left() {
        about.remove(0);
    }
    pen.right(&about.join(BETWEEN), ctx.style(Role::Muted));
    match found {
        Some(words) => words.print(pen, &name, (ctx.style(role), ctx.style(Role::Match))),
        None => drop(pen.print(&name, ctx.style(role))),
    }
}
