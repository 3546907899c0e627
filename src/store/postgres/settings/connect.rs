//! Connecting: each host in turn, each of its addresses, with TLS or without, until one is as it was wanted.

use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::net::{IpAddr, ToSocketAddrs as _};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::{CancelToken, Client, Error, NoTls, SimpleQueryMessage};

use super::tls::{self, Encryption};
use super::{HostAddress, ServerHost, Session, Settings};
use crate::store::postgres::errors;
use crate::store::{StoreError, Unusable, UnusableWhy};

/// Why a host was not taken.
struct RefusedHost {
    error: StoreError,
    /// Whether the others would say the same: the login is wrong, or the database is not there.
    ends: bool,
}

impl From<UnusableWhy> for RefusedHost {
    fn from(why: UnusableWhy) -> Self {
        Self { error: errors::unusable(why), ends: false }
    }
}

/// Why a connection was not made.
enum Broken {
    Said(Error),
    TimedOut,
    /// It was made with a server that is not what was wanted.
    Unwanted(UnusableWhy),
}

impl Settings {
    /// Opens a connection.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with why.
    pub fn connect(&self) -> Result<Client, StoreError> {
        let passes: &[_] = match &self.session {
            Session::PreferStandby => &[Session::Standby, Session::Any],
            session => std::slice::from_ref(session),
        };
        let mut targets: Vec<_> = self.targets.iter().collect();
        self.shuffle(&mut targets);
        let mut failures = Vec::new();
        for session in passes {
            failures.clear();
            for target in &targets {
                match self.reach(target, *session) {
                    Ok(client) => return Ok(client),
                    Err(failure) if failure.ends => return Err(failure.error),
                    Err(failure) => failures.push((*target, failure.error)),
                }
            }
        }
        Err(together(failures))
    }

    /// Tells the server to end what runs on a connection of these settings. What can't be told is not.
    pub fn cancel(&self, token: &CancelToken) {
        // The token knows whether its connection has TLS, and sends nothing without it then.
        if token.cancel_query(NoTls).is_err()
            && let Ok(connector) = self.authorities.connector()
        {
            drop(token.cancel_query(connector));
        }
    }

    fn shuffle<T>(&self, items: &mut [T]) {
        if self.is_shuffled {
            let chance = RandomState::new();
            let mut keyed = 0_u32;
            items.sort_by_cached_key(|_| {
                keyed += 1;
                chance.hash_one(keyed)
            });
        }
    }

    fn reach(&self, target: &ServerHost, session: Session) -> Result<Client, RefusedHost> {
        let addresses = match &target.way {
            HostAddress::Socket(_) => return self.reach_at(target, None, session),
            HostAddress::Address(address) => vec![*address],
            HostAddress::Name(name) => self.resolve(name, target.port)?,
        };
        let mut last = None;
        for address in addresses {
            match self.reach_at(target, Some(address), session) {
                Err(failure) if !failure.ends => last = Some(failure),
                done => return done,
            }
        }
        Err(last.unwrap_or_else(|| UnusableWhy::Unreachable(format!("{target} has no address")).into()))
    }

    fn resolve(&self, name: &str, port: u16) -> Result<Vec<IpAddr>, RefusedHost> {
        let asked = (name.to_owned(), port);
        let found =
            within(self.timeout, move || Ok(asked.to_socket_addrs().map(|found| found.map(|a| a.ip()).collect())));
        let name = name.escape_debug();
        let why = match found {
            Ok(Ok(found)) => {
                let mut found: Vec<_> = found;
                found.dedup();
                self.shuffle(&mut found);
                return Ok(found);
            }
            Ok(Err(error)) => {
                let error: io::Error = error;
                format!("the host {name} is not known: {error}")
            }
            Err(_) => format!("the address of the host {name} could not be had in time"),
        };
        Err(UnusableWhy::Unreachable(why).into())
    }

    /// Connects to one address, or by a socket where there is none.
    fn reach_at(&self, target: &ServerHost, address: Option<IpAddr>, session: Session) -> Result<Client, RefusedHost> {
        // Where the bytes go counts, not by what name.
        let is_local = address.is_none_or(|address| address.to_canonical().is_loopback());
        let attempts = match address {
            None => &[Encryption::Plain],
            Some(_) => self.tls_mode.attempts(is_local).map_err(|problem| {
                UnusableWhy::CannotOpen(format!("{target} is not this machine, and TLS is required: {problem}"))
            })?,
        };
        let mut first_of_tls = None;
        let mut last = None;
        for attempt in attempts {
            match self.attempt(target, address, *attempt, session) {
                Ok(client) => return Ok(client),
                // The other way may be welcome: libpq's rule for `allow` and `prefer`.
                Err(Broken::Said(error)) if tls::is_of_tls(&error) => first_of_tls = first_of_tls.or(Some(error)),
                Err(Broken::Said(error)) if error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => {
                    last = Some(error);
                }
                Err(Broken::Said(error)) => return Err(self.failure(&error, target)),
                Err(Broken::Unwanted(why)) => return Err(why.into()),
                Err(Broken::TimedOut) => {
                    let limit = self.timeout.unwrap_or_default().as_secs();
                    return Err(UnusableWhy::Unreachable(format!("{target} does not answer within {limit} s")).into());
                }
            }
        }
        match first_of_tls.or(last) {
            Some(error) => Err(self.failure(&error, target)),
            None => Err(UnusableWhy::Unreachable(format!("{target} was not tried")).into()),
        }
    }

    fn attempt(
        &self,
        target: &ServerHost,
        address: Option<IpAddr>,
        attempt: Encryption,
        session: Session,
    ) -> Result<Client, Broken> {
        let mut config = self.common.clone();
        config.port(target.port);
        match (&target.way, address) {
            (HostAddress::Socket(folder), _) => _ = config.host_path(folder),
            (_, Some(address)) => _ = config.host(&target.name).hostaddr(address),
            (_, None) => _ = config.host(&target.name),
        }
        if let Some(password) = &target.password {
            config.password(password);
        }
        let connector = match attempt {
            Encryption::Plain => Err(String::new()),
            Encryption::Either | Encryption::Tls => self.authorities.connector(),
        };
        let (mode, connector) = match (attempt, connector) {
            (Encryption::Tls, Err(why)) => return Err(Broken::Unwanted(UnusableWhy::CannotOpen(why))),
            (Encryption::Tls, Ok(connector)) => (SslMode::Require, Some(connector)),
            (Encryption::Either, Ok(connector)) => (SslMode::Prefer, Some(connector)),
            (Encryption::Either, Err(_)) | (Encryption::Plain, _) => (SslMode::Disable, None),
        };
        config.ssl_mode(mode);
        within(self.timeout, move || {
            let mut client = match connector {
                None => config.connect(NoTls),
                Some(connector) => config.connect(connector),
            }
            .map_err(Broken::Said)?;
            check(&mut client, session)?;
            Ok(client)
        })
    }

    /// What the error of one host means.
    fn failure(&self, error: &Error, target: &ServerHost) -> RefusedHost {
        if let Some(why) = tls::explained(error, &target.name.escape_debug().to_string(), &self.authorities) {
            return UnusableWhy::CannotOpen(why).into();
        }
        let is_denied = error.code().is_some_and(|code| code.code().starts_with("28"));
        let is_asked = errors::plain(error).contains("password missing");
        let with_notes = |what: String| {
            let notes = self.notes.iter().map(|note| format!("; {note}")).collect::<String>();
            format!("{what}{}", if target.password.is_none() { notes } else { String::new() })
        };
        if is_asked {
            let what = "it asks for a password, and none is known: write it to ~/.pgpass, or set PGPASSWORD".to_owned();
            return RefusedHost { error: errors::unusable(UnusableWhy::Denied(with_notes(what))), ends: true };
        }
        let said = match errors::of(error) {
            StoreError::Unusable(Unusable { place, why: UnusableWhy::Denied(what) }) => {
                StoreError::Unusable(Unusable { place, why: UnusableWhy::Denied(with_notes(what)) })
            }
            StoreError::Unusable(Unusable { place, why: UnusableWhy::Unreachable(what) }) => {
                let what = unreachable(error, target).unwrap_or_else(|| format!("{target}: {what}"));
                StoreError::Unusable(Unusable { place, why: UnusableWhy::Unreachable(what) })
            }
            other => other,
        };
        RefusedHost { ends: is_denied || error.code() == Some(&SqlState::INVALID_CATALOG_NAME), error: said }
    }
}

/// Why nothing answers, in a person's words.
fn unreachable(error: &Error, target: &ServerHost) -> Option<String> {
    let cause = std::error::Error::source(error)?.downcast_ref::<io::Error>()?;
    let is_socket = matches!(target.way, HostAddress::Socket(_));
    Some(match cause.kind() {
        io::ErrorKind::NotFound if is_socket => format!("there is no socket {target}; does the server run there?"),
        io::ErrorKind::PermissionDenied if is_socket => format!("this account may not use the socket {target}"),
        io::ErrorKind::ConnectionRefused => format!("nothing listens at {target}"),
        io::ErrorKind::TimedOut => format!("{target} does not answer"),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => format!("no way leads to {target}"),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            format!("{target} answered and hung up: is it a PostgreSQL server?")
        }
        _ => return None,
    })
}

/// Whether a session is good for what it is wanted for.
fn check(client: &mut Client, session: Session) -> Result<(), Broken> {
    if session == Session::Any {
        return Ok(());
    }
    let said = client
        .simple_query("SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only')")
        .map_err(Broken::Said)?;
    let row = said.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some((row.get(0) == Some("t"), row.get(1) == Some("on"))),
        _ => None,
    });
    let (is_standby, is_read_only) = row.unwrap_or_default();
    let unwanted = |what: &str| Err(Broken::Unwanted(UnusableWhy::Unreachable(what.to_owned())));
    match session {
        Session::ReadWrite | Session::Primary if is_standby => Err(Broken::Unwanted(UnusableWhy::Standby)),
        Session::ReadWrite if is_read_only => unwanted("it only reads (default_transaction_read_only)"),
        Session::ReadOnly if !is_read_only => {
            unwanted("it writes, and target_session_attrs asks for one that only reads")
        }
        Session::Standby if !is_standby => unwanted("it is no standby, which target_session_attrs asks for"),
        _ => Ok(()),
    }
}

/// The errors of all hosts in one.
fn together(mut failures: Vec<(&ServerHost, StoreError)>) -> StoreError {
    let why = |error: &StoreError| match error {
        StoreError::Unusable(unusable) => Some(unusable.why.clone()),
        _ => None,
    };
    // Of several hosts that are all standbys, one may be about to take over.
    let is_standby = |error: &StoreError| why(error) == Some(UnusableWhy::Standby);
    let are_standbys = failures.len() > 1 && failures.iter().all(|(_, error)| is_standby(error));
    let is_one = !are_standbys
        && failures.windows(2).all(|pair| why(&pair[0].1).is_some() && why(&pair[0].1) == why(&pair[1].1));
    if is_one && let Some((_, error)) = failures.pop() {
        return error;
    }
    let said = failures.iter().map(|(target, error)| match why(error) {
        Some(UnusableWhy::Unreachable(what) | UnusableWhy::CannotOpen(what) | UnusableWhy::Denied(what)) => {
            let is_named = what.contains(&target.to_string());
            if is_named { what } else { format!("{target}: {what}") }
        }
        Some(UnusableWhy::Standby) => format!("{target} is a standby"),
        Some(UnusableWhy::TooManyClients) => format!("{target} takes no more connections"),
        _ => format!("{target}: {error}"),
    });
    errors::unusable(UnusableWhy::Unreachable(said.collect::<Vec<_>>().join("; ")))
}

/// Does something that can't be stopped, and waits no longer than so long for it. What takes longer ends by itself, unheard.
fn within<T: Send + 'static>(
    limit: Option<Duration>,
    work: impl FnOnce() -> Result<T, Broken> + Send + 'static,
) -> Result<T, Broken> {
    let Some(limit) = limit else { return work() };
    let (sender, receiver) = mpsc::sync_channel(1);
    let started = thread::Builder::new().name("connecting".to_owned()).spawn(move || {
        // Nobody listens any more where it took too long.
        let _ = sender.send(work());
    });
    if let Err(error) = started {
        return Err(Broken::Unwanted(UnusableWhy::CannotOpen(format!("no thread could be started: {error}"))));
    }
    match receiver.recv_timeout(limit) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Broken::TimedOut),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            Err(Broken::Unwanted(UnusableWhy::CannotOpen("no connection could be made: out of resources?".to_owned())))
        }
    }
}
