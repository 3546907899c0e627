//! The free numbers of a transaction: the domain's and the store's own.

use crate::domain::ids::{Ids, PassageId};

/// The next free number of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// The domain's.
    pub ids: Ids,
    order: i64,
    event: i64,
    passage: i64,
    decision_event: i64,
    outbox: i64,
    later_file: i64,
    change: i64,
    team: i64,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            ids: Ids::default(),
            order: 1,
            event: 1,
            passage: 1,
            decision_event: 1,
            outbox: 1,
            later_file: 1,
            change: 1,
            team: 0,
        }
    }
}

impl Numbers {
    /// Each kind's name in the table of sequences, and its next free number; of the team, the number of its last change.
    pub fn sequences(&self) -> [(&'static str, i64); 16] {
        let Self { ids, order, event, passage, decision_event, outbox, later_file, change, team } = self;
        [
            ("dispute", ids.dispute),
            ("message", ids.message),
            ("attachment", ids.attachment),
            ("proposal", ids.proposal),
            ("ask", ids.ask),
            ("note", ids.note),
            ("decision", ids.decision),
            ("entry", ids.entry),
            ("order", *order),
            ("event", *event),
            ("passage", *passage),
            (DECISION_EVENT, *decision_event),
            ("outbox", *outbox),
            (LATER_FILE, *later_file),
            (CHANGE, *change),
            (TEAM_CHANGE, *team),
        ]
    }

    /// Sets the next free number of the kind of this name. Unknown names are left alone.
    pub fn set(&mut self, name: &str, next: i64) {
        let number = match name {
            "dispute" => &mut self.ids.dispute,
            "message" => &mut self.ids.message,
            "attachment" => &mut self.ids.attachment,
            "proposal" => &mut self.ids.proposal,
            "ask" => &mut self.ids.ask,
            "note" => &mut self.ids.note,
            "decision" => &mut self.ids.decision,
            "entry" => &mut self.ids.entry,
            "order" => &mut self.order,
            "event" => &mut self.event,
            "passage" => &mut self.passage,
            DECISION_EVENT => &mut self.decision_event,
            "outbox" => &mut self.outbox,
            LATER_FILE => &mut self.later_file,
            CHANGE => &mut self.change,
            TEAM_CHANGE => &mut self.team,
            _ => return,
        };
        *number = next;
    }

    /// Those that differ from what they were before: name and next free number.
    pub fn changed_since(&self, before: &Self) -> impl Iterator<Item = (&'static str, i64)> {
        let pairs = self.sequences().into_iter().zip(before.sequences());
        pairs.filter(|(now, before)| now.1 != before.1).map(|(now, _)| now)
    }

    fn next(number: &mut i64) -> i64 {
        *number += 1;
        *number - 1
    }

    /// Takes the next order's.
    pub fn order(&mut self) -> i64 {
        Self::next(&mut self.order)
    }

    /// Takes the next event's.
    pub fn event(&mut self) -> i64 {
        Self::next(&mut self.event)
    }

    /// Takes the next passage's.
    pub fn passage(&mut self) -> PassageId {
        PassageId(Self::next(&mut self.passage))
    }

    /// Takes the next decision event's.
    pub fn decision_event(&mut self) -> i64 {
        Self::next(&mut self.decision_event)
    }

    /// Takes the next outbox line's.
    pub fn outbox(&mut self) -> i64 {
        Self::next(&mut self.outbox)
    }

    /// Takes the next of a content that came after its event.
    pub fn later_file(&mut self) -> i64 {
        Self::next(&mut self.later_file)
    }

    /// Takes the next change's.
    pub fn change(&mut self) -> i64 {
        Self::next(&mut self.change)
    }

    /// Takes the next change's for one of the team or its policy.
    pub fn team_change(&mut self) {
        self.team = self.change();
    }
}

const LATER_FILE: &str = "later_file";
const DECISION_EVENT: &str = "decision_event";
/// The sequence of changes, which desks follow.
pub const CHANGE: &str = "change";
/// Which change was the last of the team or its policy.
pub const TEAM_CHANGE: &str = "team";
