//! Lists whose cursor alone is known: the window around it.

use crate::app::measure::Extent;

/// Returns the part of `total` items that `rows` show, with the cursor in the middle where it can be.
pub(crate) fn window(cursor: usize, rows: usize, total: usize) -> Extent {
    let top = cursor.saturating_sub(rows / 2).min(total.saturating_sub(rows));
    Extent { top, rows, total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_in_sight() {
        for total in 0..30 {
            for rows in 1..10 {
                for cursor in 0..total {
                    let extent = window(cursor, rows, total);
                    assert!((extent.top..extent.top + rows).contains(&cursor));
                    assert!(extent.top <= extent.last_top());
                }
            }
        }
    }
}
