//! The end of a command that goes on until it is told to: a signal asks for it, and what is being written is written first.

use std::io::{self, PipeReader, PipeWriter, Write as _};
use std::os::fd::BorrowedFd;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// How long a clean end may take: a reader that takes nothing any more must not keep the process alive.
const GRACE: Duration = Duration::from_secs(2);

/// Whether a signal (SIGTERM, SIGINT, SIGHUP) has asked this process to end. From the first on it has [`GRACE`] to end by
/// itself; a second ends it at once, as do the power and SIGKILL: nothing is half written then either.
#[derive(Debug)]
pub struct StopSignal {
    number: Arc<AtomicI32>,
    /// Readable from the signal on.
    woken: PipeReader,
}

/// What ended a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// A file is ready, or was closed at its other end.
    Ready,
    /// Nothing happened in time.
    TimeIsUp,
    /// This signal asks the process to end.
    Signal(i32),
}

impl StopSignal {
    /// Begins to listen, for as long as the process lives.
    ///
    /// # Errors
    /// Returns an error if the handlers can't be installed.
    pub fn listen() -> io::Result<Self> {
        let (woken, wake) = io::pipe()?;
        let number = Arc::new(AtomicI32::new(0));
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
        let told = Arc::clone(&number);
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                receive(signal, &told, &wake);
            }
        })?;
        Ok(Self { number, woken })
    }

    /// Returns the signal that came, if one did.
    pub fn signal(&self) -> Option<i32> {
        Some(self.number.load(Ordering::SeqCst)).filter(|number| *number != 0)
    }

    /// Waits until `file` is ready for what `what` says or was closed at its other end, for as long as `at_most` or for ever, or
    /// until a signal comes.
    ///
    /// # Errors
    /// Returns an error if the file can't be waited for.
    pub fn wait(&self, file: BorrowedFd<'_>, what: PollFlags, at_most: Option<Duration>) -> io::Result<Woken> {
        let until = at_most.map(|time| Instant::now() + time);
        loop {
            if let Some(signal) = self.signal() {
                return Ok(Woken::Signal(signal));
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let timeout = left.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
            let mut both = [PollFd::from_borrowed_fd(file, what), PollFd::new(&self.woken, PollFlags::IN)];
            match poll(&mut both, timeout.as_ref()) {
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
                Ok(0) => return Ok(Woken::TimeIsUp),
                Ok(_) if both[0].revents().is_empty() => {}
                Ok(_) => return Ok(Woken::Ready),
            }
        }
    }
}

/// Wakes whoever waits, and sees to it that the process ends.
fn receive(signal: i32, told: &AtomicI32, mut wake: &PipeWriter) {
    if told.swap(signal, Ordering::SeqCst) != 0 {
        process::exit(128 + signal);
    }
    let _ = wake.write_all(b"x");
    let ended = thread::Builder::new().name("grace".into()).spawn(move || {
        thread::sleep(GRACE);
        process::exit(128 + signal);
    });
    if ended.is_err() {
        process::exit(128 + signal);
    }
}
