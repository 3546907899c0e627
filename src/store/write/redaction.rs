//! What stands in the place of a person's name and of their words, the same on every backend.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde_json::{Value, json};

use crate::domain::ids::{AttachmentId, PersonId, ProposalId};
use crate::domain::text::redaction::{ERASED, redact_folded_names, redact_names};
use crate::domain::vocabulary::Side;

/// What a person is called from now on; by chance alone, so that nobody can find who it was.
#[derive(Debug)]
pub struct Pseudonym {
    pub id: PersonId,
    pub name: String,
}

impl Pseudonym {
    /// A pseudonym of 16 random hexadecimal digits.
    pub fn new(chance: &str) -> Self {
        Self { id: PersonId(format!("erased-{chance}")), name: format!("Person {}", &chance[..4]) }
    }
}

/// A person on the way out.
#[derive(Debug)]
pub struct Redaction {
    /// The names that they go by.
    pub names: BTreeSet<String>,
    pub pseudonym: Pseudonym,
}

impl Redaction {
    /// A person of these names.
    pub fn new(names: impl IntoIterator<Item = String>, pseudonym: Pseudonym) -> Self {
        Self { names: names.into_iter().filter(|name| !name.is_empty()).collect(), pseudonym }
    }

    /// The text without the person's names; nothing where it has none.
    pub fn without_names(&self, text: &str) -> Option<String> {
        redact_names(text, &self.names, &self.pseudonym.name)
    }

    /// What stands in the place of a text: of theirs, [`ERASED`]; of another's, the text without their names. Nothing where it
    /// stays as it is.
    pub fn instead(&self, is_theirs: bool, text: &str) -> Option<String> {
        if is_theirs { Some(ERASED.to_owned()).filter(|_| !text.is_empty()) } else { self.without_names(text) }
    }

    /// The text without the person's names, also where accents and capitals differ.
    pub fn without_folded_names(&self, text: &str) -> String {
        redact_folded_names(text, &self.names, &self.pseudonym.name)
    }

    /// Takes out of a line for the marketplace what is theirs, who were this party. `now` finds a text of a party's that a line
    /// repeats, as it stands now.
    ///
    /// # Errors
    /// Those of `now`.
    pub fn clean_line<E>(
        &self,
        line: &mut Value,
        kind: &str,
        side: Side,
        mut now: impl FnMut(LineText) -> Result<Option<String>, E>,
    ) -> Result<(), E> {
        // A party's own words: the justification, the terms of a proposal and the name of a file, which are erased by now.
        let justification = line.get_mut("justification").filter(|_| kind == "dispute.opened");
        if let Some(text @ Value::String(_)) = justification.filter(|_| side == Side::Client) {
            *text = json!(ERASED);
        }
        if let Some(proposal) = id(line, "proposal").filter(|_| line["terms"].is_string()) {
            line["terms"] = json!(now(LineText::Terms(proposal))?);
        }
        if let Some(attachment) = id(line, "attachment").filter(|_| line["name"].is_string()) {
            line["name"] = json!(now(LineText::FileName(attachment))?);
        }
        self.clean(line);
        Ok(())
    }

    /// Replaces the person's names in every text of a line.
    fn clean(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(clean) = self.without_names(text) {
                    *text = clean;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.clean(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.clean(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// A text of a party's that a line for the marketplace repeats.
#[derive(Debug, Clone, Copy)]
pub enum LineText {
    /// The terms of a proposal.
    Terms(ProposalId),
    FileName(AttachmentId),
}

fn id<I: FromStr>(line: &Value, field: &str) -> Option<I> {
    line[field].as_str()?.parse().ok()
}
