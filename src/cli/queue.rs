//! `queue` and `search`: what needs a mediator, and what was said.

use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::Localizer;
use super::table::{self, Align};
use super::{args, json, views};
use crate::domain::ids::Handle;
use crate::domain::queue::filter::combine;
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{DisputeState, View};
use crate::store::{Hit, PageFrom, QueueQuery, QueueRow, SearchQuery, Store};
use crate::ui::text::{safe, safe_beside_figures};

/// Rows read at once.
const PAGE: usize = 500;
/// Columns of the longest cell.
const MAX_CELL_WIDTH: usize = 40;

/// `queue`.
///
/// # Errors
/// [`Failure`], like every command.
pub fn queue(ctx: &mut Context, args: &args::Queue) -> Result<Status, Failure> {
    let (view, saved_filter, store) = views::resolve_view(ctx, &args.view)?;
    if view == View::Mine {
        require_member(store.as_ref(), &ctx.me()?)?;
    }
    let words = combine(&saved_filter, args.query.as_deref().unwrap_or_default());
    let query = QueueQuery { view, me: ctx.me.clone(), words, from: PageFrom::Start, limit: args.limit };
    let (rows, more) = read_rows(store.as_ref(), query, ctx)?;
    if ctx.json {
        // The rows of the screen hold no texts; the contract's objects do.
        let files = rows.iter().map(|row| store.case(row.id)).collect::<Result<Vec<_>, _>>()?;
        ctx.out.json(&files.iter().map(json::QueueItem::of).collect::<Result<Vec<_>, _>>()?)?;
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
    let cells: Vec<_> = rows.iter().map(|row| row_cells(row, localizer, ctx)).collect();
    for line in table::format_table(headers, &cells, MAX_CELL_WIDTH) {
        ctx.out.line(line)?;
    }
    if more {
        ctx.out.line(localizer.message("cli-queue-more", &[]))?;
    }
    Ok(Status::Done)
}

/// A handle that is one of the team: an empty list for a misspelt one would look like a day off.
pub(super) fn require_member(store: &dyn Store, me: &Handle) -> Result<(), Failure> {
    if store.mediators()?.iter().any(|member| member.handle == *me) {
        return Ok(());
    }
    let sentence = format!("{me} is not one of the team; see `litige mediator list`");
    Err(Failure::refused(Code::NotAMediator, sentence))
}

/// Page after page, up to the query's limit; and whether there are more. A filter that looked at many rows and found few
/// goes on where it stopped: a command may take its time.
fn read_rows(store: &dyn Store, mut query: QueueQuery, ctx: &Context) -> Result<(Vec<QueueRow>, bool), Failure> {
    let mut wanted = std::mem::replace(&mut query.limit, 0);
    let mut rows: Vec<QueueRow> = Vec::new();
    loop {
        query.limit = wanted.min(PAGE);
        let page = store.queue(&query, ctx.now)?;
        wanted -= page.rows.len().min(wanted);
        let next = page.stopped.or_else(|| page.rows.last().map(|row| row.key).filter(|_| page.more_after));
        rows.extend(page.rows);
        match next {
            Some(key) if wanted > 0 => query.from = PageFrom::After(key),
            next => return Ok((rows, next.is_some())),
        }
    }
}

fn row_cells(row: &QueueRow, localizer: Localizer, ctx: &Context) -> [String; 7] {
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
        row.claimed_by.as_ref().map(|handle| safe(&handle.0).into_owned()).unwrap_or_default(),
    ]
}

/// `search`.
///
/// # Errors
/// [`Failure`], like every command.
pub fn search(ctx: &mut Context, args: &args::Search) -> Result<Status, Failure> {
    let store = ctx.read()?;
    let (hits, more) = search_all(store.as_ref(), ctx, args)?;
    if ctx.json {
        ctx.out.json(&hits.iter().map(json::SearchHit::of).collect::<Vec<_>>())?;
        return Ok(Status::Done);
    }
    let localizer = ctx.localizer();
    if hits.is_empty() {
        ctx.out.line(localizer.message("cli-search-none", &[]))?;
    }
    for hit in &hits {
        let author = if hit.author.is_empty() { localizer.term("side", hit.from.as_str()) } else { hit.author.clone() };
        let head =
            [hit.dispute.to_string(), hit.message.to_string(), localizer.time(hit.at), safe(&author).into_owned()];
        ctx.out.line(format!("{} · {}", head.join(" · "), safe(&hit.title)))?;
        ctx.out.line(format!("    {}", safe(&hit.snippet)))?;
    }
    if more {
        ctx.out.line(localizer.message("cli-search-more", &[]))?;
    }
    Ok(Status::Done)
}

/// Goes on until the limit is reached or everything was looked at; one call of the store is bounded in time.
fn search_all(store: &dyn Store, ctx: &Context, args: &args::Search) -> Result<(Vec<Hit>, bool), Failure> {
    let (text, limit) = (args.query.clone(), args.limit);
    let mut query = SearchQuery { text, me: ctx.me.clone(), as_typed: false, before: None, limit };
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
