//! The desk's event loop: the only code that starts threads and touches the terminal.
//!
//! Every input (keys, store replies, changes by other processes, signals, the clock) becomes one message for the app,
//! in order of arrival. The effects that the app returns are executed here, on threads that never delay a key.

mod alert;
mod clipboard;
pub mod clock;
mod connection;
mod decoder;
mod draft_fallback;
mod editor;
mod erase_local;
#[cfg(test)]
mod faulty_store;
mod first_steps;
mod frame;
mod input;
mod leaving;
mod log;
mod new_file;
mod opened_files;
mod orphaned_edits;
mod panics;
pub mod pictures;
mod presence;
pub mod reads;
mod run;
mod session_file;
mod signals;
mod sleep;
pub mod stop;
mod survey;
mod terminal;
mod theme_choice;
mod unsaved_drafts;
mod watcher;
mod worker;
mod writer;

use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use crate::app::Msg;
use crate::app::keymap::Keymap;
use crate::app::notify_mode::NotifyMode;
use crate::app::open_with::OpenWith;
use crate::domain::discussion::lexicon::Lexicon;
use crate::domain::discussion::templates::TemplateLibrary;
use crate::domain::ids::{DisputeId, Handle, SystemAccount};
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
pub use new_file::write_new;
use panics::PanicHook;
pub use pictures::ImageProtocol;
use run::ExitReason;
use signals::Signal;
pub use survey::{TerminalSurvey, survey_terminal};

/// Opens another connection to the desk's database; each thread that reads or writes has its own. The runtime does not
/// know the backend: the caller of [`run_desk`] provides it.
pub type OpenStore = Arc<dyn Fn() -> Result<Box<dyn Store + Send>, StoreError> + Send + Sync>;

/// Simulates the parties of a demo: called about once a second with a store to read, returns the events that are due.
pub type DemoParties = Box<dyn FnMut(&dyn Store, Time) -> Vec<Event> + Send>;

/// The path that a case was exported to, or why it could not be written.
pub type ExportResult = Result<String, String>;

/// Exports a case to a new file and returns its path.
pub type ExportCase = Arc<dyn Fn(&dyn Store, DisputeId) -> Result<ExportResult, StoreError> + Send + Sync>;

/// Options to start the desk.
pub struct DeskOptions {
    /// The database, as it is named on screen and in errors.
    pub place: Place,
    /// The acting mediator; without one the desk is read-only.
    pub me: Option<Handle>,
    /// The account of the system that the desk runs as, where members may be bound to one.
    pub account: Option<SystemAccount>,
    pub lang: Lang,
    /// Set for a demo database.
    pub demo: Option<DemoOptions>,
    pub keymap: Keymap,
    pub templates: TemplateLibrary,
    pub theme: ThemeChoice,
    /// The texts of the screens.
    pub texts: Texts,
    /// Contact data and heated words to highlight in the parties' messages.
    pub lexicon: Lexicon,
    /// Whether mouse events are requested from the terminal.
    pub mouse: bool,
    /// How long a lone ESC byte waits for the rest of a sequence before it is the Esc key.
    pub escape_timeout: Duration,
    /// Problems found in the configuration, one line each.
    pub warnings: Vec<String>,
    /// How the mediator is notified while they don't look at the terminal.
    pub notify: NotifyMode,
    /// The program that notifies, with its arguments.
    pub notify_command: Vec<String>,
    /// The programs that open files of evidence.
    pub open_with: OpenWith,
    /// How pictures are drawn; detected by default.
    pub image_protocol: ImageProtocol,
    pub open_store: OpenStore,
    pub export_case: ExportCase,
}

/// Options of a desk on a demo database.
#[derive(Default)]
pub struct DemoOptions {
    /// The simulated parties; `None` with `--still`.
    pub parties: Option<DemoParties>,
    /// Whether the first desk of the user's on any demo says what it is.
    pub shows_first_steps: bool,
}

impl DeskOptions {
    /// Returns the options of a read-only desk on this database.
    pub fn new(place: Place, lang: Lang, keymap: Keymap, open_store: OpenStore, export_case: ExportCase) -> Self {
        Self {
            place,
            me: None,
            account: None,
            lang,
            demo: None,
            keymap,
            templates: standard_templates(),
            theme: ThemeChoice::default(),
            texts: Texts::new(lang),
            lexicon: Lexicon::default(),
            mouse: true,
            escape_timeout: Duration::from_millis(50),
            warnings: Vec::new(),
            notify: NotifyMode::Off,
            notify_command: Vec::new(),
            open_with: OpenWith::default(),
            image_protocol: ImageProtocol::default(),
            open_store,
            export_case,
        }
    }
}

/// An event for the main loop.
#[derive(Debug)]
enum LoopEvent {
    Input(Input),
    Signal(Signal),
    /// The mediator's editor has exited.
    Editor(editor::EditorExit),
    /// A message for the app, usually a reply of the store.
    Msg(Msg),
    /// A picture has been drawn; the source has this many pixels.
    Picture(Box<Picture>, (u32, u32)),
}

/// Returns the current time. Only the runtime reads the clock; the layers above get the time as an argument.
pub fn now() -> Time {
    clock::utc_now() + panics::clock_offset()
}

/// Runs the desk on the terminal until the mediator quits, with a store that is known to be usable. On a terminating
/// signal, the desk saves drafts, restores the terminal, and then lets the signal kill the process, as its sender
/// expects.
///
/// # Errors
/// Returns an error if standard input or output is no terminal, if the database can't be used, or if the desk fails.
pub fn run_desk(options: DeskOptions, store: Box<dyn Store + Send>) -> anyhow::Result<()> {
    terminal::check_is_terminal()?;
    let log = Log::start();
    let panic_hook = PanicHook::install();
    let mut last_words = None;
    let exit_reason = run::run(options, store, log.path(), &mut last_words);
    drop(panic_hook);
    drop(log);
    if let Some(words) = last_words {
        // Whether anybody reads it, the desk has ended.
        let _ = writeln!(io::stderr(), "litige: {words}");
    }
    match exit_reason? {
        ExitReason::Quit => Ok(()),
        ExitReason::Signal(signal) => Ok(signal_hook::low_level::emulate_default_handler(signal)?),
    }
}
