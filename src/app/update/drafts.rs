//! Saves drafts: on each pause, on leaving, on quitting. A draft is deleted only when the store has accepted what was written.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::app::effect::Effect;
use crate::app::model::{
    AskDraft, CaseDrafts, Compose, ComposeKind, DecisionEditor, Dirty, Help, Layer, Model, Notice, ProposalDraft,
};
use crate::app::text_buffer::TextBuffer;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::time::Time;
use crate::store::StoreError;

use super::{decide, read_results, unanswered};

/// The pause in writing after which the draft is saved.
const PAUSE: TimeDelta = TimeDelta::milliseconds(100);
/// The longest time between two saves while someone writes without a pause: what is typed is on disk a quarter of a second
/// later, and each save costs one sync for all keys since the last one.
const AT_MOST: TimeDelta = TimeDelta::milliseconds(150);
/// A failed save is retried after this.
const RETRY: TimeDelta = TimeDelta::seconds(5);

/// Notes that something was written about a case.
pub(super) fn edited(model: &mut Model, id: DisputeId) {
    let now = model.now;
    let dirty = model.drafts.dirty.entry(id).or_insert(Dirty { since: now, last: now });
    dirty.last = now;
}

/// Returns when a draft is to be saved next.
pub(in crate::app) fn next_due(model: &Model) -> Option<Time> {
    unsaved(model).map(|(_, dirty)| due(dirty)).min()
}

/// Returns the drafts that are to be kept. While the store is at work on an earlier version of one, it is not given another:
/// a slow disk must not have them pile up before a decision.
fn unsaved(model: &Model) -> impl Iterator<Item = (DisputeId, Dirty)> {
    let drafts = &model.drafts;
    drafts.dirty.iter().filter(|(id, _)| !drafts.saving.contains(id)).map(|(id, dirty)| (*id, *dirty))
}

fn due(dirty: Dirty) -> Time {
    (dirty.last + PAUSE).min(dirty.since + AT_MOST)
}

/// Saves the drafts that are due.
pub(super) fn save_due(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    let ids: Vec<_> = unsaved(model).filter(|(_, dirty)| due(*dirty) <= now).map(|(id, _)| id).collect();
    for id in ids {
        save(model, id, out);
    }
}

/// Saves every draft now.
pub(super) fn save_all(model: &mut Model, out: &mut Vec<Effect>) {
    let ids: Vec<_> = model.drafts.dirty.keys().copied().collect();
    for id in ids {
        save(model, id, out);
    }
}

/// Saves every draft that the desk knows, whether the store has it already or not.
pub(super) fn save_every(model: &mut Model, out: &mut Vec<Effect>) {
    stash(model);
    let ids: Vec<_> = model.drafts.cases.keys().copied().collect();
    for id in ids {
        save(model, id, out);
    }
}

pub(super) fn save(model: &mut Model, id: DisputeId, out: &mut Vec<Effect>) {
    stash(model);
    unanswered::stash(model, id);
    model.drafts.dirty.remove(&id);
    let drafts = model.drafts.cases.get(&id).filter(|drafts| !drafts.is_empty());
    // A draft is plain strings: this can't fail.
    let json = drafts.and_then(|drafts| serde_json::to_string(drafts).ok());
    if json.is_none() {
        model.drafts.cases.remove(&id);
    }
    model.drafts.saving.insert(id);
    out.push(Effect::SaveDraft(id, json));
}

/// Copies what is being written into the drafts of its case.
fn stash(model: &mut Model) {
    let mut cases = std::mem::take(&mut model.drafts.cases);
    model.layers_mut().for_each(|layer| stash_layer(layer, &mut cases));
    model.drafts.cases = cases;
}

fn stash_layer(layer: &Layer, cases: &mut BTreeMap<DisputeId, CaseDrafts>) {
    let Some((editor, field)) = layer.editor().zip(layer.draft_field()) else { return };
    let drafts = cases.entry(editor.dispute).or_default();
    match layer {
        Layer::Compose(compose) => match &compose.kind {
            ComposeKind::Reply | ComposeKind::Remind(_) | ComposeKind::Note => {}
            ComposeKind::Ask { to, due, .. } => {
                drafts.ask = Some(AskDraft { due: due.body().to_owned(), ..AskDraft::new(*to) });
            }
            ComposeKind::Propose { kind, amount, .. } => {
                let amount = amount.body().to_owned();
                drafts.proposal = Some(ProposalDraft { kind: *kind, amount, terms: String::new() });
            }
        },
        Layer::Decide(decide) => drafts.decision = Some(decide::draft(decide)),
        _ => {}
    }
    editor.text.body().clone_into(drafts.text_mut(field));
    drafts.drop_empty();
}

/// Saves what is written in a layer now, before anything replaces the layer.
pub(super) fn save_layer(model: &mut Model, layer: &Layer, out: &mut Vec<Effect>) {
    if let Some(id) = layer.dispute().filter(|id| model.drafts.dirty.contains_key(id)) {
        stash_layer(layer, &mut model.drafts.cases);
        save(model, id, out);
    }
}

/// Leaves a layer with a text; saves the draft at once and says so in a notice.
pub(super) fn leave(model: &mut Model, layer: Layer, out: &mut Vec<Effect>) {
    let Some(id) = layer.dispute() else { return };
    let written = layer.draft_field().and(layer.editor());
    let blank = written.is_none_or(|editor| editor.text.is_blank());
    // What was filled in and never touched is no draft.
    save_layer(model, &layer, out);
    if !blank && model.drafts.of(id).is_some() {
        model.notice = Some(Notice::DraftKept(id));
    }
}

/// Deletes the draft of an action that the store has accepted.
pub(super) fn forget(model: &mut Model, id: DisputeId, action: &Action, out: &mut Vec<Effect>) {
    let forget: fn(&mut CaseDrafts) = match action {
        Action::Say { .. } | Action::Remind { .. } => |drafts| drafts.reply.clear(),
        Action::Note { .. } => |drafts| drafts.note.clear(),
        Action::Ask { .. } => |drafts| drafts.ask = None,
        Action::Propose { .. } => |drafts| drafts.proposal = None,
        Action::Decide(_) => |drafts| drafts.decision = None,
        Action::Refuse { .. } => |drafts| drafts.refusal.clear(),
        Action::Claim
        | Action::TakeOver { .. }
        | Action::Release
        | Action::Assign { .. }
        | Action::Undo
        | Action::Approve
        | Action::Strike { .. }
        | Action::Admit { .. }
        | Action::Snooze { .. }
        | Action::Wake
        | Action::WithdrawAsk { .. }
        | Action::WithdrawProposal { .. }
        | Action::MarkRead { .. } => return,
    };
    forget(model.drafts.cases.entry(id).or_default());
    save(model, id, out);
}

/// Handles the answer to a save; a failed one is retried and shown.
pub(super) fn saved(model: &mut Model, id: DisputeId, result: Result<(), StoreError>, out: &mut Vec<Effect>) {
    model.drafts.saving.remove(&id);
    match result {
        // What was written meanwhile has waited for it.
        Ok(()) => save_due(model, out),
        Err(error) => {
            let later = model.now + RETRY;
            model.drafts.dirty.insert(id, Dirty { since: later, last: later });
            if error.is_out_of_reach() {
                // It is in a file meanwhile, and the first row says why.
                read_results::store_failed(model, error);
            } else {
                model.notice = Some(Notice::DraftNotKept(id, error));
            }
        }
    }
}

/// The draft that the store kept has come. What was written meanwhile is kept after it.
pub(super) fn loaded(model: &mut Model, id: DisputeId, stored: Option<String>) {
    let Some(stored) = stored else { return };
    let stored = CaseDrafts::read(stored);
    // A reminder that was put in and not touched is no draft yet, but it is not to be lost either.
    let written = |layer: &mut Layer| matches!(layer, Layer::Compose(layer) if layer.editor.dispute == id && layer.editor.sending.is_none());
    if model.drafts.dirty.contains_key(&id) || model.layers_mut().any(written) {
        stash(model);
    }
    unanswered::restore(model, id, &stored);
    let mut merged = model.drafts.cases.remove(&id).unwrap_or_default();
    merged.merge(stored);
    if let Some(layer) = &mut model.layer {
        refill(layer, id, &merged);
    }
    model.drafts.cases.insert(id, merged);
    decide::draft_arrived(model, id);
}

/// Another desk of this mediator had written about the case, and the store has both texts now: so has this desk.
pub(super) fn merge_other_desk(model: &mut Model, id: DisputeId, stored: String) {
    // What stands in the layer is newer than what was kept.
    edited(model, id);
    loaded(model, id, Some(stored));
    model.notice = Some(Notice::DraftsMerged(id));
}

/// Puts the drafts of a case into the layer that writes about it, unless it is being sent.
fn refill(layer: &mut Layer, id: DisputeId, drafts: &CaseDrafts) {
    if let Layer::Help(Help { under: Some(under), .. }) = layer {
        return refill(under, id, drafts);
    }
    if !layer.editor().is_some_and(|editor| editor.dispute == id && editor.sending.is_none()) {
        return;
    }
    match layer {
        Layer::Compose(layer) => refill_compose(layer, drafts),
        Layer::Decide(layer) => refill_decide(layer, drafts),
        Layer::Review(layer) if layer.refusing => set(&mut layer.editor.text, &drafts.refusal),
        _ => {}
    }
}

fn refill_compose(layer: &mut Compose, drafts: &CaseDrafts) {
    let body = match &mut layer.kind {
        ComposeKind::Reply | ComposeKind::Remind(_) => Some(drafts.reply.as_str()),
        ComposeKind::Note => Some(drafts.note.as_str()),
        ComposeKind::Ask { to, due, .. } => drafts.ask.as_ref().map(|draft| {
            *to = draft.to;
            set(due, &draft.due);
            draft.body.as_str()
        }),
        ComposeKind::Propose { kind, amount, .. } => drafts.proposal.as_ref().map(|draft| {
            *kind = draft.kind;
            set(amount, &draft.amount);
            draft.terms.as_str()
        }),
    };
    set(&mut layer.editor.text, body.unwrap_or_default());
}

fn refill_decide(layer: &mut DecisionEditor, drafts: &CaseDrafts) {
    if let Some(draft) = &drafts.decision {
        set(&mut layer.amount, &draft.amount);
        set(&mut layer.editor.text, &draft.reasons);
        layer.cites.clone_from(&draft.cites);
        layer.agreed = draft.agreed;
        if let Some(outcome) = draft.outcome.filter(|_| layer.step == crate::app::model::DecisionPage::Outcome) {
            layer.outcome = outcome;
        }
    }
}

fn set(text: &mut TextBuffer, body: &str) {
    if text.body() != body {
        text.set(body);
    }
}
