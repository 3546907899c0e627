//! The desk's speed, each figure compared with a peer in the same run on the same machine. Prints a table; asserts
//! nothing.
//!
//! `cargo bench` makes a database of 100,000 disputes and 1,000,000 messages under `target/tmp/bench` (once), a mailbox of
//! 100,000 mails of the same texts, and measures every row of `rows::ALL`. A peer that is not installed is said to be so.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program to measure with: what can't be done ends it"
)]

mod arguments;
mod databases;
#[path = "../../tests/support/fd.rs"]
mod fd;
mod floor;
mod instructions;
mod machine;
mod measure;
mod peers;
mod plot;
mod pty;
mod raw_sqlite;
mod rows;
#[cfg(feature = "postgres")]
mod server;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;

use arguments::Arguments;
use peers::Peers;
use table::{HEADLINES, Table};

/// The state of a run.
pub struct Bench {
    pub arguments: Arguments,
    /// The measured database.
    pub base: PathBuf,
    /// The peers, if rows are compared with them.
    pub peers: Option<Peers>,
    /// The home folder of the started programs.
    pub home: tempfile::TempDir,
    pub table: Table,
}

impl Bench {
    fn new(arguments: Arguments, base: PathBuf, peers: Option<Peers>) -> Self {
        let bench = Self { arguments, base, peers, home: tempfile::tempdir().unwrap(), table: Table::default() };
        bench.assert_readable();
        bench
    }

    /// Asserts that the desk can read its database: otherwise it would measure nothing.
    fn assert_readable(&self) {
        let first = raw_sqlite::open_ids(&raw_sqlite::open(&self.base), 1)[0];
        let mut show = Command::new(&self.arguments.program);
        show.arg("--db").arg(&self.base).args(["show", &format!("D-{first}"), "--json"]);
        let shown = show.env("XDG_CONFIG_HOME", self.home.path()).output().unwrap();
        assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stdout));
    }

    /// Returns this number of runs, or fewer with `--quick`.
    pub fn runs(&self, runs: usize) -> usize {
        if self.arguments.quick { runs.div_ceil(5).max(3) } else { runs }
    }

    fn measure(&mut self, wanted: &dyn Fn(&rows::RowKind) -> bool) {
        for kind in rows::ALL.iter().filter(|kind| wanted(kind)) {
            eprintln!("… {} on {}", kind.name, file_name(&self.base));
            (kind.measure)(self);
        }
    }
}

fn main() {
    match &std::env::args().skip(1).collect::<Vec<_>>()[..] {
        [floor, bytes] if floor == floor::ARGUMENT => return floor::run(bytes.parse().unwrap()),
        [decisions, count, database] if decisions == instructions::ARGUMENT => {
            return instructions::decide(count.parse().unwrap(), Path::new(database));
        }
        _ => {}
    }
    let arguments = arguments::parse();
    if arguments.instructions {
        return instructions::measure(&arguments);
    }
    let base = arguments.base.clone().unwrap_or_else(|| databases::prepare(arguments.plan(), arguments.again));
    let machine = machine::describe_machine();
    println!("{machine}; {}: {:.0} MiB\n", file_name(&base), machine::mib(&base));
    let peers = (!arguments.server).then(Peers::new);
    let mut bench = Bench::new(arguments.clone(), base, peers);
    #[cfg(feature = "postgres")]
    if arguments.server {
        server::measure(&mut bench);
        println!("`{}`, {machine}:\n\n{}", arguments.command(), bench.table.markdown());
        return;
    }
    bench.measure(&|kind| arguments.rows.is_empty() || arguments.rows.iter().any(|name| name == kind.name));
    let command = arguments.command();
    let mut report = format!("`{command}`, {machine}:\n\n{}", bench.table.markdown());
    println!("{report}");
    let headlines = HEADLINES.iter().filter_map(|one| Some((one.readme, bench.table.headline(one)?)));
    let headlines: Vec<_> = headlines.collect();
    if arguments.growth {
        let smaller = [10_000, 100_000].into_iter().filter(|size| *size < arguments.disputes);
        let mut tables: Vec<(u64, Table)> = smaller.map(|size| (size, measure_growth(&arguments, size))).collect();
        tables.push((arguments.disputes, bench.table));
        plot::draw(&tables, &repository("docs/growth.svg"));
        report.push_str("\n![How cost grows with the number of disputes](growth.svg)\n");
    }
    if arguments.readme {
        table::write_between_marks(&repository("docs/performance.md"), &report);
        for (readme, lines) in headlines {
            table::write_between_marks(&repository(readme), &lines);
        }
    }
}

/// Measures the rows of the growth plot on a smaller database.
fn measure_growth(arguments: &Arguments, disputes: u64) -> Table {
    let base = databases::prepare(databases::Size::of(disputes), false);
    let mut bench = Bench::new(arguments.clone(), base, None);
    bench.measure(&|kind| kind.grows && (arguments.rows.is_empty() || arguments.rows.iter().any(|n| n == kind.name)));
    bench.table
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
