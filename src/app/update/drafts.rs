//! Keeping drafts: on each pause, on leaving, on quitting. Forgotten only when the store has taken what was written.

use chrono::TimeDelta;

use crate::app::effect::Effect;
use crate::app::model::{CaseDrafts, Compose, ComposeKind, Decide, Dirty, EditorTrouble, Field, Layer, Model, Notice};
use crate::app::text::{Text, Typed};
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::time::Time;
use crate::store::StoreError;

use super::{compose, decide, review};

/// A pause in writing: the draft is kept.
const PAUSE: TimeDelta = TimeDelta::seconds(1);
/// One who never pauses is kept this often.
const AT_MOST: TimeDelta = TimeDelta::seconds(5);

/// Something was written about a case.
pub(super) fn edited(model: &mut Model, id: DisputeId) {
    let now = model.now;
    let dirty = model.drafts.dirty.entry(id).or_insert(Dirty { since: now, last: now });
    dirty.last = now;
}

/// When a draft is to be kept next.
pub(in crate::app) fn next_due(model: &Model) -> Option<Time> {
    model.drafts.dirty.values().map(|dirty| due(*dirty)).min()
}

fn due(dirty: Dirty) -> Time {
    (dirty.last + PAUSE).min(dirty.since + AT_MOST)
}

/// Keeps the drafts whose pause has come.
pub(super) fn save_due(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    let ids: Vec<_> = model.drafts.dirty.iter().filter(|(_, dirty)| due(**dirty) <= now).map(|(id, _)| *id).collect();
    for id in ids {
        save(model, id, out);
    }
}

/// Keeps every draft now.
pub(super) fn save_all(model: &mut Model, out: &mut Vec<Effect>) {
    let ids: Vec<_> = model.drafts.dirty.keys().copied().collect();
    for id in ids {
        save(model, id, out);
    }
}

fn save(model: &mut Model, id: DisputeId, out: &mut Vec<Effect>) {
    stash(model);
    model.drafts.dirty.remove(&id);
    let drafts = model.drafts.cases.get(&id).filter(|drafts| !drafts.is_empty());
    // A draft is plain strings: this can't fail.
    let json = drafts.and_then(|drafts| serde_json::to_string(drafts).ok());
    if json.is_none() {
        model.drafts.cases.remove(&id);
    }
    out.push(Effect::SaveDraft(id, json));
}

/// Takes what is being written into the drafts of its case.
fn stash(model: &mut Model) {
    let mut cases = std::mem::take(&mut model.drafts.cases);
    model.layers_mut().for_each(|layer| stash_layer(layer, &mut cases));
    model.drafts.cases = cases;
}

fn stash_layer(layer: &Layer, cases: &mut std::collections::BTreeMap<DisputeId, CaseDrafts>) {
    match layer {
        Layer::Compose(layer) => compose::stash(layer, cases.entry(layer.dispute).or_default()),
        Layer::Decide(layer) => decide::stash(layer, cases.entry(layer.dispute).or_default()),
        Layer::Review(layer) => review::stash(layer, cases.entry(layer.dispute).or_default()),
        _ => {}
    }
}

/// Keeps what is written in a layer now, whatever comes next.
pub(super) fn keep(model: &mut Model, layer: &Layer, out: &mut Vec<Effect>) {
    if let Some(id) = layer.dispute().filter(|id| model.drafts.dirty.contains_key(id)) {
        stash_layer(layer, &mut model.drafts.cases);
        save(model, id, out);
    }
}

/// Hands a text that is being written in a layer to the mediator's own editor; as it is, it is kept first.
pub(super) fn to_editor(model: &mut Model, layer: &Layer, text: &Text, out: &mut Vec<Effect>) {
    let field = match layer {
        Layer::Compose(layer) => match &layer.kind {
            ComposeKind::Reply => Field::Reply,
            ComposeKind::Note => Field::Note,
            ComposeKind::Ask { to } => Field::Ask(*to),
            ComposeKind::Propose { .. } => Field::Terms,
        },
        Layer::Decide(_) => Field::Reasons,
        Layer::Review(_) => Field::Refusal,
        _ => return,
    };
    let Some(dispute) = layer.dispute() else { return };
    keep(model, layer, out);
    out.push(Effect::Edit(dispute, field, text.body().to_owned()));
}

/// What was written in an editor has come back, or the editor failed: then the text is as it was.
pub(super) fn came_back(
    model: &mut Model,
    id: DisputeId,
    result: Result<String, EditorTrouble>,
    out: &mut Vec<Effect>,
) {
    let body = match result {
        Ok(body) => body,
        Err(trouble) => return model.notice = Some(Notice::Editor(trouble)),
    };
    let written = model.layers_mut().find_map(|layer| match layer {
        Layer::Compose(layer) if layer.dispute == id => Some(compose::edited(layer, &body)),
        Layer::Decide(layer) if layer.dispute == id => Some(decide::edited(layer, &body)),
        Layer::Review(layer) if layer.dispute == id => Some(review::edited(layer, &body)),
        _ => None,
    });
    match written {
        Some(Typed::Changed) => {
            edited(model, id);
            save(model, id, out);
        }
        Some(Typed::TooLong) => model.notice = Some(Notice::TooLong),
        _ => {}
    }
}

/// Leaves a layer that is written in; what is written is kept at once, and said to be.
pub(super) fn leave(model: &mut Model, layer: Layer, out: &mut Vec<Effect>) {
    let Some(id) = layer.dispute() else { return };
    let blank = match &layer {
        Layer::Compose(layer) => layer.text.is_blank(),
        Layer::Decide(layer) => layer.reasons.is_blank(),
        Layer::Review(layer) => layer.refusing.as_ref().is_none_or(Text::is_blank),
        _ => true,
    };
    // What was filled in and never touched is no draft.
    keep(model, &layer, out);
    if !blank && model.drafts.of(id).is_some() {
        model.notice = Some(Notice::DraftKept(id));
    }
}

/// The store has taken what was written: its draft is forgotten.
pub(super) fn forget(model: &mut Model, id: DisputeId, action: &Action, out: &mut Vec<Effect>) {
    let written = matches!(
        action,
        Action::Say { .. }
            | Action::Note { .. }
            | Action::Ask { .. }
            | Action::Propose { .. }
            | Action::Decide(_)
            | Action::Refuse { .. }
    );
    if written {
        compose::forget(action, model.drafts.cases.entry(id).or_default());
        save(model, id, out);
    }
}

/// The store kept a draft, or could not: then it is tried again, and said.
pub(super) fn saved(model: &mut Model, id: DisputeId, result: Result<(), StoreError>) {
    if let Err(error) = result {
        let later = model.now + AT_MOST;
        model.drafts.dirty.entry(id).or_insert(Dirty { since: later, last: later });
        model.notice = Some(Notice::DraftNotKept(id, error));
    }
}

/// The draft that the store kept has come. What was written meanwhile is kept after it.
pub(super) fn loaded(model: &mut Model, id: DisputeId, stored: Option<String>) {
    let Some(stored) = stored else { return };
    let stored = CaseDrafts::read(stored);
    // A reminder that was put in and not touched is no draft yet, but it is not to be lost either.
    let written =
        |layer: &mut Layer| matches!(layer, Layer::Compose(layer) if layer.dispute == id && layer.sending.is_none());
    if model.drafts.dirty.contains_key(&id) || model.layers_mut().any(written) {
        stash(model);
    }
    let mut merged = model.drafts.cases.remove(&id).unwrap_or_default();
    join(&mut merged.reply, stored.reply);
    join(&mut merged.note, stored.note);
    join(&mut merged.refusal, stored.refusal);
    match (&mut merged.ask, stored.ask) {
        (Some(ask), Some(stored)) => join(&mut ask.body, stored.body),
        (ask, stored) => *ask = ask.take().or(stored),
    }
    match (&mut merged.proposal, stored.proposal) {
        (Some(proposal), Some(stored)) => join(&mut proposal.terms, stored.terms),
        (proposal, stored) => *proposal = proposal.take().or(stored),
    }
    match (&mut merged.decision, stored.decision) {
        (Some(decision), Some(stored)) => {
            join(&mut decision.reasons, stored.reasons);
            decision.cites.extend(stored.cites);
        }
        (decision, stored) => *decision = decision.take().or(stored),
    }
    if let Some(layer) = &mut model.layer {
        refill(layer, id, &merged);
    }
    model.drafts.cases.insert(id, merged);
    decide::drafted(model, id);
}

fn join(written: &mut String, stored: String) {
    if written.is_empty() {
        *written = stored;
    } else if !stored.is_empty() && *written != stored {
        *written = format!("{stored}\n{written}");
    }
}

/// Puts the drafts of a case into the layer that writes about it, unless it is being sent.
fn refill(layer: &mut Layer, id: DisputeId, drafts: &CaseDrafts) {
    match layer {
        Layer::Compose(layer) if layer.dispute == id && layer.sending.is_none() => refill_compose(layer, drafts),
        Layer::Decide(layer) if layer.dispute == id && layer.sending.is_none() => refill_decide(layer, drafts),
        Layer::Review(layer) if layer.dispute == id && layer.sending.is_none() => {
            if let Some(reason) = &mut layer.refusing {
                set(reason, &drafts.refusal);
            }
        }
        Layer::Help(help) => {
            if let Some(under) = &mut help.under {
                refill(under, id, drafts);
            }
        }
        _ => {}
    }
}

fn refill_compose(layer: &mut Compose, drafts: &CaseDrafts) {
    let body = match &mut layer.kind {
        ComposeKind::Reply => Some(drafts.reply.as_str()),
        ComposeKind::Note => Some(drafts.note.as_str()),
        ComposeKind::Ask { to } => drafts.ask.as_ref().map(|draft| {
            *to = draft.to;
            draft.body.as_str()
        }),
        ComposeKind::Propose { kind, amount, .. } => drafts.proposal.as_ref().map(|draft| {
            *kind = draft.kind;
            set(amount, &draft.amount);
            draft.terms.as_str()
        }),
    };
    set(&mut layer.text, body.unwrap_or_default());
}

fn refill_decide(layer: &mut Decide, drafts: &CaseDrafts) {
    if let Some(draft) = &drafts.decision {
        set(&mut layer.amount, &draft.amount);
        set(&mut layer.reasons, &draft.reasons);
        layer.cites.clone_from(&draft.cites);
        layer.agreed = draft.agreed;
        if let Some(outcome) = draft.outcome.filter(|_| layer.step == crate::app::model::Step::Outcome) {
            layer.outcome = outcome;
        }
    }
}

fn set(text: &mut Text, body: &str) {
    if text.body() != body {
        text.set(body);
    }
}
