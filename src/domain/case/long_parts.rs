//! What the rules may ask beside a case: about its long parts, which it doesn't hold (messages, attachments, ledger entries),
//! and about the colleague who is to get it. It is loaded before they run: [`NeededParts`] says what.

use super::records::{Attachment, Mediator};
use crate::domain::ids::{AttachmentId, EventId, Handle, MessageId};
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::vocabulary::Origin;

/// The long parts of a case that an action may ask for, by what it names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NeededParts {
    /// Whether each of these is a message of the case's discussion.
    pub messages: Vec<MessageId>,
    /// Whether each of these is an attachment of the case (its discussion or its order), and counts.
    pub attachments: Vec<AttachmentId>,
    /// How many messages of the parties came after this one in the case's discussion.
    pub read_up_to: Option<MessageId>,
    /// The ledger entries of the decision in force.
    pub entries: bool,
    /// The member of the team who is to get the case.
    pub receiver: Option<Handle>,
}

/// The long parts of a case that were needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LongParts {
    /// Those of the messages that are of the case's discussion.
    pub messages: Vec<MessageId>,
    /// Those of the attachments that are of the case.
    pub attachments: Vec<NamedFile>,
    /// How many messages of the parties came after the one that is read up to.
    pub unread_after: u32,
    /// The ledger entries that the decision in force made, in order, without those that reverse one.
    pub entries: Vec<LedgerEntry>,
    /// The member of the team who is to get the case, if there is one of that handle.
    pub receiver: Option<Mediator>,
}

impl LongParts {
    /// Returns whether this message is of the case's discussion.
    pub fn has_message(&self, id: MessageId) -> bool {
        self.messages.contains(&id)
    }

    /// Returns this attachment, if it is of the case.
    pub fn file(&self, id: AttachmentId) -> Option<&NamedFile> {
        self.attachments.iter().find(|file| file.id == id)
    }

    /// Returns whether this attachment is of the case, and if so, whether it counts.
    pub fn attachment(&self, id: AttachmentId) -> Option<&Admissibility> {
        self.file(id).map(|file| &file.admissibility)
    }
}

/// An attachment as the rules may ask for it, and as the marketplace knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    pub id: AttachmentId,
    /// The name that the marketplace gave it.
    pub name: String,
    /// The event that brought it; `None` where who asks doesn't tell the marketplace.
    pub event: Option<EventId>,
    pub admissibility: Admissibility,
}

impl NamedFile {
    /// An attachment that came with this event.
    pub fn new(attachment: &Attachment, event: Option<EventId>) -> Self {
        let Attachment { id, name, inadmissible, origin, .. } = attachment;
        Self { id: *id, name: name.clone(), event, admissibility: Admissibility::of(inadmissible.clone(), *origin) }
    }
}

/// Whether a piece of evidence counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admissibility {
    Admissible,
    /// A mediator struck it, for this reason.
    Inadmissible(String),
    /// It comes from outside the platform and never counts, for this reason.
    External(String),
}

impl Admissibility {
    /// Inadmissible for this reason, if there is one.
    pub fn of(reason: Option<String>, origin: Origin) -> Self {
        match (reason, origin) {
            (None, _) => Self::Admissible,
            (Some(reason), Origin::Platform) => Self::Inadmissible(reason),
            (Some(reason), Origin::External) => Self::External(reason),
        }
    }
}
