//! The queue: every case is looked at, and those that belong are sorted.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use super::cases;
use super::tables::{QueueRows, Tables};
use crate::domain::case::records::DecisionState;
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::summary::DecisionSummary;
use crate::domain::decision::work_figures::{DayRange, WorkCount};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, DisputeState, View};
use crate::store::write::counters::{CountedAs, OutcomeSort};
use crate::store::write::rows::case::{DisputeRow, OrderRow, filter_text};
use crate::store::write::rows::counts::WorkCountRow;
use crate::store::{FilterMatcher, PageFrom, PageKey, QueuePage, QueueQuery, QueueRow, ViewCounts, Workload};

/// Every case as a row, with the folded words that a filter looks in, in the order of the queue.
pub fn rows(tables: &Tables) -> Arc<QueueRows> {
    tables.queue(|| {
        let disputes = tables.all::<DisputeRow<'_>>().into_iter();
        let mut rows: Vec<_> = disputes.map(|dispute| row(tables, dispute)).collect();
        rows.sort_by_key(|(row, _)| row.key);
        rows
    })
}

fn row(tables: &Tables, dispute: DisputeRow<'_>) -> (QueueRow, String) {
    let order: OrderRow<'_> = tables.find(&[&dispute.order_num]).expect("a dispute's order");
    let order = order.into_order(String::new());
    let words = filter_text(&order, dispute.id);
    let owned = |handle: std::borrow::Cow<'_, Handle>| handle.into_owned();
    let decision =
        super::cases::load(tables, dispute.order_num, Some(dispute.id)).case.dispute.and_then(|d| d.decision);
    let decision = decision.as_ref().map(|decision| {
        let summary = DecisionSummary::from(decision);
        let effective_at = summary.effective_at.filter(|_| summary.state == DecisionState::OnHold);
        DecisionSummary { effective_at, ..summary }
    });
    let row = QueueRow {
        key: PageKey::of_stored(dispute.rank, dispute.id, dispute.snoozed_until.is_some()),
        id: dispute.id,
        order: order.id,
        title: order.title,
        amount: Money::new(order.price.minor, order.price.currency),
        client: order.client.name,
        seller: order.seller.name,
        lang: order.lang,
        ground: dispute.ground,
        opened_by: dispute.opened_by,
        state: dispute.state,
        outcome: dispute.outcome,
        waiting_on: dispute.waiting_on,
        waiting_since: dispute.waiting_since,
        due_at: dispute.due_at,
        opened_at: dispute.opened_at,
        claimed_by: dispute.claimed_by.map(owned),
        claimed_until: dispute.claimed_until,
        snoozed_until: dispute.snoozed_until,
        unread: dispute.unread,
        justified: dispute.justification.is_some(),
        awaiting: dispute.awaiting.map(owned),
        decision,
        reason: dispute.reason,
        version: dispute.version,
        round: dispute.round,
    };
    (row, words)
}

/// See [`crate::store::QueueStore::queue`]. A filter looks at `scan` rows that don't fit before it stops.
pub fn page(tables: &Tables, query: &QueueQuery, now: Time, scan: usize) -> QueuePage {
    let me = query.me.as_ref();
    let Ok(filter) = FilterMatcher::new(&query.filter, (me, now), || Ok::<_, Infallible>(cases::mediators(tables)));
    let rows = rows(tables);
    let mut rows: QueueRows = rows.iter().filter(|(row, _)| row.is_in(query.view, me, now)).cloned().collect();
    let fits = |(row, words): &(QueueRow, String)| filter.may_match(words) && filter.matches(row);
    let at = |key: PageKey, rows: &[(QueueRow, String)], or_before: bool| {
        rows.partition_point(|(row, _)| row.key < key || or_before && row.key == key)
    };
    // What a page goes through, from where it starts on; and what lies the other way, where it says so.
    let backwards = matches!(query.from, PageFrom::End | PageFrom::Before(_));
    let (before, after) = match query.from {
        PageFrom::Start => (Vec::new(), rows),
        PageFrom::End => (rows, Vec::new()),
        PageFrom::After(key) => {
            let after = rows.split_off(at(key, &rows, true));
            (rows, after)
        }
        PageFrom::Before(key) => {
            let after = rows.split_off(at(key, &rows, false));
            (rows, after)
        }
    };
    let (ahead, behind): (Vec<_>, Vec<_>) =
        if backwards { (before.into_iter().rev().collect(), after) } else { (after, before) };
    let behind = behind.iter().any(fits);
    let mut page = QueuePage::default();
    let (mut passed, mut more) = (0, false);
    for one in ahead {
        if page.rows.len() == query.limit {
            more = true;
            break;
        }
        let key = one.0.key;
        if fits(&one) {
            page.rows.push(one.0);
        } else {
            passed += 1;
        }
        if passed >= scan {
            (more, page.stopped) = (true, Some(key));
            break;
        }
    }
    (page.more_before, page.more_after) = if backwards { (more, behind) } else { (behind, more) };
    if backwards {
        page.rows.reverse();
    }
    page
}

/// See [`crate::store::QueueStore::find`].
pub fn find(tables: &Tables, query: &QueueQuery, now: Time, scan: usize) -> QueuePage {
    let from = match query.from {
        PageFrom::After(key) => PageFrom::After(key),
        PageFrom::Start | PageFrom::End | PageFrom::Before(_) => PageFrom::Start,
    };
    let page = page(tables, &QueueQuery { from, ..query.clone() }, now, scan);
    QueuePage { more_before: false, ..page }
}

/// See [`crate::store::QueueStore::counts`].
pub fn counts(tables: &Tables, me: Option<&Handle>, now: Time) -> ViewCounts {
    let rows = rows(tables);
    let count = |of: &dyn Fn(&QueueRow) -> bool| rows.iter().filter(|(row, _)| of(row)).count() as u64;
    let view = |view| count(&|row| row.is_in(view, me, now));
    ViewCounts {
        open: view(View::Open),
        mine: view(View::Mine),
        unclaimed: view(View::Unclaimed),
        overdue: view(View::Overdue),
        overdue_for_me: count(&|row| {
            let is_anothers = row.claimed_by.as_ref().is_some_and(|holder| Some(holder) != me);
            row.is_in(View::Overdue, me, now) && !is_anothers
        }),
        decided: view(View::Decided),
        all: view(View::All),
        snoozed: view(View::Snoozed),
        approval: count(&|row| row.is_in(View::Open, me, now) && row.is_in(View::Approval, me, now)),
    }
}

/// See [`crate::store::QueueStore::stats`].
pub fn stats(tables: &Tables, days: DayRange) -> Stats {
    let mut decided: BTreeMap<[String; 5], (OutcomeSort, u64)> = BTreeMap::new();
    let mut backlog: BTreeMap<i64, u64> = BTreeMap::new();
    for row in tables.all::<DisputeRow<'_>>() {
        let case = super::cases::load(tables, row.order_num, Some(row.id)).case;
        match case.dispute.as_ref().map(CountedAs::of) {
            Some(CountedAs::Open { since, .. } | CountedAs::Snoozed { since }) => {
                *backlog.entry(since).or_default() += 1;
            }
            Some(CountedAs::Decided(Some((day, _)))) if !days.contains(day) => {}
            Some(CountedAs::Decided(Some((_, sort)))) => {
                let basis = sort.basis.map_or("-", Basis::as_str);
                let key = [sort.ground.as_str(), sort.outcome.as_str(), basis, sort.took.as_str(), &sort.mediator.0];
                decided.entry(key.map(str::to_owned)).or_insert((sort, 0)).1 += 1;
            }
            Some(CountedAs::Decided(None)) | None => {}
        }
    }
    Stats {
        tallies: decided.into_values().map(|(sort, count)| sort.tally(count)).collect(),
        backlog: backlog.into_iter().collect(),
        work: work(tables, days),
        held: held_cases(tables),
    }
}

/// What the writes counted on these days.
fn work(tables: &Tables, days: DayRange) -> Vec<WorkCount> {
    let mut all: BTreeMap<[String; 4], WorkCount> = BTreeMap::new();
    for row in tables.all::<WorkCountRow<'_>>().into_iter().filter(|row| days.contains(row.day)) {
        let WorkCountRow { ground, mediator, event, took, cases, .. } = row;
        let key = [ground.as_str(), &mediator.0, event.as_str(), &took].map(str::to_owned);
        let (mediator, took) = (mediator.into_owned(), took.parse().ok());
        let count = all.entry(key).or_insert(WorkCount { ground, mediator, event, took, count: 0 });
        count.count += cases.unsigned_abs();
    }
    all.into_values().collect()
}

/// How many open cases each member holds.
fn held_cases(tables: &Tables) -> Vec<(Handle, u64)> {
    let mut held: BTreeMap<Handle, u64> = BTreeMap::new();
    for (row, _) in
        rows(tables).iter().filter(|(row, _)| row.state == DisputeState::Open && row.snoozed_until.is_none())
    {
        if let Some(holder) = &row.claimed_by {
            *held.entry(holder.clone()).or_default() += 1;
        }
    }
    held.into_iter().collect()
}

/// See [`crate::store::QueueStore::workloads`].
pub fn workloads(tables: &Tables, now: Time) -> Vec<Workload> {
    let mut loads: BTreeMap<Handle, Workload> = BTreeMap::new();
    for (row, _) in rows(tables).iter().filter(|(row, _)| row.state == DisputeState::Open) {
        if let Some(member) = row.claimed_by.clone() {
            let load = loads.entry(member.clone()).or_insert(Workload { member, held: 0, overdue: 0 });
            load.held += 1;
            load.overdue += u64::from(row.is_in(View::Overdue, None, now));
        }
    }
    loads.into_values().collect()
}

/// See [`crate::store::QueueStore::justifications`].
pub fn justifications(tables: &Tables, ids: &[DisputeId]) -> BTreeMap<DisputeId, String> {
    let case = |id: &DisputeId| super::cases::find_dispute(tables, *id);
    ids.iter().filter_map(|id| Some((*id, case(id)?.case.dispute?.justification?))).collect()
}
