//! The queue on a server.

use std::collections::BTreeMap;

use super::{PostgresStore, not_yet};
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;
use crate::store::{QueuePage, QueueQuery, QueueRow, QueueStore, StoreError, ViewCounts, Workload};

impl QueueStore for PostgresStore {
    fn queue(&self, _query: &QueueQuery, _now: Time) -> Result<QueuePage, StoreError> {
        not_yet("read the queue")
    }

    fn find(&self, _query: &QueueQuery, _now: Time) -> Result<QueuePage, StoreError> {
        not_yet("find cases")
    }

    fn rows(&self, _ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
        not_yet("read rows")
    }

    fn justifications(&self, _ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
        not_yet("read justifications")
    }

    fn counts(&self, _me: Option<&Handle>, _now: Time) -> Result<ViewCounts, StoreError> {
        not_yet("count")
    }

    fn stats(&self, _days: DayRange) -> Result<Stats, StoreError> {
        not_yet("read statistics")
    }

    fn workloads(&self, _now: Time) -> Result<Vec<Workload>, StoreError> {
        not_yet("read workloads")
    }
}
