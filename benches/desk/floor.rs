//! The least that a program in a terminal can do: it answers each key with as many bytes as a frame has. What the desk takes
//! beyond that is its own.

use std::io::{Read as _, Write as _};
use std::path::Path;

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use crate::peers::Program;

/// The argument with which this program is the floor; the number of bytes follows.
pub const ARGUMENT: &str = "--floor";

/// Returns the floor that answers with so many bytes.
pub fn program(bytes: usize, home: &Path) -> Program {
    let args = vec![ARGUMENT.to_owned(), bytes.to_string()];
    Program::other("the same bytes, nothing else", std::env::current_exe().unwrap(), args, home)
}

/// Answers each key, until the terminal is gone.
pub fn run(bytes: usize) {
    let mut mode = tcgetattr(std::io::stdin()).unwrap();
    mode.make_raw();
    tcsetattr(std::io::stdin(), OptionalActions::Now, &mode).unwrap();
    let frame = frame(bytes);
    let (mut keys, mut out) = ([0; 64], std::io::stdout());
    loop {
        out.write_all(&frame).unwrap();
        out.flush().unwrap();
        if std::io::stdin().read(&mut keys).unwrap_or(0) == 0 {
            return;
        }
    }
}

/// Short runs of cells all over the screen, between the marks of a frame.
fn frame(bytes: usize) -> Vec<u8> {
    let mut frame = b"\x1b[?2026h".to_vec();
    for n in 0.. {
        let run = format!("\x1b[{};{}Habcdefghijkl{}", 1 + n % 40, 1 + n % 100, n % 10);
        if frame.len() + run.len() + 8 > bytes {
            break;
        }
        frame.extend(run.bytes());
    }
    frame.extend(b"\x1b[?2026l");
    frame
}
