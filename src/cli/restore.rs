//! Putting a backup in the place of the database.

use serde_json::json;

use super::args;
use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::{Arg, message};
use super::sentence::Sentence;
use crate::store::{self, Fault, UnusableCode};
use crate::ui::i18n::technical::said_in;
use crate::ui::text::safe;

/// Runs `litige restore`. A backup that does not verify is refused, with what is wrong in the detail.
pub fn restore(ctx: &mut Context, args: &args::RestoreArgs) -> Result<Status, Failure> {
    let place = ctx.place()?;
    let done = store::restore(&place, &args.backup, ctx.now)?;
    ctx.share(&place)?;
    let [path, backup] = [&done.path, &args.backup].map(|path| path.display().to_string());
    if let Some(first) = done.verified.faults.first() {
        let faults = json!(done.verified.faults);
        let failure =
            Failure::unusable(UnusableCode::CorruptDatabase, refusal(&backup, first, done.verified.faults.len()));
        return Err(failure.with("faults", faults));
    }
    let aside = done.aside.map(|aside| aside.display().to_string());
    if ctx.json {
        ctx.out.json(&json!({"path": path, "aside": aside, "head": done.verified.head}))?;
        return Ok(Status::Done);
    }
    let localizer = ctx.localizer();
    let mut lines = vec![localizer.message("cli-restored", &[("path", &safe(&path)), ("backup", &safe(&backup))])];
    if let Some(aside) = aside {
        lines.push(localizer.message("cli-restored-aside", &[("aside", &safe(&aside))]));
    }
    if let Some(head) = done.verified.head {
        lines.push(localizer.message("cli-audit-head", &[("head", &safe(&head))]));
    }
    lines.into_iter().try_for_each(|line| ctx.out.line(line))?;
    Ok(Status::Done)
}

/// Says why a backup was not restored.
fn refusal(backup: &str, first: &Fault, faults: usize) -> Sentence {
    Sentence::of(|lang| {
        let (at, why) = (said_in(lang, &first.at), said_in(lang, &first.message));
        let parts = [("backup", Arg::Text(backup)), ("at", Arg::Text(&at)), ("why", Arg::Text(&why))];
        message(lang, "cli-error-unverified", &[&parts[..], &[("more", Arg::Count(faults as u64 - 1))]].concat())
    })
}
