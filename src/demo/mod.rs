//! The demo: realistic disputes in French and English, dated relative to now, and simulated parties. Its content is in
//! `data/`, one JSON object a line, as described in `data/README.md`.
//!
//! - [`seed`] fills a new database from `data/cases/`, through the regular rules.
//! - [`synthetic`] generates databases of any size for `litige seed`.
//! - [`Parties`] simulates client and seller while the desk is open, by the script in `data/parties.jsonl`.

mod data_lines;
pub mod parties;
mod party_script;
mod seed_demo;
pub mod synthetic;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::store::StoreError;

pub use data_lines::DataError;
pub use parties::Parties;
pub use seed_demo::seed;

/// The handle of the demo's mediator.
pub const MEDIATOR: &str = "camille";

/// Why the demo could not be created.
#[derive(Debug)]
pub enum DemoError {
    /// A line of `data/` is invalid, or the rules refused it.
    Data(DataError),
    /// The database is not empty.
    NotEmpty,
    Store(StoreError),
}

impl fmt::Display for DemoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(bad) => write!(f, "the demo could not be made: {bad}"),
            Self::NotEmpty => f.write_str("the demo needs a new database, and this one holds disputes; use --fresh"),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DemoError {}

impl From<DataError> for DemoError {
    fn from(bad: DataError) -> Self {
        Self::Data(bad)
    }
}

impl From<StoreError> for DemoError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
