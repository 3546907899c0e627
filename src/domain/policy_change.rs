//! Changing the policy (docs/process.md, "Policy"): a lead does, with a reason, and what comes of it is a new version.

use serde::Serialize;

use super::case::records::Mediator;
use super::limits;
use super::policy::Policy;
use super::policy::setting::PolicySetting;
use super::refusal::{Refusal, SetupRefusal, TextPart};
use super::vocabulary::Role;

/// New values for some keys of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyChange {
    pub settings: Vec<PolicySetting>,
    /// Why, for whoever reads the history.
    pub reason: String,
}

/// Returns the policy that follows the one in force. What the change doesn't name stays.
///
/// # Errors
/// `not_a_lead` for anyone else; `malformed` for a blank reason, and for values that can't be in force.
pub fn change_policy(in_force: &Policy, change: &PolicyChange, me: &Mediator) -> Result<Policy, Refusal> {
    if me.role != Role::Lead {
        return Err(SetupRefusal::PolicyByOther { handle: me.handle.clone() }.into());
    }
    limits::required_text(TextPart::PolicyReason, &change.reason)?;
    let mut policy = Policy { version: in_force.version + 1, ..in_force.clone() };
    change.settings.iter().cloned().for_each(|setting| setting.apply(&mut policy));
    policy.check().map_err(SetupRefusal::BadPolicy)?;
    Ok(policy)
}
