//! Whether what has the keys can be given something now: moved in, chosen from, sent, left. Only so does a hint stand for it.

use super::{Availability, files, hits, in_case, is_read_only, message, precedents};
use crate::app::command::{Command, KeyContext};
use crate::app::decision::citable;
use crate::app::measure::Extent;
use crate::app::model::{
    ActionOutcome, BulkReport, Choice, Compose, ComposeKind, DecisionEditor, DecisionPage, Editor, HandOverForm,
    HandOverStep, Layer, Model, Notice, PaletteAction, Panel, Prompt, ProposeField, Review, Screen, StackedScreen,
    Trouble, Unavailable, Verdict,
};
use crate::app::related_cases::listed;
use crate::app::update::{compose, decide, review, saved_views, unanswered};
use crate::domain::refusal::Code;

/// Returns whether there is anything to do it with.
fn some(is_there: bool) -> Availability {
    if is_there { Ok(()) } else { Err(Unavailable::NothingToDo) }
}

fn incomplete(done: Result<(), Trouble>) -> Availability {
    done.map_err(|trouble| Unavailable::Incomplete(Box::new(trouble)))
}

fn scrolls(extent: Extent) -> Availability {
    some(extent.last_top() > 0)
}

/// Possible while there is something to move through.
pub fn moves(model: &Model) -> Availability {
    let measured = &model.measured;
    match (&model.layer, &model.screen) {
        (Some(layer), _) => moves_in(model, layer),
        (None, Screen::Queue) => some(model.queue.window.rows.len() > 1),
        (None, Screen::Case(view)) => match view.panel {
            Panel::File => scrolls(measured.file),
            Panel::Pending => scrolls(measured.pending),
            Panel::Precedents => scrolls(measured.precedents),
            Panel::Thread => {
                let messages = model.current_file().map_or(0, |file| file.thread.len());
                some(messages > 1 || measured.thread.extent.last_top() > 0)
            }
        },
    }
}

/// The same by pages: beside a short list, through the text under it.
pub fn pages(model: &Model) -> Availability {
    match model.layer.as_ref().and_then(Layer::picker) {
        Some(_) => scrolls(model.measured.layer),
        None => moves(model),
    }
}

fn moves_in(model: &Model, layer: &Layer) -> Availability {
    if let Some(picker) = layer.picker() {
        return some(picker.items.len() > 1);
    }
    match layer {
        Layer::Compose(_) => some(layer.context() == KeyContext::List),
        Layer::Decide(decide) => match decide.step {
            DecisionPage::Outcome => Ok(()),
            DecisionPage::Cites => some(citables(model, decide) > 1),
            _ => scrolls(model.measured.layer),
        },
        Layer::Search => some(model.search.hits.len() > 1),
        Layer::Activity => some(model.activity.records.len() > 1),
        Layer::Palette(palette) => some(palette.items.len() > 1),
        Layer::Notifications(_) => some(model.notifications.all.len() > 1),
        Layer::Precedents(list) => some(model.related_cases(list.dispute).is_some_and(|cases| listed(cases).len() > 1)),
        Layer::BulkReport(_) => some(reported(model) > 1),
        Layer::Review(_) | Layer::Help(_) | Layer::Message(_) | Layer::Evidence(_) | Layer::Statistics(_) => {
            scrolls(model.measured.layer)
        }
        Layer::Prompt(prompt) => match prompt {
            Prompt::Filter { .. } => some(model.queue.window.rows.len() > 1),
            Prompt::Withdraw { items, .. } => some(items.len() > 1),
            Prompt::Snooze { .. } => Ok(()),
            Prompt::HandOver(form) => match form.step {
                HandOverStep::Scope => Ok(()),
                HandOverStep::Colleague => some(model.colleagues_found(&form.picker).len() > 1),
                HandOverStep::Note | HandOverStep::Confirm => some(false),
            },
            _ => some(false),
        },
    }
}

fn citables(model: &Model, decide: &DecisionEditor) -> usize {
    model.cases.get(decide.editor.dispute).map_or(0, |file| citable(file).len())
}

fn reported(model: &Model) -> usize {
    model.bulk.report.as_ref().map_or(0, |report| BulkReport::items(report).len())
}

/// Possible while there is something to open: a case, a message, the case that is offered after a decision.
pub fn open(model: &Model) -> Availability {
    let is_offered = matches!(model.notice, Some(Notice::Done(_, ActionOutcome::Decided { next: Some(_), .. })) if model.layer.is_none());
    match &model.screen {
        _ if is_offered => Ok(()),
        Screen::Queue => super::case(model),
        Screen::Case(view) => match view.panel {
            Panel::Thread => message(model),
            Panel::Precedents => precedents(model),
            Panel::File | Panel::Pending => Err(Unavailable::NothingToOpen),
        },
    }
}

/// Possible where there is something to go back from; in the queue a filter, marks, a view of one's own.
pub fn back(model: &Model) -> Availability {
    let queue = &model.queue;
    let marks = &model.marks;
    let in_queue = model.layer.is_none() && model.screen == Screen::Queue;
    let is_marking = !marks.is_empty() || marks.range.is_some() || marks.is_growing();
    some(!in_queue || is_marking || model.bulk.run.is_some() || queue.saved.shown.is_some() || !queue.words.is_empty())
}

/// Possible while another case comes after this one, in the queue or among the precedents.
pub fn next_case(model: &Model) -> Availability {
    in_case(model)?;
    let window = &model.queue.window;
    let here = model.view().and_then(|view| window.index_of(view.id));
    has_neighbour(model, 1, here.and_then(|at| window.rows.get(at + 1)).is_some())
}

/// The same of one before.
pub fn previous_case(model: &Model) -> Availability {
    in_case(model)?;
    let here = model.view().and_then(|view| model.queue.window.index_of(view.id));
    has_neighbour(model, -1, here.is_some_and(|at| at > 0))
}

/// `beside`: whether the queue has one there, where the case is in it.
fn has_neighbour(model: &Model, by: isize, beside: bool) -> Availability {
    let Some(view) = model.view() else { return Err(Unavailable::NotHere) };
    let has = if is_read_only(model) {
        let list = model.stack.last().and_then(StackedScreen::precedents);
        list.is_some_and(|list| {
            let len = model.related_cases(list.dispute).map_or(0, |cases| listed(cases).len());
            list.cursor.checked_add_signed(by).is_some_and(|at| at < len)
        })
    } else if model.queue.window.index_of(view.id).is_some() {
        beside
    } else {
        model.queue.window.selected.is_some()
    };
    if has { Ok(()) } else { Err(Unavailable::NoMoreCases) }
}

/// Possible while what is chosen, typed or answered can be taken.
pub fn accept(model: &Model) -> Availability {
    let Some(layer) = &model.layer else { return Err(Unavailable::NotHere) };
    if let Some(picker) = layer.picker() {
        return some(!picker.items.is_empty());
    }
    if asks_again(model, layer)? {
        return Ok(());
    }
    match layer {
        Layer::Compose(_) => some(layer.context() != KeyContext::Writing),
        Layer::Decide(decide) => decided(model, decide),
        Layer::Review(review) => reviewed(model, review),
        Layer::Search => hits(model).and(some(model.search.input.error.is_none())),
        Layer::Activity => {
            let record = model.activity.records.get(model.activity.cursor);
            some(record.is_some_and(|record| record.dispute.is_some()))
        }
        Layer::Palette(palette) => match palette.items.get(palette.cursor).map(|item| &item.what) {
            Some(PaletteAction::Run(command)) => command.available(model),
            item => some(item.is_some()),
        },
        Layer::Notifications(_) => acknowledge(model),
        Layer::Precedents(list) => {
            some(model.related_cases(list.dispute).is_some_and(|cases| listed(cases).len() > list.cursor))
        }
        Layer::BulkReport(_) => some(reported(model) > 0),
        Layer::Prompt(prompt) => answered(model, prompt),
        Layer::Help(_) | Layer::Message(_) | Layer::Evidence(_) | Layer::Statistics(_) => some(false),
    }
}

/// Returns whether Enter or sending asks for something again that was never answered; refused while it is on its way.
fn asks_again(model: &Model, layer: &Layer) -> Result<bool, Unavailable> {
    if layer.is_sending() { Err(Unavailable::Sending) } else { Ok(unanswered::of_layer(model, layer).is_some()) }
}

fn decided(model: &Model, decide: &DecisionEditor) -> Availability {
    match decide.step {
        DecisionPage::Confirm if decide.choice == Choice::No => Ok(()),
        _ => incomplete(decide::check_complete(model, decide)),
    }
}

fn reviewed(model: &Model, review: &Review) -> Availability {
    match review.answer {
        _ if review.refusing => some(false),
        Verdict::Approve => incomplete(review::check_complete(model, review)),
        Verdict::Back | Verdict::Refuse => Ok(()),
    }
}

fn answered(model: &Model, prompt: &Prompt) -> Availability {
    let blank = |is_blank: bool| incomplete(if is_blank { Err(Trouble::Blank) } else { Ok(()) });
    match prompt {
        Prompt::Filter { typing, .. } => some(typing.error.is_none()),
        Prompt::Snooze { cursor, text, .. } => {
            let until = model.snooze_until(*cursor, text).filter(|_| !model.marks.is_growing());
            incomplete(until.map(drop).ok_or(Trouble::NoMoment))
        }
        Prompt::Strike { evidence, cursor, reason, .. } => {
            some(evidence.get(*cursor).is_some()).and(blank(reason.is_blank()))
        }
        Prompt::Withdraw { items, cursor, .. } => some(items.get(*cursor).is_some()),
        Prompt::NameView(asked) => incomplete(saved_views::check_complete(model, asked)),
        Prompt::Bulk(_) => some(!model.marks.is_growing()),
        Prompt::HandOver(form) => handed_over(model, form),
        Prompt::OpenFile(_) | Prompt::DeleteView(_) | Prompt::TakeOver(_) | Prompt::Confirm { .. } => Ok(()),
    }
}

fn handed_over(model: &Model, form: &HandOverForm) -> Availability {
    match form.step {
        HandOverStep::Scope => Ok(()),
        HandOverStep::Colleague => some(model.colleagues_found(&form.picker).get(form.picker.cursor).is_some()),
        HandOverStep::Note if form.note.is_blank() && model.is_escalation(form) => incomplete(Err(Trouble::Blank)),
        HandOverStep::Note => Ok(()),
        HandOverStep::Confirm if form.choice == Choice::No => Ok(()),
        HandOverStep::Confirm => match form.disputes() {
            None => Err(Unavailable::Loading),
            Some(disputes) => some(!disputes.is_empty()),
        },
    }
}

/// Possible while what is written is complete, and no rule is against it.
pub fn send(model: &Model) -> Availability {
    let Some(layer) = model.layer.as_ref().filter(|layer| layer.picker().is_none()) else {
        return Err(Unavailable::NothingToDo);
    };
    if asks_again(model, layer)? {
        return Ok(());
    }
    match layer {
        Layer::Compose(compose) => incomplete(compose::check_complete(model, compose)),
        Layer::Decide(decide) => decided(model, decide),
        Layer::Review(review) if review.refusing => incomplete(review::check_complete(model, review)),
        Layer::Prompt(Prompt::Strike { .. } | Prompt::NameView(_) | Prompt::HandOver(_)) => accept(model),
        _ => some(false),
    }
}

/// Possible while something can stand in the place of the last word.
pub fn complete(model: &Model) -> Availability {
    match &model.layer {
        Some(Layer::Search) => some(!model.search.input.completions.is_empty()),
        Some(Layer::Prompt(Prompt::Filter { typing, .. })) => some(!typing.completions.is_empty()),
        Some(Layer::Prompt(Prompt::HandOver(form))) if form.step == HandOverStep::Colleague => handed_over(model, form),
        _ => some(false),
    }
}

/// Possible while what is under the cursor can be cited, or is.
pub fn cite(model: &Model) -> Availability {
    match &model.layer {
        Some(Layer::Compose(compose)) => {
            some(matches!(compose.kind, ComposeKind::Propose { field: ProposeField::Kind, .. }))
        }
        Some(Layer::Decide(decide)) if decide.step == DecisionPage::Cites => {
            let file = model.cases.get(decide.editor.dispute).ok_or(Unavailable::Loading)?;
            let all = citable(file);
            let under_cursor = all.get(decide.cite_cursor).ok_or(Unavailable::NothingToDo)?;
            match under_cursor.inadmissible.filter(|_| !decide.cites.contains(&under_cursor.cite)) {
                Some(reason) => incomplete(Err(Trouble::Inadmissible(reason.to_owned()))),
                None => Ok(()),
            }
        }
        _ => some(false),
    }
}

/// Possible while there is another field, party, answer or piece to go to.
pub fn next_field(model: &Model) -> Availability {
    let Some(layer) = &model.layer else { return Err(Unavailable::NotHere) };
    match layer {
        Layer::Compose(compose) => has_fields(compose),
        Layer::Decide(decide) if decide.step != DecisionPage::Confirm => decided(model, decide),
        Layer::Review(review) => some(!review.refusing),
        Layer::Prompt(Prompt::Strike { evidence, .. }) => some(evidence.len() > 1),
        Layer::Prompt(Prompt::HandOver(form)) if form.step != HandOverStep::Confirm => handed_over(model, form),
        layer => some(layer.context() == KeyContext::Confirm),
    }
}

/// Possible while there is one to go back to.
pub fn previous_field(model: &Model) -> Availability {
    match &model.layer {
        Some(Layer::Decide(decide)) => some(decide.step != DecisionPage::Outcome),
        Some(Layer::Prompt(Prompt::HandOver(form))) => some(form.step != HandOverStep::Scope),
        _ => next_field(model),
    }
}

fn has_fields(compose: &Compose) -> Availability {
    let is_sending = compose.editor.sending.is_some() || compose.editor.picker.is_some();
    let has = matches!(compose.kind, ComposeKind::Ask { .. } | ComposeKind::Propose { .. });
    some(has && !is_sending)
}

/// Possible while the case has changed since it was seen.
pub fn catch_up(model: &Model) -> Availability {
    let Some(layer) = &model.layer else { return Err(Unavailable::NotHere) };
    let has_changed = |trouble: &Trouble| match trouble {
        Trouble::ChangedSince => true,
        Trouble::Rule(refusal) => refusal.code() == Code::ChangedSince,
        // What a review could not do, it could not on what was seen.
        _ => matches!(layer, Layer::Review(_)),
    };
    let is_new = |editor: &Editor| editor.news.is_some() || editor.trouble.as_ref().is_some_and(has_changed);
    some(layer.editor().is_some_and(|editor| editor.picker.is_none() && editor.sending.is_none() && is_new(editor)))
}

/// Possible while a text is written that goes into a discussion, and the case is at hand.
pub fn insert_template(model: &Model) -> Availability {
    let editor = writing(model)?;
    let file = model.cases.get(editor.dispute).ok_or(Unavailable::Loading)?;
    some(!model.templates.of(file.case.order.lang).is_empty())
}

/// Possible while a text of several lines is written.
pub fn external_editor(model: &Model) -> Availability {
    writing(model).map(drop)
}

fn writing(model: &Model) -> Result<&Editor, Unavailable> {
    let layer = model.layer.as_ref().filter(|layer| layer.context() == KeyContext::Writing);
    let layer = layer.ok_or(Unavailable::NotHere)?;
    if asks_again(model, layer)? {
        return Err(Unavailable::Unanswered);
    }
    layer.editor().ok_or(Unavailable::NotHere)
}

/// Possible while there is a notification to acknowledge.
pub fn acknowledge(model: &Model) -> Availability {
    some(!model.notifications.all.is_empty())
}

/// Possible while the case has another file.
pub fn other_file(model: &Model) -> Availability {
    let Some(Layer::Evidence(open)) = &model.layer else { return Err(Unavailable::NotHere) };
    some(model.cases.get(open.dispute).is_some_and(|case| files(case).len() > 1))
}

impl Command {
    /// Returns whether that it is not possible is plain where it is used, or said there: no notice says it again.
    pub(in crate::app) fn speaks_for_itself(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::HalfPageDown
                | Self::HalfPageUp
                | Self::PageDown
                | Self::PageUp
                | Self::First
                | Self::Last
                | Self::Back
                | Self::NextCase
                | Self::PreviousCase
                | Self::NextFile
                | Self::PreviousFile
                | Self::Acknowledge
                | Self::AcknowledgeAll
                | Self::Send
                | Self::Accept
                | Self::Complete
                | Self::CompleteBack
                | Self::Cite
                | Self::NextField
                | Self::PreviousField
                | Self::CatchUp
                | Self::InsertTemplate
                | Self::OpenEditor
        )
    }
}
