//! A writing transaction in memory: it works on a copy of the tables, which takes their place when it commits.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::MutexGuard;

use super::Data;
use super::cases;
use super::tables::Tables;
use crate::domain::audit::Chain;
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::long_parts::NeededParts;
use crate::domain::case::records::{Decision, Mediator, NotificationKind};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DecisionId, DisputeId, EventId, Handle, MessageId, OrderId, PassageId, SystemAccount};
use crate::domain::policy::Policy;
use crate::domain::queue::saved_views::SavedView;
use crate::domain::search::passage::PassageKind;
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::StoreError;
use crate::store::write::fill::KnownFile;
use crate::store::write::numbers::Numbers;
use crate::store::write::rows::case::{DisputeRow, OrderRow};
use crate::store::write::rows::discussion::MessageRow;
use crate::store::write::rows::history::{AuditRow, EventRow};
use crate::store::write::rows::passages::PassageRow;
use crate::store::write::rows::team::{AcknowledgementRow, CompletedRow, NotificationRow, PolicyRow, SavedViewRow};
use crate::store::write::table::{Row, RowRef};
use crate::store::write::{ActionContext, LoadedCase, NewRecord, WriteTransaction};

/// See [`WriteTransaction`]. Whoever else writes waits.
pub struct MemoryTransaction<'t> {
    data: MutexGuard<'t, Data>,
    account: Option<SystemAccount>,
    tables: Tables,
    numbers: Numbers,
}

impl<'t> MemoryTransaction<'t> {
    /// Begins one.
    pub fn begin(data: MutexGuard<'t, Data>, account: Option<SystemAccount>) -> Self {
        let (tables, numbers) = (data.tables.clone(), data.numbers);
        Self { data, account, tables, numbers }
    }

    /// The rows as this transaction sees them.
    pub fn tables(&mut self) -> &mut Tables {
        &mut self.tables
    }
}

impl WriteTransaction for MemoryTransaction<'_> {
    fn numbers(&mut self) -> Result<Numbers, StoreError> {
        Ok(self.numbers)
    }

    fn load_for_action(&mut self, request: &Request, needed: &NeededParts) -> Result<ActionContext, StoreError> {
        let tables = &self.tables;
        let mut context = ActionContext { team: cases::mediators(tables), ..ActionContext::default() };
        context.case = cases::find_latest(tables, request.dispute);
        let Some(loaded) = &context.case else { return Ok(context) };
        context.completed = request.key.as_ref().and_then(|key| tables.find(&[&key.0]));
        if let Action::Decide(draft) = &request.action {
            context.keyed_decision = draft.key.as_ref().and_then(|key| cases::keyed_decision(tables, key));
        }
        context.policy = Some(cases::policy(tables, loaded.case.dispute.as_ref().map(|d| d.policy)));
        context.parts = cases::case_file(tables, request.dispute)?.long_parts(needed);
        for file in &mut context.parts.attachments {
            file.event = cases::event_of(tables, file.id);
        }
        context.receipts = cases::receipts(tables, request.dispute);
        let messages = tables.children::<MessageRow<'_>>("dispute", &request.dispute);
        context.answered = messages.iter().any(|message| message.speaker == Speaker::Mediator);
        Ok(context)
    }

    fn load_dispute(&mut self, id: DisputeId) -> Result<Option<LoadedCase>, StoreError> {
        Ok(cases::find_dispute(&self.tables, id))
    }

    fn load_orders(&mut self, ids: &[&OrderId]) -> Result<Vec<LoadedCase>, StoreError> {
        let orders = self.tables.all::<OrderRow<'_>>().into_iter().filter(|order| ids.contains(&&*order.id));
        Ok(orders.map(|order| cases::load(&self.tables, order.num, order.dispute)).collect())
    }

    fn load_due(&mut self, now: Time, limit: usize) -> Result<Vec<LoadedCase>, StoreError> {
        let due = due(&self.tables, now).into_iter().take(limit);
        Ok(due.filter_map(|id| cases::find_dispute(&self.tables, id)).collect())
    }

    fn load_event_digests(&mut self, ids: &[&EventId]) -> Result<HashMap<EventId, Vec<u8>>, StoreError> {
        let events = self.tables.all::<EventRow<'_>>().into_iter();
        let known = events.filter_map(|event| Some((event.event_id?.into_owned(), event.digest.to_vec())));
        Ok(known.filter(|(id, _)| ids.contains(&id)).collect())
    }

    fn load_event_files(&mut self, ids: &[&EventId]) -> Result<HashMap<EventId, Vec<KnownFile>>, StoreError> {
        let events = self.tables.all::<EventRow<'_>>().into_iter();
        let of_events = events.filter_map(|event| Some((event.event_id.clone()?.into_owned(), event)));
        let wanted = of_events.filter(|(id, _)| ids.contains(&id));
        Ok(wanted.map(|(id, event)| (id, cases::event_files(&self.tables, &event))).collect())
    }

    fn load_policy(&mut self, version: Option<u32>) -> Result<Policy, StoreError> {
        Ok(cases::policy(&self.tables, version))
    }

    fn account(&self) -> Option<&SystemAccount> {
        self.account.as_ref()
    }

    fn load_team(&mut self) -> Result<Vec<Mediator>, StoreError> {
        Ok(cases::mediators(&self.tables))
    }

    fn load_held(&mut self, by: &Handle) -> Result<Vec<LoadedCase>, StoreError> {
        let is_by = |handle: &Option<Cow<'_, Handle>>| handle.as_deref() == Some(by);
        let rows = self.tables.all::<DisputeRow<'_>>().into_iter();
        let held = rows.filter(|row| is_by(&row.claimed_by)).map(|row| row.id);
        Ok(held.filter_map(|id| cases::find_dispute(&self.tables, id)).collect())
    }

    fn load_decision(&mut self, id: DecisionId) -> Result<Decision, StoreError> {
        Ok(cases::decision(&self.tables, id))
    }

    fn load_views(&mut self, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        Ok(cases::views(&self.tables, of))
    }

    fn load_completed(&mut self, key: &str) -> Result<Option<CompletedRow<'static>>, StoreError> {
        Ok(self.tables.find(&[&key.to_owned()]))
    }

    fn has_blob(&mut self, blob: &BlobRef) -> Result<bool, StoreError> {
        Ok(self.data.blobs.contains_key(&blob.sha256))
    }

    fn insert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        self.tables.insert(row)
    }

    fn update(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        self.tables.update(row);
        Ok(())
    }

    fn upsert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        self.tables.upsert(row)
    }

    fn replace_views(&mut self, of: &Handle, views: &[SavedView]) -> Result<(), StoreError> {
        for row in self.tables.all::<SavedViewRow<'_>>().into_iter().filter(|row| *row.handle == *of) {
            self.tables.remove::<SavedViewRow<'_>>(&[of, &row.place]);
        }
        for (place, view) in (0_i64..).zip(views) {
            let row = SavedViewRow {
                handle: Cow::Borrowed(of),
                place,
                name: Cow::Borrowed(&view.name),
                base: view.base,
                query: Cow::Borrowed(&view.query),
            };
            self.tables.insert(&RowRef::new(SavedViewRow::layout(), row.fields().as_ref()))?;
        }
        Ok(())
    }

    fn forget_notifications(
        &mut self,
        of: &Handle,
        dispute: DisputeId,
        what: &[NotificationKind],
    ) -> Result<(), StoreError> {
        for what in what {
            self.tables.remove::<NotificationRow<'_>>(&[of, &dispute, what]);
            self.tables.remove::<AcknowledgementRow<'_>>(&[of, &dispute, what]);
        }
        Ok(())
    }

    fn forget_completed(&mut self, before: Time) -> Result<(), StoreError> {
        for row in self.tables.all::<CompletedRow<'_>>().into_iter().filter(|row| row.at < before) {
            self.tables.remove::<CompletedRow<'_>>(&[&row.key]);
        }
        Ok(())
    }

    /// A search looks at every message.
    fn index_message(&mut self, _: MessageId, _: &str) -> Result<(), StoreError> {
        Ok(())
    }

    /// The same.
    fn index_passage(&mut self, _: PassageId, _: &str) -> Result<(), StoreError> {
        Ok(())
    }

    fn forget_passage(&mut self, kind: PassageKind, of: i64) -> Result<(), StoreError> {
        let rows = self.tables.all::<PassageRow<'_>>().into_iter();
        for row in rows.filter(|row| row.kind == kind && row.of == of) {
            self.tables.remove::<PassageRow<'_>>(&[&row.id]);
        }
        Ok(())
    }

    fn save_numbers(&mut self, _: &Numbers, now: &Numbers) -> Result<(), StoreError> {
        self.numbers = *now;
        Ok(())
    }

    fn append_audit(&mut self, mut record: NewRecord) -> Result<(), StoreError> {
        let last = self.tables.last::<AuditRow<'_>>();
        let mut chain = last.map_or_else(Chain::default, |row| Chain { len: row.seq, head: row.hash.into_owned() });
        if chain.len == 0 {
            record.add_policies(self.tables.all::<PolicyRow<'_>>());
        }
        let record = record.append_to(&mut chain);
        let row = AuditRow::new(&record, &chain.head);
        self.tables.insert(&RowRef::new(AuditRow::layout(), row.fields().as_ref()))
    }

    fn commit(mut self) -> Result<(), StoreError> {
        (self.data.tables, self.data.numbers) = (self.tables, self.numbers);
        Ok(())
    }
}

/// The disputes that time alone changes by now, the longest due first.
pub fn due(tables: &Tables, now: Time) -> Vec<DisputeId> {
    let disputes = tables.all::<DisputeRow<'_>>().into_iter();
    let mut due: Vec<_> = disputes.filter_map(|row| Some((row.settle_at.filter(|at| *at <= now)?, row.id))).collect();
    due.sort_unstable();
    due.into_iter().map(|(_, id)| id).collect()
}
