//! What the process wants before a decision, read from facts alone (docs/process.md, "Before a decision"). Nothing is
//! enforced: a mediator may decide whatever is left, and sees what is.

use std::collections::BTreeSet;

use crate::domain::case::records::{Decision, Dispute};
use crate::domain::discussion::reminders;
use crate::domain::ids::{AttachmentId, Cite};
use crate::domain::vocabulary::{AskState, Side};

/// What may have happened before a decision, in the order of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// The client has said why the dispute was opened.
    Justification,
    /// This party has written since the opening.
    Heard(Side),
    /// No question waits for an answer.
    Asks {
        /// Questions that a party can still answer in time.
        open: usize,
        /// Questions whose time is over, and whose party has not written since.
        lapsed: usize,
    },
    /// Somebody has looked at every piece of evidence that counts.
    Evidence {
        /// Pieces that nobody is known to have looked at.
        unopened: usize,
    },
    /// An offer was made to both parties.
    CommonGround,
}

/// One line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessCheck {
    pub kind: CheckKind,
    /// It has happened, or there is nothing to it.
    pub done: bool,
}

/// Returns what the process wants before a decision of this dispute, and what of it has happened. `unopened` is from
/// [`unopened_evidence`].
pub fn checklist(dispute: &Dispute, unopened: usize) -> Vec<ProcessCheck> {
    let asks = |state| dispute.asks.iter().filter(move |ask| ask.state == state);
    let open = asks(AskState::Open).count();
    let lapsed = asks(AskState::Lapsed).filter(|ask| reminders::is_unanswered(dispute, ask)).count();
    let heard = |side: Side| ProcessCheck { kind: CheckKind::Heard(side), done: dispute.last_wrote.of(side).is_some() };
    vec![
        ProcessCheck { kind: CheckKind::Justification, done: dispute.justification.is_some() },
        heard(Side::Client),
        heard(Side::Seller),
        ProcessCheck { kind: CheckKind::Asks { open, lapsed }, done: open + lapsed == 0 },
        ProcessCheck { kind: CheckKind::Evidence { unopened }, done: unopened == 0 },
        ProcessCheck { kind: CheckKind::CommonGround, done: !dispute.proposals.is_empty() },
    ]
}

/// Returns which of these pieces of evidence nobody is known to have looked at: not opened by this mediator, and not cited
/// in an earlier decision of the dispute, whose maker had them before them. `counting` are those that count: what is
/// inadmissible need not be looked at.
pub fn unopened_evidence(
    counting: impl IntoIterator<Item = AttachmentId>,
    opened: &BTreeSet<AttachmentId>,
    decisions: &[Decision],
) -> Vec<AttachmentId> {
    let is_cited = |id| decisions.iter().any(|decision| decision.cites.contains(&Cite::Attachment(id)));
    counting.into_iter().filter(|id| !opened.contains(id) && !is_cited(*id)).collect()
}
