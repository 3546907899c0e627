//! Keys of requests.

use crate::domain::ids::RequestKey;
use crate::runtime::clock;

/// A key for a request of this command, which no other request has.
pub fn new() -> RequestKey {
    RequestKey(clock::new_uuid().to_string())
}
