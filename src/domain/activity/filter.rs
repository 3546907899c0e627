//! Which records of the activity are asked for, as it is typed on the desk: `by:ines D-1001 since:7d until:2026-11-30 all`, in
//! either language. A word of its own is a person.

use std::ops::Range;

use crate::domain::ids::DisputeId;
use crate::domain::queue::filter_syntax::tokens;
use crate::domain::text::folding::fold;
use crate::domain::text::typed_time::DayEdge;
use crate::domain::time::Time;

/// Which records are asked for. Each part that is there must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityFilter {
    /// Who did it, as typed.
    pub by: Option<String>,
    pub dispute: Option<DisputeId>,
    /// From this moment on.
    pub since: Option<Time>,
    /// Before this moment.
    pub until: Option<Time>,
    /// What happens all the time as well: [`super::ROUTINE`].
    pub routine: bool,
}

/// A term that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadActivityTerm {
    /// Where it stands, as bytes of the text.
    pub at: Range<usize>,
    /// The term as typed.
    pub text: String,
}

impl ActivityFilter {
    /// Reads a filter; `moment` reads a time that has been.
    ///
    /// # Errors
    /// [`BadActivityTerm`] for the first term that makes no sense.
    pub fn parse(text: &str, moment: impl Fn(&str, DayEdge) -> Option<Time>) -> Result<Self, BadActivityTerm> {
        let mut filter = Self::default();
        for token in tokens(text) {
            let at = token.at.clone();
            let term = &text[at.clone()];
            let bad = || BadActivityTerm { at: at.clone(), text: term.to_owned() };
            let (field, value) = match term.split_once(':').filter(|_| !term.starts_with('"')) {
                Some((field, value)) => (fold(field), token.unquoted(text, at.end - value.len())),
                None => (String::new(), token.unquoted(text, at.start)),
            };
            if value.is_empty() {
                return Err(bad());
            }
            match field.as_str() {
                "by" | "par" => filter.by = Some(value),
                "case" | "dispute" | "dossier" | "litige" => filter.dispute = Some(value.parse().map_err(|_| bad())?),
                "since" | "depuis" => filter.since = Some(moment(&value, DayEdge::Start).ok_or_else(bad)?),
                "until" | "jusque" => filter.until = Some(moment(&value, DayEdge::End).ok_or_else(bad)?),
                "" => match (fold(&value).as_str(), value.parse().ok()) {
                    ("all" | "tout", _) => filter.routine = true,
                    (_, Some(dispute)) => filter.dispute = Some(dispute),
                    _ => filter.by = Some(value),
                },
                _ => return Err(bad()),
            }
        }
        Ok(filter)
    }
}

/// The fields, in both languages.
const FIELDS: [&str; 10] = ["by", "par", "case", "dispute", "dossier", "litige", "since", "depuis", "until", "jusque"];

/// Returns whether the last term is only begun: a field's name or its beginning, or a field without a value yet.
pub fn is_unfinished(text: &str) -> bool {
    let Some(last) = tokens(text).pop().filter(|last| last.at.end == text.len()) else { return false };
    let term = fold(&text[last.at]);
    match term.split_once(':') {
        Some((field, value)) => FIELDS.contains(&field) && value.trim_matches('"').is_empty(),
        None => FIELDS.iter().any(|field| field.starts_with(&term)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn at(seconds: i64) -> Time {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn parse(text: &str) -> Result<ActivityFilter, BadActivityTerm> {
        ActivityFilter::parse(text, |text, edge| match (text, edge) {
            ("7d" | "lundi 9h", DayEdge::Start) => Some(at(7)),
            ("hier", DayEdge::End) => Some(at(9)),
            _ => None,
        })
    }

    #[test]
    fn a_filter_reads_the_same_in_both_languages() {
        let wanted = ActivityFilter {
            by: Some("ines".to_owned()),
            dispute: Some(DisputeId(1001)),
            since: Some(at(7)),
            until: Some(at(9)),
            routine: true,
        };
        for text in [
            "by:ines D-1001 since:7d until:hier all",
            "par:ines dossier:1001 depuis:\"lundi 9h\" jusque:hier tout",
            "ines d-1001 Depuis:7d  Until:hier ALL",
        ] {
            assert_eq!(parse(text), Ok(wanted.clone()), "{text}");
        }
        assert_eq!(parse("  "), Ok(ActivityFilter::default()));
        assert_eq!(parse("\"Inès: \"\"Roy\"\"\"").unwrap().by.as_deref(), Some("Inès: \"Roy\""));
        assert_eq!(parse("\"Inès Roy\"").unwrap().by.as_deref(), Some("Inès Roy"));
    }

    #[test]
    fn a_term_that_is_only_begun_is_waited_for() {
        for text in ["b", "by", "by:", "ines sin", "since:\"", "Jusque:"] {
            assert!(is_unfinished(text), "{text}");
        }
        for text in ["", "by ", "by:i", "ines", "D-1", "all"] {
            assert!(!is_unfinished(text), "{text}");
        }
    }

    #[test]
    fn a_term_that_makes_no_sense_is_named_with_its_place() {
        for (text, at) in [("by:", 0..3), ("ines since:soon", 5..15), ("é case:x", 3..9), ("color:red", 0..9)] {
            let bad = parse(text).unwrap_err();
            assert_eq!((bad.at.clone(), bad.text.as_str()), (at, &text[bad.at.clone()]), "{text}");
        }
    }
}
