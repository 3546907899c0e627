//! Keys in the queue: the time from the key to the last byte of the frame.

use super::{Session, desk, run_in_turn};
use crate::measure::median;
use crate::peers::Program;
use crate::table::{Figure, Target};
use crate::{Bench, floor};

/// A peer, its keys, and the target ratio.
type Comparison<'a> = (&'a str, Option<Program>, &'a [&'static [u8]], f64);

const PAGE_DOWN: &[u8] = b"\x1b[6~";
const MAILS: &str = "neomutt, 100,000 mails";
const VIM: &str = "vim -u NONE, a page";
const VIM_PAGES: &[&[u8]] = &[b"\x06"];
const FLOOR: &str = "the same bytes, nothing else";

/// `j` while the selection stays on the screen.
pub fn step(bench: &mut Bench) {
    // vim's own `j` writes a handful of bytes: a page of its is what a frame is to be compared with.
    let (vim, mails) = (vim(bench), mails(bench));
    let bytes = bytes_of_a_step(bench);
    let floor = bench.peers.as_ref().map(|_| floor::program(bytes, bench.home.path()));
    let comparisons: [Comparison<'_>; 3] =
        [(VIM, vim, VIM_PAGES, 1.0), (FLOOR, floor, &[b"j"], 4.0), (MAILS, mails, &[b"j", b"k"], 0.5)];
    let what = "`j` with preview, not scrolling";
    let sessions = measure(bench, what, &[], &[b"j", b"k"], &comparisons);
    bench.table.record("`j` with preview, not scrolling: p99", Figure::tail(&sessions[0].times()), Target::AtMost(4.0));
}

/// Returns how many bytes the desk writes for a step.
fn bytes_of_a_step(bench: &Bench) -> usize {
    let mut desk = desk(bench).start().0;
    let mut bytes = |key: &[u8]| desk.press(key, super::QUIET * 3).bytes.len();
    let all: Vec<f64> = (0..10).map(|n| bytes(if n % 2 == 0 { b"j" } else { b"k" }) as f64).collect();
    median(all) as usize
}

/// `j` at the last row of the screen.
pub fn scroll(bench: &mut Bench) {
    let (vim, mails) = (vim(bench), mails(bench));
    let comparisons: [Comparison<'_>; 2] = [(VIM, vim, VIM_PAGES, 1.5), (MAILS, mails, &[b"j"], 1.0)];
    measure(bench, "`j` that scrolls", &b"j".repeat(45), &[b"j"], &comparisons);
}

pub fn page(bench: &mut Bench) {
    let (vim, mails) = (vim(bench), mails(bench));
    let comparisons: [Comparison<'_>; 2] = [(VIM, vim, VIM_PAGES, 2.0), (MAILS, mails, &[PAGE_DOWN], 1.0)];
    measure(bench, "page down", &[], &[PAGE_DOWN], &comparisons);
}

/// To the end of the queue and back.
pub fn end(bench: &mut Bench) {
    let (vim, mails) = (vim(bench), mails(bench));
    let comparisons: [Comparison<'_>; 2] = [(VIM, vim, VIM_PAGES, 2.0), (MAILS, mails, &[b"*", b"="], 1.0)];
    measure(bench, "jump to the end of the queue, and back", &[], &[b"G", b"gg"], &comparisons);
}

fn vim(bench: &Bench) -> Option<Program> {
    let vim = bench.peers.as_ref().and_then(|peers| peers.vim())?;
    Some(vim.named(VIM.to_owned()))
}

fn mails(bench: &Bench) -> Option<Program> {
    bench.peers.as_ref().and_then(|peers| peers.neomutt_on_mails())
}

/// Measures keys, after others that bring every program into position.
fn measure(
    bench: &mut Bench,
    what: &str,
    before: &[u8],
    keys: &[&'static [u8]],
    comparisons: &[Comparison<'_>],
) -> Vec<Session> {
    let mut sessions = vec![Session::new(&desk(bench), keys)];
    sessions.extend(comparisons.iter().filter_map(|(_, program, keys, _)| Some(Session::new(program.as_ref()?, keys))));
    for session in &mut sessions {
        // neomutt starts at the end.
        let home = if session.name == MAILS { "=" } else { "gg" };
        session.terminal.press(home.as_bytes(), super::QUIET * 5);
        if !before.is_empty() {
            session.terminal.press(before, super::QUIET * 5);
        }
    }
    run_in_turn(&mut sessions, bench.runs(100));
    let ours = Figure::of(&sessions[0].times());
    if bench.peers.is_none() {
        bench.table.record(what, ours, Target::None);
        return sessions;
    }
    for (name, _, _, target) in comparisons {
        let peer =
            sessions[1..].iter().find(|session| session.name == *name).map(|session| Figure::of(&session.times()));
        bench.table.compare(what, ours, name, peer, Target::AtMostTimes(*target));
    }
    sessions
}
