//! A database on a machine of its own, and the program run on it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use litige::cli::json::CaseDetail;
use litige::store::{self, Mode, Place};
use serde_json::Value;

use crate::support::Sandbox;

/// A database, acted on as Inès.
pub struct TestDatabase {
    pub sandbox: Sandbox,
    pub db: PathBuf,
}

/// How a run ended.
#[derive(Debug)]
pub struct CommandOutput {
    /// `None`: it was killed.
    pub status: Option<i32>,
    pub out: String,
    #[allow(dead_code, reason = "it is read where a failed test shows it")]
    pub err: String,
}

impl TestDatabase {
    /// Without a database yet.
    pub fn empty() -> Self {
        let sandbox = Sandbox::new();
        let db = sandbox.path("litige.db");
        Self { sandbox, db }
    }

    /// With these events applied, and a team.
    pub fn with(events: &[Value]) -> Self {
        let database = Self::empty();
        database.team();
        database.ingest(events);
        database
    }

    /// Inès and seven others.
    pub fn team(&self) {
        for handle in TEAM {
            self.run(&["mediator", "add", handle, "--name", &format!("Name of {handle}")]).ok();
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

    /// Applies events that are all good.
    pub fn ingest(&self, events: &[Value]) {
        let file = self.file("events.jsonl", &crate::events::lines(events));
        self.run(&["ingest", &file]).ok();
    }

    /// A file with this in it; its name.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.sandbox.path(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// `verify` finds nothing; what it looked at.
    #[track_caller]
    pub fn verify(&self) -> Value {
        let found = self.run(&["verify", "--json"]);
        assert_eq!(found.status, Some(0), "{found:?}");
        found.json()
    }

    /// The ids of all disputes.
    pub fn disputes(&self) -> Vec<String> {
        let all = self.json(&["queue", "--view", "all", "--limit", "1000000"]);
        let mut ids: Vec<_> =
            all.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    }

    /// What matters, however it came there: every case and the outbox, without the moments at which this machine did it.
    pub fn dump(&self) -> Vec<Value> {
        // What `show --json` prints, without a process for each.
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

/// Who may act.
pub const TEAM: [&str; 8] = ["ines", "noor", "lea", "paul", "ana", "tom", "zoe", "max"];

/// Waits for the end of a run.
pub fn wait_for_output(child: Child) -> CommandOutput {
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    CommandOutput { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Kills it after this time, unless it ended before.
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

    /// The result, if all of it was said before the end.
    pub fn result(&self) -> Option<Value> {
        self.out.ends_with('\n').then(|| serde_json::from_str(&self.out).ok()).flatten()
    }

    pub fn was_killed(&self) -> bool {
        self.status.is_none()
    }
}

/// Every moment is the same moment.
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

/// The bytes of a database's files.
pub fn database_files(db: &Path) -> Vec<(String, Vec<u8>)> {
    let names = ["", "-wal", "-shm", "-journal"].map(|suffix| format!("{}{suffix}", db.display()));
    names.into_iter().filter_map(|name| std::fs::read(&name).ok().map(|bytes| (name, bytes))).collect()
}
