//! The queue on a server, page by page. Every view is a range of an index that ends in `(rank, id)`: a page is a seek and a walk,
//! in one statement with the look behind it.
//!
//! What a filter looks in is too long for an index there that is in order, and stands in the rows. The server passes over the cases
//! whose words don't hold the needles, the client looks at the others; a window of the walk bounds each statement, and [`SCAN`] a
//! page. What is so rare that it was not found by then is looked up in the index of three letters each, which has no order.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use postgres::IsolationLevel;
use postgres::types::Type;
use serde_json::Value as Json;

use super::errors::damaged;
use super::rows::{TypedParameter, column, decode_json, field};
use super::{PostgresStore, counts, team};
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;
use crate::domain::vocabulary::View;
use crate::store::queue::{RowColumns, SNOOZED, SummaryColumns};
use crate::store::write::table::{Layout, Row as _};
use crate::store::{
    FilterMatcher, PageFrom, PageKey, QueuePage, QueueQuery, QueueRow, QueueStore, StoreError, ViewCounts, Workload,
};

/// How many rows that don't fit a filter looks at for one page: about 20 ms.
const SCAN: usize = 10_000;
/// The rows of a first window at least, where there is a filter.
const FIRST: usize = 256;
/// And those of the windows after it.
const NEXT: usize = 2_500;
/// How many rows of those that the index of words finds are looked at.
const INDEXED: usize = 2_000;
/// How many letters a needle has at least that this index knows.
const INDEXED_LETTERS: usize = 3;
/// How long finding may take before it returns what it has.
const BUDGET: Duration = Duration::from_millis(25);

impl QueueStore for PostgresStore {
    fn queue(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
        self.page(query, now, None)
    }

    fn find(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
        let from = match query.from {
            PageFrom::After(key) => PageFrom::After(key),
            PageFrom::Start | PageFrom::End | PageFrom::Before(_) => PageFrom::Start,
        };
        let page = self.page(&QueueQuery { from, ..query.clone() }, now, Some(BUDGET))?;
        Ok(QueuePage { more_before: false, ..page })
    }

    fn rows(&self, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
        let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let sql = format!("SELECT json_agg(r) FROM (SELECT {} FROM litige.disputes WHERE id = ANY ($1)) r", columns());
        let found = self.link.read_json(&sql, &[(&numbers, Type::INT8_ARRAY)])?;
        let rows = rows_of(&found).map_err(|error| self.link.named(error))?;
        let rows: HashMap<DisputeId, QueueRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(ids.iter().filter_map(|id| rows.get(id).cloned()).collect())
    }

    fn justifications(&self, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
        let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let sql = "SELECT d.id, m.body FROM litige.disputes d JOIN litige.messages m ON m.id = d.justification \
                   WHERE d.id = ANY ($1)";
        let rows = self.link.rows(sql, &[(&numbers, Type::INT8_ARRAY)])?;
        let texts = rows.iter().map(|row| Ok((column(row, 0)?, column(row, 1)?)));
        texts.collect::<Result<_, _>>().map_err(|error| self.link.named(error))
    }

    fn counts(&self, me: Option<&Handle>, now: Time) -> Result<ViewCounts, StoreError> {
        counts::counts(&self.link, me, now)
    }

    fn stats(&self, days: DayRange) -> Result<Stats, StoreError> {
        counts::stats(&self.link, days)
    }

    fn workloads(&self, now: Time) -> Result<Vec<Workload>, StoreError> {
        counts::workloads(&self.link, now)
    }
}

impl PostgresStore {
    /// A page in one statement, mostly. Where a filter finds too little in its first windows, all of it is read again in a
    /// transaction, so that every window is of one moment.
    fn page(&self, query: &QueueQuery, now: Time, budget: Option<Duration>) -> Result<QueuePage, StoreError> {
        let began = Instant::now();
        let until = budget.map(|budget| began + budget);
        let search = Search::new(query, now);
        let first = self.link.read_json(&search.first_sql(), &search.parameters())?;
        let page = search.page(&first, until, |_, _| Ok(None)).map_err(|error| self.link.named(error))?;
        if let Some(page) = page {
            return Ok(page);
        }
        let page = self.link.read(|client| {
            let mut moment =
                client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start()?;
            let mut failed = None;
            let mut ask = |sql: &str| match moment.query_typed(sql, &search.parameters()) {
                Ok(rows) => {
                    rows.first().map_or(Ok(Json::Null), |row| row.try_get(0)).map_err(|error| failed = Some(error))
                }
                Err(error) => {
                    failed = Some(error);
                    Err(())
                }
            };
            let page = match ask(&search.first_sql()) {
                Ok(first) => search.page(&first, until, |way, look| ask(&search.next_sql(way, look)).map(Some)),
                Err(()) => Ok(None),
            };
            match failed {
                Some(error) => Err(error),
                None => moment.commit().map(|()| page),
            }
        })?;
        page.and_then(|page| page.ok_or_else(|| damaged("the queue can't be read")))
            .map_err(|error| self.link.named(error))
    }
}

/// Which way a walk goes, and from where; the key itself is left out.
#[derive(Debug, Clone, Copy)]
enum WalkWay {
    Down(Option<PageKey>),
    Up(Option<PageKey>),
}

/// How the next part of a walk is looked at.
#[derive(Debug, Clone, Copy)]
enum WindowLook {
    /// So many rows at most, in the order of the walk.
    InOrder(usize),
    /// Those that the index of words finds.
    ByWords,
}

/// A part of a walk, as the server saw it.
struct ServerWindow {
    /// The rows whose words hold the needles, in the order of the walk.
    rows: Vec<QueueRow>,
    /// How many rows were looked at, and the last of them.
    seen: usize,
    last: Option<PageKey>,
}

/// What a walk found.
#[derive(Default)]
struct WalkedWindow {
    rows: Vec<QueueRow>,
    /// There is more, or may be.
    more: bool,
    /// The last row that a filter looked at, where it stopped before the end.
    stopped: Option<PageKey>,
}

/// A query on its way into statements.
struct Search<'q> {
    query: &'q QueueQuery,
    now: Time,
    me: Option<&'q str>,
    needles: Vec<&'q str>,
}

impl<'q> Search<'q> {
    fn new(query: &'q QueueQuery, now: Time) -> Self {
        let me = query.me.as_ref().map(|me| me.0.as_str());
        Self { query, now, me, needles: query.filter.search_terms().collect() }
    }

    fn parameters(&self) -> Vec<TypedParameter<'_>> {
        let me: TypedParameter<'_> = (&self.me, Type::TEXT);
        let needles = self.needles.iter().map(|needle| (needle as &(dyn postgres::types::ToSql + Sync), Type::TEXT));
        std::iter::once(me).chain(needles).collect()
    }

    fn has_filter(&self) -> bool {
        !self.query.filter.terms.is_empty()
    }

    /// The ways ahead and back.
    fn ways(&self) -> (WalkWay, Option<WalkWay>) {
        match self.query.from {
            PageFrom::Start => (WalkWay::Down(None), None),
            PageFrom::End => (WalkWay::Up(None), None),
            PageFrom::After(key) => {
                let after = PageKey { id: DisputeId(key.id.0.saturating_add(1)), ..key };
                (WalkWay::Down(Some(key)), Some(WalkWay::Up(Some(after))))
            }
            PageFrom::Before(key) => {
                let before = PageKey { id: DisputeId(key.id.0.saturating_sub(1)), ..key };
                (WalkWay::Up(Some(key)), Some(WalkWay::Down(Some(before))))
            }
        }
    }

    fn first_size(&self, limit: usize) -> usize {
        let size = limit.saturating_add(1);
        if self.has_filter() { size.saturating_mul(4).clamp(FIRST, SCAN) } else { size.min(SCAN) }
    }

    /// The statement that reads the first windows of both ways, and the team, where the filter names one of it.
    fn first_sql(&self) -> String {
        let (ahead, back) = self.ways();
        let ahead = self.window_sql(ahead, self.first_size(self.query.limit));
        let back = back.map_or_else(|| "NULL".to_owned(), |back| self.window_sql(back, self.first_size(0)));
        let team = match self.query.filter.names_no_holder() {
            true => "NULL",
            false => "(SELECT json_agg(m ORDER BY m.handle) FROM litige.mediators m)",
        };
        format!("SELECT json_build_object('ahead', {ahead}, 'back', {back}, 'team', {team})")
    }

    fn next_sql(&self, way: WalkWay, look: WindowLook) -> String {
        match look {
            WindowLook::InOrder(size) => format!("SELECT {}", self.window_sql(way, size)),
            WindowLook::ByWords => format!("SELECT {}", self.indexed_sql(way)),
        }
    }

    /// Whether the index of words knows any of the needles.
    fn is_indexed(&self) -> bool {
        self.needles.iter().any(|needle| needle.chars().count() >= INDEXED_LETTERS)
    }

    /// The rest of the walk, through the index of words.
    fn indexed_sql(&self, way: WalkWay) -> String {
        let like = |nth: usize| format!(r"words LIKE '%' || regexp_replace(${nth}, '([\\%_])', '\\\1', 'g') || '%'");
        let holds: Vec<_> = (2..self.needles.len() + 2).map(like).collect();
        // An order that no index has: a walk in order would look at everything.
        let rows = self.rows_sql(way, "true", &format!(" AND {}", holds.join(" AND ")), "rank + 0", INDEXED);
        format!(
            "(SELECT json_build_object('seen', count(*), 'last', {}(ARRAY[w.place, w.id]), 'rows', json_agg(w)) FROM ({rows}) w)",
            way.last_of()
        )
    }

    /// A window of the walk: at most so many rows are looked at.
    fn window_sql(&self, way: WalkWay, size: usize) -> String {
        let holds: Vec<_> = (2..self.needles.len() + 2).map(|needle| format!("strpos(words, ${needle}) > 0")).collect();
        let holds = if holds.is_empty() { "true".to_owned() } else { holds.join(" AND ") };
        let rows = self.rows_sql(way, &holds, "", "rank", size);
        format!(
            "(SELECT json_build_object('seen', count(*), 'last', {}(ARRAY[w.place, w.id]), \
             'rows', json_agg(w) FILTER (WHERE w.holds)) FROM ({rows}) w)",
            way.last_of()
        )
    }

    /// So many rows of the walk at most, each with its `place` in the queue and whether it `holds` what it should.
    fn rows_sql(&self, way: WalkWay, holds: &str, only: &str, by: &str, size: usize) -> String {
        let descending = if matches!(way, WalkWay::Down(_)) { "" } else { " DESC" };
        let mut ranges: Vec<_> = self
            .ranges()
            .into_iter()
            .map(|(within, are_snoozed)| {
                let (from, further) = (way.source_sql(are_snoozed), if are_snoozed { SNOOZED } else { 0 });
                format!(
                    "SELECT {}, {holds} AS holds, rank + ({further})::bigint AS place FROM litige.disputes \
                 WHERE {within}{only}{from} ORDER BY {by}{descending}, id{descending} LIMIT {size}",
                    columns()
                )
            })
            .collect();
        match ranges.pop() {
            Some(last) if ranges.is_empty() => last,
            last => {
                ranges.extend(last);
                format!(
                    "SELECT * FROM (({})) r ORDER BY place{descending}, id{descending} LIMIT {size}",
                    ranges.join(") UNION ALL (")
                )
            }
        }
    }

    /// The parts of the queue that the view is, one after the other, each with whether its cases are snoozed or none is.
    fn ranges(&self) -> Vec<(String, bool)> {
        const IN_QUEUE: &str = "state = 'open' AND snoozed_until IS NULL";
        const IN_PAUSE: &str = "state = 'open' AND snoozed_until IS NOT NULL";
        let (now, decided) = (self.now.timestamp_millis(), PageKey::first_decided().rank);
        let one = |within: String| vec![(within, false)];
        match self.query.view {
            View::Open => one(IN_QUEUE.to_owned()),
            View::Overdue => [(IN_QUEUE, false), (IN_PAUSE, true)]
                .map(|(of, is)| (format!("{of} AND rank < ({now})::bigint"), is))
                .into(),
            View::Snoozed => vec![(IN_PAUSE.to_owned(), true)],
            View::Mine => one(format!("claimed_by = $1 AND {IN_QUEUE}")),
            View::Unclaimed => one(format!("claimed_by IS NULL AND {IN_QUEUE}")),
            View::Decided => one(format!("rank >= ({decided})::bigint")),
            View::All => vec![("snoozed_until IS NULL".to_owned(), false), (IN_PAUSE.to_owned(), true)],
            // What waits for approval can't be snoozed.
            View::Approval => one("awaiting IS NOT NULL AND awaiting IS DISTINCT FROM $1".to_owned()),
        }
    }

    /// The page, from its first windows and those that `next` reads; nothing where that reads none and more are needed.
    fn page(
        &self,
        first: &Json,
        until: Option<Instant>,
        mut next: impl FnMut(WalkWay, WindowLook) -> Result<Option<Json>, ()>,
    ) -> Result<Option<QueuePage>, StoreError> {
        let me = self.query.me.as_ref();
        let filter = FilterMatcher::new(&self.query.filter, (me, self.now), || team::members(&first["team"]))?;
        let (ahead, back) = self.ways();
        let limit = self.query.limit;
        let found = self.walk(&filter, (ahead, &first["ahead"], self.first_size(limit)), limit, until, &mut next)?;
        let Some(WalkedWindow { mut rows, more, stopped }) = found else { return Ok(None) };
        let behind = match back {
            Some(back) => {
                let first = (back, &first["back"], self.first_size(0));
                let Some(one) = self.walk(&filter, first, 1, None, &mut next)? else { return Ok(None) };
                one.more || !one.rows.is_empty()
            }
            None => false,
        };
        let (more_before, more_after) = match ahead {
            WalkWay::Down(_) => (behind, more),
            WalkWay::Up(_) => {
                rows.reverse();
                (more, behind)
            }
        };
        Ok(Some(QueuePage { rows, more_before, more_after, stopped }))
    }

    fn walk(
        &self,
        filter: &FilterMatcher<'_>,
        (way, first, mut size): (WalkWay, &Json, usize),
        limit: usize,
        until: Option<Instant>,
        next: &mut impl FnMut(WalkWay, WindowLook) -> Result<Option<Json>, ()>,
    ) -> Result<Option<WalkedWindow>, StoreError> {
        let mut walked = WalkedWindow::default();
        let (mut seen, mut window) = (0, window(first)?);
        let mut is_by_words = false;
        loop {
            for row in window.rows {
                if walked.rows.len() == limit {
                    walked.more = true;
                    return Ok(Some(walked));
                }
                if filter.matches(&row) {
                    walked.rows.push(row);
                }
            }
            seen += window.seen;
            let Some(last) = window.last else { return Ok(Some(walked)) };
            // Of the walk, something comes after the last that was wanted.
            if walked.rows.len() == limit && walked.rows.last().is_none_or(|row| row.key != last) {
                walked.more = true;
                return Ok(Some(walked));
            }
            if window.seen < size {
                return Ok(Some(walked));
            }
            let late = until.is_some_and(|until| Instant::now() >= until);
            let is_tired = walked.rows.len() < limit && (late || seen - walked.rows.len() >= SCAN);
            if is_tired && (late || is_by_words || !self.is_indexed()) {
                (walked.more, walked.stopped) = (true, Some(last));
                return Ok(Some(walked));
            }
            is_by_words |= is_tired;
            size = match () {
                () if is_by_words => INDEXED,
                () if self.has_filter() => NEXT,
                () => self.first_size(limit - walked.rows.len()),
            };
            let look = if is_by_words { WindowLook::ByWords } else { WindowLook::InOrder(size) };
            let on = match way {
                WalkWay::Down(_) => WalkWay::Down(Some(last)),
                WalkWay::Up(_) => WalkWay::Up(Some(last)),
            };
            match next(on, look) {
                Ok(Some(json)) => window = self::window(&json)?,
                Ok(None) | Err(()) => return Ok(None),
            }
        }
    }
}

impl WalkWay {
    /// The condition under which a case that is snoozed, or one that isn't, is after where the walk starts.
    fn source_sql(self, are_snoozed: bool) -> String {
        let (than, key) = match self {
            Self::Down(key) => (">", key),
            Self::Up(key) => ("<", key),
        };
        key.map_or_else(String::new, |key| {
            let PageKey { rank, id } = key.among_stored(are_snoozed);
            format!(" AND (rank, id) {than} (({rank})::bigint, ({})::bigint)", id.0)
        })
    }

    /// The function that finds the last of a window.
    fn last_of(self) -> &'static str {
        match self {
            Self::Down(_) => "max",
            Self::Up(_) => "min",
        }
    }
}

/// The columns of a row, and as `decided` those of its decision.
fn columns() -> &'static str {
    static COLUMNS: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        let names = |layout: &Layout, of: &str| {
            let names: Vec<_> = layout.names(|_| true).map(|name| format!("{of}.{name}")).collect();
            names.join(", ")
        };
        format!(
            "{}, (SELECT row_to_json(x) FROM (SELECT {} FROM litige.decisions d WHERE d.id = disputes.decision) x) AS decided",
            names(RowColumns::layout(), "disputes"),
            names(SummaryColumns::layout(), "d")
        )
    });
    COLUMNS.as_str()
}

fn rows_of(rows: &Json) -> Result<Vec<QueueRow>, StoreError> {
    let rows = rows.as_array().into_iter().flatten();
    let row_of = |row: &Json| {
        let decided = Some(&row["decided"]).filter(|decided| !decided.is_null());
        let decision = decided.map(decode_json::<SummaryColumns>).transpose()?;
        decode_json::<RowColumns>(row).map(|columns| columns.into_row(decision))
    };
    rows.map(row_of).collect()
}

fn window(found: &Json) -> Result<ServerWindow, StoreError> {
    let number = |at: usize| found["last"][at].as_i64();
    let last = number(0).zip(number(1)).map(|(rank, id)| PageKey { rank, id: DisputeId(id) });
    let seen = usize::try_from(field::<i64>(found, "seen")?).unwrap_or(0);
    Ok(ServerWindow { rows: rows_of(&found["rows"])?, seen, last })
}
