//! Writing: a reply, a note, a question, a settlement.

use crate::app::effect::Effect;
use crate::app::model::{
    AskDraft, AskField, BulkAction, CaseDrafts, Compose, ComposeKind, Editor, Layer, Model, Notice, ProposeField,
    Screen, Trouble, cycle,
};
use crate::app::pending_reminders::{self, PendingReminder};
use crate::app::templates::{TemplateContext, WrittenText};
use crate::app::text_buffer::{EditResult, TextBuffer};
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::Terms;
use crate::domain::money::typed_refund;
use crate::domain::vocabulary::{ProposalKind, Side};

use super::layers::{self, LayerInput};
use super::navigation::moved;
use super::{act, bulk, case, drafts, take_over, templates};

/// Opens the composer for a message to both parties.
pub(in crate::app) fn reply(model: &mut Model, _: &mut Vec<Effect>) {
    open(model, |drafts| (ComposeKind::Reply, drafts.reply));
}

/// Opens the composer for a reply that reminds a party of what they owe, after what was begun.
pub(in crate::app) fn remind(model: &mut Model, _: &mut Vec<Effect>) {
    if model.acts_on_marked() {
        return bulk::ask(model, BulkAction::Remind);
    }
    let Some(dispute) = model.current() else { return };
    let begun = model.drafts.of(dispute).map(|drafts| drafts.reply.clone()).unwrap_or_default();
    let kind = pending_reminder(model, dispute).map_or(ComposeKind::Reply, |owed| ComposeKind::Remind(owed.id()));
    let text = reminder(model, dispute, begun);
    open(model, |_| (kind, text));
    if let Some(Layer::Compose(mut compose)) = model.layer.take() {
        templates::to_first_blank(model, compose.editor.dispute, &mut compose.editor.text);
        model.layer = Some(Layer::Compose(compose));
    }
}

/// Opens the composer for a note to mediators.
pub(in crate::app) fn note(model: &mut Model, _: &mut Vec<Effect>) {
    open(model, |drafts| (ComposeKind::Note, drafts.note));
}

/// Opens the composer for a question to a party.
pub(in crate::app) fn ask(model: &mut Model, _: &mut Vec<Effect>) {
    open(model, |drafts| {
        let draft = drafts.ask.unwrap_or(AskDraft::new(Side::Client));
        let due = TextBuffer::single_line(&draft.due);
        (ComposeKind::Ask { to: draft.to, due, field: AskField::Question }, draft.body)
    });
}

/// Opens the composer for a settlement.
pub(in crate::app) fn propose(model: &mut Model, _: &mut Vec<Effect>) {
    open(model, |drafts| {
        let draft = drafts.proposal.unwrap_or_default();
        let amount = TextBuffer::single_line(&draft.amount);
        (ComposeKind::Propose { kind: draft.kind, amount, field: ProposeField::Kind }, draft.terms)
    });
}

/// Opens the composer on the current case, with what of its drafts is to be written on.
fn open(model: &mut Model, begun: impl FnOnce(CaseDrafts) -> (ComposeKind, String)) {
    let Some(dispute) = model.current() else { return };
    if !matches!(model.screen, Screen::Case(_)) {
        // One writes with the discussion in sight.
        case::open(model, dispute, None);
    }
    let (kind, text) = begun(model.drafts.of(dispute).cloned().unwrap_or_default());
    let mut compose = Compose { kind, editor: Editor::new(dispute, &text) };
    let writing = template_context(model, &compose);
    templates::recognize(model, &mut compose.editor, writing);
    model.layer = Some(Layer::Compose(Box::new(compose)));
}

/// Returns what a party of the case owes first, as far as it is at hand.
fn pending_reminder(model: &Model, dispute: DisputeId) -> Option<PendingReminder<'_>> {
    pending_reminders::first(model.cases.get(dispute)?.case.dispute.as_ref()?)
}

/// Returns the reply template that reminds of what is owed, after what was begun. It is a draft once it is touched.
fn reminder(model: &Model, dispute: DisputeId, begun: String) -> String {
    let whole = pending_reminder(model, dispute).and_then(|reminder| {
        let writing = TemplateContext { reminds: Some(reminder.kind()), ..TemplateContext::default() };
        templates::whole(model, dispute, reminder.reply(), writing)
    });
    match whole {
        Some(whole) if begun.trim().is_empty() => whole,
        Some(whole) if !begun.contains(&whole) => format!("{}\n\n{whole}", begun.trim_end()),
        _ => begun,
    }
}

/// Does a command of the composer, or writes.
pub(super) fn input(
    model: &mut Model,
    mut compose: Box<Compose>,
    input: LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Layer> {
    match input {
        LayerInput::Leave => {
            drafts::leave(model, Layer::Compose(compose), out);
            return None;
        }
        LayerInput::Send => send(model, &mut compose, out),
        LayerInput::CatchUp => compose.editor.news = None,
        LayerInput::NextField | LayerInput::Accept => next_field(model, &mut compose, 1),
        LayerInput::PreviousField => next_field(model, &mut compose, -1),
        input => write(model, &mut compose, &input),
    }
    Some(Layer::Compose(compose))
}

/// Returns what is being written, as far as a template takes something from it.
pub(super) fn template_context(model: &Model, compose: &Compose) -> TemplateContext {
    let price = model.cases.get(compose.editor.dispute).map(|file| file.case.order.price);
    let (text, due, refund) = match &compose.kind {
        ComposeKind::Reply | ComposeKind::Remind(_) => (WrittenText::Message, None, None),
        ComposeKind::Note => (WrittenText::Note, None, None),
        ComposeKind::Ask { to, due, .. } => (WrittenText::Question(*to), model.moment_to_come(due), None),
        ComposeKind::Propose { kind, amount, .. } => {
            let refund = price.and_then(|price| typed_refund::parse(amount.body(), price).ok());
            (WrittenText::Offer(*kind), None, refund.filter(|_| *kind == ProposalKind::PartialRefund))
        }
    };
    TemplateContext { text, due, refund, reminds: None }
}

/// What is written beside the text is another: so is what the text takes from it.
fn refill(model: &mut Model, compose: &mut Compose) {
    let writing = template_context(model, compose);
    if templates::refill(model, &mut compose.editor, writing) == EditResult::TooLong {
        model.notice = Some(Notice::TooLong);
    }
    compose.editor.trouble = None;
    drafts::edited(model, compose.editor.dispute);
}

/// Goes to the next field of a proposal, or to the other party of a question.
fn next_field(model: &mut Model, compose: &mut Compose, by: isize) {
    match &mut compose.kind {
        // From the question one goes on to the other party, and back to the deadline.
        ComposeKind::Ask { to, field: AskField::Question, .. } if by > 0 => {
            *to = to.other();
            refill(model, compose);
        }
        ComposeKind::Ask { field, .. } => field_of_ask(field),
        ComposeKind::Propose { kind, amount, field } => {
            amount.select_all();
            use ProposeField::{Amount, Kind, Terms};
            let fields: &[_] = match kind {
                ProposalKind::PartialRefund => &[Kind, Amount, Terms],
                // A relaunch moves no money; going back skips the amount too.
                ProposalKind::Relaunch => &[Kind, Terms],
            };
            *field = cycle(fields, *field, by);
        }
        ComposeKind::Reply | ComposeKind::Remind(_) | ComposeKind::Note => {}
    }
}

fn field_of_ask(field: &mut AskField) {
    *field = match field {
        AskField::Due => AskField::Question,
        AskField::Question => AskField::Due,
    };
}

/// Writes in the fields of a proposal above its words, or in a question's deadline.
fn write(model: &mut Model, compose: &mut Compose, input: &LayerInput) {
    if let ComposeKind::Ask { due, field: AskField::Due, .. } = &mut compose.kind {
        if layers::write(model, due, input) == Some(EditResult::Changed) {
            refill(model, compose);
        }
        return;
    }
    let ComposeKind::Propose { kind, amount, field } = &mut compose.kind else { return };
    let changed = match field {
        // The amount is what one types on an offer.
        ProposeField::Kind if *kind == ProposalKind::PartialRefund && is_digit(input) => {
            *field = ProposeField::Amount;
            amount.select_all();
            layers::write(model, amount, input) == Some(EditResult::Changed)
        }
        ProposeField::Kind => {
            let picked = match input {
                LayerInput::Toggle => Some(usize::from(*kind == ProposalKind::PartialRefund)),
                input => moved(usize::from(*kind == ProposalKind::Relaunch), 2, input),
            };
            let Some(picked) = picked.and_then(|at| ProposalKind::ALL.get(at)) else { return };
            *kind = *picked;
            true
        }
        ProposeField::Amount => layers::write(model, amount, input) == Some(EditResult::Changed),
        ProposeField::Terms => false,
    };
    if changed {
        refill(model, compose);
    }
}

fn is_digit(input: &LayerInput) -> bool {
    matches!(input, LayerInput::Key(key) if key.writes().is_some_and(|c| c.is_ascii_digit()))
}

fn send(model: &mut Model, compose: &mut Compose, out: &mut Vec<Effect>) {
    let whole = templates::check(model, compose.editor.dispute, &mut compose.editor.text);
    match whole.and_then(|()| action(model, compose)) {
        // What is said stands whatever else changes: no version is asked for. What changed was shown beside it.
        Ok(action) => compose.editor.sending = act(model, compose.editor.dispute, action, None, out),
        Err(trouble) => compose.editor.trouble = Some(trouble),
    }
    let editor = &mut compose.editor;
    editor.trouble.take_if(|_| editor.sending.is_some());
}

/// Returns whether it could be sent as it is written.
pub(in crate::app) fn check_complete(model: &Model, compose: &Compose) -> Result<(), Trouble> {
    templates::are_filled(model, compose.editor.dispute, &compose.editor.text)?;
    action(model, compose).map(drop)
}

/// Returns what is to be done, once it is complete and the rules have nothing against it.
fn action(model: &Model, compose: &Compose) -> Result<Action, Trouble> {
    let body = compose.editor.trimmed();
    let file = model.cases.get(compose.editor.dispute);
    let blank = body.is_empty();
    let action = match &compose.kind {
        ComposeKind::Propose { kind: ProposalKind::PartialRefund, amount, .. } => {
            let price = file.map(|file| file.case.order.price).ok_or(Trouble::Loading)?;
            let refund = typed_refund::parse(amount.body(), price).map_err(Trouble::Amount)?;
            return allowed(model, compose, Action::Propose { terms: Terms::PartialRefund { refund, terms: body } });
        }
        _ if blank => return Err(Trouble::Blank),
        ComposeKind::Propose { kind: ProposalKind::Relaunch, .. } => {
            Action::Propose { terms: Terms::Relaunch { terms: body } }
        }
        ComposeKind::Reply => Action::Say { body },
        ComposeKind::Remind(of) => Action::Remind { of: Some(*of), body },
        ComposeKind::Note => Action::Note { body },
        ComposeKind::Ask { to, due, .. } if due.is_blank() => Action::Ask { to: *to, body, due: None },
        ComposeKind::Ask { to, due, .. } => {
            let due = model.moment_to_come(due).ok_or(Trouble::NoMoment)?;
            Action::Ask { to: *to, body, due: Some(due) }
        }
    };
    allowed(model, compose, action)
}

fn allowed(model: &Model, compose: &Compose, action: Action) -> Result<Action, Trouble> {
    let me = model.check_acting().map_err(Trouble::NotActing)?;
    let is_asked = take_over::will_ask(model, compose.editor.dispute, &action);
    if let Some(file) = model.cases.get(compose.editor.dispute).filter(|_| !is_asked) {
        crate::app::dry_run::dry_run(file, me, action.clone(), model.now).map_err(Trouble::Rule)?;
    }
    Ok(action)
}
