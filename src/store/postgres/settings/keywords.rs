//! What names a server, as keywords of libpq, and where they come from: a URL or `key=value` first, then the section of the
//! service file that it names, then `PG…` variables, then what libpq would guess.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::{Nonsense, not};
use crate::store::place::settings as pairs;

/// The keywords that are understood, with the variable that stands for each where it is not said.
const KNOWN: [(&str, Option<&str>); 17] = [
    ("service", Some("PGSERVICE")),
    ("host", Some("PGHOST")),
    ("hostaddr", Some("PGHOSTADDR")),
    ("port", Some("PGPORT")),
    ("dbname", Some("PGDATABASE")),
    ("user", Some("PGUSER")),
    ("password", Some("PGPASSWORD")),
    ("passfile", Some("PGPASSFILE")),
    ("sslmode", Some("PGSSLMODE")),
    ("sslrootcert", Some("PGSSLROOTCERT")),
    ("connect_timeout", Some("PGCONNECT_TIMEOUT")),
    ("target_session_attrs", Some("PGTARGETSESSIONATTRS")),
    ("application_name", Some("PGAPPNAME")),
    ("options", Some("PGOPTIONS")),
    // Understood by libpq, and without a meaning here.
    ("channel_binding", None),
    ("gssencmode", None),
    ("client_encoding", None),
];

/// What surrounds the process.
pub(super) struct Environment {
    pub variables: BTreeMap<String, String>,
    pub home: Option<PathBuf>,
    /// The name of the account of the system.
    pub account: Option<String>,
    /// The folders where a server of this machine has its socket.
    pub sockets: Vec<PathBuf>,
}

impl Environment {
    pub fn of_process() -> Self {
        let variables =
            env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Self {
            variables: variables.filter(|(name, value)| name.starts_with("PG") && !value.is_empty()).collect(),
            home: env::home_dir(),
            account: uzers::get_current_username().and_then(|name| name.into_string().ok()),
            sockets: vec![PathBuf::from("/var/run/postgresql"), PathBuf::from("/tmp")],
        }
    }
}

/// Keywords with their values.
pub(super) struct Keywords {
    values: BTreeMap<String, String>,
    home: Option<PathBuf>,
}

impl Keywords {
    /// Reads them from what names a server.
    pub fn read(named: &str, environment: &Environment) -> Result<Self, Nonsense> {
        let url = ["postgres://", "postgresql://"].into_iter().find_map(|scheme| named.strip_prefix(scheme));
        let mut values: BTreeMap<_, _> = url.map_or_else(|| Ok(pairs(named)), of_url)?.into_iter().collect();
        if let Some(unknown) = values.keys().find(|key| !KNOWN.iter().any(|(known, _)| known == key)) {
            return Err(format!("the setting {unknown} is not known"));
        }
        let service = values.get("service").or_else(|| environment.variables.get("PGSERVICE")).cloned();
        if let Some(service) = service {
            for (key, value) in of_service(&service, environment)? {
                values.entry(key).or_insert(value);
            }
        }
        for (keyword, variable) in KNOWN {
            if let Some(value) = variable.and_then(|name| environment.variables.get(name)) {
                values.entry(keyword.to_owned()).or_insert_with(|| value.clone());
            }
        }
        let home = environment.home.clone();
        let mut guess = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                values.entry(key.to_owned()).or_insert(value);
            }
        };
        guess("user", environment.account.clone());
        guess("passfile", home.as_ref().map(|home| home.join(".pgpass").display().to_string()));
        let port = values.get("port").map_or("5432", String::as_str);
        let socket = environment.sockets.iter().find(|dir| dir.join(format!(".s.PGSQL.{port}")).exists());
        let here = socket.map_or_else(|| "localhost".to_owned(), |dir| dir.display().to_string());
        values.entry("host".to_owned()).or_insert(here);
        Ok(Self { values, home })
    }

    pub fn get(&self, keyword: &str) -> Option<&str> {
        self.values.get(keyword).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The parts of a value that is a list.
    pub fn list(&self, keyword: &str) -> impl Iterator<Item = &str> {
        self.get(keyword).into_iter().flat_map(|value| value.split(','))
    }

    /// The hosts (names, addresses, folders of sockets) with their ports.
    pub fn hosts(&self) -> Result<Vec<(String, u16)>, Nonsense> {
        let ports: Vec<_> = self.list("port").collect();
        let port = |at: usize| {
            let text = ports.get(at).or(ports.last()).copied().filter(|text| !text.is_empty()).unwrap_or("5432");
            text.parse().map_err(|_| not("port", text))
        };
        self.list("host").enumerate().map(|(at, host)| Ok((host.to_owned(), port(at)?))).collect()
    }

    pub fn home(&self) -> Option<&Path> {
        self.home.as_deref()
    }
}

/// The keywords of a URL, after its scheme: `user:password@host:port,host:port/dbname?key=value`.
fn of_url(url: &str) -> Result<Vec<(String, String)>, Nonsense> {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let (login, rest) = address.rsplit_once('@').map_or((None, address), |(login, rest)| (Some(login), rest));
    let (hosts, database) = rest.split_once('/').unwrap_or((rest, ""));
    let mut found = Vec::new();
    let mut put = |key: &str, value: &str| {
        let value = decode(value).ok_or_else(|| format!("{key}: a % stands before two hexadecimal digits"))?;
        if !value.is_empty() {
            found.push((key.to_owned(), value));
        }
        Ok::<_, Nonsense>(())
    };
    if let Some(login) = login {
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        put("user", user)?;
        put("password", password)?;
    }
    put("dbname", database)?;
    let (mut names, mut ports) = (Vec::new(), Vec::new());
    for host in hosts.split(',').filter(|_| !hosts.is_empty()) {
        // An address of version 6 stands in brackets.
        let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, after)) => (name, after.strip_prefix(':').unwrap_or("")),
            None => host.split_once(':').unwrap_or((host, "")),
        };
        names.push(name);
        ports.push(port);
    }
    put("host", &names.join(","))?;
    if ports.iter().any(|port| !port.is_empty()) {
        put("port", &ports.join(","))?;
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').ok_or_else(|| format!("{pair} lacks its value"))?;
        put(key, value)?;
    }
    Ok(found)
}

/// A text without its percent signs.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' {
            let digits = after.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
            bytes.push(u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The keywords of a service: its section in the person's file, or else in the system's.
fn of_service(service: &str, environment: &Environment) -> Result<Vec<(String, String)>, Nonsense> {
    let variable = |name: &str| environment.variables.get(name).map(PathBuf::from);
    let own = variable("PGSERVICEFILE").or_else(|| Some(environment.home.as_ref()?.join(".pg_service.conf")));
    let system =
        variable("PGSYSCONFDIR").unwrap_or_else(|| PathBuf::from("/etc/postgresql-common")).join("pg_service.conf");
    let files: Vec<_> = own.into_iter().chain([system]).collect();
    for text in files.iter().filter_map(|file| fs::read_to_string(file).ok()) {
        let lines = text.lines().map(str::trim).skip_while(|line| *line != format!("[{service}]"));
        let mut section = lines.skip(1).take_while(|line| !line.starts_with('[')).peekable();
        let is_there = text.lines().any(|line| line.trim() == format!("[{service}]"));
        if is_there {
            let pairs = section.by_ref().filter(|line| !line.is_empty() && !line.starts_with('#'));
            let pair =
                |line: &str| line.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
            return Ok(pairs.filter_map(pair).collect());
        }
    }
    let files: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
    Err(format!("there is no service {service} in {}", files.join(" or ")))
}
