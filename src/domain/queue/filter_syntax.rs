//! One grammar for the queue's filter and the search: `seller:nova waiting:client age:>3d amount:>100 is:overdue free words`.
//!
//! A term is `field:value`, `-field:value` to leave such cases out, or a free word; `"two words"` is one value, in which two
//! quotes are one of its own. A quote inside a word is part of it. What makes no sense is said with its place in the text,
//! and never guessed.

use std::ops::Range;

use chrono::TimeDelta;

use super::filter::{Comparison, Condition, HolderTest, Term};
use super::filter_words;
use crate::domain::refusal::{BadTerm, BadTermWhy, Expected};
use crate::domain::text::folding::fold;
use crate::domain::vocabulary::{FilterField, Lang};

/// A term as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedTerm {
    pub term: Term,
    /// Where it stands, as bytes of the text.
    pub at: Range<usize>,
    /// Its text without the quotes around it.
    pub text: String,
    /// Whether it ends with the quote that closes it.
    pub is_closed: bool,
}

/// Reads the terms that a person typed.
///
/// # Errors
/// The first [`BadTerm`], with its place.
pub(in crate::domain) fn read(text: &str) -> Result<Vec<TypedTerm>, BadTerm> {
    tokens(text).iter().filter_map(|token| term(text, token).transpose()).collect()
}

/// Where a term stands in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::domain) struct FilterToken {
    pub at: Range<usize>,
    /// The quotes that are no part of what is meant: those around a value, and one of two in it.
    quotes: Vec<usize>,
    pub is_closed: bool,
}

impl FilterToken {
    /// Returns what is meant from this place in the text on.
    pub fn unquoted(&self, text: &str, from: usize) -> String {
        let chars = text[from..self.at.end].char_indices();
        let meant = chars.filter(|(at, _)| self.quotes.binary_search(&(from + at)).is_err());
        // U+0000 is in no text of a store (see [`crate::domain::limits`]), and a store may not even be asked for it: what
        // stands in its place is in no text either.
        meant.map(|(_, c)| if c == '\0' { '\u{ffff}' } else { c }).collect()
    }
}

/// Returns the terms of a filter, which spaces separate. A quote at the start of a term or a value keeps spaces inside one,
/// up to the next quote that stands alone.
pub(in crate::domain) fn tokens(text: &str) -> Vec<FilterToken> {
    let (mut found, mut open, mut quoted) = (Vec::new(), None::<FilterToken>, false);
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if c.is_whitespace() && !quoted {
            found.extend(open.take());
            continue;
        }
        let token = open.get_or_insert_with(|| FilterToken { at: i..i, ..FilterToken::default() });
        token.is_closed = false;
        if c == '"' {
            let before = &text[token.at.start..i];
            if !quoted && (before.is_empty() || before == "-" || before.ends_with(':')) {
                quoted = true;
                token.quotes.push(i);
            } else if quoted {
                token.quotes.push(i);
                quoted = chars.next_if(|&(_, next)| next == '"').is_some();
                token.is_closed = !quoted;
            }
        }
        token.at.end = chars.peek().map_or(text.len(), |&(next, _)| next);
    }
    found.extend(open);
    found
}

fn term(text: &str, token: &FilterToken) -> Result<Option<TypedTerm>, BadTerm> {
    let at = token.at.clone();
    let typed = &text[at.clone()];
    let bad = |why| BadTerm { at: at.clone(), why };
    let read = |test, not, text| {
        Some(TypedTerm { term: Term { test, not }, at: at.clone(), text, is_closed: token.is_closed })
    };
    let (not, bare) = typed.strip_prefix('-').map_or((false, typed), |rest| (true, rest));
    let a_word = || {
        let meant = token.unquoted(text, at.start);
        let word = fold(&meant);
        Ok(if word.is_empty() { None } else { read(Condition::Word(word), false, meant) })
    };
    let Some((name, value)) = field_and_value(bare) else { return a_word() };
    let value = token.unquoted(text, at.end - value.len());
    let Some(field) = filter_words::field(name) else {
        // The end of a clause in a text that was pasted.
        return if value.is_empty() { a_word() } else { Err(bad(BadTermWhy::UnknownField(name.to_owned()))) };
    };
    let (field, lang) = (field.means, field.lang);
    if value.is_empty() {
        return Err(bad(BadTermWhy::NoValue(field)));
    }
    match test(field, lang, &value) {
        Ok(test) => Ok(read(test, not, value)),
        Err(expected) => Err(bad(BadTermWhy::UnknownValue { field, value, expected })),
    }
}

/// What stands before and after the colon, or before the sign of a comparison (`amount>100`), if a field may be meant: only
/// letters, or a field's word. `12:30` and `https://…` are free words.
pub(super) fn field_and_value(term: &str) -> Option<(&str, &str)> {
    if let Some(sign) = term.find([':', '<', '>']).filter(|&at| !term[at..].starts_with(':')) {
        let (name, value) = term.split_at(sign);
        let compares = |field: FilterField| matches!(field, FilterField::Age | FilterField::Amount);
        return filter_words::field(name).filter(|field| compares(field.means)).map(|_| (name, value));
    }
    let (name, value) = term.split_once(':')?;
    let is_word = !name.is_empty() && name.chars().all(char::is_alphabetic);
    let is_address = matches!(name, "http" | "https" | "mailto");
    (is_word && !is_address || filter_words::field(name).is_some()).then_some((name, value))
}

fn test(field: FilterField, lang: Option<Lang>, value: &str) -> Result<Condition, Expected> {
    let word = fold(value);
    fn begun<T>(found: Vec<T>) -> Result<Vec<T>, Expected> {
        if found.is_empty() { Err(Expected::Word) } else { Ok(found) }
    }
    Ok(match field {
        FilterField::Client => Condition::Client(word),
        FilterField::Seller => Condition::Seller(word),
        FilterField::Order => Condition::Order(word),
        FilterField::Held => Condition::Held(filter_words::holder(&word).unwrap_or(HolderTest::Named(word))),
        FilterField::Waiting => Condition::Waiting(filter_words::waiting(&word).ok_or(Expected::Word)?),
        FilterField::Lang => Condition::Lang(filter_words::lang(&word).ok_or(Expected::Word)?),
        FilterField::Is => Condition::Is(filter_words::flag(&word).ok_or(Expected::Word)?),
        FilterField::Ground => Condition::Ground(begun(filter_words::grounds(&word, lang))?),
        FilterField::Outcome => Condition::Outcome(begun(filter_words::outcomes(&word, lang))?),
        FilterField::Age => {
            let (than, text) = comparison(&word);
            Condition::Age(than, duration(text).ok_or(Expected::Duration)?)
        }
        FilterField::Amount => {
            let (than, text) = comparison(&word);
            Condition::Amount(than, thousandths(text).ok_or(Expected::Amount)?)
        }
    })
}

fn comparison(text: &str) -> (Comparison, &str) {
    for (sign, than) in
        [(">=", Comparison::AtLeast), ("<=", Comparison::AtMost), (">", Comparison::AtLeast), ("<", Comparison::AtMost)]
    {
        if let Some(rest) = text.strip_prefix(sign) {
            return (than, rest);
        }
    }
    (Comparison::About, text)
}

/// Reads `45m`, `12h`, `3d`, `2w`; the French `3j` and `2sem` too.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let unit = text.find(|c: char| !c.is_ascii_digit())?;
    let n: i64 = text[..unit].parse().ok().filter(|n| (0..=1_000_000).contains(n))?;
    match &text[unit..] {
        "m" | "min" => TimeDelta::try_minutes(n),
        "h" => TimeDelta::try_hours(n),
        "d" | "j" => TimeDelta::try_days(n),
        "w" | "sem" => TimeDelta::try_weeks(n),
        _ => None,
    }
}

fn thousandths(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 3 {
        return None;
    }
    format!("{whole}{fraction:0<3}").parse().ok()
}

/// Returns a filter text that finds the typed text as free words, whatever it contains.
pub fn words_only(text: &str) -> String {
    text.split_whitespace().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Returns a text as one term or value, whatever it contains.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Both filters in one text. A quote that the first leaves open does not reach into the second.
pub fn combine(first: &str, second: &str) -> String {
    let plain = format!("{first} {second}");
    let whole = tokens(&plain).len() == tokens(first).len() + tokens(second).len();
    if whole { plain.trim().to_owned() } else { format!("{first}\" {second}") }
}

#[cfg(test)]
mod tests {
    use super::super::filter::Filter;
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_text_in_quotes_is_one_term(text in "[a\": -]{1,12}|.{1,20}") {
            let read = read(&quoted(&text)).unwrap();
            let texts: Vec<_> = read.iter().map(|typed| typed.text.as_str()).collect();
            assert!(texts == [text.replace('\0', "\u{ffff}")] || fold(&text).is_empty(), "{texts:?}");
            assert!(read.iter().all(|typed| typed.is_closed));
        }
    }

    #[test]
    fn what_makes_no_sense_is_said_with_its_place() {
        use BadTermWhy::{NoValue, UnknownField};
        let unknown = |field, value: &str, expected| {
            let value = value.to_owned();
            BadTermWhy::UnknownValue { field, value, expected }
        };
        let table = [
            ("logo sellr:nova", 5..15, UnknownField("sellr".to_owned())),
            ("waiting:me", 0..10, unknown(FilterField::Waiting, "me", Expected::Word)),
            ("age:>soon", 0..9, unknown(FilterField::Age, ">soon", Expected::Duration)),
            ("amount:lots", 0..11, unknown(FilterField::Amount, "lots", Expected::Amount)),
            ("is:", 0..3, NoValue(FilterField::Is)),
            ("é ground:x", 3..11, unknown(FilterField::Ground, "x", Expected::Word)),
            (
                "age:>99999999999999999999d",
                0..26,
                unknown(FilterField::Age, ">99999999999999999999d", Expected::Duration),
            ),
        ];
        for (text, at, why) in table {
            assert_eq!(Filter::parse(text), Err(BadTerm { at, why }), "{text}");
        }
    }
}
