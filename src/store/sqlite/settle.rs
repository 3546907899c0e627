//! What time alone does. Each dispute's row says when time will next change it; an index finds those that are due.

use rusqlite::Connection;

use super::identity::Database;
use super::rows::Ms;
use super::transaction::SqliteTransaction;
use crate::domain::time::Time;
use crate::store::StoreError;
use crate::store::write::settle::settle_some;

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
        Caller, CaseStore as _, Clock, DraftWrite, MaintenanceStore as _, Mode, PersonalStore as _, TeamStore as _,
    };

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
