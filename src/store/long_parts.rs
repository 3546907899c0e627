//! The long parts of a case at hand, as the rules get them.

use crate::domain::case::long_parts::{LongParts, NamedFile, NeededParts};
use crate::domain::ids::MessageId;
use crate::domain::vocabulary::Speaker;
use crate::store::{CaseFile, ThreadRow};

impl CaseFile {
    /// Returns what an action needs of the long parts of this case. Who is to get it and which event
    /// brought a file, it does not know.
    pub fn long_parts(&self, needed: &NeededParts) -> LongParts {
        let is_there = |id: &&MessageId| self.thread.binary_search_by_key(*id, |row| row.message.id).is_ok();
        let attachments = self.thread.iter().flat_map(|row| &row.attachments).chain(&self.order_files);
        let attachments = attachments.filter(|attachment| needed.attachments.contains(&attachment.id));
        let of_a_party = |row: &&ThreadRow| matches!(row.message.from, Speaker::Client | Speaker::Seller);
        let unread = needed
            .read_up_to
            .map_or(0, |up_to| self.thread.iter().filter(|row| row.message.id > up_to).filter(of_a_party).count());
        let decision = self.case.dispute.as_ref().and_then(|dispute| dispute.decision.as_ref());
        let decision = decision.filter(|_| needed.entries).map(|decision| decision.id);
        let entries = self
            .entries
            .iter()
            .filter(|entry| entry.decision.is_some() && entry.decision == decision && entry.reverses.is_none());
        LongParts {
            messages: needed.messages.iter().filter(is_there).copied().collect(),
            attachments: attachments.map(|one| NamedFile::new(one, None)).collect(),
            unread_after: u32::try_from(unread).unwrap_or(u32::MAX),
            entries: entries.cloned().collect(),
            receiver: None,
        }
    }
}
