//! A PostgreSQL server for tests: made in a temporary folder, reached by a socket alone, gone with the process that made it.
//! It knows nothing of litige, so that every test binary can have one.
#![allow(dead_code, reason = "each test binary uses its own part of it")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

/// The superuser of the cluster. It is no member of any team.
pub const SUPERUSER: &str = "keeper";

/// A running server.
pub struct Cluster {
    /// The folder of its data and its socket.
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
    /// Ends the server and removes the folder when its standard input, a pipe from here, ends, as when this process dies.
    keeper: Mutex<Option<Child>>,
}

/// What of a server is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Victim {
    /// The process that the others are children of.
    Postmaster,
    /// It and all its children, at once.
    All,
}

/// Where PostgreSQL's programs are, or nothing. Says loudly what is left out; under CI that is a failure.
pub fn programs() -> Option<PathBuf> {
    let is_whole =
        |dir: &PathBuf| ["initdb", "postgres", "psql", "pg_isready"].iter().all(|name| dir.join(name).exists());
    let in_path = env::var_os("PATH").and_then(|path| env::split_paths(&path).find(is_whole));
    let found = in_path.or_else(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let mut versions: Vec<_> = versions.flatten().map(|dir| dir.path().join("bin")).collect();
        versions.sort();
        versions.into_iter().rfind(is_whole)
    });
    if found.is_none() {
        let is_needed = ["CI", "LITIGE_NEED_POSTGRES"].iter().any(|name| env::var_os(name).is_some());
        assert!(!is_needed, "no PostgreSQL (apt-get install postgresql)");
        // Not `eprintln`, which a test that passes keeps to itself.
        let _ = writeln!(io::stderr(), "SKIPPED: no PostgreSQL (apt-get install postgresql)");
    }
    found
}

/// Whether this process is root, as which the server refuses to run.
fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0"))
}

impl Cluster {
    /// Makes and starts one, with these settings of the server beside those of every test.
    pub fn start(programs: &Path, settings: &[&str]) -> Self {
        let mut cluster = Self::without_data(programs);
        if let Some(port) = settings.iter().find_map(|setting| setting.strip_prefix("port=")) {
            cluster.port = port.parse().expect("a port");
        }
        let made = as_user(&programs.join("initdb"))
            .args(["-N", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(cluster.data())
            .current_dir("/")
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let mut all = vec![
            "fsync=off",
            "full_page_writes=off",
            "shared_buffers=32MB",
            "max_connections=100",
            "autovacuum=off",
            "jit=off",
            "log_min_messages=fatal",
        ];
        all.extend(settings);
        cluster.write_settings(&all);
        cluster.launch();
        cluster
    }

    /// Makes the folder of one, whose data comes from elsewhere.
    pub fn without_data(programs: &Path) -> Self {
        let folder =
            fs::canonicalize(env::temp_dir()).unwrap().join(format!("litpg-{}-{}", std::process::id(), next()));
        fs::create_dir(&folder).unwrap();
        if is_root() {
            let done = Command::new("chown").arg("postgres").arg(&folder).status().unwrap();
            assert!(done.success(), "there is no user `postgres` for the server to run as");
        }
        Self { folder, programs: programs.to_owned(), port: 5432, keeper: Mutex::new(None) }
    }

    /// Appends settings to the server's file of them; they count from its next start.
    pub fn write_settings(&self, settings: &[&str]) {
        let socket = format!("unix_socket_directories='{}'", self.folder.display());
        let path = self.data().join("postgresql.auto.conf");
        let mut text = fs::read_to_string(&path).unwrap_or_default();
        // The data may come from another server, whose settings then stand there too; the last one counts.
        if text.lines().rfind(|line| line.starts_with("unix_socket_directories")) != Some(&socket) {
            text.push_str(&format!("listen_addresses=''\n{socket}\n"));
        }
        for setting in settings {
            let (name, value) = setting.split_once('=').expect("name=value");
            text.push_str(&format!("{name} = '{value}'\n"));
        }
        fs::write(path, text).unwrap();
    }

    /// Starts the server, and waits until it answers.
    pub fn launch(&self) {
        let script = "\"$@\" & pid=$!; read told; if [ \"$told\" = leave ]; then wait $pid; exit; fi; \
            kill -QUIT $pid; wait $pid; rm -rf \"$FOLDER\"";
        let child = Command::new("sh")
            .args(["-c", script, "sh"])
            .args(as_user_args(&self.programs.join("postgres")))
            .arg("-D")
            .arg(self.data())
            .env("FOLDER", &self.folder)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap())
            .spawn()
            .unwrap();
        *self.keeper.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
        self.wait();
    }

    /// Waits until the server answers.
    pub fn wait(&self) {
        let until = Instant::now() + Duration::from_secs(60);
        while !self.answers() {
            let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < until, "the server does not start: {}", log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills the server as `kill -9` does, and waits until nothing of it is left but its folder.
    pub fn kill(&self, victim: Victim) {
        let keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut keeper = keeper.expect("a running server");
        let pid_file = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let postmaster: i32 =
            pid_file.lines().next().and_then(|line| line.parse().ok()).expect("a number of a process");
        let children = children_of(postmaster);
        let mut command = Command::new("kill");
        command.args(["-9", &postmaster.to_string()]);
        if victim == Victim::All {
            command.args(children.iter().map(i32::to_string));
        }
        // A child that has just ended by itself is no failure.
        let _ = command.stderr(Stdio::null()).status().unwrap();
        keeper.stdin.take().unwrap().write_all(b"leave\n").unwrap();
        keeper.wait().unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        while children.iter().any(|child| parent_of(*child).is_some()) {
            assert!(Instant::now() < until, "processes of a killed server go on");
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn answers(&self) -> bool {
        Command::new(self.programs.join("pg_isready"))
            .args(["-q", "-U", SUPERUSER, "-d", "postgres", "-p", &self.port.to_string(), "-h"])
            .arg(&self.folder)
            .status()
            .is_ok_and(|status| status.success())
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The folder of its socket.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// One of PostgreSQL's programs, run as the user that the server runs as.
    pub fn program(&self, name: &str) -> Command {
        as_user(&self.programs.join(name))
    }

    /// How a database of it is named to litige, for this login.
    pub fn url(&self, login: &str, database: &str) -> String {
        format!("postgres://{login}@/{database}?host={}&port={}", self.folder.display(), self.port)
    }

    /// Runs statements in a database, as the superuser.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        self.sql_as(SUPERUSER, database, sql).unwrap_or_else(|said| panic!("{sql}: {said}"))
    }

    /// Runs statements in a database, as `psql` does for this login. Returns what it prints, or what it complains of.
    pub fn sql_as(&self, login: &str, database: &str, sql: &str) -> Result<String, String> {
        let done = Command::new(self.programs.join("psql"))
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-v",
                "VERBOSITY=verbose",
                "-U",
                login,
                "-d",
                database,
                "-c",
                sql,
                "-p",
                &self.port.to_string(),
                "-h",
            ])
            .arg(&self.folder)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if done.status.success() { Ok(text(&done.stdout)) } else { Err(text(&done.stderr)) }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).take() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }
}

/// The parent of a process; nothing where it has ended.
fn parent_of(process: i32) -> Option<i32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut words = stat.rsplit_once(')')?.1.split_whitespace();
    let state = words.next()?;
    words.next()?.parse().ok().filter(|_| state != "Z")
}

fn children_of(process: i32) -> Vec<i32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers.filter(|number| parent_of(*number) == Some(process)).collect()
}

/// A number of this process's own.
pub fn next() -> u32 {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

fn as_user_args(program: &Path) -> Vec<std::ffi::OsString> {
    let mut args = Vec::new();
    if is_root() {
        args.extend(["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"].map(Into::into));
    }
    args.push(program.as_os_str().to_owned());
    args
}

fn as_user(program: &Path) -> Command {
    let mut args = as_user_args(program).into_iter();
    let mut command = Command::new(args.next().expect("a program"));
    command.args(args);
    command
}
