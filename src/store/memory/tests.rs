//! The store in memory passes the suite, and says the same as SQLite of random histories.

mod histories;

use super::MemoryStore;
use crate::domain::policy::Policy;
use crate::store::Store;
use crate::store::contract::{Backend, suite};

/// One store in memory.
struct Memory(MemoryStore);

impl Backend for Memory {
    fn empty() -> Self {
        Self(MemoryStore::new(&Policy::default()))
    }

    fn open(&self) -> Box<dyn Store + Send> {
        Box::new(self.0.clone())
    }

    fn open_as(&self, account: &str) -> Box<dyn Store + Send> {
        Box::new(MemoryStore { account: Some(account.into()), ..self.0.clone() })
    }

    /// Nothing can damage it.
    fn check(_: &dyn Store) {}
}

suite!(Memory: cases queue search team personal blobs feed activity);
