//! What is synchronised with other desks at each poll: which case is open where, the mediator's notifications, and the
//! saved views that another desk of the same mediator may have changed. Only differences are reported.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;

use crate::app::Msg;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::queue::saved_views::SavedView;
use crate::domain::time::Time;
use crate::store::{ChangeCursor, Changes, Glance, HEARTBEAT, Notification, Presence, Store, StoreError};

/// How often notifications are read though no case changed.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(10);

/// The state of the synchronisation: what was sent and received last.
pub(super) struct PresenceSync {
    me: Option<Handle>,
    /// The id of this desk.
    desk: String,
    open_case: Arc<Mutex<Option<DisputeId>>>,
    /// The open case that was announced last, and when.
    announced: Option<(DisputeId, Time)>,
    /// Set after a failed heartbeat: not to be tried again before.
    retry_after: Option<Time>,
    presences: Vec<Presence>,
    /// `None` until they are read for the first time.
    notifications: Option<Vec<Notification>>,
    /// When they were read last.
    looked: Option<Time>,
    views: Vec<SavedView>,
}

impl PresenceSync {
    /// Creates the state of a desk that acts for this mediator; `open_case` is set by the desk.
    pub fn new(me: Option<Handle>, open_case: Arc<Mutex<Option<DisputeId>>>) -> Self {
        let desk = super::clock::new_uuid().to_string();
        Self {
            me,
            desk,
            open_case,
            announced: None,
            retry_after: None,
            presences: Vec::new(),
            notifications: None,
            looked: None,
            views: Vec::new(),
        }
    }

    /// Sends this desk's heartbeat if it is due, reads what happened elsewhere after this cursor, and returns messages about what
    /// of it is no change of a case.
    ///
    /// # Errors
    /// Returns an error if the database could not be read. A failed heartbeat is only logged.
    pub fn sync(
        &mut self,
        store: &mut dyn Store,
        after: ChangeCursor,
        now: Time,
    ) -> Result<(Changes, Vec<Msg>), StoreError> {
        self.send_heartbeat(store, now);
        let mut msgs = Vec::new();
        let Glance { changes, mut presences, views } = store.glance(after, self.me.as_ref(), now)?;
        presences.retain(|one| one.desk != self.desk);
        if presences != self.presences {
            self.presences.clone_from(&presences);
            msgs.push(Msg::Presences(presences));
        }
        if views != self.views {
            self.views = views;
            msgs.push(Msg::ViewsStale);
        }
        // Deadlines pass, and another desk of the mediator acknowledges, without a change of a case.
        let is_old = self.looked.is_none_or(|at| (now - at).abs() >= LOOK_AGAIN);
        if let Some(me) = self.me.as_ref().filter(|_| !changes.is_empty() || is_old) {
            let notifications = store.notifications(me, now)?;
            if self.notifications.as_ref() != Some(&notifications) {
                msgs.push(Msg::Notifications(notifications.clone()));
            }
            (self.notifications, self.looked) = (Some(notifications), Some(now));
        }
        Ok((changes, msgs))
    }

    fn send_heartbeat(&mut self, store: &mut dyn Store, now: Time) {
        let at = self.open_case.lock().map_or(None, |open_case| *open_case);
        // The difference is absolute, so that a clock set back does not suppress heartbeats.
        let old = |since: Time| (now - since).abs() >= HEARTBEAT;
        let due = match (at, self.announced) {
            (None, told) => told.is_some(),
            (Some(at), Some((told, since))) => at != told || old(since),
            (Some(_), None) => true,
        };
        let waits = self.retry_after.is_some_and(|then| now < then && then - now <= HEARTBEAT);
        let Some(me) = self.me.as_ref().filter(|_| due && !waits) else { return };
        match store.heartbeat(&self.desk, me, at, now) {
            Ok(()) => {
                self.announced = at.map(|at| (at, now));
                self.retry_after = None;
            }
            Err(error) => {
                tracing::debug!("others could not be told which case is open here: {error}");
                self.retry_after = Some(now + HEARTBEAT);
            }
        }
    }

    /// Returns when the next heartbeat is due, unless another case is opened before.
    pub fn next_heartbeat(&self) -> Option<Time> {
        let is_open = self.open_case.lock().is_ok_and(|open_case| open_case.is_some());
        let next = || self.retry_after.or(self.announced.map(|(_, since)| since + HEARTBEAT));
        (is_open || self.is_announced()).then(next).flatten()
    }

    /// Returns whether others may see this desk's presence.
    pub fn is_announced(&self) -> bool {
        self.announced.is_some()
    }

    /// Withdraws this desk's presence.
    ///
    /// # Errors
    /// Returns an error if it could not be written.
    pub fn withdraw(&mut self, store: &mut dyn Store, now: Time) -> Result<(), StoreError> {
        match (self.announced.take(), &self.me) {
            (Some(_), Some(me)) => store.heartbeat(&self.desk, me, None, now),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{SubsecRound, TimeDelta};

    use super::*;
    use crate::domain::case::actor::Actor;
    use crate::domain::case::records::NotificationKind;
    use crate::domain::dispute::action::Action;
    use crate::runtime::faulty_store::FaultyStore;
    use crate::runtime::now;
    use crate::store::PersonalStore as _;

    const CASE: DisputeId = DisputeId(1001);

    struct Fixture {
        store: FaultyStore,
        open_case: Arc<Mutex<Option<DisputeId>>>,
        presence: PresenceSync,
        cursor: ChangeCursor,
        now: Time,
    }

    impl Fixture {
        fn new() -> Self {
            let open_case = Arc::new(Mutex::new(None));
            let presence = PresenceSync::new(Some("camille".into()), open_case.clone());
            let store = FaultyStore::new();
            let cursor = store.cursor();
            Self { store, open_case, presence, cursor, now: now() }
        }

        fn open(&self, at: Option<DisputeId>) {
            *self.open_case.lock().unwrap() = at;
        }

        fn sync(&mut self) -> Vec<Msg> {
            self.now += TimeDelta::seconds(1);
            let mut store = self.store.connect().unwrap();
            let (changes, msgs) = self.presence.sync(store.as_mut(), self.cursor, self.now).unwrap();
            self.cursor = changes.cursor;
            msgs
        }

        /// Another desk, of Ines's, has this case open.
        fn other_desk(&mut self, at: Option<DisputeId>) {
            self.store.memory.heartbeat("another", &"ines".into(), at, self.now).unwrap();
        }

        fn heartbeats(&self) -> Vec<Option<DisputeId>> {
            self.store.control().heartbeats.clone()
        }
    }

    #[test]
    fn an_open_case_costs_a_write_when_it_is_opened_left_and_each_half_minute() {
        let mut fixture = Fixture::new();
        fixture.sync();
        assert_eq!(fixture.heartbeats(), []);
        fixture.open(Some(CASE));
        (0..60).for_each(|_| drop(fixture.sync()));
        assert_eq!(fixture.heartbeats(), [Some(CASE), Some(CASE)]);
        fixture.open(Some(DisputeId(1002)));
        fixture.sync();
        fixture.open(None);
        (0..60).for_each(|_| drop(fixture.sync()));
        assert_eq!(fixture.heartbeats(), [Some(CASE), Some(CASE), Some(DisputeId(1002)), None]);
    }

    #[test]
    fn others_are_told_of_once_and_this_desk_is_no_other() {
        let mut fixture = Fixture::new();
        let present = |desk: &str| Presence { dispute: CASE, by: "ines".into(), desk: desk.to_owned() };
        fixture.open(Some(CASE));
        fixture.other_desk(Some(CASE));
        let nothing = Msg::Notifications(Vec::new());
        assert_eq!(fixture.sync(), [Msg::Presences(vec![present("another")]), nothing]);
        assert_eq!(fixture.sync(), []);
        fixture.other_desk(None);
        assert_eq!(fixture.sync(), [Msg::Presences(Vec::new())]);
    }

    #[test]
    fn what_others_did_is_told_at_the_start_and_when_it_happens() {
        let mut fixture = Fixture::new();
        let second_case = DisputeId(1002);
        let (before, lapsed) = (fixture.now, fixture.now + TimeDelta::hours(1));
        let taken_over = |dispute: DisputeId, at: Time| {
            let at = at.trunc_subsecs(3);
            let by = Actor::Mediator("ines".into());
            Notification { dispute, by, what: NotificationKind::TakenOver, at }
        };
        for case in [CASE, second_case] {
            fixture.store.act("camille", case, Action::Claim, before);
        }
        let later = lapsed + TimeDelta::seconds(1);
        let (first, second) = (taken_over(CASE, lapsed), taken_over(second_case, later));
        fixture.store.act("ines", CASE, Action::Claim, lapsed);
        assert_eq!(fixture.sync(), [Msg::Notifications(vec![first.clone()])]);
        fixture.store.act("ines", second_case, Action::Claim, later);
        let read = std::mem::replace(&mut fixture.cursor, fixture.store.cursor());
        assert_eq!(fixture.sync(), [], "nothing changed that it could be told by");
        fixture.cursor = read;
        assert_eq!(fixture.sync(), [Msg::Notifications(vec![second.clone(), first.clone()])]);
        // One was acknowledged, as by another desk of hers; without a change it is seen in a while.
        let mut store = fixture.store.connect().unwrap();
        store.acknowledge(&"camille".into(), &[first]).unwrap();
        assert_eq!(fixture.sync(), []);
        fixture.now += LOOK_AGAIN;
        assert_eq!(fixture.sync(), [Msg::Notifications(vec![second])]);
        fixture.now += LOOK_AGAIN;
        assert_eq!(fixture.sync(), []);
    }
}
