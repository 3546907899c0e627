//! What an unfinished word most likely becomes: the most frequent words that begin so, from a sample of the messages.
//!
//! FTS5 answers `r*` by merging the lists of every word in `r` (seconds); the 32 most frequent of them, as an OR, answer in
//! a millisecond and cover nearly all of it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::ids::MessageId;
use crate::domain::search::tokens::tokens;

/// One message in so many is looked at.
const ONE_IN: i64 = 16;
/// How many endings are taken.
const ENDINGS: i64 = 32;
/// From this share of the messages on, a beginning is too common to be read to its last word.
const COMMON: f64 = 0.02;

/// What is known of a beginning.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Endings {
    /// The most frequent words that begin so, the most frequent first.
    pub words: Vec<String>,
    /// Whether so many messages have one of them that reading all would take long.
    pub common: bool,
}

/// The most frequent words that begin with `beginning`.
pub(super) fn endings(conn: &Connection, beginning: &str) -> rusqlite::Result<Endings> {
    let one_letter = beginning.chars().nth(1).is_none();
    let sql = if one_letter {
        "SELECT word, seen FROM search_word WHERE substr(word, 1, 1) = ?1 ORDER BY seen DESC LIMIT ?3"
    } else {
        "SELECT word, seen FROM search_word WHERE word >= ?1 AND word < ?2 ORDER BY seen DESC LIMIT ?3"
    };
    let sampled: i64 = conn
        .prepare_cached("SELECT seen FROM search_word WHERE word = ''")?
        .query_row([], |row| row.get(0))
        .optional()?
        .unwrap_or(0);
    let past = format!("{beginning}\u{10ffff}");
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![beginning, past, ENDINGS])?;
    let (mut found, mut seen) = (Vec::new(), 0_i64);
    while let Some(row) = rows.next()? {
        found.push(row.get(0)?);
        seen += row.get::<_, i64>(1)?;
    }
    Ok(Endings { words: found, common: seen as f64 > COMMON * sampled as f64 })
}

/// Returns whether this message is of the sample.
pub(crate) fn is_sampled(id: MessageId) -> bool {
    id.0 % ONE_IN == 0
}

/// Counts of words that are not yet written.
#[derive(Debug, Default)]
pub(crate) struct WordCounts(HashMap<String, i64>);

impl WordCounts {
    /// Adds (`by` 1) or takes back (`by` -1) the words of a sampled message.
    pub fn count(&mut self, body: &str, by: i64) {
        let mut mine: Vec<String> = tokens(body).map(|w| w.folded).collect();
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

    /// Writes them. A word that no sampled message has any more is forgotten.
    pub fn write(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        let mut counts: Vec<_> = self.0.drain().collect();
        counts.sort_unstable();
        let mut add = conn.prepare_cached(
            "INSERT INTO search_word (word, seen) VALUES (?1, ?2) ON CONFLICT (word) DO UPDATE SET seen = seen + ?2",
        )?;
        let mut forget = conn.prepare_cached("DELETE FROM search_word WHERE word = ?1 AND seen <= 0 AND word <> ''")?;
        for (word, by) in counts {
            add.execute(params![word, by])?;
            if by < 0 {
                forget.execute([&word])?;
            }
        }
        Ok(())
    }
}
