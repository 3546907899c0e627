//! Double entry (docs/process.md, "Double entry"): an order's price goes from the client to its escrow when it is placed,
//! and from escrow to the seller, the client or both when it ends.

use super::settlement::Shares;
use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Fact, Order};
use crate::domain::ids::DecisionId;
use crate::domain::money::accounts::{Account, LedgerEntry};
use crate::domain::money::amount::Money;
use crate::domain::refusal::{MoneyRefusal, Refusal};
use crate::domain::time::Time;

/// Moves an amount from one account of an order to another.
pub(in crate::domain) fn transfer(
    order: &mut Order,
    from: Account,
    to: Account,
    amount: Money,
    at: Time,
    decision: Option<DecisionId>,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    let entry =
        LedgerEntry { id: ctx.ids.entry(), order: order.id.clone(), from, to, amount, at, decision, reverses: None };
    post(order, entry, ctx)
}

/// Pays the escrow out to the parties, with an entry for each that gets something.
pub(in crate::domain) fn pay_out(
    order: &mut Order,
    shares: Shares,
    decision: DecisionId,
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    for (to, amount) in [(Account::Client, shares.client), (Account::Seller, shares.seller)] {
        if amount.minor > 0 {
            transfer(order, Account::Escrow, to, amount, ctx.now, Some(decision), ctx)?;
        }
    }
    Ok(())
}

/// Reverses entries by new ones that refer to them, the last first. Entries are never edited.
pub(in crate::domain) fn reverse(
    order: &mut Order,
    entries: &[LedgerEntry],
    ctx: &mut RuleContext<'_>,
) -> Result<(), Refusal> {
    for entry in entries.iter().rev() {
        let back = LedgerEntry {
            id: ctx.ids.entry(),
            order: entry.order.clone(),
            from: entry.to,
            to: entry.from,
            amount: entry.amount,
            at: ctx.now,
            decision: entry.decision,
            reverses: Some(entry.id),
        };
        post(order, back, ctx)?;
    }
    Ok(())
}

/// Posts an entry. Refuses an entry after which the ledger would not add up, and any amount that is not more than zero or
/// not in the order's currency.
fn post(order: &mut Order, entry: LedgerEntry, ctx: &mut RuleContext<'_>) -> Result<(), Refusal> {
    let after = order.balances.after(&entry);
    if !after.is_balanced() || entry.amount.minor <= 0 || entry.amount.currency != order.price.currency {
        return Err(unbalanced(order));
    }
    order.balances = after;
    ctx.write(Fact::Entry(entry));
    Ok(())
}

/// Returns the refusal to move money on a broken ledger.
pub(in crate::domain) fn unbalanced(order: &Order) -> Refusal {
    MoneyRefusal::BrokenLedger { order: order.id.clone() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids;
    use crate::domain::ids::EntryId;
    use crate::domain::marketplace::event;
    use crate::domain::money::accounts::Balances;
    use crate::domain::money::amount::Currency;
    use crate::domain::policy;
    use crate::domain::rules::apply;

    #[test]
    fn balances_hold_only_when_they_add_up_and_none_is_negative() {
        let of = |paid_in, escrow, seller, client| Balances { paid_in, escrow, seller, client }.is_balanced();
        assert!(of(0, 0, 0, 0) && of(10, 10, 0, 0) && of(10, 0, 6, 4) && of(10, 1, 5, 4));
        assert!(!of(10, 9, 0, 0) && !of(10, 10, 1, 0) && !of(0, 0, 0, 1));
        assert!(!of(10, 20, -10, 0) && !of(10, -1, 11, 0) && !of(-1, 0, -1, 0) && !of(10, 0, 20, -10));
    }

    #[test]
    fn no_entry_is_posted_that_is_not_an_amount_of_the_orders_money() {
        let line = r#"{"id":"e","at":"2026-11-03T09:00:00Z","type":"order.placed","order":"O-1","title":"t","brief":"b",
            "client":{"id":"c","name":"c"},"seller":{"id":"s","name":"s"},"amount":{"minor":100,"currency":"EUR"}}"#;
        let placed = event::Event::parse_line(line).unwrap();
        let (policy, mut ids, mut facts) = (policy::Policy::default(), ids::Ids::default(), Vec::new());
        let mut ctx = RuleContext { policy: &policy, now: placed.at, ids: &mut ids, facts: &mut facts };
        let order = apply(None, &placed, &mut ctx).unwrap().order;
        let dollars = Currency::from_code("USD").unwrap();
        for (minor, currency, taken) in [
            (1, Currency::EUR, true),
            (100, Currency::EUR, true),
            (0, Currency::EUR, false),
            (-1, Currency::EUR, false),
            (101, Currency::EUR, false),
            (1, dollars, false),
        ] {
            let entry = LedgerEntry {
                id: EntryId(9),
                order: order.id.clone(),
                from: Account::Escrow,
                to: Account::Seller,
                amount: Money::new(minor, currency),
                at: placed.at,
                decision: None,
                reverses: None,
            };
            let mut after = order.clone();
            assert_eq!(post(&mut after, entry, &mut ctx).is_ok(), taken, "{minor} {currency:?}");
            assert_eq!(after == order, !taken);
        }
    }
}
