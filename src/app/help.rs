//! What help says, from the command table and the keymap: never written a second time.

use super::command::{Command, Context};
use super::key::Keys;
use super::model::{Model, Unavailable};

/// A line of help.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub command: Command,
    pub keys: Vec<Keys>,
    /// Whether it is possible now, or why not.
    pub available: Result<(), Unavailable>,
}

/// Returns the commands of a context with their keys, in the order of the table.
pub fn entries(model: &Model, context: Context) -> Vec<Entry> {
    let entry = |command: Command| Entry {
        command,
        keys: model.keymap.keys(context, command).into_iter().cloned().collect(),
        available: command.available(model),
    };
    model.keymap.commands(context).map(entry).collect()
}
