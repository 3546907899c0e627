//! The desk's second hand: once a second it lets the store settle what is due, lets the demo's parties answer, and asks
//! what changed, by whomever. On a connection of its own, so that a long write elsewhere delays nothing but this.

use std::io;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::app::msg::Msg;
use crate::store::{ChangeCursor, Changes, StoreError};

use super::connection::Connection;
use super::worker::Context;
use super::{Answers, Wake, now};

/// At most once in this time; the only thing in an idle desk that wakes up.
const BEAT: Duration = Duration::from_millis(if cfg!(test) { 40 } else { 1_000 });

/// The watching thread; it ends when this is dropped.
pub struct Watcher {
    poke: Sender<()>,
}

impl Watcher {
    /// Starts watching for changes after this cursor.
    ///
    /// # Errors
    /// When the thread can't be made.
    pub fn start(context: Context, cursor: ChangeCursor, answers: Option<Answers>) -> io::Result<Self> {
        let (poke, pokes) = bounded(1);
        thread::Builder::new().name("watcher".into()).spawn(move || watch(context, cursor, answers, &pokes))?;
        Ok(Self { poke })
    }

    /// Something is due: does not wait for the next second.
    pub fn settle(&self) {
        // One that is waiting already serves as well.
        let _ = self.poke.try_send(());
    }
}

fn watch(context: Context, cursor: ChangeCursor, answers: Option<Answers>, pokes: &Receiver<()>) {
    let mut watch = Watch { connection: Connection::new(context.open), answers, cursor, trouble: None };
    loop {
        let msg = match watch.beat() {
            Ok(mut changes) => {
                // What was missed meanwhile is read again; also the sign that the trouble is over.
                changes.all |= watch.trouble.take().is_some();
                let any = changes.all || !changes.changed.is_empty();
                any.then_some(Msg::Changed(changes))
            }
            // Said once, not every second.
            Err(error) if watch.trouble.as_ref() == Some(&error) => None,
            Err(error) => {
                tracing::warn!("watching the database: {error}");
                watch.trouble = Some(error.clone());
                Some(Msg::Trouble(error))
            }
        };
        if msg.is_some_and(|msg| context.wakes.send(Wake::Msg(msg)).is_err()) {
            return;
        }
        if pokes.recv_timeout(BEAT) == Err(RecvTimeoutError::Disconnected) {
            return;
        }
    }
}

struct Watch {
    connection: Connection,
    answers: Option<Answers>,
    cursor: ChangeCursor,
    trouble: Option<StoreError>,
}

impl Watch {
    fn beat(&mut self) -> Result<Changes, StoreError> {
        let Self { connection, answers, cursor, .. } = self;
        connection.with(|store| {
            let now = now();
            // A database that is locked or can't be written still tells what others changed.
            let written = store.settle_due(now).map(|_| ()).and_then(|()| match answers {
                Some(answers) => {
                    let events = answers(store, now);
                    if events.is_empty() { Ok(()) } else { store.ingest(&events, now).map(|_| ()) }
                }
                None => Ok(()),
            });
            let changes = store.changes(*cursor)?;
            *cursor = changes.cursor;
            if changes.changed.is_empty() && !changes.all { written.map(|()| changes) } else { Ok(changes) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{Event, EventKind};
    use crate::domain::ids::{DisputeId, EventId, OrderId};
    use crate::domain::words::Side;
    use crate::runtime::fake::Script;
    use crate::store::Changed;
    use crossbeam_channel::unbounded;

    fn watch(script: &Script, answers: Option<Answers>) -> (Watcher, Receiver<Wake>) {
        let (to_wake, wakes) = unbounded();
        let context = Context { open: script.open(), me: None, rescue: None, wakes: to_wake };
        (Watcher::start(context, ChangeCursor(7), answers).unwrap(), wakes)
    }

    fn heard(wakes: &Receiver<Wake>) -> Msg {
        match wakes.recv_timeout(Duration::from_secs(20)) {
            Ok(Wake::Msg(msg)) => msg,
            other => panic!("nothing was told, but {other:?}"),
        }
    }

    /// For a few beats.
    fn is_silent(wakes: &Receiver<Wake>) -> bool {
        wakes.recv_timeout(BEAT * 4).is_err()
    }

    #[test]
    fn a_change_is_told_once_and_silence_is_not() {
        let script = Script::default();
        let (_watcher, wakes) = watch(&script, None);
        assert!(is_silent(&wakes));
        let changed = vec![Changed { dispute: DisputeId(1001), by: "client".into(), what: "message".into() }];
        let changes = Changes { cursor: ChangeCursor(8), changed, all: false };
        script.tell(|told| told.changes = Some(Ok(changes.clone())));
        assert_eq!(heard(&wakes), Msg::Changed(changes));
        assert!(is_silent(&wakes));
    }

    #[test]
    fn trouble_is_told_once_and_when_it_is_over_everything_is_read_again() {
        let script = Script::default();
        let (_watcher, wakes) = watch(&script, None);
        for _ in 0..2 {
            script.tell(|told| told.changes = Some(Err(StoreError::Busy)));
            assert_eq!(heard(&wakes), Msg::Trouble(StoreError::Busy));
            assert!(is_silent(&wakes));
            script.tell(|told| told.changes = None);
            assert_eq!(heard(&wakes), Msg::Changed(Changes { cursor: ChangeCursor(7), changed: vec![], all: true }));
            assert!(is_silent(&wakes));
        }
    }

    #[test]
    fn what_the_parties_of_a_demo_answer_is_ingested_once() {
        let script = Script::default();
        let event = Event {
            id: EventId::from("e1"),
            at: now(),
            order: OrderId::from("O-1"),
            kind: EventKind::DisputeRead { by: Side::Client },
        };
        let mut due = vec![event.clone()];
        let (_watcher, wakes) = watch(&script, Some(Box::new(move |_, _| std::mem::take(&mut due))));
        while script.tell(|told| told.ingested.is_empty()) {
            thread::sleep(BEAT / 4);
        }
        assert!(is_silent(&wakes));
        assert_eq!(script.tell(|told| told.ingested.clone()), [event]);
    }
}
