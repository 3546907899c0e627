//! The words of a filter in both languages. Each is understood whatever the language of the desk; what is offered, and said
//! where a word makes no sense, is the desk's language.

use super::filter::{Flag, HolderTest};
use crate::domain::text::folding::fold;
use crate::domain::text::nearest::nearest;
use crate::domain::vocabulary::{FilterField, Ground, Lang, Outcome, WaitingOn};

/// What stands for something in a filter.
struct FilterWord<T: 'static> {
    means: T,
    /// What is offered in each language; the English word is the contract's.
    en: &'static str,
    fr: &'static str,
    /// What is understood as well.
    others: &'static [&'static str],
}

/// A word that was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Understood<T> {
    pub means: T,
    /// The language that it is of; `None` if it is a word of both, or of neither.
    pub lang: Option<Lang>,
}

macro_rules! words {
    ($name:ident: $type:ty, $($means:path = $en:literal $fr:literal $($other:literal)*),+ $(,)?) => {
        const $name: &[FilterWord<$type>] =
            &[$(FilterWord { means: $means, en: $en, fr: $fr, others: &[$($other),*] }),+];
    };
}

words!(FIELDS: FilterField,
    FilterField::Client = "client" "client",
    FilterField::Seller = "seller" "vendeur",
    FilterField::Order = "order" "commande",
    FilterField::Waiting = "waiting" "attend",
    FilterField::Ground = "ground" "motif",
    FilterField::Outcome = "outcome" "issue",
    FilterField::Held = "held" "suivi" "suivi-par" "tenu" "tenu-par" "pris-par" "held-by",
    FilterField::Lang = "lang" "langue" "language",
    FilterField::Age = "age" "âge",
    FilterField::Amount = "amount" "montant",
    FilterField::Is = "is" "est",
);

words!(WAITING: WaitingOn,
    WaitingOn::Mediator = "mediator" "vous" "you" "médiateur",
    WaitingOn::Client = "client" "client",
    WaitingOn::Seller = "seller" "vendeur",
    WaitingOn::Both = "both" "deux" "les-deux",
);

words!(GROUNDS: Ground,
    Ground::CancellationRefusedTwice = "cancellation_refused_twice" "annulation-refusée-deux-fois",
    Ground::RevisionRefusedTwice = "revision_refused_twice" "retouche-refusée-deux-fois",
    Ground::RevisionThenCancellationRefused =
        "revision_then_cancellation_refused" "retouche-puis-annulation-refusées",
);

words!(OUTCOMES: Outcome,
    Outcome::SellerWins = "seller_wins" "vendeur-gagne",
    Outcome::ClientRefunded = "client_refunded" "client-remboursé",
    Outcome::PartialRefund = "partial_refund" "remboursement-partiel" "partiel",
    Outcome::Relaunch = "relaunch" "relance",
);

words!(LANGS: Lang,
    Lang::Fr = "fr" "fr" "french" "français",
    Lang::En = "en" "en" "english" "anglais",
);

words!(FLAGS: Flag,
    Flag::Open = "open" "ouvert",
    Flag::Decided = "decided" "tranché",
    Flag::Overdue = "overdue" "en-retard" "retard",
    Flag::Unread = "unread" "non-lu",
    Flag::Mine = "mine" "à-moi",
    Flag::Unclaimed = "unclaimed" "libre",
    Flag::Snoozed = "snoozed" "en-pause",
    Flag::Unjustified = "unjustified" "sans-justification" "injustifié",
    Flag::Approval = "approval" "à-approuver",
    Flag::Lapsed = "lapsed" "sans-activité",
);

words!(HOLDERS: HolderTest,
    HolderTest::Me = "me" "moi",
    HolderTest::Nobody = "none" "personne" "nobody" "aucun",
);

/// As words are compared: folded, one way of joining their parts.
fn normal(word: &str) -> String {
    fold(word).replace([' ', '_'], "-")
}

impl<T> FilterWord<T> {
    fn offered(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Fr => self.fr,
        }
    }

    fn all(&self) -> impl Iterator<Item = &'static str> {
        [self.en, self.fr].into_iter().chain(self.others.iter().copied())
    }

    fn lang_of(&self, word: &str) -> Option<Lang> {
        match (normal(self.en) == word, normal(self.fr) == word) {
            (true, false) => Some(Lang::En),
            (false, true) => Some(Lang::Fr),
            _ => None,
        }
    }
}

fn understood<T: Clone>(table: &[FilterWord<T>], typed: &str) -> Option<Understood<T>> {
    let typed = normal(typed);
    let word = table.iter().find(|word| word.all().any(|one| normal(one) == typed))?;
    Some(Understood { means: word.means.clone(), lang: word.lang_of(&typed) })
}

/// Those that a word is, or begins: in its language, if it begins any there.
fn begun<T: Copy>(table: &[FilterWord<T>], typed: &str, lang: Option<Lang>) -> Vec<T> {
    let typed = normal(typed);
    let begins = |word: &str| normal(word).starts_with(&typed);
    let of = |lang: Lang| table.iter().filter(|word| begins(word.offered(lang))).map(|word| word.means).collect();
    let own: Vec<T> = lang.map(of).unwrap_or_default();
    if own.is_empty() {
        return table.iter().filter(|word| word.all().any(begins)).map(|word| word.means).collect();
    }
    own
}

/// Returns the field of this word.
pub(super) fn field(typed: &str) -> Option<Understood<FilterField>> {
    understood(FIELDS, typed)
}

/// Returns whose turn this word says it is.
pub(super) fn waiting(typed: &str) -> Option<WaitingOn> {
    understood(WAITING, typed).map(|word| word.means)
}

pub(super) fn lang(typed: &str) -> Option<Lang> {
    understood(LANGS, typed).map(|word| word.means)
}

pub(super) fn flag(typed: &str) -> Option<Flag> {
    understood(FLAGS, typed).map(|word| word.means)
}

/// Returns who holds a case by a word that is no one's name.
pub(super) fn holder(typed: &str) -> Option<HolderTest> {
    understood(HOLDERS, typed).map(|word| word.means)
}

/// Returns the grounds that this word begins, first of all in this language.
pub(super) fn grounds(typed: &str, lang: Option<Lang>) -> Vec<Ground> {
    begun(GROUNDS, typed, lang)
}

/// Returns the outcomes that this word begins, first of all in this language.
pub(super) fn outcomes(typed: &str, lang: Option<Lang>) -> Vec<Outcome> {
    begun(OUTCOMES, typed, lang)
}

/// Returns the word for a field in a language.
pub fn field_word(field: FilterField, lang: Lang) -> &'static str {
    FIELDS.iter().find(|word| word.means == field).map_or(field.as_str(), |word| word.offered(lang))
}

/// Returns the words for all fields in a language.
pub fn field_words(lang: Lang) -> Vec<&'static str> {
    FIELDS.iter().map(|word| word.offered(lang)).collect()
}

/// Returns the words that a field takes in a language; none where it takes names, durations or amounts.
pub fn value_words(field: FilterField, lang: Lang) -> Vec<&'static str> {
    fn offered<T>(table: &[FilterWord<T>], lang: Lang) -> Vec<&'static str> {
        table.iter().map(|word| word.offered(lang)).collect()
    }
    match field {
        FilterField::Waiting => offered(WAITING, lang),
        FilterField::Ground => offered(GROUNDS, lang),
        FilterField::Outcome => offered(OUTCOMES, lang),
        FilterField::Lang => offered(LANGS, lang),
        FilterField::Is => offered(FLAGS, lang),
        FilterField::Held => offered(HOLDERS, lang),
        FilterField::Client | FilterField::Seller | FilterField::Order | FilterField::Age | FilterField::Amount => {
            Vec::new()
        }
    }
}

/// Returns the field that was probably meant, in a language.
pub fn nearest_field(typed: &str, lang: Lang) -> Option<&'static str> {
    nearest_in(FIELDS, typed, lang)
}

/// Returns the word that was probably meant as a field's value, in a language.
pub fn nearest_value(field: FilterField, typed: &str, lang: Lang) -> Option<&'static str> {
    match field {
        FilterField::Waiting => nearest_in(WAITING, typed, lang),
        FilterField::Ground => nearest_in(GROUNDS, typed, lang),
        FilterField::Outcome => nearest_in(OUTCOMES, typed, lang),
        FilterField::Lang => nearest_in(LANGS, typed, lang),
        FilterField::Is => nearest_in(FLAGS, typed, lang),
        _ => None,
    }
}

/// A word of any language may have been meant; its meaning is told in this one.
fn nearest_in<T>(table: &[FilterWord<T>], typed: &str, lang: Lang) -> Option<&'static str> {
    let own = table.iter().map(|word| word.offered(lang));
    let meant = nearest(&normal(typed), own.chain(table.iter().flat_map(FilterWord::all)))?;
    table.iter().find(|word| word.all().any(|one| one == meant)).map(|word| word.offered(lang))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::queue::filter::Filter;

    /// Every meaning once, each with the contract's word, and no word of two meanings.
    #[track_caller]
    fn assert_table<T: Copy + PartialEq + std::fmt::Debug>(
        table: &[FilterWord<T>],
        all: &[T],
        as_str: fn(T) -> &'static str,
    ) {
        assert_eq!(table.iter().map(|word| word.means).collect::<Vec<_>>(), all);
        let mut meanings = BTreeMap::new();
        for word in table {
            assert_eq!(word.en, as_str(word.means));
            for one in word.all() {
                assert_eq!(*meanings.entry(normal(one)).or_insert(word.means), word.means, "{one}");
            }
        }
    }

    #[test]
    fn every_meaning_has_a_word_in_both_languages_and_no_word_has_two_meanings() {
        assert_table(FIELDS, FilterField::ALL, FilterField::as_str);
        assert_table(WAITING, WaitingOn::ALL, WaitingOn::as_str);
        assert_table(GROUNDS, Ground::ALL, Ground::as_str);
        assert_table(OUTCOMES, Outcome::ALL, Outcome::as_str);
        assert_table(LANGS, Lang::ALL, Lang::as_str);
        assert_table(FLAGS, Flag::ALL, Flag::as_str);
    }

    #[test]
    fn both_languages_say_the_same() {
        for (french, english) in [
            ("vendeur:nova attend:vous", "seller:nova waiting:mediator"),
            ("vendeur:nova attend:vous", "SELLER:nova waiting:you"),
            ("attend:vendeur -attend:deux", "waiting:seller -waiting:both"),
            ("attend:\"les deux\" attend:Médiateur", "waiting:both waiting:mediator"),
            ("commande:o-1 client:lea", "order:o-1 client:lea"),
            ("est:ouvert est:tranché est:TRANCHE", "is:open is:decided is:decided"),
            ("est:en-retard est:retard est:\"en retard\"", "is:overdue is:overdue is:overdue"),
            ("est:non-lu est:à-moi est:a-moi est:libre", "is:unread is:mine is:mine is:unclaimed"),
            ("-est:en-pause est:sans-justification", "-is:snoozed is:unjustified"),
            ("est:à-approuver", "is:approval"),
            ("langue:français langue:en", "lang:fr lang:en"),
            ("montant:>100 âge:>3j âge:<2sem", "amount:>100 age:>3d age:<2w"),
            ("montant>100,50 age>=3j -montant<40", "amount>100.50 age>=3d -amount:<40"),
            ("suivi:moi tenu:moi pris-par:moi", "held:me held:me held:me"),
            ("suivi:personne tenu-par:ines", "held:none held:ines"),
            ("motif:retouche", "ground:revision"),
            ("motif:annulation motif:\"retouche puis\"", "ground:cancellation ground:revision_then"),
            ("issue:vendeur issue:partiel issue:client", "outcome:seller outcome:partial outcome:client"),
            ("issue:relance issue:r", "outcome:relaunch issue:re"),
            // The languages mix, and a word of another is no reason to refuse.
            ("seller:nova est:ouvert is:tranche", "vendeur:nova is:open est:decided"),
        ] {
            assert_eq!(Filter::parse(french).unwrap(), Filter::parse(english).unwrap(), "{french} | {english}");
        }
        // A beginning is first of all one in the language of its field.
        let outcomes = |text: &str| Filter::parse(text).unwrap().terms.remove(0).test;
        assert_eq!(outcomes("outcome:re"), outcomes("outcome:relaunch"));
        assert_ne!(outcomes("issue:re"), outcomes("outcome:relaunch"));
    }

    #[test]
    fn what_was_probably_meant_is_said_in_the_persons_language() {
        for (typed, en, fr) in [
            ("sellr", Some("seller"), Some("vendeur")),
            ("vendeurr", Some("seller"), Some("vendeur")),
            ("atend", Some("waiting"), Some("attend")),
            ("colour", None, None),
        ] {
            assert_eq!((nearest_field(typed, Lang::En), nearest_field(typed, Lang::Fr)), (en, fr), "{typed}");
        }
        assert_eq!(nearest_value(FilterField::Is, "ouvrt", Lang::Fr), Some("ouvert"));
        assert_eq!(nearest_value(FilterField::Is, "opne", Lang::Fr), Some("ouvert"));
        assert_eq!(nearest_value(FilterField::Waiting, "vendeurs", Lang::En), Some("seller"));
    }
}
