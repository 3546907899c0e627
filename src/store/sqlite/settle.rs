//! What time alone does. Each dispute's row says when time will next change it; an index finds those that are due.

use rusqlite::{Connection, params};

use super::identity::Database;
use super::rows::{Ms, Reading};
use super::transaction::SqliteTransaction;
use crate::domain::time::Time;
use crate::store::write::settle::settle_some;
use crate::store::{DueTimes, PageKey, StoreError};

/// See [`crate::store::CaseStore::settle_due`].
pub(super) fn settle_due(db: &mut Database, now: Time) -> Result<usize, StoreError> {
    let mut changed = 0;
    // Without the write lock: most of the time nothing is due.
    while is_due(db, now)? {
        let some = settle_some(SqliteTransaction::begin(db)?, now)?;
        if some == 0 {
            break;
        }
        changed += some;
    }
    Ok(changed)
}

/// See [`crate::store::GlanceStore::due_times`]. The first entry of one index, and one entry of another.
pub(super) fn due_times(db: &Connection, now: Time) -> Result<DueTimes, StoreError> {
    let moment = db.unchecked_transaction()?;
    let settles = moment
        .prepare_cached("SELECT min(settle_at) FROM disputes WHERE settle_at IS NOT NULL")?
        .query_row([], |row| Reading::of(row).time_or_none())?;
    let overdue = moment
        .prepare_cached("SELECT min(rank) FROM disputes INDEXED BY disputes_all WHERE rank >= ?1 AND rank < ?2")?
        .query_row(params![Ms(now), PageKey::first_decided().rank], |row| Reading::of(row).time_or_none())?;
    Ok(DueTimes { settles, overdue })
}

fn is_due(db: &Connection, now: Time) -> Result<bool, StoreError> {
    let mut first = db.prepare_cached("SELECT 1 FROM disputes WHERE settle_at <= ?1 LIMIT 1")?;
    Ok(first.exists([Ms(now)])?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::SqliteStore;
    use super::super::testing::Folder;
    use crate::domain::dispute::action::Action;
    use crate::domain::policy_change::PolicyChange;
    use crate::domain::vocabulary::{Outcome, Role};
    use crate::store::contract::{Desk, draft, handle, put, second_above};
    use crate::store::{
        Caller, CaseStore as _, Clock, DraftWrite, DueTimes, MaintenanceStore as _, Mode, PersonalStore as _,
        TeamStore as _,
    };

    #[test]
    fn it_is_known_when_time_will_next_change_something() {
        let mut desk = Desk::<Folder>::set();
        let dispute = desk.dispute("O-1");
        let due_at = desk.header(dispute).due_at;
        let next = |desk: &Desk<Folder>| desk.store.due_times(desk.now).unwrap();
        let overdue = |desk: &Desk<Folder>| next(desk).overdue;
        assert_eq!(overdue(&desk), Some(due_at));
        let until = desk.now + TimeDelta::hours(3);
        desk.does(dispute, Action::Snooze { until });
        assert_eq!(next(&desk).settles, Some(until));
        desk.wait(48 * 60);
        assert_eq!(next(&desk).settles, Some(until), "it stays so until it is settled");
        desk.store.settle_due(desk.now).unwrap();
        assert_eq!(next(&desk), DueTimes::default(), "what is overdue stays so");
        let dispute = desk.dispute("O-2");
        desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
        assert_eq!(overdue(&desk), None, "a decided case falls due no more");
        assert!(next(&desk).settles.is_some(), "its hold ends");
    }

    #[test]
    fn a_machine_whose_clock_is_fast_releases_no_decision_before_its_time() {
        let mut desk = Desk::<Folder>::set();
        let dispute = desk.dispute("O-1");
        let held = desk.does(dispute, Action::Decide(draft(Outcome::SellerWins))).decision.unwrap();
        let (now, later) = (desk.now, desk.now + TimeDelta::days(1));
        let open = |clock| {
            SqliteStore::open(&desk.place.path(), Mode::Existing).unwrap().with_caller(Caller { clock, account: None })
        };
        let mut store = open(Clock::own(move || now));
        assert_eq!(store.settle_due(later).unwrap(), 0);
        assert_eq!(store.case(dispute).unwrap().case.dispute.unwrap().decision, Some(held));
        assert_eq!(open(Clock::own(move || later)).settle_due(later).unwrap(), 1);
    }

    #[test]
    fn no_record_of_a_machine_whose_clock_is_fast_is_in_the_future() {
        let mut desk = Desk::<Folder>::set();
        let dispute = desk.dispute("O-1");
        let (now, later) = (desk.now, desk.now + TimeDelta::days(1));
        let path = desk.place.path();
        let mut store = SqliteStore::open(&path, Mode::Existing)
            .unwrap()
            .with_caller(Caller { clock: Clock::own(move || now), account: None });
        let change = PolicyChange { settings: vec![second_above(100)], reason: "Essai.".to_owned() };
        store.put_policy(&handle("max"), &change, None, later).unwrap();
        let case = store.put_draft(dispute, &"ines".into(), Some("Bonjour"), None, later);
        assert_eq!(case, Ok(DraftWrite::Written));
        store.heartbeat("desk-1", &"ines".into(), Some(dispute), later).unwrap();
        assert_eq!(store.presences(now).unwrap().len(), 1, "a desk that is here now, not tomorrow");
        let lead = handle("max");
        store.change_team(Some(&lead), &put("ines", Role::Reader), None, later).unwrap();
        let client = store.case(dispute).unwrap().case.order.client.id;
        store.erase(&client, &lead, None, later).unwrap();
        let db = rusqlite::Connection::open(&path).unwrap();
        for table in ["audit", "drafts", "presence"] {
            let newest: i64 = db.query_row(&format!("SELECT max(at) FROM {table}"), [], |row| row.get(0)).unwrap();
            assert!(newest <= now.timestamp_millis(), "{table}: {newest}");
        }
    }
}
