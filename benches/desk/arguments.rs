//! The benchmark's arguments.

use std::path::PathBuf;

use crate::databases::Size;
use crate::rows;

#[derive(Clone)]
pub struct Arguments {
    pub disputes: u64,
    messages: Option<u64>,
    open: Option<u64>,
    pub base: Option<PathBuf>,
    pub program: PathBuf,
    pub rows: Vec<String>,
    pub again: bool,
    pub quick: bool,
    pub build: bool,
    pub growth: bool,
    pub readme: bool,
    pub server: bool,
    pub instructions: bool,
    pub keep: bool,
}

impl Arguments {
    /// Returns the size of the database.
    pub fn plan(&self) -> Size {
        let size = Size::of(self.disputes);
        Size { messages: self.messages.unwrap_or(size.messages), open: self.open.unwrap_or(size.open), ..size }
    }

    /// Returns the command that repeats this run.
    pub fn command(&self) -> String {
        let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
        if words.is_empty() { "cargo bench".to_owned() } else { format!("cargo bench -- {}", words.join(" ")) }
    }
}

pub fn parse() -> Arguments {
    let mut arguments = Arguments {
        disputes: 100_000,
        messages: None,
        open: None,
        base: None,
        program: PathBuf::from(env!("CARGO_BIN_EXE_litige")),
        rows: Vec::new(),
        again: false,
        quick: false,
        build: false,
        growth: false,
        readme: false,
        server: false,
        instructions: false,
        keep: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--disputes" => arguments.disputes = value().parse().expect("a number of disputes"),
            "--messages" => arguments.messages = Some(value().parse().expect("a number of messages")),
            "--open" => arguments.open = Some(value().parse().expect("a number of open disputes")),
            "--base" => arguments.base = Some(value().into()),
            "--program" => arguments.program = value().into(),
            "--rows" => arguments.rows = value().split(',').map(str::to_owned).collect(),
            "--again" => arguments.again = true,
            "--quick" => arguments.quick = true,
            "--build" => arguments.build = true,
            "--growth" => arguments.growth = true,
            "--server" => {
                arguments.server = true;
                arguments.disputes = 200_000;
            }
            "--instructions" => arguments.instructions = true,
            "--keep" => arguments.keep = true,
            "--readme" => arguments.readme = true,
            // Added by cargo.
            "--bench" => {}
            _ => {
                print!("{}", help());
                std::process::exit(if word == "--help" { 0 } else { 2 });
            }
        }
    }
    arguments
}

fn help() -> String {
    let names: Vec<&str> = rows::ALL.iter().map(|kind| kind.name).collect();
    format!(
        "cargo bench -- [OPTIONS]
  --disputes N --messages M --open K   the database to measure on, made once (100000, ten and 3% of it)
  --base PATH      a database that is there, of that size
  --again          makes the database anew
  --rows A,B       only these: {}
  --quick          fewer runs, shorter waits
  --program PATH   another build of the program
  --build          times a clean build of the program, too
  --growth         measures 10,000 and 100,000 disputes as well, and draws docs/growth.svg
  --server         measures a PostgreSQL server beside a file instead, on 200000 disputes unless --disputes follows
  --instructions   counts instructions instead (valgrind), of start, `j`, opening, a decision and an event, and names what moved
  --keep           writes what was counted into benches/instructions.tsv
  --readme         writes the table into docs/performance.md and its figures into both READMEs, between the bench marks
",
        names.join(" ")
    )
}
