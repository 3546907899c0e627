//! A desk on a server that is reached on a way of the test's own.

use super::cluster::SUPERUSER;
use super::proxy::Proxy;
use super::{PostgresBackend, cluster, server};
use crate::store::Mode;
use crate::store::contract::Desk;
use crate::store::postgres::PostgresStore;

/// A desk on a server, and a way there.
pub(in crate::store) struct Stage {
    pub desk: Desk<PostgresBackend>,
    pub proxy: Proxy,
}

impl Stage {
    pub fn set() -> Option<Self> {
        let cluster = cluster()?;
        let proxy = Proxy::to(cluster.folder());
        Some(Self { desk: Desk::set(), proxy })
    }

    /// A store that is reached on that way.
    pub fn far(&self) -> PostgresStore {
        let url = format!("postgres://{SUPERUSER}@/{}?host={}", self.desk.place.name, self.proxy.folder().display());
        PostgresStore::open(&server(&url), Mode::Existing).unwrap()
    }
}
