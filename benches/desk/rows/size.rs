//! The size of the program, and its build time.

use std::process::Command;

use crate::Bench;
use crate::measure::timed;
use crate::table::{Figure, Target};

pub fn size(bench: &mut Bench) {
    let size = std::fs::metadata(&bench.arguments.program).unwrap().len() as f64 / 1e6;
    bench.table.record("the binary", Figure::new(size, "MB"), Target::AtMost(12.0));
    if !bench.arguments.build {
        return;
    }
    let target = tempfile::tempdir().unwrap();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--release", "--quiet", "--target-dir"]).arg(target.path());
    let took = timed(|| assert!(cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap().success()));
    bench.table.record("a clean build", Figure::new(took.as_secs_f64() / 60.0, "min"), Target::AtMost(4.0));
}
