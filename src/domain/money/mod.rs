//! Amounts of money, and the accounts of an order.
//!
//! - [`amount`]: money, currencies, percentages.
//! - [`accounts`]: an order's accounts, the entries between them, its balances.
//! - [`typed_refund`]: a refund as a person types it.

pub mod accounts;
pub mod amount;
pub mod typed_refund;
