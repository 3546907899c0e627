//! A database on a server, through the real binary: made, its members let in, and used as a file is.

use super::support::{CommandOutput, Home};

#[path = "../../src/store/postgres/testing/cluster.rs"]
mod cluster;

use cluster::{Cluster, SUPERUSER};

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
