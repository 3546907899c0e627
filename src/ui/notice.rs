//! What the desk has to say, in the mediator's language.

use ratatui::layout::Rect;

use super::i18n::sentence;
use super::pen::clear;
use super::scene::{Canvas, Scene, cut_bottom};
use super::text::{Wrapped, safe};
use super::theme::Role;
use crate::app::amount::BadRefund;
use crate::app::model::{Changed, StoreError, UnusableWhy};
use crate::app::model::{Deed, Notice, Trouble, Unavailable};
use crate::domain::ids::DisputeId;
use crate::domain::money::BadAmount;
use crate::domain::words::Speaker;

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
            let vars = [
                ("dispute", dispute.to_string().into()),
                ("deed", texts.word("deed", deed_word(deed)).into_owned().into()),
                ("why", store(scene, error).into()),
            ];
            (texts.with("notice-failed", vars), Role::Danger)
        }
        Notice::Unread(error) => (texts.with("notice-unread", [("why", store(scene, error).into())]), Role::Danger),
        Notice::DraftNotKept(dispute, error) => {
            let vars = [("dispute", dispute.to_string().into()), ("why", store(scene, error).into())];
            (texts.with("notice-draft-not-kept", vars), Role::Danger)
        }
        Notice::DraftKept(dispute) => {
            (texts.with("notice-draft-kept", [("dispute", dispute.to_string().into())]), Role::Muted)
        }
        Notice::News(changed) => (news(scene, changed), Role::Accent),
        Notice::TooLong => (texts.get("notice-too-long").into_owned(), Role::Soon),
        Notice::Copied(text) => (texts.with("notice-copied", [("text", safe(text).into_owned().into())]), Role::Good),
        Notice::NoSuchCase(dispute) => {
            (texts.with("notice-no-such-case", [("dispute", dispute.to_string().into())]), Role::Soon)
        }
        Notice::NoMoreHits => (texts.get("notice-no-more-hits").into_owned(), Role::Soon),
        Notice::NoMoreCases => (texts.get("notice-no-more-cases").into_owned(), Role::Soon),
    }
}

/// The word for a deed in the locales.
fn deed_word(deed: &Deed) -> &'static str {
    match deed {
        Deed::Claimed => "claimed",
        Deed::Released => "released",
        Deed::Replied => "replied",
        Deed::Noted => "noted",
        Deed::Asked(_) => "asked",
        Deed::AskWithdrawn => "withdrawn",
        Deed::Proposed => "proposed",
        Deed::Struck => "struck",
        Deed::Decided { .. } => "decided",
        Deed::Undone => "undone",
        Deed::Approved => "approved",
        Deed::Rejected => "rejected",
        Deed::Snoozed(_) => "snoozed",
        Deed::Read => "read",
    }
}

fn done(scene: &Scene<'_>, dispute: DisputeId, deed: &Deed) -> String {
    let (texts, clock) = (scene.texts, scene.clock());
    let id = ("dispute", dispute.to_string().into());
    match deed {
        Deed::Asked(side) => texts.with("done-asked", [id, ("side", side.as_str().into())]),
        Deed::Snoozed(until) => texts.with("done-snoozed", [id, ("until", clock.stamp(*until).into())]),
        Deed::Decided { outcome, effective_at, next } => {
            let outcome = texts.word("outcome", outcome.as_str()).into_owned();
            let key = if effective_at.is_some() { "done-decided" } else { "done-decided-awaiting" };
            let until = effective_at.map(|at| clock.relative(at)).unwrap_or_default();
            let mut said = texts.with(key, [id, ("outcome", outcome.into()), ("until", until.into())]);
            if let Some(next) = next {
                said.push(' ');
                said += &texts.with("done-decided-next", [("next", next.to_string().into())]);
            }
            said
        }
        _ => texts.with(&format!("done-{}", deed_word(deed)), [id]),
    }
}

/// Who changed a case, and what they did to it.
pub(crate) fn news(scene: &Scene<'_>, changed: &Changed) -> String {
    let texts = scene.texts;
    let who = match changed.by.parse::<Speaker>() {
        Ok(speaker) => texts.word("speaker", speaker.as_str()).into_owned(),
        Err(_) => safe(scene.model.name_of(&changed.by)).into_owned(),
    };
    let what = texts.find_word("changed", &changed.what).unwrap_or_else(|| texts.get("changed-other")).into_owned();
    let vars = [("dispute", changed.dispute.to_string().into()), ("who", who.into()), ("what", what.into())];
    texts.with("notice-news", vars)
}

/// Why a command is not possible.
pub(crate) fn unavailable(scene: &Scene<'_>, why: &Unavailable) -> String {
    let key = match why {
        Unavailable::Rule(refusal) => return scene.texts.refusal(refusal),
        Unavailable::LookOnly => "unavailable-look-only",
        Unavailable::NoCase => "unavailable-no-case",
        Unavailable::Loading => "unavailable-loading",
        Unavailable::NothingToUndo => "unavailable-nothing-to-undo",
        Unavailable::NoOpenAsk => "unavailable-no-open-ask",
        Unavailable::NothingToApprove => "unavailable-nothing-to-approve",
        Unavailable::NoEvidence => "unavailable-no-evidence",
        Unavailable::NoMessage => "unavailable-no-message",
        Unavailable::NoHits => "unavailable-no-hits",
        Unavailable::NothingToOpen => "unavailable-nothing-to-open",
        Unavailable::Sending => "unavailable-sending",
        Unavailable::NotHere => "unavailable-not-here",
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
        Trouble::Rule(refusal) => texts.refusal(refusal),
        Trouble::ChangedSince => texts.get("trouble-changed-since").into_owned(),
        Trouble::Inadmissible(reason) => {
            texts.with("trouble-inadmissible", [("reason", safe(reason).into_owned().into())])
        }
        Trouble::Store(error) => store(scene, error),
    };
    sentence(&said)
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
        StoreError::Refused(refusal) => texts.refusal(refusal),
        StoreError::Interrupted => texts.get("store-interrupted").into_owned(),
        StoreError::Busy => texts.get("store-busy").into_owned(),
        StoreError::Io(what) => texts.with("store-io", [("what", safe(what).into_owned().into())]),
        StoreError::Unusable(unusable) => {
            let what = match &unusable.why {
                UnusableWhy::Corrupt(what) | UnusableWhy::CannotOpen(what) => safe(what).into_owned(),
                _ => String::new(),
            };
            let path = safe(&unusable.path.display().to_string()).into_owned();
            let key = format!("store-{}", unusable.why.code());
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
