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
use super::panics::inject_panic;
use super::presence::PresenceSync;
use super::worker::ThreadContext;
use super::{DemoParties, LoopEvent, now};

/// At most once in this time; but for the turn of a minute, the only thing in an idle desk that wakes up. With that one, not
/// more than sixty times a minute.
const POLL_INTERVAL: Duration = Duration::from_millis(if cfg!(test) { 40 } else { 1_020 });
/// The first beat leaves the machine to the first frame.
const FIRST_POLL_DELAY: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 100 });

/// The watching thread; it ends when this is dropped.
pub struct Watcher {
    poll_request: Sender<()>,
    open_case: Arc<Mutex<Option<DisputeId>>>,
    /// Closed when the thread has ended.
    ended_receiver: Receiver<()>,
}

impl Watcher {
    /// Starts watching for changes after this cursor.
    ///
    /// # Errors
    /// When the thread can't be made.
    pub fn start(context: ThreadContext, cursor: ChangeCursor, parties: Option<DemoParties>) -> io::Result<Self> {
        let (poll_request, poll_requests) = bounded(1);
        let (ended, ended_receiver) = bounded(0);
        let open_case = Arc::new(Mutex::new(None));
        let presence = PresenceSync::new(context.me.clone(), open_case.clone());
        thread::Builder::new().name("watcher".into()).spawn(move || {
            run_watcher(context, cursor, (parties, presence), &poll_requests);
            drop(ended);
        })?;
        Ok(Self { poll_request, open_case, ended_receiver })
    }

    /// Something is due: does not wait for the next second.
    pub fn poll_now(&self) {
        // One that is waiting already serves as well.
        let _ = self.poll_request.try_send(());
    }

    /// The desk looks at this case now; others are told with the next beat, so that leafing through cases costs one write
    /// a second at most.
    pub fn set_open_case(&self, at: Option<DisputeId>) {
        if let Ok(mut open_case) = self.open_case.lock() {
            *open_case = at;
        }
    }

    /// Ends the watching, and waits a little for others to be told that nobody looks any more. They would know in a minute.
    pub fn finish(self, patience: Duration) {
        let Self { poll_request, ended_receiver, .. } = self;
        drop(poll_request);
        let _ = ended_receiver.recv_timeout(patience);
    }
}

fn run_watcher(
    context: ThreadContext,
    cursor: ChangeCursor,
    (parties, presence): (Option<DemoParties>, PresenceSync),
    poll_requests: &Receiver<()>,
) {
    let mut watcher =
        WatcherThread { connection: Connection::new(context.open_store), parties, cursor, presence, trouble: None };
    let mut pause = FIRST_POLL_DELAY;
    while poll_requests.recv_timeout(pause) != Err(RecvTimeoutError::Disconnected) {
        let polled = watcher.poll();
        for msg in watcher.messages(polled) {
            if context.events.send(LoopEvent::Msg(msg)).is_err() {
                return watcher.leave();
            }
        }
        pause = POLL_INTERVAL;
    }
    watcher.leave();
}

struct WatcherThread {
    connection: Connection,
    parties: Option<DemoParties>,
    cursor: ChangeCursor,
    presence: PresenceSync,
    trouble: Option<StoreError>,
}

impl WatcherThread {
    fn poll(&mut self) -> Result<(Changes, Vec<Msg>), StoreError> {
        let Self { connection, parties, cursor, presence, .. } = self;
        connection.with(|store| {
            inject_panic("watcher", || true);
            let now = now();
            // A database that is locked or can't be written still tells what others changed.
            let written = store.settle_due(now).map(|_| ()).and_then(|()| match parties {
                Some(parties) => {
                    let events = parties(store, now);
                    if events.is_empty() { Ok(()) } else { store.ingest(&events, now).map(|_| ()) }
                }
                None => Ok(()),
            });
            let changes = store.changes(*cursor)?;
            *cursor = changes.cursor;
            let any = changes.all || !changes.changed.is_empty();
            let others = presence.sync(store, any, now)?;
            if any { Ok((changes, others)) } else { written.map(|()| (changes, others)) }
        })
    }

    /// What the desk is to be told of a beat.
    fn messages(&mut self, polled: Result<(Changes, Vec<Msg>), StoreError>) -> Vec<Msg> {
        match polled {
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
        if presence.is_announced() {
            let _ = connection.with(|store| presence.withdraw(store, now()));
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

    fn watch(script: &Script, parties: Option<DemoParties>) -> (Watcher, Receiver<LoopEvent>) {
        let (event_sender, events) = unbounded();
        let context = ThreadContext {
            open_store: script.open(),
            export_case: crate::runtime::fake::case_exporter(),
            me: None,
            draft_fallback: None,
            events: event_sender,
        };
        (Watcher::start(context, ChangeCursor(7), parties).unwrap(), events)
    }

    fn next_msg(events: &Receiver<LoopEvent>) -> Msg {
        match events.recv_timeout(Duration::from_secs(20)) {
            Ok(LoopEvent::Msg(msg)) => msg,
            other => panic!("nothing was told, but {other:?}"),
        }
    }

    /// For a few beats.
    fn is_silent(events: &Receiver<LoopEvent>) -> bool {
        events.recv_timeout(POLL_INTERVAL * 4).is_err()
    }

    #[test]
    fn a_change_is_told_once_and_silence_is_not() {
        let script = Script::default();
        let (_watcher, events) = watch(&script, None);
        assert!(is_silent(&events));
        let changed =
            vec![Changed { dispute: DisputeId(1001), by: Actor::Client, kind: EventType::DisputeMessage.into() }];
        let changes = Changes { cursor: ChangeCursor(8), changed, all: false };
        script.tell(|told| told.changes = Some(Ok(changes.clone())));
        assert_eq!(next_msg(&events), Msg::Changed(changes));
        assert!(is_silent(&events));
    }

    #[test]
    fn trouble_is_told_once_and_when_it_is_over_everything_is_read_again() {
        let script = Script::default();
        let (_watcher, events) = watch(&script, None);
        for _ in 0..2 {
            script.tell(|told| told.changes = Some(Err(StoreError::Busy)));
            assert_eq!(next_msg(&events), Msg::Trouble(StoreError::Busy));
            assert!(is_silent(&events));
            script.tell(|told| told.changes = None);
            assert_eq!(
                next_msg(&events),
                Msg::Changed(Changes { cursor: ChangeCursor(7), changed: vec![], all: true })
            );
            assert!(is_silent(&events));
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
        let (_watcher, events) = watch(&script, Some(Box::new(move |_, _| std::mem::take(&mut due))));
        while script.tell(|told| told.ingested.is_empty()) {
            thread::sleep(POLL_INTERVAL / 4);
        }
        assert!(is_silent(&events));
        assert_eq!(script.tell(|told| told.ingested.clone()), [event]);
    }
}
