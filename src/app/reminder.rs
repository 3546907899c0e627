//! The reminder of what a party owes, ready to be sent as it is: for many cases at once, and on the command line.

use super::pending_reminders;
use super::templates::{Author, TemplateContext, blank_names_of, values};
use crate::domain::discussion::templates::{TemplateLibrary, fill};
use crate::domain::dispute::action::Action;
use crate::domain::ids::OwedAnswer;
use crate::domain::vocabulary::Side;
use crate::store::CaseFile;

/// A reminder as it would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    pub of: OwedAnswer,
    /// Who owes the answer.
    pub to: Vec<Side>,
    /// The team's reply template for it, filled in, in the order's language.
    pub body: String,
}

/// Writes the reminder of what is owed first in a case. `None` where nothing is.
///
/// # Errors
/// The names of the blanks that the case can't fill in: it takes a mediator to write it.
pub fn write(library: &TemplateLibrary, author: &Author<'_>, file: &CaseFile) -> Result<Option<Reminder>, Vec<String>> {
    let Some(owed) = file.case.dispute.as_ref().and_then(pending_reminders::first) else { return Ok(None) };
    let Some(template) = library.find(file.case.order.lang, owed.reply()) else { return Ok(None) };
    let writing = TemplateContext { reminds: Some(owed.kind()), ..TemplateContext::default() };
    let body = fill(&template.body, &values(author, file, writing));
    match blank_names_of(library, file, &body) {
        blanks if blanks.is_empty() => Ok(Some(Reminder { of: owed.id(), to: owed.owed_by(), body })),
        blanks => Err(blanks),
    }
}

/// Returns the action that sends it. Where nothing is owed the rules say so.
pub fn action(reminder: Option<&Reminder>) -> Action {
    Action::Remind {
        of: reminder.map(|reminder| reminder.of),
        body: reminder.map(|reminder| reminder.body.clone()).unwrap_or_default(),
    }
}
