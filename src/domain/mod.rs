//! The rules, pure: no I/O, no clock, no SQL, no terminal. Time arrives as an argument.
//!
//! - [`order`] takes the marketplace's events up to a dispute; [`grounds`] says when one may open.
//! - [`dispute`] and [`proposal`] are the three-way discussion; [`act`] is what a mediator may do.
//! - [`decision`] and [`settlement`] are the four outcomes and their money; [`ledger`] is the double entry.
//! - [`clock`] is what time alone changes; [`queue`] is whose turn it is and how urgent.

pub mod action;
pub mod case;
pub mod event;
pub mod filter;
pub mod ids;
pub mod ledger;
pub mod lexicon;
pub mod money;
pub mod policy;
pub mod refusal;
pub mod rules;
pub mod stats;
pub mod words;
