//! The policy's keys, and values for them as a lead types them: `hold_minutes=5`.

use std::fmt;

use serde::Serialize;

use super::Policy;
use super::approval_limits::ApprovalLimits;
use super::holidays::Holidays;
use super::named_zone::NamedZone;
use super::working_hours::WorkingHours;
use crate::domain::vocabulary::vocabulary;

vocabulary!(
    /// What a policy says, in the order in which it is shown.
    PolicyKey, "a key of the policy", {
        CancellationRefusals = "cancellation_refusals",
        RevisionRefusals = "revision_refusals",
        AskMinutes = "ask_minutes",
        ProposalMinutes = "proposal_minutes",
        ResponseMinutes = "response_minutes",
        HoldMinutes = "hold_minutes",
        LeaseMinutes = "lease_minutes",
        SecondMediatorAbove = "second_mediator_above",
        Hours = "hours",
        Zone = "zone",
        Holidays = "holidays",
    }
);

impl PolicyKey {
    /// Returns whether its value is a delay that counts working time, where the team has any (docs/process.md, "Working
    /// time").
    pub fn counts_working_time(self) -> bool {
        matches!(self, Self::AskMinutes | Self::ProposalMinutes | Self::ResponseMinutes)
    }
}

/// A new value for a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicySetting {
    CancellationRefusals(u32),
    RevisionRefusals(u32),
    AskMinutes(u32),
    ProposalMinutes(u32),
    ResponseMinutes(u32),
    HoldMinutes(u32),
    LeaseMinutes(u32),
    SecondMediatorAbove(ApprovalLimits),
    Hours(Option<WorkingHours>),
    Zone(Option<NamedZone>),
    Holidays(Holidays),
}

/// The word that clears a value.
const NONE: &str = "none";

impl PolicySetting {
    /// Reads a value of this key.
    ///
    /// # Errors
    /// A sentence about the value, that names neither it nor the key.
    pub fn parse(key: PolicyKey, value: &str) -> Result<Self, String> {
        use PolicyKey as Key;
        let value = value.trim();
        let number = || value.parse().map_err(|_| "it is not a whole number".to_owned());
        Ok(match key {
            Key::CancellationRefusals => Self::CancellationRefusals(number()?),
            Key::RevisionRefusals => Self::RevisionRefusals(number()?),
            Key::AskMinutes => Self::AskMinutes(number()?),
            Key::ProposalMinutes => Self::ProposalMinutes(number()?),
            Key::ResponseMinutes => Self::ResponseMinutes(number()?),
            Key::HoldMinutes => Self::HoldMinutes(number()?),
            Key::LeaseMinutes => Self::LeaseMinutes(number()?),
            Key::SecondMediatorAbove => Self::SecondMediatorAbove(value.parse()?),
            Key::Hours if value == NONE => Self::Hours(None),
            Key::Hours => Self::Hours(Some(value.parse()?)),
            Key::Zone if value == NONE => Self::Zone(None),
            Key::Zone => Self::Zone(Some(value.parse()?)),
            Key::Holidays => Self::Holidays(Holidays::parse(value)?),
        })
    }

    /// Gives the key of a policy this value.
    pub fn apply(self, policy: &mut Policy) {
        match self {
            Self::CancellationRefusals(value) => policy.cancellation_refusals = value,
            Self::RevisionRefusals(value) => policy.revision_refusals = value,
            Self::AskMinutes(value) => policy.ask_minutes = value,
            Self::ProposalMinutes(value) => policy.proposal_minutes = value,
            Self::ResponseMinutes(value) => policy.response_minutes = value,
            Self::HoldMinutes(value) => policy.hold_minutes = value,
            Self::LeaseMinutes(value) => policy.lease_minutes = value,
            Self::SecondMediatorAbove(value) => policy.second_mediator_above = value,
            Self::Hours(value) => policy.hours = value,
            Self::Zone(value) => policy.zone = value,
            Self::Holidays(value) => policy.holidays = value,
        }
    }
}

impl Policy {
    /// Returns the value of a key as it is typed.
    pub fn typed_value(&self, key: PolicyKey) -> String {
        use PolicyKey as Key;
        let or_none = |value: Option<&dyn fmt::Display>| value.map_or_else(|| NONE.to_owned(), ToString::to_string);
        match key {
            Key::CancellationRefusals => self.cancellation_refusals.to_string(),
            Key::RevisionRefusals => self.revision_refusals.to_string(),
            Key::AskMinutes => self.ask_minutes.to_string(),
            Key::ProposalMinutes => self.proposal_minutes.to_string(),
            Key::ResponseMinutes => self.response_minutes.to_string(),
            Key::HoldMinutes => self.hold_minutes.to_string(),
            Key::LeaseMinutes => self.lease_minutes.to_string(),
            Key::SecondMediatorAbove => self.second_mediator_above.to_string(),
            Key::Hours => or_none(self.hours.as_ref().map(|hours| hours as _)),
            Key::Zone => or_none(self.zone.as_ref().map(|zone| zone as _)),
            Key::Holidays => self.holidays.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_set_and_reads_back_as_it_was_typed() {
        let typed = [
            "3",
            "4",
            "5",
            "6",
            "7",
            "0",
            "8",
            "EUR=500,JPY=80000",
            "Mon-Fri 09:00-18:00",
            "Europe/Paris",
            "fr,2026-12-24",
        ];
        let mut policy = Policy::default();
        for (key, value) in PolicyKey::ALL.iter().zip(typed) {
            let before = policy.typed_value(*key);
            assert_ne!(before, value, "{key}");
            PolicySetting::parse(*key, value).unwrap_or_else(|bad| panic!("{key}: {bad}")).apply(&mut policy);
            assert_eq!(policy.typed_value(*key), value, "{key}");
            let mut back = policy.clone();
            PolicySetting::parse(*key, &before).unwrap_or_else(|bad| panic!("{key}: {bad}")).apply(&mut back);
            assert_eq!(back.typed_value(*key), before, "{key}");
        }
        let json = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for (key, value) in [
            (PolicyKey::HoldMinutes, "-1"),
            (PolicyKey::HoldMinutes, "ten"),
            (PolicyKey::HoldMinutes, "1.5"),
            (PolicyKey::HoldMinutes, ""),
            (PolicyKey::AskMinutes, "99999999999"),
            (PolicyKey::Zone, "Paris"),
            (PolicyKey::Zone, "CET+1"),
            (PolicyKey::Hours, "9-18"),
            (PolicyKey::SecondMediatorAbove, "500"),
            (PolicyKey::Holidays, "de"),
        ] {
            assert!(PolicySetting::parse(key, value).is_err(), "{key}={value}");
        }
    }

    #[test]
    fn a_policy_that_an_older_program_stored_is_read() {
        let stored = r#"{"version":3,"cancellation_refusals":2,"revision_refusals":2,"ask_minutes":2880,"proposal_minutes":4320,
            "response_minutes":1440,"hold_minutes":10,"lease_minutes":30,"second_mediator_above":500}"#;
        let policy: Policy = serde_json::from_str(stored).unwrap();
        let expected =
            Policy { version: 3, second_mediator_above: ApprovalLimits::AnyCurrency(500), ..Policy::default() };
        assert_eq!(policy, expected);
        let never: Policy = serde_json::from_str(&stored.replace("500", "null")).unwrap();
        assert_eq!(never.second_mediator_above, ApprovalLimits::Never);
    }
}
