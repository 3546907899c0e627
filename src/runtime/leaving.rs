//! What is still done when the desk ends: drafts that the store can't take are kept in files, the last writes are waited for, and
//! what one would have to know is said once the terminal is the shell's again.

use std::time::Duration;

use super::LoopEvent;
use super::draft_fallback::DraftFallback;
use super::worker::Worker;
use crate::app::{Model, Msg, Read, update};
use crate::ui::{self, Ui};

/// How long the desk waits for pending writes when it quits; longer than the store waits for a lock.
const FINAL_WRITES: Duration = Duration::from_secs(15);
/// How long it waits for a store that it can't reach: what a write in the middle of it needs to find that nobody waits.
const FINAL_WRITES_WHEN_LOST: Duration = Duration::from_millis(500);

/// Waits for the pending writes. Those of a store that can't be reached are not waited for: its drafts are in files before.
pub fn finish_writes(model: &Model, draft_fallback: Option<&DraftFallback>, worker: Worker) {
    let is_lost = model.lost_since.is_some();
    if let Some(draft_fallback) = draft_fallback.filter(|_| is_lost) {
        for (dispute, draft) in model.drafts.unkept() {
            if let Err(error) = draft_fallback.save(dispute, &draft) {
                tracing::error!("the draft of {dispute} could not be rescued: {error}");
            }
        }
    }
    let patience = if is_lost { FINAL_WRITES_WHEN_LOST } else { FINAL_WRITES };
    if !worker.finish(patience) {
        tracing::error!("what was asked to be written last was not written within {patience:?}");
    }
}

/// Returns what was being done to marked cases when the desk ended in the middle of it, and what it doesn't know whether it was
/// done, with what the store has answered since; `None` where there is nothing to tell.
pub fn last_words(model: &mut Model, ui: &Ui, answers: &[LoopEvent]) -> Option<String> {
    for answer in answers {
        let told = matches!(answer, LoopEvent::Msg(Msg::Acted(..) | Msg::Read(_, Read::CaseToActOn(_), _)));
        if let LoopEvent::Msg(msg) = answer
            && told
        {
            // What it would have done next, nobody does any more.
            drop(update(model, msg.clone()));
        }
    }
    let words: Vec<String> =
        [ui::finished_bulk(model, ui), ui::left_unanswered(model, ui)].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join("\n"))
}
