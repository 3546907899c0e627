//! Pure drawing of the desk: [`draw`] shows what the model knows, and says what it measured. It changes nothing, reads no
//! clock, and does no I/O; what it keeps between frames is only what was laid out already.
//!
//! - [`text`] is the border between strangers' words and the screen; [`i18n`] is our own words; [`theme`] is how things look.
//! - One file for each thing on the screen: `header`, `queue`, `preview`, `case`, `compose`, `decide`, `search`,
//!   `statistics`, `palette`, `help`, `message`, `prompt`, `footer`.
//! - `pen` writes along a row; `document` is laid out once and drawn by window.

mod activity;
mod answer_page;
mod answers;
mod bulk;
mod case;
mod checklist;
mod compose;
mod decide;
mod dialog;
mod document;
mod draw_context;
mod editor;
mod empty;
mod evidence;
mod first_steps;
mod footer;
mod found_words;
mod hand_over;
mod header;
mod help;
mod hit_context;
pub mod i18n;
mod list;
mod lost;
mod message;
mod notice;
mod notifications;
mod palette;
mod pen;
mod precedents;
mod preview;
mod prompt;
mod query_field;
mod queue;
pub mod remarks;
mod review;
mod search;
mod shares;
pub mod size;
mod statistics;
mod status;
mod status_line;
mod tabs;
mod take_over;
mod templates;
pub mod text;
pub mod theme;
mod time;
mod timeline;
mod too_small;
mod view_prompts;

use std::cell::RefCell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size as Cells};
use ratatui::style::Color;
use ratatui_image::protocol::Protocol;

pub use self::bulk::finished as finished_bulk;
pub use self::lost::left_unanswered;
pub use self::notifications::{alert, window_title};
use crate::app::Model;
use crate::app::measure::Measured;
use crate::app::model::{Layer, Screen};
use crate::app::mouse::HitTarget;
use crate::domain::ids::{AttachmentId, DisputeId};
use document::Document;
use draw_context::{Canvas, DrawContext, cut_bottom, cut_top};
use i18n::Texts;
use remarks::RemarkCache;
use theme::Theme;

/// A smaller window can't show a case.
const MIN_COLUMNS: u16 = 60;
/// A lower window can't show a case.
const MIN_ROWS: u16 = 16;

/// What drawing needs beside the model: the words, the looks, and what was laid out before.
pub struct Ui {
    pub texts: Texts,
    pub theme: Theme,
    remarks: RemarkCache,
    cache: RefCell<Cache>,
}

impl Ui {
    /// Returns the screens with these words and looks.
    pub fn with_texts(texts: Texts, theme: Theme) -> Self {
        Self { texts, theme, remarks: RemarkCache::default(), cache: RefCell::default() }
    }

    /// Has this picture at hand for the next frame.
    pub fn set_picture(&self, picture: Picture) {
        self.cache.borrow_mut().picture = Some(picture);
    }
}

/// A picture made ready for one room on this terminal.
pub struct Picture {
    pub file: AttachmentId,
    pub drawing: Drawing,
}

/// What a picture is drawn with.
pub enum Drawing {
    /// What the terminal is to be told, by its own protocol.
    Protocol(Protocol),
    Blocks(BlockPicture),
}

/// A picture in cells of two colours, row by row.
pub struct BlockPicture {
    pub size: Cells,
    /// Each cell's sign, foreground and background.
    pub cells: Vec<(char, Color, Color)>,
}

impl Drawing {
    /// Returns how many cells it takes.
    pub fn size(&self) -> Cells {
        match self {
            Self::Protocol(protocol) => protocol.size(),
            Self::Blocks(blocks) => blocks.size,
        }
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture").field("file", &self.file).field("size", &self.drawing.size()).finish_non_exhaustive()
    }
}

/// What was laid out, and for what.
#[derive(Debug)]
struct Cached<K, V> {
    key: K,
    value: V,
}

/// What was laid out before, one of each kind: the last case is the one that is drawn again.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    preview: Option<Cached<preview::PreviewKey, Document>>,
    file: Option<Cached<case::PanelKey, Document>>,
    pending: Option<Cached<case::PanelKey, Document>>,
    precedents: Option<Cached<case::PanelKey, Document>>,
    thread: Option<case::thread::ThreadLayout>,
    message: Option<Cached<message::MessageKey, Document>>,
    evidence: Option<Cached<evidence::EvidenceKey, Document>>,
    picture: Option<Picture>,
}

/// Draws the desk into the cells of an area; returns what it measured, and where the cursor blinks.
pub fn paint(model: &Model, ui: &Ui, area: Rect, buffer: &mut Buffer) -> (Measured, Option<Position>) {
    let mut canvas = Canvas { buffer, measured: Measured::default(), cursor: None, targets: None };
    draw_all(model, ui, area, &mut canvas);
    (canvas.measured, canvas.cursor)
}

/// Returns what lies at a place of the screen.
pub fn target_at(model: &Model, ui: &Ui, area: Rect, at: Position) -> Option<HitTarget> {
    targets(model, ui, area).into_iter().rev().find(|(place, _)| place.contains(at)).map(|(_, spot)| spot)
}

/// Returns everything that can be pointed at, the upper ones later. Drawn anew for this, so that a frame does not pay
/// for it.
pub fn targets(model: &Model, ui: &Ui, area: Rect) -> Vec<(Rect, HitTarget)> {
    let mut buffer = Buffer::empty(area);
    let measured = Measured::default();
    let mut canvas = Canvas { buffer: &mut buffer, measured, cursor: None, targets: Some(Vec::new()) };
    draw_all(model, ui, area, &mut canvas);
    canvas.targets.unwrap_or_default()
}

fn draw_all(model: &Model, ui: &Ui, area: Rect, canvas: &mut Canvas<'_>) {
    let ctx = DrawContext { model, texts: &ui.texts, theme: &ui.theme, remarks: &ui.remarks, cache: &ui.cache };
    let area = area.intersection(canvas.buffer.area);
    pen::wash(canvas.buffer, area, ui.theme.ground());
    if area.width < MIN_COLUMNS || area.height < MIN_ROWS {
        too_small::draw(&ctx, canvas, area, (MIN_COLUMNS, MIN_ROWS));
    } else {
        draw_whole(&ctx, canvas, area);
    }
}

fn draw_whole(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (top, rest) = cut_top(area, 1);
    header::draw(ctx, canvas, top);
    // What the desk has to say covers nothing that one reads or writes. The rows of the queue don't move for it.
    let over = ctx.model.layer.is_none() && ctx.model.screen == Screen::Queue;
    let body = if over { cut_bottom(rest, 1).1 } else { footer::draw(ctx, canvas, rest) };
    if ctx.model.layer.is_some() {
        canvas.add_target(body, HitTarget::Layer);
    }
    // What is at stake in a case stays on screen, whatever page or box is over it.
    let (top, below) = cut_top(body, case::head::ROWS);
    let covered = covered_case(ctx.model);
    if let Some(id) = covered {
        case::head::draw(ctx, canvas, top, id);
    }
    let page = if covered.is_some() { below } else { body };
    let boxes = if ctx.model.view().is_some() { below } else { page };
    match &ctx.model.layer {
        Some(Layer::Review(review)) => review::draw(ctx, canvas, page, review),
        Some(Layer::Decide(decide)) => decide::draw(ctx, canvas, page, decide),
        Some(Layer::Search) => search::draw(ctx, canvas, page),
        Some(Layer::Activity) => activity::draw(ctx, canvas, page),
        Some(Layer::Precedents(list)) => precedents::draw(ctx, canvas, page, *list),
        Some(Layer::Notifications(list)) => notifications::draw(ctx, canvas, page, *list),
        Some(Layer::BulkReport(list)) => bulk::report(ctx, canvas, page, *list),
        Some(Layer::Statistics(charts)) => statistics::draw(ctx, canvas, page, *charts),
        Some(Layer::Help(help)) => help::draw(ctx, canvas, page, help),
        Some(Layer::Message(open)) => message::draw(ctx, canvas, page, open),
        Some(Layer::Evidence(open)) => evidence::draw(ctx, canvas, page, open),
        Some(Layer::Compose(_) | Layer::Palette(_) | Layer::Prompt(_)) | None => {
            match &ctx.model.screen {
                Screen::Queue => {
                    let body = match &ctx.model.layer {
                        Some(Layer::Compose(compose)) => case::compose_below(ctx, canvas, body, compose),
                        _ => body,
                    };
                    queue::draw(ctx, canvas, body);
                }
                Screen::Case(view) => case::draw(ctx, canvas, body, view),
            }
            // A box over the screen has the pointer, too.
            if matches!(ctx.model.layer, Some(Layer::Palette(_) | Layer::Prompt(_))) {
                canvas.add_target(body, HitTarget::Layer);
            }
            match &ctx.model.layer {
                Some(Layer::Palette(palette)) => palette::draw(ctx, canvas, boxes, palette),
                Some(Layer::Prompt(prompt)) => prompt::draw(ctx, canvas, boxes, prompt),
                _ => {}
            }
        }
    }
    if let Some(picker) = ctx.model.layer.as_ref().and_then(Layer::picker) {
        templates::draw(ctx, canvas, boxes, picker);
    }
    if over {
        footer::draw(ctx, canvas, rest);
    }
    if ctx.model.first_steps {
        first_steps::draw(ctx, canvas, body);
    }
}

/// Returns the case that is covered by a page about it. A screen draws its case itself, under its boxes too.
fn covered_case(model: &Model) -> Option<DisputeId> {
    let layer = model.layer.as_ref()?;
    match layer {
        Layer::Decide(_) | Layer::Review(_) | Layer::Precedents(_) | Layer::Message(_) | Layer::Evidence(_) => {
            layer.dispute()
        }
        Layer::Help(help) => match help.under.as_deref() {
            None | Some(Layer::Palette(_)) => model.view().map(|view| view.id),
            Some(Layer::Prompt(_)) => layer.dispute().or_else(|| model.view().map(|view| view.id)),
            Some(_) => layer.dispute(),
        },
        Layer::Search
        | Layer::Activity
        | Layer::Notifications(_)
        | Layer::BulkReport(_)
        | Layer::Statistics(_)
        | Layer::Compose(_)
        | Layer::Palette(_)
        | Layer::Prompt(_) => None,
    }
}
