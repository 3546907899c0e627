//! Evidence opened to be looked at: which piece, what it holds, and the room that a picture has.

use crate::app::command::Command;
use crate::app::dry_run::dry_run;
use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{
    AnswerPage, Choice, Content, DecisionPage, EvidenceContent, Layer, Model, Notice, OpenEvidence, OpenFileQuestion,
    OpenMessage, Panel, PictureError, PictureRequest, PictureView, Prompt, Size, Unavailable, cycle,
};
use crate::app::{availability, checklist, decision};
use crate::domain::case::evidence_file::ContentKind;
use crate::domain::case::records::Attachment;
use crate::domain::dispute::action::Action;
use crate::domain::ids::{AttachmentId, Cite, DisputeId};
use crate::store::{CaseFile, StoreError};

use super::layers::{LayerInput, can_stack};
use super::navigation::scrolled;
use super::{case, drafts, picture_view, precedents, prefetch, prompt};

/// Opens the file that a search came for; else the first file of the message under the cursor; where it has none, the case's
/// last.
pub(in crate::app) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    match model.layer {
        None | Some(Layer::Message(_)) => {}
        Some(Layer::Decide(_) | Layer::Review(_)) => return open_cited(model, out),
        Some(_) => return,
    }
    let Some(dispute) = model.current() else { return };
    let panel = model.view().map(|view| view.panel);
    let of_order = panel == Some(Panel::File) && model.layer.is_none();
    let near = sought(model).or_else(|| near(model).filter(|_| !of_order));
    let Some(file) = model.cases.get(dispute) else { return };
    // Beside what the process wants, the key leads to what nobody has looked at.
    let of_list = panel == Some(Panel::Pending) && model.layer.is_none();
    let unopened = checklist::unopened(file, &model.opened_evidence).first().copied().filter(|_| of_list);
    let first = file.order_files.first().filter(|_| of_order).map(|first| first.id);
    let last = || availability::files(file).last().map(|last| last.id);
    if let Some(id) = unopened.or(near).or(first).or_else(last) {
        let opened = open_piece(model, dispute, id, out);
        model.layer = Some(Layer::Evidence(opened));
    }
}

/// Opens what is under the cursor of a decision over it; the decision comes back after, as it was.
fn open_cited(model: &mut Model, out: &mut Vec<Effect>) {
    if !can_stack(model) {
        return;
    }
    let Some((dispute, cite)) = under_cursor(model) else { return };
    drafts::save_all(model, out);
    precedents::push_screen(model);
    model.layer = Some(match cite {
        Cite::Message(message) => Layer::Message(OpenMessage { dispute, message, scroll: 0 }),
        Cite::Attachment(id) => Layer::Evidence(open_piece(model, dispute, id, out)),
    });
}

/// What was opened over a decision is closed: the decision has the keys again.
pub(super) fn back_to_decision(model: &mut Model) {
    let under = model.stack.last().and_then(|under| under.layer.as_ref()).filter(|_| model.layer.is_none());
    if matches!(under, Some(Layer::Decide(_) | Layer::Review(_))) {
        precedents::pop_screen(model);
    }
}

/// Returns what is under the cursor of the decision that is made or answered, and its case; on the first page, the first
/// evidence that nobody has looked at.
pub(in crate::app) fn under_cursor(model: &Model) -> Option<(DisputeId, Cite)> {
    let dispute = model.layer.as_ref()?.dispute()?;
    let file = model.cases.get(dispute)?;
    let in_sight = |page: &AnswerPage| page.item_in_sight(model.measured.items);
    let cite = match model.layer.as_ref()? {
        Layer::Decide(decide) => match decide.step {
            DecisionPage::Cites => decision::citable(file).get(decide.cite_cursor)?.cite,
            DecisionPage::Confirm => *decision::opens(decide).get(in_sight(&decide.page)?)?,
            DecisionPage::Outcome => Cite::Attachment(*checklist::unopened(file, &model.opened_evidence).first()?),
            DecisionPage::Amount | DecisionPage::Reasons => return None,
        },
        Layer::Review(review) if !review.refusing => {
            let decided = file.case.dispute.as_ref()?.decision.as_ref()?;
            *decision::review_opens(file, decided).get(in_sight(&review.page)?)?
        }
        _ => return None,
    };
    Some((dispute, cite))
}

/// Returns the file that a search came for, while one is where it stands.
fn sought(model: &Model) -> Option<AttachmentId> {
    let view = model.view().filter(|_| model.layer.is_none())?;
    let sought = view.sought.as_ref().filter(|sought| sought.panel() == view.panel)?;
    let file = sought.place.file()?;
    let message = sought.place.at_message();
    (message.is_none() || view.thread.cursor == message).then_some(file)
}

/// Returns the first file of the message that is open or under the cursor.
pub(super) fn near(model: &Model) -> Option<AttachmentId> {
    let (dispute, message) = match &model.layer {
        Some(Layer::Message(open)) => (open.dispute, open.message),
        _ => case::under_cursor(model)?,
    };
    let row = model.cases.get(dispute)?.thread.iter().find(|row| row.message.id == message)?;
    row.attachments.first().map(|first| first.id)
}

/// Returns a piece, with what it holds asked for where it is to be shown.
fn open_piece(model: &mut Model, dispute: DisputeId, id: AttachmentId, out: &mut Vec<Effect>) -> OpenEvidence {
    model.opened_evidence.insert(id);
    let attachment = model.cases.get(dispute).and_then(|file| find(file, id));
    let to_read = attachment.filter(|file| file.text.is_none()).and_then(|file| {
        let kept = file.blob()?.clone();
        (file.content_kind() != ContentKind::Other).then(|| Read::File(kept, file.content_kind()))
    });
    let content = match to_read {
        Some(what) => Content::Reading(prefetch::request(model, what, out)),
        None => Content::AtHand,
    };
    OpenEvidence { dispute, file: id, scroll: 0, content }
}

fn find(file: &CaseFile, id: AttachmentId) -> Option<&Attachment> {
    availability::files(file).into_iter().find(|one| one.id == id)
}

/// Does a command of the opened piece.
pub(super) fn input(model: &Model, mut open: OpenEvidence, input: &LayerInput) -> Option<Layer> {
    match input {
        LayerInput::Back => return None,
        LayerInput::Move(motion) if picture_view::navigate(&mut open, *motion) => {}
        LayerInput::Move(motion) => open.scroll = scrolled(open.scroll, *motion, model.measured.layer),
        _ => {}
    }
    Some(Layer::Evidence(open))
}

/// Shows the next file of the case.
pub(in crate::app) fn next(model: &mut Model, out: &mut Vec<Effect>) {
    step(model, 1, out);
}

/// Shows the file before.
pub(in crate::app) fn previous(model: &mut Model, out: &mut Vec<Effect>) {
    step(model, -1, out);
}

fn step(model: &mut Model, by: isize, out: &mut Vec<Effect>) {
    let Some(Layer::Evidence(open)) = &model.layer else { return };
    let (dispute, file) = (open.dispute, open.file);
    let all = model.cases.get(dispute).map(availability::files).unwrap_or_default();
    let ids: Vec<AttachmentId> = all.into_iter().map(|one| one.id).collect();
    let next = cycle(&ids, file, by);
    if next != file {
        model.layer = Some(Layer::Evidence(open_piece(model, dispute, next, out)));
    }
}

/// Asks why the opened piece is inadmissible; one that is already stays as it is.
pub(super) fn strike(model: &mut Model, open: OpenEvidence) -> Layer {
    let action = Action::Strike { attachment: open.file, reason: "…".to_owned() };
    let refusal = model
        .cases
        .get(open.dispute)
        .zip(model.acting())
        .and_then(|(file, me)| dry_run(file, me, action, model.now).err());
    match refusal {
        Some(refusal) => {
            model.notice = Some(Notice::Refused(Command::StrikeEvidence, Unavailable::Rule(refusal)));
            Layer::Evidence(open)
        }
        None => Layer::Prompt(prompt::to_strike(model, open.dispute, Some(open.file))),
    }
}

/// Returns the opened piece, also where help lies over it.
fn opened(model: &mut Model) -> Option<&mut OpenEvidence> {
    model.layers_mut().find_map(|layer| match layer {
        Layer::Evidence(open) => Some(open),
        Layer::Prompt(Prompt::OpenFile(asked)) => Some(&mut *asked.evidence),
        _ => None,
    })
}

/// Returns the file that is looked at.
pub(in crate::app) fn opened_file(model: &Model) -> Option<&Attachment> {
    let Some(Layer::Evidence(open)) = &model.layer else { return None };
    find(model.cases.get(open.dispute)?, open.file)
}

/// Writes the file that is looked at to a file of the mediator's.
pub(in crate::app) fn save(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(file) = opened_file(model).cloned() {
        prefetch::request(model, Read::SaveFile(file.into()), out);
    }
}

/// Asks whether another program is to open the file that is looked at.
pub(in crate::app) fn ask_to_open(model: &mut Model, _: &mut Vec<Effect>) {
    let Some(program) = opened_file(model).and_then(|file| model.open_with.program(&file.media_type)) else { return };
    if let Some(Layer::Evidence(open)) = model.layer.take() {
        let asked = OpenFileQuestion { evidence: Box::new(open), program, choice: Choice::No };
        model.layer = Some(Layer::Prompt(Prompt::OpenFile(asked)));
    }
}

/// Yes is reached by one key and given by another. Either answer goes back to the file.
pub(super) fn question_input(
    model: &mut Model,
    mut asked: OpenFileQuestion,
    input: &LayerInput,
    out: &mut Vec<Effect>,
) -> Layer {
    match input {
        LayerInput::NextField | LayerInput::PreviousField => asked.choice = asked.choice.other(),
        LayerInput::Accept => {
            let file = model.cases.get(asked.evidence.dispute).and_then(|case| find(case, asked.evidence.file));
            if let Some(file) = file.filter(|_| asked.choice == Choice::Yes).cloned() {
                prefetch::request(model, Read::OpenFile(file.into(), asked.program), out);
            }
            return Layer::Evidence(*asked.evidence);
        }
        LayerInput::Leave => return Layer::Evidence(*asked.evidence),
        _ => {}
    }
    Layer::Prompt(Prompt::OpenFile(asked))
}

/// What was found where the opened piece is kept.
pub(super) fn found(model: &mut Model, generation: Generation, found: Result<EvidenceContent, StoreError>) {
    let Some(open) = opened(model).filter(|open| open.content == Content::Reading(generation)) else { return };
    open.content = match found {
        Ok(EvidenceContent::Text(text, left_out)) => Content::Text { text, left_out },
        Ok(EvidenceContent::Picture(bytes)) => {
            Content::Picture { bytes, room: None, view: PictureView::default(), drawn: None }
        }
        Ok(EvidenceContent::Missing) => Content::Missing,
        Ok(EvidenceContent::Changed) => Content::Changed,
        Err(error) => Content::Unread(error),
    };
}

/// The last frame had this room for a picture: it is asked for, once.
pub(super) fn request_picture(model: &mut Model, size: Option<Size>, out: &mut Vec<Effect>) {
    let Some(Layer::Evidence(open)) = &mut model.layer else { return };
    let file = open.file;
    if let (Some(size), Content::Picture { bytes, room, view, .. }) = (size, &mut open.content)
        && *room != Some(size)
    {
        *room = Some(size);
        out.push(Effect::Picture(PictureRequest { file, bytes: bytes.clone(), room: size, view: *view }));
    }
}

/// A picture is ready, or why it is not.
pub(super) fn picture_ready(model: &mut Model, of: AttachmentId, result: Result<(u32, u32), PictureError>) {
    if let Some(open) = opened(model).filter(|open| open.file == of)
        && let Content::Picture { drawn, .. } = &mut open.content
    {
        *drawn = Some(result);
    }
}

/// The terminal may have forgotten the picture: it is asked for once more.
pub(super) fn redraw(model: &mut Model) {
    if let Some(OpenEvidence { content: Content::Picture { room, .. }, .. }) = opened(model) {
        *room = None;
    }
}
