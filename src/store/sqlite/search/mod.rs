//! Finding what was said: newest first, in milliseconds, whatever is typed.
//!
//! - [`texts`]: the two indexes, of messages and of passages, and where their texts stand.
//! - [`query`]: what is sought, as an expression in which nothing is syntax.
//! - [`vocabulary`]: what an unfinished word most likely becomes.
//! - [`index`]: the writing side; one contentless FTS5 table per range of ids.
//! - [`walk`]: the reading side; down the ids, part by part, until enough is found or the time is up.
//! - [`scope`]: the cases that a search is kept to.
//! - [`hit`]: what was found, as a page shows it.
//! - [`stop`]: what ends a search early.

mod hit;
pub(crate) mod index;
mod query;
mod scope;
mod stop;
#[cfg(test)]
mod tests;
pub(crate) mod texts;
pub(crate) mod vocabulary;
mod walk;

use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension};

pub(crate) use scope::Scope;
pub(crate) use stop::Stop;
pub(crate) use texts::SearchIndex;

use self::query::{expression, expression_of_endings};
use self::scope::{ScopeAnswer, ScopeFilter};
use self::stop::Running;
use self::vocabulary::Endings;
use self::walk::{Found, SearchWalk, Stride};
use crate::domain::search::snippet;
use crate::domain::search::terms::{Phrase, SoughtWords};
use crate::domain::time::Time;
use crate::store::sqlite::rows::Ms;
use crate::store::sqlite::team;
use crate::store::{FilterMatcher, FoundHits, SearchCursor, SearchPage, SearchQuery, StoreError};

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
    // One consistent moment for the parts, the indexes and the texts.
    let moment = conn.unchecked_transaction()?;
    let (began, running) = (Instant::now(), stop.begin(READING));
    let filter = FilterMatcher::new(conditions, (query.me.as_ref(), now), || team::mediators(&moment))?;
    let before = query.before.unwrap_or(SearchCursor::START);
    let mut few = None;
    if conditions.search_terms().next().is_some() {
        let minute = now.timestamp().div_euclid(60);
        few = match scope.texts(&moment, (conditions, &filter, query), minute, (&running, budget))? {
            ScopeAnswer::Few(texts) => Some(texts),
            // It has come on, if not to any text.
            ScopeAnswer::NotYet => return Ok(SearchPage { hits: Vec::new(), next: Some(before) }),
            ScopeAnswer::Many => None,
        };
    }
    let read = |of: SearchIndex, before: i64, budget: Duration| {
        // Everything was looked at before.
        if before <= FLOOR {
            return Ok(FoundHits::default());
        }
        let query = (sought, query.limit, before);
        let found = match &few {
            Some(texts) => among(&moment, (of, texts.of(of)), query, (&running, budget))?,
            None => {
                let filter = (!conditions.terms.is_empty()).then_some(&filter);
                find_by_words(&moment, of, filter, query, (&running, budget))?
            }
        };
        // What follows only reads what was found.
        running.allow(READING);
        found_hits(&moment, of, found, sought)
    };
    let messages = read(SearchIndex::Messages, before.message.0, (budget / 2).saturating_sub(began.elapsed()))?;
    let passages =
        read(SearchIndex::Passages, before.passage.0, budget.saturating_sub(began.elapsed()).max(budget / 4))?;
    Ok(SearchPage::merged(messages, passages, query.limit))
}

/// What is sought, how many at most, and below which number.
type Sought<'a> = (&'a SoughtWords, usize, i64);

/// Finds by the words.
fn find_by_words(
    conn: &Connection,
    of: SearchIndex,
    filter: Option<&FilterMatcher<'_>>,
    (sought, limit, before): Sought<'_>,
    (running, budget): (&Running<'_>, Duration),
) -> Result<Found, StoreError> {
    let keep = ScopeFilter::new(conn, of, filter);
    // A message is of a dispute always.
    let keep = (of == SearchIndex::Passages || filter.is_some()).then_some(&keep);
    let endings = match &sought.begun {
        Some(begun) => vocabulary::endings(conn, of, begun.split_last().1)?,
        None => Endings::default(),
    };
    let walk = SearchWalk::begin(conn, of, (running, budget), before, keep)?;
    if sought.is_empty() { walk.every(limit) } else { find(&walk, sought, &endings, limit) }
}

/// What was found, read.
fn found_hits(conn: &Connection, of: SearchIndex, found: Found, sought: &SoughtWords) -> Result<FoundHits, StoreError> {
    let mut hits = Vec::new();
    for id in found.ids {
        hits.extend(hit::hit(conn, of, id, sought)?.map(|hit| (id, hit)));
    }
    let mut time_below = conn.prepare_cached(of.time_below())?;
    let unseen = match found.next {
        Some(next) => time_below.query_row([next], |row| row.get::<_, Option<Ms>>(0)).optional()?.flatten(),
        None => None,
    };
    Ok(FoundHits { hits, next: found.next, unseen: unseen.map(|at| at.0) })
}

/// The texts among these, newest first, that hold what is sought; they are read.
fn among(
    conn: &Connection,
    (of, texts): (SearchIndex, &[i64]),
    (sought, limit, before): Sought<'_>,
    (running, budget): (&Running<'_>, Duration),
) -> Result<Found, StoreError> {
    running.allow(budget);
    let mut found = Found::default();
    let from = texts.partition_point(|id| *id >= before);
    let mut text = conn.prepare_cached(of.text())?;
    let mut holds = |id: i64| {
        let holds = |text: &str| sought.is_empty() || snippet::holds(text, sought);
        text.query_row([id], |row| Ok(holds(row.get_ref(0)?.as_str()?))).optional()
    };
    for (at, &id) in texts[from..].iter().enumerate() {
        if found.ids.len() == limit {
            found.next = found.ids.last().copied();
            break;
        }
        let mut held = holds(id);
        if let Err(error) = &held
            && running.timed_out(error)?
        {
            if at > 0 {
                found.next = Some(id + 1);
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

/// The texts that hold what is sought.
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
    // The rarer endings among the same texts, by reading them, as far as that goes.
    let floor = found.next.unwrap_or(FLOOR);
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
