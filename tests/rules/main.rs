//! Each rule of the dispute process, as tables of events → result.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test that can't go on says where"
)]

mod audit;
mod discussion;
mod events;
mod every_pair;
mod model;
mod opening;
mod order;
mod outcomes;
mod proposals;
mod random;
mod team;
mod turns;
mod world;
