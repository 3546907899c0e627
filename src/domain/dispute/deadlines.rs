//! What the passing of time changes: asks lapse, turns pass back to the mediator, snoozed cases come back, and decisions take
//! effect when their hold is over. Who holds a case is nothing that time changes.

use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Ask, Case, DecisionState, Dispute, Fact, Order};
use crate::domain::decision::deciding;
use crate::domain::discussion::system_messages;
use crate::domain::discussion::thread;
use crate::domain::marketplace::outbox::{self, OutboxBody};
use crate::domain::queue::turn;
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, DisputeState, ProposalState, Speaker, WaitingOn};

/// Applies everything that is due at `ctx.now`. Returns whether anything changed.
pub(in crate::domain) fn settle(case: &mut Case, ctx: &mut RuleContext<'_>) -> bool {
    let now = ctx.now;
    let lapsed = lapse(case, now, ctx);
    let Some(dispute) = &mut case.dispute else {
        return false;
    };
    let woken = dispute.snoozed_until.take_if(|until| *until <= now).is_some();
    let over = dispute.decision.as_ref().and_then(|d| d.effective_at).filter(|at| *at <= now);
    let released = over.is_some_and(|at| deciding::take_effect(case, at, ctx));
    lapsed | woken | released
}

/// Lapses what is due by `at`: asks and proposals, and with them the turns that they gave to the parties. The parties are told
/// (docs/process.md, "What a party was told"); both may still be answered, late.
pub(in crate::domain) fn lapse(case: &mut Case, at: Time, ctx: &mut RuleContext<'_>) -> bool {
    let Case { order, dispute: Some(dispute) } = case else {
        return false;
    };
    lapse_in(order, dispute, at, ctx)
}

/// See [`lapse`].
pub(in crate::domain) fn lapse_in(order: &Order, dispute: &mut Dispute, at: Time, ctx: &mut RuleContext<'_>) -> bool {
    if dispute.state != DisputeState::Open {
        return false;
    }
    let asks = dispute.asks.iter().enumerate().filter(|(_, ask)| is_due(ask, at));
    let asks = asks.map(|(place, ask)| (ask.due_at, Lapsing::Ask(place)));
    // While a decision waits for a second mediator, nobody's word on a proposal is waited for.
    let proposals = dispute.proposals.iter().enumerate().filter(|(_, one)| one.state == ProposalState::Open);
    let proposals = proposals.filter(|(_, one)| dispute.decision.is_none() && one.due_at <= at);
    let mut due: Vec<_> = asks.chain(proposals.map(|(place, one)| (one.due_at, Lapsing::Proposal(place)))).collect();
    // One by one in the order of their deadlines: looked at often or once, the same comes of it.
    due.sort();
    let Some((last, _)) = due.last().copied() else {
        return false;
    };
    for (_, what) in due {
        match what {
            Lapsing::Ask(place) => lapse_ask(order, dispute, place, ctx),
            Lapsing::Proposal(place) => lapse_proposal(order, dispute, place, ctx),
        }
        dispute.version += 1;
    }
    turn::lapse_turn(dispute, last, at);
    true
}

/// What lapses, by its place among the dispute's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lapsing {
    Ask(usize),
    Proposal(usize),
}

fn lapse_ask(order: &Order, dispute: &mut Dispute, place: usize, ctx: &mut RuleContext<'_>) {
    dispute.asks[place].state = AskState::Lapsed;
    let ask = dispute.asks[place].clone();
    ctx.write(Fact::Ask(ask.clone()));
    let text = system_messages::ask_lapsed(ask.to, ask.id, order.lang);
    let note = thread::post_message(dispute, Speaker::System, "", &text, ask.due_at, ctx);
    outbox::write_line(&outbox::ask_lapsed(&ask, &note), ask.due_at, order, dispute.id, ctx);
}

fn lapse_proposal(order: &Order, dispute: &mut Dispute, place: usize, ctx: &mut RuleContext<'_>) {
    dispute.proposals[place].state = ProposalState::Lapsed;
    let proposal = dispute.proposals[place].clone();
    ctx.write(Fact::Proposal(proposal.clone()));
    let lapsed = OutboxBody::ProposalLapsed { proposal: proposal.id, due_at: proposal.due_at };
    outbox::write_line(&lapsed, proposal.due_at, order, dispute.id, ctx);
}

fn is_due(ask: &Ask, at: Time) -> bool {
    ask.state == AskState::Open && ask.due_at <= at
}

/// Returns when the passing of time will next change this case; `None` if nothing is due. A store keeps it with the case
/// to find what is due without reading every case: before it, [`crate::domain::rules::settle`] changes nothing.
pub fn next_due(case: &Case) -> Option<Time> {
    let dispute = case.dispute.as_ref()?;
    let held = dispute.decision.as_ref().filter(|d| d.state == DecisionState::OnHold).and_then(|d| d.effective_at);
    let open = dispute.state == DisputeState::Open;
    let asks = dispute.asks.iter().filter(|a| open && a.state == AskState::Open).map(|a| a.due_at);
    let turn = Some(dispute.due_at).filter(|_| open && dispute.waiting_on != WaitingOn::Mediator);
    asks.chain([held, dispute.snoozed_until, turn].into_iter().flatten()).min()
}
