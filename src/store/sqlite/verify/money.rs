//! The ledger of every order against its balances and its state (docs/process.md, "Double entry").

use rusqlite::{Connection, Row};

use super::{Findings, unreadable};
use crate::domain::ids::{EntryId, OrderId};
use crate::domain::money::accounts::Balances;
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::OrderState;
use crate::store::StoreError;
use crate::store::sqlite::load;
use crate::store::sqlite::rows::Reading;

struct Account {
    num: i64,
    id: OrderId,
    price: Money,
    state: OrderState,
    balances: Balances,
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let mut r = Reading::of(row);
    Ok(Account {
        num: r.column()?,
        id: r.column()?,
        price: r.money()?,
        state: r.column()?,
        balances: Balances { paid_in: r.column()?, escrow: r.column()?, seller: r.column()?, client: r.column()? },
    })
}

/// Order by order.
pub(super) fn ledger(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut orders = db.prepare(
        "SELECT num, id, price, currency, state, paid_in, escrow, to_seller, to_client FROM orders ORDER BY num",
    )?;
    let mut rows = orders.query([])?;
    while let Some(row) = rows.next()? {
        f.found.checked.orders += 1;
        let num: i64 = row.get(0)?;
        let checked = account(row).map_err(StoreError::from).and_then(|account| {
            let entries = load::entries(db, account.num, &account.id)?;
            Ok((account, entries))
        });
        match checked {
            Ok((account, entries)) => {
                for message in faults(&account, &entries) {
                    f.fault("ledger", &account.id, message);
                }
            }
            Err(error) => f.fault("ledger", format!("order number {num}"), unreadable(&error)),
        }
    }
    Ok(())
}

fn faults(account: &Account, entries: &[LedgerEntry]) -> Vec<String> {
    let Account { price, state, balances, .. } = account;
    let mut faults = Vec::new();
    let mut sums = Balances::default();
    for entry in entries {
        sums = sums.after(entry);
        let reversed = entry.reverses.map(|id| original(entries, id));
        if entry.amount.currency != price.currency {
            faults.push(format!("entry {} is in another currency than the order", entry.id));
        } else if !sums.is_balanced() {
            faults.push(format!("after entry {} the accounts don't add up: {}", entry.id, shown(sums)));
        } else if reversed.is_some_and(|original| original.is_none_or(|original| !mirrors(entry, original))) {
            faults.push(format!("entry {} does not mirror the one it reverses", entry.id));
        }
    }
    if sums != *balances {
        faults.push(format!("its entries give {}, and its row says {}", shown(sums), shown(*balances)));
    }
    if sums.paid_in != price.minor {
        faults.push(format!("its price is {}, and {} was paid in", price.minor, sums.paid_in));
    }
    let fits = match state {
        OrderState::InProgress | OrderState::Delivered | OrderState::InDispute => sums.escrow == price.minor,
        OrderState::Completed => sums.seller == price.minor,
        OrderState::Cancelled => sums.client == price.minor,
        OrderState::Settled => sums.escrow == 0 && sums.seller > 0 && sums.client > 0,
    };
    if !fits {
        faults.push(format!("it is {state}, and its money is elsewhere: {}", shown(sums)));
    }
    faults
}

fn original(entries: &[LedgerEntry], id: EntryId) -> Option<&LedgerEntry> {
    entries.iter().find(|entry| entry.id == id)
}

fn mirrors(entry: &LedgerEntry, original: &LedgerEntry) -> bool {
    (entry.from, entry.to, entry.amount, entry.decision)
        == (original.to, original.from, original.amount, original.decision)
        && original.reverses.is_none()
        && original.id < entry.id
}

fn shown(balances: Balances) -> String {
    let Balances { paid_in, escrow, seller, client } = balances;
    format!("paid in {paid_in}, escrow {escrow}, seller {seller}, client {client}")
}
