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

/// The words of a message as the index has them.
pub(super) fn tsv(id: crate::domain::ids::MessageId, _body: &str) -> String {
    format!("'b{}' 'B{}'", id.0 >> 11, id.0 >> 16)
}

/// Interrupts nothing.
struct Nothing;

impl Interrupt for Nothing {
    fn interrupt(&self) {}
}
