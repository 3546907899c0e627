//! What an audit record says of an action so that its sentence can be told from the record alone
//! ([`crate::domain::activity`]): ids, parties, outcomes and amounts, never a text of a person.

use serde_json::{Map, Value as Json, json};

use crate::domain::case::records::{Case, Decision, DecisionState};
use crate::domain::decision::work_figures::TurnBefore;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::Handle;
use crate::domain::marketplace::event::Terms;

/// Adds the details of an action, which made the one case of the other.
pub fn add_details(
    body: &mut Map<String, Json>,
    Request { by, action, .. }: &Request,
    (before, after): (&Case, &Case),
    decision: Option<&Decision>,
) {
    let mut add = |name: &str, value: Json| body.insert(name.to_owned(), value);
    if let Some(handle) = taken_from(before, after, action, by) {
        add("taken_from", json!(handle));
    }
    // By when the answer was due, so that the record alone says whether it came in time.
    if let Some(due) = TurnBefore::of(before).and_then(|turn| turn.deadline_ended(after)) {
        add("due_at", json!(due));
    }
    match action {
        Action::Ask { to, .. } => {
            add("to", json!(to));
        }
        Action::Propose { terms: Terms::PartialRefund { refund, .. } } => {
            add("refund", json!(refund));
        }
        Action::Propose { terms: Terms::Relaunch { .. } } => {
            add("kind", json!("relaunch"));
        }
        Action::Decide(_) => {
            let Some(decision) = decision else { return };
            add("outcome", json!(decision.outcome));
            if let Some(basis) = decision.basis {
                add("basis", json!(basis));
                add("refund", json!(decision.refund));
            }
            if decision.state == DecisionState::Awaiting {
                add("awaiting", json!(true));
            }
        }
        Action::Undo | Action::Approve | Action::Refuse { .. } => {
            if let Some(decision) = decision {
                add("decided_by", json!(decision.by));
            }
        }
        _ => {}
    }
}

/// From whom a case was taken: who held it before, where another holds it now, or has decided it.
fn taken_from(before: &Case, after: &Case, action: &Action, by: &Handle) -> Option<Handle> {
    let (former, after) = (before.dispute.as_ref()?.holder()?, after.dispute.as_ref()?);
    let is_lost = match after.holder() {
        Some(holder) => holder != former,
        // A decision ends the claim of who takes it.
        None => matches!(action, Action::Decide(_)),
    };
    (is_lost && former != by).then(|| former.clone())
}
