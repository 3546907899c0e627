//! What a command is for: help shows the commands of one purpose together.

use super::Command;

/// What commands are for, in the order in which help shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandGroup {
    /// Writing to the parties and to colleagues.
    Talk,
    /// Deciding, and what one decides by.
    Decide,
    Evidence,
    /// Who has a case, until when it is out of the queue, and several cases at once.
    Cases,
    /// Moving, choosing, going in and out.
    Move,
    /// What is shown: views, searches, figures, notifications.
    Views,
    /// The program itself.
    Desk,
}

impl CommandGroup {
    pub const ALL: [Self; 7] =
        [Self::Talk, Self::Decide, Self::Evidence, Self::Cases, Self::Move, Self::Views, Self::Desk];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Talk => "talk",
            Self::Decide => "decide",
            Self::Evidence => "evidence",
            Self::Cases => "cases",
            Self::Move => "move",
            Self::Views => "views",
            Self::Desk => "desk",
        }
    }
}

impl Command {
    /// Returns what it is for.
    pub fn group(self) -> CommandGroup {
        match self {
            Self::Reply
            | Self::Remind
            | Self::Note
            | Self::Ask
            | Self::Propose
            | Self::WithdrawAsk
            | Self::Send
            | Self::InsertTemplate
            | Self::OpenEditor
            | Self::CatchUp => CommandGroup::Talk,
            Self::Decide | Self::Undo | Self::Approve | Self::Refuse | Self::Cite | Self::Precedents => {
                CommandGroup::Decide
            }
            Self::Evidence
            | Self::NextFile
            | Self::PreviousFile
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::PanRight
            | Self::PanLeft
            | Self::SaveFile
            | Self::OpenFile
            | Self::StrikeEvidence
            | Self::AdmitEvidence => CommandGroup::Evidence,
            Self::Claim
            | Self::Release
            | Self::Assign
            | Self::HandOverShift
            | Self::Snooze
            | Self::Wake
            | Self::Mark
            | Self::MarkRange
            | Self::MarkDown
            | Self::MarkUp
            | Self::MarkAll
            | Self::Invert
            | Self::BulkReport
            | Self::Export
            | Self::CopyId
            | Self::CopyMessage => CommandGroup::Cases,
            Self::Down
            | Self::Up
            | Self::HalfPageDown
            | Self::HalfPageUp
            | Self::PageDown
            | Self::PageUp
            | Self::First
            | Self::Last
            | Self::Open
            | Self::Back
            | Self::NextPanel
            | Self::PreviousPanel
            | Self::PanelFile
            | Self::PanelDiscussion
            | Self::PanelPending
            | Self::PanelPrecedents
            | Self::NextCase
            | Self::PreviousCase
            | Self::NextHit
            | Self::PreviousHit
            | Self::Accept
            | Self::Complete
            | Self::CompleteBack
            | Self::NextField
            | Self::PreviousField
            | Self::Leave => CommandGroup::Move,
            Self::Search
            | Self::Statistics
            | Self::NextPeriod
            | Self::Activity
            | Self::Notifications
            | Self::Acknowledge
            | Self::AcknowledgeAll
            | Self::Filter
            | Self::NextView
            | Self::PreviousView
            | Self::ShowOpen
            | Self::ShowMine
            | Self::ShowUnclaimed
            | Self::ShowOverdue
            | Self::ShowSnoozed
            | Self::ShowDecided
            | Self::ShowAll
            | Self::ShowApproval
            | Self::FirstSavedView
            | Self::SecondSavedView
            | Self::SaveView
            | Self::RenameView
            | Self::DeleteView => CommandGroup::Views,
            Self::Refresh | Self::Palette | Self::Help | Self::Redraw | Self::Suspend | Self::Quit => {
                CommandGroup::Desk
            }
        }
    }
}
