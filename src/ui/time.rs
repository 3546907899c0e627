//! Instants and spans as a person reads them.

use chrono::{Datelike, TimeDelta, Timelike};

use super::i18n::Texts;
use super::theme::Role;
use crate::app::model::DisplayZone;
use crate::domain::dispute::attention::NEAR;
use crate::domain::time::Time;

/// The minutes of a longer span are not told: nobody acts on them.
const EXACT: i64 = 3 * 60;
/// How long a deadline has passed when it is no longer of today, and when it is the worst there is.
const PAST: TimeDelta = TimeDelta::days(1);
const LONG_PAST: TimeDelta = TimeDelta::days(7);

/// Tells times in one language and zone, at one moment.
pub(crate) struct DisplayClock<'a> {
    pub texts: &'a Texts,
    /// Where the clock hangs.
    pub zone: DisplayZone,
    pub now: Time,
}

impl DisplayClock<'_> {
    /// Returns a span without its direction: `45 min`, `1 h 20`, `14 h`, `3 d`; beyond [`EXACT`] without its minutes.
    pub fn span(&self, span: TimeDelta) -> String {
        // To the nearest minute: a hold of ten minutes is not nine a second later.
        let minutes = (span.num_seconds().abs() + 30) / 60;
        let (hours, days) = (minutes / 60, minutes / (24 * 60));
        match minutes {
            0 => self.texts.get("time-under-a-minute").into_owned(),
            1..60 => format!("{minutes} min"),
            60..EXACT if minutes % 60 != 0 => format!("{hours} h {:02}", minutes % 60),
            _ if hours < 48 => format!("{hours} h"),
            _ => format!("{days} {}", self.texts.get("time-day")),
        }
    }

    /// Returns a delay in working time: `24 working hours`, `1 h 20 of working time`. Its hours are not counted as days.
    pub fn working(&self, minutes: u32) -> String {
        match (minutes / 60, minutes % 60) {
            (0, minutes) => self.texts.with("working-minutes", [("n", minutes.into())]),
            (hours, 0) => self.texts.with("working-hours", [("n", hours.into())]),
            (hours, minutes) => self.texts.with("working-time", [("span", format!("{hours} h {minutes:02}").into())]),
        }
    }

    /// Returns what is left until a deadline, or, with a minus, how long it is over: `1 h 20`, `−3 h`.
    pub fn left(&self, at: Time) -> String {
        let span = self.span(at - self.now);
        if at <= self.now { format!("−{span}") } else { span }
    }

    /// The same in words: `in 1 h 20`, `3 h ago`.
    pub fn relative(&self, at: Time) -> String {
        let key = if at <= self.now { "time-ago" } else { "time-in" };
        self.texts.with(key, [("span", self.span(at - self.now).into())])
    }

    /// The same of a deadline: `1 h 20 left`, `overdue by 3 h`.
    pub fn deadline(&self, at: Time) -> String {
        let key = if at <= self.now { "time-overdue" } else { "time-left" };
        self.texts.with(key, [("span", self.span(at - self.now).into())])
    }

    /// The same in fewer words: `1 h 20 left`, `overdue 3 h`.
    pub fn deadline_short(&self, at: Time) -> String {
        let key = if at <= self.now { "time-overdue-short" } else { "time-left" };
        self.texts.with(key, [("span", self.span(at - self.now).into())])
    }

    /// Returns how a deadline looks: the longer it has passed, the more it stands out.
    pub fn urgency(&self, at: Time) -> Role {
        match at - self.now {
            left if left <= -LONG_PAST => Role::LongOverdue,
            left if left <= -PAST => Role::Overdue,
            left if left <= TimeDelta::zero() => Role::Late,
            left if left < NEAR => Role::Soon,
            _ => Role::Text,
        }
    }

    /// Returns the time of day: `09:12`.
    pub fn hour(&self, at: Time) -> String {
        let wall = self.zone.local(at);
        format!("{:02}:{:02}", wall.hour(), wall.minute())
    }

    /// Returns the day, with its year where it is not this one: `3 Nov`, `3 Nov 2025`.
    pub fn date(&self, at: Time) -> String {
        let (wall, today) = (self.zone.local(at), self.zone.local(self.now));
        let months = self.texts.get("time-months-short");
        let month = months.split(' ').nth(wall.month0() as usize).unwrap_or_default();
        let year = if wall.year() == today.year() { String::new() } else { format!(" {}", wall.year()) };
        format!("{} {month}{year}", wall.day())
    }

    /// Day and time of day: `3 Nov 09:12`.
    pub fn stamp(&self, at: Time) -> String {
        format!("{} {}", self.date(at), self.hour(at))
    }

    /// Returns the time of day, with the day where it is not today: `09:12`, `3 Nov 09:12`.
    pub fn date_and_time(&self, at: Time) -> String {
        if self.same_day(at, self.now) { self.hour(at) } else { self.stamp(at) }
    }

    /// Returns, for a sentence, whether [`DisplayClock::date_and_time`] names the day: "since the 3rd", "since nine o'clock".
    pub fn dated(&self, at: Time) -> &'static str {
        if self.same_day(at, self.now) { "no" } else { "yes" }
    }

    /// Returns the day as a heading: `Tuesday 3 November`.
    pub fn day(&self, at: Time) -> String {
        let (wall, today) = (self.zone.local(at), self.zone.local(self.now));
        let (days, months) = (self.texts.get("time-days"), self.texts.get("time-months"));
        let day = days.split(' ').nth(wall.weekday().num_days_from_monday() as usize).unwrap_or_default();
        let month = months.split(' ').nth(wall.month0() as usize).unwrap_or_default();
        let year = if wall.year() == today.year() { String::new() } else { format!(" {}", wall.year()) };
        format!("{day} {} {month}{year}", wall.day())
    }

    /// Returns whether two instants are on the same day by the clock on the wall.
    pub fn same_day(&self, a: Time, b: Time) -> bool {
        self.zone.local(a).date() == self.zone.local(b).date()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{FixedOffset, TimeZone, Utc};

    use super::*;
    use crate::domain::vocabulary::Lang;

    fn check(lang: Lang, f: impl Fn(&DisplayClock<'_>)) {
        let texts = Texts::new(lang);
        let zone = DisplayZone::Fixed(FixedOffset::east_opt(3600).unwrap());
        f(&DisplayClock { texts: &texts, zone, now: Utc.with_ymd_and_hms(2026, 11, 3, 8, 0, 0).unwrap() });
    }

    #[test]
    fn french_says_since_which_day_and_since_what_hour_in_its_two_ways() {
        check(Lang::Fr, |clock| {
            for (hours, text) in
                [(1, "Sans activité depuis 08:00, soit"), (24, "Sans activité depuis le 2 nov. 09:00, soit")]
            {
                let since = clock.now - TimeDelta::hours(hours);
                let vars = [
                    ("since", clock.date_and_time(since).into()),
                    ("dated", clock.dated(since).into()),
                    ("span", clock.span(clock.now - since).into()),
                ];
                let told = clock.texts.with("take-over-quiet", vars);
                assert!(told.starts_with(text), "{told}");
            }
        });
    }

    #[test]
    fn spans_are_as_short_as_they_can_be_read() {
        check(Lang::En, |clock| {
            for (minutes, text) in [
                (0, "<1 min"),
                (1, "1 min"),
                (59, "59 min"),
                (60, "1 h"),
                (80, "1 h 20"),
                (125, "2 h 05"),
                (179, "2 h 59"),
                (185, "3 h"),
                (599, "9 h"),
                (600, "10 h"),
                (2 * 24 * 60 - 1, "47 h"),
                (2 * 24 * 60, "2 d"),
                (90 * 24 * 60, "90 d"),
            ] {
                assert_eq!(clock.span(TimeDelta::minutes(minutes)), text);
            }
        });
        check(Lang::Fr, |clock| assert_eq!(clock.span(TimeDelta::days(3)), "3 j"));
    }

    #[test]
    fn a_delay_in_working_time_is_told_as_such() {
        let minutes = [1, 45, 60, 80, 24 * 60];
        check(Lang::En, |clock| {
            let told = minutes.map(|minutes| clock.working(minutes));
            let expected = [
                "1 working minute",
                "45 working minutes",
                "1 working hour",
                "1 h 20 of working time",
                "24 working hours",
            ];
            assert_eq!(told, expected);
        });
        check(Lang::Fr, |clock| {
            let told = minutes.map(|minutes| clock.working(minutes));
            assert_eq!(told, ["1 min ouvrée", "45 min ouvrées", "1 h ouvrée", "1 h 20 ouvrées", "24 h ouvrées"]);
        });
    }

    #[test]
    fn a_deadline_is_told_with_its_direction() {
        check(Lang::En, |clock| {
            let (past, near, far) = (TimeDelta::hours(-3), TimeDelta::minutes(80), TimeDelta::hours(4));
            assert_eq!([past, near, far].map(|d| clock.left(clock.now + d)), ["−3 h", "1 h 20", "4 h"]);
            assert_eq!([past, near].map(|d| clock.relative(clock.now + d)), ["3 h ago", "in 1 h 20"]);
            assert_eq!([past, near].map(|d| clock.deadline(clock.now + d)), ["overdue by 3 h", "1 h 20 left"]);
            assert_eq!([past, near].map(|d| clock.deadline_short(clock.now + d)), ["overdue 3 h", "1 h 20 left"]);
            let since = |days: i64, hours| TimeDelta::days(-days) + TimeDelta::hours(hours);
            let deadlines = [since(7, 0), since(7, 1), since(1, 0), since(1, 1), past, near, far];
            let (worst, worse) = (Role::LongOverdue, Role::Overdue);
            assert_eq!(
                deadlines.map(|d| clock.urgency(clock.now + d)),
                [worst, worse, worse, Role::Late, Role::Late, Role::Soon, Role::Text]
            );
        });
        check(Lang::Fr, |clock| {
            let (past, near) = (TimeDelta::hours(-3), TimeDelta::minutes(80));
            assert_eq!([past, near].map(|d| clock.relative(clock.now + d)), ["il y a 3 h", "dans 1 h 20"]);
            assert_eq!([past, near].map(|d| clock.deadline(clock.now + d)), ["en retard de 3 h", "encore 1 h 20"]);
        });
    }

    #[test]
    fn instants_are_those_of_the_clock_on_the_wall() {
        let late = Utc.with_ymd_and_hms(2026, 11, 3, 23, 30, 0).unwrap();
        let older = Utc.with_ymd_and_hms(2025, 2, 1, 12, 5, 0).unwrap();
        check(Lang::En, |clock| {
            assert_eq!(clock.stamp(late), "4 Nov 00:30");
            assert_eq!(clock.stamp(older), "1 Feb 2025 13:05");
            assert_eq!(clock.day(late), "Wednesday 4 November");
            assert!(!clock.same_day(clock.now, late));
        });
        check(Lang::Fr, |clock| {
            assert_eq!(clock.stamp(late), "4 nov. 00:30");
            assert_eq!(clock.day(older), "samedi 1 février 2025");
        });
    }
}
