//! What the rules get besides the case: the policy, the time, the next free ids, and where to put the records they write.

use super::records::Fact;
use crate::domain::ids::Ids;
use crate::domain::policy::Policy;
use crate::domain::time::Time;

/// What the rules need besides the case.
#[derive(Debug)]
pub struct RuleContext<'a> {
    /// The policy that the dispute was opened under, for all that concerns it; the one in force for an order without an open
    /// dispute.
    pub policy: &'a Policy,
    pub now: Time,
    /// The next free numbers.
    pub ids: &'a mut Ids,
    /// Collects the records to be written.
    pub facts: &'a mut Vec<Fact>,
}

impl RuleContext<'_> {
    /// Returns the time from which deadlines count for what happened at `at`: that time, but never the future, so that
    /// a marketplace whose clock is fast can't push a deadline away (docs/process.md, "Clocks of the marketplace").
    pub fn not_after_now(&self, at: Time) -> Time {
        at.min(self.now)
    }

    pub(in crate::domain) fn write(&mut self, fact: Fact) {
        self.facts.push(fact);
    }
}
