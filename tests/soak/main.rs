//! Soak tests, limited in time, of what the product promises to those who trust it with money (docs/promises.md).
//!
//! `cargo test` runs a short form of each. The long form prints its counts:
//! `LITIGE_SOAK=long cargo test --profile soak --test soak -- --nocapture`. `LITIGE_SEED=N` changes the random numbers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that can't go on fails, and a soak says what it counted"
)]

mod clocks;
mod cut_in_place;
mod damage;
mod data;
mod disk;
mod events;
mod every_write;
mod fault_injection;
mod fuzz;
mod hostile;
mod keys;
mod kills;
mod random;
mod replaced;
#[allow(dead_code, reason = "the screens use the rest of it")]
#[path = "../screens/desk.rs"]
mod screens_desk;
#[cfg(feature = "postgres")]
mod servers;
mod shown;
mod streams;
#[path = "../support/mod.rs"]
mod support;
mod test_database;
mod together;

use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Returns whether the long form was requested.
fn is_long() -> bool {
    std::env::var("LITIGE_SOAK").is_ok_and(|form| form == "long")
}

/// Returns the number of rounds: few with `cargo test`, many in the long form.
fn rounds(short: usize, long: usize) -> usize {
    if is_long() { long } else { short }
}

static MACHINE: RwLock<()> = RwLock::new(());

/// Acquires the machine for a soak test that measures no times and may run beside others.
fn share_machine() -> RwLockReadGuard<'static, ()> {
    MACHINE.read().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Acquires the machine exclusively, for a soak test that measures times.
fn reserve_machine() -> RwLockWriteGuard<'static, ()> {
    MACHINE.write().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Prints a count, visible with `--nocapture`.
macro_rules! counted {
    ($($what:tt)*) => { eprintln!("soak: {}", format_args!($($what)*)) };
}
use counted;
