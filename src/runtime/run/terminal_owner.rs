//! Who has the terminal: the desk, which is told what the terminal says of itself; the shell, while the desk is suspended; or
//! the mediator's editor.

use std::time::{Duration, Instant};

use super::super::LoopEvent;
use super::super::decoder::TerminalReply;
use super::super::editor::{self, RunningEditor};
use super::super::input::Input;
use super::super::signals::{self, Signal};
use super::super::terminal::{self, ASK_BACKGROUND};
use super::{EventLoop, SUSPEND_FLUSH_TIMEOUT};
use crate::app::Msg;
use crate::app::model::{EditorError, Field};
use crate::domain::ids::DisputeId;
use crate::ui::theme::ThemeMode;

/// How long after the terminal was asked an answer is still expected, and how long it is waited for before another program
/// gets the terminal.
const REPLIES_EXPECTED: Duration = Duration::from_secs(2);
const REPLIES_TIMEOUT: Duration = Duration::from_millis(200);

impl EventLoop {
    /// Applies what the terminal says of itself.
    pub(super) fn apply_reply(&mut self, reply: TerminalReply) {
        let written = match reply {
            TerminalReply::Graphics(protocol) => {
                self.painter.set_support(protocol);
                return;
            }
            TerminalReply::Background(mode) => return self.set_background(mode),
            TerminalReply::ColourScheme(_) if !self.theme.follows_background() => return,
            TerminalReply::ColourScheme(mode) => {
                self.set_background(mode);
                // The scheme may be the system's; the last word has the background itself.
                self.screen.write_sequence(ASK_BACKGROUND)
            }
            TerminalReply::Keyboard { unambiguous: false } if !self.suspended => self.screen.push_keyboard(),
            TerminalReply::Keyboard { .. } => return,
            TerminalReply::Answered => {
                self.replies_awaited = None;
                return;
            }
        };
        self.check_io(written);
    }

    fn set_background(&mut self, mode: ThemeMode) {
        if let Some(theme) = self.theme.set_background(mode) {
            self.ui.theme = theme;
        }
    }

    /// Waits, before another program gets the terminal, for what it has been asked a moment ago: its answers would be typed
    /// there.
    pub(super) fn await_replies(&mut self) {
        let is_recent = |asked: &Instant| asked.elapsed() < REPLIES_EXPECTED;
        if self.replies_awaited.take().filter(is_recent).is_none() || self.terminal_error.is_some() {
            return;
        }
        let deadline = Instant::now() + REPLIES_TIMEOUT;
        let mut others = Vec::new();
        while let Ok(event) = self.events.recv_deadline(deadline) {
            match event {
                LoopEvent::Input(Input::Reply(TerminalReply::Answered)) => break,
                LoopEvent::Input(Input::Reply(_)) => {}
                other => others.push(other),
            }
        }
        for event in others {
            let _ = self.event_sender.send(event);
        }
    }

    /// Restores the terminal and suspends the process; [`EventLoop::resume`] follows when SIGCONT arrives.
    pub(super) fn suspend(&mut self) {
        self.await_replies();
        self.take_pastes();
        self.dispatch(Msg::Stopping);
        self.keep_session();
        terminal::restore();
        // Our threads stop with us, and a stopped process may be killed.
        self.worker.flush(SUSPEND_FLUSH_TIMEOUT);
        self.suspended = true;
        signals::suspend_process();
    }

    /// Takes the terminal again after a stop, ours or one that we could not catch. The screen's content is unknown.
    pub(super) fn resume(&mut self) {
        self.reenter();
        // It may have been resized meanwhile.
        self.handle_event(LoopEvent::Signal(Signal::Resize));
        self.dispatch(Msg::Resumed);
    }

    fn reenter(&mut self) {
        let reentered = self.screen.reenter();
        self.check_io(reentered);
        self.replies_awaited = Some(Instant::now());
        self.input_thread.resume();
        self.suspended = false;
    }

    /// Hands the terminal over to the mediator's editor.
    pub(super) fn start_editor(&mut self, dispute: DisputeId, field: Field, text: String) {
        self.await_replies();
        self.input_thread.park();
        editor::set_running(true);
        self.suspended = true;
        match RunningEditor::start((dispute, field), text, self.draft_fallback.as_ref(), self.event_sender.clone()) {
            Ok(editor) => self.editor = Some(editor),
            Err(trouble) => self.restore_after_editor(dispute, Err(trouble)),
        }
    }

    pub(super) fn finish_editor(&mut self, exit: &editor::EditorExit) {
        if let Some(editor) = self.editor.take() {
            self.restore_after_editor(editor.dispute, editor.finish(exit));
        }
    }

    /// Takes the terminal back from the editor and applies its result.
    fn restore_after_editor(&mut self, dispute: DisputeId, result: Result<String, EditorError>) {
        editor::set_running(false);
        self.reenter();
        self.handle_event(LoopEvent::Signal(Signal::Resize));
        self.dispatch(Msg::Edited(dispute, result));
    }

    /// Terminates the editor, if one runs, and adds what it had saved to the draft.
    pub(super) fn terminate_editor(&mut self) {
        if let Some(editor) = self.editor.take() {
            let dispute = editor.dispute;
            if let Some(saved) = editor.terminate() {
                self.dispatch(Msg::Edited(dispute, Ok(saved)));
            }
        }
    }
}
