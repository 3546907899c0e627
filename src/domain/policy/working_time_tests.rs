//! Working time over nights, weekends, holidays, and the hours at which clocks change: as tables, and against a count of
//! minute by minute.

use chrono::{Datelike as _, TimeDelta, Timelike as _};
use proptest::prelude::*;

use super::*;

#[derive(Debug)]
struct Calendar {
    hours: WorkingHours,
    zone: NamedZone,
    holidays: Holidays,
}

impl Calendar {
    fn new(hours: &str, zone: &str, holidays: &str) -> Self {
        let holidays = Holidays::parse(holidays).unwrap();
        Self { hours: hours.parse().unwrap(), zone: zone.parse().unwrap(), holidays }
    }

    fn time(&self) -> WorkingTime<'_> {
        WorkingTime { hours: &self.hours, zone: &self.zone, holidays: &self.holidays }
    }

    /// The deadline of a delay of so many minutes, by the clock of the place.
    fn after(&self, from: &str, minutes: i64) -> String {
        let due = self.time().after(utc(from), TimeDelta::minutes(minutes));
        due.with_timezone(&self.zone.fixed(due)).format("%a %Y-%m-%d %H:%M %z").to_string()
    }

    /// Whether a clock of the place shows an hour of work.
    fn works(&self, at: Time) -> bool {
        let wall = at.with_timezone(&self.zone.fixed(at));
        let minute = u16::try_from(wall.hour() * 60 + wall.minute()).unwrap();
        let hours = self.hours.on(wall.weekday());
        !self.holidays.contains(wall.date_naive()) && hours.iter().any(|(from, to)| (*from..*to).contains(&minute))
    }
}

fn paris() -> Calendar {
    Calendar::new("Mon-Fri 09:00-18:00", "Europe/Paris", "fr")
}

#[test]
fn a_delay_counts_the_hours_of_work_alone() {
    for (from, hours, due) in [
        // A Friday in November 2026; Paris is an hour ahead.
        ("2026-11-27T09:00:00Z", 4, "Fri 2026-11-27 14:00 +0100"),
        // Over the night, and over the weekend.
        ("2026-11-26T16:00:00Z", 4, "Fri 2026-11-27 12:00 +0100"),
        ("2026-11-27T16:00:00Z", 4, "Mon 2026-11-30 12:00 +0100"),
        // From a night, and from a Sunday.
        ("2026-11-26T22:30:00Z", 1, "Fri 2026-11-27 10:00 +0100"),
        ("2026-11-29T12:00:00Z", 1, "Mon 2026-11-30 10:00 +0100"),
        // To the minute at which the day ends, and one further.
        ("2026-11-27T08:00:00Z", 9, "Fri 2026-11-27 18:00 +0100"),
        ("2026-11-27T17:00:00Z", 1, "Mon 2026-11-30 10:00 +0100"),
        // A day of 24 hours is two days of nine and six hours more.
        ("2026-11-27T10:00:00Z", 24, "Tue 2026-12-01 17:00 +0100"),
        // Christmas 2026 is a Friday; 1 January 2027 too.
        ("2026-12-24T16:00:00Z", 4, "Mon 2026-12-28 12:00 +0100"),
        // Easter Monday 2027, after Easter's own weekend, on which clocks go forward too.
        ("2027-03-26T16:00:00Z", 4, "Tue 2027-03-30 12:00 +0200"),
        // 14 July 2026 is a Tuesday; Ascension 2026 a Thursday.
        ("2026-07-13T15:30:00Z", 1, "Wed 2026-07-15 09:30 +0200"),
        ("2026-05-13T15:00:00Z", 2, "Fri 2026-05-15 10:00 +0200"),
    ] {
        assert_eq!(paris().after(from, hours * 60), due, "{hours} h from {from}");
    }
}

#[test]
fn days_of_ones_own_and_breaks_do_not_count() {
    let own =
        Calendar::new("Mon-Thu 09:00-12:00 14:00-18:00, Fri 09:00-12:00", "Europe/Paris", "2026-11-30,2026-12-01");
    for (from, minutes, due) in [
        ("2026-11-26T10:30:00Z", 60, "Thu 2026-11-26 14:30 +0100"),
        ("2026-11-26T11:30:00Z", 1, "Thu 2026-11-26 14:01 +0100"),
        ("2026-11-27T10:00:00Z", 61, "Wed 2026-12-02 09:01 +0100"),
    ] {
        assert_eq!(own.after(from, minutes), due, "{minutes} min from {from}");
    }
    // France's holidays are not everyone's.
    assert_eq!(own.after("2026-05-13T16:00:00Z", 60), "Thu 2026-05-14 10:00 +0200");
}

/// On 25 October 2026 clocks in Paris go from 3:00 back to 2:00, on 29 March 2026 from 2:00 to 3:00.
#[test]
fn the_hour_that_comes_twice_counts_twice_and_the_one_that_never_comes_does_not() {
    let night = Calendar::new("Mon-Sun 01:00-05:00", "Europe/Paris", "none");
    for (from, minutes, due) in [
        // Four hours of the clock are five: 01:00, 02:00, 02:00, 03:00, 04:00.
        ("2026-10-24T22:00:00Z", 60, "Sun 2026-10-25 02:00 +0200"),
        ("2026-10-24T22:00:00Z", 90, "Sun 2026-10-25 02:30 +0200"),
        ("2026-10-24T22:00:00Z", 150, "Sun 2026-10-25 02:30 +0100"),
        ("2026-10-24T22:00:00Z", 300, "Sun 2026-10-25 05:00 +0100"),
        ("2026-10-24T22:00:00Z", 301, "Mon 2026-10-26 01:01 +0100"),
        // Four hours of the clock are three.
        ("2026-03-28T23:00:00Z", 59, "Sun 2026-03-29 01:59 +0100"),
        ("2026-03-28T23:00:00Z", 61, "Sun 2026-03-29 03:01 +0200"),
        ("2026-03-28T23:00:00Z", 180, "Sun 2026-03-29 05:00 +0200"),
        ("2026-03-28T23:00:00Z", 181, "Mon 2026-03-30 01:01 +0200"),
    ] {
        assert_eq!(night.after(from, minutes), due, "{minutes} min from {from}");
    }
    // Hours that begin or end within it.
    let half = Calendar::new("Sun 02:15-02:45", "Europe/Paris", "none");
    for (from, minutes, due) in [
        ("2026-10-24T22:00:00Z", 30, "Sun 2026-10-25 02:45 +0200"),
        ("2026-10-24T22:00:00Z", 31, "Sun 2026-10-25 02:16 +0100"),
        ("2026-10-24T22:00:00Z", 61, "Sun 2026-11-01 02:16 +0100"),
        ("2026-03-28T23:00:00Z", 1, "Sun 2026-04-05 02:16 +0200"),
    ] {
        assert_eq!(half.after(from, minutes), due, "{minutes} min from {from}");
    }
    // Hours that are whole days are all of them.
    let always = Calendar::new("Mon-Sun 00:00-24:00", "Europe/Paris", "none");
    assert_eq!(always.after("2026-10-24T22:00:00Z", 25 * 60), "Mon 2026-10-26 00:00 +0100");
    assert_eq!(always.after("2026-03-28T23:00:00Z", 23 * 60), "Mon 2026-03-30 00:00 +0200");
}

/// Clocks that change at midnight (Havana, Santiago), and a day that was left out (Samoa, 30 December 2011).
#[test]
fn clocks_that_change_over_midnight_lose_no_hour() {
    for (zone, from) in [
        ("America/Havana", "2026-10-30T00:00:00Z"),
        ("America/Havana", "2026-03-06T00:00:00Z"),
        ("America/Santiago", "2026-04-03T00:00:00Z"),
        ("America/Santiago", "2026-09-04T00:00:00Z"),
        ("Africa/Cairo", "2026-10-28T00:00:00Z"),
        ("Pacific/Apia", "2011-12-28T00:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-03T00:00:00Z"),
    ] {
        let from = utc(from);
        let always = Calendar::new("Mon-Sun 00:00-24:00", zone, "none");
        for hours in 1..120 {
            let delay = TimeDelta::hours(hours);
            assert_eq!(always.time().after(from, delay), from + delay, "{hours} h in {zone}");
        }
    }
}

#[test]
fn no_delay_ends_where_it_begins_and_a_long_one_is_reached() {
    let calendar = paris();
    let (from, year) =
        (utc("2026-11-29T12:00:00Z"), TimeDelta::minutes(i64::from(crate::domain::policy::LONGEST_DELAY)));
    assert_eq!(calendar.time().after(from, TimeDelta::zero()), from);
    assert_eq!(calendar.time().after(from, year).year(), 2030);
    let least = Calendar::new("Mon 09:00-10:00", "Europe/Paris", "fr");
    assert!(least.time().after(from, year).year() < 2250);
}

fn calendars() -> impl Strategy<Value = Calendar> {
    let hours = prop_oneof![
        Just("Mon-Fri 09:00-18:00"),
        Just("Mon-Thu 09:00-12:00 14:00-18:00, Fri 09:00-12:00"),
        Just("Mon-Sun 01:30-02:30 02:45-04:00"),
        Just("Sat-Sun 00:00-24:00"),
        Just("Wed 23:00-24:00, Thu 00:00-00:30"),
    ];
    let zone = prop_oneof![
        Just("Europe/Paris"),
        Just("America/Havana"),
        Just("America/New_York"),
        Just("Australia/Lord_Howe"),
        Just("Asia/Kolkata"),
        Just("UTC"),
    ];
    let holidays = prop_oneof![Just("none"), Just("fr"), Just("fr,2026-10-26,2026-11-02")];
    (hours, zone, holidays).prop_map(|(hours, zone, holidays)| Calendar::new(hours, zone, holidays))
}

/// From the week before a change of clocks, or from any time of 2026.
fn moments() -> impl Strategy<Value = Time> {
    let near = |at: &'static str| (0_i64..14 * 24 * 60).prop_map(move |minutes| utc(at) + TimeDelta::minutes(minutes));
    prop_oneof![
        near("2026-10-20T00:00:00Z"),
        near("2026-03-24T00:00:00Z"),
        near("2026-03-03T00:00:00Z"),
        (0_i64..365 * 24 * 60).prop_map(|minutes| utc("2026-01-01T00:00:00Z") + TimeDelta::minutes(minutes)),
    ]
}

proptest! {
    #[test]
    fn a_delay_after_another_is_their_sum(calendar in calendars(), from in moments(), one in 0_i64..3000, two in 0_i64..3000) {
        let (time, minutes) = (calendar.time(), TimeDelta::minutes);
        prop_assert_eq!(time.after(time.after(from, minutes(one)), minutes(two)), time.after(from, minutes(one + two)));
    }

    #[test]
    fn a_deadline_is_within_working_hours(calendar in calendars(), from in moments(), delay in 1_i64..6000) {
        let due = calendar.time().after(from, TimeDelta::minutes(delay));
        prop_assert!(calendar.works(due - TimeDelta::seconds(1)), "{due}");
        prop_assert!(due > from);
    }

    #[test]
    fn who_begins_later_or_has_longer_ends_no_sooner(
        calendar in calendars(), from in moments(), later in 0_i64..6000, delay in 0_i64..3000, longer in 0_i64..3000,
    ) {
        let (time, minutes) = (calendar.time(), TimeDelta::minutes);
        prop_assert!(time.after(from, minutes(delay)) <= time.after(from + minutes(later), minutes(delay)));
        prop_assert!(time.after(from, minutes(delay)) <= time.after(from, minutes(delay + longer)));
    }

    #[test]
    fn the_minutes_of_work_until_the_deadline_are_the_delay(calendar in calendars(), from in moments(), delay in 1_i64..600) {
        let due = calendar.time().after(from, TimeDelta::minutes(delay));
        let minutes = (due - from).num_minutes();
        let worked = (0..minutes).filter(|minute| calendar.works(from + TimeDelta::minutes(*minute))).count();
        prop_assert_eq!(worked as i64, delay);
    }
}
