//! `queue` and `search`.

use std::collections::BTreeMap;

use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::Localizer;
use super::table::{self, Align};
use super::team_names::TeamNames;
use super::{args, json, views};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::queue::filter::Filter;
use crate::domain::queue::filter_syntax::combine;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::search::terms::SearchTerms;
use crate::domain::vocabulary::{DisputeState, View};
use crate::store::{
    Hit, HitPlace, PageFrom, QueueQuery, QueueRow, QueueStore, SearchQuery, Store, StoreError, TeamStore, read_rows,
};
use crate::ui::text::{safe, safe_beside_figures};

/// Rows whose texts are read at a time.
const PAGE: usize = 500;
/// The widest cell, in columns.
const MAX_CELL_WIDTH: usize = 40;

/// Runs `litige queue`.
pub fn queue(ctx: &mut Context, args: &args::QueueArgs) -> Result<Status, Failure> {
    let (view, saved_filter, store) = views::resolve_view(ctx, &args.view)?;
    if view == View::Mine {
        require_member(store.as_ref(), &ctx.me()?)?;
    }
    let typed = combine(&saved_filter, args.query.as_deref().unwrap_or_default());
    let filter = parse_filter(store.as_ref(), &typed)?;
    let query = QueueQuery { view, me: ctx.me.clone(), filter, from: PageFrom::Start, limit: args.limit };
    let (rows, more) = read_rows(store.as_ref(), query, ctx.now)?;
    if ctx.json {
        let texts = read_justifications(store.as_ref(), &rows)?;
        let text_of = |row: &QueueRow| texts.get(&row.id).map(String::as_str);
        ctx.out.json(&rows.iter().map(|row| json::QueueItem::of(row, text_of(row))).collect::<Vec<_>>())?;
        return Ok(Status::Done);
    }
    let localizer = ctx.localizer();
    if rows.is_empty() {
        ctx.out.line(localizer.message("cli-queue-empty", &[]))?;
        return Ok(Status::Done);
    }
    let time = if view == View::Decided { "cli-decided-at" } else { "cli-due" };
    let headers = [
        (time, Align::Right),
        ("cli-dispute", Align::Left),
        ("cli-service", Align::Left),
        ("cli-amount", Align::Right),
        ("cli-waiting", Align::Left),
        ("cli-unread", Align::Right),
        ("cli-holder", Align::Left),
    ]
    .map(|(key, side)| (localizer.message(key, &[]), side));
    let names = ctx.team_names(store.as_ref())?;
    let cells: Vec<_> = rows.iter().map(|row| row_cells(row, localizer, &names, ctx)).collect();
    for line in table::format_table(headers, &cells, MAX_CELL_WIDTH, ctx.out.columns()) {
        ctx.out.line(line)?;
    }
    if more {
        ctx.out.line(localizer.message("cli-queue-more", &[]))?;
    }
    Ok(Status::Done)
}

/// Reads a filter, in which no member of the team may be misspelt.
pub(super) fn parse_filter(store: &dyn TeamStore, typed: &str) -> Result<Filter, Failure> {
    let team = store.mediators()?;
    let team: Vec<_> = team.iter().map(|member| (&*member.handle.0, &*member.name)).collect();
    Ok(Filter::parse_for_team(typed, &team).map_err(Refusal::from)?)
}

/// Returns an error if the handle is not a member of the team: an empty list for a misspelt handle would look like a
/// day off.
pub(super) fn require_member(store: &dyn TeamStore, me: &Handle) -> Result<(), Failure> {
    if store.mediators()?.iter().any(|member| member.handle == *me) {
        return Ok(());
    }
    let sentence = format!("{me} is not one of the team; see `litige mediator list`");
    Err(Failure::refused(Code::NotAMediator, sentence))
}

/// What the contract's objects hold and the rows of the screen don't, page by page.
fn read_justifications(store: &dyn QueueStore, rows: &[QueueRow]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
    let mut texts = BTreeMap::new();
    for page in rows.chunks(PAGE) {
        let justified = page.iter().filter(|row| row.justified).map(|row| row.id).collect::<Vec<_>>();
        if !justified.is_empty() {
            texts.extend(store.justifications(&justified)?);
        }
    }
    Ok(texts)
}

fn row_cells(row: &QueueRow, localizer: Localizer, names: &TeamNames, ctx: &Context) -> [String; 7] {
    let decided = row.state == DisputeState::Decided;
    let waiting =
        if decided { localizer.term("state", "decided") } else { localizer.term("side", row.waiting_on.as_str()) };
    [
        if decided { localizer.time(row.due_at) } else { localizer.time_left(row.due_at, ctx.now) },
        row.id.to_string(),
        safe_beside_figures(&row.title).into_owned(),
        row.amount.format(ctx.lang),
        waiting,
        if row.unread == 0 { String::new() } else { row.unread.to_string() },
        row.claimed_by.as_ref().map(|handle| names.name_of(handle)).unwrap_or_default(),
    ]
}

/// Runs `litige search`.
pub fn search(ctx: &mut Context, args: &args::SearchArgs) -> Result<Status, Failure> {
    let store = ctx.open()?;
    let (hits, more) = search_all(store.as_ref(), ctx, args)?;
    if ctx.json {
        ctx.out.json(&hits.iter().map(json::SearchHit::of).collect::<Vec<_>>())?;
        return Ok(Status::Done);
    }
    let localizer = ctx.localizer();
    if hits.is_empty() {
        ctx.out.line(localizer.message("cli-search-none", &[]))?;
    }
    let names = ctx.team_names(store.as_ref())?;
    for hit in &hits {
        let author = match hit.from {
            from if hit.author.is_empty() => localizer.term("side", from.as_str()),
            from => names.author(from, &hit.author),
        };
        let id = hit.place.id().unwrap_or_default();
        let place = match hit.place {
            HitPlace::Message(_) => id,
            other => localizer.message(&format!("hit-{}", other.kind()), &[("id", &id)]),
        };
        let head = [hit.dispute.to_string(), place, localizer.time(hit.at), author];
        ctx.out.line(format!("{} · {}", head.join(" · "), safe(&hit.title)))?;
        ctx.out.line(format!("    {}", safe(&hit.snippet)))?;
    }
    if more {
        ctx.out.line(localizer.message("cli-search-more", &[]))?;
    }
    Ok(Status::Done)
}

/// Searches until the limit is reached or everything has been searched; one call of the store is limited in time.
fn search_all(store: &dyn Store, ctx: &Context, args: &args::SearchArgs) -> Result<(Vec<Hit>, bool), Failure> {
    let terms = SearchTerms::parse(&args.query).map_err(Refusal::from)?;
    if !terms.conditions().names_no_holder() {
        parse_filter(store, &args.query)?;
    }
    let limit = args.limit;
    let mut query = SearchQuery { terms, me: ctx.me.clone(), before: None, limit };
    let mut hits = Vec::new();
    loop {
        query.limit = limit - hits.len();
        let page = store.search(&query, ctx.now)?;
        hits.extend(page.hits);
        query.before = page.next;
        if page.next.is_none() || hits.len() >= limit {
            return Ok((hits, page.next.is_some()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::domain::time::Time;
    use crate::store::{PageKey, QueuePage, ViewCounts};

    /// A queue of so many rows, which counts how often it is read. It holds no case that could be read instead.
    struct Counting {
        rows: i64,
        reads: Cell<usize>,
    }

    impl QueueStore for Counting {
        fn queue(&self, query: &QueueQuery, _: Time) -> Result<QueuePage, StoreError> {
            self.reads.set(self.reads.get() + 1);
            let after = match query.from {
                PageFrom::After(key) => key.id.0,
                _ => 0,
            };
            let ids = (after + 1..=self.rows).take(query.limit);
            let rows: Vec<_> = ids.map(row).collect();
            let more_after = rows.last().is_some_and(|row| row.id.0 < self.rows);
            Ok(QueuePage { rows, more_after, ..QueuePage::default() })
        }

        fn find(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
            self.queue(query, now)
        }

        fn rows(&self, _: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
            Ok(Vec::new())
        }

        fn justifications(&self, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
            self.reads.set(self.reads.get() + 1);
            Ok(ids.iter().map(|id| (*id, format!("why {id}"))).collect())
        }

        fn counts(&self, _: Option<&Handle>, _: Time) -> Result<ViewCounts, StoreError> {
            Ok(ViewCounts::default())
        }

        fn stats(
            &self,
            _: crate::domain::decision::work_figures::DayRange,
        ) -> Result<crate::domain::decision::statistics::Stats, StoreError> {
            Ok(Default::default())
        }

        fn workloads(&self, _: Time) -> Result<Vec<crate::store::Workload>, StoreError> {
            Ok(Vec::new())
        }
    }

    fn row(id: i64) -> QueueRow {
        use crate::domain::vocabulary::{Ground, Lang, OpenedBy, WaitingOn};
        let at = Time::UNIX_EPOCH;
        QueueRow {
            key: PageKey { rank: id, id: DisputeId(id) },
            id: DisputeId(id),
            order: format!("O-{id}").as_str().into(),
            title: String::new(),
            amount: crate::domain::money::amount::Money::new(1, crate::domain::money::amount::Currency::EUR),
            client: String::new(),
            seller: String::new(),
            lang: Lang::Fr,
            ground: Ground::RevisionRefusedTwice,
            opened_by: OpenedBy::Client,
            state: DisputeState::Open,
            outcome: None,
            waiting_on: WaitingOn::Mediator,
            waiting_since: at,
            due_at: at,
            opened_at: at,
            claimed_by: None,
            claimed_until: None,
            snoozed_until: None,
            unread: 0,
            justified: true,
            awaiting: None,
            decision: None,
            reason: crate::domain::queue::turn::TurnReason::New,
            version: 1,
            round: 1,
        }
    }

    #[test]
    fn a_page_of_the_queue_with_its_texts_is_two_reads_however_many_cases_it_has() {
        let store = Counting { rows: 1_100, reads: Cell::new(0) };
        let query = QueueQuery {
            view: View::All,
            me: None,
            filter: Filter::default(),
            from: PageFrom::Start,
            limit: usize::MAX,
        };
        let (rows, more) = read_rows(&store, query, Time::UNIX_EPOCH).unwrap();
        let texts = read_justifications(&store, &rows).unwrap();
        assert_eq!((rows.len(), texts.len(), more), (1_100, 1_100, false));
        assert_eq!(store.reads.get(), 2 * rows.len().div_ceil(PAGE));
    }
}
