//! The command line's texts for people, in their language.

use std::sync::OnceLock;

use chrono::Local;
use fluent_bundle::{FluentArgs, FluentValue};

use super::team_names::TeamNames;
use crate::domain::audit::Record;
use crate::domain::ids::Handle;
use crate::domain::time::Time;
use crate::domain::vocabulary::Lang;
use crate::ui::i18n::activity::{self, ActivityFormat};
use crate::ui::i18n::{Bundle, command_line};

/// A variable of a message.
#[derive(Debug, Clone, Copy)]
pub enum Arg<'a> {
    /// Text that is safe to show.
    Text(&'a str),
    /// A number, which selects the plural.
    Count(u64),
}

/// Returns the message with this key. An unknown key is returned itself.
pub fn message(lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let mut values = FluentArgs::new();
    for (name, arg) in args {
        values.set(
            *name,
            match arg {
                Arg::Text(text) => FluentValue::from(*text),
                Arg::Count(n) => FluentValue::from(*n),
            },
        );
    }
    bundle(lang).get(key, &values)
}

/// Formats messages and values in a language.
#[derive(Debug, Clone, Copy)]
pub struct Localizer {
    pub lang: Lang,
}

impl Localizer {
    /// Returns the message with this key.
    pub fn message(self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<_> = args.iter().map(|(name, text)| (*name, Arg::Text(text))).collect();
        message(self.lang, key, &args)
    }

    /// Like [`Localizer::message`], with owned values.
    pub fn message_owned(self, key: &str, args: &[(&str, String)]) -> String {
        let args: Vec<_> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.message(key, &args)
    }

    /// Returns the translation of a term of one of the contract's vocabularies.
    pub fn term(self, kind: &str, word: &str) -> String {
        message(self.lang, &format!("cli-{kind}-{word}"), &[])
    }

    /// Returns who did what a record of the audit tells of, and what it was, as it follows the name.
    pub fn activity(self, record: &Record, names: &TeamNames) -> (String, String) {
        let (name_of, time) = (|handle: &Handle| names.name_of(handle), |at: Time| self.time(at));
        let format = ActivityFormat { lang: self.lang, name_of: &name_of, time: &time };
        let texts = bundle(self.lang);
        (activity::actor(texts, record, &format), activity::phrase(texts, record, &format))
    }

    /// Formats a time in the local time zone.
    pub fn time(self, at: Time) -> String {
        at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
    }

    /// Formats the time left, rounded down to minutes below 2 hours, hours below 2 days, else days: `40 min`, `30 h`,
    /// `3 d`, `2 h late`.
    pub fn time_left(self, until: Time, now: Time) -> String {
        let minutes = until.signed_duration_since(now).num_minutes();
        let (key, n) = match minutes.unsigned_abs() {
            n @ 0..120 => ("cli-minutes", n),
            n @ 120..2880 => ("cli-hours", n / 60),
            n => ("cli-days", n / 1440),
        };
        let length = message(self.lang, key, &[("n", Arg::Count(n))]);
        if minutes < 0 { self.message("cli-late", &[("time", &length)]) } else { length }
    }
}

/// The texts of a language, read when they are first asked for.
fn bundle(lang: Lang) -> &'static Bundle {
    static FR: OnceLock<Bundle> = OnceLock::new();
    static EN: OnceLock<Bundle> = OnceLock::new();
    let cell = match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    };
    cell.get_or_init(|| Bundle::new(lang, command_line(lang)))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use fluent_bundle::FluentResource;

    use super::*;

    fn keys(lang: Lang) -> BTreeSet<&'static str> {
        command_line(lang)
            .lines()
            .filter_map(|l| l.split_once(" ="))
            .map(|(k, _)| k)
            .filter(|k| k.starts_with("cli-"))
            .collect()
    }

    #[test]
    fn both_languages_say_everything() {
        for &lang in Lang::ALL {
            assert!(FluentResource::try_new(command_line(lang).to_owned()).is_ok(), "{lang}");
            assert_eq!(keys(lang), keys(Lang::En), "{lang}");
        }
    }

    /// Returns the variables in each key's message.
    fn variables(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in command_line(lang).lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| name.starts_with("cli-")) {
                key = name.to_owned();
            }
            let names = line.split('$').skip(1).map(|rest| rest.split([' ', '}']).next().unwrap().to_owned());
            all.entry(key.clone()).or_default().extend(names);
        }
        all
    }

    #[test]
    fn both_languages_use_the_same_variables() {
        assert_eq!(variables(Lang::Fr), variables(Lang::En));
    }

    /// Collects the string literals of the code in a folder, without its tests.
    fn literals(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                literals(&path, found);
            } else {
                let source = std::fs::read_to_string(path).unwrap();
                let code = source.split("#[cfg(test)]").next().unwrap();
                found.extend(code.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned));
            }
        }
    }

    /// A key is used literally, or as a vocabulary and a term of the contract.
    #[test]
    fn no_key_is_unused() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let (mut ours, mut all) = (BTreeSet::new(), BTreeSet::new());
        literals(&root.join("cli"), &mut ours);
        literals(&root, &mut all);
        let is_used = |key: &str| {
            let rest = key.strip_prefix("cli-").unwrap();
            let split = rest.match_indices('-').map(|(at, _)| (&rest[..at], &rest[at + 1..]));
            let known = |word: &str| all.contains(word) || all.contains(&word.replace('-', "."));
            let vocabulary =
                |kind: &str| ours.contains(kind) || ours.iter().any(|text| text.starts_with(&format!("cli-{kind}-{{")));
            ours.contains(key) || split.into_iter().any(|(kind, word)| vocabulary(kind) && known(word))
        };
        let unused: Vec<_> = keys(Lang::En).into_iter().filter(|key| !is_used(key)).collect();
        assert!(unused.is_empty(), "{unused:#?}");
    }

    #[test]
    fn every_word_of_the_contract_is_said() {
        use crate::domain::vocabulary::*;
        fn keys_for<T: Copy>(kind: &str, all: &[T], word: fn(T) -> &'static str) -> Vec<String> {
            all.iter().map(|w| format!("cli-{kind}-{}", word(*w))).collect()
        }
        let all = [
            keys_for("side", WaitingOn::ALL, WaitingOn::as_str),
            keys_for("side", Speaker::ALL, Speaker::as_str),
            keys_for("turn", WaitingOn::ALL, WaitingOn::as_str),
            keys_for("ground", Ground::ALL, Ground::as_str),
            keys_for("opened", OpenedBy::ALL, OpenedBy::as_str),
            keys_for("state", DisputeState::ALL, DisputeState::as_str),
            keys_for("order", OrderState::ALL, OrderState::as_str),
            keys_for("outcome", Outcome::ALL, Outcome::as_str),
            keys_for("plan", Outcome::ALL, Outcome::as_str),
            keys_for("basis", Basis::ALL, Basis::as_str),
            keys_for("ask", AskState::ALL, AskState::as_str),
            keys_for("proposal", ProposalState::ALL, ProposalState::as_str),
            keys_for("answer", Answer::ALL, Answer::as_str),
            keys_for("role", Role::ALL, Role::as_str),
        ];
        for key in all.concat() {
            assert_ne!(message(Lang::En, &key, &[]), key);
        }
    }
}
