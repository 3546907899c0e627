//! What a command says of its failure, in each language.

use std::fmt;
use std::io;

use super::i18n::{Arg, message};
use crate::domain::case::evidence_file::NotStored;
use crate::domain::ids::{BadId, Handle};
use crate::domain::refusal::Refusal;
use crate::domain::vocabulary::{Lang, UnknownWord};
use crate::store::StoreError;
use crate::ui::i18n::refusal;

/// A sentence without its capital and its full stop. Its English is what programs get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    english: String,
    french: String,
}

impl Sentence {
    /// Returns a text of `assets/locales/*/cli.ftl`, filled in.
    pub fn new<const N: usize>(key: &str, values: [(&str, Self); N]) -> Self {
        Self::of(|lang| {
            let texts: Vec<_> =
                values.iter().map(|(name, value)| (*name, Arg::Text(value.in_language(lang)))).collect();
            message(lang, key, &texts)
        })
    }

    /// Returns what is said in each language.
    pub fn of(say: impl Fn(Lang) -> String) -> Self {
        Self { english: say(Lang::En), french: say(Lang::Fr) }
    }

    /// Returns why the content of a file is not stored: in English the contract's word for it.
    pub fn not_stored(why: NotStored) -> Self {
        let french = message(Lang::Fr, &format!("not-kept-{}", why.as_str()), &[]);
        Self { english: why.as_str().to_owned(), french }
    }

    /// Returns why a rule said no, with what `name_of` says for its mediators.
    pub fn of_refusal(refused: &Refusal, name_of: &dyn Fn(&Handle) -> String) -> Self {
        Self::of(|lang| refusal::naming(lang, refused, name_of))
    }

    pub fn in_language(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.english,
            Lang::Fr => &self.french,
        }
    }

    /// Returns what a program gets.
    pub fn english(&self) -> &str {
        &self.english
    }

    /// Returns the sentence with something else in the place of some of its words.
    pub fn replace(&self, words: &str, with: &str) -> Self {
        Self::of(|lang| self.in_language(lang).replace(words, with))
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl std::error::Error for Sentence {}

/// What has no language: a name, a number, what the system says.
impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self { english: text.clone(), french: text }
    }
}

impl From<&str> for Sentence {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&Refusal> for Sentence {
    fn from(refused: &Refusal) -> Self {
        Self::of(|lang| refusal::in_language(lang, refused))
    }
}

impl From<&StoreError> for Sentence {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Refused(refused) => refused.into(),
            error => Self { english: error.to_string(), french: refusal::french_store_error(error) },
        }
    }
}

impl From<&BadId> for Sentence {
    fn from(bad: &BadId) -> Self {
        let parts = [("typed", bad.text.as_str().into()), ("shape", bad.shape.into())];
        Self { english: bad.to_string(), ..Self::new("cli-error-id", parts) }
    }
}

impl From<&UnknownWord> for Sentence {
    fn from(unknown: &UnknownWord) -> Self {
        let parts = [("typed", unknown.text.as_str().into()), ("expected", unknown.expected.as_str().into())];
        Self { english: unknown.to_string(), ..Self::new("cli-error-word", parts) }
    }
}

impl From<&io::Error> for Sentence {
    fn from(error: &io::Error) -> Self {
        let key = match error.kind() {
            io::ErrorKind::NotFound => "cli-error-not-found",
            io::ErrorKind::PermissionDenied => "cli-error-permission",
            io::ErrorKind::AlreadyExists => "cli-error-exists",
            io::ErrorKind::IsADirectory => "cli-error-folder",
            io::ErrorKind::NotADirectory => "cli-error-not-a-folder",
            io::ErrorKind::StorageFull => "cli-error-full",
            io::ErrorKind::ReadOnlyFilesystem => "cli-error-read-only",
            _ => return error.to_string().into(),
        };
        Self { english: error.to_string(), ..Self::new(key, []) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_in_the_language_of_the_sentence() {
        let missing = io::Error::from(io::ErrorKind::NotFound);
        let said = Sentence::new("cli-error-of", [("what", "x.jsonl".into()), ("why", (&missing).into())]);
        assert_eq!(said.in_language(Lang::En), format!("x.jsonl: {missing}"));
        assert_eq!(said.in_language(Lang::Fr), "x.jsonl\u{a0}: fichier ou dossier introuvable");
        assert_eq!(said.to_string(), said.english());
    }
}
