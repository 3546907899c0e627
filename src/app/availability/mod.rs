//! Whether a command is available now, and why not. The domain's rules decide; nothing here repeats one.

mod layer;

pub use layer::{
    accept, acknowledge, back, catch_up, cite, complete, external_editor, insert_template, moves, next_case,
    next_field, open, other_file, pages, previous_case, previous_field, send,
};

use super::command::KeyContext;
use super::dry_run::dry_run;
use super::model::{Content, Layer, Model, Screen, Unavailable, Withdrawable};
use super::pending_reminders;
use super::update::evidence;
use crate::domain::case::records::{Attachment, DecisionState, Mediator, Proposal};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{AttachmentId, DisputeId};
use crate::domain::marketplace::event::Terms;
use crate::domain::vocabulary::{AskState, Origin, Side, Speaker};
use crate::store::CaseFile;

type Availability = Result<(), Unavailable>;

/// A text that every rule accepts, for checks of whether a text could be sent at all.
const PLACEHOLDER_TEXT: &str = "…";

/// Always possible.
pub fn always(_: &Model) -> Availability {
    Ok(())
}

/// Possible while a file is looked at whose content is here.
pub fn save_file(model: &Model) -> Availability {
    let file = evidence::opened_file(model).ok_or(Unavailable::NotHere)?;
    if file.text.is_some() || file.blob().is_some() { Ok(()) } else { Err(Unavailable::NoContent) }
}

/// Possible while, besides, a program is configured for it.
pub fn open_file(model: &Model) -> Availability {
    save_file(model)?;
    let kind = evidence::opened_file(model).map(|file| file.media_type.as_str()).unwrap_or_default();
    model.open_with.program(kind).map(drop).ok_or_else(|| Unavailable::NoProgram(kind.to_owned()))
}

/// Available only in a case.
pub fn in_case(model: &Model) -> Availability {
    model.view().map(|_| ()).ok_or(Unavailable::NotHere)
}

/// Possible where there are several panels or pages.
pub fn panels(model: &Model) -> Availability {
    if matches!(model.layer, Some(Layer::Statistics(_))) { Ok(()) } else { in_case(model) }
}

/// Available only in the queue.
pub fn in_queue(model: &Model) -> Availability {
    if model.screen == Screen::Queue { Ok(()) } else { Err(Unavailable::NotHere) }
}

/// Available to a member of the team, who is told of cases.
pub fn member(model: &Model) -> Availability {
    model.me.as_ref().map(|_| ()).ok_or(Unavailable::LookOnly)
}

/// Possible while a filter is in force, and there is someone to keep it for.
pub fn save_view(model: &Model) -> Availability {
    in_queue(model)?;
    model.me.as_ref().ok_or(Unavailable::LookOnly)?;
    if model.queue.words.is_empty() { Err(Unavailable::NoFilter) } else { Ok(()) }
}

/// Available while a saved view is shown.
pub fn saved_view(model: &Model) -> Availability {
    in_queue(model)?;
    model.queue.saved.current().map(|_| ()).ok_or(Unavailable::NoSavedView)
}

/// See [`super::command::Command::FirstSavedView`].
pub fn first_saved_view(model: &Model) -> Availability {
    if model.queue.saved.all.is_empty() { Err(Unavailable::FewerViews) } else { Ok(()) }
}

/// See [`super::command::Command::SecondSavedView`].
pub fn second_saved_view(model: &Model) -> Availability {
    if model.queue.saved.all.len() < 2 { Err(Unavailable::FewerViews) } else { Ok(()) }
}

/// Possible while a case is selected or open.
pub fn case(model: &Model) -> Availability {
    model.current().map(|_| ()).ok_or(Unavailable::NoCase)
}

/// See [`super::command::Command::Precedents`]: not from beside a case that was itself opened from there.
pub fn precedents(model: &Model) -> Availability {
    if model.view().is_some_and(|view| view.read_only) { Err(Unavailable::ReadOnly) } else { case(model) }
}

/// Available where what a command does can be done to every marked case.
fn bulk(model: &Model) -> Availability {
    model.check_acting()?;
    if model.bulk.run.is_some() { Err(Unavailable::BulkRuns) } else { Ok(()) }
}

/// Possible while no case is marked: it is done to one at a time.
fn one_at_a_time(model: &Model) -> Availability {
    if model.acts_on_marked() { Err(Unavailable::OneAtATime) } else { Ok(()) }
}

/// See [`super::command::Command::BulkReport`].
pub fn bulk_report(model: &Model) -> Availability {
    in_queue(model)?;
    model.bulk.report.as_ref().map(|_| ()).ok_or(Unavailable::NoReport)
}

/// Returns whether what is open was opened from beside another case, to be read only.
pub fn is_read_only(model: &Model) -> bool {
    model.view().is_some_and(|view| view.read_only)
}

/// Returns who acts here, if they may act on what is open.
fn acting_mediator(model: &Model) -> Result<&Mediator, Unavailable> {
    let me = model.check_acting()?;
    if is_read_only(model) { Err(Unavailable::ReadOnly) } else { Ok(me) }
}

/// Possible while a message is under the cursor.
pub fn message(model: &Model) -> Availability {
    match model.current_file() {
        _ if model.view().is_none() => Err(Unavailable::NotHere),
        None => Err(Unavailable::Loading),
        Some(file) if file.thread.is_empty() => Err(Unavailable::NoMessage),
        Some(_) => Ok(()),
    }
}

/// Available while the search has hits.
pub fn hits(model: &Model) -> Availability {
    if model.search.hits.is_empty() { Err(Unavailable::NoHits) } else { Ok(()) }
}

/// Returns whether the rules would let this mediator do this to the case at hand. While it is still being read nothing
/// is known against it: the store will say.
fn rules_allow(model: &Model, action: Action) -> Availability {
    acting_mediator(model)?;
    one_at_a_time(model)?;
    rules_allow_one(model, action)
}

/// The same, whatever is marked.
fn rules_allow_one(model: &Model, action: Action) -> Availability {
    case(model)?;
    let me = acting_mediator(model)?;
    if model.current().is_some_and(|id| model.is_sending(id, &action)) {
        return Err(Unavailable::Sending);
    }
    let Some(file) = model.current_file() else { return Ok(()) };
    dry_run(file, me, action, model.now).map(|_| ()).map_err(Unavailable::Rule)
}

/// Returns the current case, if this mediator may act on it.
fn known_case(model: &Model) -> Result<&CaseFile, Unavailable> {
    case(model)?;
    acting_mediator(model)?;
    one_at_a_time(model)?;
    model.current_file().ok_or(Unavailable::Loading)
}

/// See [`super::command::Command::Claim`].
pub fn claim(model: &Model) -> Availability {
    if model.acts_on_marked() { bulk(model) } else { rules_allow(model, Action::Claim) }
}

/// See [`super::command::Command::Release`].
pub fn release(model: &Model) -> Availability {
    if model.acts_on_marked() { bulk(model) } else { rules_allow(model, Action::Release) }
}

/// See [`super::command::Command::Assign`]: asked by giving it to oneself, as the team is the store's.
pub fn assign(model: &Model) -> Availability {
    if model.acts_on_marked() {
        return bulk(model);
    }
    let to = acting_mediator(model)?.handle.clone();
    rules_allow(model, Action::Assign { to, note: None })
}

/// See [`super::command::Command::HandOverShift`].
pub fn hand_over(model: &Model) -> Availability {
    acting_mediator(model)?;
    bulk(model)
}

/// See [`super::command::Command::Reply`].
pub fn reply(model: &Model) -> Availability {
    rules_allow(model, Action::Say { body: PLACEHOLDER_TEXT.to_owned() })
}

/// See [`super::command::Command::Remind`].
pub fn remind(model: &Model) -> Availability {
    if model.acts_on_marked() {
        return bulk(model);
    }
    reply(model)?;
    let dispute = known_case(model)?.case.dispute.as_ref();
    dispute.and_then(pending_reminders::first).map(|_| ()).ok_or(Unavailable::NothingOwed)
}

/// See [`super::command::Command::Note`].
pub fn note(model: &Model) -> Availability {
    rules_allow(model, Action::Note { body: PLACEHOLDER_TEXT.to_owned() })
}

/// See [`super::command::Command::Ask`].
pub fn ask(model: &Model) -> Availability {
    rules_allow(model, Action::Ask { to: Side::Client, body: PLACEHOLDER_TEXT.to_owned(), due: None })
}

/// See [`super::command::Command::Propose`].
pub fn propose(model: &Model) -> Availability {
    rules_allow(model, Action::Propose { terms: Terms::Relaunch { terms: PLACEHOLDER_TEXT.to_owned() } })
}

/// See [`super::command::Command::Decide`]: possible when at least one outcome is.
pub fn decide(model: &Model) -> Availability {
    case(model)?;
    let me = acting_mediator(model)?;
    one_at_a_time(model)?;
    let deciding =
        |request: &Request| matches!(request.action, Action::Decide(_)) && Some(request.dispute) == model.current();
    if model.sent.iter().any(|(_, request)| deciding(request)) {
        return Err(Unavailable::Sending);
    }
    // While the case is still being read nothing is known against it; the first page waits for it.
    let Some(file) = model.current_file() else { return Ok(()) };
    let outcomes = super::decision::outcomes(file, me, model.now);
    let mut refusals = outcomes.into_iter().map(|(_, can)| can);
    match refusals.next() {
        Some(Err(refusal)) if refusals.all(|can| can.is_err()) => Err(Unavailable::Rule(refusal)),
        _ => Ok(()),
    }
}

/// See [`super::command::Command::Snooze`].
pub fn snooze(model: &Model) -> Availability {
    if model.acts_on_marked() {
        return bulk(model);
    }
    let until = model.now + chrono::TimeDelta::hours(1);
    rules_allow(model, Action::Snooze { until })
}

/// See [`super::command::Command::Wake`].
pub fn wake(model: &Model) -> Availability {
    if model.acts_on_marked() { bulk(model) } else { rules_allow(model, Action::Wake) }
}

/// See [`super::command::Command::Undo`]: the rules say whether the current case's decision can be undone.
pub fn undo(model: &Model) -> Availability {
    acting_mediator(model)?;
    match undo_target(model) {
        // Its question names the case, whatever is marked.
        Some(target) if Some(target) == model.current() => rules_allow_one(model, Action::Undo),
        target => target.map(|_| ()).ok_or(Unavailable::NothingToUndo),
    }
}

/// Returns which case `undo` is about: the current one if its decision is on hold, or is the mediator's own and waits for a
/// second one; else this desk's last decision.
pub fn undo_target(model: &Model) -> Option<DisputeId> {
    let can_be_taken_back = |file: &&CaseFile| {
        let decision = file.case.dispute.as_ref().and_then(|dispute| dispute.decision.as_ref());
        decision.is_some_and(|decision| match decision.state {
            DecisionState::OnHold => true,
            DecisionState::Awaiting => model.acting().is_some_and(|me| me.handle == decision.by),
            DecisionState::Effective | DecisionState::Reversed | DecisionState::Refused => false,
        })
    };
    let here = model.current_file().filter(can_be_taken_back).and(model.current());
    here.or_else(|| model.on_hold.as_ref().filter(|held| held.until > model.now).map(|held| held.dispute))
}

fn decision_state(file: &CaseFile) -> Option<&DecisionState> {
    Some(&file.case.dispute.as_ref()?.decision.as_ref()?.state)
}

fn awaits_approval(model: &Model, action: Action) -> Availability {
    let id = model.current().ok_or(Unavailable::NoCase)?;
    model.check_acting()?;
    one_at_a_time(model)?;
    // While the case is still being read, its row knows.
    let waits = match model.current_file() {
        Some(file) => decision_state(file) == Some(&DecisionState::Awaiting),
        None => model.row(id).is_none_or(|row| row.awaiting.is_some()),
    };
    if !waits {
        return Err(Unavailable::NothingToApprove);
    }
    rules_allow(model, action)
}

/// See [`super::command::Command::Approve`].
pub fn approve(model: &Model) -> Availability {
    awaits_approval(model, Action::Approve)
}

/// See [`super::command::Command::Refuse`].
pub fn refuse(model: &Model) -> Availability {
    awaits_approval(model, Action::Refuse { reason: PLACEHOLDER_TEXT.to_owned() })
}

/// See [`super::command::Command::StrikeEvidence`].
pub fn strike(model: &Model) -> Availability {
    let first = *evidence(known_case(model)?).first().ok_or(Unavailable::NoEvidence)?;
    let first = looked_at(model).unwrap_or(first);
    rules_allow(model, Action::Strike { attachment: first, reason: PLACEHOLDER_TEXT.to_owned() })
}

/// See [`super::command::Command::AdmitEvidence`].
pub fn admit(model: &Model) -> Availability {
    let first = *struck_evidence(known_case(model)?).first().ok_or(Unavailable::NoStruckEvidence)?;
    let first = looked_at(model).unwrap_or(first);
    rules_allow(model, Action::Admit { attachment: first, reason: PLACEHOLDER_TEXT.to_owned() })
}

/// Returns the piece that is looked at.
fn looked_at(model: &Model) -> Option<AttachmentId> {
    evidence::opened_file(model).map(|file| file.id)
}

/// Returns the evidence of a case that a mediator struck, newest first.
pub fn struck_evidence(file: &CaseFile) -> Vec<AttachmentId> {
    let thread = file.thread.iter().rev().flat_map(|row| &row.attachments);
    let is_struck = |file: &&Attachment| file.inadmissible.is_some() && file.origin == Origin::Platform;
    thread.chain(&file.order_files).filter(is_struck).map(|file| file.id).collect()
}

/// Returns the evidence of a case that still counts: newest first, as it is most likely what is meant.
pub fn evidence(file: &CaseFile) -> Vec<AttachmentId> {
    let thread = file.thread.iter().rev().flat_map(|row| &row.attachments);
    let counts = thread.chain(&file.order_files).filter(|attachment| attachment.inadmissible.is_none());
    counts.map(|attachment| attachment.id).collect()
}

/// See [`super::command::Command::Evidence`].
pub fn evidence_at_hand(model: &Model) -> Availability {
    match &model.layer {
        Some(Layer::Decide(_) | Layer::Review(_)) => {
            return evidence::under_cursor(model).map(|_| ()).ok_or(Unavailable::NothingToOpen);
        }
        // Other lists and questions have the key's context, and nothing to open.
        Some(layer) if matches!(layer.context(), KeyContext::List | KeyContext::Confirm) => {
            return Err(Unavailable::NotHere);
        }
        _ => {}
    }
    in_case(model)?;
    let file = model.current_file().ok_or(Unavailable::Loading)?;
    if files(file).is_empty() { Err(Unavailable::NoFile) } else { Ok(()) }
}

/// See [`super::command::Command::ZoomIn`]: whether a picture is drawn.
pub fn picture(model: &Model) -> Availability {
    let is_drawn = model.measured.picture.is_some()
        && matches!(&model.layer, Some(Layer::Evidence(open)) if matches!(open.content, Content::Picture { .. }));
    if is_drawn { Ok(()) } else { Err(Unavailable::NoPicture) }
}

/// Returns every file of a case: the order's first, then the discussion's, as they came.
pub fn files(file: &CaseFile) -> Vec<&Attachment> {
    file.order_files.iter().chain(file.thread.iter().flat_map(|row| &row.attachments)).collect()
}

/// See [`super::command::Command::WithdrawAsk`].
pub fn withdraw(model: &Model) -> Availability {
    let first = *withdrawable(known_case(model)?).first().ok_or(Unavailable::NoOpenAsk)?;
    rules_allow(model, first.action())
}

/// Returns what the mediators of a case can take back, the newest first: open asks, then an open proposal of theirs.
pub fn withdrawable(file: &CaseFile) -> Vec<Withdrawable> {
    let Some(dispute) = &file.case.dispute else { return Vec::new() };
    let asks = dispute.asks.iter().rev().filter(|ask| ask.state == AskState::Open).map(|ask| ask.id);
    let is_ours = |one: &&Proposal| one.state.is_answerable() && one.by == Speaker::Mediator;
    let proposals = dispute.proposals.iter().rev().filter(is_ours).map(|one| one.id);
    asks.map(Withdrawable::Ask).chain(proposals.map(Withdrawable::Proposal)).collect()
}
