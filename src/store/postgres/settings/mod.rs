//! How a server is reached: what names it, with what libpq would take from its surroundings too, so that whoever can say `psql` can
//! say `litige --db`.
//!
//! - [`keywords`]: what names a server, as keywords of libpq: a URL, `service=…`, the service file, `PG…` variables.
//! - [`password_file`]: `~/.pgpass`. [`tls`]: certificates.

mod keywords;
mod password_file;
#[cfg(test)]
mod tests;
mod tls;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postgres::config::{Host, SslMode, TargetSessionAttrs};
use postgres::{Client, Config, NoTls};

use self::keywords::{Environment, Keywords};
use self::tls::Roots;
use super::errors;
use crate::store::{Server, StoreError, UnusableWhy};

/// How long a server may take to answer a knock.
const PATIENCE: Duration = Duration::from_secs(10);

/// The settings of a connection.
#[derive(Clone)]
pub(super) struct Settings {
    config: Config,
    /// What certificates are trusted; nothing where the connection stays on this machine, unencrypted.
    tls: Option<Roots>,
    /// A password file that others may read, which is why none of it was used.
    open_password_file: Option<PathBuf>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("hosts", &self.config.get_hosts()).finish_non_exhaustive()
    }
}

/// Settings that make no sense, in a sentence that holds no password.
pub(super) type Nonsense = String;

impl Settings {
    /// Reads them from what names a server, and from the surroundings of this process.
    ///
    /// # Errors
    /// [`UnusableWhy::CannotOpen`] where they make no sense.
    pub fn of(server: &Server) -> Result<Self, StoreError> {
        Self::read(server.named(), &Environment::of_process())
            .map_err(|what| errors::unusable(UnusableWhy::CannotOpen(what)))
    }

    fn read(named: &str, environment: &Environment) -> Result<Self, Nonsense> {
        let keywords = Keywords::read(named, environment)?;
        let mut config = Config::new();
        config.application_name(keywords.get("application_name").unwrap_or("litige"));
        let hosts = keywords.hosts()?;
        for (host, port) in &hosts {
            if host.starts_with('/') {
                config.host_path(host)
            } else {
                config.host(host)
            };
            config.port(*port);
        }
        for address in keywords.list("hostaddr") {
            config.hostaddr(address.parse().map_err(|_| format!("hostaddr: {address} is no address"))?);
        }
        let user = keywords.get("user").ok_or("no user is named, and this account of the system has no name")?;
        let database = keywords.get("dbname").unwrap_or(user);
        config.user(user).dbname(database);
        let mut open_password_file = None;
        if let Some(password) = keywords.get("password") {
            config.password(password);
        } else if let Some(file) = keywords.get("passfile") {
            match password_file::find(Path::new(file), &hosts, database, user) {
                Ok(Some(password)) => _ = config.password(password),
                Ok(None) => {}
                Err(password_file::Open) => open_password_file = Some(PathBuf::from(file)),
            }
        }
        if let Some(options) = keywords.get("options") {
            config.options(options);
        }
        let seconds =
            keywords.get("connect_timeout").map(|text| text.parse().map_err(|_| not("connect_timeout", text)));
        config.connect_timeout(seconds.transpose()?.filter(|s| *s > 0).map_or(PATIENCE, Duration::from_secs));
        // A line that died silently is noticed within half a minute.
        config
            .keepalives_idle(Duration::from_secs(15))
            .keepalives_interval(Duration::from_secs(5))
            .keepalives_retries(3);
        config.tcp_user_timeout(Duration::from_secs(30));
        config.target_session_attrs(match keywords.get("target_session_attrs") {
            // What is of use to a desk among several is the one that takes writes.
            None if hosts.len() > 1 => TargetSessionAttrs::ReadWrite,
            None | Some("any") => TargetSessionAttrs::Any,
            Some("read-write" | "primary") => TargetSessionAttrs::ReadWrite,
            Some(other) => return Err(format!("target_session_attrs is read-write, primary or any, not {other}")),
        });
        let tls = tls_of(&keywords, &config)?;
        config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
        Ok(Self { config, tls, open_password_file })
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with why.
    pub fn connect(&self) -> Result<Client, StoreError> {
        let connected = match &self.tls {
            None => self.config.connect(NoTls),
            Some(roots) => {
                let tls = roots.load().map_err(|what| errors::unusable(UnusableWhy::CannotOpen(what)))?;
                self.config.connect(tls)
            }
        };
        connected.map_err(|error| self.explain(errors::of(&error)))
    }

    /// Tells the server to end what runs on a connection. What can't be told is not.
    pub fn cancel(&self, token: &postgres::CancelToken) {
        match self.tls.as_ref().map(Roots::load) {
            None => drop(token.cancel_query(NoTls)),
            Some(Ok(tls)) => drop(token.cancel_query(tls)),
            Some(Err(_)) => {}
        }
    }

    /// Says where a password that is missing was looked for.
    fn explain(&self, error: StoreError) -> StoreError {
        match (error, &self.open_password_file) {
            (StoreError::Unusable(mut unusable), Some(file)) => {
                if let UnusableWhy::Denied(what) = &mut unusable.why {
                    *what = format!("{what}; {} was not read, since others may read it: chmod 0600", file.display());
                }
                StoreError::Unusable(unusable)
            }
            (error, _) => error,
        }
    }
}

fn not(keyword: &str, value: &str) -> Nonsense {
    format!("{keyword}: {value} is no number")
}

/// Whether a host is this machine: a socket, or a loopback address.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// What certificates a connection needs. Off this machine it always is encrypted, and to whom is always checked.
fn tls_of(keywords: &Keywords, config: &Config) -> Result<Option<Roots>, Nonsense> {
    let is_here = config.get_hosts().iter().all(is_here);
    let is_socket = config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)));
    let mode = keywords.get("sslmode");
    match mode {
        None | Some("disable" | "allow" | "prefer") if is_here => return Ok(None),
        Some("disable") => {
            return Err("sslmode=disable is for this machine only; what goes over a network is encrypted".to_owned());
        }
        None | Some("allow" | "prefer" | "require" | "verify-ca" | "verify-full") => {}
        Some(other) => {
            return Err(format!("sslmode is disable, require, verify-ca or verify-full, not {other}"));
        }
    }
    // TLS is not spoken over a socket.
    if is_socket {
        return Ok(None);
    }
    Ok(Some(Roots::new(keywords.get("sslrootcert"), keywords.home())))
}
