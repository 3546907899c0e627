//! The order before a dispute (docs/process.md, "The order before a dispute"): placing, delivering, requesting, answering,
//! completing. Every pair of state and event that is not written here is refused.

use super::case::context::RuleContext;
use super::case::records::{Case, Order};
use super::decision::deciding;
use super::discussion::thread;
use super::dispute::grounds;
use super::dispute::opening;
use super::escrow::ledger;
use super::limits;
use super::marketplace::event::{Event, NewAttachment, NewOrder};
use super::money::accounts::{Account, Balances};
use super::refusal::{OrderRefusal, OrderStep, Refusal};
use super::vocabulary::{Ground, Lang, OrderState, RequestKind};

/// The language of an order that names none (docs/process.md, "Language of an order").
pub const DEFAULT_LANG: Lang = Lang::Fr;

/// Places an order: the client's payment goes into escrow.
pub(super) fn place(placed: &NewOrder, event: &Event, ctx: &mut RuleContext<'_>) -> Result<Case, Refusal> {
    let NewOrder { client, seller, title, brief, amount, due, lang } = placed;
    if !(1..=limits::MINOR).contains(&amount.minor) {
        return Err(OrderRefusal::PriceOutOfRange { order: event.order.clone(), price: *amount }.into());
    }
    if client.id == seller.id {
        return Err(OrderRefusal::SamePerson { order: event.order.clone(), person: client.id.clone() }.into());
    }
    let order = Order {
        id: event.order.clone(),
        client: client.clone(),
        seller: seller.clone(),
        title: title.clone(),
        brief: brief.clone(),
        price: *amount,
        state: OrderState::InProgress,
        placed_at: event.at,
        due: *due,
        lang: lang.unwrap_or(DEFAULT_LANG),
        pending: None,
        refusals: Vec::new(),
        balances: Balances::default(),
    };
    let mut case = Case { order, dispute: None };
    ledger::transfer(&mut case.order, Account::Payment, Account::Escrow, *amount, event.at, None, ctx)?;
    Ok(case)
}

/// Records a message on the order's own page; accepted in any state (docs/process.md, "The order's own conversation").
pub(super) fn record_message(
    case: &mut Case,
    attachments: &[NewAttachment],
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    thread::add_attachments(attachments, None, case.order.lang, ctx);
    Ok(())
}

/// Records the seller's delivery, in progress only; a pending cancellation request stays pending (docs/process.md, "Delivery with a
/// request pending").
pub(super) fn deliver(
    case: &mut Case,
    attachments: &[NewAttachment],
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    only_in(case, &[OrderState::InProgress], OrderStep::Deliver)?;
    deciding::end_relaunch_hold(case, ctx);
    case.order.state = OrderState::Delivered;
    thread::add_attachments(attachments, None, case.order.lang, ctx);
    Ok(())
}

/// Opens the client's request for a revision (of a delivery) or a cancellation (in progress or delivered); one at a time.
pub(super) fn open_request(case: &mut Case, kind: RequestKind, ctx: &mut RuleContext<'_>) -> Result<(), Refusal> {
    let states: &[OrderState] = match kind {
        RequestKind::Revision => &[OrderState::Delivered],
        RequestKind::Cancellation => &[OrderState::InProgress, OrderState::Delivered],
    };
    only_in(case, states, OrderStep::Request(kind))?;
    if let Some(pending) = case.order.pending {
        return Err(OrderRefusal::RequestPending { order: case.order.id.clone(), pending }.into());
    }
    deciding::end_relaunch_hold(case, ctx);
    case.order.pending = Some(kind);
    Ok(())
}

/// Accepts the pending request: a cancellation ends the order and refunds the client in full; a revision sends it back to work.
pub(super) fn accept_request(
    case: &mut Case,
    kind: RequestKind,
    event: &Event,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    take_pending(case, kind)?;
    case.order.state = match kind {
        RequestKind::Revision => OrderState::InProgress,
        RequestKind::Cancellation => {
            let price = case.order.price;
            ledger::transfer(&mut case.order, Account::Escrow, Account::Client, price, event.at, None, ctx)?;
            OrderState::Cancelled
        }
    };
    Ok(())
}

/// Refuses the pending request; with the last refused cancellation that the first ground needs, a dispute opens
/// automatically.
pub(super) fn refuse_request(
    case: &mut Case,
    kind: RequestKind,
    event: &Event,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    take_pending(case, kind)?;
    case.order.refusals.push(kind);
    let ground = Ground::CancellationRefusedTwice;
    let stands = grounds::missing_refusals(ground, &case.order.refusals, ctx.policy).nothing();
    if kind == RequestKind::Cancellation && stands {
        opening::open_automatically(case, ground, event, ctx);
    }
    Ok(())
}

/// Completes the order: the seller is paid in full. A pending request lapses (docs/process.md,
/// "Completing an order").
pub(super) fn complete(
    case: &mut Case,
    rating: Option<u8>,
    event: &Event,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    if let Some(rating) = rating
        && !(1..=5).contains(&rating)
    {
        return Err(OrderRefusal::BadRating { rating }.into());
    }
    only_in(case, &[OrderState::Delivered], OrderStep::Complete)?;
    let price = case.order.price;
    ledger::transfer(&mut case.order, Account::Escrow, Account::Seller, price, event.at, None, ctx)?;
    case.order.pending = None;
    case.order.state = OrderState::Completed;
    Ok(())
}

fn take_pending(case: &mut Case, kind: RequestKind) -> Result<(), Refusal> {
    if case.order.state == OrderState::InDispute {
        let dispute = case.dispute.as_ref().map(|dispute| dispute.id);
        return Err(OrderRefusal::TooLate { order: case.order.id.clone(), dispute }.into());
    }
    only_in(case, &[OrderState::InProgress, OrderState::Delivered], OrderStep::Answer)?;
    if case.order.pending != Some(kind) {
        let Order { id, pending, state, .. } = &case.order;
        return Err(OrderRefusal::NotPending { order: id.clone(), kind, pending: *pending, state: *state }.into());
    }
    case.order.pending = None;
    Ok(())
}

/// Refuses unless the order is in one of the states that take this step.
fn only_in(case: &Case, states: &[OrderState], step: OrderStep) -> Result<(), Refusal> {
    let (order, state) = (&case.order, case.order.state);
    if states.contains(&state) {
        return Ok(());
    }
    let dispute = case.dispute.as_ref().map(|dispute| dispute.id);
    Err(OrderRefusal::WrongState { order: order.id.clone(), state, dispute, step }.into())
}
