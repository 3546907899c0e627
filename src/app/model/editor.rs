//! A text about a case that is written to be sent: a message, a note, a question, the terms of a proposal, the reasons of a
//! decision or of its refusal.

use crate::app::effect::Ticket;
use crate::app::templates::TemplateContext;
use crate::app::text_buffer::TextBuffer;
use crate::domain::ids::DisputeId;
use crate::domain::vocabulary::Lang;

use super::notice::{News, Trouble};

/// A text about a case that is written to be sent. The layer that holds it says which of the case's drafts it is (see
/// [`super::Layer::draft_field`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Editor {
    pub dispute: DisputeId,
    /// The text, with its cursor and what can be undone.
    pub text: TextBuffer,
    /// The reply template that is being chosen for it.
    pub picker: Option<TemplatePicker>,
    /// It was sent under this ticket, and the store has not answered yet.
    pub sending: Option<Ticket>,
    /// Why it could not be sent, or what is wrong with it.
    pub trouble: Option<Trouble>,
    /// The case changed while it was written: by whom, and what.
    pub news: Option<News>,
}

impl Editor {
    pub fn new(dispute: DisputeId, body: &str) -> Self {
        Self { dispute, text: TextBuffer::multi_line(body), picker: None, sending: None, trouble: None, news: None }
    }

    /// Returns the text as it would be sent.
    pub fn trimmed(&self) -> String {
        self.text.body().trim().to_owned()
    }
}

/// Choosing a reply template.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplatePicker {
    pub text: TextBuffer,
    /// The language of the templates: the order's.
    pub lang: Lang,
    /// The names of those that fit what is written, the most fitting first.
    pub fitting: Vec<&'static str>,
    /// What matches, best first.
    pub items: Vec<TemplateMatch>,
    /// The one under the cursor.
    pub cursor: usize,
    /// The first visible line of its text.
    pub scroll: usize,
    pub writing: TemplateContext,
}

/// A reply template that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateMatch {
    pub name: String,
    /// What it does, in the mediator's language.
    pub about: String,
    /// Which characters of `about` matched, by index.
    pub marks: Vec<u32>,
    /// It fits what is written, and the case as it stands.
    pub fits: bool,
}
