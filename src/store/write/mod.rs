//! The meaning of a write, once for every backend: what is loaded, what the rules make of it, which rows that gives, what
//! is counted, and what the audit says. A backend implements [`WriteTransaction`] and maps rows; it decides nothing.
//!
//! - [`act`], [`ingest`], [`settle`], [`bulk`], [`team`], [`policy`]: the writes, each in the order load, policy, rules, facts, headers,
//!   counters, audit, commit.
//! - [`transaction`]: what a backend does in one transaction. [`writer`]: a write in the making.
//! - [`action_details`]: what the audit says of an action, so that it can be told.
//! - [`facts`], [`headers`], [`events`]: what the rules decided, as rows. [`rows`]: the tables; [`table`]: how a row type
//!   declares its columns; [`value`]: what stands in a column.
//! - [`digest`], [`coverage`], [`current_rows`]: what an audit record covers: rows as they were written, and rows that
//!   change, as they stand. [`counters`], [`numbers`]: what is counted and numbered.
//! - [`holders`]: a part of the upgrade from before schema 5.
//! - [`redaction`]: what stands in the place of an erased person.
//! - [`completed`]: requests that were carried out under a key.

pub mod act;
pub mod action_details;
pub mod bulk;
pub mod completed;
pub mod counters;
pub mod coverage;
pub mod current_rows;
pub mod digest;
pub mod events;
pub mod facts;
pub mod fill;
pub mod headers;
pub mod holders;
pub mod ingest;
pub mod numbers;
mod policies;
pub mod policy;
pub mod redaction;
pub mod rows;
pub mod settle;
pub mod table;
pub mod team;
pub mod transaction;
pub mod value;
pub mod writer;

pub use headers::{awaiting, outcome_of};
pub use transaction::{ActionContext, Cause, LoadedCase, NewRecord, WriteTransaction};
pub use writer::{Closing, Writer, stored};
