//! Where words go while the desk owns the terminal: a file in the user's state folder. Standard error goes there too,
//! because libraries write to it (ICU in debug builds) and would scribble over the screen.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use etcetera::BaseStrategy;
use rustix::io::fcntl_dupfd_cloexec;
use rustix::stdio::dup2_stderr;

use crate::ui::text::safe;

/// A log longer than this (bytes) is put aside when the desk starts.
const ROTATE_AT: u64 = 1024 * 1024;

/// The folder under the user's XDG state folder where the desk keeps its log and rescued drafts.
pub fn state_folder() -> Option<PathBuf> {
    etcetera::base_strategy::Xdg::new().ok()?.state_dir().map(|dir| dir.join("litige"))
}

/// Standard error, sent to the log while this is held.
pub struct Log {
    path: Option<PathBuf>,
    stderr: Option<OwnedFd>,
}

impl Log {
    /// Opens the log and sends standard error to it. A log that can't be opened stops nobody: words are dropped then.
    pub fn start() -> Self {
        let path = state_folder().map(|folder| folder.join("litige.log"));
        let opened = path.as_deref().and_then(|path| open(path).ok());
        let path = path.filter(|_| opened.is_some());
        let sink = opened.or_else(|| File::options().write(true).open("/dev/null").ok());
        let stderr = sink.as_ref().and_then(|sink| redirect_stderr(sink).ok());
        if let Some(sink) = sink {
            let log = tracing_subscriber::fmt().with_ansi(false).with_writer(Arc::new(SafeWriter(sink)));
            // Another subscriber may be there already, in a test or a program that embeds us; it then gets the words.
            let _ = tracing::subscriber::set_global_default(log.finish());
        }
        Self { path, stderr }
    }

    /// The file, if there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        if let Some(stderr) = &self.stderr {
            let _ = dup2_stderr(stderr);
        }
    }
}

/// The log's file. What strangers wrote stands in it as it would on the screen: a log is read in a terminal. A word that
/// can't be written is dropped: a full disk, which there is much to log about, would otherwise make a panic of every line,
/// and that panic's line another, with the thread that works on the database in the middle.
struct SafeWriter(File);

impl Write for &SafeWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let lines: Vec<_> = text.split('\n').map(safe).collect();
        let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
        let _ = (&self.0).write_all(lines.join("\n").as_bytes());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if fs::metadata(path).is_ok_and(|meta| meta.len() > ROTATE_AT) {
        fs::rename(path, path.with_extension("log.old"))?;
    }
    OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}

/// Sends descriptor 2 to this file and returns the one it was.
fn redirect_stderr(to: &File) -> io::Result<OwnedFd> {
    let before = io::stderr().as_fd().try_clone_to_owned()?;
    dup2_stderr(to)?;
    Ok(before)
}

/// A second handle on an open descriptor, closed on its own, and none of the standard three.
pub(super) fn duplicate(fd: impl AsFd) -> io::Result<File> {
    Ok(fcntl_dupfd_cloexec(fd, 3)?.into())
}
