//! Giving cases to a colleague: which cases, to whom, with what note.

use crate::app::effect::{Generation, Ticket};
use crate::app::text_buffer::TextBuffer;
use crate::domain::case::records::Mediator;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::team::handover;
use crate::domain::text::folding::fold;
use crate::store::Workload;

use super::{Choice, Model, Trouble};

/// Giving cases to a colleague, step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOverForm {
    pub cases: GivenCases,
    pub step: HandOverStep,
    pub picker: ColleaguePicker,
    /// The colleague who was chosen.
    pub to: Option<Handle>,
    /// What they should know, as a note of each case; may be blank but where the case is escalated.
    pub note: TextBuffer,
    /// The last step's answer.
    pub choice: Choice,
    pub sending: Option<Ticket>,
    /// Why it could not be done.
    pub trouble: Option<Trouble>,
}

/// The steps of giving cases away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandOverStep {
    /// One's own cases, or those that the queue's filter fits.
    Scope,
    Colleague,
    Note,
    /// Only of several cases; No is the default.
    Confirm,
}

/// Which cases are given away.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenCases {
    One(DisputeId),
    /// These, in this order.
    Several(Vec<DisputeId>),
    /// All of one's own, or of a filter's, at the end of a shift.
    Shift {
        scope: ShiftScope,
        /// The cases, once they are known.
        found: Option<Vec<DisputeId>>,
        /// The reading that is awaited.
        reading: Option<Generation>,
    },
}

/// What goes at the end of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftScope {
    Mine,
    /// What the queue's filter fits: of one's own, or, for a lead, of anybody's.
    Filter,
}

impl ShiftScope {
    pub const ALL: [Self; 2] = [Self::Mine, Self::Filter];
}

/// Choosing a colleague: the letters typed narrow the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ColleaguePicker {
    pub text: TextBuffer,
    /// Which of [`Model::colleagues_found`].
    pub cursor: usize,
}

impl HandOverForm {
    /// A form on its first step.
    pub fn new(cases: GivenCases, step: HandOverStep) -> Self {
        Self {
            cases,
            step,
            picker: ColleaguePicker { text: TextBuffer::single_line(""), cursor: 0 },
            to: None,
            note: TextBuffer::single_line(""),
            choice: Choice::No,
            sending: None,
            trouble: None,
        }
    }

    /// Returns the case that it is about, if it is one.
    pub fn dispute(&self) -> Option<DisputeId> {
        match &self.cases {
            GivenCases::One(dispute) => Some(*dispute),
            GivenCases::Several(_) | GivenCases::Shift { .. } => None,
        }
    }

    /// Returns the cases that are given away; `None` while they are not known.
    pub fn disputes(&self) -> Option<Vec<DisputeId>> {
        match &self.cases {
            GivenCases::One(dispute) => Some(vec![*dispute]),
            GivenCases::Several(disputes) => Some(disputes.clone()),
            GivenCases::Shift { found, .. } => found.clone(),
        }
    }
}

impl GivenCases {
    /// Returns whether a note that was begun for these is one for those.
    pub(in crate::app) fn are_about_the_same(&self, others: &Self) -> bool {
        match (self, others) {
            (Self::Shift { .. }, Self::Shift { .. }) => true,
            (one, other) => one == other,
        }
    }
}

impl Model {
    /// Returns the colleagues who can be given cases, of those whom the typed letters find by handle or name.
    pub fn colleagues_found(&self, picker: &ColleaguePicker) -> Vec<&Mediator> {
        let Some(me) = &self.me else { return Vec::new() };
        let typed = fold(picker.text.body().trim());
        let fits = |member: &&Mediator| fold(&member.handle.0).contains(&typed) || fold(&member.name).contains(&typed);
        handover::receivers(&self.team, &me.handle).filter(fits).collect()
    }

    /// Returns what a member has to do, once it is known.
    pub fn workload_of(&self, member: &Handle) -> Option<Workload> {
        let loads = self.colleagues.workloads.as_ref()?;
        let idle = || Workload { member: member.clone(), held: 0, overdue: 0 };
        Some(loads.iter().find(|load| load.member == *member).cloned().unwrap_or_else(idle))
    }

    /// Returns whether a form gives a case to a lead from below, who is owed a reason. The end of a shift needs none.
    pub fn is_escalation(&self, form: &HandOverForm) -> bool {
        let to = self.team.iter().find(|member| Some(&member.handle) == form.to.as_ref());
        let is_shift = matches!(form.cases, GivenCases::Shift { .. });
        !is_shift && to.zip(self.me.as_ref()).is_some_and(|(to, me)| handover::is_escalation(me.role, to.role))
    }
}
