//! Layers: what is drawn over the screen and has the keyboard focus, one at a time.

use std::collections::BTreeSet;

use crate::app::command::{Command, KeyContext};
use crate::app::effect::{Generation, Ticket};
use crate::app::text_buffer::TextBuffer;
use crate::domain::decision::work_figures::StatisticsPeriod;
use crate::domain::dispute::action::Action;
use crate::domain::ids::{AskId, AttachmentId, Cite, DisputeId, MessageId, OwedAnswer, ProposalId};
use crate::domain::vocabulary::{Outcome, ProposalKind, Side};
use crate::store::QueueRow;

use super::QueryInput;
use super::answer_page::AnswerPage;
use super::bulk::{BulkList, BulkQuestion};
use super::draft::Field;
use super::editor::{Editor, TemplatePicker};
use super::evidence::{OpenEvidence, OpenFileQuestion};
use super::hand_over::{HandOverForm, HandOverStep};
use super::notice::Trouble;
use super::notifications::NotificationList;
use super::review::Review;
use super::saved_views::{DeleteView, NameView, ViewRef};
use super::snooze::SnoozeTarget;
use super::take_over::TakeOverQuestion;

/// A layer that has the keyboard focus instead of the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    Compose(Box<Compose>),
    Decide(Box<DecisionEditor>),
    /// Looking at another mediator's decision, to approve or refuse it.
    Review(Box<Review>),
    /// Searching all messages; what is searched and found is in [`super::SearchState`].
    Search,
    /// Who did what; what is asked for and what was read is in [`super::ActivityState`].
    Activity,
    Palette(CommandPalette),
    /// Help, with what it lies over.
    Help(Help),
    /// A message, whole, with its attachments.
    Message(OpenMessage),
    Evidence(OpenEvidence),
    /// A question with a short answer.
    Prompt(Prompt),
    /// The statistics; the figures are in [`super::Model::statistics`].
    Statistics(StatisticsLayer),
    /// The list of related cases; see [`crate::app::related_cases`].
    Precedents(PrecedentList),
    /// What the mediator is told of cases; it is in [`super::Notifications`].
    Notifications(NotificationList),
    /// What became of each case to which something was done at once; it is in [`super::Bulk`].
    BulkReport(BulkList),
}

/// The list of related cases. The layer it was opened over is in [`super::Model::stack`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrecedentList {
    pub dispute: DisputeId,
    /// Which of [`crate::app::related_cases::listed`].
    pub cursor: usize,
}

/// The statistics, page by page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatisticsLayer {
    pub page: StatisticsPage,
    /// Its first visible line.
    pub scroll: usize,
    /// Which days the figures are of.
    pub period: StatisticsPeriod,
}

/// The pages of statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatisticsPage {
    /// Outcomes by ground, and how many were agreed.
    Outcomes,
    /// Time to decide, and the backlog by age.
    Times,
    /// Who wins, by ground and mediator.
    Neutrality,
    /// What each member did.
    Work,
}

impl StatisticsPage {
    /// Every page, in order.
    pub const ALL: [Self; 4] = [Self::Outcomes, Self::Times, Self::Neutrality, Self::Work];
}

/// Writing to someone about a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Compose {
    /// What is written, and to whom.
    pub kind: ComposeKind,
    pub editor: Editor,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ComposeKind {
    /// A message to both parties.
    Reply,
    /// A message to both parties that reminds of what is owed.
    Remind(OwedAnswer),
    Note,
    /// A question to one party.
    Ask {
        to: Side,
        /// Until when the answer is awaited, as typed; blank for the policy's delay.
        due: TextBuffer,
        /// The field that has the keys.
        field: AskField,
    },
    /// A settlement for both parties.
    Propose {
        kind: ProposalKind,
        /// The refund as typed.
        amount: TextBuffer,
        /// The field that has the keys.
        field: ProposeField,
    },
}

/// The fields of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskField {
    Due,
    Question,
}

/// The fields of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposeField {
    Kind,
    Amount,
    Terms,
}

/// Who will read what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The client, the seller and the mediators.
    Both,
    Mediators,
    /// A question to this party (the other one sees it too: the discussion is three-way).
    Party(Side),
}

impl Compose {
    /// Returns who will read it.
    pub fn audience(&self) -> Audience {
        match self.kind {
            ComposeKind::Reply | ComposeKind::Remind(_) | ComposeKind::Propose { .. } => Audience::Both,
            ComposeKind::Note => Audience::Mediators,
            ComposeKind::Ask { to, .. } => Audience::Party(to),
        }
    }

    /// Returns which of the case's drafts it is.
    pub fn field(&self) -> Field {
        match self.kind {
            ComposeKind::Reply | ComposeKind::Remind(_) => Field::Reply,
            ComposeKind::Note => Field::Note,
            ComposeKind::Ask { to, .. } => Field::Ask(to),
            ComposeKind::Propose { .. } => Field::Terms,
        }
    }
}

/// Deciding a case, page by page.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionEditor {
    pub editor: Editor,
    /// The version that the mediator has seen; a decision on an older one than the store's is refused. `None` while the
    /// case is still being read.
    pub seen: Option<i64>,
    pub step: DecisionPage,
    /// The outcome under the cursor; the one picked, from the second page on. `None`: none is chosen yet.
    pub outcome: Option<Outcome>,
    /// The refund as typed, an amount or a percentage.
    pub amount: TextBuffer,
    /// What it rests on.
    pub cites: BTreeSet<Cite>,
    /// The agreement that the outcome and the amount were filled in from.
    pub agreed: Option<ProposalId>,
    /// Which of [`crate::app::decision::citable`] is under the cursor.
    pub cite_cursor: usize,
    /// The last page's answer.
    pub choice: Choice,
    /// The last page, as far as it was read.
    pub page: AnswerPage,
    /// The request key: makes a repeated request harmless.
    pub key: String,
}

/// The pages of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionPage {
    Outcome,
    /// How much the client gets back (partial refund only).
    Amount,
    Reasons,
    /// What it rests on.
    Cites,
    /// A summary of figures and names to confirm; No is the default.
    Confirm,
}

/// The answer to a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// No: the default.
    #[default]
    No,
    Yes,
}

impl Choice {
    /// Returns the other one.
    pub fn other(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Yes => Self::No,
        }
    }
}

/// The palette: everything that can be done here, and where one can go.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CommandPalette {
    pub text: TextBuffer,
    /// What matches, best first.
    pub items: Vec<Item>,
    /// The one under the cursor.
    pub cursor: usize,
    /// The cases that were found in the whole store, and what they answer to.
    pub(in crate::app) found: Vec<QueueRow>,
    pub(in crate::app) answered: String,
    /// The looking through the store that is under way.
    pub(in crate::app) reading: Option<Generation>,
    /// The cursor was moved since something was typed: it stays on its item.
    pub(in crate::app) moved: bool,
}

impl CommandPalette {
    /// Returns whether more cases may still be found.
    pub fn is_looking(&self) -> bool {
        self.reading.is_some()
    }
}

/// A line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub what: PaletteAction,
    /// The text that was matched: for a command its name in the desk's language, for a case its number, service and names.
    pub text: String,
    /// Which characters of `text` matched, by index.
    pub marks: Vec<u32>,
}

/// What a line of the palette does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaletteAction {
    Run(Command),
    Case(DisputeId),
    /// Shows a view of the queue.
    View(ViewRef),
}

/// Help for what it lies over.
#[derive(Debug, Clone, PartialEq)]
pub struct Help {
    /// The contexts it tells about.
    pub contexts: Vec<KeyContext>,
    /// The first visible line.
    pub scroll: usize,
    /// What comes back when it closes.
    pub under: Option<Box<Layer>>,
}

/// A message, opened to be read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenMessage {
    pub dispute: DisputeId,
    pub message: MessageId,
    /// The first visible line.
    pub scroll: usize,
}

/// A question with a short answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Prompt {
    /// Which cases the queue shows; applied as one types.
    Filter {
        text: TextBuffer,
        /// The words before, for Esc.
        before: String,
        /// How it can go on, and what makes no sense in it; then the filter before stays in force.
        typing: QueryInput,
    },
    /// Until when the case is to be out of the queue.
    Snooze {
        of: SnoozeTarget,
        /// Which of [`super::SnoozePreset::ALL`], while nothing is typed.
        cursor: usize,
        /// A moment as typed; blank for the one under the cursor.
        text: TextBuffer,
    },
    /// Which piece of evidence is inadmissible, or counts after all, and why.
    Strike {
        dispute: DisputeId,
        /// A strike is taken back.
        admits: bool,
        /// Those that it can be.
        evidence: Vec<AttachmentId>,
        /// The one under the cursor.
        cursor: usize,
        reason: TextBuffer,
        sending: Option<Ticket>,
        /// Why it could not be done.
        trouble: Option<Trouble>,
    },
    /// Which open ask or proposal to take back.
    Withdraw {
        dispute: DisputeId,
        items: Vec<Withdrawable>,
        /// The one under the cursor.
        cursor: usize,
    },
    /// Whether something is to be done to every marked case.
    Bulk(BulkQuestion),
    /// Whether another program is to open a file of evidence.
    OpenFile(OpenFileQuestion),
    /// What a view of the mediator's own is to be called.
    NameView(NameView),
    /// Whether one is to be deleted.
    DeleteView(DeleteView),
    /// Which colleague is to have a case, or several.
    HandOver(Box<HandOverForm>),
    /// Whether a case is to be taken over from a colleague.
    TakeOver(TakeOverQuestion),
    /// A yes-or-no question; No is the default.
    Confirm {
        dispute: DisputeId,
        what: Confirm,
        /// The version of the case when it was asked; `None` while the case was not at hand.
        seen: Option<i64>,
        choice: Choice,
    },
}

/// Something that a mediator can take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawable {
    Ask(AskId),
    Proposal(ProposalId),
}

impl Withdrawable {
    /// Returns the action that takes it back.
    pub fn action(self) -> Action {
        match self {
            Self::Ask(ask) => Action::WithdrawAsk { ask },
            Self::Proposal(proposal) => Action::WithdrawProposal { proposal },
        }
    }
}

/// What is to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirm {
    /// Reverse the decision that is on hold.
    Undo,
}

impl Layer {
    /// Returns the case that it is about, if it is about one.
    pub fn dispute(&self) -> Option<DisputeId> {
        match self {
            Self::Compose(compose) => Some(compose.editor.dispute),
            Self::Decide(decide) => Some(decide.editor.dispute),
            Self::Review(review) => Some(review.editor.dispute),
            Self::Message(open) => Some(open.dispute),
            Self::Evidence(open) => Some(open.dispute),
            Self::Precedents(list) => Some(list.dispute),
            Self::Prompt(prompt) => match prompt {
                Prompt::Filter { .. } | Prompt::NameView(_) | Prompt::DeleteView(_) | Prompt::Bulk(_) => None,
                Prompt::HandOver(form) => form.dispute(),
                Prompt::TakeOver(question) => Some(question.dispute),
                Prompt::Snooze { of: SnoozeTarget::Case(dispute), .. } => Some(*dispute),
                Prompt::Snooze { of: SnoozeTarget::Marked, .. } => None,
                Prompt::Strike { dispute, .. } | Prompt::Withdraw { dispute, .. } | Prompt::Confirm { dispute, .. } => {
                    Some(*dispute)
                }
                Prompt::OpenFile(asked) => Some(asked.evidence.dispute),
            },
            Self::Help(help) => help.under.as_deref().and_then(Self::dispute),
            Self::Search
            | Self::Activity
            | Self::Palette(_)
            | Self::Statistics(_)
            | Self::Notifications(_)
            | Self::BulkReport(_) => None,
        }
    }

    /// Returns the text about a case that is written in it to be sent, if it has one.
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Compose(compose) => Some(&compose.editor),
            Self::Decide(decide) => Some(&decide.editor),
            Self::Review(review) => Some(&review.editor),
            Self::Search
            | Self::Activity
            | Self::Palette(_)
            | Self::Help(_)
            | Self::Message(_)
            | Self::Evidence(_)
            | Self::Prompt(_)
            | Self::Statistics(_)
            | Self::Notifications(_)
            | Self::BulkReport(_)
            | Self::Precedents(_) => None,
        }
    }

    pub(in crate::app) fn editor_mut(&mut self) -> Option<&mut Editor> {
        match self {
            Self::Compose(compose) => Some(&mut compose.editor),
            Self::Decide(decide) => Some(&mut decide.editor),
            Self::Review(review) => Some(&mut review.editor),
            _ => None,
        }
    }

    /// Returns which of the case's drafts is written in it: `None` where none is.
    pub fn draft_field(&self) -> Option<Field> {
        match self {
            Self::Compose(compose) => Some(compose.field()),
            Self::Decide(_) => Some(Field::Reasons),
            Self::Review(review) => review.refusing.then_some(Field::Refusal),
            _ => None,
        }
    }

    /// Returns the text that is written in it as one of the case's drafts.
    pub(in crate::app) fn written_mut(&mut self) -> Option<&mut Editor> {
        self.draft_field()?;
        self.editor_mut()
    }

    /// Returns the command that sends what is written in it.
    pub(in crate::app) fn sends(&self) -> Option<Command> {
        match self {
            Self::Compose(_) => Some(Command::Send),
            Self::Decide(_) => Some(Command::Decide),
            Self::Review(_) => Some(Command::Approve),
            _ => None,
        }
    }

    /// Returns under which ticket something was sent from it, and why it could not be done.
    pub(in crate::app) fn submission_mut(&mut self) -> Option<(&mut Option<Ticket>, &mut Option<Trouble>)> {
        match self {
            Self::Prompt(Prompt::Strike { sending, trouble, .. }) => Some((sending, trouble)),
            Self::Prompt(Prompt::HandOver(form)) => Some((&mut form.sending, &mut form.trouble)),
            Self::Prompt(Prompt::NameView(asked)) => Some((&mut asked.sending, &mut asked.trouble)),
            Self::Prompt(Prompt::DeleteView(asked)) => Some((&mut asked.sending, &mut asked.trouble)),
            layer => layer.editor_mut().map(|editor| (&mut editor.sending, &mut editor.trouble)),
        }
    }

    /// Returns whether what was sent from it has not been answered yet.
    pub fn is_sending(&self) -> bool {
        match self {
            Self::Prompt(Prompt::Strike { sending, .. }) => sending.is_some(),
            Self::Prompt(Prompt::HandOver(form)) => form.sending.is_some(),
            Self::Prompt(Prompt::NameView(asked)) => asked.sending.is_some(),
            Self::Prompt(Prompt::DeleteView(asked)) => asked.sending.is_some(),
            layer => layer.editor().is_some_and(|editor| editor.sending.is_some()),
        }
    }

    /// Returns the choice of a reply template that is open in it.
    pub fn picker(&self) -> Option<&TemplatePicker> {
        self.editor().and_then(|editor| editor.picker.as_ref())
    }

    /// Returns the context whose keys work in it.
    pub fn context(&self) -> KeyContext {
        match self {
            layer if layer.picker().is_some() => KeyContext::Finder,
            Self::Compose(compose) => match compose.kind {
                ComposeKind::Propose { field: ProposeField::Kind, .. } => KeyContext::List,
                ComposeKind::Propose { field: ProposeField::Amount, .. }
                | ComposeKind::Ask { field: AskField::Due, .. } => KeyContext::Field,
                ComposeKind::Propose { field: ProposeField::Terms, .. }
                | ComposeKind::Reply
                | ComposeKind::Remind(_)
                | ComposeKind::Note
                | ComposeKind::Ask { .. } => KeyContext::Writing,
            },
            Self::Decide(decide) => match decide.step {
                DecisionPage::Outcome | DecisionPage::Cites => KeyContext::List,
                DecisionPage::Amount => KeyContext::Field,
                DecisionPage::Reasons => KeyContext::Writing,
                DecisionPage::Confirm => KeyContext::Confirm,
            },
            Self::Review(review) if review.refusing => KeyContext::Writing,
            Self::Review(_) => KeyContext::Confirm,
            Self::Search | Self::Activity | Self::Palette(_) => KeyContext::Finder,
            Self::Help(_) | Self::Message(_) => KeyContext::Reading,
            Self::Evidence(_) => KeyContext::Evidence,
            Self::Statistics(_) => KeyContext::Statistics,
            Self::Notifications(_) => KeyContext::Notifications,
            Self::Precedents(_) | Self::BulkReport(_) => KeyContext::List,
            Self::Prompt(prompt) => match prompt {
                Prompt::Filter { .. } | Prompt::Snooze { .. } => KeyContext::Finder,
                Prompt::Strike { .. } | Prompt::NameView(_) => KeyContext::Field,
                Prompt::Withdraw { .. } => KeyContext::List,
                Prompt::HandOver(form) => match form.step {
                    HandOverStep::Scope => KeyContext::List,
                    HandOverStep::Colleague => KeyContext::Finder,
                    HandOverStep::Note => KeyContext::Field,
                    HandOverStep::Confirm => KeyContext::Confirm,
                },
                Prompt::Confirm { .. }
                | Prompt::OpenFile(_)
                | Prompt::DeleteView(_)
                | Prompt::TakeOver(_)
                | Prompt::Bulk(_) => KeyContext::Confirm,
            },
        }
    }
}
