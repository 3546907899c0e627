//! What the rules would say, asked before the store is: the same rules on the case as it is at hand. What is shown before a
//! decision is what the rules do, not a second version of them.

use crate::domain::case::context::RuleContext;
use crate::domain::case::records::{Case, Fact, Mediator};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::Ids;
use crate::domain::refusal::Refusal;
use crate::domain::rules;
use crate::domain::time::Time;
use crate::store::CaseFile;

/// What an act would do. Its new ids are made up.
#[derive(Debug, Clone, PartialEq)]
pub struct DryRun {
    pub case: Case,
    /// What would be written beside it.
    pub facts: Vec<Fact>,
}

/// Returns what the rules would say to this action, now, by the policy that the case was opened under.
///
/// # Errors
/// The [`Refusal`] that the store would give, as far as the case at hand is the newest.
pub fn dry_run(file: &CaseFile, me: &Mediator, action: Action, now: Time) -> Result<DryRun, Refusal> {
    let mut case = file.case.clone();
    let Some(dispute) = case.dispute.as_ref().map(|d| d.id) else { return Ok(DryRun { case, facts: Vec::new() }) };
    let request = Request { dispute, by: me.handle.clone(), action, seen: None, key: None };
    let mut facts = Vec::new();
    let mut ctx = RuleContext { policy: &file.policy, now, ids: &mut Ids::default(), facts: &mut facts };
    let needed = rules::needed_parts(&request.action);
    let mut parts = file.long_parts(&needed);
    // Whether a case could be given away is asked by giving it to oneself; the team is the store's.
    parts.receiver = needed.receiver.filter(|to| *to == me.handle).map(|_| me.clone());
    rules::act(&mut case, &request, me, &parts, &mut ctx)?;
    Ok(DryRun { case, facts })
}
