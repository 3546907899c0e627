//! Tests of connecting, with real servers: TLS, passwords, several hosts, a pooler, and servers that say nothing.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::store::contract::Backend;
use crate::store::postgres::PostgresStore;
use crate::store::postgres::testing::cluster::{self, Cluster, SUPERUSER};
use crate::store::postgres::testing::{self, PostgresBackend, server};
use crate::store::{Caller, Mode, Store};

const PASSWORD: &str = "Zq7xSecret9";

/// An account `keeper` with a home folder of this test's own.
fn at_home(home: &Path) -> Environment {
    Environment {
        home: Some(home.to_owned()),
        user: Some(SUPERUSER.to_owned()),
        socket_folder: home.to_owned(),
        ..Environment::default()
    }
}

/// What the server says of a connection, or why there is none.
fn asked(text: &str, environment: &Environment, sql: &str) -> Result<String, String> {
    let said = |error: StoreError| {
        let error = errors::named(error, &crate::store::Place::Server(server(text)));
        let said = error.to_string();
        assert!(!format!("{said} {error:?}").contains(PASSWORD), "{error:?}");
        said
    };
    let settings = Settings::read(text, environment).map_err(|problem| {
        assert!(!problem.contains(PASSWORD), "{problem}");
        problem
    })?;
    let mut client = settings.connect().map_err(said)?;
    Ok(client.query_typed(sql, &[]).unwrap()[0].get::<_, String>(0))
}

/// Whether a program is there; says loudly what is left out where it is not, which under CI is a failure.
fn is_installed(program: &str, package: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok()
        || Command::new(program).arg("version").output().is_ok();
    if !found {
        let is_needed = ["CI", "LITIGE_NEED_POSTGRES"].iter().any(|name| std::env::var_os(name).is_some());
        assert!(!is_needed, "no {program} (apt-get install {package})");
        // Not `eprintln`, which a test that passes keeps to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no {program} (apt-get install {package})");
    }
    found
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Gives a file to whom the data of a cluster belongs, and keeps others from it.
fn give(path: &Path, cluster: &Cluster) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    let done = Command::new("chown").arg("--reference").arg(cluster.data()).arg(path).status().unwrap();
    assert!(done.success());
}

/// Authorities and certificates, made by OpenSSL.
struct Authority {
    folder: PathBuf,
    name: &'static str,
}

impl Authority {
    fn new(folder: &Path, name: &'static str) -> Self {
        let authority = Self { folder: folder.to_owned(), name };
        let subject = format!("/CN={name}");
        authority.openssl(&["req", "-x509", "-days", "30", "-subj", &subject, "-out", &format!("{name}.crt")], name);
        authority
    }

    fn openssl(&self, args: &[&str], key: &str) {
        let key = format!("{key}.key");
        let new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", &key];
        let is_request = args[0] == "req";
        let done = Command::new("openssl")
            .args(args)
            .args(if is_request { &new_key[..] } else { &[] })
            .current_dir(&self.folder)
            .output()
            .unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// Signs a certificate with these extensions, for so many days. Returns the paths of it and its key.
    fn sign(&self, file: &str, extensions: &str, days: &str) -> (PathBuf, PathBuf) {
        let path = |ending: &str| self.folder.join(format!("{file}.{ending}"));
        let name = |ending: &str| format!("{file}.{ending}");
        fs::write(path("ext"), format!("{extensions}\n")).unwrap();
        self.openssl(&["req", "-new", "-subj", "/CN=db", "-out", &name("csr")], file);
        let (ca, key) = (format!("{}.crt", self.name), format!("{}.key", self.name));
        let sign = ["x509", "-req", "-CAcreateserial", "-days", days, "-CA", &ca, "-CAkey", &key];
        self.openssl(
            &[&sign[..], &["-in", &name("csr"), "-extfile", &name("ext"), "-out", &name("crt")]].concat(),
            file,
        );
        (path("crt"), path("key"))
    }

    fn file(&self) -> String {
        self.folder.join(format!("{}.crt", self.name)).display().to_string()
    }
}

#[test]
fn a_server_is_believed_by_its_certificate_and_let_in_by_a_password() {
    let Some(programs) = cluster::programs() else { return };
    if !is_installed("openssl", "openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new(folder.path(), "ours");
    let other = Authority::new(folder.path(), "other");
    let port = free_port();
    let listen = [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        "password_encryption=scram-sha-256".to_owned(),
    ];
    // The socket has the port's name, too.
    let cluster = Cluster::start(&programs, &listen.each_ref().map(String::as_str));
    let rules = "local all all trust\nhostssl all tls_only all scram-sha-256\nhostnossl all plain_only all scram-sha-256\n\
                 hostssl all ines all scram-sha-256\n";
    fs::write(cluster.data().join("pg_hba.conf"), rules).unwrap();
    for login in ["ines", "tls_only", "plain_only"] {
        cluster.sql("postgres", &format!("CREATE ROLE {login} LOGIN PASSWORD '{PASSWORD}'"));
    }
    let (certificate, key) = (cluster.data().join("server.crt"), cluster.data().join("server.key"));
    let present = |(crt, private): (PathBuf, PathBuf)| {
        fs::copy(crt, &certificate).unwrap();
        fs::copy(private, &key).unwrap();
        [&certificate, &key].into_iter().for_each(|path| give(path, &cluster));
        cluster.sql("postgres", "ALTER SYSTEM SET ssl = on");
        cluster.sql("postgres", "SELECT pg_reload_conf()");
    };

    let home = tempfile::tempdir().unwrap();
    let mut environment = at_home(home.path());
    let sql = "SELECT session_user || ' ' || (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) || ' ' || \
               current_setting('application_name')";
    let ask = |login: &str, options: &str, environment: &Environment| {
        asked(&format!("postgres://{login}@localhost:{port}/postgres?{options}"), environment, sql)
    };
    // A server that has just been told of another certificate takes a moment.
    let refused = |login: &str, options: &str, environment: &Environment, why: &str| {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let said = ask(login, options, environment);
            if said.as_ref().is_err_and(|said| said.contains(why)) {
                return;
            }
            assert!(Instant::now() < until, "{login} {options}: {why:?}, not {said:?}");
            thread::sleep(Duration::from_millis(20));
        }
    };
    let ours = format!("sslmode=require&sslrootcert={}", authority.file());
    let with = format!("{ours}&password={PASSWORD}");

    // A server without TLS.
    refused("ines", &with, &environment, "has no TLS");
    assert_eq!(
        ask("plain_only", &format!("password={PASSWORD}"), &environment),
        Ok("plain_only false litige".to_owned())
    );

    // The right certificate, and passwords from everywhere.
    present(authority.sign("good", "subjectAltName=DNS:localhost,IP:127.0.0.1", "30"));
    let until = Instant::now() + Duration::from_secs(20);
    while ask("ines", &with, &environment).is_err() && Instant::now() < until {
        thread::sleep(Duration::from_millis(20));
    }
    let good = Ok("ines true litige".to_owned());
    for mode in ["require", "verify-ca", "verify-full", "prefer", "allow", ""] {
        let options = format!("sslmode={mode}&sslrootcert={}&password={PASSWORD}", authority.file());
        assert_eq!(ask("ines", &options, &environment), good, "{mode}");
    }
    assert_eq!(ask("ines", &format!("{with}&channel_binding=require"), &environment), good);
    assert_eq!(ask("ines", &format!("{with}&hostaddr=127.0.0.1"), &environment), good);
    let by_address = format!("postgres://ines@127.0.0.1:{port}/postgres?{with}");
    assert_eq!(asked(&by_address, &environment, sql), good, "an address is verified, too");
    refused("ines", &ours, &environment, "it asks for a password, and none is known");
    refused("ines", &format!("{ours}&password=wrong"), &environment, "password authentication failed");
    environment.variables.insert("PGPASSWORD".to_owned(), PASSWORD.into());
    assert_eq!(ask("ines", &ours, &environment), good);
    environment.variables.clear();
    let passwords = home.path().join(".pgpass");
    fs::write(&passwords, format!("localhost:{port}:postgres:ines:{PASSWORD}\n")).unwrap();
    fs::set_permissions(&passwords, fs::Permissions::from_mode(0o644)).unwrap();
    refused("ines", &ours, &environment, "may be read or written by others, so it was not read: chmod 600");
    fs::set_permissions(&passwords, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(ask("ines", &ours, &environment), good);

    // Both ways on this machine, as the server wants it.
    for (login, mode, is_tls) in [
        ("plain_only", "prefer", Some(false)),
        ("plain_only", "allow", Some(false)),
        ("plain_only", "disable", Some(false)),
        ("plain_only", "require", None),
        ("tls_only", "prefer", Some(true)),
        ("tls_only", "allow", Some(true)),
        ("tls_only", "disable", None),
        ("tls_only", "require", Some(true)),
    ] {
        let options = format!("sslmode={mode}&sslrootcert={}&password={PASSWORD}", authority.file());
        let expected = is_tls.map(|is_tls| format!("{login} {is_tls} litige"));
        assert_eq!(ask(login, &options, &environment).ok(), expected, "{login} {mode}");
    }
    // A certificate that is not believed does no harm where there need be none.
    let plain = format!("sslrootcert={}&password={PASSWORD}", other.file());
    assert_eq!(ask("plain_only", &plain, &environment), Ok("plain_only false litige".to_owned()));

    // What runs is stopped through TLS, too.
    let settings = Settings::read(&format!("postgres://ines@localhost:{port}/postgres?{with}"), &environment).unwrap();
    let mut client = settings.connect().unwrap();
    let token = client.cancel_token();
    let stopper = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        settings.cancel(&token);
    });
    let error = client.query_typed("SELECT pg_sleep(60)::text", &[]).unwrap_err();
    assert_eq!(error.code(), Some(&postgres::error::SqlState::QUERY_CANCELED));
    stopper.join().unwrap();

    // Certificates that are not believed.
    refused(
        "ines",
        &format!("sslmode=require&sslrootcert={}&password={PASSWORD}", other.file()),
        &environment,
        "is not signed by any authority that",
    );
    refused("ines", &format!("sslmode=require&sslrootcert=system&password={PASSWORD}"), &environment, "");
    refused("ines", "sslmode=require&sslrootcert=/nowhere", &environment, "/nowhere can't be read");
    refused(
        "ines",
        &format!("sslmode=require&sslrootcert={}", key_without_certificate(folder.path())),
        &environment,
        "holds no certificate",
    );
    let named = format!("postgres://ines@db.example:{port}/postgres?hostaddr=127.0.0.1&{with}");
    let said = asked(&named, &environment, sql).unwrap_err();
    assert!(said.contains("the certificate of db.example is for") && said.contains("localhost"), "{said}");
    present(authority.sign("expired", "subjectAltName=DNS:localhost", "-1"));
    refused("ines", &with, &environment, "the certificate of localhost has expired");
    present(authority.sign("nameless", "basicConstraints=CA:FALSE", "30"));
    refused("ines", &with, &environment, "names no host: it needs a subjectAltName");
    present((authority.file().into(), folder.path().join("ours.key")));
    refused("ines", &with, &environment, "is that of an authority");
}

fn key_without_certificate(folder: &Path) -> String {
    folder.join("ours.key").display().to_string()
}

#[test]
fn off_the_machine_nothing_is_sent_without_tls() {
    let home = tempfile::tempdir().unwrap();
    // An address that is nobody's (RFC 5737): an answer can only come from here.
    for text in ["postgres://ines@192.0.2.1/x?sslmode=disable", "host=db hostaddr=192.0.2.1 sslmode=disable"] {
        let said = asked(text, &at_home(home.path()), "SELECT ''").unwrap_err();
        assert!(
            said.contains("is not this machine, and TLS is required: sslmode=disable is for this machine only"),
            "{said}"
        );
    }
}

/// A server that was started anew and is nobody's child: ended with the value.
struct Standby(Cluster);

impl Standby {
    /// One that waits for what a primary sends.
    fn start(programs: &Path) -> Self {
        let standby = Self(Cluster::start(programs, &["hot_standby=on"]));
        let signal = standby.0.data().join("standby.signal");
        fs::write(&signal, "").unwrap();
        give(&signal, &standby.0);
        standby.control(&["-w", "-m", "fast", "-l", &standby.0.data().join("log").display().to_string(), "restart"]);
        standby.0.wait();
        standby
    }

    fn control(&self, args: &[&str]) {
        let data = self.0.data();
        let control =
            self.0.program("pg_ctl").arg("-D").arg(data).args(args).current_dir("/").stdout(Stdio::null()).status();
        assert!(control.is_ok_and(|status| status.success()), "pg_ctl {args:?}");
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        self.control(&["-m", "immediate", "stop"]);
    }
}

#[test]
fn of_several_hosts_the_one_is_found_that_is_as_wanted() {
    let Some(programs) = cluster::programs() else { return };
    let (primary, standby) = (Cluster::start(&programs, &[]), Standby::start(&programs));
    let home = tempfile::tempdir().unwrap();
    let environment = at_home(home.path());
    let (p, s, dead) = (primary.folder().display(), standby.0.folder().display(), home.path().display());
    let found = |hosts: &str, wanted: &str| {
        let text = format!("host={hosts} user={SUPERUSER} dbname=postgres {wanted}");
        asked(&text, &environment, "SELECT CASE WHEN pg_is_in_recovery() THEN 'standby' ELSE 'primary' END")
    };
    for (hosts, wanted, expected) in [
        (format!("{s},{p}"), "", "primary"),
        (format!("{dead},{s},{p}"), "", "primary"),
        (format!("{s},{p}"), "target_session_attrs=read-write", "primary"),
        (format!("{s},{p}"), "target_session_attrs=primary", "primary"),
        (format!("{s},{p}"), "target_session_attrs=any", "standby"),
        (format!("{p},{s}"), "target_session_attrs=any", "primary"),
        (format!("{p},{s}"), "target_session_attrs=standby", "standby"),
        (format!("{p},{s}"), "target_session_attrs=read-only", "standby"),
        (format!("{p},{s}"), "target_session_attrs=prefer-standby", "standby"),
        (format!("{p},{dead}"), "target_session_attrs=prefer-standby", "primary"),
        (format!("{s},{p}"), "load_balance_hosts=random", "primary"),
        (format!("{s}"), "", "standby"),
    ] {
        assert_eq!(found(&hosts, wanted), Ok(expected.to_owned()), "{hosts} {wanted}");
    }
    for (hosts, wanted, expected) in [
        (format!("{s}"), "target_session_attrs=read-write", "is a standby, which only reads"),
        // Of several, one may be about to take over: it is what a write waits for.
        (format!("{s},{s}"), "", "can't be reached"),
        (format!("{s},{s}"), "", "is a standby; "),
        (format!("{dead},{s}"), "", "is a standby"),
        (format!("{dead},{s}"), "", "there is no socket"),
        (format!("{p}"), "target_session_attrs=standby", "it is no standby"),
    ] {
        let said = found(&hosts, wanted).unwrap_err();
        assert!(said.contains(expected), "{hosts} {wanted}: {said}");
    }
    primary.sql("postgres", "ALTER SYSTEM SET default_transaction_read_only = on; ");
    primary.sql("postgres", "SELECT pg_reload_conf()");
    let until = Instant::now() + Duration::from_secs(20);
    while found(&format!("{p}"), "target_session_attrs=read-write").is_ok() && Instant::now() < until {
        thread::sleep(Duration::from_millis(20));
    }
    let said = found(&format!("{p}"), "target_session_attrs=read-write").unwrap_err();
    assert!(said.contains("it only reads (default_transaction_read_only)"), "{said}");
}

#[test]
fn what_does_not_answer_is_told_in_words() {
    let home = tempfile::tempdir().unwrap();
    let environment = at_home(home.path());
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let started = Instant::now();
    for (text, expected) in [
        (
            format!("host=127.0.0.1 port={port} connect_timeout=1 sslmode=disable"),
            format!("127.0.0.1:{port} does not answer within 1 s"),
        ),
        (format!("host=localhost port={port} connect_timeout=1"), "does not answer within 1 s".to_owned()),
        (format!("host=127.0.0.1 port={}", free_port()), "nothing listens at 127.0.0.1:".to_owned()),
        (
            "host=/nowhere".to_owned(),
            "there is no socket /nowhere/.s.PGSQL.5432; does the server run there?".to_owned(),
        ),
        (format!("host=/{}", "x".repeat(200)), "can't be reached".to_owned()),
        ("host=no-such-host.invalid".to_owned(), "the host no-such-host.invalid is not known".to_owned()),
    ] {
        let said = asked(&text, &environment, "SELECT ''").unwrap_err();
        assert!(said.contains(&expected), "{text}: {said}");
    }
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    // Another service, which says something of its own.
    let chatty = thread::spawn(move || {
        for connection in silent.incoming().take(3) {
            let mut connection = connection.unwrap();
            let _ = connection.write_all(b"SSH-2.0-OpenSSH_9.2\r\n");
        }
    });
    for mode in ["disable", "require", "require"] {
        let text = format!("host=127.0.0.1 port={port} sslmode={mode} connect_timeout=2");
        assert!(asked(&text, &environment, "SELECT ''").is_err());
    }
    chatty.join().unwrap();
}

/// A database behind a pooler that gives every transaction whatever connection is free, of two for each login and database.
/// The stories open more stores than that, so nothing may depend on having the same connection again.
struct Pooled {
    database: PostgresBackend,
    port: u16,
}

/// Starts the pooler of this test binary, which ends with it. Returns its port.
fn pooler(cluster: &Path) -> u16 {
    static PORT: OnceLock<u16> = OnceLock::new();
    *PORT.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("litpool-{}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        let port = free_port();
        fs::write(folder.join("logins"), format!("\"{SUPERUSER}\" \"\"\n\"ines\" \"\"\n\"sami\" \"\"\n")).unwrap();
        let settings = format!(
            "[databases]\n* = host={cluster}\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 2\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = trust\n\
             auth_file = {folder}/logins\nlogfile = {folder}/log\nmax_client_conn = 500\nquery_wait_timeout = 30\n",
            cluster = cluster.display(),
            folder = folder.display(),
        );
        fs::write(folder.join("settings"), settings).unwrap();
        let mut command = Command::new("sh");
        let script = "\"$@\" & pid=$!; cat >/dev/null; kill -TERM $pid; rm -rf \"$FOLDER\"";
        command.args(["-c", script, "sh"]).args(["pgbouncer", "-q"]);
        if rustix::process::geteuid().is_root() {
            // It refuses root, and is told whom to become instead.
            command.args(["-u", "postgres"]);
            assert!(Command::new("chown").args(["-R", "postgres"]).arg(&folder).status().unwrap().success());
        }
        command.arg(folder.join("settings")).env("FOLDER", &folder).stdin(Stdio::piped());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Its input closes when this process ends, and not before.
        std::mem::forget(child);
        let until = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < until, "the pooler does not start: {}", log());
            thread::sleep(Duration::from_millis(20));
        }
        port
    })
}

impl Pooled {
    fn store(&self, login: &str) -> Result<PostgresStore, StoreError> {
        let url = format!("postgres://{login}@127.0.0.1:{}/{}", self.port, self.database.name);
        PostgresStore::open(&server(&url), Mode::Existing)
    }
}

impl Backend for Pooled {
    fn is_available() -> bool {
        PostgresBackend::is_available() && is_installed("pgbouncer", "pgbouncer")
    }

    fn empty() -> Self {
        let port = pooler(testing::cluster().unwrap().folder());
        Self { database: PostgresBackend::empty(), port }
    }

    fn check(store: &dyn Store) {
        PostgresBackend::check(store);
    }

    fn open(&self) -> Box<dyn Store + Send> {
        Box::new(self.store(SUPERUSER).unwrap())
    }

    fn open_as(&self, account: &str) -> Box<dyn Store + Send> {
        let caller = Caller { account: Some(account.into()), ..Caller::default() };
        Box::new(self.store(SUPERUSER).unwrap().with_caller(caller))
    }
}

mod pooled {
    use super::Pooled;
    use crate::store::contract::suite;

    suite!(Pooled: cases feed);
}

#[test]
fn a_pooler_keeps_logins_apart() {
    if !Pooled::is_available() {
        return;
    }
    let pooled = Pooled::empty();
    for login in ["ines", "sami"] {
        let made = testing::cluster().unwrap().sql_as(SUPERUSER, "postgres", &format!("CREATE ROLE {login} LOGIN"));
        assert!(made.is_ok() || made.is_err_and(|said| said.contains("already exists")));
        let refused = pooled.store(login).map(|_| ()).unwrap_err().to_string();
        assert!(refused.contains("denies it"), "{refused}");
        let url = format!("postgres://{login}@127.0.0.1:{}/{}", pooled.port, pooled.database.name);
        assert_eq!(asked(&url, &Environment::default(), "SELECT session_user::text"), Ok(login.to_owned()));
    }
}
