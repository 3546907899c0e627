//! What an unfinished word most likely becomes: the most frequent words that begin so, from a sample of the texts.
//!
//! FTS5 answers `r*` by merging the lists of every word in `r` (seconds); the 32 most frequent of them, as an OR, answer in
//! a millisecond and cover nearly all of it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::SearchIndex;
use crate::domain::search::tokens::tokens;

/// One text in so many is looked at.
const ONE_IN: i64 = 16;
/// How many endings are taken.
const ENDINGS: i64 = 32;
/// From this share of the texts on, a beginning is too common to be read to its last word.
const COMMON: f64 = 0.02;

/// What is known of a beginning.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Endings {
    /// The most frequent words that begin so, the most frequent first.
    pub words: Vec<String>,
    /// Whether so many texts have one of them that reading all would take long.
    pub common: bool,
}

/// The most frequent words that begin with `beginning`.
pub(super) fn endings(conn: &Connection, of: SearchIndex, beginning: &str) -> rusqlite::Result<Endings> {
    let one_letter = beginning.chars().nth(1).is_none();
    let words = of.word_table();
    let which = if one_letter { "substr(word, 1, 1) = ?1" } else { "word >= ?1 AND word < ?2" };
    let sql = format!("SELECT word, seen FROM {words} WHERE {which} ORDER BY seen DESC LIMIT ?3");
    let sampled: i64 = conn
        .prepare_cached(&format!("SELECT seen FROM {words} WHERE word = ''"))?
        .query_row([], |row| row.get(0))
        .optional()?
        .unwrap_or(0);
    let past = format!("{beginning}\u{10ffff}");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![beginning, past, ENDINGS])?;
    let (mut found, mut seen) = (Vec::new(), 0_i64);
    while let Some(row) = rows.next()? {
        found.push(row.get(0)?);
        seen += row.get::<_, i64>(1)?;
    }
    Ok(Endings { words: found, common: seen as f64 > COMMON * sampled as f64 })
}

/// Returns whether the text of this number is of the sample.
pub(crate) fn is_sampled(id: i64) -> bool {
    id % ONE_IN == 0
}

/// Counts of words that are not yet written.
#[derive(Debug, Default)]
pub(crate) struct WordCounts(HashMap<String, i64>);

impl WordCounts {
    /// Adds (`by` 1) or takes back (`by` -1) the words of a sampled text.
    pub fn count(&mut self, text: &str, by: i64) {
        let mut mine: Vec<String> = tokens(text).map(|w| w.folded).collect();
        mine.sort_unstable();
        mine.dedup();
        mine.push(String::new());
        for word in mine {
            *self.0.entry(word).or_default() += by;
        }
    }

    /// Each word, and how often it was seen.
    pub fn drain(&mut self) -> impl Iterator<Item = (String, i64)> + '_ {
        self.0.drain()
    }

    /// How many different words wait.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Writes them. A word that no sampled text has any more is forgotten.
    pub fn write(&mut self, conn: &Connection, of: SearchIndex) -> rusqlite::Result<()> {
        let mut counts: Vec<_> = self.0.drain().collect();
        counts.sort_unstable();
        let words = of.word_table();
        let mut add = conn.prepare_cached(&format!(
            "INSERT INTO {words} (word, seen) VALUES (?1, ?2) ON CONFLICT (word) DO UPDATE SET seen = seen + ?2",
        ))?;
        let mut forget =
            conn.prepare_cached(&format!("DELETE FROM {words} WHERE word = ?1 AND seen <= 0 AND word <> ''"))?;
        for (word, by) in counts {
            add.execute(params![word, by])?;
            if by < 0 {
                forget.execute([&word])?;
            }
        }
        Ok(())
    }
}
