//! What the history of an order tells: the marketplace's events, and what became of the dispute.

use std::borrow::Cow;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::domain::case::records::DecisionEventKind;
use crate::domain::marketplace::event::EventType;
use crate::domain::vocabulary::{RequestKind, UnknownWord};

/// The kind of an entry in an order's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineKind {
    /// An event of the marketplace; also a dispute that opened by itself.
    Event(EventType),
    /// A decision was taken.
    Decided,
    /// Something happened to a decision.
    Decision(DecisionEventKind),
}

impl JsonSchema for TimelineKind {
    fn schema_name() -> Cow<'static, str> {
        "TimelineType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": Self::all().map(Self::as_str).collect::<Vec<_>>()})
    }
}

impl TimelineKind {
    /// Returns every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        let events = EventType::ALL.iter().copied().map(Self::Event);
        events.chain([Self::Decided]).chain(DecisionEventKind::ALL.iter().copied().map(Self::Decision))
    }

    /// Returns the word that is stored for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event(event) => event.as_str(),
            Self::Decided => "dispute.decided",
            Self::Decision(DecisionEventKind::Approved) => "decision.approved",
            Self::Decision(DecisionEventKind::Refused) => "decision.refused",
            Self::Decision(DecisionEventKind::Reversed) => "decision.reversed",
            Self::Decision(DecisionEventKind::Effective) => "decision.effective",
        }
    }

    /// Returns whether the seller refused a request, or a second mediator a decision.
    pub fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::Event(EventType::RevisionRefused | EventType::CancellationRefused)
                | Self::Decision(DecisionEventKind::Refused)
        )
    }
}

/// Tells, along an order's history, which of the seller's answers came too late: when the dispute was open, so that no
/// request was pending any more.
#[derive(Debug, Default)]
pub struct LateAnswers {
    pending: Option<RequestKind>,
}

impl LateAnswers {
    /// Takes the next entry of the history, oldest first. Returns whether it is an answer that came too late.
    pub fn next_is_late(&mut self, kind: TimelineKind) -> bool {
        let TimelineKind::Event(event) = kind else { return false };
        match event {
            EventType::RevisionRequested => self.pending = Some(RequestKind::Revision),
            EventType::CancellationRequested => self.pending = Some(RequestKind::Cancellation),
            EventType::RevisionAccepted | EventType::RevisionRefused => {
                return self.pending.take_if(|kind| *kind == RequestKind::Revision).is_none();
            }
            EventType::CancellationAccepted | EventType::CancellationRefused => {
                return self.pending.take_if(|kind| *kind == RequestKind::Cancellation).is_none();
            }
            EventType::DisputeOpened | EventType::OrderCompleted => self.pending = None,
            EventType::OrderPlaced
            | EventType::OrderMessage
            | EventType::OrderDelivered
            | EventType::DisputeMessage
            | EventType::DisputeRead
            | EventType::ProposalMade
            | EventType::ProposalAnswered => {}
        }
        false
    }
}

impl From<EventType> for TimelineKind {
    fn from(event: EventType) -> Self {
        Self::Event(event)
    }
}

impl FromStr for TimelineKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text.strip_prefix("decision.") {
            Some(happened) => happened.parse().map(Self::Decision),
            None if text == Self::Decided.as_str() => Ok(Self::Decided),
            None => text.parse().map(Self::Event),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_history_is_read_back_from_its_stored_word() {
        let events = EventType::ALL.iter().map(|event| TimelineKind::Event(*event));
        let decisions = DecisionEventKind::ALL.iter().map(|kind| TimelineKind::Decision(*kind));
        for kind in events.chain(decisions).chain([TimelineKind::Decided]) {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(kind.is_refusal(), kind.as_str().ends_with(".refused"));
        }
    }
}
