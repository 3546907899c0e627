//! The machine's clock. What it says may be wrong, and may change at any moment: no answer of it is a panic.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use uuid::{NoContext, Timestamp, Uuid};

use crate::domain::time::Time;

/// Returns the current time. A clock that stands before 1970 gives a time before 1970.
pub fn utc_now() -> Time {
    time_of(SystemTime::now())
}

/// Returns a new UUID of version 7, which no other process makes. Before 1970 it bears the time of the epoch.
pub fn new_uuid() -> Uuid {
    uuid_at(SystemTime::now())
}

/// Returns whether the machine's clock stands before 1970, as one without a battery does.
pub fn is_before_epoch() -> bool {
    SystemTime::now() < UNIX_EPOCH
}

fn time_of(moment: SystemTime) -> Time {
    DateTime::<Utc>::from(moment)
}

fn uuid_at(moment: SystemTime) -> Uuid {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, since.as_secs(), since.subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_before_1970_gives_a_time_and_an_id() {
        let early = UNIX_EPOCH - Duration::from_millis(86_400_001);
        assert_eq!(time_of(early).to_rfc3339(), "1969-12-30T23:59:59.999+00:00");
        assert_eq!(uuid_at(early).get_version_num(), 7);
        assert_ne!(uuid_at(early), uuid_at(early));
    }
}
