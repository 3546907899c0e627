//! What is kept for speed against what it is kept from: a dispute's place in the queue, its words, its counters; and the
//! seals of the rows that change.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::{Findings, unreadable};
use crate::domain::case::records::Person;
use crate::domain::decision::precedents::PriceBand;
use crate::domain::dispute::deadlines;
use crate::domain::ids::{DisputeId, Handle, MessageId};
use crate::domain::marketplace::event::NewOrder;
use crate::domain::queue::turn;
use crate::domain::vocabulary::{Lang, Speaker};
use crate::store::StoreError;
use crate::store::queue::stored_rank;
use crate::store::sqlite::current_rows::changing;
use crate::store::sqlite::rows::{Ms, Reading, digest_from};
use crate::store::sqlite::{counters, load};
use crate::store::write::counters::{CountedAs, Counter};
use crate::store::write::numbers::Numbers;
use crate::store::write::rows::case::filter_text;
use crate::store::write::rows::team::{CompletedRow, DraftRow, NotificationRow};
use crate::store::write::table::{CHECKSUM, Layout, Row as _};
use crate::store::write::{awaiting, digest, events, outcome_of};

/// Dispute by dispute, then the counters.
pub(super) fn queue(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut counted = BTreeMap::<Counter, i64>::new();
    let mut disputes = db.prepare("SELECT id FROM disputes ORDER BY id")?;
    let mut rows = disputes.query([])?;
    while let Some(row) = rows.next()? {
        let id: DisputeId = row.get(0)?;
        match dispute(db, id) {
            Ok((place, wrong)) => {
                for counter in place.iter().flat_map(CountedAs::counters) {
                    *counted.entry(counter).or_default() += 1;
                }
                wrong
                    .into_iter()
                    .for_each(|what| f.fault("integrity", id, format!("its {what} is not what it should be")));
            }
            Err(error) => f.fault("integrity", id, unreadable(&error)),
        }
    }
    numbers(db, f)?;
    missing(db, f)?;
    let counts: BTreeMap<_, _> = counted.into_iter().map(|(counter, cases)| (counter.to_string(), cases)).collect();
    let kept: BTreeMap<_, _> = counters::all(db)?.into_iter().filter(|(_, cases)| *cases != 0).collect();
    if kept != counts {
        f.fault("integrity", "the counters", format!("they say {kept:?}, and counting gives {counts:?}"));
    }
    Ok(())
}

/// That no number will be given twice.
fn numbers(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut sequences = db.prepare("SELECT name, next FROM sequences")?;
    let sequences = sequences.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let next: BTreeMap<String, i64> = sequences.collect::<Result<_, _>>()?;
    for (name, table, key) in [
        ("dispute", "disputes", "id"),
        ("message", "messages", "id"),
        ("attachment", "attachments", "id"),
        ("proposal", "proposals", "id"),
        ("ask", "asks", "id"),
        ("note", "notes", "id"),
        ("decision", "decisions", "id"),
        ("entry", "ledger", "id"),
        ("order", "orders", "num"),
        ("event", "events", "seq"),
        ("passage", "passages", "id"),
        ("decision_event", "decision_marks", "id"),
        ("outbox", "outbox", "seq"),
        ("later_file", "later_files", "id"),
        // Numbers no row, but the changes that desks are told of.
        ("change", "disputes", "touched"),
    ] {
        let last: Option<i64> = db.query_row(&format!("SELECT max({key}) FROM {table}"), [], |row| row.get(0))?;
        let next = next.get(name).copied();
        if last.is_some_and(|last| next.is_none_or(|next| next <= last)) {
            f.fault("integrity", table, format!("the next number is {next:?}, and {last:?} was given already"));
        }
    }
    for name in next.keys().filter(|name| !Numbers::default().sequences().iter().any(|(known, _)| known == name)) {
        f.fault("integrity", "sequences", format!("there is nothing that {name:?} could number"));
    }
    Ok(())
}

/// Rows without a digest of their own that something else tells of, and that are gone.
fn missing(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    for (what, sql) in [
        (
            "mediators",
            "SELECT DISTINCT a.body ->> 'handle' FROM audit a WHERE a.action IN \
               ('put_mediator', 'add_mediator', 'change_mediator', 'retire_mediator') AND json_valid(a.body) \
             AND NOT EXISTS (SELECT 1 FROM mediators m WHERE m.handle = a.body ->> 'handle')",
        ),
        (
            "reads",
            "SELECT DISTINCT e.speaker || ' of order ' || e.order_num FROM events e WHERE e.kind = 'dispute.read' \
             AND NOT EXISTS (SELECT 1 FROM disputes d JOIN reads r ON r.dispute = d.id \
                             WHERE d.order_num = e.order_num AND r.reader = e.speaker)",
        ),
    ] {
        let mut gone = db.prepare(sql)?;
        let mut rows = gone.query([])?;
        while let Some(row) = rows.next()? {
            let who: Option<String> = row.get(0)?;
            f.fault("integrity", what, format!("{} is not there any more", who.unwrap_or_default()));
        }
    }
    Ok(())
}

/// What a dispute's row keeps, and should keep.
fn dispute(db: &Connection, id: DisputeId) -> Result<(Option<CountedAs>, Vec<&'static str>), StoreError> {
    let loaded = load::by_dispute(db, id)?;
    let (case, order) = (&loaded.case, &loaded.case.order);
    let Some(d) = &case.dispute else { return Ok((None, Vec::new())) };
    let mut one = db.prepare_cached(
        "SELECT rank, settle_at, awaiting, reason, outcome, order_id, title, client, seller, price, currency, band, lang, \
           words, \
           (SELECT max(m.id) FROM messages m WHERE m.dispute = d.id), \
           (SELECT count(*) FROM messages m WHERE m.dispute = d.id AND m.speaker IN ('client', 'seller') AND m.id > \
             coalesce((SELECT up_to FROM reads r WHERE r.dispute = d.id AND r.reader = 'mediator'), 0)), \
           (SELECT m.speaker FROM messages m WHERE m.id = d.justification AND m.dispute = d.id) \
         FROM disputes d WHERE id = ?1",
    )?;
    let wrong = one.query_row([id], |row| {
        let mut r = Reading::of(row);
        let speaker = if loaded.justification.is_some() { Some(Speaker::Client) } else { None };
        let all = [
            ("rank", r.column::<i64>()? == stored_rank(d)),
            ("settle_at", r.column::<Option<Ms>>()? == deadlines::next_due(case).map(Ms)),
            ("awaiting", r.column::<Option<Handle>>()?.as_ref() == awaiting(d)),
            ("reason", r.column::<turn::TurnReason>()? == turn::turn_reason(d)),
            ("outcome", r.column::<Option<_>>()? == outcome_of(d)),
            ("order_id", r.column::<String>()? == order.id.0),
            ("title", r.column::<String>()? == order.title),
            ("client", r.column::<String>()? == order.client.name),
            ("seller", r.column::<String>()? == order.seller.name),
            ("price", r.money()? == order.price),
            ("band", r.column::<PriceBand>()? == PriceBand::of(order.price)),
            ("lang", r.column::<Lang>()? == order.lang),
            ("words", r.column::<String>()? == filter_text(order, id)),
            ("last_message", r.column::<Option<MessageId>>()? == d.last_message),
            ("unread", r.column::<u32>()? == d.unread),
            ("justification", r.column::<Option<Speaker>>()? == speaker),
        ];
        Ok(all.into_iter().filter(|(_, right)| !right).map(|(what, _)| what).collect())
    })?;
    Ok((loaded.counted, wrong))
}

/// Every table whose rows have a checksum: those that change, and what is for mediators alone.
pub(super) fn checked() -> impl Iterator<Item = &'static Layout> {
    changing().into_iter().chain([NotificationRow::layout(), DraftRow::layout(), CompletedRow::layout()])
}

/// The checksums, and what orders were placed with.
pub(super) fn checksums(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    for layout in checked() {
        let table = layout.table;
        f.check("integrity", table, |f| {
            let key: Vec<_> = layout.names(|is| is.key).collect();
            let columns: Vec<_> = layout.names(|is| is.checksum).collect();
            let (key, columns) = (key.join(" || ' ' || "), columns.join(", "));
            let mut all = db.prepare(&format!("SELECT CAST({key} AS TEXT), {CHECKSUM}, {columns} FROM {table}"))?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                let (id, checksum): (String, i64) = (row.get(0)?, row.get(1)?);
                if digest::checksum(&digest_from(row, 2)?) != checksum {
                    f.fault("integrity", format!("{table} {id}"), "it was changed: it no longer gives its seal");
                }
            }
            Ok(())
        })?;
    }
    f.check("integrity", "orders", |f| placings(db, f))
}

/// That orders still say what they were placed with, names that were erased aside.
fn placings(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut orders = db.prepare(
        "SELECT o.num, e.rest, o.client_id, o.client_name, o.seller_id, o.seller_name, o.title, o.price, o.currency, o.due, \
           o.lang \
         FROM orders o LEFT JOIN events e ON e.seq = o.placed AND e.order_num = o.num AND e.kind = 'order.placed' \
         WHERE o.erased IS NULL ORDER BY o.num",
    )?;
    let mut rows = orders.query([])?;
    while let Some(row) = rows.next()? {
        let (num, rest, mut placed) = placing(row)?;
        let said = |placed: &NewOrder| rest.as_deref() == Some(&events::rest_hash(&events::placed_rest(placed)));
        let with_lang = said(&placed);
        placed.lang = None;
        if !with_lang && !said(&placed) {
            f.fault("integrity", format!("orders {num}"), "it does not say what it was placed with");
        }
    }
    Ok(())
}

fn placing(row: &Row<'_>) -> rusqlite::Result<(i64, Option<String>, NewOrder)> {
    let mut r = Reading::of(row);
    let (num, rest) = (r.column()?, r.column()?);
    let placed = NewOrder {
        client: Person { id: r.column()?, name: r.column()? },
        seller: Person { id: r.column()?, name: r.column()? },
        title: r.column()?,
        brief: String::new(),
        amount: r.money()?,
        due: r.time_or_none()?,
        lang: r.column()?,
    };
    Ok((num, rest, placed))
}
