//! How a server is reached: what the connection string says, else its service, else the process's variables, else what is
//! usual. As with PostgreSQL's own programs, but for TLS off the machine; `docs/server.md`, "Connecting", is the whole of it.

mod connect;
mod environment;
mod password_file;
#[cfg(test)]
mod server_tests;
mod service_file;
#[cfg(test)]
mod tests;
mod tls;
mod tls_stream;

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use postgres::Config;
use postgres::config::ChannelBinding;

use self::environment::Environment;
use self::password_file::Passwords;
use self::tls::{Authorities, TlsMode};
use super::errors;
use crate::store::connection_string;
use crate::store::{Server, StoreError, UnusableWhy};

/// Each setting that is known, and the variable that says it where the string does not.
const SETTINGS: [(&str, &str); 26] = [
    ("application_name", "PGAPPNAME"),
    ("channel_binding", "PGCHANNELBINDING"),
    // A variable of programs that print in other encodings.
    ("client_encoding", ""),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("dbname", "PGDATABASE"),
    ("fallback_application_name", ""),
    ("gssencmode", "PGGSSENCMODE"),
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("keepalives", ""),
    ("keepalives_count", ""),
    ("keepalives_idle", ""),
    ("keepalives_interval", ""),
    ("load_balance_hosts", "PGLOADBALANCEHOSTS"),
    ("options", "PGOPTIONS"),
    ("passfile", "PGPASSFILE"),
    ("password", "PGPASSWORD"),
    ("port", "PGPORT"),
    ("service", "PGSERVICE"),
    ("servicefile", "PGSERVICEFILE"),
    ("sslmode", "PGSSLMODE"),
    ("sslnegotiation", "PGSSLNEGOTIATION"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("target_session_attrs", "PGTARGETSESSIONATTRS"),
    ("tcp_user_timeout", ""),
    ("user", "PGUSER"),
];

/// What libpq knows and we can't do, with the variable that says it. Who sets one relies on it, so none is passed over.
const UNSUPPORTED: [(&str, &str); 23] = [
    ("gssdelegation", "PGGSSDELEGATION"),
    ("gsslib", ""),
    ("krbsrvname", ""),
    ("max_protocol_version", ""),
    ("min_protocol_version", ""),
    ("oauth_client_id", ""),
    ("oauth_client_secret", ""),
    ("oauth_issuer", ""),
    ("oauth_scope", ""),
    ("replication", ""),
    ("require_auth", "PGREQUIREAUTH"),
    ("requirepeer", "PGREQUIREPEER"),
    ("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"),
    ("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
    ("sslcert", "PGSSLCERT"),
    ("sslcertmode", "PGSSLCERTMODE"),
    ("sslcompression", ""),
    ("sslcrl", "PGSSLCRL"),
    ("sslcrldir", "PGSSLCRLDIR"),
    ("sslkey", "PGSSLKEY"),
    ("sslkeylogfile", ""),
    ("sslpassword", ""),
    ("sslsni", "PGSSLSNI"),
];

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const PORT: u16 = 5432;

/// The settings of a connection. Whatever password is in them is not shown.
#[derive(Clone)]
pub(super) struct Settings {
    /// What is the same for every host.
    common: Config,
    targets: Vec<ServerHost>,
    session: Session,
    tls_mode: TlsMode,
    authorities: Authorities,
    /// How long a host may take until it has let somebody in; no limit where there is none.
    timeout: Option<Duration>,
    is_shuffled: bool,
    /// What was not as it should be and may be why nobody is let in.
    notes: Vec<String>,
}

/// A host to try.
#[derive(Clone)]
struct ServerHost {
    way: HostAddress,
    port: u16,
    /// The name that its certificate must have.
    name: String,
    password: Option<Vec<u8>>,
}

/// How a host is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
enum HostAddress {
    /// By the folder of its socket.
    Socket(PathBuf),
    Address(IpAddr),
    Name(String),
}

/// What a session must be good for (`target_session_attrs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Session {
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    PreferStandby,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("targets", &self.targets).finish_non_exhaustive()
    }
}

impl fmt::Debug for ServerHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ServerHost").field(&self.to_string()).finish()
    }
}

impl fmt::Display for ServerHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.way {
            HostAddress::Socket(folder) => write!(f, "{}/.s.PGSQL.{}", folder.display(), self.port),
            HostAddress::Address(address) if self.name == address.to_string() => {
                write!(f, "{}", std::net::SocketAddr::new(*address, self.port))
            }
            HostAddress::Address(address) => write!(f, "{} ({address}):{}", self.name.escape_debug(), self.port),
            HostAddress::Name(name) => write!(f, "{}:{}", name.escape_debug(), self.port),
        }
    }
}

impl Settings {
    /// Reads them from what names a server, and from the surroundings of this process.
    ///
    /// # Errors
    /// [`UnusableWhy::CannotOpen`] where they make no sense.
    pub fn of(server: &Server) -> Result<Self, StoreError> {
        let settings = Self::read(server.named(), &Environment::of_process())
            .map_err(|problem| errors::unusable(UnusableWhy::CannotOpen(problem)))?;
        settings.notes.iter().for_each(|note| tracing::warn!("{note}"));
        Ok(settings)
    }

    /// Reads them from a connection string and these surroundings.
    ///
    /// # Errors
    /// A sentence where they make no sense.
    fn read(text: &str, environment: &Environment) -> Result<Self, String> {
        let said = GivenSettings::collect(text, environment)?;
        said.refuse_what_is_not_done()?;
        let user =
            said.get("user").or(environment.user.as_deref()).ok_or("no user is named, and this account has no name")?;
        let database = said.get("dbname").unwrap_or(user);
        let mut common = Config::new();
        common.user(user).dbname(database);
        let program = said.get("application_name").or_else(|| said.get("fallback_application_name"));
        common.application_name(program.unwrap_or("litige"));
        if let Some(options) = said.get("options") {
            common.options(options);
        }
        let binding = said.choice(
            "channel_binding",
            &[
                ("disable", ChannelBinding::Disable),
                ("prefer", ChannelBinding::Prefer),
                ("require", ChannelBinding::Require),
            ],
        )?;
        common.channel_binding(binding.unwrap_or(ChannelBinding::Prefer));
        let timeout = said.keep_alive(&mut common)?;

        let mut notes = Vec::new();
        let mut targets = said.targets(environment)?;
        let passwords = match said.get("password") {
            Some(_) => Passwords::default(),
            None => match said.get("passfile").map(PathBuf::from).or_else(|| environment.in_home(".pgpass")) {
                Some(path) => Passwords::read(&path).unwrap_or_else(|problem| {
                    notes.push(problem);
                    Passwords::default()
                }),
                None => Passwords::default(),
            },
        };
        for target in &mut targets {
            let host = match &target.way {
                HostAddress::Socket(folder) if *folder == environment.socket_folder => "localhost",
                _ => &target.name,
            };
            target.password = match said.get("password") {
                Some(password) => Some(password.as_bytes().to_vec()),
                None => passwords.find(host, target.port, database, user),
            };
        }

        let mode = said.choice(
            "sslmode",
            &[
                ("disable", TlsMode::Disable),
                ("allow", TlsMode::Allow),
                ("prefer", TlsMode::Prefer),
                ("require", TlsMode::Require),
                ("verify-ca", TlsMode::Require),
                ("verify-full", TlsMode::Require),
            ],
        )?;
        let tls_mode = match (mode.unwrap_or(TlsMode::Prefer), binding) {
            (TlsMode::Disable, Some(ChannelBinding::Require)) => {
                return Err("channel_binding=require needs TLS, which sslmode=disable forbids".to_owned());
            }
            (_, Some(ChannelBinding::Require)) => TlsMode::Require,
            (mode, _) => mode,
        };
        if binding == Some(ChannelBinding::Require) && targets.iter().any(|t| matches!(t.way, HostAddress::Socket(_))) {
            return Err("channel_binding=require needs TLS, which there is none of on a unix socket".to_owned());
        }
        let usual = if targets.len() > 1 { Session::ReadWrite } else { Session::Any };
        let session = said.choice(
            "target_session_attrs",
            &[
                ("any", Session::Any),
                ("read-write", Session::ReadWrite),
                ("read-only", Session::ReadOnly),
                ("primary", Session::Primary),
                ("standby", Session::Standby),
                ("prefer-standby", Session::PreferStandby),
            ],
        )?;
        let is_shuffled = said.choice("load_balance_hosts", &[("disable", false), ("random", true)])?;
        Ok(Self {
            common,
            targets,
            session: session.unwrap_or(usual),
            tls_mode,
            authorities: Authorities::of(said.get("sslrootcert"), environment),
            timeout,
            is_shuffled: is_shuffled.unwrap_or(false),
            notes,
        })
    }
}

/// What is said of a connection, by each setting's name: the value, and what to call it in a sentence.
struct GivenSettings(BTreeMap<&'static str, (String, String)>);

impl GivenSettings {
    fn collect(text: &str, environment: &Environment) -> Result<Self, String> {
        let mut said = Self(BTreeMap::new());
        let (of_string, problem) = connection_string::read(text);
        let mut is_after_password = false;
        for (name, value) in &of_string {
            let known = setting_named(name, is_after_password)?;
            is_after_password |= known == "password";
            said.0.insert(known, (value.clone(), name.clone()));
        }
        if let Some(problem) = problem {
            return Err(problem.to_owned());
        }
        let mut of_variables = Vec::new();
        for (name, variable) in SETTINGS {
            if let Some(value) = environment.variables.get(variable) {
                let value = value.to_str().ok_or_else(|| format!("{variable} is no UTF-8"))?;
                if value.contains('\0') {
                    return Err(format!("{variable} holds a NUL character"));
                }
                of_variables.push((name, value.to_owned(), variable.to_owned()));
            }
        }
        for (_, variable) in UNSUPPORTED {
            if environment.variables.get(variable).is_some_and(|value| !value.is_empty()) {
                return Err(format!("{variable} is set, which litige does not support; unset it"));
            }
        }
        let variable = |wanted: &str| of_variables.iter().find(|(name, ..)| *name == wanted).map(|(_, v, _)| v.clone());
        // What an empty value says is: the usual.
        let service = said.0.get("service").map(|(value, _)| value.clone()).or_else(|| variable("service"));
        let file = said.0.get("servicefile").map(|(value, _)| value.clone()).or_else(|| variable("servicefile"));
        if let Some(service) = service.filter(|service| !service.is_empty()) {
            let file = file.filter(|file| !file.is_empty()).map(PathBuf::from);
            let (path, lines) = service_file::find(&service, file, environment)?;
            let mut of_service = BTreeMap::new();
            for line in lines {
                let place = format!("{}, line {}", path.display(), line.number);
                let known = setting_named(&line.name, false).map_err(|problem| format!("{place}: {problem}"))?;
                if known == "service" || known == "servicefile" {
                    return Err(format!("{place}: a service names no other"));
                }
                if line.value.contains('\0') {
                    return Err(format!("{place}: a setting holds a NUL character"));
                }
                of_service.insert(known, (line.value, format!("{place}: {known}")));
            }
            for (name, found) in of_service {
                said.0.entry(name).or_insert(found);
            }
        }
        for (name, value, label) in of_variables {
            said.0.entry(name).or_insert((value, label));
        }
        Ok(said)
    }

    /// What is said of a setting, where it is not left to the usual.
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|(value, _)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// What the setting is called where it was said.
    fn label(&self, name: &'static str) -> &str {
        self.0.get(name).map_or(name, |(_, label)| label)
    }

    fn choice<T: Copy>(&self, name: &'static str, choices: &[(&str, T)]) -> Result<Option<T>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match choices.iter().find(|(choice, _)| *choice == value) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let names: Vec<_> = choices.iter().map(|(choice, _)| *choice).collect();
                Err(format!("{} is one of {}", self.label(name), names.join(", ")))
            }
        }
    }

    /// A number, which may be negative as libpq has it for none, and not above what the system takes.
    fn number(&self, name: &'static str, most: u32) -> Result<Option<u32>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let number: i64 = value.trim().parse().map_err(|_| format!("{} is a whole number", self.label(name)))?;
        Ok(Some(u32::try_from(number.max(0)).unwrap_or(most).min(most)))
    }

    /// Settings that mean something to us with one value alone.
    fn refuse_what_is_not_done(&self) -> Result<(), String> {
        if let Some(encoding) = self.get("client_encoding")
            && !["utf8", "utf-8", "unicode", "auto"].contains(&encoding.to_lowercase().as_str())
        {
            return Err(format!("{} can be UTF8 only", self.label("client_encoding")));
        }
        self.choice("gssencmode", &[("disable", ()), ("prefer", ())])?;
        self.choice("sslnegotiation", &[("postgres", ())])?;
        Ok(())
    }

    /// How a connection is given up. Returns the time until it must stand.
    fn keep_alive(&self, config: &mut Config) -> Result<Option<Duration>, String> {
        let seconds = |number: u32| Duration::from_secs(number.into());
        // The most that Linux takes for each.
        const MOST_SECONDS: u32 = 32_767;
        const MOST_PROBES: u32 = 127;
        config.keepalives(self.number("keepalives", 1)?.unwrap_or(1) != 0);
        match self.number("keepalives_idle", MOST_SECONDS)?.unwrap_or(30) {
            0 => {}
            idle => _ = config.keepalives_idle(seconds(idle)),
        }
        match self.number("keepalives_interval", MOST_SECONDS)?.unwrap_or(10) {
            0 => {}
            interval => _ = config.keepalives_interval(seconds(interval)),
        }
        match self.number("keepalives_count", MOST_PROBES)?.unwrap_or(3) {
            0 => {}
            count => _ = config.keepalives_retries(count),
        }
        let user_timeout = self.number("tcp_user_timeout", i32::MAX as u32)?.unwrap_or(30_000);
        if user_timeout > 0 {
            config.tcp_user_timeout(Duration::from_millis(user_timeout.into()));
        }
        let timeout = match self.number("connect_timeout", 86_400)? {
            None => Some(CONNECT_TIMEOUT),
            Some(0) => None,
            Some(limit) => Some(seconds(limit)),
        };
        if let Some(timeout) = timeout {
            config.connect_timeout(timeout);
        }
        Ok(timeout)
    }

    /// The hosts in their order, without passwords.
    fn targets(&self, environment: &Environment) -> Result<Vec<ServerHost>, String> {
        let list = |name| self.get(name).map(|value| value.split(',').map(str::trim).collect::<Vec<_>>());
        let (hosts, addresses) = (list("host"), list("hostaddr"));
        let count = addresses.as_ref().or(hosts.as_ref()).map_or(1, Vec::len);
        if hosts.as_ref().is_some_and(|hosts| hosts.len() != count) {
            return Err(format!("{} and {} name as many each", self.label("host"), self.label("hostaddr")));
        }
        let ports = list("port").unwrap_or_default();
        if ports.len() > 1 && ports.len() != count {
            return Err(format!("{} names one port, or one for each host", self.label("port")));
        }
        let item = |list: &Option<Vec<&str>>, at: usize| {
            list.as_ref().and_then(|list| list.get(at)).copied().filter(|item| !item.is_empty()).map(str::to_owned)
        };
        let mut targets = Vec::new();
        for at in 0..count {
            let port = match *ports.get(at).or(ports.first()).unwrap_or(&"") {
                "" => PORT,
                port => port
                    .parse()
                    .ok()
                    .filter(|port| *port > 0)
                    .ok_or_else(|| format!("{} is a number from 1 to 65535", self.label("port")))?,
            };
            let host = item(&hosts, at);
            let (way, name) = match (item(&addresses, at), host) {
                (Some(address), host) => {
                    let way = address.parse().map_err(|_| format!("{} is an IP address", self.label("hostaddr")))?;
                    (HostAddress::Address(way), host.filter(|host| !host.starts_with('/')).unwrap_or(address))
                }
                (None, None) => {
                    let folder = environment.socket_folder.clone();
                    (HostAddress::Socket(folder), "localhost".to_owned())
                }
                (None, Some(host)) if host.starts_with('/') => (HostAddress::Socket(PathBuf::from(&host)), host),
                (None, Some(host)) if host.starts_with('@') => {
                    return Err(format!("{}: sockets without a file (@) are not supported", self.label("host")));
                }
                (None, Some(host)) => {
                    (host.parse().map_or_else(|_| HostAddress::Name(host.clone()), HostAddress::Address), host)
                }
            };
            targets.push(ServerHost { way, port, name, password: None });
        }
        Ok(targets)
    }
}

/// Returns a setting by its name.
///
/// # Errors
/// A sentence where there is none of this name. What stands after a password may be a part of it, so it is not named.
fn setting_named(name: &str, is_after_password: bool) -> Result<&'static str, String> {
    if let Some((known, _)) = SETTINGS.iter().find(|(known, _)| *known == name) {
        return Ok(known);
    }
    if let Some((known, _)) = UNSUPPORTED.iter().find(|(known, _)| *known == name) {
        return Err(format!("{known} is a setting that litige does not support"));
    }
    let is_a_name = name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match is_a_name && !is_after_password {
        true => Err(format!("{name:?} is no setting of a connection")),
        false => {
            Err("what stands there is no setting of a connection; in a password a space, & or ' is escaped (in a URL \
                      by %, elsewhere the whole stands in '…')"
                .to_owned())
        }
    }
}
