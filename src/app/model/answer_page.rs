//! A page that is read before it is answered: money moves on nothing that was not on screen.

use crate::app::measure::{Extent, Measured};

/// How far a page was read, and what on it is under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AnswerPage {
    /// The first visible line.
    pub scroll: usize,
    /// Which of what can be opened from it is under the cursor; what is out of sight is not.
    pub item: usize,
    /// Lines that have been on screen, from the first one on without a gap.
    seen: usize,
    /// Lines that there were then.
    total: usize,
    /// All of it has been on screen once.
    is_read: bool,
}

impl AnswerPage {
    /// Returns whether all of it has been on screen once.
    pub fn is_read(&self) -> bool {
        self.is_read
    }

    /// Returns the item under the cursor, of those in sight.
    pub fn item_in_sight(&self, in_sight: Option<(usize, usize)>) -> Option<usize> {
        in_sight.map(|(first, last)| self.item.clamp(first, last.max(first)))
    }

    /// A frame has shown this much of it.
    pub(in crate::app) fn drawn(&mut self, drawn: Extent) {
        if drawn.rows == 0 {
            return;
        }
        self.scroll = self.scroll.min(drawn.last_top());
        if drawn.total != self.total {
            // Laid out anew, its lines are others.
            (self.seen, self.total) = (0, drawn.total);
        }
        if drawn.top <= self.seen {
            self.seen = self.seen.max(drawn.top + drawn.rows);
        }
        self.is_read |= self.seen >= drawn.total;
    }

    /// Shows what has not been on screen yet, under a line that has.
    pub(in crate::app) fn read_on(&mut self, measured: &Measured) {
        let overlap = usize::from(measured.layer.rows > 2);
        self.scroll = self.seen.saturating_sub(overlap).min(measured.layer.last_top());
    }

    /// Goes to the next item in sight; returns whether there is one.
    pub(in crate::app) fn next_item(&mut self, by: isize, in_sight: Option<(usize, usize)>) -> bool {
        let Some((first, last)) = in_sight else { return false };
        let next = self.item.clamp(first, last.max(first)).checked_add_signed(by);
        let next = next.filter(|next| (first..=last).contains(next));
        self.item = next.unwrap_or(self.item);
        next.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &mut AnswerPage, top: usize, rows: usize, total: usize) -> bool {
        page.drawn(Extent { top, rows, total });
        page.is_read()
    }

    #[test]
    fn a_page_is_read_once_every_line_was_on_screen() {
        let mut page = AnswerPage::default();
        assert!(!page.is_read(), "before it was drawn");
        assert!(shown(&mut page, 0, 10, 10), "what fits is read at once");
        let mut page = AnswerPage::default();
        assert!(!shown(&mut page, 0, 10, 30));
        assert!(!shown(&mut page, 20, 10, 30), "a leap to the end leaves a gap");
        assert!(!shown(&mut page, 10, 10, 30));
        assert!(shown(&mut page, 20, 10, 30));
        assert!(shown(&mut page, 0, 5, 60), "read once, at any size");
    }

    #[test]
    fn another_width_is_read_from_the_start() {
        let mut page = AnswerPage::default();
        assert!(!shown(&mut page, 0, 10, 30));
        assert!(!shown(&mut page, 10, 10, 40));
        assert!(!shown(&mut page, 30, 10, 40), "its first lines are not known to have been seen");
    }

    #[test]
    fn reading_on_ends_at_the_last_line_in_any_window() {
        for rows in 1..12 {
            let mut page = AnswerPage::default();
            let mut frames = 0;
            loop {
                let top = page.scroll;
                if shown(&mut page, top, rows, 30) {
                    break;
                }
                let layer = Extent { top: page.scroll, rows, total: 30 };
                page.read_on(&Measured { layer, ..Measured::default() });
                frames += 1;
                assert!(frames <= 30, "{rows}: {page:?}");
            }
        }
    }
}
