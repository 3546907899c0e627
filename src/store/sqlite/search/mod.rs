//! Finding messages: newest first, in milliseconds, whatever is typed.
//!
//! - [`query`]: what is sought, as an expression in which nothing is syntax.
//! - [`vocabulary`]: what an unfinished word most likely becomes.
//! - [`index`]: the writing side; one contentless FTS5 table per range of ids.
//! - [`walk`]: the reading side; down the ids, part by part, until enough is found or the time is up.
//! - [`scope`]: the cases that a search is kept to.
//! - [`stop`]: what ends a search early.

pub(crate) mod index;
mod query;
mod scope;
mod stop;
#[cfg(test)]
mod tests;
pub(crate) mod vocabulary;
mod walk;

use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension};

pub(crate) use scope::Scope;
pub(crate) use stop::Stop;

use self::query::{expression, expression_of_endings};
use self::scope::{Messages, ScopeFilter};
use self::stop::Running;
use self::vocabulary::Endings;
use self::walk::{Found, SearchWalk, Stride};
use crate::domain::ids::{DisputeId, MessageId};
use crate::domain::search::snippet;
use crate::domain::search::terms::{Phrase, SoughtWords};
use crate::domain::time::Time;
use crate::store::sqlite::team;
use crate::store::{FilterMatcher, Hit, SearchPage, SearchQuery, StoreError};

/// How long a search may take before it returns what it has. A quarter of what a person notices: what it found is still to
/// be read and shown, also on a machine that does other things.
pub(super) const BUDGET: Duration = Duration::from_millis(25);
/// Candidates whose text is read, on a page, to complete an unfinished, common word by its rarer endings.
const COMPLETED: usize = 2_000;
/// How long the texts of what was found may take to be read.
const READING: Duration = Duration::from_secs(2);
/// The lowest id there can be.
const FLOOR: i64 = 1;

/// Searches; see [`crate::store::SearchStore::search`].
///
/// # Errors
/// [`StoreError::Interrupted`] when told to stop; else what SQLite says.
pub(crate) fn search(
    conn: &Connection,
    query: &SearchQuery,
    now: Time,
    (scope, stop): (&Scope, &Stop),
) -> Result<SearchPage, StoreError> {
    search_within(conn, query, now, (scope, stop), BUDGET)
}

fn search_within(
    conn: &Connection,
    query: &SearchQuery,
    now: Time,
    (scope, stop): (&Scope, &Stop),
    budget: Duration,
) -> Result<SearchPage, StoreError> {
    let (sought, conditions) = (query.terms.sought_words(), query.terms.conditions());
    if query.limit == 0 || query.terms.is_empty() {
        return Ok(SearchPage::default());
    }
    // One consistent moment for the parts, the index and the texts.
    let moment = conn.unchecked_transaction()?;
    let (began, running) = (Instant::now(), stop.begin(READING));
    let filter = FilterMatcher::new(conditions, (query.me.as_ref(), now), || team::mediators(&moment))?;
    let mut found = None;
    if conditions.search_terms().next().is_some() {
        let minute = now.timestamp().div_euclid(60);
        found = match scope.messages(&moment, (conditions, &filter, query), minute, (&running, budget))? {
            Messages::Few(messages) => {
                let left = budget.saturating_sub(began.elapsed());
                Some(among(&moment, &messages, sought, query, (&running, left))?)
            }
            // It has come on, if not to any message.
            Messages::NotYet => {
                Some(Found { ids: Vec::new(), next: Some(query.before.unwrap_or(MessageId(i64::MAX))) })
            }
            Messages::Many => None,
        };
    }
    let keep = ScopeFilter::new(&moment, &filter);
    let found = match found {
        Some(found) => found,
        None => {
            let keep = (!conditions.terms.is_empty()).then_some(&keep);
            let endings = match &sought.begun {
                Some(begun) => vocabulary::endings(&moment, begun.split_last().1)?,
                None => Endings::default(),
            };
            let walk = SearchWalk::begin(&moment, &running, budget, query.before, keep)?;
            if sought.is_empty() { walk.every(query.limit)? } else { find(&walk, sought, &endings, query.limit)? }
        }
    };
    // What follows only reads what was found.
    running.allow(READING);
    let hits = found.ids.into_iter().filter_map(|id| hit(&moment, id, sought).transpose());
    Ok(SearchPage { hits: hits.collect::<Result<_, _>>()?, next: found.next })
}

/// The messages among these, newest first, that hold what is sought; their texts are read.
fn among(
    conn: &Connection,
    messages: &[MessageId],
    sought: &SoughtWords,
    query: &SearchQuery,
    (running, budget): (&Running<'_>, Duration),
) -> Result<Found, StoreError> {
    running.allow(budget);
    let mut found = Found::default();
    let from = messages.partition_point(|id| query.before.is_some_and(|before| *id >= before));
    let mut text = conn.prepare_cached("SELECT body FROM messages WHERE id = ?1")?;
    let mut holds = |id: MessageId| {
        let holds = |body: &str| sought.is_empty() || snippet::holds(body, sought);
        text.query_row([id], |row| Ok(holds(row.get_ref(0)?.as_str()?))).optional()
    };
    for (at, &id) in messages[from..].iter().enumerate() {
        if found.ids.len() == query.limit {
            found.next = found.ids.last().copied();
            break;
        }
        let mut held = holds(id);
        if let Err(error) = &held
            && running.timed_out(error)?
        {
            if at > 0 {
                found.next = Some(MessageId(id.0 + 1));
                break;
            }
            // It must come on a little each time, or asking again would never end.
            running.allow(READING);
            held = holds(id);
            running.allow(Duration::ZERO);
        }
        if held? == Some(true) {
            found.ids.push(id);
        }
    }
    Ok(found)
}

/// The messages that hold what is sought.
fn find(walk: &SearchWalk<'_>, sought: &SoughtWords, endings: &Endings, limit: usize) -> Result<Found, StoreError> {
    let Some(begun) = &sought.begun else {
        return walk.down(&expression(&sought.phrases, None), Stride::Window, FLOOR, limit);
    };
    if !endings.common {
        walk.take_half_the_time();
        let found = walk.down(&expression(&sought.phrases, Some(begun)), Stride::Part, FLOOR, limit)?;
        if !walk.is_stuck(&found) {
            return Ok(found);
        }
        walk.take_half_the_time();
    }
    let by_endings = expression_of_endings(&sought.phrases, begun, &endings.words);
    let mut found = walk.down(&by_endings, Stride::Window, FLOOR, limit)?;
    // The rarer endings among the same messages, by reading them, as far as that goes.
    let floor = found.next.map_or(FLOOR, |next| next.0);
    let mut others = sought.phrases.clone();
    let before = begun.split_last().0;
    others.extend((!before.is_empty()).then(|| Phrase(before.to_vec())));
    walk.take_half_the_time();
    let candidates = if others.is_empty() {
        walk.newest(floor, COMPLETED)
    } else {
        walk.down(&expression(&others, None), Stride::Window, floor, COMPLETED)?
    };
    walk.complete(&mut found, &candidates, limit, |body| snippet::holds(body, sought))?;
    Ok(found)
}

/// A found message, as the page shows it; `None` if it is gone.
fn hit(conn: &Connection, id: MessageId, sought: &SoughtWords) -> Result<Option<Hit>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT m.dispute, m.speaker, m.author, m.at, d.title, m.body FROM messages m \
         JOIN disputes d ON d.id = m.dispute WHERE m.id = ?1",
    )?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let damaged = |what: &str| StoreError::Io(format!("message {id} has no valid {what}"));
    let speaker: String = row.get(1)?;
    let snippet = snippet::snippet(row.get_ref(5)?.as_str().map_err(|_| damaged("text"))?, sought);
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
