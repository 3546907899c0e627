//! What the desk looks like: whole screens with their colours, and what holds for every screen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at the first thing that is not as it should be"
)]

mod authority;
mod colours;
mod desk;
mod every;
mod fixture;
mod holding;
mod pictures;
mod print;
#[path = "../support/roles.rs"]
mod roles;
mod whole;
