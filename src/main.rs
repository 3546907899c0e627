//! The program: see [`litige::cli`].

use std::process::ExitCode;

#[cfg(not(private_tree))]
use litige::cli;

// `.ci/run` also compiles the library's modules as the program's own (`--cfg private_tree`). What is `pub` in a library counts
// as used; in a program the compiler finds what nothing calls. What only tests call belongs under `cfg(test)`, or in
// `tests/support` where those outside the crate need it; a whole module that they need, under `cfg(not(private_tree))`.
#[cfg(private_tree)]
mod app;
#[cfg(private_tree)]
mod cli;
#[cfg(private_tree)]
mod config;
#[cfg(private_tree)]
mod demo;
#[cfg(private_tree)]
mod domain;
#[cfg(private_tree)]
mod runtime;
#[cfg(private_tree)]
mod store;
#[cfg(private_tree)]
mod ui;

fn main() -> ExitCode {
    cli::main()
}
