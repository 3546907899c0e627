//! The demo: believable disputes in French and English, dated from now, and parties who answer by themselves. All that is
//! said in it stands in `data/`, one JSON object a line; `data/README.md` describes the lines.
//!
//! - [`make`] fills a new database from `data/cases/`, through the same rules as everyone else.
//! - [`synthetic`] is what `litige seed` fills a database with: as much as is wanted, believable from afar.
//! - [`Parties`] is what client and seller do while the desk is open, by the script in `data/parties.jsonl`.

mod data_lines;
pub mod parties;
mod party_script;
mod seed_demo;
pub mod synthetic;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::store::StoreError;

pub use data_lines::{DataError, DataFault};
pub use parties::Parties;
pub use seed_demo::seed;

/// The short name of the mediator who sits at the demo's desk.
pub const MEDIATOR: &str = "camille";

/// Why the demo could not be made.
#[derive(Debug)]
pub enum DemoError {
    /// A line of `data/` is wrong, or the rules refused it.
    Data(DataError),
    /// The database holds something already.
    NotEmpty,
    /// The store could not be written.
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
