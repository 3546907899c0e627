//! `kill -9` of the server, again and again, under sixteen mediators and the marketplace.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::balance;
use super::cluster::{self, Cluster, Victim};
use super::desk_team::{DURABLE, DeskTeam, WRITERS};
use super::marketplace;
use super::writer::{Log, Writer};
use crate::random::Random;
use crate::{counted, rounds, share_machine};

/// Ends the writers, even if the test fails.
pub struct EndOnDrop<'a>(pub &'a AtomicBool);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_server_that_is_killed_under_sixteen_writers_loses_nothing_and_does_nothing_twice() {
    let Some(programs) = cluster::programs() else { return };
    let _busy = share_machine();
    let cluster = Cluster::start(&programs, &DURABLE);
    let team = DeskTeam::on(&cluster, &cluster.folder().display().to_string());
    let mut random = Random::for_soak("kill server");
    let (count, mut whole, mut stops) = (rounds(3, 50), 0, Vec::new());
    let (over, quiet) = (AtomicBool::new(false), AtomicBool::new(false));
    let (logs, sent, followed) = std::thread::scope(|scope| {
        let (ends, rests) = (EndOnDrop(&over), EndOnDrop(&quiet));
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                scope.spawn({
                    let (team, over) = (&team, &over);
                    move || Writer::new(team, n, "kill server").run(over)
                })
            })
            .collect();
        let ingest = scope.spawn(|| marketplace::ingest(&team, &over));
        let follow = scope.spawn(|| marketplace::follow(&team, &quiet));
        for _ in 0..count {
            std::thread::sleep(Duration::from_millis(400) + random.fraction_of(Duration::from_millis(1200)));
            let victim = if random.one_in(2) { Victim::All } else { Victim::Postmaster };
            let since = Instant::now();
            cluster.kill(victim);
            cluster.launch();
            stops.push(since.elapsed());
            whole += usize::from(victim == Victim::All);
        }
        std::thread::sleep(Duration::from_millis(400));
        drop(ends);
        let logs: Vec<Log> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        let sent = ingest.join().unwrap();
        drop(rests);
        (logs, sent, follow.join().unwrap())
    });
    let balance = balance::check(&team, &cluster, &logs, &sent, &followed);
    let longest = stops.iter().max().copied().unwrap_or_default();
    counted!(
        "server killed {count} times ({whole} times with all its processes) under {WRITERS} writers, away for {:.1} s at the \
         longest; {} orders came in ({} commands run again), {} lines followed; {balance}",
        longest.as_secs_f64(),
        sent.orders,
        sent.again,
        followed.len()
    );
}
