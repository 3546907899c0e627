//! The views that the mediator keeps, and what is asked about them.

use crate::app::effect::{Generation, Ticket};
use crate::app::text_buffer::TextBuffer;
use crate::domain::ids::RequestKey;
use crate::domain::queue::saved_views::{self, SavedView, ViewChange};
use crate::domain::vocabulary::View;

use super::{Choice, Trouble};

/// A view of the queue: one that everyone has, or one of the mediator's own by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewRef {
    /// One that everyone has.
    Standard(View),
    /// One of their own.
    Saved(String),
}

/// The mediator's own views.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SavedViews {
    /// All of them, in their order.
    pub all: Vec<SavedView>,
    /// The one that is shown, by its name.
    pub shown: Option<String>,
    /// The filter that was in force among the views that everyone has; it is again when one comes back to them.
    pub(in crate::app) standard_filter: String,
    /// What was asked for before this was read before a change of this desk's, and is not taken in.
    pub(in crate::app) since: Generation,
    /// The change that the store has not answered yet, and its key.
    pub(in crate::app) sent: Option<(RequestKey, ViewChange)>,
    /// The last one, where its answer never came: nobody knows whether it was done.
    pub(in crate::app) unanswered: Option<(RequestKey, ViewChange)>,
}

impl SavedViews {
    /// Returns the one that is shown, as it is kept.
    pub fn current(&self) -> Option<&SavedView> {
        saved_views::find(&self.all, self.shown.as_deref()?)
    }

    /// The same, if this is its name: kept again, it takes the filter in force.
    pub fn current_if_named(&self, name: &str) -> Option<&SavedView> {
        self.current().filter(|current| saved_views::find(std::slice::from_ref(current), name).is_some())
    }

    /// Returns the one at this place, counted from 0.
    pub fn view_ref(&self, at: usize) -> Option<ViewRef> {
        self.all.get(at).map(|view| ViewRef::Saved(view.name.clone()))
    }
}

/// What a view is to be called.
#[derive(Debug, Clone, PartialEq)]
pub struct NameView {
    /// It is to be kept so: with this part of the queue and this filter.
    pub view: SavedView,
    /// The one that gets another name; `None`: the filter in force is to be kept.
    pub renames: Option<String>,
    /// The name as typed.
    pub text: TextBuffer,
    pub sending: Option<Ticket>,
    /// Why it could not be done.
    pub trouble: Option<Trouble>,
}

/// Whether a view is to be kept no longer.
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteView {
    pub view: SavedView,
    pub choice: Choice,
    pub sending: Option<Ticket>,
    /// Why it could not be done.
    pub trouble: Option<Trouble>,
}
