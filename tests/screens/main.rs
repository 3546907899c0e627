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
mod counts;
mod deciding;
mod desk;
mod every;
mod fixture;
mod footer;
mod holding;
mod labels;
mod names;
mod palette;
mod pictures;
mod precedents;
mod print;
#[path = "../support/roles.rs"]
mod roles;
mod scrollbars;
mod whole;
mod widths;
