//! What the passing of time changes: asks lapse, turns pass back to the mediator, snoozed cases come back, and decisions take
//! effect when their hold is over. Who holds a case is nothing that time changes.

use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Ask, Case, DecisionState, Fact};
use crate::domain::decision::deciding;
use crate::domain::discussion::system_messages;
use crate::domain::discussion::thread;
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

/// Lapses what is due by `at`: asks, and the turns that they and the proposals gave to the parties. A proposal stays open
/// past its time; the case just comes back to the mediator (docs/process.md, "Proposals past their deadline").
pub(in crate::domain) fn lapse(case: &mut Case, at: Time, ctx: &mut RuleContext<'_>) -> bool {
    let lang = case.order.lang;
    let Some(dispute) = case.dispute.as_mut().filter(|d| d.state == DisputeState::Open) else {
        return false;
    };
    let proposals = dispute.proposals.iter().filter(|p| p.state == ProposalState::Open).map(|p| p.due_at);
    let asks = dispute.asks.iter().filter(|a| is_due(a, at)).map(|a| a.due_at);
    let Some(last) = proposals.filter(|due| *due <= at).chain(asks).max() else {
        return false;
    };
    // One by one in the order of their deadlines: looked at often or once, the same comes of it.
    let mut due: Vec<usize> = (0..dispute.asks.len()).filter(|i| is_due(&dispute.asks[*i], at)).collect();
    due.sort_by_key(|i| dispute.asks[*i].due_at);
    for i in &due {
        let ask = &mut dispute.asks[*i];
        ask.state = AskState::Lapsed;
        let (to, id, due_at) = (ask.to, ask.id, ask.due_at);
        ctx.write(Fact::Ask(ask.clone()));
        thread::post_message(dispute, Speaker::System, "", &system_messages::ask_lapsed(to, id, lang), due_at, ctx);
        dispute.version += 1;
    }
    let before = (dispute.waiting_on, dispute.due_at);
    turn::lapse_turn(dispute, last, at);
    !due.is_empty() | (before != (dispute.waiting_on, dispute.due_at))
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
