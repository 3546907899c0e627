//! litige: the desk where the mediators of a freelance marketplace settle disputes.
//!
//! Data flows one way, and each layer knows only the layers below it (docs/architecture.md):
//!
//! - [`domain`]: the rules, pure.
//! - [`store`]: the trait that keeps cases, and the backends behind it.
//! - [`app`]: the desk's state and the one function that changes it; no I/O.
//! - [`ui`]: drawing; it changes nothing.
//! - [`runtime`]: the only threads and the only terminal.
//! - [`demo`]: the seeded demo and its parties.
//! - [`cli`]: the command line; [`config`]: the configuration file.

pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod runtime;
pub mod store;
pub mod ui;
