//! What the desk's mediator is told of cases: listed until they acknowledge it, said once at the foot of the screen, and, while
//! nobody looks at the terminal, outside it.

use chrono::TimeDelta;

use crate::domain::case::records::NotificationKind;
use crate::domain::ids::DisputeId;
use crate::domain::time::Time;
use crate::store::Notification;

/// The shortest time between two alerts; what comes meanwhile is in the next one.
const BETWEEN_ALERTS: TimeDelta = TimeDelta::seconds(30);

/// How long without a key a terminal that does not report its focus counts as looked at.
const LOOKED_AT: TimeDelta = TimeDelta::minutes(2);

/// What the desk's mediator is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notifications {
    /// What they have not acknowledged, the newest first.
    pub all: Vec<Notification>,
    /// What of it is said at the foot of the screen until a key dismisses it.
    pub unseen: Vec<Notification>,
    /// Since when.
    pub(in crate::app) shown_since: Option<Time>,
    /// Those that the store may still list though they were acknowledged here.
    pub(in crate::app) acknowledged: Vec<Notification>,
    /// Those that came and are to be told outside, unless someone looks first.
    pub(in crate::app) pending: Vec<Notification>,
    /// Whether the store's list was read. What it said first is news only where it is newer than the desk.
    pub(in crate::app) known: bool,
    /// When the desk started.
    pub(in crate::app) started: Option<Time>,
    /// The open case, whose notifications were acknowledged when it was opened.
    pub(in crate::app) opened: Option<DisputeId>,
    /// Whether the terminal has the focus; `None` while it has not said.
    pub(in crate::app) focused: Option<bool>,
    /// When a key was pressed last.
    pub(in crate::app) last_input: Option<Time>,
    pub(in crate::app) last_alert: Option<Time>,
}

impl Notifications {
    /// Returns when what is pending is to be told outside, from `now` on; `None` while nothing is, or someone looks.
    pub(in crate::app) fn alert_due(&self, now: Time) -> Option<Time> {
        if self.pending.is_empty() || self.focused == Some(true) {
            return None;
        }
        let again = self.last_alert.map(|at| at + BETWEEN_ALERTS);
        let left = self.last_input.filter(|_| self.focused.is_none()).map(|at| at + LOOKED_AT);
        Some([again, left].into_iter().flatten().fold(now, Time::max))
    }
}

/// The list of notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NotificationList {
    /// The one under the cursor, so that a newer one does not move it.
    pub selected: Option<(DisputeId, NotificationKind)>,
    /// Its place.
    pub cursor: usize,
}
