//! What the team did in a period, by member or by ground: load, decisions, times, deadlines kept. Figures about work, in the
//! order of the handles: no score, and no rank (docs/judging.md, "The team's work").

use chrono::NaiveDate;
use serde::Serialize;

use super::statistics::{DecisionCount, DurationBracket, Stats};
use crate::domain::case::records::{Case, Fact};
use crate::domain::ids::Handle;
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Ground, Speaker, WaitingOn, vocabulary};

/// A day in milliseconds.
const DAY: i64 = 24 * 3600 * 1000;

/// Whole days (UTC), from one on and up to another. Days are counted since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayRange {
    /// The first day; all before it, without one.
    pub since: Option<i64>,
    /// The day after the last.
    pub until: Option<i64>,
}

impl DayRange {
    /// The days from the first of these dates on, up to the eve of the second.
    pub fn between(since: Option<NaiveDate>, until: Option<NaiveDate>) -> Self {
        let number = |date: NaiveDate| i64::from(date.to_epoch_days());
        Self { since: since.map(number), until: until.map(number) }
    }

    /// The last so many days, today included.
    pub fn last(days: i64, now: Time) -> Self {
        Self { since: Some(day(now) - days + 1), until: None }
    }

    /// Returns whether it leaves nothing out.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether a day lies in it. A backend on a server or a file asks its query.
    #[cfg(test)]
    pub fn contains(&self, day: i64) -> bool {
        self.since.is_none_or(|since| day >= since) && self.until.is_none_or(|until| day < until)
    }
}

/// The day of a moment, counted since 1970 (UTC).
pub fn day(at: Time) -> i64 {
    at.timestamp_millis().div_euclid(DAY)
}

vocabulary!(
    /// What is counted of the work on cases, beside the decisions.
    WorkEvent, "what is counted of the work", {
        /// The first word of a mediator to the parties of a case.
        FirstAnswer = "first_answer",
        /// A turn of the mediators' that ended by its deadline.
        InTime = "in_time",
        /// One that ended after it.
        Late = "late",
        /// A decision that was undone; of whoever took it.
        Undone = "undone",
    }
);

/// Something to be counted of the work on a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkSort {
    /// The day of it.
    pub day: i64,
    pub ground: Ground,
    pub mediator: Handle,
    pub event: WorkEvent,
    /// How long it took from the opening; of first answers.
    pub took: Option<DurationBracket>,
}

/// How often something was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkCount {
    pub ground: Ground,
    pub mediator: Handle,
    pub event: WorkEvent,
    /// How long it took; of first answers.
    pub took: Option<DurationBracket>,
    pub count: u64,
}

/// What must be known of a case before an action, to count what the action was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnBefore {
    ground: Ground,
    opened_at: Time,
    /// The deadline, if it was the mediators' turn and the turn had one: what a lapse gives back is due at once.
    deadline: Option<Time>,
    proposed: bool,
}

impl TurnBefore {
    /// Returns what must be known of a case; `None` of one without a dispute.
    pub fn of(case: &Case) -> Option<Self> {
        let dispute = case.dispute.as_ref()?;
        let ours = dispute.state == DisputeState::Open && dispute.waiting_on == WaitingOn::Mediator;
        let deadline = Some(dispute.due_at).filter(|due| ours && *due > dispute.waiting_since);
        let proposed = dispute.proposals.iter().any(|proposal| proposal.by == Speaker::Mediator);
        Some(Self { ground: dispute.ground, opened_at: dispute.opened_at, deadline, proposed })
    }

    /// Returns the deadline of the turn that an action ended, if it ended one.
    pub fn deadline_ended(&self, after: &Case) -> Option<Time> {
        let dispute = after.dispute.as_ref()?;
        let ends = dispute.state == DisputeState::Decided || dispute.waiting_on != WaitingOn::Mediator;
        self.deadline.filter(|_| ends)
    }

    /// Returns what is to be counted of an action that made these facts. `answered`: a mediator had written to the parties
    /// before.
    pub fn counts(&self, after: &Case, by: &Handle, facts: &[Fact], answered: bool, now: Time) -> Vec<WorkSort> {
        let sort = |mediator: &Handle, event, took| WorkSort {
            day: day(now),
            ground: self.ground,
            mediator: mediator.clone(),
            event,
            took,
        };
        let mut counts = Vec::new();
        let answers = facts.iter().any(|fact| match fact {
            Fact::Message(message) => message.from == Speaker::Mediator,
            Fact::Proposal(proposal) => proposal.by == Speaker::Mediator,
            Fact::Decided(_) => true,
            _ => false,
        });
        if answers && !answered && !self.proposed {
            counts.push(sort(by, WorkEvent::FirstAnswer, Some(DurationBracket::of(now - self.opened_at))));
        }
        if let Some(deadline) = self.deadline_ended(after) {
            let event = if now <= deadline { WorkEvent::InTime } else { WorkEvent::Late };
            counts.push(sort(by, event, None));
        }
        counts
    }

    /// Returns what is to be counted of a decision of this mediator's that was undone.
    pub fn undone(&self, decided_by: &Handle, now: Time) -> WorkSort {
        let mediator = decided_by.clone();
        WorkSort { day: day(now), ground: self.ground, mediator, event: WorkEvent::Undone, took: None }
    }
}

/// The figures of one member, of one ground, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WorkFigures {
    /// Open cases that they hold now; `None` where it is not told apart.
    pub open: Option<u64>,
    /// Decisions in force that were taken in the period.
    pub decided: u64,
    /// The bracket of the median time from the opening to the decision.
    pub took: Option<DurationBracket>,
    /// First answers in the period.
    pub first_answers: u64,
    /// The bracket of the median time from the opening to the first answer.
    pub first_answer: Option<DurationBracket>,
    /// Turns that ended by their deadline.
    pub in_time: u64,
    /// Turns that ended.
    pub turns: u64,
    /// Decisions that were undone in the period.
    pub undone: u64,
}

impl Stats {
    /// Returns the figures of the team's work on a ground (`None`: all) by a mediator (`None`: all).
    pub fn work(&self, ground: Option<Ground>, mediator: Option<&Handle>) -> WorkFigures {
        let here = |of: Ground, by: &Handle| ground.is_none_or(|g| g == of) && mediator.is_none_or(|m| m == by);
        let decisions: Vec<&DecisionCount> = self.tallies.iter().filter(|t| here(t.ground, &t.mediator)).collect();
        let work = || self.work.iter().filter(|count| here(count.ground, &count.mediator));
        let count = |event| work().filter(|count| count.event == event).map(|count| count.count).sum::<u64>();
        let answers = || work().filter(|count| count.event == WorkEvent::FirstAnswer);
        let held = self.held.iter().filter(|(by, _)| mediator.is_none_or(|m| m == by)).map(|(_, open)| open).sum();
        WorkFigures {
            open: ground.is_none().then_some(held),
            decided: decisions.iter().map(|t| t.count).sum(),
            took: median(decisions.iter().map(|t| (t.took, t.count))),
            first_answers: count(WorkEvent::FirstAnswer),
            first_answer: median(answers().filter_map(|count| Some((count.took?, count.count)))),
            in_time: count(WorkEvent::InTime),
            turns: count(WorkEvent::InTime) + count(WorkEvent::Late),
            undone: count(WorkEvent::Undone),
        }
    }

    /// Returns everyone who holds, decided or answered anything, by handle.
    pub fn workers(&self) -> Vec<Handle> {
        let decided = self.tallies.iter().map(|t| &t.mediator);
        let worked = self.work.iter().map(|count| &count.mediator);
        let mut all: Vec<_> = decided.chain(worked).chain(self.held.iter().map(|(by, _)| by)).cloned().collect();
        all.sort();
        all.dedup();
        all
    }
}

/// The bracket in which the median lies.
fn median(counts: impl Iterator<Item = (DurationBracket, u64)> + Clone) -> Option<DurationBracket> {
    let total: u64 = counts.clone().map(|(_, count)| count).sum();
    let within = |bracket: DurationBracket| counts.clone().filter(|(b, _)| *b <= bracket).map(|(_, n)| n).sum::<u64>();
    let found = DurationBracket::ALL.iter().copied().find(|bracket| within(*bracket) * 2 >= total);
    found.filter(|_| total > 0)
}

vocabulary!(
    /// What the figures are told apart by.
    FiguresBy, "what figures are told apart by", { Mediator = "mediator", Ground = "ground" }
);

/// The periods that the desk offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatisticsPeriod {
    #[default]
    All,
    Week,
    Month,
    Quarter,
}

impl StatisticsPeriod {
    /// Every one, in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [Self::All, Self::Week, Self::Month, Self::Quarter];

    /// Returns how many days it has; all of them without a number.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::All => None,
            Self::Week => Some(7),
            Self::Month => Some(30),
            Self::Quarter => Some(90),
        }
    }

    /// Returns its days, up to now.
    pub fn range(self, now: Time) -> DayRange {
        self.days().map_or_else(DayRange::default, |days| DayRange::last(days, now))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;
    use crate::domain::vocabulary::Outcome;

    fn at(text: &str) -> Time {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn a_period_is_whole_days() {
        let date = |text: &str| text.parse().ok();
        let paris = DayRange::between(date("2026-11-01"), date("2026-12-01"));
        assert_eq!(
            (paris.since, paris.until),
            (Some(day(at("2026-11-01T12:00:00Z"))), Some(day(at("2026-12-01T12:00:00Z"))))
        );
        let now = at("2026-11-20T14:00:00Z");
        let week = StatisticsPeriod::Week.range(now);
        let inside: Vec<_> = (0..10).filter(|ago| week.contains(day(now - TimeDelta::days(*ago)))).collect();
        assert_eq!(inside, [0, 1, 2, 3, 4, 5, 6]);
        assert!(StatisticsPeriod::All.range(now).is_all());
    }

    #[test]
    fn the_figures_of_each_are_sums_and_the_median_is_the_middle_one() {
        let ground = Ground::RevisionRefusedTwice;
        let tally = |mediator: &str, took, count| DecisionCount {
            ground,
            mediator: mediator.into(),
            outcome: Outcome::SellerWins,
            basis: None,
            took,
            count,
        };
        let work =
            |mediator: &str, event, took, count| WorkCount { ground, mediator: mediator.into(), event, took, count };
        let stats = Stats {
            tallies: vec![
                tally("ines", DurationBracket::Hour, 1),
                tally("ines", DurationBracket::Day, 2),
                tally("tom", DurationBracket::Week, 9),
            ],
            backlog: vec![],
            work: vec![
                work("ines", WorkEvent::FirstAnswer, Some(DurationBracket::Hour), 3),
                work("ines", WorkEvent::InTime, None, 4),
                work("ines", WorkEvent::Late, None, 1),
                work("zoe", WorkEvent::Undone, None, 1),
            ],
            held: vec![("tom".into(), 5)],
        };
        let ines = stats.work(None, Some(&"ines".into()));
        let wanted = WorkFigures {
            open: Some(0),
            decided: 3,
            took: Some(DurationBracket::Day),
            first_answers: 3,
            first_answer: Some(DurationBracket::Hour),
            in_time: 4,
            turns: 5,
            undone: 0,
        };
        assert_eq!(ines, wanted);
        let all = stats.work(None, None);
        assert_eq!((all.open, all.decided, all.took, all.undone), (Some(5), 12, Some(DurationBracket::Week), 1));
        assert_eq!(stats.work(Some(ground), None).open, None);
        assert_eq!(stats.workers(), ["ines".into(), "tom".into(), "zoe".into()]);
        assert_eq!(Stats::default().work(None, None).took, None);
    }
}
