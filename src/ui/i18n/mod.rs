//! The screens' words in the mediator's language, from `assets/locales`, built into the program.

mod own;
pub mod refusal;

use std::borrow::Cow;
use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::app::command::{Spec, TABLE};
use crate::domain::ids::Handle;
use crate::domain::refusal::Refusal;
use crate::domain::vocabulary::Lang;
use crate::ui::text::safe;

const FR: &str =
    concat!(include_str!("../../../assets/locales/fr.ftl"), include_str!("../../../assets/locales/fr/refusals.ftl"));
const EN: &str =
    concat!(include_str!("../../../assets/locales/en.ftl"), include_str!("../../../assets/locales/en/refusals.ftl"));

/// A variable of a text: its name in the locale file and its value.
pub type Var<'a> = (&'static str, FluentValue<'a>);

/// Every text of one language. Only the chosen language is parsed, once.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// The texts of a language.
    pub fn new(lang: Lang) -> Self {
        let id: LanguageIdentifier = lang.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Variables are made safe where they come in; isolation marks would only widen every line.
        bundle.set_use_isolating(false);
        // A fault in the built-in files leaves the sound entries; a test sees to it that there is none.
        let resource = FluentResource::try_new(source(lang)).unwrap_or_else(|(sound, _)| sound);
        bundle.add_resource_overriding(resource);
        Self { lang, bundle }
    }

    /// The texts of a language with a team's own over them; and what of those could not be used, by line.
    pub fn with_own(lang: Lang, own: &str) -> (Self, Vec<(usize, String)>) {
        let mut texts = Self::new(lang);
        let (good, bad) = own::usable(own, standard(lang));
        for resource in good {
            texts.bundle.add_resource_overriding(resource);
        }
        (texts, bad)
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A text without variables. An unknown key is shown as itself.
    pub fn get<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.find(key, None).unwrap_or(Cow::Borrowed(key))
    }

    /// A text with its variables. Strangers' words among them must be safe text already.
    pub fn with(&self, key: &str, vars: impl IntoIterator<Item = Var<'static>>) -> String {
        self.find(key, Some(&vars.into_iter().collect())).map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    /// The text of a word of one of the process's vocabularies: `outcome`, `seller_wins`.
    pub fn word(&self, vocabulary: &str, word: &str) -> Cow<'_, str> {
        self.find_word(vocabulary, word).unwrap_or_else(|| Cow::Owned(word.to_owned()))
    }

    /// The text of a word that may not be known: one that the store or the marketplace wrote.
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

    /// What a command is called.
    pub fn label(&self, spec: &Spec) -> Cow<'_, str> {
        self.find(&spec.text_id(), None).unwrap_or(Cow::Borrowed(spec.name))
    }

    /// What a command does, in a sentence.
    pub fn about(&self, spec: &Spec) -> Cow<'_, str> {
        let message = self.bundle.get_message(&spec.text_id());
        let about = message.and_then(|message| message.get_attribute("about"));
        about.map_or(Cow::Borrowed(""), |about| self.bundle.format_pattern(about.value(), None, &mut Vec::new()))
    }

    /// Each command's label, by its name.
    pub fn labels(&self) -> BTreeMap<&'static str, String> {
        TABLE.iter().map(|spec| (spec.name, self.label(spec).into_owned())).collect()
    }

    /// Why a rule said no, in the mediator's language and ready to follow a colon. English is the command line's own
    /// sentence, which names mediators by their handles; `name_of` gives their names elsewhere.
    pub fn refusal(&self, refusal: &Refusal, name_of: &dyn Fn(&Handle) -> String) -> String {
        let name_of = if self.lang == Lang::En { &Handle::to_string } else { name_of };
        safe(&refusal::sentence(&self.bundle, refusal, name_of)).into_owned()
    }

    /// How many, with the language's own separator of thousands.
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
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = match args {
            None => self.bundle.format_pattern(pattern, None, &mut errors),
            // With variables the text is made anew; without, it is the file's own.
            Some(args) => Cow::Owned(self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned()),
        };
        errors.is_empty().then_some(text)
    }
}

/// The texts of a language as they are set: in French the apostrophe is a curved one, and no line ends before a colon.
fn source(lang: Lang) -> String {
    let plain = standard(lang);
    if lang == Lang::En {
        return plain.to_owned();
    }
    let mut set = String::with_capacity(plain.len() + plain.len() / 16);
    for c in plain.chars() {
        match c {
            ':' | ';' | '?' | '!' | '»' | '%' if set.ends_with(' ') => {
                set.pop();
                set.push(NO_BREAK);
                set.push(c);
            }
            ' ' if set.ends_with('«') => set.push(NO_BREAK),
            '\'' => set.push('’'),
            c => set.push(c),
        }
    }
    set
}

/// The texts of a language as they stand in the file.
fn standard(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => FR,
        Lang::En => EN,
    }
}

const NO_BREAK: char = '\u{a0}';

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
        let (mut en, mut fr) = (keys(EN), keys(FR));
        // Refusals have tests of their own: French has fewer texts for them, which say less.
        en.retain(|key, _| !key.starts_with("refusal-"));
        fr.retain(|key, _| !key.starts_with("refusal-"));
        assert!(en.len() > 300);
        for (key, vars) in &en {
            assert_eq!(Some(vars), fr.get(key), "{key}");
        }
        assert_eq!(en.len(), fr.len());
    }

    #[test]
    fn the_files_are_sound_and_name_no_key_twice() {
        for source in [EN, FR] {
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
        let of_desk = own::entries(EN).into_keys().filter(|key| !key.starts_with("refusal-"));
        let unused: Vec<_> = of_desk.filter(|key| !is_used(key)).collect();
        assert!(unused.is_empty(), "{unused:#?}");
    }

    #[test]
    fn a_teams_own_words_stand_over_ours_and_what_is_wrong_with_them_is_named() {
        let own = "view-open = À traiter\ncommand-reply = écrire\n# pas la nôtre\nview-opened = x\nview-mine = { $count }\n\
                   view-all = { oh\nview-decided\nsearch-found-more = { $count } et plus\n";
        let (texts, bad) = Texts::with_own(Lang::Fr, own);
        assert_eq!((&*texts.get("view-open"), &*texts.get("view-mine")), ("À traiter", "À moi"));
        assert_eq!((&*texts.get("view-all"), &*texts.get("view-decided")), ("Tous", "Tranchés"));
        assert_eq!(texts.with("search-found-more", [("count", 3.into())]), "3 et plus");
        let reply = crate::app::command::Command::Reply.spec();
        assert_eq!((&*texts.label(reply), &*texts.about(reply)), ("écrire", "Écrit aux deux parties."));
        let lines: Vec<_> = bad.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 5, 6, 7], "{bad:?}");
        assert!(bad[0].1.contains("view-opened") && bad[1].1.contains("$count"), "{bad:?}");
        let (same, bad) = Texts::with_own(Lang::Fr, FR);
        assert_eq!((bad, same.labels()), (vec![], Texts::new(Lang::Fr).labels()), "ours are a model for theirs");
    }

    #[test]
    fn no_key_that_is_used_is_missing() {
        let en = keys(EN);
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
            "precedents-as",
            "precedents-basis",
            "not-kept",
            "concern-about",
            "ready-lang",
        ];
        let used = used();
        assert!(used.len() > 150, "{}", used.len());
        for key in used.iter().filter(|key| !prefixes.contains(&key.as_str())) {
            assert!(en.contains_key(key), "{key}");
        }
    }

    use crate::domain::case::evidence_file::NotStored;
    use crate::domain::discussion::lexicon::RemarkKind;

    #[test]
    fn every_word_of_the_process_has_a_text() {
        let en = keys(EN);
        let all = |vocabulary: &str, words: Vec<&str>| {
            for word in words {
                assert!(en.contains_key(&format!("{vocabulary}-{word}")), "{vocabulary}-{word}");
            }
        };
        all("view", View::ALL.iter().map(|w| w.as_str()).collect());
        all("role", Role::ALL.iter().map(|w| w.as_str()).collect());
        all("speaker", Speaker::ALL.iter().map(|w| w.as_str()).collect());
        all("ground", Ground::ALL.iter().map(|w| w.as_str()).collect());
        all("opened", OpenedBy::ALL.iter().map(|w| w.as_str()).collect());
        all("order-state", OrderState::ALL.iter().map(|w| w.as_str()).collect());
        all("outcome", Outcome::ALL.iter().map(|w| w.as_str()).collect());
        all("outcome-short", Outcome::ALL.iter().map(|w| w.as_str()).collect());
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
        all(
            "store",
            vec![
                "no_database",
                "not_litige",
                "newer_database",
                "corrupt_database",
                "read_only_database",
                "cannot_open",
            ],
        );
        for spec in TABLE {
            assert!(en.contains_key(&format!("{}.about", spec.text_id())), "{} is not described", spec.name);
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        let count = |lang, n: usize| Texts::new(lang).with("search-found", [("count", n.into())]);
        assert_eq!([0, 1, 2].map(|n| count(Lang::En, n)), ["0 messages", "1 message", "2 messages"]);
        assert_eq!([0, 1, 2].map(|n| count(Lang::Fr, n)), ["0 message", "1 message", "2 messages"]);
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
    fn french_is_set_as_french_is() {
        let texts = Texts::new(Lang::Fr);
        assert_eq!(texts.get("queue-filter"), "Seulement avec\u{a0}:");
        let typed = texts.with("amount-not-a-number", [("typed", "x".into())]);
        assert!(typed.starts_with("«\u{a0}x\u{a0}» n’est pas"), "{typed}");
        let source = source(Lang::Fr);
        let values = source.lines().filter(|line| !line.starts_with('#'));
        for line in values.filter(|line| !line.contains("->")) {
            assert!(
                !line.contains('\'')
                    && ![" :", " ;", " ?", " !", " %", "« ", " »"].iter().any(|bad| line.contains(bad))
            );
        }
    }

    #[test]
    fn counts_are_grouped_as_each_language_does() {
        assert_eq!(Texts::new(Lang::En).count(1_234_567), "1,234,567");
        assert_eq!(Texts::new(Lang::Fr).count(1_234), "1\u{202f}234");
        assert_eq!(Texts::new(Lang::Fr).count(999), "999");
    }
}
