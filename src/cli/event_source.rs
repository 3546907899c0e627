//! Where `ingest` reads from: a file, or a stream (a pipe, a socket, a terminal) that may be silent for a while and go on.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd as _;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;

use super::error::Failure;
use super::sentence::Sentence;
use crate::runtime::stop::{StopSignal, Woken};

/// A stream that is silent for so long has said what there is for now.
const SILENCE: Duration = Duration::from_millis(200);
/// How long what a stream said waits at most.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// The events that come in. Reading from a stream fails with [`io::ErrorKind::WouldBlock`] where something waits to be applied and
/// nothing more comes, and with [`io::ErrorKind::ConnectionAborted`] after a signal.
pub struct EventSource {
    file: File,
    stop: Rc<StopSignal>,
    /// Since when something that was read waits to be applied.
    waiting: Rc<Cell<Option<Instant>>>,
    is_stream: bool,
}

impl EventSource {
    /// Opens a file, or the standard input (`-`).
    ///
    /// # Errors
    /// Returns an error if it can't be opened, or is a folder.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |e: io::Error| Failure::io(path.display().to_string(), &e);
        let file = if path == Path::new("-") {
            File::from(io::stdin().as_fd().try_clone_to_owned().map_err(failed)?)
        } else {
            File::open(path).map_err(failed)?
        };
        let kind = file.metadata().map_err(failed)?.file_type();
        if kind.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let stop = StopSignal::listen().map_err(|e| Failure::io(Sentence::new("cli-error-signals", []), &e))?;
        Ok(Self { file, stop: Rc::new(stop), waiting: Rc::default(), is_stream: !kind.is_file() })
    }

    /// The file itself, to be compared with others.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Whether it is a stream.
    pub fn is_stream(&self) -> bool {
        self.is_stream
    }

    /// What tells of a signal.
    pub fn stop(&self) -> Rc<StopSignal> {
        Rc::clone(&self.stop)
    }

    /// What says since when something that was read waits.
    pub fn waiting(&self) -> Rc<Cell<Option<Instant>>> {
        Rc::clone(&self.waiting)
    }
}

impl Read for EventSource {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let aborted = || io::Error::from(io::ErrorKind::ConnectionAborted);
        if !self.is_stream {
            return if self.stop.signal().is_some() { Err(aborted()) } else { self.file.read(to) };
        }
        let at_most = self.waiting.get().map(|since| SILENCE.min(PATIENCE.saturating_sub(since.elapsed())));
        match self.stop.wait(self.file.as_fd(), PollFlags::IN, at_most)? {
            Woken::Ready => self.file.read(to),
            Woken::TimeIsUp => Err(io::ErrorKind::WouldBlock.into()),
            Woken::Signal(_) => Err(aborted()),
        }
    }
}
