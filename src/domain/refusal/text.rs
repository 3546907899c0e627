//! Texts that are empty or too long.

use super::event_line::EventField;

/// A text that is blank or too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRefusal {
    pub part: TextPart,
    pub fault: TextFault,
}

/// Which text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart {
    Message,
    Note,
    Ask,
    /// Why a client disputes.
    Justification,
    /// The free words of a proposal's terms.
    ProposalTerms,
    /// What both agree to do in a relaunch.
    RelaunchTerms,
    /// Why evidence does not count.
    InadmissibleReason,
    /// Why struck evidence counts after all.
    AdmissionReason,
    /// Why a decision was taken.
    DecisionReasons,
    /// Why the second mediator refuses a decision.
    RefusalReason,
    /// Why the policy is changed.
    PolicyReason,
    /// The filter of a view that is kept.
    Filter,
    /// A field of an event.
    Field(EventField),
    /// A whole line of events.
    Line,
}

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    Blank,
    /// It has this many bytes of UTF-8, and may have `limit`.
    TooLong {
        bytes: usize,
        limit: usize,
    },
    /// It holds U+0000, which not every store can keep.
    ZeroCharacter,
}
