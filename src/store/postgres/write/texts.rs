//! The rows of a person's orders that may hold their name or words, as an erasure reads them.

use serde_json::Value as Json;

use crate::domain::ids::PersonId;
use crate::domain::vocabulary::Side;
use crate::store::StoreError;
use crate::store::postgres::rows::decode_json;
use crate::store::write::rows::case::OrderRow;
use crate::store::write::rows::decision::{DecisionTextRow, OutboxRow};
use crate::store::write::rows::discussion::{
    AskRow, AttachmentRow, FileRow, LaterFileRow, MessageRow, NoteRow, ProposalRow,
};
use crate::store::write::rows::history::EventRow;
use crate::store::write::rows::team::{DraftRow, PolicyRow, SavedViewRow};
use crate::store::write::table::Row;

/// The tables that an erasure replaces texts in.
pub(super) const CLEANED: &str = "litige.orders, litige.disputes, litige.events, litige.attachments, litige.files, litige.later_files, \
     litige.messages, litige.notes, litige.asks, litige.proposals, litige.decision_texts, litige.drafts, litige.outbox, \
     litige.policies, litige.saved_views, litige.mediators, litige.search, litige.passages, litige.search_passages, litige.blobs";

/// A row that is perhaps replaced.
pub(super) struct HeldText<R> {
    pub row: R,
    /// The audit record that erased a text of it last.
    pub erased: Option<i64>,
    pub is_changed: bool,
}

impl<R: Row> HeldText<R> {
    pub fn of(said: &Json) -> Result<Self, StoreError> {
        Ok(Self { row: decode_json(said)?, erased: said["erased"].as_i64(), is_changed: false })
    }

    pub fn all(said: &Json) -> Result<Vec<Self>, StoreError> {
        said.as_array().into_iter().flatten().map(Self::of).collect()
    }

    pub fn erase(&mut self, seq: i64) {
        (self.erased, self.is_changed) = (Some(seq), true);
    }
}

/// Everything that was read.
pub(super) struct ErasureTexts {
    pub events: Vec<HeldText<EventRow<'static>>>,
    /// With who sent it.
    pub attachments: Vec<(HeldText<AttachmentRow<'static>>, Option<String>)>,
    pub files: Vec<HeldText<FileRow<'static>>>,
    pub later_files: Vec<HeldText<LaterFileRow<'static>>>,
    pub messages: Vec<HeldText<MessageRow<'static>>>,
    pub notes: Vec<HeldText<NoteRow<'static>>>,
    pub asks: Vec<HeldText<AskRow<'static>>>,
    pub proposals: Vec<HeldText<ProposalRow<'static>>>,
    /// With the dispute that was decided.
    pub reasons: Vec<(HeldText<DecisionTextRow<'static>>, i64)>,
    pub drafts: Vec<HeldText<DraftRow<'static>>>,
    pub outbox: Vec<HeldText<OutboxRow>>,
    pub policies: Vec<HeldText<PolicyRow<'static>>>,
    pub views: Vec<HeldText<SavedViewRow<'static>>>,
}

impl ErasureTexts {
    pub fn read(said: &Json) -> Result<Self, StoreError> {
        let pairs = |name: &str| said[name].as_array().cloned().unwrap_or_default();
        let attachment = |one: &Json| Ok((HeldText::of(&one["row"])?, one["speaker"].as_str().map(str::to_owned)));
        let reason = |one: &Json| Ok((HeldText::of(&one["row"])?, one["dispute"].as_i64().unwrap_or_default()));
        Ok(Self {
            events: HeldText::all(&said["events"])?,
            attachments: pairs("attachments").iter().map(attachment).collect::<Result<_, StoreError>>()?,
            files: HeldText::all(&said["files"])?,
            later_files: HeldText::all(&said["later_files"])?,
            messages: HeldText::all(&said["messages"])?,
            notes: HeldText::all(&said["notes"])?,
            asks: HeldText::all(&said["asks"])?,
            proposals: HeldText::all(&said["proposals"])?,
            reasons: pairs("texts").iter().map(reason).collect::<Result<_, StoreError>>()?,
            drafts: HeldText::all(&said["drafts"])?,
            outbox: HeldText::all(&said["outbox"])?,
            policies: HeldText::all(&said["policies"])?,
            views: HeldText::all(&said["views"])?,
        })
    }
}

/// An order of the person's, by its place, and which party they are.
pub(super) fn theirs(orders: &[OrderRow<'static>], person: &PersonId) -> Vec<(usize, Side)> {
    let mut theirs = Vec::new();
    for (place, order) in orders.iter().enumerate() {
        let sides = [(&order.client_id, Side::Client), (&order.seller_id, Side::Seller)];
        theirs.extend(sides.into_iter().filter(|(id, _)| ***id == *person).map(|(_, side)| (place, side)));
    }
    theirs
}
