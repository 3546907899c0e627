//! What each action of a mediator does, once [`super::permissions`] allows it.

use super::action::{Action, Request};
use super::attention;
use super::deadlines;
use super::opening;
use super::permissions;
use crate::domain::case::actor::Actor;
use crate::domain::case::context::RuleContext;
use crate::domain::case::long_parts::{Admissibility, LongParts, NamedFile};
use crate::domain::case::records::{Case, Claim, Dispute, Fact, Mediator, Note, NotificationKind, Order};
use crate::domain::decision::deciding;
use crate::domain::discussion::proposals;
use crate::domain::discussion::reminders::{self, PendingReminder};
use crate::domain::discussion::thread;
use crate::domain::ids::{AskId, AttachmentId, CreatedId, EventId, Handle, MessageId, NoteId, OwedAnswer, ProposalId};
use crate::domain::limits;
use crate::domain::marketplace::event::Terms;
use crate::domain::marketplace::outbox::{self, OutboxBody};
use crate::domain::queue::turn;
use crate::domain::refusal::{DiscussionRefusal, PermissionRefusal, Refusal, TextPart, Unknown};
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, DisputeState, ProposalState, Side, Speaker};

/// See [`crate::domain::rules::act`].
pub(in crate::domain) fn act(
    case: &mut Case,
    request: &Request,
    me: &Mediator,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<Option<CreatedId>, Refusal> {
    let action = &request.action;
    permissions::check_mediator(&case.order, me)?;
    // The version from before what lapses just now: nobody could have seen a later one.
    let version = permissions::current_dispute(case, request.dispute)?.1.version;
    deadlines::lapse(case, ctx.now, ctx);
    let (order, dispute) = permissions::current_dispute(case, request.dispute)?;
    permissions::check_state(dispute, action)?;
    permissions::check_claim(dispute, action, me, ctx.now)?;
    permissions::check_version(request.dispute, version, request.seen)?;
    let holder = dispute.holder().cloned();
    let takes_claim = permissions::takes_claim(action, holder.as_ref(), me);
    let made = perform(order, dispute, action, me, parts, ctx)?;
    if takes_claim {
        if let Some(from) = holder.filter(|from| *from != me.handle) {
            thread::forget_notifications(dispute, ctx);
            notify(&from, NotificationKind::TakenOver, me, ctx);
        }
        // A decision ends the claim.
        if dispute.state == DisputeState::Open {
            dispute.claim = Some(lease(&me.handle, ctx));
        }
        acknowledge_deadline(dispute, me, ctx);
    }
    Ok(made)
}

/// Returns a claim with a fresh lease.
fn lease(by: &Handle, ctx: &RuleContext<'_>) -> Claim {
    Claim { by: by.clone(), until: ctx.now + ctx.policy.claim_lease() }
}

/// Notifies a colleague of what this mediator did; nobody is told of what they did themselves.
fn notify(to: &Handle, what: NotificationKind, me: &Mediator, ctx: &mut RuleContext<'_>) {
    if *to != me.handle {
        ctx.write(Fact::Notify { to: to.clone(), by: Actor::from(&me.handle), what, at: ctx.now });
    }
}

/// Whoever works on a case sees its deadline.
fn acknowledge_deadline(dispute: &Dispute, me: &Mediator, ctx: &mut RuleContext<'_>) {
    if let Some((what, at)) = attention::deadline(dispute, ctx.now) {
        ctx.write(Fact::Acknowledge { by: me.handle.clone(), what, at });
    }
}

fn perform(
    order: &mut Order,
    dispute: &mut Dispute,
    action: &Action,
    me: &Mediator,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<Option<CreatedId>, Refusal> {
    match action {
        // Taking and renewing are the same write, done for every action of the holder.
        Action::Claim | Action::TakeOver { .. } => Ok(None),
        Action::Release => {
            thread::forget_notifications(dispute, ctx);
            permissions::give_back(dispute);
            Ok(None)
        }
        Action::Assign { to, note } => assign(order, dispute, to, note.as_deref(), me, parts, ctx),
        Action::Say { body } => send_message(order, dispute, body, me, ctx).map(|id| Some(CreatedId::Message(id))),
        Action::Remind { of, body } => {
            remind(order, dispute, *of, body, me, ctx).map(|id| Some(CreatedId::Message(id)))
        }
        Action::Note { body } => note(dispute, body, me, ctx).map(|id| Some(CreatedId::Note(id))),
        Action::Ask { to, body, due } => {
            ask(order, dispute, *to, body, *due, me, ctx).map(|id| Some(CreatedId::Ask(id)))
        }
        Action::WithdrawAsk { ask } => withdraw_ask(order, dispute, *ask, me, ctx).map(|()| None),
        Action::Propose { terms } => propose(order, dispute, terms, me, ctx).map(|id| Some(CreatedId::Proposal(id))),
        Action::WithdrawProposal { proposal } => withdraw_proposal(order, dispute, *proposal, me, ctx).map(|()| None),
        Action::Strike { attachment, reason } => {
            strike(order, dispute, (*attachment, reason), me, parts, ctx).map(|()| None)
        }
        Action::Admit { attachment, reason } => {
            admit(order, dispute, (*attachment, reason), me, parts, ctx).map(|()| None)
        }
        Action::Decide(draft) => deciding::decide(order, dispute, draft, me, parts, ctx).map(|()| None),
        Action::Undo => {
            deciding::undo(order, dispute, me, parts, ctx)?;
            // What was due while the discussion was closed.
            deadlines::lapse_in(order, dispute, ctx.now, ctx);
            Ok(None)
        }
        Action::Approve => deciding::approve(order, dispute, me, ctx).map(|()| None),
        Action::Refuse { reason } => {
            deciding::refuse(dispute, reason, me, ctx)?;
            deadlines::lapse_in(order, dispute, ctx.now, ctx);
            Ok(None)
        }
        Action::Snooze { until } => snooze(dispute, *until, ctx.now).map(|()| None),
        Action::Wake => wake(dispute).map(|()| None),
        Action::MarkRead { up_to } => mark_read(dispute, *up_to, parts, ctx).map(|()| None),
    }
}

fn assign(
    order: &Order,
    dispute: &mut Dispute,
    to: &Handle,
    text: Option<&str>,
    me: &Mediator,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<Option<CreatedId>, Refusal> {
    let to = &permissions::check_receiver(order, to, parts.receiver.as_ref())?.handle;
    let made = text.map(|text| note(dispute, text, me, ctx)).transpose()?;
    if let Some(from) = dispute.holder().cloned().filter(|from| from != to) {
        let what = if *to == me.handle { NotificationKind::TakenOver } else { NotificationKind::Reassigned };
        thread::forget_notifications(dispute, ctx);
        notify(&from, what, me, ctx);
    }
    dispute.claim = Some(lease(to, ctx));
    notify(to, NotificationKind::Assigned, me, ctx);
    Ok(made.map(CreatedId::Note))
}

fn send_message(
    order: &Order,
    dispute: &mut Dispute,
    body: &str,
    me: &Mediator,
    ctx: &mut RuleContext<'_>,
) -> Result<MessageId, Refusal> {
    let body = limits::required_text(TextPart::Message, body)?;
    let posted = thread::post_message(dispute, Speaker::Mediator, &me.handle.0, body, ctx.now, ctx);
    outbox::message_posted(order, dispute, &posted, ctx);
    dispute.version += 1;
    Ok(posted.id)
}

/// Reminds of what is owed, by a message. What became of it meanwhile is no longer reminded of.
fn remind(
    order: &Order,
    dispute: &mut Dispute,
    of: Option<OwedAnswer>,
    body: &str,
    me: &Mediator,
    ctx: &mut RuleContext<'_>,
) -> Result<MessageId, Refusal> {
    let owed = reminders::find(dispute, of)?;
    let asked = match owed {
        PendingReminder::Ask(ask) => Some(ask.clone()),
        PendingReminder::Proposal(_) => None,
    };
    let body = limits::required_text(TextPart::Message, body)?;
    let posted = thread::post_message(dispute, Speaker::Mediator, &me.handle.0, body, ctx.now, ctx);
    match asked {
        Some(ask) => outbox::ask_reminded(order, dispute.id, &ask, &posted, ctx),
        None => outbox::message_posted(order, dispute, &posted, ctx),
    }
    dispute.version += 1;
    Ok(posted.id)
}

fn note(dispute: &mut Dispute, body: &str, me: &Mediator, ctx: &mut RuleContext<'_>) -> Result<NoteId, Refusal> {
    let body = limits::required_text(TextPart::Note, body)?.to_owned();
    let id = ctx.ids.note();
    ctx.write(Fact::Note(Note { id, at: ctx.now, by: me.handle.clone(), body }));
    dispute.version += 1;
    Ok(id)
}

fn ask(
    order: &Order,
    dispute: &mut Dispute,
    to: Side,
    body: &str,
    due: Option<Time>,
    me: &Mediator,
    ctx: &mut RuleContext<'_>,
) -> Result<AskId, Refusal> {
    let body = limits::required_text(TextPart::Ask, body)?;
    if let Some(due) = due.filter(|due| *due <= ctx.now) {
        return Err(DiscussionRefusal::AskDueInPast { due }.into());
    }
    let question = opening::Question { to, body, by: Some(&me.handle), at: ctx.now, due };
    let id = opening::open_ask(order, dispute, &question, ctx);
    dispute.version += 1;
    Ok(id)
}

fn withdraw_ask(
    order: &Order,
    dispute: &mut Dispute,
    id: AskId,
    me: &Mediator,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let Some(place) = dispute.asks.iter().position(|a| a.id == id) else {
        return Err(thread::unknown_ask(dispute, id));
    };
    let ask = &mut dispute.asks[place];
    if ask.state != AskState::Open {
        return Err(DiscussionRefusal::AskNotWithdrawable { ask: id, state: ask.state }.into());
    }
    ask.state = AskState::Withdrawn;
    let ask = ask.clone();
    outbox::write_line(&outbox::ask_withdrawn(&ask, Some(&me.handle)), ctx.now, order, dispute.id, ctx);
    ctx.write(Fact::Ask(ask));
    dispute.version += 1;
    turn::pass_turn(dispute, ctx.now, ctx.policy);
    Ok(())
}

/// Takes back a proposal that waits for the parties' word. What both agreed to stands, and a party's offer is the party's.
fn withdraw_proposal(
    order: &Order,
    dispute: &mut Dispute,
    id: ProposalId,
    me: &Mediator,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let Some(place) = dispute.proposals.iter().position(|p| p.id == id) else {
        return Err(Unknown::Proposal { proposal: id, dispute: dispute.id }.into());
    };
    let proposal = &mut dispute.proposals[place];
    if let Some(by) = proposal.by.side() {
        return Err(DiscussionRefusal::ProposalOfParty { proposal: id, by }.into());
    }
    if !proposal.state.is_answerable() {
        return Err(DiscussionRefusal::ProposalNotWithdrawable { proposal: id, state: proposal.state }.into());
    }
    proposal.state = ProposalState::Withdrawn;
    let proposal = proposal.clone();
    outbox::write_line(&outbox::proposal_withdrawn(&proposal, Some(&me.handle)), ctx.now, order, dispute.id, ctx);
    ctx.write(Fact::Proposal(proposal));
    dispute.version += 1;
    turn::pass_turn(dispute, ctx.now, ctx.policy);
    Ok(())
}

fn propose(
    order: &Order,
    dispute: &mut Dispute,
    terms: &Terms,
    me: &Mediator,
    ctx: &mut RuleContext<'_>,
) -> Result<ProposalId, Refusal> {
    if let Terms::Relaunch { terms } = terms {
        limits::required_text(TextPart::RelaunchTerms, terms)?;
    }
    let maker = proposals::Proposer::Mediator(&me.handle);
    let made = proposals::open_proposal(order, dispute, &maker, terms, ctx.now, ctx)?;
    dispute.version += 1;
    turn::pass_turn(dispute, ctx.now, ctx.policy);
    Ok(made.id)
}

fn strike(
    order: &Order,
    dispute: &mut Dispute,
    (attachment, reason): (AttachmentId, &str),
    me: &Mediator,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let reason = limits::required_text(TextPart::InadmissibleReason, reason)?.to_owned();
    match parts.attachment(attachment) {
        None => return Err(deciding::unknown_attachment(attachment, dispute)),
        Some(Admissibility::Inadmissible(reason) | Admissibility::External(reason)) => {
            return Err(DiscussionRefusal::AlreadyInadmissible { attachment, reason: reason.clone() }.into());
        }
        Some(Admissibility::Admissible) => {}
    }
    let (event, name) = told_of(parts.file(attachment));
    let told = OutboxBody::EvidenceStruck { attachment, event, name, reason: reason.clone(), by: me.handle.clone() };
    outbox::write_line(&told, ctx.now, order, dispute.id, ctx);
    ctx.write(Fact::Struck { attachment, reason });
    dispute.version += 1;
    Ok(())
}

/// Takes back a mediator's strike. What comes from outside the platform never counts (docs/process.md, "Evidence from outside the platform").
fn admit(
    order: &Order,
    dispute: &mut Dispute,
    (attachment, reason): (AttachmentId, &str),
    me: &Mediator,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let reason = limits::required_text(TextPart::AdmissionReason, reason)?.to_owned();
    match parts.attachment(attachment) {
        None => return Err(deciding::unknown_attachment(attachment, dispute)),
        Some(Admissibility::Admissible) => return Err(DiscussionRefusal::AlreadyAdmissible { attachment }.into()),
        Some(Admissibility::External(_)) => return Err(DiscussionRefusal::FromOutside { attachment }.into()),
        Some(Admissibility::Inadmissible(_)) => {}
    }
    let (event, name) = told_of(parts.file(attachment));
    let told = OutboxBody::EvidenceAdmitted { attachment, event, name, reason, by: me.handle.clone() };
    outbox::write_line(&told, ctx.now, order, dispute.id, ctx);
    ctx.write(Fact::Admitted { attachment });
    dispute.version += 1;
    Ok(())
}

/// How the marketplace knows a file: by the event that brought it, and the name in it.
fn told_of(file: Option<&NamedFile>) -> (Option<EventId>, Option<String>) {
    (file.and_then(|file| file.event.clone()), file.map(|file| file.name.clone()))
}

fn snooze(dispute: &mut Dispute, until: Time, now: Time) -> Result<(), Refusal> {
    if until <= now {
        return Err(PermissionRefusal::SnoozeInPast { until }.into());
    }
    dispute.snoozed_until = Some(until);
    Ok(())
}

/// Puts a snoozed case back into the queue.
fn wake(dispute: &mut Dispute) -> Result<(), Refusal> {
    match dispute.snoozed_until.take() {
        Some(_) => Ok(()),
        None => Err(PermissionRefusal::NotSnoozed { dispute: dispute.id }.into()),
    }
}

fn mark_read(
    dispute: &mut Dispute,
    up_to: MessageId,
    parts: &LongParts,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    if !parts.has_message(up_to) {
        return Err(deciding::unknown_message(up_to, dispute));
    }
    thread::mark_read_by_mediators(dispute, up_to, parts.unread_after, ctx);
    Ok(())
}
