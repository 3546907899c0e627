//! The store on a PostgreSQL server beside the same one in a file, and beside bare statements: `--server`.

mod arriving;
#[path = "../../../src/store/postgres/testing/cluster.rs"]
mod cluster;
mod delay;
mod desks;
mod port;

use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use chrono::Utc;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::{DisputeId, Handle, RequestKey};
use litige::domain::queue::filter::Filter;
use litige::domain::search::terms::SearchTerms;
use litige::domain::vocabulary::{Outcome, View};
use litige::store::{self, Mode, PageFrom, Place, QueueQuery, SearchQuery, Store};
use postgres::NoTls;

use self::cluster::{Cluster, SUPERUSER};
use crate::Bench;
use crate::databases::DatabaseCopy;
use crate::measure::{Times, timed};
use crate::table::{Figure, Target};

const DATABASE: &str = "bench";
/// What takes longest: a letter, words that never meet, a pasted sentence, nothing that is there.
const SEARCHES: [&str; 6] = [
    "r",
    "le the",
    "de the",
    "le client a changé trois fois concernant brief charges the retouches",
    "zaza",
    "\"le client\"",
];
/// Mediators who decide at once.
const CLIENTS: usize = 16;
/// One way to a server far away.
const FAR: Duration = Duration::from_millis(15);
/// One way to a server in the same house.
const NEAR: Duration = Duration::from_micros(500);
const BARE_PAGE: &str =
    "SELECT * FROM litige.disputes WHERE state = 'open' AND snoozed_until IS NULL ORDER BY rank, id LIMIT 51";

/// Measures everything. A server that is not installed is said to be so.
pub fn measure(bench: &mut Bench) {
    let Some(programs) = cluster::programs() else { return };
    let settings = [
        "fsync=on",
        "full_page_writes=on",
        "autovacuum=on",
        "shared_buffers=1GB",
        "max_wal_size=2GB",
        "max_connections=600",
    ];
    let cluster = Cluster::start(&programs, &settings);
    cluster.sql("postgres", &format!("CREATE DATABASE {DATABASE}"));
    let url = cluster.url(SUPERUSER, DATABASE);
    run(bench, &["--db", &url, "server", "init"]);
    let base = bench.base.display().to_string();
    let copied = timed(|| run(bench, &["copy", &base, &url]));
    cluster.sql(DATABASE, "VACUUM ANALYZE");
    bench.table.record("litige copy to a server", Figure::new(copied.as_secs_f64(), "s"), Target::None);
    let file = DatabaseCopy::of(&bench.base);
    let place = Place::parse(Path::new(&url));
    let (mut ours, mut sqlite) = (open(&place), open(&Place::File(file.0.clone())));
    let mut bare = postgres::Client::connect(
        &format!("host={} user={SUPERUSER} dbname={DATABASE}", cluster.folder().display()),
        NoTls,
    )
    .unwrap();
    let far = delay::far_from(cluster.folder(), FAR);
    let far_place =
        Place::parse(Path::new(&format!("postgres://{SUPERUSER}@/{DATABASE}?host={}", far.path().display())));
    let mut distant = open(&far_place);
    let runs = bench.runs(300);
    let mut open_cases = page(ours.as_ref(), View::Unclaimed, 8 * runs).into_iter();

    let statement = Times::of(runs, |_| bare.query(BARE_PAGE, &[]).unwrap());
    compare(bench, "a queue page", reads(ours.as_ref(), runs), "the bare statement", statement);
    compare(bench, "a queue page", reads(ours.as_ref(), runs), "in a file", reads(sqlite.as_ref(), runs));
    bench.table.record("a queue page, 30 ms away", Figure::of(&reads(distant.as_ref(), runs / 5)), Target::None);
    let some: Vec<DisputeId> = page(ours.as_ref(), View::Open, 50);
    let case = |store: &dyn Store, runs: usize| Times::of(runs, |n| store.case(some[n % some.len()]).unwrap());
    compare(bench, "a case", case(ours.as_ref(), runs), "in a file", case(sqlite.as_ref(), runs));

    let ids: Vec<DisputeId> = open_cases.by_ref().take(runs).collect();
    let durable = Times::of(runs, |_| bare.batch_execute("UPDATE litige.head SET touched = touched").unwrap());
    let decided = Times::of(ids.len(), |n| decide(ours.as_mut(), ids[n]));
    compare(bench, "a decision, one client", decided.clone(), "a bare commit", durable);
    compare(
        bench,
        "a decision, one client",
        decided,
        "in a file",
        Times::of(ids.len(), |n| decide(sqlite.as_mut(), ids[n])),
    );
    let ids: Vec<DisputeId> = open_cases.by_ref().take(runs / 5).collect();
    let decided = Times::of(ids.len(), |n| decide(distant.as_mut(), ids[n]));
    bench.table.record("a decision, 30 ms away", Figure::of(&decided), Target::AtMost(150.0));
    port::prepare(&cluster);
    let near = delay::far_from(cluster.folder(), NEAR);
    // On its own socket a round trip costs nothing, and the port's tables have none of the guards: what it costs others to wait for a
    // client that holds the chain shows where the server is another machine.
    for (where_it_is, folder, target) in
        [("", cluster.folder(), Target::None), (", 1 ms away", near.path(), Target::AtLeastTimes(4.0))]
    {
        let ids: Vec<DisputeId> = open_cases.by_ref().take(CLIENTS * (WARM + runs / 10)).collect();
        let url = format!("postgres://{SUPERUSER}@/{DATABASE}?host={}", folder.display());
        let (port_times, port_whole) = port::together(folder, &ids, CLIENTS);
        let (times, whole) = together(&Place::parse(Path::new(&url)), &ids, CLIENTS);
        let peer = "a statement-by-statement port";
        let counted = times.len();
        let rate = |whole: f64| Figure::new(counted as f64 / whole, "/s");
        compare(bench, &format!("a decision, {CLIENTS} clients{where_it_is}"), times, peer, port_times);
        let what = format!("decisions, {CLIENTS} clients{where_it_is}");
        bench.table.compare(&what, rate(whole), peer, Some(rate(port_whole)), target);
    }

    let mut worst = Times::new(Vec::new());
    for text in SEARCHES {
        let times = Times::of(bench.runs(60), |_| search(ours.as_ref(), text));
        let beside = Times::of(bench.runs(60), |_| search(sqlite.as_ref(), text));
        compare(bench, &format!("search: {text}"), times.clone(), "in a file", beside);
        if times.percentile(99) > worst.percentile(99) {
            worst = times;
        }
    }
    bench.table.record("search, the worst: p99", Figure::tail(&worst), Target::AtMost(60.0));
    arriving::change_to_screen(bench, &url, ours.as_mut(), some[0]);
    let mut marketplace = arriving::Marketplace::open();
    marketplace.bring(bench, &url, &file.0.display().to_string());
    desks::measure(bench, (&place, &url), &cluster, &mut marketplace);
}

fn open(place: &Place) -> Box<dyn Store + Send> {
    store::open(place, Mode::Existing).unwrap()
}

/// Runs the program.
fn run(bench: &Bench, args: &[&str]) {
    let mut command = Command::new(&bench.arguments.program);
    let done = command.args(args).env("XDG_CONFIG_HOME", bench.home.path()).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn compare(bench: &mut Bench, what: &str, ours: Times, name: &str, peer: Times) {
    bench.table.compare(what, Figure::of(&ours), name, Some(Figure::of(&peer)), Target::None);
}

fn page(store: &dyn Store, view: View, limit: usize) -> Vec<DisputeId> {
    let query = QueueQuery { view, me: None, filter: Filter::default(), from: PageFrom::Start, limit };
    store.queue(&query, Utc::now()).unwrap().rows.into_iter().map(|row| row.id).collect()
}

fn reads(store: &dyn Store, runs: usize) -> Times {
    Times::of(runs, |_| page(store, View::Open, 50))
}

fn search(store: &dyn Store, text: &str) -> usize {
    let terms = SearchTerms::parse(text).unwrap_or_else(|_| panic!("{text}"));
    let query = SearchQuery { terms, me: None, before: None, limit: 20 };
    store.search(&query, Utc::now()).unwrap().hits.len()
}

/// A decision under a key of its own, as the desk takes it.
fn decide(store: &mut dyn Store, dispute: DisputeId) {
    let key = format!("bench {dispute} {}", Utc::now().timestamp_micros());
    let draft = DecisionInput {
        outcome: Outcome::SellerWins,
        refund: None,
        reasons: "La livraison correspond au cahier des charges.".to_owned(),
        cites: vec![],
        key: Some(key.clone()),
    };
    let action = Action::Decide(draft);
    let key = Some(RequestKey(key));
    store.act(&Request { dispute, by: Handle::from("camille"), action, seen: None, key }, Utc::now()).unwrap();
}

/// Decides by several clients at once. Returns the times, and the seconds that all of it took.
fn together(place: &Place, ids: &[DisputeId], clients: usize) -> (Times, f64) {
    by_several(ids, clients, || open(place), |store, id| decide(store.as_mut(), id))
}

/// The decisions of each client before the others' begin to count: a connection plans a statement when it first meets it, and a desk
/// holds its connection all day.
const WARM: usize = 6;

/// Has several clients work at once, each on its part. Returns the times, and the seconds that all of it took.
fn by_several<C>(
    ids: &[DisputeId],
    clients: usize,
    connect: impl Fn() -> C + Sync,
    decide: impl Fn(&mut C, DisputeId) + Sync,
) -> (Times, f64) {
    let (connect, decide, ready) = (&connect, &decide, &Barrier::new(clients + 1));
    let (times, whole) = std::thread::scope(|scope| {
        let parts = ids.chunks_exact(ids.len() / clients).take(clients);
        let running: Vec<_> = parts
            .map(|ids| {
                scope.spawn(move || {
                    let mut client = connect();
                    let (warm, counted) = ids.split_at(WARM.min(ids.len()));
                    warm.iter().for_each(|id| decide(&mut client, *id));
                    ready.wait();
                    counted.iter().map(|id| timed(|| decide(&mut client, *id))).collect::<Vec<_>>()
                })
            })
            .collect();
        ready.wait();
        let begun = Instant::now();
        let times: Vec<_> = running.into_iter().flat_map(|client| client.join().unwrap()).collect();
        (times, begun.elapsed().as_secs_f64())
    });
    (Times::new(times), whole)
}
