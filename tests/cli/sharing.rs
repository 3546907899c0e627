//! A database of a team on one host, with accounts of the system. The tests need root, to be other accounts; without it they
//! are skipped, and say so.

#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{copy_program, disputed, lines, message};

/// Numbers of accounts that no one has, and of a group that the first two belong to.
const ANA: u32 = 64_101;
const BEN: u32 = 64_102;
const STRANGER: u32 = 64_103;
const GROUP: u32 = 64_200;
const ROOT: u32 = 0;

/// A host with a folder of the group, and a home for each account.
struct Host {
    folder: tempfile::TempDir,
    umask: &'static str,
}

/// How a command ended.
#[derive(Debug)]
struct Ended {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    #[track_caller]
    fn ok(self) -> Self {
        assert_eq!(self.status, Some(0), "{self:?}");
        self
    }

    #[track_caller]
    fn denied(&self, words: &[&str]) {
        assert_eq!(self.status, Some(6), "{self:?}");
        assert!(self.err.starts_with("litige: permission_denied: "), "{self:?}");
        words.iter().for_each(|word| assert!(self.err.contains(word), "{word}: {self:?}"));
    }
}

impl Host {
    /// Makes a host whose shared folder has this mode; none where the tests can't be other accounts.
    fn new(folder_mode: u32, umask: &'static str) -> Option<Self> {
        let mut other = Command::new("setpriv");
        other.args(["--reuid", "64101", "--regid", "64101", "--groups", "64200", "true"]).stderr(Stdio::null());
        if !other.status().is_ok_and(|status| status.success()) {
            eprintln!("SKIPPED: a test with accounts of the system needs root and setpriv (util-linux)");
            return None;
        }
        let host = Self { folder: tempfile::tempdir().unwrap(), umask };
        host.set(&host.path(""), ROOT, ROOT, 0o755);
        for (name, id) in [("64101", ANA), ("64102", BEN), ("64103", STRANGER), ("0", ROOT)] {
            fs::create_dir(host.path(name)).unwrap();
            host.set(&host.path(name), id, id, 0o700);
        }
        fs::create_dir(host.path("shared")).unwrap();
        host.set(&host.path("shared"), ROOT, GROUP, folder_mode);
        // Where it was built, others may not look.
        copy_program(&host.path("litige"));
        host.set(&host.path("litige"), ROOT, ROOT, 0o755);
        Some(host)
    }

    fn set(&self, path: &Path, user: u32, group: u32, mode: u32) {
        chown(path, Some(user), Some(group)).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn db(&self) -> PathBuf {
        self.path("shared/litige.db")
    }

    /// Writes the configuration of an account.
    fn configure(&self, account: u32, text: &str) {
        let folder = self.path(&format!("{account}/.config/litige"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.toml"), text).unwrap();
        for at in [folder.parent().unwrap(), &folder, &folder.join("config.toml")] {
            self.set(at, account, account, if at.is_dir() { 0o700 } else { 0o600 });
        }
    }

    fn command(&self, account: u32, args: &[&str]) -> Command {
        let id = account.to_string();
        let groups = if [ANA, BEN].contains(&account) { GROUP.to_string() } else { id.clone() };
        let mut command = Command::new("setpriv");
        command.args(["--reuid", &id, "--regid", &id, "--groups", &groups, "sh", "-c"]);
        command.arg(format!("umask {}; exec \"$0\" \"$@\"", self.umask)).arg(self.path("litige")).args(args);
        let home = self.path(&id);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", &home);
        command.env("LITIGE_DB", self.db()).env("LANG", "C").current_dir(&home);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, account: u32, args: &[&str]) -> Ended {
        let output = self.command(account, args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ended { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Ingests a message with a file from the account's home.
    fn send(&self, account: u32, events: &[Value], file: &str) {
        let folder = self.path(&format!("{account}/in"));
        let _ = fs::create_dir(&folder);
        fs::write(folder.join(file), format!("the content of {file}")).unwrap();
        self.set(&folder, account, account, 0o700);
        self.set(&folder.join(file), account, account, 0o600);
        let mut sent = message(&format!("e-{file}"), "O-1", "client", "Voici.");
        sent["attachments"] = json!([{"name": file, "media_type": "text/plain", "origin": "platform", "path": file}]);
        fs::write(self.path("events.jsonl"), lines(events) + &lines(&[sent])).unwrap();
        let path = self.path("events.jsonl").display().to_string();
        self.run(account, &["ingest", &path, "--attachments", "in"]).ok();
    }

    /// Asserts whose a file is and what its mode is, once whoever makes it is done with it.
    #[track_caller]
    fn assert_is(&self, path: &Path, user: u32, group: u32, mode: u32) {
        let is = || fs::metadata(path).map(|found| (found.uid(), found.gid(), found.mode() & 0o7777)).ok();
        let expected = Some((user, group, mode));
        let deadline = Instant::now() + Duration::from_secs(20);
        while is() != expected && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(is(), expected, "{}", path.display());
    }

    /// Asserts that every file of evidence is the group's, or the owner's alone.
    #[track_caller]
    fn assert_files(&self, path: &Path, group: u32, is_shared: bool) -> usize {
        let mut files = 0;
        for entry in fs::read_dir(path).unwrap().map(Result::unwrap) {
            let found = entry.metadata().unwrap();
            let mode = match (found.is_dir(), is_shared) {
                (true, true) => 0o2770,
                (true, false) => 0o700,
                (false, true) => 0o660,
                (false, false) => 0o600,
            };
            assert_eq!((found.gid(), found.mode() & 0o7777), (group, mode), "{}", entry.path().display());
            files += if found.is_dir() { self.assert_files(&entry.path(), group, is_shared) } else { 1 };
        }
        files
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        PathBuf::from(format!("{}{suffix}", self.db().display()))
    }
}

/// A command that has the database open until it is dropped.
struct Holder(Child);

impl Holder {
    fn new(host: &Host, account: u32) -> Self {
        let mut holder = Self(host.command(account, &["ingest", "-"]).stdin(Stdio::piped()).spawn().unwrap());
        holder.0.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
        for _ in 0..1000 {
            if host.beside("-shm").exists() {
                return holder;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("it was not opened");
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

fn head(host: &Host, account: u32) -> Value {
    let verified: Value = serde_json::from_str(&host.run(account, &["verify", "--json"]).ok().out).unwrap();
    verified["head"].clone()
}

#[test]
fn a_second_account_of_the_group_works_verifies_backs_up_and_restores_whatever_the_umask() {
    // A folder whose files get its group, and one that leaves it to whoever makes them.
    for (folder_mode, umask) in [(0o2770, "077"), (0o2770, "002"), (0o770, "027")] {
        let Some(host) = Host::new(folder_mode, umask) else { return };
        for account in [ANA, BEN] {
            host.configure(account, "sharing = \"group\"\n");
        }
        host.send(ANA, &disputed("O-1"), "ana.txt");
        host.run(ANA, &["mediator", "add", "ana", "--name", "Ana"]).ok();
        host.run(ANA, &["--as", "ana", "mediator", "add", "ben", "--name", "Ben"]).ok();
        host.assert_is(&host.db(), ANA, GROUP, 0o660);
        host.assert_is(&host.beside(".files"), ANA, GROUP, 0o2770);

        for (first, second, name) in [(ANA, BEN, "ben"), (BEN, ANA, "ana")] {
            let holder = Holder::new(&host, first);
            for suffix in ["-wal", "-shm"] {
                host.assert_is(&host.beside(suffix), first, GROUP, 0o660);
            }
            host.run(second, &["--as", name, "note", "D-1001", &format!("seen by {name}")]).ok();
            head(&host, second);
            drop(holder);
        }
        host.send(BEN, &[], "ben.txt");
        assert_eq!(host.assert_files(&host.beside(".files"), GROUP, true), 2);
        let before = head(&host, ANA);

        host.run(BEN, &["backup", "copy.db"]).ok();
        host.assert_is(&host.path("64102/copy.db"), BEN, BEN, 0o600);
        host.run(ANA, &["--as", "ana", "note", "D-1001", "after the backup"]).ok();
        host.run(BEN, &["restore", "copy.db"]).ok();
        host.assert_is(&host.db(), BEN, GROUP, 0o660);
        assert_eq!(host.assert_files(&host.beside(".files"), GROUP, true), 2);
        assert_eq!(head(&host, ANA), before);
        host.run(ANA, &["--as", "ana", "note", "D-1001", "after the restore"]).ok();

        let shared = host.path("shared").display().to_string();
        host.run(STRANGER, &["queue"]).denied(&[&shared, "belongs to root", "its group is 64200"]);
    }
}

#[test]
fn a_database_that_is_given_to_the_group_is_its_from_then_on() {
    let Some(host) = Host::new(0o2770, "077") else { return };
    host.send(ANA, &disputed("O-1"), "ana.txt");
    host.run(ANA, &["mediator", "add", "ana", "--name", "Ana"]).ok();
    host.assert_is(&host.db(), ANA, GROUP, 0o600);
    let db = host.db().display().to_string();
    host.run(BEN, &["queue"]).denied(&[&db, "belongs to 64101"]);
    // Another's configuration gives nothing away.
    host.configure(BEN, "sharing = \"group\"\n");
    host.run(BEN, &["queue"]).denied(&[&db]);
    host.configure(ANA, "sharing = \"group\"\n");
    host.run(ANA, &["verify"]).ok();
    host.assert_is(&host.db(), ANA, GROUP, 0o660);
    assert_eq!(host.assert_files(&host.beside(".files"), GROUP, true), 1);
    host.run(BEN, &["verify"]).ok();
    host.send(BEN, &[], "ben.txt");
    head(&host, ANA);

    // What the group may only read is refused, and it is said whose it is.
    fs::set_permissions(host.db(), Permissions::from_mode(0o640)).unwrap();
    host.configure(ANA, "");
    host.run(BEN, &["queue"]).denied(&[&db, "belongs to 64101 and its group is 64200"]);
}

#[test]
fn a_private_database_stays_its_owners_also_when_root_works_on_it() {
    let Some(host) = Host::new(0o2770, "000") else { return };
    host.send(ANA, &disputed("O-1"), "ana.txt");
    host.run(ANA, &["mediator", "add", "ana", "--name", "Ana"]).ok();
    let holder = Holder::new(&host, ANA);
    for suffix in ["", "-wal", "-shm"] {
        host.assert_is(&host.beside(suffix), ANA, GROUP, 0o600);
    }
    drop(holder);
    let mode = fs::metadata(host.beside(".files")).unwrap().mode() & 0o777;
    assert_eq!(mode, 0o700);
    host.send(ROOT, &[], "root.txt");
    let holder = Holder::new(&host, ROOT);
    host.run(ANA, &["--as", "ana", "note", "D-1001", "beside root"]).ok();
    drop(holder);
    head(&host, ANA);
    host.run(ROOT, &["backup", "copy.db"]).ok();
    host.run(ROOT, &["restore", "copy.db"]).ok();
    host.assert_is(&host.db(), ANA, GROUP, 0o600);
    host.run(ANA, &["verify"]).ok();
}
