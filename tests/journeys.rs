//! Journeys through the real program in a real terminal, reading the screen as a person does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

mod journeys {
    mod activity;
    mod agreeing;
    mod asked_terminal;
    mod asking;
    mod attention;
    mod authority;
    mod coming_back;
    mod day;
    mod deciding;
    mod drafts;
    mod ending;
    mod evidence;
    mod finding;
    mod first_minutes;
    mod handing_over;
    mod judging;
    mod living;
    #[cfg(debug_assertions)]
    mod lost;
    mod marking;
    mod noticed;
    mod own;
    mod pictures;
    mod pointing;
    #[cfg(debug_assertions)]
    mod server;
    mod slow_line;
    mod statistics;
    mod steps;
    mod terminal;
    mod together;
    mod views;
    mod writing;
}
