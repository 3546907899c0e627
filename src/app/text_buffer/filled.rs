//! The places of a text that a case filled in: they follow what is written around them, and what fills them can change. A
//! place that is written in is the writer's own from then on.

use std::ops::Range;

use super::{Change, EditResult, MAX_BYTES, TextBuffer, normalize};
use crate::domain::discussion::templates::{FilledPlace, Placeholder};

impl TextBuffer {
    /// Puts in a text at the cursor, as [`TextBuffer::insert`] does, and notes what in it was filled in.
    pub fn insert_filled(&mut self, text: &str, places: &[FilledPlace]) -> EditResult {
        let from = self.selected.as_ref().map_or(self.cursor, |selected| selected.start);
        let inserted = self.insert(text);
        if inserted == EditResult::Changed {
            self.note_filled(from, text, places);
        }
        inserted
    }

    /// Notes that this text stands at a byte of the body, and what in it was filled in.
    pub fn note_filled(&mut self, from: usize, text: &str, places: &[FilledPlace]) {
        let before = self.body.get(..from).and_then(|before| before.chars().next_back());
        let at = |byte: usize| from + normalize(text.get(..byte).unwrap_or_default(), self.lines, before).len();
        for (place, name) in places {
            let place = at(place.start)..at(place.end);
            let stands = self.body.get(place.clone()).is_some_and(|part| !part.is_empty());
            if stands && !self.filled.iter().any(|(known, _)| known.start < place.end && place.start < known.end) {
                self.filled.push((place, *name));
            }
        }
        self.filled.sort_by_key(|(place, _)| place.start);
    }

    /// Fills each place anew: with its value, or with the placeholder itself where there is none. One edit, which can be
    /// undone. Refused when the text would be longer than [`MAX_BYTES`].
    pub fn refill(&mut self, value: impl Fn(Placeholder) -> Option<String>) -> EditResult {
        let mut body = String::with_capacity(self.body.len());
        let mut filled = Vec::with_capacity(self.filled.len());
        let mut from = 0;
        for (place, name) in &self.filled {
            body.push_str(&self.body[from..place.start]);
            let start = body.len();
            match value(*name) {
                Some(value) => body.push_str(&normalize(&value, false, body.chars().next_back())),
                None => body.push_str(&format!("{{{name}}}")),
            }
            filled.push((start..body.len(), *name));
            from = place.end;
        }
        body.push_str(&self.body[from..]);
        if body == self.body {
            return EditResult::Moved;
        }
        if body.len() > MAX_BYTES {
            return EditResult::TooLong;
        }
        // What stands around the places keeps its distance to them.
        let moved = |at: usize| {
            let places = || self.filled.iter().zip(&filled);
            match places().find(|((was, _), _)| was.start < at && at < was.end) {
                Some((_, (now, _))) => now.end,
                None => {
                    let before = places().take_while(|((was, _), _)| was.end <= at).last();
                    before.map_or(at, |((was, _), (now, _))| at - was.end + now.end)
                }
            }
        };
        let cursor = moved(self.cursor);
        let selected = self.selected.clone().map(|range| moved(range.start)..moved(range.end));
        let (first, last) = (self.filled.first().map_or(0, |(at, _)| at.start), from);
        let end = filled.last().map_or(0, |(at, _)| at.end);
        let edit = Change {
            at: first,
            removed: self.body[first..last].to_owned(),
            inserted: body[first..end].to_owned(),
            before: self.cursor,
        };
        self.done.push(edit);
        self.undone.clear();
        (self.body, self.filled, self.cursor) = (body, filled, cursor);
        self.selected = selected.filter(|range| !range.is_empty());
        EditResult::Changed
    }

    /// The bytes of a range were replaced by so many: places after it move, and what is written in is a place no more.
    pub(super) fn move_filled(&mut self, replaced: &Range<usize>, by: usize) {
        self.filled.retain_mut(|(place, _)| {
            if replaced.end <= place.start {
                let shift = |at: usize| at - replaced.len() + by;
                *place = shift(place.start)..shift(place.end);
                true
            } else {
                place.end <= replaced.start
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::discussion::templates::{PlaceholderValues, fill_places};

    fn values(party: &str, refund: Option<&str>) -> PlaceholderValues {
        let party = [(Placeholder::Party, party.to_owned())];
        party.into_iter().chain(refund.map(|refund| (Placeholder::Refund, refund.to_owned()))).collect()
    }

    fn written(template: &str, values: &PlaceholderValues) -> TextBuffer {
        let mut text = TextBuffer::multi_line("");
        let (body, places) = fill_places(template, values);
        text.insert_filled(&body, &places);
        text
    }

    fn refill(text: &mut TextBuffer, values: &PlaceholderValues) -> EditResult {
        text.refill(|name| values.get(&name).cloned())
    }

    #[test]
    fn places_follow_what_is_written_around_them() {
        let mut text = written("Hello {party}, what of {what}?", &values("Léa", None));
        assert_eq!(text.body(), "Hello Léa, what of {what}?");
        text.insert(" Really?");
        text.cursor = 0;
        text.insert("Well. ");
        assert_eq!(refill(&mut text, &values("CareerLift (Ben)", None)), EditResult::Changed);
        assert_eq!(text.body(), "Well. Hello CareerLift (Ben), what of {what}? Really?");
        assert_eq!(text.cursor(), 6);
        assert_eq!(refill(&mut text, &values("CareerLift (Ben)", None)), EditResult::Moved);
        text.undo();
        assert_eq!(text.body(), "Well. Hello Léa, what of {what}? Really?");
        text.redo();
        assert_eq!(text.body(), "Well. Hello CareerLift (Ben), what of {what}? Really?");
    }

    #[test]
    fn what_is_written_in_a_place_is_the_writers_own() {
        let mut text = written("Hello {party}, {refund}.", &values("Léa", Some("€40.00")));
        text.select("Hello ".len().."Hello Léa".len());
        text.insert("Madam");
        assert_eq!(refill(&mut text, &values("Nova", Some("€50.00"))), EditResult::Changed);
        assert_eq!(text.body(), "Hello Madam, €50.00.");
    }

    #[test]
    fn a_value_that_is_gone_leaves_the_placeholder_which_is_filled_again() {
        let mut text = written("{refund} for {party}", &values("Léa", Some("€40.00")));
        refill(&mut text, &values("Léa", None));
        assert_eq!(text.body(), "{refund} for Léa");
        refill(&mut text, &values("Léa", Some("€45.00")));
        assert_eq!(text.body(), "€45.00 for Léa");
    }

    #[test]
    fn a_selected_placeholder_stays_selected() {
        let mut text = written("{party}: {what}", &values("Léa", None));
        text.select(6..12);
        refill(&mut text, &values("Nova", None));
        assert_eq!(text.selection().map(|range| &text.body()[range]), Some("{what}"));
    }
}
