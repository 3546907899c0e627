//! A thread's connection to the database: opened on first use, and reopened after a panic.

use crate::store::{Store, StoreError};

use super::OpenStore;
use super::panics::catch_panic;

/// A lazily opened store, owned by one thread.
pub struct Connection {
    open: OpenStore,
    store: Option<Box<dyn Store + Send>>,
}

impl Connection {
    /// Creates a connection that opens the store on first use.
    pub fn new(open: OpenStore) -> Self {
        Self { open, store: None }
    }

    /// Creates a connection from a store that is open already.
    pub fn with_store(open: OpenStore, store: Box<dyn Store + Send>) -> Self {
        Self { open, store: Some(store) }
    }

    /// Calls `what` with the store. A panic is returned as an error; the store is then dropped, because it may be in an
    /// inconsistent state.
    ///
    /// # Errors
    /// Returns the error of `what`, of opening the store, or the message of the panic.
    pub fn with<T>(
        &mut self,
        what: impl FnOnce(&mut (dyn Store + Send)) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut store = match self.store.take() {
            Some(store) => store,
            None => flatten_panic(catch_panic(|| (self.open)()))?,
        };
        let (store, result) = match catch_panic(move || {
            let result = what(store.as_mut());
            (store, result)
        }) {
            Ok((store, result)) => (Some(store), result),
            Err(message) => (None, flatten_panic(Err(message))),
        };
        self.store = store;
        result
    }
}

fn flatten_panic<T>(done: Result<Result<T, StoreError>, String>) -> Result<T, StoreError> {
    done.unwrap_or_else(|message| Err(StoreError::Io(format!("a fault inside litige: {message}"))))
}
