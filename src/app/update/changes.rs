//! Others changed something: what is shown is read again, and what is being written is marked.

use crate::app::effect::Effect;
use crate::app::model::{Layer, Model, Notice};
use crate::domain::case::Claim;
use crate::domain::ids::{DisputeId, Handle};
use crate::store::{CaseFile, Changed, Changes};

use super::wants;

/// Takes in which cases changed.
pub(super) fn take_in(model: &mut Model, changes: &Changes, out: &mut Vec<Effect>) {
    if changes.all {
        model.last_change.clear();
        return wants::everything(model, out);
    }
    if changes.changed.is_empty() {
        return;
    }
    let on_screen = [model.current(), model.shown(), model.queue.window.selected];
    for changed in &changes.changed {
        let id = changed.dispute;
        model.cases.missing.remove(&id);
        model.last_change.retain(|known| known.dispute != id);
        if on_screen.contains(&Some(id)) {
            model.last_change.push(changed.clone());
            wants::read_case(model, id, out);
        } else {
            model.cases.forget(id);
            // A reading that is under way may be older than the change.
            model.cases.reading.remove(&id);
        }
    }
    wants::rows_and_counts(model, out);
    wants::figures(model, out);
}

/// What of a case matters to someone who writes about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    version: Option<i64>,
    claim: Option<Handle>,
}

impl Standing {
    pub(super) fn of(file: &CaseFile) -> Self {
        let dispute = file.case.dispute.as_ref();
        let holder = |claim: &Claim| claim.by.clone();
        Self { version: dispute.map(|d| d.version), claim: dispute.and_then(|d| d.claim.as_ref()).map(holder) }
    }
}

/// A case was read again: if it changed, whoever looks at it or writes about it is told by whom and what. What this desk
/// did itself makes no difference here: it was taken in with the store's answer.
pub(super) fn compare(model: &mut Model, id: DisputeId, before: Option<&Standing>, after: &Standing) {
    if before.is_none_or(|before| before == after) {
        return;
    }
    let Some(at) = model.last_change.iter().position(|change| change.dispute == id) else { return };
    let change = model.last_change.swap_remove(at);
    let open = model.view().is_some_and(|view| view.id == id);
    let marked = model.layer.as_mut().is_some_and(|layer| mark(layer, id, &change));
    if open && !marked {
        model.notice = Some(Notice::News(change));
    }
}

/// Marks what is being written about the case.
fn mark(layer: &mut Layer, id: DisputeId, change: &Changed) -> bool {
    match layer {
        Layer::Compose(layer) if layer.dispute == id => layer.news = Some(change.clone()),
        Layer::Decide(layer) if layer.dispute == id => layer.news = Some(change.clone()),
        Layer::Help(help) => return help.under.as_mut().is_some_and(|under| mark(under, id, change)),
        _ => return false,
    }
    true
}
