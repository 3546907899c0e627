//! What a terminal says of itself when it is asked, or when it changes: its background, its keyboard, its pictures.

use super::ESC;
use crate::runtime::ImageProtocol;
use crate::ui::theme::ThemeMode;

/// Something that the terminal says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminalReply {
    /// It draws pictures by this protocol.
    Graphics(ImageProtocol),
    /// Its background is dark or light (OSC 11).
    Background(ThemeMode),
    /// Its colours have been changed to dark or light ones (mode 2031).
    ColourScheme(ThemeMode),
    /// It knows the kitty keyboard protocol, and whether it tells Esc from the begin of a sequence now.
    Keyboard {
        /// Every ESC byte begins a sequence; the Esc key is one too.
        unambiguous: bool,
    },
    /// It has answered everything that it was asked before this (`CSI 5 n`).
    Answered,
}

/// The flag of the kitty protocol under which the Esc key is a sequence of its own.
const DISAMBIGUATES: u32 = 1;

/// Reads the body of a terminal's string, without its end: `11;rgb:1515/1818/1d1d` of `ESC ]`, `Gi=31;OK` of `ESC _`.
pub(super) fn of_string(body: &[u8]) -> Option<TerminalReply> {
    if body.starts_with(b"Gi=31;OK") {
        return Some(TerminalReply::Graphics(ImageProtocol::Kitty));
    }
    let colour = std::str::from_utf8(body.strip_prefix(b"11;")?).ok()?;
    is_light(colour).map(|light| TerminalReply::Background(if light { ThemeMode::Light } else { ThemeMode::Dark }))
}

/// Reads a control sequence with private parameters, `ESC [ ?`, `numbers`, `last`, or the answer `ESC [ 0 n`.
pub(super) fn of_control(text: &str, last: u8) -> Option<TerminalReply> {
    if (text, last) == ("0", b'n') {
        return Some(TerminalReply::Answered);
    }
    let mut numbers = text.strip_prefix('?')?.split(';').map(|number| number.parse::<u32>().unwrap_or(0));
    let first = numbers.next()?;
    match last {
        // Device attributes: 4 among them means sixel.
        b'c' => numbers.any(|number| number == 4).then_some(TerminalReply::Graphics(ImageProtocol::Sixel)),
        b'u' => Some(TerminalReply::Keyboard { unambiguous: first & DISAMBIGUATES != 0 }),
        b'n' if first == 997 => match numbers.next()? {
            1 => Some(TerminalReply::ColourScheme(ThemeMode::Dark)),
            2 => Some(TerminalReply::ColourScheme(ThemeMode::Light)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether these bytes can only be the begin of a reply: no key begins like this, so that its rest may be late.
pub(super) fn is_begun(pending: &[u8]) -> bool {
    pending.starts_with(b"\x1b[?") || pending.starts_with(b"\x1b]11;")
}

/// Returns where a reply about the background breaks off: at a byte that can't be part of a colour and does not end it.
pub(super) fn broken_colour(body: &[u8]) -> Option<usize> {
    let colour = body.strip_prefix(b"11;")?;
    let at = colour.iter().position(|byte| !(byte.is_ascii_hexdigit() || b"rgb:/#".contains(byte)))?;
    (!matches!(colour[at], 0x07 | ESC)).then_some(at + 3)
}

/// Reads a colour as X11 writes it, `rgb:15/18/1d` with one to four digits each, `rgba:…` or `#15181d`, and returns whether
/// it is light.
fn is_light(colour: &str) -> Option<bool> {
    let part = |digits: &str| {
        let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        (digits.len() <= 4).then(|| f64::from(value) / f64::from(most))
    };
    let parts: Vec<f64> = match colour.strip_prefix('#') {
        Some(hex) if hex.is_ascii() && hex.len() % 3 == 0 && !hex.is_empty() => {
            let digits = hex.len() / 3;
            (0..3).map(|n| part(&hex[n * digits..(n + 1) * digits])).collect::<Option<_>>()?
        }
        Some(_) => return None,
        None => {
            let parts = colour.strip_prefix("rgba:").or_else(|| colour.strip_prefix("rgb:"))?;
            parts.split('/').map(part).collect::<Option<_>>()?
        }
    };
    let [r, g, b, ..] = parts[..] else { return None };
    Some(0.299 * r + 0.587 * g + 0.114 * b > 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_light_or_dark_however_its_colour_is_written() {
        for (colour, light) in [
            ("rgb:0000/0000/0000", Some(false)),
            ("rgb:15/18/1d", Some(false)),
            ("rgb:ffff/ffff/ffff", Some(true)),
            ("rgb:f/f/e", Some(true)),
            ("rgba:fdfd/f6f6/e3e3/ffff", Some(true)),
            ("#002b36", Some(false)),
            ("#fdf6e3", Some(true)),
            ("rgb:00/2b", None),
            ("rgb:/0/0", None),
            ("rgb:00000/0/0", None),
            ("#é2b36", None),
            ("#", None),
            ("red", None),
            ("", None),
        ] {
            assert_eq!(is_light(colour), light, "{colour}");
        }
    }
}
