//! What help says, from the command table and the keymap: never written a second time.

use super::command::{Command, CommandGroup, KeyContext};
use super::key::KeySequence;
use super::model::{Model, Unavailable};

/// A line of help.
#[derive(Debug, Clone, PartialEq)]
pub struct HelpEntry {
    pub command: Command,
    pub keys: Vec<KeySequence>,
    /// Whether it is possible now, or why not.
    pub available: Result<(), Unavailable>,
}

/// Returns the commands of a context with their keys, in the order of the table.
pub fn entries(model: &Model, context: KeyContext) -> Vec<HelpEntry> {
    let entry = |command: Command| HelpEntry {
        command,
        keys: model.keymap.keys(context, command).into_iter().cloned().collect(),
        available: command.available(model),
    };
    model.keymap.commands(context).map(entry).collect()
}

/// Returns the same by what the commands are for; what a context has nothing of is left out.
pub fn groups(model: &Model, context: KeyContext) -> Vec<(CommandGroup, Vec<HelpEntry>)> {
    let entries = entries(model, context);
    let of = |group: CommandGroup| -> Vec<HelpEntry> {
        entries.iter().filter(|entry| entry.command.group() == group).cloned().collect()
    };
    let groups = CommandGroup::ALL.map(|group| (group, of(group)));
    groups.into_iter().filter(|(_, entries)| !entries.is_empty()).collect()
}
