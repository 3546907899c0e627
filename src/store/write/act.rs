//! What mediators do, by the rules, each in one transaction.

use serde_json::{Map, Value as Json, json};

use super::action_details::add_details;
use super::facts::{self, Outcome};
use super::rows::decision::apply_event;
use super::transaction::{ActionContext, Cause, LoadedCase, WriteTransaction};
use super::writer::{Closing, Writer};
use super::{completed, digest, headers};
use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Decision, Fact};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::decision::work_figures::TurnBefore;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{CreatedId, DisputeId, Handle, MessageId};
use crate::domain::marketplace::event::Terms;
use crate::domain::refusal::{DecisionRefusal, Refusal, Unknown};
use crate::domain::rules;
use crate::domain::team::identity;
use crate::domain::time::Time;
use crate::domain::vocabulary::Reader;
use crate::store::{Acted, StoreError};

/// Carries out a mediator's request. See [`crate::store::CaseStore::act`].
pub fn act<T: WriteTransaction>(mut tx: T, request: &Request, now: Time) -> Result<Acted, StoreError> {
    let needed = rules::needed_parts(&request.action);
    let context = tx.load_for_action(request, &needed)?;
    let ActionContext { team, case, policy, mut parts, receipts, completed, answered, keyed_decision } = context;
    let me = identity::acting(&team, &request.by, tx.account())?;
    let mut loaded = case.ok_or_else(|| unknown_dispute(request.dispute))?;
    let key = request.key.as_ref().map(|key| completed::Keyed::new(key, &me.handle.0, digest_of(request)));
    // A decision is known by its key for good, whatever version of the case was seen; the others for a while.
    if let Action::Decide(draft) = &request.action
        && let Some((decision, reasons)) = keyed_decision
    {
        is_same(request, &me.handle, draft, &decision, &reasons)?;
        let case = tx.load_dispute(request.dispute)?.ok_or_else(|| unknown_dispute(request.dispute))?.case;
        return Ok(Acted { case, made: None, decision: Some(decision), repeated: true });
    }
    if let Some(answer) = completed::answer(key.as_ref(), completed.as_ref())? {
        return repeated(tx, request, &answer);
    }
    let receiver = needed.receiver.as_ref().and_then(|to| identity::find(&team, to));
    parts.receiver = receiver.map(|to| identity::with_account(&team, to, None));
    let policy = policy.ok_or_else(|| StoreError::Io("the policy of a dispute was not loaded".to_owned()))?;
    let mut w = Writer::begin(tx, now)?;
    let (from, mut facts, mut case) = (w.numbers.ids, Vec::new(), loaded.case.clone());
    let mut ctx = RuleContext { policy: &policy, now: w.now, ids: &mut w.numbers.ids, facts: &mut facts };
    let made = rules::act(&mut case, request, &me, &parts, &mut ctx)?;
    let decision = decision_of(&facts, &loaded, case.dispute.as_ref().and_then(|d| d.decision.as_ref()));
    if case == loaded.case && all_read(&receipts, &facts) {
        return Ok(Acted { case, made, decision, repeated: false });
    }
    let (action, cause) = (request.action.kind().as_str(), Cause::new(&me.handle, &request.action));
    let mut body = audit_body(&request.action, made);
    super::team::add_account(&mut body, w.tx.account());
    add_details(&mut body, request, (&loaded.case, &case), decision.as_ref());
    if let Some(turn) = TurnBefore::of(&loaded.case) {
        turn.counts(&case, &me.handle, &facts, answered, w.now).into_iter().for_each(|done| w.count_work(done));
        if let (Action::Undo, Some(decision)) = (&request.action, &decision) {
            w.count_work(turn.undone(&decision.by, w.now));
        }
    }
    let is_order_changed = loaded.case.order != case.order;
    loaded.case = case;
    facts::write_facts(&mut w, &mut loaded, Outcome { facts: &facts, from, event: None, cause })?;
    if is_order_changed {
        headers::update_order(&mut w, &loaded)?;
    }
    headers::write_dispute(&mut w, &mut loaded)?;
    if let Some(key) = key {
        let answer = json!({"made": made, "decision": decision.as_ref().map(|decision| decision.id)});
        key.insert(&mut w.tx, &answer, w.now)?;
    }
    w.finish(Closing { actor: &me.handle.0, action, dispute: Some(request.dispute), body })?;
    Ok(Acted { case: loaded.case, made, decision, repeated: false })
}

/// Whether the facts are nothing but receipts that are there already: then there is nothing to write.
fn all_read(receipts: &[(Reader, MessageId)], facts: &[Fact]) -> bool {
    facts.iter().all(|fact| match fact {
        Fact::Read { by, up_to } => receipts.iter().any(|(reader, read)| reader == by && read >= up_to),
        _ => false,
    })
}

/// What the audit tells of an action beside its word: what no covered row says.
fn audit_body(action: &Action, made: Option<CreatedId>) -> Map<String, Json> {
    let mut body = Map::new();
    let mut add = |name: &str, value: Json| body.insert(name.to_owned(), value);
    if let Some(made) = made {
        add("made", json!(made));
    }
    match action {
        Action::WithdrawAsk { ask } => {
            add("ask", json!(ask));
        }
        Action::WithdrawProposal { proposal } => {
            add("proposal", json!(proposal));
        }
        Action::Strike { attachment, reason } | Action::Admit { attachment, reason } => {
            add("attachment", json!(attachment));
            add("reason", json!(digest::hex_of_text(reason)));
        }
        Action::Remind { of, .. } => {
            add("of", json!(of.map(|of| of.to_string())));
        }
        Action::Snooze { until } => {
            add("until", json!(until));
        }
        Action::MarkRead { up_to } => {
            add("up_to", json!(up_to));
        }
        Action::Assign { to, .. } => {
            add("to", json!(to));
        }
        Action::Claim
        | Action::TakeOver { .. }
        | Action::Release
        | Action::Say { .. }
        | Action::Note { .. }
        | Action::Ask { .. }
        | Action::Propose { .. }
        | Action::Decide(_)
        | Action::Undo
        | Action::Approve
        | Action::Refuse { .. }
        | Action::Wake => {}
    }
    body
}

/// The decision that an action took, or the one that it did something to, as it stands now.
fn decision_of(facts: &[Fact], before: &LoadedCase, now: Option<&Decision>) -> Option<Decision> {
    facts.iter().rev().find_map(|fact| match fact {
        Fact::Decided(_) => now.cloned(),
        Fact::DecisionEvent(event) => {
            let mut decision = before.case.dispute.as_ref()?.decision.clone()?;
            apply_event(&mut decision, event);
            Some(decision)
        }
        _ => None,
    })
}

/// The first answer, for a request that repeats one under the same key; the case and the decision as they stand now.
fn repeated<T: WriteTransaction>(mut tx: T, request: &Request, answer: &Json) -> Result<Acted, StoreError> {
    let case = tx.load_dispute(request.dispute)?.ok_or_else(|| unknown_dispute(request.dispute))?.case;
    let decision = answer["decision"].as_str().and_then(|id| id.parse().ok());
    let decision = decision.map(|id| tx.load_decision(id)).transpose()?;
    Ok(Acted { case, made: answer["made"].as_str().and_then(|id| id.parse().ok()), decision, repeated: true })
}

/// Whether a decision was asked for by this very request, under the key that both have.
fn is_same(
    request: &Request,
    me: &Handle,
    draft: &DecisionInput,
    decision: &Decision,
    reasons: &str,
) -> Result<(), StoreError> {
    // The hash rather than the text: a name in it may have been erased since.
    let same = decision.dispute == request.dispute
        && decision.by == *me
        && decision.outcome == draft.outcome
        && (draft.refund.is_none() || decision.refund == draft.refund)
        && once(&draft.cites) == decision.cites
        && reasons == digest::hex_of_text(&draft.reasons);
    if same {
        return Ok(());
    }
    let key = draft.key.clone().unwrap_or_default();
    Err(Refusal::from(DecisionRefusal::KeyReused { key, dispute: decision.dispute }).into())
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

/// The digest of what a request asks.
fn digest_of(request: &Request) -> digest::Digest {
    let action = match &request.action {
        Action::Claim | Action::Release | Action::Undo | Action::Approve | Action::Wake => Json::Null,
        Action::TakeOver { from } => json!(from),
        Action::Say { body } | Action::Note { body } => json!(body),
        // Its text says what the clock and the case say, which may be another when it is asked for again.
        Action::Remind { .. } => Json::Null,
        Action::Ask { to, body, due } => json!([to, body, due]),
        Action::WithdrawAsk { ask } => json!(ask),
        Action::Propose { terms: Terms::PartialRefund { refund, terms } } => json!([refund, terms]),
        Action::Propose { terms: Terms::Relaunch { terms } } => json!(terms),
        Action::WithdrawProposal { proposal } => json!(proposal),
        Action::Strike { attachment, reason } | Action::Admit { attachment, reason } => json!([attachment, reason]),
        Action::Decide(DecisionInput { outcome, refund, reasons, cites, key }) => {
            json!([outcome, refund, reasons, cites, key])
        }
        Action::Refuse { reason } => json!(reason),
        Action::Snooze { until } => json!(until),
        Action::MarkRead { up_to } => json!(up_to),
        Action::Assign { to, note } => json!([to, note]),
    };
    completed::digest_of(&json!([request.action.kind().as_str(), request.dispute, request.seen, action]))
}

/// The refusal of a dispute that is not there.
pub fn unknown_dispute(id: DisputeId) -> StoreError {
    Refusal::from(Unknown::Dispute { dispute: id }).into()
}
