//! Decisions: the four outcomes, and what the team's past decisions say.
//!
//! - [`draft`]: a decision as a mediator drafts it.
//! - [`checklist`]: what the process wants before a decision.
//! - [`deciding`]: taking, approving, refusing, undoing a decision, and its taking effect.
//! - [`precedents`]: decided disputes that are like a given one, and the parties' records.
//! - [`summary`]: a decision as lists tell of it.
//! - [`statistics`]: how the team judges, in numbers; [`work_figures`]: what it did in a period.

pub mod checklist;
pub mod deciding;
pub mod draft;
pub mod precedents;
pub mod statistics;
pub mod summary;
pub mod work_figures;
