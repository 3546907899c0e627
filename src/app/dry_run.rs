//! What the rules would say, asked before the store is: the same rules on the case as it is at hand. What is shown before a
//! decision is what the rules do, not a second version of them.

use crate::domain::case::context::RuleContext;
use crate::domain::case::long_parts::{Admissibility, Evidence};
use crate::domain::case::records::{Case, Fact, Mediator};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{AttachmentId, DecisionId, Ids, MessageId};
use crate::domain::money::accounts::Entry;
use crate::domain::policy::Policy;
use crate::domain::refusal::Refusal;
use crate::domain::rules;
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::{CaseFile, ThreadRow};

/// What an act would do. Its new ids are made up.
#[derive(Debug, Clone, PartialEq)]
pub struct DryRun {
    /// The case after it.
    pub case: Case,
    /// What would be written beside it.
    pub facts: Vec<Fact>,
}

/// What the rules would say to this action, now.
///
/// # Errors
/// The [`Refusal`] that the store would give, as far as the case at hand is the newest.
pub fn dry_run(file: &CaseFile, me: &Mediator, action: Action, policy: &Policy, now: Time) -> Result<DryRun, Refusal> {
    let mut case = file.case.clone();
    let Some(dispute) = case.dispute.as_ref().map(|d| d.id) else { return Ok(DryRun { case, facts: Vec::new() }) };
    let request = Request { dispute, by: me.handle.clone(), action, seen: None };
    let mut facts = Vec::new();
    let mut ctx = RuleContext { policy, now, ids: &mut Ids::default(), facts: &mut facts };
    rules::act(&mut case, &request, me, &AtHand(file), &mut ctx)?;
    Ok(DryRun { case, facts })
}

/// The long parts of a case at hand.
struct AtHand<'a>(&'a CaseFile);

impl Evidence for AtHand<'_> {
    fn has_message(&self, id: MessageId) -> bool {
        self.0.thread.binary_search_by_key(&id, |row| row.message.id).is_ok()
    }

    fn attachment(&self, id: AttachmentId) -> Option<Admissibility> {
        let all = self.0.thread.iter().flat_map(|row| &row.attachments).chain(&self.0.order_files);
        let found = all.into_iter().find(|attachment| attachment.id == id)?;
        Some(match &found.inadmissible {
            Some(reason) => Admissibility::Inadmissible(reason.clone()),
            None => Admissibility::Admissible,
        })
    }

    fn unread_after(&self, id: MessageId) -> u32 {
        let of_a_party = |row: &&ThreadRow| matches!(row.message.from, Speaker::Client | Speaker::Seller);
        let after = self.0.thread.iter().filter(|row| row.message.id > id).filter(of_a_party);
        u32::try_from(after.count()).unwrap_or(u32::MAX)
    }

    fn entries_of(&self, decision: DecisionId) -> Vec<Entry> {
        let of_it = |entry: &&Entry| entry.decision == Some(decision) && entry.reverses.is_none();
        self.0.entries.iter().filter(of_it).cloned().collect()
    }
}
