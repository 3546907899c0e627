//! The command line as a script meets it (docs/contract.md): the real binary, its exit statuses, codes and JSON.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

#[path = "../support/roles.rs"]
mod roles;
mod support;

mod acting;
mod assigning;
mod authority;
mod bad_input;
mod book;
mod configuration;
mod databases;

mod demo;
mod documented;
mod evidence;
mod examples;
mod export;
mod files;
mod ingesting;
mod keys;
mod languages;
mod log;
#[cfg(debug_assertions)]
mod lost;
mod marketplace;
mod notified;
mod packaging;
mod people;
mod policy;
mod recipe;
mod reminding;
mod restoring;
mod searching;
mod server;
mod shapes;
mod sharing;
mod shell;
mod shown;
mod stats;
mod streaming;
mod together;
mod upgrade;
mod views;
mod widths;
