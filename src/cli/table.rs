//! Aligned columns for people.

use crate::ui::text::{truncate, width};

/// A column's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Text.
    Left,
    /// Figures.
    Right,
}

/// Lines of a table: its heads, then its rows, two spaces between columns; a cell longer than `widest` is cut.
pub fn lines<const N: usize>(heads: [(String, Side); N], rows: &[[String; N]], widest: usize) -> Vec<String> {
    let sides: [Side; N] = std::array::from_fn(|i| heads[i].1);
    let heads = heads.map(|(head, _)| head);
    let cut = |row: &[String; N]| -> [String; N] { std::array::from_fn(|i| truncate(&row[i], widest).into_owned()) };
    let rows: Vec<[String; N]> = std::iter::once(&heads).chain(rows).map(cut).collect();
    let widths: [usize; N] = std::array::from_fn(|i| rows.iter().map(|row| width(&row[i])).max().unwrap_or(0));
    rows.iter()
        .map(|row| {
            let cells: [String; N] = std::array::from_fn(|i| {
                let gap = " ".repeat(widths[i] - width(&row[i]));
                match sides[i] {
                    Side::Left => format!("{}{gap}", row[i]),
                    Side::Right => format!("{gap}{}", row[i]),
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
        let heads = [("N".to_owned(), Side::Right), ("NAME".to_owned(), Side::Left), ("X".to_owned(), Side::Left)];
        let rows = [["1", "é", "a"], ["10", "你好世界啊", ""]].map(|row| row.map(str::to_owned));
        assert_eq!(lines(heads, &rows, 8), [" N  NAME     X", " 1  é        a", "10  你好世…"]);
    }
}
