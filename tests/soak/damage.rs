//! A damaged file: never a panic, a refused file stays unchanged, and `verify` reports every damage that changes what
//! is shown or paid.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use chrono::{TimeZone, Utc};
use litige::domain::ids::Handle;
use litige::domain::queue::filter::Filter;
use litige::domain::search::terms::SearchTerms;
use litige::domain::vocabulary::View;
use litige::store::{self, Mode, PageFrom, Place, QueueQuery, SearchQuery, Store};
use serde_json::json;

use crate::events::{event, stream};
use crate::random::Random;
use crate::test_database::{TestDatabase, database_files};
use crate::{counted, rounds, share_machine};

/// Creates a database with some of everything, with its log checkpointed.
fn used_database(random: &mut Random) -> TestDatabase {
    let database = TestDatabase::empty();
    database.team();
    database.file("stream.jsonl", &crate::events::lines(&stream(14, random)));
    database.run(&["ingest", "stream.jsonl"]);
    let open: Vec<String> = database.disputes();
    database.run(&["say", &open[0], "Bonjour à vous deux."]).ok();
    database.run(&["note", &open[0], "À relire."]).ok();
    database.run(&["ask", &open[1], "--to", "seller", "Et la source ?"]).ok();
    database.run(&["propose", &open[2], "--refund", "30.00"]).ok();
    database.run(&["decide", &open[3], "--outcome", "seller-wins", "--reasons", "Fait."]).ok();
    database.run(&["undo", &open[3]]).ok();
    database
        .run(&["decide", &open[3], "--outcome", "partial-refund", "--refund", "12.50", "--reasons", "Mi-fait."])
        .ok();
    database.run(&["decide", &open[4], "--outcome", "client-refunded", "--reasons", "Rien."]).ok();
    database.run(&["snooze", &open[5], "--until", "2099-01-01T00:00:00Z"]).ok();
    let more = event("O-0", 95, "order.message", json!({"by": "client", "body": "Bonsoir."}));
    database.file("more.jsonl", &crate::events::lines(&[more]));
    database.run(&["ingest", "more.jsonl"]).ok();
    database.verify();
    database
}

/// Returns everything that is shown or paid out, as text, with the errors of what can't be read.
fn shown(store: &dyn Store) -> String {
    let now = Utc.with_ymd_and_hms(2030, 1, 1, 0, 0, 0).unwrap();
    let me = Handle::from("ines");
    let mut all = String::new();
    let mut tell = |what: &str, told: String| all.push_str(&format!("{what}: {told}\n"));
    for view in [View::Open, View::Mine, View::Unclaimed, View::Overdue, View::Decided, View::All] {
        let query =
            QueueQuery { view, me: Some(me.clone()), filter: Filter::default(), from: PageFrom::Start, limit: 100 };
        tell("queue", format!("{:?}", store.queue(&query, now)));
    }
    let query = QueueQuery {
        view: View::All,
        me: None,
        filter: Filter::parse("logo").unwrap(),
        from: PageFrom::Start,
        limit: 100,
    };
    tell("filtered", format!("{:?}", store.queue(&query, now)));
    // The expected disputes, whatever the queue says.
    for id in (1001..1015).map(litige::domain::ids::DisputeId) {
        tell("case", format!("{:?}", store.case(id)));
        tell("trail", format!("{:?}", store.audit_trail(id)));
        tell("draft", format!("{:?}", store.draft(id, &me)));
        tell("beside", format!("{:?}", store.related_cases(id)));
    }
    for text in ["mot", "été", "bonjour", "relire", "voyez"] {
        // Repeated to the end: on a busy machine a search returns what it found in time, and where to continue.
        let mut before = None;
        for _ in 0..200 {
            let terms = SearchTerms::parse(text).unwrap();
            let query = SearchQuery { terms, me: None, before, limit: 100 };
            let page = store.search(&query, now);
            before = page.as_ref().ok().and_then(|page| page.next);
            match page {
                Ok(page) => page.hits.iter().for_each(|hit| tell("search", format!("{hit:?}"))),
                Err(error) => tell("search", format!("{error:?}")),
            }
            if before.is_none() {
                break;
            }
        }
    }
    tell("counts", format!("{:?}", store.counts(Some(&me), now)));
    tell("stats", format!("{:?}", store.stats(Default::default())));
    tell("outbox", format!("{:?}", store.outbox(0, 1000)));
    tell("team", format!("{:?}", store.mediators()));
    tell("policy", format!("{:?}", store.policy()));
    all
}

#[test]
fn verify_names_every_damage_that_changes_what_is_shown_or_paid() {
    let _busy = share_machine();
    let mut random = Random::for_soak("damage");
    let database = used_database(&mut random);
    let whole = fs::read(&database.db).unwrap();
    let clean = shown(store::open(&Place::File(database.db.clone()), Mode::Existing).unwrap().as_ref());
    assert!(!clean.replace("Err(Refused(", "").contains("Err("), "{clean}");
    assert!(clean.matches("search: Hit").count() > 10, "{clean}");
    let db = database.sandbox.path("damaged.db");
    let count = rounds(100, 1000);
    let (mut refused, mut seen, mut harmless, mut unseen) = (0, 0, 0, 0);
    for n in 0..count {
        let mut bytes = whole.clone();
        let what = match random.below(6) {
            0 => {
                bytes.truncate(random.below(whole.len()));
                format!("cut to {} bytes", bytes.len())
            }
            1 => {
                bytes.truncate(random.below(whole.len() / 4096) * 4096);
                format!("cut to {} pages", bytes.len() / 4096)
            }
            _ => {
                // Usually within used pages.
                let (mut at, to) = (random.below(whole.len()), 1 + random.below(255) as u8);
                while whole[at] == 0 && !random.one_in(50) {
                    at = random.below(whole.len());
                }
                bytes[at] ^= to;
                format!("byte {at} ^ {to}")
            }
        };
        for (name, _) in database_files(&db) {
            fs::remove_file(name).unwrap();
        }
        fs::write(&db, &bytes).unwrap();
        match judge(&db, &clean).unwrap_or_else(|_| panic!("damage {n}, {what}: a panic")) {
            Verdict::Refused => refused += 1,
            Verdict::Changed { faults, first } => {
                assert!(
                    faults > 0,
                    "damage {n}, {what}: it changes what is shown, and verify does not see it: {first}"
                );
                seen += 1;
            }
            Verdict::Same { faults: 0 } => unseen += 1,
            Verdict::Same { .. } => harmless += 1,
        }
        assert!(fs::read(&db).unwrap() == bytes, "damage {n}, {what}: the file was changed");
    }
    counted!(
        "{count} damages of {} KiB: {refused} refused, {seen} change what is shown and are named by verify, {harmless} change nothing and are named, {unseen} change nothing; the file untouched, no panic",
        whole.len() / 1024
    );
    assert!(refused > 0 && seen > 0);
}

enum Verdict {
    Refused,
    Changed { faults: usize, first: String },
    Same { faults: usize },
}

fn judge(db: &Path, clean: &str) -> Result<Verdict, Box<dyn std::any::Any + Send>> {
    catch_unwind(AssertUnwindSafe(|| {
        let Ok(store) = store::open(&Place::File(db.to_owned()), Mode::Existing) else { return Verdict::Refused };
        let faults = store.verify(None).map_or(1, |verified| verified.faults.len());
        let now = shown(store.as_ref());
        match now.lines().zip(clean.lines()).find(|(now, clean)| now != clean) {
            None => Verdict::Same { faults },
            Some((now, clean)) => Verdict::Changed { faults, first: format!("{now}\ninstead of\n{clean}") },
        }
    }))
}
