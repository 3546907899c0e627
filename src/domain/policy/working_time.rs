//! Working time: what passes of it is what a clock on the wall shows of the hours of work (docs/process.md, "Working time").
//! An hour that comes twice counts twice, and one that never comes does not count.

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta};

use super::holidays::Holidays;
use super::named_zone::NamedZone;
use super::working_hours::{Hours, WorkingHours};
use crate::domain::time::Time;

/// The hours of work of a place, without its holidays.
#[derive(Debug, Clone, Copy)]
pub struct WorkingTime<'a> {
    pub hours: &'a WorkingHours,
    pub zone: &'a NamedZone,
    pub holidays: &'a Holidays,
}

/// From when until when.
type Shift = (Time, Time);

impl WorkingTime<'_> {
    /// Returns the moment at which `delay` of working time has passed since `from`. It is within the hours of work, or just at
    /// their end. Without a delay it is `from` itself.
    pub fn after(&self, from: Time, delay: TimeDelta) -> Time {
        let (mut reached, mut left) = (from, delay);
        // From the day before: where clocks go back over midnight, its hours may be to come.
        let mut day = self.zone.day(from).pred_opt();
        while let Some(today) = day.filter(|_| left > TimeDelta::zero()) {
            for (opens, closes) in self.spans(today) {
                let begins = opens.max(reached);
                let passes = (closes - begins).min(left);
                if passes > TimeDelta::zero() {
                    left -= passes;
                    reached = begins + passes;
                }
            }
            day = today.succ_opt();
        }
        reached
    }

    /// Returns the hours of work of a day, in order.
    fn spans(&self, day: NaiveDate) -> Vec<Shift> {
        let hours = self.hours.on(day.weekday());
        if hours.is_empty() || self.holidays.contains(day) {
            return Vec::new();
        }
        let noon = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
        // No clock is as far from UTC as this, so that the whole day lies between.
        let (before, after) = (noon - TimeDelta::hours(40), noon + TimeDelta::hours(40));
        let offsets = (self.zone.offset(before), self.zone.offset(after));
        let of = |hours: &Hours, offset: TimeDelta| {
            let at =
                |minute: u16| day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(i64::from(minute)) - offset;
            (at(hours.0), at(hours.1))
        };
        if offsets.0 == offsets.1 {
            return hours.iter().map(|hours| of(hours, offsets.0)).collect();
        }
        let change = self.change(before, after);
        let until = hours.iter().map(|hours| of(hours, offsets.0)).map(|(from, to)| (from, to.min(change)));
        let since = hours.iter().map(|hours| of(hours, offsets.1)).map(|(from, to)| (from.max(change), to));
        until.chain(since).filter(|(from, to)| from < to).collect()
    }

    /// Returns when the clocks change between these two moments, where they show different offsets.
    fn change(&self, mut before: Time, mut after: Time) -> Time {
        let offset = self.zone.offset(before);
        while after - before > TimeDelta::seconds(1) {
            let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
            if self.zone.offset(middle) == offset { before = middle } else { after = middle }
        }
        after
    }
}

/// A moment by name, for tests.
#[cfg(test)]
pub(in crate::domain) fn utc(text: &str) -> Time {
    text.parse().unwrap()
}

#[cfg(test)]
#[path = "working_time_tests.rs"]
mod tests;
