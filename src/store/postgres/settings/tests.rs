//! Tests of the settings, without a server and without the surroundings of this process.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::store::{Place, StoreError};

/// Surroundings with these variables, an account `ines`, and a home folder of this test's own.
struct Around {
    folder: tempfile::TempDir,
    environment: Environment,
}

fn around(variables: &[(&str, &str)]) -> Around {
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment {
        variables: variables.iter().map(|(name, value)| ((*name).to_owned(), value.into())).collect(),
        home: Some(folder.path().to_owned()),
        user: Some("ines".to_owned()),
        system_folders: Vec::new(),
        socket_folder: PathBuf::from("/run/sockets"),
    };
    Around { folder, environment }
}

impl Around {
    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    fn read(&self, text: &str) -> Result<Settings, String> {
        Settings::read(text, &self.environment)
    }
}

impl Settings {
    /// What a test compares.
    fn value(&self, name: &str) -> String {
        let joined = |of: &dyn Fn(&ServerHost) -> String| self.targets.iter().map(of).collect::<Vec<_>>().join(",");
        match name {
            "user" => self.common.get_user().unwrap().to_owned(),
            "dbname" => self.common.get_dbname().unwrap().to_owned(),
            "application_name" => self.common.get_application_name().unwrap().to_owned(),
            "options" => self.common.get_options().unwrap_or_default().to_owned(),
            "host" => joined(&|target| target.name.clone()),
            "way" => joined(&|target| target.to_string()),
            "port" => joined(&|target| target.port.to_string()),
            "password" => joined(&|target| String::from_utf8(target.password.clone().unwrap_or_default()).unwrap()),
            "connect_timeout" => self.timeout.map_or(0, |limit| limit.as_secs()).to_string(),
            "sslmode" => format!("{:?}", self.tls_mode),
            "sslrootcert" => format!("{:?}", self.authorities),
            "channel_binding" => format!("{:?}", self.common.get_channel_binding()),
            "target_session_attrs" => format!("{:?}", self.session),
            "load_balance_hosts" => self.is_shuffled.to_string(),
            other => panic!("{other}"),
        }
    }
}

#[rstest]
#[case("host", "PGHOST", ["a", "b", "c"], "localhost")]
#[case("hostaddr", "PGHOSTADDR", ["1.1.1.1", "2.2.2.2", "::3"], "localhost")]
#[case("port", "PGPORT", ["1", "2", "3"], "5432")]
#[case("dbname", "PGDATABASE", ["a", "b", "c"], "ines")]
#[case("user", "PGUSER", ["a", "b", "c"], "ines")]
#[case("password", "PGPASSWORD", ["a", "b", "c"], "")]
#[case("application_name", "PGAPPNAME", ["a", "b", "c"], "litige")]
#[case("options", "PGOPTIONS", ["-c a=1", "-c a=2", "-c a=3"], "")]
#[case("connect_timeout", "PGCONNECT_TIMEOUT", ["1", "2", "3"], "10")]
#[case("sslmode", "PGSSLMODE", ["disable", "allow", "require"], "Prefer")]
#[case("sslrootcert", "PGSSLROOTCERT", ["/a", "/b", "/c"], "System")]
#[case("channel_binding", "PGCHANNELBINDING", ["disable", "require", "prefer"], "Prefer")]
#[case("target_session_attrs", "PGTARGETSESSIONATTRS", ["read-write", "primary", "standby"], "Any")]
#[case("load_balance_hosts", "PGLOADBALANCEHOSTS", ["random", "disable", "random"], "false")]
fn a_string_goes_before_a_service_before_a_variable_before_what_is_usual(
    #[case] name: &str,
    #[case] variable: &str,
    #[case] values: [&str; 3],
    #[case] usual: &str,
) {
    let [of_string, of_service, of_variable] = values;
    // A TLS of no use on a socket would be refused.
    let host = if name == "channel_binding" { "host=h" } else { "sslmode=''" };
    let shown = match name {
        "hostaddr" => "host",
        name => name,
    };
    let expected = |value: &str| match name {
        "sslmode" | "channel_binding" => value[..1].to_uppercase() + &value[1..],
        "target_session_attrs" => {
            value.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect::<Vec<_>>().concat()
        }
        "sslrootcert" => format!("File({value:?})"),
        "load_balance_hosts" => (value == "random").to_string(),
        _ => value.to_owned(),
    };
    let with = around(&[(variable, of_variable)]);
    with.write(".pg_service.conf", &format!("[s]\n{name}={of_service}\n[empty]\n"));
    let base = if name == "sslmode" { "" } else { host };
    let value = |around: &Around, text: &str| around.read(text).unwrap().value(shown);
    assert_eq!(value(&with, &format!("{base} service=s {name}='{of_string}'")), expected(of_string));
    assert_eq!(value(&with, &format!("{base} service=s")), expected(of_service));
    assert_eq!(value(&with, &format!("{base} service=empty")), expected(of_variable));
    assert_eq!(value(&with, &format!("service=s {base} {name}=''")), usual, "an empty value asks for the usual");
    assert_eq!(value(&around(&[(variable, "")]), base), usual);
    assert_eq!(value(&around(&[]), base), usual);
}

#[test]
fn the_service_and_its_file_are_named_by_the_string_or_by_variables() {
    let mut around = around(&[("PGSERVICE", "b")]);
    let other = around.write("other", "[b]\nhost=other\n");
    around.write(".pg_service.conf", "[a]\nhost=a\n[b]\nhost=b\n");
    let host = |around: &Around, text: &str| around.read(text).map(|settings| settings.value("host"));
    assert_eq!(host(&around, "service=a"), Ok("a".to_owned()));
    assert_eq!(host(&around, "postgres://?service=a"), Ok("a".to_owned()));
    assert_eq!(host(&around, "postgres://"), Ok("b".to_owned()));
    assert_eq!(host(&around, "service=''"), Ok("localhost".to_owned()));
    around.environment.variables.insert("PGSERVICEFILE".to_owned(), other.into());
    assert_eq!(host(&around, "postgres://"), Ok("other".to_owned()));
    let own = around.folder.path().join(".pg_service.conf");
    assert_eq!(host(&around, &format!("servicefile={}", own.display())), Ok("b".to_owned()));
    assert!(host(&around, "service=none").is_err_and(|said| said.contains("no service [none]")));
}

#[test]
fn a_password_is_taken_from_the_file_for_each_host() {
    let around = around(&[]);
    around.write(
        ".pgpass",
        "h1:1:*:ines:one\nh2:*:shop:*:two\nlocalhost:*:*:*:here\n/tmp/x:*:*:*:socket\n::1:*:*:*:no\n",
    );
    let named = around.write("elsewhere", "*:*:*:*:elsewhere\n");
    let password = |text: &str| around.read(text).unwrap().value("password");
    assert_eq!(password("postgres://h1:1,h2:2,h3/shop"), "one,two,");
    assert_eq!(password("postgres://h1:2,h2:2/other"), ",");
    assert_eq!(password("postgres://h2/shop?hostaddr=1.2.3.4"), "two");
    assert_eq!(password("postgres:///shop"), "here");
    assert_eq!(password("host=/run/sockets"), "here", "the usual socket is localhost");
    assert_eq!(password("host=/tmp/x"), "socket");
    assert_eq!(password("postgres://h1:1,h2:2/shop?password=said"), "said,said");
    assert_eq!(password(&format!("postgres://h3?passfile={}", named.display())), "elsewhere");
    assert_eq!(password("host=h1 port=1 password=''"), "one", "no password is none");
    let mut around = around;
    around.environment.variables.insert("PGPASSFILE".to_owned(), named.into());
    assert_eq!(around.read("postgres://h1:1").unwrap().value("password"), "elsewhere");
}

#[test]
fn a_password_file_that_others_read_is_left_unread_and_said_so() {
    let around = around(&[]);
    let path = around.write(".pgpass", "*:*:*:*:secret\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let settings = around.read("postgres://h").unwrap();
    assert_eq!(settings.value("password"), "");
    assert!(settings.notes[0].contains(&format!("chmod 600 {}", path.display())), "{:?}", settings.notes);
    assert!(around.read("postgres://h?password=x").unwrap().notes.is_empty(), "it was not needed");
}

#[test]
fn hosts_ports_and_addresses_are_told_apart() {
    let around = around(&[]);
    for (text, expected) in [
        ("postgres://", "/run/sockets/.s.PGSQL.5432"),
        ("port=7", "/run/sockets/.s.PGSQL.7"),
        ("host=/tmp", "/tmp/.s.PGSQL.5432"),
        ("postgres://h1:1,h2,[::1]:3", "h1:1,h2:5432,[::1]:3"),
        ("host=h1,h2 port=9", "h1:9,h2:9"),
        ("host=h1, port=9,", "h1:9,/run/sockets/.s.PGSQL.5432"),
        ("host=h hostaddr=10.0.0.1", "h (10.0.0.1):5432"),
        ("hostaddr=10.0.0.1,::2", "10.0.0.1:5432,[::2]:5432"),
        ("host=10.0.0.1", "10.0.0.1:5432"),
    ] {
        assert_eq!(around.read(text).unwrap().value("way"), expected, "{text}");
    }
    for (text, expected) in [
        ("host=h1,h2 port=1,2,3", "port names one port, or one for each host"),
        ("host=h1,h2 hostaddr=1.1.1.1", "host and hostaddr name as many each"),
        ("hostaddr=secret", "hostaddr is an IP address"),
        ("host=h port=secret", "port is a number from 1 to 65535"),
        ("host=h port=0", "port is a number from 1 to 65535"),
        ("host=h port=70000", "port is a number from 1 to 65535"),
        ("host=@secret", "host: sockets without a file (@) are not supported"),
    ] {
        assert_eq!(around.read(text).unwrap_err(), expected, "{text}");
    }
}

#[test]
fn several_hosts_are_asked_for_one_that_writes() {
    let around = around(&[]);
    assert_eq!(around.read("postgres://h1,h2").unwrap().session, Session::ReadWrite);
    assert_eq!(around.read("postgres://h1,h2?target_session_attrs=any").unwrap().session, Session::Any);
    assert_eq!(around.read("postgres://h1").unwrap().session, Session::Any);
}

#[test]
fn every_sslmode_has_its_tries_and_none_is_without_tls_off_the_machine() {
    use super::tls::Encryption::{Either, Plain, Tls};
    let around = around(&[]);
    for (mode, here, away) in [
        ("", &[Either, Plain][..], Some(&[Tls][..])),
        ("disable", &[Plain], None),
        ("allow", &[Plain, Tls], Some(&[Tls])),
        ("prefer", &[Either, Plain], Some(&[Tls])),
        ("require", &[Tls], Some(&[Tls])),
        ("verify-ca", &[Tls], Some(&[Tls])),
        ("verify-full", &[Tls], Some(&[Tls])),
    ] {
        let found = around.read(&format!("postgres://h?sslmode={mode}")).unwrap().tls_mode;
        assert_eq!(found.attempts(true), Ok(here), "{mode}");
        assert_eq!(found.attempts(false).ok(), away, "{mode}");
    }
    let binding = |text: &str| around.read(text).map(|settings| settings.tls_mode);
    assert_eq!(binding("postgres://h?channel_binding=require"), Ok(TlsMode::Require));
    assert!(binding("postgres://h?channel_binding=require&sslmode=disable").is_err());
    assert!(binding("postgres://?channel_binding=require").is_err());
}

#[test]
fn the_authorities_are_those_named_else_those_of_the_home_folder_else_the_systems() {
    let around = around(&[]);
    let found = |text: &str| around.read(text).unwrap().authorities;
    assert_eq!(found("postgres://h"), Authorities::System);
    let usual = around.write(".postgresql/root.crt", "");
    assert_eq!(found("postgres://h"), Authorities::File(usual));
    assert_eq!(found("postgres://h?sslrootcert=system"), Authorities::System);
    assert_eq!(found("postgres://h?sslrootcert=/x"), Authorities::File("/x".into()));
}

#[test]
fn how_long_a_silent_server_is_waited_for_is_bounded() {
    let around = around(&[]);
    let settings = around.read("postgres://h").unwrap();
    let config = &settings.common;
    assert_eq!(settings.timeout, Some(Duration::from_secs(10)));
    assert_eq!(config.get_tcp_user_timeout(), Some(&Duration::from_secs(30)));
    assert_eq!(config.get_keepalives_idle(), Duration::from_secs(30));
    assert_eq!(
        (config.get_keepalives_interval(), config.get_keepalives_retries()),
        (Some(Duration::from_secs(10)), Some(3))
    );
    let said = around.read(
        "host=h connect_timeout=0 keepalives=0 keepalives_idle=5 keepalives_interval=6 keepalives_count=7 tcp_user_timeout=1500",
    );
    let said = said.unwrap();
    let config = &said.common;
    assert_eq!((said.timeout, config.get_keepalives()), (None, false));
    assert_eq!(config.get_keepalives_idle(), Duration::from_secs(5));
    assert_eq!(
        (config.get_keepalives_interval(), config.get_keepalives_retries()),
        (Some(Duration::from_secs(6)), Some(7))
    );
    assert_eq!(config.get_tcp_user_timeout(), Some(&Duration::from_millis(1500)));
    let most =
        around.read("host=h keepalives_idle=99999999999 keepalives_count=99999999999 connect_timeout=9999999999999");
    let most = most.unwrap();
    assert_eq!(most.common.get_keepalives_idle(), Duration::from_secs(32_767));
    assert_eq!((most.common.get_keepalives_retries(), most.timeout), (Some(127), Some(Duration::from_secs(86_400))));
    assert_eq!(around.read("host=h connect_timeout=-1").unwrap().timeout, None);
    assert!(around.read("host=h connect_timeout=soon").is_err_and(|said| said == "connect_timeout is a whole number"));
}

#[test]
fn what_is_not_known_or_not_done_is_refused_by_name() {
    let mut around = around(&[]);
    for (text, expected) in [
        ("postgres://h?sslmod=require", "\"sslmod\" is no setting of a connection"),
        ("host=h sslcert=secret", "sslcert is a setting that litige does not support"),
        ("host=h require_auth=scram-sha-256", "require_auth is a setting that litige does not support"),
        ("host=h sslmode=secret", "sslmode is one of disable, allow, prefer, require, verify-ca, verify-full"),
        (
            "host=h target_session_attrs=master",
            "target_session_attrs is one of any, read-write, read-only, primary, standby, prefer-standby",
        ),
        ("host=h client_encoding=latin1", "client_encoding can be UTF8 only"),
        ("host=h gssencmode=require", "gssencmode is one of disable, prefer"),
        ("host=h sslnegotiation=direct", "sslnegotiation is one of postgres"),
        ("host=h secret", "a = is missing; a value that holds a space stands in '…'"),
    ] {
        assert_eq!(around.read(text).unwrap_err(), expected, "{text}");
    }
    for text in
        ["host=h client_encoding=UTF8 gssencmode=prefer", "host=h sslnegotiation=postgres ", "postgres://h?ssl=true"]
    {
        assert!(around.read(text).is_ok(), "{text}");
    }
    let service = around.write(".pg_service.conf", "[s]\nhost=h\nsslmode=secret\n[t]\nsslmod=secret\n[u]\nservice=s\n");
    let line = |number: u32| format!("{}, line {number}: ", service.display());
    assert_eq!(
        around.read("service=s").unwrap_err(),
        line(3) + "sslmode is one of disable, allow, prefer, require, verify-ca, verify-full"
    );
    assert_eq!(around.read("service=t").unwrap_err(), line(5) + "\"sslmod\" is no setting of a connection");
    assert_eq!(around.read("service=u").unwrap_err(), line(7) + "a service names no other");
    around.environment.variables.insert("PGSSLMODE".to_owned(), "secret".into());
    assert!(around.read("host=h").is_err_and(|said| said.starts_with("PGSSLMODE is one of")));
    around.environment.variables.insert("PGREQUIREPEER".to_owned(), "secret".into());
    assert_eq!(around.read("host=h").unwrap_err(), "PGREQUIREPEER is set, which litige does not support; unset it");
}

const SECRET: &str = "Zq7xSecret9";

/// Everything that anybody could be shown of a server named so.
fn everything_shown(text: &str, around: &Around) -> String {
    let place = Place::parse(Path::new(text));
    let mut shown = match &place {
        // A path is shown as it is.
        Place::File(_) => return String::new(),
        Place::Server(_) => format!("{place} {place:?} {}", place.id()),
    };
    match around.read(text) {
        Ok(settings) => {
            shown += &format!("{settings:?} {:#?} {:?}", settings.targets, settings.notes);
            // Only where nothing can be reached, and nobody asked.
            let is_socket = |target: &ServerHost| matches!(target.way, HostAddress::Socket(_));
            if settings.targets.iter().all(is_socket) {
                shown += &refused(settings.connect().err(), &place);
            }
        }
        Err(problem) => shown += &refused(Some(errors::unusable(UnusableWhy::CannotOpen(problem))), &place),
    }
    shown
}

fn refused(error: Option<StoreError>, place: &Place) -> String {
    error.map_or_else(String::new, |error| {
        let error = errors::named(error, place);
        format!("{error} {error:?}")
    })
}

#[test]
fn a_password_is_shown_nowhere_wherever_it_was_said() {
    let mut around = around(&[("PGPASSWORD", SECRET)]);
    around.write(".pgpass", &format!("*:*:*:*:{SECRET}\n"));
    around.write(
        ".pg_service.conf",
        &format!(
            "[s]\npassword={SECRET}\n[t]\npassword={SECRET}\nnonsense\n[u]\nsslpassword={SECRET}\n[v]\nport={SECRET}"
        ),
    );
    around.environment.socket_folder = around.folder.path().to_owned();
    for text in [
        "postgres://".to_owned(),
        "service=s".to_owned(),
        "service=t".to_owned(),
        "service=u".to_owned(),
        "service=v".to_owned(),
        format!("postgres://ines:{SECRET}@/x"),
        format!("postgres://ines:{SECRET}"),
        format!("postgres://ines:{SECRET}/x"),
        format!("postgres://ines:1/{SECRET}@h/x"),
        format!("postgres://ines:1?{SECRET}@h/x"),
        format!("postgres://ines:1@{SECRET}@h/x"),
        format!("postgres://ines:1@2?{SECRET}=x@h"),
        format!("postgres://ines@h?password=1&{SECRET}=2"),
        format!("postgres://ines@h?password=1&{SECRET}"),
        format!("postgres://ines:%{SECRET}@h"),
        format!("postgres://?password={SECRET}&host=/nowhere"),
        format!("postgres://?sslpassword={SECRET}"),
        format!("postgres://?sslmode={SECRET}&port={SECRET}"),
        format!("host=/nowhere password={SECRET}"),
        format!("host=/nowhere password='{SECRET}"),
        format!("password=a {SECRET}"),
        format!("password=a {SECRET}=b"),
        format!("password = {SECRET} sslmode=x"),
        format!("host=h connect_timeout={SECRET}"),
        format!("host=h {SECRET}"),
        format!("host=h unknown={SECRET}"),
    ] {
        assert!(matches!(Place::parse(Path::new(&text)), Place::Server(_)), "{text}");
        let shown = everything_shown(&text, &around);
        assert!(!shown.is_empty() && !shown.contains(SECRET), "{text}: {shown}");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_no_password_among_it_is_shown(
        head in "[a-z:/@?&=%'\\\\ ]{0,12}",
        tail in "\\PC{0,24}",
        place in 0_usize..6,
    ) {
        let around = around(&[]);
        let password = format!("{head}{SECRET}{tail}");
        let quoted = password.replace('\\', "\\\\").replace('\'', "\\'");
        let escaped: String = password.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let text = match place {
            0 => format!("postgres://ines:{escaped}@/x?host=/nowhere"),
            1 => format!("postgres:///x?host=/nowhere&password={escaped}"),
            2 => format!("host=/nowhere password='{quoted}' sslmode=disable"),
            // As who forgets to escape writes it.
            3 => format!("postgres://ines:{password}@h.invalid/x?sslmode=disable"),
            4 => format!("postgres://ines@h.invalid/x?sslmode=disable&password={}", password.replace(['&', '#'], "")),
            _ => format!("host=h.invalid password={}", password.replace(char::is_whitespace, "")),
        };
        let shown = everything_shown(&text, &around);
        prop_assert!(!shown.contains(SECRET), "{text}: {shown}");
        if place < 3 {
            prop_assert_eq!(around.read(&text).unwrap().value("password"), password);
        }
    }

    #[test]
    fn any_text_and_any_files_are_read_without_a_panic(text in "\\PC{0,60}", file in "\\PC{0,20}\n?\\PC{0,20}", variable in "\\PC{0,12}") {
        let around = around(&[("PGPORT", &variable), ("PGHOST", &variable), ("PGSSLMODE", &variable)]);
        around.write(".pgpass", &file);
        around.write(".pg_service.conf", &format!("[s]\n{file}"));
        for text in [&text, &format!("postgres://{text}"), &format!("host={text}"), &"service=s".to_owned()] {
            let _ = around.read(text);
            let _ = Place::parse(Path::new(text)).to_string();
        }
    }
}
