//! The queue, page by page. Every view is a range of an index that ends in `(rank, id)`, or several one after the other: a page
//! is a seek and a walk, from either end, never a sort and never an OFFSET.
//!
//! A filter walks the same index, which holds the words that it looks in, and stops after [`SCAN`] rows whatever it has
//! found: the page then says where to go on. So any filter works on any view, and none can hold the store for long.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Row, ToSql};

use super::rows::{Ms, decode, select};
use super::search::{BUDGET, Stop};
use super::team;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;
use crate::domain::vocabulary::View;
use crate::store::queue::{RowColumns, SummaryColumns};
use crate::store::write::rows::case::folded_words;
use crate::store::{FilterMatcher, PageFrom, PageKey, QueuePage, QueueQuery, QueueRow, StoreError};

/// How many rows a filter looks at for one page: about 20 ms.
const SCAN: usize = 50_000;
/// Rows that it looks at however little time there is, or asking again would never end; and between two looks at the clock.
const A_LITTLE: usize = 64;
/// How long the little may take on a machine that does other things.
const PATIENCE: Duration = Duration::from_secs(10);

/// The statement that selects the columns of [`filtered_row_of`].
pub(super) fn row_sql() -> &'static str {
    select!(RowColumns, "WHERE id = ?1")
}

/// Reads a row of [`row_sql`], without its decision: all that a filter looks at.
pub(super) fn filtered_row_of(row: &Row<'_>) -> rusqlite::Result<QueueRow> {
    decode::<RowColumns>(row).map(RowColumns::into_filtered)
}

/// Reads rows whole, one by one.
struct RowReader<'db> {
    rows: CachedStatement<'db>,
    decisions: CachedStatement<'db>,
}

impl<'db> RowReader<'db> {
    fn new(db: &'db Connection) -> rusqlite::Result<Self> {
        let decisions = select!(SummaryColumns, "WHERE id = ?1");
        Ok(Self { rows: db.prepare_cached(row_sql())?, decisions: db.prepare_cached(decisions)? })
    }

    /// Reads the row of this dispute where it passes.
    fn read(&mut self, id: DisputeId, passes: impl FnOnce(&QueueRow) -> bool) -> rusqlite::Result<Option<QueueRow>> {
        let columns = self.rows.query_row([id], decode::<RowColumns>)?;
        let Some(decision) = columns.decision else {
            return Ok(Some(columns.into_row(None)).filter(passes));
        };
        let row = columns.clone().into_filtered();
        if !passes(&row) {
            return Ok(None);
        }
        let decision = self.decisions.query_row([decision], decode::<SummaryColumns>)?;
        Ok(Some(columns.into_row(Some(decision))))
    }
}

/// A range of an index, in the order of its rows' places in the queue.
#[derive(Debug, Clone, Copy)]
struct IndexRange {
    index: &'static str,
    within: &'static str,
    /// Whether its cases are snoozed; else none is.
    are_snoozed: bool,
}

impl IndexRange {
    const fn of(index: &'static str, within: &'static str) -> Self {
        Self { index, within, are_snoozed: false }
    }

    const fn of_snoozed(within: &'static str) -> Self {
        Self { index: "disputes_snoozed", within, are_snoozed: true }
    }
}

const OPEN: IndexRange = IndexRange::of("disputes_open", "state = 'open' AND snoozed_until IS NULL");
const DECIDED: IndexRange = IndexRange::of("disputes_all", "rank >= ?5");
const SNOOZED: IndexRange = IndexRange::of_snoozed("state = 'open' AND snoozed_until IS NOT NULL");

/// The parts of the queue that a view is, one after the other.
fn ranges(view: View) -> &'static [IndexRange] {
    const OPEN_OVERDUE: IndexRange =
        IndexRange::of("disputes_open", "state = 'open' AND snoozed_until IS NULL AND rank < ?3");
    const SNOOZED_OVERDUE: IndexRange =
        IndexRange::of_snoozed("state = 'open' AND snoozed_until IS NOT NULL AND rank < ?3");
    const MINE: IndexRange =
        IndexRange::of("disputes_holder", "claimed_by = ?4 AND state = 'open' AND snoozed_until IS NULL");
    const UNCLAIMED: IndexRange =
        IndexRange::of("disputes_holder", "claimed_by IS NULL AND state = 'open' AND snoozed_until IS NULL");
    const APPROVAL: IndexRange = IndexRange::of("disputes_awaiting", "awaiting IS NOT NULL AND awaiting IS NOT ?4");
    match view {
        View::Open => &[OPEN],
        View::Overdue => &[OPEN_OVERDUE, SNOOZED_OVERDUE],
        View::Snoozed => &[SNOOZED],
        View::Mine => &[MINE],
        View::Unclaimed => &[UNCLAIMED],
        View::Decided => &[DECIDED],
        View::All => &[OPEN, DECIDED, SNOOZED],
        // What waits for approval can't be snoozed.
        View::Approval => &[APPROVAL],
    }
}

/// Which way a walk goes, and from where.
#[derive(Debug, Clone, Copy)]
enum Way {
    Down(Option<PageKey>),
    Up(Option<PageKey>),
}

/// The SQL that walks a range. `?1` and `?2` are the place to start from, as it is stored; the row there is left out.
fn walk_sql(range: IndexRange, way: Way) -> String {
    let IndexRange { index, within, .. } = range;
    let (from, order) = match way {
        Way::Down(None) => ("", "rank, id"),
        Way::Down(Some(_)) => (" AND (rank, id) > (?1, ?2)", "rank, id"),
        Way::Up(None) => ("", "rank DESC, id DESC"),
        Way::Up(Some(_)) => (" AND (rank, id) < (?1, ?2)", "rank DESC, id DESC"),
    };
    format!("SELECT rank, id, words FROM disputes INDEXED BY {index} WHERE {within}{from} ORDER BY {order}")
}

/// Returns ranges in the order in which a walk goes through them.
fn in_order(ranges: &[IndexRange], way: Way) -> impl Iterator<Item = IndexRange> {
    let is_down = matches!(way, Way::Down(_));
    let last = ranges.len().saturating_sub(1);
    (0..ranges.len()).filter_map(move |nth| ranges.get(if is_down { nth } else { last - nth }).copied())
}

/// What a walk found.
struct Walked {
    rows: Vec<QueueRow>,
    /// There is more, or may be.
    more: bool,
    /// The last row that a filter looked at, where it stopped before the end.
    stopped: Option<PageKey>,
}

/// See [`crate::store::QueueStore::queue`].
pub(super) fn page(db: &Connection, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
    // One consistent moment for the walk and the rows.
    let moment = db.unchecked_transaction()?;
    let walker = Walker { db: &moment, query, filter: filter(&moment, query, now)?, now, until: None };
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

/// See [`crate::store::QueueStore::find`].
pub(super) fn find(db: &Connection, query: &QueueQuery, now: Time, stop: &Stop) -> Result<QueuePage, StoreError> {
    find_within(db, query, now, stop, BUDGET)
}

fn find_within(
    db: &Connection,
    query: &QueueQuery,
    now: Time,
    stop: &Stop,
    budget: Duration,
) -> Result<QueuePage, StoreError> {
    let moment = db.unchecked_transaction()?;
    // From here on another thread's word ends it; the clock is looked at row by row.
    let _running = stop.begin(PATIENCE);
    let until = Instant::now().checked_add(budget);
    let walker = Walker { db: &moment, query, filter: filter(&moment, query, now)?, now, until };
    let after = match query.from {
        PageFrom::After(key) => Some(key),
        _ => None,
    };
    let Walked { rows, more, stopped } = walker.walk(Way::Down(after), query.limit)?;
    Ok(QueuePage { rows, more_before: false, more_after: more, stopped })
}

fn filter<'a>(db: &Connection, query: &'a QueueQuery, now: Time) -> Result<FilterMatcher<'a>, StoreError> {
    FilterMatcher::new(&query.filter, (query.me.as_ref(), now), || team::mediators(db))
}

struct Walker<'a> {
    db: &'a Connection,
    query: &'a QueueQuery,
    filter: FilterMatcher<'a>,
    now: Time,
    until: Option<Instant>,
}

impl Walker<'_> {
    fn walk(&self, way: Way, limit: usize) -> Result<Walked, StoreError> {
        let view = self.query.view;
        let mut walked = Walked { rows: Vec::with_capacity(limit.min(256)), more: false, stopped: None };
        if view == View::Mine && self.query.me.is_none() {
            return Ok(walked);
        }
        let (Way::Down(key) | Way::Up(key)) = way;
        let mut one = RowReader::new(self.db)?;
        let (mut looked, mut walked_rows) = (0, 0_usize);
        for range in in_order(ranges(view), way) {
            let mut keys = self.db.prepare_cached(&walk_sql(range, way))?;
            let key = key.map(|key| key.among_stored(range.are_snoozed));
            Bound { key, now: Ms(self.now), me: self.query.me.as_ref() }.to(&mut keys)?;
            let mut keys = keys.raw_query();
            while let Some(row) = keys.next()? {
                let at = PageKey::of_stored(row.get(0)?, row.get(1)?, range.are_snoozed);
                if walked.rows.len() == limit {
                    walked.more = true;
                    return Ok(walked);
                }
                let words = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                let may_fit = self.filter.may_match(words);
                let fits = if may_fit { one.read(at.id, |found| self.filter.matches(found))? } else { None };
                match fits {
                    Some(found) => walked.rows.push(found),
                    None => looked += 1,
                }
                walked_rows += 1;
                let is_time = walked_rows.is_multiple_of(A_LITTLE);
                if looked >= SCAN || is_time && self.until.is_some_and(|until| Instant::now() >= until) {
                    walked.more = true;
                    walked.stopped = Some(at);
                    return Ok(walked);
                }
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

/// See [`crate::store::QueueStore::rows`].
#[cfg_attr(private_tree, allow(dead_code, reason = "see the trait"))]
pub(super) fn rows(db: &Connection, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
    let moment = db.unchecked_transaction()?;
    let mut one = RowReader::new(&moment)?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(one.read(*id, |_| true).optional()?.flatten());
    }
    Ok(rows)
}

/// See [`crate::store::QueueStore::justifications`].
pub(super) fn justifications(db: &Connection, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
    let moment = db.unchecked_transaction()?;
    let mut one = moment
        .prepare_cached("SELECT m.body FROM disputes d JOIN messages m ON m.id = d.justification WHERE d.id = ?1")?;
    let mut found = BTreeMap::new();
    for id in ids {
        let text: Option<String> = one.query_row([id], |row| row.get(0)).optional()?;
        found.extend(text.map(|text| (*id, text)));
    }
    Ok(found)
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(column)?.as_str()?)
}

/// Folds the words of every case anew, for a database of before, where they were folded otherwise.
pub(super) fn rebuild_words(db: &Connection) -> rusqlite::Result<()> {
    let mut read = db.prepare(
        "SELECT id, words, order_id, title, client, seller FROM disputes WHERE id > ?1 ORDER BY id LIMIT 1000",
    )?;
    let mut write = db.prepare("UPDATE disputes SET words = ?2 WHERE id = ?1")?;
    let mut last = DisputeId(i64::MIN);
    loop {
        let (before, mut changed) = (last, Vec::new());
        let mut rows = read.query([last])?;
        while let Some(row) = rows.next()? {
            last = row.get(0)?;
            let [known, order, title, client, seller] = [1, 2, 3, 4, 5].map(|column| text(row, column));
            let words = folded_words(last, [order?, title?, client?, seller?]);
            if known? != words {
                changed.push((last, words));
            }
        }
        for (id, words) in changed {
            write.execute((id, words))?;
        }
        if last == before {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::queue::filter::Filter;
    use crate::store::Interrupt as _;
    use crate::store::sqlite::testing::Scratch;

    #[test]
    fn every_view_is_walked_in_the_order_of_an_index() {
        let scratch = Scratch::new();
        let db = &scratch.store.db;
        let key = Some(PageKey::first_decided());
        for range in View::ALL.iter().flat_map(|view| ranges(*view)) {
            for way in [Way::Down(None), Way::Down(key), Way::Up(None), Way::Up(key)] {
                let sql = walk_sql(*range, way);
                let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
                let mut rows = plan.raw_query();
                let mut steps: Vec<String> = Vec::new();
                while let Some(row) = rows.next().unwrap() {
                    steps.push(row.get(3).unwrap());
                }
                let seeks = range.within.contains("claimed_by") || range.within.contains("rank");
                let expected = if key_of(way).is_some() || seeks { "SEARCH" } else { "SCAN" };
                assert_eq!(steps.len(), 1, "{sql}: {steps:?}");
                assert!(steps[0].starts_with(expected) && steps[0].contains("COVERING INDEX"), "{sql}: {steps:?}");
                if key_of(way).is_some() {
                    assert!(steps[0].contains("rank"), "{sql}: {steps:?}");
                }
            }
        }
    }

    /// A thousand cases, of which the last is of a seller's of its own.
    fn crowded() -> (Connection, Stop) {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch(super::super::migrate::SCRIPTS[0]).unwrap();
        db.execute_batch(
            "CREATE INDEX disputes_snoozed ON disputes (rank, id, words, state, snoozed_until, claimed_by)
               WHERE state = 'open' AND snoozed_until IS NOT NULL;
             PRAGMA foreign_keys = OFF;
             WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 1000)
             INSERT INTO disputes (id, order_num, ground, opened_at, opened_by, policy, state, round, version, waiting_on,
               waiting_since, due_at, unread, reason, rank, touched, touched_by, touched_what, order_id, title, client,
               seller, price, currency, band, lang, words, seal)
             SELECT 1000 + n, n, 'revision_refused_twice', 0, 'client', 1, 'open', 1, 1, 'mediator', 0, n, 0, 'new', n, 0, '',
               '', 'O-' || n, 'Logo', 'Léa', iif(n = 1000, 'Œuvrard', 'Nova'), 1, 'EUR', 1, 'fr',
               'd-' || (1000 + n) || ' o-' || n || ' logo lea ' || iif(n = 1000, 'oeuvrard', 'nova'), 0 FROM n;",
        )
        .unwrap();
        let stop = Stop::watch(&mut db).unwrap();
        (db, stop)
    }

    fn all(words: &str, from: PageFrom) -> QueueQuery {
        QueueQuery { view: View::All, me: None, filter: Filter::parse(words).unwrap(), from, limit: 50 }
    }

    #[test]
    fn however_little_time_there_is_every_case_is_found_once() {
        let (db, stop) = crowded();
        for (words, count) in [("oeuvrard", 1), ("nova", 999), ("logo -seller:nova", 1), ("o-77", 11), ("d-2000", 1)] {
            let (mut from, mut ids, mut pages) = (PageFrom::Start, Vec::new(), 0);
            loop {
                let page = find_within(&db, &all(words, from), Time::UNIX_EPOCH, &stop, Duration::ZERO).unwrap();
                assert!(page.rows.len() <= 50);
                pages += 1;
                let next = page.stopped.or(page.rows.last().map(|row| row.key).filter(|_| page.more_after));
                ids.extend(page.rows.iter().map(|row| row.id.0));
                match next {
                    Some(key) => from = PageFrom::After(key),
                    None => break,
                }
            }
            assert_eq!(ids.len(), count, "{words}");
            assert!(ids.is_sorted() && pages > 10, "{words}: {pages}");
        }
        // With the time that it has, one call looks through all of them.
        let page = find_within(&db, &all("oeuvrard", PageFrom::Start), Time::UNIX_EPOCH, &stop, PATIENCE).unwrap();
        assert_eq!((page.rows.len(), page.stopped, page.more_after), (1, None, false));
    }

    #[test]
    fn a_walk_ends_when_another_thread_says_so() {
        let (db, stop) = crowded();
        let words = all("nothing of the kind", PageFrom::Start);
        let over = std::sync::atomic::AtomicBool::new(false);
        let ended = std::thread::scope(|threads| {
            threads.spawn(|| {
                while !over.load(std::sync::atomic::Ordering::Relaxed) {
                    stop.interrupt();
                }
            });
            let ended = (0..10_000).find_map(|_| find_within(&db, &words, Time::UNIX_EPOCH, &stop, PATIENCE).err());
            over.store(true, std::sync::atomic::Ordering::Relaxed);
            ended
        });
        assert_eq!(ended, Some(StoreError::Interrupted));
    }

    fn key_of(way: Way) -> Option<PageKey> {
        let (Way::Down(key) | Way::Up(key)) = way;
        key
    }
}
