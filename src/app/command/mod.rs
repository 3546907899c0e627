//! Every command, declared once in the [table](TABLE): its name, its keys, when it is possible and why not, and what it does.
//! Keymap, footer, palette, help and manual derive from it.

mod group;
mod table;

pub use group::CommandGroup;
pub use table::{Command, TABLE};

use super::effect::Effect;
use super::model::{Model, Unavailable};

/// Where keys work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyContext {
    Queue,
    Case,
    /// Writing several lines: letters are text.
    Writing,
    /// Writing one line: letters are text.
    Field,
    /// Writing one line over a list of what it finds: letters are text.
    Finder,
    /// Choosing from a list.
    List,
    /// Yes or no.
    Confirm,
    /// Reading: help, an opened message.
    Reading,
    /// Looking at evidence, piece by piece.
    Evidence,
    /// Looking at charts, page by page.
    Statistics,
    /// The list of notifications.
    Notifications,
}

impl KeyContext {
    pub const ALL: [Self; 11] = [
        Self::Queue,
        Self::Case,
        Self::Writing,
        Self::Field,
        Self::Finder,
        Self::List,
        Self::Confirm,
        Self::Reading,
        Self::Evidence,
        Self::Statistics,
        Self::Notifications,
    ];

    /// Returns whether letters are text there.
    pub fn is_writing(self) -> bool {
        matches!(self, Self::Writing | Self::Field | Self::Finder)
    }
}

/// What a command does.
pub(in crate::app) type CommandFn = fn(&mut Model, &mut Vec<Effect>);

/// A command as declared.
#[derive(Debug)]
pub struct Spec {
    pub command: Command,
    /// Its name in the configuration, for the palette and in the manual.
    pub name: &'static str,
    /// Its default keys, and where they work.
    pub keys: &'static [(&'static [KeyContext], &'static [&'static str])],
    /// Whether the palette offers it.
    pub listed: bool,
    pub(in crate::app) available: fn(&Model) -> Result<(), Unavailable>,
    pub(in crate::app) run: CommandFn,
}

impl Spec {
    /// Returns where its texts are in the locales: a short label at this id, a sentence under its attribute `about`.
    pub fn text_id(&self) -> String {
        format!("command-{}", self.name)
    }

    /// Returns whether it has default keys in a context.
    pub fn works_in(&self, context: KeyContext) -> bool {
        self.keys.iter().any(|(contexts, _)| contexts.contains(&context))
    }
}

impl Command {
    /// Returns the command's row of the table.
    pub fn spec(self) -> &'static Spec {
        // The enum and the table are made of the same rows, in the same order.
        &TABLE[self as usize]
    }

    /// Checks whether it is possible now.
    ///
    /// # Errors
    /// Why it is not.
    pub fn available(self, model: &Model) -> Result<(), Unavailable> {
        (self.spec().available)(model)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_kebab_case_and_unique() {
        let names: BTreeSet<_> = TABLE.iter().map(|spec| spec.name).collect();
        assert_eq!(names.len(), TABLE.len());
        for name in names {
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{name}");
        }
    }

    #[test]
    fn each_command_has_its_own_row_and_a_key() {
        for spec in TABLE {
            assert_eq!(spec.command.spec().name, spec.name);
            assert!(spec.keys.iter().any(|(_, keys)| !keys.is_empty()), "{} can't be reached", spec.name);
        }
    }

    #[test]
    fn letters_are_inert_while_writing() {
        for spec in TABLE {
            let writing = spec.keys.iter().filter(|(contexts, _)| contexts.iter().any(|c| c.is_writing()));
            for text in writing.flat_map(|(_, keys)| *keys) {
                let keys: crate::app::key::KeySequence = text.parse().unwrap();
                assert!(keys.0.iter().all(|key| key.writes().is_none()), "{} on {text}", spec.name);
            }
        }
    }
}
