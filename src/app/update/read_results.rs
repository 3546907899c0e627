//! The store answered a read. An answer to a reading that is no longer awaited is dropped.

use chrono::TimeDelta;

use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{FileError, Layer, Model, Notice, Screen, TeamStatistics};
use crate::app::msg::Answer;
use crate::domain::ids::DisputeId;
use crate::domain::refusal::RefusalKind;
use crate::store::{CaseFile, StoreError};

use super::{
    activity, bulk, changes, decide, drafts, evidence, hand_over, marking, palette, prefetch, queue, review,
    saved_views, search, take_over, team,
};

/// How long to wait before reading again what could not be read.
const RETRY: TimeDelta = TimeDelta::seconds(2);
/// The longest time before a store that can't be reached is tried again.
const LONGEST_RETRY: TimeDelta = TimeDelta::seconds(15);

/// Takes in an answer.
pub(super) fn apply(
    model: &mut Model,
    generation: Generation,
    read: &Read,
    result: Result<Answer, StoreError>,
    out: &mut Vec<Effect>,
) {
    match (read, result) {
        (Read::Search(query), Ok(Answer::Search(page))) => search::found(model, generation, query, Ok(page), out),
        (Read::Search(query), Err(error)) => search::found(model, generation, query, Err(error), out),
        (Read::Cases(query), Ok(Answer::Cases(page))) => palette::found(model, generation, query, Ok(page), out),
        (Read::Cases(query), Err(error)) => palette::found(model, generation, query, Err(error), out),
        (Read::Activity(_), Ok(Answer::Activity(page))) => activity::found(model, generation, Ok(page), out),
        (Read::Activity(_), Err(error)) => activity::found(model, generation, Err(error), out),
        (Read::CaseToActOn(_), Ok(Answer::Case(file))) => bulk::case_read(model, generation, Ok(&file), out),
        (Read::CaseToActOn(_), Err(error)) => bulk::case_read(model, generation, Err(error), out),
        (Read::File(..), Ok(Answer::File(file))) => evidence::found(model, generation, Ok(file)),
        (Read::File(..), Err(error)) => evidence::found(model, generation, Err(error)),
        (read, Ok(answer)) => {
            // A draft may have come from a file of this machine's.
            if model.lost_since.is_none() || !matches!(read, Read::Draft(_)) {
                connected(model, out);
            }
            apply_answer(model, generation, read, answer, out);
        }
        (read, Err(error)) => apply_error(model, generation, read, error),
    }
}

fn apply_answer(model: &mut Model, generation: Generation, read: &Read, answer: Answer, out: &mut Vec<Effect>) {
    match (read, answer) {
        (Read::Queue(_), Answer::Queue(page)) if marking::awaits(model, generation) => marking::page(model, page, out),
        (Read::Rows(ids), Answer::Rows(rows)) => marking::rows_read(model, ids, &rows),
        (Read::Queue(_), Answer::Queue(page)) => queue::page(model, generation, page, out),
        (_, Answer::Counts(counts)) => model.queue.counts = Some(*counts),
        (Read::Case(id), Answer::Case(file)) => apply_case(model, generation, *id, *file),
        (Read::RelatedCases(id), Answer::RelatedCases(related)) => {
            model.related_cases.insert(*id, generation, *related)
        }
        (Read::Draft(id), Answer::Draft(stored)) => drafts::loaded(model, *id, stored),
        (_, Answer::Team(team)) => team::apply(model, team),
        (_, Answer::Workloads(loads)) => model.colleagues.workloads = Some(loads),
        (_, Answer::Handover(disputes)) => hand_over::cases_found(model, generation, disputes),
        (_, Answer::Views(own)) if generation >= model.queue.saved.since => saved_views::apply(model, own, out),
        (_, Answer::Policy(policy)) => team::apply_policy(model, *policy),
        (Read::Export(id), Answer::Exported(to)) => model.notice = Some(Notice::Exported(*id, to)),
        (Read::Stats(days), Answer::Stats(stats)) => {
            model.statistics = Some(TeamStatistics { stats: *stats, days: *days, at: model.now });
        }
        (Read::SaveFile(file), Answer::FileSaved(to)) => model.notice = Some(Notice::FileSaved(file.id, to)),
        (Read::OpenFile(file, _), Answer::FileOpened(done)) => model.notice = Some(Notice::FileOpened(file.id, done)),
        // An answer of another kind than the read is none.
        _ => {}
    }
}

fn apply_case(model: &mut Model, generation: Generation, id: DisputeId, file: CaseFile) {
    if model.cases.reading.get(&id).is_some_and(|awaited| *awaited <= generation) {
        model.cases.reading.remove(&id);
    }
    let before = model.cases.get(id).map(|known| changes::Standing::of(&known.case, &known.timeline));
    if model.cases.insert(id, generation, file) {
        changes::compare(model, id, before.as_ref());
        decide::case_arrived(model, id);
        review::case_arrived(model, id);
        take_over::case_arrived(model, id);
    }
}

fn apply_error(model: &mut Model, generation: Generation, read: &Read, error: StoreError) {
    match read {
        Read::Case(id) => {
            if model.cases.reading.get(id) != Some(&generation) {
                return;
            }
            model.cases.reading.remove(id);
            if let StoreError::Refused(refusal) = &error
                && refusal.kind() == RefusalKind::Unknown
            {
                return close_missing_case(model, *id);
            }
        }
        Read::Queue(_) if marking::awaits(model, generation) => marking::failed(model),
        Read::Queue(_) => match model.queue.reading {
            Some((awaited, ..)) if awaited == generation => model.queue.reading = None,
            _ => return,
        },
        Read::RelatedCases(id) => model.related_cases.failed(*id),
        Read::Export(id) => {
            model.notice = Some(match error {
                // A case that is not there is the only refusal of a read.
                StoreError::Refused(_) => Notice::NoSuchCase(*id),
                error => Notice::Exported(*id, Err(error.to_string())),
            });
            return;
        }
        Read::SaveFile(file) => {
            model.notice = Some(Notice::FileSaved(file.id, Err(FileError::Io(error.to_string()))));
            return;
        }
        Read::OpenFile(file, _) => {
            model.notice = Some(Notice::FileOpened(file.id, Err(FileError::Io(error.to_string()))));
            return;
        }
        Read::Draft(id) => {
            model.drafts.asked.remove(id);
        }
        _ => {}
    }
    if error != StoreError::Interrupted {
        store_failed(model, error);
    }
}

/// There is no such case: out of it, if it was opened by its number.
fn close_missing_case(model: &mut Model, id: DisputeId) {
    model.cases.missing.insert(id);
    model.cases.remove(id);
    if model.view().is_some_and(|view| view.id == id) {
        model.screen = Screen::Queue;
        if model.layer.as_ref().and_then(Layer::dispute) == Some(id) {
            model.layer = None;
        }
    }
    model.notice = Some(Notice::NoSuchCase(id));
}

/// The store can't be read: what is shown stays, and is read again in a while.
pub(super) fn store_failed(model: &mut Model, error: StoreError) {
    if error.is_out_of_reach() {
        // That what is shown is old stands in the first row until it is over.
        model.lost_since.get_or_insert(model.now);
    } else {
        model.notice.get_or_insert(Notice::Unread(error.clone()));
    }
    if model.retry_at.is_none() {
        model.retry_at = Some(model.now + retry_pause(model));
        model.retries += 1;
    }
    model.trouble = Some(error);
}

/// Returns how long to wait before reading again: longer each time while the store is out of reach, and not as long as another desk
/// that lost it in the same moment.
fn retry_pause(model: &Model) -> TimeDelta {
    if model.lost_since.is_none() {
        return RETRY;
    }
    let whole = (RETRY * 2_i32.saturating_pow(model.retries.min(4))).min(LONGEST_RETRY);
    let share = model.seed.first().copied().map_or(0, i32::from);
    whole * (768 + share) / 1024
}

/// The store can be read: where it couldn't be reached, everything is read again.
fn connected(model: &mut Model, out: &mut Vec<Effect>) {
    model.trouble = None;
    model.retries = 0;
    let Some(since) = model.lost_since.take() else { return };
    let is_to_be_read = |notice: &Notice| {
        matches!(notice, Notice::Done(..) | Notice::Failed(..) | Notice::News(..) | Notice::ViewNotKept(..))
    };
    if !model.notice.as_ref().is_some_and(is_to_be_read) {
        model.notice = Some(Notice::Connected(model.now - since));
    }
    prefetch::reload_all(model, out);
}
