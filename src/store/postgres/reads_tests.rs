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
    PersonalStore as _, QueueQuery, QueueStore as _, SearchQuery, SearchStore as _, Store,
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
    once("counts", &|store| assert_eq!(store.counts(Some(&me), now).unwrap().open, 1));
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

/// A word that one case among many has is found by the index of words, wherever it stands in the queue.
#[test]
fn a_rare_word_is_found_past_what_a_page_looks_at_row_by_row() {
    let Some(mut stage) = Stage::set() else { return };
    stage.desk.dispute("O-1");
    let place = &stage.desk.place;
    place.sql(
        "INSERT INTO litige.disputes SELECT (jsonb_populate_record(d, jsonb_build_object('id', d.id + n, 'rank', d.rank + n, 'touched', 0, \
           'words', CASE n WHEN 24000 THEN 'le zyzzyva a 100%_de\\bien' ELSE 'nova ' || md5(n::text) END))).* \
         FROM litige.disputes d, generate_series(1, 25000) n; ANALYZE litige.disputes",
    );
    let store = stage.far();
    let page = |words: &str, from| {
        let filter = Filter::parse(words).unwrap();
        let query = QueueQuery { view: View::Open, me: None, filter, from, limit: 20 };
        stage.proxy.round_trips(|| store.queue(&query, stage.desk.now).unwrap())
    };
    for words in ["zyzzyva", "zyzzyva 100%", "a \"100%_de\\bien\"", "zyz le"] {
        for from in [PageFrom::Start, PageFrom::End] {
            let (trips, found) = page(words, from);
            assert_eq!((found.rows.len(), found.stopped, found.more_after), (1, None, false), "{words}");
            assert_eq!(found.rows[0].id.0, 25_001);
            assert!(trips <= 10, "{words}: {trips}");
        }
    }
    // What the index can't know stops where a page stops; what stands nowhere is known to.
    assert!(page("zy", PageFrom::Start).1.stopped.is_some());
    let (_, none) = page("zyzzyvas", PageFrom::Start);
    assert_eq!((none.rows.len(), none.stopped, none.more_after), (0, None, false));
    let plan = place.sql(
        "EXPLAIN SELECT id FROM litige.disputes WHERE state = 'open' AND snoozed_until IS NULL AND words LIKE '%zyzzyva%' \
         AND (rank, id) > (0, 0) ORDER BY rank + 0, id LIMIT 2000",
    );
    assert!(plan.contains("disputes_words"), "{plan}");
}
