//! The command line (contract.md): one file per family of commands, no rules of its own.

pub mod args;
pub mod error;
pub mod lines;
pub mod out;
pub mod time;
