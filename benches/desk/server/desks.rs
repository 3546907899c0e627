//! Many desks at once: each looks once a second for what changed, and acts once in twenty seconds, while the marketplace's events come in.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use chrono::Utc;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::{DisputeId, Handle, RequestKey};
use litige::domain::vocabulary::View;
use litige::store::{ChangeCursor, Place};

use super::arriving::{Ingest, Marketplace};
use super::cluster::Cluster;
use crate::Bench;
use crate::measure::{Times, timed};
use crate::table::{Figure, Target};

const DESKS: usize = 500;
const EVENTS_A_SECOND: usize = 30;
const PERIOD: Duration = Duration::from_secs(20);

/// Ten minutes, or half of one with `--quick`.
pub fn measure(bench: &mut Bench, (place, url): (&Place, &str), cluster: &Cluster, marketplace: &mut Marketplace) {
    let whole = Duration::from_secs(if bench.arguments.quick { 30 } else { 600 });
    let cases = super::page(super::open(place).as_ref(), View::Open, DESKS);
    let (acts, looks) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let end = Instant::now() + whole;
    let (mut connections, mut load) = (0, String::new());
    let ingest = Ingest::start(bench, url);
    let events = std::thread::scope(|scope| {
        let feed = scope.spawn(|| marketplace.trickle(ingest, EVENTS_A_SECOND, end));
        for desk in 0..DESKS {
            let (acts, looks, case) = (&acts, &looks, cases[desk % cases.len()]);
            scope.spawn(move || {
                let (acted, looked) = sit(place, desk, case, end);
                acts.lock().unwrap().extend(acted);
                looks.lock().unwrap().extend(looked);
            });
        }
        std::thread::sleep(whole * 3 / 4);
        let count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'litige'";
        connections = cluster.sql("postgres", count).parse().unwrap();
        load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        feed.join().unwrap()
    });
    let (acts, looks) = (Times::new(acts.into_inner().unwrap()), Times::new(looks.into_inner().unwrap()));
    bench.table.record(&format!("{DESKS} desks for {} s: an act", whole.as_secs()), Figure::of(&acts), Target::None);
    bench.table.record("the same: a look for changes", Figure::of(&looks), Target::None);
    bench.table.record("the same: events beside them", Figure::new(events as f64, ""), Target::None);
    bench.table.record("the same: connections", Figure::new(f64::from(connections), ""), Target::None);
    let load = load.split(' ').next().and_then(|load| load.parse().ok()).unwrap_or(0.0);
    bench.table.record("the same: the machine's load", Figure::new(load, ""), Target::None);
}

/// One desk, until the end: the times of its acts and of its looks.
fn sit(place: &Place, desk: usize, case: DisputeId, end: Instant) -> (Vec<Duration>, Vec<Duration>) {
    let (mut acts, mut looks) = (Vec::new(), Vec::new());
    // They don't begin all at once.
    std::thread::sleep(PERIOD.mul_f64(desk as f64 / DESKS as f64).min(Duration::from_secs(10)));
    let mut store = super::open(place);
    let mut cursor = store.changes(ChangeCursor::default()).unwrap().cursor;
    let mut next = Instant::now() + PERIOD.mul_f64((desk % 20) as f64 / 20.0);
    while Instant::now() < end {
        looks.push(timed(|| cursor = store.changes(cursor).unwrap().cursor));
        if Instant::now() >= next {
            next += PERIOD;
            let key = RequestKey(format!("desk {desk} {}", Utc::now().timestamp_micros()));
            let action = Action::Say { body: "Nous regardons votre dossier.".to_owned() };
            let by = Handle::from("camille");
            let request = Request { dispute: case, by, action, seen: None, key: Some(key) };
            acts.push(timed(|| store.act(&request, Utc::now()).is_ok()));
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    (acts, looks)
}
