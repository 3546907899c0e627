//! The mediator's own editor: another program that has the terminal for a while, and a file that only they can read.
//!
//! It runs in our process group, so that a shell sees one job; what Ctrl-C and Ctrl-Z mean in it is its own affair, and the
//! desk stops when it stops.

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

/// What a shell says when there is no such program, or it can't be run.
const NOT_FOUND_CODES: [i32; 2] = [126, 127];

/// An editor that is running, and its file.
pub struct RunningEditor {
    /// The case that is written about.
    pub dispute: DisputeId,
    command: String,
    pid: Pid,
    path: PathBuf,
    initial_text: String,
    /// Says that this desk will come back for the text.
    _lock: Option<File>,
}

/// How long an editor may take to end when the desk ends.
const TERMINATE_TIMEOUT: Duration = Duration::from_secs(1);

/// How an editor ended.
#[derive(Debug)]
pub struct EditorExit(ExitStatus);

/// The command that the environment names: `$VISUAL`, else `$EDITOR`, else `vi`.
fn editor_command() -> String {
    let named = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".to_owned())
}

impl RunningEditor {
    /// Starts the editor on a new file with this text. The terminal must have been given back. When it ends, or stops, the
    /// desk is woken.
    ///
    /// # Errors
    /// When the file or the process can't be made.
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
        let (path, lock) = new_file(dispute, &text, metadata.as_ref()).map_err(failed)?;
        let command = editor_command();
        let started = spawn(&command, &path).and_then(|pid| watch_process(pid, events).map(|()| pid));
        let pid = started.inspect_err(|_| remove_edit(&path)).map_err(failed)?;
        Ok(Self { dispute, command, pid, path, initial_text: text, _lock: lock })
    }

    /// What was written, once the editor has ended; its file goes, unless there is something in it that could be missed.
    ///
    /// # Errors
    /// Why there is nothing, and where what it had saved is.
    pub fn finish(self, exit: &EditorExit) -> Result<String, EditorError> {
        let result = self.result(exit.0);
        let is_kept = matches!(
            &result,
            Err(EditorError::Failed { saved: Some(_), .. } | EditorError::TooLong { .. } | EditorError::NotText { .. })
        );
        if is_kept {
            // Its place is told now: it is no draft at the next start, which who gave it up would wonder at.
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
            (true, read) => read?.ok_or_else(|| EditorError::NotText { saved: saved() }),
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

    /// What the file holds now: `None` when it is not text.
    fn read(&self) -> Result<Option<String>, EditorError> {
        let mut bytes = Vec::new();
        // Room for the line feed that editors put at the end, and for one byte too many.
        let most = MAX_BYTES as u64 + 3;
        let file = File::open(&self.path).and_then(|file| file.take(most).read_to_end(&mut bytes));
        file.map_err(|error| EditorError::Io(error.to_string()))?;
        if bytes.len() as u64 == most {
            return Err(EditorError::TooLong { saved: self.path.display().to_string() });
        }
        let Ok(mut text) = String::from_utf8(bytes) else { return Ok(None) };
        // The last line feed is the editor's, not the mediator's.
        if !self.initial_text.ends_with('\n') {
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
        }
        Ok(Some(text))
    }

    /// The desk is to end while the editor runs: it is told to end too, and what it has saved so far is taken.
    pub fn terminate(self) -> Option<String> {
        let mut signalled = HashSet::new();
        let mut alive: HashSet<Pid> = process_tree(self.pid).into_iter().collect();
        // One that still saves has the time to; one that will not end must not go on reading the shell's terminal.
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
            // Those that they have started since are among them.
            alive = alive.into_iter().filter(|pid| test_kill_process(*pid).is_ok()).flat_map(process_tree).collect();
        }
        self.read().ok().flatten().filter(|text| *text != self.initial_text)
    }
}

/// A process and those it started, who would outlive it: `$EDITOR` may be a command in a shell, or a script. Where there is
/// no such list (it is Linux's), the process alone.
fn process_tree(pid: Pid) -> Vec<Pid> {
    let number = pid.as_raw_pid();
    let children = fs::read_to_string(format!("/proc/{number}/task/{number}/children")).unwrap_or_default();
    let children =
        children.split_whitespace().filter_map(|child| Pid::from_raw(child.parse().ok()?)).flat_map(process_tree);
    std::iter::once(pid).chain(children).collect()
}

/// Makes a file that only we can read, in a folder of its own: editors leave copies beside what they edit.
fn new_file(dispute: DisputeId, text: &str, metadata: Option<&EditMetadata>) -> io::Result<(PathBuf, Option<File>)> {
    let parent = edits_folder();
    DirBuilder::new().mode(0o700).recursive(true).create(&parent)?;
    let folder = new_folder(&parent)?;
    let lock = metadata.map(|metadata| orphaned_edits::write_metadata(&folder, metadata)).transpose()?;
    let path = orphaned_edits::text_path(&folder, dispute);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    file.write_all(text.as_bytes())?;
    Ok((path, lock))
}

/// Where editors' files are.
fn edits_folder() -> PathBuf {
    state_folder().unwrap_or_else(std::env::temp_dir).join("editor")
}

/// A folder that nobody has: one that a desk of the same number left may hold what somebody still misses.
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

/// What editors had saved when their desk was killed, taken among the rescued drafts.
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

/// Runs the command as a shell would, since it may have arguments of its own (`code --wait`).
fn spawn(command: &str, path: &Path) -> io::Result<Pid> {
    // In the shell's place where it is one simple command, so that what we send it and how it ends is the editor's own.
    let simple = !command.contains(['=', ';', '&', '|', '<', '>', '(', ')', '`', '$', '\n']);
    let exec = if simple { "exec " } else { "" };
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(format!("{exec}{command} \"$1\"")).arg("sh").arg(path);
    // Ours goes to the log.
    shell.stderr(Stdio::from(duplicate(stdout())?));
    Ok(Pid::from_child(&shell.spawn()?))
}

/// Tells the desk when the editor ends, on a thread of its own, and stops the desk with it.
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

/// Holds the signals that are the editor's own while it lives.
pub fn set_running(running: bool) {
    signals::EDITOR_RUNNING.store(running, Ordering::SeqCst);
    if running {
        terminal::restore();
    }
}
