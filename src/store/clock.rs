//! Whose time counts. Every write says when it happens; a machine whose clock is fast must not release a decision's hold, or
//! let an ask lapse, before its time. Whoever keeps the time of a store judges what its callers say.

use std::fmt;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::domain::time::Time;

/// How far a caller may be ahead of the store: what two clocks that are kept by the network differ by, and more.
const TOLERANCE: TimeDelta = TimeDelta::seconds(2);

/// What a store compares its callers' time with.
///
/// A database file is opened by programs of one machine, and the store's clock is that machine's: it takes the place of a time
/// that is ahead of it. A server compares with its own, and refuses such a write, since there one caller's clock says nothing
/// of another's. Tests, demos and new databases that are filled with a past give every time themselves.
#[derive(Clone, Default)]
pub enum Clock {
    /// Believes every caller.
    #[default]
    Callers,
    /// Has a time of its own.
    Own(Arc<dyn Fn() -> Time + Send + Sync>),
}

impl Clock {
    /// A clock that is read so.
    pub fn own(read: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        Self::Own(Arc::new(read))
    }

    /// Returns when a write happens that a caller says happens `now`: never later than it is, but for a small tolerance.
    pub fn judge(&self, now: Time) -> Time {
        match self {
            Self::Callers => now,
            Self::Own(read) => {
                let own = read();
                if now > own + TOLERANCE { own } else { now }
            }
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Callers => "Callers",
            Self::Own(_) => "Own",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_who_is_ahead_is_not_believed() {
        let noon: Time = "2026-11-24T12:00:00Z".parse().unwrap();
        let clock = Clock::own(move || noon);
        for (seconds, expected) in [(-86_400, -86_400), (0, 0), (2, 2), (3, 0), (86_400, 0)] {
            let judged = clock.judge(noon + TimeDelta::seconds(seconds));
            assert_eq!(judged - noon, TimeDelta::seconds(expected), "{seconds}");
        }
        assert_eq!(Clock::Callers.judge(noon + TimeDelta::days(1)), noon + TimeDelta::days(1));
    }
}
