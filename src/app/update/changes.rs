//! Handles changes by others: reloads what is shown, and attaches the news to what is being written.

use crate::app::effect::{Effect, Read};
use crate::app::model::{Layer, Model, News, Notice};
use crate::domain::case::records::{Case, Claim};
use crate::domain::dispute::action::ActionKind;
use crate::domain::dispute::change::ChangeKind;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::marketplace::event::EventType;
use crate::store::{Changes, TimelineRow};

use super::{activity, marking, prefetch, search, team};

/// Returns whether a change of this kind may change precedents or a party's record.
fn changes_records(kind: ChangeKind) -> bool {
    match kind {
        ChangeKind::Action(action) => {
            matches!(action, ActionKind::Decide | ActionKind::Undo | ActionKind::Approve | ActionKind::Refuse)
        }
        ChangeKind::Event(event) => matches!(event, EventType::DisputeOpened | EventType::CancellationRefused),
        ChangeKind::Erase => true,
        ChangeKind::Settle => false,
    }
}

/// Handles the list of cases that changed.
pub(super) fn apply(model: &mut Model, changes: &Changes, out: &mut Vec<Effect>) {
    search::changed(model, changes, out);
    marking::changed(model, changes, out);
    if changes.all {
        return prefetch::reload_all(model, out);
    }
    if changes.team {
        prefetch::request(model, Read::Policy, out);
        prefetch::request(model, Read::Team, out);
        activity::reload(model, out);
    }
    if changes.changed.is_empty() {
        return;
    }
    let mut on_screen = vec![model.current(), model.shown(), model.queue.window.selected];
    // What was laid aside is to be told of it too.
    on_screen.extend(model.layers_mut().map(|layer| layer.dispute()));
    if changes.changed.iter().any(|changed| changes_records(changed.kind)) {
        model.related_cases.mark_stale();
    }
    for changed in &changes.changed {
        let id = changed.dispute;
        model.cases.missing.remove(&id);
        if on_screen.contains(&Some(id)) {
            prefetch::request_case(model, id, out);
        } else {
            model.cases.remove(id);
            // A reading that is under way may be older than the change.
            model.cases.reading.remove(&id);
        }
    }
    prefetch::reload_queue(model, out);
    prefetch::reload_statistics(model, out);
    activity::reload(model, out);
}

/// The part of a case that matters to someone who writes about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    version: Option<i64>,
    claim: Option<Handle>,
    /// How many answers of the seller came too late: they change nothing else of the case.
    too_late: usize,
}

impl Standing {
    /// A case as it stands, with the order's history.
    pub(super) fn of(case: &Case, timeline: &[TimelineRow]) -> Self {
        let dispute = case.dispute.as_ref();
        let holder = |claim: &Claim| claim.by.clone();
        Self {
            version: dispute.map(|d| d.version),
            claim: dispute.and_then(|d| d.claim.as_ref()).map(holder),
            too_late: timeline.iter().filter(|row| row.too_late).count(),
        }
    }
}

/// Compares a reloaded case with what it was: if it changed, shows who changed what, in a notice or in the editor. This
/// desk's own actions are not news, whether the store has answered yet or not.
pub(super) fn compare(model: &mut Model, id: DisputeId, before: Option<&Standing>) {
    let Some(file) = model.cases.get(id) else { return };
    let is_own =
        model.sent.iter().any(|(_, request)| request.dispute == id && file.last.by.mediator() == Some(&request.by));
    if is_own || before.is_none_or(|before| *before == Standing::of(&file.case, &file.timeline)) {
        return;
    }
    let news = News { change: file.last.clone(), at: model.now };
    let at_work = model.view().is_some_and(|view| view.id == id)
        || model.layer.as_ref().is_some_and(|layer| layer.dispute() == Some(id));
    let marked = model.layers_mut().any(|layer| attach_news(layer, id, &news));
    // Why something could not be done says what has changed, and is to be read.
    let is_told =
        matches!(model.notice, Some(Notice::Failed(failed, ..)) if failed == id) || team::is_told_of_themselves(model);
    if at_work && !marked && !is_told {
        model.notice = Some(Notice::News(news));
    }
}

/// Attaches the news to the editor that writes about the case; returns whether there is one.
fn attach_news(layer: &mut Layer, id: DisputeId, news: &News) -> bool {
    let editor = layer.editor_mut().filter(|editor| editor.dispute == id);
    editor.map(|editor| editor.news = Some(news.clone())).is_some()
}
