//! The input thread, which reads the terminal and can be parked while another program owns it.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::stdio::stdin;

use crate::app::key::Key;
use crate::app::mouse::MouseAction;

use super::decoder::{Decoded, Decoder};
use super::panics::{catch_panic, inject_panic};
use super::{ImageProtocol, LoopEvent};

/// How long an escape may wait for the rest of its sequence: shorter than the time to a person's next key, longer than
/// between two bytes of a terminal, even over a slow line.
const ESCAPE_TIMEOUT: Duration = Duration::from_millis(40);

/// Input from the terminal.
#[derive(Debug)]
pub enum Input {
    Key(Key),
    /// Pasted text, never commands.
    Paste(String),
    /// A mouse event at this column and row, from 0.
    Mouse(MouseAction, u16, u16),
    /// The terminal reported that it supports this image protocol.
    Graphics(ImageProtocol),
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
}

impl InputThread {
    /// Starts the thread.
    ///
    /// # Errors
    /// Returns an error if the thread or its pipe can't be created.
    pub fn start(events: Sender<LoopEvent>) -> io::Result<Self> {
        let (wake_reader, wake_writer) = io::pipe()?;
        let gate = Arc::new(Gate::default());
        let their_gate = gate.clone();
        thread::Builder::new().name("input".into()).spawn(move || {
            let why = match catch_panic(|| read_input(&events, &their_gate, wake_reader)) {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.to_string(),
                Err(panic) => panic,
            };
            let _ = events.send(LoopEvent::Input(Input::Closed(why)));
        })?;
        Ok(Self { gate, wake_writer })
    }

    /// Waits until the thread has stopped reading; it stays parked until [`InputThread::resume`]. Gives up after a
    /// second, if half a key sequence keeps the thread busy.
    pub fn park(&mut self) {
        let Ok(mut state) = self.gate.state.lock() else { return };
        state.park_requested = true;
        let _ = self.wake_writer.write_all(b"!");
        let _ = self.gate.changed.wait_timeout_while(state, Duration::from_secs(1), |state| !state.parked);
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
fn read_input(events: &Sender<LoopEvent>, gate: &Gate, mut wake_reader: PipeReader) -> io::Result<()> {
    let mut decoder = Decoder::default();
    let mut bytes = [0; 4096];
    loop {
        let decoded = match wait_for_input(&wake_reader, decoder.has_pending().then_some(ESCAPE_TIMEOUT))? {
            Ready::Woken => {
                let _ = wake_reader.read(&mut bytes)?;
                Vec::new()
            }
            Ready::Typed => {
                let len = read(&mut bytes)?;
                decoder.feed(&bytes[..len])
            }
            Ready::TimedOut => decoder.flush(),
        };
        for input in decoded {
            let input = match input {
                Decoded::Key(key) => {
                    inject_panic("input", || key.to_string() == "F12");
                    Input::Key(key)
                }
                Decoded::Paste(text) => Input::Paste(text),
                Decoded::Mouse(how, x, y) => Input::Mouse(how, x, y),
                Decoded::Graphics(protocol) => Input::Graphics(protocol),
            };
            if events.send(LoopEvent::Input(input)).is_err() {
                return Ok(());
            }
        }
        gate.wait_while_parked();
    }
}

enum Ready {
    Typed,
    Woken,
    TimedOut,
}

fn terminal_gone() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone")
}

/// Waits for input or a wake-up. Usually without a time-out, so that an idle desk sleeps.
fn wait_for_input(wake_reader: &PipeReader, at_most: Option<Duration>) -> io::Result<Ready> {
    let terminal = stdin();
    let mut fds = [PollFd::new(&terminal, PollFlags::IN), PollFd::new(wake_reader, PollFlags::IN)];
    let timeout = at_most.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
    if retry_on_intr(|| poll(&mut fds, timeout.as_ref()))? == 0 {
        return Ok(Ready::TimedOut);
    }
    let [typed, woken] = fds.map(|fd| fd.revents());
    if !woken.is_empty() {
        return Ok(Ready::Woken);
    }
    // What was typed before the terminal hung up is still read.
    if typed.contains(PollFlags::IN) { Ok(Ready::Typed) } else { Err(terminal_gone()) }
}

/// Reads from standard input. Not through `io::stdin`, whose buffer `poll` can't see.
fn read(bytes: &mut [u8]) -> io::Result<usize> {
    match retry_on_intr(|| rustix::io::read(stdin(), &mut *bytes)) {
        Ok(0) => Err(terminal_gone()),
        Err(Errno::AGAIN) => Ok(0),
        read => Ok(read?),
    }
}
