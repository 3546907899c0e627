//! A team's own keys over the standard ones.

use std::collections::BTreeMap;

use super::command::{Command, KeyContext, Spec, TABLE};
use super::key::{Code, Key, KeySequence};
use super::keymap::{BadBinding, Keymap};

/// Why own keys can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCustomKeys {
    /// There is no such command.
    #[error("there is no command named {0}")]
    UnknownCommand(String),
    /// The keys can't be bound.
    #[error("{command}: {why}")]
    Binding { command: &'static str, why: BadBinding },
    /// The command works where letters are text, and a letter would never be typed again.
    #[error("{command}: {keys} is text where this command works; take a key with Ctrl or Alt, or a function key")]
    Letter { command: &'static str, keys: KeySequence },
    /// A terminal's own sequences begin with the same bytes, so that the key is never seen.
    #[error("{command}: {keys} can't be told from what a terminal sends by itself; take another key")]
    BeginsSequence { command: &'static str, keys: KeySequence },
}

/// Returns a command's own keys, checked as far as one command alone can be.
///
/// # Errors
/// [`BadCustomKeys`].
pub fn check(name: &str, keys: &[String]) -> Result<Command, BadCustomKeys> {
    let spec = TABLE.iter().find(|spec| spec.name == name);
    let spec = spec.ok_or_else(|| BadCustomKeys::UnknownCommand(name.to_owned()))?;
    if standard_keys(spec) == keys {
        return Ok(spec.command);
    }
    for text in keys {
        let keys: KeySequence =
            text.parse().map_err(|bad| BadCustomKeys::Binding { command: spec.name, why: BadBinding::Key(bad) })?;
        if keys.0.iter().any(begins_sequence) {
            return Err(BadCustomKeys::BeginsSequence { command: spec.name, keys });
        }
        let types = keys.0.first().is_some_and(|k| matches!(k.code, Code::Char(_)) && !k.mods.ctrl && !k.mods.alt);
        if types && scope(spec).iter().any(|context| context.is_writing()) {
            return Err(BadCustomKeys::Letter { command: spec.name, keys });
        }
    }
    Ok(spec.command)
}

/// Returns a command's standard keys in all the places where it works, each once. As a team's own they stand for
/// themselves: each goes where it is.
pub fn standard_keys(spec: &Spec) -> Vec<&'static str> {
    let mut keys: Vec<&str> = Vec::new();
    for key in spec.keys.iter().flat_map(|(_, keys)| *keys) {
        if !keys.contains(key) {
            keys.push(key);
        }
    }
    keys
}

/// Returns the standard keys with a team's own in the place of some commands'; an empty list leaves a command to the
/// palette.
///
/// # Errors
/// [`BadCustomKeys`] names the first that can't be used.
pub fn keymap(own: &BTreeMap<String, Vec<String>>) -> Result<Keymap, BadCustomKeys> {
    let mut map = Keymap::standard();
    let commands = own.iter().map(|(name, keys)| Ok((check(name, keys)?, keys))).collect::<Result<Vec<_>, _>>()?;
    let changed = || commands.iter().filter(|(command, keys)| standard_keys(command.spec()) != **keys);
    // All are freed before any is bound, so that two commands can swap their keys.
    for (command, _) in changed() {
        for context in scope(command.spec()) {
            map.unbind(context, *command);
        }
    }
    for (command, keys) in changed() {
        let spec = command.spec();
        for (context, text) in scope(spec).into_iter().flat_map(|context| keys.iter().map(move |text| (context, text)))
        {
            map.bind(context, text, *command).map_err(|why| BadCustomKeys::Binding { command: spec.name, why })?;
        }
    }
    Ok(map)
}

/// Returns whether a terminal sends for this key the bytes that its own sequences begin with: Esc, then one of these.
fn begins_sequence(key: &Key) -> bool {
    key.mods.alt && !key.mods.ctrl && matches!(key.code, Code::Char('[' | 'O' | 'P' | ']' | '_' | '^'))
}

/// Returns where own keys go: where letters are no text, if the command works there at all; the keys that it has while
/// one writes stay as they are.
fn scope(spec: &Spec) -> Vec<KeyContext> {
    let works = |context: &KeyContext| spec.keys.iter().any(|(contexts, _)| contexts.contains(context));
    let all: Vec<_> = KeyContext::ALL.into_iter().filter(works).collect();
    let letters_free: Vec<_> = all.iter().copied().filter(|context| !context.is_writing()).collect();
    if letters_free.is_empty() { all } else { letters_free }
}

#[cfg(test)]
mod tests {
    use super::super::keymap::KeyMatch;
    use super::*;

    fn own(pairs: &[(&str, &[&str])]) -> Result<Keymap, BadCustomKeys> {
        let list = |keys: &[&str]| keys.iter().map(|k| (*k).to_owned()).collect();
        keymap(&pairs.iter().map(|(name, keys)| ((*name).to_owned(), list(keys))).collect())
    }

    fn runs(map: &Keymap, context: KeyContext, text: &str) -> KeyMatch {
        map.meaning(context, &text.parse::<KeySequence>().unwrap().0)
    }

    #[test]
    fn own_keys_take_the_place_of_the_standard_ones() {
        let map = own(&[("reply", &["é", "Ctrl-r"])]).unwrap();
        for context in [KeyContext::Queue, KeyContext::Case] {
            assert_eq!(runs(&map, context, "é"), KeyMatch::Run(Command::Reply));
            assert_eq!(runs(&map, context, "Ctrl-r"), KeyMatch::Run(Command::Reply));
            assert_eq!(runs(&map, context, "r"), KeyMatch::None);
        }
        assert_eq!(own(&[]), Ok(Keymap::standard()));
    }

    #[test]
    fn two_commands_can_swap_their_keys() {
        let map = own(&[("reply", &["a"]), ("claim", &["r"])]).unwrap();
        assert_eq!(runs(&map, KeyContext::Case, "a"), KeyMatch::Run(Command::Reply));
        assert_eq!(runs(&map, KeyContext::Case, "r"), KeyMatch::Run(Command::Claim));
    }

    #[test]
    fn keys_while_one_writes_stay() {
        let map = own(&[("down", &["%"])]).unwrap();
        assert_eq!(runs(&map, KeyContext::Queue, "%"), KeyMatch::Run(Command::Down));
        assert_eq!(runs(&map, KeyContext::Finder, "%"), KeyMatch::None);
        assert_eq!(runs(&map, KeyContext::Finder, "Down"), KeyMatch::Run(Command::Down));
        let map = own(&[("send", &["F5"])]).unwrap();
        assert_eq!(runs(&map, KeyContext::Writing, "F5"), KeyMatch::Run(Command::Send));
    }

    #[test]
    fn what_cant_be_bound_is_named() {
        for (pairs, words) in [
            (&[("replay", &["r"][..])][..], "replay"),
            (&[("reply", &["Hyper-q"])], "Hyper-q"),
            (&[("reply", &["a"])], "claim"),
            (&[("reply", &["x"]), ("note", &["x"])], "reply"),
            (&[("reply", &["g"])], "g g"),
            (&[("send", &["s"])], "text"),
            (&[("reply", &["Alt-["])], "Alt-[ can't be told from"),
            (&[("send", &["Alt-O"])], "Alt-O can't be told from"),
            (&[("reply", &["Alt-P"])], "Alt-P"),
            (&[("reply", &["Alt-]"])], "Alt-]"),
            (&[("reply", &["Alt-_"])], "Alt-_"),
            (&[("reply", &["Alt-^"])], "Alt-^"),
            (&[("reply", &["F2 Alt-["])], "Alt-["),
        ] {
            let told = own(pairs).unwrap_err().to_string();
            assert!(told.contains(words), "{told}");
        }
        assert!(own(&[("reply", &["Alt-o", "Alt-x"])]).is_ok(), "others with Alt can be bound");
    }

    #[test]
    fn no_standard_key_is_one_that_a_terminal_sends_by_itself() {
        for spec in TABLE {
            for text in spec.keys.iter().flat_map(|(_, keys)| *keys) {
                let keys: KeySequence = text.parse().unwrap();
                assert!(!keys.0.iter().any(begins_sequence), "{}: {keys}", spec.name);
            }
        }
    }
}
