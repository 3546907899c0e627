//! The three grounds of a dispute (docs/process.md, "The three grounds"): a pure reading of the refusals on record
//! since the order was placed or last relaunched.

use serde_json::{Value, json};

use crate::domain::policy::Policy;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::vocabulary::{Ground, RequestKind};

/// How many refusals of each kind a ground still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MissingRefusals {
    /// Refused revisions.
    pub revisions: u32,
    /// Refused cancellations; for the third ground, after a refused revision.
    pub cancellations: u32,
}

impl MissingRefusals {
    /// Nothing is missing: the ground stands.
    pub fn nothing(self) -> bool {
        self == Self::default()
    }
}

/// How many refusals of this kind are on record.
pub fn count_refusals(refusals: &[RequestKind], kind: RequestKind) -> u32 {
    u32::try_from(refusals.iter().filter(|k| **k == kind).count()).unwrap_or(u32::MAX)
}

/// What this ground still lacks.
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

/// The ground that stands; where several do, the first in the process's list (docs/process.md, "Several grounds at once").
pub fn first_ground(refusals: &[RequestKind], policy: &Policy) -> Option<Ground> {
    Ground::ALL.iter().copied().find(|g| missing_refusals(*g, refusals, policy).nothing())
}

/// The refusal that a client without a ground gets: the refusals on record, and what is missing for each ground.
pub fn no_ground(refusals: &[RequestKind], policy: &Policy) -> Refusal {
    let record = match refusals {
        [] => "no refusal is on record".to_owned(),
        _ => {
            let list: Vec<_> = refusals.iter().map(|k| format!("{k} refused")).collect();
            format!("on record: {}", list.join(", then "))
        }
    };
    let all = Ground::ALL.iter().map(|g| (*g, missing_refusals(*g, refusals, policy)));
    let lacks: Vec<_> = all.clone().map(|(ground, m)| format!("{ground} lacks {}", in_words(ground, m))).collect();
    let missing: serde_json::Map<String, Value> = all
        .map(|(ground, m)| {
            (ground.to_string(), json!({"revisions_refused": m.revisions, "cancellations_refused": m.cancellations}))
        })
        .collect();
    let record_words: Vec<_> = refusals.iter().map(|k| k.as_str()).collect();
    Refusal::new(Code::NoGround, format!("no ground for a dispute yet: {record}; {}", lacks.join("; ")))
        .with("refusals", record_words)
        .with("missing", missing)
}

fn in_words(ground: Ground, missing: MissingRefusals) -> String {
    let plural = |n: u32, noun: &str| format!("{n} refused {noun}{}", if n == 1 { "" } else { "s" });
    let revisions = plural(missing.revisions, "revision");
    let cancellations = plural(missing.cancellations, "cancellation");
    match (missing.revisions, missing.cancellations) {
        (0, _) if ground == Ground::RevisionThenCancellationRefused => {
            format!("{cancellations} after the refused revision")
        }
        (0, _) => cancellations,
        (_, 0) => revisions,
        _ => format!("{revisions}, then {cancellations}"),
    }
}
