//! Aligned columns for people.

use crate::ui::text::{truncate, whole_words, width};

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// Formats a table: the headers, then the rows, with two spaces between columns. Cells wider than `max_width` are
/// truncated. Where a table does not fit in `columns`, each of its rows becomes a block: its first cell, then the
/// others, each beside its heading.
pub fn format_table<const N: usize>(
    headers: [(String, Align); N],
    rows: &[[String; N]],
    max_width: usize,
    columns: Option<usize>,
) -> Vec<String> {
    let blocks = columns.map(|columns| (columns, as_blocks(&headers, rows, columns)));
    let sides: [Align; N] = std::array::from_fn(|i| headers[i].1);
    let headers = headers.map(|(head, _)| head);
    let cut = |row: &[String; N]| -> [String; N] { std::array::from_fn(|i| truncate(&row[i], max_width).into_owned()) };
    let rows: Vec<[String; N]> = std::iter::once(&headers).chain(rows).map(cut).collect();
    let widths: [usize; N] = std::array::from_fn(|i| rows.iter().map(|row| width(&row[i])).max().unwrap_or(0));
    let wide = widths.iter().sum::<usize>() + 2 * (N - 1);
    if let Some((_, blocks)) = blocks.filter(|(columns, _)| wide > *columns) {
        return blocks;
    }
    rows.iter()
        .map(|row| {
            let cells: [String; N] = std::array::from_fn(|i| {
                let gap = " ".repeat(widths[i] - width(&row[i]));
                match sides[i] {
                    Align::Left => format!("{}{gap}", row[i]),
                    Align::Right => format!("{gap}{}", row[i]),
                }
            });
            cells.join("  ").trim_end().to_owned()
        })
        .collect()
}

/// Each row as lines of headings and cells, broken between words. Empty cells are left out.
fn as_blocks<const N: usize>(headers: &[(String, Align); N], rows: &[[String; N]], columns: usize) -> Vec<String> {
    let named = headers.iter().map(|(head, _)| width(head)).max().unwrap_or(0);
    let mut lines = Vec::new();
    for row in rows {
        for (nth, ((head, _), cell)) in headers.iter().zip(row).enumerate().filter(|(_, (_, cell))| !cell.is_empty()) {
            let mark = if nth == 0 { "" } else { "  " };
            let head = format!("{mark}{head}{}  ", " ".repeat(named - width(head) + 2 - mark.len()));
            let parts = whole_words(cell, columns.saturating_sub(width(&head)).max(1));
            if parts.iter().all(|part| width(&head) + width(part) <= columns) {
                let before = std::iter::once(head.clone()).chain(std::iter::repeat(" ".repeat(width(&head))));
                lines.extend(before.zip(parts).map(|(before, part)| format!("{before}{part}")));
            } else {
                // A word that has no room beside the heading stands under it.
                lines.push(head.trim_end().to_owned());
                lines.extend(whole_words(cell, columns.saturating_sub(4)).iter().map(|part| format!("    {part}")));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let headers = [("N".to_owned(), Align::Right), ("NAME".to_owned(), Align::Left), ("X".to_owned(), Align::Left)];
        let rows = [["1", "é", "a"], ["10", "你好世界啊", ""]].map(|row| row.map(str::to_owned));
        let wide = [" N  NAME     X", " 1  é        a", "10  你好世…"];
        assert_eq!(format_table(headers.clone(), &rows, 8, None), wide);
        assert_eq!(format_table(headers.clone(), &rows, 8, Some(14)), wide);
        let blocks =
            ["N       1", "  NAME  é", "  X     a", "N       10", "  NAME  你好", "        世界", "        啊"];
        assert_eq!(format_table(headers, &rows, 8, Some(13)), blocks);
    }
}
