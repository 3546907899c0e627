//! The search indexes against the messages and the passages: FTS5 checks its own structure, but keeps no text to compare its
//! words with, and a word that reads otherwise is as well-formed as before. Both sides are summed up in blocks of texts and
//! compared. And every text that is to be found is a passage.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::Findings;
use crate::domain::ids::{Handle, MessageId, PassageId};
use crate::domain::search::passage::PassageKind;
use crate::store::StoreError;
use crate::store::sqlite::passages;
use crate::store::sqlite::rows::Ms;
use crate::store::sqlite::search::SearchIndex;
use crate::store::sqlite::search::index::{is_indexed, part_name, words_of};
use crate::store::sqlite::search::vocabulary::{WordCounts, is_sampled};

/// Texts that are compared together.
const BLOCK: i64 = 1024;
/// Different words counted at a time.
const WORDS: usize = 100_000;

/// A sum over words and where they stand, by block.
type Sums = BTreeMap<i64, u64>;

/// Both indexes, and what they are of.
pub(super) fn search(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    SearchIndex::ALL.into_iter().try_for_each(|of| index(db, of, f))?;
    all_passages(db, f)
}

/// Every part of an index, and its counted words.
fn index(db: &Connection, of: SearchIndex, f: &mut Findings) -> Result<(), StoreError> {
    let mut parts = db.prepare(&format!("SELECT part, first, ids FROM {} ORDER BY first", of.part_table()))?;
    let parts = parts.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let parts: Vec<(i64, i64, i64)> = parts.collect::<Result<_, _>>()?;
    let (mut counted, mut indexed) = (0_u64, 0_u64);
    for (part, first, ids) in parts {
        let end = first.saturating_add(ids);
        let part = part_name(of, part);
        let expected = expected(db, of, (first, end), &mut counted, &mut indexed)?;
        let found = found(db, &part)?;
        let blocks = expected.keys().chain(found.keys()).filter(|block| expected.get(block) != found.get(block));
        let mut wrong: Vec<i64> = blocks.copied().collect();
        wrong.dedup();
        for block in wrong {
            let (from, to) = (block * BLOCK, (block + 1) * BLOCK - 1);
            let (from, to) = match of {
                SearchIndex::Messages => (MessageId(from).to_string(), MessageId(to).to_string()),
                SearchIndex::Passages => (PassageId(from).to_string(), PassageId(to).to_string()),
            };
            f.fault("integrity", &part, format!("the index does not say what {from} to {to} say"));
        }
    }
    let (parts, table) = (of.part_table(), of.table());
    let texts: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
    if i64::try_from(indexed).ok() != Some(texts) {
        f.fault("integrity", parts, format!("it has {indexed} of {texts} {table}"));
    }
    if kept_counts(db, of)? != counted {
        f.fault("integrity", of.word_table(), format!("it does not count what the {table} say"));
    }
    Ok(())
}

/// That every text that is to be found is a passage, and every passage such a text.
fn all_passages(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut one = db.prepare("SELECT at, handle FROM passages WHERE kind = ?1 AND ref = ?2")?;
    let mut known = 0_i64;
    passages::walk(db, |said| {
        let stored = one.query_row(params![said.kind, said.of], |row| {
            Ok((row.get::<_, Option<Ms>>(0)?.map(|at| at.0), row.get::<_, Option<Handle>>(1)?))
        });
        let Some(stored) = stored.optional()? else {
            f.fault("integrity", "passages", format!("the {} {} can't be found", said.kind, said.of));
            return Ok(());
        };
        known += 1;
        // Where the audit does not tell of a strike, nothing says who it was.
        if stored != said.struck() && (said.kind != PassageKind::Strike || said.struck().1.is_some()) {
            f.fault("integrity", "passages", format!("the {} {} was not struck then, or by them", said.kind, said.of));
        }
        Ok(())
    })?;
    let all: i64 = db.query_row("SELECT count(*) FROM passages", [], |row| row.get(0))?;
    if all != known {
        f.fault("integrity", "passages", format!("{} of them say nothing that could be found", all - known));
    }
    Ok(())
}

/// What the texts of these numbers say; counts the words of the sampled ones, and the texts.
fn expected(
    db: &Connection,
    of: SearchIndex,
    (first, end): (i64, i64),
    counted: &mut u64,
    indexed: &mut u64,
) -> Result<Sums, StoreError> {
    let (mut sums, mut counts) = (Sums::new(), WordCounts::default());
    let mut all = db.prepare(&format!("{} WHERE id >= ?1 AND id < ?2", of.texts()))?;
    let mut rows = all.query([first, end])?;
    while let Some(row) = rows.next()? {
        *indexed += 1;
        let (id, erased): (i64, bool) = (row.get(0)?, row.get(1)?);
        // A text that is damaged is named where it is compared with its digest.
        let text = String::from_utf8_lossy(row.get_ref(2)?.as_bytes().unwrap_or_default());
        if !is_indexed(of, erased, &text) {
            continue;
        }
        if is_sampled(id) {
            counts.count(&text, 1);
            if counts.len() > WORDS {
                *counted = counted.wrapping_add(weigh(&mut counts));
            }
        }
        for (place, word) in words_of(id, &text).split(' ').filter(|word| !word.is_empty()).enumerate() {
            add(&mut sums, id, place as i64, word.as_bytes());
        }
    }
    *counted = counted.wrapping_add(weigh(&mut counts));
    Ok(sums)
}

/// What a part of an index has: every word and every place where it stands.
fn found(db: &Connection, part: &str) -> Result<Sums, StoreError> {
    let mut sums = Sums::new();
    db.execute_batch(&format!(
        "DROP TABLE IF EXISTS temp.words; CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {part}, instance)"
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
fn add(sums: &mut Sums, text: i64, place: i64, word: &[u8]) {
    let sum = sums.entry(text.div_euclid(BLOCK)).or_default();
    *sum = sum.wrapping_add(mixed(mixed(mixed(hash(word)) ^ text.cast_unsigned()) ^ place.cast_unsigned()));
}

fn kept_counts(db: &Connection, of: SearchIndex) -> Result<u64, StoreError> {
    let mut all = db.prepare(&format!("SELECT word, seen FROM {}", of.word_table()))?;
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
