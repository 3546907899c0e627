//! Opening a case: the time from the key to the frame that shows it, and to the one that shows its precedents.

use super::{QUIET, desk, desk_on};
use crate::Bench;
use crate::measure::Times;
use crate::table::{Figure, Target};

const MAILS: &str = "neomutt, 100,000 mails";

pub fn open(bench: &mut Bench) {
    let mails = bench.peers.as_ref().map(|peers| peers.neomutt_on_mails());
    let small = desk_on(bench, 1_000);
    // Open, close, next.
    let mut ours = (desk(bench).start().0, [&b"l"[..], b"h", b"j"]);
    let mut small = small.map(|program| (program.start().0, [&b"l"[..], b"h", b"j"]));
    let mut mutt = mails.flatten().map(|program| (program.start().0, [&b"\r"[..], b"i", b"k"]));
    // Its log, a commit's files and text, and back to the next.
    let git = bench.peers.as_ref().and_then(|peers| peers.gitui());
    let mut git = git.map(|program| (program.start().0, [&b"\r"[..], b"\x1b", b"\x1b[B"]));
    if let Some((terminal, _)) = &mut git {
        terminal.press(b"2", QUIET * 10);
    }
    let mut times = [const { (Vec::new(), Vec::new()) }; 4];
    for _ in 0..bench.runs(60) {
        for (times, session) in times.iter_mut().zip([Some(&mut ours), small.as_mut(), mutt.as_mut(), git.as_mut()]) {
            let Some((terminal, [open, leave, next])) = session else { continue };
            let answer = terminal.press(open, QUIET);
            // Peers do not mark the ends of their frames.
            times.0.extend(answer.frames.first().copied().or(answer.last));
            times.1.extend(answer.last);
            terminal.press(leave, QUIET);
            terminal.press(next, QUIET);
        }
    }
    let [(ours, whole), (small, _), (mutt, _), (git, _)] =
        times.map(|(first, last)| (Times::new(first), Times::new(last)));
    let figure = Figure::of(&ours);
    bench.table.record("open a case: its precedents beside it, too", Figure::of(&whole), Target::AtMost(4.0));
    let what = "open a case";
    if bench.peers.is_none() {
        return bench.table.record(what, figure, Target::None);
    }
    let there = |times: &Times| (!times.is_empty()).then(|| Figure::of(times));
    bench.table.compare(what, figure, "gitui, a commit", there(&git), Target::AtMostTimes(0.5));
    bench.table.compare(what, figure, MAILS, there(&mutt), Target::None);
    bench.table.compare(what, figure, "itself on 1000 disputes", there(&small), Target::AtMostTimes(1.1));
}
