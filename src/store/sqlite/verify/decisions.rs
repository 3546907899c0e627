//! Decisions: their marks, their money, their reasons, and the disputes and orders that they ended.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Findings, unreadable};
use crate::domain::case::records::{Case, Decision, DecisionEventKind, DecisionState};
use crate::domain::escrow::settlement;
use crate::domain::ids::{DecisionId, DisputeId};
use crate::domain::money::accounts::Account;
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::vocabulary::{Answer, Basis, DisputeState, OrderState, Outcome, ProposalState};
use crate::store::StoreError;
use crate::store::sqlite::load;
use crate::store::write::digest;

/// Dispute by dispute.
pub(super) fn decisions(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut disputes = db.prepare("SELECT id FROM disputes ORDER BY id")?;
    let mut rows = disputes.query([])?;
    while let Some(row) = rows.next()? {
        f.found.checked.disputes += 1;
        let id: DisputeId = row.get(0)?;
        match dispute(db, id) {
            Ok(faults) => faults.into_iter().for_each(|message| f.fault("decision", id, message)),
            Err(error) => f.fault("decision", id, unreadable(&error)),
        }
    }
    Ok(())
}

fn dispute(db: &Connection, id: DisputeId) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    let loaded = load::by_dispute(db, id)?;
    let latest: Option<DisputeId> = db
        .prepare_cached("SELECT dispute FROM orders WHERE num = ?1")?
        .query_row([loaded.order_num], |row| row.get(0))?;
    let case = &loaded.case;
    let Some(dispute) = &case.dispute else { return Ok(faults) };
    let current = dispute.decision.as_ref();
    let state = current.map(|decision| &decision.state);
    let fits = match dispute.state {
        DisputeState::Open => matches!(state, None | Some(DecisionState::Awaiting)),
        DisputeState::Decided => matches!(state, Some(DecisionState::OnHold | DecisionState::Effective)),
    };
    if !fits {
        faults.push(format!("it is {}, and its decision is {state:?}", dispute.state));
    }
    if latest == Some(id) {
        faults.extend(order(case));
    } else if dispute.state == DisputeState::Open {
        faults.push("it is open, and its order is in a later dispute".to_owned());
    }
    let mut ids = db.prepare_cached("SELECT id FROM decisions WHERE dispute = ?1 ORDER BY round")?;
    let ids: Vec<DecisionId> = ids.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if !ids.is_empty() || current.is_some() {
        let entries = load::entries(db, loaded.order_num, &case.order.id)?;
        for (round, id) in (1..).zip(&ids) {
            let decision = load::decision(db, *id)?;
            if decision.round != round {
                faults.push(format!("decision {id} is of round {}, where {round} should be", decision.round));
            }
            let is_current = current.is_some_and(|current| current.id == *id);
            let over = matches!(decision.state, DecisionState::Reversed | DecisionState::Refused);
            if is_current == over {
                faults.push(format!(
                    "decision {id} is {:?}, and it is{} the one in force",
                    decision.state,
                    no(is_current)
                ));
            }
            faults.extend(one(db, case, &decision, &entries)?);
        }
    }
    let rounds = u32::try_from(ids.len()).unwrap_or(u32::MAX) + u32::from(current.is_none());
    if dispute.round != rounds {
        faults.push(format!("it is in round {}, and its decisions make it {rounds}", dispute.round));
    }
    Ok(faults)
}

fn no(is: bool) -> &'static str {
    if is { "" } else { " not" }
}

/// That the order stands where its latest dispute leaves it.
fn order(case: &Case) -> Option<String> {
    let dispute = case.dispute.as_ref()?;
    let order = case.order.state;
    let decision = dispute.decision.as_ref().filter(|_| dispute.state == DisputeState::Decided);
    let fits = match decision.map(|decision| decision.outcome) {
        None => order == OrderState::InDispute,
        // It has gone on since.
        Some(Outcome::Relaunch) => order != OrderState::InDispute,
        Some(outcome) => order == settlement::order_state(outcome),
    };
    (!fits).then(|| format!("it is {}, and its order is {order}", dispute.state))
}

/// One decision: its shares, its marks, the money it moved, its agreement, its reasons.
fn one(db: &Connection, case: &Case, decision: &Decision, entries: &[LedgerEntry]) -> Result<Vec<String>, StoreError> {
    let (id, mut faults) = (decision.id, Vec::new());
    let shares = settlement::split_price(case.order.price, decision.outcome, partial(decision));
    let expected = shares.map(|shares| shares.map(|s| (s.client, s.seller)));
    if expected != Ok(decision.refund.zip(decision.seller_gets)) {
        faults.push(format!("decision {id} does not share out the price as a {} does", decision.outcome));
    }
    if !marks_fit(db, decision)? {
        faults.push(format!("decision {id} has marks that can't follow each other"));
    }
    faults.extend(money(decision, entries));
    let in_force = matches!(decision.state, DecisionState::OnHold | DecisionState::Effective);
    if in_force && decision.basis == Some(Basis::Agreed) && !is_agreed(case, decision) {
        faults.push(format!("decision {id} says that it was agreed, and no such agreement is there"));
    }
    let mut texts = db.prepare_cached(
        "SELECT t.body, coalesce(m.reason, d.reasons) FROM decisions d \
           JOIN decision_texts t ON t.decision = d.id AND t.erased IS NULL \
           LEFT JOIN decision_marks m ON m.id = t.mark \
         WHERE d.id = ?1",
    )?;
    for text in texts.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))? {
        let (body, hash) = text?;
        if digest::hex_of_text(&body) != hash {
            faults.push(format!("the reasons of decision {id} were changed"));
        }
    }
    let mut gone = db.prepare_cached(
        "SELECT 0 AS mark UNION ALL SELECT id FROM decision_marks WHERE decision = ?1 AND reason IS NOT NULL \
         EXCEPT SELECT mark FROM decision_texts WHERE decision = ?1",
    )?;
    if gone.exists([id])? {
        faults.push(format!("the reasons of decision {id} are gone"));
    }
    Ok(faults)
}

fn partial(decision: &Decision) -> Option<crate::domain::money::amount::Money> {
    decision.refund.filter(|_| decision.outcome == Outcome::PartialRefund)
}

/// Taken, perhaps approved, then reversed, refused or effective: nothing twice, nothing after the end.
fn marks_fit(db: &Connection, decision: &Decision) -> Result<bool, StoreError> {
    let mut state: Option<bool> = db
        .prepare_cached("SELECT effective_at IS NULL FROM decisions WHERE id = ?1")?
        .query_row(params![decision.id], |row| row.get(0))
        .optional()?;
    let mut marks = db.prepare_cached("SELECT kind FROM decision_marks WHERE decision = ?1 ORDER BY id")?;
    for kind in marks.query_map([decision.id], |row| row.get(0))? {
        // Some(true): it waits for a second mediator; Some(false): on hold; None: nothing can follow.
        state = match (state, kind?) {
            (Some(true), DecisionEventKind::Approved) => Some(false),
            (Some(true), DecisionEventKind::Refused | DecisionEventKind::Reversed)
            | (Some(false), DecisionEventKind::Reversed | DecisionEventKind::Effective) => None,
            _ => return Ok(false),
        };
    }
    Ok(true)
}

/// What a decision moved, and whether it moved it back.
fn money(decision: &Decision, entries: &[LedgerEntry]) -> Vec<String> {
    let (mut faults, id) = (Vec::new(), decision.id);
    let moved = |to: Account, back: bool| -> i64 {
        let of_it = entries.iter().filter(|e| e.decision == Some(id) && e.reverses.is_some() == back);
        of_it.filter(|e| if back { e.from == to } else { e.to == to }).map(|e| e.amount.minor).sum()
    };
    let paid = match decision.state {
        DecisionState::Awaiting | DecisionState::Refused => false,
        DecisionState::OnHold | DecisionState::Effective => true,
        // Withdrawn before it was approved, it never moved anything.
        DecisionState::Reversed => entries.iter().any(|e| e.decision == Some(id)),
    };
    for (to, share) in [(Account::Client, decision.refund), (Account::Seller, decision.seller_gets)] {
        let share = share.filter(|_| paid).map_or(0, |share| share.minor);
        let (there, back) = (moved(to, false), moved(to, true));
        let expected_back = if decision.state == DecisionState::Reversed { share } else { 0 };
        if (there, back) != (share, expected_back) {
            faults.push(format!(
                "decision {id} should have moved {share} to the {to} and {expected_back} back, and moved {there} and {back}"
            ));
        }
    }
    faults
}

fn is_agreed(case: &Case, decision: &Decision) -> bool {
    let proposals = case.dispute.iter().flat_map(|d| &d.proposals);
    proposals.filter(|p| Some(p.id) == decision.proposal).any(|p| {
        let both = (p.client, p.seller) == (Some(Answer::Accepted), Some(Answer::Accepted));
        let same = decision.outcome == Outcome::Relaunch || p.refund == decision.refund;
        p.state == ProposalState::Agreed && both && same
    })
}
