//! The words that a search looked for, where what it found is shown.

use ratatui::style::Style;

use super::draw_context::DrawContext;
use super::pen::Pen;
use crate::domain::search::terms::SearchTerms;
use crate::domain::search::tokens::tokens;

/// The words that the last search looked for.
#[derive(Debug, Default)]
pub(crate) struct FoundWords {
    words: Vec<String>,
    /// The beginning of one.
    begun: Option<String>,
}

impl FoundWords {
    pub fn of_last_search(ctx: &DrawContext<'_>) -> Self {
        let terms = SearchTerms::parse(&ctx.model.search.answered).unwrap_or_default();
        let sought = terms.sought_words();
        let mut words: Vec<String> = sought.phrases.iter().chain(&sought.begun).flat_map(|p| p.0.clone()).collect();
        let begun = if sought.begun.is_some() { words.pop() } else { None };
        Self { words, begun }
    }

    /// Returns whether a text has one of them.
    pub fn are_in(&self, text: &str) -> bool {
        tokens(text).any(|word| self.looks_for(&word.folded))
    }

    /// Prints a text with these words highlighted.
    pub fn print(&self, pen: &mut Pen<'_>, text: &str, (plain, found): (Style, Style)) {
        let mut from = 0;
        for word in tokens(text).filter(|word| self.looks_for(&word.folded)) {
            pen.print(text.get(from..word.start).unwrap_or_default(), plain);
            pen.print(text.get(from.max(word.start)..word.end).unwrap_or_default(), plain.patch(found));
            from = word.end;
        }
        pen.print(text.get(from..).unwrap_or_default(), plain);
    }

    fn looks_for(&self, word: &str) -> bool {
        self.words.iter().any(|wanted| wanted == word)
            || self.begun.as_ref().is_some_and(|begun| word.starts_with(begun.as_str()))
    }
}
