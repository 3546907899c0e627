//! The accounts of an order, the entries that move its money between them (double entry), and their balances.

use schemars::JsonSchema;
use serde::Serialize;

use super::amount::Money;
use crate::domain::ids::{DecisionId, EntryId, OrderId};
use crate::domain::time::Time;
use crate::domain::vocabulary::vocabulary;

vocabulary!(
    /// The accounts of an order.
    Account, "an account", {
        /// The client's purse, outside: money comes in from it.
        Payment = "payment",
        /// Where the client's money waits.
        Escrow = "escrow",
        /// What the seller was paid.
        Seller = "seller",
        /// What the client got back.
        Client = "client",
    }
);

/// One movement of money: out of one account, into another, the same amount (double entry).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    pub id: EntryId,
    /// The order whose money it is.
    pub order: OrderId,
    /// Out of this account.
    pub from: Account,
    /// Into this one.
    pub to: Account,
    /// How much; more than zero.
    pub amount: Money,
    pub at: Time,
    /// The decision that moved it.
    pub decision: Option<DecisionId>,
    /// The entry it reverses.
    pub reverses: Option<EntryId>,
}

/// Where an order's money is, in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Balances {
    /// Paid in by the client.
    pub paid_in: i64,
    /// Held for the parties.
    pub escrow: i64,
    /// Paid to the seller.
    pub seller: i64,
    /// Refunded to the client.
    pub client: i64,
}

impl Balances {
    /// Returns the balances after one more entry.
    #[must_use]
    pub fn after(mut self, entry: &LedgerEntry) -> Self {
        for (account, change) in [(entry.from, -entry.amount.minor), (entry.to, entry.amount.minor)] {
            match account {
                Account::Payment => self.paid_in -= change,
                Account::Escrow => self.escrow += change,
                Account::Seller => self.seller += change,
                Account::Client => self.client += change,
            }
        }
        self
    }

    /// Whether the balances add up, as they must for every order at every moment: paid in = in escrow + paid to seller +
    /// refunded to client, none negative.
    pub fn is_balanced(self) -> bool {
        let parts = [self.paid_in, self.escrow, self.seller, self.client];
        parts.iter().all(|&p| p >= 0) && self.paid_in == self.escrow + self.seller + self.client
    }
}
