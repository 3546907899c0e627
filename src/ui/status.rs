//! Where a case stands, in a few words that several screens share.

use super::draw_context::{DrawContext, outcome_role, side_role};
use super::footer;
use super::size::format_size;
use super::text::{safe, width};
use super::theme::Role;
use crate::app::command::{Command, KeyContext};
use crate::app::model::{CaseFile, QueueRow};
use crate::app::pending_reminders;
use crate::domain::case::records::{Case, Claim, DecisionState, Dispute};
use crate::domain::discussion::proposals;
use crate::domain::dispute::permissions;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::queue::turn::{self, TurnReason};
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Ground, OpenedBy, ProposalState, Side, Speaker, WaitingOn};

/// Words and their look.
pub(crate) type StyledText = (String, Role);

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

/// Returns who holds a case, shortly: `⚑ you`, `⚑ ines`; the flag is hollow once their lease has ended: `⚐ ines`.
pub(crate) fn flag(ctx: &DrawContext<'_>, by: &Handle, until: Option<Time>) -> StyledText {
    let flag = if until.is_some_and(|until| until <= ctx.model.now) { '⚐' } else { '⚑' };
    if ctx.is_me(by) {
        (format!("{flag} {}", ctx.texts.get("claim-you")), Role::Strong)
    } else {
        (format!("{flag} {}", safe(&by.0)), Role::Muted)
    }
}

/// Returns who holds a case; once their lease has ended, since when they are quiet: `⚐ ines, quiet since 14:05`.
fn holder(ctx: &DrawContext<'_>, id: DisputeId, claim: &Claim) -> StyledText {
    let (flag, role) = flag(ctx, &claim.by, Some(claim.until));
    match ctx.model.cases.get(id).and_then(|file| file.quiet_holder(ctx.model.now)) {
        Some((_, since)) => {
            let (dated, since) = (ctx.clock().dated(since), ctx.clock().date_and_time(since));
            let vars = [("holder", flag.into()), ("since", since.into()), ("dated", dated.into())];
            (ctx.texts.with("claim-quiet", vars), role)
        }
        None => (flag, role),
    }
}

/// A part of where a case stands.
#[derive(Debug, Clone)]
pub(crate) struct StatusPart {
    pub text: StyledText,
    /// The same in fewer words, where there are any.
    pub brief: Option<StyledText>,
}

impl From<StyledText> for StatusPart {
    fn from(text: StyledText) -> Self {
        Self { text, brief: None }
    }
}

impl StatusPart {
    fn with_brief(text: StyledText, brief: StyledText) -> Self {
        Self { text, brief: Some(brief) }
    }

    /// Returns the parts that fit in so many columns: all of them in full; else, as far as must be, in fewer words, the last one
    /// first, then from the first on; of those that don't fit even so, as many as do.
    pub fn fit(mut parts: Vec<Self>, columns: usize) -> Vec<StyledText> {
        let room = columns + width(BETWEEN);
        let needed = |parts: &[Self]| parts.iter().map(|part| width(BETWEEN) + width(&part.text.0)).sum::<usize>();
        let swap = |parts: &mut Vec<Self>, at: usize| {
            let part = parts.get_mut(at);
            let swapped = part.and_then(|part| part.brief.as_mut().map(|brief| std::mem::swap(brief, &mut part.text)));
            swapped.is_some()
        };
        let mut shortened = Vec::new();
        for at in parts.len().checked_sub(1).into_iter().chain(0..parts.len().saturating_sub(1)) {
            if needed(&parts) <= room {
                break;
            }
            if swap(&mut parts, at) {
                shortened.push(at);
            }
        }
        // What the last of them made room for is used.
        for at in shortened.into_iter().rev() {
            swap(&mut parts, at);
            if needed(&parts) > room {
                swap(&mut parts, at);
            }
        }
        let mut left = room;
        let mut fits = |text: &StyledText| {
            let needed = width(BETWEEN) + width(&text.0);
            left.checked_sub(needed).inspect(|rest| left = *rest).is_some()
        };
        parts.into_iter().map(|part| part.text).filter(&mut fits).collect()
    }
}

/// Returns where a case stands: whose turn it is and until when, who holds it, or what became of it.
pub(crate) fn of_case(ctx: &DrawContext<'_>, case: &Case) -> Vec<StyledText> {
    parts_of_case(ctx, case).into_iter().map(|part| part.text).collect()
}

/// Returns the same, with what is said where there is less room.
pub(crate) fn parts_of_case(ctx: &DrawContext<'_>, case: &Case) -> Vec<StatusPart> {
    let Some(dispute) = &case.dispute else { return Vec::new() };
    let mut parts: Vec<StatusPart> = conflict(ctx, case).map(StatusPart::from).into_iter().collect();
    // First, so that a narrow screen never cuts them off: what one has begun, and who else is here.
    if ctx.model.drafts.of(dispute.id).is_some() {
        parts.push((ctx.texts.get("status-draft").into_owned(), Role::Accent).into());
    }
    parts.extend(presence(ctx, dispute.id).map(StatusPart::from));
    match &dispute.decision {
        Some(decision) if decision.state != DecisionState::Reversed => {
            parts.extend(decided(ctx, decision).into_iter().map(StatusPart::from));
        }
        _ => parts.extend(open(ctx, dispute)),
    }
    if let Some(until) = dispute.snoozed_until.filter(|until| *until > ctx.model.now) {
        let text = ctx.texts.with("status-snoozed", [("until", ctx.clock().stamp(until).into())]);
        parts.push((text, Role::Muted).into());
    }
    if dispute.state == DisputeState::Open {
        parts.push(match &dispute.claim {
            Some(claim) => {
                let flag = flag(ctx, &claim.by, Some(claim.until));
                StatusPart::with_brief(holder(ctx, dispute.id, claim), flag)
            }
            None => (ctx.texts.get("claim-nobody").into_owned(), Role::Muted).into(),
        });
    }
    parts
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

fn open(ctx: &DrawContext<'_>, dispute: &Dispute) -> Vec<StatusPart> {
    let reason = turn::turn_reason(dispute);
    let holder = dispute.claim.as_ref().map(|claim| &claim.by);
    let turn = (whose_turn(ctx, dispute.waiting_on, holder), waiting(ctx, dispute.waiting_on, holder));
    let mut parts = vec![StatusPart::with_brief(turn.0, turn.1)];
    let is_agreed = proposals::current(dispute).is_some_and(|proposal| proposal.state == ProposalState::Agreed);
    if is_agreed && dispute.waiting_on == WaitingOn::Mediator && dispute.decision.is_none() {
        let text = (ctx.texts.with("status-agreed", [("key", decide_key(ctx).into())]), Role::Good);
        parts.push(StatusPart::with_brief(text, agreed(ctx)));
    }
    if dispute.snoozed_until.is_none_or(|until| until <= ctx.model.now) || dispute.due_at <= ctx.model.now {
        parts.push(StatusPart::with_brief(urgency(ctx, dispute.due_at, reason), deadline(ctx, dispute.due_at)));
        let reminder = ctx.model.cases.get(dispute.id).and_then(|file| reminder(ctx, file));
        parts.extend(reminder.map(StatusPart::from));
    }
    if dispute.justification.is_none() && reason != TurnReason::Justification {
        parts.push((ctx.texts.get("case-justification-awaited").into_owned(), Role::Soon).into());
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

fn decided(ctx: &DrawContext<'_>, decision: &crate::domain::case::records::Decision) -> Vec<StyledText> {
    let texts = ctx.texts;
    let outcome = texts.word("outcome", decision.outcome.as_str()).into_owned();
    let by = safe(ctx.model.name_of(&decision.by.0)).into_owned();
    let mut parts = vec![(outcome, outcome_role(decision.outcome))];
    match (&decision.state, decision.effective_at) {
        (DecisionState::Awaiting, _) => parts.push((texts.get("status-awaiting").into_owned(), Role::Soon)),
        (DecisionState::OnHold, Some(until)) if until > ctx.model.now => {
            let left = ctx.clock().span(until - ctx.model.now);
            parts.push((texts.with("status-on-hold", [("left", left.into())]), Role::Soon));
        }
        _ => {}
    }
    parts.push((texts.with("status-by", [("name", by.into())]), Role::Muted));
    parts.push((ctx.clock().stamp(decision.at), Role::Muted));
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

/// Returns the name of who speaks: a party's and a mediator's own, litige's for itself.
pub(crate) fn speaker_name(ctx: &DrawContext<'_>, case: &Case, speaker: Speaker, author: &str) -> String {
    match speaker {
        Speaker::Client => safe(&case.order.client.name).into_owned(),
        Speaker::Seller => safe(&case.order.seller.name).into_owned(),
        Speaker::Mediator => safe(ctx.model.name_of(author)).into_owned(),
        Speaker::System => ctx.texts.get("app-name").into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_told_in_full_then_in_fewer_words_the_holder_first() {
        let part = |text: &str, brief: &str| {
            let brief = (!brief.is_empty()).then(|| (brief.to_owned(), Role::Text));
            StatusPart { text: (text.to_owned(), Role::Text), brief }
        };
        let parts = vec![
            part("€90.00", ""),
            part("your turn", "you"),
            part("3 h left: new reply", "3 h left"),
            part("⚐ ines, quiet since 14:05", "⚐ ines"),
        ];
        let fit = |columns| {
            let shown = StatusPart::fit(parts.clone(), columns);
            shown.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(BETWEEN)
        };
        assert_eq!(fit(80), "€90.00 · your turn · 3 h left: new reply · ⚐ ines, quiet since 14:05");
        assert_eq!(fit(60), "€90.00 · your turn · 3 h left: new reply · ⚐ ines");
        assert_eq!(fit(45), "€90.00 · you · 3 h left: new reply · ⚐ ines");
        assert_eq!(fit(42), "€90.00 · your turn · 3 h left · ⚐ ines");
        assert_eq!(fit(34), "€90.00 · you · 3 h left · ⚐ ines");
        assert_eq!(fit(28), "€90.00 · you · 3 h left");
        for columns in 0..80 {
            assert!(width(&fit(columns)) <= columns, "{columns}");
        }
    }
}
