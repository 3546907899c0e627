//! What the desk asks of the store, on a worker's connection.

use std::path::Path;

use chrono::Utc;
use litige::domain::ids::DisputeId;
use litige::domain::words::View;
use litige::store::sqlite::{Open, SqliteStore};
use litige::store::{PageFrom, QueueQuery, SearchQuery, Store};

use crate::bare;
use crate::table::Table;

/// How many rows a screen of the queue takes.
const PAGE: usize = 50;

pub fn rows(base: &Path, table: &mut Table) {
    let store = SqliteStore::open(base, Open::Existing).unwrap();
    let db = bare::open(base);
    let now = Utc::now();

    let first = |view| QueueQuery { view, me: None, words: String::new(), from: PageFrom::Start, limit: PAGE };
    table.row(
        "first page of the open queue",
        |_| store.queue(&first(View::Open), now).unwrap(),
        "a page",
        |_| bare::first_page(&db),
    );
    table.alone("counts of every view", |_| store.counts(None, now).unwrap());

    let ids: Vec<i64> = {
        let mut statement = db.prepare("SELECT id FROM disputes ORDER BY id").unwrap();
        let all: Vec<i64> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        (0..210).map(|i| all[i * 7919 % all.len()]).collect()
    };
    table.row("open a case", |i| store.case(DisputeId(ids[i])).unwrap(), "its thread", |i| bare::thread(&db, ids[i]));

    let parts = bare::parts(&db);
    for (text, expression) in [
        ("remboursement", "\"remboursement\""),
        ("le", "\"le\""),
        ("cahier charges", "\"cahier\" AND \"charges\""),
        ("zzz", "\"zzz\""),
    ] {
        let query = |as_typed| SearchQuery { text: text.to_owned(), me: None, as_typed, before: None, limit: PAGE };
        table.row(
            &format!("search {text}"),
            |_| store.search(&query(false), chrono::Utc::now()).unwrap(),
            "newest 50",
            |_| bare::search(&db, &parts, expression, PAGE),
        );
        let typed = format!("{expression} *");
        table.row(
            &format!("search {text}…, as typed"),
            |_| store.search(&query(true), chrono::Utc::now()).unwrap(),
            "newest 50",
            |_| bare::search(&db, &parts, &typed, PAGE),
        );
    }
    let ten = "le client a changé trois fois concernant brief charges the retouches";
    for text in ["r", "re", "ref", "1", "z", "de t", "le the", ten] {
        let query = SearchQuery { text: text.to_owned(), me: None, as_typed: true, before: None, limit: PAGE };
        table.alone(&format!("search {}…, as typed", text.chars().take(16).collect::<String>()), |_| {
            store.search(&query, chrono::Utc::now()).unwrap()
        });
    }
}
