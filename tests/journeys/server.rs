//! A desk on a server: what it asks of it while nobody touches a key, and how many connections it holds.

use std::time::{Duration, Instant};

use crate::support::{Sandbox, Size};

#[path = "../../src/store/postgres/testing/cluster.rs"]
mod cluster;
#[path = "../../src/store/postgres/testing/proxy.rs"]
mod proxy;

use cluster::{Cluster, SUPERUSER};
use proxy::Proxy;

const EVENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/events.jsonl");

#[test]
fn an_idle_desk_holds_one_connection_and_asks_one_thing_a_second() {
    let Some(programs) = cluster::programs() else { return };
    let cluster = Cluster::start(&programs, &[]);
    cluster.sql("postgres", "CREATE DATABASE litige");
    let sandbox = Sandbox::new().with("LITIGE_INJECT_REST_MS", "300");
    let run = |login: &str, args: &[&str]| {
        let url = cluster.url(login, "litige");
        sandbox.run(&[&["--db", &url], args].concat())
    };
    assert!(run(SUPERUSER, &["server", "init", "--lead", "ines", "--name", "Inès"]).status.success());
    run("ines", &["ingest", EVENTS]);
    let proxy = Proxy::to(cluster.folder());
    let url = format!("postgres://ines@/litige?host={}", proxy.folder().display());
    let mut desk = sandbox.open_desk(Size::WIDE, &["--lang", "en", "--db", &url]);
    desk.wait_for("D-1002");
    let connections = || -> usize {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ines'";
        cluster.sql("litige", sql).parse().unwrap()
    };
    let settles_at_one = || {
        let until = Instant::now() + Duration::from_secs(30);
        while connections() != 1 {
            assert!(Instant::now() < until, "an idle desk holds {} connections", connections());
        }
    };
    settles_at_one();
    // The notifications and the minute's turn may come between.
    let seconds = 6;
    let begun = Instant::now();
    let (trips, ()) = proxy.round_trips(|| std::thread::sleep(Duration::from_secs(seconds)));
    let most = begun.elapsed().as_secs() as usize + 5;
    assert!((3..=most).contains(&trips), "{trips} in {:?}", begun.elapsed());
    assert_eq!(connections(), 1);
    // It works as before, on connections made anew, and lets them go again.
    desk.press(&["a"]);
    desk.wait_for("D-1002");
    let until = Instant::now() + Duration::from_secs(20);
    while cluster.sql("litige", "SELECT count(*) FROM disputes WHERE claimed_by = 'ines'") != "1" {
        assert!(Instant::now() < until, "it was not claimed:\n{}", desk.screen());
    }
    settles_at_one();
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
}
