//! The mediator's own editor: a process that owns the terminal for a while, and a private file.
//!
//! It runs in our process group, so that the shell sees one job. Ctrl-C and Ctrl-Z are handled by the editor; the desk
//! stops when it stops.

use std::collections::HashSet;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use rustix::io::Errno;
use rustix::process::{self, Pid, WaitOptions, kill_process, test_kill_process, waitpid};
use rustix::stdio::stdout;

use super::draft_fallback::DraftFallback;
use super::log::{duplicate, state_folder};
use super::orphaned_edits::{self, EditMetadata};
use super::signals::{self, Signal};
use super::{LoopEvent, terminal};
use crate::app::model::{EditorError, Field, OrphanedEdit};
use crate::app::text_buffer::MAX_BYTES;
use crate::domain::ids::DisputeId;
use crate::domain::text::without_byte_order_mark;

/// A shell's exit codes for a program that does not exist or can't be executed.
const NOT_FOUND_CODES: [i32; 2] = [126, 127];

/// A running editor and its file.
pub struct RunningEditor {
    pub dispute: DisputeId,
    command: String,
    pid: Pid,
    path: PathBuf,
    initial_text: String,
    started: Instant,
    /// Keeps the metadata locked, which shows that this desk will collect the text.
    _lock: Option<File>,
}

/// How long an editor may take to exit when the desk quits.
const TERMINATE_TIMEOUT: Duration = Duration::from_secs(1);

/// An editor that changed nothing and ran no longer than this was not used by a person.
const AT_ONCE: Duration = Duration::from_millis(700);

/// How an editor ended.
#[derive(Debug)]
pub struct EditorExit(ExitStatus);

/// Returns the configured editor: `$VISUAL`, else `$EDITOR`, else `vi`.
fn editor_command() -> String {
    let named = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".to_owned())
}

impl RunningEditor {
    /// Starts the editor on a new file with this text. The terminal must have been restored. Sends an event when the
    /// editor exits or stops.
    ///
    /// # Errors
    /// Returns an error if the file can't be written or the process can't be started.
    pub fn start(
        (dispute, field): (DisputeId, Field),
        text: String,
        owner: Option<&DraftFallback>,
        events: Sender<LoopEvent>,
    ) -> Result<Self, EditorError> {
        let failed = |error: io::Error| EditorError::Io(error.to_string());
        let metadata = owner.map(|owner| {
            let (db, by) = owner.owner();
            EditMetadata { db: db.to_owned(), by: by.clone(), dispute, field, initial_text: text.clone() }
        });
        let (path, lock) = new_file(&edits_folder(), dispute, &text, metadata.as_ref()).map_err(failed)?;
        let command = editor_command();
        let started = spawn(&command, &path).and_then(|pid| watch_process(pid, events).map(|()| pid));
        let pid = started.inspect_err(|_| remove_edit(&path)).map_err(failed)?;
        Ok(Self { dispute, command, pid, path, initial_text: text, started: Instant::now(), _lock: lock })
    }

    /// Returns the text after the editor has exited. The file is removed, unless it holds something that would be lost.
    ///
    /// # Errors
    /// Returns why there is no text, and where the saved text is, if any.
    pub fn finish(self, exit: &EditorExit) -> Result<String, EditorError> {
        let result = self.result(exit.0);
        let is_kept = matches!(
            &result,
            Err(EditorError::Failed { saved: Some(_), .. } | EditorError::TooLong { .. } | EditorError::NotText { .. })
        );
        if is_kept {
            // The path is reported now; the text is not to be recovered as a draft at the next start.
            orphaned_edits::remove_metadata(&self.path);
        } else {
            remove_edit(&self.path);
        }
        result
    }

    fn result(&self, status: ExitStatus) -> Result<String, EditorError> {
        let saved = || self.path.display().to_string();
        let read = self.read();
        match (status.success(), read) {
            (true, read) => {
                let text = read?.ok_or_else(|| EditorError::NotText { saved: saved() })?;
                let at_once = self.started.elapsed() < AT_ONCE && text == self.initial_text;
                if at_once { Err(EditorError::AtOnce(self.command.clone())) } else { Ok(text) }
            }
            (false, _) if status.code().is_some_and(|code| NOT_FOUND_CODES.contains(&code)) => {
                Err(EditorError::NotFound(self.command.clone()))
            }
            (false, read) => {
                let same = matches!(&read, Ok(Some(text)) if *text == self.initial_text)
                    || matches!(&read, Err(EditorError::Io(_)));
                let saved = (!same).then(saved);
                Err(EditorError::Failed { how: status.to_string(), saved })
            }
        }
    }

    /// Reads the file; `None` if it is not UTF-8 text.
    fn read(&self) -> Result<Option<String>, EditorError> {
        let too_long = || EditorError::TooLong { saved: self.path.display().to_string() };
        let mut bytes = Vec::new();
        // Room for a byte order mark, a trailing line end, and one byte too many.
        let most = MAX_BYTES as u64 + 6;
        let file = File::open(&self.path).and_then(|file| file.take(most).read_to_end(&mut bytes));
        file.map_err(|error| EditorError::Io(error.to_string()))?;
        if bytes.len() as u64 == most {
            return Err(too_long());
        }
        let Ok(text) = String::from_utf8(bytes) else { return Ok(None) };
        let mut text = without_byte_order_mark(text);
        // The last line feed is the editor's, not the mediator's.
        if !self.initial_text.ends_with('\n') {
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
        }
        if text.len() > MAX_BYTES { Err(too_long()) } else { Ok(Some(text)) }
    }

    /// Terminates the editor because the desk quits, and returns what it has saved so far.
    pub fn terminate(self) -> Option<String> {
        let mut signalled = HashSet::new();
        let mut alive: HashSet<Pid> = process_tree(self.pid).into_iter().collect();
        // An editor that is still saving has the time to; one that does not exit must not go on reading the shell's
        // terminal.
        let until = Instant::now() + TERMINATE_TIMEOUT;
        while !alive.is_empty() {
            let is_over = Instant::now() > until;
            for pid in alive.iter().filter(|pid| signalled.insert(**pid) || is_over) {
                let _ = kill_process(*pid, if is_over { process::Signal::KILL } else { process::Signal::HUP });
            }
            if is_over {
                break;
            }
            thread::sleep(Duration::from_millis(20));
            // Includes processes started meanwhile.
            alive = alive.into_iter().filter(|pid| test_kill_process(*pid).is_ok()).flat_map(process_tree).collect();
        }
        self.read().ok().flatten().filter(|text| *text != self.initial_text)
    }
}

/// Returns a process and its descendants, which may outlive it: `$EDITOR` may be a shell command or a script. Where
/// `/proc` has no list of children, returns the process alone.
fn process_tree(pid: Pid) -> Vec<Pid> {
    let number = pid.as_raw_pid();
    let children = fs::read_to_string(format!("/proc/{number}/task/{number}/children")).unwrap_or_default();
    let children =
        children.split_whitespace().filter_map(|child| Pid::from_raw(child.parse().ok()?)).flat_map(process_tree);
    std::iter::once(pid).chain(children).collect()
}

/// Creates a private file in a folder of its own: editors leave copies beside the file that they edit.
fn new_file(
    parent: &Path,
    dispute: DisputeId,
    text: &str,
    metadata: Option<&EditMetadata>,
) -> io::Result<(PathBuf, Option<File>)> {
    DirBuilder::new().mode(0o700).recursive(true).create(parent).map_err(|error| named(parent, &error))?;
    let folder = new_folder(parent).map_err(|error| named(parent, &error))?;
    let lock = metadata.map(|metadata| orphaned_edits::write_metadata(&folder, metadata)).transpose();
    let lock = lock.map_err(|error| named(&folder, &error))?;
    let path = orphaned_edits::text_path(&folder, dispute);
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    written.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| named(&path, &error))?;
    Ok((path, lock))
}

/// Returns an error that names the file or folder that it is about.
fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Returns the folder of the edits.
fn edits_folder() -> PathBuf {
    state_folder().unwrap_or_else(std::env::temp_dir).join("editor")
}

/// Creates a new folder. One left by a desk with the same process id may hold a text to recover.
fn new_folder(parent: &Path) -> io::Result<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let folder = parent.join(format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        match DirBuilder::new().mode(0o700).create(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|()| folder),
        }
    }
}

/// Merges the texts of orphaned edits into the fallback drafts.
pub fn recover_orphaned_edits(
    draft_fallback: &DraftFallback,
    stored: impl Fn(DisputeId) -> Option<String>,
) -> Vec<OrphanedEdit> {
    orphaned_edits::recover_edits(&edits_folder(), draft_fallback, stored)
}

fn remove_edit(path: &Path) {
    if let Some(folder) = path.parent() {
        let _ = fs::remove_dir_all(folder);
    }
}

/// Runs the command in a shell, since it may have arguments (`code --wait`).
fn spawn(command: &str, path: &Path) -> io::Result<Pid> {
    // A simple command replaces the shell, so that our signals reach the editor and its exit status is the editor's
    // own.
    let simple = !command.contains(['=', ';', '&', '|', '<', '>', '(', ')', '`', '$', '\n']);
    let exec = if simple { "exec " } else { "" };
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(format!("{exec}{command} \"$1\"")).arg("sh").arg(path);
    // Our standard error goes to the log.
    shell.stderr(Stdio::from(duplicate(stdout())?));
    Ok(Pid::from_child(&shell.spawn()?))
}

/// Waits for the editor on a thread of its own: sends an event when it exits, and stops the desk when it stops.
fn watch_process(pid: Pid, events: Sender<LoopEvent>) -> io::Result<()> {
    let waiting = move || loop {
        let status = match waitpid(Some(pid), WaitOptions::UNTRACED) {
            Err(Errno::INTR) => continue,
            Ok(Some((_, status))) => ExitStatus::from_raw(status.as_raw()),
            // The process is gone, and its status with it.
            Ok(None) | Err(_) => ExitStatus::default(),
        };
        if status.stopped_signal().is_none() {
            let _ = events.send(LoopEvent::Editor(EditorExit(status)));
            return;
        }
        if signals::can_suspend() {
            let _ = events.send(LoopEvent::Signal(Signal::Suspend));
        } else {
            // No shell would continue it.
            let _ = kill_process(pid, process::Signal::CONT);
        }
    };
    thread::Builder::new().name("editor".into()).spawn(waiting).map(drop)
}

/// Sets whether an editor owns the terminal: signals from the keyboard are ignored then.
pub fn set_running(running: bool) {
    signals::EDITOR_RUNNING.store(running, Ordering::SeqCst);
    if running {
        terminal::restore();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let parent = folder.path().join("file/editor");
        fs::write(folder.path().join("file"), "").unwrap();
        let error = new_file(&parent, DisputeId(1), "text", None).unwrap_err();
        assert!(error.to_string().starts_with(&format!("{}: ", parent.display())), "{error}");
    }
}
