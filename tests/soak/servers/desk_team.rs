//! A database on a server, made by the product's own commands, and sixteen mediators with a login each.

use std::path::PathBuf;

use serde_json::Value;

use super::cluster::{Cluster, SUPERUSER};
use crate::events::{self, disputed};
use crate::test_database::{CommandOutput, LEAD, TestDatabase};

/// The database's name.
const DATABASE: &str = "litige";
/// How many mediators write.
pub const WRITERS: usize = 16;
/// The marketplace's login.
pub const FEED: &str = "marketplace";
/// How many cases there are at the beginning: two for each mediator, and some that all of them share.
pub const CASES: usize = 2 * WRITERS + 4;

/// The settings of a server whose data must outlive it.
pub const DURABLE: [&str; 5] =
    ["fsync=on", "full_page_writes=on", "synchronous_commit=on", "autovacuum=on", "max_wal_size=1GB"];

/// A database on a server.
pub struct DeskTeam {
    /// How its owner reaches it.
    owner: TestDatabase,
    /// The folders of the sockets under which it is found, with a comma between.
    hosts: String,
}

/// A mediator's handle, which is their login's name too.
pub fn handle(number: usize) -> String {
    format!("mediator{number}")
}

impl DeskTeam {
    /// Makes the database on a cluster, with a team that is let in and open cases.
    pub fn on(cluster: &Cluster, hosts: &str) -> Self {
        cluster.sql("postgres", &format!("CREATE DATABASE {DATABASE}"));
        let mut owner = TestDatabase::empty();
        owner.db = PathBuf::from(cluster.url(SUPERUSER, DATABASE));
        let team = Self { owner, hosts: hosts.to_owned() };
        team.owner.run(&["server", "init", "--lead", LEAD, "--name", "The lead"]).ok();
        for number in 0..WRITERS {
            let handle = handle(number);
            team.run_as(LEAD, &["mediator", "add", &handle, "--name", &handle]).ok();
            team.owner.run(&["server", "grant", &handle]).ok();
        }
        team.owner.run(&["server", "grant", "--feed", FEED]).ok();
        let all: Vec<Value> = (0..CASES).flat_map(|n| disputed(&format!("O-{n}"))).collect();
        let file = team.owner.file("first.jsonl", &events::lines(&all));
        team.run_as(FEED, &["ingest", &file]).ok();
        team
    }

    /// The same, found by other sockets.
    pub fn reached_by(self, hosts: &str) -> Self {
        Self { hosts: hosts.to_owned(), ..self }
    }

    /// How a login reaches it.
    pub fn url(&self, login: &str) -> String {
        format!("postgres://{login}@/{DATABASE}?host={}", self.hosts)
    }

    /// Runs a command as a login.
    pub fn run_as(&self, login: &str, args: &[&str]) -> CommandOutput {
        let mut command = self.owner.command(args);
        command.env("LITIGE_DB", self.url(login)).env("LITIGE_AS", login);
        crate::test_database::wait_for_output(command.spawn().unwrap())
    }

    /// Writes a file and returns its path.
    pub fn file(&self, name: &str, content: &str) -> String {
        self.owner.file(name, content)
    }

    /// The rows of a query, run on this cluster, whose columns are parted by `|`.
    pub fn rows(&self, cluster: &Cluster, sql: &str) -> Vec<Vec<String>> {
        let text = cluster.sql(DATABASE, &format!("SET search_path = litige; {sql}"));
        text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect()
    }

    /// Asserts that `verify` finds no fault.
    pub fn verify(&self) {
        let found = self.run_as(LEAD, &["verify", "--json"]);
        assert_eq!(found.ok().json()["ok"], true);
    }
}
