//! What a party owes an answer to, and whether it is time to remind them of it.

use crate::domain::case::records::{Ask, Dispute, Proposal};
use crate::domain::discussion::proposals;
use crate::domain::policy::Policy;
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, Side, Speaker};
use crate::store::CaseFile;

/// Something that waits for a party's answer, or has waited in vain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PendingReminder<'a> {
    Ask(&'a Ask),
    Proposal(&'a Proposal),
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ask,
    Proposal,
}

impl PendingReminder<'_> {
    /// Returns when the answer is, or was, due.
    pub fn due_at(self) -> Time {
        match self {
            Self::Ask(ask) => ask.due_at,
            Self::Proposal(proposal) => proposal.due_at,
        }
    }

    /// Returns which of the two.
    pub fn kind(self) -> Kind {
        match self {
            Self::Ask(_) => Kind::Ask,
            Self::Proposal(_) => Kind::Proposal,
        }
    }

    /// Returns the reply template that reminds of it. Litige's own question for the justification is put again in a
    /// mediator's words.
    pub fn reply(self) -> &'static str {
        match self {
            Self::Ask(ask) if ask.by.is_none() => "justification",
            Self::Ask(_) => "reminder",
            Self::Proposal(_) => "proposal-reminder",
        }
    }
}

impl Kind {
    /// Until when a party has who is reminded now.
    pub fn until(self, policy: &Policy, now: Time) -> Time {
        match self {
            Self::Ask => policy.ask_due(now),
            Self::Proposal => policy.proposal_due(now),
        }
    }
}

/// Returns the newest question without an answer: one that is open, or one that lapsed and the party has not written
/// since.
pub fn ask(dispute: &Dispute) -> Option<&Ask> {
    let silent_since = |ask: &Ask| dispute.last_wrote.of(ask.to).is_none_or(|wrote| wrote < ask.at);
    dispute.asks.iter().rev().find(|ask| match ask.state {
        AskState::Open => true,
        AskState::Lapsed => silent_since(ask),
        AskState::Answered | AskState::Withdrawn => false,
    })
}

/// Returns the proposal that waits for a word.
pub fn proposal(dispute: &Dispute) -> Option<&Proposal> {
    proposals::current(dispute).filter(|proposal| proposal.state.is_answerable())
}

/// Returns those whose word a proposal waits for.
pub fn silent(proposal: &Proposal) -> Vec<Side> {
    Side::ALL.iter().copied().filter(|side| proposal.answer(*side).is_none()).collect()
}

/// Returns what one would be reminded of: what is due first. Nobody owes anything to a discussion that is closed.
pub fn first(dispute: &Dispute) -> Option<PendingReminder<'_>> {
    if dispute.is_settled() {
        return None;
    }
    let all =
        ask(dispute).map(PendingReminder::Ask).into_iter().chain(proposal(dispute).map(PendingReminder::Proposal));
    all.min_by_key(|owed| owed.due_at())
}

/// Returns what is past its deadline while no mediator has written since: the reminder is offered.
pub fn lapsed(file: &CaseFile, now: Time) -> Option<PendingReminder<'_>> {
    let owed = first(file.case.dispute.as_ref()?).filter(|owed| owed.due_at() <= now)?;
    let by_us = |row: &&crate::store::ThreadRow| row.message.from == Speaker::Mediator;
    let last = file.thread.iter().rev().find(by_us);
    last.is_none_or(|row| row.message.at < owed.due_at()).then_some(owed)
}
