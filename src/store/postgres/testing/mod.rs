//! What the tests of the store on a server share: one cluster for each test binary, and a database for each story.

pub(in crate::store) mod cluster;
pub(in crate::store) mod proxy;
pub(in crate::store) mod stage;

use std::path::Path;
use std::sync::OnceLock;

use self::cluster::{Cluster, SUPERUSER};
use super::{PostgresStore, schema};
use crate::store::contract::{Backend, MaintenanceBackend, suite};
use crate::store::{Caller, Mode, Place, Server, Store};

/// The database that every other one is a copy of.
const TEMPLATE: &str = "litige_template";

/// The cluster of this test binary; nothing where PostgreSQL is not installed.
pub(in crate::store) fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| {
            let cluster = Cluster::start(&cluster::programs()?, &["search_path=litige"]);
            cluster.sql("postgres", &format!("CREATE DATABASE {TEMPLATE}"));
            let mut client =
                super::settings::Settings::of(&server(&cluster.url(SUPERUSER, TEMPLATE))).unwrap().connect().unwrap();
            schema::install(&mut client).unwrap();
            Some(cluster)
        })
        .as_ref()
}

/// What a URL names.
pub(in crate::store) fn server(url: &str) -> Server {
    match Place::parse(Path::new(url)) {
        Place::Server(server) => server,
        Place::File(path) => panic!("{} is a file", path.display()),
    }
}

/// A database of its own in the cluster, gone with the value.
pub(in crate::store) struct PostgresBackend {
    cluster: &'static Cluster,
    pub(in crate::store) name: String,
}

impl PostgresBackend {
    /// How a login reaches it.
    pub(in crate::store) fn server(&self, login: &str) -> Server {
        server(&self.url(login))
    }

    pub(in crate::store) fn url(&self, login: &str) -> String {
        self.cluster.url(login, &self.name)
    }

    /// Opened by the owner, who may write in anybody's name.
    pub(in crate::store) fn store(&self) -> PostgresStore {
        PostgresStore::open(&self.server(SUPERUSER), Mode::Existing).unwrap()
    }

    /// Runs statements as the superuser.
    pub(in crate::store) fn sql(&self, sql: &str) -> String {
        self.cluster.sql(&self.name, sql)
    }

    /// Runs statements as the superuser. Returns what is printed, or the complaint.
    pub(in crate::store) fn sql_as_owner(&self, sql: &str) -> Result<String, String> {
        self.cluster.sql_as(SUPERUSER, &self.name, sql)
    }

    /// Runs statements as this login. Returns what is printed, or the complaint.
    pub(in crate::store) fn sql_as(&self, login: &str, sql: &str) -> Result<String, String> {
        self.cluster.sql_as(login, &self.name, sql)
    }
}

impl Backend for PostgresBackend {
    fn is_available() -> bool {
        cluster().is_some()
    }

    fn empty() -> Self {
        let cluster = cluster().expect("a story is told where `is_available` says so");
        let name = format!("story_{}", cluster::next());
        cluster.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}"));
        Self { cluster, name }
    }

    fn open(&self) -> Box<dyn Store + Send> {
        Box::new(self.store())
    }

    fn open_as(&self, account: &str) -> Box<dyn Store + Send> {
        Box::new(self.store().with_caller(Caller { account: Some(account.into()), ..Caller::default() }))
    }
}

impl MaintenanceBackend for PostgresBackend {
    fn open_backup(&self, path: &Path) -> Box<dyn Store + Send> {
        crate::store::open(&Place::File(path.to_owned()), Mode::Existing).unwrap()
    }

    fn spare_path(&self) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("litige-{}-{}.db", std::process::id(), self.name))
    }
}

suite!(PostgresBackend: cases queue search team personal blobs feed activity maintenance);

impl Drop for PostgresBackend {
    fn drop(&mut self) {
        self.cluster.sql("postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

#[test]
fn a_database_on_a_server_says_who_is_there() {
    if !PostgresBackend::is_available() {
        return;
    }
    let database = PostgresBackend::empty();
    let hello = database.store().hello;
    assert_eq!((hello.schema, hello.is_owner, hello.member), (schema::KNOWN, true, None));
}

/// The functions that the files below a folder call, by their whole names.
fn called_below(folder: &Path, names: &mut std::collections::BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            called_below(&entry, names);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(entry).unwrap();
            let calls = text.split("litige.").skip(1).filter_map(|rest| rest.split_once('('));
            let is_name = |name: &str| {
                !name.is_empty() && name.bytes().all(|b| b == b'_' || b.is_ascii_lowercase() || b.is_ascii_digit())
            };
            names.extend(calls.map(|(name, _)| name.to_owned()).filter(|name| is_name(name) && name.ends_with("_1")));
        }
    }
}

#[test]
fn a_lead_may_call_every_function_that_the_program_calls() {
    if !PostgresBackend::is_available() {
        return;
    }
    let mut names = std::collections::BTreeSet::new();
    called_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/postgres"), &mut names);
    assert!(names.len() > 15, "{names:?}");
    let database = PostgresBackend::empty();
    for name in names {
        let sql = format!(
            "SELECT bool_and(has_function_privilege('litige_lead', oid, 'EXECUTE')) FROM pg_proc WHERE proname = '{name}'"
        );
        assert_eq!(database.sql(&sql), "t", "{name}");
    }
}
