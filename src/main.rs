//! The program: see [`litige::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    litige::cli::main()
}
