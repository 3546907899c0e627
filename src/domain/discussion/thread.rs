//! The three-way discussion (docs/process.md, "The discussion"): what the parties write and read. What mediators write is in
//! [`crate::domain::dispute::action_rules`].

use super::system_messages;
use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Attachment, Case, Dispute, Fact, Message, NotificationKind, Order};
use crate::domain::ids::{AskId, MessageId};
use crate::domain::limits;
use crate::domain::marketplace::event::{Event, NewAttachment};
use crate::domain::queue::turn;
use crate::domain::refusal::{DiscussionRefusal, Refusal, TextPart, Unknown};
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, DisputeState, Lang, Origin, Reader, Side, Speaker};

/// A party's message, as it came.
pub(in crate::domain) struct PartyMessage<'a> {
    pub by: Side,
    pub body: &'a str,
    pub attachments: &'a [NewAttachment],
    pub answers: Option<AskId>,
}

/// Posts a party's message. The client's first message in a dispute that opened by itself is its justification (docs/process.md,
/// "Justification").
pub(in crate::domain) fn post_by_party(
    case: &mut Case,
    written: &PartyMessage<'_>,
    event: &Event,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let PartyMessage { by, body, attachments, answers } = *written;
    let moment = ctx.not_after_now(event.at);
    let (order, dispute) = open_discussion(case)?;
    let blank = body.trim().is_empty();
    if attachments.is_empty() {
        limits::required_text(TextPart::Message, body)?;
    }
    let answered = answers.map(|id| answerable(dispute, id, by)).transpose()?;
    let justifies = by == Side::Client && dispute.justification.is_none() && !blank;
    let wanted = dispute.asks.iter().position(|a| a.by.is_none());
    if answered.is_some() && answered == wanted && blank {
        return Err(DiscussionRefusal::JustificationWithoutText { dispute: dispute.id }.into());
    }
    let author = &order.party(by).name;
    let message = post_message(dispute, by.into(), author, body, event.at, ctx).id;
    let mut what = NotificationKind::PartyWrote;
    add_attachments(attachments, Some(message), order.lang, ctx);
    if let Some(ask) = answered {
        mark_answered(dispute, ask, message, ctx);
        what = NotificationKind::AskAnswered;
    }
    if justifies {
        dispute.justification = Some(body.to_owned());
        if let Some(ask) = wanted.filter(|ask| is_answerable(dispute.asks[*ask].state)) {
            mark_answered(dispute, ask, message, ctx);
            what = NotificationKind::AskAnswered;
        }
    }
    notify_holder(dispute, what, by, ctx);
    dispute.unread = dispute.unread.saturating_add(1);
    record_party_activity(dispute, by, moment, ctx);
    Ok(())
}

/// Records that a party has read the discussion so far; accepted after the decision too (docs/process.md, "Three-way discussion").
pub(in crate::domain) fn mark_read_by_party(case: &Case, by: Side, ctx: &mut RuleContext<'_>) -> Result<(), Refusal> {
    let dispute = case.dispute.as_ref().ok_or_else(|| no_dispute(&case.order))?;
    if let Some(up_to) = dispute.last_message {
        ctx.write(Fact::Read { by: by.into(), up_to });
    }
    Ok(())
}

/// Records that a party wrote or answered: the case has changed, is no longer snoozed, and the turn may pass on.
pub(in crate::domain) fn record_party_activity(dispute: &mut Dispute, by: Side, at: Time, ctx: &RuleContext<'_>) {
    let last = match by {
        Side::Client => &mut dispute.last_wrote.client,
        Side::Seller => &mut dispute.last_wrote.seller,
    };
    *last = (*last).max(Some(at));
    dispute.version += 1;
    dispute.snoozed_until = None;
    turn::pass_turn(dispute, at, ctx.policy);
}

/// Notifies whose case it is of what a party did (docs/process.md, "Notifications").
pub(in crate::domain) fn notify_holder(dispute: &Dispute, what: NotificationKind, by: Side, ctx: &mut RuleContext<'_>) {
    if let Some(holder) = dispute.holder() {
        // By our clock: an event's own time may be any.
        ctx.write(Fact::Notify { to: holder.clone(), by: by.into(), what, at: ctx.now });
    }
}

/// Nothing is to be told any more to whose case it is as theirs: it is decided, or about to be another's.
pub(in crate::domain) fn forget_notifications(dispute: &Dispute, ctx: &mut RuleContext<'_>) {
    if let Some(holder) = dispute.holder() {
        ctx.write(Fact::ForgetNotifications { of: holder.clone() });
    }
}

/// Returns the order and the open dispute that a party's event is about.
pub(in crate::domain) fn open_discussion(case: &mut Case) -> Result<(&Order, &mut Dispute), Refusal> {
    let Case { order, dispute } = case;
    let Some(dispute) = dispute else {
        return Err(no_dispute(order));
    };
    if dispute.state == DisputeState::Decided {
        return Err(DiscussionRefusal::ClosedToParties { dispute: dispute.id }.into());
    }
    Ok((order, dispute))
}

fn no_dispute(order: &Order) -> Refusal {
    Unknown::DisputeOfOrder { order: order.id.clone() }.into()
}

/// Adds a message to the discussion. The caller raises the dispute's version.
pub(in crate::domain) fn post_message(
    dispute: &mut Dispute,
    from: Speaker,
    author: &str,
    body: &str,
    at: Time,
    ctx: &mut RuleContext<'_>,
) -> Message {
    let id = ctx.ids.message();
    let message = Message { id, dispute: dispute.id, at, from, author: author.to_owned(), body: body.to_owned() };
    ctx.write(Fact::Message(message.clone()));
    dispute.last_message = Some(id);
    message
}

/// Adds attachments; those from outside the platform are inadmissible from the start.
pub(in crate::domain) fn add_attachments(
    files: &[NewAttachment],
    message: Option<MessageId>,
    lang: Lang,
    ctx: &mut RuleContext<'_>,
) {
    for file in files {
        let attachment = Attachment {
            id: ctx.ids.attachment(),
            message,
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            origin: file.origin,
            path: file.path.clone(),
            text: file.text.clone(),
            stored_content: file.stored_content.clone(),
            inadmissible: (file.origin == Origin::External).then(|| system_messages::external_evidence(lang)),
        };
        ctx.write(Fact::Attachment(attachment));
    }
}

/// Returns whether an ask may still be answered; a lapsed one may, late (docs/process.md, "Questions").
fn is_answerable(state: AskState) -> bool {
    matches!(state, AskState::Open | AskState::Lapsed)
}

/// Returns the index of an ask that this party may answer.
fn answerable(dispute: &Dispute, id: AskId, by: Side) -> Result<usize, Refusal> {
    let place = dispute.asks.iter().position(|a| a.id == id).ok_or_else(|| unknown_ask(dispute, id))?;
    let ask = &dispute.asks[place];
    if ask.to != by {
        return Err(DiscussionRefusal::AskOfOtherParty { ask: id, to: ask.to, by }.into());
    }
    if !is_answerable(ask.state) {
        return Err(DiscussionRefusal::AskNotAnswerable { ask: id, state: ask.state }.into());
    }
    Ok(place)
}

/// Returns the refusal of an ask that is not of this dispute.
pub(in crate::domain) fn unknown_ask(dispute: &Dispute, id: AskId) -> Refusal {
    Unknown::Ask { ask: id, dispute: dispute.id }.into()
}

fn mark_answered(dispute: &mut Dispute, place: usize, message: MessageId, ctx: &mut RuleContext<'_>) {
    let ask = &mut dispute.asks[place];
    ask.state = AskState::Answered;
    ask.answer = Some(message);
    ctx.write(Fact::Ask(ask.clone()));
}

/// Marks the discussion as read by the mediators, who count as one.
pub(in crate::domain) fn mark_read_by_mediators(
    dispute: &mut Dispute,
    up_to: MessageId,
    unread_after: u32,
    ctx: &mut RuleContext<'_>,
) {
    // A late receipt for an older message never makes read messages unread.
    dispute.unread = dispute.unread.min(unread_after);
    ctx.write(Fact::Read { by: Reader::Mediator, up_to });
}
