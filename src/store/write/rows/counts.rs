//! Free numbers, and how many cases there are of each sort.

use std::borrow::Cow;

use crate::domain::decision::statistics::DurationBracket;
use crate::domain::decision::work_figures::WorkEvent;
use crate::domain::ids::Handle;
use crate::domain::vocabulary::{Ground, Outcome};
use crate::store::write::table::table;

table! {
    /// The next free number of a kind.
    SequenceRow<'a> in "sequences" {
        name: Cow<'a, str> [key],
        next: i64 [changes],
    }
}

table! {
    /// How many cases stand in a part of the queue; `handle` is empty where no mediator is told apart.
    CaseCountRow<'a> in "case_counts" {
        part: Cow<'a, str> [key],
        handle: Cow<'a, str> [key],
        cases: i64 [adds],
    }
}

table! {
    /// How many open cases were opened on a day (days since 1970, UTC).
    BacklogRow in "backlog" {
        day: i64 [key],
        cases: i64 [adds],
    }
}

table! {
    /// How many decisions in force there are of a sort; `basis` is empty where the outcome takes none.
    OutcomeCountRow<'a> in "outcome_counts" {
        ground: Ground [key],
        outcome: Outcome [key],
        basis: Cow<'a, str> [key],
        took: DurationBracket [key],
        mediator: Cow<'a, Handle> [key],
        cases: i64 [adds],
    }
}

table! {
    /// How many decisions in force there are of a sort that were taken on a day (days since 1970, UTC).
    OutcomeDayRow<'a> in "outcome_days" {
        day: i64 [key],
        ground: Ground [key],
        outcome: Outcome [key],
        basis: Cow<'a, str> [key],
        took: DurationBracket [key],
        mediator: Cow<'a, Handle> [key],
        cases: i64 [adds],
    }
}

table! {
    /// How often something was done on a day; `took` is empty where no time is counted.
    WorkCountRow<'a> in "work_counts" {
        day: i64 [key],
        ground: Ground [key],
        mediator: Cow<'a, Handle> [key],
        event: WorkEvent [key],
        took: Cow<'a, str> [key],
        cases: i64 [adds],
    }
}
