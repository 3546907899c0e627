//! Two servers, one of which follows the other (synchronous streaming replication): the first is killed, the second promoted.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::balance;
use super::cluster::{self, Cluster, SUPERUSER, Victim};
use super::desk_team::{DURABLE, DeskTeam, WRITERS};
use super::kills::EndOnDrop;
use super::marketplace;
use super::writer::{Log, Writer};
use crate::random::Random;
use crate::{counted, rounds, share_machine};

/// Makes a cluster follow another: a commit is then acknowledged when both have it.
fn follow(standby: &Cluster, primary: &Cluster) {
    let data = standby.data();
    if data.exists() {
        std::fs::remove_dir_all(&data).unwrap();
    }
    let copied = standby
        .program("pg_basebackup")
        .args(["-U", SUPERUSER, "-X", "stream", "-c", "fast", "--no-sync", "-R", "-h"])
        .arg(primary.folder())
        .arg("-D")
        .arg(&data)
        .current_dir("/")
        .output()
        .unwrap();
    assert!(copied.status.success(), "pg_basebackup: {}", String::from_utf8_lossy(&copied.stderr));
    standby.write_settings(&["synchronous_standby_names="]);
    standby.launch();
    primary.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
    primary.sql("postgres", "SELECT pg_reload_conf()");
    let since = Instant::now();
    while primary.sql("postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "1" {
        assert!(since.elapsed() < Duration::from_secs(60), "the standby does not follow");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_second_node_that_is_promoted_has_everything_that_was_acknowledged() {
    let Some(programs) = cluster::programs() else { return };
    let _busy = share_machine();
    let nodes = [Cluster::start(&programs, &DURABLE), Cluster::without_data(&programs)];
    let both = nodes.each_ref().map(|node| node.folder().display().to_string()).join(",");
    let team = DeskTeam::on(&nodes[0], &nodes[0].folder().display().to_string()).reached_by(&both);
    follow(&nodes[1], &nodes[0]);
    let mut random = Random::for_soak("promote");
    let (count, mut stops) = (rounds(1, 10), Vec::new());
    let (over, quiet) = (AtomicBool::new(false), AtomicBool::new(false));
    let (logs, sent, followed) = std::thread::scope(|scope| {
        let (ends, rests) = (EndOnDrop(&over), EndOnDrop(&quiet));
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                scope.spawn({
                    let (team, over) = (&team, &over);
                    move || Writer::new(team, n, "promote").run(over)
                })
            })
            .collect();
        let ingest = scope.spawn(|| marketplace::ingest(&team, &over));
        let lines = scope.spawn(|| marketplace::follow(&team, &quiet));
        for round in 0..count {
            let (old, new) = (&nodes[round % 2], &nodes[(round + 1) % 2]);
            std::thread::sleep(Duration::from_millis(1000) + random.fraction_of(Duration::from_millis(1500)));
            let since = Instant::now();
            old.kill(Victim::All);
            assert_eq!(new.sql("postgres", "SELECT pg_promote()"), "t");
            stops.push(since.elapsed());
            std::thread::sleep(Duration::from_millis(500));
            if round + 1 < count {
                follow(old, new);
            }
        }
        std::thread::sleep(Duration::from_millis(500));
        drop(ends);
        let logs: Vec<Log> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        let sent = ingest.join().unwrap();
        drop(rests);
        (logs, sent, lines.join().unwrap())
    });
    let balance = balance::check(&team, &nodes[count % 2], &logs, &sent, &followed);
    let longest = stops.iter().max().copied().unwrap_or_default();
    counted!(
        "second node promoted {count} times under {WRITERS} writers, within {:.1} s at the longest; {} orders came in, {} lines \
         followed; {balance}",
        longest.as_secs_f64(),
        sent.orders,
        followed.len()
    );
}
