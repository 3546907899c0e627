//! The table of commands: a row declares a command with its name, its keys, when it is possible and what it does. What it
//! says to people is in the locales (see [`Spec::text_id`]).

use super::KeyContext::{
    self, Case, Confirm, Evidence, Field, Finder, List, Notifications, Queue, Reading, Statistics, Writing,
};
use super::Spec;
use crate::app::availability as can;
use crate::app::model::Panel;
use crate::app::update::layers::{self, LayerInput};
use crate::app::update::navigation::{self, Motion};
use crate::app::update::{
    activity, bulk, case, compose, decide, evidence, hand_over, keys, marking, notifications, palette, precedents,
    prompt,
};
use crate::app::update::{picture_view, prefetch, queue, review, saved_views, search, statistics};
use crate::domain::vocabulary::View;

const ALL: &[KeyContext] = &KeyContext::ALL;
const MAIN: &[KeyContext] = &[Queue, Case];
const MOVING: &[KeyContext] = &[Queue, Case, List, Confirm, Reading, Evidence, Statistics, Notifications];
const LAYERS: &[KeyContext] = &[Writing, Field, Finder, List, Confirm];
/// Where a page of statistics or a panel is left for the one beside it.
const PANELS: &[KeyContext] = &[Case, Statistics];

/// Makes [`Command`] and [`TABLE`] of the same rows, so that neither can lack what the other has.
macro_rules! commands {
    ($($command:ident $name:literal $listed:ident [$($keys:expr),+] $available:path => $run:expr;)+) => {
        /// Something that a mediator can tell the desk to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = concat!("The command `", $name, "`.")] $command,)+
        }

        /// Every command, in the order in which help shows them.
        pub static TABLE: &[Spec] = &[
            $(Spec {
                command: Command::$command,
                name: $name,
                keys: &[$($keys),+],
                listed: commands!(@listed $listed),
                available: $available,
                run: $run,
            },)+
        ];
    };
    (@listed listed) => { true };
    // Not in the palette: it moves a cursor or belongs to what lies over the screen.
    (@listed unlisted) => { false };
}

commands! {
    Down "down" unlisted [(MOVING, &["j", "Down"]), (&[Finder], &["Down", "Ctrl-n"])] can::moves
        => |model, out| navigation::navigate(model, Motion::Down, out);
    Up "up" unlisted [(MOVING, &["k", "Up"]), (&[Finder], &["Up", "Ctrl-p"])] can::moves
        => |model, out| navigation::navigate(model, Motion::Up, out);
    HalfPageDown "half-page-down" unlisted [(MOVING, &["Ctrl-d"])] can::moves
        => |model, out| navigation::navigate(model, Motion::HalfDown, out);
    HalfPageUp "half-page-up" unlisted [(MOVING, &["Ctrl-u"])] can::moves
        => |model, out| navigation::navigate(model, Motion::HalfUp, out);
    PageDown "page-down" unlisted [(MOVING, &["PageDown", "Ctrl-f"]), (&[Finder], &["PageDown"])] can::pages
        => |model, out| navigation::navigate(model, Motion::PageDown, out);
    PageUp "page-up" unlisted [(MOVING, &["PageUp", "Ctrl-b"]), (&[Finder], &["PageUp"])] can::pages
        => |model, out| navigation::navigate(model, Motion::PageUp, out);
    First "first" unlisted [(MOVING, &["g g", "Home"])] can::moves
        => |model, out| navigation::navigate(model, Motion::First, out);
    Last "last" unlisted [(MOVING, &["G", "End"])] can::moves
        => |model, out| navigation::navigate(model, Motion::Last, out);
    Open "open" listed [(&[Queue], &["Enter", "l", "Right"]), (&[Case], &["Enter", "l"])] can::open => navigation::open;
    Back "back" unlisted [(&[Queue], &["Esc"]), (&[Case, Reading, Evidence, Statistics, Notifications], &["Esc", "h", "q"])] can::back
        => navigation::back;
    Mark "mark" listed [(&[Queue], &["Space"])] can::in_queue => marking::toggle;
    MarkRange "mark-range" listed [(&[Queue], &["V"])] can::in_queue => marking::range;
    MarkDown "mark-down" unlisted [(&[Queue], &["Shift-Down"])] can::in_queue => marking::extend_down;
    MarkUp "mark-up" unlisted [(&[Queue], &["Shift-Up"])] can::in_queue => marking::extend_up;
    MarkAll "mark-all" listed [(&[Queue], &["*", "Ctrl-a"])] can::in_queue => marking::all;
    Invert "invert-marks" listed [(&[Queue], &["I"])] can::in_queue => marking::invert;
    BulkReport "bulk-report" listed [(&[Queue], &["B"])] can::bulk_report => bulk::open_report;
    NextPanel "next-panel" listed [(PANELS, &["Tab", "Right"])] can::panels => navigation::next_panel;
    PreviousPanel "previous-panel" listed [(PANELS, &["Shift-Tab", "Left"])] can::panels => navigation::previous_panel;
    PanelFile "panel-file" listed [(&[Case], &["1"])] can::in_case => |model, _| case::show_panel(model, Panel::File);
    PanelDiscussion "panel-discussion" listed [(&[Case], &["2"])] can::in_case
        => |model, _| case::show_panel(model, Panel::Thread);
    PanelPending "panel-pending" listed [(&[Case], &["3"])] can::in_case
        => |model, _| case::show_panel(model, Panel::Pending);
    PanelPrecedents "panel-precedents" listed [(&[Case], &["4"])] can::in_case
        => |model, _| case::show_panel(model, Panel::Precedents);
    NextCase "next-case" listed [(&[Case], &["J"])] can::next_case => case::next;
    PreviousCase "previous-case" listed [(&[Case], &["K"])] can::previous_case => case::previous;
    Claim "claim" listed [(MAIN, &["a"])] can::claim => prompt::claim;
    Release "release" listed [(MAIN, &["A"])] can::release => prompt::release;
    Assign "assign" listed [(MAIN, &["t"])] can::assign => hand_over::assign;
    HandOverShift "hand-over" listed [(MAIN, &["T"])] can::hand_over => hand_over::hand_over_shift;
    Reply "reply" listed [(MAIN, &["r"])] can::reply => compose::reply;
    Remind "remind" listed [(MAIN, &["m"])] can::remind => compose::remind;
    Note "note" listed [(MAIN, &["c"])] can::note => compose::note;
    Ask "ask" listed [(MAIN, &["e"])] can::ask => compose::ask;
    Propose "propose" listed [(MAIN, &["p"])] can::propose => compose::propose;
    Decide "decide" listed [(MAIN, &["D"])] can::decide => decide::open;
    Undo "undo" listed [(MAIN, &["u"])] can::undo => prompt::undo;
    Approve "approve" listed [(MAIN, &["+"])] can::approve => review::open;
    Refuse "refuse" listed [(MAIN, &["-"])] can::refuse => review::open_refusal;
    Snooze "snooze" listed [(MAIN, &["z"])] can::snooze => prompt::snooze;
    Wake "wake" listed [(MAIN, &["Z"])] can::wake => prompt::wake;
    Evidence "evidence" listed [(&[Case, Reading, List, Confirm], &["o"])] can::evidence_at_hand => evidence::open;
    NextFile "next-file" unlisted [(&[Evidence], &["Tab", "n"])] can::other_file => evidence::next;
    PreviousFile "previous-file" unlisted [(&[Evidence], &["Shift-Tab", "N"])] can::other_file => evidence::previous;
    ZoomIn "zoom-in" unlisted [(&[Evidence], &["+", "="])] can::picture => picture_view::zoom_in;
    ZoomOut "zoom-out" unlisted [(&[Evidence], &["-"])] can::picture => picture_view::zoom_out;
    PanRight "pan-right" unlisted [(&[Evidence], &["Right", "l"])] can::always => picture_view::right;
    PanLeft "pan-left" unlisted [(&[Evidence], &["Left"])] can::always => picture_view::left;
    SaveFile "save-file" unlisted [(&[Evidence], &["s"])] can::save_file => evidence::save;
    OpenFile "open-file" unlisted [(&[Evidence], &["o"])] can::open_file => evidence::ask_to_open;
    StrikeEvidence "strike-evidence" listed [(&[Queue, Case, Evidence], &["S"])] can::strike => prompt::strike;
    AdmitEvidence "admit-evidence" listed [(&[Queue, Case, Evidence], &["E"])] can::admit => prompt::admit;
    WithdrawAsk "withdraw-ask" listed [(MAIN, &["w"])] can::withdraw => prompt::withdraw;
    Precedents "precedents" listed [(&[Queue, Case, List, Confirm], &["v"]), (&[Writing, Field], &["Ctrl-o"])]
        can::precedents => precedents::open;
    Search "search" listed [(MAIN, &["/"])] can::always => search::open;
    NextHit "next-found" listed [(MAIN, &["n"])] can::hits => search::next;
    PreviousHit "previous-found" listed [(MAIN, &["N"])] can::hits => search::previous;
    Statistics "statistics" listed [(MAIN, &["s"])] can::always => statistics::open;
    NextPeriod "next-period" unlisted [(&[Statistics], &["p"])] can::always => statistics::next_period;
    Activity "activity" listed [(MAIN, &["L"])] can::always => activity::open;
    Notifications "notifications" listed [(MAIN, &["i"])] can::member => notifications::open;
    Acknowledge "acknowledge" unlisted [(&[Notifications], &["Space", "a"])] can::acknowledge => notifications::acknowledge_selected;
    AcknowledgeAll "acknowledge-all" unlisted [(&[Notifications], &["A"])] can::acknowledge => notifications::acknowledge_all;
    Filter "filter" listed [(&[Queue], &["f"])] can::in_queue => prompt::filter;
    NextView "next-view" listed [(&[Queue], &["Tab"])] can::in_queue => queue::next_view;
    PreviousView "previous-view" listed [(&[Queue], &["Shift-Tab"])] can::in_queue => queue::previous_view;
    ShowOpen "view-open" unlisted [(&[Queue], &["1"])] can::always => |model, out| queue::show_view(model, View::Open, out);
    ShowMine "view-mine" unlisted [(&[Queue], &["2"])] can::always => |model, out| queue::show_view(model, View::Mine, out);
    ShowUnclaimed "view-unclaimed" unlisted [(&[Queue], &["3"])] can::always
        => |model, out| queue::show_view(model, View::Unclaimed, out);
    ShowOverdue "view-overdue" unlisted [(&[Queue], &["4"])] can::always
        => |model, out| queue::show_view(model, View::Overdue, out);
    ShowSnoozed "view-snoozed" unlisted [(&[Queue], &["0"])] can::always
        => |model, out| queue::show_view(model, View::Snoozed, out);
    ShowDecided "view-decided" unlisted [(&[Queue], &["5"])] can::always
        => |model, out| queue::show_view(model, View::Decided, out);
    ShowAll "view-all" unlisted [(&[Queue], &["6"])] can::always => |model, out| queue::show_view(model, View::All, out);
    ShowApproval "view-approval" unlisted [(&[Queue], &["7"])] can::always
        => |model, out| queue::show_view(model, View::Approval, out);
    FirstSavedView "view-own-first" unlisted [(&[Queue], &["8"])] can::first_saved_view
        => |model, out| queue::show_saved_view(model, 0, out);
    SecondSavedView "view-own-second" unlisted [(&[Queue], &["9"])] can::second_saved_view
        => |model, out| queue::show_saved_view(model, 1, out);
    SaveView "keep-view" listed [(&[Queue], &["F"])] can::save_view => saved_views::save;
    RenameView "rename-view" listed [(&[Queue], &["M"])] can::saved_view => saved_views::rename;
    DeleteView "delete-view" listed [(&[Queue], &["Delete"])] can::saved_view => saved_views::delete;
    Export "export" listed [(MAIN, &["X"])] can::case => case::export;
    CopyId "copy-id" listed [(MAIN, &["y"])] can::case => case::copy_id;
    CopyMessage "copy-message" listed [(&[Case, Reading], &["Y"])] can::message => case::copy_message;
    Refresh "refresh" listed [(&[Queue, Case, Statistics], &["R"])] can::always => prefetch::refresh;
    Palette "palette" unlisted [(MAIN, &[":"])] can::always => palette::open;
    Help "help" listed [(&[Queue, Case, List, Confirm, Evidence, Statistics, Notifications], &["?"]), (ALL, &["F1"])] can::always => keys::help;
    Send "send" unlisted [(&[Writing, Field], &["Ctrl-s"])] can::send
        => |model, out| layers::input(model, LayerInput::Send, out);
    Accept "accept" unlisted [(&[Field, Finder, List, Confirm, Notifications], &["Enter"])] can::accept
        => |model, out| layers::input(model, LayerInput::Accept, out);
    Complete "complete" unlisted [(&[Finder], &["Tab"])] can::complete
        => |model, out| layers::input(model, LayerInput::Complete, out);
    CompleteBack "complete-back" unlisted [(&[Finder], &["Shift-Tab"])] can::complete
        => |model, out| layers::input(model, LayerInput::CompleteBack, out);
    Cite "cite" unlisted [(&[List], &["Space"])] can::cite
        => |model, out| layers::input(model, LayerInput::Toggle, out);
    NextField "next-field" unlisted
        [(&[Writing, Field, List], &["Tab"]), (&[List], &["Right"]), (&[Confirm], &["Tab", "Right", "l"])] can::next_field
        => |model, out| layers::input(model, LayerInput::NextField, out);
    PreviousField "previous-field" unlisted
        [(&[Writing, Field, List], &["Shift-Tab"]), (&[List], &["Left"]), (&[Confirm], &["Shift-Tab", "Left", "h"])]
        can::previous_field => |model, out| layers::input(model, LayerInput::PreviousField, out);
    CatchUp "catch-up" unlisted [(&[Writing, Field, List, Confirm], &["Ctrl-r"])] can::catch_up
        => |model, out| layers::input(model, LayerInput::CatchUp, out);
    InsertTemplate "ready-reply" unlisted [(&[Writing], &["Ctrl-t"])] can::insert_template
        => |model, out| layers::input(model, LayerInput::InsertTemplate, out);
    OpenEditor "editor" unlisted [(&[Writing], &["Ctrl-e"])] can::external_editor
        => |model, out| layers::input(model, LayerInput::OpenEditor, out);
    Leave "leave" unlisted [(LAYERS, &["Esc"])] can::always => |model, out| layers::input(model, LayerInput::Leave, out);
    Redraw "redraw" unlisted [(ALL, &["Ctrl-l"])] can::always => keys::redraw;
    Suspend "suspend" listed [(ALL, &["Ctrl-z"])] can::always => keys::suspend;
    Quit "quit" listed [(&[Queue], &["q"]), (ALL, &["Ctrl-c"])] can::always => keys::quit;
}

impl From<View> for Command {
    fn from(view: View) -> Self {
        match view {
            View::Open => Self::ShowOpen,
            View::Mine => Self::ShowMine,
            View::Unclaimed => Self::ShowUnclaimed,
            View::Overdue => Self::ShowOverdue,
            View::Snoozed => Self::ShowSnoozed,
            View::Decided => Self::ShowDecided,
            View::All => Self::ShowAll,
            View::Approval => Self::ShowApproval,
        }
    }
}

impl From<Panel> for Command {
    fn from(panel: Panel) -> Self {
        match panel {
            Panel::File => Self::PanelFile,
            Panel::Thread => Self::PanelDiscussion,
            Panel::Pending => Self::PanelPending,
            Panel::Precedents => Self::PanelPrecedents,
        }
    }
}
