//! How a server is reached.

use std::str::FromStr as _;

use postgres::{Client, Config, NoTls};

use super::errors;
use crate::store::{Server, StoreError, UnusableWhy};

/// The settings of a connection.
#[derive(Clone)]
pub(super) struct Settings {
    config: Config,
}

impl Settings {
    /// Reads them from what names a server, and from its surroundings.
    ///
    /// # Errors
    /// [`UnusableWhy::CannotOpen`] where they make no sense.
    pub fn of(server: &Server) -> Result<Self, StoreError> {
        let config = Config::from_str(server.named())
            .map_err(|error| errors::unusable(UnusableWhy::CannotOpen(error.to_string())))?;
        Ok(Self { config })
    }

    /// Tells the server to end what runs on a connection. What can't be told is not.
    pub fn cancel(&self, token: &postgres::CancelToken) {
        drop(token.cancel_query(NoTls));
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with why.
    pub fn connect(&self) -> Result<Client, StoreError> {
        self.config.connect(NoTls).map_err(|error| errors::of(&error))
    }
}
