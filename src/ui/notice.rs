//! What the desk has to say, in the mediator's language.

use ratatui::layout::Rect;

use super::footer;
use super::i18n::sentence;
use super::pen::clear;
use super::scene::{Canvas, Scene, cut_bottom};
use super::templates::braced;
use super::text::{Wrapped, safe};
use super::theme::Role;
use crate::app::command::Command;
use crate::app::model::{ActionOutcome, EditorTrouble, News, Notice, OrphanedEdit, Trouble, Unavailable, ViewDeed};
use crate::app::model::{Changed, Notification, StoreError, UnusableWhy};
use crate::domain::case::records::{Decision, DecisionState, Mediator};
use crate::domain::dispute::action::ActionKind;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::DisputeId;
use crate::domain::money::amount::BadAmount;
use crate::domain::money::typed_refund::BadRefund;
use crate::domain::refusal::{BadTerm, BadTermWhy, Code, Expected};
use crate::domain::vocabulary::{FilterField, Role as Part};

/// A notice as a sentence, and how it looks.
pub(crate) fn notice(scene: &Scene<'_>, notice: &Notice) -> (String, Role) {
    let texts = scene.texts;
    match notice {
        Notice::Refused(command, why) => {
            let what = texts.label(command.spec()).into_owned();
            let why = unavailable(scene, why);
            (texts.with("notice-refused", [("command", what.into()), ("why", why.into())]), Role::Soon)
        }
        Notice::Done(dispute, deed) => (done(scene, *dispute, deed), Role::Good),
        Notice::Failed(dispute, deed, error) => {
            let key = if is_written(deed) { "notice-failed" } else { "notice-not-done" };
            let vars = [
                ("dispute", dispute.to_string().into()),
                ("deed", texts.word("deed", deed_word(deed)).into_owned().into()),
                ("why", store(scene, error).into()),
            ];
            (texts.with(key, vars), Role::Danger)
        }
        Notice::Unread(error) => (texts.with("notice-unread", [("why", store(scene, error).into())]), Role::Danger),
        Notice::DraftNotKept(dispute, error) => {
            let vars = [("dispute", dispute.to_string().into()), ("why", store(scene, error).into())];
            (texts.with("notice-draft-not-kept", vars), Role::Danger)
        }
        Notice::DraftKept(dispute) => {
            (texts.with("notice-draft-kept", [("dispute", dispute.to_string().into())]), Role::Muted)
        }
        Notice::News(one) => (news(scene, one), Role::Accent),
        Notice::Editor(trouble) => (editor(scene, trouble), Role::Danger),
        Notice::TooLong => (texts.get("notice-too-long").into_owned(), Role::Soon),
        Notice::Copied(text) => (texts.with("notice-copied", [("text", safe(text).into_owned().into())]), Role::Good),
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
        Notice::Configuration(bad) => {
            let first = bad.first().map(|line| safe(line).into_owned()).unwrap_or_default();
            let vars = [("what", first.into()), ("more", bad.len().saturating_sub(1).into())];
            (texts.with("notice-configuration", vars), Role::Soon)
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
        Notice::View(name, deed) => {
            let key = match deed {
                ViewDeed::BlobRef => "notice-view-kept",
                ViewDeed::Renamed => "notice-view-renamed",
                ViewDeed::Deleted => "notice-view-deleted",
            };
            (texts.with(key, [("view", safe(name).into_owned().into())]), Role::Good)
        }
        Notice::ViewNotKept(error) => {
            (texts.with("notice-view-not-kept", [("why", store(scene, error).into())]), Role::Danger)
        }
        Notice::NoMoreCases => (texts.get("notice-no-more-cases").into_owned(), Role::Soon),
    }
}

/// The word for a deed in the locales.
fn deed_word(deed: &ActionOutcome) -> &'static str {
    match deed {
        ActionOutcome::Claimed => "claimed",
        ActionOutcome::Released => "released",
        ActionOutcome::Replied => "replied",
        ActionOutcome::Noted => "noted",
        ActionOutcome::Asked(_) => "asked",
        ActionOutcome::AskWithdrawn => "withdrawn",
        ActionOutcome::Proposed => "proposed",
        ActionOutcome::Struck => "struck",
        ActionOutcome::Decided { .. } => "decided",
        ActionOutcome::Undone => "undone",
        ActionOutcome::Approved { .. } => "approved",
        ActionOutcome::Rejected => "rejected",
        ActionOutcome::Snoozed(_) => "snoozed",
        ActionOutcome::Read | ActionOutcome::Renewed => "read",
    }
}

/// Whether something was written for it, which is kept when it fails.
fn is_written(deed: &ActionOutcome) -> bool {
    let written = matches!(
        deed,
        ActionOutcome::Replied
            | ActionOutcome::Noted
            | ActionOutcome::Asked(_)
            | ActionOutcome::Proposed
            | ActionOutcome::Struck
    );
    written || matches!(deed, ActionOutcome::Decided { .. } | ActionOutcome::Rejected)
}

fn done(scene: &Scene<'_>, dispute: DisputeId, deed: &ActionOutcome) -> String {
    let (texts, clock) = (scene.texts, scene.clock());
    let id = ("dispute", dispute.to_string().into());
    match deed {
        ActionOutcome::Asked(side) => texts.with("done-asked", [id, ("side", side.as_str().into())]),
        ActionOutcome::Snoozed(until) => texts.with("done-snoozed", [id, ("until", clock.stamp(*until).into())]),
        ActionOutcome::Approved { effective_at } => {
            let until = effective_at.map(|at| clock.relative(at)).unwrap_or_default();
            texts.with("done-approved", [id, ("until", until.into())])
        }
        ActionOutcome::Decided { outcome, effective_at, next } => {
            let outcome = texts.word("outcome", outcome.as_str()).into_owned();
            let key = if effective_at.is_some() { "done-decided" } else { "done-decided-awaiting" };
            let until = effective_at.map(|at| clock.relative(at)).unwrap_or_default();
            let mut said = texts.with(key, [id, ("outcome", outcome.into()), ("until", until.into())]);
            if effective_at.is_none() {
                said.extend(played(scene));
            }
            if let Some(next) = next {
                said.push(' ');
                said += &texts.with("done-decided-next", [("next", next.to_string().into())]);
            }
            said
        }
        _ => texts.with(&format!("done-{}", deed_word(deed)), [id]),
    }
}

/// In the demo: how to be the second mediator.
fn played(scene: &Scene<'_>) -> Option<String> {
    let is_other = |member: &&Mediator| member.role != Part::Reader && !scene.is_me(&member.handle);
    let other = scene.model.team.iter().filter(|_| scene.model.demo).find(is_other)?;
    let handle = safe(&other.handle.0).into_owned();
    Some(format!(" {}", scene.texts.with("done-decided-demo", [("handle", handle.into())])))
}

/// Who changed a case, what they did to it, and when.
pub(crate) fn news(scene: &Scene<'_>, news: &News) -> String {
    let (texts, change) = (scene.texts, &news.change);
    let who = match &change.by {
        Actor::Mediator(handle) => safe(scene.model.name_of(&handle.0)).into_owned(),
        Actor::Client | Actor::Seller | Actor::System => texts.word("speaker", change.by.as_str()).into_owned(),
    };
    let known =
        || texts.find_word("changed", change.kind.as_str()).unwrap_or_else(|| texts.get("changed-other")).into_owned();
    let decision = decision(scene, change);
    let what = decision.map_or_else(known, |decision| decided(scene, decision));
    let at = decision.map_or(news.at, |decision| decision.at);
    let vars = [
        ("dispute", change.dispute.to_string().into()),
        ("who", who.into()),
        ("what", what.into()),
        ("time", scene.clock().hour(at).into()),
    ];
    texts.with("notice-news", vars)
}

/// The decision that a change was, once the case is at hand.
fn decision<'a>(scene: &Scene<'a>, change: &Changed) -> Option<&'a Decision> {
    let file =
        scene.model.cases.get(change.dispute).filter(|_| change.kind == ChangeKind::Action(ActionKind::Decide))?;
    file.case.dispute.as_ref()?.decision.as_ref().filter(|decision| change.by.mediator() == Some(&decision.by))
}

/// How a case was decided, in a few words.
fn decided(scene: &Scene<'_>, decision: &Decision) -> String {
    let key = if decision.state == DecisionState::Awaiting { "changed-decided-awaiting" } else { "changed-decided" };
    let amount = decision.refund.map(|refund| scene.money(refund)).unwrap_or_default();
    let vars = [("outcome", decision.outcome.as_str().into()), ("amount", amount.into())];
    scene.texts.with(key, vars)
}

/// What a colleague did to a case of one's own, and how much more there is to tell.
pub(crate) fn notification(scene: &Scene<'_>, notification: &Notification, more: usize) -> String {
    let vars = [
        ("dispute", notification.dispute.to_string().into()),
        ("who", safe(scene.model.name_of(&notification.by.0)).into_owned().into()),
        ("time", scene.clock().moment(notification.at).into()),
    ];
    let told = scene.texts.with(&format!("told-{}", notification.what), vars);
    if more == 0 {
        return told;
    }
    format!("{told} {}", scene.texts.with("told-more", [("count", more.into())]))
}

/// Why a command is not possible.
pub(crate) fn unavailable(scene: &Scene<'_>, why: &Unavailable) -> String {
    let key = match why {
        Unavailable::Rule(refusal) => return scene.refusal(refusal),
        Unavailable::LookOnly => "unavailable-look-only",
        Unavailable::NoCase => "unavailable-no-case",
        Unavailable::Loading => "unavailable-loading",
        Unavailable::NothingToUndo => "unavailable-nothing-to-undo",
        Unavailable::NoOpenAsk => "unavailable-no-open-ask",
        Unavailable::NothingOwed => "unavailable-nothing-owed",
        Unavailable::NothingToApprove => "unavailable-nothing-to-approve",
        Unavailable::NoFile => "unavailable-no-file",
        Unavailable::NoEvidence => "unavailable-no-evidence",
        Unavailable::NoMessage => "unavailable-no-message",
        Unavailable::NoHits => "unavailable-no-hits",
        Unavailable::NoFilter => "unavailable-no-filter",
        Unavailable::NoOwnView => "unavailable-no-own-view",
        Unavailable::FewerViews => "unavailable-fewer-views",
        Unavailable::NothingToOpen => "unavailable-nothing-to-open",
        Unavailable::Sending => "unavailable-sending",
        Unavailable::NotHere => "unavailable-not-here",
        Unavailable::ReadOnly => "unavailable-read-only",
    };
    scene.texts.get(key).into_owned()
}

/// What is wrong with what is being written, as a sentence.
pub(crate) fn trouble(scene: &Scene<'_>, trouble: &Trouble) -> String {
    let texts = scene.texts;
    let said = match trouble {
        Trouble::Amount(bad) => amount(scene, bad),
        Trouble::Loading => texts.get("unavailable-loading").into_owned(),
        Trouble::Blank => texts.get("trouble-blank").into_owned(),
        Trouble::Blanks(names) => texts.with("trouble-blanks", [("blanks", braced(names).into())]),
        Trouble::Rule(refusal) if refusal.code() != Code::ChangedSince => scene.refusal(refusal),
        Trouble::Rule(_) | Trouble::ChangedSince => {
            let key = footer::key(scene, scene.model.context(), Command::CatchUp).unwrap_or_default();
            texts.with("trouble-changed-since", [("key", key.into())])
        }
        Trouble::Inadmissible(reason) => {
            texts.with("trouble-inadmissible", [("reason", safe(reason).into_owned().into())])
        }
        Trouble::Store(error) => store(scene, error),
    };
    sentence(&said)
}

/// What is wrong with a term of a filter.
pub(crate) fn term(scene: &Scene<'_>, bad: &BadTerm) -> String {
    let texts = scene.texts;
    let said = |text: &str| safe(text).into_owned();
    match &bad.why {
        BadTermWhy::UnknownField(field) => {
            let fields: Vec<_> = FilterField::ALL.iter().map(|field| field.as_str()).collect();
            let vars = [("field", said(field).into()), ("fields", fields.join(", ").into())];
            texts.with("term-unknown-field", vars)
        }
        BadTermWhy::UnknownValue { field, value, expected } => {
            let expected = match expected {
                Expected::Word(words) => words.join(", "),
                Expected::Duration => texts.get("term-duration").into_owned(),
                Expected::Amount => texts.get("term-amount").into_owned(),
            };
            let vars = [("field", field.as_str().into()), ("value", said(value).into()), ("expected", expected.into())];
            texts.with("term-unknown-value", vars)
        }
        BadTermWhy::NoValue(field) => texts.with("term-no-value", [("field", field.as_str().into())]),
    }
}

/// Why an editor gave nothing back, and where what it had saved is.
fn editor(scene: &Scene<'_>, trouble: &EditorTrouble) -> String {
    let texts = scene.texts;
    let shown = |text: &str| safe(text).into_owned();
    match trouble {
        EditorTrouble::NotFound(command) => texts.with("editor-not-found", [("command", shown(command).into())]),
        EditorTrouble::Failed { how, saved: None } => texts.with("editor-failed", [("how", shown(how).into())]),
        EditorTrouble::Failed { how, saved: Some(saved) } => {
            texts.with("editor-failed-saved", [("how", shown(how).into()), ("path", shown(saved).into())])
        }
        EditorTrouble::TooLong { saved } => texts.with("editor-too-long", [("path", shown(saved).into())]),
        EditorTrouble::NotText { saved } => texts.with("editor-not-text", [("path", shown(saved).into())]),
        EditorTrouble::Io(what) => texts.with("editor-io", [("what", shown(what).into())]),
    }
}

/// Why an amount can't be taken.
pub(crate) fn amount(scene: &Scene<'_>, bad: &BadRefund) -> String {
    let texts = scene.texts;
    let typed = |text: &String| ("typed", safe(text).into_owned().into());
    match bad {
        BadRefund::Missing => texts.get("amount-missing").into_owned(),
        BadRefund::Percent(text) => texts.with("amount-percent", [typed(text)]),
        BadRefund::OutOfRange { price } => texts.with("amount-out-of-range", [("price", scene.money(*price).into())]),
        BadRefund::Amount(BadAmount::NotANumber(text)) => texts.with("amount-not-a-number", [typed(text)]),
        BadRefund::Amount(BadAmount::TooLarge(text)) => texts.with("amount-too-large", [typed(text)]),
        BadRefund::Amount(BadAmount::TooManyDecimals { text, code, decimals }) => {
            texts.with("amount-decimals", [typed(text), ("code", (*code).into()), ("decimals", (*decimals).into())])
        }
    }
}

/// Why the store could not do something.
pub(crate) fn store(scene: &Scene<'_>, error: &StoreError) -> String {
    let texts = scene.texts;
    match error {
        StoreError::Refused(refusal) => scene.refusal(refusal),
        StoreError::Interrupted => texts.get("store-interrupted").into_owned(),
        StoreError::Busy => texts.get("store-busy").into_owned(),
        StoreError::Full => texts.get("store-full").into_owned(),
        StoreError::Io(what) => texts.with("store-io", [("what", safe(what).into_owned().into())]),
        StoreError::Unusable(unusable) => {
            let what = match &unusable.why {
                UnusableWhy::Corrupt(what) | UnusableWhy::CannotOpen(what) => safe(what).into_owned(),
                UnusableWhy::LeftLog(left) => safe(&left.display().to_string()).into_owned(),
                _ => String::new(),
            };
            let path = safe(&unusable.place.to_string()).into_owned();
            let key = match &unusable.why {
                UnusableWhy::Linked => "store-linked".to_owned(),
                UnusableWhy::DanglingLink => "store-dangling_link".to_owned(),
                UnusableWhy::LeftLog(_) => "store-left_log".to_owned(),
                why => format!("store-{}", why.code()),
            };
            texts.with(&key, [("path", path.into()), ("what", what.into())])
        }
    }
}

/// Says one thing at the bottom of an area, whole; returns what remains of the area.
pub(crate) fn say(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, text: &str, role: Role) -> Rect {
    let wrapped = Wrapped::new(text, usize::from(area.width).saturating_sub(4));
    let rows = u16::try_from(wrapped.height()).unwrap_or(u16::MAX).min(area.height);
    let (place, rest) = cut_bottom(area, rows);
    clear(canvas.buffer, place, scene.theme.raised());
    for (line, text) in (0..rows).zip(wrapped.rows()) {
        canvas.pen(place, line).put("▌", scene.style(role)).skip(1).put(text, scene.style(role));
    }
    rest
}
