//! The cases at hand, and the one that is open.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::effect::Generation;
use crate::domain::case::records::Case;
use crate::domain::ids::{DisputeId, MessageId};
use crate::store::CaseFile;
use crate::store::HitPlace;

/// How many whole cases are kept in memory: the one on screen, its neighbours, the last few seen.
pub const MAX_KEPT: usize = 12;

/// The whole cases at hand, the most recently wanted last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cases {
    kept: Vec<(DisputeId, Generation, CaseFile)>,
    patches: u64,
    /// What is being read.
    pub(in crate::app) reading: BTreeMap<DisputeId, Generation>,
    /// What the store doesn't know: not asked for again until something changes.
    pub(in crate::app) missing: BTreeSet<DisputeId>,
}

/// See [`Cases::stamp`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    generation: Generation,
    patches: u64,
}

impl Cases {
    /// Returns a case, if it is at hand.
    pub fn get(&self, id: DisputeId) -> Option<&CaseFile> {
        self.kept.iter().find(|(kept, ..)| *kept == id).map(|(.., file)| file)
    }

    /// Tells one state of a case at hand from another: with another stamp, anything in it may be different.
    pub fn stamp(&self, id: DisputeId) -> Option<Stamp> {
        let generation = self.kept.iter().find(|(kept, ..)| *kept == id).map(|(_, generation, _)| *generation)?;
        Some(Stamp { generation, patches: self.patches })
    }

    /// Keeps a case as read under this generation, unless a later reading is at hand. Returns whether it was kept.
    pub(in crate::app) fn insert(&mut self, id: DisputeId, generation: Generation, file: CaseFile) -> bool {
        if let Some(at) = self.kept.iter().position(|(kept, ..)| *kept == id) {
            if self.kept.get(at).is_some_and(|(_, later, _)| *later > generation) {
                return false;
            }
            self.kept.remove(at);
        }
        self.kept.push((id, generation, file));
        if self.kept.len() > MAX_KEPT {
            self.kept.remove(0);
        }
        true
    }

    /// Takes in what an act has just made of a case, before it is read again. What was asked for before this generation may
    /// have been read before the act, and is not taken in any more.
    pub(in crate::app) fn patch(&mut self, id: DisputeId, at: Generation, case: Case) {
        if let Some((_, generation, file)) = self.kept.iter_mut().find(|(kept, ..)| *kept == id) {
            (*generation, file.case) = (at.max(*generation), case);
            self.patches += 1;
        }
    }

    /// Notes that a case is wanted, so that it is the last to go.
    pub(in crate::app) fn mark_used(&mut self, id: DisputeId) {
        if let Some(at) = self.kept.iter().position(|(kept, ..)| *kept == id) {
            let kept = self.kept.remove(at);
            self.kept.push(kept);
        }
    }

    /// Forgets a case that changed and is not on screen.
    pub(in crate::app) fn remove(&mut self, id: DisputeId) {
        self.kept.retain(|(kept, ..)| *kept != id);
    }

    /// Forgets every case but this one.
    pub(in crate::app) fn remove_others(&mut self, id: Option<DisputeId>) {
        self.kept.retain(|(kept, ..)| Some(*kept) == id);
    }
}

/// The open case, as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseView {
    pub id: DisputeId,
    /// The panel that has the keys; at 80×24, the one that is shown.
    pub panel: Panel,
    /// The first visible line of the order's file.
    pub file: usize,
    /// The first visible line of what is pending.
    pub pending: usize,
    /// The first visible line of the precedents.
    pub precedents: usize,
    pub thread: ThreadView,
    /// What a search came here for.
    pub sought: Option<SoughtPlace>,
    /// It was opened from beside another case: to be read, not acted on.
    pub read_only: bool,
    /// It was opened and the mediators have not been told to have read it yet.
    pub(in crate::app) unread: bool,
}

impl CaseView {
    /// Returns a case just opened: the discussion has the keys, at its newest message, or at this one.
    pub fn open(id: DisputeId, at: Option<MessageId>) -> Self {
        let thread = ThreadView { cursor: at, top: 0, lead: ScrollAnchor::Cursor };
        Self {
            id,
            panel: Panel::Thread,
            file: 0,
            pending: 0,
            precedents: 0,
            thread,
            sought: None,
            read_only: false,
            unread: true,
        }
    }

    /// Returns a case opened at what a search found, in the panel where it stands.
    pub fn open_at(id: DisputeId, place: HitPlace) -> Self {
        let sought = SoughtPlace { place, leads: true };
        Self { panel: sought.panel(), sought: Some(sought), ..Self::open(id, place.at_message()) }
    }
}

/// What a search found in a case. The screen alone knows where that stands: it brings it into sight as long as it leads, and
/// tells from where it drew in [`crate::app::measure::Measured`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtPlace {
    pub place: HitPlace,
    /// Its panel has not been scrolled since.
    pub leads: bool,
}

impl SoughtPlace {
    /// Returns the panel in which it stands.
    pub fn panel(&self) -> Panel {
        match self.place {
            _ if self.place.at_message().is_some() => Panel::Thread,
            HitPlace::Message(_) => Panel::Thread,
            HitPlace::History { .. } | HitPlace::File { .. } | HitPlace::Strike { .. } => Panel::File,
            HitPlace::Proposal(_) | HitPlace::Reason(_) | HitPlace::Note(_) => Panel::Pending,
        }
    }
}

/// The panels of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Panel {
    /// The order's file: the brief, the price, the timeline, the refusals.
    File,
    Thread,
    /// What is pending: asks, proposals, notes, money, decision.
    Pending,
    /// What stands beside it: precedents, the parties' other disputes.
    Precedents,
}

impl Panel {
    /// Every panel, from left to right.
    pub const ALL: [Self; 4] = [Self::File, Self::Thread, Self::Pending, Self::Precedents];
}

/// How the discussion is looked at. The screen wraps text, so it alone knows lines: it draws from `top`, brings the cursor
/// into sight where the cursor leads, and tells what it did in [`crate::app::measure::Measured`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadView {
    /// The message under the cursor; `None`: the newest.
    pub cursor: Option<MessageId>,
    /// The first visible line.
    pub top: usize,
    /// Which of the two the other follows.
    pub lead: ScrollAnchor,
}

/// Which of the thread's two positions the other follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScrollAnchor {
    /// The cursor moved: scroll the least that brings its message into sight (its start, when it is longer than the panel).
    Cursor,
    /// Lines were scrolled: the cursor goes to a message in sight.
    Lines,
}
