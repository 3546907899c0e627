//! Filling a new database with very much: the same rules and the same rows as one by one, in one transaction, with what
//! only pays off then. A case stays in memory from its first event until it is left, and its headers are written once; the
//! audit has few records, which cover every row.

use std::collections::HashMap;

use serde_json::{Map, json};

use super::events::{self, IncomingEvent};
use super::facts::{self, Outcome};
use super::transaction::{Cause, LoadedCase, WriteTransaction};
use super::writer::{Closing, Writer, stored};
use super::{headers, team};
use crate::domain::case::context::RuleContext;
use crate::domain::case::long_parts::{Admissibility, LongParts, NamedFile, NeededParts};
use crate::domain::case::records::{Case, Dispute, Fact, Mediator};
use crate::domain::decision::work_figures::TurnBefore;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::{EventId, Handle, Ids, MessageId, OrderId};
use crate::domain::marketplace::event::Event;
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::policy::Policy;
use crate::domain::refusal::{Refusal, Unknown};
use crate::domain::rules;
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::StoreError;

/// A database that is being filled.
pub struct BulkFill<T> {
    w: Writer<T>,
    policy: Policy,
    team: HashMap<Handle, Mediator>,
    cases: HashMap<OrderId, BulkCase>,
    facts: Vec<Fact>,
    events: u64,
    actions: u64,
}

/// A case in memory.
struct BulkCase {
    loaded: LoadedCase,
    long: LongHistory,
}

impl<T> std::fmt::Debug for BulkFill<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BulkFill")
            .field("cases", &self.cases.len())
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}

impl<T: WriteTransaction> BulkFill<T> {
    /// Begins to fill a database of this team.
    pub fn begin(mut tx: T, members: Vec<Mediator>, now: Time) -> Result<Self, StoreError> {
        let policy = tx.load_policy(None)?;
        let mut w = Writer::begin(tx, now)?;
        w.inserts_headers_last = true;
        Ok(Self {
            w,
            policy,
            team: members.into_iter().map(|m| (m.handle.clone(), m)).collect(),
            cases: HashMap::new(),
            facts: Vec::new(),
            events: 0,
            actions: 0,
        })
    }

    /// Applies an event of the marketplace, now. Its id must be a new one. Returns what the rules made of it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the rules say no: then all of it fails.
    pub fn apply(&mut self, event: &Event) -> Result<&[Fact], StoreError> {
        self.events += 1;
        self.w.now = stored(event.at);
        let incoming = IncomingEvent::new(event);
        let cause = Cause::new(incoming.speaker(), event.kind.event_type());
        let (from, seq) = (self.w.numbers.ids, self.w.numbers.event());
        self.facts.clear();
        let open = self.cases.remove(&event.order);
        let (known, case) = open.map(BulkCase::without_case).unzip();
        let mut ctx =
            RuleContext { policy: &self.policy, now: self.w.now, ids: &mut self.w.numbers.ids, facts: &mut self.facts };
        let case = rules::apply(case, event, &mut ctx)?;
        let open = match known {
            Some(known) => known.with_case(case),
            None => {
                let loaded = LoadedCase::new(self.w.numbers.order(), seq, case);
                BulkCase { loaded, long: LongHistory::default() }
            }
        };
        incoming.insert(&mut self.w, seq, open.loaded.order_num, events::about(event, &self.facts))?;
        self.write(open, cause, from, Some((seq, &event.id)))
    }

    /// Does what a mediator asks, now. Returns what the rules made of it.
    ///
    /// # Errors
    /// As [`BulkFill::apply`].
    pub fn act(&mut self, order: &OrderId, request: &Request, now: Time) -> Result<&[Fact], StoreError> {
        self.actions += 1;
        let me = self.team.get(&request.by).ok_or_else(|| team::not_a_mediator(&request.by))?;
        let mut open = self.cases.remove(order).ok_or_else(|| unknown(order))?;
        self.w.now = stored(now);
        self.facts.clear();
        let from = self.w.numbers.ids;
        let mut ctx =
            RuleContext { policy: &self.policy, now: self.w.now, ids: &mut self.w.numbers.ids, facts: &mut self.facts };
        let decided = open.loaded.case.dispute.as_ref().and_then(|dispute| dispute.decision.as_ref());
        let decided_by = decided.map(|decision| decision.by.clone());
        let parts = open.long.parts(&rules::needed_parts(&request.action), open.loaded.case.dispute.as_ref());
        let (turn, answered) = (TurnBefore::of(&open.loaded.case), open.long.answered);
        rules::act(&mut open.loaded.case, request, me, &parts, &mut ctx)?;
        if let Some(turn) = turn {
            let counts = turn.counts(&open.loaded.case, &request.by, &self.facts, answered, self.w.now);
            counts.into_iter().for_each(|done| self.w.count_work(done));
            if let (Action::Undo, Some(by)) = (&request.action, decided_by) {
                self.w.count_work(turn.undone(&by, self.w.now));
            }
        }
        self.write(open, Cause::new(&request.by, &request.action), from, None)
    }

    /// Does what time alone does to a case. Returns what the rules made of it.
    ///
    /// # Errors
    /// As [`BulkFill::apply`].
    pub fn settle(&mut self, order: &OrderId, now: Time) -> Result<&[Fact], StoreError> {
        let mut open = self.cases.remove(order).ok_or_else(|| unknown(order))?;
        self.w.now = stored(now);
        self.facts.clear();
        let from = self.w.numbers.ids;
        let mut ctx =
            RuleContext { policy: &self.policy, now: self.w.now, ids: &mut self.w.numbers.ids, facts: &mut self.facts };
        rules::settle(&mut open.loaded.case, &mut ctx);
        self.write(open, Cause::new(Actor::System, ChangeKind::Settle), from, None)
    }

    /// A case in memory.
    pub fn case(&self, order: &OrderId) -> Option<&Case> {
        self.cases.get(order).map(|open| &open.loaded.case)
    }

    /// Nothing more will happen to this order here: it leaves the memory.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    pub fn leave(&mut self, order: &OrderId) -> Result<(), StoreError> {
        let Some(open) = self.cases.remove(order) else { return Ok(()) };
        open.insert_headers(&mut self.w)?;
        self.w.split_record("system", "fill")
    }

    fn write(
        &mut self,
        mut open: BulkCase,
        cause: Cause,
        from: Ids,
        event: Option<(i64, &EventId)>,
    ) -> Result<&[Fact], StoreError> {
        let outcome = Outcome { facts: &self.facts, from, event: event.map(|(seq, _)| seq), cause };
        facts::write_facts(&mut self.w, &mut open.loaded, outcome)?;
        open.long.add(&self.facts, event.map(|(_, id)| id));
        self.cases.insert(open.loaded.case.order.id.clone(), open);
        Ok(&self.facts)
    }

    /// Writes what is still in memory, and commits.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let mut open: Vec<BulkCase> = self.cases.drain().map(|(_, open)| open).collect();
        open.sort_unstable_by_key(|open| open.loaded.order_num);
        for one in open {
            one.insert_headers(&mut self.w)?;
            self.w.split_record("system", "fill")?;
        }
        let mut body = Map::new();
        body.insert("accepted".to_owned(), json!(self.events));
        body.insert("actions".to_owned(), json!(self.actions));
        self.w.finish(Closing { actor: "system", action: "fill", dispute: None, body })
    }
}

/// A case in memory whose rules are at work: all but the case itself.
struct Rest {
    order_num: i64,
    placed: i64,
    justification: Option<MessageId>,
    cause: Cause,
    long: LongHistory,
}

impl Rest {
    fn with_case(self, case: Case) -> BulkCase {
        let Self { order_num, placed, justification, cause, long } = self;
        let loaded = LoadedCase { justification, cause, ..LoadedCase::new(order_num, placed, case) };
        BulkCase { loaded, long }
    }
}

impl BulkCase {
    fn without_case(self) -> (Rest, Case) {
        let LoadedCase { order_num, placed, justification, cause, case, .. } = self.loaded;
        (Rest { order_num, placed, justification, cause, long: self.long }, case)
    }

    fn insert_headers<T: WriteTransaction>(mut self, w: &mut Writer<T>) -> Result<(), StoreError> {
        headers::insert_order(w, &self.loaded)?;
        headers::write_dispute(w, &mut self.loaded)
    }
}

/// What the rules may ask about the long parts of a case in memory.
#[derive(Debug, Default)]
struct LongHistory {
    messages: Vec<MessageId>,
    /// Those of the parties among them.
    parties: Vec<MessageId>,
    attachments: Vec<NamedFile>,
    /// Whether a mediator has written to the parties.
    answered: bool,
    entries: Vec<LedgerEntry>,
}

impl LongHistory {
    /// Adds what an event brought, or an action made.
    fn add(&mut self, facts: &[Fact], event: Option<&EventId>) {
        for fact in facts {
            match fact {
                Fact::Message(m) => {
                    self.messages.push(m.id);
                    self.answered |= m.from == Speaker::Mediator;
                    if matches!(m.from, Speaker::Client | Speaker::Seller) {
                        self.parties.push(m.id);
                    }
                }
                Fact::Attachment(a) => {
                    self.attachments.push(NamedFile::new(a, event.cloned()));
                }
                Fact::Struck { attachment, reason } => {
                    let struck = self.attachments.iter_mut().filter(|a| a.id == *attachment);
                    struck.for_each(|a| a.admissibility = Admissibility::Inadmissible(reason.clone()));
                }
                Fact::Admitted { attachment } => {
                    let admitted = self.attachments.iter_mut().filter(|a| a.id == *attachment);
                    admitted.for_each(|a| a.admissibility = Admissibility::Admissible);
                }
                Fact::Entry(entry) => self.entries.push(entry.clone()),
                Fact::Note(_)
                | Fact::Notify { .. }
                | Fact::Acknowledge { .. }
                | Fact::ForgetNotifications { .. }
                | Fact::Ask(_)
                | Fact::Proposal(_)
                | Fact::Read { .. }
                | Fact::Decided(_)
                | Fact::DecisionEvent(_)
                | Fact::Outbox(_) => {}
            }
        }
    }

    fn parts(&self, needed: &NeededParts, dispute: Option<&Dispute>) -> LongParts {
        let is_known = |id: &&MessageId| self.messages.binary_search(id).is_ok();
        let attachments = self.attachments.iter().filter(|file| needed.attachments.contains(&file.id));
        let unread_after = needed.read_up_to.map_or(0, |up_to| {
            let after = self.parties.len() - self.parties.partition_point(|m| *m <= up_to);
            u32::try_from(after).unwrap_or(u32::MAX)
        });
        let decision = dispute.and_then(|d| d.decision.as_ref()).map(|decision| decision.id);
        let decision = decision.filter(|_| needed.entries);
        let entries =
            self.entries.iter().filter(|e| e.decision.is_some() && e.decision == decision && e.reverses.is_none());
        LongParts {
            messages: needed.messages.iter().filter(is_known).copied().collect(),
            attachments: attachments.cloned().collect(),
            unread_after,
            entries: entries.cloned().collect(),
            receiver: None,
        }
    }
}

fn unknown(order: &OrderId) -> StoreError {
    Refusal::from(Unknown::OrderLeft { order: order.clone() }).into()
}
