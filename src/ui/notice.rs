//! What the desk has to say, in the mediator's language.

use ratatui::layout::Rect;

use super::bulk;
use super::draw_context::{Canvas, DrawContext, cut_bottom};
use super::footer;
use super::i18n::sentence;
use super::lost;
use super::pen::clear;
use super::shares;
use super::templates::braced;
use super::text::{Wrapped, safe};
use super::theme::Role;
use crate::app::command::{Command, KeyContext};
use crate::app::model::{
    ActionOutcome, CopiedText, CopyOutcome, EditorError, FileError, MAX_MARKS, News, Notice, OrphanedEdit,
    StandingChange, Trouble, Unavailable, ViewOutcome,
};
use crate::app::model::{Changed, StoreError};
use crate::domain::case::records::{Decision, DecisionState, Mediator};
use crate::domain::decision::summary::DecisionSummary;
use crate::domain::dispute::action::ActionKind;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::EventType;
use crate::domain::money::amount::BadAmount;
use crate::domain::money::typed_refund::BadRefund;
use crate::domain::policy::PolicyVersion;
use crate::domain::queue::filter_words::{field_word, field_words, nearest_field, nearest_value, value_words};
use crate::domain::refusal::{BadTerm, BadTermWhy, Code, Expected};
use crate::domain::vocabulary::{DisputeState, Role as Part};

/// Returns a notice as a sentence, and how it looks.
pub(crate) fn notice(ctx: &DrawContext<'_>, notice: &Notice) -> (String, Role) {
    let texts = ctx.texts;
    match notice {
        Notice::Refused(command, why) => {
            let what = texts.label(command.spec()).into_owned();
            let why = unavailable(ctx, why);
            (texts.with("notice-refused", [("command", what.into()), ("why", why.into())]), Role::Soon)
        }
        Notice::Done(dispute, outcome) => (done(ctx, *dispute, outcome), Role::Good),
        Notice::Failed(dispute, outcome, StoreError::Unanswered) => lost::unanswered(ctx, *dispute, outcome),
        Notice::AskingAgain(count) => (texts.with("notice-asking-again", [("count", (*count).into())]), Role::Strong),
        Notice::Connected(after) => lost::connected(ctx, *after),
        Notice::Failed(dispute, outcome, error) => {
            let key = if is_written(outcome) { "notice-failed" } else { "notice-not-done" };
            let vars = [
                ("dispute", dispute.to_string().into()),
                ("deed", texts.word("deed", outcome_word(outcome)).into_owned().into()),
                ("why", store(ctx, error).into()),
            ];
            (texts.with(key, vars), Role::Danger)
        }
        Notice::Unread(error) => (texts.with("notice-unread", [("why", store(ctx, error).into())]), Role::Danger),
        Notice::DraftNotKept(dispute, error) => {
            let vars = [("dispute", dispute.to_string().into()), ("why", store(ctx, error).into())];
            (texts.with("notice-draft-not-kept", vars), Role::Danger)
        }
        Notice::DraftsMerged(dispute) => {
            (texts.with("notice-drafts-merged", [("dispute", dispute.to_string().into())]), Role::Soon)
        }
        Notice::DraftKept(dispute) => {
            (texts.with("notice-draft-kept", [("dispute", dispute.to_string().into())]), Role::Muted)
        }
        Notice::News(one) => (news(ctx, one), Role::Strong),
        Notice::Editor(trouble) => (editor(ctx, trouble), Role::Danger),
        Notice::TooLong => (texts.get("notice-too-long").into_owned(), Role::Soon),
        Notice::Copied(what, outcome) => copied(ctx, *what, outcome),
        Notice::NoSuchCase(dispute) => {
            (texts.with("notice-no-such-case", [("dispute", dispute.to_string().into())]), Role::Soon)
        }
        Notice::LookingOn => (texts.get("notice-looking-on").into_owned(), Role::Muted),
        Notice::NoMoreHits => (texts.get("notice-no-more-hits").into_owned(), Role::Soon),
        Notice::Exported(dispute, to) => {
            let (key, name, text, role) = match to {
                Ok(path) => ("notice-exported", "path", path, Role::Good),
                Err(why) => ("notice-not-exported", "why", why, Role::Danger),
            };
            let vars = [("dispute", dispute.to_string().into()), (name, safe(text).into_owned().into())];
            (texts.with(key, vars), role)
        }
        Notice::Standing(change) => standing(ctx, change),
        Notice::Policy(policy) => (new_policy(ctx, policy), Role::Strong),
        Notice::NotActing(why) => (sentence(&unavailable(ctx, why)), Role::Soon),
        Notice::FileSaved(file, to) => {
            let id = ("file", file.to_string().into());
            match to {
                Ok(path) => {
                    (texts.with("notice-file-saved", [id, ("path", safe(path).into_owned().into())]), Role::Good)
                }
                Err(why) => {
                    (texts.with("notice-file-not-saved", [id, ("why", file_error(ctx, why).into())]), Role::Danger)
                }
            }
        }
        Notice::FileOpened(file, done) => {
            let id = ("file", file.to_string().into());
            match done {
                Ok(()) => (texts.with("notice-file-opened", [id]), Role::Good),
                Err(why) => {
                    (texts.with("notice-file-not-opened", [id, ("why", file_error(ctx, why).into())]), Role::Danger)
                }
            }
        }
        Notice::OpenerFailed(how) => {
            (texts.with("notice-opener-failed", [("how", safe(how).into_owned().into())]), Role::Soon)
        }
        Notice::Configuration(bad) => {
            let first = bad.first().map(|line| safe(line).into_owned()).unwrap_or_default();
            let vars = [("what", first.into()), ("more", bad.len().saturating_sub(1).into())];
            (texts.with("notice-configuration", vars), Role::Soon)
        }
        Notice::NotifyFailed(why) => {
            (texts.with("notice-notify-failed", [("why", safe(why).into_owned().into())]), Role::Soon)
        }
        Notice::LeftInEditor(left) => {
            let one = |leftover: &OrphanedEdit| {
                let id = ("dispute", leftover.dispute.to_string().into());
                match &leftover.path {
                    None => texts.with("left-in-editor", [id]),
                    Some(path) => texts.with("left-in-editor-file", [id, ("path", safe(path).into_owned().into())]),
                }
            };
            (left.iter().map(one).collect::<Vec<_>>().join(" "), Role::Soon)
        }
        Notice::View(name, outcome) => {
            let key = match outcome {
                ViewOutcome::Kept => "notice-view-kept",
                ViewOutcome::Renamed => "notice-view-renamed",
                ViewOutcome::Deleted => "notice-view-deleted",
            };
            (texts.with(key, [("view", safe(name).into_owned().into())]), Role::Good)
        }
        Notice::ViewNotKept(error) => {
            (texts.with("notice-view-not-kept", [("why", store(ctx, error).into())]), Role::Danger)
        }
        Notice::BulkDone => bulk::done(ctx),
        Notice::MarksFull => (texts.with("notice-marks-full", [("most", MAX_MARKS.into())]), Role::Soon),
        Notice::MarksGone(gone) => {
            let named = gone.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let vars = [("count", gone.len().into()), ("disputes", named.into())];
            (texts.with("notice-marks-gone", vars), Role::Soon)
        }
        Notice::NoMoreCases => (texts.get("notice-no-more-cases").into_owned(), Role::Soon),
    }
}

/// Returns what one may do from now on.
fn standing(ctx: &DrawContext<'_>, change: &StandingChange) -> (String, Role) {
    let texts = ctx.texts;
    match change {
        StandingChange::Role(role) => {
            let look = if *role == Part::Reader { Role::Soon } else { Role::Strong };
            (texts.word("standing", role.as_str()).into_owned(), look)
        }
        StandingChange::Barred(refusal) => {
            (texts.with("standing-barred", [("why", ctx.refusal(refusal).into())]), Role::Soon)
        }
        StandingChange::Account(Some(account)) => {
            let account = safe(&account.0).into_owned();
            (texts.with("standing-bound", [("account", account.into())]), Role::Strong)
        }
        StandingChange::Account(None) => (texts.get("standing-unbound").into_owned(), Role::Soon),
    }
}

/// Returns who put which policy in force, why, and for which cases.
fn new_policy(ctx: &DrawContext<'_>, policy: &PolicyVersion) -> String {
    let name = policy.by.as_ref().map(|by| safe(ctx.model.name_of(&by.0)).into_owned());
    let reason = policy.reason.as_deref().map(|reason| safe(reason).into_owned());
    let vars = [
        ("name", name.unwrap_or_default().into()),
        ("version", policy.policy.version.to_string().into()),
        ("reason", reason.unwrap_or_default().into()),
    ];
    ctx.texts.with("notice-policy", vars)
}

/// Returns why a file can't be taken out.
fn file_error(ctx: &DrawContext<'_>, why: &FileError) -> String {
    let texts = ctx.texts;
    match why {
        FileError::NotKept(Some(why)) => {
            texts.with("file-not-kept", [("why", texts.word("not-kept", why.as_str()).into_owned().into())])
        }
        FileError::NotKept(None) => texts.get("file-name-only").into_owned(),
        FileError::Missing => texts.get("file-missing").into_owned(),
        FileError::Changed => texts.get("file-changed").into_owned(),
        FileError::Io(why) => safe(why).into_owned(),
    }
}

/// Returns what came of copying a text, on one row: what it is rather than the text itself.
fn copied(ctx: &DrawContext<'_>, what: CopiedText, outcome: &CopyOutcome) -> (String, Role) {
    let texts = ctx.texts;
    let what = match what {
        CopiedText::Number(dispute) => dispute.to_string(),
        CopiedText::Message { message, chars } => {
            let size = ("size", texts.count(chars as u64).into());
            texts.with("copied-message", [("message", message.to_string().into()), size, ("count", chars.into())])
        }
    };
    let what = ("what", what.into());
    match outcome {
        CopyOutcome::Asked => (texts.with("notice-copy-asked", [what]), Role::Good),
        CopyOutcome::InTmux => (texts.with("notice-copied-tmux", [what]), Role::Good),
        CopyOutcome::Failed(why) => {
            let why = ("why", safe(why).into_owned().into());
            (texts.with("notice-not-copied", [what, why]), Role::Danger)
        }
    }
}

/// Returns the word for an outcome in the locales.
pub(crate) fn outcome_word(outcome: &ActionOutcome) -> &'static str {
    match outcome {
        ActionOutcome::Claimed => "claimed",
        ActionOutcome::Released => "released",
        ActionOutcome::Assigned { .. } => "assigned",
        ActionOutcome::Replied => "replied",
        ActionOutcome::Reminded => "reminded",
        ActionOutcome::Noted => "noted",
        ActionOutcome::Asked(_) => "asked",
        ActionOutcome::AskWithdrawn => "withdrawn",
        ActionOutcome::Proposed => "proposed",
        ActionOutcome::ProposalWithdrawn => "proposal-withdrawn",
        ActionOutcome::Struck => "struck",
        ActionOutcome::Admitted => "admitted",
        ActionOutcome::Decided { .. } => "decided",
        ActionOutcome::Undone => "undone",
        ActionOutcome::Approved { .. } => "approved",
        ActionOutcome::Rejected => "rejected",
        ActionOutcome::Snoozed(_) => "snoozed",
        ActionOutcome::Woken => "woken",
        ActionOutcome::Read | ActionOutcome::Renewed => "read",
    }
}

/// Returns whether something was written for it, which is kept when it fails.
pub(crate) fn is_written(outcome: &ActionOutcome) -> bool {
    let written = matches!(
        outcome,
        ActionOutcome::Replied
            | ActionOutcome::Reminded
            | ActionOutcome::Noted
            | ActionOutcome::Asked(_)
            | ActionOutcome::Proposed
            | ActionOutcome::Struck
            | ActionOutcome::Assigned { noted: true, .. }
            | ActionOutcome::Admitted
    );
    written || matches!(outcome, ActionOutcome::Decided { .. } | ActionOutcome::Rejected)
}

fn done(ctx: &DrawContext<'_>, dispute: DisputeId, outcome: &ActionOutcome) -> String {
    let (texts, clock) = (ctx.texts, ctx.clock());
    let id = ("dispute", dispute.to_string().into());
    match outcome {
        ActionOutcome::Asked(side) => texts.with("done-asked", [id, ("side", side.as_str().into())]),
        ActionOutcome::Assigned { to, .. } => {
            let to = safe(ctx.model.name_of(&to.0)).into_owned();
            texts.with("done-assigned", [id, ("to", to.into())])
        }
        ActionOutcome::Snoozed(until) => texts.with("done-snoozed", [id, ("until", clock.stamp(*until).into())]),
        ActionOutcome::Approved { decision, effective_at } => {
            let until = effective_at.map(|at| clock.relative(at)).unwrap_or_default();
            let outcome = decision.as_ref().map(|one| shares::in_a_sentence(ctx, one.outcome, one.shares));
            texts.with("done-approved", [id, ("outcome", outcome.unwrap_or_default().into()), ("until", until.into())])
        }
        ActionOutcome::Decided { outcome, shares, effective_at, next } => {
            let outcome = shares::in_a_sentence(ctx, *outcome, *shares);
            let key = if effective_at.is_some() { "done-decided" } else { "done-decided-awaiting" };
            let until = effective_at.map(|at| clock.relative(at)).unwrap_or_default();
            let mut said = texts.with(key, [id, ("outcome", outcome.into()), ("until", until.into())]);
            if effective_at.is_none() {
                said.extend(demo_hint(ctx));
            }
            if let Some(next) = next {
                said.push(' ');
                said += &texts.with("done-decided-next", [("next", next.to_string().into())]);
            }
            said
        }
        ActionOutcome::Claimed
        | ActionOutcome::Released
        | ActionOutcome::Replied
        | ActionOutcome::Reminded
        | ActionOutcome::Noted
        | ActionOutcome::AskWithdrawn
        | ActionOutcome::Proposed
        | ActionOutcome::ProposalWithdrawn
        | ActionOutcome::Struck
        | ActionOutcome::Admitted
        | ActionOutcome::Woken
        | ActionOutcome::Undone
        | ActionOutcome::Rejected
        | ActionOutcome::Read
        | ActionOutcome::Renewed => texts.with(&format!("done-{}", outcome_word(outcome)), [id]),
    }
}

/// In the demo: how to be the second mediator.
fn demo_hint(ctx: &DrawContext<'_>) -> Option<String> {
    let is_other = |member: &&Mediator| member.role != Part::Reader && !ctx.is_me(&member.handle);
    let other = ctx.model.team.iter().filter(|_| ctx.model.demo).find(is_other)?;
    let handle = safe(&other.handle.0).into_owned();
    Some(format!(" {}", ctx.texts.with("done-decided-demo", [("handle", handle.into())])))
}

/// Returns who changed a case, what they did to it, and when.
pub(crate) fn news(ctx: &DrawContext<'_>, news: &News) -> String {
    let (texts, change) = (ctx.texts, &news.change);
    let who = actor(ctx, &change.by);
    let known =
        || texts.find_word("changed", change.kind.as_str()).unwrap_or_else(|| texts.get("changed-other")).into_owned();
    let decision = decision(ctx, change);
    let what = decision.map_or_else(known, |decision| decided(ctx, decision));
    let what = if is_too_late(ctx, change) { texts.with("changed-too-late", [("what", what.into())]) } else { what };
    let at = decision.map_or(news.at, |decision| decision.at);
    let vars = [
        ("dispute", change.dispute.to_string().into()),
        ("who", who.into()),
        ("what", what.into()),
        ("time", ctx.clock().hour(at).into()),
    ];
    texts.with("notice-news", vars)
}

/// Returns whether a change was a seller's answer to a request of the order that came once the dispute was open.
fn is_too_late(ctx: &DrawContext<'_>, change: &Changed) -> bool {
    let answers = matches!(
        change.kind,
        ChangeKind::Event(
            EventType::RevisionAccepted
                | EventType::RevisionRefused
                | EventType::CancellationAccepted
                | EventType::CancellationRefused
        )
    );
    let dispute = ctx.model.cases.get(change.dispute).and_then(|file| file.case.dispute.as_ref());
    answers && dispute.is_some_and(|dispute| dispute.state == DisputeState::Open)
}

/// Returns who did something: a mediator's name, or the word for a party.
pub(crate) fn actor(ctx: &DrawContext<'_>, by: &Actor) -> String {
    match by {
        Actor::Mediator(handle) => safe(ctx.model.name_of(&handle.0)).into_owned(),
        Actor::Client | Actor::Seller | Actor::System => ctx.texts.word("speaker", by.as_str()).into_owned(),
    }
}

/// Returns the decision that a change was, once the case is at hand.
fn decision<'a>(ctx: &DrawContext<'a>, change: &Changed) -> Option<&'a Decision> {
    let file = ctx.model.cases.get(change.dispute).filter(|_| change.kind == ChangeKind::Action(ActionKind::Decide))?;
    file.case.dispute.as_ref()?.decision.as_ref().filter(|decision| change.by.mediator() == Some(&decision.by))
}

/// Returns how a case was decided, in a few words.
fn decided(ctx: &DrawContext<'_>, decision: &Decision) -> String {
    let key = if decision.state == DecisionState::Awaiting { "changed-decided-awaiting" } else { "changed-decided" };
    let shares = DecisionSummary::from(decision).shares;
    ctx.texts.with(key, [("outcome", shares::in_a_sentence(ctx, decision.outcome, shares).into())])
}

/// The commands by which one goes on after a refusal, as the texts name them.
const NEXT_STEPS: [(&str, Command); 5] = [
    ("back", Command::Back),
    ("open", Command::Open),
    ("search", Command::Search),
    ("filter", Command::Filter),
    ("keep", Command::SaveView),
];

/// Returns why a command is not possible, and what to do about it.
pub(crate) fn unavailable(ctx: &DrawContext<'_>, why: &Unavailable) -> String {
    let key = match why {
        Unavailable::Rule(refusal) => return ctx.refusal(refusal),
        Unavailable::LookOnly => "unavailable-look-only",
        Unavailable::NoCase => "unavailable-no-case",
        Unavailable::Loading => "unavailable-loading",
        Unavailable::NothingToUndo => "unavailable-nothing-to-undo",
        Unavailable::NoOpenAsk => "unavailable-no-open-ask",
        Unavailable::NothingOwed => "unavailable-nothing-owed",
        Unavailable::NothingToApprove => "unavailable-nothing-to-approve",
        Unavailable::NoPicture => "unavailable-no-picture",
        Unavailable::NoFile => "unavailable-no-file",
        Unavailable::NoContent => "unavailable-no-content",
        Unavailable::NoProgram(kind) => {
            return ctx.texts.with("unavailable-no-program", [("kind", safe(kind).into_owned().into())]);
        }
        Unavailable::NoEvidence => "unavailable-no-evidence",
        Unavailable::NoStruckEvidence => "unavailable-no-struck-evidence",
        Unavailable::NoMessage => "unavailable-no-message",
        Unavailable::NoHits => "unavailable-no-hits",
        Unavailable::NoFilter => "unavailable-no-filter",
        Unavailable::NoSavedView => "unavailable-no-own-view",
        Unavailable::FewerViews => "unavailable-fewer-views",
        Unavailable::NothingToOpen => "unavailable-nothing-to-open",
        Unavailable::Sending => "unavailable-sending",
        Unavailable::Unanswered => "unavailable-unanswered",
        Unavailable::NotHere => "unavailable-not-here",
        Unavailable::OneAtATime => "unavailable-one-at-a-time",
        Unavailable::BulkRuns => "unavailable-bulk-runs",
        Unavailable::NoReport => "unavailable-no-report",
        Unavailable::ReadOnly => "unavailable-read-only",
        Unavailable::NothingToDo => "unavailable-nothing-to-do",
        Unavailable::NoMoreCases => "unavailable-no-more-cases",
        Unavailable::Incomplete(why) => return trouble(ctx, why),
    };
    let vars = NEXT_STEPS.map(|(name, command)| {
        let in_queue = footer::key(ctx, KeyContext::Queue, command).unwrap_or_default();
        (name, in_queue.into())
    });
    ctx.texts.with(key, vars)
}

/// Returns what is wrong with what is being written, as a sentence.
pub(crate) fn trouble(ctx: &DrawContext<'_>, trouble: &Trouble) -> String {
    let texts = ctx.texts;
    let said = match trouble {
        Trouble::NoOutcome => texts.get("trouble-no-outcome").into_owned(),
        Trouble::Amount(bad) => amount(ctx, bad),
        Trouble::Loading => texts.get("unavailable-loading").into_owned(),
        Trouble::NotActing(why) => unavailable(ctx, why),
        Trouble::NoMoment => texts.get("prompt-snooze-unclear").into_owned(),
        Trouble::Blank => texts.get("trouble-blank").into_owned(),
        Trouble::Blanks(names) => texts.with("trouble-blanks", [("blanks", braced(names).into())]),
        Trouble::Rule(refusal) if refusal.code() != Code::ChangedSince => ctx.refusal(refusal),
        Trouble::Rule(_) | Trouble::ChangedSince => {
            let key = footer::key(ctx, ctx.model.context(), Command::CatchUp).unwrap_or_default();
            texts.with("trouble-changed-since", [("key", key.into())])
        }
        Trouble::Inadmissible(reason) => {
            texts.with("trouble-inadmissible", [("reason", safe(reason).into_owned().into())])
        }
        Trouble::Store(StoreError::Unanswered) => lost::unanswered_text(ctx),
        Trouble::Store(error) => store(ctx, error),
    };
    sentence(&said)
}

/// Returns what is wrong with a term of a filter, in the words of the desk's language.
pub(crate) fn term(ctx: &DrawContext<'_>, bad: &BadTerm) -> String {
    let (texts, lang) = (ctx.texts, ctx.model.lang);
    let said = |text: &str| safe(text).into_owned();
    let nearest = |word: Option<&str>| said(word.unwrap_or("none"));
    match &bad.why {
        BadTermWhy::UnknownField(field) => {
            let vars = [
                ("field", said(field).into()),
                ("nearest", nearest(nearest_field(field, lang)).into()),
                ("fields", field_words(lang).join(", ").into()),
            ];
            texts.with("term-unknown-field", vars)
        }
        BadTermWhy::UnknownHolder { name, nearest: handle } => {
            let vars = [("name", said(name).into()), ("nearest", nearest(handle.as_deref()).into())];
            texts.with("term-unknown-holder", vars)
        }
        BadTermWhy::UnknownValue { field, value, expected } => {
            let expected = match expected {
                Expected::Word => value_words(*field, lang).join(", "),
                Expected::Duration => texts.get("term-duration").into_owned(),
                Expected::Amount => texts.get("term-amount").into_owned(),
            };
            let vars = [
                ("field", field_word(*field, lang).into()),
                ("value", said(value).into()),
                ("nearest", nearest(nearest_value(*field, value, lang)).into()),
                ("expected", expected.into()),
            ];
            texts.with("term-unknown-value", vars)
        }
        BadTermWhy::NoValue(field) => texts.with("term-no-value", [("field", field_word(*field, lang).into())]),
    }
}

/// Returns why an editor gave nothing back, and where what it had saved is.
fn editor(ctx: &DrawContext<'_>, trouble: &EditorError) -> String {
    let texts = ctx.texts;
    let shown = |text: &str| safe(text).into_owned();
    match trouble {
        EditorError::NotFound(command) => texts.with("editor-not-found", [("command", shown(command).into())]),
        EditorError::Failed { how, saved: None } => texts.with("editor-failed", [("how", shown(how).into())]),
        EditorError::Failed { how, saved: Some(saved) } => {
            texts.with("editor-failed-saved", [("how", shown(how).into()), ("path", shown(saved).into())])
        }
        EditorError::TooLong { saved } => texts.with("editor-too-long", [("path", shown(saved).into())]),
        EditorError::NotText { saved } => texts.with("editor-not-text", [("path", shown(saved).into())]),
        EditorError::AtOnce(command) => texts.with("editor-at-once", [("command", shown(command).into())]),
        EditorError::Io(what) => texts.with("editor-io", [("what", shown(what).into())]),
    }
}

/// Returns why an amount can't be taken.
pub(crate) fn amount(ctx: &DrawContext<'_>, bad: &BadRefund) -> String {
    let texts = ctx.texts;
    let typed = |text: &String| ("typed", safe(text).into_owned().into());
    match bad {
        BadRefund::Missing => texts.get("amount-missing").into_owned(),
        BadRefund::Percent(text) => texts.with("amount-percent", [typed(text)]),
        BadRefund::OutOfRange { price } => texts.with("amount-out-of-range", [("price", ctx.money(*price).into())]),
        BadRefund::Amount(BadAmount::NotANumber(text)) => texts.with("amount-not-a-number", [typed(text)]),
        BadRefund::Amount(BadAmount::Ambiguous(text)) => texts.with("amount-ambiguous", [typed(text)]),
        BadRefund::Amount(BadAmount::TooLarge(text)) => texts.with("amount-too-large", [typed(text)]),
        BadRefund::Amount(BadAmount::TooManyDecimals { text, code, decimals }) => {
            texts.with("amount-decimals", [typed(text), ("code", (*code).into()), ("decimals", (*decimals).into())])
        }
    }
}

/// Returns why the store could not do something.
pub(crate) fn store(ctx: &DrawContext<'_>, error: &StoreError) -> String {
    if let StoreError::Refused(refusal) = error {
        return ctx.refusal(refusal);
    }
    let reopen = footer::key(ctx, KeyContext::Queue, Command::Refresh).unwrap_or_default();
    ctx.texts.store_error(error, &reopen)
}

/// Says one thing at the bottom of an area, whole; returns what remains of the area.
pub(crate) fn draw_at_bottom(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    text: &str,
    role: Role,
) -> Rect {
    let wrapped = Wrapped::new(text, usize::from(area.width).saturating_sub(4));
    let rows = u16::try_from(wrapped.height()).unwrap_or(u16::MAX).min(area.height);
    let (place, rest) = cut_bottom(area, rows);
    clear(canvas.buffer, place, ctx.theme.raised());
    for (line, text) in (0..rows).zip(wrapped.rows()) {
        canvas.pen(place, line).print("▌", ctx.style(role)).skip(1).print(text, ctx.style(role));
    }
    rest
}
