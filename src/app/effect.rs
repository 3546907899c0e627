//! What the desk wants done outside. The runtime does it and tells the result in a [`crate::app::Msg`].

use super::model::{CopiedText, Field, PictureRequest};
use crate::domain::case::evidence_file::{BlobRef, ContentKind};
use crate::domain::case::records::Attachment;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::dispute::action::Request;
use crate::domain::ids::{DisputeId, RequestKey};
use crate::domain::queue::saved_views::ViewChange;
use crate::domain::team::handover::Handover;
use crate::store::{ActivityQuery, Notification, QueueQuery, SearchQuery};

/// One wish. They are to be done in order; reads and writes on the worker, never where keys are read.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read this; answer with [`crate::app::Msg::Read`], the read and its generation repeated.
    Read(Generation, Read),
    /// Stop the running search: nobody waits for it any more. A new [`Read::Search`] or
    /// [`Read::Cases`] replaces it too.
    StopSearch,
    /// Do this; answer with [`crate::app::Msg::Acted`] under this ticket.
    Act(Ticket, Request),
    /// Draw this picture for the terminal; answer with [`crate::app::Msg::Pictured`]. Only the newest is waited for.
    Picture(PictureRequest),
    /// Keep the draft of this case, or forget it with `None`; answer with [`crate::app::Msg::DraftSaved`].
    SaveDraft(DisputeId, Option<String>),
    /// Change the views that the mediator keeps; answer with [`crate::app::Msg::ViewsChanged`] under this ticket.
    ChangeViews(Ticket, RequestKey, ViewChange),
    /// Say to other desks which case this one looks at now, until told otherwise. No answer.
    AnnouncePresence(Option<DisputeId>),
    /// The mediator has seen these notifications. No answer.
    Acknowledge(Vec<Notification>),
    /// Tell this outside, as the mediator wants to be notified while they don't look. No answer but
    /// [`crate::app::Msg::NotifyFailed`].
    Alert(Vec<Notification>),
    /// A deadline that the desk knows of has passed: let the store settle what is due. No answer; changes arrive as such.
    Settle,
    /// Let the mediator write this text about a case in their own editor, the terminal given to it; answer with
    /// [`crate::app::Msg::Edited`].
    Edit(DisputeId, Field, String),
    /// Put this text on the clipboard; answer with [`crate::app::Msg::Copied`].
    Copy(CopiedText, String),
    /// Draw once more: the last frame's measures changed what is to be shown. (Every message but
    /// [`crate::app::Msg::Drawn`] is followed by a frame anyway.)
    Draw,
    /// Clear the terminal and draw everything.
    Repaint,
    /// Send [`crate::app::Msg::Stopping`], give the terminal back and stop until resumed; then send
    /// [`crate::app::Msg::Resumed`].
    Suspend,
    /// Open the database that is at the path now, in the place of the one that was; start with it as with the first, or answer
    /// with [`crate::app::Msg::Trouble`].
    Reopen,
    /// Leave, once everything before it is done.
    Quit,
}

/// Which reading an answer belongs to; rises with every read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Generation(pub u64);

/// Which act an answer belongs to; rises with every act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ticket(pub u64);

/// Something to read from the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    Queue(QueueQuery),
    /// How many cases each view has, for the desk's mediator.
    Counts,
    Case(DisputeId),
    /// A case, whole, on which something is to be done without showing it.
    CaseToActOn(DisputeId),
    /// These cases as rows of the queue; those that are not there are left out.
    Rows(Vec<DisputeId>),
    /// A file of evidence, to be shown so.
    File(BlobRef, ContentKind),
    /// Messages. The runtime interrupts the search before it.
    Search(Box<SearchQuery>),
    /// Cases of the whole store by their own words. A search as well: the newest one alone is waited for.
    Cases(QueueQuery),
    /// The draft that the desk's mediator kept for a case.
    Draft(DisputeId),
    Team,
    Policy,
    /// The views that the desk's mediator keeps.
    Views,
    /// A case, written to a file.
    Export(DisputeId),
    /// A file of evidence, written to a file of the mediator's.
    SaveFile(Box<Attachment>),
    /// A file of evidence, given to this program, with its arguments.
    OpenFile(Box<Attachment>, Vec<String>),
    /// Who did what.
    Activity(ActivityQuery),
    /// How the team judges.
    Stats(DayRange),
    /// What each member has to do.
    Workloads,
    /// Which cases a handover is about.
    Handover(Handover),
    /// What stands beside a case.
    RelatedCases(DisputeId),
}
