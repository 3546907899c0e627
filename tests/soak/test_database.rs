//! A database in a sandbox, and the program run on it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use litige::cli::json::CaseDetail;
use litige::store::{self, Mode, Place};
use serde_json::Value;

use crate::support::Sandbox;

/// A database; the acting mediator is Inès.
pub struct TestDatabase {
    pub sandbox: Sandbox,
    pub db: PathBuf,
}

/// The result of a run.
#[derive(Debug)]
pub struct CommandOutput {
    /// `None` if it was killed.
    pub status: Option<i32>,
    pub out: String,
    #[allow(dead_code, reason = "it is read where a failed test shows it")]
    pub err: String,
}

impl TestDatabase {
    /// Creates the sandbox without a database.
    pub fn empty() -> Self {
        let sandbox = Sandbox::new();
        let db = sandbox.path("litige.db");
        Self { sandbox, db }
    }

    /// Creates a database with these events and a team.
    pub fn with(events: &[Value]) -> Self {
        let database = Self::empty();
        database.team();
        database.ingest(events);
        database
    }

    /// Adds Inès and seven others, and before them their lead.
    pub fn team(&self) {
        for handle in [&[LEAD][..], &TEAM].concat() {
            self.run(&["mediator", "add", handle, "--name", &format!("Name of {handle}"), "--as", LEAD]).ok();
        }
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.sandbox.command(args);
        command.env("LITIGE_DB", &self.db).env("LITIGE_AS", TEAM[0]).env("LITIGE_LANG", "en");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn start(&self, args: &[&str]) -> Child {
        self.command(args).spawn().unwrap()
    }

    pub fn run(&self, args: &[&str]) -> CommandOutput {
        wait_for_output(self.start(args))
    }

    pub fn json(&self, args: &[&str]) -> Value {
        self.run(&[args, &["--json"]].concat()).ok().json()
    }

    /// Ingests valid events.
    pub fn ingest(&self, events: &[Value]) {
        let file = self.file("events.jsonl", &crate::events::lines(events));
        self.run(&["ingest", &file]).ok();
    }

    /// Writes a file and returns its path.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.sandbox.path(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// Asserts that `verify` finds no fault, and returns its output.
    #[track_caller]
    pub fn verify(&self) -> Value {
        let found = self.run(&["verify", "--json"]);
        assert_eq!(found.status, Some(0), "{found:?}");
        found.json()
    }

    /// Returns the ids of all disputes.
    pub fn disputes(&self) -> Vec<String> {
        let all = self.json(&["queue", "--view", "all", "--limit", "1000000"]);
        let mut ids: Vec<_> =
            all.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    }

    /// Returns the logical content: every case and the outbox, without the times set by this machine.
    pub fn dump(&self) -> Vec<Value> {
        // The same as `show --json`, without a process for each.
        let store = store::open(&Place::File(self.db.clone()), Mode::Existing).unwrap();
        let case = |id: &String| {
            let file = store.case(id.parse().unwrap()).unwrap();
            serde_json::to_value(CaseDetail::of(&file).unwrap()).unwrap()
        };
        let mut all: Vec<Value> = self.disputes().iter().map(case).collect();
        let outbox = self.run(&["outbox"]).ok().out;
        all.extend(outbox.lines().map(|line| serde_json::from_str(line).unwrap()));
        let verified = self.verify();
        all.push(verified["checked"].clone());
        all.iter_mut().for_each(erase_times);
        all
    }
}

/// Who leads the mediators.
pub const LEAD: &str = "cheffe";

/// The mediators.
pub const TEAM: [&str; 8] = ["ines", "noor", "lea", "paul", "ana", "tom", "zoe", "max"];

/// Waits for a run to end.
pub fn wait_for_output(child: Child) -> CommandOutput {
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    CommandOutput { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Kills a run after this time, unless it has ended.
pub fn kill_after(mut child: Child, time: Duration) -> CommandOutput {
    std::thread::sleep(time);
    child.kill().unwrap();
    wait_for_output(child)
}

impl CommandOutput {
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, Some(0), "{self:?}");
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Returns the result, if it was printed completely before the end.
    pub fn result(&self) -> Option<Value> {
        self.out.ends_with('\n').then(|| serde_json::from_str(&self.out).ok()).flatten()
    }

    pub fn was_killed(&self) -> bool {
        self.status.is_none()
    }
}

/// Replaces every time by a constant.
fn erase_times(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_moment = name == "at" || name.ends_with("_at") || name == "due";
                if is_moment && value.is_string() { *value = "then".into() } else { erase_times(value) }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(erase_times),
        _ => {}
    }
}

/// Returns the content of a database's files.
pub fn database_files(db: &Path) -> Vec<(String, Vec<u8>)> {
    let names = ["", "-wal", "-shm", "-journal"].map(|suffix| format!("{}{suffix}", db.display()));
    names.into_iter().filter_map(|name| std::fs::read(&name).ok().map(|bytes| (name, bytes))).collect()
}
