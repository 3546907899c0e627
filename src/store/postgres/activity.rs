//! Who did what, on a server.

use super::{PostgresStore, not_yet};
use crate::store::{ActivityPage, ActivityQuery, ActivityStore, StoreError};

impl ActivityStore for PostgresStore {
    fn activity(&self, _query: &ActivityQuery) -> Result<ActivityPage, StoreError> {
        not_yet("read the activity")
    }
}
