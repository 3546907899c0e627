//! The second mediator looks at a colleague's decision, and approves or refuses it. Nothing is sent but by an answer that was
//! reached by one key and given by another, on the case as it was on screen.

use crate::app::effect::Effect;
use crate::app::model::{AnswerPage, Editor, Layer, Model, Review, Screen, Trouble, Verdict, cycle};
use crate::app::text_buffer::TextBuffer;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;

use super::layers::LayerInput;
use super::{act, case, decide, drafts, templates};

/// Opens the current case's decision, to be answered.
pub(in crate::app) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(dispute) = model.current() {
        open_with(model, dispute, false);
    }
}

/// Opens the current case's decision, to be refused at once.
pub(in crate::app) fn open_refusal(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(dispute) = model.current() {
        open_with(model, dispute, true);
    }
}

fn open_with(model: &mut Model, dispute: DisputeId, refusing: bool) {
    if !matches!(model.screen, Screen::Case(_)) {
        case::open(model, dispute, None);
    }
    let seen = version(model, dispute);
    let mut review =
        Review { editor: Editor::new(dispute, ""), seen, answer: Verdict::Back, refusing, page: AnswerPage::default() };
    if refusing {
        write_reason(model, &mut review);
    }
    model.layer = Some(Layer::Review(Box::new(review)));
}

/// The case has come that a review was opened on before it was at hand.
pub(super) fn case_arrived(model: &mut Model, id: DisputeId) {
    let seen = version(model, id);
    for layer in model.layers_mut() {
        if let Layer::Review(review) = layer
            && review.editor.dispute == id
        {
            review.seen = review.seen.or(seen);
        }
    }
}

fn version(model: &Model, dispute: DisputeId) -> Option<i64> {
    Some(model.cases.get(dispute)?.case.dispute.as_ref()?.version)
}

/// Begins to write the reason of a refusal, as far as it was written before.
fn write_reason(model: &Model, review: &mut Review) {
    let begun = model.drafts.of(review.editor.dispute).map_or("", |drafts| drafts.refusal.as_str());
    review.editor.text = TextBuffer::multi_line(begun);
    review.refusing = true;
}

/// Does a command of the page, or writes the reason.
pub(super) fn input(
    model: &mut Model,
    mut review: Box<Review>,
    input: LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Layer> {
    match input {
        LayerInput::Leave if review.refusing && review.editor.sending.is_none() => {
            drafts::leave(model, Layer::Review(review.clone()), out);
            (review.refusing, review.editor.trouble) = (false, None);
        }
        LayerInput::Leave => {
            drafts::leave(model, Layer::Review(review), out);
            return None;
        }
        LayerInput::CatchUp => {
            review.seen = version(model, review.editor.dispute);
            // What is on the page may have changed: it is read and answered anew.
            (review.editor.news, review.editor.trouble, review.answer) = (None, None, Verdict::Back);
            review.page = AnswerPage::default();
        }
        LayerInput::Send if review.refusing => refuse(model, &mut review, out),
        _ if review.refusing => {}
        LayerInput::NextField => answer(model, &mut review, 1),
        LayerInput::PreviousField => answer(model, &mut review, -1),
        LayerInput::Accept => match review.answer {
            Verdict::Back => return None,
            Verdict::Refuse => write_reason(model, &mut review),
            Verdict::Approve => approve(model, &mut review, out),
        },
        LayerInput::Move(motion) => decide::scroll_page(&mut review.page, motion, &model.measured),
        _ => {}
    }
    Some(Layer::Review(review))
}

/// Returns whether the decision could be approved as it is on screen, or refused with what is written.
pub(in crate::app) fn check_complete(model: &Model, review: &Review) -> Result<(), Trouble> {
    let dispute = review.editor.dispute;
    if review.refusing {
        let text = &review.editor.text;
        return if text.is_blank() { Err(Trouble::Blank) } else { templates::are_filled(model, dispute, text) };
    }
    if review.seen.is_some() && version(model, dispute) == review.seen { Ok(()) } else { Err(Trouble::ChangedSince) }
}

/// Goes to another answer. Until all of the page has been on screen, the key that would choose to approve shows more of it.
fn answer(model: &Model, review: &mut Review, by: isize) {
    let next = cycle(&Verdict::ALL, review.answer, by);
    if next == Verdict::Approve && !review.page.is_read() {
        review.page.read_on(&model.measured);
    } else {
        review.answer = next;
    }
}

fn approve(model: &mut Model, review: &mut Review, out: &mut Vec<Effect>) {
    review.answer = Verdict::Back;
    review.editor.trouble = check_complete(model, review).err();
    if review.editor.trouble.is_some() {
        return;
    }
    review.editor.sending = act(model, review.editor.dispute, Action::Approve, review.seen, out);
}

fn refuse(model: &mut Model, review: &mut Review, out: &mut Vec<Effect>) {
    let whole = if review.editor.text.is_blank() {
        Err(Trouble::Blank)
    } else {
        templates::check(model, review.editor.dispute, &mut review.editor.text)
    };
    review.editor.trouble = whole.err();
    if review.editor.trouble.is_none() {
        let action = Action::Refuse { reason: review.editor.trimmed() };
        review.editor.sending = act(model, review.editor.dispute, action, None, out);
    }
}
