//! The desk's second hand: once a second it lets the store settle what is due, lets the demo's parties answer, and asks
//! what changed, by whomever. On a connection of its own, so that a long write elsewhere delays nothing but this.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::app::msg::Msg;
use crate::domain::ids::DisputeId;
use crate::store::{ChangeCursor, Changes, StoreError};

use super::connection::Connection;
use super::faults::rehearse;
use super::presence::Beat;
use super::worker::Context;
use super::{Answers, Wake, now};

/// At most once in this time; but for the turn of a minute, the only thing in an idle desk that wakes up. With that one, not
/// more than sixty times a minute.
const BEAT: Duration = Duration::from_millis(if cfg!(test) { 40 } else { 1_020 });
/// The first beat leaves the machine to the first frame.
const BEFORE_THE_FIRST: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 100 });

/// The watching thread; it ends when this is dropped.
pub struct Watcher {
    poke: Sender<()>,
    looking: Arc<Mutex<Option<DisputeId>>>,
    /// Closed when the thread has ended.
    watching: Receiver<()>,
}

impl Watcher {
    /// Starts watching for changes after this cursor.
    ///
    /// # Errors
    /// When the thread can't be made.
    pub fn start(context: Context, cursor: ChangeCursor, answers: Option<Answers>) -> io::Result<Self> {
        let (poke, pokes) = bounded(1);
        let (ended, watching) = bounded(0);
        let looking = Arc::new(Mutex::new(None));
        let presence = Beat::new(context.me.clone(), looking.clone());
        thread::Builder::new().name("watcher".into()).spawn(move || {
            watch(context, cursor, (answers, presence), &pokes);
            drop(ended);
        })?;
        Ok(Self { poke, looking, watching })
    }

    /// Something is due: does not wait for the next second.
    pub fn settle(&self) {
        // One that is waiting already serves as well.
        let _ = self.poke.try_send(());
    }

    /// The desk looks at this case now; others are told with the next beat, so that leafing through cases costs one write
    /// a second at most.
    pub fn look(&self, at: Option<DisputeId>) {
        if let Ok(mut looking) = self.looking.lock() {
            *looking = at;
        }
    }

    /// Ends the watching, and waits a little for others to be told that nobody looks any more. They would know in a minute.
    pub fn finish(self, patience: Duration) {
        let Self { poke, watching, .. } = self;
        drop(poke);
        let _ = watching.recv_timeout(patience);
    }
}

fn watch(context: Context, cursor: ChangeCursor, (answers, presence): (Option<Answers>, Beat), pokes: &Receiver<()>) {
    let mut watch = Watch { connection: Connection::new(context.open), answers, cursor, presence, trouble: None };
    let mut pause = BEFORE_THE_FIRST;
    while pokes.recv_timeout(pause) != Err(RecvTimeoutError::Disconnected) {
        let news = watch.beat();
        for msg in watch.told(news) {
            if context.wakes.send(Wake::Msg(msg)).is_err() {
                return watch.leave();
            }
        }
        pause = BEAT;
    }
    watch.leave();
}

struct Watch {
    connection: Connection,
    answers: Option<Answers>,
    cursor: ChangeCursor,
    presence: Beat,
    trouble: Option<StoreError>,
}

impl Watch {
    fn beat(&mut self) -> Result<(Changes, Vec<Msg>), StoreError> {
        let Self { connection, answers, cursor, presence, .. } = self;
        connection.with(|store| {
            rehearse("watcher", || true);
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
            let any = changes.all || !changes.changed.is_empty();
            let others = presence.beat(store, any, now)?;
            if any { Ok((changes, others)) } else { written.map(|()| (changes, others)) }
        })
    }

    /// What the desk is to be told of a beat.
    fn told(&mut self, news: Result<(Changes, Vec<Msg>), StoreError>) -> Vec<Msg> {
        match news {
            Ok((mut changes, mut msgs)) => {
                // What was missed meanwhile is read again; also the sign that the trouble is over.
                changes.all |= self.trouble.take().is_some();
                if changes.all || !changes.changed.is_empty() {
                    msgs.insert(0, Msg::Changed(changes));
                }
                msgs
            }
            // Said once, not every second.
            Err(error) if self.trouble.as_ref() == Some(&error) => Vec::new(),
            Err(error) => {
                tracing::warn!("watching the database: {error}");
                self.trouble = Some(error.clone());
                vec![Msg::Trouble(error)]
            }
        }
    }

    fn leave(&mut self) {
        let Self { connection, presence, .. } = self;
        if presence.is_told_of() {
            let _ = connection.with(|store| presence.leave(store, now()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dispute::change::Actor;
    use crate::domain::ids::{DisputeId, EventId, OrderId};
    use crate::domain::marketplace::event::EventType;
    use crate::domain::marketplace::event::{Event, EventKind};
    use crate::domain::vocabulary::Side;
    use crate::runtime::fake::Script;
    use crate::store::Changed;
    use crossbeam_channel::unbounded;

    fn watch(script: &Script, answers: Option<Answers>) -> (Watcher, Receiver<Wake>) {
        let (to_wake, wakes) = unbounded();
        let context = Context {
            open: script.open(),
            take_out: crate::runtime::fake::taker(),
            me: None,
            rescue: None,
            wakes: to_wake,
        };
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
        let changed =
            vec![Changed { dispute: DisputeId(1001), by: Actor::Client, kind: EventType::DisputeMessage.into() }];
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
