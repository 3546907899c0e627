//! A program in a terminal of 120×40, observed from outside: what it writes, and when.

use std::io::Write;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::fd;

/// How long to wait for the first byte after a key.
const FIRST_BYTE_TIMEOUT: Duration = Duration::from_secs(1);

pub const COLS: u16 = 120;
pub const ROWS: u16 = 40;

/// A program in its terminal; it ends when this is dropped.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    /// Kept open while the program runs.
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    fd: OwnedFd,
}

/// The end of one of the desk's frames.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// What a program wrote after a key: the time of its last byte, and of each complete frame of the desk.
#[derive(Debug, Default)]
pub struct Answer {
    pub last: Option<Duration>,
    pub frames: Vec<Duration>,
    pub bytes: Vec<u8>,
}

impl Terminal {
    /// Starts a program with this folder as its home.
    pub fn start(program: &Path, args: &[String], home: &Path) -> Self {
        let size = PtySize { rows: ROWS, cols: COLS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(home);
        command.env_clear();
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        for name in ["HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(name, home);
        }
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let keys = pair.master.take_writer().unwrap();
        let fd = fd::duplicate(&*pair.master);
        Self { child, _master: pair.master, keys, fd }
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn send(&mut self, keys: &[u8]) {
        self.keys.write_all(keys).unwrap();
    }

    /// Sends keys, and reads until there was no output for this long.
    pub fn press(&mut self, keys: &[u8], quiet: Duration) -> Answer {
        let began = Instant::now();
        self.send(keys);
        self.watch(began, FIRST_BYTE_TIMEOUT, quiet)
    }

    /// Waits for a first byte, then until there was no output for this long; times count from `began`.
    pub fn watch(&self, began: Instant, first: Duration, quiet: Duration) -> Answer {
        let mut answer = Answer::default();
        let mut within = first;
        while self.read(within, &mut answer.bytes) {
            let ends = answer.bytes.windows(FRAME_END.len()).filter(|bytes| *bytes == FRAME_END).count();
            answer.frames.resize(ends, began.elapsed());
            answer.last = Some(began.elapsed());
            within = quiet;
        }
        answer
    }

    /// Reads output for at most this time; returns whether there was any.
    pub fn read(&self, within: Duration, into: &mut Vec<u8>) -> bool {
        let within = Timespec::try_from(within).unwrap();
        let mut bytes = [0_u8; 65_536];
        if !matches!(poll(&mut [PollFd::new(&self.fd, PollFlags::IN)], Some(&within)), Ok(1..)) {
            return false;
        }
        let Ok(len @ 1..) = rustix::io::read(&self.fd, &mut bytes) else { return false };
        into.extend_from_slice(&bytes[..len]);
        true
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
