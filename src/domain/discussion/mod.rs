//! The three-way discussion between client, seller and mediator.
//!
//! - [`thread`]: messages, answers to asks, attachments, read receipts.
//! - [`proposals`]: settlements put to both parties.
//! - [`reminders`]: what a party owes an answer to.
//! - [`system_messages`]: what litige itself writes.
//! - [`templates`]: reply templates of the team.
//! - [`lexicon`]: contact data and heated words that are pointed out to the mediator.

pub mod lexicon;
pub mod proposals;
pub mod reminders;
pub mod system_messages;
pub mod templates;
pub mod thread;
