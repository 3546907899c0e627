//! The input thread, which reads the terminal and can be parked while another program owns it.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::stdio::stdin;

use crate::app::key::Key;
use crate::app::mouse::MouseAction;

use super::LoopEvent;
use super::decoder::{Decoded, Decoder, TerminalReply};
use super::panics::{catch_panic, inject_panic};

/// Input from the terminal.
#[derive(Debug)]
pub enum Input {
    Key(Key),
    /// Pasted text, never commands.
    Paste(String),
    /// The end of a paste has not come; the rest may come as keys.
    PasteBroken,
    /// The end of a paste that was broken.
    PasteEnds,
    /// A mouse event at this column and row, from 0.
    Mouse(MouseAction, u16, u16),
    /// The terminal said this of itself.
    Reply(TerminalReply),
    /// The terminal got the focus, or lost it.
    Focus(bool),
    /// The terminal can't be read any more, and why.
    Closed(String),
}

/// A handle to the input thread.
pub struct InputThread {
    gate: Arc<Gate>,
    wake_writer: PipeWriter,
}

#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    park_requested: bool,
    parked: bool,
    /// The thread has ended and reads no more.
    ended: bool,
}

impl InputThread {
    /// Starts the thread; `escape_timeout` is how long a lone ESC byte waits for the rest of a sequence.
    ///
    /// # Errors
    /// Returns an error if the thread or its pipe can't be created.
    pub fn start(events: Sender<LoopEvent>, escape_timeout: Duration) -> io::Result<Self> {
        let (wake_reader, wake_writer) = io::pipe()?;
        let gate = Arc::new(Gate::default());
        let their_gate = gate.clone();
        thread::Builder::new().name("input".into()).spawn(move || {
            let mut decoder = Decoder::new(escape_timeout);
            let ended = catch_panic(|| read_input(&events, &their_gate, wake_reader, &mut decoder));
            // What came of a paste is text, even if the terminal is gone.
            let _ = send_all(&events, decoder.finish());
            let why = match ended {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(error.to_string()),
                Err(panic) => Some(panic),
            };
            if let Some(why) = why {
                let _ = events.send(LoopEvent::Input(Input::Closed(why)));
            }
            their_gate.end();
        })?;
        Ok(Self { gate, wake_writer })
    }

    /// Waits until the thread has stopped reading and has handed over what it had of a paste; it stays parked until
    /// [`InputThread::resume`]. Gives up after a second.
    pub fn park(&mut self) {
        let Ok(mut state) = self.gate.state.lock() else { return };
        state.park_requested = true;
        let _ = self.wake_writer.write_all(b"!");
        let _ =
            self.gate.changed.wait_timeout_while(state, Duration::from_secs(1), |state| !state.parked && !state.ended);
    }

    /// Lets the thread read again.
    pub fn resume(&mut self) {
        if let Ok(mut state) = self.gate.state.lock() {
            state.park_requested = false;
            self.gate.changed.notify_all();
        }
    }
}

impl Gate {
    fn is_parking(&self) -> bool {
        self.state.lock().is_ok_and(|state| state.park_requested)
    }

    fn end(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.ended = true;
            self.changed.notify_all();
        }
    }

    /// Blocks while parking is requested.
    fn wait_while_parked(&self) {
        let Ok(mut state) = self.state.lock() else { return };
        while state.park_requested {
            state.parked = true;
            self.changed.notify_all();
            let Ok(woken) = self.changed.wait(state) else { return };
            state = woken;
        }
        state.parked = false;
    }
}

/// Reads until the desk has quit (`Ok`) or the terminal fails.
fn read_input(
    events: &Sender<LoopEvent>,
    gate: &Gate,
    mut wake_reader: PipeReader,
    decoder: &mut Decoder,
) -> io::Result<()> {
    let mut bytes = [0; 4096];
    loop {
        let patience = decoder.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let decoded = match wait_for_input(&wake_reader, patience)? {
            WaitOutcome::Woken => {
                let _ = wake_reader.read(&mut bytes)?;
                Vec::new()
            }
            WaitOutcome::Typed => {
                let len = read(&mut bytes)?;
                decoder.feed(&bytes[..len], Instant::now())
            }
            WaitOutcome::TimedOut => decoder.expire(Instant::now()),
        };
        let is_heard = send_all(events, decoded) && (!gate.is_parking() || send_all(events, decoder.finish()));
        if !is_heard {
            return Ok(());
        }
        gate.wait_while_parked();
    }
}

/// Sends what was decoded; returns whether anyone still receives it.
fn send_all(events: &Sender<LoopEvent>, decoded: impl IntoIterator<Item = Decoded>) -> bool {
    decoded.into_iter().all(|decoded| {
        let input = match decoded {
            Decoded::Key(key) => {
                inject_panic("input", || key.to_string() == "F12");
                Input::Key(key)
            }
            Decoded::Paste(text) => Input::Paste(text),
            Decoded::PasteBroken => Input::PasteBroken,
            Decoded::PasteEnds => Input::PasteEnds,
            Decoded::Mouse(how, x, y) => Input::Mouse(how, x, y),
            Decoded::Reply(reply) => Input::Reply(reply),
            Decoded::Focus(focused) => Input::Focus(focused),
        };
        events.send(LoopEvent::Input(input)).is_ok()
    })
}

enum WaitOutcome {
    Typed,
    Woken,
    TimedOut,
}

fn terminal_gone() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone")
}

/// Waits for input or a wake-up. Usually without a time-out, so that an idle desk sleeps.
fn wait_for_input(wake_reader: &PipeReader, at_most: Option<Duration>) -> io::Result<WaitOutcome> {
    let terminal = stdin();
    let mut fds = [PollFd::new(&terminal, PollFlags::IN), PollFd::new(wake_reader, PollFlags::IN)];
    let timeout = at_most.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
    if retry_on_intr(|| poll(&mut fds, timeout.as_ref()))? == 0 {
        return Ok(WaitOutcome::TimedOut);
    }
    let [typed, woken] = fds.map(|fd| fd.revents());
    if !woken.is_empty() {
        return Ok(WaitOutcome::Woken);
    }
    // What was typed before the terminal hung up is still read.
    if typed.contains(PollFlags::IN) { Ok(WaitOutcome::Typed) } else { Err(terminal_gone()) }
}

/// Reads from standard input. Not through `io::stdin`, whose buffer `poll` can't see.
fn read(bytes: &mut [u8]) -> io::Result<usize> {
    match retry_on_intr(|| rustix::io::read(stdin(), &mut *bytes)) {
        Ok(0) => Err(terminal_gone()),
        Err(Errno::AGAIN) => Ok(0),
        read => Ok(read?),
    }
}
