//! The screens' words in the mediator's language, from `assets/locales`, built into the program.

pub mod activity;
mod assets;
mod bundle;
mod overrides;
pub mod refusal;
mod store_error;
pub mod technical;
mod typography;

use std::borrow::Cow;
use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentValue};

use crate::app::command::{Spec, TABLE};
use crate::app::model::StoreError;
use crate::domain::audit::Record;
use crate::domain::refusal::Refusal;
use crate::domain::vocabulary::Lang;
use crate::ui::text::safe;

use self::activity::ActivityFormat;
use self::refusal::RefusalFormat;

pub use assets::{command_line, standard_lexicon, standard_templates, standard_word_list};
pub use bundle::Bundle;

/// A variable of a text: its name in the locale file and its value.
pub type Var<'a> = (&'static str, FluentValue<'a>);

/// Every text of one language. Only the chosen language is parsed, once.
pub struct Texts {
    lang: Lang,
    bundle: Bundle,
}

impl Texts {
    /// Returns the texts of a language.
    pub fn new(lang: Lang) -> Self {
        Self { lang, bundle: Bundle::new(lang, assets::screens(lang)) }
    }

    /// Returns the texts of a language with a team's own over them; and what of those could not be used, by line.
    pub fn with_overrides(lang: Lang, own: &str) -> (Self, Vec<(usize, String)>) {
        let mut texts = Self::new(lang);
        let (good, bad) = overrides::usable(own, assets::screens(lang));
        for resource in good {
            texts.bundle.add(resource);
        }
        (texts, bad)
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Returns a text without variables. An unknown key is shown as itself.
    pub fn get<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.find(key, None).unwrap_or(Cow::Borrowed(key))
    }

    /// Returns a text with its variables. Strangers' words among them must be safe text already.
    pub fn with(&self, key: &str, vars: impl IntoIterator<Item = Var<'static>>) -> String {
        self.find(key, Some(&vars.into_iter().collect())).map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    /// Returns the text of a word of one of the process's vocabularies: `outcome`, `seller_wins`.
    pub fn word(&self, vocabulary: &str, word: &str) -> Cow<'_, str> {
        self.find_word(vocabulary, word).unwrap_or_else(|| Cow::Owned(word.to_owned()))
    }

    /// Returns the text of a word that may not be known: one that the store or the marketplace wrote.
    pub fn find_word(&self, vocabulary: &str, word: &str) -> Option<Cow<'_, str>> {
        self.find(&format!("{vocabulary}-{}", word.replace('.', "-")), None)
    }

    /// The same, where the text may use variables.
    pub fn find_word_with(
        &self,
        vocabulary: &str,
        word: &str,
        vars: impl IntoIterator<Item = Var<'static>>,
    ) -> Option<String> {
        let key = format!("{vocabulary}-{}", word.replace('.', "-"));
        self.find(&key, Some(&vars.into_iter().collect())).map(Cow::into_owned)
    }

    /// Returns what a command is called.
    pub fn label(&self, spec: &Spec) -> Cow<'_, str> {
        self.find(&spec.text_id(), None).unwrap_or(Cow::Borrowed(spec.name))
    }

    /// Returns what a command does, in a sentence.
    pub fn about(&self, spec: &Spec) -> Cow<'_, str> {
        self.bundle.attribute(&spec.text_id(), "about").unwrap_or_default()
    }

    /// Each command's label, by its name.
    pub fn labels(&self) -> BTreeMap<&'static str, String> {
        TABLE.iter().map(|spec| (spec.name, self.label(spec).into_owned())).collect()
    }

    /// Why a rule said no, in the mediator's language and ready to follow a colon.
    pub fn refusal(&self, refusal: &Refusal, format: &RefusalFormat<'_>) -> String {
        safe(&refusal::sentence(&self.bundle, refusal, format)).into_owned()
    }

    /// Why a store could not do what it was asked for, for a reason that no rule gave; `reopen` is the key that opens what is there
    /// now.
    pub fn store_error(&self, error: &StoreError, reopen: &str) -> String {
        store_error::sentence(&|key, args| self.bundle.get(key, args), error, reopen)
    }

    /// Returns who did what a record of the audit tells of, and what it was, as it follows the name.
    pub(crate) fn activity(&self, record: &Record, format: &ActivityFormat<'_>) -> (String, String) {
        (activity::actor(&self.bundle, record, format), activity::phrase(&self.bundle, record, format))
    }

    /// Returns how many, with the language's own separator of thousands.
    pub fn count(&self, n: u64) -> String {
        let digits = n.to_string();
        let separator = match self.lang {
            Lang::Fr => '\u{202f}',
            Lang::En => ',',
        };
        let mut out = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    fn find<'a>(&'a self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<Cow<'a, str>> {
        self.bundle.find(key, args)
    }
}

/// Our own words as a sentence of their own. A number or a name that they begin with stays as it is.
pub fn sentence(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    let begins = word.chars().all(char::is_alphabetic);
    let mut chars = text.chars();
    let mut out: String = match chars.next() {
        Some(first) if begins => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    };
    if !out.ends_with(['.', '?', '!', '…']) {
        out.push('.');
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_bundle::FluentResource;

    use super::*;
    use crate::domain::decision::statistics::{AgeBracket, DurationBracket};
    use crate::domain::vocabulary::*;

    /// Each key (and `key.attribute`) of a locale file with the variables it uses.
    fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys = BTreeMap::new();
        let mut key = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            match line.split_once(" = ") {
                Some((name, _)) if !line.starts_with(' ') => key = name.to_owned(),
                Some((name, _)) if name.trim().starts_with('.') => {
                    key = format!("{}{}", key.split('.').next().unwrap(), name.trim());
                }
                _ => {}
            }
            let vars = line.split('$').skip(1).map(|rest| rest.split([' ', '}']).next().unwrap().to_owned());
            keys.entry(key.clone()).or_insert_with(BTreeSet::new).extend(vars);
        }
        keys
    }

    #[test]
    fn both_languages_have_the_same_keys_and_variables() {
        let (en, fr) = (keys(assets::screens(Lang::En)), keys(assets::screens(Lang::Fr)));
        assert!(en.len() > 400 && en.contains_key("refusal-bad_state-open"));
        let only = |these: &BTreeMap<_, _>, others: &BTreeMap<_, _>| -> Vec<String> {
            these.keys().filter(|key| !others.contains_key(*key)).cloned().collect()
        };
        assert_eq!((only(&en, &fr), only(&fr, &en)), (vec![], vec![]), "only in English, only in French");
        let differ: Vec<_> = en.iter().filter(|(key, vars)| fr.get(*key) != Some(vars)).collect();
        assert!(differ.is_empty(), "other variables in French: {differ:?}");
    }

    #[test]
    fn the_files_are_sound_and_name_no_key_twice() {
        for source in [Lang::En, Lang::Fr].map(assets::screens) {
            assert!(FluentResource::try_new(source.to_owned()).is_ok());
            let names: Vec<_> = source
                .lines()
                .filter(|l| !l.starts_with([' ', '#', '}']))
                .filter_map(|l| l.split_once(" = "))
                .collect();
            let unique: BTreeSet<_> = names.iter().map(|(name, _)| name).collect();
            assert_eq!(names.len(), unique.len());
        }
    }

    /// The string literals of the code in a folder, tests aside.
    fn literals(folder: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ext| ext == "rs") {
                    let source = std::fs::read_to_string(path).unwrap();
                    let code = source.split("#[cfg(test)]").next().unwrap();
                    found.extend(code.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned));
                }
            }
        }
        found
    }

    /// Every string of the drawing code that looks like a key.
    fn used() -> BTreeSet<String> {
        let is_key = |text: &String| {
            text.contains('-')
                && text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        };
        // The names of themes and colours are no texts.
        let names = literals("src/ui/theme");
        literals("src/ui").into_iter().filter(is_key).filter(|text| !names.contains(text)).collect()
    }

    /// A key is used as it stands, or as a vocabulary of the drawing code and a word of the process.
    #[test]
    fn no_key_is_unused() {
        let (ours, all) = (literals("src/ui"), literals("src"));
        let vocabularies: BTreeSet<&str> = ours
            .iter()
            .map(|text| text.split_once("-{").map_or(text.as_str(), |(vocabulary, _)| vocabulary))
            .map(|text| text.strip_suffix('-').unwrap_or(text))
            .chain(["command"])
            .collect();
        let is_used = |key: &str| {
            let split = key.match_indices('-').map(|(at, _)| (&key[..at], &key[at + 1..]));
            let known = |word: &str| all.contains(word) || all.contains(&word.replace('-', "."));
            ours.contains(key)
                || split.into_iter().any(|(vocabulary, word)| vocabularies.contains(vocabulary) && known(word))
        };
        let all = overrides::entries(assets::screens(Lang::En));
        let of_desk = all.into_keys().filter(|key| !key.starts_with("refusal-"));
        let unused: Vec<_> = of_desk.filter(|key| !is_used(key)).collect();
        assert!(unused.is_empty(), "{unused:#?}");
    }

    #[test]
    fn a_teams_own_words_stand_over_ours_and_what_is_wrong_with_them_is_named() {
        let own = "view-open = À traiter\ncommand-reply = écrire\n# pas la nôtre\nview-opened = x\nview-mine = { $count }\n\
                   view-all = { oh\nview-decided\nsearch-found-more = { $count } et plus\n";
        let (texts, bad) = Texts::with_overrides(Lang::Fr, own);
        assert_eq!((&*texts.get("view-open"), &*texts.get("view-mine")), ("À traiter", "À moi"));
        assert_eq!((&*texts.get("view-all"), &*texts.get("view-decided")), ("Tous", "Tranchés"));
        assert_eq!(texts.with("search-found-more", [("count", 3.into())]), "3 et plus");
        let reply = crate::app::command::Command::Reply.spec();
        assert_eq!((&*texts.label(reply), &*texts.about(reply)), ("écrire", "Écrit aux deux parties."));
        let lines: Vec<_> = bad.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 5, 6, 7], "{bad:?}");
        assert!(bad[0].1.contains("view-opened") && bad[1].1.contains("$count"), "{bad:?}");
        let (same, bad) = Texts::with_overrides(Lang::Fr, assets::screens(Lang::Fr));
        assert_eq!((bad, same.labels()), (vec![], Texts::new(Lang::Fr).labels()), "ours are a model for theirs");
    }

    #[test]
    fn no_key_that_is_used_is_missing() {
        let en = keys(assets::screens(Lang::En));
        // Prefixes of vocabularies, completed by a word.
        let prefixes = [
            "order-state",
            "outcome-about",
            "proposal-kind",
            "decision-state-",
            "command-",
            "refusal-",
            "store-",
            "done-",
            "span-below",
            "outcome-short",
            "outcome-plan",
            "outcome-brief",
            "precedents-as",
            "precedents-basis",
            "not-kept",
            "concern-about",
            "ready-lang",
            "help-group",
            "help-role",
        ];
        let used = used();
        assert!(used.len() > 150, "{}", used.len());
        for key in used.iter().filter(|key| !prefixes.contains(&key.as_str())) {
            assert!(en.contains_key(key), "{key}");
        }
    }

    use crate::domain::case::evidence_file::NotStored;
    use crate::domain::discussion::lexicon::RemarkKind;
    use crate::domain::marketplace::event::EventType;
    use crate::store::UnusableCode;

    #[test]
    fn every_word_of_the_process_has_a_text() {
        let en = keys(assets::screens(Lang::En));
        let all = |vocabulary: &str, words: Vec<&str>| {
            for word in words {
                assert!(en.contains_key(&format!("{vocabulary}-{word}")), "{vocabulary}-{word}");
            }
        };
        all("view", View::ALL.iter().map(|w| w.as_str()).collect());
        all("role", Role::ALL.iter().map(|w| w.as_str()).collect());
        all("help-role", Role::ALL.iter().map(|w| w.as_str()).collect());
        all("speaker", Speaker::ALL.iter().map(|w| w.as_str()).collect());
        all("ground", Ground::ALL.iter().map(|w| w.as_str()).collect());
        all("opened", OpenedBy::ALL.iter().map(|w| w.as_str()).collect());
        all("order-state", OrderState::ALL.iter().map(|w| w.as_str()).collect());
        all("outcome", Outcome::ALL.iter().map(|w| w.as_str()).collect());
        for vocabulary in ["outcome-short", "outcome-plan", "outcome-brief"] {
            all(vocabulary, Outcome::ALL.iter().map(|w| w.as_str()).collect());
        }
        all("precedents-as", Side::ALL.iter().map(|w| w.as_str()).collect());
        all("outcome-about", Outcome::ALL.iter().map(|w| w.as_str()).collect());
        all("basis", Basis::ALL.iter().map(|w| w.as_str()).collect());
        all("proposal-kind", ProposalKind::ALL.iter().map(|w| w.as_str()).collect());
        all("not-kept", NotStored::ALL.iter().map(|w| w.as_str()).collect());
        all("concern", RemarkKind::ALL.iter().map(|w| w.as_str()).collect());
        all("concern-about", RemarkKind::ALL.iter().map(|w| w.as_str()).collect());
        all("origin", Origin::ALL.iter().map(|w| w.as_str()).collect());
        all("span", DurationBracket::ALL.iter().map(|w| w.as_str()).collect());
        all("span-below", DurationBracket::ALL.iter().map(|w| w.as_str()).collect());
        all("age", AgeBracket::ALL.iter().map(|w| w.as_str()).collect());
        all("command", TABLE.iter().map(|spec| spec.name).collect());
        all("store", UnusableCode::ALL.iter().map(|w| w.as_str()).collect());
        for event in EventType::ALL {
            let key = format!("event-{}", event.as_str().replace('.', "-"));
            assert!(en.contains_key(&key), "{key}");
        }
        for spec in TABLE {
            assert!(en.contains_key(&format!("{}.about", spec.text_id())), "{} is not described", spec.name);
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        let count = |lang, n: usize| Texts::new(lang).with("search-found", [("count", n.into())]);
        assert_eq!([0, 1, 2].map(|n| count(Lang::En, n)), ["0 results", "1 result", "2 results"]);
        assert_eq!([0, 1, 2].map(|n| count(Lang::Fr, n)), ["0 résultat", "1 résultat", "2 résultats"]);
    }

    #[test]
    fn what_stands_alone_is_a_sentence() {
        for (words, alone) in [
            ("a relaunch needs both", "A relaunch needs both."),
            ("m12 is not a message of D-1", "m12 is not a message of D-1."),
            ("à vous", "À vous."),
            ("Reasons?", "Reasons?"),
            ("", "."),
        ] {
            assert_eq!(sentence(words), alone);
        }
    }

    #[test]
    fn counts_are_grouped_as_each_language_does() {
        assert_eq!(Texts::new(Lang::En).count(1_234_567), "1,234,567");
        assert_eq!(Texts::new(Lang::Fr).count(1_234), "1\u{202f}234");
        assert_eq!(Texts::new(Lang::Fr).count(999), "999");
    }
}
