//! Keys, as the desk knows them: no terminal needed to test them. The runtime turns the terminal's events into these.

use std::fmt;
use std::str::FromStr;

/// A key with its modifiers, in one normal form: a character carries its own shift (`G`, never Shift-g), and the
/// terminal's back-tab is Shift-Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub code: Code,
    /// What was held with it.
    pub mods: Mods,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character, as typed.
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    /// F1 to F24.
    F(u8),
}

/// The modifiers held with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mods {
    pub ctrl: bool,
    /// Alt, or Option.
    pub alt: bool,
    /// Shift; never with a character.
    pub shift: bool,
}

impl Key {
    /// A key by itself.
    pub fn plain(code: Code) -> Self {
        Self { code, mods: Mods::default() }
    }

    /// Returns a character by itself.
    pub fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// Control with a character.
    pub fn ctrl(c: char) -> Self {
        Self::new(Code::Char(c), Mods { ctrl: true, ..Mods::default() })
    }

    /// A key in its normal form.
    pub fn new(code: Code, mut mods: Mods) -> Self {
        let code = match code {
            Code::Char(c) => {
                // With Control, terminals disagree about capitals; one form for all of them.
                let c = if mods.ctrl { c.to_ascii_lowercase() } else { c };
                mods.shift = false;
                Code::Char(c)
            }
            code => code,
        };
        Self { code, mods }
    }

    /// Returns the character that this key writes, if it writes one.
    pub fn writes(self) -> Option<char> {
        match self {
            Self { code: Code::Char(c), mods: Mods { ctrl: false, alt: false, .. } } => Some(c),
            _ => None,
        }
    }
}

const NAMED: &[(&str, Code)] = &[
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.mods.ctrl, "Ctrl-"), (self.mods.alt, "Alt-"), (self.mods.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, Code::F(n)) => write!(f, "F{n}"),
            (None, _) => Ok(()),
        }
    }
}

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a key; write it like j, G, é, Ctrl-d, Shift-Tab, PageDown or g g")]
pub struct BadKey(pub String);

impl FromStr for Key {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let mut mods = Mods::default();
        let mut rest = text;
        loop {
            // A lone `-` is the key itself, so a prefix only counts when something follows it.
            let (held, name) = match rest.split_once('-') {
                Some((held, name)) if !name.is_empty() => (held, name),
                _ => break,
            };
            match held.to_ascii_lowercase().as_str() {
                "ctrl" => mods.ctrl = true,
                "alt" => mods.alt = true,
                "shift" => mods.shift = true,
                _ => break,
            }
            rest = name;
        }
        let bad = || BadKey(text.to_owned());
        let named = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest)).map(|(_, code)| *code);
        let function = || rest.strip_prefix(['F', 'f']).and_then(|n| n.parse().ok()).filter(|n| (1..=24).contains(n));
        let mut chars = rest.chars();
        let code = match (named, chars.next(), chars.next()) {
            (Some(code), ..) => code,
            (None, Some(c), None) if !c.is_control() && !c.is_whitespace() => Code::Char(c),
            _ => Code::F(function().ok_or_else(bad)?),
        };
        if mods.shift && matches!(code, Code::Char(_)) {
            return Err(bad());
        }
        Ok(Self::new(code, mods))
    }
}

/// Keys pressed one after the other, `g g`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeySequence(pub Vec<Key>);

impl fmt::Display for KeySequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, key) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            key.fmt(f)?;
        }
        Ok(())
    }
}

impl FromStr for KeySequence {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let keys: Vec<Key> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(BadKey(text.to_owned())) } else { Ok(Self(keys)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_shown() {
        for text in
            ["j", "G", "é", "Ctrl-d", "Shift-Tab", "PageDown", "F1", "Space", "-", "+", "Ctrl-Alt-Left", "Alt--"]
        {
            let key: Key = text.parse().unwrap();
            assert_eq!(key.to_string(), text);
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        assert_eq!("g g".parse::<KeySequence>().unwrap().0, vec![Key::char('g'); 2]);
        assert_eq!("g g".parse::<KeySequence>().unwrap().to_string(), "g g");
    }

    #[test]
    fn what_names_no_key_is_refused() {
        for text in ["", "Shift-g", "Foo", "F0", "F25", "Ctrl-", "gg"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
        assert!("  ".parse::<KeySequence>().is_err());
    }

    #[test]
    fn a_character_carries_its_own_shift() {
        let shift = Mods { shift: true, ..Mods::default() };
        assert_eq!(Key::new(Code::Char('G'), shift), Key::char('G'));
        assert_eq!(Key::new(Code::Char('D'), Mods { ctrl: true, ..shift }), Key::ctrl('d'));
        assert_ne!(Key::new(Code::Tab, shift), Key::plain(Code::Tab));
    }
}
