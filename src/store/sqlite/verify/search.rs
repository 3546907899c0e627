//! The search index against the messages: FTS5 checks its own structure, but keeps no text to compare its words with, and a
//! word that reads otherwise is as well-formed as before. Both sides are summed up in blocks of messages and compared.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Findings;
use crate::domain::ids::MessageId;
use crate::store::StoreError;
use crate::store::sqlite::search::index::{is_indexed, words_of};
use crate::store::sqlite::search::vocabulary::{WordCounts, is_sampled};

/// Messages that are compared together.
const BLOCK: i64 = 1024;
/// Different words counted at a time.
const WORDS: usize = 100_000;

/// A sum over words and where they stand, by block.
type Sums = BTreeMap<i64, u64>;

/// Every part of the index, and the counted words.
pub(super) fn search(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut parts = db.prepare("SELECT part, first, ids FROM search_part ORDER BY first")?;
    let parts = parts.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let parts: Vec<(i64, i64, i64)> = parts.collect::<Result<_, _>>()?;
    let (mut counted, mut indexed) = (0_u64, 0_u64);
    for (part, first, ids) in parts {
        let end = first.saturating_add(ids);
        let expected = expected(db, first, end, &mut counted, &mut indexed)?;
        let found = found(db, part)?;
        let blocks = expected.keys().chain(found.keys()).filter(|block| expected.get(block) != found.get(block));
        let mut wrong: Vec<i64> = blocks.copied().collect();
        wrong.dedup();
        for block in wrong {
            let (from, to) = (MessageId(block * BLOCK), MessageId((block + 1) * BLOCK - 1));
            f.fault("integrity", format!("search_{part}"), format!("the index does not say what {from} to {to} say"));
        }
    }
    let messages: i64 = db.query_row("SELECT count(*) FROM messages", [], |row| row.get(0))?;
    if i64::try_from(indexed).ok() != Some(messages) {
        f.fault("integrity", "search_part", format!("it has {indexed} of {messages} messages"));
    }
    let kept = kept_counts(db)?;
    if kept != counted {
        f.fault("integrity", "search_word", "it does not count what the messages say");
    }
    Ok(())
}

/// What the messages from `first` on say; counts the words of the sampled ones, and the messages.
fn expected(db: &Connection, first: i64, end: i64, counted: &mut u64, indexed: &mut u64) -> Result<Sums, StoreError> {
    let (mut sums, mut counts) = (Sums::new(), WordCounts::default());
    let mut all = db.prepare("SELECT id, erased IS NOT NULL, body FROM messages WHERE id >= ?1 AND id < ?2")?;
    let mut rows = all.query([first, end])?;
    while let Some(row) = rows.next()? {
        *indexed += 1;
        let (id, erased): (MessageId, bool) = (row.get(0)?, row.get(1)?);
        // A text that is damaged is named where it is compared with its digest.
        let body = String::from_utf8_lossy(row.get_ref(2)?.as_bytes().unwrap_or_default());
        if !is_indexed(erased, &body) {
            continue;
        }
        if is_sampled(id) {
            counts.count(&body, 1);
            if counts.len() > WORDS {
                *counted = counted.wrapping_add(weigh(&mut counts));
            }
        }
        for (place, word) in words_of(id, &body).split(' ').filter(|word| !word.is_empty()).enumerate() {
            add(&mut sums, id.0, place as i64, word.as_bytes());
        }
    }
    *counted = counted.wrapping_add(weigh(&mut counts));
    Ok(sums)
}

/// What a part of the index has: every word and every place where it stands.
fn found(db: &Connection, part: i64) -> Result<Sums, StoreError> {
    let mut sums = Sums::new();
    db.execute_batch(&format!(
        "DROP TABLE IF EXISTS temp.words; CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_{part}, instance)"
    ))?;
    let mut all = db.prepare("SELECT term, doc, \"offset\" FROM temp.words")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let word = row.get_ref(0)?.as_bytes().unwrap_or_default();
        add(&mut sums, row.get(1)?, row.get(2)?, word);
    }
    drop(rows);
    drop(all);
    db.execute_batch("DROP TABLE temp.words")?;
    Ok(sums)
}

/// A sum does not mind the order in which the two sides come by their words.
fn add(sums: &mut Sums, message: i64, place: i64, word: &[u8]) {
    let sum = sums.entry(message.div_euclid(BLOCK)).or_default();
    *sum = sum.wrapping_add(mixed(mixed(mixed(hash(word)) ^ message.cast_unsigned()) ^ place.cast_unsigned()));
}

fn kept_counts(db: &Connection) -> Result<u64, StoreError> {
    let mut all = db.prepare("SELECT word, seen FROM search_word")?;
    let mut rows = all.query([])?;
    let mut sum = 0_u64;
    while let Some(row) = rows.next()? {
        sum = sum.wrapping_add(weight(row.get_ref(0)?.as_str().unwrap_or_default(), row.get(1)?));
    }
    Ok(sum)
}

/// The weights of all that was counted, which is forgotten.
fn weigh(counts: &mut WordCounts) -> u64 {
    counts.drain().fold(0, |sum, (word, seen)| sum.wrapping_add(weight(&word, seen)))
}

fn weight(word: &str, seen: i64) -> u64 {
    mixed(hash(word.as_bytes())).wrapping_mul(seen.cast_unsigned())
}

/// FNV-1a: against damage, not against an attacker, whom the digests of the messages stop.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The end of SplitMix64: every bit of the result hangs on every bit.
fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
