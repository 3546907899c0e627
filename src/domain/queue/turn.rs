//! Whose turn it is, since when, until when, and why (docs/process.md, "Whose turn it is"). Nothing here is guessed: a party
//! is waited for only while something with a deadline waits for them; otherwise it is the mediator's turn.
//!
//! - Waiting on parties: due at the earliest of those deadlines.
//! - Waiting on the mediator: due at the beginning of their turn plus the policy's response time. News does not push it
//!   later. After a lapse it is due at the lapse itself, so that the case comes up at once.

use chrono::TimeDelta;

use crate::domain::case::records::{Ask, DecisionEventKind, Dispute, Proposal};
use crate::domain::ids::{AskId, ProposalId};
use crate::domain::policy::Policy;
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, DisputeState, ProposalState, Side, WaitingOn, vocabulary};

/// Returns whether this ask still waits for its answer at `at`.
fn waits(ask: &Ask, at: Time) -> bool {
    ask.state == AskState::Open && at < ask.due_at
}

/// Returns whether this proposal still waits for this party's word at `at`.
fn waits_for(proposal: &Proposal, side: Side, at: Time) -> bool {
    proposal.state == ProposalState::Open && proposal.answer(side).is_none() && at < proposal.due_at
}

/// Returns everything that waits for this party at `at`, as (since, until).
fn waiting<'a>(dispute: &'a Dispute, side: Side, at: Time) -> impl Iterator<Item = (Time, Time)> + 'a {
    let asks = dispute.asks.iter().filter(move |a| a.to == side && waits(a, at)).map(|a| (a.at, a.due_at));
    let proposals = dispute.proposals.iter().filter(move |p| waits_for(p, side, at)).map(|p| (p.at, p.due_at));
    asks.chain(proposals)
}

/// A turn: whose, since when, until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    pub on: WaitingOn,
    pub since: Time,
    /// When it should be over.
    pub due_at: Time,
}

/// Returns the parties' turn at `at`; `None` when nothing waits for them, or when a decision waits for a second
/// mediator.
pub fn parties_turn(dispute: &Dispute, at: Time) -> Option<Turn> {
    if dispute.is_settled() {
        return None;
    }
    let has = |side| waiting(dispute, side, at).next().is_some();
    let on = match (has(Side::Client), has(Side::Seller)) {
        (true, true) => WaitingOn::Both,
        (true, false) => WaitingOn::Client,
        (false, true) => WaitingOn::Seller,
        (false, false) => return None,
    };
    let all = || waiting(dispute, Side::Client, at).chain(waiting(dispute, Side::Seller, at));
    let since = all().map(|(since, _)| since).min()?;
    let due_at = all().map(|(_, due)| due).min()?;
    Some(Turn { on, since, due_at })
}

/// Passes the turn on after something happened at `at`. What had lapsed by then must have lapsed already.
pub(in crate::domain) fn pass_turn(dispute: &mut Dispute, at: Time, policy: &Policy) {
    match parties_turn(dispute, at) {
        Some(turn) => set_turn(dispute, turn),
        None if dispute.waiting_on == WaitingOn::Mediator => {}
        // An event stamped before the turn it ends does not make the next one begin before it (docs/process.md, "Clocks of
        // the marketplace").
        None => mediators_turn(dispute, at.max(dispute.waiting_since), policy),
    }
}

/// Begins a turn of the mediator's at `since`, whatever was before.
pub(in crate::domain) fn mediators_turn(dispute: &mut Dispute, since: Time, policy: &Policy) {
    set_turn(dispute, Turn { on: WaitingOn::Mediator, since, due_at: policy.response_due(since) });
}

/// Passes the turn on because deadlines passed; `last` is the latest of them.
pub(in crate::domain) fn lapse_turn(dispute: &mut Dispute, last: Time, at: Time) {
    if dispute.waiting_on != WaitingOn::Mediator {
        let back = Turn { on: WaitingOn::Mediator, since: last, due_at: last };
        set_turn(dispute, parties_turn(dispute, at).unwrap_or(back));
    }
}

fn set_turn(dispute: &mut Dispute, turn: Turn) {
    dispute.waiting_on = turn.on;
    dispute.waiting_since = turn.since;
    dispute.due_at = turn.due_at;
}

/// Why it is someone's turn, for the mediator to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnExplanation {
    /// It is decided; nobody is waited for.
    Decided,
    /// A decision waits for a second mediator.
    SecondMediator,
    /// The justification has been asked for and is awaited.
    Justification(AskId),
    /// This ask, the next to lapse, waits for its answer.
    Ask(AskId),
    /// This proposal waits for the word of one or both parties.
    Proposal(ProposalId),
    /// Both parties accepted this proposal: it is to be carried out.
    Agreed(ProposalId),
    /// This ask lapsed without an answer.
    AskLapsed(AskId),
    /// This proposal's time is over without the word of both parties.
    ProposalLapsed(ProposalId),
    /// A party declined this proposal.
    Declined(ProposalId),
    /// A decision was undone, and nothing has come of the parties since.
    Undone,
    /// A second mediator refused a decision, and nothing has come of the parties since.
    Refused,
    /// A party wrote, and no mediator has read it.
    Unread,
    /// The discussion is the mediator's to lead.
    Discussion,
}

/// Returns why it is whose turn it is at `now`, for a case that is settled (see [`crate::domain::rules::settle`]).
#[cfg_attr(private_tree, expect(dead_code, reason = "the tests of the rules hold the reason that is kept against it"))]
pub fn explain(dispute: &Dispute, now: Time) -> TurnExplanation {
    if dispute.state == DisputeState::Decided {
        return TurnExplanation::Decided;
    }
    if dispute.decision.is_some() {
        return TurnExplanation::SecondMediator;
    }
    why_the_parties(dispute, now).unwrap_or_else(|| why_the_mediator(dispute))
}

/// Returns what the parties are asked for; of several things the next to lapse.
fn why_the_parties(dispute: &Dispute, now: Time) -> Option<TurnExplanation> {
    let waits_for_someone = |p: &&Proposal| Side::ALL.iter().any(|side| waits_for(p, *side, now));
    let ask = dispute.asks.iter().filter(|a| waits(a, now)).min_by_key(|a| a.due_at);
    let proposal = dispute.proposals.iter().filter(waits_for_someone).min_by_key(|p| p.due_at);
    match (ask, proposal) {
        (Some(ask), Some(proposal)) if proposal.due_at < ask.due_at => Some(TurnExplanation::Proposal(proposal.id)),
        (Some(ask), _) if ask.by.is_none() => Some(TurnExplanation::Justification(ask.id)),
        (Some(ask), _) => Some(TurnExplanation::Ask(ask.id)),
        (None, proposal) => proposal.map(|p| TurnExplanation::Proposal(p.id)),
    }
}

fn why_the_mediator(dispute: &Dispute) -> TurnExplanation {
    // A turn that began with a lapse was due when it began.
    let lapse = Some(dispute.due_at).filter(|due| *due == dispute.waiting_since);
    let ask = dispute.asks.iter().find(|a| a.state == AskState::Lapsed && Some(a.due_at) == lapse);
    // What was there before a decision was taken back is not why the case is open.
    let is_news = |at: Option<Time>| dispute.reopened.is_none_or(|reopened| at > Some(reopened.at));
    let last_wrote = dispute.last_wrote.client.max(dispute.last_wrote.seller);
    match (dispute.proposals.last(), ask) {
        (Some(p), _) if p.state == ProposalState::Agreed && is_news(p.answered_at) => TurnExplanation::Agreed(p.id),
        (_, Some(ask)) => TurnExplanation::AskLapsed(ask.id),
        (Some(p), _) if p.state.is_answerable() && Some(p.due_at) == lapse => TurnExplanation::ProposalLapsed(p.id),
        _ if dispute.unread > 0 && is_news(last_wrote) => TurnExplanation::Unread,
        (Some(p), _) if p.state == ProposalState::Declined && is_news(p.answered_at) => TurnExplanation::Declined(p.id),
        _ => match dispute.reopened.map(|reopened| reopened.by) {
            Some(DecisionEventKind::Refused) => TurnExplanation::Refused,
            Some(_) => TurnExplanation::Undone,
            None => TurnExplanation::Discussion,
        },
    }
}

vocabulary!(
    /// Why a case stands where it does in the queue, in a word: [`TurnExplanation`] without what only the case itself knows.
    TurnReason, "a reason", {
        Decided = "decided",
        /// A decision waits for a second mediator.
        SecondMediator = "second_mediator",
        /// The client is to say why they opened it.
        Justification = "justification",
        /// The client is to answer a question.
        AskClient = "ask_client",
        /// The seller is to answer a question.
        AskSeller = "ask_seller",
        /// A proposal waits for a word.
        Proposal = "proposal",
        /// Both accepted a proposal.
        Agreed = "agreed",
        /// The client did not answer in time.
        ClientSilent = "client_silent",
        /// The seller did not answer in time.
        SellerSilent = "seller_silent",
        /// Nobody settled a proposal in time.
        ProposalLapsed = "proposal_lapsed",
        /// A proposal was declined.
        Declined = "declined",
        /// A decision was undone.
        Undone = "undone",
        /// A second mediator refused a decision.
        Refused = "refused",
        /// It has just opened.
        New = "new",
        ClientWrote = "client_wrote",
        SellerWrote = "seller_wrote",
        /// The discussion is the mediator's to lead.
        Discussion = "discussion",
    }
);

/// Returns why a settled case stands where it does in the queue. It changes only when the case does, never as time
/// passes, so that a store can keep it with the case.
pub fn turn_reason(dispute: &Dispute) -> TurnReason {
    let ask = |id| dispute.asks.iter().find(|ask| ask.id == id).map_or(Side::Client, |ask| ask.to);
    let why = match dispute.waiting_on {
        _ if dispute.state == DisputeState::Decided => TurnExplanation::Decided,
        _ if dispute.decision.is_some() => TurnExplanation::SecondMediator,
        WaitingOn::Mediator => why_the_mediator(dispute),
        // The turn's deadline is that of what lapses first; just before it, that still waits.
        _ => {
            why_the_parties(dispute, dispute.due_at - TimeDelta::milliseconds(1)).unwrap_or(TurnExplanation::Discussion)
        }
    };
    match why {
        TurnExplanation::Decided => TurnReason::Decided,
        TurnExplanation::SecondMediator => TurnReason::SecondMediator,
        TurnExplanation::Justification(_) => TurnReason::Justification,
        TurnExplanation::Ask(id) => match ask(id) {
            Side::Client => TurnReason::AskClient,
            Side::Seller => TurnReason::AskSeller,
        },
        TurnExplanation::AskLapsed(id) => match ask(id) {
            Side::Client => TurnReason::ClientSilent,
            Side::Seller => TurnReason::SellerSilent,
        },
        TurnExplanation::Proposal(_) => TurnReason::Proposal,
        TurnExplanation::Agreed(_) => TurnReason::Agreed,
        TurnExplanation::ProposalLapsed(_) => TurnReason::ProposalLapsed,
        TurnExplanation::Declined(_) => TurnReason::Declined,
        TurnExplanation::Undone => TurnReason::Undone,
        TurnExplanation::Refused => TurnReason::Refused,
        TurnExplanation::Unread if dispute.version == 1 => TurnReason::New,
        TurnExplanation::Unread if dispute.last_wrote.seller > dispute.last_wrote.client => TurnReason::SellerWrote,
        TurnExplanation::Unread => TurnReason::ClientWrote,
        TurnExplanation::Discussion => TurnReason::Discussion,
    }
}
