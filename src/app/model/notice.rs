//! What the desk has to say in one line. Facts, never sentences: the screen says them in the mediator's language.

use chrono::TimeDelta;

use super::evidence::FileError;
use crate::app::command::Command;
use crate::domain::decision::summary::DecisionSummary;
use crate::domain::dispute::action::Action;
use crate::domain::escrow::settlement::Shares;
use crate::domain::ids::{AttachmentId, DisputeId, Handle, MessageId, SystemAccount};
use crate::domain::money::typed_refund::BadRefund;
use crate::domain::policy::PolicyVersion;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Outcome, Role, Side};
use crate::store::{Changed, StoreError};

/// What the desk has to say; gone with the next key.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A command is not possible here, and why.
    Refused(Command, Unavailable),
    /// The store has done it.
    Done(DisputeId, ActionOutcome),
    /// The store could not do it; what was written is kept.
    Failed(DisputeId, ActionOutcome, StoreError),
    /// What was not answered is asked for again: so many requests.
    AskingAgain(usize),
    /// The store can be read again, after this time.
    Connected(TimeDelta),
    /// The store could not be read; what is shown may be old.
    Unread(StoreError),
    /// A draft could not be kept; it is tried again.
    DraftNotKept(DisputeId, StoreError),
    /// Another desk of the mediator had written about the case, too: both texts are kept.
    DraftsMerged(DisputeId),
    /// A draft was left, and is kept.
    DraftKept(DisputeId),
    /// Someone else changed the open case.
    News(News),
    /// The text can't hold more.
    TooLong,
    /// The mediator's editor gave nothing back; the text is as it was.
    Editor(EditorError),
    /// A text was to be copied: what came of it.
    Copied(CopiedText, CopyOutcome),
    /// There is no such case.
    NoSuchCase(DisputeId),
    /// The next message found has not been read yet: one goes there when it has.
    LookingOn,
    /// The last of what was found; there is no further one.
    NoMoreHits,
    /// A view of the mediator's own was kept, renamed or deleted.
    View(String, ViewOutcome),
    /// A view could not be kept as it was asked.
    ViewNotKept(StoreError),
    /// What was done to the marked cases; it is in [`super::Bulk`].
    BulkDone,
    /// No more cases can be marked.
    MarksFull,
    /// These were marked and are not there any more.
    MarksGone(Vec<DisputeId>),
    /// There is no case further on.
    NoMoreCases,
    /// A case was written to a file: where, or why it could not be.
    Exported(DisputeId, Result<String, String>),
    /// A file of evidence was written to a file: where, or why it could not be.
    FileSaved(AttachmentId, Result<String, FileError>),
    /// Another program was started on a file of evidence, or why it could not be.
    FileOpened(AttachmentId, Result<(), FileError>),
    /// The program that a file was opened with failed, and how.
    OpenerFailed(String),
    /// What editors had saved when their desk was killed.
    LeftInEditor(Vec<OrphanedEdit>),
    /// The program that is to notify could not be run, or failed; said once.
    NotifyFailed(String),
    /// What one may do here has changed.
    Standing(StandingChange),
    /// A new policy is in force.
    Policy(Box<PolicyVersion>),
    /// Nobody may act here, and why.
    NotActing(Unavailable),
    /// What in the configuration could not be used, a line for each; what it stands for by default is in force.
    Configuration(Vec<String>),
}

/// How what one may do here has changed.
#[derive(Debug, Clone, PartialEq)]
pub enum StandingChange {
    /// One acts in this role now.
    Role(Role),
    /// One may only look, for this reason.
    Barred(Refusal),
    /// One's handle is bound to this account, or to none any more.
    Account(Option<SystemAccount>),
}

/// What is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopiedText {
    /// A case's number.
    Number(DisputeId),
    /// What a message says.
    Message {
        message: MessageId,
        /// How long it is.
        chars: usize,
    },
}

/// What came of copying. What a terminal makes of it, nobody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyOutcome {
    /// The terminal was asked to put it on the clipboard (OSC 52).
    Asked,
    /// It is in tmux's buffer.
    InTmux,
    /// tmux did not take it, and said this.
    Failed(String),
}

/// What was done to a view of the mediator's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewOutcome {
    /// Kept, with the filter in force.
    Kept,
    /// It has this name now.
    Renamed,
    /// Kept no longer.
    Deleted,
}

/// Someone else changed a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Which, who and what.
    pub change: Changed,
    /// When the desk heard of it, a second after it happened at most.
    pub at: Time,
}

/// What an editor had saved when its desk was killed: among the drafts of its case, or where it still is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanedEdit {
    pub dispute: DisputeId,
    /// The file, where something in it could not be taken in.
    pub path: Option<String>,
}

/// Why an editor gave nothing back. What it had saved is in a file that is named, where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorError {
    /// This command can't be run.
    NotFound(String),
    /// It ended with this status, or by this signal, as the system says it.
    Failed {
        how: String,
        /// Where what it had saved is, when that differs from what it was given.
        saved: Option<String>,
    },
    /// It saved more than a text may hold.
    TooLong { saved: String },
    /// What it saved is not text.
    NotText { saved: String },
    /// It returned at once, and the text is as it was: it may have opened a window and not waited for it.
    AtOnce(String),
    /// The file that it was to write can't be made or read.
    Io(String),
}

/// Something that was done to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionOutcome {
    Claimed,
    Released,
    /// A colleague has it now; perhaps with a note that says why.
    Assigned {
        to: Handle,
        noted: bool,
    },
    /// A message was sent to both.
    Replied,
    /// Whoever owes an answer was reminded.
    Reminded,
    /// A note was kept.
    Noted,
    /// A party was asked.
    Asked(Side),
    /// An ask was taken back.
    AskWithdrawn,
    /// A settlement was put to both.
    Proposed,
    /// A proposal was taken back.
    ProposalWithdrawn,
    /// A piece of evidence was struck.
    Struck,
    /// A strike was taken back.
    Admitted,
    Decided {
        outcome: Outcome,
        /// Who gets how much; `None` for a relaunch, and before the store has answered.
        shares: Option<Shares>,
        /// When the marketplace is told; until then it can be undone. `None`: it waits for a second mediator.
        effective_at: Option<Time>,
        /// The next case, offered: Enter or next-case goes there.
        next: Option<DisputeId>,
    },
    /// The decision was reversed.
    Undone,
    /// The second mediator said yes.
    Approved {
        /// What was approved; `None` before the store has answered.
        decision: Option<DecisionSummary>,
        /// When the marketplace is told; until then it can be undone.
        effective_at: Option<Time>,
    },
    /// The second mediator said no.
    Rejected,
    /// Out of the queue until then.
    Snoozed(Time),
    /// Back in the queue.
    Woken,
    Read,
    /// Still held, because its holder is at work.
    Renewed,
}

impl ActionOutcome {
    /// Returns what an action does, without what only the store's answer tells.
    pub fn of(action: &Action) -> Self {
        match action {
            Action::Claim | Action::TakeOver { .. } => Self::Claimed,
            Action::Release => Self::Released,
            Action::Assign { to, note } => Self::Assigned { to: to.clone(), noted: note.is_some() },
            Action::Say { .. } => Self::Replied,
            Action::Remind { .. } => Self::Reminded,
            Action::Note { .. } => Self::Noted,
            Action::Ask { to, .. } => Self::Asked(*to),
            Action::WithdrawAsk { .. } => Self::AskWithdrawn,
            Action::Propose { .. } => Self::Proposed,
            Action::WithdrawProposal { .. } => Self::ProposalWithdrawn,
            Action::Strike { .. } => Self::Struck,
            Action::Admit { .. } => Self::Admitted,
            Action::Decide(draft) => {
                Self::Decided { outcome: draft.outcome, shares: None, effective_at: None, next: None }
            }
            Action::Undo => Self::Undone,
            Action::Approve => Self::Approved { decision: None, effective_at: None },
            Action::Refuse { .. } => Self::Rejected,
            Action::Snooze { until } => Self::Snoozed(*until),
            Action::Wake => Self::Woken,
            Action::MarkRead { .. } => Self::Read,
        }
    }
}

/// Why a command is not possible now.
#[derive(Debug, Clone, PartialEq)]
pub enum Unavailable {
    /// No mediator, or one who may only look.
    LookOnly,
    /// No case is selected.
    NoCase,
    /// The case is still being read.
    Loading,
    /// A rule says no.
    Rule(Refusal),
    /// No decision can be undone.
    NothingToUndo,
    /// No ask is open.
    NoOpenAsk,
    /// No party owes an answer.
    NothingOwed,
    /// No decision waits for a second mediator.
    NothingToApprove,
    /// No evidence that still counts.
    NoEvidence,
    /// No evidence that a mediator struck.
    NoStruckEvidence,
    /// No file came with the case.
    /// No picture is on the screen.
    NoPicture,
    NoFile,
    /// The content of the file is not here.
    NoContent,
    /// No program is configured for files of this media type.
    NoProgram(String),
    /// The discussion has no message.
    NoMessage,
    /// Nothing was searched, or nothing found.
    NoHits,
    /// No filter is in force that could be kept.
    NoFilter,
    /// None of the mediator's own views is shown.
    NoSavedView,
    /// They keep fewer views.
    FewerViews,
    /// There is nothing to open here.
    NothingToOpen,
    /// The same is already being sent.
    Sending,
    /// It was sent, and the answer never came.
    Unanswered,
    /// This key does nothing here.
    NotHere,
    /// Cases are marked, and it is done to one case at a time.
    OneAtATime,
    /// Something is being done to marked cases already.
    BulkRuns,
    /// Nothing was done to marked cases yet.
    NoReport,
    /// The case was opened from beside another, to be read only.
    ReadOnly,
    /// There is nothing here to do it with.
    NothingToDo,
    /// There is no case further on.
    NoMoreCases,
    /// What is written, chosen or typed is not complete, or can't be done.
    Incomplete(Box<Trouble>),
}

/// What is wrong with what is being written.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// No outcome is chosen yet.
    NoOutcome,
    Amount(BadRefund),
    Blank,
    /// The deadline that is typed is no moment to come.
    NoMoment,
    /// Blanks of a reply template are left; these.
    Blanks(Vec<String>),
    /// The case is still being read.
    Loading,
    /// Nobody may act here, and why.
    NotActing(Unavailable),
    /// A rule says no.
    Rule(Refusal),
    /// The case changed since it was seen: take in the newer version first.
    ChangedSince,
    /// What is under the cursor can't be cited, for this reason.
    Inadmissible(String),
    /// The store could not do it.
    Store(StoreError),
}
