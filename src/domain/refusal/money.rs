//! Amounts that can't be moved, offered or read.

use super::{Code, Detail, detail};
use crate::domain::ids::OrderId;
use crate::domain::money::amount::{BadAmount, Currency, Money};
use crate::domain::vocabulary::Outcome;

/// Why money was not moved, or an amount not taken.
#[derive(Debug, Clone, PartialEq)]
pub enum MoneyRefusal {
    /// The entries of the order's ledger don't add up to its balances.
    BrokenLedger {
        order: OrderId,
    },
    /// Only a partial refund takes an amount.
    AmountNotTaken {
        outcome: Outcome,
    },
    /// A partial refund needs one.
    AmountMissing,
    /// A relaunch is proposed with an amount.
    RelaunchWithRefund,
    OtherCurrency {
        refund: Currency,
        order: Currency,
    },
    /// A partial refund is more than zero and less than the price.
    RefundOutOfRange {
        refund: Money,
        price: Money,
    },
    /// What a person typed is no amount in the order's currency.
    NotAnAmount {
        currency: Currency,
        why: BadAmount,
    },
    /// What a person typed is no percentage of the price.
    NotAPercentage {
        typed: String,
    },
}

impl MoneyRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::BrokenLedger { .. } => Code::BadState,
            Self::OtherCurrency { .. } => Code::BadCurrency,
            Self::AmountNotTaken { .. }
            | Self::AmountMissing
            | Self::RelaunchWithRefund
            | Self::RefundOutOfRange { .. }
            | Self::NotAnAmount { .. }
            | Self::NotAPercentage { .. } => Code::BadAmount,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::OtherCurrency { order, .. } => detail([("currency", order.code().into())]),
            Self::RefundOutOfRange { price, .. } => detail([("price_minor", price.minor.into())]),
            Self::NotAnAmount { currency, why } => {
                detail([("amount", why.typed().into()), ("currency", currency.code().into())])
            }
            Self::NotAPercentage { typed } => detail([("amount", typed.as_str().into())]),
            Self::BrokenLedger { .. }
            | Self::AmountNotTaken { .. }
            | Self::AmountMissing
            | Self::RelaunchWithRefund => Detail::new(),
        }
    }
}
