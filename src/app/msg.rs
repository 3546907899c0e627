//! What comes from outside: keys, answers of the store, others' changes, the clock. One channel, one order.

use crate::domain::case::records::Mediator;
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::decision::statistics::Stats;
use crate::domain::ids::{AttachmentId, DisputeId};
use crate::domain::policy::PolicyVersion;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::time::Time;
use crate::store::{
    Acted, ActivityPage, CaseFile, Changes, Notification, Presence, QueuePage, QueueRow, SearchPage, StoreError,
    ViewCounts, Workload,
};

use super::effect::{Generation, Read, Ticket};
use super::key::Key;
use super::measure::Measured;
use super::model::{
    CopiedText, CopyOutcome, EditorError, EvidenceContent, FileError, OrphanedEdit, PictureError, Size,
};
use super::mouse::{HitTarget, MouseAction};
use super::session::DeskSession;

#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The mediator was here when they left the desk; sent before [`Msg::Start`], if that is known.
    Resume(Box<DeskSession>),
    /// The desk starts: sent once, before all that follows.
    Start,
    /// It is the first start of a demo: what it is and its first keys are said, until a key is pressed.
    FirstSteps,
    /// This in the configuration could not be used: a line for each, said once at the start.
    Configured(Vec<String>),
    /// A key was pressed.
    Key(Key),
    /// The mouse was used on this.
    Mouse(MouseAction, HitTarget),
    /// Text was pasted: text, never commands.
    Paste(String),
    /// The end of a paste has not come within a second; its rest may come as keys.
    PasteBroken,
    /// The end of a paste that was broken has come.
    PasteEnds,
    /// The terminal has this size.
    Resize(Size),
    /// It is this time. Sent before the other messages of a wake-up, and at [`crate::app::Model::next_wake`].
    Clock(Time),
    /// A frame was drawn, and measured this.
    Drawn(Measured),
    /// The store answered a read.
    Read(Generation, Read, Result<Answer, StoreError>),
    /// The store answered an act.
    Acted(Ticket, Result<Box<Acted>, StoreError>),
    /// A picture is ready to be shown, of this width and height; or why it is not.
    Pictured(AttachmentId, Result<(u32, u32), PictureError>),
    /// The store kept a draft, or could not.
    DraftSaved(DisputeId, Result<(), StoreError>),
    /// The store had this draft of another desk of the mediator, and keeps it with the one that was to be saved.
    DraftOfOtherDesk(DisputeId, String),
    /// A text was copied, or could not be.
    Copied(CopiedText, CopyOutcome),
    /// The store changed the views that the mediator keeps, or could not.
    ViewsChanged(Ticket, ViewChange, Result<Vec<SavedView>, StoreError>),
    /// Another desk of the mediator's, or a command, may have changed the views that they keep.
    ViewsStale,
    /// Cases changed, by whomever: others, this desk, the marketplace, the clock.
    Changed(Changes),
    /// The deadline of a case has passed, perhaps of one that no screen shows: nothing was written, but the counts are others.
    DeadlinePassed,
    /// Who else looks at which case; sent when that changed.
    Presences(Vec<Presence>),
    /// What the desk's mediator is told of cases and has not acknowledged, the newest first; sent when that changed.
    Notifications(Vec<Notification>),
    /// The terminal got the focus, or lost it.
    Focus(bool),
    /// The program that is to notify could not be run, or failed, and why.
    NotifyFailed(String),
    /// The program that a file of evidence was opened with failed, and how.
    OpenerFailed(String),
    /// What was written in the mediator's editor about a case, or why there is nothing.
    Edited(DisputeId, Result<String, EditorError>),
    /// This was left by editors whose desk was killed; said once at the start.
    LeftInEditor(Vec<OrphanedEdit>),
    /// The desk is about to be stopped (Ctrl-z, SIGTSTP); it may never go on.
    Stopping,
    /// The desk is back after a suspension.
    Resumed,
    /// The desk is to leave (SIGTERM, SIGHUP, a closed terminal).
    Quit,
    /// The store can't be watched or reached; what the desk shows may be old.
    Trouble(StoreError),
}

/// What the store answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// To [`Read::Queue`].
    Queue(QueuePage),
    /// To [`Read::Counts`].
    Counts(Box<ViewCounts>),
    /// To [`Read::Case`] and [`Read::CaseToActOn`].
    Case(Box<CaseFile>),
    /// To [`Read::Rows`].
    Rows(Vec<QueueRow>),
    /// To [`Read::File`].
    File(EvidenceContent),
    /// To [`Read::Search`].
    Search(SearchPage),
    /// To [`Read::Cases`].
    Cases(QueuePage),
    /// To [`Read::Draft`].
    Draft(Option<String>),
    /// To [`Read::Team`].
    Team(Vec<Mediator>),
    /// To [`Read::Policy`].
    Policy(Box<PolicyVersion>),
    /// To [`Read::Views`].
    Views(Vec<SavedView>),
    /// To [`Read::Export`]: where it was written, or why it could not be.
    Exported(Result<String, String>),
    /// To [`Read::SaveFile`]: where it was written.
    FileSaved(Result<String, FileError>),
    /// To [`Read::OpenFile`].
    FileOpened(Result<(), FileError>),
    /// To [`Read::Activity`].
    Activity(ActivityPage),
    /// To [`Read::Stats`].
    Stats(Box<Stats>),
    /// To [`Read::Workloads`].
    Workloads(Vec<Workload>),
    /// To [`Read::Handover`].
    Handover(Vec<DisputeId>),
    /// To [`Read::RelatedCases`].
    RelatedCases(Box<RelatedCases>),
}
