//! Who looks at which case, apart from who holds it; and what a mediator must be told when they come back.

use chrono::TimeDelta;

use crate::domain::case::records::NotificationKind;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;

/// How often a desk says again which case it looks at.
pub const HEARTBEAT: TimeDelta = TimeDelta::seconds(30);

/// How long a desk that says nothing any more still counts: two heartbeats, and some patience with a busy machine.
pub const PRESENT_FOR: TimeDelta = TimeDelta::seconds(65);

/// A desk that looks at a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Presence {
    /// The case.
    pub dispute: DisputeId,
    /// Whose desk it is.
    pub by: Handle,
    /// The desk; one mediator may have several.
    pub desk: String,
}

/// What a mediator must be told of a case of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The case.
    pub dispute: DisputeId,
    /// Who did it.
    pub by: Handle,
    /// What.
    pub what: NotificationKind,
    /// When.
    pub at: Time,
}
