//! A desk for looking at: the real model and update on a real store in a temporary file, a fixed clock and zone, keys in and
//! cells out.

use std::sync::{Mutex, PoisonError};

use chrono::FixedOffset;
use litige::app::key::{Code, Key};
use litige::app::keymap::Keymap;
use litige::app::model::{DisplayZone, EvidenceContent, Size};
use litige::app::{Answer, Effect, Model, Msg, Read, Setup, update};
use litige::domain::case::evidence_file::BlobRef;
use litige::domain::ids::Handle;
use litige::domain::time::Time;
use litige::domain::vocabulary::Lang;
use litige::runtime::pictures::{ImageProtocol, PictureRenderer};
use litige::runtime::reads::{Outlets, answer};
use litige::store::{self, Place, Store};
use litige::ui::i18n::Texts;
use litige::ui::theme::{Depth, Palette, Theme, ThemeMode};
use litige::ui::{Ui, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// How a desk looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub lang: Lang,
    pub mode: ThemeMode,
    /// A palette by its name, in the place of the mode's standard one.
    pub palette: Option<&'static str>,
    pub depth: Depth,
    pub cols: u16,
    pub rows: u16,
}

impl Look {
    pub const WIDE: Self =
        Self { lang: Lang::En, mode: ThemeMode::Dark, palette: None, depth: Depth::True, cols: 120, rows: 40 };
    pub const SMALL: Self = Self { cols: 80, rows: 24, ..Self::WIDE };
}

/// A desk with its store.
pub struct Desk {
    pub model: Model,
    pub ui: Ui,
    store: Box<dyn Store + Send>,
    now: Time,
    cursor: Option<Position>,
    /// What a kept file holds: the folder of files is not copied with the database.
    pub found: fn(&BlobRef) -> EvidenceContent,
    /// Where the store's file is, if the desk made it.
    _folder: Option<tempfile::TempDir>,
}

/// The bytes of a database that `fill` has filled.
fn filled(fill: fn(&mut dyn Store)) -> Vec<u8> {
    static DONE: Mutex<Vec<(usize, Vec<u8>)>> = Mutex::new(Vec::new());
    let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, bytes)) = done.iter().find(|(of, _)| *of == fill as usize) {
        return bytes.clone();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut store = store::open(&Place::File(path), store::Mode::Create).unwrap();
    fill(store.as_mut());
    // A backup is one whole file, whatever is still in the journal.
    let copy = folder.path().join("copy.db");
    store.backup(&copy).unwrap();
    let bytes = std::fs::read(copy).unwrap();
    done.push((fill as usize, bytes.clone()));
    bytes
}

impl Desk {
    /// Camille's desk on a store that `fill` fills. The same filling is done once, and copied for each desk.
    pub fn new(look: Look, now: Time, fill: fn(&mut dyn Store)) -> Self {
        Self::as_member("camille", look, now, fill)
    }

    /// The same of this member; of nobody, if there is no such member.
    pub fn as_member(me: &str, look: Look, now: Time, fill: fn(&mut dyn Store)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        std::fs::write(&path, filled(fill)).unwrap();
        let store = store::open(&Place::File(path), store::Mode::Existing).unwrap();
        Self { _folder: Some(folder), ..Self::of(me, look, now, store, [7; 16]) }
    }

    /// The desk of this member on a store. The keys of its requests come from the seed.
    pub fn of(me: &str, look: Look, now: Time, store: Box<dyn Store + Send>, seed: [u8; 16]) -> Self {
        let me = store.mediators().unwrap().into_iter().find(|mediator| mediator.handle.0 == me);
        let palette = look.palette.and_then(Palette::named).unwrap_or_else(|| Palette::standard(look.mode));
        let ui = Ui::with_texts(Texts::new(look.lang), Theme::of(&palette, look.depth));
        let model = Model::new(Setup {
            account: None,
            me,
            lang: look.lang,
            size: Size { cols: look.cols, rows: look.rows },
            now,
            zone: DisplayZone::Fixed(FixedOffset::east_opt(3600).unwrap()),
            seed,
            labels: ui.texts.labels(),
            keymap: Keymap::standard(),
            demo: false,
            templates: litige::ui::i18n::standard_templates(),
            lexicon: litige::ui::i18n::standard_lexicon(),
            open_with: toml::from_str("\"*\" = \"zathura {file}\"").unwrap(),
            file_folder: Some("/home/camille/.local/share/litige/litige.db.files".to_owned()),
        });
        let mut desk = Self { model, ui, store, now, cursor: None, found: |_| EvidenceContent::Missing, _folder: None };
        desk.tell(Msg::Start);
        desk.frame();
        desk
    }

    /// Something happens; the store answers what the desk wants of it.
    pub fn tell(&mut self, msg: Msg) {
        let mut effects = update(&mut self.model, msg);
        while !effects.is_empty() {
            let effect = effects.remove(0);
            if let Some(answer) = self.carry_out(effect) {
                effects.extend(update(&mut self.model, answer));
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Msg> {
        let me = self.model.me.as_ref().map_or(Handle::from(""), |me| me.handle.clone());
        match effect {
            Effect::Read(generation, read) => {
                let answer = match &read {
                    Read::File(kept, _) => Ok(Answer::File((self.found)(kept))),
                    read => {
                        let outlets = Outlets {
                            export: &|_, id| Ok(Ok(format!("/home/camille/{id}.html"))),
                            save: &|name, _| Ok(format!("/home/camille/{name}")),
                            open: &|_, _, _| Ok(()),
                        };
                        answer(self.store.as_ref(), read, Some(&me), self.now, &outlets)
                    }
                };
                Some(Msg::Read(generation, read, answer))
            }
            Effect::Act(ticket, request) => Some(Msg::Acted(ticket, self.store.act(&request, self.now).map(Box::new))),
            Effect::SaveDraft(id, draft) => {
                let before = self.store.draft(id, &me).unwrap();
                let saved = self.store.put_draft(id, &me, draft.as_deref(), before.as_deref(), self.now);
                Some(Msg::DraftSaved(id, saved.map(drop)))
            }
            Effect::ChangeViews(ticket, key, change) => {
                let changed = self.store.change_views(&me, &change, Some(&key), self.now);
                Some(Msg::ViewsChanged(ticket, change, changed.map(|done| done.views)))
            }
            Effect::Suspend => Some(Msg::Resumed),
            Effect::Picture(wish) => {
                let drawn = PictureRenderer::new(self.ui.theme.depth()).render(&wish, ImageProtocol::Blocks);
                let pixels = drawn.map(|(picture, pixels)| {
                    self.ui.set_picture(picture);
                    pixels
                });
                Some(Msg::Pictured(wish.file, pixels))
            }
            Effect::AnnouncePresence(_) | Effect::Acknowledge(..) | Effect::Alert(..) => None,
            Effect::Edit(id, _, text) => Some(Msg::Edited(id, Ok(text))),
            Effect::StopSearch
            | Effect::Settle
            | Effect::Copy(..)
            | Effect::Draw
            | Effect::Repaint
            | Effect::Quit
            | Effect::Reopen => None,
        }
    }

    /// What the mediator is told arrives.
    pub fn notify(&mut self) {
        let me = self.model.me.as_ref().map_or(Handle::from(""), |me| me.handle.clone());
        let listed = self.store.notifications(&me, self.now).unwrap();
        self.tell(Msg::Notifications(listed));
    }

    /// Presses keys, written as in a key table, with a frame after each.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.tell(Msg::Key(key.parse().unwrap()));
            self.frame();
        }
        self
    }

    /// Types text, a key a character, with a frame after each.
    pub fn write(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = if c == '\n' { Key::plain(Code::Enter) } else { Key::char(c) };
            self.tell(Msg::Key(key));
            self.frame();
        }
        self
    }

    /// The window has another size.
    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        self.tell(Msg::Resize(Size { cols, rows }));
        self
    }

    /// A frame as the runtime draws it: again, as long as what it measured changes it. In fresh cells each time.
    pub fn frame(&mut self) -> Buffer {
        loop {
            let size = self.model.size;
            let area = Rect::new(0, 0, size.cols, size.rows);
            let mut buffer = Buffer::empty(area);
            let (measured, cursor) = paint(&self.model, &self.ui, area, &mut buffer);
            self.cursor = cursor;
            let effects = update(&mut self.model, Msg::Drawn(measured));
            let again = effects.contains(&Effect::Draw);
            for effect in effects {
                if let Some(answer) = self.carry_out(effect) {
                    self.tell(answer);
                }
            }
            if !again {
                return buffer;
            }
        }
    }

    /// Nothing is wrong in the store.
    #[allow(dead_code, reason = "the soaks, which share this desk, write more than screens do")]
    pub fn verify(&self) {
        let found = self.store.verify(None).unwrap();
        assert!(found.faults.is_empty(), "{:?}", found.faults);
    }

    /// Where the cursor was in the last frame.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }
}
