//! litige: the desk where the mediators of a freelance marketplace settle disputes.
//!
//! Data flows one way, and each floor knows only the floors under it:
//!
//! - [`domain`]: the rules, pure.
//! - [`store`]: the trait that keeps cases, and SQLite behind it.
//! - [`app`]: the desk's brain: what it knows, what happens, what it wants done; no I/O.
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
