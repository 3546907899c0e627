//! What stands beside a case to be opened: precedents, then both parties' other disputes, in the order of the screen.

use crate::domain::decision::precedents::{PastDispute, Precedent, RelatedCases};
use crate::domain::ids::DisputeId;
use crate::domain::vocabulary::Side;

/// The most alike are listed; how all that were looked at ended is told in figures.
pub const PRECEDENTS: usize = 20;

/// Something that can be opened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RelatedCase<'a> {
    /// A decided dispute that is like the case.
    Precedent(&'a Precedent),
    /// Another dispute of this party of the case.
    Past(Side, &'a PastDispute),
}

impl RelatedCase<'_> {
    /// Returns which dispute it is.
    pub fn id(&self) -> DisputeId {
        match self {
            Self::Precedent(one) => one.id,
            Self::Past(_, one) => one.id,
        }
    }
}

/// Returns everything that can be opened, in order.
pub fn listed(background: &RelatedCases) -> Vec<RelatedCase<'_>> {
    let precedents = background.alike.found.iter().take(PRECEDENTS).map(RelatedCase::Precedent);
    let past = Side::ALL.iter().flat_map(|&side| {
        background
            .of(side)
            .iter()
            .flat_map(move |past| past.disputes.iter().map(move |one| RelatedCase::Past(side, one)))
    });
    precedents.chain(past).collect()
}
