//! Every command, declared once: its name, its keys, and when it is not possible and why. Keymap, footer, palette, help and
//! manual derive from this table. What a command says to people is in the locales, under [`Spec::text_id`].

use super::available as can;
use super::model::{Model, Panel, Unavailable};
use crate::domain::vocabulary::View;

/// Something that a mediator can tell the desk to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Command {
    /// One row, message, line or item further.
    Down,
    /// One back.
    Up,
    /// A screenful further.
    PageDown,
    /// A screenful back.
    PageUp,
    /// Half a screenful further.
    HalfDown,
    /// Half a screenful back.
    HalfUp,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Into the selected case, or the message under the cursor.
    Open,
    /// Out of what is open; at the root, the filter is cleared.
    Back,
    /// To the next view of the queue.
    NextView,
    /// To the view before.
    PreviousView,
    /// To this view.
    View(View),
    /// To this one of the mediator's own views, counted from 0.
    OwnView(usize),
    /// Keep the filter in force under a name.
    KeepView,
    /// Give the view that is shown another name.
    RenameView,
    /// Keep the view that is shown no longer.
    DeleteView,
    /// To the next panel of the case.
    NextPanel,
    /// To the panel before.
    PreviousPanel,
    /// To this panel.
    Panel(Panel),
    /// From a case to the next one.
    NextCase,
    /// From a case to the one before.
    PreviousCase,
    /// Take the case.
    Claim,
    /// Give it back.
    Release,
    /// Write to both parties.
    Reply,
    /// Remind a party of what they owe an answer to.
    Remind,
    /// Write for mediators only.
    Note,
    /// Ask a party for details or evidence.
    Ask,
    /// Put a settlement to both parties.
    Propose,
    /// Decide the case.
    Decide,
    /// Reverse the decision that is on hold.
    Undo,
    /// Approve another mediator's decision.
    Approve,
    /// Refuse another mediator's decision.
    Refuse,
    /// Take the case out of the queue for a while.
    Snooze,
    /// Strike a piece of evidence.
    Strike,
    /// Look at a piece of evidence.
    Evidence,
    /// To the next piece of evidence.
    NextFile,
    /// To the one before.
    PreviousFile,
    /// Take back an open ask.
    WithdrawAsk,
    /// Look at what stands beside the case: precedents, the parties' other disputes.
    Precedents,
    /// Write the case to a file.
    Export,
    /// Copy the case's number.
    CopyId,
    /// Copy the message under the cursor.
    CopyMessage,
    /// Read everything again.
    Refresh,
    /// Search all messages.
    Search,
    /// To the next message found.
    NextHit,
    /// To the message found before.
    PreviousHit,
    /// How the team judges, in charts.
    Statistics,
    /// Show only the cases with these words.
    Filter,
    /// The palette.
    Palette,
    /// Help for what is on screen.
    Help,
    /// Send what is written; in a decision, on to the next page.
    Send,
    /// Put a ready reply into what is written.
    Ready,
    /// Write in one's own editor.
    Editor,
    /// Leave without sending; the draft is kept. In a decision, back to the page before.
    Leave,
    /// Take the item or the answer under the cursor.
    Accept,
    /// Put what is offered in the place of the last word.
    Complete,
    /// Put what was offered before it there.
    CompleteBack,
    /// Cite what is under the cursor, or no longer.
    Mark,
    /// To the next field, the other party, the other answer.
    NextField,
    /// To the field before.
    PreviousField,
    /// Take in the newer version of a case that changed while writing.
    CatchUp,
    /// Draw the whole screen again.
    Redraw,
    /// Stop the desk until it is resumed.
    Suspend,
    /// Leave the desk; drafts are kept.
    Quit,
}

/// Where keys work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The queue.
    Queue,
    /// A case.
    Case,
    /// Writing several lines: letters are text.
    Writing,
    /// Writing one line: letters are text.
    Field,
    /// Writing one line over a list of what it finds: letters are text.
    Finder,
    /// Choosing from a list.
    List,
    /// Yes or no.
    Confirm,
    /// Reading: help, an opened message.
    Reading,
    /// Looking at evidence, piece by piece.
    Evidence,
    /// Looking at charts, page by page.
    Charts,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 10] = [
        Self::Queue,
        Self::Case,
        Self::Writing,
        Self::Field,
        Self::Finder,
        Self::List,
        Self::Confirm,
        Self::Reading,
        Self::Evidence,
        Self::Charts,
    ];

    /// Whether letters are text there.
    pub fn is_writing(self) -> bool {
        matches!(self, Self::Writing | Self::Field | Self::Finder)
    }
}

/// A command as declared.
#[derive(Debug)]
pub struct Spec {
    /// The command.
    pub command: Command,
    /// Its name, for key tables and the palette.
    pub name: &'static str,
    /// Its keys as they come, and where they work.
    pub keys: &'static [(&'static [Context], &'static [&'static str])],
    /// Whether the palette offers it.
    pub listed: bool,
    /// Whether it is possible now.
    pub available: fn(&Model) -> Result<(), Unavailable>,
}

impl Spec {
    /// Where its words are in the locales: a short label at this id, a sentence under its attribute `about`.
    pub fn text_id(&self) -> String {
        format!("command-{}", self.name)
    }
}

impl Command {
    /// The command as declared.
    pub fn spec(self) -> &'static Spec {
        // A test holds that every command is in the table; the first line keeps this total.
        TABLE.iter().find(|spec| spec.command == self).unwrap_or(&TABLE[0])
    }

    /// Whether it is possible now.
    ///
    /// # Errors
    /// Why it is not.
    pub fn available(self, model: &Model) -> Result<(), Unavailable> {
        (self.spec().available)(model)
    }
}

use Context::{Case, Charts, Confirm, Evidence, Field, Finder, List, Queue, Reading, Writing};

const ALL: &[Context] = &Context::ALL;
const MAIN: &[Context] = &[Queue, Case];
const MOVING: &[Context] = &[Queue, Case, List, Confirm, Reading, Evidence, Charts];
const LAYERS: &[Context] = &[Writing, Field, Finder, List, Confirm];

const fn spec(
    command: Command,
    name: &'static str,
    keys: &'static [(&'static [Context], &'static [&'static str])],
    available: fn(&Model) -> Result<(), Unavailable>,
) -> Spec {
    Spec { command, name, keys, listed: true, available }
}

const fn unlisted(
    command: Command,
    name: &'static str,
    keys: &'static [(&'static [Context], &'static [&'static str])],
) -> Spec {
    Spec { command, name, keys, listed: false, available: can::always }
}

const fn own_view(
    at: usize,
    name: &'static str,
    keys: &'static [(&'static [Context], &'static [&'static str])],
) -> Spec {
    let available = if at == 0 { can::first_own_view } else { can::second_own_view };
    Spec { command: Command::OwnView(at), name, keys, listed: false, available }
}

/// Every command, in the order in which help shows them.
pub static TABLE: &[Spec] = &[
    unlisted(Command::Down, "down", &[(MOVING, &["j", "Down"]), (&[Finder], &["Down", "Ctrl-n"])]),
    unlisted(Command::Up, "up", &[(MOVING, &["k", "Up"]), (&[Finder], &["Up", "Ctrl-p"])]),
    unlisted(Command::HalfDown, "half-page-down", &[(MOVING, &["Ctrl-d"])]),
    unlisted(Command::HalfUp, "half-page-up", &[(MOVING, &["Ctrl-u"])]),
    unlisted(Command::PageDown, "page-down", &[(MOVING, &["PageDown", "Ctrl-f"]), (&[Finder], &["PageDown"])]),
    unlisted(Command::PageUp, "page-up", &[(MOVING, &["PageUp", "Ctrl-b"]), (&[Finder], &["PageUp"])]),
    unlisted(Command::First, "first", &[(MOVING, &["g g", "Home"])]),
    unlisted(Command::Last, "last", &[(MOVING, &["G", "End"])]),
    spec(Command::Open, "open", &[(&[Queue], &["Enter", "l", "Right"]), (&[Case], &["Enter", "l"])], can::open),
    unlisted(Command::Back, "back", &[(&[Queue], &["Esc"]), (&[Case, Reading, Evidence, Charts], &["Esc", "h", "q"])]),
    spec(Command::NextPanel, "next-panel", &[(&[Case, Charts], &["Tab", "Right"])], can::panels),
    spec(Command::PreviousPanel, "previous-panel", &[(&[Case, Charts], &["Shift-Tab", "Left"])], can::panels),
    spec(Command::Panel(Panel::File), "panel-file", &[(&[Case], &["1"])], can::in_case),
    spec(Command::Panel(Panel::Thread), "panel-discussion", &[(&[Case], &["2"])], can::in_case),
    spec(Command::Panel(Panel::Pending), "panel-pending", &[(&[Case], &["3"])], can::in_case),
    spec(Command::Panel(Panel::Precedents), "panel-precedents", &[(&[Case], &["4"])], can::in_case),
    spec(Command::NextCase, "next-case", &[(&[Case], &["J"])], can::in_case),
    spec(Command::PreviousCase, "previous-case", &[(&[Case], &["K"])], can::in_case),
    spec(Command::Claim, "claim", &[(MAIN, &["a"])], can::claim),
    spec(Command::Release, "release", &[(MAIN, &["A"])], can::release),
    spec(Command::Reply, "reply", &[(MAIN, &["r"])], can::reply),
    spec(Command::Remind, "remind", &[(MAIN, &["m"])], can::remind),
    spec(Command::Note, "note", &[(MAIN, &["c"])], can::note),
    spec(Command::Ask, "ask", &[(MAIN, &["e"])], can::ask),
    spec(Command::Propose, "propose", &[(MAIN, &["p"])], can::propose),
    spec(Command::Decide, "decide", &[(MAIN, &["D"])], can::decide),
    spec(Command::Undo, "undo", &[(MAIN, &["u"])], can::undo),
    spec(Command::Approve, "approve", &[(MAIN, &["+"])], can::approve),
    spec(Command::Refuse, "refuse", &[(MAIN, &["-"])], can::refuse),
    spec(Command::Snooze, "snooze", &[(MAIN, &["z"])], can::snooze),
    spec(Command::Evidence, "evidence", &[(&[Case, Reading], &["o"])], can::evidence_at_hand),
    unlisted(Command::NextFile, "next-file", &[(&[Evidence], &["Tab", "Right", "l", "n"])]),
    unlisted(Command::PreviousFile, "previous-file", &[(&[Evidence], &["Shift-Tab", "Left", "N"])]),
    spec(Command::Strike, "strike-evidence", &[(&[Queue, Case, Evidence], &["S"])], can::strike),
    spec(Command::WithdrawAsk, "withdraw-ask", &[(MAIN, &["w"])], can::withdraw),
    spec(
        Command::Precedents,
        "precedents",
        &[(&[Queue, Case, List, Confirm], &["v"]), (&[Writing, Field], &["Ctrl-o"])],
        can::precedents,
    ),
    spec(Command::Search, "search", &[(MAIN, &["/"])], can::always),
    spec(Command::NextHit, "next-found", &[(MAIN, &["n"])], can::hits),
    spec(Command::PreviousHit, "previous-found", &[(MAIN, &["N"])], can::hits),
    spec(Command::Statistics, "statistics", &[(MAIN, &["s"])], can::always),
    spec(Command::Filter, "filter", &[(&[Queue], &["f"])], can::in_queue),
    spec(Command::NextView, "next-view", &[(&[Queue], &["Tab"])], can::in_queue),
    spec(Command::PreviousView, "previous-view", &[(&[Queue], &["Shift-Tab"])], can::in_queue),
    unlisted(Command::View(View::Open), "view-open", &[(&[Queue], &["1"])]),
    unlisted(Command::View(View::Mine), "view-mine", &[(&[Queue], &["2"])]),
    unlisted(Command::View(View::Unclaimed), "view-unclaimed", &[(&[Queue], &["3"])]),
    unlisted(Command::View(View::Overdue), "view-overdue", &[(&[Queue], &["4"])]),
    unlisted(Command::View(View::Decided), "view-decided", &[(&[Queue], &["5"])]),
    unlisted(Command::View(View::All), "view-all", &[(&[Queue], &["6"])]),
    unlisted(Command::View(View::Approval), "view-approval", &[(&[Queue], &["7"])]),
    own_view(0, "view-own-first", &[(&[Queue], &["8"])]),
    own_view(1, "view-own-second", &[(&[Queue], &["9"])]),
    spec(Command::KeepView, "keep-view", &[(&[Queue], &["F"])], can::keep_view),
    spec(Command::RenameView, "rename-view", &[(&[Queue], &["M"])], can::own_view),
    spec(Command::DeleteView, "delete-view", &[(&[Queue], &["Delete"])], can::own_view),
    spec(Command::Export, "export", &[(MAIN, &["X"])], can::case),
    spec(Command::CopyId, "copy-id", &[(MAIN, &["y"])], can::case),
    spec(Command::CopyMessage, "copy-message", &[(&[Case, Reading], &["Y"])], can::message),
    spec(Command::Refresh, "refresh", &[(&[Queue, Case, Charts], &["R"])], can::always),
    unlisted(Command::Palette, "palette", &[(MAIN, &[":"])]),
    spec(
        Command::Help,
        "help",
        &[(&[Queue, Case, List, Confirm, Evidence, Charts], &["?"]), (ALL, &["F1"])],
        can::always,
    ),
    unlisted(Command::Send, "send", &[(&[Writing, Field], &["Ctrl-s"])]),
    unlisted(Command::Accept, "accept", &[(&[Field, Finder, List, Confirm], &["Enter"])]),
    unlisted(Command::Complete, "complete", &[(&[Finder], &["Tab"])]),
    unlisted(Command::CompleteBack, "complete-back", &[(&[Finder], &["Shift-Tab"])]),
    unlisted(Command::Mark, "cite", &[(&[List], &["Space"])]),
    unlisted(
        Command::NextField,
        "next-field",
        &[(&[Writing, Field, List], &["Tab"]), (&[List], &["Right"]), (&[Confirm], &["Tab", "Right", "l"])],
    ),
    unlisted(
        Command::PreviousField,
        "previous-field",
        &[(&[Writing, Field, List], &["Shift-Tab"]), (&[List], &["Left"]), (&[Confirm], &["Shift-Tab", "Left", "h"])],
    ),
    unlisted(Command::CatchUp, "catch-up", &[(&[Writing, Field, List, Confirm], &["Ctrl-r"])]),
    unlisted(Command::Ready, "ready-reply", &[(&[Writing], &["Ctrl-t"])]),
    unlisted(Command::Editor, "editor", &[(&[Writing], &["Ctrl-e"])]),
    unlisted(Command::Leave, "leave", &[(LAYERS, &["Esc"])]),
    unlisted(Command::Redraw, "redraw", &[(ALL, &["Ctrl-l"])]),
    spec(Command::Suspend, "suspend", &[(ALL, &["Ctrl-z"])], can::always),
    spec(Command::Quit, "quit", &[(&[Queue], &["q"]), (ALL, &["Ctrl-c"])], can::always),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_kebab_case_and_unique() {
        let names: BTreeSet<_> = TABLE.iter().map(|spec| spec.name).collect();
        assert_eq!(names.len(), TABLE.len());
        for name in names {
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{name}");
        }
    }

    #[test]
    fn each_command_is_declared_once_and_has_a_key() {
        for spec in TABLE {
            assert_eq!(TABLE.iter().filter(|other| other.command == spec.command).count(), 1, "{}", spec.name);
            assert!(!spec.keys.is_empty(), "{} can't be reached", spec.name);
            assert_eq!(spec.command.spec().name, spec.name);
        }
        for view in View::ALL {
            assert_eq!(Command::View(*view).spec().command, Command::View(*view));
        }
        for panel in Panel::ALL {
            assert_eq!(Command::Panel(panel).spec().command, Command::Panel(panel));
        }
    }

    #[test]
    fn letters_are_inert_while_writing() {
        for spec in TABLE {
            let writing = spec.keys.iter().filter(|(contexts, _)| contexts.iter().any(|c| c.is_writing()));
            for text in writing.flat_map(|(_, keys)| *keys) {
                let keys: crate::app::key::Keys = text.parse().unwrap();
                assert!(keys.0.iter().all(|key| key.writes().is_none()), "{} on {text}", spec.name);
            }
        }
    }
}
