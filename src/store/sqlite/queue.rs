//! The queue, page by page. Every view is a range of an index that ends in `(rank, id)`: a page is a seek and a walk, from
//! either end, never a sort and never an OFFSET.
//!
//! A filter walks the same index, which holds the words that it looks in, and stops after [`SCAN`] rows whatever it has
//! found: the page then says where to go on. So any filter works on any view, and none can hold the store for long.

use rusqlite::{Connection, ToSql};

use super::rows::Ms;
use super::sieve::{ROW, Sieve, found};
use crate::domain::event::Time;
use crate::domain::filter::Filter;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::words::View;
use crate::store::{PageFrom, PageKey, QueuePage, QueueQuery, QueueRow, StoreError};

/// How many rows a filter looks at for one page: about 20 ms.
const SCAN: usize = 50_000;

/// The part of the queue that a view is.
fn range(view: View) -> (&'static str, &'static str) {
    match view {
        View::Open => ("disputes_open", "state = 'open' AND snoozed_until IS NULL"),
        View::Overdue => ("disputes_open", "state = 'open' AND snoozed_until IS NULL AND rank < ?3"),
        View::Mine => ("disputes_holder", "claimed_by = ?4 AND state = 'open' AND snoozed_until IS NULL"),
        View::Unclaimed => ("disputes_holder", "claimed_by IS NULL AND state = 'open' AND snoozed_until IS NULL"),
        View::Decided => ("disputes_all", "rank >= ?5"),
        View::All => ("disputes_all", "true"),
        View::Approval => ("disputes_awaiting", "awaiting IS NOT NULL AND awaiting IS NOT ?4"),
    }
}

/// Which way a walk goes, and from where.
#[derive(Debug, Clone, Copy)]
enum Way {
    Down(Option<PageKey>),
    Up(Option<PageKey>),
}

/// The SQL that walks a view. `?1` and `?2` are the key to start from; the key itself is left out.
fn walk_sql(view: View, way: Way) -> String {
    let (index, within) = range(view);
    let (from, order) = match way {
        Way::Down(None) => ("", "rank, id"),
        Way::Down(Some(_)) => (" AND (rank, id) > (?1, ?2)", "rank, id"),
        Way::Up(None) => ("", "rank DESC, id DESC"),
        Way::Up(Some(_)) => (" AND (rank, id) < (?1, ?2)", "rank DESC, id DESC"),
    };
    format!("SELECT rank, id, words FROM disputes INDEXED BY {index} WHERE {within}{from} ORDER BY {order}")
}

/// What a walk found.
struct Walked {
    rows: Vec<QueueRow>,
    /// There is more, or may be.
    more: bool,
    /// The last row that a filter looked at, where it stopped before the end.
    stopped: Option<PageKey>,
}

/// See [`crate::store::Store::queue`].
pub(super) fn page(db: &Connection, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
    let filter = Filter::parse(&query.words).map_err(|bad| bad.refusal())?;
    // One consistent moment for the walk and the rows.
    let moment = db.unchecked_transaction()?;
    let walker = Walker { db: &moment, query, sieve: Sieve::new(filter, query.me.as_ref(), now), now };
    let (way, back) = match query.from {
        PageFrom::Start => (Way::Down(None), None),
        PageFrom::End => (Way::Up(None), None),
        PageFrom::After(key) => {
            (Way::Down(Some(key)), Some(Way::Up(Some(PageKey { id: DisputeId(key.id.0 + 1), ..key }))))
        }
        PageFrom::Before(key) => {
            (Way::Up(Some(key)), Some(Way::Down(Some(PageKey { id: DisputeId(key.id.0 - 1), ..key }))))
        }
    };
    let ahead = walker.walk(way, query.limit)?;
    let behind = match back {
        Some(back) => {
            let one = walker.walk(back, 1)?;
            one.more || !one.rows.is_empty()
        }
        None => false,
    };
    let Walked { mut rows, more, stopped } = ahead;
    let (more_before, more_after) = match way {
        Way::Down(_) => (behind, more),
        Way::Up(_) => {
            rows.reverse();
            (more, behind)
        }
    };
    Ok(QueuePage { rows, more_before, more_after, stopped })
}

struct Walker<'a> {
    db: &'a Connection,
    query: &'a QueueQuery,
    sieve: Sieve<'a>,
    now: Time,
}

impl Walker<'_> {
    fn walk(&self, way: Way, limit: usize) -> Result<Walked, StoreError> {
        let view = self.query.view;
        let mut walked = Walked { rows: Vec::with_capacity(limit.min(256)), more: false, stopped: None };
        if view == View::Mine && self.query.me.is_none() {
            return Ok(walked);
        }
        let (Way::Down(key) | Way::Up(key)) = way;
        let mut keys = self.db.prepare_cached(&walk_sql(view, way))?;
        let bound = Bound { key, now: Ms(self.now), me: self.query.me.as_ref() };
        bound.to(&mut keys)?;
        let mut one = self.db.prepare_cached(ROW)?;
        let mut keys = keys.raw_query();
        let mut looked = 0;
        while let Some(row) = keys.next()? {
            let at = PageKey { rank: row.get(0)?, id: row.get(1)? };
            if walked.rows.len() == limit {
                walked.more = true;
                return Ok(walked);
            }
            let words = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            let fits = if self.sieve.may_let(words) {
                Some(one.query_row([at.id], found)?).filter(|found| self.sieve.lets(found))
            } else {
                None
            };
            match fits {
                Some(found) => walked.rows.push(found.row),
                None => looked += 1,
            }
            if looked >= SCAN {
                walked.more = true;
                walked.stopped = Some(at);
                return Ok(walked);
            }
        }
        Ok(walked)
    }
}

/// The parameters of a walk; each view and way uses some of them.
struct Bound<'a> {
    key: Option<PageKey>,
    now: Ms,
    me: Option<&'a Handle>,
}

impl Bound<'_> {
    fn to(&self, statement: &mut rusqlite::CachedStatement<'_>) -> Result<(), StoreError> {
        let (rank, id) = (self.key.map(|key| key.rank), self.key.map(|key| key.id));
        let decided = PageKey::first_decided().rank;
        let all: [&dyn ToSql; 5] = [&rank, &id, &self.now, &self.me, &decided];
        for (number, value) in (1..=statement.parameter_count()).zip(all) {
            statement.raw_bind_parameter(number, value)?;
        }
        Ok(())
    }
}

/// See [`crate::store::Store::rows`].
pub(super) fn rows(db: &Connection, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
    let moment = db.unchecked_transaction()?;
    let mut one = moment.prepare_cached(ROW)?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let mut found_rows = one.query([id])?;
        if let Some(row) = found_rows.next()? {
            rows.push(found(row)?.row);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::testing::Scratch;

    #[test]
    fn every_view_is_walked_in_the_order_of_an_index() {
        let scratch = Scratch::new();
        let db = &scratch.store.db;
        let key = Some(PageKey::first_decided());
        for view in View::ALL {
            for way in [Way::Down(None), Way::Down(key), Way::Up(None), Way::Up(key)] {
                let sql = walk_sql(*view, way);
                let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
                let mut rows = plan.raw_query();
                let mut steps: Vec<String> = Vec::new();
                while let Some(row) = rows.next().unwrap() {
                    steps.push(row.get(3).unwrap());
                }
                let seeks = matches!(view, View::Mine | View::Unclaimed | View::Decided | View::Overdue);
                let expected = if key_of(way).is_some() || seeks { "SEARCH" } else { "SCAN" };
                assert_eq!(steps.len(), 1, "{sql}: {steps:?}");
                assert!(steps[0].starts_with(expected) && steps[0].contains("COVERING INDEX"), "{sql}: {steps:?}");
                if key_of(way).is_some() {
                    assert!(steps[0].contains("rank"), "{sql}: {steps:?}");
                }
            }
        }
    }

    fn key_of(way: Way) -> Option<PageKey> {
        let (Way::Down(key) | Way::Up(key)) = way;
        key
    }
}
