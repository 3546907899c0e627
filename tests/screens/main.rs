//! What the desk looks like: whole screens with their colours, and what holds for every screen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at the first thing that is not as it should be"
)]

mod amounts;
mod authority;
mod colours;
mod deciding;
mod desk;
mod every;
mod fixture;
mod footer;
mod holding;
mod labels;
mod pictures;
mod print;
#[path = "../support/roles.rs"]
mod roles;
mod whole;
mod widths;
