//! A moment as a person types it after `--until`.

use chrono::{DateTime, Days, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};

use crate::domain::event::Time;

/// Reads a moment: RFC 3339, a duration from now (`30m`, `2h`, `3d`, `1w`), or local time (`9:00`: the next one,
/// `tomorrow 9:00`, `2026-11-25 09:00`).
///
/// # Errors
/// What it should look like.
pub fn parse(text: &str, now: Time) -> Result<Time, String> {
    parse_in(text, &now.with_timezone(&Local))
}

fn parse_in<Z: TimeZone>(text: &str, now: &DateTime<Z>) -> Result<Time, String> {
    let text = text.trim();
    let bad = || {
        format!(
            "\u{201c}{text}\u{201d} is not a time; write it like 2h, 3d, 9:00, \u{201c}tomorrow 9:00\u{201d}, \
             \u{201c}2026-11-25 09:00\u{201d} or 2026-11-25T09:00:00Z"
        )
    };
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(time.with_timezone(&Utc));
    }
    if let Some(delta) = duration(text) {
        return now.clone().checked_add_signed(delta).map(|t| t.with_timezone(&Utc)).ok_or_else(bad);
    }
    let today = now.naive_local().date();
    let local = if let Some(clock) = text.strip_prefix("tomorrow") {
        let time = if clock.is_empty() { NaiveTime::from_hms_opt(9, 0, 0) } else { time_of_day(clock.trim_start()) };
        today.checked_add_days(Days::new(1)).zip(time).map(|(d, t)| d.and_time(t))
    } else if let Some(time) = time_of_day(text) {
        let passed = time <= now.naive_local().time();
        today.checked_add_days(Days::new(u64::from(passed))).map(|d| d.and_time(time))
    } else {
        date_time(text)
    };
    // An hour that the clocks skip or repeat: the first one that exists.
    let zoned = local.and_then(|local| {
        let zone = now.timezone();
        zone.from_local_datetime(&local)
            .earliest()
            .or_else(|| zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest())
    });
    zoned.map(|t| t.with_timezone(&Utc)).ok_or_else(bad)
}

fn duration(text: &str) -> Option<TimeDelta> {
    let unit = text.chars().last()?;
    let digits = &text[..text.len() - unit.len_utf8()];
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: i64 = digits.parse().ok()?;
    match unit {
        'm' => TimeDelta::try_minutes(n),
        'h' => TimeDelta::try_hours(n),
        'd' => TimeDelta::try_days(n),
        'w' => TimeDelta::try_weeks(n),
        _ => None,
    }
}

fn time_of_day(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

fn date_time(text: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"];
    let whole = formats.iter().find_map(|f| NaiveDateTime::parse_from_str(text, f).ok());
    whole.or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(|d| d.and_hms_opt(9, 0, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    /// 20 November 2026, 14:30 in Paris (UTC+1).
    fn read(text: &str) -> Result<String, String> {
        let paris = FixedOffset::east_opt(3600).unwrap();
        let now = paris.with_ymd_and_hms(2026, 11, 20, 14, 30, 0).unwrap();
        parse_in(text, &now).map(|t| t.format("%Y-%m-%dT%H:%MZ").to_string())
    }

    #[test]
    fn what_a_person_types_is_a_moment() {
        for (text, time) in [
            ("2026-11-25T09:00:00Z", "2026-11-25T09:00Z"),
            ("2026-11-25T09:00:00+02:00", "2026-11-25T07:00Z"),
            ("2026-11-25 09:00", "2026-11-25T08:00Z"),
            ("2026-11-25", "2026-11-25T08:00Z"),
            ("tomorrow 9:00", "2026-11-21T08:00Z"),
            ("tomorrow", "2026-11-21T08:00Z"),
            ("18:15", "2026-11-20T17:15Z"),
            ("9:00", "2026-11-21T08:00Z"),
            ("45m", "2026-11-20T14:15Z"),
            ("2h", "2026-11-20T15:30Z"),
            ("3d", "2026-11-23T13:30Z"),
            ("1w", "2026-11-27T13:30Z"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(time), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for text in
            ["", "soon", "2x", "h", "-2h", "25:00", "2026-02-30", "tomorrow 99", "99999999999999999d", "é", "2026"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
