//! The tables, row type by row type, and how the domain's records stand in them.
//!
//! - [`case`]: orders, disputes and what the queue shows of them.
//! - [`history`]: events and the audit.
//! - [`discussion`]: messages, evidence, notes, asks, proposals, receipts.
//! - [`decision`]: decisions, their events and texts, the ledger, the outbox.
//! - [`passages`]: what is found beside messages.
//! - [`team`]: policies, mediators and what is theirs; completed requests.
//! - [`counts`]: sequences and counters.

pub mod case;
pub mod counts;
pub mod decision;
pub mod discussion;
pub mod history;
pub mod passages;
pub mod team;
