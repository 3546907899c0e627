//! The mouse, as the desk knows it: what was done, and to what. Where things are on the screen only the screen knows; it
//! finds what lies under the pointer when it is used, and not before.

use super::command::Command;
use super::model::{Choice, Panel};
use crate::domain::ids::{DisputeId, MessageId};
use crate::domain::vocabulary::View;

/// What was done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAction {
    /// The first button was pressed.
    Press,
    /// The wheel was turned by a notch, towards what comes before.
    WheelUp,
    /// The wheel was turned by a notch, towards what comes after.
    WheelDown,
}

/// What lies under the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitTarget {
    Queue,
    Row(DisputeId),
    /// The preview of the selected case.
    Preview,
    View(View),
    /// The name of one of the mediator's own views, counted from 0.
    SavedView(usize),
    /// A panel of the case, or its name.
    Panel(Panel),
    Message(MessageId),
    Run(Command),
    /// What lies over the screen.
    Layer,
    Item(usize),
    Answer(Choice),
}
