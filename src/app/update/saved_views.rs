//! Saves, renames and deletes the mediator's views, which are the same at every desk of theirs.

use crate::app::command::Command;
use crate::app::effect::{Effect, Generation, Read, Ticket};
use crate::app::model::{Choice, DeleteView, Layer, Model, NameView, Notice, Prompt, Trouble, ViewOutcome, ViewRef};
use crate::app::text_buffer::{EditResult, TextBuffer};
use crate::domain::queue::saved_views::{self, SavedView, ViewChange};
use crate::domain::refusal::{Refusal, SavedViewRefusal};
use crate::domain::text::folding::fold;
use crate::domain::vocabulary::View;
use crate::store::StoreError;

use super::layers::{self, LayerInput};
use super::{prefetch, queue};

/// Asks for the name under which the current filter is to be saved.
pub(in crate::app) fn save(model: &mut Model, _: &mut Vec<Effect>) {
    let queue = &model.queue;
    let name = queue.saved.current().map_or_else(String::new, |view| view.name.clone());
    let view = SavedView { name, base: queue.view, query: queue.words.clone() };
    ask_for_name(model, view, None);
}

/// Asks for another name for the view that is shown.
pub(in crate::app) fn rename(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(view) = model.queue.saved.current().cloned() {
        let renames = Some(view.name.clone());
        ask_for_name(model, view, renames);
    }
}

fn ask_for_name(model: &mut Model, view: SavedView, renames: Option<String>) {
    let mut text = TextBuffer::single_line(&view.name);
    text.select_all();
    let asked = NameView { view, renames, text, sending: None, trouble: None };
    model.layer = Some(Layer::Prompt(Prompt::NameView(asked)));
}

/// Asks whether the view that is shown is to be deleted.
pub(in crate::app) fn delete(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(view) = model.queue.saved.current().cloned() {
        let asked = DeleteView { view, choice: Choice::No, sending: None, trouble: None };
        model.layer = Some(Layer::Prompt(Prompt::DeleteView(asked)));
    }
}

/// Does a command of the question for a name, or writes.
pub(super) fn name_input(
    model: &mut Model,
    mut asked: NameView,
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Prompt> {
    match input {
        _ if asked.sending.is_some() => {}
        LayerInput::Accept | LayerInput::Send => match change(model, &asked) {
            Ok(change) => (asked.sending, asked.trouble) = (Some(send(model, change, out)), None),
            Err(refusal) => asked.trouble = Some(Trouble::Rule(refusal)),
        },
        input => {
            if layers::write(model, &mut asked.text, input) == Some(EditResult::Changed) {
                asked.trouble = None;
            }
        }
    }
    Some(Prompt::NameView(asked))
}

/// Returns whether a view can have the name as typed.
pub(in crate::app) fn check_complete(model: &Model, asked: &NameView) -> Result<(), Trouble> {
    change(model, asked).map(drop).map_err(Trouble::Rule)
}

/// Returns what is to be done under the name as typed; asked of the rules before the store asks them again.
fn change(model: &Model, asked: &NameView) -> Result<ViewChange, Refusal> {
    let name = saved_views::normalize_name(asked.text.body())?;
    let is_label = |view: &View| {
        let label = model.labels.get(Command::from(*view).spec().name);
        label.is_some_and(|label| fold(label) == fold(&name))
    };
    if View::ALL.iter().any(is_label) {
        return Err(SavedViewRefusal::NameReserved { name }.into());
    }
    let own = &model.queue.saved;
    let again = own.current_if_named(&name).map(|current| current.name.clone());
    let view = SavedView { name, ..asked.view.clone() };
    let change = match asked.renames.clone().or(again) {
        Some(known) => ViewChange::Replace(known, view),
        None => ViewChange::Keep(view),
    };
    saved_views::apply_change(&mut own.all.clone(), &change)?;
    Ok(change)
}

/// Yes is reached by one key and given by another.
pub(super) fn delete_input(
    model: &mut Model,
    mut asked: DeleteView,
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Prompt> {
    match input {
        _ if asked.sending.is_some() => {}
        LayerInput::NextField | LayerInput::PreviousField => asked.choice = asked.choice.other(),
        LayerInput::Accept if asked.choice == Choice::No => return None,
        LayerInput::Accept => {
            asked.sending = Some(send(model, ViewChange::Drop(asked.view.name.clone()), out));
        }
        _ => {}
    }
    Some(Prompt::DeleteView(asked))
}

fn send(model: &mut Model, change: ViewChange, out: &mut Vec<Effect>) -> Ticket {
    let ticket = Ticket(model.next_number());
    // The same again, where nobody knows whether it was done: under the same key.
    let unanswered = model.queue.saved.unanswered.as_ref().filter(|(_, before)| *before == change);
    let key = unanswered.map_or_else(|| model.request_key(ticket), |(key, _)| key.clone());
    model.queue.saved.sent = Some((key.clone(), change.clone()));
    out.push(Effect::ChangeViews(ticket, key, change));
    ticket
}

/// Handles the store's answer to a change of the views.
pub(super) fn changed(
    model: &mut Model,
    ticket: Ticket,
    change: &ViewChange,
    result: Result<Vec<SavedView>, StoreError>,
    out: &mut Vec<Effect>,
) {
    let views = match result {
        Ok(views) => views,
        Err(error) => {
            let own = &mut model.queue.saved;
            let is_known = matches!(error, StoreError::Refused(_));
            let is_unknown = error == StoreError::Unanswered || (own.unanswered == own.sent && !is_known);
            own.unanswered = own.sent.take().filter(|_| is_unknown);
            return not_changed(model, ticket, if is_unknown { StoreError::Unanswered } else { error });
        }
    };
    if model.submission_mut(ticket).is_some() {
        model.layer = None;
    }
    let since = Generation(model.next_number());
    // Whatever is not taken in for it may have held another desk's change as well.
    prefetch::request(model, Read::Views, out);
    let queue = &mut model.queue;
    (queue.saved.sent, queue.saved.unanswered) = (None, None);
    let shown = queue.saved.shown.clone();
    (queue.saved.all, queue.saved.since) = (views, since);
    let (name, deed) = match change {
        ViewChange::Keep(view) | ViewChange::Put(view) => {
            // What is on screen is that view now, unless one has moved on.
            if queue.shows(view) {
                queue.saved.shown = Some(view.name.clone());
                if shown.is_none() {
                    queue.saved.standard_filter.clear();
                }
            }
            (&view.name, ViewOutcome::Kept)
        }
        ViewChange::Replace(before, view) => {
            queue.saved.shown = if shown.as_ref() == Some(before) { Some(view.name.clone()) } else { shown };
            (&view.name, if *before == view.name { ViewOutcome::Kept } else { ViewOutcome::Renamed })
        }
        ViewChange::Rename(before, name) => {
            queue.saved.shown = if shown.as_ref() == Some(before) { Some(name.clone()) } else { shown };
            (name, ViewOutcome::Renamed)
        }
        ViewChange::Drop(name) => {
            if shown.as_ref() == Some(name) {
                queue::show(model, &ViewRef::Standard(model.queue.view), out);
            }
            (name, ViewOutcome::Deleted)
        }
    };
    model.notice = Some(Notice::View(name.clone(), deed));
}

/// Says why, where it was asked for; it can be changed and sent again.
fn not_changed(model: &mut Model, ticket: Ticket, error: StoreError) {
    let why = match &error {
        StoreError::Refused(refusal) => Trouble::Rule(refusal.clone()),
        error => Trouble::Store(error.clone()),
    };
    match model.submission_mut(ticket) {
        Some((sending, trouble)) => (*sending, *trouble) = (None, Some(why)),
        None => model.notice = Some(Notice::ViewNotKept(error)),
    }
}

/// The views as they are kept now, by whatever desk or command. The one that is shown follows its filter, unless that was
/// changed here; one that is kept no longer stays on screen as a mere filter.
pub(super) fn apply(model: &mut Model, views: Vec<SavedView>, out: &mut Vec<Effect>) {
    let queue = &mut model.queue;
    let followed = queue.saved.current().is_some_and(|before| queue.shows(before));
    queue.saved.all = views;
    let now = queue.saved.current().cloned();
    queue.saved.shown = now.as_ref().map(|now| now.name.clone());
    if let Some(now) = now.filter(|_| followed) {
        queue::switch(model, now.base, now.query, out);
    }
}
