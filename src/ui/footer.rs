//! The last row: the keys that matter here, from the command table; and over it what the desk has to say.

use ratatui::layout::Rect;

use super::bulk;
use super::draw_context::{Canvas, DrawContext, cut_bottom};
use super::lost;
use super::notice;
use super::notifications;
use super::pen::{Pen, wash};
use super::text::width;
use super::theme::Role;
use crate::app::command::{Command, KeyContext};
use crate::app::decision;
use crate::app::key::{Key, KeySequence};
use crate::app::model::{AskField, ComposeKind, DecisionPage, HandOverStep, Layer, Prompt, Screen};
use crate::app::mouse::HitTarget;
use crate::app::pending_reminders;
use crate::domain::case::records::{DecisionState, Dispute};
use crate::domain::ids::Handle;

/// Draws the last row of `area`, and what the desk has to say above it; returns what remains.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let (row, above) = cut_bottom(area, 1);
    wash(canvas.buffer, row, ctx.theme.raised());
    if ctx.model.ignores_keys() {
        canvas.pen(row, 0).skip(1).print(&ctx.texts.get("hint-paste-broken"), ctx.style(Role::Soon));
    } else {
        hints(ctx, canvas, row);
    }
    let mut lines = Vec::new();
    if let Some(trouble) = lost::trouble(ctx) {
        lines.push((trouble, Role::Danger));
    }
    if let Some(unseen) = notifications::unseen(ctx) {
        lines.push((unseen, Role::Soon));
    }
    if let Some(progress) = bulk::progress(ctx) {
        lines.push((progress, Role::Strong));
    }
    if let Some(said) = &ctx.model.notice {
        lines.push(notice::notice(ctx, said));
    }
    let mut above = above;
    for (text, role) in lines.iter().rev() {
        above = notice::draw_at_bottom(ctx, canvas, above, text, *role);
    }
    above
}

/// A hint: commands whose keys are shown together, and the label that tells what they do.
type Hint = (&'static [Command], &'static str);

fn hints(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let mut places = Vec::new();
    let place = |from: u16, to: u16| Rect { x: from, width: to.saturating_sub(from), ..row };
    let context = context(ctx);
    let mut pen = canvas.pen(row, 0);
    pen.skip(1);
    let pressed = &ctx.model.pressed;
    if !pressed.is_empty() {
        pen.right(&format!("{}… ", KeySequence(pressed.clone())), ctx.style(Role::Key));
    }
    let in_queue = ctx.model.layer.is_none() && ctx.model.screen == Screen::Queue;
    if let Some(marked) = bulk::marked(ctx).filter(|_| in_queue) {
        pen.print(&marked, ctx.style(Role::Active)).skip(2);
    }
    // What can't be done now is no hint.
    let is_claimed = !ctx.model.acts_on_marked() && is_mine(ctx);
    let possible =
        |command: &Command| command.available(ctx.model).is_ok() && !(*command == Command::Claim && is_claimed);
    let shown = |(commands, label): &Hint| {
        let keys: Vec<String> = commands.iter().filter_map(|&command| key(ctx, context, command)).collect();
        let label = match (label.is_empty(), commands.first()) {
            (true, Some(command)) => ctx.texts.label(command.spec()).into_owned(),
            _ => ctx.texts.get(label).into_owned(),
        };
        (keys.len() == commands.len() && commands.iter().all(possible))
            .then(|| (keys.join("/"), label, commands.first().copied()))
    };
    // Help stands at the end, whatever else fits.
    let in_help = matches!(ctx.model.layer, Some(Layer::Help(_)));
    if let Some((key, label, _)) = &shown(&(&[Command::Help], "")).filter(|_| !in_help) {
        let end = pen.end();
        pen.right(&format!("{label} "), ctx.style(Role::BarMuted));
        pen.right(key, ctx.style(Role::Key));
        places.push((place(pen.end(), end), Command::Help));
    }
    let end = pen.end();
    draw_on_hold(ctx, &mut pen, context);
    places.push((place(pen.end(), end), Command::Undo));
    let end = pen.end();
    draw_notifications(ctx, &mut pen, context);
    places.push((place(pen.end(), end), Command::Notifications));
    for (keys, label, command) in screen_hints(ctx).iter().filter_map(shown) {
        if width(&keys) + 1 + width(&label) + 1 > pen.left() {
            break;
        }
        let x = pen.x();
        pen.print(&keys, ctx.style(Role::Key)).skip(1).print(&label, ctx.style(Role::BarMuted));
        places.extend(command.map(|command| (place(x, pen.x()), command)));
        pen.skip(2);
    }
    places.into_iter().for_each(|(place, command)| canvas.add_target(place, HitTarget::Run(command)));
}

/// That this desk's last decision can still be undone, wherever one has gone since.
fn draw_on_hold(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, context: KeyContext) {
    let held = ctx.model.on_hold.as_ref().filter(|held| held.until > ctx.model.now && ctx.model.layer.is_none());
    let Some((held, key)) = held.zip(key(ctx, context, Command::Undo)) else { return };
    if ctx.model.current() == Some(held.dispute) {
        return;
    }
    let left = ctx.clock().span(held.until - ctx.model.now);
    let vars = [("dispute", held.dispute.to_string().into()), ("left", left.into())];
    let text = ctx.texts.with("hint-undo-held", vars);
    if width(&text) + width(&key) + 4 < pen.left() / 2 {
        pen.right(&format!("{text} "), ctx.style(Role::Soon)).right(&key, ctx.style(Role::Key));
    }
}

/// How much the mediator is told and has not acknowledged.
fn draw_notifications(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, context: KeyContext) {
    let count = ctx.model.notifications.all.len();
    let key = key(ctx, context, Command::Notifications).filter(|_| count > 0 && ctx.model.layer.is_none());
    let Some(key) = key else { return };
    let text = ctx.texts.with("hint-notifications", [("count", count.into())]);
    if width(&text) + width(&key) + 4 < pen.left() / 2 {
        pen.right(&format!("{text} "), ctx.style(Role::Soon)).right(&key, ctx.style(Role::Key));
    }
}

/// Returns the context whose keys work now.
pub(crate) fn context(ctx: &DrawContext<'_>) -> KeyContext {
    match (&ctx.model.layer, &ctx.model.screen) {
        (Some(layer), _) => layer.context(),
        (None, Screen::Queue) => KeyContext::Queue,
        (None, Screen::Case(_)) => KeyContext::Case,
    }
}

/// Returns the key of a command that a newcomer would try first, as it is shown.
pub(crate) fn key(ctx: &DrawContext<'_>, context: KeyContext, command: Command) -> Option<String> {
    let keys: Vec<String> = ctx.model.keymap.keys(context, command).into_iter().map(pretty).collect();
    let known = ["⏎", "Esc", "Tab"].into_iter().find(|known| keys.iter().any(|key| key == known));
    known.map(str::to_owned).or_else(|| keys.into_iter().next())
}

/// Keys with the signs that keyboards have on them.
pub(crate) fn pretty(keys: &KeySequence) -> String {
    let signs = [
        ("Enter", "⏎"),
        ("PageDown", "PgDn"),
        ("PageUp", "PgUp"),
        ("Down", "↓"),
        ("Up", "↑"),
        ("Left", "←"),
        ("Right", "→"),
    ];
    let sign = |key: &Key| {
        let name = key.to_string();
        let known = signs.iter().find_map(|(long, sign)| Some(format!("{}{sign}", name.strip_suffix(long)?)));
        known.unwrap_or(name)
    };
    keys.0.iter().map(sign).collect::<Vec<_>>().join(" ")
}

const MOVE: Hint = (&[Command::Down, Command::Up], "hint-move");
const ACCEPT: Hint = (&[Command::Accept], "");
const CANCEL: Hint = (&[Command::Leave], "hint-cancel");
const WRITING: [Hint; 2] = [(&[Command::InsertTemplate], "hint-ready"), (&[Command::OpenEditor], "")];
const YES_NO: Hint = (&[Command::NextField], "hint-yes-no");

/// Returns the hints for what is on screen, those that matter most first.
fn screen_hints(ctx: &DrawContext<'_>) -> Vec<Hint> {
    let one = |commands: &'static [Command]| (commands, "");
    let here: &[Hint] = match &ctx.model.layer {
        Some(layer) => return layer_hints(layer),
        None => match &ctx.model.screen {
            Screen::Queue if ctx.model.marks.range.is_some() => &[
                MOVE,
                (&[Command::MarkRange], "hint-end-range"),
                (&[Command::Back], "hint-cancel"),
                (&[Command::Claim], ""),
                (&[Command::Release], ""),
                (&[Command::Assign], ""),
                (&[Command::Snooze], ""),
                (&[Command::Remind], ""),
            ],
            Screen::Queue if ctx.model.acts_on_marked() => &[
                (&[Command::Claim], ""),
                (&[Command::Release], ""),
                (&[Command::Assign], ""),
                (&[Command::Snooze], ""),
                (&[Command::Remind], ""),
                (&[Command::Back], "hint-unmark"),
                (&[Command::Mark], ""),
                (&[Command::MarkAll], ""),
                (&[Command::Palette], "hint-commands"),
            ],
            Screen::Queue if is_settled(ctx) => &[
                MOVE,
                (&[Command::Open], ""),
                (&[Command::Search], ""),
                (&[Command::NextView], ""),
                (&[Command::Filter], ""),
                (&[Command::Palette], "hint-commands"),
                (&[Command::Quit], ""),
            ],
            Screen::Queue => &[
                MOVE,
                (&[Command::Open], ""),
                (&[Command::Claim], ""),
                (&[Command::Search], ""),
                (&[Command::NextView], ""),
                (&[Command::Filter], ""),
                (&[Command::Palette], "hint-commands"),
                (&[Command::Decide], ""),
                (&[Command::Reply], ""),
                (&[Command::Snooze], ""),
                (&[Command::Quit], ""),
            ],
            Screen::Case(view) if view.read_only => &[
                (&[Command::Back], "hint-back"),
                (&[Command::NextCase, Command::PreviousCase], "hint-other-case"),
                (&[Command::NextPanel], ""),
                (&[Command::Open], "hint-read-message"),
            ],
            Screen::Case(_) if is_settled(ctx) => &[
                (&[Command::NextCase, Command::PreviousCase], "hint-other-case"),
                (&[Command::NextPanel], ""),
                (&[Command::Back], ""),
                (&[Command::Palette], "hint-commands"),
                (&[Command::Open], "hint-read-message"),
                (&[Command::Note], ""),
            ],
            Screen::Case(_) => &[
                (&[Command::Reply], ""),
                (&[Command::Ask], ""),
                (&[Command::Propose], ""),
                (&[Command::Decide], ""),
                (&[Command::NextPanel], ""),
                (&[Command::NextCase, Command::PreviousCase], "hint-other-case"),
                (&[Command::Back], ""),
                (&[Command::Palette], "hint-commands"),
                (&[Command::Precedents], ""),
                (&[Command::Note], ""),
                (&[Command::Open], "hint-read-message"),
                (&[Command::Claim], ""),
            ],
        },
    };
    if ctx.model.view().is_some_and(|view| view.read_only) || ctx.model.acts_on_marked() {
        return here.to_vec();
    }
    let decision = ctx.model.current_file().and_then(|file| file.case.dispute.as_ref()?.decision.as_ref());
    let is_own = |by: &Handle| ctx.model.acting().is_some_and(|me| me.handle == *by);
    let first: Vec<Hint> = match decision.map(|decision| (&decision.state, &decision.by)) {
        Some((DecisionState::OnHold, _)) if Command::Undo.available(ctx.model).is_ok() => vec![one(&[Command::Undo])],
        Some((DecisionState::Awaiting, by)) if is_own(by) => vec![one(&[Command::Undo])],
        Some((DecisionState::Awaiting, _)) => vec![one(&[Command::Approve]), one(&[Command::Refuse])],
        Some((DecisionState::OnHold | DecisionState::Effective, _)) => Vec::new(),
        None | Some((DecisionState::Reversed | DecisionState::Refused, _)) => next_steps(ctx),
    };
    let others = here.iter().copied().filter(|(commands, _)| !first.iter().any(|(said, _)| said == commands));
    first.iter().copied().chain(others).collect()
}

/// Returns the next step in a case that is not decided; in the queue, that of the filter in force comes first.
fn next_steps(ctx: &DrawContext<'_>) -> Vec<Hint> {
    let next: Option<Hint> = if keeps_a_view(ctx) {
        Some((&[Command::SaveView], ""))
    } else if is_agreed(ctx) {
        Some((&[Command::Decide], "hint-decide-agreed"))
    } else if is_owed(ctx) {
        Some((&[Command::Remind], ""))
    } else {
        None
    };
    let wake: Option<Hint> = is_snoozed(ctx).then_some((&[Command::Wake], ""));
    next.into_iter().chain(wake).collect()
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

fn layer_hints(layer: &Layer) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    let changed = layer.editor().is_some_and(|editor| {
        // What a review could not do, it could not on what was seen.
        editor.news.is_some() || editor.trouble.is_some() && matches!(layer, Layer::Review(_))
    });
    if changed {
        hints.push((&[Command::CatchUp], ""));
    }
    if layer.picker().is_some() {
        return vec![
            MOVE,
            (&[Command::Accept], "hint-put-in"),
            (&[Command::PageDown, Command::PageUp], "hint-read-on"),
            CANCEL,
        ];
    }
    match layer {
        Layer::Compose(compose) => {
            hints.push((&[Command::Send], ""));
            match compose.kind {
                ComposeKind::Ask { field: AskField::Due, .. } => hints.push((&[Command::Accept], "hint-to-question")),
                ComposeKind::Ask { .. } => {
                    hints.push((&[Command::NextField], "hint-other-party"));
                    hints.push((&[Command::PreviousField], "hint-deadline"));
                }
                ComposeKind::Propose { .. } => hints.push((&[Command::NextField], "")),
                ComposeKind::Reply | ComposeKind::Remind(_) | ComposeKind::Note => {}
            }
            if layer.context() == KeyContext::Writing {
                hints.extend(WRITING);
            }
            hints.push((&[Command::Leave], "hint-keep-draft"));
        }
        Layer::Decide(decide) => {
            match decide.step {
                DecisionPage::Outcome => {
                    hints.extend([MOVE, (&[Command::Accept], "hint-next-page"), (&[Command::Precedents], "")]);
                }
                DecisionPage::Amount => hints.push((&[Command::Accept], "hint-next-page")),
                DecisionPage::Reasons => {
                    hints.push((&[Command::Send], "hint-next-page"));
                    hints.extend(WRITING);
                }
                DecisionPage::Cites => {
                    hints.extend([MOVE, (&[Command::Cite], ""), (&[Command::Accept], "hint-next-page")])
                }
                DecisionPage::Confirm => hints.extend([YES_NO, ACCEPT]),
            }
            hints.push((&[Command::Leave], if decide.step == DecisionPage::Outcome { "hint-keep-draft" } else { "" }));
        }
        Layer::Review(review) if review.refusing => {
            hints.push((&[Command::Send], "hint-refuse"));
            hints.extend(WRITING);
            hints.push((&[Command::Leave], ""));
        }
        Layer::Review(_) => hints.extend([(&[Command::NextField] as &[_], "hint-other-answer"), ACCEPT, MOVE, CANCEL]),
        Layer::Search | Layer::Palette(_) => {
            if matches!(layer, Layer::Search) {
                hints.push((&[Command::Complete], ""));
            }
            hints.extend([MOVE, (&[Command::Accept], "hint-go"), (&[Command::Leave], "hint-close")]);
        }
        Layer::Activity => {
            hints.extend([MOVE, (&[Command::Accept] as &[_], "hint-open-case"), (&[Command::Leave], "hint-close")]);
        }
        Layer::Evidence(_) => hints.extend([
            (&[Command::NextFile] as &[_], ""),
            MOVE,
            (&[Command::SaveFile], ""),
            (&[Command::OpenFile], ""),
            (&[Command::Back], "hint-close"),
            (&[Command::StrikeEvidence], ""),
            (&[Command::AdmitEvidence], ""),
        ]),
        Layer::Help(_) | Layer::Message(_) => hints.extend([MOVE, (&[Command::Back], "hint-close")]),
        Layer::Precedents(_) => {
            hints.extend([MOVE, (&[Command::Accept], "hint-read"), (&[Command::Leave], "hint-back")])
        }
        Layer::Notifications(_) => hints.extend([
            MOVE,
            (&[Command::Accept] as &[_], "hint-go"),
            (&[Command::Acknowledge], ""),
            (&[Command::AcknowledgeAll], ""),
            (&[Command::Back], "hint-close"),
        ]),
        Layer::BulkReport(_) => {
            hints.extend([MOVE, (&[Command::Accept] as &[_], "hint-open-case"), (&[Command::Leave], "hint-close")]);
        }
        Layer::Statistics(_) => {
            let period = (&[Command::NextPeriod] as &[_], "");
            hints.extend([
                (&[Command::NextPanel] as &[_], "hint-next-chart"),
                period,
                MOVE,
                (&[Command::Back], "hint-close"),
            ]);
        }
        Layer::Prompt(Prompt::Filter { .. }) => hints.extend([ACCEPT, (&[Command::Complete], ""), MOVE, CANCEL]),
        Layer::Prompt(Prompt::Strike { .. }) => {
            hints.extend([ACCEPT, (&[Command::NextField] as &[_], "hint-next-file"), CANCEL]);
        }
        Layer::Prompt(Prompt::NameView(_)) => hints.extend([(&[Command::Accept] as &[_], "hint-keep"), CANCEL]),
        Layer::Prompt(Prompt::HandOver(form)) => match form.step {
            HandOverStep::Confirm => hints.extend([YES_NO, ACCEPT, CANCEL]),
            HandOverStep::Note if form.dispute().is_some() => {
                hints.extend([(&[Command::Accept] as &[_], "hint-hand-over"), CANCEL]);
            }
            HandOverStep::Note => hints.extend([(&[Command::Accept] as &[_], "hint-next-page"), CANCEL]),
            HandOverStep::Scope | HandOverStep::Colleague => {
                hints.extend([MOVE, (&[Command::Accept] as &[_], "hint-next-page"), CANCEL]);
            }
        },
        Layer::Prompt(_) => match layer.context() {
            KeyContext::Confirm => hints.extend([YES_NO, ACCEPT, CANCEL]),
            KeyContext::List => hints.extend([MOVE, ACCEPT, CANCEL]),
            _ => hints.extend([ACCEPT, CANCEL]),
        },
    }
    hints
}
