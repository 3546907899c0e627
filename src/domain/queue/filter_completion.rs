//! What can stand at the end of a filter that is being typed: a field, then a value of it. Names come from what is at hand.

use super::filter_syntax::{field_and_value, quoted, tokens};
use super::filter_words::{self, field_words, value_words};
use crate::domain::text::folding::fold;
use crate::domain::vocabulary::{FilterField, Lang};

/// At most so many are offered.
pub const MAX_COMPLETIONS: usize = 24;

/// Names that can be offered.
#[derive(Debug, Clone, Copy, Default)]
pub struct CompletionNames<'a> {
    pub clients: &'a [&'a str],
    pub sellers: &'a [&'a str],
    pub orders: &'a [&'a str],
    /// The team: handle and name.
    pub team: &'a [(&'a str, &'a str)],
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

/// Returns what can stand at the end of `text`, fields in their order, values that begin so first, in the words of a
/// language; those of the other where none of it begins so, and after one of its fields. Nothing where the last term is
/// complete as it is.
pub fn complete(text: &str, known: &CompletionNames<'_>, lang: Lang) -> Vec<Completion> {
    let last = tokens(text).pop().filter(|last| last.at.end == text.len());
    let start = last.as_ref().map_or(text.len(), |last| last.at.start);
    let typed = &text[start..];
    let (sign, bare) = typed.strip_prefix('-').map_or(("", typed), |rest| ("-", rest));
    let head = &text[..start];
    let whole = |term: String| Completion { text: format!("{head}{sign}{term}"), start };
    let mut found: Vec<Completion> = match field_and_value(bare) {
        None => {
            let begun = fold(bare);
            let of = |lang: Lang| field_words(lang).into_iter().filter(|name| fold(name).starts_with(&begun));
            let mut names: Vec<_> = of(lang).collect();
            if names.is_empty() {
                names = Lang::ALL.iter().flat_map(|lang| of(*lang)).collect();
            }
            names.into_iter().map(|name| whole(format!("{name}:"))).collect()
        }
        Some((name, value)) => {
            let Some(field) = filter_words::field(name) else { return Vec::new() };
            let sign = &bare[name.len()..bare.len() - value.len()];
            let value = last.map_or_else(String::new, |last| last.unquoted(text, text.len() - value.len()));
            values(field.means, &fold(&value), known, field.lang.unwrap_or(lang))
                .into_iter()
                .map(|value| whole(format!("{name}{sign}{value}")))
                .collect()
        }
    };
    found.retain(|completion| completion.text != text);
    found.truncate(MAX_COMPLETIONS);
    found
}

/// Returns examples of what is compared, for a field that compares.
pub fn examples(field: FilterField, lang: Lang) -> Vec<&'static str> {
    match (field, lang) {
        (FilterField::Age, Lang::Fr) => vec![">1j", ">3j", ">7j", "<1j", "<4h"],
        (FilterField::Age, Lang::En) => vec![">1d", ">3d", ">7d", "<1d", "<4h"],
        (FilterField::Amount, _) => vec![">50", ">100", ">500", "<50"],
        _ => Vec::new(),
    }
}

/// Returns the values of a field that begin with the typed text, then those with a word that does.
fn values(field: FilterField, begun: &str, known: &CompletionNames<'_>, lang: Lang) -> Vec<String> {
    let mut words: Vec<&str> = match field {
        FilterField::Client => known.clients.to_vec(),
        FilterField::Seller => known.sellers.to_vec(),
        FilterField::Order => known.orders.to_vec(),
        FilterField::Age | FilterField::Amount => examples(field, lang),
        _ => value_words(field, lang),
    };
    if field == FilterField::Held {
        words.extend(known.team.iter().map(|(handle, _)| *handle));
    }
    let name_of = |word: &str| known.team.iter().find(|(handle, _)| *handle == word).map_or("", |(_, name)| *name);
    let has_part = |word: &str| word.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(begun));
    let rank = |word: &&str| {
        let folded = fold(word);
        if folded.starts_with(begun) {
            Some(0)
        } else if has_part(&folded) || field == FilterField::Held && has_part(&fold(name_of(word))) {
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
        team: &[("camille", "Camille Roussel"), ("ines", "Inès Haddad")],
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
            ("held:", &["held:me", "held:none", "held:camille", "held:ines"]),
            ("held:rous", &["held:camille"]),
            ("vend", &["vendeur:"]),
            ("attend:c", &["attend:client"]),
            ("attend:", &["attend:vous", "attend:client", "attend:vendeur", "attend:deux"]),
            ("amount>1", &["amount>100"]),
            ("colour:", &[]),
            ("logo", &[]),
            ("12:30", &[]),
            ("\"is", &[]),
        ];
        for (text, offered) in table {
            let found: Vec<String> = complete(text, &KNOWN, Lang::En).into_iter().map(|one| one.text).collect();
            assert_eq!(found, *offered, "{text}");
        }
    }

    #[test]
    fn a_french_desk_is_offered_french_words() {
        let table: &[(&str, &[&str])] = &[
            ("logo at", &["logo attend:"]),
            ("a", &["attend:", "âge:"]),
            ("e", &["est:"]),
            ("sel", &["seller:"]),
            ("-est:en", &["-est:en-retard", "-est:en-pause"]),
            ("est:tranche", &["est:tranché"]),
            ("est:a", &["est:à-moi", "est:à-approuver", "est:sans-activité"]),
            ("is:un", &["is:unread", "is:unclaimed", "is:unjustified"]),
            ("suivi:", &["suivi:moi", "suivi:personne", "suivi:camille", "suivi:ines"]),
            ("pris-par:m", &["pris-par:moi"]),
            ("issue:r", &["issue:remboursement-partiel", "issue:relance", "issue:client-remboursé"]),
            ("âge:>", &["âge:>1j", "âge:>3j", "âge:>7j"]),
            ("âge>3", &["âge>3j"]),
            ("vendeur:nov", &["vendeur:Novak", "vendeur:\"Studio Nova\""]),
        ];
        for (text, offered) in table {
            let found: Vec<String> = complete(text, &KNOWN, Lang::Fr).into_iter().map(|one| one.text).collect();
            assert_eq!(found, *offered, "{text}");
        }
    }

    #[test]
    fn where_nothing_is_begun_every_field_is_offered() {
        for text in ["", "logo ", "is:open "] {
            let found = complete(text, &KNOWN, Lang::En);
            assert_eq!(found.len(), FilterField::ALL.len(), "{text}");
            assert!(found.iter().all(|one| one.text.starts_with(text) && one.expects_value()));
            assert_eq!(found[0].term(), "client:");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_offered_changes_the_last_term_alone_and_makes_sense(text in "[a-z:\"é<> -]{0,24}|.{0,40}", is_french in proptest::bool::ANY) {
            let lang = if is_french { Lang::Fr } else { Lang::En };
            let begun = tokens(&text).pop().filter(|last| last.at.end == text.len()).map_or(text.len(), |last| last.at.start);
            for one in complete(&text, &KNOWN, lang) {
                assert_eq!(&one.text[..begun], &text[..begun]);
                let term = one.term();
                assert!(one.expects_value() || Filter::parse(term).is_ok(), "{term}");
            }
        }
    }
}
