//! How a dispute opens (docs/process.md, "Who opens a dispute, and when"): by the client's choice, or by itself.

use super::grounds;
use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Ask, Case, Dispute, Fact, LastWrote, Order};
use crate::domain::decision::deciding;
use crate::domain::discussion::system_messages;
use crate::domain::discussion::thread;
use crate::domain::ids::{AskId, Handle};
use crate::domain::limits;
use crate::domain::marketplace::event::Event;
use crate::domain::marketplace::outbox;
use crate::domain::queue::turn;
use crate::domain::refusal::{OpeningRefusal, Refusal, TextPart};
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, DisputeState, Ground, OpenedBy, OrderState, Side, Speaker, WaitingOn};

/// Opens a dispute by the client's choice. The justification is the discussion's first message
/// (docs/process.md, "Justification").
pub(in crate::domain) fn open_by_client(
    case: &mut Case,
    by: Side,
    justification: &str,
    event: &Event,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let order = &case.order;
    if by == Side::Seller {
        return Err(OpeningRefusal::BySeller { order: order.id.clone() }.into());
    }
    match (order.state, &case.dispute) {
        (OrderState::InProgress | OrderState::Delivered, _) => {}
        (OrderState::InDispute, dispute) => {
            let dispute = dispute.as_ref().map(|dispute| dispute.id);
            return Err(OpeningRefusal::AlreadyOpen { order: order.id.clone(), dispute }.into());
        }
        (OrderState::Completed | OrderState::Cancelled | OrderState::Settled, _) => {
            return Err(OpeningRefusal::OrderEnded { order: order.id.clone(), state: order.state }.into());
        }
    }
    let justification = limits::required_text(TextPart::Justification, justification)?;
    // A relaunch that is still on hold counts: what was refused before it gives no ground.
    deciding::end_relaunch_hold(case, ctx);
    let refusals = &case.order.refusals;
    let Some(ground) = grounds::first_ground(refusals, ctx.policy) else {
        let missing = grounds::missing_for_each(refusals, ctx.policy);
        return Err(OpeningRefusal::NoGround { refused: refusals.clone(), missing }.into());
    };
    let moment = ctx.not_after_now(event.at);
    let mut dispute = new(ground, OpenedBy::Client, event.at, moment, ctx);
    dispute.justification = Some(justification.to_owned());
    dispute.last_wrote.client = Some(moment);
    dispute.unread = 1;
    begin(case, dispute, ctx, |order, dispute, ctx| {
        thread::post_message(dispute, Speaker::Client, &order.client.name, justification, event.at, ctx);
    });
    Ok(())
}

/// Opens a dispute automatically, and asks the client for the justification at once (docs/process.md, "Justification").
pub(in crate::domain) fn open_automatically(case: &mut Case, ground: Ground, event: &Event, ctx: &mut RuleContext<'_>) {
    let moment = ctx.not_after_now(event.at);
    let dispute = new(ground, OpenedBy::Automatic, event.at, moment, ctx);
    begin(case, dispute, ctx, |order, dispute, ctx| {
        let body = system_messages::request_justification(order.lang);
        let question = Question { to: Side::Client, body: &body, by: None, at: moment, due: None };
        open_ask(order, dispute, &question, ctx);
    });
}

fn new(ground: Ground, opened_by: OpenedBy, opened_at: Time, moment: Time, ctx: &mut RuleContext<'_>) -> Dispute {
    Dispute {
        id: ctx.ids.dispute(),
        ground,
        opened_at,
        opened_by,
        policy: ctx.policy.version,
        justification: None,
        state: DisputeState::Open,
        round: 1,
        version: 1,
        claim: None,
        waiting_on: WaitingOn::Mediator,
        waiting_since: moment,
        due_at: ctx.policy.response_due(moment),
        snoozed_until: None,
        last_wrote: LastWrote::default(),
        last_message: None,
        unread: 0,
        asks: Vec::new(),
        proposals: Vec::new(),
        decision: None,
        reopened: None,
    }
}

/// Puts the order into dispute; a pending request lapses (docs/process.md, "One open dispute per order").
fn begin(
    case: &mut Case,
    mut dispute: Dispute,
    ctx: &mut RuleContext<'_>,
    first_words: impl FnOnce(&Order, &mut Dispute, &mut RuleContext<'_>),
) {
    case.order.state = OrderState::InDispute;
    case.order.pending = None;
    outbox::dispute_opened(&case.order, &dispute, ctx);
    first_words(&case.order, &mut dispute, ctx);
    case.dispute = Some(dispute);
}

/// A question to one party.
pub(in crate::domain) struct Question<'a> {
    pub to: Side,
    pub body: &'a str,
    /// The mediator who asks; `None` for litige's own question.
    pub by: Option<&'a Handle>,
    pub at: Time,
    /// Overrides the policy's deadline.
    pub due: Option<Time>,
}

/// Asks a party: posts the question as a message that both parties see, and tracks it until it is answered, lapses or is
/// withdrawn.
pub(in crate::domain) fn open_ask(
    order: &Order,
    dispute: &mut Dispute,
    question: &Question<'_>,
    ctx: &mut RuleContext<'_>,
) -> AskId {
    let Question { to, body, by, at, due } = *question;
    let (from, author) = match by {
        Some(handle) => (Speaker::Mediator, handle.0.as_str()),
        None => (Speaker::System, ""),
    };
    let message = thread::post_message(dispute, from, author, body, at, ctx).id;
    let id = ctx.ids.ask();
    let due_at = due.unwrap_or_else(|| ctx.policy.ask_due(at));
    let ask = Ask {
        id,
        to,
        body: body.to_owned(),
        state: AskState::Open,
        at,
        due_at,
        by: by.cloned(),
        message,
        answer: None,
    };
    ctx.write(Fact::Ask(ask.clone()));
    outbox::ask_opened(order, dispute, &ask, ctx);
    dispute.asks.push(ask);
    turn::pass_turn(dispute, at, ctx.policy);
    id
}
