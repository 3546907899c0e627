//! A database on a server, through the real binary: made, its members let in, and used as a file is.

use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::{CommandOutput, Home};

#[path = "../../src/store/postgres/testing/cluster.rs"]
mod cluster;
#[path = "../../src/store/postgres/testing/proxy.rs"]
mod proxy;

use cluster::{Cluster, SUPERUSER, Victim};
use proxy::Proxy;

/// A server with an empty database, and a home to use it from.
struct Place {
    home: Home,
    cluster: Cluster,
}

impl Place {
    fn new() -> Option<Self> {
        let cluster = Cluster::start(&cluster::programs()?, &[]);
        cluster.sql("postgres", "CREATE DATABASE litige");
        Some(Self { home: Home::new(), cluster })
    }

    /// Runs the program with this login.
    fn run_as(&self, login: &str, args: &[&str]) -> CommandOutput {
        let url = self.cluster.url(login, "litige");
        self.home.run(&[&["--db", &url], args].concat())
    }

    /// The same, where it waits no longer than so long for a server that does not answer.
    fn run_within(&self, login: &str, patience_ms: u64, args: &[&str]) -> CommandOutput {
        let url = self.cluster.url(login, "litige");
        let args = [&["--db", &url], args].concat();
        let mut command = self.home.command(&args);
        command.env("LITIGE_INJECT_PATIENCE_MS", patience_ms.to_string()).stdin(Stdio::null());
        CommandOutput::of(&args, command.output().unwrap())
    }

    /// Makes the database, with Inès as its lead and the events of the example.
    fn with_events() -> Option<Self> {
        let place = Self::new()?;
        place.keeper(&["server", "init", "--lead", "ines", "--name", "Inès"]).ok();
        place.run_as("ines", &["ingest", EVENTS]);
        Some(place)
    }

    fn keeper(&self, args: &[&str]) -> CommandOutput {
        self.run_as(SUPERUSER, args)
    }
}

const EVENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/events.jsonl");

#[test]
fn a_server_is_made_its_members_are_let_in_and_a_case_is_decided() {
    let Some(place) = Place::new() else { return };
    place.keeper(&["queue"]).failed(6, "no_database");
    let made = place.keeper(&["--json", "server", "init", "--lead", "ines", "--name", "Inès"]).ok().json();
    assert_eq!(
        (&made["made"], &made["settings"], &made["lead"]["login"]),
        (&true.into(), &true.into(), &"ines".into())
    );
    let again = place.keeper(&["--json", "server", "init", "--lead", "ines", "--name", "Inès"]).ok().json();
    for what in ["made", "renewed", "settings"] {
        assert_eq!(again[what], false, "{what}");
    }
    assert_eq!((&again["lead"]["made"], &again["lead"]["changed"]), (&false.into(), &false.into()));

    place.run_as("ines", &["mediator", "add", "camille", "--name", "Camille"]).ok();
    place.run_as("camille", &["queue"]).failed(6, "denied");
    let sql = place.keeper(&["server", "grant", "camille", "--print"]).ok().stdout;
    assert!(sql.contains("CREATE ROLE \"camille\" LOGIN;") && sql.contains("GRANT litige_mediator"), "{sql}");
    place.run_as("ines", &["server", "grant", "camille"]).failed(6, "denied");
    place.keeper(&["server", "grant", "camille"]).ok();
    place.keeper(&["server", "grant", "--feed", "market"]).ok();
    place.keeper(&["server", "grant", "nobody"]).failed(3, "not_a_mediator");

    place.run_as("camille", &["ingest", EVENTS]).failed(6, "denied");
    place.run_as("market", &["ingest", EVENTS]);
    let lines = place.run_as("market", &["outbox"]).ok().json_lines();
    assert!(lines.iter().any(|line| line["type"] == "dispute.opened"));
    place.run_as("market", &["queue"]).failed(6, "denied");

    // The login is who acts; another's handle is refused.
    let queue = place.run_as("camille", &["--json", "queue"]).ok().json();
    let dispute = queue[0]["id"].as_str().unwrap();
    place.run_as("camille", &["--as", "ines", "claim", dispute]).failed(3, "not_you");
    place.run_as("camille", &["claim", dispute]).ok();
    let decide = ["decide", dispute, "--outcome", "seller-wins", "--reasons", "Livraison conforme.", "--key", "k1"];
    let decided = place.run_as("camille", &[&["--json"], &decide[..]].concat()).ok().json();
    assert_eq!(decided["decision"]["by"], "camille");
    assert_eq!(
        place.run_as("camille", &[&["--json"], &decide[..]].concat()).ok().json()["decision"],
        decided["decision"]
    );
    place.run_as("ines", &["undo", dispute]).ok();
    let status = place.run_as("ines", &["--json", "status"]).ok().json();
    assert_eq!((&status["identity"], &status["disputes"]["open"]), (&"login".into(), &2.into()));
    assert_eq!(place.run_as("ines", &["--json", "verify"]).ok().json()["ok"], true);

    // A retired member is let in no more.
    place.run_as("ines", &["mediator", "retire", "camille"]).ok();
    place.run_as("camille", &["queue"]).failed(6, "denied");
}

#[test]
fn a_server_that_is_not_there_is_said_without_its_password() {
    let home = Home::new();
    let done = home.run(&["--db", "postgres://ines:s3cr3t@127.0.0.1:1/litige", "queue"]);
    done.failed(6, "unreachable");
    assert!(!done.stderr.contains("s3cr3t"), "{}", done.stderr);
    home.run(&["--db", "litige.db", "server", "init"]).failed(6, "cannot_open");
    home.run(&["--db", "postgres://h/d?colour=red", "queue"]).failed(6, "cannot_open");
    home.run(&["--db", "postgres://192.0.2.1/d?sslmode=disable", "queue"]).failed(6, "cannot_open");
}

#[test]
fn a_fresh_process_asks_two_things_before_what_it_was_asked() {
    let Some(place) = Place::with_events() else { return };
    // What is due is settled by whoever comes first.
    place.run_as("ines", &["queue"]).ok();
    let proxy = Proxy::to(place.cluster.folder());
    let url = format!("postgres://ines@/litige?host={}", proxy.folder().display());
    for (args, asks) in [(&["queue"][..], 2), (&["policy"], 1), (&["stats"], 1), (&["claim", "D-1002"], 2)] {
        let (trips, _) = proxy.round_trips(|| place.home.run(&[&["--db", &url], args].concat()).ok());
        // The connection; who is there, and the team. Its end may be seen yet or not, and waits for nothing.
        let expected = 1 + 2 + asks;
        assert!(trips == expected || trips == expected + 1, "{args:?}: {trips}");
    }
}

#[test]
fn an_erasure_on_a_server_says_what_its_backups_keep() {
    let Some(place) = Place::with_events() else { return };
    let person = place.cluster.sql("litige", "SELECT client_id FROM orders LIMIT 1");
    for (lang, sentence) in [
        (
            "en",
            "the server's own backups, archived log and replicas, which keep the old texts until their retention ends",
        ),
        ("fr", "les sauvegardes du serveur, ses journaux archivés et ses réplicas"),
    ] {
        let preview = place.run_as("ines", &["--lang", lang, "erase", &person]);
        assert_eq!((preview.status, preview.stdout.contains(sentence)), (2, true), "{}", preview.stdout);
    }
    let file = Home::with(&super::support::disputed("O-1"));
    let preview = file.run(&["--lang", "en", "--as", "lea", "erase", "C-O-1"]);
    assert_eq!((preview.status, preview.stdout.contains("the server's own backups")), (2, false), "{}", preview.stdout);
}

/// What is to be written waits for the server; what only reads says at once that it is not there.
#[test]
fn a_command_that_writes_waits_for_a_server_that_does_not_answer() {
    let Some(place) = Place::with_events() else { return };
    place.cluster.kill(Victim::All);
    let since = Instant::now();
    place.run_within("ines", 60_000, &["queue"]).failed(6, "unreachable");
    assert!(since.elapsed() < Duration::from_secs(10), "a read waited {:?}", since.elapsed());
    let say = ["--json", "say", "D-1002", "Bonjour"];
    place.run_within("ines", 300, &say).failed(6, "unreachable");

    let url = place.cluster.url("ines", "litige");
    let mut command = place.home.command(&[&["--db", &url], &say[..]].concat());
    command.env("LITIGE_INJECT_PATIENCE_MS", "60000").stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It has tried by now, and goes on trying.
    std::thread::sleep(Duration::from_millis(900));
    assert!(child.try_wait().unwrap().is_none(), "it gave up at once");
    place.cluster.launch();
    let said = CommandOutput::of(&say, child.wait_with_output().unwrap()).ok();
    assert!(said.json()["made"].is_string(), "{}", said.stdout);
    assert_eq!(place.cluster.sql("litige", "SELECT count(*) FROM messages WHERE author = 'ines'"), "1");

    // Who is not let in, or finds no database, need not wait for another answer.
    let since = Instant::now();
    place.run_within("nobody", 60_000, &say).failed(6, "denied");
    let gone = place.cluster.url("ines", "gone");
    place.home.run(&[&["--db", &gone], &say[..]].concat()).failed(6, "no_database");
    assert!(since.elapsed() < Duration::from_secs(10), "{:?}", since.elapsed());
}

#[test]
fn seed_says_before_it_connects_that_it_fills_a_file() {
    let home = Home::new();
    home.run(&["--db", "postgres://127.0.0.1:1/litige", "seed", "--disputes", "1", "--messages", "1"])
        .failed(2, "usage");
}
