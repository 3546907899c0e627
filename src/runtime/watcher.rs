//! The thread that follows the store: it lets the store apply due deadlines, lets a demo's parties act, and reads what others
//! changed. It has a connection of its own, so that a long write delays nothing else.
//!
//! A store that announces writes is polled when it does, and when time alone changes something; any other, and one whose
//! parties are simulated, once a second.

use std::cell::OnceCell;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DurationRound as _, TimeDelta};
use crossbeam_channel::{Receiver, bounded};

use crate::app::msg::Msg;
use crate::domain::ids::DisputeId;
use crate::domain::time::Time;
use crate::store::repeat::Pauses;
use crate::store::{ChangeCursor, Changes, DueTimes, StoreError};

use super::connection::Connection;
use super::panics::inject_panic;
use super::presence::PresenceSync;
use super::sleep::{Sleeper, WakeReason, Waker, drain_announcements, sleeper};
use super::worker::ThreadContext;
use super::{DemoParties, LoopEvent, now};

/// The interval between two polls of a store that announces nothing. Paging through cases announces the open one no more often.
const POLL_INTERVAL: Duration = Duration::from_millis(if cfg!(test) { 40 } else { 940 });
/// The longest interval while the store can't be reached.
const LONGEST_PAUSE: Duration = Duration::from_millis(if cfg!(test) { 400 } else { 10_000 });
/// The delay before the first poll, so that it does not compete with the first frame.
const FIRST_POLL_DELAY: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 100 });
/// The delay after an announcement. What is written is there to be read once it is synced, which nobody announces: so there are
/// more polls, each after [`LATER`] times as long as the one before. A write is therefore seen at the latest when that many times
/// as long have passed as it took.
const SETTLING: Duration = Duration::from_millis(if cfg!(test) { 4 } else { 40 });
const LATER: u32 = 4;
/// How often a store is polled that announces one write after the other.
const BUSY_INTERVAL: Duration = Duration::from_millis(if cfg!(test) { 20 } else { 500 });
/// How often a store is polled that announces nothing, in case an announcement was lost or the machine slept.
const IDLE_INTERVAL: Duration = Duration::from_millis(if cfg!(test) { 1_000 } else { 60_000 });

/// A handle to the thread, which ends when this is dropped.
pub struct Watcher {
    waker: Waker,
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
        let (waker, sleeper) = sleeper()?;
        let (ended, ended_receiver) = bounded(0);
        let open_case = Arc::new(Mutex::new(None));
        let presence = PresenceSync::new(context.me.clone(), open_case.clone());
        thread::Builder::new().name("watcher".into()).spawn(move || {
            run_watcher(context, cursor, (parties, presence), &sleeper);
            drop(ended);
        })?;
        Ok(Self { waker, open_case, ended_receiver })
    }

    /// Looks now.
    pub fn poll_now(&self) {
        self.waker.wake();
    }

    /// Sets the case that the desk shows. It is announced with the next poll, so that paging through cases costs at
    /// most one write a second.
    pub fn set_open_case(&self, at: Option<DisputeId>) {
        if let Ok(mut open_case) = self.open_case.lock() {
            *open_case = at;
        }
        self.waker.nudge();
    }

    /// Stops the thread and waits, no longer than `patience`, until its presence is withdrawn; otherwise it would
    /// expire after a minute.
    pub fn finish(self, patience: Duration) {
        let Self { waker, ended_receiver, .. } = self;
        drop(waker);
        let _ = ended_receiver.recv_timeout(patience);
    }
}

fn run_watcher(
    context: ThreadContext,
    cursor: ChangeCursor,
    (parties, presence): (Option<DemoParties>, PresenceSync),
    sleeper: &Sleeper,
) {
    let mut watcher = WatcherThread {
        connection: Connection::new(context.open_store),
        parties,
        cursor,
        presence,
        trouble: None,
        announcements: OnceCell::new(),
        due: DueTimes::default(),
        polled_at: now(),
    };
    let mut schedule = Schedule::new(Instant::now());
    loop {
        match sleeper.sleep(schedule.next_poll, watcher.announcements().filter(|_| !schedule.is_announced)) {
            WakeReason::Ended => return watcher.leave(),
            WakeReason::Nudged => {
                schedule.nudged();
                continue;
            }
            WakeReason::Announced => {
                schedule.announced(Instant::now());
                continue;
            }
            WakeReason::Asked | WakeReason::Time => {}
        }
        if let Some(announcements) = watcher.announcements() {
            drain_announcements(announcements);
        }
        let polled = watcher.poll();
        let pace = match &polled {
            Err(error) if error.is_out_of_reach() => Pace::OutOfReach,
            Ok(_) if watcher.announcements().is_some() => Pace::Announced(watcher.next_due()),
            _ => Pace::Beat,
        };
        for msg in watcher.messages(polled) {
            if context.events.send(LoopEvent::Msg(msg)).is_err() {
                return watcher.leave();
            }
        }
        schedule.polled(Instant::now(), pace);
    }
}

/// What the next poll depends on.
#[derive(Debug, Clone, Copy)]
enum Pace {
    /// Announced; time alone changes something after so long.
    Announced(Option<Duration>),
    Beat,
    OutOfReach,
}

/// When the store is polled.
struct Schedule {
    last_poll: Instant,
    next_poll: Instant,
    /// The next poll is for an announcement. Until then others need not be heard.
    is_announced: bool,
    /// The pause before the next poll, unless there is a reason to poll earlier.
    pause: Duration,
    pauses: Pauses,
}

impl Schedule {
    fn new(now: Instant) -> Self {
        let pauses = Pauses::new(POLL_INTERVAL, LONGEST_PAUSE);
        // What was written as the desk started may not have been there to be read.
        Self { last_poll: now, next_poll: now + FIRST_POLL_DELAY, is_announced: true, pause: SETTLING, pauses }
    }

    fn nudged(&mut self) {
        self.next_poll = self.next_poll.min(self.last_poll + POLL_INTERVAL);
    }

    fn announced(&mut self, now: Instant) {
        self.is_announced = true;
        self.pause = SETTLING;
        self.next_poll = self.next_poll.min((now + SETTLING).max(self.last_poll + BUSY_INTERVAL));
    }

    fn polled(&mut self, now: Instant, pace: Pace) {
        (self.last_poll, self.is_announced) = (now, false);
        let pause = match pace {
            Pace::Announced(due) => {
                self.pause = (self.pause * LATER).min(IDLE_INTERVAL);
                due.map_or(self.pause, |left| left.min(self.pause))
            }
            Pace::Beat => POLL_INTERVAL,
            // A server that is gone is asked less and less often, and by no two desks at once when it comes back.
            Pace::OutOfReach => self.pauses.next().unwrap_or(LONGEST_PAUSE),
        };
        if !matches!(pace, Pace::OutOfReach) {
            self.pauses = Pauses::new(POLL_INTERVAL, LONGEST_PAUSE);
        }
        self.next_poll = now + pause;
    }
}

struct WatcherThread {
    connection: Connection,
    parties: Option<DemoParties>,
    cursor: ChangeCursor,
    presence: PresenceSync,
    trouble: Option<StoreError>,
    /// Asked for once; empty where the store announces nothing.
    announcements: OnceCell<Option<OwnedFd>>,
    /// As they were at the last poll.
    due: DueTimes,
    polled_at: Time,
}

impl WatcherThread {
    fn announcements(&self) -> Option<&OwnedFd> {
        self.announcements.get().and_then(Option::as_ref)
    }

    fn poll(&mut self) -> Result<(Changes, Vec<Msg>), StoreError> {
        let Self { connection, parties, cursor, presence, announcements, due, polled_at, .. } = self;
        connection.with(|store| {
            inject_panic("watcher", || true);
            // Before anything is read, so that nothing is missed in between. A demo's parties act by the clock.
            let announced = announcements.get_or_init(|| store.announcements().filter(|_| parties.is_none()));
            let now = now();
            // Changes by others are reported even if nothing can be written.
            let written = store.settle_due(now).map(|_| ()).and_then(|()| match parties {
                Some(parties) => {
                    let events = parties(store, now);
                    if events.is_empty() { Ok(()) } else { store.ingest(&events, now).map(|_| ()) }
                }
                None => Ok(()),
            });
            let (changes, mut others) = presence.sync(store, *cursor, now)?;
            *cursor = changes.cursor;
            // Where it is not known when the next deadline passes, one may have with every minute.
            let passed = match announced {
                Some(_) => due.overdue.is_some_and(|at| at < now),
                None => minute(*polled_at) != minute(now),
            };
            if announced.is_some() {
                *due = store.due_times(now)?;
            }
            *polled_at = now;
            if passed {
                others.push(Msg::DeadlinePassed);
            }
            if !changes.is_empty() || !others.is_empty() {
                Ok((changes, others))
            } else {
                written.map(|()| (changes, others))
            }
        })
    }

    /// Returns how long it is until time alone changes something, or the desk's presence is to be told again.
    fn next_due(&self) -> Option<Duration> {
        let now = now();
        let times = [self.due.settles, self.presence.next_heartbeat()];
        // What is due and could not be done is tried again as often as without announcements.
        let left = |at: Time| (at - now).to_std().ok().filter(|left| !left.is_zero()).unwrap_or(POLL_INTERVAL);
        times.into_iter().flatten().map(left).min()
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

fn minute(at: Time) -> Option<Time> {
    at.duration_trunc(TimeDelta::minutes(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dispute::action::Action;
    use crate::domain::dispute::change::Actor;
    use crate::domain::ids::{DisputeId, Handle};
    use crate::domain::money::amount::{Currency, Money};
    use crate::runtime::faulty_store::{FaultyStore, case_exporter};
    use crate::store::Changed;
    use crate::store::memory::events_to_a_dispute;
    use crossbeam_channel::unbounded;
    use std::io::Write as _;

    const CASE: DisputeId = DisputeId(1001);

    fn watch(store: &FaultyStore, parties: Option<DemoParties>) -> (Watcher, Receiver<LoopEvent>) {
        watch_as(store, None, parties)
    }

    fn watch_as(
        store: &FaultyStore,
        me: Option<Handle>,
        parties: Option<DemoParties>,
    ) -> (Watcher, Receiver<LoopEvent>) {
        let (event_sender, events) = unbounded();
        let context = ThreadContext {
            open_store: store.open(),
            export_case: case_exporter(),
            opened_files: Err("none are opened".to_owned()),
            me,
            draft_fallback: None,
            events: event_sender,
        };
        (Watcher::start(context, store.cursor(), parties).unwrap(), events)
    }

    fn next_msg(events: &Receiver<LoopEvent>) -> Msg {
        loop {
            match events.recv_timeout(Duration::from_secs(20)) {
                // A minute may turn at any time.
                Ok(LoopEvent::Msg(Msg::DeadlinePassed)) => {}
                Ok(LoopEvent::Msg(msg)) => return msg,
                other => panic!("nothing was told, but {other:?}"),
            }
        }
    }

    /// Returns whether a few polls pass without a message.
    fn is_silent(events: &Receiver<LoopEvent>) -> bool {
        matches!(events.recv_timeout(POLL_INTERVAL * 4), Err(_) | Ok(LoopEvent::Msg(Msg::DeadlinePassed)))
    }

    /// Returns how often the store is polled meanwhile.
    fn count_polls(store: &FaultyStore, meanwhile: Duration) -> usize {
        let before = store.control().polled;
        thread::sleep(meanwhile);
        store.control().polled - before
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
        let asked = count_polls(&store, POLL_INTERVAL * 25);
        assert!(asked < 12, "asked {asked} times in as long as 25 polls take");
        store.control().fail_changes = None;
        assert!(matches!(next_msg(&events), Msg::Changed(changes) if changes.all));
    }

    #[test]
    fn a_store_that_announces_writes_is_polled_when_it_does() {
        let (store, mut announcer) = FaultyStore::announcing();
        let (_watcher, events) = watch(&store, None);
        while count_polls(&store, IDLE_INTERVAL / 2) > 1 {}
        store.act("ines", CASE, Action::Claim, now());
        assert!(is_silent(&events), "nobody has announced it");
        announcer.write_all(b"!").unwrap();
        assert!(matches!(next_msg(&events), Msg::Changed(changes) if changes.changed.len() == 1));
    }

    #[test]
    fn a_write_that_takes_longer_than_its_announcement_is_seen_all_the_same() {
        let (store, mut announcer) = FaultyStore::announcing();
        let (_watcher, events) = watch(&store, None);
        while count_polls(&store, IDLE_INTERVAL / 2) > 1 {}
        announcer.write_all(b"!").unwrap();
        // It is synced for so long.
        let long = IDLE_INTERVAL / 8;
        assert!(count_polls(&store, long) >= 2);
        let written = Instant::now();
        store.act("ines", CASE, Action::Claim, now());
        assert!(matches!(next_msg(&events), Msg::Changed(changes) if changes.changed.len() == 1));
        assert!(written.elapsed() < long * LATER, "{:?}", written.elapsed());
    }

    #[test]
    fn a_store_that_is_written_to_without_a_pause_is_polled_now_and_then() {
        let (store, mut announcer) = FaultyStore::announcing();
        let (_watcher, _events) = watch(&store, None);
        let (began, before) = (Instant::now(), store.control().polled);
        while began.elapsed() < BUSY_INTERVAL * 20 {
            announcer.write_all(b"!").unwrap();
            thread::sleep(BUSY_INTERVAL / 20);
        }
        let polls = store.control().polled - before;
        assert!((2..=50).contains(&polls), "{polls}");
    }

    #[test]
    fn the_open_case_is_told_soon_though_nothing_is_announced() {
        let (store, _announcer) = FaultyStore::announcing();
        let (watcher, _events) = watch_as(&store, Some("camille".into()), None);
        while count_polls(&store, IDLE_INTERVAL / 2) > 1 {}
        watcher.set_open_case(Some(CASE));
        let asked = Instant::now();
        while store.control().heartbeats.is_empty() {
            assert!(asked.elapsed() < IDLE_INTERVAL / 2);
            thread::sleep(POLL_INTERVAL / 4);
        }
    }

    #[test]
    fn a_demo_whose_parties_act_is_polled_all_the_time() {
        let (store, _announcer) = FaultyStore::announcing();
        let (_watcher, _events) = watch(&store, Some(Box::new(|_, _| Vec::new())));
        thread::sleep(IDLE_INTERVAL / 2);
        assert!(count_polls(&store, POLL_INTERVAL * 10) > 2);
    }
}
