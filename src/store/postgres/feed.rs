//! What happened since, on a server.

use super::{PostgresStore, not_yet};
use crate::store::{ChangeCursor, Changes, FeedStore, OutboxLine, StoreError};

impl FeedStore for PostgresStore {
    fn changes(&self, _after: ChangeCursor) -> Result<Changes, StoreError> {
        not_yet("read changes")
    }

    fn outbox(&self, _after: i64, _limit: usize) -> Result<Vec<OutboxLine>, StoreError> {
        not_yet("read the outbox")
    }

    fn outbox_head(&self) -> Result<i64, StoreError> {
        not_yet("read the outbox")
    }
}
