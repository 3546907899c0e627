//! What the rules may ask about the long parts of a case, which they don't hold: messages, attachments, ledger entries.

use crate::domain::ids::{AttachmentId, DecisionId, MessageId};
use crate::domain::money::accounts::Entry;

/// What the rules ask about the long parts of a case, which they don't hold.
pub trait Evidence {
    /// Whether this message is of the case's discussion.
    fn has_message(&self, id: MessageId) -> bool;
    /// Whether this attachment is of the case (its discussion or its order), and if so, why it doesn't count.
    fn attachment(&self, id: AttachmentId) -> Option<Admissibility>;
    /// How many messages of the parties came after this one in the case's discussion.
    fn unread_after(&self, id: MessageId) -> u32;
    /// The ledger entries that this decision made, in order, without those that reverse one.
    fn entries_of(&self, decision: DecisionId) -> Vec<Entry>;
}

/// Whether a piece of evidence counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admissibility {
    /// It counts.
    Admissible,
    /// It doesn't, for this reason.
    Inadmissible(String),
}
