//! The connection is cut in the middle of a commit, again and again, by a proxy between the mediators and their server.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::balance;
use super::cluster::{self, Cluster};
use super::desk_team::{DURABLE, DeskTeam, WRITERS};
use super::kills::EndOnDrop;
use super::marketplace;
use super::proxy::{Cut, Proxy};
use super::writer::{Log, Writer};
use crate::random::Random;
use crate::{counted, rounds, share_machine};

#[test]
fn connections_cut_in_the_middle_of_a_commit_lose_nothing_and_repeat_nothing() {
    let Some(programs) = cluster::programs() else { return };
    let _busy = share_machine();
    let cluster = Cluster::start(&programs, &DURABLE);
    let direct = DeskTeam::on(&cluster, &cluster.folder().display().to_string());
    let count = rounds(60, 500);
    let proxy = Proxy::before(cluster.folder(), count, Random::for_soak("cut commits"));
    let team = direct.reached_by(&proxy.folder().display().to_string());
    let (over, quiet) = (AtomicBool::new(false), AtomicBool::new(false));
    let (logs, sent, followed) = std::thread::scope(|scope| {
        let (ends, rests) = (EndOnDrop(&over), EndOnDrop(&quiet));
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                scope.spawn({
                    let (team, over) = (&team, &over);
                    move || Writer::new(team, n, "cut commits").run(over)
                })
            })
            .collect();
        let ingest = scope.spawn(|| marketplace::ingest(&team, &over));
        let follow = scope.spawn(|| marketplace::follow(&team, &quiet));
        let since = Instant::now();
        while !proxy.is_done() {
            assert!(since.elapsed() < Duration::from_secs(600), "only {} were cut", proxy.cuts().len());
            assert!(!writers.iter().any(|writer| writer.is_finished()), "a writer has failed");
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(ends);
        let logs: Vec<Log> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        let sent = ingest.join().unwrap();
        drop(rests);
        (logs, sent, follow.join().unwrap())
    });
    let balance = balance::check(&team, &cluster, &logs, &sent, &followed);
    let cuts = proxy.cuts();
    let of = |kind: Cut| cuts.iter().filter(|cut| **cut == kind).count();
    assert_eq!(cuts.len(), count);
    assert!(of(Cut::Answered) > 0, "{cuts:?}");
    // The marketplace's and those of acts that were refused are not among them.
    assert!(balance.found_done > 0 && balance.found_done < count, "{balance}");
    counted!(
        "connection cut {count} times at a commit ({} before it was sent, {} in the middle of it, {} after it, {} before its \
         answer was heard) under {WRITERS} writers; {} orders came in, {} lines followed; {balance}",
        of(Cut::Before),
        of(Cut::Half),
        of(Cut::Sent),
        of(Cut::Answered),
        sent.orders,
        followed.len()
    );
}
