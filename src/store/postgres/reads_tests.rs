//! What a read costs on the way to a server: a second of a desk's, a page, a case; and what an idle desk holds there.

use super::testing::stage::Stage;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::dispute::action::Action;
use crate::domain::queue::filter::Filter;
use crate::domain::search::terms::SearchTerms;
use crate::domain::vocabulary::{Outcome, View};
use crate::store::contract::{draft, handle};
use crate::store::{
    ActivityQuery, CaseStore as _, ChangeCursor, FeedStore as _, GlanceStore as _, MaintenanceStore as _, PageFrom,
    PersonalStore as _, QueueQuery, SearchQuery, SearchStore as _, Store,
};

#[test]
fn a_read_takes_one_round_trip_on_an_open_connection() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    stage.desk.dispute("O-2");
    stage.desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    let (store, now, me) = (stage.far(), stage.desk.now, handle("camille"));
    let key = stage.desk.page(View::All, PageFrom::Start, 1).rows[0].key;
    let froms = [PageFrom::Start, PageFrom::End, PageFrom::After(key), PageFrom::Before(key)];
    let once = |what: &str, read: &dyn Fn(&dyn Store)| {
        assert_eq!(stage.proxy.round_trips(|| read(&store)).0, 1, "{what}");
    };
    for view in View::ALL {
        for (from, words) in froms.into_iter().zip(["", "nova", "held:camille", "-nova"]) {
            let filter = Filter::parse(words).unwrap();
            let query = QueueQuery { view: *view, me: Some(me.clone()), filter, from, limit: 50 };
            once(&format!("a page of {view}, {words:?}"), &|store| drop(store.queue(&query, now).unwrap()));
            once(&format!("{words:?} found in {view}"), &|store| drop(store.find(&query, now).unwrap()));
        }
    }
    once("a case", &|store| drop(store.case(dispute).unwrap()));
    once("cases like it", &|store| drop(store.related_cases(dispute).unwrap()));
    once("its audit", &|store| drop(store.audit_trail(dispute).unwrap()));
    once("rows", &|store| drop(store.rows(&[dispute]).unwrap()));
    once("justifications", &|store| drop(store.justifications(&[dispute]).unwrap()));
    once("counts", &|store| drop(store.counts(Some(&me), now).unwrap()));
    once("figures", &|store| drop(store.stats(DayRange::default()).unwrap()));
    once("workloads", &|store| drop(store.workloads(now).unwrap()));
    once("the team", &|store| drop(store.mediators().unwrap()));
    once("the policy", &|store| drop(store.policy().unwrap()));
    once("its history", &|store| drop(store.policies().unwrap()));
    once("a draft", &|store| drop(store.draft(dispute, &me).unwrap()));
    once("views", &|store| drop(store.views(&me).unwrap()));
    once("notifications", &|store| drop(store.notifications(&me, now).unwrap()));
    once("changes", &|store| drop(store.changes(ChangeCursor::default()).unwrap()));
    once("the outbox", &|store| drop(store.outbox(0, 10).unwrap()));
    once("the activity", &|store| {
        drop(store.activity(&ActivityQuery { limit: 10, ..ActivityQuery::default() }).unwrap());
    });
    once("the status", &|store| drop(store.status().unwrap()));
    let terms = SearchTerms::parse("montage").unwrap();
    let query = SearchQuery { terms, me: None, before: None, limit: 50 };
    let (trips, _) = stage.proxy.round_trips(|| store.search(&query, now).unwrap());
    assert!(trips <= 2, "a search: {trips}");
}

#[test]
fn a_fresh_process_adds_the_connection_and_one_question() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let now = stage.desk.now;
    let (trips, _) = stage.proxy.round_trips(|| {
        let mut store = stage.far();
        // Nothing is due, which the server said when it was asked who is there.
        assert_eq!(store.settle_due(now).unwrap(), 0);
        store.case(dispute).unwrap();
        store
    });
    assert_eq!(trips, 3, "the connection, who is there, and the case");
}

#[test]
fn a_second_of_an_idle_desk_is_one_statement() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let (mut store, now, me) = (stage.far(), stage.desk.now, handle("camille"));
    let mut cursor = store.glance(ChangeCursor::default(), Some(&me), now).unwrap().changes.cursor;
    for second in 0..5 {
        let (trips, glance) = stage.proxy.round_trips(|| {
            assert_eq!(store.settle_due(now).unwrap(), 0);
            store.glance(cursor, Some(&me), now).unwrap()
        });
        assert_eq!((trips, glance.changes.is_empty()), (1, true), "second {second}");
    }
    // What it says is what three questions would say.
    stage.desk.does(dispute, Action::Claim);
    stage.desk.store.heartbeat("desk-2", &handle("ines"), Some(dispute), now).unwrap();
    let glance = store.glance(cursor, Some(&me), now).unwrap();
    assert_eq!(glance.changes, store.changes(cursor).unwrap());
    assert_eq!((glance.changes.changed.len(), glance.presences.len()), (1, 1));
    assert_eq!(glance.presences, store.presences(now).unwrap());
    assert_eq!(glance.views, store.views(&me).unwrap());
    cursor = glance.changes.cursor;
    assert!(store.glance(cursor, None, now).unwrap().changes.is_empty());
}

#[test]
fn a_store_that_rests_holds_no_connection_and_has_another_when_it_is_used() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let (watcher, reader) = (stage.desk.place.store(), stage.desk.place.store());
    let count = || -> i64 {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'";
        watcher.link.rows(sql, &[]).unwrap()[0].get(0)
    };
    let before = count();
    reader.rest();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while count() >= before {
        assert!(std::time::Instant::now() < until, "it still holds its connection");
    }
    assert_eq!(reader.case(dispute).unwrap().case.order.id.0, "O-1");
    assert_eq!(count(), before);
    drop(stage);
}
