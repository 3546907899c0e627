//! What the desk promises, without a terminal, a thread or a file: keys go in, effects come out, the store in memory answers
//! them ([`store`]).

mod activity;
mod case;
mod colleagues;
mod compose;
mod deciding_pages;
mod decision;
mod finding;
mod hand_over;
mod keys;
mod live;
mod lost;
mod marking;
mod notifications;
mod pending_reminders;
mod pictures;
mod precedents;
mod queue;
mod random;
mod session;
mod standing;
mod store;
mod take_over;
mod templates;
mod views;

use std::collections::VecDeque;

use chrono::{FixedOffset, TimeDelta};

use super::update;
use crate::app::keymap::Keymap;
use crate::app::measure::{Extent, Measured, ThreadExtent};
use crate::app::model::{Compose, CopyOutcome, DecisionEditor, DisplayZone, EditorError, Layer, Notice, Screen, Size};
use crate::app::{Effect, Model, Msg, Setup};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{DisputeId, Handle, MessageId};
use crate::domain::time::Time;
use crate::domain::vocabulary::Lang;
use store::{TestStore, eur, mediator};

/// Rows of the list in these tests.
const ROWS: usize = 20;

/// A desk with its store.
struct Desk {
    model: Model,
    store: TestStore,
    /// What the desk wants done and the store has not come to yet.
    waiting: VecDeque<Effect>,
    /// The store does nothing until it is told to.
    paused: bool,
    copied: Vec<String>,
    /// What was given to the mediator's editor, and what it does with it: never ends, or gives this.
    edited: Vec<String>,
    editor: Option<Result<String, EditorError>>,
    quit: bool,
    /// Lines of a page that is read before it is answered.
    page_lines: usize,
    /// What of it can be opened and is in sight.
    page_items: Option<(usize, usize)>,
}

impl Desk {
    /// A desk of Camille's on this store, after its first reads.
    fn on(store: TestStore) -> Self {
        Self::of(Some(mediator("camille")), store)
    }

    /// A desk on so many disputes of 120 €, `D-1001` the most urgent.
    fn with(disputes: usize) -> Self {
        let mut store = TestStore::new();
        store.open_many(disputes, eur(12_000));
        Self::on(store)
    }

    fn of(me: Option<Mediator>, mut store: TestStore) -> Self {
        let model = Model::new(Self::setup(me, store.now));
        store.changes();
        let mut desk = Self {
            model,
            store,
            waiting: VecDeque::new(),
            paused: false,
            copied: Vec::new(),
            edited: Vec::new(),
            editor: None,
            quit: false,
            page_lines: ROWS,
            page_items: None,
        };
        desk.update(Msg::Start);
        desk
    }

    fn setup(me: Option<Mediator>, now: Time) -> Setup {
        Setup {
            me,
            account: None,
            lang: Lang::En,
            size: Size { cols: 80, rows: 24 },
            now,
            zone: DisplayZone::Fixed(FixedOffset::east_opt(3600).unwrap()),
            seed: [7; 16],
            labels: Default::default(),
            keymap: Keymap::standard(),
            demo: false,
            templates: crate::ui::i18n::standard_templates(),
            lexicon: Default::default(),
            open_with: Default::default(),
            file_folder: None,
        }
    }

    fn now(&self) -> Time {
        self.model.now
    }

    fn update(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.waiting.extend(effects);
        if !self.paused {
            self.work();
        }
    }

    /// The store and the terminal do all that is wanted of them.
    fn work(&mut self) {
        for _ in 0..10_000 {
            if !self.work_once() {
                return;
            }
        }
        panic!("the desk asks without end: {:?}", self.waiting);
    }

    fn work_once(&mut self) -> bool {
        let Some(effect) = self.waiting.pop_front() else { return false };
        let me = self.model.me.as_ref().map(|me| me.handle.clone());
        let msg = match effect {
            Effect::Read(generation, read) => {
                let result = self.store.read(&read, me.as_ref());
                Msg::Read(generation, read, result)
            }
            Effect::Act(ticket, request) => Msg::Acted(ticket, self.store.act(&request).map(Box::new)),
            Effect::Picture(wish) => Msg::Pictured(wish.file, self.store.pictured(&wish)),
            Effect::SaveDraft(id, draft) => {
                let by = me.expect("only a mediator has drafts");
                Msg::DraftSaved(id, self.store.put_draft(id, &by, draft.as_deref()))
            }
            Effect::ChangeViews(ticket, key, change) => {
                let of = me.expect("only a mediator has views");
                let changed = self.store.change_views(&of, &change, &key);
                Msg::ViewsChanged(ticket, change, changed)
            }
            // The store of the tests is not a file.
            Effect::Reopen => return true,
            Effect::Copy(what, text) => {
                self.copied.push(text);
                Msg::Copied(what, CopyOutcome::Asked)
            }
            Effect::Suspend => {
                self.update(Msg::Stopping);
                Msg::Resumed
            }
            Effect::Edit(id, _, text) => {
                self.edited.push(text);
                match self.editor.clone() {
                    Some(result) => Msg::Edited(id, result),
                    None => return true,
                }
            }
            Effect::Quit => {
                self.quit = true;
                return true;
            }
            Effect::AnnouncePresence(_)
            | Effect::Acknowledge(..)
            | Effect::Alert(..)
            | Effect::Settle
            | Effect::StopSearch
            | Effect::Draw
            | Effect::Repaint => return true,
        };
        let effects = update(&mut self.model, msg);
        self.waiting.extend(effects);
        true
    }

    /// Presses keys, written as in a key table, with a frame after each.
    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.update(Msg::Key(key.parse().unwrap()));
            self.frame();
        }
        self
    }

    /// Types text, a key a character.
    fn write(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = if c == '\n' { "Enter".parse().unwrap() } else { crate::app::key::Key::char(c) };
            self.update(Msg::Key(key));
        }
        self
    }

    /// A frame on which every message takes one line.
    fn frame(&mut self) {
        let part = |top: usize, total| Extent { top, rows: ROWS, total };
        let mut measured = Measured {
            queue_rows: ROWS,
            editor_columns: 40,
            layer: match &self.model.layer {
                Some(Layer::Decide(decide)) => part(decide.page.scroll, self.page_lines),
                Some(Layer::Review(review)) => part(review.page.scroll, self.page_lines),
                _ => part(0, 30),
            },
            items: self.page_items,
            picture: Some(crate::app::model::Size { cols: 40, rows: 10 }),
            file: part(0, 50),
            pending: part(0, 5),
            precedents: part(0, 40),
            thread: ThreadExtent::default(),
        };
        if let Some(view) = self.model.view()
            && let Some(file) = self.model.cases.get(view.id)
            && let Some(last) = file.thread.len().checked_sub(1)
        {
            let at = |id: MessageId| file.thread.iter().position(|row| row.message.id == id).unwrap_or(last);
            let cursor = view.thread.cursor.map_or(last, at);
            let top = match view.thread.lead {
                crate::app::model::ScrollAnchor::Cursor => {
                    view.thread.top.clamp((cursor + 1).saturating_sub(ROWS), cursor)
                }
                crate::app::model::ScrollAnchor::Lines => view.thread.top.min((last + 1).saturating_sub(ROWS)),
            };
            let end = (top + ROWS - 1).min(last);
            measured.thread = ThreadExtent {
                extent: part(top, last + 1),
                cursor: Some((cursor, cursor)),
                visible: Some((file.thread[top].message.id, file.thread[end].message.id)),
            };
        }
        self.update(Msg::Drawn(measured));
    }

    /// Time passes, and the desk wakes when it wanted to.
    fn wait(&mut self, time: TimeDelta) -> &mut Self {
        let until = self.now() + time;
        while let Some(at) = self.model.next_wake().filter(|at| *at < until) {
            assert!(at > self.now(), "a desk that wakes at once never sleeps");
            self.store.now = at;
            self.update(Msg::Clock(at));
        }
        self.store.now = until;
        self.update(Msg::Clock(until));
        self
    }

    /// What others did arrives.
    fn notice_changes(&mut self) -> &mut Self {
        let changes = self.store.changes();
        self.update(Msg::Changed(changes));
        self
    }

    fn selected(&self) -> Option<i64> {
        self.model.queue.window.selected.map(|id| id.0)
    }

    fn open_case(&self) -> Option<i64> {
        match &self.model.screen {
            Screen::Case(view) => Some(view.id.0),
            Screen::Queue => None,
        }
    }

    fn compose(&self) -> &Compose {
        match &self.model.layer {
            Some(Layer::Compose(compose)) => compose,
            other => panic!("no composer is open, but {other:?}"),
        }
    }

    fn decide(&self) -> &DecisionEditor {
        match &self.model.layer {
            Some(Layer::Decide(decide)) => decide,
            other => panic!("no decision is open, but {other:?}"),
        }
    }

    /// Why the last command was refused, in a word.
    fn refused(&self) -> String {
        match &self.model.notice {
            Some(Notice::Refused(command, why)) => format!("{} {why:?}", command.spec().name),
            other => panic!("nothing was refused: {other:?}"),
        }
    }
}

/// The first dispute.
const FIRST: DisputeId = DisputeId(1001);
