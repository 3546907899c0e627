//! The second mediator looks at a colleague's decision, and approves or refuses it. Nothing is sent but by an answer that was
//! reached by one key and given by another, on the case as it was on screen.

use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::model::{CaseDrafts, Layer, Model, Notice, Review, Screen, Trouble, Unavailable, Verdict, cycle};
use crate::app::templates::Writing;
use crate::app::text::{Text, Typed};
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;

use super::layers::{self, Input};
use super::navigation::scrolled;
use super::{act, case, drafts, templates};

/// Opens the current case's decision, to be answered.
pub(in crate::app) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(dispute) = model.current() {
        open_with(model, dispute, None);
    }
}

/// Opens the current case's decision, to be refused at once.
pub(in crate::app) fn open_refusal(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(dispute) = model.current() {
        let reason = reason(model, dispute);
        open_with(model, dispute, Some(reason));
    }
}

fn open_with(model: &mut Model, dispute: DisputeId, refusing: Option<Text>) {
    if !matches!(model.screen, Screen::Case(_)) {
        case::open(model, dispute, None);
    }
    let review = Review {
        dispute,
        seen: version(model, dispute),
        answer: Verdict::Back,
        refusing,
        scroll: 0,
        sending: None,
        trouble: None,
        picker: None,
        news: None,
    };
    model.layer = Some(Layer::Review(Box::new(review)));
}

/// The case has come that a review was opened on before it was at hand.
pub(super) fn arrived(model: &mut Model, id: DisputeId) {
    let seen = version(model, id);
    for layer in model.layers_mut() {
        if let Layer::Review(review) = layer
            && review.dispute == id
        {
            review.seen = review.seen.or(seen);
        }
    }
}

fn version(model: &Model, dispute: DisputeId) -> Option<i64> {
    Some(model.cases.get(dispute)?.case.dispute.as_ref()?.version)
}

/// The reason as far as it was written before.
fn reason(model: &Model, dispute: DisputeId) -> Text {
    Text::multi(model.drafts.of(dispute).map_or("", |drafts| drafts.refusal.as_str()))
}

/// What is written, put among the drafts of its case.
pub(super) fn stash(review: &Review, drafts: &mut CaseDrafts) {
    if let Some(reason) = &review.refusing {
        reason.body().clone_into(&mut drafts.refusal);
    }
}

/// Does a command of the page, or writes the reason.
pub(super) fn input(model: &mut Model, mut review: Box<Review>, input: Input, out: &mut Vec<Effect>) -> Option<Layer> {
    if review.picker.is_some() {
        let Review { dispute, picker, refusing, .. } = review.as_mut();
        if refusing.as_mut().is_some_and(|reason| templates::input(model, *dispute, picker, reason, &input)) {
            written(model, &mut review);
        }
        return Some(Layer::Review(review));
    }
    if review.sending.is_some() && input != Input::Leave {
        model.notice = Some(Notice::Refused(Command::Approve, Unavailable::Sending));
        return Some(Layer::Review(review));
    }
    match input {
        Input::Leave if review.refusing.is_some() && review.sending.is_none() => {
            drafts::leave(model, Layer::Review(review.clone()), out);
            (review.refusing, review.trouble) = (None, None);
        }
        Input::Leave => {
            drafts::leave(model, Layer::Review(review), out);
            return None;
        }
        Input::CatchUp => {
            review.seen = version(model, review.dispute);
            // What is on the page may have changed: it is answered anew.
            (review.news, review.trouble, review.answer) = (None, None, Verdict::Back);
        }
        Input::ChooseTemplate if review.refusing.is_some() => {
            review.picker = templates::open(model, review.dispute, Writing::default());
        }
        Input::OpenEditor if review.refusing.is_some() => {
            let layer = Layer::Review(review.clone());
            review.refusing.iter().for_each(|reason| drafts::to_editor(model, &layer, reason, out));
        }
        input if review.refusing.is_some() => write(model, &mut review, &input, out),
        Input::NextField => review.answer = cycle(&Verdict::ALL, review.answer, 1),
        Input::PreviousField => review.answer = cycle(&Verdict::ALL, review.answer, -1),
        Input::Accept => match review.answer {
            Verdict::Back => return None,
            Verdict::Refuse => review.refusing = Some(reason(model, review.dispute)),
            Verdict::Approve => approve(model, &mut review, out),
        },
        Input::Move(motion) => review.scroll = scrolled(review.scroll, motion, model.measured.layer),
        _ => {}
    }
    Some(Layer::Review(review))
}

fn approve(model: &mut Model, review: &mut Review, out: &mut Vec<Effect>) {
    review.answer = Verdict::Back;
    if review.seen.is_none() || version(model, review.dispute) != review.seen {
        review.trouble = Some(Trouble::ChangedSince);
        return;
    }
    review.trouble = None;
    review.sending = act(model, review.dispute, Action::Approve, review.seen, out);
}

/// The reason is another one now.
fn written(model: &mut Model, review: &mut Review) {
    review.trouble = None;
    drafts::edited(model, review.dispute);
}

/// What was written in an editor takes the reason's place.
pub(super) fn edited(review: &mut Review, body: &str) -> Typed {
    review.trouble = None;
    review.refusing.as_mut().map_or(Typed::Moved, |reason| reason.replace_all(body))
}

/// The reason, and its sending.
fn write(model: &mut Model, review: &mut Review, input: &Input, out: &mut Vec<Effect>) {
    let Some(reason) = &mut review.refusing else { return };
    match input {
        Input::Send if reason.is_blank() => review.trouble = Some(Trouble::Blank),
        Input::Send => match templates::check(model, reason) {
            Err(trouble) => review.trouble = Some(trouble),
            Ok(()) => {
                let reason = reason.body().trim().to_owned();
                review.trouble = None;
                review.sending = act(model, review.dispute, Action::Refuse { reason }, None, out);
            }
        },
        input => {
            if layers::write(model, reason, input) == Some(Typed::Changed) {
                written(model, review);
            }
        }
    }
}
