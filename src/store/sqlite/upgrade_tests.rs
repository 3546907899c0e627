//! Databases that older programs made. One of schema 1, with decided and open cases, an erasure, views, a draft, a kept file: opened
//! by this program it is upgraded, and nothing of it is lost.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::testing::{Folder, Scratch};
use super::transaction::renew_checksum;
use super::{SqliteStore, current_rows, migrate, verify};
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::Event;
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::Code;
use crate::domain::team::change::{AccountChange, TeamChange};
use crate::domain::vocabulary::{Outcome, Role, View};
use crate::store::contract::{Desk, code, draft, handle};
use crate::store::write::current_rows::CurrentRows;
use crate::store::write::rows::case::DisputeRow;
use crate::store::write::table::Row as _;
use crate::store::{
    BlobStore as _, CaseStore as _, Filled, MaintenanceStore as _, Mode, PageFrom, QueueQuery, QueueStore as _,
    TeamStore as _,
};

/// The last audit record, as the older program's `verify` gave it.
const HEAD: &str = "7cb388cd24f8d91936454fee869f2bb375dc657416985c02f847a3f4829c0402";

/// A copy of the older database, in a folder of its own.
fn older(folder: &Path) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let (path, blob) =
        (folder.join("schema-1.db"), "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    fs::copy(fixtures.join("schema-1.db"), &path).unwrap();
    let kept = path.with_added_extension("files").join(blob);
    fs::create_dir_all(kept.parent().unwrap()).unwrap();
    fs::copy(fixtures.join("schema-1.db.files").join(blob), kept).unwrap();
    path
}

/// All but the parts of the search indexes, which come with texts.
fn schema(db: &Connection) -> Vec<(String, String, Option<String>)> {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'search_[0-9]*' \
               AND name NOT GLOB 'passage_[0-9]*' ORDER BY type, name";
    let mut rows = db.prepare(sql).unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn texts(db: &Connection, sql: &str) -> Vec<String> {
    db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn an_older_database_is_upgraded_with_all_that_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = older(folder.path());
    let old = Connection::open(&path).unwrap();
    assert_eq!(migrate::version(&old).unwrap(), 1);
    old.execute_batch("INSERT INTO counters VALUES ('demo', 1), ('next.scrub', 1)").unwrap();
    let tables =
        texts(&old, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_0%' ORDER BY 1");
    for table in tables.iter().filter(|table| !["sqlite_stat1", "sqlite_sequence"].contains(&table.as_str())) {
        let rows: i64 = old.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(rows > 0, "{table} has no row to be upgraded");
    }
    drop(old);

    let mut store = SqliteStore::open(&path, Mode::Existing).unwrap();
    let fresh = Scratch::new();
    assert_eq!(migrate::version(&store.db).unwrap(), migrate::KNOWN);
    assert_eq!(schema(&store.db), schema(&fresh.store.db));
    let verified = store.verify(Some(HEAD)).unwrap();
    assert_eq!(verified.faults, []);
    // The older records stand unchanged; one more says how the rows stand that they don't speak of, and another which of them
    // the upgrade changed.
    let (last, before): (i64, i64) = store
        .db
        .query_row("SELECT max(seq), (SELECT seq FROM audit WHERE hash = ?1) FROM audit", [HEAD], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(last, before + 2);
    let upgrade = "SELECT hash FROM audit WHERE action = 'upgrade' AND actor = 'system' ORDER BY seq";
    assert_eq!(texts(&store.db, upgrade).last(), verified.head.as_ref());
    // Who let a claim lapse holds the case again, with a lease that has ended; what is decided, nobody holds any more.
    let holders =
        "SELECT id || ' ' || state || ' ' || claimed_by FROM disputes WHERE claimed_by IS NOT NULL ORDER BY id";
    let held = ["1004 open grace", "1005 open tom", "1006 open camille", "1008 open camille", "1010 open camille"];
    let more = ["1011 open ines", "1014 open camille", "1015 open camille"];
    assert_eq!(texts(&store.db, holders), [&held[..], &more[..]].concat());
    let lapsed = Filter::parse("is:lapsed").unwrap();
    let query = QueueQuery { view: View::All, me: None, filter: lapsed, from: PageFrom::Start, limit: 20 };
    assert_eq!(store.queue(&query, chrono::Utc::now()).unwrap().rows.len(), 8);
    let counts = store.counts(Some(&handle("camille")), chrono::Utc::now()).unwrap();
    assert_eq!((counts.mine, counts.unclaimed), (4, 0));
    for forgery in
        ["UPDATE orders SET refusals = 'revision'", "UPDATE messages SET at = at + 1 WHERE erased IS NOT NULL"]
    {
        let tx = store.db.unchecked_transaction().unwrap();
        assert!(tx.execute(forgery, []).unwrap() > 0, "{forgery}");
        assert_ne!(verify::looked_through(&tx, Some(&store.files), None).unwrap().faults, [], "{forgery}");
    }
    assert_eq!(texts(&store.db, "SELECT name FROM flags ORDER BY name"), ["demo", "unscrubbed"]);
    assert!(store.is_demo().unwrap());

    // A decision's key is known as before.
    let now = chrono::Utc::now();
    let draft = DecisionInput {
        outcome: Outcome::ClientRefunded,
        refund: None,
        reasons: "Grace Okafor a raison.".to_owned(),
        cites: vec![],
        key: Some("k-1".to_owned()),
    };
    let (dispute, by) = (DisputeId(1012), handle("camille"));
    let request = Request { dispute, by, action: Action::Decide(draft), seen: None, key: None };
    assert!(store.act(&request, now).unwrap().repeated);
    // It goes on as any other.
    let action = Action::Note { body: "Après.".to_owned() };
    store.act(&Request { dispute: DisputeId(1004), by: handle("ines"), action, seen: None, key: None }, now).unwrap();
    store.settle_due(now).unwrap();
    assert_eq!(store.verify(Some(HEAD)).unwrap().faults, []);
}

#[test]
fn an_upgrade_that_fails_leaves_the_older_database_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = older(folder.path());
    let old = Connection::open(&path).unwrap();
    old.execute_batch("CREATE TABLE completed_requests (x)").unwrap();
    let before = (schema(&old), texts(&old, "SELECT name || value FROM counters"));
    drop(old);
    SqliteStore::open(&path, Mode::Existing).unwrap_err();
    let old = Connection::open(&path).unwrap();
    assert_eq!(migrate::version(&old).unwrap(), 1);
    assert_eq!((schema(&old), texts(&old, "SELECT name || value FROM counters")), before);
}

/// Before schema 5 a case whose decision was undone stood in the queue for what had been before it.
#[test]
fn an_upgrade_says_of_a_reopened_case_that_its_decision_was_undone() {
    let mut desk = Desk::<Folder>::set();
    let dispute = desk.dispute("O-1");
    desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    desk.does(dispute, Action::Undo);
    let store = SqliteStore::open(&desk.place.path(), Mode::Existing).unwrap();
    let reason = || texts(&store.db, "SELECT reason FROM disputes ORDER BY id");
    let after = reason();
    store.db.execute("UPDATE disputes SET reason = 'discussion' WHERE id = ?1", [dispute]).unwrap();
    renew_checksum(&store.db, DisputeRow::layout(), &dispute).unwrap();
    assert_ne!(verify::looked_through(&store.db, Some(&store.files), None).unwrap().faults, []);
    let mut changed = CurrentRows::default();
    migrate::renew_reasons(&store.db, &mut changed).unwrap();
    current_rows::audit_upgrade(&store.db, &mut changed, chrono::Utc::now()).unwrap();
    assert_eq!(reason(), after);
    assert_eq!(verify::looked_through(&store.db, Some(&store.files), None).unwrap().faults, []);
    assert_eq!(texts(&store.db, "SELECT action FROM audit WHERE action = 'upgrade'"), ["upgrade"]);
}

/// The last audit record of the database that a program of schema 4 made.
const HEAD_4: &str = "1e1c4b17a5c17e76034cf5fddd4cfa88f4dae237bfa47743fbbf213ef7d00b6e";

/// Its team has mediators, a reader and no lead.
#[test]
fn a_team_of_before_has_its_rows_covered_anew_and_a_mediator_names_its_first_lead() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema-4.db");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-4.db"), &path).unwrap();
    let old = Connection::open(&path).unwrap();
    assert_eq!(migrate::version(&old).unwrap(), 4);
    let before: i64 = old.query_row("SELECT max(seq) FROM audit", [], |row| row.get(0)).unwrap();
    drop(old);
    let mut store = SqliteStore::open(&path, Mode::Existing).unwrap();
    assert_eq!(schema(&store.db), schema(&Scratch::new().store.db));
    assert_eq!(store.verify(Some(HEAD_4)).unwrap().faults, []);
    let upgrade = format!("SELECT body FROM audit WHERE seq > {before} ORDER BY seq");
    let bodies = texts(&store.db, &upgrade);
    // The second one is of the claims, which lapse no more.
    assert!(bodies.len() == 2 && bodies[0].contains("mediators") && bodies[1].contains("disputes"), "{bodies:?}");
    for forgery in ["UPDATE mediators SET account = 'root' WHERE handle = 'zoe'", "UPDATE mediators SET retired_at = 1"]
    {
        let tx = store.db.unchecked_transaction().unwrap();
        assert!(tx.execute(forgery, []).unwrap() > 0, "{forgery}");
        assert_ne!(verify::looked_through(&tx, Some(&store.files), None).unwrap().faults, [], "{forgery}");
    }
    let now = chrono::Utc::now();
    let put = |name: &str, role| TeamChange::Put {
        handle: handle(name),
        name: name.to_owned(),
        role: Some(role),
        account: AccountChange::AsIs,
    };
    let mut change = |by: &str, change: &TeamChange| store.change_team(Some(&handle(by)), change, None, now);
    assert_eq!(code(change("zoe", &put("zoe", Role::Lead))), Code::NotALead);
    assert_eq!(code(change("camille", &put("zoe", Role::Mediator))), Code::NotALead);
    assert_eq!(change("camille", &put("ines", Role::Lead)).unwrap().role, Role::Lead);
    assert_eq!(code(change("camille", &put("camille", Role::Lead))), Code::NotALead);
    change("ines", &put("zoe", Role::Mediator)).unwrap();
    assert_eq!(store.verify(Some(HEAD_4)).unwrap().faults, []);
}

/// The last audit record of the database that a program of schema 5 made.
const HEAD_5: &str = "f4acb3fb63e0e0d53dfd99e2ea0cf0d59a16f0d954fa8e744e09c75e5e7d6700";

#[test]
fn files_that_a_program_of_before_did_not_keep_are_supplied_after_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema-5.db");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-5.db"), &path).unwrap();
    assert_eq!(migrate::version(&Connection::open(&path).unwrap()).unwrap(), 5);
    let mut store = SqliteStore::open(&path, Mode::Existing).unwrap();
    assert_eq!(schema(&store.db), schema(&Scratch::new().store.db));
    // One file was kept beside the database, which is not here.
    let abc = store.put_blob(b"abc").unwrap();
    assert_eq!(store.verify(Some(HEAD_5)).unwrap().faults, []);
    let line = |id: &str, order: &str, kind: &str, at: &str, rest: &str| {
        format!(
            r#"{{"id":"{id}","at":"{at}","type":"{kind}","order":"{order}",{rest},"attachments":[{{"name":"a.txt","media_type":"text/plain","origin":"platform","path":"a.txt"}},{{"name":"b.txt","media_type":"text/plain","origin":"platform","path":"b.txt"}}]}}"#
        )
    };
    let said = r#""by":"client","body":"Voyez.""#;
    let lines = [
        line("e2", "O-1", "order.delivered", "2026-11-02T08:00:00Z", r#""body":"Voici.""#),
        line("p7", "O-2", "dispute.message", "2026-11-02T13:00:00Z", said),
        line("p8", "O-2", "dispute.message", "2026-11-02T13:00:00Z", said),
    ];
    let mut events: Vec<_> = lines.iter().map(|line| Event::parse_line(line).unwrap()).collect();
    for file in events.iter_mut().flat_map(|event| event.kind.attachments_mut()) {
        file.stored_content = Some(StoredContent::Stored(abc.clone()));
    }
    let filled = store.fill_files(&events, chrono::Utc::now()).unwrap();
    let (new, kept) = (Filled::Filled, Filled::Kept);
    assert_eq!(filled, [vec![new, new], vec![new, new], vec![kept, new]]);
    assert_eq!(store.verify(Some(HEAD_5)).unwrap().faults, []);
    for forgery in ["UPDATE later_files SET sha256 = 'x', erased = 1", "DELETE FROM later_files WHERE id = 2"] {
        let tx = store.db.unchecked_transaction().unwrap();
        tx.execute_batch("DROP TRIGGER later_files_stay").unwrap();
        assert!(tx.execute(forgery, []).unwrap() > 0, "{forgery}");
        let faults = verify::looked_through(&tx, Some(&store.files), None).unwrap().faults;
        assert!(faults.iter().any(|fault| fault.check == "audit"), "{forgery}: {faults:?}");
    }
}
