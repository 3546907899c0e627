//! The money of each outcome (docs/process.md, "Outcomes and their money"), and what a decision would change, to be shown
//! before it is taken.

use crate::domain::case::records::{Case, Order};
use crate::domain::money::accounts::Balances;
use crate::domain::money::amount::Money;
use crate::domain::refusal::{MoneyRefusal, Refusal};
use crate::domain::vocabulary::{DisputeState, OrderState, Outcome};

/// How an order's price is split; the shares add up to the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares {
    /// What the client gets back.
    pub client: Money,
    /// What the seller gets.
    pub seller: Money,
}

/// Splits the price by the outcome; `None` for a relaunch, where it stays in escrow. Only a partial refund takes an amount.
///
/// # Errors
/// `bad_amount` unless a partial refund is more than zero and less than the price, or for an amount with another
/// outcome; `bad_currency` when it is not in the order's currency.
pub fn split_price(price: Money, outcome: Outcome, refund: Option<Money>) -> Result<Option<Shares>, Refusal> {
    let nothing = Money::zero(price.currency);
    if outcome != Outcome::PartialRefund && refund.is_some() {
        return Err(MoneyRefusal::AmountNotTaken { outcome }.into());
    }
    match outcome {
        Outcome::SellerWins => Ok(Some(Shares { client: nothing, seller: price })),
        Outcome::ClientRefunded => Ok(Some(Shares { client: price, seller: nothing })),
        Outcome::PartialRefund => {
            let Some(refund) = refund else {
                return Err(MoneyRefusal::AmountMissing.into());
            };
            split_partial_refund(price, refund).map(Some)
        }
        Outcome::Relaunch => Ok(None),
    }
}

/// Splits the price in two: the client gets `refund`, the seller the rest, both more than zero.
///
/// # Errors
/// `bad_amount` unless it is more than zero and less than the price; `bad_currency` when it is not in its currency.
pub fn split_partial_refund(price: Money, refund: Money) -> Result<Shares, Refusal> {
    if refund.currency != price.currency {
        return Err(MoneyRefusal::OtherCurrency { refund: refund.currency, order: price.currency }.into());
    }
    if refund.minor <= 0 || refund.minor >= price.minor {
        return Err(MoneyRefusal::RefundOutOfRange { refund, price }.into());
    }
    Ok(Shares { client: refund, seller: Money::new(price.minor - refund.minor, price.currency) })
}

/// Returns the order's state after an outcome.
pub fn order_state(outcome: Outcome) -> OrderState {
    match outcome {
        Outcome::SellerWins => OrderState::Completed,
        Outcome::ClientRefunded => OrderState::Cancelled,
        Outcome::PartialRefund => OrderState::Settled,
        Outcome::Relaunch => OrderState::InProgress,
    }
}

/// The state of an order and its money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewState {
    /// What the client has back.
    pub client: Money,
    /// What the seller has.
    pub seller: Money,
    /// What waits in escrow.
    pub escrow: Money,
    pub order: OrderState,
    pub dispute: DisputeState,
}

/// What a decision would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preview {
    pub before: PreviewState,
    /// Once it is decided (and approved, where a second mediator must).
    pub after: PreviewState,
    /// Whether it would wait for a second mediator.
    pub needs_second: bool,
}

/// Returns what a decision would change: who gets how much and what happens to the order, before and after.
///
/// # Errors
/// As [`split_price`].
pub fn preview(
    case: &Case,
    outcome: Outcome,
    refund: Option<Money>,
    policy: &crate::domain::policy::Policy,
) -> Result<Preview, Refusal> {
    let order = &case.order;
    let before = preview_state(
        order,
        order.balances,
        order.state,
        case.dispute.as_ref().map_or(DisputeState::Open, |d| d.state),
    );
    let mut after = order.balances;
    if let Some(shares) = split_price(order.price, outcome, refund)? {
        after.escrow -= shares.client.minor + shares.seller.minor;
        after.client += shares.client.minor;
        after.seller += shares.seller.minor;
    }
    let after = preview_state(order, after, order_state(outcome), DisputeState::Decided);
    Ok(Preview { before, after, needs_second: policy.needs_second_mediator(order.price) })
}

fn preview_state(order: &Order, balances: Balances, state: OrderState, dispute: DisputeState) -> PreviewState {
    let money = |minor| Money::new(minor, order.price.currency);
    PreviewState {
        client: money(balances.client),
        seller: money(balances.seller),
        escrow: money(balances.escrow),
        order: state,
        dispute,
    }
}
