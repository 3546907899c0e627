//! Where a mediator was when they left the desk, so that the next one opens there.

use serde::{Deserialize, Serialize};

use super::model::{CaseView, Model, Panel, ResumePoint, Screen, ScrollAnchor};
use crate::domain::ids::{DisputeId, MessageId};
use crate::domain::queue::filter::Filter;
use crate::domain::vocabulary::View;
use crate::store::PageKey;

/// Where a mediator was: the view with its filter, the row under the cursor, the open case and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskSession {
    view: View,
    /// Which of their own views it was.
    saved_view: Option<String>,
    filter: String,
    /// The filter among the views that everyone has, while one of their own is shown.
    standard_filter: String,
    row: Option<SessionRow>,
    case: Option<SessionCase>,
}

/// The selected row: its place in the queue's order, and on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SessionRow {
    rank: i64,
    dispute: DisputeId,
    line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SessionCase {
    dispute: DisputeId,
    panel: Panel,
    /// The message under the cursor; `None`: the newest.
    message: Option<MessageId>,
    /// The first visible lines of the other panels.
    file: usize,
    pending: usize,
    precedents: usize,
}

impl DeskSession {
    /// Notes where the desk is. What lies over the screen is not part of it: drafts come back by themselves.
    pub fn of(model: &Model) -> Self {
        let queue = &model.queue;
        let row = queue.window.selected_row().map(|row| SessionRow {
            rank: row.key.rank,
            dispute: row.id,
            line: queue.window.selected_index().unwrap_or(0).saturating_sub(queue.window.top),
        });
        // What was opened to be read from beside a case lies over that.
        let screens = model.stack.iter().map(|laid| &laid.screen).chain([&model.screen]);
        let case = screens.into_iter().find_map(|screen| match screen {
            Screen::Case(view) if !view.read_only => Some(view),
            _ => None,
        });
        Self {
            view: queue.view,
            saved_view: queue.saved.shown.clone(),
            filter: queue.words.clone(),
            standard_filter: queue.saved.standard_filter.clone(),
            row,
            case: case.map(|view| SessionCase::of(model, view)),
        }
    }

    /// Puts a desk that has not started yet where this was. What makes no sense any more is left out.
    pub(in crate::app) fn restore(self, model: &mut Model) {
        let sensible = |filter: String| Filter::parse(&filter).map_or(String::new(), |_| filter);
        let queue = &mut model.queue;
        queue.view = self.view;
        queue.saved.shown = self.saved_view;
        queue.words = sensible(self.filter);
        queue.saved.standard_filter = sensible(self.standard_filter);
        queue.window.resume =
            self.row.map(|row| ResumePoint { key: PageKey { rank: row.rank, id: row.dispute }, line: row.line });
        if let Some(case) = self.case {
            model.screen = Screen::Case(case.into_view());
        }
    }
}

impl SessionCase {
    fn of(model: &Model, view: &CaseView) -> Self {
        let newest = model.cases.get(view.id).and_then(|file| file.thread.last()).map(|row| row.message.id);
        Self {
            dispute: view.id,
            panel: view.panel,
            message: view.thread.cursor.filter(|cursor| Some(*cursor) != newest),
            file: view.file,
            pending: view.pending,
            precedents: view.precedents,
        }
    }

    /// Returns the case as it was looked at. Nobody has read what is new in it until a key is pressed.
    fn into_view(self) -> CaseView {
        let mut view = CaseView::open(self.dispute, self.message);
        view.thread.lead = ScrollAnchor::Cursor;
        CaseView {
            panel: self.panel,
            file: self.file,
            pending: self.pending,
            precedents: self.precedents,
            unread: false,
            ..view
        }
    }
}
