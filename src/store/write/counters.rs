//! How many cases stand where: what is counted of a case, so that nobody ever counts rows.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Value as Json, json};

use super::awaiting;
use super::rows::counts::{BacklogRow, CaseCountRow, OutcomeCountRow, OutcomeDayRow, WorkCountRow};
use super::table::{Row, RowRef};
use crate::domain::case::records::Dispute;
use crate::domain::decision::statistics::{DecisionCount, DurationBracket};
use crate::domain::decision::work_figures::{WorkEvent, WorkSort, day};
use crate::domain::ids::Handle;
use crate::domain::vocabulary::{Basis, DisputeState, Ground, Outcome};
use crate::store::StoreError;

/// Where a case is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountedAs {
    /// Open since this day, in the queue, held by this mediator or by nobody; perhaps with a decision of this one's that
    /// waits for a second mediator.
    Open { since: i64, holder: Option<Handle>, awaiting: Option<Handle> },
    /// Open since this day, out of the queue for now.
    Snoozed { since: i64 },
    /// Decided: on which day, and how.
    Decided(Option<(i64, OutcomeSort)>),
}

/// What the statistics tell apart of a decision in force.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutcomeSort {
    pub ground: Ground,
    pub outcome: Outcome,
    pub basis: Option<Basis>,
    pub took: DurationBracket,
    pub mediator: Handle,
}

/// A number that is kept with every write.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Cases in a part of the queue, of this mediator where the part tells mediators apart.
    Cases(QueuePart, Option<Handle>),
    /// Open cases that were opened on this day (days since 1970, UTC).
    Backlog(i64),
    /// Decisions in force of this sort.
    Outcome(OutcomeSort),
    /// Those that were taken on this day (days since 1970, UTC).
    OutcomeDay(i64, OutcomeSort),
    /// What was done.
    Work(WorkSort),
}

/// A part of the queue that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueuePart {
    Open,
    Unclaimed,
    /// Held by a mediator.
    Held,
    Snoozed,
    Decided,
    /// With a decision that waits for a second mediator: of all mediators, and of one.
    Awaiting,
}

impl QueuePart {
    /// Its name in the table of counts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Unclaimed => "unclaimed",
            Self::Held => "held",
            Self::Snoozed => "snoozed",
            Self::Decided => "decided",
            Self::Awaiting => "awaiting",
        }
    }
}

impl CountedAs {
    /// Where this dispute is counted.
    pub fn of(dispute: &Dispute) -> Self {
        let since = day(dispute.opened_at);
        match dispute.state {
            DisputeState::Decided => Self::Decided(dispute.decision.as_ref().map(|decision| {
                let sort = OutcomeSort {
                    ground: dispute.ground,
                    outcome: decision.outcome,
                    basis: decision.basis,
                    took: DurationBracket::of(decision.at - dispute.opened_at),
                    mediator: decision.by.clone(),
                };
                (day(decision.at), sort)
            })),
            DisputeState::Open if dispute.snoozed_until.is_some() => Self::Snoozed { since },
            DisputeState::Open => Self::Open {
                since,
                holder: dispute.claim.as_ref().map(|claim| claim.by.clone()),
                awaiting: awaiting(dispute).cloned(),
            },
        }
    }

    /// The counters that count it.
    pub fn counters(&self) -> Vec<Counter> {
        let of_all = |part| Counter::Cases(part, None);
        match self {
            Self::Open { since, holder, awaiting } => {
                let held = |by: &Handle| Counter::Cases(QueuePart::Held, Some(by.clone()));
                let holder = holder.as_ref().map_or_else(|| of_all(QueuePart::Unclaimed), held);
                let mut counters = vec![of_all(QueuePart::Open), holder, Counter::Backlog(*since)];
                if let Some(by) = awaiting {
                    counters.push(of_all(QueuePart::Awaiting));
                    counters.push(Counter::Cases(QueuePart::Awaiting, Some(by.clone())));
                }
                counters
            }
            Self::Snoozed { since } => vec![of_all(QueuePart::Snoozed), Counter::Backlog(*since)],
            Self::Decided(None) => vec![of_all(QueuePart::Decided)],
            Self::Decided(Some((day, sort))) => {
                let on_day = Counter::OutcomeDay(*day, sort.clone());
                vec![of_all(QueuePart::Decided), Counter::Outcome(sort.clone()), on_day]
            }
        }
    }
}

impl Counter {
    /// Hands over the row that adds so many to it.
    pub fn with_row<T>(
        &self,
        by: i64,
        use_row: impl FnOnce(&RowRef<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        fn with<R: Row, T>(row: &R, use_row: impl FnOnce(&RowRef<'_>) -> T) -> T {
            use_row(&RowRef::new(R::layout(), row.fields().as_ref()))
        }
        match self {
            Self::Cases(part, handle) => {
                let handle = Cow::Borrowed(handle.as_ref().map_or("", |handle| handle.0.as_str()));
                with(&CaseCountRow { part: Cow::Borrowed(part.as_str()), handle, cases: by }, use_row)
            }
            Self::Backlog(day) => with(&BacklogRow { day: *day, cases: by }, use_row),
            Self::Outcome(sort) => with(&sort.row(by), use_row),
            Self::OutcomeDay(day, sort) => with(&sort.day_row(*day, by), use_row),
            Self::Work(WorkSort { day, ground, mediator, event, took }) => {
                let took = Cow::Borrowed(took.map_or("", DurationBracket::as_str));
                let mediator = Cow::Borrowed(mediator);
                with(&WorkCountRow { day: *day, ground: *ground, mediator, event: *event, took, cases: by }, use_row)
            }
        }
    }
}

impl Counter {
    /// What the audit says of it, where nothing else that is stored does: first answers and deadlines kept, as day, ground,
    /// mediator, event, time taken, and how many.
    pub fn audited(&self, by: i64) -> Option<Json> {
        match self {
            Self::Work(WorkSort { day, ground, mediator, event, took }) if *event != WorkEvent::Undone => {
                Some(json!([day, ground, mediator, event, took.map_or("", DurationBracket::as_str), by]))
            }
            _ => None,
        }
    }
}

impl OutcomeSort {
    fn row(&self, cases: i64) -> OutcomeCountRow<'_> {
        let basis = Cow::Borrowed(self.basis.map_or("", Basis::as_str));
        let mediator = Cow::Borrowed(&self.mediator);
        OutcomeCountRow { ground: self.ground, outcome: self.outcome, basis, took: self.took, mediator, cases }
    }

    fn day_row(&self, day: i64, cases: i64) -> OutcomeDayRow<'_> {
        let OutcomeCountRow { ground, outcome, basis, took, mediator, cases } = self.row(cases);
        OutcomeDayRow { day, ground, outcome, basis, took, mediator, cases }
    }

    /// The sort that a row counts; `None` where its basis is no word of ours.
    pub fn of_row(row: OutcomeCountRow<'_>) -> Option<Self> {
        let basis = if row.basis.is_empty() { None } else { Some(row.basis.parse().ok()?) };
        let OutcomeCountRow { ground, outcome, took, mediator, .. } = row;
        Some(Self { ground, outcome, basis, took, mediator: mediator.into_owned() })
    }

    /// So many of this sort, for the statistics.
    pub fn tally(self, count: u64) -> DecisionCount {
        let Self { ground, outcome, basis, took, mediator } = self;
        DecisionCount { ground, mediator, outcome, basis, took, count }
    }
}

impl fmt::Display for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cases(part, None) => f.write_str(part.as_str()),
            Self::Cases(part, Some(handle)) => write!(f, "{}:{handle}", part.as_str()),
            Self::Backlog(day) => write!(f, "backlog:{day}"),
            Self::Outcome(sort) => write!(f, "verdict:{sort}"),
            Self::OutcomeDay(day, sort) => write!(f, "day {day}:{sort}"),
            Self::Work(WorkSort { day, ground, mediator, event, took }) => {
                let took = took.map_or("-", DurationBracket::as_str);
                write!(f, "work:{day}:{ground}:{event}:{took}:{mediator}")
            }
        }
    }
}

impl fmt::Display for OutcomeSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ground, outcome, basis, took, mediator } = self;
        let basis = basis.map_or("-", Basis::as_str);
        write!(f, "{ground}:{outcome}:{basis}:{took}:{mediator}")
    }
}
