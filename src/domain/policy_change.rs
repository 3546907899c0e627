//! Changing the policy (docs/process.md, "Policy"): a lead does ([`super::team::authority`]), with a reason, and what comes of
//! it is a new version.

use serde::Serialize;

use super::limits;
use super::policy::Policy;
use super::policy::setting::PolicySetting;
use super::refusal::{Refusal, SetupRefusal, TextPart};

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
/// `malformed` for a blank reason, and for values that can't be in force.
pub fn change_policy(in_force: &Policy, change: &PolicyChange) -> Result<Policy, Refusal> {
    limits::required_text(TextPart::PolicyReason, &change.reason)?;
    let mut policy = Policy { version: in_force.version + 1, ..in_force.clone() };
    change.settings.iter().cloned().for_each(|setting| setting.apply(&mut policy));
    policy.check().map_err(SetupRefusal::BadPolicy)?;
    Ok(policy)
}
