//! What stands beside the cases that were looked at last.

use std::collections::BTreeMap;

use crate::app::effect::Generation;
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::ids::DisputeId;

/// How many are kept.
const MAX_KEPT: usize = 4;

/// What stands beside the cases that were looked at last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RelatedCasesCache {
    entries: Vec<CachedCases>,
    reading: BTreeMap<DisputeId, Generation>,
}

#[derive(Debug, Clone, PartialEq)]
struct CachedCases {
    of: DisputeId,
    generation: Generation,
    related: RelatedCases,
    /// Something was decided since: it is shown until it is read again.
    old: bool,
}

impl RelatedCasesCache {
    /// Returns what stands beside a case, once it was read.
    pub fn get(&self, id: DisputeId) -> Option<&RelatedCases> {
        self.entries.iter().find(|entries| entries.of == id).map(|entries| &entries.related)
    }

    /// Tells one reading from another.
    pub fn stamp(&self, id: DisputeId) -> Option<Generation> {
        self.entries.iter().find(|entries| entries.of == id).map(|entries| entries.generation)
    }

    /// Returns whether it has to be read, or read again.
    pub(in crate::app) fn needs_reading(&self, id: DisputeId) -> bool {
        !self.reading.contains_key(&id)
            && self.entries.iter().find(|entries| entries.of == id).is_none_or(|entries| entries.old)
    }

    pub(in crate::app) fn mark_requested(&mut self, id: DisputeId, generation: Generation) {
        self.reading.insert(id, generation);
    }

    /// Takes in what was read.
    pub(in crate::app) fn insert(&mut self, id: DisputeId, generation: Generation, related: RelatedCases) {
        if self.reading.get(&id) == Some(&generation) {
            self.reading.remove(&id);
        }
        if self.stamp(id).is_some_and(|later| later > generation) {
            return;
        }
        self.entries.retain(|entries| entries.of != id);
        self.entries.push(CachedCases { of: id, generation, related, old: false });
        if self.entries.len() > MAX_KEPT {
            self.entries.remove(0);
        }
    }

    /// It could not be read.
    pub(in crate::app) fn failed(&mut self, id: DisputeId) {
        self.reading.remove(&id);
    }

    /// Something was decided or opened somewhere: all of it may be different.
    pub(in crate::app) fn mark_stale(&mut self) {
        self.entries.iter_mut().for_each(|entries| entries.old = true);
        self.reading.clear();
    }
}
