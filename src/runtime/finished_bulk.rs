//! What is said of what was being done to marked cases when the desk ended in the middle of it.

use super::LoopEvent;
use crate::app::{Model, Msg, Read, update};
use crate::ui::{self, Ui};

/// Returns what was done, with what the store has answered since; `None` where nothing was under way.
pub fn finished_bulk(model: &mut Model, ui: &Ui, answers: &[LoopEvent]) -> Option<String> {
    for answer in answers {
        if let LoopEvent::Msg(msg @ (Msg::Acted(..) | Msg::Read(_, Read::CaseToActOn(_), _))) = answer {
            // What it would have done next, nobody does any more.
            drop(update(model, msg.clone()));
        }
    }
    ui::finished_bulk(model, ui)
}
