//! Giving cases to a colleague: one, several, or all of one's own at the end of a shift.

use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{
    BulkAction, BulkReport, Choice, GivenCases, HandOverForm, HandOverStep, Layer, Model, Prompt, ShiftScope, Trouble,
};
use crate::app::text_buffer::EditResult;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::queue::filter::Filter;
use crate::domain::team::handover::Handover;

use super::layers::{self, LayerInput};
use super::navigation::moved;
use super::{act, bulk, prefetch};

/// Asks which colleague is to have the current case.
pub(in crate::app) fn assign(model: &mut Model, out: &mut Vec<Effect>) {
    if model.acts_on_marked() {
        let marked = model.marks.ids();
        open(model, GivenCases::Several(marked), HandOverStep::Colleague, out);
    } else if let Some(dispute) = model.current() {
        open(model, GivenCases::One(dispute), HandOverStep::Colleague, out);
    }
}

/// Asks who is to have all of one's cases, or those that the queue's filter fits.
pub(in crate::app) fn hand_over_shift(model: &mut Model, out: &mut Vec<Effect>) {
    let has_filter = !model.queue.words.trim().is_empty();
    let step = if has_filter { HandOverStep::Scope } else { HandOverStep::Colleague };
    open(model, GivenCases::Shift { scope: ShiftScope::Mine, found: None, reading: None }, step, out);
}

/// Opens the form, and reads anew who has how much to do.
fn open(model: &mut Model, cases: GivenCases, step: HandOverStep, out: &mut Vec<Effect>) {
    let mut form = HandOverForm::new(cases, step);
    if let Some((_, note)) = model.colleagues.begun_note.take_if(|(cases, _)| cases.are_about_the_same(&form.cases)) {
        form.note = note;
    }
    model.layer = Some(Layer::Prompt(Prompt::HandOver(Box::new(form))));
    prefetch::request(model, Read::Workloads, out);
    prefetch::request(model, Read::Team, out);
}

/// Does a command of the form, or writes.
pub(super) fn input(
    model: &mut Model,
    mut form: Box<HandOverForm>,
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Layer> {
    let stays = form.sending.is_some() || step_input(model, &mut form, input, out);
    // Whatever is being sent goes on; the form may be left.
    let stays = stays && !(form.sending.is_some() && *input == LayerInput::Leave);
    if !stays && *input == LayerInput::Leave && form.sending.is_none() && !form.note.is_blank() {
        model.colleagues.begun_note = Some((form.cases.clone(), form.note.clone()));
    }
    stays.then_some(Layer::Prompt(Prompt::HandOver(form)))
}

/// Returns whether the form stays.
fn step_input(model: &mut Model, form: &mut HandOverForm, input: &LayerInput, out: &mut Vec<Effect>) -> bool {
    if *input == LayerInput::Leave {
        return back(model, form);
    }
    match form.step {
        HandOverStep::Scope => scope_input(form, input),
        HandOverStep::Colleague => colleague_input(model, form, input, out),
        HandOverStep::Note => match input {
            LayerInput::PreviousField => drop(back(model, form)),
            LayerInput::Accept | LayerInput::Send | LayerInput::NextField => note_written(model, form, out),
            input => {
                if layers::write(model, &mut form.note, input) == Some(EditResult::Changed) {
                    form.trouble = None;
                }
            }
        },
        HandOverStep::Confirm => match input {
            LayerInput::NextField | LayerInput::PreviousField => form.choice = form.choice.other(),
            LayerInput::Accept if form.choice == Choice::No => drop(back(model, form)),
            LayerInput::Accept => return give_each(model, form, out),
            _ => {}
        },
    }
    true
}

/// Goes a step back, with all that was written; returns whether there is one.
fn back(model: &Model, form: &mut HandOverForm) -> bool {
    (form.choice, form.trouble) = (Choice::No, None);
    let is_shift = matches!(form.cases, GivenCases::Shift { .. });
    form.step = match form.step {
        HandOverStep::Confirm => HandOverStep::Note,
        HandOverStep::Note => HandOverStep::Colleague,
        HandOverStep::Colleague if is_shift && !model.queue.words.trim().is_empty() => HandOverStep::Scope,
        HandOverStep::Colleague | HandOverStep::Scope => return false,
    };
    true
}

fn scope_input(form: &mut HandOverForm, input: &LayerInput) {
    let GivenCases::Shift { scope, .. } = &mut form.cases else { return };
    let at = ShiftScope::ALL.iter().position(|one| one == scope).unwrap_or(0);
    match input {
        LayerInput::Accept | LayerInput::NextField => form.step = HandOverStep::Colleague,
        input => {
            let picked = moved(at, ShiftScope::ALL.len(), input).and_then(|at| ShiftScope::ALL.get(at));
            *scope = picked.copied().unwrap_or(*scope);
        }
    }
}

fn colleague_input(model: &mut Model, form: &mut HandOverForm, input: &LayerInput, out: &mut Vec<Effect>) {
    match input {
        LayerInput::Accept | LayerInput::Complete => {
            let Some(to) = model.colleagues_found(&form.picker).get(form.picker.cursor).map(|to| to.handle.clone())
            else {
                return;
            };
            form.to = Some(to);
            (form.step, form.trouble) = (HandOverStep::Note, None);
            find_cases(model, form, out);
        }
        LayerInput::CompleteBack => drop(back(model, form)),
        LayerInput::Move(_) => {
            let found = model.colleagues_found(&form.picker).len();
            form.picker.cursor = moved(form.picker.cursor, found, input).unwrap_or(form.picker.cursor);
        }
        input => {
            if layers::write(model, &mut form.picker.text, input) == Some(EditResult::Changed) {
                form.picker.cursor = 0;
            }
        }
    }
}

/// Reads which cases go at the end of the shift: what is confirmed is what is done.
fn find_cases(model: &mut Model, form: &mut HandOverForm, out: &mut Vec<Effect>) {
    let GivenCases::Shift { scope, found, reading } = &mut form.cases else { return };
    let Some((me, to)) = model.me.clone().zip(form.to.clone()) else { return };
    let filter = match scope {
        ShiftScope::Mine => None,
        ShiftScope::Filter => Filter::parse(&model.queue.words).ok(),
    };
    let generation = Generation(model.next_number());
    (*found, *reading) = (None, Some(generation));
    out.push(Effect::Read(generation, Read::Handover(Handover::new(&me, &to, filter))));
}

/// The cases that go are known.
pub(super) fn cases_found(model: &mut Model, generation: Generation, disputes: Vec<DisputeId>) {
    let mut layers = model.layers_mut();
    let awaited = layers.find_map(|layer| match layer {
        Layer::Prompt(Prompt::HandOver(form)) => match &mut form.cases {
            GivenCases::Shift { found, reading, .. } if *reading == Some(generation) => Some((found, reading)),
            _ => None,
        },
        _ => None,
    });
    if let Some((found, reading)) = awaited {
        (*found, *reading) = (Some(disputes), None);
    }
}

fn note_written(model: &mut Model, form: &mut HandOverForm, out: &mut Vec<Effect>) {
    if form.note.is_blank() && model.is_escalation(form) {
        form.trouble = Some(Trouble::Blank);
    } else if let Some(dispute) = form.dispute() {
        send(model, form, dispute, out);
    } else {
        (form.step, form.choice, form.trouble) = (HandOverStep::Confirm, Choice::No, None);
    }
}

/// Gives each of several cases away, one after the other. Returns whether the form stays.
fn give_each(model: &mut Model, form: &mut HandOverForm, out: &mut Vec<Effect>) -> bool {
    let Some((to, disputes)) = form.to.clone().zip(form.disputes()) else {
        form.trouble = Some(Trouble::Loading);
        return true;
    };
    if disputes.is_empty() {
        return true;
    }
    let action = BulkAction::Assign { to, note: note_of(form) };
    match form.cases {
        GivenCases::Shift { .. } => bulk::start_on(model, BulkReport::of_unmarked(action), disputes, out),
        _ => bulk::start_on(model, BulkReport::new(action), disputes, out),
    }
    false
}

/// Returns the note, if there is one.
fn note_of(form: &HandOverForm) -> Option<String> {
    Some(form.note.body().trim().to_owned()).filter(|note| !note.is_empty())
}

fn send(model: &mut Model, form: &mut HandOverForm, dispute: DisputeId, out: &mut Vec<Effect>) {
    let Some(to) = form.to.clone() else { return };
    form.trouble = None;
    form.sending = act(model, dispute, Action::Assign { to, note: note_of(form) }, None, out);
}
