//! Which keys run which command, per context. The defaults come from the command table; a team's own go over them.

use std::collections::BTreeMap;

use super::command::{Command, KeyContext, TABLE};
use super::key::{BadKey, Key, KeySequence};

/// Which keys run which command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    bound: BTreeMap<(KeyContext, KeySequence), Command>,
}

/// What pressed keys mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyMatch {
    Run(Command),
    /// The beginning of a longer sequence.
    Prefix,
    None,
}

/// Why keys can't be bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBinding {
    /// It names no key.
    #[error(transparent)]
    Key(#[from] BadKey),
    /// The keys already run another command there.
    #[error("{keys} already runs {by} there")]
    Taken { keys: KeySequence, by: &'static str },
    /// The keys begin a longer sequence, or a shorter one begins them: one of the two could never be pressed.
    #[error("{keys} and {other} hide each other")]
    Hidden { keys: KeySequence, other: KeySequence },
}

impl Keymap {
    /// Returns the keys as they come.
    ///
    /// # Errors
    /// [`BadBinding`] if the command table contradicts itself; a test holds that it doesn't.
    pub fn from_table() -> Result<Self, BadBinding> {
        let mut map = Self::default();
        for spec in TABLE {
            for (contexts, keys) in spec.keys {
                for context in *contexts {
                    for text in *keys {
                        map.bind(*context, text, spec.command)?;
                    }
                }
            }
        }
        Ok(map)
    }

    /// Returns the keys as they come; see [`Keymap::from_table`].
    pub fn standard() -> Self {
        Self::from_table().unwrap_or_default()
    }

    /// Binds keys to a command in a context.
    ///
    /// # Errors
    /// [`BadBinding`]; nothing was bound.
    pub fn bind(&mut self, context: KeyContext, text: &str, command: Command) -> Result<(), BadBinding> {
        let keys: KeySequence = text.parse()?;
        for (other, by) in self.bound_in(context) {
            if *other == keys {
                return Err(BadBinding::Taken { keys, by: by.spec().name });
            }
            if other.0.starts_with(&keys.0) || keys.0.starts_with(&other.0) {
                return Err(BadBinding::Hidden { keys, other: other.clone() });
            }
        }
        self.bound.insert((context, keys), command);
        Ok(())
    }

    /// Frees every key of a command in a context, so that others can be bound.
    pub fn unbind(&mut self, context: KeyContext, command: Command) {
        self.bound.retain(|(at, _), bound| *at != context || *bound != command);
    }

    /// Returns what pressed keys mean in a context.
    pub fn meaning(&self, context: KeyContext, pressed: &[Key]) -> KeyMatch {
        let keys = KeySequence(pressed.to_vec());
        if let Some(command) = self.bound.get(&(context, keys.clone())) {
            return KeyMatch::Run(*command);
        }
        let longer = self.bound.range((context, keys)..).next();
        match longer {
            Some(((at, keys), _)) if *at == context && keys.0.starts_with(pressed) => KeyMatch::Prefix,
            _ => KeyMatch::None,
        }
    }

    /// Returns the keys that run a command in a context: the shortest first, letters before others.
    pub fn keys(&self, context: KeyContext, command: Command) -> Vec<&KeySequence> {
        let bound = self.bound_in(context).filter(|(_, bound)| *bound == command);
        let mut keys: Vec<_> = bound.map(|(keys, _)| keys).collect();
        keys.sort_by_key(|keys| (keys.0.len(), keys.to_string().chars().count()));
        keys
    }

    /// Returns every command with keys in a context, in the order of the table.
    pub fn commands(&self, context: KeyContext) -> impl Iterator<Item = Command> {
        let has = move |command: &Command| self.bound_in(context).any(|(_, bound)| bound == *command);
        TABLE.iter().map(|spec| spec.command).filter(has)
    }

    fn bound_in(&self, context: KeyContext) -> impl Iterator<Item = (&KeySequence, Command)> {
        let from = self.bound.range((context, KeySequence(Vec::new()))..);
        from.take_while(move |((at, _), _)| *at == context).map(|((_, keys), command)| (keys, *command))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_default_key_is_taken_twice_or_hidden() {
        let map = Keymap::from_table().unwrap();
        assert!(!map.bound.is_empty());
    }

    #[test]
    fn a_duplicate_is_refused() {
        let mut map = Keymap::standard();
        let taken = map.bind(KeyContext::Queue, "j", Command::Claim);
        assert!(matches!(taken, Err(BadBinding::Taken { by: "down", .. })));
        assert!(matches!(map.bind(KeyContext::Queue, "g", Command::Claim), Err(BadBinding::Hidden { .. })));
        assert!(matches!(map.bind(KeyContext::Queue, "j j", Command::Claim), Err(BadBinding::Hidden { .. })));
        assert!(matches!(map.bind(KeyContext::Queue, "Foo", Command::Claim), Err(BadBinding::Key(_))));
        map.unbind(KeyContext::Queue, Command::Down);
        assert_eq!(map.bind(KeyContext::Queue, "j", Command::Claim), Ok(()));
        assert_eq!(map.meaning(KeyContext::Queue, &[Key::char('j')]), KeyMatch::Run(Command::Claim));
    }

    #[test]
    fn a_sequence_waits_for_its_end() {
        let map = Keymap::standard();
        let g = Key::char('g');
        assert_eq!(map.meaning(KeyContext::Queue, &[g]), KeyMatch::Prefix);
        assert_eq!(map.meaning(KeyContext::Queue, &[g, g]), KeyMatch::Run(Command::First));
        assert_eq!(map.meaning(KeyContext::Queue, &[g, Key::char('j')]), KeyMatch::None);
        assert_eq!(map.meaning(KeyContext::Writing, &[g]), KeyMatch::None);
    }
}
