//! The hours of a week in which a team works, as `Mon-Fri 09:00-18:00`.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveTime, Timelike as _, Weekday};
use serde::{Deserialize, Serialize};

use crate::domain::text::typed_time;

/// The days of a week, Monday first.
const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The end of a day, in minutes of it.
const MIDNIGHT: u16 = 24 * 60;

/// From when until when on a day, in minutes of the day: the end is not among them.
pub type Hours = (u16, u16);

/// The hours of work on each day of a week, in local time: in order, apart from each other, none over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WorkingHours([Vec<Hours>; 7]);

impl WorkingHours {
    /// Returns the hours of this day.
    pub fn on(&self, day: Weekday) -> &[Hours] {
        &self.0[day.num_days_from_monday() as usize]
    }

    /// Returns how much work there is in a week without holidays, in minutes.
    pub fn minutes_a_week(&self) -> u32 {
        self.0.iter().flatten().map(|(from, to)| u32::from(to - from)).sum()
    }

    /// Adds hours to a day.
    fn add(&mut self, day: Weekday, hours: Hours) -> Result<(), String> {
        let day = &mut self.0[day.num_days_from_monday() as usize];
        let at = day.partition_point(|(from, _)| *from <= hours.0);
        let overlaps = |other: Option<&Hours>| other.is_some_and(|(from, to)| *from < hours.1 && hours.0 < *to);
        if overlaps(at.checked_sub(1).and_then(|before| day.get(before))) || overlaps(day.get(at)) {
            return Err(format!("{} is named twice on a day", span(hours)));
        }
        day.insert(at, hours);
        Ok(())
    }
}

/// The forms that [`WorkingHours::from_str`] reads, for who typed another.
const FORMS: &str = "write working hours like \u{201c}Mon-Fri 09:00-18:00\u{201d} or \
                     \u{201c}Mon-Thu 09:00-12:00 14:00-18:00, Fri 09:00-12:00\u{201d}";

/// Days and their hours, parted by commas: `Mon-Thu 09:00-12:00 14:00-18:00, Fri 9h-12h`. Days may be French.
impl FromStr for WorkingHours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut week = Self(Default::default());
        for part in text.split(',') {
            let mut words = part.split_whitespace();
            let days = words.next().and_then(days).ok_or(FORMS)?;
            let hours = words.map(|word| hours(word).ok_or(FORMS)).collect::<Result<Vec<_>, _>>()?;
            if hours.is_empty() {
                return Err(FORMS.to_owned());
            }
            for day in days {
                hours.iter().try_for_each(|hours| week.add(day, *hours))?;
            }
        }
        Ok(week)
    }
}

/// `Mon`, `Mon-Fri`, also over the end of the week: `Sat-Mon`.
fn days(text: &str) -> Option<Vec<Weekday>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (typed_time::weekday(&first.to_lowercase())?, typed_time::weekday(&last.to_lowercase())?);
    let mut days = vec![first];
    while let Some(day) = days.last().filter(|day| **day != last) {
        days.push(day.succ());
    }
    Some(days)
}

/// `09:00-18:00`, `9h-18h30`, `20:00-24:00`.
fn hours(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once(['-', '\u{2013}'])?;
    let minute = |time: NaiveTime| u16::try_from(time.hour() * 60 + time.minute()).ok();
    let from = minute(typed_time::time_of_day(from)?)?;
    let to = if matches!(to, "24:00" | "24h") { MIDNIGHT } else { minute(typed_time::time_of_day(to)?)? };
    (from < to).then_some((from, to))
}

fn span((from, to): Hours) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}

/// Days with the same hours are named together, as they are typed.
impl fmt::Display for WorkingHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut at = 0;
        let mut first = true;
        while at < DAYS.len() {
            let alike = self.0[at..].iter().take_while(|hours| **hours == self.0[at]).count();
            if !self.0[at].is_empty() {
                f.write_str(if first { "" } else { ", " })?;
                first = false;
                write!(f, "{}", DAYS[at])?;
                if alike > 1 {
                    write!(f, "-{}", DAYS[at + alike - 1])?;
                }
                self.0[at].iter().try_for_each(|hours| write!(f, " {}", span(*hours)))?;
            }
            at += alike;
        }
        Ok(())
    }
}

impl From<WorkingHours> for String {
    fn from(hours: WorkingHours) -> Self {
        hours.to_string()
    }
}

impl TryFrom<String> for WorkingHours {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_read_and_written_in_its_shortest_form() {
        for (typed, written) in [
            ("Mon-Fri 09:00-18:00", "Mon-Fri 09:00-18:00"),
            ("mon 9:00-18:00, tue-fri 9:00-18:00", "Mon-Fri 09:00-18:00"),
            ("lun-ven 9h-18h30", "Mon-Fri 09:00-18:30"),
            ("lundi-jeudi 9h-12h 14h-18h, vendredi 9h-12h", "Mon-Thu 09:00-12:00 14:00-18:00, Fri 09:00-12:00"),
            ("Mon 14:00-18:00, Mon 09:00-12:00", "Mon 09:00-12:00 14:00-18:00"),
            ("Sat-Mon 20:00-24:00", "Mon 20:00-24:00, Sat-Sun 20:00-24:00"),
            ("Mon-Sun 00:00-24:00", "Mon-Sun 00:00-24:00"),
            ("Mon 09:00-12:00 12:00-13:00", "Mon 09:00-12:00 12:00-13:00"),
        ] {
            let hours: WorkingHours = typed.parse().unwrap_or_else(|bad| panic!("{typed}: {bad}"));
            assert_eq!(hours.to_string(), written, "{typed}");
            assert_eq!(written.parse(), Ok(hours.clone()), "{typed}");
            let json = serde_json::to_string(&hours).unwrap();
            assert_eq!(serde_json::from_str::<WorkingHours>(&json).unwrap(), hours, "{typed}");
        }
        assert_eq!("Mon-Thu 9h-12h 14h-18h".parse::<WorkingHours>().unwrap().minutes_a_week(), 4 * 7 * 60);
    }

    #[test]
    fn what_is_no_week_is_refused() {
        for bad in [
            "",
            "Mon-Fri",
            "09:00-18:00",
            "Mon-Fri 18:00-09:00",
            "Mon 09:00-09:00",
            "Mon 09:00-25:00",
            "Mon 24:00-24:00",
            "Mon 09:00",
            "Noday 09:00-18:00",
            "Mon-Fri 09:00-18:00,",
            "Mon 09:00-12:00 11:00-14:00",
            "Mon 09:00-12:00, Mon-Fri 09:00-12:00",
            "Mon 09:00-18:00 10:00-11:00",
            "Mon 10:00-11:00 09:00-18:00",
        ] {
            assert!(bad.parse::<WorkingHours>().is_err(), "{bad}");
        }
    }
}
