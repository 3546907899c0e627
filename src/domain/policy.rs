//! The policy: the thresholds and delays of the process, with a version. Each dispute keeps the version that it was opened
//! under.

use chrono::TimeDelta;

use super::setting::{require, settings};

settings! {
    /// Thresholds and delays. Durations are in whole minutes, so that a person can write them in a file.
    pub struct Policy checked with () {
        version: u32 = 1,
            "Rises with every change of the policy: a version above the database's is put in force by the next command that \
             writes. Open disputes keep the version they were opened under.",
            check |policy, ()| require(policy.version > 0, "a policy's version starts at 1");
        /// See docs/process.md, "The three grounds".
        cancellation_refusals: u32 = 2, "Refused cancellations before a dispute opens by itself.",
            check |policy, ()| require(policy.cancellation_refusals > 0, "a dispute needs at least one refusal");
        /// See docs/process.md, "The three grounds".
        revision_refusals: u32 = 2, "Refused revisions before the client may open a dispute.",
            check |policy, ()| require(policy.revision_refusals > 0, "a dispute needs at least one refusal");
        ask_minutes: u32 = 48 * 60, "How long a party has to answer an ask, in minutes.";
        proposal_minutes: u32 = 72 * 60, "How long a proposal waits for the parties, in minutes.";
        response_minutes: u32 = 24 * 60, "How long a mediator has once it is their turn, in minutes.";
        hold_minutes: u32 = 10, "How long a decision can be undone before the marketplace is told, in minutes.";
        lease_minutes: u32 = 30, "How long a claim lasts without activity, in minutes.";
        second_mediator_above: Option<u32> = None,
            "Above this price, in whole units of the order's currency, a decision waits for a second mediator. Default: never.",
            example "500";
    }
}

fn minutes(n: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(n))
}

impl Policy {
    /// Returns how long a party has to answer an ask.
    pub fn ask_deadline(&self) -> TimeDelta {
        minutes(self.ask_minutes)
    }

    /// Returns how long a proposal waits for the parties.
    pub fn proposal_deadline(&self) -> TimeDelta {
        minutes(self.proposal_minutes)
    }

    /// Returns how long a mediator has, once it is their turn.
    pub fn response_time(&self) -> TimeDelta {
        minutes(self.response_minutes)
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
    pub fn needs_second_mediator(&self, price: super::money::amount::Money) -> bool {
        self.second_mediator_above.is_some_and(|limit| {
            let unit = 10_i64.pow(price.currency.decimals());
            price.minor > i64::from(limit).saturating_mul(unit)
        })
    }
}
