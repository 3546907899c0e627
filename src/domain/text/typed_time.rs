//! A moment as a person types it, in French or English: `2h`, `tomorrow 9:00`, `demain 9h`, `lundi`, a date, RFC 3339.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};

use crate::domain::time::Time;

/// A time as it was typed: a distance from now, an instant, or a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedTime {
    /// A distance from now.
    In(TimeDelta),
    /// This instant.
    At(Time),
    /// When the clock on the wall shows this.
    Wall(NaiveDateTime),
}

/// Returns the instant at which a local clock of this zone shows `wall`: the earlier of two when the hour comes twice,
/// an hour later when it is skipped.
pub fn resolve<Z: TimeZone>(zone: &Z, wall: NaiveDateTime) -> Option<Time> {
    // Not `earliest` alone: of the machine's own zone, chrono gives the two in the wrong order.
    let first = |wall: &NaiveDateTime| {
        let found = zone.from_local_datetime(wall);
        found.clone().earliest().into_iter().chain(found.latest()).map(|time| time.with_timezone(&Utc)).min()
    };
    first(&wall).or_else(|| first(&wall.checked_add_signed(TimeDelta::hours(1))?))
}

/// Reads a moment; `wall` is what the clock on the wall shows now. `None` for what is none.
pub fn parse(text: &str, wall: NaiveDateTime) -> Option<TypedTime> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(TypedTime::At(time.with_timezone(&Utc)));
    }
    let text = text.to_lowercase();
    if let Some(delta) = duration(&text) {
        return Some(TypedTime::In(delta));
    }
    let (day, clock) = text.split_once(' ').unwrap_or((&text, ""));
    let local = if let Some(days) = days_to(day, wall) {
        let time = if clock.is_empty() { NaiveTime::from_hms_opt(9, 0, 0) } else { time_of_day(clock) };
        wall.date().checked_add_days(Days::new(days)).zip(time).map(|(date, time)| date.and_time(time))
    } else if let Some(time) = time_of_day(&text) {
        let passed = time <= wall.time();
        wall.date().checked_add_days(Days::new(u64::from(passed))).map(|date| date.and_time(time))
    } else {
        date_time(&text)
    };
    local.map(TypedTime::Wall)
}

/// Which moment of a day is meant where a day alone is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayEdge {
    /// The midnight that it begins with.
    Start,
    /// The midnight that it ends with: that day is part of what goes up to it.
    End,
}

/// Reads a moment that has been, as one end of a period: `7d` ago, `9:00` and `monday` the last time, a day alone from its
/// start or up to its end. `wall` is what the clock on the wall shows now. `None` for what is no moment.
pub fn parse_past(text: &str, edge: DayEdge, wall: NaiveDateTime) -> Option<TypedTime> {
    let text = text.trim().to_lowercase();
    let days_ago = match text.as_str() {
        "today" | "aujourd'hui" | "aujourd’hui" => Some(0),
        "yesterday" | "hier" => Some(1),
        // A weekday is the last one; today's name is a week ago.
        day if !matches!(day, "tomorrow" | "demain") => days_to(day, wall).map(|days| 7 - days % 7),
        _ => None,
    };
    let day = days_ago.and_then(|days| wall.date().checked_sub_days(Days::new(days)));
    let day = day.or_else(|| NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok());
    if let Some(day) = day {
        let day = if edge == DayEdge::End { day.succ_opt()? } else { day };
        return day.and_hms_opt(0, 0, 0).map(TypedTime::Wall);
    }
    match parse(&text, wall)? {
        TypedTime::In(delta) => Some(TypedTime::In(-delta)),
        // A time of day is the last one, not the next.
        TypedTime::Wall(local) if time_of_day(&text).is_some() && local > wall => {
            local.checked_sub_days(Days::new(1)).map(TypedTime::Wall)
        }
        time => Some(time),
    }
}

/// Returns the number of days until a named day; a weekday is the next one, never today.
fn days_to(word: &str, wall: NaiveDateTime) -> Option<u64> {
    if matches!(word, "tomorrow" | "demain") {
        return Some(1);
    }
    let days = weekday(word)?.days_since(wall.date().weekday());
    Some(u64::from(if days == 0 { 7 } else { days }))
}

/// Reads a day of the week in lower case, whole or by its first three letters.
pub(in crate::domain) fn weekday(word: &str) -> Option<Weekday> {
    const FRENCH: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    let is_it = |name: &&str| *name == word || name.get(..3) == Some(word);
    match FRENCH.iter().position(is_it) {
        Some(at) => Weekday::try_from(u8::try_from(at).ok()?).ok(),
        None => word.parse().ok(),
    }
}

/// `45m`, `45 min`, `2h`, `1h30`, `3d`, `3 j`, `1w`, `1 sem`, with or without `+` before it.
fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (n, unit) = (text[..end].parse::<i64>().ok()?, text[end..].trim_start());
    match unit {
        "m" | "min" => TimeDelta::try_minutes(n),
        "h" => TimeDelta::try_hours(n),
        "d" | "j" => TimeDelta::try_days(n),
        "w" | "sem" => TimeDelta::try_weeks(n),
        _ => {
            let minutes = unit.strip_prefix('h').filter(|m| m.len() == 2).and_then(|m| m.parse().ok())?;
            TimeDelta::try_hours(n)?.checked_add(&TimeDelta::try_minutes(minutes).filter(|_| minutes < 60)?)
        }
    }
}

/// `9:00`, `9h`, `9h30`, with `at` or `à` before it.
pub(in crate::domain) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let text = ["at ", "à "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim();
    let (hours, minutes) = text.split_once([':', 'h'])?;
    let minutes = if minutes.is_empty() && text.ends_with('h') { "0" } else { minutes };
    let plain = |digits: &str| digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain(hours) || !plain(minutes) {
        return None;
    }
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, 0)
}

fn date_time(text: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%d %H:%M", "%Y-%m-%dt%H:%M", "%Y-%m-%d %H:%M:%S"];
    let whole = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    whole.or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(|date| date.and_hms_opt(9, 0, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads what is typed on Friday 20 November 2026 at 14:30.
    fn past(text: &str, edge: DayEdge) -> Option<String> {
        let wall = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(14, 30, 0).unwrap();
        parse_past(text, edge, wall).map(|time| match time {
            TypedTime::In(delta) => format!("{} h", delta.num_hours()),
            TypedTime::At(time) => time.to_rfc3339(),
            TypedTime::Wall(local) => local.format("%Y-%m-%d %H:%M").to_string(),
        })
    }

    #[test]
    fn a_moment_of_a_period_has_been() {
        for (text, start) in [
            ("7d", "-168 h"),
            ("2 j", "-48 h"),
            ("9:00", "2026-11-20 09:00"),
            ("18:00", "2026-11-19 18:00"),
            ("today", "2026-11-20 00:00"),
            ("hier", "2026-11-19 00:00"),
            ("monday", "2026-11-16 00:00"),
            ("vendredi", "2026-11-13 00:00"),
            ("2026-11-02", "2026-11-02 00:00"),
            ("2026-11-02 08:15", "2026-11-02 08:15"),
        ] {
            assert_eq!(past(text, DayEdge::Start).as_deref(), Some(start), "{text}");
        }
        for (text, end) in
            [("2026-11-30", "2026-12-01 00:00"), ("hier", "2026-11-20 00:00"), ("9:00", "2026-11-20 09:00")]
        {
            assert_eq!(past(text, DayEdge::End).as_deref(), Some(end), "{text}");
        }
        for text in ["", "soon", "-2h", "2026-13-01"] {
            assert_eq!(past(text, DayEdge::Start), None, "{text}");
        }
    }
}
