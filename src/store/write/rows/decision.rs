//! Decisions, the money that they move, and what the marketplace is told.

use std::borrow::Cow;

use crate::domain::case::records::{
    Decision, DecisionEvent, DecisionEventKind, DecisionState, OutboxType, Outgoing, SecondReview,
};
use crate::domain::ids::{Cite, DecisionId, DisputeId, EntryId, Handle, OrderId, ProposalId};
use crate::domain::money::accounts::{Account, LedgerEntry};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, Outcome};
use crate::store::write::digest;
use crate::store::write::table::table;
use crate::store::write::value::List;

table! {
    /// A decision, which never changes. Its reasons are a [`DecisionTextRow`].
    DecisionRow<'a> in "decisions" {
        id: DecisionId [key, digest],
        dispute: DisputeId [digest],
        round: u32 [digest],
        outcome: Outcome [digest],
        basis: Option<Basis> [digest],
        refund: Option<i64> [digest],
        seller_gets: Option<i64> [digest],
        currency: Currency [digest],
        proposal: Option<ProposalId> [digest],
        cites: List<'a, Cite> [digest],
        handle: Cow<'a, Handle> [digest],
        at: Time [digest],
        effective_at: Option<Time> [digest],
        key: Option<Cow<'a, str>> [digest],
        reasons: Cow<'a, str> [digest],
    }
}

impl<'a> DecisionRow<'a> {
    /// The row of a decision on an order in this currency.
    pub fn new(decision: &'a Decision, currency: Currency) -> Self {
        Self {
            id: decision.id,
            dispute: decision.dispute,
            round: decision.round,
            outcome: decision.outcome,
            basis: decision.basis,
            refund: decision.refund.map(|money| money.minor),
            seller_gets: decision.seller_gets.map(|money| money.minor),
            currency,
            proposal: decision.proposal,
            cites: List(Cow::Borrowed(&decision.cites)),
            handle: Cow::Borrowed(&decision.by),
            at: decision.at,
            effective_at: decision.effective_at,
            key: decision.key.as_deref().map(Cow::Borrowed),
            reasons: Cow::Owned(digest::hex_of_text(&decision.reasons)),
        }
    }

    /// The decision of this row with its reasons and all that happened to it since, oldest first.
    pub fn into_decision(self, reasons: String, events: impl IntoIterator<Item = DecisionEvent>) -> Decision {
        let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, self.currency));
        let mut decision = Decision {
            id: self.id,
            dispute: self.dispute,
            round: self.round,
            outcome: self.outcome,
            basis: self.basis,
            refund: money(self.refund),
            seller_gets: money(self.seller_gets),
            proposal: self.proposal,
            reasons,
            cites: self.cites.0.into_owned(),
            by: self.handle.into_owned(),
            at: self.at,
            effective_at: self.effective_at,
            key: self.key.map(Cow::into_owned),
            second: None,
            state: if self.effective_at.is_none() { DecisionState::Awaiting } else { DecisionState::OnHold },
        };
        for event in events {
            apply_event(&mut decision, &event);
        }
        decision
    }
}

/// Applies what happened to a decision to it.
pub fn apply_event(decision: &mut Decision, event: &DecisionEvent) {
    let second = || event.by.clone().map(|by| SecondReview { by, at: event.at, reason: event.reason.clone() });
    decision.state = match event.kind {
        DecisionEventKind::Approved => {
            decision.effective_at = event.effective_at;
            decision.second = second();
            DecisionState::OnHold
        }
        DecisionEventKind::Refused => {
            decision.second = second();
            DecisionState::Refused
        }
        DecisionEventKind::Reversed => DecisionState::Reversed,
        DecisionEventKind::Effective => DecisionState::Effective,
    };
}

table! {
    /// What happened to a decision after it was taken.
    DecisionEventRow<'a> in "decision_marks" {
        id: i64 [key, digest],
        decision: DecisionId [digest],
        kind: DecisionEventKind [digest],
        at: Time [digest],
        handle: Option<Cow<'a, Handle>> [digest],
        effective_at: Option<Time> [digest],
        reason: Option<String> [digest],
    }
}

impl<'a> DecisionEventRow<'a> {
    /// The row of what happened to a decision, under this number.
    pub fn new(event: &'a DecisionEvent, id: i64) -> Self {
        let DecisionEvent { decision, kind, at, by, reason, effective_at } = event;
        Self {
            id,
            decision: *decision,
            kind: *kind,
            at: *at,
            handle: by.as_ref().map(Cow::Borrowed),
            effective_at: *effective_at,
            reason: reason.as_deref().map(digest::hex_of_text),
        }
    }

    /// What happened, with its reason's text.
    pub fn into_event(self, reason: Option<String>) -> DecisionEvent {
        let Self { decision, kind, at, handle, effective_at, .. } = self;
        DecisionEvent { decision, kind, at, by: handle.map(Cow::into_owned), reason, effective_at }
    }
}

table! {
    /// The reasons of a decision (`mark` 0) or of what happened to it. The hash of the text stands in the other row, so that
    /// a name can be erased here.
    DecisionTextRow<'a> in "decision_texts" [erasable] {
        decision: DecisionId [key],
        mark: i64 [key],
        body: Cow<'a, str>,
    }
}

table! {
    /// A movement of money.
    LedgerRow in "ledger" {
        id: EntryId [key, digest],
        order_num: i64 [digest],
        from_account: Account [digest],
        to_account: Account [digest],
        amount: i64 [digest],
        currency: Currency [digest],
        at: Time [digest],
        decision: Option<DecisionId> [digest],
        reverses: Option<EntryId> [digest],
    }
}

impl LedgerRow {
    /// The row of an entry of this order.
    pub fn new(entry: &LedgerEntry, order_num: i64) -> Self {
        let LedgerEntry { id, order: _, from, to, amount, at, decision, reverses } = entry;
        Self {
            id: *id,
            order_num,
            from_account: *from,
            to_account: *to,
            amount: amount.minor,
            currency: amount.currency,
            at: *at,
            decision: *decision,
            reverses: *reverses,
        }
    }

    /// The entry of this row.
    pub fn into_entry(self, order: OrderId) -> LedgerEntry {
        LedgerEntry {
            id: self.id,
            order,
            from: self.from_account,
            to: self.to_account,
            amount: Money::new(self.amount, self.currency),
            at: self.at,
            decision: self.decision,
            reverses: self.reverses,
        }
    }
}

table! {
    /// A line for the marketplace; `body` is JSON: what the line says beside the other columns.
    OutboxRow in "outbox" [erasable] {
        seq: i64 [key, digest],
        at: Time [digest],
        kind: OutboxType [digest],
        order_num: i64 [digest],
        dispute: DisputeId [digest],
        body: String [digest],
    }
}

impl OutboxRow {
    /// The row of a line about this order, under this number.
    pub fn new(line: &Outgoing, seq: i64, order_num: i64) -> Self {
        let Outgoing { at, kind, order: _, dispute, body } = line;
        let body = serde_json::Value::Object(body.clone()).to_string();
        Self { seq, at: *at, kind: *kind, order_num, dispute: *dispute, body }
    }
}
