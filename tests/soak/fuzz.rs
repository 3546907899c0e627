//! The fuzz targets' bodies on their corpus and on seeded mutations of it, as an ordinary test; `cargo fuzz` goes
//! further.

#[path = "../../fuzz/bodies.rs"]
mod bodies;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use bodies::BODIES;

use crate::random::Random;
use crate::{counted, hostile, rounds, share_machine};

/// Fragments of the grammars.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"=",
    b"\n",
    b"\r\n",
    b"\t",
    b"\0",
    b"\x1b[2J",
    b"-",
    b"<",
    b">",
    b"'",
    b"0",
    b"9223372036854775808",
    b"1e999",
    b"null",
    b"true",
    b"\\u0000",
    b"\\ud83d",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xcc\x81",
    "\u{202e}".as_bytes(),
    "\u{200d}".as_bytes(),
    "\u{fe0f}".as_bytes(),
    "🇫".as_bytes(),
    "é".as_bytes(),
    "\u{202f}".as_bytes(),
];

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

fn mutated(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = random.pick(corpus).clone();
    for _ in 0..=random.below(5) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(12)).min(bytes.len());
        match random.below(8) {
            0 if !bytes.is_empty() => {
                let at = at.min(bytes.len() - 1);
                bytes[at] ^= 1 << random.below(8);
            }
            1 => drop(bytes.splice(at..end, [])),
            2 => drop(bytes.splice(at..at, [random.below(256) as u8])),
            3 => {
                let again = bytes[at..end].repeat(1 + random.below(30));
                bytes.splice(at..at, again);
            }
            4 => {
                let other: &Vec<u8> = random.pick(corpus);
                let from = random.below(other.len() + 1);
                bytes.splice(at..end, other[from..].iter().copied());
            }
            5 => bytes.truncate(at),
            6 => drop(bytes.splice(at..end, random.pick(&hostile::TEXTS).bytes())),
            _ => drop(bytes.splice(at..end, random.pick(PIECES).iter().copied())),
        }
    }
    bytes.truncate(4096);
    bytes
}

#[test]
fn no_bytes_break_what_reads_them() {
    let _busy = share_machine();
    for (target, body) in BODIES {
        let mut random = Random::for_soak(target);
        let corpus = corpus(target);
        assert!(corpus.len() > 10, "{target}");
        let run = |bytes: &[u8]| {
            catch_unwind(AssertUnwindSafe(|| body(bytes)))
                .unwrap_or_else(|_| panic!("{target} on {:?} = {bytes:?}", String::from_utf8_lossy(bytes)));
        };
        corpus.iter().for_each(|bytes| run(bytes));
        let count = if target == "config" { rounds(300, 100_000) } else { rounds(3_000, 3_000_000) };
        for _ in 0..count {
            run(&mutated(&corpus, &mut random));
        }
        counted!("fuzz {target}: {} in the corpus, {count} mutations", corpus.len());
    }
}
