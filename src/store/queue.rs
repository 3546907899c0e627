//! The queue: pages of rows, how many there are of each kind, and how the team decides.

use std::collections::BTreeMap;

use crate::domain::case::records::{DecisionState, Dispute};
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::summary::DecisionSummary;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::escrow::settlement::Shares;
use crate::domain::ids::{DecisionId, DisputeId, Handle, MessageId, OrderId};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::queue::filter::Filter;
use crate::domain::queue::turn::TurnReason;
use crate::domain::team::handover::{HandedOver, Handover};
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Ground, Lang, OpenedBy, Outcome, View, WaitingOn};
use crate::store::StoreError;
use crate::store::write::table::table;

/// Reads the queue. Whatever the filter, what a call costs is bounded.
pub trait QueueStore {
    /// Reads a page of the queue: open cases, most urgent first, then decided ones, newest first, then those that are snoozed. See
    /// [`QueuePage::stopped`].
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn queue(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError>;

    /// Finds cases by their own words, in the whole store: a page of [`QueueStore::queue`] without what comes before it, which
    /// stops within some 25 ms wherever it is, and when told to.
    ///
    /// # Errors
    /// [`StoreError::Interrupted`] when another thread ended it; another [`StoreError`] when the database could not be read.
    fn find(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError>;

    /// Reads the rows of these disputes, in this order; those that are not there are left out.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn rows(&self, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError>;

    /// Reads the justifications of these disputes, of those that have one.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn justifications(&self, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError>;

    /// Reads how many cases each view has, for this mediator: from counters, never by counting.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn counts(&self, me: Option<&Handle>, now: Time) -> Result<ViewCounts, StoreError>;

    /// Reads how the team decides and works, from what every write keeps up to date: what was decided and done on these days;
    /// what is open and who holds it, as it is now.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn stats(&self, days: DayRange) -> Result<Stats, StoreError>;

    /// Reads what each member has to do who holds an open case, in the order of their handles.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn workloads(&self, now: Time) -> Result<Vec<Workload>, StoreError>;
}

/// Rows read at a time.
const PAGE: usize = 500;

/// Reads pages up to the query's limit and returns whether there are more rows. A page that stopped early, because its filter
/// matched few rows, is continued: only for whoever may take their time.
///
/// # Errors
/// As [`QueueStore::queue`].
pub fn read_rows(
    store: &(impl QueueStore + ?Sized),
    mut query: QueueQuery,
    now: Time,
) -> Result<(Vec<QueueRow>, bool), StoreError> {
    let mut wanted = std::mem::replace(&mut query.limit, 0);
    let mut rows: Vec<QueueRow> = Vec::new();
    loop {
        query.limit = wanted.min(PAGE);
        let page = store.queue(&query, now)?;
        wanted -= page.rows.len().min(wanted);
        let next = page.stopped.or_else(|| page.rows.last().map(|row| row.key).filter(|_| page.more_after));
        rows.extend(page.rows);
        match next {
            Some(key) if wanted > 0 => query.from = PageFrom::After(key),
            next => return Ok((rows, next.is_some())),
        }
    }
}

/// Reads which cases a handover is about, the most urgent first, those that are snoozed last.
///
/// # Errors
/// As [`QueueStore::queue`].
pub fn cases_to_hand_over(
    store: &(impl QueueStore + ?Sized),
    handover: &Handover,
    now: Time,
) -> Result<Vec<DisputeId>, StoreError> {
    let in_queue = match handover.whose {
        HandedOver::Own => View::Mine,
        HandedOver::Anybodys => View::Open,
    };
    let mut found = Vec::new();
    for view in [in_queue, View::Snoozed] {
        let (me, filter) = (Some(handover.by.clone()), handover.filter.clone());
        let query = QueueQuery { view, me, filter, from: PageFrom::Start, limit: usize::MAX };
        let (rows, _) = read_rows(store, query, now)?;
        let is_handed_over =
            |row: &&QueueRow| row.claimed_by.as_ref().is_some_and(|holder| handover.takes_from(holder));
        found.extend(rows.iter().filter(is_handed_over).map(|row| row.id));
    }
    Ok(found)
}

/// What a member has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    pub member: Handle,
    /// The open cases that they hold, also those that are snoozed.
    pub held: u64,
    /// Those of them that are past their deadline.
    pub overdue: u64,
}

/// Which part of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueQuery {
    pub view: View,
    /// Whose [`View::Mine`] and `is:mine` it is.
    pub me: Option<Handle>,
    pub filter: Filter,
    /// Where to go on.
    pub from: PageFrom,
    /// How many rows at most.
    pub limit: usize,
}

/// Where a page starts; keyset, never a row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFrom {
    /// The first rows.
    Start,
    /// The last rows (still in queue order).
    End,
    /// The rows after this one.
    After(PageKey),
    /// The rows before this one (still in queue order).
    Before(PageKey),
}

/// A row's place in the queue's order: `rank` rises, then `id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageKey {
    /// Milliseconds for an open case (its deadline), more than any of these for a decided one, and more than any of both for one
    /// that is snoozed.
    pub rank: i64,
    pub id: DisputeId,
}

/// Above every deadline: decided cases rank after it, the newest first.
const DECIDED: i64 = 1 << 60;
/// Above every decided case: how much further on a case comes while it is snoozed.
pub(in crate::store) const SNOOZED: i64 = 1 << 61;

/// Returns the rank under which a dispute is stored, snoozed or not.
pub fn stored_rank(dispute: &Dispute) -> i64 {
    let due_at = dispute.due_at.timestamp_millis();
    match dispute.state {
        DisputeState::Open => due_at,
        DisputeState::Decided => DECIDED - due_at,
    }
}

impl PageKey {
    /// Returns the place of a case that is stored under this rank.
    pub fn of_stored(rank: i64, id: DisputeId, is_snoozed: bool) -> Self {
        Self { rank: if is_snoozed { rank.saturating_add(SNOOZED) } else { rank }, id }
    }

    /// Returns the place among the stored ranks from which the cases that are snoozed, or those that aren't, come after this one.
    pub(in crate::store) fn among_stored(self, are_snoozed: bool) -> Self {
        Self { rank: if are_snoozed { self.rank.saturating_sub(SNOOZED) } else { self.rank }, ..self }
    }

    /// Before every decided case, after every open one.
    pub fn first_decided() -> Self {
        // Time stops at about 2^53 milliseconds.
        Self { rank: DECIDED >> 1, id: DisputeId(0) }
    }
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueuePage {
    /// The rows, in queue order.
    pub rows: Vec<QueueRow>,
    /// Whether there are rows before the first.
    pub more_before: bool,
    /// Whether there are rows after the last.
    pub more_after: bool,
    /// The filter has looked at many rows and found few; it stopped here, perhaps before any row fits. Ask for what comes
    /// after (before) this to go on. `None`: it did not stop.
    pub stopped: Option<PageKey>,
}

/// A case as a row of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    pub key: PageKey,
    pub id: DisputeId,
    pub order: OrderId,
    /// The title of the service that the order is for.
    pub title: String,
    pub amount: Money,
    pub client: String,
    pub seller: String,
    pub lang: Lang,
    /// What allowed it.
    pub ground: Ground,
    pub opened_by: OpenedBy,
    pub state: DisputeState,
    /// How it was decided, if it was.
    pub outcome: Option<Outcome>,
    /// Whose turn it is.
    pub waiting_on: WaitingOn,
    /// Since when it is theirs.
    pub waiting_since: Time,
    /// When that turn should be over; for a decided one, when it was decided.
    pub due_at: Time,
    /// When it was opened.
    pub opened_at: Time,
    /// Who holds it, and until when.
    pub claimed_by: Option<Handle>,
    /// Until when that claim lasts.
    pub claimed_until: Option<Time>,
    /// Out of the queue until then.
    pub snoozed_until: Option<Time>,
    /// Messages of the parties that no mediator has read.
    pub unread: u32,
    /// Whether the justification has come.
    pub justified: bool,
    /// Whose decision waits for a second mediator, if one does.
    pub awaiting: Option<Handle>,
    /// The decision that is in force, on hold or waiting for a second mediator; of one in force, it is not told since when.
    pub decision: Option<DecisionSummary>,
    /// Why it stands where it does.
    pub reason: TurnReason,
    pub version: i64,
    pub round: u32,
}

impl QueueRow {
    /// Returns whether the case belongs to a view of this mediator's.
    pub fn is_in(&self, view: View, me: Option<&Handle>, now: Time) -> bool {
        let in_queue = self.state == DisputeState::Open && self.snoozed_until.is_none();
        match view {
            View::Open => in_queue,
            View::Overdue => {
                self.state == DisputeState::Open && self.due_at.timestamp_millis() < now.timestamp_millis()
            }
            View::Mine => in_queue && me.is_some() && self.claimed_by.as_ref() == me,
            View::Unclaimed => in_queue && self.claimed_by.is_none(),
            View::Snoozed => self.state == DisputeState::Open && self.snoozed_until.is_some(),
            View::Decided => self.state == DisputeState::Decided,
            View::All => true,
            View::Approval => self.awaiting.is_some() && self.awaiting.as_ref() != me,
        }
    }
}

table! {
    /// The columns of a [`QueueRow`].
    RowColumns in "disputes" {
        rank: i64,
        id: DisputeId,
        order_id: OrderId,
        title: String,
        price: i64,
        currency: Currency,
        client: String,
        seller: String,
        lang: Lang,
        ground: Ground,
        opened_by: OpenedBy,
        state: DisputeState,
        outcome: Option<Outcome>,
        waiting_on: WaitingOn,
        waiting_since: Time,
        due_at: Time,
        opened_at: Time,
        claimed_by: Option<Handle>,
        claimed_until: Option<Time>,
        snoozed_until: Option<Time>,
        unread: u32,
        justification: Option<MessageId>,
        awaiting: Option<Handle>,
        decision: Option<DecisionId>,
        settle_at: Option<Time>,
        reason: TurnReason,
        version: i64,
        round: u32,
    }
}

table! {
    /// The columns of a row's [`DecisionSummary`].
    SummaryColumns in "decisions" {
        outcome: Outcome,
        refund: Option<i64>,
        seller_gets: Option<i64>,
    }
}

impl RowColumns {
    /// Tells of the row's decision, given what stands in it.
    fn summary(&self, columns: SummaryColumns) -> DecisionSummary {
        let SummaryColumns { outcome, refund, seller_gets } = columns;
        let money = |minor| Money::new(minor, self.currency);
        let shares =
            refund.zip(seller_gets).map(|(client, seller)| Shares { client: money(client), seller: money(seller) });
        let state = match (self.state, self.settle_at) {
            (DisputeState::Open, _) => DecisionState::Awaiting,
            (DisputeState::Decided, Some(_)) => DecisionState::OnHold,
            (DisputeState::Decided, None) => DecisionState::Effective,
        };
        let effective_at = self.settle_at.filter(|_| state == DecisionState::OnHold);
        DecisionSummary { outcome, shares, state, effective_at }
    }

    /// Returns the row of these columns, without its decision: all that a filter looks at.
    pub fn into_filtered(self) -> QueueRow {
        self.into_row(None)
    }

    /// Returns the row of these columns and those of its decision, where it has one.
    pub fn into_row(self, decision: Option<SummaryColumns>) -> QueueRow {
        let decision = decision.map(|columns| self.summary(columns));
        QueueRow {
            key: PageKey::of_stored(self.rank, self.id, self.snoozed_until.is_some()),
            id: self.id,
            order: self.order_id,
            title: self.title,
            amount: Money::new(self.price, self.currency),
            client: self.client,
            seller: self.seller,
            lang: self.lang,
            ground: self.ground,
            opened_by: self.opened_by,
            state: self.state,
            outcome: self.outcome,
            waiting_on: self.waiting_on,
            waiting_since: self.waiting_since,
            due_at: self.due_at,
            opened_at: self.opened_at,
            claimed_by: self.claimed_by,
            claimed_until: self.claimed_until,
            snoozed_until: self.snoozed_until,
            unread: self.unread,
            justified: self.justification.is_some(),
            awaiting: self.awaiting,
            decision,
            reason: self.reason,
            version: self.version,
            round: self.round,
        }
    }
}

/// Past this many, overdue cases are not counted any further: the count is a scan of the open queue's index.
pub const OVERDUE_AT_MOST: i64 = 10_000;

/// How many cases each view has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ViewCounts {
    /// Open and not snoozed.
    pub open: u64,
    /// Open and held by me.
    pub mine: u64,
    /// Open and held by nobody.
    pub unclaimed: u64,
    /// Open and past their deadline, snoozed or not; not counted past 10,000.
    pub overdue: u64,
    /// Those of them that I hold, or nobody does; not counted past 10,000 either.
    pub overdue_for_me: u64,
    pub decided: u64,
    /// All of them.
    pub all: u64,
    pub snoozed: u64,
    /// Decisions of others that wait for a second mediator.
    pub approval: u64,
}

impl ViewCounts {
    /// Returns how many cases a view has.
    pub fn of(&self, view: View) -> u64 {
        match view {
            View::Open => self.open,
            View::Mine => self.mine,
            View::Unclaimed => self.unclaimed,
            View::Overdue => self.overdue,
            View::Snoozed => self.snoozed,
            View::Decided => self.decided,
            View::All => self.all,
            View::Approval => self.approval,
        }
    }
}
