//! Each rule of the dispute process, as tables of events → result; the name of a test is the rule.
//!
//! | docs/process.md | module |
//! | --- | --- |
//! | The order before a dispute | [`order`] |
//! | Who opens a dispute, and when | [`opening`] |
//! | The discussion | [`discussion`] |
//! | Turns and deadlines | [`turns`] |
//! | The four outcomes | [`outcomes`], [`proposals`] (consent), [`before_deciding`] |
//! | Team | [`team`] |
//! | Money | [`random`] (conserved, through every history), [`outcomes`] |
//!
//! [`every_pair`] tests every pair of state and event or action; [`random`] compares random histories with the
//! reference [`model`]; [`events`] and [`audit`] test the event lines and the hash chain. [`story`] explains the
//! notation of stories.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test that can't go on says where"
)]

mod audit;
mod before_deciding;
mod discussion;
#[path = "../support/event_json.rs"]
mod event_json;
mod events;
mod every_pair;
mod model;
mod moments;
mod opening;
mod order;
mod outcomes;
mod proposals;
mod random;
mod story;
mod team;
mod turns;
