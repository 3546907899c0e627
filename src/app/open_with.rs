//! Which program opens a file of evidence that the desk doesn't show.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::case::evidence_file::bare;

/// What stands for the file in a command.
const FILE: &str = "{file}";

/// The programs, by media type as it is configured: `application/pdf`, or `image/*` for every ending.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpenWith(BTreeMap<String, String>);

impl OpenWith {
    /// Returns whether nothing is configured.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns each media type with its command, as configured.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(kind, command)| (kind.as_str(), command.as_str()))
    }

    /// Returns the program for a media type with its arguments, `{file}` in the place of the file. The type itself goes before
    /// one with a star, and a longer one of those before a shorter.
    pub fn program(&self, media_type: &str) -> Option<Vec<String>> {
        let wanted = bare(media_type);
        let begins =
            |kind: &str| kind.strip_suffix('*').is_some_and(|start| wanted.starts_with(&start.to_ascii_lowercase()));
        let exact = self.entries().find(|(kind, _)| kind.eq_ignore_ascii_case(&wanted));
        let (_, command) =
            exact.or_else(|| self.entries().filter(|(kind, _)| begins(kind)).max_by_key(|(kind, _)| kind.len()))?;
        split_command(command).ok()
    }

    /// Checks every entry.
    ///
    /// # Errors
    /// What is wrong with the first that can't be used.
    pub fn check(&self) -> Result<(), String> {
        self.entries().try_for_each(|(kind, command)| {
            if !kind.contains('/') && kind != "*" {
                return Err(format!("{kind:?} is no media type; write one like \"application/pdf\" or \"image/*\""));
            }
            split_command(command).map(drop)
        })
    }
}

/// Takes a command apart as a shell would, without being one: nothing is expanded.
fn split_command(command: &str) -> Result<Vec<String>, String> {
    let parts = shlex::split(command).ok_or_else(|| format!("{command:?} has a quote that is not closed"))?;
    match parts.as_slice() {
        [program, arguments @ ..] if !program.is_empty() && arguments.iter().any(|word| word.contains(FILE)) => {
            Ok(parts)
        }
        _ => Err(format!("{command:?} is no program with {FILE} among its arguments, like \"zathura {FILE}\"")),
    }
}

/// Puts a file's path in the place of `{file}`.
pub fn with_path(program: &[String], path: &str) -> Vec<String> {
    program.iter().map(|word| word.replace(FILE, path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open_with(entries: &[(&str, &str)]) -> OpenWith {
        OpenWith(entries.iter().map(|(kind, command)| ((*kind).to_owned(), (*command).to_owned())).collect())
    }

    #[test]
    fn the_nearest_media_type_has_the_word() {
        let configured = open_with(&[
            ("application/pdf", "zathura --fork=no {file}"),
            ("image/*", "feh {file}"),
            ("image/svg*", "'my viewer' 'file={file}'"),
            ("*", "xdg-open {file}"),
        ]);
        for (media_type, expected) in [
            ("application/pdf", vec!["zathura", "--fork=no", "{file}"]),
            ("Application/PDF; version=1", vec!["zathura", "--fork=no", "{file}"]),
            ("image/png", vec!["feh", "{file}"]),
            ("image/svg+xml", vec!["my viewer", "file={file}"]),
            ("x/y", vec!["xdg-open", "{file}"]),
        ] {
            assert_eq!(configured.program(media_type).unwrap(), expected, "{media_type}");
        }
        assert_eq!(open_with(&[("image/*", "feh {file}")]).program("text/plain"), None);
        assert_eq!(with_path(&configured.program("image/svg+xml").unwrap(), "/a b;c"), ["my viewer", "file=/a b;c"]);
    }

    #[test]
    fn what_cannot_open_a_file_is_said() {
        for (kind, command) in [
            ("pdf", "zathura {file}"),
            ("application/pdf", "zathura"),
            ("application/pdf", "{file}"),
            ("application/pdf", "'' {file}"),
            ("application/pdf", ""),
            ("application/pdf", "zathura '{file}"),
        ] {
            open_with(&[(kind, command)]).check().unwrap_err();
        }
        open_with(&[("application/pdf", "zathura {file}"), ("*", "open {file}")]).check().unwrap();
    }
}
