//! A thread's own way to the database: opened when first needed, opened anew after a fault.

use crate::store::{Store, StoreError};

use super::OpenStore;
use super::panics::catch_panic;

/// A store that one thread owns.
pub struct Connection {
    open: OpenStore,
    store: Option<Box<dyn Store + Send>>,
}

impl Connection {
    /// Opens nothing yet.
    pub fn new(open: OpenStore) -> Self {
        Self { open, store: None }
    }

    /// With a store that is open already.
    pub fn with_store(open: OpenStore, store: Box<dyn Store + Send>) -> Self {
        Self { open, store: Some(store) }
    }

    /// Does this with the store. A panic inside is an error like any other; the store that saw it is dropped, so that
    /// nothing half done is built on.
    ///
    /// # Errors
    /// What the store said, or that it could not be opened, or what the panic said.
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
