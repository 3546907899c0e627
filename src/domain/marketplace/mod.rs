//! What the marketplace sends and what it is sent.
//!
//! - [`event`]: the types of events; [`event_json`]: an event as a line of JSON.
//! - [`outbox`]: the lines for the marketplace.

pub mod event;
pub mod event_json;
pub mod outbox;
