//! Amounts of money.
//!
//! - [`amount`]: money, currencies, percentages.
//! - [`typed_refund`]: a refund as a person types it.

pub mod amount;
pub mod typed_refund;
