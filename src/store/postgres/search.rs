//! Search on a server.

use super::{PostgresStore, not_yet};
use crate::domain::time::Time;
use crate::store::{Interrupt, SearchPage, SearchQuery, SearchStore, StoreError};

impl SearchStore for PostgresStore {
    fn search(&self, _query: &SearchQuery, _now: Time) -> Result<SearchPage, StoreError> {
        not_yet("search")
    }

    fn interrupter(&self) -> Box<dyn Interrupt> {
        Box::new(Nothing)
    }
}

/// Interrupts nothing.
struct Nothing;

impl Interrupt for Nothing {
    fn interrupt(&self) {}
}
