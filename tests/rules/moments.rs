//! Moments as people type them (docs/contract.md, "`litige snooze [--until TIME] [--wake] [--key KEY] DISPUTE…`"), in French and English.

use chrono::{NaiveDate, TimeDelta};
use litige::domain::text::typed_time::{TypedTime, parse};

/// What is read on Friday 20 November 2026, 14:30.
fn read(text: &str) -> Option<String> {
    let wall = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(14, 30, 0).unwrap();
    parse(text, wall).map(|moment| match moment {
        TypedTime::In(delta) => format!("+{}m", delta.num_minutes()),
        TypedTime::At(time) => time.format("%FT%RZ").to_string(),
        TypedTime::Wall(wall) => wall.format("%a %F %R").to_string(),
    })
}

#[test]
fn what_a_person_types_is_a_moment() {
    for (text, moment) in [
        ("45m", "+45m"),
        ("45 min", "+45m"),
        ("2h", "+120m"),
        ("2 h", "+120m"),
        ("1h30", "+90m"),
        ("3d", "+4320m"),
        ("3j", "+4320m"),
        ("1w", "+10080m"),
        ("1 sem", "+10080m"),
        ("tomorrow 9:00", "Sat 2026-11-21 09:00"),
        ("tomorrow", "Sat 2026-11-21 09:00"),
        ("demain 9h", "Sat 2026-11-21 09:00"),
        ("Demain à 9h30", "Sat 2026-11-21 09:30"),
        ("lundi", "Mon 2026-11-23 09:00"),
        ("monday 8:15", "Mon 2026-11-23 08:15"),
        ("friday", "Fri 2026-11-27 09:00"),
        ("18:15", "Fri 2026-11-20 18:15"),
        ("9:00", "Sat 2026-11-21 09:00"),
        ("2026-11-25 09:00", "Wed 2026-11-25 09:00"),
        ("2026-11-25", "Wed 2026-11-25 09:00"),
        ("2026-11-25T09:00:00+02:00", "2026-11-25T07:00Z"),
    ] {
        assert_eq!(read(text).as_deref(), Some(moment), "{text}");
    }
}

#[test]
fn what_is_not_a_moment_is_none() {
    for text in [
        "",
        "soon",
        "2x",
        "h",
        "-2h",
        "25:00",
        "1h60",
        "2026-02-30",
        "demain 99",
        "99999999999999999d",
        "é",
        "2026",
        "9",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(parse("2h", chrono::NaiveDateTime::MAX), Some(TypedTime::In(TimeDelta::hours(2))));
}
