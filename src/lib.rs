//! litige: the desk where the mediators of a freelance marketplace settle disputes.
//!
//! Data flows one way, and each floor knows only the floors under it:
//!
//! - [`domain`]: the rules, pure.
pub mod domain;
/// The store.
pub mod store;
