//! The desk's log, a file in the user's state folder. Standard error is redirected to it, because libraries that write
//! there (ICU in debug builds) would corrupt the screen.

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

/// A log longer than this many bytes is rotated when the desk starts.
const ROTATE_AT: u64 = 1024 * 1024;

/// Returns the folder under the user's XDG state folder where the desk keeps its log and fallback drafts.
pub fn state_folder() -> Option<PathBuf> {
    etcetera::base_strategy::Xdg::new().ok()?.state_dir().map(|dir| dir.join("litige"))
}

/// The redirection of standard error; dropping it restores the original.
pub struct Log {
    path: Option<PathBuf>,
    stderr: Option<OwnedFd>,
}

impl Log {
    /// Opens the log and redirects standard error to it. If the log can't be opened, output is discarded.
    pub fn start() -> Self {
        let path = state_folder().map(|folder| folder.join("litige.log"));
        let opened = path.as_deref().and_then(|path| open(path).ok());
        let path = path.filter(|_| opened.is_some());
        let sink = opened.or_else(|| File::options().write(true).open("/dev/null").ok());
        let stderr = sink.as_ref().and_then(|sink| redirect_stderr(sink).ok());
        if let Some(sink) = sink {
            let log = tracing_subscriber::fmt().with_ansi(false).with_writer(Arc::new(SafeWriter(sink)));
            // A test or an embedding program may have set a subscriber already; it gets the messages then.
            let _ = tracing::subscriber::set_global_default(log.finish());
        }
        Self { path, stderr }
    }

    /// Returns the path of the log file, if it could be opened.
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

/// Writes to the log file. Untrusted text is escaped as on the screen, because a log is read in a terminal. Write
/// errors are ignored: on a full disk, `tracing` would turn each into a panic, whose report would fail in turn.
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

/// Redirects descriptor 2 to this file and returns the original.
fn redirect_stderr(to: &File) -> io::Result<OwnedFd> {
    let before = io::stderr().as_fd().try_clone_to_owned()?;
    dup2_stderr(to)?;
    Ok(before)
}

/// Duplicates an open descriptor; the new one is not one of the standard three.
pub(super) fn duplicate(fd: impl AsFd) -> io::Result<File> {
    Ok(fcntl_dupfd_cloexec(fd, 3)?.into())
}
