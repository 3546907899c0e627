//! What stands beside the cases that were looked at last.

use std::collections::BTreeMap;

use crate::app::effect::Generation;
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::ids::DisputeId;

/// How many are kept.
const KEPT: usize = 4;

/// What stands beside the cases that were looked at last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RelatedCasesCache {
    kept: Vec<Kept>,
    reading: BTreeMap<DisputeId, Generation>,
}

#[derive(Debug, Clone, PartialEq)]
struct Kept {
    of: DisputeId,
    generation: Generation,
    related: RelatedCases,
    /// Something was decided since: it is shown until it is read again.
    old: bool,
}

impl RelatedCasesCache {
    /// What stands beside a case, once it was read.
    pub fn get(&self, id: DisputeId) -> Option<&RelatedCases> {
        self.kept.iter().find(|kept| kept.of == id).map(|kept| &kept.related)
    }

    /// Tells one reading from another.
    pub fn stamp(&self, id: DisputeId) -> Option<Generation> {
        self.kept.iter().find(|kept| kept.of == id).map(|kept| kept.generation)
    }

    /// Whether it has to be read, or read again.
    pub(in crate::app) fn is_wanted(&self, id: DisputeId) -> bool {
        !self.reading.contains_key(&id) && self.kept.iter().find(|kept| kept.of == id).is_none_or(|kept| kept.old)
    }

    pub(in crate::app) fn asked(&mut self, id: DisputeId, generation: Generation) {
        self.reading.insert(id, generation);
    }

    /// Takes in what was read.
    pub(in crate::app) fn put(&mut self, id: DisputeId, generation: Generation, related: RelatedCases) {
        if self.reading.get(&id) == Some(&generation) {
            self.reading.remove(&id);
        }
        if self.stamp(id).is_some_and(|later| later > generation) {
            return;
        }
        self.kept.retain(|kept| kept.of != id);
        self.kept.push(Kept { of: id, generation, related, old: false });
        if self.kept.len() > KEPT {
            self.kept.remove(0);
        }
    }

    /// It could not be read.
    pub(in crate::app) fn failed(&mut self, id: DisputeId) {
        self.reading.remove(&id);
    }

    /// Something was decided or opened somewhere: all of it may be different.
    pub(in crate::app) fn age(&mut self) {
        self.kept.iter_mut().for_each(|kept| kept.old = true);
        self.reading.clear();
    }
}
