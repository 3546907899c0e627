//! What is said while the store can't be reached, and of what was sent and never answered.

use super::Ui;
use super::draw_context::DrawContext;
use super::footer;
use super::i18n::sentence;
use super::notice::{is_written, outcome_word, store};
use super::theme::Role;
use crate::app::Model;
use crate::app::command::{Command, KeyContext};
use crate::app::model::ActionOutcome;
use crate::domain::ids::DisputeId;

/// From so many columns on it is said in full.
const ROOMY: usize = 80;

/// Returns that the store can't be reached, in a row of so many columns; `None` where it can.
pub(super) fn since(ctx: &DrawContext<'_>, columns: usize) -> Option<String> {
    let since = ctx.clock().date_and_time(ctx.model.lost_since?);
    let key = if columns < ROOMY { "bar-lost-brief" } else { "bar-lost" };
    Some(format!("⚠ {}", ctx.texts.with(key, [("since", since.into())])))
}

/// Returns what keeps the desk from following the store, and how old what is shown is where it can't be reached at all.
pub(super) fn trouble(ctx: &DrawContext<'_>) -> Option<String> {
    let why = store(ctx, ctx.model.trouble.as_ref()?);
    let Some(since) = ctx.model.lost_since else { return Some(sentence(&why)) };
    let key = footer::key(ctx, footer::context(ctx), Command::Refresh);
    let vars = [
        ("why", sentence(&why).into()),
        ("since", ctx.clock().date_and_time(since).into()),
        ("key", key.unwrap_or_else(|| "none".to_owned()).into()),
    ];
    Some(ctx.texts.with("notice-lost", vars))
}

/// Returns what stands where a case would that is not at hand.
pub(super) fn case_missing(ctx: &DrawContext<'_>) -> &'static str {
    if ctx.model.lost_since.is_some() { "case-lost" } else { "case-loading" }
}

/// Returns that it is not known whether something was done, and which key asks again.
pub(super) fn unanswered(ctx: &DrawContext<'_>, dispute: DisputeId, outcome: &ActionOutcome) -> (String, Role) {
    let key = footer::key(ctx, KeyContext::Queue, Command::Refresh).unwrap_or_default();
    let vars = [
        ("dispute", dispute.to_string().into()),
        ("deed", ctx.texts.word("maybe", outcome_word(outcome)).into_owned().into()),
        ("key", key.into()),
        ("kept", if is_written(outcome) { "yes" } else { "no" }.into()),
    ];
    (ctx.texts.with("notice-unanswered", vars), Role::Danger)
}

/// Returns the same of what is written in the layer that has the keys.
pub(super) fn unanswered_text(ctx: &DrawContext<'_>) -> String {
    let here = footer::context(ctx);
    let key = [Command::Send, Command::Accept].into_iter().find_map(|command| footer::key(ctx, here, command));
    ctx.texts.with("trouble-unanswered", [("key", key.unwrap_or_default().into())])
}

/// Returns that the store can be reached again, and what is still not known.
pub(super) fn connected(ctx: &DrawContext<'_>, after: chrono::TimeDelta) -> (String, Role) {
    let key = footer::key(ctx, KeyContext::Queue, Command::Refresh).unwrap_or_default();
    let open = ctx.model.unanswered.len();
    let vars = [("after", ctx.clock().span(after).into()), ("open", open.into()), ("key", key.into())];
    (ctx.texts.with("notice-connected", vars), if open == 0 { Role::Good } else { Role::Soon })
}

/// Returns what the desk left without knowing whether it was done, a line for each, once the terminal is the shell's again.
pub fn left_unanswered(model: &Model, ui: &Ui) -> Option<String> {
    let lines: Vec<String> = (model.unanswered.iter())
        .map(|request| {
            let outcome = ActionOutcome::of(&request.action);
            let deed = ui.texts.word("maybe", outcome_word(&outcome)).into_owned();
            ui.texts.with("after-unanswered", [("dispute", request.dispute.to_string().into()), ("deed", deed.into())])
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
