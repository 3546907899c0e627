//! Resident memory after use.

use super::{QUIET, desk, desk_on};
use crate::Bench;
use crate::machine;
use crate::peers::Program;
use crate::table::{Figure, Target};

const DESK: [&[u8]; 8] = [b"j", b"\x1b[6~", b"l", b"h", b"G", b"gg", b"/", b"remboursement"];
const MAILS: [&[u8]; 6] = [b"j", b"\x1b[6~", b"\r", b"i", b"*", b"="];

pub fn memory(bench: &mut Bench) {
    let rounds = bench.runs(20);
    let what = "resident memory after use";
    let ours = used(&desk(bench), &DESK, rounds);
    bench.table.record(what, ours, Target::AtMost(20.0));
    let Some(peers) = &bench.peers else { return };
    let mails = peers.neomutt_on_mails().map(|neomutt| used(&neomutt, &MAILS, rounds));
    let smaller = desk_on(bench, 100_000).map(|desk| used(&desk, &DESK, rounds));
    bench.table.compare(what, ours, "neomutt, 100,000 mails", mails, Target::AtMostTimes(0.06));
    bench.table.compare(what, ours, "itself on 100000 disputes", smaller, Target::AtMostTimes(1.1));
}

/// Returns a program's memory after some rounds of keys.
fn used(program: &Program, keys: &[&[u8]], rounds: usize) -> Figure {
    let (mut terminal, _) = program.start();
    for key in std::iter::repeat_n(keys, rounds).flatten() {
        terminal.press(key, QUIET);
        if *key == b"remboursement" {
            terminal.press(b"\x1b", QUIET * 3);
        }
    }
    Figure::new(machine::resident_mib(terminal.pid()), "MiB")
}
