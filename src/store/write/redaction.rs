//! What stands in the place of a person's name and of their words, the same on every backend.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::domain::ids::PersonId;
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

    /// Takes out of a line for the marketplace what is theirs, who were this party. `terms` finds the terms of a proposal as they
    /// stand now, by its id as the line has it.
    ///
    /// # Errors
    /// Those of `terms`.
    pub fn clean_line<E>(
        &self,
        line: &mut Value,
        kind: &str,
        side: Side,
        terms: impl FnOnce(&str) -> Result<Option<String>, E>,
    ) -> Result<(), E> {
        // A party's own words: the justification, and the terms of a proposal, which are erased by now.
        let justification = line.get_mut("justification").filter(|_| kind == "dispute.opened");
        if let Some(text @ Value::String(_)) = justification.filter(|_| side == Side::Client) {
            *text = json!(ERASED);
        }
        if let Some(id) = line["proposal"].as_str().filter(|_| kind == "proposal.made").map(str::to_owned) {
            line["terms"] = json!(terms(&id)?);
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
