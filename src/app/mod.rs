//! The desk without a terminal: what it knows ([`Model`]), what happens to it ([`Msg`]), and what it wants done ([`Effect`]).
//! [`update`] is the only way to change it and does no I/O; time arrives in messages.
//!
//! - [`command`] declares every command; [`keymap`] says which keys run them, [`availability`] when they are not possible.
//! - [`related_cases`] lists precedents and the parties' other disputes, to be opened.
//! - [`pending_reminders`] knows what a party is to be reminded of, [`templates`] what a case fills into a reply template.
//! - [`checklist`] lists what the process wants before a decision, and which command leads there.
//! - [`dry_run`] asks the rules before the store is asked; [`decision`] shows what they would do.
//! - [`notify_mode`]: how the mediator is notified outside the terminal.
//! - [`open_with`]: the programs for files that the desk doesn't show.
//! - [`session`] is where the mediator was, for the next desk.
//! - [`text_buffer`] is a text being edited; [`measure`] is what the last frame measured.

pub mod availability;
pub mod checklist;
pub mod command;
pub mod custom_keys;
pub mod decision;
pub mod dry_run;
pub mod effect;
pub mod help;
pub mod key;
pub mod keymap;
pub mod measure;
pub mod model;
pub mod mouse;
pub mod msg;
pub mod notify_mode;
pub mod open_with;
pub mod pending_reminders;
pub mod related_cases;
pub mod reminder;
pub mod session;
pub mod templates;
pub mod text_buffer;
pub(in crate::app) mod update;

pub use effect::{Effect, Generation, Read, Ticket};
pub use model::{Model, Setup};
pub use msg::{Answer, Msg};
pub use update::update;
