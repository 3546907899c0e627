//! The keyboard, read on a thread of its own that can be parked while another program has the terminal.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::stdio::stdin;

use crate::app::key::Key;
use crate::app::pointer::Pointing;

use super::decoder::{Decoder, Typed};
use super::faults::{caught, rehearse};
use super::{ImageProtocol, Wake};

/// How long an escape may wait for the rest of its sequence. A person's next key comes later, a terminal's next byte sooner,
/// also over a slow line where a packet holds the whole sequence.
const ESCAPE_WAITS: Duration = Duration::from_millis(40);

/// What comes from the terminal.
#[derive(Debug)]
pub enum Input {
    /// A key.
    Key(Key),
    /// A paste: text, never commands.
    Paste(String),
    /// The mouse was used at this column and row, from 0.
    Mouse(Pointing, u16, u16),
    /// The terminal says that it draws pictures so.
    Graphics(ImageProtocol),
    /// Nothing will come any more, and why.
    Closed(String),
}

/// The input thread's handle.
pub struct Keyboard {
    gate: Arc<Gate>,
    wake: PipeWriter,
}

#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    wanted: bool,
    parked: bool,
}

impl Keyboard {
    /// Starts reading.
    ///
    /// # Errors
    /// When the thread or its pipe can't be made.
    pub fn read(to: Sender<Wake>) -> io::Result<Self> {
        let (asleep, wake) = io::pipe()?;
        let gate = Arc::new(Gate::default());
        let theirs = gate.clone();
        thread::Builder::new().name("input".into()).spawn(move || {
            let why = match caught(|| listen(&to, &theirs, asleep)) {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.to_string(),
                Err(panic) => panic,
            };
            let _ = to.send(Wake::Input(Input::Closed(why)));
        })?;
        Ok(Self { gate, wake })
    }

    /// Waits until the thread has let go of the terminal: nothing typed is read until [`Keyboard::resume`]. Gives up
    /// waiting after a second, when half a key sequence keeps the thread busy.
    pub fn park(&mut self) {
        let Ok(mut state) = self.gate.state.lock() else { return };
        state.wanted = true;
        let _ = self.wake.write_all(b"!");
        let _ = self.gate.changed.wait_timeout_while(state, Duration::from_secs(1), |state| !state.parked);
    }

    /// Reads on.
    pub fn resume(&mut self) {
        if let Ok(mut state) = self.gate.state.lock() {
            state.wanted = false;
            self.gate.changed.notify_all();
        }
    }
}

impl Gate {
    /// Stays here while the desk wants the terminal left alone.
    fn pass(&self) {
        let Ok(mut state) = self.state.lock() else { return };
        while state.wanted {
            state.parked = true;
            self.changed.notify_all();
            let Ok(woken) = self.changed.wait(state) else { return };
            state = woken;
        }
        state.parked = false;
    }
}

/// Reads until the desk is gone (`Ok`) or the terminal is.
fn listen(to: &Sender<Wake>, gate: &Gate, mut asleep: PipeReader) -> io::Result<()> {
    let mut decoder = Decoder::default();
    let mut bytes = [0; 4096];
    loop {
        let typed = match wait(&asleep, decoder.is_open().then_some(ESCAPE_WAITS))? {
            Ready::Woken => {
                let _ = asleep.read(&mut bytes)?;
                Vec::new()
            }
            Ready::Typed => {
                let len = read(&mut bytes)?;
                decoder.feed(&bytes[..len])
            }
            Ready::Nothing => decoder.settle(),
        };
        for typed in typed {
            let input = match typed {
                Typed::Key(key) => {
                    rehearse("input", || key.to_string() == "F12");
                    Input::Key(key)
                }
                Typed::Paste(text) => Input::Paste(text),
                Typed::Mouse(how, x, y) => Input::Mouse(how, x, y),
                Typed::Graphics(means) => Input::Graphics(means),
            };
            if to.send(Wake::Input(input)).is_err() {
                return Ok(());
            }
        }
        gate.pass();
    }
}

enum Ready {
    Typed,
    Woken,
    Nothing,
}

fn gone() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone")
}

/// Sleeps until something was typed or the desk wants us; without a time-out as a rule, so that an idle desk sleeps.
fn wait(asleep: &PipeReader, at_most: Option<Duration>) -> io::Result<Ready> {
    let terminal = stdin();
    let mut fds = [PollFd::new(&terminal, PollFlags::IN), PollFd::new(asleep, PollFlags::IN)];
    let timeout = at_most.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
    if retry_on_intr(|| poll(&mut fds, timeout.as_ref()))? == 0 {
        return Ok(Ready::Nothing);
    }
    let [typed, woken] = fds.map(|fd| fd.revents());
    if !woken.is_empty() {
        return Ok(Ready::Woken);
    }
    // What was typed before the line broke is still read.
    if typed.contains(PollFlags::IN) { Ok(Ready::Typed) } else { Err(gone()) }
}

/// Reads what was typed. Not by `io::stdin`, whose buffer `poll` can't see.
fn read(bytes: &mut [u8]) -> io::Result<usize> {
    match retry_on_intr(|| rustix::io::read(stdin(), &mut *bytes)) {
        Ok(0) => Err(gone()),
        Err(Errno::AGAIN) => Ok(0),
        read => Ok(read?),
    }
}
