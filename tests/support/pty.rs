//! A program in a pseudo-terminal, with an emulator of its screen.

use std::io::Write;
use std::num::NonZeroU16;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{InputModes, LocalModes, OutputModes, tcgetattr};

use super::fd;

/// A generous time-out for a busy machine; a passing test does not wait for it.
pub const TIMEOUT: Duration = Duration::from_secs(30);

/// Columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(pub u16, pub u16);

impl Size {
    pub const WIDE: Self = Self(120, 40);
    pub const SMALL: Self = Self(80, 24);
}

struct TerminalState {
    emulator: vt100::Parser,
    bytes: Vec<u8>,
    /// The screen after the last complete frame.
    whole: String,
}

impl TerminalState {
    fn process(&mut self, bytes: &[u8]) {
        self.emulator.process(bytes);
        self.bytes.extend_from_slice(bytes);
        let last = |mark: &[u8]| self.bytes.windows(mark.len()).rposition(|w| w == mark);
        if last(b"\x1b[?2026h") <= last(b"\x1b[?2026l") {
            self.whole = rows(&self.emulator);
        }
    }
}

/// A program in its terminal.
pub struct DeskProcess {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// Kept open so that the line's settings outlive the program.
    slave: Option<Box<dyn SlavePty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    state: Arc<(Mutex<TerminalState>, Condvar)>,
    hung_up: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    before: Modes,
}

/// The terminal modes that distinguish raw from cooked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes {
    local: LocalModes,
    input: InputModes,
    output: OutputModes,
}

impl DeskProcess {
    pub fn open(program: &Path, args: &[&str], vars: &[(String, String)], cwd: &Path, size: Size) -> Self {
        Self::open_sized(program, args, vars, cwd, (size, size))
    }

    /// Opens one on a terminal that says that it has a size, and shows another.
    pub fn open_sized(
        program: &Path,
        args: &[&str],
        vars: &[(String, String)],
        cwd: &Path,
        (said, size): (Size, Size),
    ) -> Self {
        let pair = native_pty_system().openpty(pty_size(said)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        for (name, value) in vars {
            command.env(name, value);
        }
        command.cwd(cwd);
        let before = modes(fd::duplicate(&*pair.master));
        let child = pair.slave.spawn_command(command).unwrap();
        let emulator = vt100::Parser::new(cells(size.1), cells(size.0), 0);
        let state =
            Arc::new((Mutex::new(TerminalState { emulator, bytes: Vec::new(), whole: String::new() }), Condvar::new()));
        let hung_up = Arc::new(AtomicBool::new(false));
        let reader = spawn_reader(fd::duplicate(&*pair.master), state.clone(), hung_up.clone());
        let keys = pair.master.take_writer().unwrap();
        Self {
            child,
            master: Some(pair.master),
            slave: Some(pair.slave),
            keys: Some(keys),
            state,
            hung_up,
            reader: Some(reader),
            before,
        }
    }

    pub fn pid(&self) -> i32 {
        self.child.process_id().unwrap() as i32
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid()).unwrap(), signal).unwrap();
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.keys.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// Presses keys by name (`j`, `Enter`, `Ctrl-s`, `Up`), one after the other.
    pub fn press(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            self.send(&key_bytes(key));
            if *key == "Esc" {
                // Only a pause distinguishes Esc from the start of a sequence.
                thread::sleep(Duration::from_millis(250));
            }
        }
        self
    }

    /// Presses a key by name without any pause.
    pub fn press_key(&mut self, key: &str) {
        self.send(&key_bytes(key));
    }

    pub fn type_text(&mut self, text: &str) -> &mut Self {
        self.send(text.replace('\n', "\r").as_bytes());
        self
    }

    /// Clicks on this text.
    #[track_caller]
    pub fn click(&mut self, text: &str) -> &mut Self {
        self.mouse(0, text);
        self
    }

    /// Turns the wheel one notch over this text.
    #[track_caller]
    pub fn wheel(&mut self, down: bool, text: &str) -> &mut Self {
        self.mouse(if down { 65 } else { 64 }, text);
        self
    }

    #[track_caller]
    fn mouse(&mut self, button: u8, text: &str) {
        let screen = self.screen();
        let found = screen.lines().enumerate().find_map(|(y, row)| Some((y, row.find(text)?, row)));
        let Some((y, at, row)) = found else { panic!("no {text} to point at:\n{}", framed(&screen)) };
        let x = unicode_width::UnicodeWidthStr::width(&row[..at]) + 1;
        self.send(format!("\x1b[<{button};{x};{}M\x1b[<{button};{x};{}m", y + 1, y + 1).as_bytes());
    }

    /// Returns whether the program has enabled mouse reports.
    pub fn has_mouse_enabled(&self) -> bool {
        self.state.0.lock().unwrap().emulator.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")).as_bytes());
        self
    }

    pub fn resize(&mut self, size: Size) {
        self.state.0.lock().unwrap().emulator.screen_mut().set_size(cells(size.1), cells(size.0));
        self.master.as_ref().unwrap().resize(pty_size(size)).unwrap();
    }

    /// Hangs up: closes the controlling side.
    pub fn hang_up(&mut self) {
        self.hung_up.store(true, Ordering::SeqCst);
        self.reader.take().unwrap().join().unwrap();
        // Dropping the writer would type an end-of-file into the program.
        self.master = None;
        self.keys = None;
        self.slave = None;
    }

    /// Returns the screen, one line a row.
    pub fn screen(&self) -> String {
        self.state.0.lock().unwrap().whole.clone()
    }

    /// Returns the background's colour in the middle of the screen, after the last complete frame.
    pub fn background(&self) -> vt100::Color {
        let state = self.state.0.lock().unwrap();
        let (rows, columns) = state.emulator.screen().size();
        state.emulator.screen().cell(rows.get() / 2, columns.get() - 1).unwrap().bgcolor()
    }

    /// Returns the underlined parts of the row with this text.
    pub fn underlined(&self, text: &str) -> Vec<String> {
        let state = self.state.0.lock().unwrap();
        let screen = state.emulator.screen();
        let (rows, columns) = screen.size();
        let (rows, columns) = (rows.get(), columns.get());
        let row = (0..rows).find(|row| screen.rows(0, columns).nth(usize::from(*row)).unwrap().contains(text)).unwrap();
        let mut pieces = vec![String::new()];
        for cell in (0..columns).filter_map(|column| screen.cell(row, column)) {
            if cell.underline() {
                pieces.last_mut().unwrap().push_str(cell.contents());
            } else if !pieces.last().unwrap().is_empty() {
                pieces.push(String::new());
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// Returns everything that the program has written.
    pub fn bytes(&self) -> Vec<u8> {
        self.state.0.lock().unwrap().bytes.clone()
    }

    /// Waits until the screen satisfies a condition, and returns it.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        self.wait_within(TIMEOUT, what, is_so)
    }

    #[track_caller]
    pub fn wait_within(&mut self, patience: Duration, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + patience;
        let (lock, changed) = &*self.state;
        let mut state = lock.lock().unwrap();
        loop {
            if is_so(&state.whole) {
                return state.whole.clone();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let screen = state.whole.clone();
                drop(state);
                let ended =
                    self.child.try_wait().unwrap().map_or("still running".into(), |status| format!("{status:?}"));
                panic!("waited {patience:?} for {what}; the program: {ended}; the screen:\n{}", framed(&screen));
            }
            state = changed.wait_timeout(state, left.min(Duration::from_millis(500))).unwrap().0;
        }
    }

    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> String {
        self.wait_until(&format!("\u{201c}{text}\u{201d}"), |screen| screen.contains(text))
    }

    #[track_caller]
    pub fn wait_until_gone(&mut self, text: &str) -> String {
        self.wait_until(&format!("\u{201c}{text}\u{201d} to go"), |screen| !screen.contains(text))
    }

    /// Waits until the program has written nothing for a while, and returns the screen.
    pub fn wait_until_idle(&mut self) -> String {
        let mut len = 0;
        loop {
            let now = self.bytes().len();
            if now == len && now > 0 {
                return self.screen();
            }
            len = now;
            thread::sleep(Duration::from_millis(300));
        }
    }

    /// Waits for the program to exit.
    #[track_caller]
    pub fn wait_for_exit(&mut self) -> ExitStatus {
        let deadline = Instant::now() + TIMEOUT;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                // Its last output may not have reached the emulator yet.
                thread::sleep(Duration::from_millis(150));
                return status;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("the program did not end; the screen:\n{}", framed(&self.screen()));
    }

    /// Asserts that the terminal is as before the program: main screen, cursor, no bracketed paste, cooked.
    #[track_caller]
    pub fn assert_restored(&self) {
        let state = self.state.0.lock().unwrap();
        let screen = state.emulator.screen();
        let shown = framed(&rows(&state.emulator));
        assert!(state.bytes.windows(8).any(|w| w == b"\x1b[?1049h"), "the desk never opened:\n{shown}");
        assert!(!screen.alternate_screen(), "left on the alternate screen:\n{shown}");
        assert!(!screen.hide_cursor(), "the cursor is hidden:\n{shown}");
        assert!(!screen.bracketed_paste(), "bracketed paste is on:\n{shown}");
        let count = |mark: &[u8]| state.bytes.windows(mark.len()).filter(|window| *window == mark).count();
        let last = |mark: &[u8]| state.bytes.windows(mark.len()).rposition(|window| window == mark);
        assert_eq!(count(b"\x1b[22;0t"), count(b"\x1b[23;0t"), "the title is not as it was:\n{shown}");
        assert!(last(b"\x1b[?1004h") < last(b"\x1b[?1004l"), "the focus is still reported:\n{shown}");
        assert!(last(b"\x1b[?2031h") < last(b"\x1b[?2031l"), "changes of colours are still reported:\n{shown}");
        assert_eq!(count(b"\x1b[>1u"), count(b"\x1b[<u"), "the keyboard's protocol is not as it was:\n{shown}");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is still taken:\n{shown}");
        assert_eq!(self.line_modes(), self.before, "the line is not cooked as before");
    }

    /// Waits until the terminal is restored.
    #[track_caller]
    pub fn wait_restored(&mut self) {
        let deadline = Instant::now() + TIMEOUT;
        while self.is_alternate() || !self.is_cooked() {
            assert!(Instant::now() < deadline, "the terminal was not given back:\n{}", framed(&self.screen()));
            thread::sleep(Duration::from_millis(20));
        }
        self.assert_restored();
    }

    /// Returns the voluntary context switches of the program's threads: each is a wake-up.
    pub fn wake_ups(&self) -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.pid())).unwrap();
        let counts = tasks.filter_map(|task| {
            let status = std::fs::read_to_string(task.ok()?.path().join("status")).ok()?;
            status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok())
        });
        counts.sum()
    }

    /// Returns the title that the program gave the window last.
    pub fn title(&self) -> String {
        let bytes = self.bytes();
        let starts = bytes.windows(4).rposition(|window| window == b"\x1b]2;").expect("a title");
        let title: Vec<u8> = bytes[starts + 4..].iter().copied().take_while(|byte| *byte != 0x07).collect();
        String::from_utf8(title).unwrap()
    }

    /// Waits until the program has written something that fits.
    #[track_caller]
    pub fn wait_written(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + TIMEOUT;
        while !is_so(self) {
            assert!(Instant::now() < deadline, "{what} was not written; the screen:\n{}", framed(&self.screen()));
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn is_alternate(&self) -> bool {
        self.state.0.lock().unwrap().emulator.screen().alternate_screen()
    }

    pub fn line_modes(&self) -> Modes {
        modes(fd::duplicate(&**self.master.as_ref().unwrap()))
    }

    pub fn is_cooked(&self) -> bool {
        self.line_modes() == self.before
    }

    /// Returns the program's state in /proc; `T` is stopped.
    pub fn process_state(&self) -> Option<char> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).ok()?;
        stat.rsplit_once(')')?.1.trim_start().chars().next()
    }

    #[track_caller]
    pub fn wait_process_state(&self, wanted: char) {
        let deadline = Instant::now() + TIMEOUT;
        while self.process_state() != Some(wanted) {
            assert!(Instant::now() < deadline, "waited for state {wanted}, it is {:?}", self.process_state());
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for DeskProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.hung_up.store(true, Ordering::SeqCst);
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

fn spawn_reader(fd: OwnedFd, state: Arc<(Mutex<TerminalState>, Condvar)>, stop: Arc<AtomicBool>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut bytes = [0u8; 65536];
        let wait = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
        while !stop.load(Ordering::SeqCst) {
            if !matches!(poll(&mut [PollFd::new(&fd, PollFlags::IN)], Some(&wait)), Ok(1)) {
                continue;
            }
            let Ok(len @ 1..) = rustix::io::read(&fd, &mut bytes) else {
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            let mut now = state.0.lock().unwrap();
            now.process(&bytes[..len]);
            state.1.notify_all();
        }
    })
}

fn modes(fd: impl AsFd) -> Modes {
    let line = tcgetattr(fd).unwrap();
    Modes { local: line.local_modes, input: line.input_modes, output: line.output_modes }
}

fn rows(emulator: &vt100::Parser) -> String {
    let screen = emulator.screen();
    let width = screen.size().1.get();
    // A person sees no difference between the three kinds of spaces, or of apostrophes.
    screen.rows(0, width).collect::<Vec<_>>().join("\n").replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'")
}

fn framed(screen: &str) -> String {
    screen.lines().map(|line| format!("  \u{2502}{line}\n")).collect()
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

fn pty_size(size: Size) -> PtySize {
    // Cells of 10 by 20 pixels, for pictures.
    PtySize { rows: size.1, cols: size.0, pixel_width: size.0 * 10, pixel_height: size.1 * 20 }
}

fn key_bytes(key: &str) -> Vec<u8> {
    let fixed: &[u8] = match key {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "Shift-Tab" => b"\x1b[Z",
        "Backspace" => b"\x7f",
        "Delete" => b"\x1b[3~",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "PageUp" => b"\x1b[5~",
        "PageDown" => b"\x1b[6~",
        "Space" => b" ",
        "F1" => b"\x1bOP",
        "F12" => b"\x1b[24~",
        other => {
            return match other.strip_prefix("Ctrl-").and_then(|c| c.bytes().next()) {
                Some(c) => vec![c.to_ascii_lowercase() & 0x1f],
                None => other.as_bytes().to_vec(),
            };
        }
    };
    fixed.to_vec()
}
