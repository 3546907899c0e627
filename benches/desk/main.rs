//! How fast the desk is, each figure beside what it rests on. Prints a table; asserts nothing.
//!
//! `cargo bench` makes a database of 100,000 disputes and 1,000,000 messages under `target/bench` (once), and measures on
//! it. `cargo bench -- --disputes N --messages M` takes another size, `--again` makes it anew, `--only WORD` measures the
//! rows that hold the word.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program to measure with: what can't be done ends it"
)]

mod bare;
mod measure;
mod store;
mod write;

use std::path::PathBuf;
use std::time::Instant;

use chrono::{SubsecRound, Utc};
use litige::demo::synthetic::{self, Plan};

struct Arguments {
    disputes: u64,
    messages: u64,
    open: Option<u64>,
    again: bool,
    only: String,
}

fn main() {
    let arguments = arguments();
    let base = database(&arguments);
    let mut table = measure::Table::new(&arguments.only);
    store::rows(&base, &mut table);
    write::rows(&base, &mut table);
    table.print();
}

fn arguments() -> Arguments {
    let mut taken = Arguments { disputes: 100_000, messages: 1_000_000, open: None, again: false, only: String::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--disputes" => taken.disputes = value().parse().expect("a number of disputes"),
            "--messages" => taken.messages = value().parse().expect("a number of messages"),
            "--open" => taken.open = Some(value().parse().expect("a number of open disputes")),
            "--only" => taken.only = value(),
            "--again" => taken.again = true,
            // What cargo adds by itself.
            "--bench" => {}
            other => panic!("{other} is not an argument of this program"),
        }
    }
    taken
}

/// The database to measure on; made if it is not there.
fn database(arguments: &Arguments) -> PathBuf {
    let Arguments { disputes, messages, .. } = *arguments;
    let open = arguments.open.unwrap_or(disputes * 3 / 100);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&folder).expect("the folder of the bench");
    let path = folder.join(format!("{disputes}-{messages}-{open}.db"));
    if arguments.again {
        for companion in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{companion}", path.display()));
        }
    }
    if !path.exists() {
        let plan = Plan { disputes, messages, open, seed: 1, base: Utc::now().trunc_subsecs(0) };
        let start = Instant::now();
        synthetic::seed(&path, &plan, &mut |_| {}).expect("the database of the bench");
        let seconds = start.elapsed().as_secs_f64();
        let size = std::fs::metadata(&path).expect("its size").len();
        println!(
            "made {disputes} disputes and {messages} messages in {seconds:.1} s: {:.0} messages a second, {} bytes a message, \
             at most {} MiB of memory",
            messages as f64 / seconds,
            size / messages,
            measure::most_memory_mib(),
        );
    }
    path
}
