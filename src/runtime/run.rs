//! The main loop: events arrive on one channel, the app updates its model, the resulting effects are executed, and one
//! frame is drawn. There are no ticks: the loop sleeps until an event arrives or the model's next wake-up is due.

mod terminal_owner;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};
use crossbeam_channel::{Receiver, Sender, unbounded};
use ratatui::layout::{Position, Rect};

use crate::app::model::{CopyOutcome, DisplayZone, OrphanedEdit, Size};
use crate::app::open_with::OpenWith;
use crate::app::session::DeskSession;
use crate::app::{Effect, Model, Msg, Read, Setup, update};
use crate::domain::dispute::action::Action;
use crate::domain::ids::Handle;
use crate::store::{ChangeCursor, Place, Store, StoreError, file_folder};
use crate::ui::{self, Ui};

use super::alert::Alerts;
use super::clipboard;
use super::connection::{find_mediator, open_only};
use super::draft_fallback::DraftFallback;
use super::editor::{self, RunningEditor};
use super::first_steps;
use super::input::{Input, InputThread};
use super::leaving::{finish_writes, last_words};
use super::log::state_folder;
use super::opened_files::OpenedFiles;
use super::panics::{catch_panic, inject_panic};
use super::pictures::Painter;
use super::session_file::SessionFile;
use super::signals::{self, Signal};
use super::terminal::{self, Reports, TerminalScreen};
use super::theme_choice::TerminalTheme;
use super::unsaved_drafts::{describe_unsaved, unsaved_drafts};
use super::watcher::Watcher;
use super::worker::{ThreadContext, Worker};
use super::{DemoParties, DeskOptions, LoopEvent, OpenStore, now};

/// How many events are handled before a frame is drawn, even if more are queued.
const MAX_EVENTS_PER_FRAME: usize = 1_000;
/// How often a frame may be redrawn because its measurements changed the model.
const MAX_REDRAWS: usize = 3;
/// The shortest sleep between two events.
const MIN_SLEEP: Duration = Duration::from_millis(10);
/// How long the first frame waits for the store's answers, so that it is complete.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(50);
/// How long any other frame waits for the case that it shows: about as long as it takes to read a cached one.
const FRAME_WAIT: Duration = Duration::from_millis(2);

/// How long the desk waits for pending writes before it is suspended. The drafts remain in memory, too.
const SUSPEND_FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

/// How long the desk waits, when it quits, for its presence to be withdrawn.
const WITHDRAW_TIMEOUT: Duration = Duration::from_millis(300);

/// Why the desk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitReason {
    Quit,
    /// A signal terminated it.
    Signal(i32),
}

/// Runs the desk, from the first frame to the last write, on a store that is known to be usable. What is to be said once the
/// terminal is the shell's again is left in `said`.
///
/// # Errors
/// Returns an error if the terminal can't be used, a thread can't be started, the terminal fails, or the desk panics.
pub fn run(
    options: DeskOptions,
    store: Box<dyn Store + Send>,
    log: Option<&Path>,
    said: &mut Option<String>,
) -> anyhow::Result<ExitReason> {
    let mut event_loop = EventLoop::start(options, store)?;
    let outcome = catch_panic(|| event_loop.run());
    if outcome.is_ok() {
        event_loop.await_replies();
        event_loop.keep_session();
    }
    // Drafts are saved whatever happened; the terminal is restored before the writes are awaited.
    let saved = catch_panic(|| event_loop.save_drafts());
    terminal::restore();
    finish_writes(&event_loop.model, event_loop.draft_fallback.as_ref(), event_loop.worker);
    event_loop.watcher.finish(WITHDRAW_TIMEOUT);
    if let Ok(opened) = &event_loop.context.opened_files {
        opened.remove_all();
    }
    let answers: Vec<LoopEvent> = event_loop.events.try_iter().collect();
    *said = last_words(&mut event_loop.model, &event_loop.ui, &answers);
    let unsaved = unsaved_drafts(&answers, event_loop.draft_fallback.as_ref(), &event_loop.model.drafts);
    let log = log.map_or_else(String::new, |log| format!("; its log is {}", log.display()));
    outcome.and_then(|reason| saved.map(|()| reason)).map_err(|fault| {
        anyhow!("the desk ended on a fault of its own, {} ({fault}){log}", describe_unsaved(&unsaved))
    })?;
    match (event_loop.exit_reason, event_loop.terminal_error) {
        (ExitReason::Quit, Some(terminal_error)) => {
            Err(anyhow!("the desk ended because {terminal_error}; {}", describe_unsaved(&unsaved)))
        }
        _ if !unsaved.is_empty() => Err(anyhow!(describe_unsaved(&unsaved))),
        (reason, _) => Ok(reason),
    }
}

/// The parties of a demo, which outlive the thread that asks them.
type SharedParties = Arc<Mutex<DemoParties>>;

fn shared_parties(parties: &SharedParties) -> DemoParties {
    let parties = parties.clone();
    Box::new(move |store, now| parties.lock().map_or_else(|_| Vec::new(), |mut parties| parties(store, now)))
}

/// Returns where other programs find the files that they show, if there are such programs.
fn opened_files(open_with: &OpenWith) -> Result<Arc<OpenedFiles>, String> {
    if open_with.is_empty() {
        return Err("no program is configured".to_owned());
    }
    OpenedFiles::new().map(Arc::new).map_err(|error| error.to_string())
}

/// Where it is kept where the mediator was on this database.
fn session_file(place: &Place, store: &dyn Store, me: Option<&Handle>) -> Option<SessionFile> {
    state_folder().zip(me).map(|(at, me)| SessionFile::new(&at, place, &store.identity(), me))
}

/// Where drafts are kept that this database does not accept.
fn draft_fallback(place: &Place, store: &dyn Store, me: Option<&Handle>) -> Option<DraftFallback> {
    state_folder().zip(me).map(|(at, me)| DraftFallback::new(&at, place, &store.identity(), me))
}

struct EventLoop {
    /// What the desk starts with, on this database or another in its place.
    setup: Setup,
    place: Place,
    context: ThreadContext,
    /// Opens whatever database is at the place, unlike the threads' own.
    open_store: OpenStore,
    parties: Option<SharedParties>,
    /// Edits whose desk was killed while an editor ran; reported once.
    orphaned_edits: Vec<OrphanedEdit>,
    /// Problems found in the configuration; reported once.
    warnings: Vec<String>,
    /// A demo that says what it is, if none has yet.
    shows_first_steps: bool,
    model: Model,
    ui: Ui,
    theme: TerminalTheme,
    screen: TerminalScreen,
    /// When the terminal was asked what it has not answered yet.
    replies_awaited: Option<Instant>,
    alerts: Alerts,
    input_thread: InputThread,
    worker: Worker,
    painter: Painter,
    watcher: Watcher,
    events: Receiver<LoopEvent>,
    event_sender: Sender<LoopEvent>,
    draft_fallback: Option<DraftFallback>,
    session_file: Option<SessionFile>,
    /// Set while the mediator's editor owns the terminal.
    editor: Option<RunningEditor>,
    /// The terminal belongs to the shell or an editor; nothing is drawn.
    suspended: bool,
    /// Effects to run after the next frame.
    deferred_effects: Vec<Effect>,
    /// Why the terminal can't be used any more; nothing is drawn then.
    terminal_error: Option<String>,
    exit_reason: ExitReason,
    /// A signal asked the desk to end; it does once the input that came with it is handled.
    exit_requested: bool,
    quitting: bool,
}

impl EventLoop {
    fn start(options: DeskOptions, store: Box<dyn Store + Send>) -> anyhow::Result<Self> {
        let account = options.account.as_ref();
        let me = options.me.as_ref().map(|me| find_mediator(store.as_ref(), me, account)).transpose()?;
        // Taken before the first read, so that no change is missed in between.
        let cursor = store.changes(ChangeCursor::default())?.cursor;
        let (event_sender, events) = unbounded();
        signals::listen(event_sender.clone()).context("signals can't be listened to")?;
        let draft_fallback = draft_fallback(&options.place, store.as_ref(), options.me.as_ref());
        let session_file = session_file(&options.place, store.as_ref(), options.me.as_ref());
        let orphaned_edits = match (draft_fallback.as_ref(), options.me.as_ref()) {
            (Some(draft_fallback), Some(me)) => {
                editor::recover_orphaned_edits(draft_fallback, |id| store.draft(id, me).ok().flatten())
            }
            _ => Vec::new(),
        };
        let context = ThreadContext {
            open_store: open_only(store.identity(), options.place.clone(), options.open_store.clone()),
            export_case: options.export_case,
            opened_files: opened_files(&options.open_with),
            draft_fallback: draft_fallback.clone(),
            me: options.me,
            events: event_sender.clone(),
        };
        let worker = Worker::start(&context, store).context("a thread can't be made")?;
        let is_demo = options.demo.is_some();
        let shows_first_steps = options.demo.as_ref().is_some_and(|demo| demo.shows_first_steps);
        let parties = options.demo.and_then(|demo| demo.parties).map(|parties| Arc::new(Mutex::new(parties)));
        let theme = TerminalTheme::new(options.theme);
        let painter = Painter::start(event_sender.clone(), options.image_protocol, theme.depth())
            .context("a thread can't be made")?;
        let watcher = Watcher::start(context.clone(), cursor, parties.as_ref().map(shared_parties))
            .context("a thread can't be made")?;
        let alerts = Alerts::new(options.notify, options.notify_command);
        let background = theme.follows_background();
        let reports = Reports { mouse: options.mouse, focus: alerts.needs_focus(), background };
        let screen = TerminalScreen::enter("litige".to_owned(), reports).context("the terminal can't be used")?;
        let size = screen.size().context("the terminal has no size")?;
        let input_thread =
            InputThread::start(event_sender.clone(), options.escape_timeout).context("the keyboard can't be read")?;
        let ui = Ui::with_texts(options.texts, theme.theme());
        let setup = Setup {
            me,
            account: options.account,
            lang: options.lang,
            size,
            now: now(),
            zone: DisplayZone::Local,
            seed: super::clock::new_uuid().into_bytes(),
            labels: ui.texts.labels(),
            keymap: options.keymap,
            demo: is_demo,
            templates: options.templates,
            lexicon: options.lexicon,
            open_with: options.open_with,
            file_folder: file_folder(&options.place).map(|folder| folder.display().to_string()),
        };
        Ok(Self {
            model: Model::new(setup.clone()),
            setup,
            place: options.place,
            context,
            open_store: options.open_store,
            parties,
            orphaned_edits,
            warnings: options.warnings,
            shows_first_steps,
            ui,
            theme,
            screen,
            replies_awaited: Some(Instant::now()),
            alerts,
            input_thread,
            worker,
            painter,
            watcher,
            events,
            draft_fallback,
            session_file,
            event_sender,
            editor: None,
            suspended: false,
            deferred_effects: Vec::new(),
            terminal_error: None,
            exit_reason: ExitReason::Quit,
            exit_requested: false,
            quitting: false,
        })
    }

    fn run(&mut self) {
        if let Some(session) = self.session_file.as_ref().and_then(SessionFile::read) {
            self.dispatch(Msg::Resume(Box::new(session)));
        }
        self.dispatch(Msg::Start);
        if self.shows_first_steps && state_folder().is_some_and(|at| first_steps::are_due(&at)) {
            self.dispatch(Msg::FirstSteps);
        }
        if !self.warnings.is_empty() {
            self.warnings.iter().for_each(|line| tracing::warn!("{line}"));
            let warnings = std::mem::take(&mut self.warnings);
            self.dispatch(Msg::Configured(warnings));
        }
        if !self.orphaned_edits.is_empty() {
            let orphaned_edits = std::mem::take(&mut self.orphaned_edits);
            self.dispatch(Msg::LeftInEditor(orphaned_edits));
        }
        self.wait_for_answers(FIRST_FRAME_WAIT, |model| model.queue.is_loading() || model.is_waiting_for_shown());
        self.quit_if_requested();
        while !self.quitting {
            self.draw();
            self.run_deferred_effects();
            let mut first = self.next_event();
            while let Some(prefetch) = first.take_if(|event| self.is_prefetch(event)) {
                self.handle_event(prefetch);
                first = self.next_event();
            }
            self.dispatch(Msg::Clock(now()));
            let more: Vec<LoopEvent> = self.events.try_iter().take(MAX_EVENTS_PER_FRAME).collect();
            for event in first.into_iter().chain(more) {
                self.handle_event(event);
            }
            self.wait_for_answers(FRAME_WAIT, Model::is_waiting_for_shown);
            self.quit_if_requested();
        }
        self.run_deferred_effects();
    }

    /// Runs the effects that were deferred until after the frame.
    fn run_deferred_effects(&mut self) {
        for effect in std::mem::take(&mut self.deferred_effects) {
            self.run_effect(effect);
        }
    }

    /// Returns whether this is a prefetched case that no screen shows: no reason to draw, or to read the clock.
    fn is_prefetch(&self, event: &LoopEvent) -> bool {
        let LoopEvent::Msg(Msg::Read(_, Read::Case(id), Ok(_))) = event else { return false };
        self.model.is_out_of_sight(*id) && self.model.trouble.is_none()
    }

    /// Handles events until the awaited answers have arrived, or until `patience` has passed. With a fast store the
    /// frame is then drawn complete instead of with placeholders.
    fn wait_for_answers(&mut self, patience: Duration, is_awaited: impl Fn(&Model) -> bool) {
        let deadline = Instant::now() + patience;
        while !self.quitting && is_awaited(&self.model) {
            let Ok(event) = self.events.recv_deadline(deadline) else { return };
            self.handle_event(event);
        }
    }

    /// Sleeps until an event arrives or the model's next wake-up is due (`None`).
    fn next_event(&self) -> Option<LoopEvent> {
        match self.model.next_wake() {
            None => self.events.recv().ok(),
            Some(then) => {
                let sleep = (then - now()).to_std().unwrap_or_default().max(MIN_SLEEP);
                self.events.recv_timeout(sleep).ok()
            }
        }
    }

    fn handle_event(&mut self, event: LoopEvent) {
        match event {
            LoopEvent::Input(Input::Key(key)) => {
                inject_panic("desk", || key.to_string() == "F12");
                self.dispatch(Msg::Key(key));
            }
            LoopEvent::Input(Input::Paste(text)) => self.dispatch(Msg::Paste(text)),
            LoopEvent::Input(Input::PasteBroken) => self.dispatch(Msg::PasteBroken),
            LoopEvent::Input(Input::PasteEnds) => self.dispatch(Msg::PasteEnds),
            LoopEvent::Input(Input::Mouse(how, x, y)) => {
                let Size { cols, rows } = self.model.size;
                let area = Rect { x: 0, y: 0, width: cols, height: rows };
                if let Some(spot) = ui::target_at(&self.model, &self.ui, area, Position { x, y }) {
                    self.dispatch(Msg::Mouse(how, spot));
                }
            }
            LoopEvent::Input(Input::Closed(why)) => self.fail_terminal(why),
            LoopEvent::Signal(Signal::Terminate(signal)) => {
                self.exit_reason = ExitReason::Signal(signal);
                self.exit_requested = true;
            }
            LoopEvent::Signal(Signal::Resize) => match self.screen.size() {
                Ok(size) => self.dispatch(Msg::Resize(size)),
                Err(error) => self.fail_terminal(error.to_string()),
            },
            // The terminal belongs to the editor throughout: it has stopped itself, and continues when we do.
            LoopEvent::Signal(Signal::Suspend) if self.editor.is_some() => signals::suspend_process(),
            LoopEvent::Signal(Signal::Resume) if self.editor.is_some() => {}
            LoopEvent::Signal(Signal::Suspend) => self.suspend(),
            LoopEvent::Signal(Signal::Resume) => self.resume(),
            LoopEvent::Input(Input::Reply(reply)) => self.apply_reply(reply),
            LoopEvent::Input(Input::Focus(focused)) => self.dispatch(Msg::Focus(focused)),
            LoopEvent::Msg(Msg::NotifyFailed(why)) if !self.alerts.is_first_failure() => {
                tracing::warn!("the program that notifies: {why}");
            }
            LoopEvent::Picture(picture, pixels) => {
                let file = picture.file;
                self.ui.set_picture(*picture);
                self.dispatch(Msg::Pictured(file, Ok(pixels)));
            }
            LoopEvent::Editor(exit) => self.finish_editor(&exit),
            LoopEvent::Msg(msg) => {
                inject_panic("desk-editing", || self.editor.is_some());
                self.dispatch(msg);
            }
        }
    }

    fn dispatch(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            if self.is_deferrable(&effect) {
                self.deferred_effects.push(effect);
            } else {
                self.run_effect(effect);
            }
        }
    }

    /// Returns whether the next frame does not depend on this effect: cases and rows read ahead, related cases, read receipts.
    fn is_deferrable(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Read(_, Read::Case(id)) => self.model.is_out_of_sight(*id),
            Effect::Read(_, Read::RelatedCases(_)) => true,
            Effect::Read(generation, Read::Queue(_)) => self.model.queue.is_reading_ahead(*generation),
            Effect::Act(_, request) => matches!(request.action, Action::MarkRead { .. }),
            _ => false,
        }
    }

    fn run_effect(&mut self, effect: Effect) {
        match effect {
            Effect::Read(generation, what) => self.worker.read(generation, what),
            Effect::StopSearch => self.worker.stop_search(),
            Effect::Act(ticket, request) => self.worker.act(ticket, request),
            Effect::Picture(request) => {
                if let Some(query) = self.painter.support_query() {
                    let written = self.screen.write_sequence(query);
                    self.check_io(written);
                }
                self.painter.draw(request);
            }
            Effect::SaveDraft(dispute, draft) => self.worker.save_draft(dispute, draft),
            Effect::ChangeViews(ticket, key, change) => self.worker.change_views(ticket, key, change),
            Effect::Settle => self.watcher.poll_now(),
            Effect::AnnouncePresence(at) => self.watcher.set_open_case(at),
            Effect::Acknowledge(seen) => self.worker.acknowledge(seen),
            Effect::Alert(notifications) => {
                let told = self.alerts.raise(&ui::alert(&self.ui.texts, &notifications), &self.event_sender);
                // The terminal may be an editor's or the shell's just now.
                if let Some(sequence) = told.filter(|_| !self.suspended) {
                    let written = self.screen.write_sequence(&sequence);
                    self.check_io(written);
                }
            }
            Effect::Copy(what, text) if clipboard::is_inside_tmux() => {
                clipboard::copy_into_tmux(what, text, self.event_sender.clone());
            }
            Effect::Copy(what, text) => {
                let asked = self.screen.copy(&text);
                self.check_io(asked);
                self.dispatch(Msg::Copied(what, CopyOutcome::Asked));
            }
            // Every message but `Drawn` is followed by a frame; the effects of `Drawn` are handled by `draw`.
            Effect::Draw => {}
            Effect::Repaint => {
                let cleared = self.screen.clear();
                self.check_io(cleared);
            }
            Effect::Suspend if signals::can_suspend() => self.suspend(),
            Effect::Suspend => tracing::info!("no shell would continue us: not suspended"),
            Effect::Edit(dispute, field, text) => self.start_editor(dispute, field, text),
            Effect::Reopen => {
                if let Err(error) = self.reopen() {
                    self.dispatch(Msg::Trouble(error));
                }
            }
            Effect::Quit => self.quitting = true,
        }
    }

    fn draw(&mut self) {
        for _ in 0..MAX_REDRAWS {
            if self.suspended || self.terminal_error.is_some() || self.quitting {
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
            let titled = self.screen.set_title(ui::window_title(&self.model, &self.ui));
            self.check_io(titled);
            let Some(measured) = measured else { return };
            let effects = update(&mut self.model, Msg::Drawn(measured));
            let again = effects.contains(&Effect::Draw);
            effects.into_iter().for_each(|effect| self.run_effect(effect));
            if !again {
                return;
            }
        }
    }

    fn quit_if_requested(&mut self) {
        if self.exit_requested && !self.quitting {
            self.quit();
        }
    }

    /// Opens the database that is at the path now, and starts on it anew. What was requested of the one that was is done first:
    /// its drafts are kept in the state folder.
    fn reopen(&mut self) -> Result<(), StoreError> {
        self.worker.flush(SUSPEND_FLUSH_TIMEOUT);
        let failed = |error: &dyn std::fmt::Display| StoreError::Io(error.to_string());
        let store = (self.open_store)()?;
        let account = self.setup.account.as_ref();
        let me = self.context.me.as_ref().map(|me| find_mediator(store.as_ref(), me, account)).transpose();
        let me = me.map_err(|error| failed(&error))?;
        let cursor = store.changes(ChangeCursor::default())?.cursor;
        let draft_fallback = draft_fallback(&self.place, store.as_ref(), self.context.me.as_ref());
        self.session_file = session_file(&self.place, store.as_ref(), self.context.me.as_ref());
        let open_store = open_only(store.identity(), self.place.clone(), self.open_store.clone());
        let context = ThreadContext { open_store, draft_fallback: draft_fallback.clone(), ..self.context.clone() };
        let worker = Worker::start(&context, store).map_err(|error| failed(&error))?;
        std::mem::replace(&mut self.worker, worker).finish(SUSPEND_FLUSH_TIMEOUT);
        let parties = self.parties.as_ref().map(shared_parties);
        let watcher = Watcher::start(context.clone(), cursor, parties).map_err(|error| failed(&error))?;
        std::mem::replace(&mut self.watcher, watcher).finish(WITHDRAW_TIMEOUT);
        // What the other one answered means nothing here.
        let others: Vec<_> = self.events.try_iter().filter(|event| !matches!(event, LoopEvent::Msg(_))).collect();
        for event in others {
            let _ = self.event_sender.send(event);
        }
        (self.context, self.draft_fallback) = (context, draft_fallback);
        self.deferred_effects.clear();
        let seed = uuid::Uuid::now_v7().into_bytes();
        let size = self.model.size;
        self.model = Model::new(Setup { me, size, now: now(), seed, ..self.setup.clone() });
        self.dispatch(Msg::Start);
        Ok(())
    }

    fn quit(&mut self) {
        self.await_replies();
        self.take_pastes();
        self.terminate_editor();
        self.dispatch(Msg::Quit);
        self.quitting = true;
    }

    /// Stops reading the terminal and takes what had been read of a paste, so that it is kept in the draft.
    fn take_pastes(&mut self) {
        self.input_thread.park();
        let unhandled: Vec<LoopEvent> = self.events.try_iter().collect();
        for event in unhandled {
            match event {
                LoopEvent::Input(Input::Paste(text)) => self.dispatch(Msg::Paste(text)),
                // Answers about drafts are looked at when everything was written.
                event => drop(self.event_sender.send(event)),
            }
        }
    }

    fn check_io(&mut self, result: io::Result<()>) {
        if let Err(error) = result {
            self.fail_terminal(error.to_string());
        }
    }

    fn fail_terminal(&mut self, why: String) {
        if self.terminal_error.is_none() {
            tracing::error!("the terminal: {why}");
            self.terminal_error = Some(why);
            self.quit();
        }
    }

    /// Keeps where the mediator is for the next desk. That it can't be kept is no reason to say anything.
    fn keep_session(&self) {
        if let Some(Err(error)) = self.session_file.as_ref().map(|file| file.write(DeskSession::of(&self.model))) {
            tracing::warn!("where the desk was is not kept: {error}");
        }
    }

    /// Requests that every draft be saved, even if the loop panicked before the model could quit.
    fn save_drafts(&mut self) {
        self.terminate_editor();
        if !self.model.drafts.all_kept() {
            self.dispatch(Msg::Quit);
        }
    }
}
