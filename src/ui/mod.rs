//! Pure drawing of the desk: [`draw`] shows what the model knows, and says what it measured. It changes nothing, reads no
//! clock, and does no I/O; what it keeps between frames is only what was laid out already.
//!
//! - [`text`] is the border between strangers' words and the screen; [`i18n`] is our own words; [`theme`] is how things look.
//! - One file for each thing on the screen: `bar`, `queue`, `preview`, `case`, `compose`, `decide`, `search`, `charts`,
//!   `palette`, `help`, `message`, `prompt`, `footer`.
//! - `pen` writes along a row; `sheet` is a document laid out once and drawn by window.

mod bar;
mod case;
mod compose;
mod decide;
mod dialog;
mod editor;
mod empty;
mod evidence;
mod footer;
mod help;
pub mod i18n;
mod list;
mod message;
mod notice;
mod palette;
mod pen;
mod precedents;
mod preview;
mod prompt;
mod queue;
pub mod remarks;
mod review;
mod scene;
mod search;
mod sheet;
mod statistics;
mod status;
mod templates;
pub mod text;
pub mod theme;
mod time;
mod timeline;
mod typing;
mod views;

use std::cell::RefCell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui_image::protocol::Protocol;

use crate::app::Model;
use crate::app::measure::Measured;
use crate::app::model::{Layer, Screen};
use crate::app::pointer::HitTarget;
use crate::domain::ids::AttachmentId;
use i18n::Texts;
use remarks::Watch;
use scene::{Canvas, Scene, cut_bottom, cut_top};
use sheet::Sheet;
use theme::{Role, Theme};

/// A smaller window can't show a case.
const MIN_COLUMNS: u16 = 60;
/// A lower window can't show a case.
const MIN_ROWS: u16 = 16;

/// What drawing needs beside the model: the words, the looks, and what was laid out before.
pub struct Ui {
    /// The screens' words.
    pub texts: Texts,
    /// The screens' looks.
    pub theme: Theme,
    watch: Watch,
    cache: RefCell<Cache>,
}

impl Ui {
    /// The screens with these words and looks.
    pub fn with(texts: Texts, theme: Theme) -> Self {
        Self { texts, theme, watch: Watch::default(), cache: RefCell::default() }
    }

    /// Has this picture at hand for the next frame.
    pub fn show(&self, picture: Picture) {
        self.cache.borrow_mut().picture = Some(picture);
    }
}

/// A picture made ready for one room on this terminal.
pub struct Picture {
    /// The file.
    pub file: AttachmentId,
    /// What the terminal is to be told.
    pub protocol: Protocol,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture").field("file", &self.file).field("size", &self.protocol.size()).finish_non_exhaustive()
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
    preview: Option<Cached<preview::Key, Sheet>>,
    file: Option<Cached<case::Key, Sheet>>,
    pending: Option<Cached<case::Key, Sheet>>,
    precedents: Option<Cached<case::Key, Sheet>>,
    thread: Option<case::thread::Layout>,
    message: Option<Cached<message::Key, Sheet>>,
    evidence: Option<Cached<evidence::Key, Sheet>>,
    picture: Option<Picture>,
}

/// Draws the desk into the cells of an area; returns what it measured, and where the cursor blinks.
pub fn paint(model: &Model, ui: &Ui, area: Rect, buffer: &mut Buffer) -> (Measured, Option<Position>) {
    let mut canvas = Canvas { buffer, measured: Measured::default(), cursor: None, spots: None };
    all(model, ui, area, &mut canvas);
    (canvas.measured, canvas.cursor)
}

/// What lies at a place of the screen.
pub fn under(model: &Model, ui: &Ui, area: Rect, at: Position) -> Option<HitTarget> {
    spots(model, ui, area).into_iter().rev().find(|(place, _)| place.contains(at)).map(|(_, spot)| spot)
}

/// Everything that can be pointed at, the upper ones later. Drawn anew for this, so that a frame does not pay for it.
pub fn spots(model: &Model, ui: &Ui, area: Rect) -> Vec<(Rect, HitTarget)> {
    let mut buffer = Buffer::empty(area);
    let measured = Measured::default();
    let mut canvas = Canvas { buffer: &mut buffer, measured, cursor: None, spots: Some(Vec::new()) };
    all(model, ui, area, &mut canvas);
    canvas.spots.unwrap_or_default()
}

fn all(model: &Model, ui: &Ui, area: Rect, canvas: &mut Canvas<'_>) {
    let scene = Scene { model, texts: &ui.texts, theme: &ui.theme, watch: &ui.watch, cache: &ui.cache };
    let area = area.intersection(canvas.buffer.area);
    pen::wash(canvas.buffer, area, ui.theme.ground());
    if area.width < MIN_COLUMNS || area.height < MIN_ROWS {
        too_small(&scene, canvas, area);
    } else {
        whole(&scene, canvas, area);
    }
}

fn whole(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (top, rest) = cut_top(area, 1);
    bar::draw(scene, canvas, top);
    // What the desk has to say covers nothing that one reads or writes. The rows of the queue don't move for it.
    let over = scene.model.layer.is_none() && scene.model.screen == Screen::Queue;
    let body = if over { cut_bottom(rest, 1).1 } else { footer::draw(scene, canvas, rest) };
    if scene.model.layer.is_some() {
        canvas.spot(body, HitTarget::Layer);
    }
    match &scene.model.layer {
        Some(Layer::Review(review)) => review::draw(scene, canvas, body, review),
        Some(Layer::Decide(decide)) => decide::draw(scene, canvas, body, decide),
        Some(Layer::Search) => search::draw(scene, canvas, body),
        Some(Layer::Precedents(list)) => precedents::draw(scene, canvas, body, *list),
        Some(Layer::Charts(charts)) => statistics::draw(scene, canvas, body, *charts),
        Some(Layer::Help(help)) => help::draw(scene, canvas, body, help),
        Some(Layer::Message(open)) => message::draw(scene, canvas, body, open),
        Some(Layer::Evidence(open)) => evidence::draw(scene, canvas, body, open),
        Some(Layer::Compose(_) | Layer::Palette(_) | Layer::Prompt(_)) | None => {
            // What one answers to stays in sight while one writes.
            let (below, screen) = match &scene.model.layer {
                Some(Layer::Compose(compose)) => cut_bottom(body, compose::rows(body, compose)),
                _ => (Rect::default(), body),
            };
            match &scene.model.screen {
                Screen::Queue => queue::draw(scene, canvas, screen),
                Screen::Case(view) => case::draw(scene, canvas, screen, view),
            }
            // A box over the screen has the pointer, too.
            if matches!(scene.model.layer, Some(Layer::Palette(_) | Layer::Prompt(_))) {
                canvas.spot(body, HitTarget::Layer);
            }
            match &scene.model.layer {
                Some(Layer::Compose(compose)) => compose::draw(scene, canvas, below, compose),
                Some(Layer::Palette(palette)) => palette::draw(scene, canvas, body, palette),
                Some(Layer::Prompt(prompt)) => prompt::draw(scene, canvas, body, prompt),
                _ => {}
            }
        }
    }
    if let Some(picker) = scene.model.layer.as_ref().and_then(Layer::picker) {
        templates::draw(scene, canvas, body, picker);
    }
    if over {
        footer::draw(scene, canvas, rest);
    }
}

/// Says that the window is too small for a case, as well as it can.
fn too_small(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let vars = [("columns", MIN_COLUMNS.into()), ("rows", MIN_ROWS.into())];
    let text = scene.texts.with("window-too-small", vars);
    let wrapped = text::Wrapped::new(&text, usize::from(area.width));
    for (line, row) in (0..area.height).zip(wrapped.rows()) {
        canvas.pen(area, line).put(row, scene.style(Role::Text));
    }
}
