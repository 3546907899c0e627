//! The three doors into the rules: what the marketplace tells ([`apply`]), what a mediator asks ([`act`]), what time alone
//! does ([`settle`]). Each either changes the case and lists the facts to write, or refuses and changes nothing.

use super::action::Request;
use super::case::{Case, Fact, Mediator};
use super::event::{Event, Time};
use super::ids::{AttachmentId, Ids, MessageId};
use super::policy::Policy;
use super::refusal::Refusal;

/// What the rules need from outside.
#[derive(Debug)]
pub struct Ctx<'a> {
    /// The open dispute's own policy; else the one in force.
    pub policy: &'a Policy,
    /// Now, by our clock.
    pub now: Time,
    /// The next free numbers.
    pub ids: &'a mut Ids,
    /// What is to be written.
    pub facts: &'a mut Vec<Fact>,
}

/// What the rules ask about the long parts of a case, which they don't hold.
pub trait Evidence {
    /// Whether this message is of the case's discussion.
    fn has_message(&self, id: MessageId) -> bool;
    /// Whether this attachment is of the case (its discussion or its order), and if so, why it doesn't count.
    fn attachment(&self, id: AttachmentId) -> Option<Admissibility>;
}

/// Whether a piece of evidence counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admissibility {
    /// It counts.
    Admissible,
    /// It doesn't, for this reason.
    Inadmissible(String),
}

/// Applies an event of the marketplace. `case` is `None` for an order that is not known.
///
/// # Errors
/// A [`Refusal`]; the facts in `ctx` are then to be thrown away.
pub fn apply(case: Option<Case>, event: &Event, ctx: &mut Ctx<'_>) -> Result<Case, Refusal> {
    let _ = (case, event, ctx);
    unimplemented!()
}

/// Does what a mediator asks. Returns the id of what it made, if anything.
///
/// # Errors
/// A [`Refusal`]; the case and the facts in `ctx` are then to be thrown away.
pub fn act(
    case: &mut Case,
    request: &Request,
    me: &Mediator,
    evidence: &dyn Evidence,
    ctx: &mut Ctx<'_>,
) -> Result<Option<String>, Refusal> {
    let _ = (case, request, me, evidence, ctx);
    unimplemented!()
}

/// Does what time alone does to a case at `ctx.now`: lapses, wakes, releases. Returns whether anything changed.
pub fn settle(case: &mut Case, ctx: &mut Ctx<'_>) -> bool {
    let _ = (case, ctx);
    unimplemented!()
}
