//! Another mediator's decision, looked at before it is approved or refused.

use super::answer_page::AnswerPage;
use super::editor::Editor;

/// Another mediator's decision, looked at before it is approved or refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Why it is refused, while [`Review::refusing`].
    pub editor: Editor,
    /// The version that is on screen: money moves on no other.
    pub seen: Option<i64>,
    /// The answer under the cursor.
    pub answer: Verdict,
    /// The reason of a refusal is being written.
    pub refusing: bool,
    /// The page, as far as it was read.
    pub page: AnswerPage,
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
