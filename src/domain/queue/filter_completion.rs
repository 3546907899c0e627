//! What can stand at the end of a filter that is being typed: a field, then a value of it. Names come from what is at hand.

use super::filter::{Flag, quoted, tokens};
use crate::domain::text::folding::fold;
use crate::domain::vocabulary::{FilterField, Ground, Lang, Outcome, WaitingOn};

/// At most so many are offered.
pub const MAX_COMPLETIONS: usize = 24;

/// Names that can be offered.
#[derive(Debug, Clone, Copy, Default)]
pub struct CompletionNames<'a> {
    pub clients: &'a [&'a str],
    pub sellers: &'a [&'a str],
    pub orders: &'a [&'a str],
    pub handles: &'a [&'a str],
}

/// What can stand in the place of the last term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The whole text with it.
    pub text: String,
    /// Where in it the last term starts.
    pub start: usize,
}

impl Completion {
    /// Returns the completed last term.
    pub fn term(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// Returns whether it ends in a field that still needs a value.
    pub fn expects_value(&self) -> bool {
        self.text.ends_with(':')
    }
}

/// Returns what can stand at the end of `text`, fields in their order, values that begin so first. Nothing where the
/// last term is complete as it is.
pub fn complete(text: &str, known: &CompletionNames<'_>) -> Vec<Completion> {
    let last = tokens(text).pop().filter(|last| last.at.end == text.len());
    let start = last.as_ref().map_or(text.len(), |last| last.at.start);
    let typed = &text[start..];
    let (sign, bare) = typed.strip_prefix('-').map_or(("", typed), |rest| ("-", rest));
    let head = &text[..start];
    let whole = |term: String| Completion { text: format!("{head}{sign}{term}"), start };
    let mut found: Vec<Completion> = match bare.split_once(':') {
        None => {
            let begun = fold(bare);
            let fields = FilterField::ALL.iter().map(|field| field.as_str()).filter(|name| name.starts_with(&begun));
            fields.map(|name| whole(format!("{name}:"))).collect()
        }
        Some((name, value)) => {
            let Ok(field) = name.to_lowercase().parse() else { return Vec::new() };
            let value = last.map_or_else(String::new, |last| last.unquoted(text, text.len() - value.len()));
            values(field, &fold(&value), known).into_iter().map(|value| whole(format!("{name}:{value}"))).collect()
        }
    };
    found.retain(|completion| completion.text != text);
    found.truncate(MAX_COMPLETIONS);
    found
}

/// Returns the values of a field that begin with the typed text, then those with a word that does.
fn values(field: FilterField, begun: &str, known: &CompletionNames<'_>) -> Vec<String> {
    let words: Vec<&str> = match field {
        FilterField::Client => known.clients.to_vec(),
        FilterField::Seller => known.sellers.to_vec(),
        FilterField::Order => known.orders.to_vec(),
        FilterField::Held => known.handles.to_vec(),
        FilterField::Waiting => WaitingOn::ALL.iter().map(|w| w.as_str()).collect(),
        FilterField::Ground => Ground::ALL.iter().map(|w| w.as_str()).collect(),
        FilterField::Outcome => Outcome::ALL.iter().map(|w| w.as_str()).collect(),
        FilterField::Lang => Lang::ALL.iter().map(|w| w.as_str()).collect(),
        FilterField::Is => Flag::ALL.iter().map(|w| w.as_str()).collect(),
        FilterField::Age => vec![">1d", ">3d", ">7d", "<1d", "<4h"],
        FilterField::Amount => vec![">50", ">100", ">500", "<50"],
    };
    let rank = |word: &&str| {
        let word = fold(word);
        if word.starts_with(begun) {
            Some(0)
        } else if word.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(begun)) {
            Some(1)
        } else {
            None
        }
    };
    let mut fitting: Vec<(usize, &str)> = words.into_iter().filter_map(|word| Some((rank(&word)?, word))).collect();
    fitting.sort_by_key(|(rank, _)| *rank);
    fitting.into_iter().map(|(_, word)| value(word)).collect()
}

/// Returns a value as it is typed: in quotes if it has spaces or quotes.
fn value(word: &str) -> String {
    let word = word.trim();
    if word.contains(|c: char| c.is_whitespace() || c == '"') { quoted(word) } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::queue::filter::Filter;

    const KNOWN: CompletionNames<'static> = CompletionNames {
        clients: &["Léa Martin", "Tom"],
        sellers: &["Studio Nova", "Novak", "Bob \"le chat\" B."],
        orders: &["O-48213", "O-48214"],
        handles: &["camille", "ines"],
    };

    #[test]
    fn fields_then_values_are_offered_at_the_end() {
        let table: &[(&str, &[&str])] = &[
            ("logo wai", &["logo waiting:"]),
            ("WAI", &["waiting:"]),
            ("o", &["order:", "outcome:"]),
            ("-i", &["-is:"]),
            ("waiting:", &["waiting:mediator", "waiting:client", "waiting:seller", "waiting:both"]),
            ("waiting:c", &["waiting:client"]),
            ("waiting:client", &[]),
            ("-is:un", &["-is:unread", "-is:unclaimed", "-is:unjustified"]),
            ("ground:rev", &["ground:revision_refused_twice", "ground:revision_then_cancellation_refused"]),
            ("ground:twice", &["ground:cancellation_refused_twice", "ground:revision_refused_twice"]),
            ("outcome:r", &["outcome:relaunch", "outcome:client_refunded", "outcome:partial_refund"]),
            ("lang:", &["lang:fr", "lang:en"]),
            ("age:<", &["age:<1d", "age:<4h"]),
            ("amount:>1", &["amount:>100"]),
            ("seller:nov", &["seller:Novak", "seller:\"Studio Nova\""]),
            ("is:open seller:\"studio n", &["is:open seller:\"Studio Nova\""]),
            ("seller:chat", &["seller:\"Bob \"\"le chat\"\" B.\""]),
            ("client:lea", &["client:\"Léa Martin\""]),
            ("order:o-48214", &["order:O-48214"]),
            ("held:i", &["held:ines"]),
            ("colour:", &[]),
            ("logo", &[]),
            ("12:30", &[]),
            ("\"is", &[]),
        ];
        for (text, offered) in table {
            let found: Vec<String> = complete(text, &KNOWN).into_iter().map(|one| one.text).collect();
            assert_eq!(found, *offered, "{text}");
        }
    }

    #[test]
    fn where_nothing_is_begun_every_field_is_offered() {
        for text in ["", "logo ", "is:open "] {
            let found = complete(text, &KNOWN);
            assert_eq!(found.len(), FilterField::ALL.len(), "{text}");
            assert!(found.iter().all(|one| one.text.starts_with(text) && one.expects_value()));
            assert_eq!(found[0].term(), "client:");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_offered_changes_the_last_term_alone_and_makes_sense(text in "[a-z:\"é -]{0,24}|.{0,40}") {
            let begun = tokens(&text).pop().filter(|last| last.at.end == text.len()).map_or(text.len(), |last| last.at.start);
            for one in complete(&text, &KNOWN) {
                assert_eq!(&one.text[..begun], &text[..begun]);
                let term = one.term();
                assert!(one.expects_value() || Filter::parse(term).is_ok(), "{term}");
            }
        }
    }
}
