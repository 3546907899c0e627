//! Fault injection for the real program: a full or failing disk, a wrong clock; see `fault_injection.c`.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::counted;
use crate::test_database::TestDatabase;

/// The faults injected into the processes of one sandbox.
pub struct Faults {
    file: File,
}

impl TestDatabase {
    /// Enables fault injection, without faults at first. Returns `None`, with a message, where that is not possible.
    pub fn with_faults(mut self) -> Option<(Self, Faults)> {
        let Some(library) = library() else {
            counted!("skipped: no C compiler makes a library to preload here, so no bad weather");
            return None;
        };
        let path = self.sandbox.path("faults");
        std::fs::write(&path, [0; 32]).unwrap();
        let file = File::options().read(true).write(true).open(&path).unwrap();
        self.sandbox = self.sandbox.with("LD_PRELOAD", library.to_str().unwrap());
        self.sandbox = self.sandbox.with("LITIGE_FAULTS", path.to_str().unwrap());
        Some((self, Faults { file }))
    }
}

impl Faults {
    /// Lets writes to files fail with this error; 0: no failure.
    pub fn writes_fail(&self, errno: i32) {
        self.file.write_all_at(&errno.to_ne_bytes(), 0).unwrap();
    }

    /// Lets fsync fail with this error; 0: no failure.
    pub fn syncs_fail(&self, errno: i32) {
        self.file.write_all_at(&errno.to_ne_bytes(), 4).unwrap();
    }

    /// Injects a fault at the write or sync after this many.
    pub fn inject(&self, what: FaultKind, after: usize, random: u64) {
        self.file.write_all_at(&(what as i32).to_ne_bytes(), 16).unwrap();
        self.file.write_all_at(&i32::try_from(after).unwrap().to_ne_bytes(), 20).unwrap();
        self.file.write_all_at(&random.to_ne_bytes(), 24).unwrap();
    }

    /// Clears the pending fault; returns how many writes and syncs were left before it.
    pub fn clear(&self) -> i32 {
        let mut left = [0; 4];
        self.file.read_exact_at(&mut left, 20).unwrap();
        self.file.write_all_at(&[0; 16], 16).unwrap();
        i32::from_ne_bytes(left)
    }

    /// Sets the clock ahead by this many seconds; back, if negative.
    pub fn clock_ahead(&self, seconds: i64) {
        self.file.write_all_at(&seconds.to_ne_bytes(), 8).unwrap();
    }
}

/// A fault at one write or sync of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Fails with EIO.
    Fails = 1,
    /// Kills the process before it.
    Killed = 2,
    /// Cuts the power before it: of the unsynced data a random part is kept. If none is left, when the process ends.
    PowerCut = 3,
}

/// Returns the library to preload, built once.
fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    let made = LIBRARY.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/soak/fault_injection.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fault-injection-{}.so", std::process::id()));
        let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
        let mut command = Command::new(compiler);
        command.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
        let made = cfg!(target_os = "linux") && command.status().is_ok_and(|status| status.success());
        made.then_some(library)
    });
    made.as_deref()
}
