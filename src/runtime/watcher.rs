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
const BEAT: Duration = Duration::from_secs(1);

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
            Ok(changes) => {
                watch.trouble = None;
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
