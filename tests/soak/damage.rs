//! Damage to the file: never a panic, a refusal leaves the file as it was, and `verify` names every damage that changes what
//! is shown or paid.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use chrono::{TimeZone, Utc};
use litige::domain::ids::Handle;
use litige::domain::vocabulary::View;
use litige::store::sqlite::{Open, SqliteStore};
use litige::store::{PageFrom, QueueQuery, SearchQuery, Store};
use serde_json::json;

use crate::base::{Base, bytes_of};
use crate::chance::Chance;
use crate::events::{event, stream};
use crate::{busy, counted, rounds};

/// A base with a bit of everything, its log moved into the file.
fn lived(chance: &mut Chance) -> Base {
    let base = Base::empty();
    base.team();
    base.file("stream.jsonl", &crate::events::lines(&stream(14, chance)));
    base.run(&["ingest", "stream.jsonl"]);
    let open: Vec<String> = base.disputes();
    base.run(&["say", &open[0], "Bonjour à vous deux."]).ok();
    base.run(&["note", &open[0], "À relire."]).ok();
    base.run(&["ask", &open[1], "--to", "seller", "Et la source ?"]).ok();
    base.run(&["propose", &open[2], "--refund", "30.00"]).ok();
    base.run(&["decide", &open[3], "--outcome", "seller-wins", "--reasons", "Fait."]).ok();
    base.run(&["undo", &open[3]]).ok();
    base.run(&["decide", &open[3], "--outcome", "partial-refund", "--refund", "12.50", "--reasons", "Mi-fait."]).ok();
    base.run(&["decide", &open[4], "--outcome", "client-refunded", "--reasons", "Rien."]).ok();
    base.run(&["snooze", &open[5], "--until", "2099-01-01T00:00:00Z"]).ok();
    let more = event("O-0", 95, "order.message", json!({"by": "client", "body": "Bonsoir."}));
    base.file("more.jsonl", &crate::events::lines(&[more]));
    base.run(&["ingest", "more.jsonl"]).ok();
    base.verify();
    base
}

/// Everything that is shown or paid out, as text; what can't be read says why.
fn shown(store: &SqliteStore) -> String {
    let now = Utc.with_ymd_and_hms(2030, 1, 1, 0, 0, 0).unwrap();
    let me = Handle::from("ines");
    let mut all = String::new();
    let mut tell = |what: &str, told: String| all.push_str(&format!("{what}: {told}\n"));
    for view in [View::Open, View::Mine, View::Unclaimed, View::Overdue, View::Decided, View::All] {
        let query = QueueQuery { view, me: Some(me.clone()), words: String::new(), from: PageFrom::Start, limit: 100 };
        tell("queue", format!("{:?}", store.queue(&query, now)));
    }
    let query = QueueQuery { view: View::All, me: None, words: "logo".to_owned(), from: PageFrom::Start, limit: 100 };
    tell("filtered", format!("{:?}", store.queue(&query, now)));
    // Those that there should be, whatever the queue says.
    for id in (1001..1015).map(litige::domain::ids::DisputeId) {
        tell("case", format!("{:?}", store.case(id)));
        tell("trail", format!("{:?}", store.audit_trail(id)));
        tell("draft", format!("{:?}", store.draft(id, &me)));
        tell("beside", format!("{:?}", store.related_cases(id)));
    }
    for text in ["mot", "été", "bonjour", "relire", "voyez"] {
        // To the end: on a busy machine a search gives what it found in time, and where to go on.
        let mut before = None;
        for _ in 0..200 {
            let query = SearchQuery { text: text.to_owned(), me: None, as_typed: true, before, limit: 100 };
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
    tell("stats", format!("{:?}", store.stats()));
    tell("outbox", format!("{:?}", store.outbox(0, 1000)));
    tell("team", format!("{:?}", store.mediators()));
    tell("policy", format!("{:?}", store.policy()));
    all
}

#[test]
fn verify_names_every_damage_that_changes_what_is_shown_or_paid() {
    let _busy = busy();
    let mut chance = Chance::of("damage");
    let base = lived(&mut chance);
    let whole = fs::read(&base.db).unwrap();
    let clean = shown(&SqliteStore::open(&base.db, Open::Existing).unwrap());
    assert!(!clean.replace("Err(Refused(", "").contains("Err("), "{clean}");
    assert!(clean.matches("search: Hit").count() > 10, "{clean}");
    let db = base.world.path("damaged.db");
    let count = rounds(100, 1000);
    let (mut refused, mut seen, mut harmless, mut unseen) = (0, 0, 0, 0);
    for n in 0..count {
        let mut bytes = whole.clone();
        let what = match chance.below(6) {
            0 => {
                bytes.truncate(chance.below(whole.len()));
                format!("cut to {} bytes", bytes.len())
            }
            1 => {
                bytes.truncate(chance.below(whole.len() / 4096) * 4096);
                format!("cut to {} pages", bytes.len() / 4096)
            }
            _ => {
                // Mostly where something stands.
                let (mut at, to) = (chance.below(whole.len()), 1 + chance.below(255) as u8);
                while whole[at] == 0 && !chance.one_in(50) {
                    at = chance.below(whole.len());
                }
                bytes[at] ^= to;
                format!("byte {at} ^ {to}")
            }
        };
        for (name, _) in bytes_of(&db) {
            fs::remove_file(name).unwrap();
        }
        fs::write(&db, &bytes).unwrap();
        match judged(&db, &clean).unwrap_or_else(|_| panic!("damage {n}, {what}: a panic")) {
            Judged::Refused => refused += 1,
            Judged::Changed { faults, first } => {
                assert!(
                    faults > 0,
                    "damage {n}, {what}: it changes what is shown, and verify does not see it: {first}"
                );
                seen += 1;
            }
            Judged::Same { faults: 0 } => unseen += 1,
            Judged::Same { .. } => harmless += 1,
        }
        assert!(fs::read(&db).unwrap() == bytes, "damage {n}, {what}: the file was changed");
    }
    counted!(
        "{count} damages of {} KiB: {refused} refused, {seen} change what is shown and are named by verify, {harmless} change nothing and are named, {unseen} change nothing; the file untouched, no panic",
        whole.len() / 1024
    );
    assert!(refused > 0 && seen > 0);
}

enum Judged {
    Refused,
    Changed { faults: usize, first: String },
    Same { faults: usize },
}

fn judged(db: &Path, clean: &str) -> Result<Judged, Box<dyn std::any::Any + Send>> {
    catch_unwind(AssertUnwindSafe(|| {
        let Ok(store) = SqliteStore::open(db, Open::Existing) else { return Judged::Refused };
        let faults = store.verify(None).map_or(1, |verified| verified.faults.len());
        let now = shown(&store);
        match now.lines().zip(clean.lines()).find(|(now, clean)| now != clean) {
            None => Judged::Same { faults },
            Some((now, clean)) => Judged::Changed { faults, first: format!("{now}\ninstead of\n{clean}") },
        }
    }))
}
