//! Finding messages: newest first, in milliseconds, whatever is typed (performance.md, "The engine underneath").
//!
//! - [`words`]: text as words, the one way for index, query and marks.
//! - [`query`]: what a person typed, as an expression in which nothing is syntax.
//! - [`vocabulary`]: what an unfinished word most likely becomes.
//! - [`index`]: the writing side; one contentless FTS5 table per range of ids.
//! - [`walk`]: the reading side; down the ids, part by part, until enough is found or the time is up.
//! - [`snippet`]: the words around what was found, with marks.
//! - [`stop`]: what ends a search early.

pub(crate) mod index;
mod query;
mod snippet;
mod stop;
#[cfg(test)]
mod tests;
pub(crate) mod vocabulary;
mod walk;
mod words;

use std::time::Duration;

use rusqlite::Connection;

pub(crate) use stop::Stop;

use self::query::{Phrase, Wanted, expression, expression_of_endings};
use self::vocabulary::Endings;
use self::walk::{Found, Stride, Walk};
use crate::domain::event::Time;
use crate::domain::ids::{DisputeId, MessageId};
use crate::store::{Hit, SearchPage, SearchQuery, StoreError};

/// How long a search may take before it returns what it has. Half of what a person notices.
const BUDGET: Duration = Duration::from_millis(40);
/// Candidates whose text is read to complete an unfinished, common word by its rarer endings.
const COMPLETED: usize = 2_000;
/// The lowest id there can be.
const FLOOR: i64 = 1;

/// Searches; see [`crate::store::Store::search`].
///
/// # Errors
/// [`StoreError::Interrupted`] when told to stop; else what SQLite says.
pub(crate) fn search(conn: &Connection, query: &SearchQuery, stop: &Stop) -> Result<SearchPage, StoreError> {
    search_within(conn, query, stop, BUDGET)
}

fn search_within(
    conn: &Connection,
    query: &SearchQuery,
    stop: &Stop,
    budget: Duration,
) -> Result<SearchPage, StoreError> {
    let wanted = Wanted::read(&query.text, query.as_typed);
    if wanted.is_empty() || query.limit == 0 {
        return Ok(SearchPage::default());
    }
    // One consistent moment for the parts, the index and the texts.
    let moment = conn.unchecked_transaction()?;
    let endings = match &wanted.begun {
        Some(begun) => vocabulary::endings(&moment, begun.split_begun().1)?,
        None => Endings::default(),
    };
    let walk = Walk::begin(&moment, stop, budget, query.before)?;
    let found = find(&walk, &wanted, &endings, query.limit)?;
    walk.allow_reading();
    let next = found.next;
    let hits = found.ids.into_iter().filter_map(|id| hit(&moment, id, &wanted).transpose());
    Ok(SearchPage { hits: hits.collect::<Result<_, _>>()?, next })
}

/// The messages that hold what is wanted.
fn find(walk: &Walk<'_>, wanted: &Wanted, endings: &Endings, limit: usize) -> Result<Found, StoreError> {
    let Some(begun) = &wanted.begun else {
        return walk.down(&expression(&wanted.phrases, None), Stride::Window, FLOOR, limit);
    };
    if !endings.common {
        walk.take_half_the_time();
        let found = walk.down(&expression(&wanted.phrases, Some(begun)), Stride::Part, FLOOR, limit)?;
        if !walk.is_stuck(&found) {
            return Ok(found);
        }
        walk.take_half_the_time();
    }
    let by_endings = expression_of_endings(&wanted.phrases, begun, &endings.words);
    let mut found = walk.down(&by_endings, Stride::Window, FLOOR, limit)?;
    // The rarer endings among the same messages, by reading them.
    let floor = found.next.map_or(FLOOR, |next| next.0);
    let mut others = wanted.phrases.clone();
    let before = begun.split_begun().0;
    others.extend((!before.is_empty()).then(|| Phrase(before.to_vec())));
    let candidates = if others.is_empty() {
        walk.newest(floor, COMPLETED)
    } else {
        walk.down(&expression(&others, None), Stride::Window, floor, COMPLETED)?.ids
    };
    walk.complete(&mut found, &candidates, limit, |body| snippet::holds(body, wanted))?;
    Ok(found)
}

/// A found message, as the page shows it; `None` if it is gone.
fn hit(conn: &Connection, id: MessageId, wanted: &Wanted) -> Result<Option<Hit>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT m.dispute, m.speaker, m.author, m.at, d.title, m.body FROM messages m \
         JOIN disputes d ON d.id = m.dispute WHERE m.id = ?1",
    )?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let damaged = |what: &str| StoreError::Io(format!("message {id} has no valid {what}"));
    let speaker: String = row.get(1)?;
    let snippet = snippet::snippet(row.get_ref(5)?.as_str().map_err(|_| damaged("text"))?, wanted);
    Ok(Some(Hit {
        dispute: DisputeId(row.get(0)?),
        message: id,
        from: speaker.parse().map_err(|_| damaged("speaker"))?,
        author: row.get(2)?,
        at: Time::from_timestamp_millis(row.get(3)?).ok_or_else(|| damaged("time"))?,
        snippet: snippet.text,
        marks: snippet.marks,
        title: row.get(4)?,
    }))
}
