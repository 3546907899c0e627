//! Times as typed after `--until`, `--since` and `--due`.

use chrono::{DateTime, Local, TimeZone, Utc};

use super::sentence::Sentence;
use crate::domain::text::typed_time::{self, DayEdge, TypedTime};
use crate::domain::time::Time;

/// Parses a time: RFC 3339, a duration from now (`30m`, `2h`, `+3d`, `1w`), or local time (`9:00`: its next occurrence,
/// `tomorrow 9:00`, `lundi 9h`, `2026-11-25 09:00`).
///
/// # Errors
/// Returns an error that shows the accepted forms.
pub fn parse(text: &str, now: Time) -> Result<Time, Sentence> {
    parse_in(text, &now.with_timezone(&Local))
}

/// Parses one end of a period: a time that has been, as [`parse`] does with what is to come. `7d` is so long ago, `9:00` and
/// `monday` the last time; a day alone is meant from its start, or up to its end.
///
/// # Errors
/// Returns an error that shows the accepted forms.
pub fn parse_past(text: &str, edge: DayEdge, now: Time) -> Result<Time, Sentence> {
    past_in(text, edge, &now.with_timezone(&Local))
}

fn past_in<Z: TimeZone>(text: &str, edge: DayEdge, now: &DateTime<Z>) -> Result<Time, Sentence> {
    let bad = || Sentence::new("cli-error-time-past", [("typed", text.trim().into())]);
    let local = match typed_time::parse_past(text, edge, now.naive_local()).ok_or_else(bad)? {
        TypedTime::At(time) => return Ok(time),
        TypedTime::In(delta) => {
            return now.clone().checked_add_signed(delta).map(|t| t.with_timezone(&Utc)).ok_or_else(bad);
        }
        TypedTime::Wall(local) => local,
    };
    typed_time::resolve(&now.timezone(), local).ok_or_else(bad)
}

fn parse_in<Z: TimeZone>(text: &str, now: &DateTime<Z>) -> Result<Time, Sentence> {
    let text = text.trim();
    let bad = || Sentence::new("cli-error-time-to-come", [("typed", text.into())]);
    let local = match typed_time::parse(text, now.naive_local()).ok_or_else(bad)? {
        TypedTime::At(time) => return Ok(time),
        TypedTime::In(delta) => {
            return now.clone().checked_add_signed(delta).map(|t| t.with_timezone(&Utc)).ok_or_else(bad);
        }
        TypedTime::Wall(local) => local,
    };
    typed_time::resolve(&now.timezone(), local).ok_or_else(bad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    /// Parses a time typed in Paris (UTC+1) on 20 November 2026 at 14:30.
    fn read(text: &str) -> Result<String, String> {
        let paris = FixedOffset::east_opt(3600).unwrap();
        let now = paris.with_ymd_and_hms(2026, 11, 20, 14, 30, 0).unwrap();
        parse_in(text, &now).map(|t| t.format("%Y-%m-%dT%H:%MZ").to_string()).map_err(|e| e.to_string())
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
            ("+2d", "2026-11-22T13:30Z"),
            ("monday 9:00", "2026-11-23T08:00Z"),
            ("lundi 9h", "2026-11-23T08:00Z"),
            ("Lun", "2026-11-23T08:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(time), "{text}");
        }
    }

    #[test]
    fn an_end_of_a_period_is_a_moment_that_has_been() {
        let paris = FixedOffset::east_opt(3600).unwrap();
        let now = paris.with_ymd_and_hms(2026, 11, 20, 14, 30, 0).unwrap();
        for (text, edge, time) in [
            ("7d", DayEdge::Start, "2026-11-13T13:30Z"),
            ("9:00", DayEdge::Start, "2026-11-20T08:00Z"),
            ("2026-11-02", DayEdge::Start, "2026-11-01T23:00Z"),
            ("2026-11-02", DayEdge::End, "2026-11-02T23:00Z"),
            ("2026-11-25T09:00:00Z", DayEdge::End, "2026-11-25T09:00Z"),
        ] {
            let read = past_in(text, edge, &now).map(|t| t.format("%Y-%m-%dT%H:%MZ").to_string());
            assert_eq!(read.as_deref(), Ok(time), "{text}");
        }
        assert!(past_in("soon", DayEdge::Start, &now).is_err());
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for text in [
            "",
            "soon",
            "2x",
            "h",
            "-2h",
            "+",
            "++2h",
            "lu 9h",
            "25:00",
            "2026-02-30",
            "tomorrow 99",
            "99999999999999999d",
            "é",
            "2026",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
