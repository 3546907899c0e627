//! What a party owes an answer to, and of which a mediator may remind them (docs/process.md, "Reminders").

use super::proposals;
use super::thread;
use crate::domain::case::records::{Ask, Dispute, Proposal};
use crate::domain::ids::OwedAnswer;
use crate::domain::policy::Policy;
use crate::domain::refusal::{DiscussionRefusal, Refusal, Unknown};
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, Side};

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
    /// Returns the name of what is owed.
    pub fn id(self) -> OwedAnswer {
        match self {
            Self::Ask(ask) => OwedAnswer::Ask(ask.id),
            Self::Proposal(proposal) => OwedAnswer::Proposal(proposal.id),
        }
    }

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

    /// Returns the parties that owe it.
    pub fn owed_by(self) -> Vec<Side> {
        match self {
            Self::Ask(ask) => vec![ask.to],
            Self::Proposal(proposal) => silent(proposal),
        }
    }

    /// Returns the name of the reply template that reminds of it. Litige's own question for the justification is put again in
    /// a mediator's words.
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
    dispute.asks.iter().rev().find(|ask| is_unanswered(dispute, ask))
}

/// Returns whether a question waits for an answer: it is open, or it lapsed and the party has not written since it was put.
pub(in crate::domain) fn is_unanswered(dispute: &Dispute, ask: &Ask) -> bool {
    match ask.state {
        AskState::Open => true,
        AskState::Lapsed => dispute.last_wrote.of(ask.to).is_none_or(|wrote| wrote < ask.at),
        AskState::Answered | AskState::Withdrawn => false,
    }
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

/// Returns what a reminder recalls, if it is still owed.
///
/// # Errors
/// What is named is not of the dispute, or waits for no answer any more.
pub(in crate::domain) fn find(dispute: &Dispute, of: Option<OwedAnswer>) -> Result<PendingReminder<'_>, Refusal> {
    let found = match of {
        None => None,
        Some(OwedAnswer::Ask(id)) => {
            let ask = dispute.asks.iter().find(|ask| ask.id == id).ok_or_else(|| thread::unknown_ask(dispute, id))?;
            Some(PendingReminder::Ask(ask)).filter(|_| is_unanswered(dispute, ask))
        }
        Some(OwedAnswer::Proposal(id)) => {
            let unknown = || Unknown::Proposal { proposal: id, dispute: dispute.id };
            let proposal = dispute.proposals.iter().find(|proposal| proposal.id == id).ok_or_else(unknown)?;
            Some(PendingReminder::Proposal(proposal)).filter(|_| proposal.state.is_answerable())
        }
    };
    found.ok_or_else(|| DiscussionRefusal::NothingOwed { dispute: dispute.id, of }.into())
}
