//! How the desk draws attention outside the terminal's cells.

use crate::domain::vocabulary::vocabulary;

vocabulary!(
    /// How a mediator who does not look at the terminal is notified.
    NotifyMode, "a way to notify", {
        /// Not at all.
        Off = "off",
        /// The terminal's bell.
        Bell = "bell",
        /// A notification of the terminal's own (OSC 9 or OSC 777).
        Osc = "osc",
        /// A program.
        Command = "command",
    }
);
