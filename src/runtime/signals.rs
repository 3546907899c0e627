//! Unix signals as events.

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

/// What a signal requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Quit cleanly, then let the signal kill the process.
    Terminate(i32),
    /// Restore the terminal and stop (SIGTSTP).
    Suspend,
    /// The process was continued after a stop; the screen's content is unknown.
    Resume,
    /// The terminal was resized.
    Resize,
}

/// How long a clean end may take; longer than the desk waits for its last writes.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(20);

/// Whether an editor owns the terminal; keys that interrupt or stop it are not meant for the desk.
pub static EDITOR_RUNNING: AtomicBool = AtomicBool::new(false);

/// Handles signals on a thread of its own, for as long as the process lives. A second request to end kills the process
/// at once.
///
/// # Errors
/// Returns an error if the handlers can't be installed.
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
                // A desk that is blocked by a hanging terminal would never see the event.
                thread::spawn(move || {
                    thread::sleep(SHUTDOWN_TIMEOUT);
                    die_of(number);
                });
            }
        }
    })?;
    Ok(())
}

/// Restores the terminal and lets this signal kill the process.
fn die_of(signal: i32) {
    terminal::restore();
    let _ = emulate_default_handler(signal);
}

/// Stops this process and its group, as the shell expects of a job (`cargo run` included), until it is continued.
pub fn suspend_process() {
    let _ = kill_current_process_group(process::Signal::STOP);
}

/// Returns whether a shell could continue the process. A session leader (`xterm -e litige`, a container) has none and
/// would stay stopped.
pub fn can_suspend() -> bool {
    getsid(None) != Ok(getpid())
}
