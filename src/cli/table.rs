//! Aligned columns for people.

use crate::ui::text::{truncate, width};

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// Formats a table: the headers, then the rows, with two spaces between columns. Cells wider than `max_width` are
/// truncated.
pub fn format_table<const N: usize>(
    headers: [(String, Align); N],
    rows: &[[String; N]],
    max_width: usize,
) -> Vec<String> {
    let sides: [Align; N] = std::array::from_fn(|i| headers[i].1);
    let headers = headers.map(|(head, _)| head);
    let cut = |row: &[String; N]| -> [String; N] { std::array::from_fn(|i| truncate(&row[i], max_width).into_owned()) };
    let rows: Vec<[String; N]> = std::iter::once(&headers).chain(rows).map(cut).collect();
    let widths: [usize; N] = std::array::from_fn(|i| rows.iter().map(|row| width(&row[i])).max().unwrap_or(0));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let headers = [("N".to_owned(), Align::Right), ("NAME".to_owned(), Align::Left), ("X".to_owned(), Align::Left)];
        let rows = [["1", "é", "a"], ["10", "你好世界啊", ""]].map(|row| row.map(str::to_owned));
        assert_eq!(format_table(headers, &rows, 8), [" N  NAME     X", " 1  é        a", "10  你好世…"]);
    }
}
