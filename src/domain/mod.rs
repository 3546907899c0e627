//! The rules, pure: no I/O, no clock, no SQL, no terminal. Time arrives as an argument.
//!
//! - [`order`] takes the marketplace's events up to a dispute; [`grounds`] says when one may open.
//! - [`dispute`] and [`proposal`] are the three-way discussion; [`act`] is what a mediator may do.
//! - [`decision`] and [`settlement`] are the four outcomes and their money; [`ledger`] is the double entry.
//! - [`clock`] is what time alone changes; [`queue`] is whose turn it is and how urgent.

pub mod act;
pub mod action;
pub mod admit;
pub mod audit;
pub mod case;
pub mod clock;
pub mod decision;
pub mod dispute;
pub mod event;
pub mod event_json;
pub mod filter;
pub mod grounds;
pub mod ids;
pub mod ledger;
pub mod lexicon;
pub mod limits;
pub mod money;
pub mod notices;
pub mod order;
pub mod outbox;
pub mod policy;
pub mod proposal;
pub mod queue;
pub mod refusal;
pub mod rules;
pub mod settlement;
pub mod stats;
pub mod strict_json;
pub mod thread;
pub mod words;
