//! Who did what: the records of the audit, newest first, page by page.

use crate::domain::audit::Record;
use crate::domain::ids::DisputeId;
use crate::domain::time::Time;
use crate::store::StoreError;

/// Reads who did what, from the audit alone.
pub trait ActivityStore {
    /// Reads a page of the audit, newest first. A body that is not JSON any more is read as `null`: `verify` says what is
    /// wrong with it.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn activity(&self, query: &ActivityQuery) -> Result<ActivityPage, StoreError>;
}

/// Which records. Each part that is there must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityQuery {
    /// Who did it: a mediator's handle, or `system`.
    pub by: Option<String>,
    pub dispute: Option<DisputeId>,
    /// From this moment on.
    pub since: Option<Time>,
    /// Before this moment.
    pub until: Option<Time>,
    /// What happens all the time as well ([`crate::domain::activity::ROUTINE`]).
    pub routine: bool,
    /// Only records before this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

/// A page of the audit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ActivityPage {
    /// The records, newest first.
    pub records: Vec<Record>,
    /// Whether older ones fit as well.
    pub more: bool,
}
