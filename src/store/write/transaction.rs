//! What a backend does in one writing transaction: it loads, it writes rows, it commits. What is written, and in which
//! order, is decided above it.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::counters::CountedAs;
use super::current_rows::CurrentRows;
use super::fill::KnownFile;
use super::numbers::Numbers;
use super::rows::team::{CompletedRow, PolicyRow};
use super::table::{Row as _, RowRef};
use crate::domain::audit::{Chain, Record};
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::long_parts::{LongParts, NeededParts};
use crate::domain::case::records::{Case, Decision, Mediator, NotificationKind};
use crate::domain::dispute::action::Request;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::{DecisionId, DisputeId, EventId, Handle, MessageId, OrderId, PassageId, SystemAccount};
use crate::domain::policy::Policy;
use crate::domain::queue::saved_views::SavedView;
use crate::domain::search::passage::PassageKind;
use crate::domain::time::Time;
use crate::domain::vocabulary::Reader;
use crate::store::StoreError;

/// One writing transaction of a backend, from its lock to its commit. Dropping it leaves nothing of it.
///
/// It is loaded from first, then written to; nothing that was written is read again. So a backend on a server may load in
/// one round trip, keep every row, and send them all with the commit.
pub trait WriteTransaction: Sized {
    /// Returns the next free number of each kind. From there on they are this transaction's.
    fn numbers(&mut self) -> Result<Numbers, StoreError>;

    /// Loads all that an action needs: the team, the case with its latest dispute, the policy of that dispute
    /// (the one in force for a case without), and the long parts that the rules may ask for.
    fn load_for_action(&mut self, request: &Request, needed: &NeededParts) -> Result<ActionContext, StoreError>;

    /// Loads a case with this dispute, if it is there.
    fn load_dispute(&mut self, id: DisputeId) -> Result<Option<LoadedCase>, StoreError>;

    /// Loads the cases of these orders with their latest disputes, without their briefs; orders that are not there are left
    /// out.
    fn load_orders(&mut self, ids: &[&OrderId]) -> Result<Vec<LoadedCase>, StoreError>;

    /// Loads cases that time alone changes now, the longest due first, at most `limit`.
    fn load_due(&mut self, now: Time, limit: usize) -> Result<Vec<LoadedCase>, StoreError>;

    /// Returns the digests of those of these events that are stored.
    fn load_event_digests(&mut self, ids: &[&EventId]) -> Result<HashMap<EventId, Vec<u8>>, StoreError>;

    /// Loads the attachments of those of these events that are stored, in the order in which they came, with what became of
    /// their contents.
    fn load_event_files(&mut self, ids: &[&EventId]) -> Result<HashMap<EventId, Vec<KnownFile>>, StoreError>;

    /// Loads the policy of this version, or the one in force.
    fn load_policy(&mut self, version: Option<u32>) -> Result<Policy, StoreError>;

    /// From which account of the system this is written, if that is known.
    fn account(&self) -> Option<&SystemAccount>;

    /// Loads the team.
    fn load_team(&mut self) -> Result<Vec<Mediator>, StoreError>;

    /// Loads the cases that a member holds, or whose claim they let lapse, with these disputes.
    fn load_held(&mut self, by: &Handle) -> Result<Vec<LoadedCase>, StoreError>;

    /// Loads a decision as it stands now.
    fn load_decision(&mut self, id: DecisionId) -> Result<Decision, StoreError>;

    /// Loads the views that a mediator keeps, in their order.
    fn load_views(&mut self, of: &Handle) -> Result<Vec<SavedView>, StoreError>;

    /// Loads what was answered to the request of this key.
    fn load_completed(&mut self, key: &str) -> Result<Option<CompletedRow<'static>>, StoreError>;

    /// Whether the content of this file is stored.
    fn has_blob(&mut self, blob: &BlobRef) -> Result<bool, StoreError>;

    fn insert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError>;

    /// Updates the row of this key: the columns that change, and the checksum. The other columns are not looked at.
    fn update(&mut self, row: &RowRef<'_>) -> Result<(), StoreError>;

    /// Inserts a row, or updates the one of this key as its columns say ([`super::table::Use`]).
    fn upsert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError>;

    /// Puts these views in the place of those that a mediator keeps.
    fn replace_views(&mut self, of: &Handle, views: &[SavedView]) -> Result<(), StoreError>;

    /// Removes a mediator's notifications of these kinds of a case, and that they acknowledged any.
    fn forget_notifications(
        &mut self,
        of: &Handle,
        dispute: DisputeId,
        what: &[NotificationKind],
    ) -> Result<(), StoreError>;

    /// Removes completed requests from before this time, some of them at most.
    fn forget_completed(&mut self, before: Time) -> Result<(), StoreError>;

    /// Makes the text of a message found by search. Ids rise.
    fn index_message(&mut self, id: MessageId, body: &str) -> Result<(), StoreError>;

    /// Makes a passage found by search. Numbers rise.
    fn index_passage(&mut self, id: PassageId, text: &str) -> Result<(), StoreError>;

    /// Takes the passage of this row out of the search, and its own row away; called while its text still stands.
    fn forget_passage(&mut self, kind: PassageKind, of: i64) -> Result<(), StoreError>;

    /// Keeps which numbers are free now.
    fn save_numbers(&mut self, before: &Numbers, now: &Numbers) -> Result<(), StoreError>;

    /// Appends a record to the audit. The first one also says how the policies stand that the database started with. The
    /// last thing that is written, unless a transaction needs several.
    fn append_audit(&mut self, record: NewRecord) -> Result<(), StoreError>;

    /// Makes all of it durable.
    fn commit(self) -> Result<(), StoreError>;
}

/// What an action needs. Where something is not there, what rests on it need not be loaded.
#[derive(Debug, Default)]
pub struct ActionContext {
    /// The team, of which the acting mediator should be.
    pub team: Vec<Mediator>,
    /// The case, if the dispute is there.
    pub case: Option<LoadedCase>,
    /// The policy of its dispute.
    pub policy: Option<Policy>,
    /// The long parts that were needed.
    pub parts: LongParts,
    /// Up to which message each has read, where a receipt was asked for.
    pub receipts: Vec<(Reader, MessageId)>,
    /// What was answered to the request of this key before.
    pub completed: Option<CompletedRow<'static>>,
    /// Whether a mediator has written to the parties of the dispute before.
    pub answered: bool,
    /// The decision that was taken under the same key of the mediator's own, and the hash of its reasons.
    pub keyed_decision: Option<(Decision, String)>,
}

/// A case with what its rows hold beside.
#[derive(Debug, Clone)]
pub struct LoadedCase {
    /// The order's number of ours.
    pub order_num: i64,
    /// The event that placed it.
    pub placed: i64,
    /// The audit record that erased a name of it last.
    pub erased: Option<i64>,
    pub case: Case,
    /// The message that holds the dispute's justification.
    pub justification: Option<MessageId>,
    /// Where the dispute is counted; `None` for a case without one.
    pub counted: Option<CountedAs>,
    /// Who changed the dispute last, and how.
    pub cause: Cause,
}

impl LoadedCase {
    /// A case that is new, with the event that placed it.
    pub fn new(order_num: i64, placed: i64, case: Case) -> Self {
        Self { order_num, placed, erased: None, case, justification: None, counted: None, cause: Cause::default() }
    }
}

/// Who changed a dispute last, and what they did; for those who watch it.
#[derive(Debug, Clone)]
pub struct Cause {
    pub by: Actor,
    pub kind: ChangeKind,
}

impl Cause {
    pub fn new(by: impl Into<Actor>, kind: impl Into<ChangeKind>) -> Self {
        Self { by: by.into(), kind: kind.into() }
    }
}

impl Default for Cause {
    /// Nothing has changed it yet; the first change takes this one's place.
    fn default() -> Self {
        Self { by: Actor::System, kind: ChangeKind::Settle }
    }
}

/// An audit record, but for its place in the chain.
#[derive(Debug, Clone)]
pub struct NewRecord {
    pub at: Time,
    /// A mediator's handle, or `system`.
    pub actor: String,
    pub action: &'static str,
    /// The dispute, where it is about one.
    pub dispute: Option<DisputeId>,
    /// Ids, states, amounts and digests; no text of a person.
    pub body: Map<String, Json>,
}

impl NewRecord {
    /// Says how the policies stand that the database started with, which no record before this first one does.
    pub fn add_policies(&mut self, policies: impl IntoIterator<Item = PolicyRow<'static>>) {
        let mut current = CurrentRows::default();
        for policy in policies {
            current.add(&RowRef::new(PolicyRow::layout(), policy.fields().as_ref()));
        }
        current.add_into(&mut self.body);
    }

    /// Puts it at the end of a chain. Returns the record; the chain's head is its hash.
    pub fn append_to(self, chain: &mut Chain) -> Record {
        let Self { at, actor, action, dispute, body } = self;
        let body = Json::Object(body);
        let record = Record { seq: chain.len + 1, at, actor, action: action.to_owned(), dispute, body };
        chain.push(&record);
        record
    }
}
