//! The real program in a pseudo-terminal, whose screen is read as by a person.

#![allow(dead_code, reason = "each test file uses its own part of the harness")]

mod fd;
mod pty;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub use pty::{DeskProcess, Size};
pub use rustix::process::Signal;

/// A sandbox: a home folder and a demo database, in which several programs may run.
pub struct Sandbox {
    home: TempDir,
    vars: Vec<(String, String)>,
}

impl Sandbox {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name).display().to_string();
        let vars = [
            ("HOME", at("home")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_STATE_HOME", at("state")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_CACHE_HOME", at("cache")),
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("TERM", "xterm-256color".into()),
            ("LANG", "fr_FR.UTF-8".into()),
            ("LITIGE_LANG", "fr".into()),
        ];
        let vars = vars.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let sandbox = Self { home, vars };
        // What a demo says at its first start would lie over its screen.
        let shown = sandbox.first_steps_shown();
        std::fs::create_dir_all(shown.parent().unwrap()).unwrap();
        std::fs::write(shown, "").unwrap();
        sandbox
    }

    /// Returns the file that says that a demo's first steps were shown.
    pub fn first_steps_shown(&self) -> PathBuf {
        self.path("state/litige/first-steps-shown")
    }

    /// Returns the sandbox with another environment variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.vars.retain(|(known, _)| known != name);
        self.vars.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file below the configuration folder.
    pub fn configure(&self, name: &str, text: &str) {
        let path = self.path("config/litige").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn demo_db(&self) -> PathBuf {
        self.path("data/litige/demo.db")
    }

    /// Returns the desk's log, for messages of failed tests.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path("state/litige/litige.log")).unwrap_or_default()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(args).env_clear().envs(self.vars.iter().map(|(n, v)| (n, v))).current_dir(self.home.path());
        command
    }

    /// Runs a command on the demo's database as its mediator, without a terminal.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).env("LITIGE_DB", self.demo_db()).stdin(Stdio::null()).output().unwrap()
    }

    /// Does the same with this standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Output {
        use std::io::Write;
        let mut command = self.command(args);
        command.env("LITIGE_DB", self.demo_db());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// Runs a command that must succeed and returns its JSON.
    pub fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let output = self.run(&args);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "litige {args:?}: {}\n{out}\n{err}", output.status);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("litige {args:?}: {error}\n{out}"))
    }

    /// Ingests valid events.
    pub fn ingest(&self, events: &[Value]) {
        let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
        let output = self.run_with(&["ingest", "-", "--json"], &lines);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }

    /// Returns the number of the latest dispute of an order.
    pub fn dispute_of(&self, order: &str) -> String {
        let all = self.json(&["queue", "--view", "all", "--limit", "1000"]);
        let found = all.as_array().unwrap().iter().filter(|row| row["order"]["id"] == order);
        found.map(|row| row["id"].as_str().unwrap().to_owned()).max().unwrap_or_else(|| panic!("no dispute on {order}"))
    }

    /// Returns the JSON of a case.
    pub fn show(&self, id: &str) -> Value {
        self.json(&["show", id])
    }

    /// Opens the desk on a terminal of this size.
    pub fn open_desk(&self, size: Size, args: &[&str]) -> DeskProcess {
        DeskProcess::open(&binary(), args, &self.vars, self.home.path(), size)
    }

    /// Opens the desk on a terminal that says it has 0 columns and 0 rows, and shows this many.
    pub fn open_desk_without_size(&self, shown: Size, args: &[&str]) -> DeskProcess {
        DeskProcess::open_sized(&binary(), args, &self.vars, self.home.path(), (Size(0, 0), shown))
    }

    /// Opens a desk whose clock is ahead.
    pub fn open_desk_later(&self, minutes: u32, size: Size, args: &[&str]) -> DeskProcess {
        let ahead = [("LITIGE_CLOCK_AHEAD_MINUTES".to_owned(), minutes.to_string())];
        let vars: Vec<_> = self.vars.iter().cloned().chain(ahead).collect();
        DeskProcess::open(&binary(), args, &vars, self.home.path(), size)
    }

    /// Returns the processes of this sandbox: their numbers and command lines.
    pub fn processes(&self) -> Vec<(i32, String)> {
        let home = format!("HOME={}", self.path("home").display());
        let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ours = all.filter(|process| {
            let environ = std::fs::read(process.path().join("environ")).unwrap_or_default();
            environ.split(|byte| *byte == 0).any(|var| var == home.as_bytes())
        });
        let told = |process: std::fs::DirEntry| {
            let told = std::fs::read_to_string(process.path().join("cmdline")).unwrap_or_default();
            Some((process.file_name().to_str()?.parse().ok()?, told.replace('\0', " ")))
        };
        ours.filter_map(told).collect()
    }

    /// Asserts that no process of this sandbox is left.
    #[track_caller]
    pub fn assert_no_process_left(&self) {
        self.assert_no_process_but(|_| false);
    }

    /// Asserts that no process of this sandbox is left but this program.
    #[track_caller]
    pub fn assert_only_process_left(&self, program: &str) {
        self.assert_no_process_but(|told| told.starts_with(program));
    }

    #[track_caller]
    fn assert_no_process_but(&self, stays: impl Fn(&str) -> bool) {
        let left = || self.processes().into_iter().filter(|(_, told)| !stays(told)).collect::<Vec<_>>();
        // A killed process may still be exiting.
        let deadline = std::time::Instant::now() + pty::TIMEOUT;
        while !left().is_empty() && std::time::Instant::now() < deadline {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(left(), []);
    }

    /// Opens a shell with job control on a terminal of this size; it knows `litige`.
    pub fn shell(&self, size: Size) -> DeskProcess {
        let mut vars = self.vars.clone();
        let folder = binary().parent().unwrap().display().to_string();
        for (name, value) in &mut vars {
            if name == "PATH" {
                *value = format!("{folder}:{value}");
            }
        }
        vars.push(("PS1".to_owned(), "$ ".to_owned()));
        DeskProcess::open(
            Path::new("bash"),
            &["--norc", "--noprofile", "--noediting", "-i"],
            &vars,
            self.home.path(),
            size,
        )
    }

    /// Asserts that `verify` finds no fault in the database.
    pub fn assert_verified(&self) {
        let verdict = self.json(&["verify"]);
        assert_eq!(verdict["ok"], true, "{verdict:#}");
    }
}

pub fn binary() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_litige")).to_owned()
}
