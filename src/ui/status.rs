//! Where a case stands, in a few words that several screens share.

use super::footer;
use super::scene::{Scene, side_role};
use super::text::safe;
use super::theme::Role;
use crate::app::command::{Command, Context};
use crate::app::model::{CaseFile, QueueRow};
use crate::app::pending_reminders;
use crate::domain::case::records::{Case, DecisionState, Dispute};
use crate::domain::dispute::permissions;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::queue::turn::{self, TurnReason};
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Ground, Lang, OpenedBy, Side, Speaker, WaitingOn};

/// Words and their look.
pub(crate) type Part = (String, Role);

/// Between two parts on one row.
pub(crate) const BETWEEN: &str = " · ";

/// A size for people.
pub(crate) fn size(scene: &Scene<'_>, bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = (u128::from(bytes) * 10 + u128::from(unit / 2)) / u128::from(unit);
        let point = if scene.model.lang == Lang::Fr { ',' } else { '.' };
        if tenths >= 100 { (tenths / 10).to_string() } else { format!("{}{point}{}", tenths / 10, tenths % 10) }
    };
    let (key, size) = match bytes {
        0..1_000 => ("size-bytes", bytes.to_string()),
        1_000..1_000_000 => ("size-kilobytes", tenths(1_000)),
        _ => ("size-megabytes", tenths(1_000_000)),
    };
    scene.texts.with(key, [("size", size.into())])
}

/// Whose turn it is, in one word.
pub(crate) fn waiting(scene: &Scene<'_>, on: WaitingOn, claimed_by: Option<&Handle>) -> Part {
    let (word, role) = turn(scene, on, claimed_by);
    (scene.texts.word("waiting", word).into_owned(), role)
}

/// Whose turn it is, in a few words.
pub(crate) fn whose_turn(scene: &Scene<'_>, on: WaitingOn, claimed_by: Option<&Handle>) -> Part {
    let (word, role) = turn(scene, on, claimed_by);
    (scene.texts.word("turn", word).into_owned(), role)
}

fn turn(scene: &Scene<'_>, on: WaitingOn, claimed_by: Option<&Handle>) -> (&'static str, Role) {
    let mine = claimed_by.is_none_or(|by| scene.is_me(by)) && scene.model.acting().is_some();
    match on {
        WaitingOn::Mediator if mine => ("you", Role::Accent),
        WaitingOn::Mediator => ("mediator", Role::Muted),
        WaitingOn::Client => ("client", Role::Client),
        WaitingOn::Seller => ("seller", Role::Seller),
        WaitingOn::Both => ("both", Role::Muted),
    }
}

/// Who holds a case, shortly: `⚑ you`, `⚑ ines`.
pub(crate) fn flag(scene: &Scene<'_>, by: &Handle) -> Part {
    if scene.is_me(by) {
        (format!("⚑ {}", scene.texts.get("claim-you")), Role::Accent)
    } else {
        (format!("⚑ {}", safe(&by.0)), Role::Muted)
    }
}

/// Where a case stands: whose turn it is and until when, who holds it, or what became of it.
pub(crate) fn of_case(scene: &Scene<'_>, case: &Case) -> Vec<Part> {
    let Some(dispute) = &case.dispute else { return Vec::new() };
    let mut parts: Vec<Part> = conflict(scene, case).into_iter().collect();
    // First, so that a narrow screen never cuts them off: what one has begun, and who else is here.
    if scene.model.drafts.of(dispute.id).is_some() {
        parts.push((scene.texts.get("status-draft").into_owned(), Role::Accent));
    }
    parts.extend(presence(scene, dispute.id));
    parts.extend(match &dispute.decision {
        Some(decision) if decision.state != DecisionState::Reversed => decided(scene, decision),
        _ => open(scene, dispute),
    });
    if let Some(until) = dispute.snoozed_until.filter(|until| *until > scene.model.now) {
        let text = scene.texts.with("status-snoozed", [("until", scene.clock().stamp(until).into())]);
        parts.push((text, Role::Muted));
    }
    if dispute.state == DisputeState::Open {
        parts.push(match &dispute.claim {
            Some(claim) => flag(scene, &claim.by),
            None => (scene.texts.get("claim-nobody").into_owned(), Role::Muted),
        });
    }
    parts
}

/// Who else looks at a case now: `◎ Inès, Tom`.
pub(crate) fn presence(scene: &Scene<'_>, id: DisputeId) -> Option<Part> {
    let others = scene.model.others.at(id);
    let names: Vec<String> = others.iter().map(|by| who(scene, by)).collect();
    (!names.is_empty()).then(|| (format!("◎ {}", names.join(", ")), Role::Accent))
}

/// A mediator's name; oneself at another desk is told as such.
fn who(scene: &Scene<'_>, by: &Handle) -> String {
    match scene.is_me(by) {
        true => scene.texts.get("presence-you").into_owned(),
        false => safe(scene.model.name_of(&by.0)).into_owned(),
    }
}

/// That the mediator can't act on a case, because of one of its parties.
pub(crate) fn conflict(scene: &Scene<'_>, case: &Case) -> Option<Part> {
    let me = scene.model.acting()?;
    let side = permissions::conflicting_party(&case.order, me)?;
    Some((scene.texts.with("case-conflict", [("side", side.as_str().into())]), Role::Danger))
}

/// Why a row stands where it does, in one or two words: what lapsed says so, else whose turn it is.
pub(crate) fn standing(scene: &Scene<'_>, row: &QueueRow) -> Part {
    let lapsed = matches!(row.reason, TurnReason::ClientSilent | TurnReason::SellerSilent | TurnReason::ProposalLapsed);
    let (turn, role) = waiting(scene, row.waiting_on, row.claimed_by.as_ref());
    if lapsed {
        let role = if role == Role::Muted { Role::Muted } else { Role::Overdue };
        return (scene.texts.word("waiting", row.reason.as_str()).into_owned(), role);
    }
    (turn, role)
}

/// How urgent a case is, and why: `overdue by 3 h: new reply from the client`.
pub(crate) fn urgency(scene: &Scene<'_>, due_at: Time, reason: TurnReason) -> Part {
    let (deadline, role) = deadline(scene, due_at);
    let late = reason == TurnReason::Discussion && due_at <= scene.model.now;
    let key = if late { "late" } else { reason.as_str() };
    let why = scene.texts.word("why", key).into_owned();
    (scene.texts.with("status-why", [("deadline", deadline.into()), ("why", why.into())]), role)
}

fn open(scene: &Scene<'_>, dispute: &Dispute) -> Vec<Part> {
    let reason = turn::turn_reason(dispute);
    let mut parts = vec![whose_turn(scene, dispute.waiting_on, dispute.claim.as_ref().map(|claim| &claim.by))];
    if matches!(turn::explain(dispute, scene.model.now), turn::TurnExplanation::Agreed(_)) {
        parts.push((scene.texts.with("status-agreed", [("key", decide_key(scene).into())]), Role::Good));
    }
    if dispute.snoozed_until.is_none_or(|until| until <= scene.model.now) {
        parts.push(urgency(scene, dispute.due_at, reason));
        parts.extend(scene.model.cases.get(dispute.id).and_then(|file| reminder(scene, file)));
    }
    if dispute.justification.is_none() && reason != TurnReason::Justification {
        parts.push((scene.texts.get("case-justification-awaited").into_owned(), Role::Soon));
    }
    parts
}

/// That a party did not answer in time and can be reminded with one key, while no mediator has written since.
pub(crate) fn reminder(scene: &Scene<'_>, file: &CaseFile) -> Option<Part> {
    pending_reminders::lapsed(file, scene.model.now)?;
    scene.model.acting()?;
    let key = footer::key(scene, Context::Case, Command::Remind)?;
    Some((scene.texts.with("status-remind", [("key", key.into())]), Role::Key))
}

/// That both parties accepted a proposal and the decision is ready, in the few columns that a row of the queue has.
pub(crate) fn agreed(scene: &Scene<'_>) -> Part {
    (scene.texts.with("waiting-agreed", [("key", decide_key(scene).into())]), Role::Good)
}

fn decide_key(scene: &Scene<'_>) -> String {
    footer::key(scene, Context::Case, Command::Decide).unwrap_or_default()
}

/// A deadline in words, as urgent as it is.
pub(crate) fn deadline(scene: &Scene<'_>, at: Time) -> Part {
    (scene.clock().deadline(at), scene.clock().urgency(at))
}

fn decided(scene: &Scene<'_>, decision: &crate::domain::case::records::Decision) -> Vec<Part> {
    let texts = scene.texts;
    let outcome = texts.word("outcome", decision.outcome.as_str()).into_owned();
    let by = safe(scene.model.name_of(&decision.by.0)).into_owned();
    let mut parts = vec![(outcome, Role::Good)];
    match (&decision.state, decision.effective_at) {
        (DecisionState::Awaiting, _) => parts.push((texts.get("status-awaiting").into_owned(), Role::Soon)),
        (DecisionState::OnHold, Some(until)) if until > scene.model.now => {
            let left = scene.clock().span(until - scene.model.now);
            parts.push((texts.with("status-on-hold", [("left", left.into())]), Role::Soon));
        }
        _ => {}
    }
    parts.push((texts.with("status-by", [("name", by.into())]), Role::Muted));
    parts.push((scene.clock().stamp(decision.at), Role::Muted));
    parts
}

/// Why the dispute could be opened, and how it was.
pub(crate) fn ground(scene: &Scene<'_>, ground: Ground, by: Option<OpenedBy>) -> String {
    let ground = scene.texts.word("ground", ground.as_str());
    match by {
        Some(by) => format!("{ground} {}", scene.texts.word("opened", by.as_str())),
        None => ground.into_owned(),
    }
}

/// The look of a speaker.
pub(crate) fn speaker_role(speaker: Speaker) -> Role {
    match speaker {
        Speaker::Client => side_role(Side::Client),
        Speaker::Seller => side_role(Side::Seller),
        Speaker::Mediator => Role::Mediator,
        Speaker::System => Role::System,
    }
}

/// The name of who speaks: a party's and a mediator's own, litige's for itself.
pub(crate) fn speaker_name(scene: &Scene<'_>, case: &Case, speaker: Speaker, author: &str) -> String {
    match speaker {
        Speaker::Client => safe(&case.order.client.name).into_owned(),
        Speaker::Seller => safe(&case.order.seller.name).into_owned(),
        Speaker::Mediator => safe(scene.model.name_of(author)).into_owned(),
        Speaker::System => scene.texts.get("app-name").into_owned(),
    }
}
