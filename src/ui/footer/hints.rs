//! Which hints stand for what is on screen, those that matter most first. Only what can be done now has one.

use super::layer_hints;
use crate::app::command::{Command, KeyContext};
use crate::app::decision;
use crate::app::model::{ActionOutcome, Notice, Screen, Unavailable};
use crate::app::pending_reminders;
use crate::domain::case::records::{DecisionState, Dispute};
use crate::domain::dispute::permissions;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::vocabulary::Role as Part;
use crate::ui::draw_context::DrawContext;

/// Keys, and what they do here.
pub(super) struct Hint {
    /// The commands whose keys are shown together.
    pub commands: Vec<Command>,
    pub keys: String,
    /// What they do, from the longest way to say it to the shortest; never shown in part.
    pub labels: Vec<String>,
}

/// The hints of a screen.
pub(super) struct HintList<'a, 'c> {
    ctx: &'a DrawContext<'c>,
    context: KeyContext,
    /// The most important first.
    pub all: Vec<Hint>,
    /// The way out, which keeps its place.
    pub exit: Option<Hint>,
}

impl<'a, 'c> HintList<'a, 'c> {
    fn new(ctx: &'a DrawContext<'c>) -> Self {
        Self { ctx, context: super::context(ctx), all: Vec::new(), exit: None }
    }

    pub(super) fn ctx(&self) -> &'a DrawContext<'c> {
        self.ctx
    }

    /// Returns a hint for those of these commands that can be done, if any can.
    fn hint(&self, commands: &[Command], labels: Vec<String>) -> Option<Hint> {
        let can = |command: &Command| command.available(self.ctx.model).is_ok();
        let keyed = commands.iter().copied().filter(can).filter_map(|command| {
            let key = super::key(self.ctx, self.context, command)?;
            Some((command, key))
        });
        let (commands, keys): (Vec<_>, Vec<_>) = keyed.unzip();
        (!commands.is_empty()).then(|| Hint { commands, keys: keys.join("/"), labels })
    }

    fn push(&mut self, commands: &[Command], labels: Vec<String>) {
        let is_said = |hint: &Hint| commands.iter().any(|command| hint.commands.contains(command));
        if !self.all.iter().any(is_said) {
            self.all.extend(self.hint(commands, labels));
        }
    }

    /// Adds commands under their own names.
    pub(super) fn own(&mut self, commands: &[Command]) -> &mut Self {
        for command in commands {
            let label = self.ctx.texts.label(command.spec()).into_owned();
            self.push(&[*command], vec![label]);
        }
        self
    }

    /// Adds commands under what they do here.
    pub(super) fn of(&mut self, commands: &[Command], text: &str) -> &mut Self {
        self.push(commands, vec![self.ctx.texts.get(text).into_owned()]);
        self
    }

    /// The same, with ways to say it, the longest first.
    pub(super) fn said(&mut self, command: Command, labels: Vec<String>) -> &mut Self {
        self.push(&[command], labels);
        self
    }

    /// Sets the way out.
    pub(super) fn exit(&mut self, command: Command, text: &str) -> &mut Self {
        self.exit = self.hint(&[command], vec![self.ctx.texts.get(text).into_owned()]);
        self
    }

    pub(super) fn moves(&mut self) -> &mut Self {
        self.of(&[Command::Down, Command::Up], "hint-move")
    }
}

/// Returns the hints for what is on screen.
pub(super) fn of_screen<'a, 'c>(ctx: &'a DrawContext<'c>) -> HintList<'a, 'c> {
    let mut hints = HintList::new(ctx);
    match (&ctx.model.layer, &ctx.model.screen) {
        (Some(layer), _) => layer_hints::add(&mut hints, layer),
        (None, Screen::Queue) => in_queue(&mut hints),
        (None, Screen::Case(view)) if view.read_only => {
            hints.exit(Command::Back, "hint-back");
            hints.of(&[Command::NextCase, Command::PreviousCase], "hint-other-case");
            hints.own(&[Command::NextPanel]).of(&[Command::Open], "hint-read-message");
        }
        (None, Screen::Case(_)) => in_case(&mut hints),
    }
    hints
}

/// Returns that nothing can be done to what is on screen, where that is so for whoever sits here.
pub(super) fn read_only(ctx: &DrawContext<'_>) -> bool {
    let model = ctx.model;
    if model.layer.is_some() {
        return false;
    }
    let is_barred = matches!(model.check_acting(), Err(Unavailable::LookOnly | Unavailable::Rule(_)));
    let has_conflict = model.current_file().zip(model.acting()).is_some_and(|(file, me)| {
        me.role == Part::Reader || permissions::conflicting_party(&file.case.order, me).is_some()
    });
    let in_case = matches!(model.screen, Screen::Case(_));
    is_barred || in_case && has_conflict || model.view().is_some_and(|view| view.read_only)
}

fn in_queue(hints: &mut HintList<'_, '_>) {
    let ctx = hints.ctx();
    let queue = &ctx.model.queue;
    let marks = &ctx.model.marks;
    let way_back = if ctx.model.bulk.run.is_some() {
        "hint-stop"
    } else if marks.range.is_some() || marks.is_growing() || !marks.is_empty() {
        "hint-unmark"
    } else if queue.saved.shown.is_some() {
        "hint-back"
    } else {
        "hint-clear-filter"
    };
    hints.exit(Command::Back, way_back);
    if let Some(next) = offered(ctx) {
        say_open(hints, Command::Open, next);
    }
    if marks.range.is_some() {
        hints.moves().of(&[Command::MarkRange], "hint-end-range");
        return to_marked(hints);
    }
    if ctx.model.acts_on_marked() {
        to_marked(hints);
        hints.own(&[Command::Mark, Command::MarkAll]).of(&[Command::Palette], "hint-commands");
        return;
    }
    if queue.window.rows.is_empty() {
        hints.own(&[Command::NextView]);
        if queue.view_ref() != crate::app::model::ViewRef::Standard(crate::domain::vocabulary::View::All) {
            hints.own(&[Command::ShowAll]);
        }
    }
    next_steps(hints);
    hints.moves().own(&[Command::Open]);
    if !is_settled(ctx) && !is_mine(ctx) {
        hints.own(&[Command::Claim]);
    }
    hints.own(&[Command::Search, Command::NextView, Command::Filter]).of(&[Command::Palette], "hint-commands");
    if !is_settled(ctx) {
        hints.own(&[Command::Decide, Command::Reply, Command::Snooze]);
    }
    hints.own(&[Command::Quit]);
}

/// What is done to all marked cases.
fn to_marked(hints: &mut HintList<'_, '_>) {
    hints.own(&[Command::Claim, Command::Release, Command::Assign, Command::Snooze, Command::Remind]);
}

fn in_case(hints: &mut HintList<'_, '_>) {
    let ctx = hints.ctx();
    hints.exit(Command::Back, "hint-back");
    if let Some(next) = offered(ctx) {
        say_open(hints, Command::Open, next);
    }
    next_steps(hints);
    if is_settled(ctx) {
        hints.of(&[Command::NextCase, Command::PreviousCase], "hint-other-case").own(&[Command::NextPanel]);
        hints.of(&[Command::Palette], "hint-commands").of(&[Command::Open], "hint-read-message");
        hints.own(&[Command::Note]);
        return;
    }
    hints.own(&[Command::Reply, Command::Ask, Command::Propose, Command::Decide, Command::NextPanel]);
    hints.of(&[Command::NextCase, Command::PreviousCase], "hint-other-case");
    hints.of(&[Command::Palette], "hint-commands").own(&[Command::Precedents, Command::Note]);
    hints.of(&[Command::Open], "hint-read-message");
    if !is_mine(ctx) {
        hints.own(&[Command::Claim]);
    }
}

/// Says which case a command opens.
pub(super) fn say_open(hints: &mut HintList<'_, '_>, command: Command, dispute: DisputeId) {
    let texts = hints.ctx().texts;
    let long = texts.with("hint-open-dispute", [("dispute", dispute.to_string().into())]);
    hints.said(command, vec![long, texts.label(Command::Open.spec()).into_owned()]);
}

/// Returns the case that is offered after a decision.
fn offered(ctx: &DrawContext<'_>) -> Option<DisputeId> {
    match ctx.model.notice {
        Some(Notice::Done(_, ActionOutcome::Decided { next, .. })) => next,
        _ => None,
    }
}

/// Adds what comes next: in the queue, keeping the filter in force; in a case, what its decision or its parties wait for.
fn next_steps(hints: &mut HintList<'_, '_>) {
    let ctx = hints.ctx();
    let decision = ctx.model.current_file().and_then(|file| file.case.dispute.as_ref()?.decision.as_ref());
    let is_own = |by: &Handle| ctx.model.acting().is_some_and(|me| me.handle == *by);
    match decision.map(|decision| (&decision.state, &decision.by)) {
        Some((DecisionState::OnHold, _)) => {
            hints.own(&[Command::Undo]);
        }
        Some((DecisionState::Awaiting, by)) if is_own(by) => {
            hints.own(&[Command::Undo]);
        }
        Some((DecisionState::Awaiting, _)) => {
            hints.own(&[Command::Approve, Command::Refuse]);
        }
        Some((DecisionState::Effective, _)) => {}
        None | Some((DecisionState::Reversed | DecisionState::Refused, _)) => {
            if keeps_a_view(ctx) {
                hints.own(&[Command::SaveView]);
            } else if is_agreed(ctx) {
                hints.of(&[Command::Decide], "hint-decide-agreed");
            } else if is_owed(ctx) {
                hints.own(&[Command::Remind]);
            }
            if is_snoozed(ctx) {
                hints.own(&[Command::Wake]);
            }
        }
    }
}

/// Returns whether the mediator holds the case at hand: to claim it again only renews their lease.
fn is_mine(ctx: &DrawContext<'_>) -> bool {
    let dispute = ctx.model.current_file().and_then(|file| file.case.dispute.as_ref());
    dispute.and_then(|dispute| dispute.claim.as_ref()).is_some_and(|claim| ctx.is_me(&claim.by))
}

/// Returns whether the case at hand is out of the queue for a while.
fn is_snoozed(ctx: &DrawContext<'_>) -> bool {
    let dispute = ctx.model.current_file().and_then(|file| file.case.dispute.as_ref());
    dispute.and_then(|dispute| dispute.snoozed_until).is_some_and(|until| until > ctx.model.now)
}

/// Returns whether the filter in force is one that could be kept as a view.
fn keeps_a_view(ctx: &DrawContext<'_>) -> bool {
    let queue = &ctx.model.queue;
    let kept = queue.saved.current().is_some_and(|view| view.query == queue.words);
    ctx.model.screen == Screen::Queue && !kept && Command::SaveView.available(ctx.model).is_ok()
}

/// Returns whether both parties agreed, so that the decision is ready.
fn is_agreed(ctx: &DrawContext<'_>) -> bool {
    ctx.model.current_file().is_some_and(|file| decision::agreed_proposal(file).is_some())
}

/// Returns whether a party did not answer in time and nobody has reminded them.
fn is_owed(ctx: &DrawContext<'_>) -> bool {
    ctx.model.current_file().is_some_and(|file| pending_reminders::lapsed(file, ctx.model.now).is_some())
}

/// Returns whether nothing more is said to the parties of the case on screen.
fn is_settled(ctx: &DrawContext<'_>) -> bool {
    let dispute = ctx.model.current_file().and_then(|file| file.case.dispute.as_ref());
    dispute.is_some_and(Dispute::is_settled)
}
