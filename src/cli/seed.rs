//! `seed`: a new database with synthetic disputes.

use std::fs;
use std::time::Duration;

use chrono::{DurationRound as _, TimeDelta};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::args;
use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::{Arg, message};
use crate::demo::synthetic::{self, Plan, SeedError};
use crate::domain::refusal::Code;
use crate::store::{self, Mode, Place};
use crate::ui::text::safe;

/// The default percentage of open disputes.
const OPEN_PERCENT: u64 = 3;

/// Runs `litige seed`.
///
/// # Errors
/// Returns `bad_state` where a database is already.
pub fn run(ctx: &mut Context, args: &args::SeedArgs) -> Result<Status, Failure> {
    let place = ctx.place()?;
    if place.file().is_none() {
        return Err(Failure::usage(format!(
            "seed fills a new file, and {place} is a server; give the path of a file with --db, then `litige copy` it there"
        )));
    }
    refuse_existing(&place)?;
    // At least one dispute is open, or there would be nothing to see.
    let open = args.open.unwrap_or_else(|| (args.disputes.saturating_mul(OPEN_PERCENT) / 100).max(1));
    // The same seed gives the same content, times included, within the same hour.
    let base = ctx.now.duration_trunc(TimeDelta::hours(1)).unwrap_or(ctx.now);
    let plan = Plan { disputes: args.disputes, messages: args.messages, open, seed: args.seed, base };
    let bar = progress_bar(args.messages, &message(ctx.lang, "cli-seeding", &[]));
    let done = synthetic::seed(&place, &plan, &mut |done| {
        bar.set_position(done.messages);
        bar.set_message(done.orders.to_string());
    });
    bar.finish_and_clear();
    let done = done.map_err(|error| match error {
        SeedError::Store(error) => error.into(),
        impossible => Failure::usage(impossible.to_string()),
    })?;
    if ctx.json {
        let path = place.to_string();
        ctx.out.json(&json!({"disputes": done.orders, "messages": done.messages, "open": open, "path": path}))?;
    } else {
        let path = place.to_string();
        let path = safe(&path);
        let parts = [
            ("disputes", Arg::Count(done.orders)),
            ("messages", Arg::Count(done.messages)),
            ("open", Arg::Count(open)),
            ("path", Arg::Text(&path)),
        ];
        ctx.out.line(message(ctx.lang, "cli-seeded", &parts))?;
    }
    Ok(Status::Done)
}

/// Returns an error if there is a file already: why it can't be used, or that only a new database is filled.
fn refuse_existing(place: &Place) -> Result<(), Failure> {
    if place.file().is_some_and(|path| fs::symlink_metadata(path).is_err()) {
        return Ok(());
    }
    drop(store::open(place, Mode::Existing)?);
    let sentence = format!("there is a database at {place} already; only a new one is filled, give another --db");
    Err(Failure::refused(Code::BadState, sentence))
}

/// Creates a progress bar on standard error; hidden if that is no terminal.
fn progress_bar(messages: u64, disputes: &str) -> ProgressBar {
    let bar = ProgressBar::new(messages);
    let template = format!("{{wide_bar}} {{percent}} % · {{msg}} {disputes} · {{eta}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar.set_message("0");
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
