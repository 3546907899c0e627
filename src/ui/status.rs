//! Where a case stands, in a few words that several screens share.

use super::draw_context::{DrawContext, outcome_role, side_role};
use super::footer;
use super::size::format_size;
use super::status_line::StatusPart;
use super::text::safe;
use super::theme::Role;
use crate::app::command::{Command, KeyContext};
use crate::app::model::{CaseFile, QueueRow};
use crate::app::pending_reminders;
use crate::domain::case::records::{Case, Decision, DecisionState, Dispute, Message};
use crate::domain::discussion::proposals;
use crate::domain::dispute::permissions;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::queue::turn::{self, TurnReason};
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Ground, OpenedBy, Outcome, ProposalState, Side, Speaker, WaitingOn};

/// Words and their look.
pub(crate) type StyledText = (String, Role);

/// Words with several looks, one after the other.
pub(crate) type StyledLine = Vec<StyledText>;

/// Between two parts on one row.
pub(crate) const BETWEEN: &str = " · ";

/// Returns a size for people.
pub(crate) fn size(ctx: &DrawContext<'_>, bytes: u64) -> String {
    let (key, size) = format_size(ctx.model.lang, bytes);
    ctx.texts.with(key, [("size", size.into())])
}

/// Whose turn it is, in one word.
pub(crate) fn waiting(ctx: &DrawContext<'_>, on: WaitingOn, claimed_by: Option<&Handle>) -> StyledText {
    let (word, role) = turn(ctx, on, claimed_by);
    (ctx.texts.word("waiting", word).into_owned(), role)
}

/// Whose turn it is, in a few words.
pub(crate) fn whose_turn(ctx: &DrawContext<'_>, on: WaitingOn, claimed_by: Option<&Handle>) -> StyledText {
    let (word, role) = turn(ctx, on, claimed_by);
    (ctx.texts.word("turn", word).into_owned(), role)
}

fn turn(ctx: &DrawContext<'_>, on: WaitingOn, claimed_by: Option<&Handle>) -> (&'static str, Role) {
    let mine = claimed_by.is_none_or(|by| ctx.is_me(by)) && ctx.model.acting().is_some();
    match on {
        WaitingOn::Mediator if mine => ("you", Role::Accent),
        WaitingOn::Mediator => ("mediator", Role::Muted),
        WaitingOn::Client => ("client", Role::Client),
        WaitingOn::Seller => ("seller", Role::Seller),
        WaitingOn::Both => ("both", Role::Muted),
    }
}

/// Returns who holds a case, shortly: `⚑ you`, `⚑ Inès Haddad`; the flag is hollow once their lease has ended: `⚐ Inès Haddad`.
pub(crate) fn flag(ctx: &DrawContext<'_>, by: &Handle, until: Option<Time>) -> StyledText {
    let flag = if until.is_some_and(|until| until <= ctx.model.now) { '⚐' } else { '⚑' };
    if ctx.is_me(by) {
        (format!("{flag} {}", ctx.texts.get("claim-you")), Role::Strong)
    } else {
        (format!("{flag} {}", safe(ctx.model.name_of(&by.0))), Role::Muted)
    }
}

/// Returns since when the holder of a case is quiet, once their lease has ended: `inactive since 14:05`.
fn quiet(ctx: &DrawContext<'_>, id: DisputeId) -> Option<StyledText> {
    let (_, since) = ctx.model.cases.get(id).and_then(|file| file.quiet_holder(ctx.model.now))?;
    let (dated, since) = (ctx.clock().dated(since), ctx.clock().date_and_time(since));
    Some((ctx.texts.with("claim-quiet", [("since", since.into()), ("dated", dated.into())]), Role::Muted))
}

/// Returns where a case stands, the most important first: until when it is whose turn, what stands in the way, who holds it and
/// who looks at it; or what became of it. What is at stake comes before all of it: [`super::shares::of_case`].
pub(crate) fn parts_of_case(ctx: &DrawContext<'_>, case: &Case) -> Vec<StatusPart> {
    let Some(dispute) = &case.dispute else { return Vec::new() };
    let mut parts = match &dispute.decision {
        Some(decision) if decision.state != DecisionState::Reversed => decided(ctx, decision),
        _ => open(ctx, case, dispute),
    };
    if dispute.state == DisputeState::Open {
        parts.push(match &dispute.claim {
            Some(claim) => flag(ctx, &claim.by, Some(claim.until)).into(),
            None => (ctx.texts.get("claim-nobody").into_owned(), Role::Muted).into(),
        });
        parts.extend(quiet(ctx, dispute.id).map(StatusPart::from));
    }
    parts.extend(presence(ctx, dispute.id).map(StatusPart::from));
    if ctx.model.drafts.of(dispute.id).is_some() {
        parts.push((ctx.texts.get("status-draft").into_owned(), Role::Accent).into());
    }
    let is_open = dispute.decision.is_none() && dispute.state == DisputeState::Open;
    let file = ctx.model.cases.get(dispute.id).filter(|_| is_open && !is_snoozed(ctx, dispute));
    parts.extend(file.and_then(|file| reminder(ctx, file)).map(StatusPart::from));
    if is_open && dispute.justification.is_none() && turn::turn_reason(dispute) != TurnReason::Justification {
        parts.push((ctx.texts.get("case-justification-awaited").into_owned(), Role::Soon).into());
    }
    parts
}

/// Returns whether a case is out of the queue for now; one that is overdue is in it.
fn is_snoozed(ctx: &DrawContext<'_>, dispute: &Dispute) -> bool {
    dispute.due_at > ctx.model.now && dispute.snoozed_until.is_some_and(|until| until > ctx.model.now)
}

/// Returns who else looks at a case now: `◎ Inès, Tom`.
pub(crate) fn presence(ctx: &DrawContext<'_>, id: DisputeId) -> Option<StyledText> {
    let others = ctx.model.colleagues.viewers_of(id);
    let names: Vec<String> = others.iter().map(|by| who(ctx, by)).collect();
    (!names.is_empty()).then(|| (format!("◎ {}", names.join(", ")), Role::Text))
}

/// Returns a mediator's name; oneself at another desk is told as such.
fn who(ctx: &DrawContext<'_>, by: &Handle) -> String {
    match ctx.is_me(by) {
        true => ctx.texts.get("presence-you").into_owned(),
        false => safe(ctx.model.name_of(&by.0)).into_owned(),
    }
}

/// That the mediator can't act on a case, because of one of its parties.
pub(crate) fn conflict(ctx: &DrawContext<'_>, case: &Case) -> Option<StyledText> {
    let me = ctx.model.acting()?;
    let side = permissions::conflicting_party(&case.order, me)?;
    Some((ctx.texts.with("case-conflict", [("side", side.as_str().into())]), Role::Danger))
}

/// Returns why a row stands where it does, in one or two words: what lapsed says so, else whose turn it is.
pub(crate) fn standing(ctx: &DrawContext<'_>, row: &QueueRow) -> StyledText {
    let lapsed = matches!(row.reason, TurnReason::ClientSilent | TurnReason::SellerSilent | TurnReason::ProposalLapsed);
    let (turn, role) = waiting(ctx, row.waiting_on, row.claimed_by.as_ref());
    if lapsed {
        let role = if role == Role::Muted { Role::Muted } else { Role::Soon };
        return (ctx.texts.word("waiting", row.reason.as_str()).into_owned(), role);
    }
    (turn, role)
}

/// Returns how urgent a case is, and why: `overdue by 3 h: new reply from the client`.
pub(crate) fn urgency(ctx: &DrawContext<'_>, due_at: Time, reason: TurnReason) -> StyledText {
    let (deadline, role) = deadline(ctx, due_at);
    let late = reason == TurnReason::Discussion && due_at <= ctx.model.now;
    let key = if late { "late" } else { reason.as_str() };
    let why = ctx.texts.word("why", key).into_owned();
    (ctx.texts.with("status-why", [("deadline", deadline.into()), ("why", why.into())]), role)
}

/// Returns the same with its shorter ways: `overdue by 3 h`, `overdue 3 h`.
pub(crate) fn urgency_part(ctx: &DrawContext<'_>, due_at: Time, reason: TurnReason) -> StatusPart {
    let (clock, deadline) = (ctx.clock(), deadline(ctx, due_at));
    let short = (clock.deadline_short(due_at), deadline.1);
    StatusPart::of_texts([urgency(ctx, due_at, reason), deadline, short])
}

fn open(ctx: &DrawContext<'_>, case: &Case, dispute: &Dispute) -> Vec<StatusPart> {
    let mut parts = Vec::new();
    if is_snoozed(ctx, dispute) {
        let until = dispute.snoozed_until.unwrap_or(dispute.due_at);
        parts
            .push((ctx.texts.with("status-snoozed", [("until", ctx.clock().stamp(until).into())]), Role::Muted).into());
    } else {
        parts.push(urgency_part(ctx, dispute.due_at, turn::turn_reason(dispute)));
    }
    // Whoever can't act is told so before whose turn it is.
    parts.extend(conflict(ctx, case).map(StatusPart::from));
    let holder = dispute.claim.as_ref().map(|claim| &claim.by);
    let on = dispute.waiting_on;
    parts.push(StatusPart::of_texts([whose_turn(ctx, on, holder), waiting(ctx, on, holder)]));
    let is_agreed = proposals::current(dispute).is_some_and(|proposal| proposal.state == ProposalState::Agreed);
    if is_agreed && dispute.waiting_on == WaitingOn::Mediator {
        let text = (ctx.texts.with("status-agreed", [("key", decide_key(ctx).into())]), Role::Good);
        parts.push(StatusPart::of_texts([text, agreed(ctx)]));
    }
    parts
}

/// That a party did not answer in time and can be reminded with one key, while no mediator has written since.
pub(crate) fn reminder(ctx: &DrawContext<'_>, file: &CaseFile) -> Option<StyledText> {
    pending_reminders::lapsed(file, ctx.model.now)?;
    ctx.model.acting()?;
    let key = footer::key(ctx, KeyContext::Case, Command::Remind)?;
    Some((ctx.texts.with("status-remind", [("key", key.into())]), Role::Key))
}

/// That both parties accepted a proposal and the decision is ready, in the few columns that a row of the queue has.
pub(crate) fn agreed(ctx: &DrawContext<'_>) -> StyledText {
    (ctx.texts.with("waiting-agreed", [("key", decide_key(ctx).into())]), Role::Good)
}

fn decide_key(ctx: &DrawContext<'_>) -> String {
    footer::key(ctx, KeyContext::Case, Command::Decide).unwrap_or_default()
}

/// Returns a deadline in words, as urgent as it is.
pub(crate) fn deadline(ctx: &DrawContext<'_>, at: Time) -> StyledText {
    (ctx.clock().deadline(at), ctx.clock().urgency(at))
}

fn decided(ctx: &DrawContext<'_>, decision: &Decision) -> Vec<StatusPart> {
    let texts = ctx.texts;
    let by = safe(ctx.model.name_of(&decision.by.0)).into_owned();
    let mut parts = Vec::new();
    if decision.state == DecisionState::Awaiting {
        let texts = ["status-awaiting", "status-awaiting-short"].map(|key| (texts.get(key).into_owned(), Role::Soon));
        parts.push(StatusPart::of_texts(texts));
    }
    // What may still be undone is not told as done; of what went to one party alone, its amount says it all.
    let vocabulary = match (&decision.state, decision.outcome) {
        (DecisionState::Effective, Outcome::SellerWins | Outcome::ClientRefunded) => None,
        (DecisionState::Effective, Outcome::PartialRefund | Outcome::Relaunch) => Some("outcome"),
        _ => Some("outcome-plan"),
    };
    let outcome = vocabulary.map(|vocabulary| texts.word(vocabulary, decision.outcome.as_str()).into_owned());
    let outcome = outcome.map(|outcome| (outcome, outcome_role(decision.outcome)));
    parts.extend(outcome.map(|text| StatusPart::from(text).spare()));
    let vars = || [("name", by.clone().into()), ("time", ctx.clock().stamp(decision.at).into())];
    let ways = ["status-decided-by", "status-decided-at"].map(|key| (texts.with(key, vars()), Role::Muted));
    parts.push(StatusPart::of_texts(ways).spare());
    parts
}

/// Returns why the dispute could be opened, and how it was.
pub(crate) fn ground(ctx: &DrawContext<'_>, ground: Ground, by: Option<OpenedBy>) -> String {
    let ground = ctx.texts.word("ground", ground.as_str());
    match by {
        Some(by) => format!("{ground} {}", ctx.texts.word("opened", by.as_str())),
        None => ground.into_owned(),
    }
}

/// Returns the look of a speaker.
pub(crate) fn speaker_role(speaker: Speaker) -> Role {
    match speaker {
        Speaker::Client => side_role(Side::Client),
        Speaker::Seller => side_role(Side::Seller),
        Speaker::Mediator => Role::Mediator,
        Speaker::System => Role::System,
    }
}

/// Returns the name of who wrote a message, and what they are in the dispute; nothing of the second for litige itself.
pub(crate) fn speaker(ctx: &DrawContext<'_>, case: &Case, message: &Message) -> (String, String) {
    let name = speaker_name(ctx, case, message.from, &message.author);
    let part = match message.from {
        Speaker::System => String::new(),
        from => ctx.texts.word("speaker", from.as_str()).into_owned(),
    };
    (name, part)
}

/// Returns the name of who speaks: a party's and a mediator's own, litige's for itself.
pub(crate) fn speaker_name(ctx: &DrawContext<'_>, case: &Case, speaker: Speaker, author: &str) -> String {
    match speaker {
        Speaker::Client => safe(&case.order.client.name).into_owned(),
        Speaker::Seller => safe(&case.order.seller.name).into_owned(),
        Speaker::Mediator => safe(ctx.model.name_of(author)).into_owned(),
        Speaker::System => ctx.texts.get("app-name").into_owned(),
    }
}
