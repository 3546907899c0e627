//! The two rows that change as a case goes on: its order's and its dispute's. What the queue needs stands in the dispute's.

use rusqlite::{Connection, ToSql, params, params_from_iter};

use super::counters::Place;
use super::digest;
use super::load::Loaded;
use super::rows::{List, Ms};
use super::write::Writer;
use crate::domain::case::records::{DecisionState, Dispute, Order};
use crate::domain::decision::precedents::Band;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::dispute::deadlines;
use crate::domain::ids::{DisputeId, Handle, MessageId};
use crate::domain::queue::turn;
use crate::domain::text::folding::fold;
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Outcome};
use crate::store::{PageKey, StoreError};

/// Who changed a dispute last, and what they did; for those who watch it.
#[derive(Debug, Clone)]
pub(super) struct Cause {
    pub by: Actor,
    pub kind: ChangeKind,
}

impl Cause {
    /// Somebody did this.
    pub(super) fn new(by: impl Into<Actor>, kind: impl Into<ChangeKind>) -> Self {
        Self { by: by.into(), kind: kind.into() }
    }
}

impl Default for Cause {
    /// Nothing has changed it yet; the first change takes this one's place.
    fn default() -> Self {
        Self { by: Actor::System, kind: ChangeKind::Settle }
    }
}

/// The columns of an order's seal, in order.
const ORDER_SEAL: &str = "num, id, client_id, client_name, seller_id, seller_name, title, price, currency, state, \
     placed, placed_at, due, lang, pending, refusals, paid_in, escrow, to_seller, to_client, dispute, erased";

/// The columns of a dispute's seal, in order: all but what repeats the order.
const DISPUTE_SEAL: &str = "id, order_num, ground, opened_at, opened_by, policy, justification, state, round, \
     version, claimed_by, claimed_until, lapsed_claim, waiting_on, waiting_since, due_at, snoozed_until, client_wrote, \
     seller_wrote, last_message, unread, decision, awaiting, reason, outcome, rank, settle_at, touched, touched_by, \
     touched_what";

/// A table whose rows change, and have a seal.
pub(super) struct Sealed {
    pub table: &'static str,
    /// What names a row, as SQL.
    pub key: &'static str,
    /// The columns of the seal, in order.
    pub columns: &'static str,
}

/// Orders.
pub(super) const ORDERS: Sealed = Sealed { table: "orders", key: "num", columns: ORDER_SEAL };
/// Disputes.
pub(super) const DISPUTES: Sealed = Sealed { table: "disputes", key: "id", columns: DISPUTE_SEAL };
/// Asks.
pub(super) const ASKS: Sealed = Sealed {
    table: "asks",
    key: "id",
    columns: "id, dispute, party, body, state, at, due_at, handle, message, answer",
};
/// Proposals.
pub(super) const PROPOSALS: Sealed = Sealed {
    table: "proposals",
    key: "id",
    columns: "id, dispute, kind, refund, currency, terms, speaker, handle, at, due_at, client, seller, answered_at, state",
};
/// Evidence: the one column that changes.
pub(super) const EVIDENCE: Sealed = Sealed { table: "attachments", key: "id", columns: "id, inadmissible" };
/// Read receipts.
pub(super) const READS: Sealed =
    Sealed { table: "reads", key: "dispute || ' ' || reader", columns: "dispute, reader, up_to" };
/// Policies.
pub(super) const POLICIES: Sealed = Sealed { table: "policies", key: "version", columns: "version, at, body" };
/// The team.
pub(super) const MEDIATORS: Sealed =
    Sealed { table: "mediators", key: "handle", columns: "handle, name, role, conflicts, at" };
/// What mediators are to be told.
pub(super) const TIDINGS: Sealed = Sealed {
    table: "tidings",
    key: "handle || ' ' || dispute || ' ' || what",
    columns: "handle, dispute, what, author, at",
};
/// Drafts.
pub(super) const DRAFTS: Sealed =
    Sealed { table: "drafts", key: "dispute || ' ' || handle", columns: "dispute, handle, at, body" };

/// Gives a row the seal of what it holds now.
pub(super) fn reseal(db: &Connection, sealed: &Sealed, key: &dyn ToSql) -> Result<(), StoreError> {
    let Sealed { table, key: name, columns } = sealed;
    let seal = db
        .prepare_cached(&format!("SELECT {columns} FROM {table} WHERE {name} = ?1"))?
        .query_row([key], |row| Ok(digest::of_row(row, 0)))??;
    db.prepare_cached(&format!("UPDATE {table} SET seal = ?2 WHERE {name} = ?1"))?
        .execute(params![key, digest::short(&seal)])?;
    Ok(())
}

/// Writes a new order's row, or an order's row as it stands now.
pub(super) fn put_order(w: &Writer<'_>, loaded: &Loaded, is_new: bool) -> Result<(), StoreError> {
    let order = &loaded.case.order;
    let Order { id, client, seller, title, price, state, pending, balances, lang, .. } = order;
    let dispute = loaded.case.dispute.as_ref().map(|d| d.id);
    let (placed_at, due, refusals) = (Ms(order.placed_at), order.due.map(Ms), List(order.refusals.clone()));
    let columns: [&dyn ToSql; 22] = [
        &loaded.num,
        id,
        &client.id,
        &client.name,
        &seller.id,
        &seller.name,
        title,
        &price.minor,
        &price.currency,
        state,
        &loaded.placed,
        &placed_at,
        &due,
        lang,
        pending,
        &refusals,
        &balances.paid_in,
        &balances.escrow,
        &balances.seller,
        &balances.client,
        &dispute,
        &loaded.erased,
    ];
    let seal = digest::seal(&columns)?;
    if is_new {
        let marks = "?, ".repeat(columns.len());
        let mut insert = w.db.prepare_cached(&format!("INSERT INTO orders ({ORDER_SEAL}, seal) VALUES ({marks} ?)"))?;
        let seal: &dyn ToSql = &seal;
        insert.execute(params_from_iter(columns.into_iter().chain([seal])))?;
    } else {
        let mut update = w.db.prepare_cached(
            "UPDATE orders SET state = ?2, pending = ?3, refusals = ?4, paid_in = ?5, escrow = ?6, to_seller = ?7, \
             to_client = ?8, dispute = ?9, seal = ?10 WHERE num = ?1",
        )?;
        let b = balances;
        update.execute(params![
            loaded.num, state, pending, refusals, b.paid_in, b.escrow, b.seller, b.client, dispute, seal
        ])?;
    }
    Ok(())
}

/// A dispute's row as it stands now. Counts it, and gives it the next change number.
pub(super) fn put_dispute(w: &mut Writer<'_>, loaded: &mut Loaded) -> Result<(), StoreError> {
    let Some(dispute) = &loaded.case.dispute else { return Ok(()) };
    let settle_at = deadlines::next_due(&loaded.case);
    let is_new = loaded.before.is_none();
    let (justification, cause) = (loaded.justification, &loaded.cause);
    let row = DisputeRow { num: loaded.num, dispute, justification, settle_at, cause };
    row.put(w, &loaded.case.order, is_new)?;
    let now = Place::of(dispute);
    w.moved(loaded.before.as_ref(), Some(&now));
    loaded.before = Some(now);
    Ok(())
}

struct DisputeRow<'a> {
    num: i64,
    dispute: &'a Dispute,
    justification: Option<MessageId>,
    settle_at: Option<Time>,
    cause: &'a Cause,
}

impl DisputeRow<'_> {
    fn put(&self, w: &mut Writer<'_>, order: &Order, is_new: bool) -> Result<(), StoreError> {
        let d = self.dispute;
        let touched = w.numbers.touch();
        let claimed_by = d.claim.as_ref().map(|claim| &claim.by);
        let claimed_until = d.claim.as_ref().map(|claim| Ms(claim.until));
        let (opened_at, since, due_at) = (Ms(d.opened_at), Ms(d.waiting_since), Ms(d.due_at));
        let (snoozed, client, seller) =
            (d.snoozed_until.map(Ms), d.last_wrote.client.map(Ms), d.last_wrote.seller.map(Ms));
        let decision = d.decision.as_ref().map(|decision| decision.id);
        let (awaiting, reason) = (awaiting(d), turn::reason(d));
        let outcome = outcome_of(d);
        let rank = PageKey::of(d).rank;
        let settle_at = self.settle_at.map(Ms);
        let columns: [&dyn ToSql; 30] = [
            &d.id,
            &self.num,
            &d.ground,
            &opened_at,
            &d.opened_by,
            &d.policy,
            &self.justification,
            &d.state,
            &d.round,
            &d.version,
            &claimed_by,
            &claimed_until,
            &d.lapsed_claim,
            &d.waiting_on,
            &since,
            &due_at,
            &snoozed,
            &client,
            &seller,
            &d.last_message,
            &d.unread,
            &decision,
            &awaiting,
            &reason,
            &outcome,
            &rank,
            &settle_at,
            &touched,
            &self.cause.by,
            &self.cause.kind,
        ];
        let seal = digest::seal(&columns)?;
        let seal: &dyn ToSql = &seal;
        if is_new {
            let words = words(order, d.id);
            let marks = "?, ".repeat(columns.len() + 9);
            let mut insert = w.db.prepare_cached(&format!(
                "INSERT INTO disputes ({DISPUTE_SEAL}, order_id, title, client, seller, price, currency, band, lang, words, \
                   seal) \
                 VALUES ({marks} ?)"
            ))?;
            let band = Band::of(order.price);
            let order: [&dyn ToSql; 10] = [
                &order.id,
                &order.title,
                &order.client.name,
                &order.seller.name,
                &order.price.minor,
                &order.price.currency,
                &band,
                &order.lang,
                &words,
                seal,
            ];
            insert.execute(params_from_iter(columns.into_iter().chain(order)))?;
        } else {
            // Columns 7 and on may change; the ones before never do.
            let mut update = w.db.prepare_cached(
                "UPDATE disputes SET justification = ?2, state = ?3, round = ?4, version = ?5, claimed_by = ?6, \
                   claimed_until = ?7, lapsed_claim = ?8, waiting_on = ?9, waiting_since = ?10, due_at = ?11, \
                   snoozed_until = ?12, client_wrote = ?13, seller_wrote = ?14, last_message = ?15, unread = ?16, \
                   decision = ?17, awaiting = ?18, reason = ?19, outcome = ?20, rank = ?21, settle_at = ?22, \
                   touched = ?23, touched_by = ?24, touched_what = ?25, seal = ?26 WHERE id = ?1",
            )?;
            let id: &dyn ToSql = &d.id;
            update.execute(params_from_iter([id].into_iter().chain(columns.into_iter().skip(6)).chain([seal])))?;
        }
        Ok(())
    }
}

/// How it ended, if it did.
pub(super) fn outcome_of(dispute: &Dispute) -> Option<Outcome> {
    dispute.decision.as_ref().filter(|_| dispute.state == DisputeState::Decided).map(|decision| decision.outcome)
}

/// Whose decision of it waits for a second mediator.
pub(super) fn awaiting(dispute: &Dispute) -> Option<&Handle> {
    let decision = dispute.decision.as_ref().filter(|decision| decision.state == DecisionState::Awaiting);
    decision.map(|decision| &decision.by)
}

/// What the queue's filter looks in, each on its line so that no phrase is found across two.
pub(super) fn words(order: &Order, dispute: DisputeId) -> String {
    let Order { id, title, client, seller, .. } = order;
    fold(&format!("{dispute}\n{id}\n{title}\n{}\n{}", client.name, seller.name))
}
