//! What the screens of precedents and of statistics read.

use litige::domain::ids::DisputeId;
use litige::store::Store;
use litige::store::sqlite::{Open, SqliteStore};

use crate::measure::Times;
use crate::table::{Asked, Figure};
use crate::{Bench, bare};

pub fn stats(bench: &mut Bench) {
    let store = SqliteStore::open(&bench.base, Open::Existing).unwrap();
    let ids = bare::open_ids(&bare::open(&bench.base), 200);
    let precedents = Times::of(bench.runs(200), |run| store.related_cases(DisputeId(ids[run % ids.len()])).unwrap());
    bench.table.alone("precedents of a case", Figure::of(&precedents), Asked::Most(100.0));
    let worst = "precedents of a case: p99";
    bench.table.alone(worst, Figure::tail(&precedents), Asked::Most(100.0));
    let stats = Times::of(bench.runs(50), |_| store.stats().unwrap());
    bench.table.alone("statistics", Figure::of(&stats), Asked::Most(100.0));
}
