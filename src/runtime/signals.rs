//! Unix signals, as messages.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;
use rustix::process::{self, getpid, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::{LoopEvent, terminal};

/// What a signal asks of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// End in good order, then die of this signal, as whoever sent it expects.
    Terminate(i32),
    /// Give the terminal back and stop.
    Suspend,
    /// We run again after a stop: the terminal may look like anything.
    Resume,
    /// The terminal has another size.
    Resize,
}

/// How long the desk may take to end in good order once it was told to; longer than it waits for its last writes.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(20);

/// Another program has the terminal: what is typed to interrupt or stop it is no word to us.
pub static EDITOR_RUNNING: AtomicBool = AtomicBool::new(false);

/// Listens to signals on a thread of its own, for as long as the process lives. Whoever asks twice that it ends gets it at
/// once.
///
/// # Errors
/// When the handlers can't be installed.
pub fn listen(events: Sender<LoopEvent>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        let mut ending = false;
        for number in signals.forever() {
            if matches!(number, SIGINT | SIGQUIT | SIGTSTP) && EDITOR_RUNNING.load(Ordering::SeqCst) {
                continue;
            }
            let signal = match number {
                SIGTSTP => Signal::Suspend,
                SIGCONT => Signal::Resume,
                SIGWINCH => Signal::Resize,
                end => Signal::Terminate(end),
            };
            let delivered = events.send(LoopEvent::Signal(signal)).is_ok();
            if matches!(signal, Signal::Terminate(_)) {
                if ending || !delivered {
                    die_of(number);
                }
                ending = true;
                // A desk that hangs on a terminal that takes nothing would not hear it.
                thread::spawn(move || {
                    thread::sleep(SHUTDOWN_TIMEOUT);
                    die_of(number);
                });
            }
        }
    })?;
    Ok(())
}

/// Gives the terminal back and dies of this signal at once.
fn die_of(signal: i32) {
    terminal::restore();
    let _ = emulate_default_handler(signal);
}

/// Stops this process and its whole group, as the shell expects of a job (`cargo run` included), until it is continued.
pub fn suspend_process() {
    let _ = kill_current_process_group(process::Signal::STOP);
}

/// Whether a shell is there to continue us. The leader of its session (`xterm -e litige`, a container) has none, and
/// would stay stopped for ever.
pub fn can_suspend() -> bool {
    getsid(None) != Ok(getpid())
}
