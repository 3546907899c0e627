//! The policy: the thresholds and delays of the process, with a version. It is the database's, and only a lead changes it
//! ([`super::policy_change`]). Each dispute keeps the version that it was opened under.

pub mod approval_limits;
pub mod holidays;
pub mod named_zone;
pub mod setting;
pub mod working_hours;
pub mod working_time;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use self::approval_limits::ApprovalLimits;
use self::holidays::Holidays;
use self::named_zone::NamedZone;
use self::setting::PolicyKey;
use self::working_hours::WorkingHours;
use self::working_time::WorkingTime;
use super::money::amount::Money;
use super::time::Time;

/// The longest delay: a year, in minutes.
pub const LONGEST_DELAY: u32 = 365 * 24 * 60;
/// The highest threshold. A client who was refused this often has been failed by more than the seller.
pub const HIGHEST_THRESHOLD: u32 = 100;
/// The fewest minutes of work a week, so that no deadline is years away.
pub const FEWEST_WORKING_MINUTES: u32 = 60;

/// Thresholds and delays. Delays are in whole minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Rises with every change.
    pub version: u32,
    /// Refused cancellations before a dispute opens by itself. See docs/process.md, "The three grounds".
    pub cancellation_refusals: u32,
    /// Refused revisions before the client may open a dispute. See docs/process.md, "The three grounds".
    pub revision_refusals: u32,
    /// How long a party has to answer an ask.
    pub ask_minutes: u32,
    /// How long a proposal waits for the parties.
    pub proposal_minutes: u32,
    /// How long a mediator has once it is their turn.
    pub response_minutes: u32,
    /// How long a decision can be undone before the marketplace is told; 0 makes it final at once.
    pub hold_minutes: u32,
    /// How long a claim lasts without activity.
    pub lease_minutes: u32,
    /// The prices above which a decision waits for a second mediator.
    pub second_mediator_above: ApprovalLimits,
    /// When the team works; the delays of asks, proposals and answers then count working time.
    pub hours: Option<WorkingHours>,
    /// Where those hours are.
    pub zone: Option<NamedZone>,
    /// The days without work among them.
    pub holidays: Holidays,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            version: 1,
            cancellation_refusals: 2,
            revision_refusals: 2,
            ask_minutes: 48 * 60,
            proposal_minutes: 72 * 60,
            response_minutes: 24 * 60,
            hold_minutes: 10,
            lease_minutes: 30,
            second_mediator_above: ApprovalLimits::Never,
            hours: None,
            zone: None,
            holidays: Holidays::default(),
        }
    }
}

/// A policy, with who put it in force and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    pub policy: Policy,
    /// Since when it is in force; `None` for the one that the database started with.
    pub since: Option<Time>,
    /// The lead who put it in force; `None` where no one did.
    pub by: Option<super::ids::Handle>,
    pub reason: Option<String>,
}

/// What can't be put in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPolicy {
    /// A threshold or a delay that has to be at least 1.
    TooSmall(PolicyKey),
    TooLarge {
        key: PolicyKey,
        at_most: u32,
    },
    /// Working hours are hours of some place.
    HoursWithoutZone,
    /// Fewer hours a week than [`FEWEST_WORKING_MINUTES`].
    TooFewHours,
}

fn minutes(n: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(n))
}

impl Policy {
    /// Returns the working time that delays count in, if they do.
    pub fn working_time(&self) -> Option<WorkingTime<'_>> {
        let (hours, zone) = (self.hours.as_ref()?, self.zone.as_ref()?);
        Some(WorkingTime { hours, zone, holidays: &self.holidays })
    }

    /// Returns when a party who is asked at `at` should have answered.
    pub fn ask_due(&self, at: Time) -> Time {
        self.due(at, self.ask_minutes)
    }

    /// Returns until when a proposal of `at` waits for the parties.
    pub fn proposal_due(&self, at: Time) -> Time {
        self.due(at, self.proposal_minutes)
    }

    /// Returns when a mediator whose turn began at `at` should have acted.
    pub fn response_due(&self, at: Time) -> Time {
        self.due(at, self.response_minutes)
    }

    /// A delay that people wait for counts working time, where the team has any.
    fn due(&self, at: Time, delay: u32) -> Time {
        match self.working_time() {
            Some(working) => working.after(at, minutes(delay)),
            None => at + minutes(delay),
        }
    }

    /// Returns how long a decision can be undone.
    pub fn hold_duration(&self) -> TimeDelta {
        minutes(self.hold_minutes)
    }

    /// Returns how long a claim lasts without activity.
    pub fn claim_lease(&self) -> TimeDelta {
        minutes(self.lease_minutes)
    }

    /// Returns whether a decision on this price waits for a second mediator.
    pub fn needs_second_mediator(&self, price: Money) -> bool {
        self.second_mediator_above.is_below(price)
    }

    /// Checks that these values can be put in force together.
    ///
    /// # Errors
    /// [`BadPolicy`], the first of them.
    pub fn check(&self) -> Result<(), BadPolicy> {
        use PolicyKey as Key;
        for (key, number, least, most) in [
            (Key::CancellationRefusals, self.cancellation_refusals, 1, HIGHEST_THRESHOLD),
            (Key::RevisionRefusals, self.revision_refusals, 1, HIGHEST_THRESHOLD),
            (Key::AskMinutes, self.ask_minutes, 1, LONGEST_DELAY),
            (Key::ProposalMinutes, self.proposal_minutes, 1, LONGEST_DELAY),
            (Key::ResponseMinutes, self.response_minutes, 1, LONGEST_DELAY),
            (Key::HoldMinutes, self.hold_minutes, 0, LONGEST_DELAY),
            (Key::LeaseMinutes, self.lease_minutes, 1, LONGEST_DELAY),
        ] {
            if number < least {
                return Err(BadPolicy::TooSmall(key));
            }
            if number > most {
                return Err(BadPolicy::TooLarge { key, at_most: most });
            }
        }
        match &self.hours {
            Some(_) if self.zone.is_none() => Err(BadPolicy::HoursWithoutZone),
            Some(hours) if hours.minutes_a_week() < FEWEST_WORKING_MINUTES => Err(BadPolicy::TooFewHours),
            _ => Ok(()),
        }
    }
}
