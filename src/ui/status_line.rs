//! A line of a case's parts, the most important first: none is shown while a more important one is left out.

use super::status::{BETWEEN, StyledLine, StyledText};
use super::text::width;

/// A part of where a case stands.
#[derive(Debug, Clone)]
pub(crate) struct StatusPart {
    /// What it says, from the longest way to the shortest. One at least.
    ways: Vec<StyledLine>,
    /// It is shown only where all others are shown in full.
    is_spare: bool,
}

impl From<StyledText> for StatusPart {
    fn from(text: StyledText) -> Self {
        Self::of_lines(vec![vec![text]])
    }
}

impl StatusPart {
    /// Returns a part with several ways to say it, from the longest to the shortest.
    pub fn of_lines(ways: Vec<StyledLine>) -> Self {
        Self { ways, is_spare: false }
    }

    /// Returns the same of plain texts.
    pub fn of_texts(ways: impl IntoIterator<Item = StyledText>) -> Self {
        Self::of_lines(ways.into_iter().map(|text| vec![text]).collect())
    }

    /// Returns the part as one that only fills what the others leave.
    pub fn spare(self) -> Self {
        Self { is_spare: true, ..self }
    }

    /// Returns the longest way that fits in so many columns, or the shortest.
    pub fn within(&self, columns: usize) -> &[StyledText] {
        let fits = self.ways.iter().find(|way| columns_of(way) <= columns);
        fits.or(self.ways.last()).map_or(&[], Vec::as_slice)
    }

    fn shortest(&self) -> usize {
        self.ways.last().map_or(0, |way| columns_of(way))
    }

    /// Returns the parts that fit in so many columns, in their order. Each is shortened before the one after it is left out, and
    /// none is shown after one that is; what room remains lengthens the first ones first.
    pub fn fit(parts: &[Self], columns: usize) -> Vec<&[StyledText]> {
        let (spare, needed): (Vec<&Self>, Vec<&Self>) = parts.iter().partition(|part| part.is_spare);
        let gap = |at: usize| if at == 0 { 0 } else { width(BETWEEN) };
        let mut left = columns;
        let fits = |(at, part): &(usize, &&Self)| {
            let rest = left.checked_sub(gap(*at) + part.shortest());
            rest.inspect(|rest| left = *rest).is_some()
        };
        let shown: Vec<&Self> = needed.iter().enumerate().take_while(fits).map(|(_, part)| *part).collect();
        let mut line: Vec<&[StyledText]> = Vec::new();
        for part in &shown {
            let way = part.within(part.shortest() + left);
            left -= columns_of(way).saturating_sub(part.shortest());
            line.push(way);
        }
        if shown.len() == needed.len() {
            for part in spare {
                let room = left.checked_sub(gap(line.len()));
                let Some(room) = room.filter(|room| part.shortest() <= *room) else { break };
                let way = part.within(room);
                left = room - columns_of(way);
                line.push(way);
            }
        }
        line
    }
}

/// Returns how many columns a line takes.
pub(crate) fn columns_of(line: &[StyledText]) -> usize {
    line.iter().map(|(text, _)| width(text)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Role;

    fn parts() -> Vec<StatusPart> {
        let part = |ways: &[&str]| StatusPart::of_texts(ways.iter().map(|way| ((*way).to_owned(), Role::Text)));
        vec![
            part(&["held: €40.00 client / €80.00 seller", "◷ €40.00 / €80.00"]),
            part(&["overdue by 3 h: new reply", "overdue by 3 h", "overdue 3 h"]),
            part(&["your turn", "you"]),
            part(&["⚐ ines, quiet since 14:05", "⚐ ines"]),
            part(&["two revisions refused"]).spare(),
        ]
    }

    fn fit(columns: usize) -> String {
        let parts = parts();
        let shown = StatusPart::fit(&parts, columns);
        let told = shown.into_iter().map(|line| line.iter().map(|(text, _)| text.as_str()).collect::<String>());
        told.collect::<Vec<_>>().join(BETWEEN)
    }

    #[test]
    fn what_matters_most_is_shortened_before_it_is_left_out_and_lengthened_first() {
        for (columns, line) in [
            (
                140,
                "held: €40.00 client / €80.00 seller · overdue by 3 h: new reply · your turn · ⚐ ines, quiet since 14:05 · \
                 two revisions refused",
            ),
            (
                120,
                "held: €40.00 client / €80.00 seller · overdue by 3 h: new reply · your turn · ⚐ ines, quiet since 14:05",
            ),
            (90, "held: €40.00 client / €80.00 seller · overdue by 3 h: new reply · your turn · ⚐ ines"),
            (70, "held: €40.00 client / €80.00 seller · overdue by 3 h · you · ⚐ ines"),
            (60, "◷ €40.00 / €80.00 · overdue by 3 h: new reply · you · ⚐ ines"),
            (46, "◷ €40.00 / €80.00 · overdue 3 h · you · ⚐ ines"),
            (45, "◷ €40.00 / €80.00 · overdue by 3 h · you"),
            (31, "◷ €40.00 / €80.00 · overdue 3 h"),
            (30, "◷ €40.00 / €80.00"),
        ] {
            assert_eq!(fit(columns), line, "{columns}");
        }
    }

    #[test]
    fn nothing_is_shown_after_what_is_left_out_and_nothing_is_cut() {
        let parts = parts();
        let ways = |at: usize| parts[at].ways.iter().map(|way| way[0].0.as_str()).collect::<Vec<_>>();
        for columns in 0..160 {
            let line = fit(columns);
            assert!(width(&line) <= columns, "{columns}: {line}");
            for (at, shown) in line.split(BETWEEN).filter(|shown| !shown.is_empty()).enumerate() {
                assert!(ways(at).contains(&shown), "{columns}: {shown}");
            }
        }
    }
}
