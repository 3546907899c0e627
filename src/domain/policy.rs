//! The thresholds and delays of the process, as one typed policy with a version. Each dispute keeps the version it was
//! opened under.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Thresholds and delays. Durations are in whole minutes, so that a person can write them in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Rises with every change.
    pub version: u32,
    /// Cancellations refused before a dispute opens by itself (docs/process.md, "The three grounds").
    pub cancellation_refusals: u32,
    /// Revisions refused before the client may open a dispute (docs/process.md, "The three grounds").
    pub revision_refusals: u32,
    /// How long a party has to answer an ask.
    pub ask_minutes: u32,
    /// How long a proposal waits for the parties before the case comes back to the mediator.
    pub proposal_minutes: u32,
    /// How long a mediator has, once it is their turn.
    pub response_minutes: u32,
    /// How long a decision can be undone before the marketplace is told.
    pub hold_minutes: u32,
    /// How long a claim lasts without activity.
    pub lease_minutes: u32,
    /// Above this amount, in whole units of the order's currency, a decision waits for a second mediator.
    pub second_mediator_above: Option<u32>,
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
            second_mediator_above: None,
        }
    }
}

fn minutes(n: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(n))
}

impl Policy {
    /// How long a party has to answer an ask.
    pub fn ask_deadline(&self) -> TimeDelta {
        minutes(self.ask_minutes)
    }

    /// How long a proposal waits for the parties.
    pub fn proposal_deadline(&self) -> TimeDelta {
        minutes(self.proposal_minutes)
    }

    /// How long a mediator has, once it is their turn.
    pub fn response_time(&self) -> TimeDelta {
        minutes(self.response_minutes)
    }

    /// How long a decision can be undone.
    pub fn hold_duration(&self) -> TimeDelta {
        minutes(self.hold_minutes)
    }

    /// How long a claim lasts without activity.
    pub fn claim_lease(&self) -> TimeDelta {
        minutes(self.lease_minutes)
    }

    /// Whether a decision on this price waits for a second mediator.
    pub fn needs_second_mediator(&self, price: super::money::amount::Money) -> bool {
        self.second_mediator_above.is_some_and(|limit| {
            let unit = 10_i64.pow(price.currency.decimals());
            price.minor > i64::from(limit).saturating_mul(unit)
        })
    }
}
