//! How long a case can be snoozed.

use chrono::{Datelike, Days, NaiveTime, TimeDelta, Weekday};

use super::DisplayZone;
use crate::domain::ids::DisputeId;
use crate::domain::time::Time;

/// What is to be out of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnoozeTarget {
    Case(DisputeId),
    /// All that are marked.
    Marked,
}

/// How long a case can be snoozed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnoozePreset {
    OneHour,
    FourHours,
    /// Tomorrow at nine, by the clock on the wall.
    Tomorrow,
    ThreeDays,
    /// Next Monday at nine, by the clock on the wall.
    NextWeek,
}

impl SnoozePreset {
    /// Every one, as the prompt lists them.
    pub const ALL: [Self; 5] = [Self::OneHour, Self::FourHours, Self::Tomorrow, Self::ThreeDays, Self::NextWeek];

    /// Returns when it is over.
    pub fn until(self, now: Time, zone: DisplayZone) -> Time {
        let nine_in = |days: u64| {
            let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
            zone.instant((zone.local(now).date() + Days::new(days)).and_time(nine))
        };
        match self {
            Self::OneHour => now + TimeDelta::hours(1),
            Self::FourHours => now + TimeDelta::hours(4),
            Self::Tomorrow => nine_in(1),
            Self::ThreeDays => now + TimeDelta::days(3),
            Self::NextWeek => {
                let today = zone.local(now).date().weekday();
                nine_in(u64::from(7 - today.days_since(Weekday::Mon)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{FixedOffset, TimeZone, Utc};

    use super::*;

    #[test]
    fn mornings_are_those_of_the_clock_on_the_wall() {
        let zone = DisplayZone::Fixed(FixedOffset::east_opt(2 * 3600).unwrap());
        // A Saturday, 23:30 in UTC, is Sunday 01:30 there.
        let now = Utc.with_ymd_and_hms(2026, 11, 7, 23, 30, 0).unwrap();
        let at = |day, hour| Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).unwrap();
        assert_eq!(SnoozePreset::Tomorrow.until(now, zone), at(9, 7));
        assert_eq!(SnoozePreset::NextWeek.until(now, zone), at(9, 7));
        assert_eq!(SnoozePreset::NextWeek.until(at(9, 7), zone), at(16, 7));
        assert_eq!(SnoozePreset::FourHours.until(at(9, 7), zone), at(9, 11));
        assert_eq!(SnoozePreset::ThreeDays.until(at(9, 7), zone), at(12, 7));
    }
}
