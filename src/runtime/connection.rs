//! A thread's connection to the database: opened on first use, and reopened after a panic.

use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use crossbeam_channel::{Receiver, RecvTimeoutError};

use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, SystemAccount};
use crate::domain::team::identity;
use crate::store::loss;
use crate::store::{Place, Store, StoreError, Unusable, UnusableWhy};
use crate::ui::i18n::refusal::english;

use super::OpenStore;
use super::panics::catch_panic;

/// How long a thread has nothing to do before its store may rest.
const REST: Duration = Duration::from_secs(60);

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
        loss::of_server()?;
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

    /// Waits for the next job of a thread, and while there is none lets the store give back what it holds. Returns nothing when
    /// no more can come.
    pub fn next_job<T>(&self, jobs: &Receiver<T>) -> Option<T> {
        match (jobs.recv_timeout(loss::rest().unwrap_or(REST)), &self.store) {
            (Ok(job), _) => return Some(job),
            (Err(RecvTimeoutError::Disconnected), _) => return None,
            // Once is enough: nothing is used until there is a job.
            (Err(RecvTimeoutError::Timeout), Some(store)) => store.rest(),
            (Err(RecvTimeoutError::Timeout), None) => {}
        }
        jobs.recv().ok()
    }
}

/// Returns an opener of one database alone: a thread that opens it late must not get another that took its place meanwhile.
pub fn open_only(identity: String, place: Place, open: OpenStore) -> OpenStore {
    Arc::new(move || {
        let store = open()?;
        if store.identity() == identity {
            return Ok(store);
        }
        Err(StoreError::Unusable(Unusable { place: place.clone(), why: UnusableWhy::Replaced }))
    })
}

fn flatten_panic<T>(done: Result<Result<T, StoreError>, String>) -> Result<T, StoreError> {
    done.unwrap_or_else(|message| Err(StoreError::Io(format!("a fault inside litige: {message}"))))
}

/// Returns the member of the team that the desk acts as.
///
/// # Errors
/// Returns an error if there is none of this handle, or they may not act from this account.
pub fn find_mediator(store: &dyn Store, me: &Handle, account: Option<&SystemAccount>) -> anyhow::Result<Mediator> {
    identity::acting(&store.mediators()?, me, account).map_err(|refusal| anyhow!(english(&refusal)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::faulty_store::FaultyStore;

    #[test]
    fn a_thread_that_opens_late_does_not_get_another_database_in_the_place_of_the_desks() {
        let (first, other) = (FaultyStore::new(), FaultyStore::new());
        let identity = first.open()().unwrap().identity();
        let place = Place::File("litige.db".into());
        assert!(open_only(identity.clone(), place.clone(), first.open())().is_ok());
        match open_only(identity, place, other.open())().map(|store| store.identity()) {
            Err(StoreError::Unusable(unusable)) => assert_eq!(unusable.why, UnusableWhy::Replaced),
            opened => panic!("{opened:?}"),
        }
    }
}
