use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use postgres::config::{Host, SslMode, TargetSessionAttrs};

use super::keywords::Environment;
use super::{Nonsense, Settings};

fn surroundings(home: &Path, variables: &[(&str, &str)]) -> Environment {
    Environment {
        variables: variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        home: Some(home.to_owned()),
        account: Some("ines".to_owned()),
        sockets: Vec::new(),
    }
}

/// What is read of this in an empty home.
fn read(named: &str, variables: &[(&str, &str)]) -> Result<Settings, Nonsense> {
    let home = tempfile::tempdir().unwrap();
    Settings::read(named, &surroundings(home.path(), variables))
}

/// User, password, database, hosts and ports.
fn parts(settings: &Settings) -> String {
    let config = &settings.config;
    let hosts = config.get_hosts().iter().zip(config.get_ports()).map(|(host, port)| match host {
        Host::Tcp(name) => format!("{name}:{port}"),
        Host::Unix(path) => format!("{}:{port}", path.display()),
    });
    let password = config.get_password().map_or("-".into(), String::from_utf8_lossy);
    let (user, database) = (config.get_user().unwrap(), config.get_dbname().unwrap());
    format!("{user} {password} {database} {}", hosts.collect::<Vec<_>>().join(" "))
}

#[test]
fn a_server_is_named_as_psql_takes_it() {
    let variables =
        [("PGHOST", "db.env"), ("PGPORT", "6000"), ("PGUSER", "env"), ("PGDATABASE", "shop"), ("PGPASSWORD", "s")];
    for (named, variables, expected) in [
        ("postgres://", &[][..], "ines - ines localhost:5432"),
        ("postgres://h/d", &[], "ines - d h:5432"),
        ("postgresql://u:p%40ss@h:1/d", &[], "u p@ss d h:1"),
        ("postgres://h1:1,h2,[::1]:3/d", &[], "ines - d h1:1 h2:5432 ::1:3"),
        ("postgres:///d?host=/run/pg&port=7&user=u", &[], "u - d /run/pg:7"),
        ("postgres://%2Frun%2Fpg/d", &[], "ines - d /run/pg:5432"),
        ("postgres://", &variables, "env s shop db.env:6000"),
        ("postgres://u:p@h:1/d", &variables, "u p d h:1"),
    ] {
        // Off this machine they all are encrypted, which is another test's.
        assert_eq!(parts(&read(named, variables).unwrap()), expected, "{named}");
    }
    for (named, said) in [
        ("postgres://h/d?colour=red", "the setting colour is not known"),
        ("postgres://h:x/d", "port: x is no number"),
        ("postgres://h/%zz", "dbname: a % stands before two hexadecimal digits"),
        (
            "postgres://h/d?target_session_attrs=standby",
            "target_session_attrs is read-write, primary or any, not standby",
        ),
        ("service=shop", "there is no service shop in "),
    ] {
        let refused = read(named, &[]).map(|_| ()).unwrap_err();
        assert!(refused.starts_with(said), "{named}: {refused}");
    }
}

#[test]
fn a_service_is_a_section_of_a_file() {
    let home = tempfile::tempdir().unwrap();
    let text =
        "[other]\nhost=no\n\n# ours\n[shop]\nhost = db.shop\nport=5433\ndbname=litige\nuser=camille\n[next]\nhost=no\n";
    fs::write(home.path().join(".pg_service.conf"), text).unwrap();
    let parts = |named: &str| parts(&Settings::read(named, &surroundings(home.path(), &[])).unwrap());
    assert_eq!(parts("service=shop"), "camille - litige db.shop:5433");
    assert_eq!(parts("service=shop user=ines password='a b'"), "ines a b litige db.shop:5433");
    assert_eq!(parts("postgres://?service=shop"), "camille - litige db.shop:5433");
}

#[test]
fn a_password_file_that_others_may_read_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".pgpass");
    fs::write(&file, "# ours\nh2:*:d:ines:no\nh:5432:*:ines:p\\:a\\\\ss:x\n*:*:*:*:any\n").unwrap();
    let read = |named: &str| Settings::read(named, &surroundings(home.path(), &[])).unwrap();
    for (mode, password) in [(0o600, Some("p:a\\ss:x")), (0o640, None), (0o604, None), (0o400, Some("p:a\\ss:x"))] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let settings = read("postgres://h/d");
        let found = settings.config.get_password().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert_eq!(found.as_deref(), password, "{mode:o}");
        assert_eq!(settings.open_password_file.is_some(), password.is_none(), "{mode:o}");
    }
    assert_eq!(read("postgres://other/d").config.get_password(), Some(&b"any"[..]));
}

#[test]
fn what_leaves_the_machine_is_encrypted_and_checked() {
    let mode = |named: &str| read(named, &[]).map(|settings| (settings.config.get_ssl_mode(), settings.tls.is_some()));
    for here in ["postgres://localhost/d", "postgres://127.0.0.1/d", "postgres://[::1]/d", "postgres:///d?host=/tmp"] {
        assert_eq!(mode(here), Ok((SslMode::Disable, false)), "{here}");
        assert_eq!(
            mode(&format!("{here}{}sslmode=prefer", if here.contains('?') { '&' } else { '?' })).unwrap().1,
            false
        );
    }
    for away in ["postgres://db.shop/d", "postgres://localhost,db.shop/d", "postgres://10.0.0.7/d"] {
        assert_eq!(mode(away), Ok((SslMode::Require, true)), "{away}");
        assert!(mode(&format!("{away}?sslmode=disable")).is_err(), "{away}");
        assert_eq!(mode(&format!("{away}?sslmode=prefer")), Ok((SslMode::Require, true)), "{away}");
    }
    assert_eq!(mode("postgres://localhost/d?sslmode=verify-full"), Ok((SslMode::Require, true)));
    assert!(mode("postgres://h/d?sslmode=perhaps").is_err());
}

#[test]
fn of_several_hosts_the_one_that_takes_writes_is_sought() {
    let sought = |named: &str| read(named, &[]).unwrap().config.get_target_session_attrs();
    assert_eq!(sought("postgres://h/d"), TargetSessionAttrs::Any);
    assert_eq!(sought("postgres://h1,h2/d"), TargetSessionAttrs::ReadWrite);
    assert_eq!(sought("postgres://h/d?target_session_attrs=primary"), TargetSessionAttrs::ReadWrite);
}

#[test]
fn a_password_is_in_no_debug_output_and_no_error() {
    let secret = "s3cr3t";
    let settings = read(&format!("postgres://u:{secret}@h/d"), &[]).unwrap();
    assert!(!format!("{settings:?}").contains(secret));
    for named in [format!("postgres://u:{secret}@h:x/d"), format!("service=no password={secret}")] {
        assert!(!read(&named, &[]).map(|_| ()).unwrap_err().contains(secret), "{named}");
    }
}
