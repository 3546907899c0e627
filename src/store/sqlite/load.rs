//! Cases as the rules need them: an order, one of its disputes, that dispute's asks, proposals and decision.

use rusqlite::{Connection, OptionalExtension, Row};

use super::counters::Place;
use super::headers::Cause;
use super::rows::{List, Ms, Reading};
use crate::domain::case::records::Person;
use crate::domain::case::records::{
    Ask, Case, Claim, Decision, DecisionEvent, DecisionEventKind, DecisionState, Dispute, LastWrote, Order, Proposal,
    Second,
};
use crate::domain::ids::{DecisionId, DisputeId, Handle, MessageId, OrderId};
use crate::domain::money::accounts::Balances;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::refusal::{Code, Refusal};
use crate::store::StoreError;

/// A case with what its rows hold beside.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    /// The order's number of ours.
    pub num: i64,
    /// The event that placed it.
    pub placed: i64,
    /// The audit record that erased a name of it last.
    pub erased: Option<i64>,
    /// The case.
    pub case: Case,
    /// The message that holds the dispute's justification.
    pub justification: Option<MessageId>,
    /// Where the dispute stands in the counters; `None` for a case without one.
    pub before: Option<Place>,
    /// Who changed the dispute last.
    pub cause: Cause,
}

impl Loaded {
    /// A case that is new, with the event that placed it.
    pub(super) fn new(num: i64, placed: i64, case: Case) -> Self {
        Self { num, placed, erased: None, case, justification: None, before: None, cause: Cause::default() }
    }
}

/// The columns of an order; `$brief` stands for its brief, which the rules for events don't need.
macro_rules! order_columns {
    ($brief:literal) => {
        concat!(
            "num, placed, erased, id, client_id, client_name, seller_id, seller_name, title, ",
            $brief,
            ", price, currency, state, placed_at, due, lang, pending, refusals, paid_in, escrow, to_seller, to_client, \
             dispute FROM orders "
        )
    };
}

const DISPUTE: &str = "id, ground, opened_at, opened_by, policy, justification, \
     (SELECT m.body FROM messages m WHERE m.id = justification), state, round, version, claimed_by, claimed_until, lapsed_claim, \
     waiting_on, waiting_since, due_at, snoozed_until, client_wrote, seller_wrote, last_message, unread, decision, \
     touched_by, touched_what";

fn order(row: &Row<'_>) -> rusqlite::Result<(Loaded, Option<DisputeId>)> {
    let mut r = Reading::of(row);
    let (num, placed, erased) = (r.take()?, r.take()?, r.take()?);
    let order = Order {
        id: r.take()?,
        client: Person { id: r.take()?, name: r.take()? },
        seller: Person { id: r.take()?, name: r.take()? },
        title: r.take()?,
        brief: r.take::<Option<String>>()?.unwrap_or_default(),
        price: r.money()?,
        state: r.take()?,
        placed_at: r.time()?,
        due: r.time_or_none()?,
        lang: r.take()?,
        pending: r.take()?,
        refusals: r.take::<List<_>>()?.0,
        balances: Balances { paid_in: r.take()?, escrow: r.take()?, seller: r.take()?, client: r.take()? },
    };
    let dispute = r.take()?;
    let case = Case { order, dispute: None };
    Ok((Loaded { erased, ..Loaded::new(num, placed, case) }, dispute))
}

/// The case of an order with its latest dispute, without its brief.
pub(super) fn by_order(db: &Connection, id: &OrderId) -> Result<Option<Loaded>, StoreError> {
    let mut orders = db.prepare_cached(concat!("SELECT ", order_columns!("''"), "WHERE id = ?1"))?;
    let Some((mut loaded, latest)) = orders.query_row([id], order).optional()? else {
        return Ok(None);
    };
    if let Some(latest) = latest {
        put_dispute(db, &mut loaded, latest)?;
    }
    Ok(Some(loaded))
}

/// The order of a dispute, with that dispute.
pub(super) fn by_dispute(db: &Connection, id: DisputeId) -> Result<Loaded, StoreError> {
    let (mut loaded, _) = order_of(db, id)?;
    put_dispute(db, &mut loaded, id)?;
    Ok(loaded)
}

/// The order of a dispute, with its latest dispute: the one that may still be acted on.
pub(super) fn latest_of(db: &Connection, id: DisputeId) -> Result<Loaded, StoreError> {
    let (mut loaded, latest) = order_of(db, id)?;
    put_dispute(db, &mut loaded, latest.unwrap_or(id))?;
    Ok(loaded)
}

fn order_of(db: &Connection, id: DisputeId) -> Result<(Loaded, Option<DisputeId>), StoreError> {
    let mut orders = db.prepare_cached(concat!(
        "SELECT ",
        order_columns!("(SELECT e.body FROM events e WHERE e.seq = placed)"),
        "WHERE num = (SELECT order_num FROM disputes WHERE id = ?1)"
    ))?;
    orders.query_row([id], order).optional()?.ok_or_else(|| unknown_dispute(id))
}

/// The refusal of a dispute that is not there.
pub(super) fn unknown_dispute(id: DisputeId) -> StoreError {
    Refusal::new(Code::UnknownDispute, format!("there is no dispute {id}")).with("dispute", id.to_string()).into()
}

fn put_dispute(db: &Connection, loaded: &mut Loaded, id: DisputeId) -> Result<(), StoreError> {
    let mut disputes = db.prepare_cached(&format!("SELECT {DISPUTE} FROM disputes WHERE id = ?1"))?;
    let found = disputes.query_row([id], dispute).optional()?;
    let (mut dispute, justification, decision, cause) = found.ok_or_else(|| unknown_dispute(id))?;
    dispute.asks = asks(db, id)?;
    dispute.proposals = proposals(db, id)?;
    dispute.decision = decision.map(|id| self::decision(db, id)).transpose()?;
    loaded.before = Some(Place::of(&dispute));
    loaded.justification = justification;
    loaded.cause = cause;
    loaded.case.dispute = Some(dispute);
    Ok(())
}

fn dispute(row: &Row<'_>) -> rusqlite::Result<(Dispute, Option<MessageId>, Option<DecisionId>, Cause)> {
    let mut r = Reading::of(row);
    let (id, ground, opened_at, opened_by, policy) = (r.take()?, r.take()?, r.time()?, r.take()?, r.take()?);
    let justification_id = r.take()?;
    let dispute = Dispute {
        id,
        ground,
        opened_at,
        opened_by,
        policy,
        justification: r.take()?,
        state: r.take()?,
        round: r.take()?,
        version: r.take()?,
        claim: claim(r.take()?, r.take()?),
        lapsed_claim: r.take()?,
        waiting_on: r.take()?,
        waiting_since: r.time()?,
        due_at: r.time()?,
        snoozed_until: r.time_or_none()?,
        last_wrote: LastWrote { client: r.time_or_none()?, seller: r.time_or_none()? },
        last_message: r.take()?,
        unread: r.take()?,
        asks: Vec::new(),
        proposals: Vec::new(),
        decision: None,
    };
    let decision = r.take()?;
    Ok((dispute, justification_id, decision, Cause { by: r.take()?, kind: r.take()? }))
}

fn claim(by: Option<Handle>, until: Option<Ms>) -> Option<Claim> {
    by.zip(until).map(|(by, until)| Claim { by, until: until.0 })
}

fn asks(db: &Connection, dispute: DisputeId) -> Result<Vec<Ask>, StoreError> {
    let mut asks = db.prepare_cached(
        "SELECT id, party, body, state, at, due_at, handle, message, answer FROM asks WHERE dispute = ?1 ORDER BY id",
    )?;
    let rows = asks.query_map([dispute], |row| {
        let mut r = Reading::of(row);
        Ok(Ask {
            id: r.take()?,
            to: r.take()?,
            body: r.take()?,
            state: r.take()?,
            at: r.time()?,
            due_at: r.time()?,
            by: r.take()?,
            message: r.take()?,
            answer: r.take()?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn proposals(db: &Connection, dispute: DisputeId) -> Result<Vec<Proposal>, StoreError> {
    let mut proposals = db.prepare_cached(
        "SELECT id, kind, refund, currency, terms, speaker, handle, at, due_at, client, seller, answered_at, \
           state FROM proposals WHERE dispute = ?1 ORDER BY id",
    )?;
    let rows = proposals.query_map([dispute], |row| {
        let mut r = Reading::of(row);
        Ok(Proposal {
            id: r.take()?,
            kind: r.take()?,
            refund: money(r.take()?, r.take()?),
            terms: r.take()?,
            by: r.take()?,
            mediator: r.take()?,
            at: r.time()?,
            due_at: r.time()?,
            client: r.take()?,
            seller: r.take()?,
            answered_at: r.time_or_none()?,
            state: r.take()?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn money(minor: Option<i64>, currency: Option<Currency>) -> Option<Money> {
    minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency))
}

/// A decision as its row and its marks tell it.
pub(super) fn decision(db: &Connection, id: DecisionId) -> Result<Decision, StoreError> {
    let mut decisions = db.prepare_cached(
        "SELECT id, dispute, round, outcome, basis, refund, seller_gets, currency, proposal, \
           (SELECT t.body FROM decision_texts t WHERE t.decision = decisions.id AND t.mark = 0), \
           cites, handle, at, effective_at, key FROM decisions WHERE id = ?1",
    )?;
    let mut decision = decisions.query_row([id], |row| {
        let mut r = Reading::of(row);
        let (id, dispute, round, outcome, basis) = (r.take()?, r.take()?, r.take()?, r.take()?, r.take()?);
        let (refund, seller_gets, currency): (Option<i64>, Option<i64>, Currency) = (r.take()?, r.take()?, r.take()?);
        Ok(Decision {
            id,
            dispute,
            round,
            outcome,
            basis,
            refund: money(refund, Some(currency)),
            seller_gets: money(seller_gets, Some(currency)),
            proposal: r.take()?,
            reasons: r.take::<Option<String>>()?.unwrap_or_default(),
            cites: r.take::<List<_>>()?.0,
            by: r.take()?,
            at: r.time()?,
            effective_at: r.time_or_none()?,
            key: r.take()?,
            second: None,
            state: DecisionState::OnHold,
        })
    })?;
    if decision.effective_at.is_none() {
        decision.state = DecisionState::Awaiting;
    }
    let mut marks = db.prepare_cached(
        "SELECT kind, at, handle, effective_at, \
           (SELECT t.body FROM decision_texts t WHERE t.decision = m.decision AND t.mark = m.id) \
         FROM decision_marks m WHERE decision = ?1 ORDER BY id",
    )?;
    let marks = marks.query_map([id], |row| {
        let mut r = Reading::of(row);
        let (kind, at, by, effective_at) = (r.take()?, r.time()?, r.take()?, r.time_or_none()?);
        Ok(DecisionEvent { decision: id, kind, at, by, effective_at, reason: r.take()? })
    })?;
    for mark in marks {
        mark_decision(&mut decision, &mark?);
    }
    Ok(decision)
}

/// What a mark does to a decision.
pub(super) fn mark_decision(decision: &mut Decision, mark: &DecisionEvent) {
    let second = || mark.by.clone().map(|by| Second { by, at: mark.at, reason: mark.reason.clone() });
    decision.state = match mark.kind {
        DecisionEventKind::Approved => {
            decision.effective_at = mark.effective_at;
            decision.second = second();
            DecisionState::OnHold
        }
        DecisionEventKind::Refused => {
            decision.second = second();
            DecisionState::Refused
        }
        DecisionEventKind::Reversed => DecisionState::Reversed,
        DecisionEventKind::Effective => DecisionState::Effective,
    };
}
