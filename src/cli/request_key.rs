//! Keys of requests.

use crate::domain::ids::RequestKey;

/// A key for a request of this command, which no other request has.
pub fn new() -> RequestKey {
    RequestKey(uuid::Uuid::now_v7().to_string())
}
