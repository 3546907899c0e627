//! What a terminal says of itself, asked outside the desk: for the doctor.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::stdin;

use super::decoder::{Decoded, Decoder, TerminalReply};
use super::pictures::{ImageProtocol, SUPPORT_QUERY, best_protocol};
use super::terminal::{ASK_BACKGROUND, ASK_KEYBOARD, ASK_STATUS, can_be_asked};
use crate::ui::theme::ThemeMode;

/// What a terminal said of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TerminalSurvey {
    /// Whether its background is dark or light; `None` if it did not say.
    pub background: Option<ThemeMode>,
    /// Whether it offers the kitty keyboard protocol.
    pub has_kitty_keyboard: bool,
    /// What the desk draws pictures by in it.
    pub pictures: ImageProtocol,
}

/// Asks the terminal, and waits for its answers no longer than this. Where there is no terminal, or one that can't be asked,
/// nothing is known.
pub fn survey_terminal(patience: Duration) -> TerminalSurvey {
    let is_here = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !is_here || !can_be_asked() || enable_raw_mode().is_err() {
        return TerminalSurvey { pictures: best_protocol(None), ..TerminalSurvey::default() };
    }
    let (mut survey, reported) = ask(patience).unwrap_or_default();
    let _ = disable_raw_mode();
    survey.pictures = best_protocol(reported);
    survey
}

/// Returns the answers, and by what the terminal reports that it draws pictures.
fn ask(patience: Duration) -> io::Result<(TerminalSurvey, Option<ImageProtocol>)> {
    let mut out = io::stdout();
    out.write_all(&[ASK_BACKGROUND, ASK_KEYBOARD, SUPPORT_QUERY, ASK_STATUS].concat())?;
    out.flush()?;
    let deadline = Instant::now() + patience;
    let mut decoder = Decoder::new(patience);
    let (mut survey, mut reported, mut bytes) = (TerminalSurvey::default(), None, [0; 256]);
    loop {
        let left = Timespec::try_from(deadline.saturating_duration_since(Instant::now())).map_err(io::Error::other)?;
        let terminal = stdin();
        if poll(&mut [PollFd::new(&terminal, PollFlags::IN)], Some(&left))? == 0 {
            return Ok((survey, reported));
        }
        let len = rustix::io::read(stdin(), &mut bytes)?;
        for decoded in decoder.feed(&bytes[..len], Instant::now()) {
            match decoded {
                Decoded::Reply(TerminalReply::Background(mode)) => survey.background = Some(mode),
                Decoded::Reply(TerminalReply::Keyboard { .. }) => survey.has_kitty_keyboard = true,
                // Kitty's answer arrives first, and its protocol is the better one.
                Decoded::Reply(TerminalReply::Graphics(protocol)) => reported = reported.or(Some(protocol)),
                Decoded::Reply(TerminalReply::Answered) => return Ok((survey, reported)),
                _ => {}
            }
        }
        if len == 0 {
            return Ok((survey, reported));
        }
    }
}
