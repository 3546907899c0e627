//! The index's writing side. Every call is inside the caller's transaction: a message and its words come together or not
//! at all.

use rusqlite::{Connection, OptionalExtension, params};

use super::vocabulary::{WordCounts, is_sampled};
use super::walk::block_word;
use crate::domain::ids::MessageId;
use crate::domain::search::tokens::folded;
use crate::domain::text::redaction::ERASED;

/// How many ids a part takes, unless the part before it took another number.
pub(crate) const PART_IDS: i64 = 500_000;
/// Pages (of about 4 KB) that one step of tidying writes at most: about 10 ms.
const TIDY_PAGES: i64 = 256;
/// FTS5's own limits of its write buffer, in bytes: while people work, and for bulk work.
const BUFFER: i64 = 1 << 20;
const BULK_BUFFER: i64 = 64 << 20;
/// Different words that bulk work counts before it writes them.
const BULK_WORDS: usize = 100_000;
/// Bytes of words that wait for each other at most.
const MOST_WAITING: usize = 32 << 20;

/// Adds a message to the index at once.
///
/// # Errors
/// Any error from SQLite.
pub(crate) fn index(conn: &Connection, id: MessageId, body: &str) -> rusqlite::Result<()> {
    let part = part_for(conn, id)?;
    insert(conn, part, id, &words_of(id, body))?;
    count(conn, id, body, 1)
}

/// Deletes a message from the index for good. `body` must be the text that was indexed: FTS5 stores none.
///
/// # Errors
/// Any error from SQLite.
pub(crate) fn unindex(conn: &Connection, id: MessageId, body: &str) -> rusqlite::Result<()> {
    let part = part_for(conn, id)?;
    conn.prepare_cached(&format!("INSERT INTO search_{part} (search_{part}, rowid, body) VALUES ('delete', ?1, ?2)"))?
        .execute(params![id.0, words_of(id, body)])?;
    count(conn, id, body, -1)
}

/// One step of tidying the closed parts: each becomes one compact tree, little by little, so that no writer waits for
/// it. Cheap when there is nothing to do.
///
/// # Errors
/// Any error from SQLite.
pub(crate) fn tidy(conn: &Connection) -> rusqlite::Result<()> {
    let next = conn
        .prepare_cached(
            "SELECT part, state = 'closed' FROM search_part WHERE state IN ('closed', 'merging') ORDER BY part LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)))
        .optional()?;
    let Some((part, begin)) = next else { return Ok(()) };
    // A negative number of pages begins the merge of everything; FTS5 then goes on with positive ones until it writes
    // nothing but its own note of the call.
    let before = conn.total_changes();
    command(conn, part, "merge", if begin { -TIDY_PAGES } else { TIDY_PAGES })?;
    let state = match (begin, conn.total_changes() - before < 2) {
        (true, _) => "merging",
        (false, true) => "tidy",
        (false, false) => return Ok(()),
    };
    set_state(conn, part, state)
}

/// The messages of one transaction on their way into the index. They wait for each other: FTS5 writes out what it has
/// gathered at the next statement that could be undone by itself, one with a trigger or an upsert, and a small write costs
/// it nearly as much as a large one.
#[derive(Debug, Default)]
pub(crate) struct Indexer {
    /// Rising ids, and their words.
    waiting: Vec<(MessageId, String)>,
    bytes: usize,
    counts: WordCounts,
    bulk: Option<PartRange>,
}

impl Indexer {
    /// For filling a new database: with a large buffer, ids only rising, each part tidied as it closes.
    ///
    /// # Errors
    /// Any error from SQLite.
    pub fn bulk(conn: &Connection) -> rusqlite::Result<Self> {
        let part = newest(conn)?;
        command(conn, part.number, "hashsize", BULK_BUFFER)?;
        Ok(Self { bulk: Some(part), ..Self::default() })
    }

    /// Returns whether it is for filling a new database.
    pub fn is_bulk(&self) -> bool {
        self.bulk.is_some()
    }

    /// Adds a message; its id is above those of all messages added before.
    ///
    /// # Errors
    /// Any error from SQLite.
    pub fn add_message(&mut self, conn: &Connection, id: MessageId, body: &str) -> rusqlite::Result<()> {
        let words = words_of(id, body);
        self.bytes += words.len();
        self.waiting.push((id, words));
        if is_sampled(id) {
            self.counts.count(body, 1);
        }
        if self.bytes > MOST_WAITING { self.write(conn) } else { Ok(()) }
    }

    fn write(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        self.bytes = 0;
        for (id, words) in std::mem::take(&mut self.waiting) {
            let part = match self.bulk {
                None => part_for(conn, id)?,
                Some(part) if !part.is_past(id) => part.number,
                Some(closed) => {
                    let part = open_part(conn, closed, id)?;
                    let closed = closed.number;
                    optimize(conn, closed)?;
                    command(conn, closed, "hashsize", BUFFER)?;
                    set_state(conn, closed, "tidy")?;
                    command(conn, part.number, "hashsize", BULK_BUFFER)?;
                    self.bulk = Some(part);
                    part.number
                }
            };
            insert(conn, part, id, &words)?;
        }
        if !self.is_bulk() || self.counts.len() > BULK_WORDS { self.counts.write(conn) } else { Ok(()) }
    }

    /// Writes the pending messages; the last step of a transaction except for its counters.
    ///
    /// # Errors
    /// Any error from SQLite.
    pub fn finish(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        self.write(conn)?;
        if let Some(part) = self.bulk.take() {
            // Or the first to write a little would have to merge what was written much at a time.
            optimize(conn, part.number)?;
            command(conn, part.number, "hashsize", BUFFER)?;
            self.counts.write(conn)?;
        }
        Ok(())
    }
}

/// A range of ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartRange {
    number: i64,
    first: i64,
    ids: i64,
}

impl PartRange {
    fn is_past(self, id: MessageId) -> bool {
        id.0 >= self.first + self.ids
    }
}

fn newest(conn: &Connection) -> rusqlite::Result<PartRange> {
    let found = conn
        .prepare_cached("SELECT part, first, ids FROM search_part ORDER BY part DESC LIMIT 1")?
        .query_row([], |row| Ok(PartRange { number: row.get(0)?, first: row.get(1)?, ids: row.get(2)? }))
        .optional()?;
    match found {
        Some(part) => Ok(part),
        None => open_first(conn, PART_IDS),
    }
}

/// Makes the first part; each later one takes as many ids as the one before it.
pub(super) fn open_first(conn: &Connection, ids: i64) -> rusqlite::Result<PartRange> {
    make(conn, PartRange { number: 0, first: 1, ids })
}

/// The part that has, or will have, this id.
fn part_for(conn: &Connection, id: MessageId) -> rusqlite::Result<i64> {
    let newest = newest(conn)?;
    if newest.is_past(id) {
        Ok(open_part(conn, newest, id)?.number)
    } else if id.0 >= newest.first {
        Ok(newest.number)
    } else {
        conn.prepare_cached("SELECT part FROM search_part WHERE first <= ?1 ORDER BY first DESC LIMIT 1")?
            .query_row([id.0], |row| row.get(0))
    }
}

/// Closes the newest part and opens the one that takes `id`.
fn open_part(conn: &Connection, last: PartRange, id: MessageId) -> rusqlite::Result<PartRange> {
    set_state(conn, last.number, "closed")?;
    let first = last.first + (id.0 - last.first) / last.ids * last.ids;
    make(conn, PartRange { number: last.number + 1, first, ids: last.ids })
}

/// The first schema version whose index is folded as [`words_of`] folds; its words are taken as they are.
pub(in crate::store::sqlite) const FOLDED: i64 = 5;

/// The statement that makes the part of this number, in a database of this schema version.
pub(in crate::store::sqlite) fn part_sql(number: &str, version: i64) -> String {
    // What is given to it is folded already. `ascii` takes words apart at spaces, and leaves other scripts as they are.
    let tokenizer = if version < FOLDED { "unicode61 remove_diacritics 2" } else { "ascii" };
    format!(
        "CREATE VIRTUAL TABLE search_{number} USING fts5(body, content='', columnsize=0, detail=full, \
         tokenize='{tokenizer}')"
    )
}

fn make(conn: &Connection, part: PartRange) -> rusqlite::Result<PartRange> {
    let number = part.number;
    conn.execute_batch(&part_sql(&number.to_string(), FOLDED))?;
    // What is erased must leave the file, not wait for a merge.
    command(conn, number, "secure-delete", 1)?;
    conn.prepare_cached("INSERT INTO search_part (part, first, ids) VALUES (?1, ?2, ?3)")?
        .execute(params![number, part.first, part.ids])?;
    Ok(part)
}

/// Returns whether the index has a message. What an erasure took away whole is not looked for.
pub(in crate::store::sqlite) fn is_indexed(is_erased: bool, body: &str) -> bool {
    !(is_erased && (body == ERASED || body.is_empty()))
}

/// Makes the index of all messages anew, for a database whose words were folded otherwise. Memory is bounded as for
/// [`Indexer::bulk`], however many messages there are.
///
/// # Errors
/// Any error from SQLite.
pub(in crate::store::sqlite) fn rebuild(conn: &Connection) -> rusqlite::Result<()> {
    let mut parts = conn.prepare("SELECT part FROM search_part")?;
    let parts: Vec<i64> = parts.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for part in parts {
        conn.execute_batch(&format!("DROP TABLE search_{part}"))?;
    }
    conn.execute_batch("DELETE FROM search_part; DELETE FROM search_word")?;
    let mut messages = conn.prepare("SELECT id, erased IS NOT NULL, body FROM messages ORDER BY id")?;
    let mut rows = messages.query([])?;
    let mut indexer = None;
    while let Some(row) = rows.next()? {
        // A text that is damaged is no reason to refuse the others; `verify` names it.
        let body = String::from_utf8_lossy(row.get_ref(2)?.as_bytes().unwrap_or_default());
        let indexer = match &mut indexer {
            Some(indexer) => indexer,
            none => none.insert(Indexer::bulk(conn)?),
        };
        if is_indexed(row.get(1)?, &body) {
            indexer.add_message(conn, row.get(0)?, &body)?;
        }
    }
    match &mut indexer {
        Some(indexer) => indexer.finish(conn),
        None => Ok(()),
    }
}

/// What the index is given of a message: its words, and its block.
pub(crate) fn words_of(id: MessageId, body: &str) -> String {
    let mut words = folded(body);
    words.push(' ');
    words.push_str(&block_word(id.0));
    words
}

fn insert(conn: &Connection, part: i64, id: MessageId, words: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(&format!("INSERT INTO search_{part} (rowid, body) VALUES (?1, ?2)"))?
        .execute(params![id.0, words])?;
    Ok(())
}

fn count(conn: &Connection, id: MessageId, body: &str, by: i64) -> rusqlite::Result<()> {
    if !is_sampled(id) {
        return Ok(());
    }
    let mut counts = WordCounts::default();
    counts.count(body, by);
    counts.write(conn)
}

fn command(conn: &Connection, part: i64, name: &str, value: i64) -> rusqlite::Result<()> {
    conn.execute(&format!("INSERT INTO search_{part} (search_{part}, rank) VALUES (?1, ?2)"), params![name, value])?;
    Ok(())
}

/// Merges all of a part into one tree.
fn optimize(conn: &Connection, part: i64) -> rusqlite::Result<()> {
    conn.execute(&format!("INSERT INTO search_{part} (search_{part}) VALUES ('optimize')"), [])?;
    Ok(())
}

fn set_state(conn: &Connection, part: i64, state: &str) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE search_part SET state = ?2 WHERE part = ?1")?.execute(params![part, state])?;
    Ok(())
}
