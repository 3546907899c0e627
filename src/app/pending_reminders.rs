//! What a party owes an answer to, and whether it is time to remind them of it.

pub use crate::domain::discussion::reminders::{Kind, PendingReminder, ask, first, proposal, silent};
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::CaseFile;

/// Returns what is past its deadline while no mediator has written since: the reminder is offered.
pub fn lapsed(file: &CaseFile, now: Time) -> Option<PendingReminder<'_>> {
    let owed = first(file.case.dispute.as_ref()?).filter(|owed| owed.due_at() <= now)?;
    let by_us = |row: &&crate::store::ThreadRow| row.message.from == Speaker::Mediator;
    let last = file.thread.iter().rev().find(by_us);
    last.is_none_or(|row| row.message.at < owed.due_at()).then_some(owed)
}
