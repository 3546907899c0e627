//! What can't be used of the files that a person may write, in each language, and what stands in its place.

use std::io;
use std::path::Path;

use super::sentence::Sentence;
use crate::config::{ConfigFault, ConfigWarning};
use crate::ui::i18n::technical::said_in;

/// What stands in the place of a file or of a line that can't be used.
#[derive(Debug, Clone, Copy)]
pub enum Instead {
    Defaults,
    StandardList,
    StandardReplies,
    StandardText,
    StandardTexts,
    StandardTheme,
    /// Nothing: the line is left out.
    Nothing,
}

impl Instead {
    fn key(self) -> &'static str {
        match self {
            Self::Defaults => "cli-instead-defaults",
            Self::StandardList => "cli-instead-list",
            Self::StandardReplies => "cli-instead-replies",
            Self::StandardText => "cli-instead-text",
            Self::StandardTexts => "cli-instead-texts",
            Self::StandardTheme => "cli-instead-theme",
            Self::Nothing => "cli-instead-nothing",
        }
    }
}

/// Returns that a whole file can't be used.
pub fn of_file(path: &Path, why: Sentence, instead: Instead) -> Sentence {
    let parts = [("path", shown(path)), ("why", why), ("instead", Sentence::new(instead.key(), []))];
    Sentence::new("cli-warning-file", parts)
}

/// Returns that a line of a file can't be used.
pub fn of_line(path: &Path, line: usize, why: Sentence, instead: Instead) -> Sentence {
    let line = line.to_string().into();
    let parts = [("path", shown(path)), ("line", line), ("why", why), ("instead", Sentence::new(instead.key(), []))];
    Sentence::new("cli-warning-line", parts)
}

/// Returns what a part of the program that has no language of its own says.
pub fn technical(text: &str) -> Sentence {
    Sentence::of(|lang| said_in(lang, text).into_owned())
}

/// Returns why a file can't be read.
pub fn unreadable(error: &io::Error) -> Sentence {
    if error.kind() == io::ErrorKind::Other { technical(&error.to_string()) } else { error.into() }
}

fn shown(path: &Path) -> Sentence {
    path.display().to_string().into()
}

impl From<&ConfigWarning> for Sentence {
    fn from(warning: &ConfigWarning) -> Self {
        let path = warning.path.as_path();
        match &warning.fault {
            ConfigFault::Unreadable(error) => of_file(path, unreadable(error), Instead::Defaults),
            ConfigFault::Line(line, why) => of_line(path, *line, technical(why), Instead::Nothing),
            ConfigFault::PolicyIsElsewhere(line) => {
                Self::new("cli-warning-policy", [("path", shown(path)), ("line", line.to_string().into())])
            }
            ConfigFault::Keys(why) => Self::new("cli-warning-keys", [("path", shown(path)), ("why", technical(why))]),
        }
    }
}
