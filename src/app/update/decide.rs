//! Deciding, page by page. Nothing is sent but by a Yes on the last page, which is No until it is told otherwise.

use crate::app::decision;
use crate::app::effect::Effect;
use crate::app::measure::Measured;
use crate::app::model::{
    AnswerPage, Choice, DecisionDraft, DecisionEditor, DecisionPage, Editor, Layer, Model, Screen, Trouble,
};
use crate::app::templates::{AGREED_REFUND, AGREED_RELAUNCH, TemplateContext, WrittenText, blanks, values};
use crate::app::text_buffer::{EditResult, TextBuffer};
use crate::domain::case::records::Proposal;
use crate::domain::discussion::templates::fill;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::Outcome;
use crate::store::CaseFile;

use super::layers::{self, LayerInput};
use super::navigation::{Motion, moved, scrolled};
use super::{act, case, drafts, templates, unanswered};

/// Opens the decision of the current case, with what was begun before, or what both parties agreed to.
pub(in crate::app) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    let Some(dispute) = model.current() else { return };
    let file = model.cases.get(dispute);
    let draft = model.drafts.of(dispute).and_then(|drafts| drafts.decision.clone()).unwrap_or_default();
    let mut decide = DecisionEditor {
        editor: Editor::new(dispute, &draft.reasons),
        seen: file.and_then(version),
        step: DecisionPage::Outcome,
        outcome: draft.outcome,
        amount: TextBuffer::single_line(&draft.amount),
        cites: draft.cites,
        agreed: draft.agreed,
        cite_cursor: 0,
        choice: Choice::No,
        page: AnswerPage::default(),
        key: String::new(),
    };
    fill_in_agreement(&mut decide, file.and_then(decision::agreed_proposal));
    let writing = template_context(model, &decide);
    templates::recognize(model, &mut decide.editor, writing);
    decide.key = model.new_decision_key();
    if !matches!(model.screen, Screen::Case(_)) {
        case::open(model, dispute, None);
    }
    model.layer = Some(Layer::Decide(Box::new(decide)));
}

/// The case has come that a decision was opened on before it was at hand.
pub(super) fn case_arrived(model: &mut Model, id: DisputeId) {
    let Some(file) = model.cases.get(id) else { return };
    let (version, agreed) = (version(file), decision::agreed_proposal(file).cloned());
    if let Some(decide) = open_on(model, id).filter(|decide| decide.seen.is_none()) {
        decide.seen = version;
        decide.editor.trouble = None;
        // What was typed ahead stands.
        if decide.amount.is_blank() {
            fill_in_agreement(decide, agreed.as_ref());
        }
    }
}

/// The stored draft has come after its decision was opened: an agreement that it does not know is filled in again.
pub(super) fn draft_arrived(model: &mut Model, id: DisputeId) {
    let agreed = model.cases.get(id).and_then(decision::agreed_proposal).cloned();
    if let Some(decide) = open_on(model, id).filter(|decide| decide.step == DecisionPage::Outcome) {
        fill_in_agreement(decide, agreed.as_ref());
    }
}

/// Returns the decision being made on a case.
fn open_on(model: &mut Model, id: DisputeId) -> Option<&mut DecisionEditor> {
    model.layers_mut().find_map(|layer| match layer {
        Layer::Decide(decide) if decide.editor.dispute == id => Some(decide.as_mut()),
        _ => None,
    })
}

fn version(file: &CaseFile) -> Option<i64> {
    file.case.dispute.as_ref().map(|d| d.version)
}

/// Fills in the outcome and the amount that both parties agreed to, unless this agreement has been filled in before.
/// Returns whether it did.
fn fill_in_agreement(decide: &mut DecisionEditor, agreed: Option<&Proposal>) -> bool {
    let Some(proposal) = agreed.filter(|proposal| decide.agreed != Some(proposal.id)) else { return false };
    decide.agreed = Some(proposal.id);
    decide.outcome = Some(decision::outcome_of(proposal.kind));
    decide.amount.set(&proposal.refund.map(format_plain).unwrap_or_default());
    true
}

/// Returns an amount as one would type it.
fn format_plain(amount: Money) -> String {
    amount.to_string().split(' ').next().unwrap_or_default().to_owned()
}

/// Returns what is drafted beside the reasons.
pub(super) fn draft(decide: &DecisionEditor) -> DecisionDraft {
    DecisionDraft {
        outcome: decide.outcome,
        amount: decide.amount.body().to_owned(),
        reasons: String::new(),
        cites: decide.cites.clone(),
        agreed: decide.agreed,
    }
}

/// Does a command of the decision, or writes.
pub(super) fn input(
    model: &mut Model,
    mut decide: Box<DecisionEditor>,
    input: LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Layer> {
    match input {
        LayerInput::Leave => {
            let layer = Layer::Decide(decide);
            let is_sent = unanswered::of_layer(model, &layer).is_some();
            let Layer::Decide(mut decide) = layer else { return None };
            if is_sent || decide.step == DecisionPage::Outcome || decide.editor.sending.is_some() {
                drafts::leave(model, Layer::Decide(decide), out);
                return None;
            }
            back(&mut decide);
            return Some(Layer::Decide(decide));
        }
        LayerInput::CatchUp => catch_up(model, &mut decide),
        input if decide.step == DecisionPage::Confirm => confirm(model, &mut decide, &input, out),
        LayerInput::PreviousField => back(&mut decide),
        LayerInput::Accept | LayerInput::Send | LayerInput::NextField => next(model, &mut decide),
        input => edit(model, &mut decide, &input),
    }
    Some(Layer::Decide(decide))
}

/// Returns what is being decided, as far as a template takes something from it.
pub(super) fn template_context(model: &Model, decide: &DecisionEditor) -> TemplateContext {
    let file = model.cases.get(decide.editor.dispute);
    let refund = file.and_then(|file| decision::typed_refund(file, decide).ok().flatten());
    let text = decide.outcome.map(WrittenText::Reasons).unwrap_or_default();
    TemplateContext { text, refund, ..TemplateContext::default() }
}

/// The reasons of what both agreed to are ready where nothing else is written; the first letter takes their place.
fn propose_reasons(model: &Model, decide: &mut DecisionEditor) {
    let text = &decide.editor.text;
    let Some(file) = model.cases.get(decide.editor.dispute).filter(|_| text.is_blank() || text.is_all_selected())
    else {
        return;
    };
    // What was filled in and never touched may be of another outcome or amount.
    decide.editor.text.set("");
    let agreed = decision::agreed_proposal(file).filter(|proposal| decision::carries_out(file, decide, proposal));
    let Some(proposal) = agreed else { return };
    let name = if proposal.refund.is_some() { AGREED_REFUND } else { AGREED_RELAUNCH };
    let Some(reply) = model.templates.find(file.case.order.lang, name) else { return };
    let body = fill(&reply.body, &values(&model.author(), file, template_context(model, decide)));
    if blanks(model, Some(decide.editor.dispute), &body).is_empty() {
        decide.editor.text.set(&body);
        decide.editor.text.select_all();
    }
}

/// The case as it is now is taken for seen.
fn catch_up(model: &Model, decide: &mut DecisionEditor) {
    if let Some(file) = model.cases.get(decide.editor.dispute) {
        decide.seen = version(file);
        decide.editor.news = None;
        decide.editor.trouble = None;
        // What is on the last page may have changed: it is read and answered anew.
        (decide.choice, decide.page) = (Choice::No, AnswerPage::default());
        if fill_in_agreement(decide, decision::agreed_proposal(file)) {
            // Another outcome is under the cursor now: it is looked at before anything else.
            decide.step = DecisionPage::Outcome;
        }
    }
}

fn back(decide: &mut DecisionEditor) {
    decide.editor.trouble = None;
    decide.choice = Choice::No;
    decide.amount.select_all();
    decide.step = match decide.step {
        DecisionPage::Outcome | DecisionPage::Amount => DecisionPage::Outcome,
        DecisionPage::Reasons if decide.outcome == Some(Outcome::PartialRefund) => DecisionPage::Amount,
        DecisionPage::Reasons => DecisionPage::Outcome,
        DecisionPage::Cites => DecisionPage::Reasons,
        DecisionPage::Confirm => DecisionPage::Cites,
    };
}

/// Goes to the next page when this one is in order; else says what is wrong with it.
fn next(model: &Model, decide: &mut DecisionEditor) {
    decide.editor.trouble = check(model, decide).err();
    if decide.editor.trouble.is_none() && decide.step == DecisionPage::Reasons {
        decide.editor.trouble = templates::check(model, decide.editor.dispute, &mut decide.editor.text).err();
    }
    if decide.editor.trouble.is_some() {
        return;
    }
    decide.choice = Choice::No;
    decide.page = AnswerPage::default();
    decide.amount.select_all();
    decide.step = match decide.step {
        DecisionPage::Outcome if decide.outcome == Some(Outcome::PartialRefund) => DecisionPage::Amount,
        DecisionPage::Outcome | DecisionPage::Amount => DecisionPage::Reasons,
        DecisionPage::Reasons => DecisionPage::Cites,
        DecisionPage::Cites | DecisionPage::Confirm => DecisionPage::Confirm,
    };
    if decide.step == DecisionPage::Reasons {
        propose_reasons(model, decide);
        let writing = template_context(model, decide);
        templates::refill(model, &mut decide.editor, writing);
    }
}

/// Returns whether one could go on from this page, or send it.
pub(in crate::app) fn check_complete(model: &Model, decide: &DecisionEditor) -> Result<(), Trouble> {
    check(model, decide)?;
    match decide.step {
        DecisionPage::Reasons => templates::are_filled(model, decide.editor.dispute, &decide.editor.text),
        DecisionPage::Confirm => {
            let seen = model.cases.get(decide.editor.dispute).and_then(version);
            if decide.seen.is_none() || seen == decide.seen { Ok(()) } else { Err(Trouble::ChangedSince) }
        }
        _ => Ok(()),
    }
}

/// Returns whether this page, and those before it, are in order.
fn check(model: &Model, decide: &DecisionEditor) -> Result<(), Trouble> {
    let file = model.cases.get(decide.editor.dispute).ok_or(Trouble::Loading)?;
    let me = model.check_acting().map_err(Trouble::NotActing)?;
    match decide.step {
        DecisionPage::Outcome => {
            let outcomes = decision::outcomes(file, me, model.now);
            let picked = outcomes.into_iter().find(|(outcome, _)| Some(*outcome) == decide.outcome);
            picked.map_or(Err(Trouble::NoOutcome), |(_, can)| can.map_err(Trouble::Rule))
        }
        DecisionPage::Amount => decision::preview_outcome(file, decide, me, model.now).map(|_| ()),
        DecisionPage::Reasons | DecisionPage::Cites | DecisionPage::Confirm => {
            decision::preview(file, decide, me, model.now).map(|_| ())
        }
    }
}

fn edit(model: &mut Model, decide: &mut DecisionEditor, input: &LayerInput) {
    let changed = match decide.step {
        DecisionPage::Outcome => {
            let picked = pick(decide.outcome, input);
            decide.outcome = picked.or(decide.outcome);
            picked.is_some()
        }
        DecisionPage::Amount => layers::write(model, &mut decide.amount, input) == Some(EditResult::Changed),
        DecisionPage::Cites => cite(model, decide, input),
        DecisionPage::Reasons | DecisionPage::Confirm => false,
    };
    if changed {
        drafts::edited(model, decide.editor.dispute);
    }
    if changed && decide.step != DecisionPage::Cites {
        decide.editor.trouble = None;
    }
}

/// Returns the outcome that is chosen by a move or a digit. From none, one goes to the first, or up to the last.
fn pick(outcome: Option<Outcome>, input: &LayerInput) -> Option<Outcome> {
    let len = Outcome::ALL.len();
    let to = match (outcome.and_then(|outcome| Outcome::ALL.iter().position(|one| *one == outcome)), input) {
        (Some(at), _) => moved(at, len, input)?,
        (None, LayerInput::Move(Motion::Up | Motion::HalfUp | Motion::PageUp | Motion::Last)) => len - 1,
        (None, LayerInput::Move(_)) => 0,
        (None, _) => moved(0, len, input)?,
    };
    Outcome::ALL.get(to).copied()
}

/// Moves among what can be cited, and cites. What is inadmissible can't be, and says why.
fn cite(model: &Model, decide: &mut DecisionEditor, input: &LayerInput) -> bool {
    let Some(file) = model.cases.get(decide.editor.dispute) else { return false };
    let all = decision::citable(file);
    decide.editor.trouble = None;
    if let Some(to) = moved(decide.cite_cursor, all.len(), input) {
        decide.cite_cursor = to;
        return false;
    }
    let Some(citable) = all.get(decide.cite_cursor).filter(|_| *input == LayerInput::Toggle) else {
        return false;
    };
    match citable.inadmissible {
        _ if decide.cites.remove(&citable.cite) => {}
        Some(reason) => {
            decide.editor.trouble = Some(Trouble::Inadmissible(reason.to_owned()));
            return false;
        }
        None => {
            decide.cites.insert(citable.cite);
        }
    }
    true
}

/// The last page: the answer is moved to Yes by one key and given by another. Until all of the page has been on screen, the key
/// that would choose Yes shows more of it.
fn confirm(model: &mut Model, decide: &mut DecisionEditor, input: &LayerInput, out: &mut Vec<Effect>) {
    match input {
        LayerInput::NextField | LayerInput::PreviousField if decide.choice == Choice::No && !decide.page.is_read() => {
            decide.page.read_on(&model.measured);
        }
        LayerInput::NextField | LayerInput::PreviousField => decide.choice = decide.choice.other(),
        LayerInput::Accept if decide.choice == Choice::No => back(decide),
        LayerInput::Accept => send(model, decide, out),
        LayerInput::Move(motion) => scroll_page(&mut decide.page, *motion, &model.measured),
        _ => {}
    }
}

/// Moves on a page that is answered: to the next of what can be opened, where it is in sight, else by lines.
pub(super) fn scroll_page(page: &mut AnswerPage, motion: Motion, measured: &Measured) {
    let stepped = match motion {
        Motion::Down => page.next_item(1, measured.items),
        Motion::Up => page.next_item(-1, measured.items),
        _ => false,
    };
    if !stepped {
        page.scroll = scrolled(page.scroll, motion, measured.layer);
    }
}

fn send(model: &mut Model, decide: &mut DecisionEditor, out: &mut Vec<Effect>) {
    decide.choice = Choice::No;
    let file = model.cases.get(decide.editor.dispute).filter(|_| decide.seen.is_some());
    if file.is_some_and(|file| version(file) != decide.seen) {
        decide.editor.trouble = Some(Trouble::ChangedSince);
        return;
    }
    let draft = file.ok_or(Trouble::Loading).and_then(|file| decision::draft(file, decide));
    match draft.and_then(|draft| check(model, decide).map(|()| draft)) {
        Ok(draft) => {
            decide.editor.trouble = None;
            decide.editor.sending = act(model, decide.editor.dispute, Action::Decide(draft), decide.seen, out);
        }
        Err(trouble) => decide.editor.trouble = Some(trouble),
    }
}
