//! The only threads and the only terminal.
//!
//! Everything from outside (keys, store replies, other processes' changes, signals, the clock) becomes one message for
//! the app, in one order; the app's effects come back here and are carried out by threads that never make a key wait.

mod decoder;
mod faults;
mod input;
mod log;
mod signals;
mod terminal;

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::event::{Event, Time};
use crate::domain::ids::Handle;
use crate::domain::words::Lang;
use crate::store::{Store, StoreError};

/// Opens the desk's database anew; each thread that reads or writes asks for a connection of its own. The runtime knows no
/// backend: `main` gives it.
pub type OpenStore = Arc<dyn Fn() -> Result<Box<dyn Store + Send>, StoreError> + Send + Sync>;

/// What the parties of a demo do by themselves: called about once a second with a store to look at, it returns the events
/// that are due now.
pub type Answers = Box<dyn FnMut(&dyn Store, Time) -> Vec<Event> + Send>;

/// What the desk needs to know to start.
pub struct DeskOptions {
    /// The database, to be named on screen and in errors.
    pub db: PathBuf,
    /// Who acts; without one the desk is read only.
    pub me: Option<Handle>,
    /// The language of the screens.
    pub lang: Lang,
    /// Set when it is the demo.
    pub demo: Option<DemoDesk>,
    /// How a thread opens the database.
    pub open_store: OpenStore,
}

/// What is different about a desk on the demo.
#[derive(Default)]
pub struct DemoDesk {
    /// The parties who answer by themselves; `None` with `--still`.
    pub answers: Option<Answers>,
}

impl DeskOptions {
    /// A desk on this database, acting for nobody.
    pub fn new(db: PathBuf, lang: Lang, open_store: OpenStore) -> Self {
        Self { db, me: None, lang, demo: None, open_store }
    }
}

/// Opens the desk on the terminal and returns when the mediator leaves it.
///
/// # Errors
/// When standard input or output is no terminal, or the database can't be used.
pub fn run_desk(options: DeskOptions) -> anyhow::Result<()> {
    let _store = (options.open_store)()?;
    anyhow::bail!("the desk is not built yet")
}
