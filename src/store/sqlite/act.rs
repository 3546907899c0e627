//! What mediators do, by the rules, each in one transaction.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value, json};

use super::digest;
use super::facts::{self, Outcome};
use super::headers::{self, Cause};
use super::load::{self, Loaded};
use super::rows::Reading;
use super::team::{self, Policies};
use super::write::{self, Closing, Writer};
use crate::domain::case::context::RuleContext;
use crate::domain::case::long_parts::{Admissibility, Evidence};
use crate::domain::case::records::{Decision, Fact};
use crate::domain::decision::draft::DecisionDraft;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{AttachmentId, CreatedId, DecisionId, DisputeId, MessageId};
use crate::domain::money::accounts::Entry;
use crate::domain::money::amount::Money;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules;
use crate::domain::time::Time;
use crate::store::{Acted, StoreError};

/// See [`crate::store::Store::act`].
pub(super) fn act(db: &mut Connection, request: &Request, now: Time) -> Result<Acted, StoreError> {
    let tx = write::begin(db)?;
    let me = team::mediator(&tx, &request.by)?;
    let mut loaded = load::latest_of(&tx, request.dispute)?;
    if let Action::Decide(draft) = &request.action
        && let Some(repeated) = repeat(&tx, request, draft)?
    {
        return Ok(repeated);
    }
    let mut w = Writer::new(&tx, now)?;
    // The dispute's own policy, decided or not: an undo gives its case back to its own clock.
    let version = loaded.case.dispute.as_ref().map(|d| d.policy);
    let mut policies = Policies::default();
    let policy = match version {
        Some(version) => policies.version(&tx, version)?,
        None => policies.in_force(&tx)?,
    };
    let (from, mut facts, mut case) = (w.ids, Vec::new(), loaded.case.clone());
    let evidence = Rows::of(&tx, &loaded, request.dispute);
    let mut ctx = RuleContext { policy: &policy, now: w.now, ids: &mut w.ids, facts: &mut facts };
    let acted = rules::act(&mut case, request, &me, &evidence, &mut ctx);
    evidence.finish()?;
    let made = acted?;
    let decision = decision_of(&facts, &loaded, case.dispute.as_ref().and_then(|d| d.decision.as_ref()));
    if case == loaded.case && all_read(&tx, request.dispute, &facts)? {
        return Ok(Acted { case, made, decision, repeated: false });
    }
    let (action, cause) = (request.action.kind().as_str(), Cause::new(&request.by, &request.action));
    let body = told(&request.action, made);
    loaded.case = case;
    facts::write(&mut w, &mut loaded, Outcome { facts: &facts, from, event: None, cause })?;
    headers::put_order(&w, &loaded, false)?;
    headers::put_dispute(&mut w, &mut loaded)?;
    w.finish(Closing { actor: &request.by.0, action, dispute: Some(request.dispute), body })?;
    tx.commit()?;
    Ok(Acted { case: loaded.case, made, decision, repeated: false })
}

/// Whether the facts are nothing but receipts that are there already: then there is nothing to write.
fn all_read(db: &Connection, dispute: DisputeId, facts: &[Fact]) -> Result<bool, StoreError> {
    let mut receipt = db.prepare_cached("SELECT 1 FROM reads WHERE dispute = ?1 AND reader = ?2 AND up_to >= ?3")?;
    for fact in facts {
        let Fact::Read { by, up_to } = fact else { return Ok(false) };
        if !receipt.exists(params![dispute, by, up_to])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What the audit tells of an action beside its word: what no covered row says.
fn told(action: &Action, made: Option<CreatedId>) -> Map<String, Value> {
    let mut body = Map::new();
    let mut tell = |name: &str, value: Value| body.insert(name.to_owned(), value);
    if let Some(made) = made {
        tell("made", json!(made));
    }
    match action {
        Action::WithdrawAsk { ask } => {
            tell("ask", json!(ask));
        }
        Action::Strike { attachment, reason } => {
            tell("attachment", json!(attachment));
            tell("reason", json!(digest::hex(&digest::of_text(reason))));
        }
        Action::Snooze { until } => {
            tell("until", json!(until));
        }
        Action::MarkRead { up_to } => {
            tell("up_to", json!(up_to));
        }
        Action::Claim
        | Action::Release
        | Action::Say { .. }
        | Action::Note { .. }
        | Action::Ask { .. }
        | Action::Propose { .. }
        | Action::Decide(_)
        | Action::Undo
        | Action::Approve
        | Action::Refuse { .. } => {}
    }
    body
}

/// The decision that an action took, or the one that it did something to, as it stands now.
fn decision_of(facts: &[Fact], before: &Loaded, now: Option<&Decision>) -> Option<Decision> {
    facts.iter().rev().find_map(|fact| match fact {
        Fact::Decided(_) => now.cloned(),
        Fact::DecisionEvent(mark) => {
            let mut decision = before.case.dispute.as_ref()?.decision.clone()?;
            load::mark_decision(&mut decision, mark);
            Some(decision)
        }
        _ => None,
    })
}

/// The first result, for a decision that repeats one under the same key.
fn repeat(db: &Connection, request: &Request, draft: &DecisionDraft) -> Result<Option<Acted>, StoreError> {
    let Some(key) = &draft.key else { return Ok(None) };
    let known: Option<(DecisionId, String)> = db
        .prepare_cached("SELECT id, reasons FROM decisions WHERE key = ?1")?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, reasons)) = known else { return Ok(None) };
    let decision = load::decision(db, id)?;
    // The hash rather than the text: a name in it may have been erased since.
    let same = decision.dispute == request.dispute
        && decision.by == request.by
        && decision.outcome == draft.outcome
        && (draft.refund.is_none() || decision.refund == draft.refund)
        && once(&draft.cites) == decision.cites
        && reasons == digest::hex(&digest::of_text(&draft.reasons));
    if !same {
        let sentence = format!(
            "key \u{201c}{}\u{201d} was used for another decision, on {}; nothing was changed",
            key.escape_debug(),
            decision.dispute
        );
        let refusal = Refusal::new(Code::DuplicateId, sentence).with("dispute", decision.dispute.to_string());
        return Err(refusal.into());
    }
    let case = load::by_dispute(db, request.dispute)?.case;
    Ok(Some(Acted { case, made: None, decision: Some(decision), repeated: true }))
}

/// Each thing once, as the rules keep what is cited.
fn once<T: Copy + PartialEq>(all: &[T]) -> Vec<T> {
    let mut taken = Vec::new();
    for one in all {
        if !taken.contains(one) {
            taken.push(*one);
        }
    }
    taken
}

/// The long parts of a case, asked row by row. The rules can't fail for a disk; what failed is kept and said at the end.
struct Rows<'a> {
    db: &'a Connection,
    num: i64,
    loaded: &'a Loaded,
    dispute: DisputeId,
    failed: RefCell<Option<StoreError>>,
}

impl<'a> Rows<'a> {
    fn of(db: &'a Connection, loaded: &'a Loaded, dispute: DisputeId) -> Self {
        Self { db, num: loaded.num, loaded, dispute, failed: RefCell::new(None) }
    }

    fn or<T>(&self, nothing: T, found: Result<T, StoreError>) -> T {
        found.unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            nothing
        })
    }

    fn finish(self) -> Result<(), StoreError> {
        self.failed.into_inner().map_or(Ok(()), Err)
    }

    fn find_attachment(&self, id: AttachmentId) -> Result<Option<Admissibility>, StoreError> {
        let mut one = self.db.prepare_cached(
            "SELECT inadmissible FROM attachments WHERE id = ?1 AND order_num = ?2 \
             AND (message IS NULL OR (SELECT dispute FROM messages WHERE id = message) = ?3)",
        )?;
        let found: Option<Option<String>> =
            one.query_row(params![id, self.num, self.dispute], |row| row.get(0)).optional()?;
        Ok(found.map(|why| why.map_or(Admissibility::Admissible, Admissibility::Inadmissible)))
    }

    fn count_unread(&self, after: MessageId) -> Result<u32, StoreError> {
        let mut count = self.db.prepare_cached(
            "SELECT count(*) FROM messages WHERE dispute = ?1 AND id > ?2 AND speaker IN ('client', 'seller')",
        )?;
        Ok(count.query_row(params![self.dispute, after], |row| row.get(0))?)
    }

    fn find_entries(&self, decision: DecisionId) -> Result<Vec<Entry>, StoreError> {
        let mut entries = entries(self.db, self.num, &self.loaded.case.order.id)?;
        entries.retain(|entry| entry.decision == Some(decision) && entry.reverses.is_none());
        Ok(entries)
    }
}

impl Evidence for Rows<'_> {
    fn has_message(&self, id: MessageId) -> bool {
        let found = self
            .db
            .prepare_cached("SELECT 1 FROM messages WHERE id = ?1 AND dispute = ?2")
            .and_then(|mut one| one.exists(params![id, self.dispute]));
        self.or(false, found.map_err(StoreError::from))
    }

    fn attachment(&self, id: AttachmentId) -> Option<Admissibility> {
        self.or(None, self.find_attachment(id))
    }

    fn unread_after(&self, id: MessageId) -> u32 {
        self.or(0, self.count_unread(id))
    }

    fn entries_of(&self, decision: DecisionId) -> Vec<Entry> {
        self.or(Vec::new(), self.find_entries(decision))
    }
}

/// The ledger of an order, oldest first.
pub(super) fn entries(
    db: &Connection,
    num: i64,
    order: &crate::domain::ids::OrderId,
) -> Result<Vec<Entry>, StoreError> {
    let mut all = db.prepare_cached(
        "SELECT id, from_account, to_account, amount, currency, at, decision, reverses FROM ledger \
         WHERE order_num = ?1 ORDER BY id",
    )?;
    let rows = all.query_map([num], |row| {
        let mut r = Reading::of(row);
        Ok(Entry {
            id: r.take()?,
            order: order.clone(),
            from: r.take()?,
            to: r.take()?,
            amount: Money::new(r.take()?, r.take()?),
            at: r.time()?,
            decision: r.take()?,
            reverses: r.take()?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
