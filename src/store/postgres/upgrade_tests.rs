//! Releases side by side: what a server keeps for the desks of the last one, what a desk is told whose functions are gone, and
//! what every trouble of a server is in a person's words.

use super::testing::cluster::SUPERUSER;
use super::testing::stage::Stage;
use super::{PostgresStore, init};
use crate::domain::dispute::action::{Action, Request};
use crate::store::contract::handle;
use crate::store::{
    CaseStore as _, ChangeCursor, GlanceStore as _, MaintenanceStore as _, Mode, Place, QueueStore as _, StoreError,
    UnusableWhy,
};

/// The functions that released programs call, with what they take and return: a function leaves this list when no release that calls it
/// is used any more, and is made anew under the next number when it takes or returns something else.
const RELEASED: &str = include_str!("functions/released.txt");

/// What a desk is told whose server lacks what it calls.
fn outdated<T: std::fmt::Debug>(done: Result<T, StoreError>) -> String {
    match done {
        Err(StoreError::Unusable(unusable)) => match &unusable.why {
            UnusableWhy::Outdated(_) => unusable.to_string(),
            why => panic!("{why:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_desk_whose_functions_are_gone_is_told_which_and_what_to_do() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let (mut store, now) = (stage.desk.place.store(), stage.desk.now);
    store.case(dispute).unwrap();
    let gone = |signature: &str| stage.desk.place.sql(&format!("DROP FUNCTION litige.{signature} CASCADE"));
    let claim = Request { dispute, by: handle("camille"), action: Action::Claim, seen: None, key: None };
    gone("case_file_1(bigint)");
    let said = outdated(store.case(dispute));
    assert!(said.contains("case_file_1") && said.contains("update litige"), "{said}");
    gone("commit_1(jsonb)");
    assert!(outdated(store.act(&claim, now)).contains("commit_1"));
    gone("glance_1(bigint, bigint, text, bigint, bigint)");
    assert!(outdated(store.glance(ChangeCursor::default(), None, now)).contains("glance_1"));
    // Also at its start, and no other than that: there is a database.
    gone("hello_1()");
    let opened = PostgresStore::open(&stage.desk.place.server(SUPERUSER), Mode::Existing);
    assert!(outdated(opened).contains("hello_1"));
}

#[test]
fn desks_of_the_last_release_go_on_while_the_server_is_made_anew() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let (mut desk, now) = (stage.far(), stage.desk.now);
    let place = &stage.desk.place;
    // A function of the last release that this one calls no more, and one that it has made better.
    place.sql(
        "CREATE FUNCTION litige.farewell_0() RETURNS json LANGUAGE sql AS $$ SELECT to_json(1) $$; \
         GRANT EXECUTE ON FUNCTION litige.farewell_0() TO litige_reader; \
         CREATE OR REPLACE FUNCTION litige.outbox_head_1() RETURNS json LANGUAGE sql AS $$ SELECT to_json(-1) $$; \
         CREATE TABLE litige.sequences (name text); \
         UPDATE litige.schema_version SET functions = 'of the last release'",
    );
    let request = |action| Request { dispute, by: handle("camille"), action, seen: None, key: None };
    desk.act(&request(Action::Claim), now).unwrap();
    let server = place.server(SUPERUSER);
    let renewed = init(&server, None, now).unwrap();
    assert_eq!((renewed.is_made, renewed.is_renewed), (false, true));
    // On the connection that it had.
    let (trips, _) =
        stage.proxy.round_trips(|| desk.act(&request(Action::Say { body: "Bonjour.".to_owned() }), now).unwrap());
    assert_eq!((trips, desk.case(dispute).unwrap().thread.len()), (2, 2));
    assert_eq!(place.sql("SELECT litige.farewell_0()"), "1");
    assert_eq!(place.sql("SELECT has_function_privilege('litige_reader', 'litige.farewell_0()', 'EXECUTE')"), "t");
    assert_ne!(place.sql("SELECT litige.outbox_head_1()"), "-1");
    assert_eq!(place.sql("SELECT to_regclass('litige.sequences') IS NULL"), "t");
    let again = init(&server, None, now).unwrap();
    assert_eq!((again.is_made, again.is_renewed), (false, false));
    assert_eq!(desk.verify(None).unwrap().faults, []);
    stage.desk.verify();
}

#[test]
fn every_function_that_a_release_calls_is_there_as_it_was() {
    let Some(stage) = Stage::set() else { return };
    let found = stage.desk.place.sql(
        "SELECT proname || '(' || oidvectortypes(proargtypes) || ') ' || prorettype::regtype FROM pg_proc \
         WHERE pronamespace = 'litige'::regnamespace AND proname ~ '_[0-9]+$' \
           AND (has_function_privilege('litige_lead', oid, 'EXECUTE') OR has_function_privilege('litige_feed', oid, 'EXECUTE')) \
         ORDER BY proname COLLATE \"C\"",
    );
    assert_eq!(found.trim(), RELEASED.trim(), "a function was changed or is missing, or a new one is not in the list");
}

#[test]
fn every_trouble_of_a_server_has_a_sentence_of_its_own() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let store = stage.desk.place.store();
    let said = |state: &str| {
        let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'the server''s words' USING ERRCODE = '{state}'; END $$");
        store.link.rows(&raise, &[]).unwrap_err()
    };
    for (state, words) in [
        ("25006", "is a standby, which only reads"),
        ("53300", "takes no more connections"),
        ("53100", "the disk is full where the database is; nothing was changed"),
        ("58P01", "can't load a part of itself (the server's words); whoever runs it must restart it"),
        ("57P01", "can't be reached: the server's words"),
        ("57P02", "can't be reached: the server's words"),
        ("57P03", "can't be reached: the server's words"),
        ("28P01", "denies it: the server's words"),
        ("42501", "denies it: the server's words"),
        ("3D000", "holds no litige database"),
        ("42883", "is of another release of litige (the server's words)"),
        ("42703", "is of another release of litige (the server's words)"),
        ("XX001", "the server's words"),
        ("LT002", "the clock of this machine is ahead"),
        ("LT003", "denies it: the server's words"),
        ("LT004", "try again"),
        ("40001", "try again"),
        ("55P03", "try again"),
        ("57014", "stopped"),
        ("22012", "could not be read or written: the server's words (22012); nothing was changed"),
    ] {
        let sentence = said(state).to_string();
        assert!(sentence.contains(words), "{state}: {sentence}");
        assert!(!sentence.contains("SQLSTATE") && !sentence.starts_with("db error"), "{state}: {sentence}");
    }
    // A server that only reads, as a standby does.
    let url = format!("{}&options=-c%20default_transaction_read_only%3Don", stage.desk.place.url(SUPERUSER));
    let mut reading = PostgresStore::open(&super::testing::server(&url), Mode::Existing).unwrap();
    assert!(reading.counts(None, stage.desk.now).is_ok());
    let claim = Request { dispute, by: handle("camille"), action: Action::Claim, seen: None, key: None };
    match reading.act(&claim, stage.desk.now) {
        Err(StoreError::Unusable(unusable)) => {
            assert_eq!(unusable.why, UnusableWhy::Standby);
            assert!(matches!(unusable.place, Place::Server(_)));
        }
        other => panic!("{other:?}"),
    }
}
