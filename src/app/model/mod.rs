//! Everything that the desk knows. The screen draws it, [`crate::app::update`] changes it, nothing else does.

mod activity;
mod answer_page;
mod bulk;
mod case;
mod colleagues;
mod draft;
mod editor;
mod evidence;
mod hand_over;
mod layer;
mod marked_cases;
mod notice;
mod notifications;
mod query_input;
mod queue;
mod related_cases;
mod review;
mod saved_views;
mod snooze;
mod take_over;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{FixedOffset, Local, NaiveDateTime};

pub use activity::ActivityState;
pub use answer_page::AnswerPage;
pub(in crate::app) use bulk::BulkStep;
pub use bulk::{Bulk, BulkAction, BulkFailure, BulkItem, BulkList, BulkQuestion, BulkReport, BulkRun};
pub use case::{CaseView, Cases, Panel, ScrollAnchor, SoughtPlace, Stamp};
pub use colleagues::Colleagues;
pub(in crate::app) use draft::Dirty;
pub use draft::{AskDraft, CaseDrafts, DecisionDraft, Drafts, Field, ProposalDraft, UnansweredText};
pub use editor::{Editor, TemplateMatch, TemplatePicker};
pub use evidence::{
    Content, EvidenceContent, FileError, OpenEvidence, OpenFileQuestion, PictureError, PictureRequest, PictureView,
};
pub use hand_over::{GivenCases, HandOverForm, HandOverStep, ShiftScope};
pub use layer::{
    AskField, Audience, Choice, CommandPalette, Compose, ComposeKind, Confirm, DecisionEditor, DecisionPage, Help,
    Item, Layer, OpenMessage, PaletteAction, PrecedentList, Prompt, ProposeField, StatisticsLayer, StatisticsPage,
    Withdrawable,
};
pub use marked_cases::{MAX_MARKS, MarkRange, MarkWalk, MarkedCases};
pub use notice::{
    ActionOutcome, CopiedText, CopyOutcome, EditorError, News, Notice, OrphanedEdit, StandingChange, Trouble,
    Unavailable, ViewOutcome,
};
pub use notifications::{NotificationList, Notifications};
pub use query_input::QueryInput;
#[cfg(test)]
pub(in crate::app) use queue::MAX_ROWS;
pub(in crate::app) use queue::{Page, ResumePoint, from_row};
pub use queue::{Queue, Window};
pub use related_cases::RelatedCasesCache;
pub use review::{Review, Verdict};
pub use saved_views::{DeleteView, NameView, ViewRef};
pub use snooze::{SnoozePreset, SnoozeTarget};
pub(in crate::app) use take_over::TakingOver;
pub use take_over::{AfterTakeOver, TakeOverQuestion};

use super::command::KeyContext;
use super::effect::{Generation, Ticket};
use super::key::Key;
use super::keymap::Keymap;
use super::measure::Measured;
use super::open_with::OpenWith;
use super::text_buffer::TextBuffer;
use crate::domain::case::records::Mediator;
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::discussion::lexicon::Lexicon;
use crate::domain::discussion::templates::TemplateLibrary;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{AttachmentId, DisputeId, RequestKey, SystemAccount};
use crate::domain::refusal::{PermissionRefusal, Refusal};
use crate::domain::team::authority;
use crate::domain::text::typed_time::{self, TypedTime};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Outcome};
/// The store's plain types that the model is made of, for those who draw it.
pub use crate::store::{
    CaseFile, Changed, Hit, HitPlace, Notification, QueueRow, SearchCursor, StoreError, ThreadRow, TimelineRow,
    UnusableWhy,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub cols: u16,
    pub rows: u16,
}

/// The time zone in which times are shown and typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayZone {
    /// The machine's.
    Local,
    /// A fixed one, for tests.
    #[cfg_attr(
        private_tree,
        expect(dead_code, reason = "also tests outside the crate need a clock that is the same everywhere")
    )]
    Fixed(FixedOffset),
}

impl DisplayZone {
    /// An instant as the clock on the wall shows it.
    pub fn local(self, time: Time) -> NaiveDateTime {
        match self {
            Self::Local => time.with_timezone(&Local).naive_local(),
            Self::Fixed(offset) => time.with_timezone(&offset).naive_local(),
        }
    }

    /// The instant when the clock on the wall shows this; the earlier one where it shows it twice, a moment later where a
    /// change of clocks skips it.
    pub fn instant(self, wall: NaiveDateTime) -> Time {
        let found = match self {
            Self::Local => typed_time::resolve(&Local, wall),
            Self::Fixed(offset) => typed_time::resolve(&offset, wall),
        };
        found.unwrap_or_else(|| wall.and_utc())
    }
}

/// What the desk starts with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Who acts; `None`: look only.
    pub me: Option<Mediator>,
    /// From which account of the system, where that is known.
    pub account: Option<SystemAccount>,
    /// The language of the screens.
    pub lang: Lang,
    pub size: Size,
    pub now: Time,
    /// Where times are shown.
    pub zone: DisplayZone,
    /// Random bytes, so that the keys of this desk's decisions are its own.
    pub seed: [u8; 16],
    /// Each command's name in the desk's language, by [`super::command::Spec::name`], for the palette; those that are
    /// missing are found by `name`.
    pub labels: BTreeMap<&'static str, String>,
    pub keymap: Keymap,
    /// It is the demo, where one may play every mediator.
    pub demo: bool,
    pub templates: TemplateLibrary,
    /// What in the parties' messages is pointed out.
    pub lexicon: Lexicon,
    /// The programs that open files of evidence.
    pub open_with: OpenWith,
    /// Where the database keeps the contents of files; `None` for one that has no such folder.
    pub file_folder: Option<String>,
}

/// Which screen lies under everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// The queue with its preview.
    Queue,
    Case(CaseView),
}

/// Everything that the desk knows.
#[derive(Debug, Clone)]
pub struct Model {
    /// Who acts, as the team has them now; `None`: look only. See [`Model::acting`].
    pub me: Option<Mediator>,
    /// From which account of the system, where that is known.
    pub account: Option<SystemAccount>,
    /// Why they act no more since the desk was opened: they have retired, or their handle is bound to another account.
    pub barred: Option<Refusal>,
    /// The language of the screens.
    pub lang: Lang,
    pub size: Size,
    /// Now, as of the last message.
    pub now: Time,
    /// Where times are shown and typed.
    pub zone: DisplayZone,
    /// The mediation team, for names; empty until it is known.
    pub team: Vec<Mediator>,
    /// The version of the policy in force, once it is known. What may be done to a case is judged by the case's own.
    pub policy: Option<u32>,
    /// Each command's name in the desk's language.
    pub labels: BTreeMap<&'static str, String>,
    pub keymap: Keymap,
    /// It is the demo, where one may play every mediator.
    pub demo: bool,
    /// A card says what the demo is, over the screen, until a key is pressed.
    pub first_steps: bool,
    pub templates: TemplateLibrary,
    /// What in the parties' messages is pointed out.
    pub lexicon: Lexicon,
    /// The programs that open files of evidence.
    pub open_with: OpenWith,
    /// Where the database keeps the contents of files; `None` for one that has no such folder.
    pub file_folder: Option<String>,
    /// Keys pressed that may begin a longer sequence (`g` of `g g`).
    pub pressed: Vec<Key>,
    /// The end of a paste has not come. Its rest must not run commands: see [`Model::ignores_keys`].
    pub(in crate::app) paste_broken: bool,
    pub queue: Queue,
    /// The cases that are marked in it.
    pub marks: MarkedCases,
    /// What is done to many cases at once.
    pub bulk: Bulk,
    /// The whole cases at hand.
    pub cases: Cases,
    /// What stands beside those looked at last.
    pub related_cases: RelatedCasesCache,
    /// Which screen lies under everything.
    pub screen: Screen,
    /// What lies over it and has the keys.
    pub layer: Option<Layer>,
    /// What was laid aside to look at something else and comes back after, the last on top.
    pub stack: Vec<StackedScreen>,
    /// The evidence that was opened on this desk since it started.
    pub opened_evidence: BTreeSet<AttachmentId>,
    /// What was searched and found.
    pub search: SearchState,
    /// Who did what.
    pub activity: ActivityState,
    /// How the team judges, once it was asked for.
    pub statistics: Option<TeamStatistics>,
    /// What the desk has to say.
    pub notice: Option<Notice>,
    /// This desk's last decision, while it can be undone.
    pub on_hold: Option<DecisionOnHold>,
    pub drafts: Drafts,
    /// What the last frame measured.
    pub measured: Measured,
    /// Acts that the store has not answered yet.
    pub sent: Vec<(Ticket, Request)>,
    /// What was sent and never answered: nobody knows whether it was done. It is asked for again under the same key.
    pub unanswered: Vec<Request>,
    /// Other desks on the same database.
    pub colleagues: Colleagues,
    /// What the mediator is told of cases.
    pub notifications: Notifications,
    /// What keeps the desk from following the store, until it follows again.
    pub trouble: Option<StoreError>,
    /// Since when the store can't be reached: what is shown is from before.
    pub lost_since: Option<Time>,
    /// The desk has been told to leave.
    pub leaving: bool,
    /// When to read again after the store could not be read.
    pub(in crate::app) retry_at: Option<Time>,
    /// How often it could not be read since it last was.
    pub(in crate::app) retries: u32,
    pub(in crate::app) counter: u64,
    pub(in crate::app) seed: [u8; 16],
}

/// A decision that can still be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionOnHold {
    pub dispute: DisputeId,
    pub outcome: Outcome,
    pub until: Time,
}

/// The one of these so many places on, or back, round and round.
pub(in crate::app) fn cycle<T: Clone + PartialEq>(all: &[T], now: T, by: isize) -> T {
    let at = all.iter().position(|one| *one == now).unwrap_or(0);
    let to = (at + all.len()).saturating_add_signed(by) % all.len().max(1);
    all.get(to).cloned().unwrap_or(now)
}

/// A screen with what lies over it, laid aside.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedScreen {
    pub screen: Screen,
    /// What lies over it.
    pub layer: Option<Layer>,
}

impl StackedScreen {
    /// Returns the list of related cases, if it is what was laid aside.
    pub(in crate::app) fn precedents(&self) -> Option<PrecedentList> {
        match self.layer {
            Some(Layer::Precedents(list)) => Some(list),
            _ => None,
        }
    }
}

/// How the team judges, as of a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamStatistics {
    pub stats: Stats,
    /// Which days they are of.
    pub days: DayRange,
    /// When they were read.
    pub at: Time,
}

/// What was searched and found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchState {
    pub text: TextBuffer,
    /// How it can go on, and what makes no sense in it.
    pub input: QueryInput,
    /// What was found, newest first.
    pub hits: Vec<Hit>,
    /// What `hits` answer to.
    pub answered: String,
    /// Where to go on for more; `None` when everything was looked at.
    pub next: Option<SearchCursor>,
    /// Whether a case of a hit has changed since: its text may be another, or gone.
    pub(in crate::app) is_stale: bool,
    /// The cases that have changed while the search runs, which may have read them before.
    pub(in crate::app) changed: Vec<DisputeId>,
    /// The hit under the cursor, or the one last gone to.
    pub cursor: usize,
    pub failed: Option<StoreError>,
    /// How many messages further one wants to be, once they are read.
    pub(in crate::app) steps_ahead: usize,
    /// The search that is running.
    pub(in crate::app) reading: Option<Generation>,
}

impl SearchState {
    /// Returns whether an answer is awaited.
    pub fn is_running(&self) -> bool {
        self.reading.is_some()
    }
}

impl Model {
    /// Returns whether the path leads no longer to the database that the desk has open.
    pub fn is_database_replaced(&self) -> bool {
        matches!(&self.trouble, Some(StoreError::Unusable(unusable)) if unusable.why == UnusableWhy::Replaced)
    }

    /// A desk that has not read anything yet.
    pub fn new(setup: Setup) -> Self {
        Self {
            me: setup.me,
            account: setup.account,
            barred: None,
            lang: setup.lang,
            size: setup.size,
            now: setup.now,
            zone: setup.zone,
            team: Vec::new(),
            policy: None,
            labels: setup.labels,
            keymap: setup.keymap,
            demo: setup.demo,
            first_steps: false,
            templates: setup.templates,
            lexicon: setup.lexicon,
            open_with: setup.open_with,
            file_folder: setup.file_folder,
            pressed: Vec::new(),
            paste_broken: false,
            queue: Queue::default(),
            marks: MarkedCases::default(),
            bulk: Bulk::default(),
            cases: Cases::default(),
            related_cases: RelatedCasesCache::default(),
            stack: Vec::new(),
            opened_evidence: BTreeSet::new(),
            screen: Screen::Queue,
            layer: None,
            search: SearchState {
                text: TextBuffer::single_line(""),
                input: QueryInput::default(),
                hits: Vec::new(),
                answered: String::new(),
                next: None,
                is_stale: false,
                changed: Vec::new(),
                cursor: 0,
                failed: None,
                steps_ahead: 0,
                reading: None,
            },
            activity: ActivityState::default(),
            statistics: None,
            notice: None,
            on_hold: None,
            drafts: Drafts::default(),
            measured: Measured::guess(setup.size),
            sent: Vec::new(),
            unanswered: Vec::new(),
            colleagues: Colleagues::default(),
            notifications: Notifications {
                started: Some(setup.now),
                last_input: Some(setup.now),
                ..Notifications::default()
            },
            trouble: None,
            lost_since: None,
            leaving: false,
            retry_at: None,
            retries: 0,
            counter: 0,
            seed: setup.seed,
        }
    }

    /// Who may act here, if anyone: a member of the team who is not a mere reader, has not retired and is who they say.
    pub fn acting(&self) -> Option<&Mediator> {
        self.check_acting().ok()
    }

    /// Who may act here.
    ///
    /// # Errors
    /// Why nobody may.
    pub fn check_acting(&self) -> Result<&Mediator, Unavailable> {
        let me = self.me.as_ref().ok_or(Unavailable::LookOnly)?;
        if let Some(refusal) = &self.barred {
            return Err(Unavailable::Rule(refusal.clone()));
        }
        if !authority::acts_on_cases(me.role) {
            let refusal = PermissionRefusal::ReaderActs { handle: me.handle.clone() };
            return Err(Unavailable::Rule(refusal.into()));
        }
        Ok(me)
    }

    /// The case that commands are about: the layer's, the open one, or the selected one.
    pub fn current(&self) -> Option<DisputeId> {
        self.layer.as_ref().and_then(Layer::dispute).or_else(|| self.shown())
    }

    /// The case that the screen shows: the open one, or the selected one as a preview.
    pub fn shown(&self) -> Option<DisputeId> {
        match &self.screen {
            Screen::Case(view) => Some(view.id),
            Screen::Queue => self.queue.window.selected,
        }
    }

    /// The case that commands are about, once it is at hand.
    pub fn current_file(&self) -> Option<&CaseFile> {
        self.current().and_then(|id| self.cases.get(id))
    }

    /// What stands beside a case, once it was read.
    pub fn related_cases(&self, id: DisputeId) -> Option<&RelatedCases> {
        self.related_cases.get(id)
    }

    /// What has the keys, what help lies over, and what was laid aside.
    pub(in crate::app) fn layers_mut(&mut self) -> impl Iterator<Item = &mut Layer> {
        let under = self.stack.iter_mut().filter_map(|under| under.layer.as_mut());
        self.layer.as_mut().into_iter().chain(under).map(|layer| match layer {
            Layer::Help(Help { under: Some(under), .. }) => under.as_mut(),
            layer => layer,
        })
    }

    /// Returns the layer's own note of what was sent under a ticket, and why it could not be done.
    pub(in crate::app) fn submission_mut(
        &mut self,
        ticket: Ticket,
    ) -> Option<(&mut Option<Ticket>, &mut Option<Trouble>)> {
        self.layers_mut().filter_map(Layer::submission_mut).find(|(sending, _)| **sending == Some(ticket))
    }

    /// Returns whether the case that the screen shows is still being read.
    pub fn is_waiting_for_shown(&self) -> bool {
        self.shown().is_some_and(|id| self.cases.get(id).is_none() && self.cases.reading.contains_key(&id))
    }

    /// Returns whether nothing on screen is read from this case: at most a row of the queue is its own.
    pub fn is_out_of_sight(&self, id: DisputeId) -> bool {
        self.layer.is_none() && self.screen == Screen::Queue && self.queue.window.selected != Some(id)
    }

    /// The open case, as it is looked at.
    pub fn view(&self) -> Option<&CaseView> {
        match &self.screen {
            Screen::Case(view) => Some(view),
            Screen::Queue => None,
        }
    }

    /// The queue's row of a case, if it is among those at hand.
    pub fn row(&self, id: DisputeId) -> Option<&QueueRow> {
        self.queue.window.rows.iter().find(|row| row.id == id)
    }

    /// Until when a case would be snoozed: what is typed, or the nap under the cursor. `None` for what is no moment to come.
    pub fn snooze_until(&self, cursor: usize, typed: &TextBuffer) -> Option<Time> {
        if typed.is_blank() {
            return SnoozePreset::ALL.get(cursor).map(|nap| nap.until(self.now, self.zone));
        }
        self.moment_to_come(typed)
    }

    /// Returns the moment that is typed. `None` for what is no moment to come.
    pub fn moment_to_come(&self, typed: &TextBuffer) -> Option<Time> {
        let moment = match typed_time::parse(typed.body(), self.zone.local(self.now))? {
            TypedTime::In(delta) => self.now.checked_add_signed(delta)?,
            TypedTime::At(time) => time,
            TypedTime::Wall(wall) => self.zone.instant(wall),
        };
        (moment > self.now).then_some(moment)
    }

    /// A mediator's name, or their handle where it is not known.
    pub fn name_of<'a>(&'a self, handle: &'a str) -> &'a str {
        self.team.iter().find(|m| m.handle.0 == handle).map_or(handle, |m| m.name.as_str())
    }

    /// Returns whether an act of this kind on this case waits for the store's answer.
    pub fn is_sending(&self, id: DisputeId, action: &Action) -> bool {
        let kind = std::mem::discriminant(action);
        let same = |request: &Request| request.dispute == id && std::mem::discriminant(&request.action) == kind;
        self.sent.iter().any(|(_, request)| same(request))
    }

    /// The context whose keys work now.
    pub fn context(&self) -> KeyContext {
        match (&self.layer, &self.screen) {
            (Some(layer), _) => layer.context(),
            (None, Screen::Queue) => KeyContext::Queue,
            (None, Screen::Case(_)) => KeyContext::Case,
        }
    }

    /// Returns whether keys may be the rest of a paste that was broken, and are dropped because letters are commands here.
    pub fn ignores_keys(&self) -> bool {
        self.paste_broken && !self.context().is_writing()
    }

    /// A number that was never used before, for generations and tickets.
    pub(in crate::app) fn next_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// A key for a decision: a UUID of version 7, made of the time, the desk's seed and a counter, so that no two decisions
    /// of any desk share one.
    pub(in crate::app) fn new_decision_key(&mut self) -> String {
        let count = self.next_number();
        self.key_of(count)
    }

    /// Returns the key of the request that this ticket is for.
    pub(in crate::app) fn request_key(&self, ticket: Ticket) -> RequestKey {
        RequestKey(self.key_of(ticket.0))
    }

    fn key_of(&self, count: u64) -> String {
        use sha2::{Digest, Sha256};
        let hash = Sha256::new().chain_update(self.seed).chain_update(count.to_be_bytes()).finalize();
        let mut random = [0; 10];
        random.iter_mut().zip(hash.iter()).for_each(|(to, from)| *to = *from);
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string()
    }
}
