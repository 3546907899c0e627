//! The demo's files: JSON objects, one a line, with times counted from now. Blank lines and `#` comments are for people.

use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Map, Value};

use crate::domain::time::Time;

/// A line of the demo's data that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("data/{file}, line {line}: {message}")]
pub struct BadData {
    /// The file, from `data/`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub file: &'static str,
    pub line: usize,
}

impl Place {
    pub fn bad(self, message: impl Into<String>) -> BadData {
        BadData { file: self.file.to_owned(), line: self.line, message: message.into() }
    }
}

/// A line that says something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub place: Place,
    pub fields: Map<String, Value>,
}

impl Line {
    /// A field that holds a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str)
    }

    /// A field that holds a text and must be there.
    pub fn need(&self, name: &str) -> Result<&str, BadData> {
        self.text(name).ok_or_else(|| self.place.bad(format!("`{name}` is missing")))
    }

    /// A field read by its type, or `None` without it.
    pub fn take<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, BadData> {
        let value = self.fields.get(name).cloned();
        let read = value.map(serde_json::from_value).transpose();
        read.map_err(|error| self.place.bad(format!("`{name}`: {error}")))
    }

    /// A field read by its type, which must be there.
    pub fn must<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, BadData> {
        self.take(name)?.ok_or_else(|| self.place.bad(format!("`{name}` is missing")))
    }

    /// A moment counted from `now`.
    pub fn moment(&self, name: &str, now: Time) -> Result<Option<Time>, BadData> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let moment = offset(text).and_then(|offset| now.checked_add_signed(offset));
        let bad =
            || self.place.bad(format!("`{name}` is \u{201c}{text}\u{201d}; write it like -3d 04:20, -35m or +1d"));
        moment.map(Some).ok_or_else(bad)
    }
}

/// The lines of a file that say something.
pub(super) fn read(file: &'static str, text: &str) -> Result<Vec<Line>, BadData> {
    let said = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
    said.map(|(text, line)| {
        let place = Place { file, line };
        let fields = serde_json::from_str(text).map_err(|error| place.bad(error.to_string()))?;
        Ok(Line { place, fields })
    })
    .collect()
}

/// Reads `-3d 04:20`, `-35m`, `+1d`: a sign, then days, hours and minutes, hours, minutes or seconds.
pub(super) fn offset(text: &str) -> Option<TimeDelta> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("-", rest) => (-1, rest),
        ("+", rest) => (1, rest),
        _ => return None,
    };
    let mut sum = TimeDelta::zero();
    for part in rest.split(' ') {
        sum += span(part)?;
    }
    sum.checked_mul(sign)
}

/// Reads `3d`, `04:20`, `2h`, `35m` or `20s`.
pub(super) fn span(text: &str) -> Option<TimeDelta> {
    let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?;
    if let Some((hours, minutes)) = text.split_once(':') {
        let minutes = number(minutes).filter(|m| *m < 60)?;
        return Some(TimeDelta::hours(number(hours)?.into()) + TimeDelta::minutes(minutes.into()));
    }
    let unit = text.chars().last()?;
    let n = i64::from(number(text.strip_suffix(unit)?)?);
    match unit {
        'd' => Some(TimeDelta::days(n)),
        'h' => Some(TimeDelta::hours(n)),
        'm' => Some(TimeDelta::minutes(n)),
        's' => Some(TimeDelta::seconds(n)),
        _ => None,
    }
}

/// A time as the contract writes it.
pub(super) fn shown(at: Time) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_from_now() {
        for (text, seconds) in [
            ("-3d 04:20", Some(-(3 * 86_400 + 4 * 3600 + 20 * 60))),
            ("-04:20", Some(-(4 * 3600 + 20 * 60))),
            ("-35m", Some(-35 * 60)),
            ("-2h", Some(-7200)),
            ("-12s", Some(-12)),
            ("+1d", Some(86_400)),
            ("+0m", Some(0)),
            ("", None),
            ("-", None),
            ("3d", None),
            ("-3", None),
            ("-3w", None),
            ("-d", None),
            ("-3d  04:20", None),
            ("-04:60", None),
            ("-3d 04:20 ", None),
            ("é", None),
            ("-3é", None),
            ("--3d", None),
        ] {
            assert_eq!(offset(text).map(|o| o.num_seconds()), seconds, "{text:?}");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = read("cases/x.jsonl", "# a comment\n\n{\"type\":").unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("cases/x.jsonl", 3));
    }
}
