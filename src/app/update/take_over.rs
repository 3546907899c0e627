//! Taking a case over from a colleague: never unasked. The question names who holds it and since when they are quiet; after Yes
//! comes what one was about to do, with all that was written.

use crate::app::availability;
use crate::app::command::Command;
use crate::app::effect::{Effect, Ticket};
use crate::app::model::{
    ActionOutcome, AfterTakeOver, Choice, Layer, Model, Notice, Prompt, StackedScreen, TakeOverQuestion, TakingOver,
    Unavailable,
};
use crate::domain::case::records::Claim;
use crate::domain::dispute::action::Action;
use crate::domain::dispute::permissions;
use crate::domain::ids::DisputeId;
use crate::domain::refusal::{PermissionRefusal, Refusal};

use super::layers::LayerInput;
use super::{act, keys, precedents, send_request};

/// Returns whether a command works on a case as its holder does. A decision is undone whoever holds the case.
fn works_on_case(command: Command) -> bool {
    matches!(
        command,
        Command::Claim
            | Command::Reply
            | Command::Remind
            | Command::Ask
            | Command::Propose
            | Command::Decide
            | Command::Snooze
            | Command::Wake
            | Command::StrikeEvidence
            | Command::AdmitEvidence
            | Command::WithdrawAsk
    )
}

/// Asks before a command is run on a case that it would take over; `refused` is why the command is not possible yet. Returns
/// whether it asks.
pub(super) fn asks_before(model: &mut Model, command: Command, refused: Option<&Unavailable>) -> bool {
    let waits_for_claim = |why: &Unavailable| {
        let rule = if let Unavailable::Rule(rule) = why { rule } else { return false };
        matches!(rule, Refusal::Permission(PermissionRefusal::ClaimedByOther { may_take_over: true, .. }))
    };
    let fits = model.layer.as_ref().is_none_or(|layer| command.spec().works_in(layer.context()));
    if !works_on_case(command) || !fits || !refused.is_none_or(waits_for_claim) {
        return false;
    }
    let asked = model.current().and_then(|id| question(model, id, &Action::Claim, AfterTakeOver::Run(command)));
    model.colleagues.question = asked;
    model.colleagues.question.is_some()
}

/// Asks before an action is sent that would take the case over. Returns whether it asks, or has asked already.
pub(super) fn asks_first(model: &mut Model, dispute: DisputeId, action: &Action, seen: Option<i64>) -> bool {
    let then = AfterTakeOver::Act(action.clone(), seen);
    let Some(question) = question(model, dispute, action, then) else { return false };
    if model.colleagues.taking_over.as_ref().is_none_or(|taking| taking.dispute != dispute) {
        model.colleagues.question = Some(question);
    }
    true
}

/// Returns whether an action waits until its mediator was asked, and the rules have their say after that.
pub(super) fn will_ask(model: &Model, dispute: DisputeId, action: &Action) -> bool {
    question(model, dispute, action, AfterTakeOver::Run(Command::Claim)).is_some()
}

/// Returns the question to ask first, if this action takes the case over by the rules.
fn question(model: &Model, dispute: DisputeId, action: &Action, then: AfterTakeOver) -> Option<TakeOverQuestion> {
    let me = model.acting()?;
    if availability::is_read_only(model) {
        return None;
    }
    let (claim, lease) = match model.cases.get(dispute) {
        Some(file) => (file.case.dispute.as_ref()?.claim.clone()?, Some(file.policy.claim_lease())),
        None => {
            let row = model.row(dispute)?;
            (Claim { by: row.claimed_by.clone()?, until: row.claimed_until? }, None)
        }
    };
    let Claim { by: from, until } = permissions::taken_over(Some(&claim), action, me, model.now)?.clone();
    let (since, choice) = (lease.map(|lease| until - lease), Choice::No);
    Some(TakeOverQuestion { dispute, from, since, until, then, choice, has_laid_aside: false })
}

/// Puts the question, over what has the keys.
pub(super) fn open(model: &mut Model) {
    let Some(mut question) = model.colleagues.question.take() else { return };
    if let Some(layer) = model.layer.take() {
        question.has_laid_aside = true;
        model.stack.push(StackedScreen { screen: model.screen.clone(), layer: Some(layer) });
    }
    model.layer = Some(Layer::Prompt(Prompt::TakeOver(question)));
}

/// Does a command of the question: Yes is reached by one key and given by another.
pub(super) fn input(
    model: &mut Model,
    mut question: TakeOverQuestion,
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Layer> {
    match input {
        LayerInput::NextField | LayerInput::PreviousField => question.choice = question.choice.other(),
        LayerInput::Accept if question.choice == Choice::Yes => return take_over(model, question, out),
        LayerInput::Accept | LayerInput::Leave => return laid_aside(model, &question),
        _ => {}
    }
    Some(Layer::Prompt(Prompt::TakeOver(question)))
}

/// Returns what the question lay over.
fn laid_aside(model: &mut Model, question: &TakeOverQuestion) -> Option<Layer> {
    if question.has_laid_aside {
        precedents::pop_screen(model);
    }
    model.layer.take()
}

fn take_over(model: &mut Model, question: TakeOverQuestion, out: &mut Vec<Effect>) -> Option<Layer> {
    let mut layer = laid_aside(model, &question);
    let TakeOverQuestion { dispute, from, then, .. } = question;
    let ticket = send_request(model, dispute, Action::TakeOver { from }, None, out)?;
    let submits = layer.as_mut().and_then(Layer::submission_mut).filter(|_| matches!(then, AfterTakeOver::Act(..)));
    let is_of_layer = submits.is_some();
    if let Some((sending, trouble)) = submits {
        // It stands as it was sent, until the store has answered.
        (*sending, *trouble) = (Some(ticket), None);
    }
    model.colleagues.taking_over = Some(TakingOver { ticket, dispute, then, is_of_layer });
    layer
}

/// The store has answered under this ticket. Returns what was to follow, if a case was taken over with it.
pub(super) fn answered(model: &mut Model, ticket: Ticket) -> Option<TakingOver> {
    model.colleagues.taking_over.take_if(|taking| taking.ticket == ticket)
}

/// The case is one's own: goes on with what one was about to do, if one is still at it.
pub(super) fn go_on(model: &mut Model, taking: TakingOver, out: &mut Vec<Effect>) {
    let TakingOver { ticket, dispute, then, is_of_layer } = taking;
    match then {
        AfterTakeOver::Run(Command::Claim) => {}
        AfterTakeOver::Run(command) => {
            let layer = model.layer.as_ref();
            if model.current() == Some(dispute) && layer.is_none_or(|layer| command.spec().works_in(layer.context())) {
                keys::run(model, command, out);
            }
            model.notice.get_or_insert(Notice::Done(dispute, ActionOutcome::Claimed));
        }
        AfterTakeOver::Act(action, seen) => {
            // What one has left meanwhile is a draft again.
            if !is_of_layer || model.submission_mut(ticket).is_some() {
                let next = act(model, dispute, action, seen, out);
                if let Some((sending, _)) = model.submission_mut(ticket) {
                    *sending = next;
                }
            }
        }
    }
}

/// The case that the question is about was read again: it is put anew where somebody else holds it, or otherwise, and closed where
/// there is nothing to ask any more. Who changed it is told as news.
pub(super) fn case_arrived(model: &mut Model, id: DisputeId) {
    let Some(Layer::Prompt(Prompt::TakeOver(asked))) = &model.layer else { return };
    if asked.dispute != id {
        return;
    }
    let asked = asked.clone();
    let action = match &asked.then {
        AfterTakeOver::Run(_) => Action::Claim,
        AfterTakeOver::Act(action, _) => action.clone(),
    };
    match question(model, id, &action, asked.then.clone()) {
        Some(now) => {
            let is_same = (&now.from, now.until) == (&asked.from, asked.until);
            let choice = if is_same { asked.choice } else { Choice::No };
            let now = TakeOverQuestion { has_laid_aside: asked.has_laid_aside, choice, ..now };
            model.layer = Some(Layer::Prompt(Prompt::TakeOver(now)));
        }
        None => {
            model.layer = None;
            model.layer = laid_aside(model, &asked);
        }
    }
}
