//! `copy`: the whole database from one place to an empty other one.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::args;
use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::{Arg, message};
use super::maintenance::print_missing;
use crate::store::{self, Place};
use crate::ui::text::safe;

/// Runs `litige copy`. Evidence that could not be copied is named, and the exit status is then 1.
pub fn copy(ctx: &mut Context, args: &args::CopyArgs) -> Result<Status, Failure> {
    let [from, to] = [&args.from, &args.to].map(|named| Place::parse(named));
    let bar = progress_bar();
    let done = store::copy(&from, &to, &mut |progress| {
        bar.set_length(progress.of);
        bar.set_position(progress.rows);
        bar.set_message(progress.table);
    });
    bar.finish_and_clear();
    let done = done?;
    let [from, to] = [from.to_string(), to.to_string()];
    if ctx.json {
        ctx.out
            .json(&json!({"from": from, "to": to, "rows": done.rows, "head": done.head, "missing": done.missing}))?;
    } else {
        let parts = [("rows", Arg::Count(done.rows)), ("from", Arg::Text(&safe(&from))), ("to", Arg::Text(&safe(&to)))];
        ctx.out.line(message(ctx.lang, "cli-copied", &parts))?;
        if let Some(head) = &done.head {
            ctx.out.line(ctx.localizer().message("cli-audit-head", &[("head", &safe(head))]))?;
        }
    }
    print_missing(ctx, &done.missing)
}

/// Creates a progress bar on standard error; hidden if that is no terminal.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent} % · {msg} · {eta}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
