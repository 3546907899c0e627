//! Time in the rules: an instant, always given as an argument.

use chrono::{DateTime, Utc};

/// An instant, UTC.
pub type Time = DateTime<Utc>;
