//! What is said of drafts that could not be kept, when the desk ends.

use std::collections::BTreeMap;

use super::LoopEvent;
use super::draft_fallback::DraftFallback;
use crate::app::Msg;
use crate::app::model::Drafts;

/// Returns the drafts that could be saved neither in the store nor in a fallback file, each with its text.
pub fn unsaved_drafts(answers: &[LoopEvent], draft_fallback: Option<&DraftFallback>, drafts: &Drafts) -> Vec<String> {
    let mut failed = BTreeMap::new();
    for answer in answers {
        match answer {
            LoopEvent::Msg(Msg::DraftSaved(id, Err(error))) => drop(failed.insert(*id, error)),
            LoopEvent::Msg(Msg::DraftSaved(id, Ok(()))) => drop(failed.remove(id)),
            _ => {}
        }
    }
    let unsaved = failed.into_iter().filter_map(|(id, error)| {
        let draft = drafts.of(id)?;
        let fallback_draft = draft_fallback.and_then(|draft_fallback| draft_fallback.find(id));
        let is_lost =
            fallback_draft.is_none_or(|fallback_draft| serde_json::to_string(draft).ok() != Some(fallback_draft));
        let text: Vec<&str> = draft.texts().collect();
        (is_lost && !text.is_empty()).then(|| format!("{id} ({error}): {}", text.join(" / ")))
    });
    unsaved.collect()
}

/// Describes what happened to the drafts, as part of an error message.
pub fn describe_unsaved(unsaved: &[String]) -> String {
    match unsaved {
        [] => "what you had written is kept".to_owned(),
        // The mediator's last chance to see the text.
        unsaved => format!("what you wrote couldn't be saved; here it is: {}", unsaved.join("; ")),
    }
}
