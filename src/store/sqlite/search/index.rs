//! An index's writing side. Every call is inside the caller's transaction: a text and its words come together or not at all.

use rusqlite::{Connection, OptionalExtension, params};

use super::SearchIndex;
use super::vocabulary::{WordCounts, is_sampled};
use super::walk::block_word;
use crate::domain::search::passage::is_found;
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

/// Adds a text to an index at once.
///
/// # Errors
/// Any error from SQLite.
pub(crate) fn index(conn: &Connection, of: SearchIndex, id: i64, text: &str) -> rusqlite::Result<()> {
    let part = part_for(conn, of, id)?;
    insert(conn, (of, part), id, &words_of(id, text))?;
    count(conn, of, id, text, 1)
}

/// Deletes a text from an index for good. It must be the one that was indexed: FTS5 stores none.
///
/// # Errors
/// Any error from SQLite.
pub(crate) fn unindex(conn: &Connection, of: SearchIndex, id: i64, text: &str) -> rusqlite::Result<()> {
    let table = part_name(of, part_for(conn, of, id)?);
    conn.prepare_cached(&format!("INSERT INTO {table} ({table}, rowid, body) VALUES ('delete', ?1, ?2)"))?
        .execute(params![id, words_of(id, text)])?;
    count(conn, of, id, text, -1)
}

/// One step of tidying the closed parts: each becomes one compact tree, little by little, so that no writer waits for
/// it. Cheap when there is nothing to do.
///
/// # Errors
/// Any error from SQLite.
pub(crate) fn tidy(conn: &Connection) -> rusqlite::Result<()> {
    SearchIndex::ALL.into_iter().try_for_each(|of| tidy_one(conn, of))
}

fn tidy_one(conn: &Connection, of: SearchIndex) -> rusqlite::Result<()> {
    let next = conn
        .prepare_cached(&format!(
            "SELECT part, state = 'closed' FROM {} WHERE state IN ('closed', 'merging') ORDER BY part LIMIT 1",
            of.part_table()
        ))?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)))
        .optional()?;
    let Some((part, begin)) = next else { return Ok(()) };
    // A negative number of pages begins the merge of everything; FTS5 then goes on with positive ones until it writes
    // nothing but its own note of the call.
    let before = conn.total_changes();
    command(conn, (of, part), "merge", if begin { -TIDY_PAGES } else { TIDY_PAGES })?;
    let state = match (begin, conn.total_changes() - before < 2) {
        (true, _) => "merging",
        (false, true) => "tidy",
        (false, false) => return Ok(()),
    };
    set_state(conn, (of, part), state)
}

/// The texts of one transaction on their way into an index. They wait for each other: FTS5 writes out what it has gathered at
/// the next statement that could be undone by itself, one with a trigger or an upsert, and a small write costs it nearly as
/// much as a large one.
#[derive(Debug)]
pub(crate) struct Indexer {
    of: SearchIndex,
    /// Rising ids, and their words.
    waiting: Vec<(i64, String)>,
    bytes: usize,
    counts: WordCounts,
    bulk: Option<PartRange>,
}

impl Indexer {
    pub fn new(of: SearchIndex) -> Self {
        Self { of, waiting: Vec::new(), bytes: 0, counts: WordCounts::default(), bulk: None }
    }

    /// For filling a new database: with a large buffer, ids only rising, each part tidied as it closes.
    ///
    /// # Errors
    /// Any error from SQLite.
    pub fn bulk(conn: &Connection, of: SearchIndex) -> rusqlite::Result<Self> {
        let part = newest(conn, of)?;
        command(conn, (of, part.number), "hashsize", BULK_BUFFER)?;
        Ok(Self { bulk: Some(part), ..Self::new(of) })
    }

    /// Returns whether it is for filling a new database.
    pub fn is_bulk(&self) -> bool {
        self.bulk.is_some()
    }

    /// Adds a text; its id is above those of all that were added before.
    ///
    /// # Errors
    /// Any error from SQLite.
    pub fn add(&mut self, conn: &Connection, id: i64, text: &str) -> rusqlite::Result<()> {
        let words = words_of(id, text);
        self.bytes += words.len();
        self.waiting.push((id, words));
        if is_sampled(id) {
            self.counts.count(text, 1);
        }
        if self.bytes > MOST_WAITING { self.write(conn) } else { Ok(()) }
    }

    /// Takes a text back that was added, here or before.
    ///
    /// # Errors
    /// Any error from SQLite.
    pub fn take_back(&mut self, conn: &Connection, id: i64, text: &str) -> rusqlite::Result<()> {
        let Ok(at) = self.waiting.binary_search_by_key(&id, |(waiting, _)| *waiting) else {
            return unindex(conn, self.of, id, text);
        };
        let (_, words) = self.waiting.remove(at);
        self.bytes -= words.len();
        if is_sampled(id) {
            self.counts.count(text, -1);
        }
        Ok(())
    }

    fn write(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        self.bytes = 0;
        let of = self.of;
        for (id, words) in std::mem::take(&mut self.waiting) {
            let part = match self.bulk {
                None => part_for(conn, of, id)?,
                Some(part) if !part.is_past(id) => part.number,
                Some(closed) => {
                    let part = open_part(conn, of, closed, id)?;
                    let closed = closed.number;
                    optimize(conn, (of, closed))?;
                    command(conn, (of, closed), "hashsize", BUFFER)?;
                    set_state(conn, (of, closed), "tidy")?;
                    command(conn, (of, part.number), "hashsize", BULK_BUFFER)?;
                    self.bulk = Some(part);
                    part.number
                }
            };
            insert(conn, (of, part), id, &words)?;
        }
        if !self.is_bulk() || self.counts.len() > BULK_WORDS { self.counts.write(conn, of) } else { Ok(()) }
    }

    /// Writes the pending texts; the last step of a transaction except for its counters.
    ///
    /// # Errors
    /// Any error from SQLite.
    pub fn finish(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        self.write(conn)?;
        if let Some(part) = self.bulk.take() {
            // Or the first to write a little would have to merge what was written much at a time.
            optimize(conn, (self.of, part.number))?;
            command(conn, (self.of, part.number), "hashsize", BUFFER)?;
            self.counts.write(conn, self.of)?;
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
    fn is_past(self, id: i64) -> bool {
        id >= self.first + self.ids
    }
}

fn newest(conn: &Connection, of: SearchIndex) -> rusqlite::Result<PartRange> {
    let found = conn
        .prepare_cached(&format!("SELECT part, first, ids FROM {} ORDER BY part DESC LIMIT 1", of.part_table()))?
        .query_row([], |row| Ok(PartRange { number: row.get(0)?, first: row.get(1)?, ids: row.get(2)? }))
        .optional()?;
    match found {
        Some(part) => Ok(part),
        None => open_first(conn, of, PART_IDS),
    }
}

/// Makes the first part; each later one takes as many ids as the one before it.
pub(super) fn open_first(conn: &Connection, of: SearchIndex, ids: i64) -> rusqlite::Result<PartRange> {
    make(conn, of, PartRange { number: 0, first: 1, ids })
}

/// The part that has, or will have, this id.
fn part_for(conn: &Connection, of: SearchIndex, id: i64) -> rusqlite::Result<i64> {
    let newest = newest(conn, of)?;
    if newest.is_past(id) {
        Ok(open_part(conn, of, newest, id)?.number)
    } else if id >= newest.first {
        Ok(newest.number)
    } else {
        let older = format!("SELECT part FROM {} WHERE first <= ?1 ORDER BY first DESC LIMIT 1", of.part_table());
        conn.prepare_cached(&older)?.query_row([id], |row| row.get(0))
    }
}

/// Closes the newest part and opens the one that takes `id`.
fn open_part(conn: &Connection, of: SearchIndex, last: PartRange, id: i64) -> rusqlite::Result<PartRange> {
    set_state(conn, (of, last.number), "closed")?;
    let first = last.first + (id - last.first) / last.ids * last.ids;
    make(conn, of, PartRange { number: last.number + 1, first, ids: last.ids })
}

/// The first schema version whose index is folded as [`words_of`] folds; its words are taken as they are.
pub(in crate::store::sqlite) const FOLDED: i64 = 5;

/// A part of an index, by number.
type PartOf = (SearchIndex, i64);

/// The name of a part's table.
pub(in crate::store::sqlite) fn part_name(of: SearchIndex, number: i64) -> String {
    format!("{}_{number}", of.name())
}

/// The statement that makes the table of a part of this name, in a database of this schema version.
pub(in crate::store::sqlite) fn part_sql(name: &str, version: i64) -> String {
    // What is given to it is folded already. `ascii` takes words apart at spaces, and leaves other scripts as they are.
    let tokenizer = if version < FOLDED { "unicode61 remove_diacritics 2" } else { "ascii" };
    format!(
        "CREATE VIRTUAL TABLE {name} USING fts5(body, content='', columnsize=0, detail=full, \
         tokenize='{tokenizer}')"
    )
}

fn make(conn: &Connection, of: SearchIndex, part: PartRange) -> rusqlite::Result<PartRange> {
    let number = part.number;
    conn.execute_batch(&part_sql(&part_name(of, number), FOLDED))?;
    // What is erased must leave the file, not wait for a merge.
    command(conn, (of, number), "secure-delete", 1)?;
    conn.prepare_cached(&format!("INSERT INTO {} (part, first, ids) VALUES (?1, ?2, ?3)", of.part_table()))?
        .execute(params![number, part.first, part.ids])?;
    Ok(part)
}

/// Returns whether an index has a text. What an erasure took away whole is not looked for.
pub(in crate::store::sqlite) fn is_indexed(of: SearchIndex, is_erased: bool, text: &str) -> bool {
    match of {
        SearchIndex::Messages => !(is_erased && (text == ERASED || text.is_empty())),
        SearchIndex::Passages => is_found(text),
    }
}

/// Makes an index of all its texts anew, for a database that had none or whose words were folded otherwise. Memory is bounded
/// as for [`Indexer::bulk`], however many there are.
///
/// # Errors
/// Any error from SQLite.
pub(in crate::store::sqlite) fn rebuild(conn: &Connection, of: SearchIndex) -> rusqlite::Result<()> {
    let (part_table, word_table) = (of.part_table(), of.word_table());
    let mut parts = conn.prepare(&format!("SELECT part FROM {part_table}"))?;
    let parts: Vec<i64> = parts.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for part in parts {
        conn.execute_batch(&format!("DROP TABLE {}", part_name(of, part)))?;
    }
    conn.execute_batch(&format!("DELETE FROM {part_table}; DELETE FROM {word_table}"))?;
    let any: bool = conn.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {})", of.table()), [], |row| row.get(0))?;
    if !any {
        return Ok(());
    }
    // Before the texts are read: it may make a table.
    let mut indexer = Indexer::bulk(conn, of)?;
    let mut all = conn.prepare(&format!("{} ORDER BY id", of.texts()))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        // A text that is damaged is no reason to refuse the others; `verify` names it.
        let text = String::from_utf8_lossy(row.get_ref(2)?.as_bytes().unwrap_or_default());
        if is_indexed(of, row.get(1)?, &text) {
            indexer.add(conn, row.get(0)?, &text)?;
        }
    }
    drop(rows);
    indexer.finish(conn)
}

/// What an index is given of a text: its words, and its block.
pub(crate) fn words_of(id: i64, text: &str) -> String {
    let mut words = folded(text);
    words.push(' ');
    words.push_str(&block_word(id));
    words
}

fn insert(conn: &Connection, (of, part): PartOf, id: i64, words: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(&format!("INSERT INTO {} (rowid, body) VALUES (?1, ?2)", part_name(of, part)))?
        .execute(params![id, words])?;
    Ok(())
}

fn count(conn: &Connection, of: SearchIndex, id: i64, text: &str, by: i64) -> rusqlite::Result<()> {
    if !is_sampled(id) {
        return Ok(());
    }
    let mut counts = WordCounts::default();
    counts.count(text, by);
    counts.write(conn, of)
}

fn command(conn: &Connection, (of, part): PartOf, name: &str, value: i64) -> rusqlite::Result<()> {
    let table = part_name(of, part);
    conn.execute(&format!("INSERT INTO {table} ({table}, rank) VALUES (?1, ?2)"), params![name, value])?;
    Ok(())
}

/// Merges all of a part into one tree.
fn optimize(conn: &Connection, (of, part): PartOf) -> rusqlite::Result<()> {
    let table = part_name(of, part);
    conn.execute(&format!("INSERT INTO {table} ({table}) VALUES ('optimize')"), [])?;
    Ok(())
}

fn set_state(conn: &Connection, (of, part): PartOf, state: &str) -> rusqlite::Result<()> {
    let sql = format!("UPDATE {} SET state = ?2 WHERE part = ?1", of.part_table());
    conn.prepare_cached(&sql)?.execute(params![part, state])?;
    Ok(())
}
