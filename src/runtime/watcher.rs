//! The thread that polls: once a second it lets the store apply due deadlines, lets a demo's parties act, and reads
//! what others changed. It has a connection of its own, so that a long write delays nothing else.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::app::msg::Msg;
use crate::domain::ids::DisputeId;
use crate::store::repeat::Pauses;
use crate::store::{ChangeCursor, Changes, StoreError};

use super::connection::Connection;
use super::panics::inject_panic;
use super::presence::PresenceSync;
use super::worker::ThreadContext;
use super::{DemoParties, LoopEvent, now};

/// The interval between two polls. Apart from the turn of the minute, this is the only wake-up of an idle desk;
/// together they are at most sixty a minute.
const POLL_INTERVAL: Duration = Duration::from_millis(if cfg!(test) { 40 } else { 1_020 });
/// The longest interval while the store can't be reached.
const LONGEST_PAUSE: Duration = Duration::from_millis(if cfg!(test) { 400 } else { 10_000 });
/// The delay before the first poll, so that it does not compete with the first frame.
const FIRST_POLL_DELAY: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 100 });

/// A handle to the polling thread, which ends when this is dropped.
pub struct Watcher {
    poll_request: Sender<()>,
    open_case: Arc<Mutex<Option<DisputeId>>>,
    /// Disconnected when the thread has ended.
    ended_receiver: Receiver<()>,
}

impl Watcher {
    /// Starts the thread, which reports changes after this cursor.
    ///
    /// # Errors
    /// Returns an error if the thread can't be started.
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

    /// Polls now instead of after the interval.
    pub fn poll_now(&self) {
        // A request that is pending already is enough.
        let _ = self.poll_request.try_send(());
    }

    /// Sets the case that the desk shows. It is announced with the next poll, so that paging through cases costs at
    /// most one write a second.
    pub fn set_open_case(&self, at: Option<DisputeId>) {
        if let Ok(mut open_case) = self.open_case.lock() {
            *open_case = at;
        }
    }

    /// Stops the thread and waits, no longer than `patience`, until its presence is withdrawn; otherwise it would
    /// expire after a minute.
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
    let mut pauses = Pauses::new(POLL_INTERVAL, LONGEST_PAUSE);
    while poll_requests.recv_timeout(pause) != Err(RecvTimeoutError::Disconnected) {
        let polled = watcher.poll();
        let is_lost = matches!(&polled, Err(error) if error.is_out_of_reach());
        for msg in watcher.messages(polled) {
            if context.events.send(LoopEvent::Msg(msg)).is_err() {
                return watcher.leave();
            }
        }
        // A server that is gone is asked less and less often, and by no two desks at once when it comes back.
        if is_lost {
            pause = pauses.next().unwrap_or(LONGEST_PAUSE);
        } else {
            pauses = Pauses::new(POLL_INTERVAL, LONGEST_PAUSE);
            pause = POLL_INTERVAL;
        }
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
            // Changes by others are reported even if nothing can be written.
            let written = store.settle_due(now).map(|_| ()).and_then(|()| match parties {
                Some(parties) => {
                    let events = parties(store, now);
                    if events.is_empty() { Ok(()) } else { store.ingest(&events, now).map(|_| ()) }
                }
                None => Ok(()),
            });
            let (changes, others) = presence.sync(store, *cursor, now)?;
            *cursor = changes.cursor;
            if !changes.is_empty() || !others.is_empty() {
                Ok((changes, others))
            } else {
                written.map(|()| (changes, others))
            }
        })
    }

    /// Turns the result of a poll into messages for the app.
    fn messages(&mut self, polled: Result<(Changes, Vec<Msg>), StoreError>) -> Vec<Msg> {
        match polled {
            Ok((mut changes, mut msgs)) => {
                // After an error everything is read again, which also tells the app that the error is over.
                changes.all |= self.trouble.take().is_some();
                if !changes.is_empty() {
                    msgs.insert(0, Msg::Changed(changes));
                }
                msgs
            }
            // Reported once, not with every poll.
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
    use crate::domain::dispute::action::Action;
    use crate::domain::dispute::change::Actor;
    use crate::domain::ids::DisputeId;
    use crate::domain::money::amount::{Currency, Money};
    use crate::runtime::faulty_store::{FaultyStore, case_exporter};
    use crate::store::Changed;
    use crate::store::memory::events_to_a_dispute;
    use crossbeam_channel::unbounded;

    const CASE: DisputeId = DisputeId(1001);

    fn watch(store: &FaultyStore, parties: Option<DemoParties>) -> (Watcher, Receiver<LoopEvent>) {
        let (event_sender, events) = unbounded();
        let context = ThreadContext {
            open_store: store.open(),
            export_case: case_exporter(),
            opened_files: Err("none are opened".to_owned()),
            me: None,
            draft_fallback: None,
            events: event_sender,
        };
        (Watcher::start(context, store.cursor(), parties).unwrap(), events)
    }

    fn next_msg(events: &Receiver<LoopEvent>) -> Msg {
        match events.recv_timeout(Duration::from_secs(20)) {
            Ok(LoopEvent::Msg(msg)) => msg,
            other => panic!("nothing was told, but {other:?}"),
        }
    }

    /// Returns whether a few polls pass without a message.
    fn is_silent(events: &Receiver<LoopEvent>) -> bool {
        events.recv_timeout(POLL_INTERVAL * 4).is_err()
    }

    #[test]
    fn a_change_is_told_once_and_silence_is_not() {
        let store = FaultyStore::new();
        let (_watcher, events) = watch(&store, None);
        assert!(is_silent(&events));
        store.act("ines", CASE, Action::Claim, now());
        let changed =
            vec![Changed { dispute: CASE, by: Actor::Mediator("ines".into()), kind: (&Action::Claim).into() }];
        assert_eq!(next_msg(&events), Msg::Changed(Changes { cursor: store.cursor(), changed, ..Changes::default() }));
        assert!(is_silent(&events));
    }

    #[test]
    fn trouble_is_told_once_and_when_it_is_over_everything_is_read_again() {
        let store = FaultyStore::new();
        let (_watcher, events) = watch(&store, None);
        for _ in 0..2 {
            store.control().fail_changes = Some(StoreError::Busy);
            assert_eq!(next_msg(&events), Msg::Trouble(StoreError::Busy));
            assert!(is_silent(&events));
            store.control().fail_changes = None;
            assert_eq!(
                next_msg(&events),
                Msg::Changed(Changes { cursor: store.cursor(), all: true, ..Changes::default() })
            );
            assert!(is_silent(&events));
        }
    }

    #[test]
    fn what_the_parties_of_a_demo_answer_is_ingested_once() {
        let store = FaultyStore::new();
        // An order without a dispute: nothing that a desk shows changes.
        let event = events_to_a_dispute(3, now(), Money::new(12_000, Currency::EUR), None).remove(0);
        let mut due = vec![event.clone()];
        let (_watcher, events) = watch(&store, Some(Box::new(move |_, _| std::mem::take(&mut due))));
        while store.control().ingested.is_empty() {
            thread::sleep(POLL_INTERVAL / 4);
        }
        assert!(is_silent(&events));
        assert_eq!(store.control().ingested, [event]);
    }

    #[test]
    fn a_server_that_is_gone_is_asked_less_and_less_often() {
        let store = FaultyStore::new();
        let (_watcher, events) = watch(&store, None);
        store.control().fail_changes = Some(crate::runtime::faulty_store::unreachable());
        assert!(matches!(next_msg(&events), Msg::Trouble(error) if error.is_out_of_reach()));
        let polls = |store: &FaultyStore| store.control().polled;
        let before = polls(&store);
        thread::sleep(POLL_INTERVAL * 25);
        let asked = polls(&store) - before;
        assert!(asked < 12, "asked {asked} times in as long as 25 polls take");
        store.control().fail_changes = None;
        assert!(matches!(next_msg(&events), Msg::Changed(changes) if changes.all));
    }
}
