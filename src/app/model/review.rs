//! Another mediator's decision, looked at before it is approved or refused.

use super::layer::Picker;
use super::notice::{News, Trouble};
use crate::app::effect::Ticket;
use crate::app::text::Text;
use crate::domain::ids::DisputeId;

/// Another mediator's decision, looked at before it is approved or refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The case.
    pub dispute: DisputeId,
    /// The version that is on screen: money moves on no other.
    pub seen: Option<i64>,
    /// The answer under the cursor.
    pub answer: Verdict,
    /// Why it is refused, while that is being written.
    pub refusing: Option<Text>,
    /// The first visible line.
    pub scroll: usize,
    /// It was sent, and the store has not answered yet.
    pub sending: Option<Ticket>,
    /// Why it could not be done.
    pub trouble: Option<Trouble>,
    /// A ready reply is being chosen for the reason.
    pub picker: Option<Picker>,
    /// The case changed meanwhile: by whom, and what.
    pub news: Option<News>,
}

/// A second mediator's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    /// Neither: the default.
    #[default]
    Back,
    /// Money moves as the decision says.
    Approve,
    /// The case goes back to whoever decided it; the reason is asked for.
    Refuse,
}

impl Verdict {
    /// Every answer, as the page shows them.
    pub const ALL: [Self; 3] = [Self::Back, Self::Approve, Self::Refuse];
}
