//! What is found by search beside messages.

use std::borrow::Cow;

use crate::domain::ids::{Handle, PassageId};
use crate::domain::search::passage::PassageKind;
use crate::domain::time::Time;
use crate::store::write::table::table;

table! {
    /// A passage. Its text stands in the row that it is of: an event's (or where that says), a note's, an attachment's. The row
    /// is there as long as the text is found.
    PassageRow<'a> in "passages" {
        id: PassageId [key],
        kind: PassageKind,
        // The number of that row.
        of as "ref": i64,
        // When and by whom a piece of evidence was struck, which no other row says.
        at: Option<Time>,
        handle: Option<Cow<'a, Handle>>,
    }
}
