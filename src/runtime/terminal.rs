//! The terminal: entered once, given back on every way out, and written to once a frame.

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

/// Keeps the title, other screen, cleared, cursor hidden, bracketed paste.
const ENTER: &[u8] = b"\x1b[22;0t\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l\x1b[?2004h";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J\x1b[H";
/// Presses and the wheel, and in a form that can't be taken for keys. No movements: they would wake the desk for nothing.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// The same undone, after ending a frame or a style that was cut short.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?25h\x1b[?1049l\x1b[23;0t";
/// Terminals that know synchronized updates show a frame at once; the others ignore an unknown private mode.
const BEGIN_SYNC: &[u8] = b"\x1b[?2026h";
const END_SYNC: &[u8] = b"\x1b[?2026l";

/// Whether the terminal is ours now; whoever turns it off gives it back.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// Standard output without Rust's lock and line buffer, so that a panic hook can always write.
static OUT: OnceLock<File> = OnceLock::new();

/// Gives the terminal back: cooked, main screen, cursor shown, paste off. Safe to call from any thread, a panic hook
/// included, and any number of times. A terminal that is gone is nothing to report.
pub fn restore() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        if let Some(mut out) = OUT.get().filter(|out| is_writable(out)) {
            let _ = out.write_all(LEAVE);
        }
        let _ = disable_raw_mode();
    }
}

/// Whether a terminal takes what is written to it now or soon; one that hangs must not keep us from ending.
fn is_writable(out: &File) -> bool {
    let soon = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };
    let mut fds = [PollFd::new(out, PollFlags::OUT)];
    poll(&mut fds, Some(&soon)) == Ok(1) && fds[0].revents().contains(PollFlags::OUT)
}

/// Says whether both ends of the terminal are there.
///
/// # Errors
/// A sentence for a person when standard input or output is no terminal.
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

/// The terminal while the desk has it; dropping it gives it back.
pub struct Screen {
    encoder: FrameEncoder,
    out: &'static File,
    title: &'static str,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal. The title is our own text, never a stranger's.
    ///
    /// # Errors
    /// When the terminal refuses; it is given back first.
    pub fn enter(title: &'static str, mouse: bool) -> io::Result<Self> {
        if OUT.get().is_none() {
            let _ = OUT.set(super::log::duplicate(stdout())?);
        }
        let out = OUT.get().ok_or_else(|| io::Error::other("standard output is closed"))?;
        let mut screen = Self { encoder: FrameEncoder::cleared(area(out)?), out, title, mouse };
        screen.set_modes()?;
        Ok(screen)
    }

    fn set_modes(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        // From here on there is something to give back, whatever fails next.
        ENTERED.store(true, Ordering::SeqCst);
        let entry = if self.mouse { [ENTER, MOUSE].concat() } else { ENTER.to_vec() };
        let written = self.out.write_all(&entry).and_then(|()| write!(self.out, "\x1b]2;{}\x07", self.title));
        written.inspect_err(|_| restore())
    }

    /// Draws a frame with one write; what has not changed is not written again. `paint` says where the cursor is.
    ///
    /// # Errors
    /// When the terminal is gone.
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

    /// The terminal's size.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn size(&self) -> io::Result<Size> {
        let Rect { width: cols, height: rows, .. } = area(self.out)?;
        Ok(Size { cols, rows })
    }

    /// Takes the terminal anew after it was left, or after another program may have changed it, and forgets what it
    /// showed: the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn reenter(&mut self) -> io::Result<()> {
        restore();
        self.reset_frames()?;
        self.set_modes()
    }

    /// Clears the screen and forgets what it showed: the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn clear(&mut self) -> io::Result<()> {
        self.reset_frames()?;
        self.out.write_all(CLEAR)
    }

    fn reset_frames(&mut self) -> io::Result<()> {
        self.encoder = FrameEncoder::cleared(area(self.out)?);
        Ok(())
    }

    /// Asks the terminal something; its answer comes with what is typed.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write_query(&mut self, query: &[u8]) -> io::Result<()> {
        self.out.write_all(query)
    }

    /// Puts a text on the clipboard of the person's own machine, through the terminal (OSC 52), also over ssh.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut out = self.out;
        crossterm::execute!(out, CopyToClipboard::to_clipboard_from(text))
    }
}

/// The cells that the terminal has now. Asked for every frame, so of the terminal itself; the library opens it each time,
/// but has other ways to find out where it does not know.
fn area(out: &File) -> io::Result<Rect> {
    let (cols, rows) = match rustix::termios::tcgetwinsize(out) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
        _ => crossterm::terminal::size()?,
    };
    Ok(Rect::new(0, 0, cols, rows))
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}
