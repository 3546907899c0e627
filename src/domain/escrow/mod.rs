//! The money of an order, from the client's payment to its last payout.
//!
//! - [`ledger`]: double entry; an order's balances always add up.
//! - [`settlement`]: who gets how much with each outcome, and the preview of a decision.

pub mod ledger;
pub mod settlement;
