//! Statistics of the team's decisions: outcomes by ground, time to decide, backlog by age, and neutrality, each with its
//! uncertainty. They are about cases, never a score of a person.

use chrono::TimeDelta;
use serde::Serialize;

use super::work_figures::WorkCount;
use crate::domain::ids::Handle;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, Ground, Outcome, vocabulary};

vocabulary!(
    /// Brackets of a duration, shortest first.
    DurationBracket, "a span of time", {
        Hour = "under_1h",
        FourHours = "1h_to_4h",
        Day = "4h_to_1d",
        ThreeDays = "1d_to_3d",
        Week = "3d_to_7d",
        TwoWeeks = "7d_to_14d",
        Longer = "over_14d",
    }
);

impl DurationBracket {
    /// Returns the bracket of a duration; a negative one (a clock set back) is in the shortest.
    pub fn of(duration: TimeDelta) -> Self {
        match duration.num_minutes() {
            ..60 => Self::Hour,
            60..240 => Self::FourHours,
            240..1_440 => Self::Day,
            1_440..4_320 => Self::ThreeDays,
            4_320..10_080 => Self::Week,
            10_080..20_160 => Self::TwoWeeks,
            _ => Self::Longer,
        }
    }
}

/// How many decisions in force share these properties. The store updates the counts with each decision and undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionCount {
    /// What allowed the dispute.
    pub ground: Ground,
    pub mediator: Handle,
    pub outcome: Outcome,
    pub basis: Option<Basis>,
    /// How long it took from the opening.
    pub took: DurationBracket,
    pub count: u64,
}

/// The statistics screen's figures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Stats {
    /// Decisions in force.
    pub tallies: Vec<DecisionCount>,
    /// Open cases by the day on which they opened (days since 1970, UTC), oldest first.
    pub backlog: Vec<(i64, u64)>,
    /// What was done, beside decisions; kept from schema 5 on.
    pub work: Vec<WorkCount>,
    /// Open cases in the queue by who holds them.
    pub held: Vec<(Handle, u64)>,
}

vocabulary!(
    /// Brackets of how long ago a case opened, in whole days.
    AgeBracket, "an age", {
        Today = "today",
        ThreeDays = "1d_to_3d",
        Week = "3d_to_7d",
        TwoWeeks = "7d_to_14d",
        Older = "over_14d",
    }
);

impl AgeBracket {
    /// Returns the bracket of so many days.
    pub fn of_days(days: i64) -> Self {
        match days {
            ..1 => Self::Today,
            1..3 => Self::ThreeDays,
            3..7 => Self::Week,
            7..14 => Self::TwoWeeks,
            _ => Self::Older,
        }
    }
}

/// A proportion, with its 95 % confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Proportion {
    /// How many of them.
    pub of: u64,
    /// Of how many.
    pub total: u64,
    /// Lower end of the 95 % interval, 0 to 1.
    pub low: f64,
    /// Upper end, 0 to 1.
    pub high: f64,
}

impl Proportion {
    /// Returns the share with its 95 % Wilson score interval, which stays honest for small numbers: 1 of 1 is anything
    /// from a fifth to all (Wilson, J. Am. Stat. Assoc. 22, 1927). Of nothing, it is anything.
    pub fn new(of: u64, total: u64) -> Self {
        if total == 0 {
            return Self { of, total, low: 0.0, high: 1.0 };
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of decisions are far below 2^52")]
        let (k, n) = (of as f64, total as f64);
        const Z: f64 = 1.959_963_984_540_054;
        let z2 = Z * Z;
        let centre = (k + z2 / 2.0) / (n + z2);
        let half = Z / (n + z2) * (k * (n - k) / n + z2 / 4.0).sqrt();
        Self { of, total, low: (centre - half).max(0.0), high: (centre + half).min(1.0) }
    }
}

impl Proportion {
    /// Returns the proportion, from 0 to 1; one half of nothing.
    pub fn value(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of decisions are far below 2^52")]
        if self.total == 0 { 0.5 } else { self.of as f64 / self.total as f64 }
    }

    /// Returns the proportion in percent, rounded; nothing of nothing.
    pub fn percent(self) -> u64 {
        (self.of * 100 + self.total / 2).checked_div(self.total).unwrap_or(0)
    }

    /// Returns whether a value lies within the confidence interval.
    pub fn is_plausible(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

impl Stats {
    /// Returns the brackets within which half, and nine tenths, of the decisions were taken; `None` without decisions.
    pub fn typical_durations(&self) -> Option<(DurationBracket, DurationBracket)> {
        let total = self.count(|_| true);
        let within = |of: u64, all: u64| {
            DurationBracket::ALL.iter().copied().find(|&span| self.count(|t| t.took <= span) * all >= total * of)
        };
        if total == 0 { None } else { within(1, 2).zip(within(9, 10)) }
    }

    /// Returns how many decisions fulfil a condition.
    pub fn count(&self, keep: impl Fn(&DecisionCount) -> bool) -> u64 {
        self.tallies.iter().filter(|t| keep(t)).map(|t| t.count).sum()
    }

    /// Open cases by age at this moment, in the order of [`AgeBracket::ALL`].
    pub fn backlog_by_age(&self, now: Time) -> Vec<(AgeBracket, u64)> {
        let today = now.timestamp().div_euclid(24 * 3600);
        let of =
            |age| self.backlog.iter().filter(|(day, _)| AgeBracket::of_days(today - day) == age).map(|(_, n)| n).sum();
        AgeBracket::ALL.iter().map(|&age| (age, of(age))).collect()
    }

    /// Returns the share of agreed outcomes among all.
    pub fn agreed(&self) -> Proportion {
        Proportion::new(self.count(|t| t.basis == Some(Basis::Agreed)), self.count(|_| true))
    }

    /// Returns how often the client wins when one side wins: full refunds among full refunds and full payments, for a
    /// ground and a mediator (`None`: all of them).
    pub fn client_wins(&self, ground: Option<Ground>, mediator: Option<&Handle>) -> Proportion {
        let here =
            |t: &DecisionCount| ground.is_none_or(|g| t.ground == g) && mediator.is_none_or(|m| t.mediator == *m);
        let client = self.count(|t| here(t) && t.outcome == Outcome::ClientRefunded);
        let seller = self.count(|t| here(t) && t.outcome == Outcome::SellerWins);
        Proportion::new(client, client + seller)
    }

    /// Returns the mediators who decided anything, those with most decisions first, then by handle.
    pub fn mediators(&self) -> Vec<(Handle, u64)> {
        let mut totals = std::collections::BTreeMap::<Handle, u64>::new();
        for tally in &self.tallies {
            *totals.entry(tally.mediator.clone()).or_default() += tally.count;
        }
        let mut listed: Vec<_> = totals.into_iter().collect();
        listed.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(ground: Ground, mediator: &str, outcome: Outcome, basis: Option<Basis>, count: u64) -> DecisionCount {
        DecisionCount { ground, mediator: mediator.into(), outcome, basis, took: DurationBracket::Day, count }
    }

    #[test]
    fn a_small_number_is_unsure() {
        // Values of the published formula.
        for (of, total, low, high) in [
            (0, 0, 0.0, 1.0),
            (1, 1, 0.2065, 1.0),
            (0, 10, 0.0, 0.2775),
            (5, 10, 0.2366, 0.7634),
            (500, 1000, 0.4691, 0.5309),
        ] {
            let share = Proportion::new(of, total);
            assert!((share.low - low).abs() < 1e-3 && (share.high - high).abs() < 1e-3, "{of} of {total}: {share:?}");
        }
    }

    #[test]
    fn the_usual_time_is_that_of_half_and_of_nine_in_ten() {
        let of = |took, count| DecisionCount {
            took,
            count,
            ..tally(Ground::RevisionRefusedTwice, "ines", Outcome::SellerWins, None, 0)
        };
        let stats = |tallies| Stats { tallies, ..Stats::default() };
        assert_eq!(stats(vec![]).typical_durations(), None);
        assert_eq!(
            stats(vec![of(DurationBracket::Week, 1)]).typical_durations(),
            Some((DurationBracket::Week, DurationBracket::Week))
        );
        let spread =
            stats(vec![of(DurationBracket::Hour, 5), of(DurationBracket::Day, 4), of(DurationBracket::Longer, 1)]);
        assert_eq!(spread.typical_durations(), Some((DurationBracket::Hour, DurationBracket::Day)));
    }

    #[test]
    fn neutrality_looks_at_cases_one_side_won() {
        let (g1, g2) = (Ground::CancellationRefusedTwice, Ground::RevisionRefusedTwice);
        let stats = Stats {
            tallies: vec![
                tally(g1, "ines", Outcome::ClientRefunded, None, 3),
                tally(g1, "ines", Outcome::SellerWins, None, 1),
                tally(g2, "tom", Outcome::SellerWins, None, 6),
                tally(g2, "tom", Outcome::PartialRefund, Some(Basis::Agreed), 2),
            ],
            ..Stats::default()
        };
        let share = |ground, mediator: Option<&str>| {
            let share = stats.client_wins(ground, mediator.map(Handle::from).as_ref());
            (share.of, share.total)
        };
        assert_eq!(share(None, None), (3, 10));
        assert_eq!(share(Some(g1), None), (3, 4));
        assert_eq!(share(None, Some("tom")), (0, 6));
        assert_eq!((stats.agreed().of, stats.agreed().total), (2, 12));
        assert_eq!(stats.mediators(), [("tom".into(), 8), ("ines".into(), 4)]);
    }

    #[test]
    fn the_backlog_is_told_by_age() {
        let now = chrono::DateTime::from_timestamp(100 * 86_400 + 5, 0).unwrap();
        let stats =
            Stats { tallies: vec![], backlog: vec![(10, 4), (92, 2), (99, 1), (100, 3), (101, 1)], ..Stats::default() };
        let counts: Vec<u64> = stats.backlog_by_age(now).into_iter().map(|(_, n)| n).collect();
        assert_eq!(counts, [4, 1, 0, 2, 4]);
    }

    #[test]
    fn a_duration_falls_into_one_bracket() {
        for (minutes, span) in [
            (-5, DurationBracket::Hour),
            (59, DurationBracket::Hour),
            (60, DurationBracket::FourHours),
            (1_440, DurationBracket::ThreeDays),
            (99_999, DurationBracket::Longer),
        ] {
            assert_eq!(DurationBracket::of(TimeDelta::minutes(minutes)), span);
        }
    }
}
