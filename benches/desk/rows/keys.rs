//! Keys in the queue: from the key to the last byte of the frame.

use super::{Player, desk, play};
use crate::Bench;
use crate::peers::Program;
use crate::table::{Asked, Figure};

/// A peer, its keys, what is asked beside it.
type Beside<'a> = (&'a str, Option<Program>, &'a [&'static [u8]], f64);

const PAGE_DOWN: &[u8] = b"\x1b[6~";
const MAILS: &str = "neomutt, 100,000 mails";

/// `j` while the selection stays on the screen.
pub fn step(bench: &mut Bench) {
    let (vim, mails) = (bench.peers.as_ref().and_then(|p| p.vim()), mails(bench));
    let besides: [Beside<'_>; 2] = [("vim -u NONE", vim, &[b"j", b"k"], 2.0), (MAILS, mails, &[b"j", b"k"], 0.5)];
    let what = "`j` with preview, not scrolling";
    let players = measure(bench, what, &[], &[b"j", b"k"], &besides);
    bench.table.alone("`j` with preview, not scrolling: p99", Figure::tail(&players[0].times()), Asked::Most(4.0));
}

/// `j` at the foot of the screen.
pub fn scroll(bench: &mut Bench) {
    let mails = mails(bench);
    measure(bench, "`j` that scrolls", &b"j".repeat(45), &[b"j"], &[(MAILS, mails, &[b"j"], 1.0)]);
}

pub fn page(bench: &mut Bench) {
    let mails = mails(bench);
    measure(bench, "page down", &[], &[PAGE_DOWN], &[(MAILS, mails, &[PAGE_DOWN], 1.0)]);
}

/// To the end of the queue and back.
pub fn end(bench: &mut Bench) {
    let mails = mails(bench);
    measure(
        bench,
        "jump to the end of the queue, and back",
        &[],
        &[b"G", b"gg"],
        &[(MAILS, mails, &[b"*", b"="], 1.0)],
    );
}

fn mails(bench: &Bench) -> Option<Program> {
    bench.peers.as_ref().and_then(|peers| peers.neomutt_on_mails())
}

/// Measures keys after others, which bring every program to where it is to be.
fn measure(
    bench: &mut Bench,
    what: &str,
    before: &[u8],
    keys: &[&'static [u8]],
    besides: &[Beside<'_>],
) -> Vec<Player> {
    let mut players = vec![Player::new(&desk(bench), keys)];
    players.extend(besides.iter().filter_map(|(_, program, keys, _)| Some(Player::new(program.as_ref()?, keys))));
    for player in &mut players {
        // neomutt stands at its end.
        let home = if player.name == MAILS { "=" } else { "gg" };
        player.terminal.press(home.as_bytes(), super::QUIET * 5);
        if !before.is_empty() {
            player.terminal.press(before, super::QUIET * 5);
        }
    }
    play(&mut players, bench.runs(100));
    let ours = Figure::of(&players[0].times());
    if bench.peers.is_none() {
        bench.table.alone(what, ours, Asked::Nothing);
        return players;
    }
    for (name, _, _, asked) in besides {
        let peer = players[1..].iter().find(|player| player.name == *name).map(|player| Figure::of(&player.times()));
        bench.table.beside(what, ours, name, peer, Asked::Times(*asked));
    }
    players
}
