//! What the process wants before a decision of the case at hand, and by which command one comes to what is left.

use std::collections::BTreeSet;

use super::availability;
use super::command::Command;
pub use crate::domain::decision::checklist::{CheckKind, ProcessCheck};
use crate::domain::decision::checklist::{checklist, unopened_evidence};
use crate::domain::discussion::reminders;
use crate::domain::ids::AttachmentId;
use crate::domain::vocabulary::Side;
use crate::store::CaseFile;

/// Returns the list for a case on a desk where these files were opened; empty where the case has no dispute.
pub fn of(file: &CaseFile, opened: &BTreeSet<AttachmentId>) -> Vec<ProcessCheck> {
    let unopened = unopened(file, opened).len();
    file.case.dispute.as_ref().map(|dispute| checklist(dispute, unopened)).unwrap_or_default()
}

/// Returns the evidence that counts and that nobody is known to have looked at, the order's first, then as it came.
pub fn unopened(file: &CaseFile, opened: &BTreeSet<AttachmentId>) -> Vec<AttachmentId> {
    let counting = availability::files(file).into_iter().filter(|one| one.inadmissible.is_none()).map(|one| one.id);
    unopened_evidence(counting, opened, &file.past_decisions)
}

/// Returns the command that leads to what a line of the list is about.
pub fn leads_to(file: &CaseFile, kind: CheckKind) -> Command {
    // Who was asked and is silent is reminded rather than asked once more.
    let asks = |side: Side| {
        let owed = file.case.dispute.as_ref().and_then(reminders::ask);
        if owed.is_some_and(|ask| ask.to == side) { Command::Remind } else { Command::Ask }
    };
    match kind {
        CheckKind::Justification => asks(Side::Client),
        CheckKind::Heard(side) => asks(side),
        CheckKind::Asks { .. } => Command::Remind,
        CheckKind::Evidence { .. } => Command::Evidence,
        CheckKind::CommonGround => Command::Propose,
    }
}
