//! One action on every marked case: what is asked before, how far it has come, and what became of each.

use std::collections::VecDeque;

use super::{Choice, Model};
use crate::app::effect::{Generation, Ticket};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::team::authority::{self, Whose};
use crate::domain::time::Time;
use crate::domain::vocabulary::Operation;
use crate::store::StoreError;

/// What can be done to many cases at once. Decisions and what is written to the parties of one case never are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAction {
    Claim,
    Release,
    /// To a colleague, with a note.
    Assign {
        to: Handle,
        note: Option<String>,
    },
    /// Out of the queue until then.
    Snooze(Time),
    Wake,
    /// The reminder of what is owed first, as the team's reply template has it.
    Remind,
}

impl BulkAction {
    /// Returns whether the parties are told of it.
    pub fn is_told_to_parties(&self) -> bool {
        *self == Self::Remind
    }

    /// Returns which operation of the table of roles it is.
    fn operation(&self) -> Operation {
        match self {
            Self::Claim => Operation::Claim,
            Self::Release => Operation::Release,
            Self::Assign { .. } => Operation::Assign,
            Self::Snooze(_) | Self::Wake | Self::Remind => Operation::Work,
        }
    }
}

/// The question before it is done, to the cases that are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkQuestion {
    pub action: BulkAction,
    pub choice: Choice,
    /// The answer was changed: it stays as it is.
    pub(in crate::app) answered: bool,
}

/// What is known of the cases before it is done, from their rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkForecast {
    /// The colleagues from whom cases are taken over, each once, and how many cases.
    pub taken_from: Vec<Handle>,
    pub taken: usize,
    /// How many are a colleague's, and will be refused.
    pub held: usize,
}

/// Doing it, case by case.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkRun {
    pub action: BulkAction,
    /// How many cases it is about.
    pub total: usize,
    pub(in crate::app) waiting: VecDeque<DisputeId>,
    /// The case that is under way.
    pub(in crate::app) step: Option<(DisputeId, BulkStep)>,
    /// The desk leaves when it is done.
    pub leaves: bool,
    pub report: BulkReport,
}

/// What is awaited of the case that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum BulkStep {
    /// The case, from which the action is made.
    Reading(Generation),
    Acting(Ticket),
}

/// What became of each case.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkReport {
    pub action: BulkAction,
    pub done: Vec<DisputeId>,
    pub refused: Vec<(DisputeId, BulkFailure)>,
    /// Those to which one did not come.
    pub not_tried: Vec<DisputeId>,
    /// It ended when the desk left: it is told after.
    pub cut_off: bool,
    /// They are the marked cases: what is not done to one leaves it marked.
    pub marked: bool,
}

/// Why it was not done to a case.
#[derive(Debug, Clone, PartialEq)]
pub enum BulkFailure {
    /// The store, or a rule, said no.
    Store(StoreError),
    /// The reminder has blanks that only a mediator can fill in; these.
    Blanks(Vec<String>),
}

/// An item of a report's list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BulkItem<'a> {
    Refused(&'a BulkFailure),
    NotTried,
    Done,
}

/// The list of what became of each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BulkList {
    /// Which of [`BulkReport::items`].
    pub cursor: usize,
}

/// What is being done to many cases, and what became of it the last time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bulk {
    pub run: Option<BulkRun>,
    pub report: Option<BulkReport>,
}

impl BulkRun {
    /// Returns what became of each case as far as it is known, the others not tried.
    pub fn report_so_far(&self) -> BulkReport {
        let mut report = self.report.clone();
        report.not_tried.extend(self.step.map(|(id, _)| id));
        report.not_tried.extend(self.waiting.iter().copied());
        report
    }

    /// Returns to how many cases one has come.
    pub fn tried(&self) -> usize {
        self.report.done.len() + self.report.refused.len()
    }
}

impl BulkReport {
    pub(in crate::app) fn new(action: BulkAction) -> Self {
        let (done, refused, not_tried) = (Vec::new(), Vec::new(), Vec::new());
        Self { action, done, refused, not_tried, cut_off: false, marked: true }
    }

    /// Of cases that were chosen otherwise than by marking them.
    pub(in crate::app) fn of_unmarked(action: BulkAction) -> Self {
        Self { marked: false, ..Self::new(action) }
    }

    /// Returns what became of each case: first those that need a look.
    pub fn items(&self) -> Vec<(DisputeId, BulkItem<'_>)> {
        let refused = self.refused.iter().map(|(id, why)| (*id, BulkItem::Refused(why)));
        let not_tried = self.not_tried.iter().map(|id| (*id, BulkItem::NotTried));
        refused.chain(not_tried).chain(self.done.iter().map(|id| (*id, BulkItem::Done))).collect()
    }

    /// Returns whether it was done to every case.
    pub fn is_complete(&self) -> bool {
        self.refused.is_empty() && self.not_tried.is_empty()
    }
}

impl Model {
    /// Returns what is known before something is done to the marked cases. The rules have their say when it is done.
    pub fn bulk_forecast(&self, action: &BulkAction) -> BulkForecast {
        let Some(me) = self.acting() else { return BulkForecast::default() };
        let mut forecast = BulkForecast::default();
        for row in self.marks.rows() {
            let claim = row.claimed_by.as_ref().zip(row.claimed_until);
            let whose = Whose::of(claim, &me.handle, self.now);
            let Some((holder, _)) = claim.filter(|_| matches!(whose, Whose::Lapsed | Whose::Colleagues)) else {
                continue;
            };
            if !authority::allows(me.role, action.operation(), whose) {
                forecast.held += 1;
                continue;
            }
            forecast.taken += 1;
            if !forecast.taken_from.contains(holder) {
                forecast.taken_from.push(holder.clone());
            }
        }
        forecast
    }
}
