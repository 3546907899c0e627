//! How fast the desk is, each figure beside what it rests on. Prints a table; asserts nothing.
//!
//! `cargo bench` makes a database of 100,000 disputes and 1,000,000 messages under `target/tmp/bench` (once), and measures
//! on it: the program in a terminal (`desk`), what it asks of the store (`store`), and the writes (`write`).
//! `cargo bench -- --disputes N --messages M --open K` takes another size, `--base FILE` a database that is there,
//! `--program FILE` another build of the program, `--again` makes the database anew, `--only WORD` prints the rows that
//! hold the word.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program to measure with: what can't be done ends it"
)]

mod bare;
mod desk;
mod machine;
mod measure;
mod pty;
mod store;
mod table;
mod write;

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{SubsecRound, Utc};
use litige::demo::synthetic::{self, Plan};

struct Arguments {
    disputes: u64,
    messages: u64,
    open: Option<u64>,
    base: Option<PathBuf>,
    program: PathBuf,
    again: bool,
    only: String,
}

fn main() {
    let arguments = arguments();
    let machine = machine::machine();
    let base = arguments.base.clone().unwrap_or_else(|| database(&arguments));
    let program = &arguments.program;
    println!(
        "{machine}\n{}: {:.1} MiB; {}: {:.0} MiB\n",
        named(program),
        machine::mib(program),
        named(&base),
        machine::mib(&base)
    );
    let mut table = table::Table::new(&arguments.only);
    let home = tempfile::tempdir().expect("a home for the program");
    desk::rows(&desk::Desk { program, base: &base, home: home.path() }, &mut table);
    table.print("the desk in a terminal, 120×40");
    store::rows(&base, &mut table);
    table.print("the store");
    write::rows(&base, &mut table);
    table.print("writing, durable");
}

fn named(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn arguments() -> Arguments {
    let mut taken = Arguments {
        disputes: 100_000,
        messages: 1_000_000,
        open: None,
        base: None,
        program: PathBuf::from(env!("CARGO_BIN_EXE_litige")),
        again: false,
        only: String::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--disputes" => taken.disputes = value().parse().expect("a number of disputes"),
            "--messages" => taken.messages = value().parse().expect("a number of messages"),
            "--open" => taken.open = Some(value().parse().expect("a number of open disputes")),
            "--base" => taken.base = Some(value().into()),
            "--program" => taken.program = value().into(),
            "--only" => taken.only = value(),
            "--again" => taken.again = true,
            // What cargo adds by itself.
            "--bench" => {}
            other => panic!("{other} is not an argument of this program"),
        }
    }
    taken
}

fn schema() -> u32 {
    let mut hasher = std::hash::DefaultHasher::new();
    include_str!("../../src/store/sqlite/migrations/0001_init.sql").hash(&mut hasher);
    hasher.finish() as u32
}

/// The database to measure on; made if it is not there.
fn database(arguments: &Arguments) -> PathBuf {
    let Arguments { disputes, messages, .. } = *arguments;
    let open = arguments.open.unwrap_or(disputes * 3 / 100);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&folder).expect("the folder of the bench");
    // Another schema is another database, also while it is not released.
    let path = folder.join(format!("{disputes}-{messages}-{open}-{:08x}.db", schema()));
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
            machine::most_memory_mib(),
        );
    }
    path
}
