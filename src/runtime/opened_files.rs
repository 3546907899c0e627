//! Files of evidence that another program shows: copies that can only be read, in a private folder that goes with the desk.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;

use super::LoopEvent;
use super::log::state_folder;
use crate::app::Msg;
use crate::app::open_with::with_path;

/// The file whose lock shows that the desk of a folder is still running.
const LOCK: &str = "lock";

/// A program that ended sooner has given the file to another, which may not have read it yet.
const HANDED_OVER: Duration = Duration::from_secs(2);

/// The copies that a desk's programs show.
#[derive(Debug)]
pub struct OpenedFiles {
    folder: PathBuf,
    opened: AtomicU32,
    /// Locked as long as the desk runs.
    _lock: File,
}

impl OpenedFiles {
    /// Creates the folder of this desk, and removes those of desks that were killed.
    ///
    /// # Errors
    /// Why the folder can't be made.
    pub fn new() -> io::Result<Self> {
        let parent = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
        let parent = parent.map(|path| path.join("litige")).or_else(state_folder);
        Self::inside(&parent.unwrap_or_else(std::env::temp_dir).join("opened"))
    }

    fn inside(parent: &Path) -> io::Result<Self> {
        let private = |recursive| {
            let mut builder = DirBuilder::new();
            builder.mode(0o700).recursive(recursive);
            builder
        };
        private(true).create(parent)?;
        remove_abandoned(parent);
        let folder = parent.join(super::clock::new_uuid().to_string());
        private(false).create(&folder)?;
        let lock = OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.join(LOCK))?;
        lock.lock()?;
        Ok(Self { folder, opened: AtomicU32::new(0), _lock: lock })
    }

    /// Removes every copy, because the desk ends.
    pub fn remove_all(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }

    /// Starts a program on a copy of a file, and doesn't wait for it. If it fails, an event says so.
    ///
    /// # Errors
    /// Why the copy can't be written or the program not be started.
    pub fn open(
        &self,
        name: &str,
        content: &[u8],
        program: &[String],
        events: &Sender<LoopEvent>,
    ) -> Result<(), String> {
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        let copy =
            write_copy(&self.folder.join(number.to_string()), name, content).map_err(|error| error.to_string())?;
        let command = with_path(program, &copy.display().to_string());
        let [program, arguments @ ..] = command.as_slice() else { return Err("no program is named".to_owned()) };
        let failed = {
            let program = program.clone();
            move |how: &dyn std::fmt::Display| format!("{program}: {how}")
        };
        // A group of its own: what stops or interrupts the desk is not meant for it, and it can't read the desk's keys.
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        let mut child = child.map_err(|error| {
            remove(&copy);
            failed(&error)
        })?;
        let (started, events) = (Instant::now(), events.clone());
        let waiting = move || {
            let ended = child.wait();
            if started.elapsed() >= HANDED_OVER || !ended.as_ref().is_ok_and(ExitStatus::success) {
                remove(&copy);
            }
            if let Ok(status) = ended
                && !status.success()
            {
                let _ = events.send(LoopEvent::Msg(Msg::OpenerFailed(failed(&status))));
            }
        };
        thread::Builder::new().name("opener".into()).spawn(waiting).map(drop).map_err(|error| error.to_string())
    }
}

/// Writes a copy that can only be read, in a new folder of its own: a program may put other files beside it.
fn write_copy(folder: &Path, name: &str, content: &[u8]) -> io::Result<PathBuf> {
    DirBuilder::new().mode(0o700).create(folder)?;
    let path = folder.join(name);
    let written = OpenOptions::new().write(true).create_new(true).mode(0o400).open(&path);
    written.and_then(|mut file| file.write_all(content)).inspect_err(|_| remove(&path))?;
    Ok(path)
}

/// Removes a copy with its folder.
fn remove(copy: &Path) {
    if let Some(folder) = copy.parent() {
        let _ = fs::remove_dir_all(folder);
    }
}

/// Removes the folders whose desk is gone: their lock is free.
fn remove_abandoned(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let folder = entry.path();
        let lock = OpenOptions::new().write(true).open(folder.join(LOCK));
        if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use crossbeam_channel::{Receiver, unbounded};

    use super::*;

    struct Fixture {
        parent: tempfile::TempDir,
        opened: OpenedFiles,
        sender: Sender<LoopEvent>,
        events: Receiver<LoopEvent>,
    }

    impl Fixture {
        fn new() -> Self {
            let parent = tempfile::tempdir().unwrap();
            let opened = OpenedFiles::inside(parent.path()).unwrap();
            let (sender, events) = unbounded();
            Self { parent, opened, sender, events }
        }

        fn open(&self, script: &str) -> Result<(), String> {
            let program = ["sh", "-c", script, "sh", "{file}"].map(str::to_owned);
            self.opened.open("brief.pdf", b"%PDF", &program, &self.sender)
        }

        fn copies(&self) -> usize {
            fs::read_dir(&self.opened.folder).unwrap().flatten().filter(|entry| entry.path().is_dir()).count()
        }
    }

    fn wait_until(is_so: impl Fn() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !is_so() {
            assert!(Instant::now() < deadline);
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn a_program_gets_a_copy_that_can_only_be_read_and_no_shell_reads_its_name() {
        let fixture = Fixture::new();
        let seen = fixture.parent.path().join("seen");
        let script = format!("cat \"$1\" > {0}.new; stat -c '%a %n' \"$1\" >> {0}.new; mv {0}.new {0}", seen.display());
        fixture.open(&script).unwrap();
        wait_until(|| seen.exists());
        let seen = fs::read_to_string(seen).unwrap();
        assert!(seen.starts_with("%PDF400 ") && seen.trim_end().ends_with("/brief.pdf"), "{seen}");
        let mode = fs::metadata(&fixture.opened.folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_copy_goes_when_its_program_fails_or_ends_and_stays_when_it_was_handed_over() {
        let fixture = Fixture::new();
        fixture.open("exit 3").unwrap();
        let told = fixture.events.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(matches!(&told, LoopEvent::Msg(Msg::OpenerFailed(how)) if how.contains("exit status: 3")), "{told:?}");
        wait_until(|| fixture.copies() == 0);
        fixture.open("sleep 2.1").unwrap();
        assert_eq!(fixture.copies(), 1);
        wait_until(|| fixture.copies() == 0);
        fixture.open("exit 0").unwrap();
        let none =
            fixture.opened.open("x", b"", &["/nowhere/zathura".to_owned(), "{file}".to_owned()], &fixture.sender);
        assert!(none.unwrap_err().starts_with("/nowhere/zathura: "));
        thread::sleep(Duration::from_millis(100));
        assert_eq!(fixture.copies(), 1, "the one that was handed over");
    }

    #[test]
    fn what_a_desk_leaves_goes_with_it_or_with_the_next_one() {
        let fixture = Fixture::new();
        fixture.open("sleep 60").unwrap();
        let other = OpenedFiles::inside(fixture.parent.path()).unwrap();
        assert_eq!(fixture.copies(), 1, "another desk leaves it alone");
        fixture.opened.remove_all();
        assert!(!fixture.opened.folder.exists());
        // A killed desk: nobody holds the lock of its folder.
        let killed = fixture.parent.path().join("killed");
        fs::create_dir(&killed).unwrap();
        fs::write(killed.join(LOCK), "").unwrap();
        fs::write(killed.join("copy"), "").unwrap();
        let third = OpenedFiles::inside(fixture.parent.path()).unwrap();
        assert!(!killed.exists() && other.folder.exists() && third.folder.exists());
    }
}
