//! The format of the demo's files: one JSON object a line, with times relative to now, blank lines and `#` comments.

use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Map, Value};

use crate::domain::refusal::Refusal;
use crate::domain::time::Time;

/// An invalid line of the demo's data.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("data/{file}, line {line}: {fault}")]
pub struct DataError {
    /// The file, relative to `data/`.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub fault: DataFault,
}

/// What is wrong with a line of the demo's data.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DataFault {
    /// It can't be read, or names something that isn't there.
    #[error("{0}")]
    Malformed(String),
    /// The rules refused it.
    #[error("{0}")]
    Refused(Box<Refusal>),
}

impl From<String> for DataFault {
    fn from(what: String) -> Self {
        Self::Malformed(what)
    }
}

impl From<&str> for DataFault {
    fn from(what: &str) -> Self {
        Self::Malformed(what.to_owned())
    }
}

impl From<Refusal> for DataFault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// The file and number of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LinePosition {
    pub file: &'static str,
    pub line: usize,
}

impl LinePosition {
    pub fn error(self, fault: impl Into<DataFault>) -> DataError {
        DataError { file: self.file.to_owned(), line: self.line, fault: fault.into() }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct DataLine {
    pub position: LinePosition,
    pub fields: Map<String, Value>,
}

impl DataLine {
    /// Returns a text field.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str)
    }

    /// Returns a required text field.
    pub fn require_text(&self, name: &str) -> Result<&str, DataError> {
        self.text(name).ok_or_else(|| self.position.error(format!("`{name}` is missing")))
    }

    /// Deserializes a field, if it is present.
    pub fn get<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, DataError> {
        let value = self.fields.get(name).cloned();
        let read = value.map(serde_json::from_value).transpose();
        read.map_err(|error| self.position.error(format!("`{name}`: {error}")))
    }

    /// Deserializes a required field.
    pub fn require<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, DataError> {
        self.get(name)?.ok_or_else(|| self.position.error(format!("`{name}` is missing")))
    }

    /// Returns the time of a field that is relative to `now`.
    pub fn time(&self, name: &str, now: Time) -> Result<Option<Time>, DataError> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let time = parse_offset(text).and_then(|offset| now.checked_add_signed(offset));
        let bad =
            || self.position.error(format!("`{name}` is \u{201c}{text}\u{201d}; write it like -3d 04:20, -35m or +1d"));
        time.map(Some).ok_or_else(bad)
    }
}

/// Parses the lines of a file, without blank lines and comments.
pub(super) fn parse_lines(file: &'static str, text: &str) -> Result<Vec<DataLine>, DataError> {
    let content = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
    content
        .map(|(text, line)| {
            let position = LinePosition { file, line };
            let fields = serde_json::from_str(text).map_err(|error| position.error(error.to_string()))?;
            Ok(DataLine { position, fields })
        })
        .collect()
}

/// Parses an offset like `-3d 04:20`, `-35m` or `+1d`: a sign, then durations separated by spaces.
pub(super) fn parse_offset(text: &str) -> Option<TimeDelta> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("-", rest) => (-1, rest),
        ("+", rest) => (1, rest),
        _ => return None,
    };
    let mut sum = TimeDelta::zero();
    for part in rest.split(' ') {
        sum += parse_duration(part)?;
    }
    sum.checked_mul(sign)
}

/// Parses a duration: `3d`, `04:20`, `2h`, `35m` or `20s`.
pub(super) fn parse_duration(text: &str) -> Option<TimeDelta> {
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

/// Formats a time as in the contract.
pub(super) fn format_time(at: Time) -> String {
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
            assert_eq!(parse_offset(text).map(|o| o.num_seconds()), seconds, "{text:?}");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = parse_lines("cases/x.jsonl", "# a comment\n\n{\"type\":").unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("cases/x.jsonl", 3));
    }
}
