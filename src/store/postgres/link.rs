//! A connection to the server: made when it is needed, kept while it is used, made again when it broke.

use std::cell::RefCell;
use std::fmt;

use postgres::{Client, Error};
use serde_json::Value as Json;

use super::errors;
use super::feed::NextDue;
use super::rows::TypedParameter;
use super::settings::Settings;
use crate::domain::vocabulary::Role;
use crate::store::{Place, StoreError};

/// What the server says of itself and of the login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hello {
    /// The version of the schema.
    pub schema: i64,
    /// The UUID that was made with the database.
    pub identity: String,
    /// The role that has logged in.
    pub login: String,
    /// Whether it owns the database of litige, and may write in anybody's name.
    pub is_owner: bool,
    /// Whether it is the marketplace's.
    pub is_feed: bool,
    /// The member of the team that it is bound to.
    pub member: Option<String>,
    /// What that member is.
    pub role: Option<Role>,
    pub is_standby: bool,
    /// When time alone changes a case next.
    pub next_due: Option<NextDue>,
    /// The server's time when it said so, in milliseconds, less the caller's.
    pub clock_ahead: i64,
}

/// A connection, and how to have another one.
pub(super) struct Link {
    place: Place,
    settings: Settings,
    client: RefCell<Option<Client>>,
}

/// Why something was not done.
enum LinkFailure {
    /// The connection broke.
    Gone(Error),
    Other(StoreError),
}

impl LinkFailure {
    fn into_error(self) -> StoreError {
        match self {
            Self::Gone(error) => errors::of(&error),
            Self::Other(error) => error,
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Link {
    pub fn new(place: Place, settings: Settings) -> Self {
        Self { place, settings, client: RefCell::new(None) }
    }

    /// Reads in one or several statements. Where the connection breaks it is done once more, on another.
    ///
    /// # Errors
    /// [`StoreError`] as [`errors::of`] says.
    pub fn read<T>(&self, mut read: impl FnMut(&mut Client) -> Result<T, Error>) -> Result<T, StoreError> {
        match self.once(&mut read) {
            Err(LinkFailure::Gone(_)) => self.once(&mut read),
            done => done,
        }
        .map_err(|failure| self.named(failure.into_error()))
    }

    /// Writes. Where the connection breaks meanwhile, nobody knows whether it was done.
    ///
    /// # Errors
    /// [`StoreError::Unanswered`], or [`StoreError`] as [`errors::of`] says.
    pub fn write<T>(&self, mut write: impl FnMut(&mut Client) -> Result<T, Error>) -> Result<T, StoreError> {
        self.once(&mut write).map_err(|failure| match failure {
            LinkFailure::Gone(_) => StoreError::Unanswered,
            other => self.named(other.into_error()),
        })
    }

    /// Calls a function that reads and returns JSON: one round trip.
    ///
    /// # Errors
    /// As [`Link::read`].
    pub fn read_json(&self, sql: &str, parameters: &[TypedParameter<'_>]) -> Result<Json, StoreError> {
        self.read(|client| json_of(client, sql, parameters))
    }

    /// Calls a function that writes and returns JSON: one round trip.
    ///
    /// # Errors
    /// As [`Link::write`].
    pub fn write_json(&self, sql: &str, parameters: &[TypedParameter<'_>]) -> Result<Json, StoreError> {
        self.write(|client| json_of(client, sql, parameters))
    }

    /// Reads rows: one round trip.
    ///
    /// # Errors
    /// As [`Link::read`].
    pub fn rows(&self, sql: &str, parameters: &[TypedParameter<'_>]) -> Result<Vec<postgres::Row>, StoreError> {
        self.read(|client| client.query_typed(sql, parameters))
    }

    /// Puts the place in an error that lacks it.
    pub fn named(&self, error: StoreError) -> StoreError {
        errors::named(error, &self.place)
    }

    /// The place that it leads to.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// How the server is reached.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Ends the connection; the next use makes another.
    pub fn close(&self) {
        *self.client.borrow_mut() = None;
    }

    fn once<T>(&self, work: &mut impl FnMut(&mut Client) -> Result<T, Error>) -> Result<T, LinkFailure> {
        let mut slot = self.client.borrow_mut();
        let mut client = match slot.take() {
            Some(client) if !client.is_closed() => client,
            _ => self.settings.connect().map_err(LinkFailure::Other)?,
        };
        let done = work(&mut client);
        let is_gone = client.is_closed() || matches!(&done, Err(error) if errors::is_gone(error));
        if !is_gone {
            *slot = Some(client);
        }
        done.map_err(|error| match is_gone {
            true => LinkFailure::Gone(error),
            false => LinkFailure::Other(errors::of(&error)),
        })
    }

    /// Asks the server who is there: what a new process does first.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] where there is no schema of litige, or the login may not use it.
    pub fn hello(&self) -> Result<Hello, StoreError> {
        let asked = chrono::Utc::now().timestamp_millis();
        let said = self.read_json("SELECT litige.hello_1()", &[])?;
        let now = chrono::Utc::now().timestamp_millis();
        let text = |name: &str| said[name].as_str().map(str::to_owned);
        let flag = |name: &str| said[name].as_bool().unwrap_or(false);
        let missing = || self.named(errors::damaged("it does not say who it is"));
        Ok(Hello {
            schema: said["schema"].as_i64().ok_or_else(missing)?,
            identity: text("identity").ok_or_else(missing)?,
            login: text("login").ok_or_else(missing)?,
            is_owner: flag("owner"),
            is_feed: flag("feed"),
            member: text("member"),
            role: text("role").and_then(|role| role.parse().ok()),
            is_standby: flag("standby"),
            next_due: NextDue::read(&said),
            clock_ahead: said["now"].as_i64().ok_or_else(missing)? - (asked + now) / 2,
        })
    }
}

fn json_of(client: &mut Client, sql: &str, parameters: &[TypedParameter<'_>]) -> Result<Json, Error> {
    let rows = client.query_typed(sql, parameters)?;
    rows.first().map_or(Ok(Json::Null), |row| row.try_get::<_, Option<Json>>(0).map(Option::unwrap_or_default))
}
