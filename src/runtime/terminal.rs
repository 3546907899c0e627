//! Terminal set-up, restoration on every way out, and output of frames.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::stdout;

use super::frame::FrameEncoder;
use crate::app::model::Size;

/// Saves the title, switches to the alternate screen, clears it, hides the cursor, enables bracketed paste.
const ENTER: &[u8] = b"\x1b[22;0t\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l\x1b[?2004h";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J\x1b[H";
/// Enables reports of button presses and the wheel, in SGR encoding. Movements are not requested: they would wake the
/// desk for nothing.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// Enables reports of the focus.
const FOCUS: &[u8] = b"\x1b[?1004h";
/// Asks for the background's colour (OSC 11) and for reports when it changes between dark and light (mode 2031).
const FOLLOW_BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\\x1b[?2031h";
/// Asks for the background's colour again.
pub const ASK_BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\";
/// Asks which flags of the kitty keyboard protocol are on; a terminal without it does not answer.
pub const ASK_KEYBOARD: &[u8] = b"\x1b[?u";
/// Asks for what every terminal answers, after the answers to all before.
pub const ASK_STATUS: &[u8] = b"\x1b[5n";
/// Turns on the flag of the kitty keyboard protocol by which the Esc key is a sequence of its own, and asks whether it is.
const PUSH_KEYBOARD: &[u8] = b"\x1b[>1u\x1b[?u";
/// Turns it off again, on the screen where it was turned on.
const POP_KEYBOARD: &[u8] = b"\x1b[<u";
/// Undoes all of it, after ending a synchronised update or a style that may have been interrupted.
const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[0m\x1b[?2031l\x1b[?1004l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?25h\x1b[?1049l\x1b[23;0t";
/// Begins a synchronised update: the terminal shows the frame at once. Terminals without it ignore the private mode.
const BEGIN_SYNC: &[u8] = b"\x1b[?2026h";
const END_SYNC: &[u8] = b"\x1b[?2026l";

/// Whether the terminal is set up for the desk; whoever clears the flag restores it.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether the kitty keyboard protocol was turned on.
static KEYBOARD_PUSHED: AtomicBool = AtomicBool::new(false);
/// Standard output without Rust's lock and line buffer, so that the panic hook can always write.
static OUT: OnceLock<File> = OnceLock::new();

/// Restores the terminal: cooked mode, main screen, visible cursor, no bracketed paste. May be called from any thread,
/// the panic hook included, and repeatedly. Errors are ignored.
pub fn restore() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let pushed = KEYBOARD_PUSHED.swap(false, Ordering::SeqCst);
        if let Some(mut out) = OUT.get().filter(|out| is_writable(out)) {
            let _ = out.write_all(&[if pushed { POP_KEYBOARD } else { b"" }, LEAVE].concat());
        }
        let _ = disable_raw_mode();
    }
}

/// Returns whether the terminal accepts output within half a second; a hanging one must not keep the process from
/// ending.
fn is_writable(out: &File) -> bool {
    let soon = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };
    let mut fds = [PollFd::new(out, PollFlags::OUT)];
    poll(&mut fds, Some(&soon)) == Ok(1) && fds[0].revents().contains(PollFlags::OUT)
}

/// Checks that standard input and output are terminals.
///
/// # Errors
/// Returns an error message for the user otherwise.
pub fn check_is_terminal() -> anyhow::Result<()> {
    let missing = match (io::stdin().is_terminal(), io::stdout().is_terminal()) {
        (true, true) => return Ok(()),
        (false, _) => "input",
        (true, false) => "output",
    };
    anyhow::bail!(
        "the desk needs a terminal, but standard {missing} is not one; for scripts there are `litige queue --json`, \
         `litige show --json` and the other commands"
    )
}

/// The terminal, set up for the desk; dropping it restores the terminal.
pub struct TerminalScreen {
    encoder: FrameEncoder,
    out: &'static File,
    title: String,
    reports: Reports,
}

/// What the terminal is asked to report.
#[derive(Debug, Clone, Copy)]
pub struct Reports {
    pub mouse: bool,
    pub focus: bool,
    /// Whether its background is dark or light, now and whenever that changes.
    pub background: bool,
}

/// Returns whether a terminal can be asked: the Linux console knows little of this, and one without a name may print it.
pub fn can_be_asked() -> bool {
    !matches!(std::env::var("TERM").as_deref(), Ok("linux" | "dumb") | Err(_))
}

impl TerminalScreen {
    /// Sets up the terminal. The title must not contain untrusted text.
    ///
    /// # Errors
    /// Returns an error if that fails; the terminal is restored first.
    pub fn enter(title: String, reports: Reports) -> io::Result<Self> {
        if OUT.get().is_none() {
            let _ = OUT.set(super::log::duplicate(stdout())?);
        }
        let out = OUT.get().ok_or_else(|| io::Error::other("standard output is closed"))?;
        let mut screen = Self { encoder: FrameEncoder::cleared(area(out)?), out, title, reports };
        screen.set_modes()?;
        Ok(screen)
    }

    fn set_modes(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        // From here on there is something to restore.
        ENTERED.store(true, Ordering::SeqCst);
        let Reports { mouse, focus, background } = self.reports;
        let asked = can_be_asked();
        let wanted: [(bool, &[u8]); 5] = [
            (mouse, MOUSE),
            (focus, FOCUS),
            (asked && background, FOLLOW_BACKGROUND),
            (asked, ASK_KEYBOARD),
            (asked, ASK_STATUS),
        ];
        let wanted = wanted.into_iter().filter(|(wanted, _)| *wanted).map(|(_, sequence)| sequence);
        let entry = std::iter::once(ENTER).chain(wanted).collect::<Vec<_>>().concat();
        let written = self.out.write_all(&entry).and_then(|()| self.write_title());
        written.inspect_err(|_| restore())
    }

    /// Turns on the kitty keyboard protocol, once, until the terminal is restored.
    ///
    /// # Errors
    /// Returns an error if the terminal can't be written to.
    pub fn push_keyboard(&mut self) -> io::Result<()> {
        if KEYBOARD_PUSHED.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        self.out.write_all(PUSH_KEYBOARD)
    }

    fn write_title(&mut self) -> io::Result<()> {
        write!(self.out, "\x1b]2;{}\x07", self.title)
    }

    /// Sets the title of the terminal's window, if it changed. It must not contain untrusted text.
    ///
    /// # Errors
    /// Returns an error if the terminal can't be written to.
    pub fn set_title(&mut self, title: String) -> io::Result<()> {
        if title == self.title {
            return Ok(());
        }
        self.title = title;
        self.write_title()
    }

    /// Draws a frame with a single write of what changed. `paint` fills the buffer and returns the cursor's position.
    ///
    /// # Errors
    /// Returns an error if the terminal can't be written to.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        if self.encoder.area() != area(self.out)? {
            self.clear()?;
        }
        let frame = self.encoder.encode_frame(paint);
        if frame.is_empty() {
            return Ok(());
        }
        self.out.write_all(&[BEGIN_SYNC, &frame, END_SYNC].concat())
    }

    /// Returns the terminal's size.
    ///
    /// # Errors
    /// Returns an error if the terminal can't be written to.
    pub fn size(&self) -> io::Result<Size> {
        let Rect { width: cols, height: rows, .. } = area(self.out)?;
        Ok(Size { cols, rows })
    }

    /// Sets the terminal up again after it was restored or used by another program. The next frame is drawn completely.
    ///
    /// # Errors
    /// Returns an error if that fails.
    pub fn reenter(&mut self) -> io::Result<()> {
        restore();
        self.reset_frames()?;
        self.set_modes()
    }

    /// Clears the screen; the next frame is drawn completely.
    ///
    /// # Errors
    /// Returns an error if the terminal can't be written to.
    pub fn clear(&mut self) -> io::Result<()> {
        self.reset_frames()?;
        self.out.write_all(CLEAR)
    }

    fn reset_frames(&mut self) -> io::Result<()> {
        self.encoder = FrameEncoder::cleared(area(self.out)?);
        Ok(())
    }

    /// Writes a query to the terminal, whose answer arrives as input, or a notification, which has none.
    ///
    /// # Errors
    /// Returns an error if the terminal can't be written to.
    pub fn write_sequence(&mut self, sequence: &[u8]) -> io::Result<()> {
        self.out.write_all(sequence)
    }

    /// Copies a text to the clipboard of the user's own machine, through the terminal (OSC 52), also over ssh.
    ///
    /// # Errors
    /// Returns an error if the terminal can't be written to.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut out = self.out;
        crossterm::execute!(out, CopyToClipboard::to_clipboard_from(text))
    }
}

/// Returns the terminal's size in cells. Called for every frame, so the open descriptor is asked first; crossterm would
/// open the terminal each time, but knows other ways if that fails. The size is never zero.
fn area(out: &File) -> io::Result<Rect> {
    let (cols, rows) = match rustix::termios::tcgetwinsize(out) {
        Ok(size) => known_size((size.ws_col, size.ws_row), |name| std::env::var(name).ok()),
        Err(_) => crossterm::terminal::size()?,
    };
    Ok(Rect::new(0, 0, cols, rows))
}

/// Returns the size in columns and rows. What a terminal does not know (a serial line says 0) is what the environment
/// says, else 80 columns and 24 rows.
fn known_size((cols, rows): (u16, u16), variable: impl Fn(&str) -> Option<String>) -> (u16, u16) {
    let known = |said: u16, name, standard| match said {
        0 => variable(name).and_then(|text| text.trim().parse().ok()).filter(|n| *n > 0).unwrap_or(standard),
        said => said,
    };
    (known(cols, "COLUMNS", 80), known(rows, "LINES", 24))
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        restore();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_without_a_size_has_the_environments_or_the_usual_one() {
        let said = |lines: &str, columns: &str| {
            let (lines, columns) = (lines.to_owned(), columns.to_owned());
            move |name: &str| match name {
                "LINES" => Some(lines.clone()),
                "COLUMNS" => Some(columns.clone()),
                _ => None,
            }
        };
        assert_eq!(known_size((0, 0), |_| None), (80, 24));
        assert_eq!(known_size((0, 0), said("50", "132")), (132, 50));
        assert_eq!(known_size((0, 0), said("0", "many")), (80, 24));
        assert_eq!(known_size((100, 0), said("50", "132")), (100, 50));
        assert_eq!(known_size((100, 40), said("50", "132")), (100, 40));
    }
}
