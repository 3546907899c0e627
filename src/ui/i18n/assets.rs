//! The texts that come with the program: the one place that names the files of `assets`, and reads what is in them.

use crate::domain::discussion::lexicon::Lexicon;
use crate::domain::discussion::templates::TemplateLibrary;
use crate::domain::vocabulary::Lang;

/// The files of one language.
struct LocaleFiles {
    /// Texts of the screens, those that they share with the command line, and those of refusals.
    screens: &'static str,
    /// Why a rule said no.
    refusals: &'static str,
    /// Texts of the command line, and those that it shares with the screens.
    command_line: &'static str,
    /// The words that are pointed out in messages.
    word_list: &'static str,
    templates: &'static str,
}

macro_rules! files {
    ($lang:literal) => {
        LocaleFiles {
            screens: concat!(
                include_str!(concat!("../../../assets/locales/", $lang, ".ftl")),
                "\n",
                include_str!(concat!("../../../assets/locales/", $lang, "/hints.ftl")),
                "\n",
                include_str!(concat!("../../../assets/locales/", $lang, "/shared.ftl")),
                "\n",
                include_str!(concat!("../../../assets/locales/", $lang, "/activity.ftl")),
                "\n",
                include_str!(concat!("../../../assets/locales/", $lang, "/refusals.ftl"))
            ),
            refusals: include_str!(concat!("../../../assets/locales/", $lang, "/refusals.ftl")),
            command_line: concat!(
                include_str!(concat!("../../../assets/locales/", $lang, "/cli.ftl")),
                "\n",
                include_str!(concat!("../../../assets/locales/", $lang, "/shared.ftl")),
                "\n",
                include_str!(concat!("../../../assets/locales/", $lang, "/activity.ftl"))
            ),
            word_list: include_str!(concat!("../../../assets/words/", $lang, ".txt")),
            templates: include_str!(concat!("../../../assets/ready/", $lang, ".md")),
        }
    };
}

const fn files(lang: Lang) -> LocaleFiles {
    match lang {
        Lang::Fr => files!("fr"),
        Lang::En => files!("en"),
    }
}

/// Returns the texts of the screens, as a file of Fluent.
pub(super) fn screens(lang: Lang) -> &'static str {
    files(lang).screens
}

/// Returns the texts of refusals, as a file of Fluent.
pub(super) fn refusals(lang: Lang) -> &'static str {
    files(lang).refusals
}

/// Returns the texts of the command line, as a file of Fluent.
pub fn command_line(lang: Lang) -> &'static str {
    files(lang).command_line
}

/// Returns what parts of the program say in English alone, each with what it is in French.
pub(super) fn technical() -> &'static str {
    include_str!("../../../assets/locales/fr/technical.txt")
}

/// Reads the words of one language that are pointed out in messages.
pub fn standard_word_list(lang: Lang) -> Lexicon {
    // A test holds that ours can be read.
    Lexicon::parse(files(lang).word_list).unwrap_or_default()
}

/// Reads the words that are pointed out in messages, in every language: parties mix them.
pub fn standard_lexicon() -> Lexicon {
    Lang::ALL.iter().map(|lang| standard_word_list(*lang)).fold(Lexicon::default(), Lexicon::and)
}

/// Reads the reply templates of every language.
pub fn standard_templates() -> TemplateLibrary {
    TemplateLibrary::new(files(Lang::Fr).templates, files(Lang::En).templates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_lists_that_come_with_the_program_can_be_read() {
        for lang in Lang::ALL {
            Lexicon::parse(files(*lang).word_list).unwrap();
        }
    }
}
