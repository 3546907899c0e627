//! A temporary home folder, and the program run in it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// A user's home, with a configuration, a data and a working folder.
pub struct Home {
    folder: tempfile::TempDir,
}

/// The result of a run.
pub struct CommandOutput {
    /// The command line.
    pub line: String,
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Home {
    /// Creates an empty home.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Creates a home with these events, the mediators `ines` and `noor`, the lead `lea` and the reader `ro`.
    pub fn with(events: &[Value]) -> Self {
        let home = Self::new();
        home.ingest(events);
        for (handle, role) in [("lea", "lead"), ("ines", "mediator"), ("noor", "mediator"), ("ro", "reader")] {
            home.act("lea", &["mediator", "add", handle, "--name", &format!("Name of {handle}"), "--role", role]).ok();
        }
        home
    }

    /// Returns a path in the working folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the path of the default database.
    pub fn db(&self) -> PathBuf {
        self.path("data/litige/litige.db")
    }

    /// Writes a file in the working folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// Writes the configuration file.
    pub fn configure(&self, toml: &str) {
        self.write("config/litige/config.toml", toml);
    }

    /// Returns the command that runs the program here.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("litige"));
        command.args(args).current_dir(self.folder.path());
        for name in ["LITIGE_DB", "LITIGE_AS", "LITIGE_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"] {
            command.env_remove(name);
        }
        command.env("HOME", self.folder.path()).env("LANG", "C").env("TZ", "UTC");
        command.env("XDG_DATA_HOME", self.path("data")).env("XDG_CONFIG_HOME", self.path("config"));
        command
    }

    /// Runs the program without input.
    pub fn run(&self, args: &[&str]) -> CommandOutput {
        CommandOutput::of(args, self.command(args).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs the program as this mediator.
    pub fn act(&self, me: &str, args: &[&str]) -> CommandOutput {
        self.run(&[&["--as", me], args].concat())
    }

    /// Runs the program with this on its standard input.
    pub fn pipe(&self, input: &[u8], args: &[&str]) -> CommandOutput {
        let mut child =
            self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // A program that refuses before it has read everything closes the pipe.
        let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        CommandOutput::of(args, output)
    }

    /// Ingests valid events.
    pub fn ingest(&self, events: &[Value]) {
        self.pipe(lines(events).as_bytes(), &["ingest", "-"]).ok();
    }

    /// Puts other values of the policy in force, by the lead `lea`. Makes the database and her if they are missing.
    pub fn set_policy(&self, settings: &[&str]) {
        self.act("lea", &["mediator", "add", "lea", "--name", "Name of lea", "--role", "lead"]).ok();
        self.act("lea", &[&["policy", "set", "--reason", "Essai."], settings].concat()).ok();
    }

    /// Returns the output of `show --json`.
    pub fn show(&self, dispute: &str) -> Value {
        self.run(&["show", dispute, "--json"]).ok().json()
    }

    /// Returns everything readable in the database, to compare it later.
    pub fn dump(&self) -> Vec<String> {
        let queue = self.run(&["queue", "--view", "all", "--json"]).ok();
        let ids = queue.json();
        let shows =
            ids.as_array().unwrap().iter().map(|d| self.run(&["show", d["id"].as_str().unwrap(), "--json"]).stdout);
        let lists = [&["outbox"][..], &["mediator", "list", "--json"], &["verify", "--json"]];
        shows.chain(lists.map(|args| self.run(args).stdout)).chain([queue.stdout]).collect()
    }
}

/// A command that has a database open until it is dropped.
pub struct Holder(pub std::process::Child);

impl Holder {
    pub fn new(home: &Home, db: &str) -> Self {
        let mut command = home.command(&["--db", db, "ingest", "-"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let holder = Self(child);
        let index = home.path(&format!("{db}-shm"));
        for _ in 0..1000 {
            if index.exists() && is_locked(&home.path(db)) {
                return holder;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("it was not opened");
    }
}

/// Whether another process has a database open: in WAL mode it holds a lock for as long.
fn is_locked(db: &Path) -> bool {
    let file = fs::File::options().read(true).write(true).open(db).unwrap();
    rustix::fs::fcntl_lock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_err()
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

impl CommandOutput {
    pub fn of(args: &[&str], output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
        Self {
            line: format!("litige {}", args.join(" ")),
            status: output.status.code().expect("the program ended by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Asserts success.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, 0, "{}\n{}{}", self.line, self.stdout, self.stderr);
        self
    }

    /// Returns the output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|e| panic!("{}: {e}\n{}{}", self.line, self.stdout, self.stderr))
    }

    /// Returns the output as JSON Lines.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Asserts failure with this status and code: one line on standard error, or one error object on standard output
    /// with `--json`.
    #[track_caller]
    pub fn failed(&self, status: i32, code: &str) {
        let told = format!("{}\nstdout: {}\nstderr: {}", self.line, self.stdout, self.stderr);
        assert_eq!(self.status, status, "{told}");
        if self.line.contains("--json") {
            assert_eq!(self.stderr, "", "{told}");
            let error = self.json();
            assert_eq!(keys(&error), ["error"], "{told}");
            assert_eq!(keys(&error["error"]), ["code", "detail", "message"], "{told}");
            assert!(error["error"]["detail"].is_object(), "{told}");
            assert_eq!(error["error"]["code"], code, "{told}");
            assert!(!error["error"]["message"].as_str().unwrap().contains('\n'), "{told}");
        } else {
            assert_eq!(self.stdout, "", "{told}");
            assert_eq!(self.stderr.lines().count(), 1, "{told}");
            assert!(self.stderr.starts_with(&format!("litige: {code}: ")), "{told}");
        }
    }
}

/// Returns the names of an object's fields, sorted.
#[track_caller]
pub fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().unwrap_or_else(|| panic!("not an object: {value}"));
    let mut keys: Vec<_> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// Formats events as JSON Lines.
pub fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

/// An event of an order, `n`th of its kind.
pub fn event(id: &str, order: &str, kind: &str, fields: Value) -> Value {
    let mut event = json!({"id": id, "at": "2026-11-03T09:12:00Z", "type": kind, "order": order});
    event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    event
}

/// An order of 120.00 EUR, placed and delivered.
pub fn delivered(order: &str) -> Vec<Value> {
    priced(order, json!({"minor": 12000, "currency": "EUR"}))
}

/// An order at this price, placed and delivered.
pub fn priced(order: &str, amount: Value) -> Vec<Value> {
    let placed = json!({
        "client": {"id": format!("C-{order}"), "name": "Léa Martin"},
        "seller": {"id": format!("S-{order}"), "name": "Studio Nova"},
        "title": "Logo pour restaurant",
        "brief": "Un logo, trois propositions.",
        "amount": amount,
        "due": "2026-11-10T00:00:00Z",
        "lang": "fr",
    });
    vec![
        event(&format!("{order}-1"), order, "order.placed", placed),
        event(&format!("{order}-2"), order, "order.delivered", json!({"body": "Voici."})),
    ]
}

/// A delivered order whose client was twice refused a cancellation: its dispute opened by itself.
pub fn disputed(order: &str) -> Vec<Value> {
    let mut events = delivered(order);
    events.extend(refused_twice(order, "cancellation"));
    events
}

/// Two requests of a kind, each refused.
pub fn refused_twice(order: &str, kind: &str) -> Vec<Value> {
    (0..4)
        .map(|n| {
            let word = if n % 2 == 0 { "requested" } else { "refused" };
            event(&format!("{order}-r{n}"), order, &format!("{kind}.{word}"), json!({"body": format!("{word} {n}")}))
        })
        .collect()
}

/// A message of a party in the open dispute.
pub fn message(id: &str, order: &str, by: &str, body: &str) -> Value {
    event(id, order, "dispute.message", json!({"by": by, "body": body}))
}

/// The bytes of a file and of those that SQLite keeps beside it, `-shm` aside, which holds no data.
pub fn database_files(db: &Path) -> Vec<Option<Vec<u8>>> {
    ["", "-wal", "-journal"].map(|suffix| fs::read(format!("{}{suffix}", db.display())).ok()).to_vec()
}

/// Copies the program to where other accounts may run it. Another process writes the copy: a file that is open for writing here, for
/// a moment also in each child of another test's, can't be run.
pub fn copy_program(to: &std::path::Path) {
    let from = assert_cmd::cargo::cargo_bin("litige");
    assert!(std::process::Command::new("cp").args([from.as_path(), to]).status().unwrap().success());
}
