//! The two rows that change as a case goes on, as they are written.

use super::counters::CountedAs;
use super::rows::case::{DisputeExtras, DisputeRow, NewDispute, OrderRow, QueueColumns};
use super::transaction::{LoadedCase, WriteTransaction};
use super::writer::Writer;
use crate::domain::case::records::{DecisionState, Dispute};
use crate::domain::dispute::deadlines;
use crate::domain::ids::Handle;
use crate::domain::vocabulary::{DisputeState, Outcome};
use crate::store::StoreError;

/// Inserts the row of a new order.
pub fn insert_order<T: WriteTransaction>(w: &mut Writer<T>, loaded: &LoadedCase) -> Result<(), StoreError> {
    w.insert(&order_row(loaded))
}

/// Updates the row of an order as it stands now.
pub fn update_order<T: WriteTransaction>(w: &mut Writer<T>, loaded: &LoadedCase) -> Result<(), StoreError> {
    w.update(&order_row(loaded))
}

fn order_row(loaded: &LoadedCase) -> OrderRow<'_> {
    let LoadedCase { order_num, placed, erased, case, .. } = loaded;
    let dispute = case.dispute.as_ref().map(|dispute| dispute.id);
    OrderRow::new(&case.order, *order_num, *placed, dispute, *erased)
}

/// Writes a dispute's row as it stands now: a new one, or the one that is there. Counts it, and gives it the next change
/// number.
pub fn write_dispute<T: WriteTransaction>(w: &mut Writer<T>, loaded: &mut LoadedCase) -> Result<(), StoreError> {
    let Some(dispute) = &loaded.case.dispute else { return Ok(()) };
    let row = DisputeRow::new(
        dispute,
        &DisputeExtras {
            order_num: loaded.order_num,
            justification: loaded.justification,
            settle_at: deadlines::next_due(&loaded.case),
            change: w.numbers.change(),
            cause: &loaded.cause,
        },
    );
    if loaded.counted.is_none() {
        w.insert(&NewDispute { dispute: row, queue: QueueColumns::new(&loaded.case.order, dispute.id) })?;
    } else {
        w.update(&row)?;
    }
    let now = CountedAs::of(dispute);
    w.count(loaded.counted.as_ref(), Some(&now));
    loaded.counted = Some(now);
    Ok(())
}

/// How a dispute ended, if it did.
pub fn outcome_of(dispute: &Dispute) -> Option<Outcome> {
    dispute.decision.as_ref().filter(|_| dispute.state == DisputeState::Decided).map(|decision| decision.outcome)
}

/// Whose decision of a dispute waits for a second mediator.
pub fn awaiting(dispute: &Dispute) -> Option<&Handle> {
    let decision = dispute.decision.as_ref().filter(|decision| decision.state == DecisionState::Awaiting);
    decision.map(|decision| &decision.by)
}
