//! The one loop: everything from outside comes in on one channel, the app decides, its effects go out, one frame is drawn.
//! No ticks: the desk sleeps until something comes in or the model's own next moment is there.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};
use crossbeam_channel::{Receiver, Sender, unbounded};
use ratatui::layout::{Position, Rect};

use super::theme_choice;
use crate::app::model::{Drafts, EditorTrouble, Field, OrphanedEdit, Size, Zone};
use crate::app::{Effect, Model, Msg, Read, Setup, update};
use crate::domain::case::records::Mediator;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::store::{ChangeCursor, Store};
use crate::ui::i18n::Texts;
use crate::ui::{self, Ui};

use super::draft_fallback::DraftFallback;
use super::editor::{self, Editing};
use super::faults::{caught, rehearse};
use super::input::{Input, Keyboard};
use super::log::state_folder;
use super::pictures::Painter;
use super::signals::{self, Signal};
use super::terminal::{self, Screen};
use super::watcher::Watcher;
use super::worker::{Context, Worker};
use super::{DeskOptions, Wake, now};

/// How many messages are taken in before a frame is due all the same, when they come faster than frames.
const AT_ONCE: usize = 1_000;
/// How often a frame may ask to be drawn once more with what it measured.
const REDRAWS: usize = 3;
/// The desk never wakes up by itself sooner than this.
const SHORTEST_NAP: Duration = Duration::from_millis(10);
/// How long the first frame waits for the store, so that it is whole.
const FIRST_ANSWERS: Duration = Duration::from_millis(50);
/// How long any other waits for the case that it shows: as long as reading one takes that is at hand in memory.
const ANSWERS: Duration = Duration::from_millis(2);
/// How long a leaving desk waits for what was asked to be written; longer than the store waits for another writer.
const LAST_WRITES: Duration = Duration::from_secs(15);

/// How long a desk that is to stop waits for the same; its words are in its memory, too.
const BEFORE_A_STOP: Duration = Duration::from_secs(1);

/// How long it waits for others to be told that it leaves.
const LAST_WORD: Duration = Duration::from_millis(300);

/// How the desk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The mediator left it.
    Left,
    /// By this signal.
    By(i32),
}

/// Runs the desk on a store that proved usable, from the first frame to the last write.
///
/// # Errors
/// When the terminal or a thread can't be had, the terminal broke, or a fault inside the desk ended it.
pub fn run(options: DeskOptions, store: Box<dyn Store + Send>, log: Option<&Path>) -> anyhow::Result<Ended> {
    let mut desk = Desk::open(options, store)?;
    let lived = caught(|| desk.live());
    // Whatever happened, what was written is asked to be kept; the terminal is given back before we wait for it.
    let kept = caught(|| desk.keep_drafts());
    terminal::leave();
    let written = desk.worker.finish(LAST_WRITES);
    desk.watcher.finish(LAST_WORD);
    if !written {
        tracing::error!("what was asked to be written last was not written within {LAST_WRITES:?}");
    }
    let lost = unkept(&desk.wakes, desk.rescue.as_ref(), &desk.model.drafts);
    let log = log.map_or_else(String::new, |log| format!("; its log is {}", log.display()));
    lived
        .and_then(|ended| kept.map(|()| ended))
        .map_err(|fault| anyhow!("the desk ended on a fault of its own, {} ({fault}){log}", told(&lost)))?;
    match (desk.ended, desk.broken) {
        (Ended::Left, Some(broken)) => Err(anyhow!("the desk ended because {broken}; {}", told(&lost))),
        _ if !lost.is_empty() => Err(anyhow!(told(&lost))),
        (ended, _) => Ok(ended),
    }
}

/// The drafts that neither the store nor a file took at the end, each with its text.
fn unkept(wakes: &Receiver<Wake>, rescue: Option<&DraftFallback>, drafts: &Drafts) -> Vec<String> {
    let mut failed = BTreeMap::new();
    for wake in wakes.try_iter() {
        match wake {
            Wake::Msg(Msg::DraftSaved(id, Err(error))) => drop(failed.insert(id, error)),
            Wake::Msg(Msg::DraftSaved(id, Ok(()))) => drop(failed.remove(&id)),
            _ => {}
        }
    }
    let lost = failed.into_iter().filter_map(|(id, error)| {
        let draft = drafts.of(id)?;
        let rescued = rescue.and_then(|rescue| rescue.find(id));
        let is_lost = rescued.is_none_or(|rescued| serde_json::to_string(draft).ok() != Some(rescued));
        let text: Vec<&str> = draft.texts().collect();
        (is_lost && !text.is_empty()).then(|| format!("{id} ({error}): {}", text.join(" / ")))
    });
    lost.collect()
}

/// What became of what was written.
fn told(lost: &[String]) -> String {
    match lost {
        [] => "what you had written is kept".to_owned(),
        // The last place where they can see it.
        lost => format!("what you had written could not be kept, here it is: {}", lost.join("; ")),
    }
}

struct Desk {
    /// What editors had saved when their desk was killed; said once.
    left: Vec<OrphanedEdit>,
    /// What in the configuration could not be used; said once.
    warnings: Vec<String>,
    model: Model,
    ui: Ui,
    screen: Screen,
    keyboard: Keyboard,
    worker: Worker,
    painter: Painter,
    watcher: Watcher,
    wakes: Receiver<Wake>,
    to_wake: Sender<Wake>,
    rescue: Option<DraftFallback>,
    /// The mediator's editor has the terminal.
    editing: Option<Editing>,
    /// The terminal was given back, to a shell or an editor; nothing is drawn.
    stopped: bool,
    /// What the next frame need not wait for.
    after_frame: Vec<Effect>,
    /// The terminal is gone, and why; nothing is drawn any more.
    broken: Option<String>,
    ended: Ended,
    leaving: bool,
}

impl Desk {
    fn open(options: DeskOptions, store: Box<dyn Store + Send>) -> anyhow::Result<Self> {
        let me = options.me.as_ref().map(|me| mediator(store.as_ref(), me)).transpose()?;
        // From before the first read, so that nothing falls between the two.
        let cursor = store.changes(ChangeCursor::default())?.cursor;
        let (to_wake, wakes) = unbounded();
        signals::listen(to_wake.clone()).context("signals can't be listened to")?;
        let rescue = state_folder().zip(options.me.as_ref()).map(|(at, me)| DraftFallback::new(&at, &options.db, me));
        let left = match (rescue.as_ref(), options.me.as_ref()) {
            (Some(rescue), Some(me)) => editor::left(rescue, |id| store.draft(id, me).ok().flatten()),
            _ => Vec::new(),
        };
        let context = Context {
            open: options.open_store,
            take_out: options.take_out,
            rescue: rescue.clone(),
            me: options.me,
            wakes: to_wake.clone(),
        };
        let worker = Worker::start(&context, store).context("a thread can't be made")?;
        let is_demo = options.demo.is_some();
        let answers = options.demo.and_then(|demo| demo.answers);
        let painter = Painter::start(to_wake.clone(), options.pictures).context("a thread can't be made")?;
        let watcher = Watcher::start(context, cursor, answers).context("a thread can't be made")?;
        let screen = Screen::enter("litige", options.mouse).context("the terminal can't be used")?;
        let size = screen.size().context("the terminal has no size")?;
        let keyboard = Keyboard::read(to_wake.clone()).context("the keyboard can't be read")?;
        let mut warnings = options.warnings;
        let texts = match &options.own_texts {
            None => Texts::new(options.lang),
            Some((path, own)) => {
                let (texts, bad) = Texts::with_own(options.lang, own);
                let line = |(line, why)| format!("{}, line {line}: {why}; the standard text is kept", path.display());
                warnings.extend(bad.into_iter().map(line));
                texts
            }
        };
        let ui = Ui::with(texts, theme_choice::theme(options.looks));
        let model = Model::new(Setup {
            me,
            lang: options.lang,
            size,
            now: now(),
            zone: Zone::Local,
            seed: uuid::Uuid::now_v7().into_bytes(),
            labels: ui.texts.labels(),
            keymap: options.keymap,
            demo: is_demo,
            shelf: options.shelf,
            lexicon: options.lexicon,
        });
        Ok(Self {
            left,
            warnings,
            model,
            ui,
            screen,
            keyboard,
            worker,
            painter,
            watcher,
            wakes,
            rescue,
            to_wake,
            editing: None,
            stopped: false,
            after_frame: Vec::new(),
            broken: None,
            ended: Ended::Left,
            leaving: false,
        })
    }

    fn live(&mut self) {
        self.tell(Msg::Start);
        if !self.warnings.is_empty() {
            self.warnings.iter().for_each(|line| tracing::warn!("{line}"));
            let warnings = std::mem::take(&mut self.warnings);
            self.tell(Msg::Configured(warnings));
        }
        if !self.left.is_empty() {
            let left = std::mem::take(&mut self.left);
            self.tell(Msg::LeftInEditor(left));
        }
        self.await_answers(FIRST_ANSWERS, |model| model.queue.is_loading() || model.is_waiting_for_shown());
        while !self.leaving {
            self.draw();
            self.catch_up();
            let mut first = self.wait();
            while let Some(ahead) = first.take_if(|wake| self.is_ahead(wake)) {
                self.take(ahead);
                first = self.wait();
            }
            self.tell(Msg::Clock(now()));
            let more: Vec<Wake> = self.wakes.try_iter().take(AT_ONCE).collect();
            for wake in first.into_iter().chain(more) {
                self.take(wake);
            }
            self.await_answers(ANSWERS, Model::is_waiting_for_shown);
        }
        self.catch_up();
    }

    /// Carries out what the frame did not wait for.
    fn catch_up(&mut self) {
        for effect in std::mem::take(&mut self.after_frame) {
            self.carry_out(effect);
        }
    }

    /// A case that was read before anyone looks at it: nothing to draw, and no reason to look at the clock.
    fn is_ahead(&self, wake: &Wake) -> bool {
        let Wake::Msg(Msg::Read(_, Read::Case(id), Ok(_))) = wake else { return false };
        self.model.is_out_of_sight(*id) && self.model.trouble.is_none()
    }

    /// A store that answers at once is not announced by an empty place.
    fn await_answers(&mut self, patience: Duration, is_awaited: impl Fn(&Model) -> bool) {
        let deadline = Instant::now() + patience;
        while !self.leaving && is_awaited(&self.model) {
            let Ok(wake) = self.wakes.recv_deadline(deadline) else { return };
            self.take(wake);
        }
    }

    /// Sleeps until something comes in, or the model's next moment.
    fn wait(&self) -> Option<Wake> {
        match self.model.next_wake() {
            None => self.wakes.recv().ok(),
            Some(then) => {
                let nap = (then - now()).to_std().unwrap_or_default().max(SHORTEST_NAP);
                self.wakes.recv_timeout(nap).ok()
            }
        }
    }

    fn take(&mut self, wake: Wake) {
        match wake {
            Wake::Input(Input::Key(key)) => {
                rehearse("desk", || key.to_string() == "F12");
                self.tell(Msg::Key(key));
            }
            Wake::Input(Input::Paste(text)) => self.tell(Msg::Paste(text)),
            Wake::Input(Input::Mouse(how, x, y)) => {
                let Size { cols, rows } = self.model.size;
                let area = Rect { x: 0, y: 0, width: cols, height: rows };
                if let Some(spot) = ui::under(&self.model, &self.ui, area, Position { x, y }) {
                    self.tell(Msg::Pointed(how, spot));
                }
            }
            Wake::Input(Input::Closed(why)) => self.broke(why),
            Wake::Signal(Signal::End(signal)) => {
                self.ended = Ended::By(signal);
                self.leave();
            }
            Wake::Signal(Signal::Resize) => match self.screen.size() {
                Ok(size) => self.tell(Msg::Resize(size)),
                Err(error) => self.broke(error.to_string()),
            },
            // The terminal is the editor's before and after: it stopped by itself, and goes on with us.
            Wake::Signal(Signal::Stop) if self.editing.is_some() => signals::stop(),
            Wake::Signal(Signal::Continue) if self.editing.is_some() => {}
            Wake::Signal(Signal::Stop) => self.stop(),
            Wake::Signal(Signal::Continue) => self.resume(),
            Wake::Input(Input::Graphics(means)) => self.painter.learn(means),
            Wake::Picture(picture, pixels) => {
                let file = picture.file;
                self.ui.show(*picture);
                self.tell(Msg::Pictured(file, Ok(pixels)));
            }
            Wake::Editor(ended) => self.edited(&ended),
            Wake::Msg(msg) => {
                rehearse("desk-editing", || self.editing.is_some());
                self.tell(msg);
            }
        }
    }

    fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            if self.can_wait(&effect) {
                self.after_frame.push(effect);
            } else {
                self.carry_out(effect);
            }
        }
    }

    /// Whether the next frame shows nothing of what comes of it: what is read ahead or stands beside, and receipts.
    fn can_wait(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Read(_, Read::Case(id)) => self.model.is_out_of_sight(*id),
            Effect::Read(_, Read::RelatedCases(_)) => true,
            Effect::Act(_, request) => matches!(request.action, Action::MarkRead { .. }),
            _ => false,
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Read(generation, what) => self.worker.read(generation, what),
            Effect::StopSearch => self.worker.stop_search(),
            Effect::Act(ticket, request) => self.worker.act(ticket, request),
            Effect::Picture(wish) => {
                if let Some(question) = self.painter.question() {
                    let asked = self.screen.ask(question);
                    self.check_io(asked);
                }
                self.painter.draw(wish);
            }
            Effect::SaveDraft(dispute, draft) => self.worker.save_draft(dispute, draft),
            Effect::ChangeViews(ticket, change) => self.worker.change_views(ticket, change),
            Effect::Settle => self.watcher.settle(),
            Effect::Look(at) => self.watcher.look(at),
            Effect::Heard(dispute, what) => self.worker.heard(dispute, what),
            Effect::Copy(text) => {
                let copied = self.screen.copy(&text);
                self.check_io(copied);
            }
            // Every message is followed by a frame but `Drawn`, and that one's effects are looked at by `draw`.
            Effect::Draw => {}
            Effect::Repaint => {
                let cleared = self.screen.clear();
                self.check_io(cleared);
            }
            Effect::Suspend if signals::can_stop() => self.stop(),
            Effect::Suspend => tracing::info!("no shell would continue us: not suspended"),
            Effect::Edit(dispute, field, text) => self.edit(dispute, field, text),
            Effect::Quit => self.leaving = true,
        }
    }

    fn draw(&mut self) {
        for _ in 0..REDRAWS {
            if self.stopped || self.broken.is_some() || self.leaving {
                return;
            }
            let (ui, model) = (&self.ui, &self.model);
            let mut measured = None;
            let drawn = self.screen.draw(|buffer| {
                let (seen, cursor) = ui::paint(model, ui, buffer.area, buffer);
                measured = Some(seen);
                cursor
            });
            self.check_io(drawn);
            let Some(measured) = measured else { return };
            let effects = update(&mut self.model, Msg::Drawn(measured));
            let again = effects.contains(&Effect::Draw);
            effects.into_iter().for_each(|effect| self.carry_out(effect));
            if !again {
                return;
            }
        }
    }

    /// Gives the terminal back and stops; [`Desk::resume`] when a signal says that we run again.
    fn stop(&mut self) {
        self.keyboard.park();
        self.tell(Msg::Stopping);
        terminal::leave();
        // The threads stop with us, and a stopped desk may be killed.
        self.worker.settle(BEFORE_A_STOP);
        self.stopped = true;
        signals::stop();
    }

    /// After our own stop, or one that we could not see coming: the terminal may look like anything.
    fn resume(&mut self) {
        let retaken = self.screen.retake();
        self.check_io(retaken);
        self.keyboard.resume();
        self.stopped = false;
        // It may have been resized while we were stopped.
        self.take(Wake::Signal(Signal::Resize));
        self.tell(Msg::Resumed);
    }

    /// Gives the terminal to the mediator's editor.
    fn edit(&mut self, dispute: DisputeId, field: Field, text: String) {
        self.keyboard.park();
        editor::is_running(true);
        self.stopped = true;
        match Editing::start((dispute, field), text, self.rescue.as_ref(), self.to_wake.clone()) {
            Ok(editing) => self.editing = Some(editing),
            Err(trouble) => self.take_back(dispute, Err(trouble)),
        }
    }

    fn edited(&mut self, ended: &editor::Ended) {
        if let Some(editing) = self.editing.take() {
            self.take_back(editing.dispute, editing.finish(ended));
        }
    }

    /// The terminal is ours again, whatever the editor left on it.
    fn take_back(&mut self, dispute: DisputeId, result: Result<String, EditorTrouble>) {
        editor::is_running(false);
        let retaken = self.screen.retake();
        self.check_io(retaken);
        self.keyboard.resume();
        self.stopped = false;
        self.take(Wake::Signal(Signal::Resize));
        self.tell(Msg::Edited(dispute, result));
    }

    fn leave(&mut self) {
        self.abandon_editor();
        self.tell(Msg::Quit);
        self.leaving = true;
    }

    /// No editor outlives the desk; what it had saved is part of the draft.
    fn abandon_editor(&mut self) {
        if let Some(editing) = self.editing.take() {
            let dispute = editing.dispute;
            if let Some(saved) = editing.abandon() {
                self.tell(Msg::Edited(dispute, Ok(saved)));
            }
        }
    }

    fn check_io(&mut self, result: io::Result<()>) {
        if let Err(error) = result {
            self.broke(error.to_string());
        }
    }

    fn broke(&mut self, why: String) {
        if self.broken.is_none() {
            tracing::error!("the terminal: {why}");
            self.broken = Some(why);
            self.leave();
        }
    }

    /// Asks that every draft be kept, also when the loop was ended by a fault and the model could not be told to leave.
    fn keep_drafts(&mut self) {
        self.abandon_editor();
        if !self.model.drafts.all_kept() {
            self.tell(Msg::Quit);
        }
    }
}

/// The desk acts as this member of the team.
fn mediator(store: &dyn Store, me: &crate::domain::ids::Handle) -> anyhow::Result<Mediator> {
    let found = store.mediators()?.into_iter().find(|member| member.handle == *me);
    found.ok_or_else(|| {
        anyhow!("\u{201c}{me}\u{201d} is not a mediator here; `litige mediator add {me} --name NAME` makes them one")
    })
}
