//! The days on which a team does not work: those of a country, and days of its own.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::vocabulary::vocabulary;

vocabulary!(
    /// A country whose public holidays are known.
    HolidayCalendar, "a calendar of public holidays", { France = "fr" }
);

/// The most dates that a policy lists: every dispute's transactions read them.
pub const MOST_DATES: usize = 1000;

/// The days without work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "HolidaysJson", into = "HolidaysJson")]
pub struct Holidays {
    /// The public holidays of a country, in every year.
    pub calendar: Option<HolidayCalendar>,
    /// Days besides.
    pub dates: BTreeSet<NaiveDate>,
}

impl Holidays {
    /// Returns whether this day is one of them.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.dates.contains(&day) || self.calendar.is_some_and(|calendar| calendar.contains(day))
    }

    /// Reads `none`, or a calendar and dates, parted by commas, spaces or lines: `fr`, `fr,2026-12-24`. What follows `#` on a
    /// line is not read.
    ///
    /// # Errors
    /// A sentence, about the first word that is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut holidays = Self::default();
        if text.trim() == "none" {
            return Ok(holidays);
        }
        let lines = text.lines().map(|line| line.split_once('#').map_or(line, |(line, _)| line));
        for word in lines.flat_map(|line| line.split([',', ' ', '\t', '\r'])).filter(|word| !word.is_empty()) {
            holidays.add(word)?;
        }
        if holidays == Self::default() {
            return Err("it names no day".to_owned());
        }
        if holidays.dates.len() > MOST_DATES {
            return Err(format!("{} days are more than {MOST_DATES}", holidays.dates.len()));
        }
        Ok(holidays)
    }

    fn add(&mut self, word: &str) -> Result<(), String> {
        if let Ok(calendar) = word.parse() {
            self.calendar = Some(calendar);
        } else {
            let day = NaiveDate::parse_from_str(word, "%Y-%m-%d");
            self.dates.insert(day.map_err(|_| format!("{word:?} is neither fr nor a day like 2026-12-25"))?);
        }
        Ok(())
    }

    fn listed(&self) -> Vec<String> {
        let calendar = self.calendar.iter().map(ToString::to_string);
        calendar.chain(self.dates.iter().map(ToString::to_string)).collect()
    }
}

/// As they are typed.
impl fmt::Display for Holidays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.listed();
        f.write_str(&if words.is_empty() { "none".to_owned() } else { words.join(",") })
    }
}

/// `null`, `"fr"`, `["2026-12-24"]`, `["fr", "2026-12-24"]`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum HolidaysJson {
    None,
    One(String),
    More(Vec<String>),
}

impl From<Holidays> for HolidaysJson {
    fn from(holidays: Holidays) -> Self {
        match holidays.calendar {
            None if holidays.dates.is_empty() => Self::None,
            Some(calendar) if holidays.dates.is_empty() => Self::One(calendar.to_string()),
            _ => Self::More(holidays.listed()),
        }
    }
}

impl TryFrom<HolidaysJson> for Holidays {
    type Error = String;

    fn try_from(json: HolidaysJson) -> Result<Self, String> {
        let mut holidays = Self::default();
        let words = match json {
            HolidaysJson::None => Vec::new(),
            HolidaysJson::One(word) => vec![word],
            HolidaysJson::More(words) => words,
        };
        words.iter().try_for_each(|word| holidays.add(word))?;
        Ok(holidays)
    }
}

impl HolidayCalendar {
    /// Its days, a line each: see the file's head.
    fn data(self) -> &'static [HolidayRule] {
        static FRANCE: LazyLock<Vec<HolidayRule>> =
            LazyLock::new(|| read_rules(include_str!("../../../data/holidays/fr.txt")));
        match self {
            Self::France => &FRANCE,
        }
    }

    /// Returns whether this day is a public holiday.
    pub fn contains(self, day: NaiveDate) -> bool {
        let since_easter = easter(day.year()).map(|easter| day.signed_duration_since(easter).num_days());
        self.data().iter().any(|rule| match rule {
            HolidayRule::Fixed { month, day: of_month } => (day.month(), day.day()) == (*month, *of_month),
            HolidayRule::AfterEaster(days) => since_easter == Some(*days),
        })
    }
}

/// When a holiday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HolidayRule {
    Fixed {
        month: u32,
        day: u32,
    },
    /// So many days after Easter Sunday.
    AfterEaster(i64),
}

/// Reads lines like `05-01 Fête du Travail` and `easter+1 Lundi de Pâques`. A test counts what comes of a file of ours.
fn read_rules(text: &str) -> Vec<HolidayRule> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let rule = |line: &str| {
        let word = line.split(' ').next()?;
        match word.strip_prefix("easter+") {
            Some(days) => days.parse().ok().map(HolidayRule::AfterEaster),
            None => {
                let (month, day) = word.split_once('-')?;
                Some(HolidayRule::Fixed { month: month.parse().ok()?, day: day.parse().ok()? })
            }
        }
    };
    lines.filter_map(rule).collect()
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, Jones, Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century.rem_euclid(4)) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    // Days after 22 March, the earliest Easter.
    let days = u64::try_from(epact + weekday - 7 * correction).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 22)?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holidays_of(year: i32) -> Vec<String> {
        let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take_while(|day| day.year() == year);
        let days = days.filter(|day| HolidayCalendar::France.contains(*day));
        days.map(|day| day.format("%m-%d").to_string()).collect()
    }

    /// As service-public.fr and the calendars of the Ministry of Labour list them.
    #[test]
    fn the_public_holidays_of_france_are_those_of_the_labour_code() {
        for (year, easter_monday, ascension, whit_monday) in [
            (2024, "04-01", "05-09", "05-20"),
            (2025, "04-21", "05-29", "06-09"),
            (2026, "04-06", "05-14", "05-25"),
            (2027, "03-29", "05-06", "05-17"),
            (2028, "04-17", "05-25", "06-05"),
            (2029, "04-02", "05-10", "05-21"),
            (2030, "04-22", "05-30", "06-10"),
        ] {
            let mut expected = vec!["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"];
            expected.extend([easter_monday, ascension, whit_monday]);
            expected.sort_unstable();
            assert_eq!(holidays_of(year), expected, "{year}");
        }
        assert_eq!(HolidayCalendar::France.data().len(), 11);
    }

    #[test]
    fn easter_is_known_over_centuries() {
        for (year, date) in [
            (1818, "1818-03-22"),
            (1943, "1943-04-25"),
            (2000, "2000-04-23"),
            (2038, "2038-04-25"),
            (2285, "2285-03-22"),
        ] {
            assert_eq!(easter(year).unwrap().to_string(), date);
        }
    }

    #[test]
    fn days_are_read_with_a_calendar_and_apart_and_written_as_they_are_typed() {
        for (typed, written, json) in [
            ("none", "none", "null"),
            ("fr", "fr", "\"fr\""),
            ("2026-12-24", "2026-12-24", "[\"2026-12-24\"]"),
            (
                "# ours\n2026-12-31 # closed\r\n\n fr, 2026-12-24\n",
                "fr,2026-12-24,2026-12-31",
                "[\"fr\",\"2026-12-24\",\"2026-12-31\"]",
            ),
        ] {
            let holidays = Holidays::parse(typed).unwrap_or_else(|bad| panic!("{typed}: {bad}"));
            assert_eq!(holidays.to_string(), written, "{typed}");
            assert_eq!(Holidays::parse(written), Ok(holidays.clone()), "{typed}");
            assert_eq!(serde_json::to_string(&holidays).unwrap(), json, "{typed}");
            assert_eq!(serde_json::from_str::<Holidays>(json).unwrap(), holidays, "{typed}");
        }
        for bad in ["", "  \n# nothing\n", "de", "2026-02-30", "24/12/2026", "fr;2026-12-24"] {
            assert!(Holidays::parse(bad).is_err(), "{bad}");
        }
        let days: Vec<_> =
            NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().iter_days().take(1001).map(|day| day.to_string()).collect();
        assert!(Holidays::parse(&days.join("\n")).is_err());
        assert!(Holidays::parse(&days[1..].join("\n")).is_ok());
    }
}
