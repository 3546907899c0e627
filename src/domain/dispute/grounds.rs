//! The three grounds of a dispute (docs/process.md, "The three grounds"): a pure reading of the refusals on record
//! since the order was placed or last relaunched.

use crate::domain::policy::Policy;
use crate::domain::refusal::MissingRefusals;
use crate::domain::vocabulary::{Ground, RequestKind};

/// Returns how many refusals of this kind are on record.
pub fn count_refusals(refusals: &[RequestKind], kind: RequestKind) -> u32 {
    u32::try_from(refusals.iter().filter(|k| **k == kind).count()).unwrap_or(u32::MAX)
}

/// Returns the refusals that this ground still lacks.
pub fn missing_refusals(ground: Ground, refusals: &[RequestKind], policy: &Policy) -> MissingRefusals {
    let lacks = |kind, threshold: u32| threshold.max(1).saturating_sub(count_refusals(refusals, kind));
    match ground {
        Ground::CancellationRefusedTwice => MissingRefusals {
            cancellations: lacks(RequestKind::Cancellation, policy.cancellation_refusals),
            revisions: 0,
        },
        Ground::RevisionRefusedTwice => {
            MissingRefusals { revisions: lacks(RequestKind::Revision, policy.revision_refusals), cancellations: 0 }
        }
        // In that order: a cancellation refused before the first refused revision does not count.
        Ground::RevisionThenCancellationRefused => match refusals.iter().position(|k| *k == RequestKind::Revision) {
            None => MissingRefusals { revisions: 1, cancellations: 1 },
            Some(first) if refusals[first..].contains(&RequestKind::Cancellation) => MissingRefusals::default(),
            Some(_) => MissingRefusals { revisions: 0, cancellations: 1 },
        },
    }
}

/// Returns the ground that is met; where several are, the first in the process's list (docs/process.md, "Several grounds
/// at once").
pub fn first_ground(refusals: &[RequestKind], policy: &Policy) -> Option<Ground> {
    Ground::ALL.iter().copied().find(|g| missing_refusals(*g, refusals, policy).nothing())
}

/// Returns what each ground still lacks, in the process's order.
pub fn missing_for_each(refusals: &[RequestKind], policy: &Policy) -> Vec<(Ground, MissingRefusals)> {
    Ground::ALL.iter().map(|ground| (*ground, missing_refusals(*ground, refusals, policy))).collect()
}
