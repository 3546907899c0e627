//! The marketplace beside the mediators: events go in until their fate is known, and whoever follows the outbox reads each line
//! once, in order.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use litige::store::{self, Mode, Place, Store};
use serde_json::Value;

use super::desk_team::{DeskTeam, FEED};
use crate::events::{self, disputed};

/// What the marketplace has sent and has been acknowledged.
#[derive(Debug, Default)]
pub struct Sent {
    pub orders: usize,
    pub events: usize,
    /// Commands that had to be run again.
    pub again: usize,
}

/// Ingests one order after the other, by the program as the marketplace's login, until this is true.
pub fn ingest(team: &DeskTeam, over: &AtomicBool) -> Sent {
    let mut sent = Sent::default();
    while !over.load(Ordering::SeqCst) {
        let lines = disputed(&format!("M-{}", sent.orders));
        let file = team.file("stream.jsonl", &events::lines(&lines));
        let since = Instant::now();
        loop {
            let told = team.run_as(FEED, &["ingest", &file, "--json"]);
            if told.status == Some(0) {
                let summary = told.json();
                let seen = summary["accepted"].as_u64().unwrap() + summary["duplicates"].as_u64().unwrap();
                assert_eq!(seen, lines.len() as u64, "{summary}");
                break;
            }
            sent.again += 1;
            assert!(since.elapsed() < Duration::from_secs(120), "nothing comes in: {told:?}");
        }
        sent.orders += 1;
        sent.events += lines.len();
        std::thread::sleep(Duration::from_millis(60));
    }
    sent
}

/// Follows the outbox until nothing more comes, once nobody writes any more. Lines that come out of order, twice or after a gap end the test.
pub fn follow(team: &DeskTeam, quiet: &AtomicBool) -> Vec<Value> {
    let place = Place::parse(Path::new(&team.url(FEED)));
    let (mut lines, mut store): (Vec<Value>, Option<Box<dyn Store + Send>>) = (Vec::new(), None);
    loop {
        let was_quiet = quiet.load(Ordering::SeqCst);
        if store.is_none() {
            store = store::open(&place, Mode::Existing).ok();
        }
        let more = store.as_ref().and_then(|store| store.outbox(lines.len() as i64, 500).ok());
        match more {
            None => store = None,
            Some(more) if more.is_empty() && was_quiet => return lines,
            Some(more) => {
                for line in more {
                    assert_eq!(line.seq, lines.len() as i64 + 1, "a gap before {}, or a line twice", line.json);
                    lines.push(line.json);
                }
            }
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
