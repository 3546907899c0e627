//! The only threads and the only terminal.
//!
//! Everything from outside (keys, store replies, other processes' changes, signals, the clock) becomes one message for
//! the app, in one order; the app's effects come back here and are carried out by threads that never make a key wait.

mod connection;
mod decoder;
mod draft_fallback;
mod editor;
mod erase_local;
#[cfg(test)]
mod fake;
mod frame;
mod input;
mod log;
mod orphaned_edits;
mod panics;
mod pictures;
mod presence;
mod run;
mod signals;
mod terminal;
mod theme_choice;
mod watcher;
mod worker;

use std::sync::Arc;

use chrono::Utc;

use crate::app::Msg;
use crate::app::keymap::Keymap;
use crate::domain::discussion::lexicon::Lexicon;
use crate::domain::discussion::templates::TemplateLibrary;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::marketplace::event::Event;
use crate::domain::time::Time;
use crate::domain::vocabulary::Lang;
use crate::store::{Place, Store, StoreError};
use crate::ui::Picture;
use crate::ui::i18n::{Texts, standard_templates};
use crate::ui::theme::ThemeChoice;

pub use erase_local::erase_local_names;
use input::Input;
use log::Log;
use panics::PanicHook;
pub use pictures::{ImageProtocol, draw_picture};
use run::ExitReason;
use signals::Signal;

/// Opens the desk's database anew; each thread that reads or writes asks for a connection of its own. The runtime knows no
/// backend: `main` gives it.
pub type OpenStore = Arc<dyn Fn() -> Result<Box<dyn Store + Send>, StoreError> + Send + Sync>;

/// What the parties of a demo do by themselves: called about once a second with a store to look at, it returns the events
/// that are due now.
pub type DemoParties = Box<dyn FnMut(&dyn Store, Time) -> Vec<Event> + Send>;

/// Where a case was written to, or why it was not.
pub type ExportResult = Result<String, String>;

/// Writes a case to a file of its own and says where.
pub type ExportCase = Arc<dyn Fn(&dyn Store, DisputeId) -> Result<ExportResult, StoreError> + Send + Sync>;

/// What the desk needs to know to start.
pub struct DeskOptions {
    /// The database, to be named on screen and in errors.
    pub place: Place,
    /// Who acts; without one the desk is read only.
    pub me: Option<Handle>,
    /// The language of the screens.
    pub lang: Lang,
    /// Set when it is the demo.
    pub demo: Option<DemoOptions>,
    /// The keys.
    pub keymap: Keymap,
    /// The ready replies.
    pub templates: TemplateLibrary,
    /// The colours.
    pub theme: ThemeChoice,
    /// The texts of the screens.
    pub texts: Texts,
    /// What in the parties' messages is pointed out.
    pub lexicon: Lexicon,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// What in the configuration could not be used, a line each.
    pub warnings: Vec<String>,
    /// How pictures are drawn, where it should not be found out.
    pub image_protocol: ImageProtocol,
    /// How a thread opens the database.
    pub open_store: OpenStore,
    /// How a case is written to a file.
    pub export_case: ExportCase,
}

/// What is different about a desk on the demo.
#[derive(Default)]
pub struct DemoOptions {
    /// The parties who answer by themselves; `None` with `--still`.
    pub parties: Option<DemoParties>,
}

impl DeskOptions {
    /// A desk on this database, acting for nobody.
    pub fn new(place: Place, lang: Lang, keymap: Keymap, open_store: OpenStore, export_case: ExportCase) -> Self {
        Self {
            place,
            me: None,
            lang,
            demo: None,
            keymap,
            templates: standard_templates(),
            theme: ThemeChoice::default(),
            texts: Texts::new(lang),
            lexicon: Lexicon::default(),
            mouse: true,
            warnings: Vec::new(),
            image_protocol: ImageProtocol::default(),
            open_store,
            export_case,
        }
    }
}

/// What wakes the desk, in the order in which it happened.
#[derive(Debug)]
enum LoopEvent {
    /// From the terminal.
    Input(Input),
    /// From the system.
    Signal(Signal),
    /// The mediator's editor ended.
    Editor(editor::EditorExit),
    /// From the store.
    Msg(Msg),
    /// A picture is ready, of this many pixels.
    Picture(Box<Picture>, (u32, u32)),
}

/// The time. The runtime is the only one to look at a clock; everyone else is told.
fn now() -> Time {
    Utc::now() + panics::clock_offset()
}

/// Opens the desk on the terminal, with a store that proved usable, and returns when the mediator leaves it. Ended by a
/// signal, it keeps what was written, gives the terminal back and then dies of that signal, as whoever sent it expects.
///
/// # Errors
/// When standard input or output is no terminal, the database can't be used, or the desk could not go on.
pub fn run_desk(options: DeskOptions, store: Box<dyn Store + Send>) -> anyhow::Result<()> {
    terminal::check_is_terminal()?;
    let log = Log::start();
    let panic_hook = PanicHook::install();
    let exit_reason = run::run(options, store, log.path());
    drop(panic_hook);
    drop(log);
    match exit_reason? {
        ExitReason::Quit => Ok(()),
        ExitReason::Signal(signal) => Ok(signal_hook::low_level::emulate_default_handler(signal)?),
    }
}
