//! Writes of the command line: asked for again under their key while the line to the store is broken, until it is known what became
//! of them; where it stays unknown, how to ask again.

use std::cell::Cell;
use std::time::{Duration, Instant};

use super::context::Context;
use super::error::{CommandCode, Failure};
use crate::domain::ids::RequestKey;
use crate::runtime::stop::StopSignal;
use crate::store::repeat::{Sleeping, Waiting, until_connected, until_known};
use crate::store::{self, Mode, Place, Store, StoreError};

/// How soon a signal ends a pause.
const SOON: Duration = Duration::from_millis(50);

/// Waits for the line until a signal asks the command to end.
pub struct SleepingUnlessStopped<'a> {
    since: Instant,
    stop: &'a StopSignal,
}

impl<'a> SleepingUnlessStopped<'a> {
    pub fn new(stop: &'a StopSignal) -> Self {
        Self { since: Instant::now(), stop }
    }
}

impl Waiting for SleepingUnlessStopped<'_> {
    fn passed(&self) -> Duration {
        self.since.elapsed()
    }

    fn pause(&mut self, pause: Duration) -> bool {
        let until = Instant::now() + pause;
        while Instant::now() < until && self.stop.signal().is_none() {
            std::thread::sleep(SOON.min(pause));
        }
        self.stop.signal().is_none()
    }
}

/// Waits for the line once in a command: of several disputes, those after the one that it was waited for in vain are asked about once
/// each.
struct WaitingOnce<'a> {
    sleeping: Sleeping,
    has_given_up: &'a Cell<bool>,
}

impl Waiting for WaitingOnce<'_> {
    fn passed(&self) -> Duration {
        if self.has_given_up.get() { Duration::MAX } else { self.sleeping.passed() }
    }

    fn pause(&mut self, pause: Duration) -> bool {
        self.sleeping.pause(pause)
    }

    fn give_up(&mut self) {
        self.has_given_up.set(true);
    }
}

impl Context {
    /// Opens the database. A command that writes waits for a server that does not answer; one that reads says so at once.
    ///
    /// # Errors
    /// Returns an error if it can't be used.
    pub fn open_store(&self, place: &Place, mode: Mode) -> Result<Box<dyn Store + Send>, Failure> {
        let open = || store::open_as(place, mode, self.caller());
        let opened = if self.is_write {
            let mut waiting = WaitingOnce { sleeping: Sleeping::begin(), has_given_up: &self.has_given_up };
            until_connected(&mut waiting, open)
        } else {
            open()
        };
        Ok(opened?)
    }

    /// Writes until it is known what became of it. `write` asks under a key of the command's each time, or for what leaves the same
    /// behind however often it is done.
    ///
    /// # Errors
    /// Returns an error if it was not done, or if nobody knows: that one says how to ask again.
    pub fn write<T>(&self, write: impl FnMut() -> Result<T, StoreError>) -> Result<T, Failure> {
        let mut waiting = WaitingOnce { sleeping: Sleeping::begin(), has_given_up: &self.has_given_up };
        match until_known(&mut waiting, write) {
            Err(StoreError::Unanswered) => Err(self.unanswered()),
            done => Ok(done?),
        }
    }

    /// Does what time alone does. Whether it was done is asked no further: whoever comes next does it again.
    ///
    /// # Errors
    /// Returns an error if it could not be written.
    pub fn settle(&self, store: &mut dyn Store) -> Result<(), Failure> {
        match store.settle_due(self.now) {
            Ok(_) | Err(StoreError::Unanswered) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn unanswered(&self) -> Failure {
        let key = &self.base_key().0;
        let again = self.command_again();
        let message = format!(
            "the connection broke, and it is not known whether it was done; this asks again, and does nothing twice: {again}"
        );
        Failure::new(CommandCode::Unanswered, message).with("key", key.as_str()).with("command", again)
    }

    /// Returns the command that asks for the same under the same key, for a shell. A password in the place of the database is not in
    /// it, and a time that was typed from now on is the moment that it was.
    fn command_again(&self) -> String {
        let args: Vec<String> = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
        command_again(&args, self.key.is_none().then(|| self.base_key()), &self.typed_times.borrow())
    }
}

/// Returns these arguments as a command for a shell, under this key where they name none.
fn command_again(args: &[String], key: Option<&RequestKey>, times: &[(String, String)]) -> String {
    let mut words = vec!["litige".to_owned()];
    let (mut is_place, mut is_over) = (false, key.is_none());
    let add_key = |words: &mut Vec<String>| {
        words.extend(key.into_iter().flat_map(|key| ["--key".to_owned(), quoted(&key.0)]));
    };
    for arg in args.iter().skip(1) {
        if !is_over && arg == "--" {
            add_key(&mut words);
            is_over = true;
        }
        let shown = |place: &str| Place::parse(std::path::Path::new(place)).to_string();
        let time = |typed: &str| times.iter().find(|(text, _)| text == typed).map(|(_, moment)| moment.clone());
        let word = match arg.split_once('=') {
            _ if std::mem::take(&mut is_place) => shown(arg),
            Some(("--db", place)) => format!("--db={}", shown(place)),
            Some((option, typed)) if option.starts_with("--") && time(typed).is_some() => {
                format!("{option}={}", time(typed).unwrap_or_default())
            }
            _ => time(arg).unwrap_or_else(|| arg.clone()),
        };
        is_place = arg == "--db" && !arg.contains('=');
        words.push(quoted(&word));
    }
    if !is_over {
        add_key(&mut words);
    }
    words.join(" ")
}

/// Returns a word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(command: &[&str], key: Option<&str>, times: &[(&str, &str)]) -> String {
        let args: Vec<String> = ["/usr/bin/litige"].iter().chain(command).map(|arg| (*arg).to_owned()).collect();
        let times: Vec<_> = times.iter().map(|(typed, moment)| ((*typed).to_owned(), (*moment).to_owned())).collect();
        command_again(&args, key.map(|key| RequestKey(key.to_owned())).as_ref(), &times)
    }

    #[test]
    fn a_command_is_asked_again_as_it_was_typed_under_its_key() {
        assert_eq!(again(&["say", "D-1001", "l'été"], Some("k1"), &[]), "litige say D-1001 'l'\\''été' --key k1");
        assert_eq!(again(&["claim", "D-1001", "--key", "mine"], None, &[]), "litige claim D-1001 --key mine");
        assert_eq!(again(&["say", "D-1", "--", "--text"], Some("k1"), &[]), "litige say D-1 --key k1 -- --text");
    }

    #[test]
    fn a_password_is_not_in_the_command_that_asks_again() {
        for place in [
            &["--db", "postgres://ines:secret@db.example/litige"][..],
            &["--db=postgres://ines:secret@db.example/litige"],
        ] {
            let said = again(&[place, &["claim", "D-1001"]].concat(), Some("k1"), &[]);
            assert!(!said.contains("secret") && said.contains("db.example"), "{said}");
        }
    }

    #[test]
    fn a_time_from_now_on_is_the_moment_that_it_was() {
        let times = [("2h", "2026-11-28T05:00:00Z")];
        assert_eq!(
            again(&["snooze", "D-1001", "--until", "2h"], Some("k1"), &times),
            "litige snooze D-1001 --until 2026-11-28T05:00:00Z --key k1"
        );
        assert_eq!(
            again(&["snooze", "D-1001", "--until=2h"], Some("k1"), &times),
            "litige snooze D-1001 --until=2026-11-28T05:00:00Z --key k1"
        );
    }
}
