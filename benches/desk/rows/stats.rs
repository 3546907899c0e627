//! Reads of the precedents and statistics screens.

use litige::domain::ids::DisputeId;
use litige::store::{self, Mode, Place};

use crate::measure::Times;
use crate::table::{Figure, Target};
use crate::{Bench, raw_sqlite};

pub fn stats(bench: &mut Bench) {
    let store = store::open(&Place::File(bench.base.clone()), Mode::Existing).unwrap();
    let ids = raw_sqlite::open_ids(&raw_sqlite::open(&bench.base), 200);
    let precedents = Times::of(bench.runs(200), |run| store.related_cases(DisputeId(ids[run % ids.len()])).unwrap());
    bench.table.record("precedents of a case", Figure::of(&precedents), Target::AtMost(100.0));
    let worst = "precedents of a case: p99";
    bench.table.record(worst, Figure::tail(&precedents), Target::AtMost(100.0));
    let stats = Times::of(bench.runs(50), |_| store.stats(Default::default()).unwrap());
    bench.table.record("statistics", Figure::of(&stats), Target::AtMost(100.0));
}
