//! The start: from the process's start to the last byte of its first frame.

use super::{desk, desk_on};
use crate::Bench;
use crate::measure::Times;
use crate::table::{Figure, Target};

pub fn start(bench: &mut Bench) {
    let peers = bench.peers.as_ref();
    let comparisons = [
        ("vim -u NONE", peers.map(|peers| peers.vim()), 0.33),
        ("neomutt, empty", peers.map(|peers| peers.neomutt_on_nothing()), 0.35),
        ("itself on 1000 disputes", peers.map(|_| desk_on(bench, 1_000)), 1.15),
    ];
    let ours = desk(bench);
    let mut times = vec![Vec::new(); comparisons.len() + 1];
    for run in 0..=bench.runs(20) {
        let programs = std::iter::once(Some(&ours)).chain(comparisons.iter().map(|(_, p, _)| p.as_ref()?.as_ref()));
        for (times, program) in times.iter_mut().zip(programs) {
            let took = program.and_then(|program| program.start().1.last);
            // The first start has cold caches.
            times.extend(took.filter(|_| run > 0));
        }
    }
    let what = "start to the first full frame";
    let mut times = times.into_iter().map(Times::new);
    let ours = Figure::of(&times.next().unwrap());
    if peers.is_none() {
        return bench.table.record(what, ours, Target::None);
    }
    for ((name, ..), (times, target)) in comparisons.iter().zip(times.zip(comparisons.iter().map(|b| b.2))) {
        let peer = (!times.is_empty()).then(|| Figure::of(&times));
        bench.table.compare(what, ours, name, peer, Target::AtMostTimes(target));
    }
}
