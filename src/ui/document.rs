//! A document laid out once in rows of styled text, and drawn by window: however long it is, only the rows in sight cost.

use std::ops::Range;

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::found_words::FoundWords;
use super::remarks;
use super::text::{Wrapped, fit, truncate, width};
use super::theme::Role;
use crate::app::measure::Extent;
use crate::app::model::HitPlace;

/// Rows of styled text of one width.
#[derive(Debug, Default)]
pub(crate) struct Document {
    columns: usize,
    text: String,
    spans: Vec<Span>,
    /// For each row, where its spans end.
    rows: Vec<usize>,
    /// The rows of what a search may have found.
    places: Vec<(HitPlace, Range<usize>)>,
}

#[derive(Debug)]
struct Span {
    end: usize,
    x: u16,
    role: Role,
}

impl Document {
    /// Returns an empty document of this width.
    pub fn new(columns: usize) -> Self {
        Self { columns: columns.max(1), ..Self::default() }
    }

    /// Returns how many rows it has.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Begins a row; it ends when the returned value goes.
    pub fn row(&mut self) -> DocumentRow<'_> {
        DocumentRow { x: 0, end: self.columns, document: self }
    }

    pub fn blank(&mut self) {
        self.rows.push(self.spans.len());
    }

    /// An empty row, unless this is the first, or one is there already.
    pub fn gap(&mut self) {
        let before = self.rows.len().checked_sub(2).and_then(|i| self.rows.get(i)).copied().unwrap_or(0);
        if self.rows.last().is_some_and(|&last| last != before) {
            self.blank();
        }
    }

    /// The title of a part of the document, with a light line to its end.
    pub fn heading(&mut self, title: &str) {
        self.gap();
        let columns = self.columns;
        let mut row = self.row();
        row.print(title, Role::Muted).skip(1);
        let rest = columns.saturating_sub(row.x);
        row.print(&"─".repeat(rest), Role::Border);
    }

    /// Our own words, wrapped.
    pub fn paragraph(&mut self, text: &str, role: Role) {
        self.indented(text, role, 0, None);
    }

    /// Our own words, wrapped, from this column on.
    pub fn indent(&mut self, text: &str, role: Role, columns: usize) {
        self.indented(text, role, columns, None);
    }

    /// A stranger's words, wrapped, behind a bar in the colour of who wrote them, which no text can reach.
    pub fn quote(&mut self, raw: &str, role: Role, bar: Role) {
        self.indented(raw, role, 2, Some(bar));
    }

    /// As [`Document::quote`], with what the mediator should notice pointed out.
    pub fn quote_with_remarks(&mut self, ctx: &DrawContext<'_>, raw: &str, role: Role, bar: Role) {
        let wrapped = Wrapped::new(raw, self.columns.saturating_sub(2));
        let passages = remarks::passages(&ctx.model.lexicon, &wrapped);
        for (at, text) in wrapped.rows().enumerate() {
            let noticed = || remarks::on(&passages, wrapped.row_range(at));
            let mut row = self.row();
            match noticed().next() {
                Some((concern, _)) => row.print(remarks::sign(concern), Role::Soon),
                None => row.print("▎", bar),
            };
            row.to(2);
            for (piece, noticed) in remarks::pieces(text, noticed()) {
                row.print(piece, if noticed { Role::Noticed } else { role });
            }
        }
    }

    /// The beginning of a stranger's words, in at most so many rows; `…` where there is more.
    pub fn quote_start(&mut self, raw: &str, more: bool, rows: usize, role: Role, bar: Role) {
        let wrapped = Wrapped::new(raw, self.columns.saturating_sub(2));
        for (at, text) in wrapped.rows().take(rows).enumerate() {
            let cut = at + 1 == rows && (more || wrapped.height() > rows);
            let room = self.columns.saturating_sub(3);
            let mut row = self.row();
            row.print("▎", bar).to(2);
            if cut {
                row.print(fit(text, room).0, role).print("…", Role::Muted);
            } else {
                row.print(text, role);
            }
        }
    }

    /// Adds the rows of another document.
    pub fn append(&mut self, other: Self) {
        let (text, spans) = (self.text.len(), self.spans.len());
        self.text.push_str(&other.text);
        self.spans.extend(other.spans.into_iter().map(|span| Span { end: span.end + text, ..span }));
        self.rows.extend(other.rows.into_iter().map(|end| end + spans));
    }

    /// Adds the rows of two documents side by side, the second from this column on.
    pub fn side_by_side(&mut self, left: &Self, right: &Self, column: usize) {
        for index in 0..left.height().max(right.height()) {
            let mut row = self.row();
            for (document, start) in [(left, 0), (right, column)] {
                for (x, text, role) in document.spans_of(index) {
                    row.to(start + usize::from(x)).print(text, role);
                }
            }
        }
    }

    /// A label, and a value that may take several rows beside it.
    pub fn field(&mut self, label: &str, value: &str, role: Role, label_columns: usize) {
        let wrapped = Wrapped::new(value, self.columns.saturating_sub(label_columns));
        for (at, text) in wrapped.rows().enumerate() {
            let mut row = self.row();
            if at == 0 {
                row.print(label, Role::Muted);
            }
            row.to(label_columns).print(text, role);
        }
    }

    /// Three columns: two words, and a sentence that may take several rows.
    pub fn entry(
        &mut self,
        (first, first_role): (&str, Role),
        (second_at, second, second_role): (usize, &str, Role),
        (third_at, third, third_role): (usize, &str, Role),
    ) {
        let wrapped = Wrapped::new(third, self.columns.saturating_sub(third_at));
        for (at, text) in wrapped.rows().enumerate() {
            let mut row = self.row();
            if at == 0 {
                row.print(first, first_role).to(second_at).print(second, second_role);
            }
            row.to(third_at).print(text, third_role);
        }
    }

    /// A word, and from a column on a name with a sentence after it that may take several rows.
    pub fn described(
        &mut self,
        (first, first_role): (&str, Role),
        at: usize,
        (name, name_role): (&str, Role),
        (sentence, role): (&str, Role),
    ) {
        let whole = format!("{name} · {sentence}");
        let wrapped = Wrapped::new(&whole, self.columns.saturating_sub(at));
        for (index, text) in wrapped.rows().enumerate() {
            let mut row = self.row();
            match text.strip_prefix(name).filter(|_| index == 0) {
                Some(rest) => {
                    row.print(first, first_role).to(at).print(name, name_role).print(rest, role);
                }
                None => drop(row.to(at).print(text, role)),
            }
        }
    }

    fn indented(&mut self, raw: &str, role: Role, indent: usize, bar: Option<Role>) {
        let wrapped = Wrapped::new(raw, self.columns.saturating_sub(indent));
        for text in wrapped.rows() {
            let mut row = self.row();
            if let Some(bar) = bar {
                row.print("▎", bar);
            }
            row.to(indent).print(text, role);
        }
    }

    /// Says that the rows from `first` on are those of this place.
    pub fn place(&mut self, place: HitPlace, first: usize) {
        self.places.push((place, first..self.rows.len()));
    }

    /// Returns the rows of a place.
    pub fn rows_of(&self, place: HitPlace) -> Option<Range<usize>> {
        self.places.iter().find(|(known, _)| *known == place).map(|(_, rows)| rows.clone())
    }

    /// Returns the top from which a place is seen with the first of these words in it, in so many rows.
    pub fn top_for(&self, place: &Range<usize>, words: &FoundWords, rows: usize) -> usize {
        let has_word = |row: &usize| self.spans_of(*row).any(|(_, text, _)| words.are_in(text));
        let word = place.clone().find(has_word).unwrap_or(place.start);
        // A row before it shows what it belongs to.
        let top = place.start.saturating_sub(1);
        if word < top + rows { top } else { word.saturating_sub(rows / 3) }
    }

    /// Marks the rows in sight of a place, and the words found in it.
    pub fn draw_found(
        &self,
        ctx: &DrawContext<'_>,
        canvas: &mut Canvas<'_>,
        area: Rect,
        extent: Extent,
        (place, words): (&Range<usize>, &FoundWords),
    ) {
        let margin = Rect { x: area.x.saturating_sub(1), width: 1, ..area };
        for (line, index) in (0..area.height).zip(extent.top..self.height()).filter(|(_, index)| place.contains(index))
        {
            canvas.pen(margin, line).print("▌", ctx.style(Role::Accent));
            for (x, text, role) in self.spans_of(index) {
                let mut pen = canvas.pen(area, line);
                words.print(pen.skip(usize::from(x)), text, (ctx.style(role), ctx.style(Role::Match)));
            }
        }
    }

    /// Draws the rows from `top` that fit, and tells where that was.
    pub fn draw(&self, ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, top: usize) -> Extent {
        let rows = usize::from(area.height);
        let extent = Extent { top: top.min(self.height().saturating_sub(rows)), rows, total: self.height() };
        for (line, index) in (0..area.height).zip(extent.top..self.height()) {
            self.draw_row(ctx, canvas, area, line, index);
        }
        extent
    }

    /// Draws one row of the document on one line of an area.
    pub fn draw_row(&self, ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, line: u16, index: usize) {
        for (x, text, role) in self.spans_of(index) {
            canvas.pen(area, line).skip(usize::from(x)).print(text, ctx.style(role));
        }
    }

    /// Returns what stands on a row: where, what, and how it looks.
    fn spans_of(&self, index: usize) -> impl Iterator<Item = (u16, &str, Role)> {
        let end = self.rows.get(index).copied().unwrap_or(0);
        let start = index.checked_sub(1).and_then(|i| self.rows.get(i)).copied().unwrap_or(0).min(end);
        let mut from = start.checked_sub(1).and_then(|i| self.spans.get(i)).map_or(0, |span| span.end);
        self.spans[start..end].iter().map(move |span| {
            let text = &self.text[from..span.end];
            from = span.end;
            (span.x, text, span.role)
        })
    }
}

/// A row being written. What does not fit ends in `…`.
pub(crate) struct DocumentRow<'a> {
    document: &'a mut Document,
    x: usize,
    end: usize,
}

impl DocumentRow<'_> {
    /// Writes on.
    pub fn print(&mut self, text: &str, role: Role) -> &mut Self {
        let shown = truncate(text, self.end.saturating_sub(self.x));
        if !shown.is_empty() {
            self.document.text.push_str(&shown);
            let x = u16::try_from(self.x).unwrap_or(u16::MAX);
            self.document.spans.push(Span { end: self.document.text.len(), x, role });
            self.x += width(&shown);
        }
        self
    }

    /// Writes at the right end, where it fits; what follows stays before it.
    pub fn right(&mut self, text: &str, role: Role) -> &mut Self {
        let columns = width(text);
        if columns > 0 && self.x + columns <= self.end {
            let back = std::mem::replace(&mut self.x, self.end - columns);
            self.print(text, role);
            self.x = back;
            self.end = (self.end - columns).saturating_sub(1).max(back);
        }
        self
    }

    /// Writes so that the text ends at this column.
    pub fn until(&mut self, column: usize, text: &str, role: Role) -> &mut Self {
        self.to(column.saturating_sub(width(text)).max(self.x)).print(text, role)
    }

    /// Leaves columns empty.
    pub fn skip(&mut self, columns: usize) -> &mut Self {
        self.to(self.x + columns)
    }

    /// Goes on at this column.
    pub fn to(&mut self, column: usize) -> &mut Self {
        self.x = column.min(self.end);
        self
    }

    /// Columns left.
    pub fn left(&self) -> usize {
        self.end.saturating_sub(self.x)
    }
}

impl Drop for DocumentRow<'_> {
    fn drop(&mut self) {
        self.document.rows.push(self.document.spans.len());
    }
}
