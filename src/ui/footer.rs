//! The last row: the keys that matter here, from the command table; and over it what the desk has to say.

use ratatui::layout::Rect;

use super::i18n::sentence;
use super::notice;
use super::pen::{Pen, wash};
use super::scene::{Canvas, Scene, cut_bottom};
use super::text::width;
use super::theme::Role;
use crate::app::command::{Command, Context};
use crate::app::decision;
use crate::app::key::{Key, Keys};
use crate::app::model::{ComposeKind, Layer, Prompt, Screen, Step};
use crate::app::pending_reminders;
use crate::app::pointer::HitTarget;
use crate::domain::case::records::{DecisionState, Dispute};
use crate::domain::ids::Handle;

/// Draws the last row of `area`, and what the desk has to say above it; returns what remains.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let (row, above) = cut_bottom(area, 1);
    wash(canvas.buffer, row, scene.theme.raised());
    if scene.model.ignores_keys() {
        canvas.pen(row, 0).skip(1).put(&scene.texts.get("hint-paste-broken"), scene.style(Role::Soon));
    } else {
        hints(scene, canvas, row);
    }
    let mut lines = Vec::new();
    if let Some(trouble) = &scene.model.trouble {
        lines.push((sentence(&notice::store(scene, trouble)), Role::Danger));
    }
    let notifications = &scene.model.others.notifications;
    if let Some(first) = notifications.front() {
        lines.push((notice::notification(scene, first, notifications.len() - 1), Role::Soon));
    }
    if let Some(said) = &scene.model.notice {
        lines.push(notice::notice(scene, said));
    }
    let mut above = above;
    for (text, role) in lines.iter().rev() {
        above = notice::say(scene, canvas, above, text, *role);
    }
    above
}

/// A hint: commands whose keys are shown together, and the label that tells what they do.
type Hint = (&'static [Command], &'static str);

fn hints(scene: &Scene<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let mut places = Vec::new();
    let place = |from: u16, to: u16| Rect { x: from, width: to.saturating_sub(from), ..row };
    let context = context(scene);
    let mut pen = canvas.pen(row, 0);
    pen.skip(1);
    let pressed = &scene.model.pressed;
    if !pressed.is_empty() {
        pen.right(&format!("{}… ", Keys(pressed.clone())), scene.style(Role::Key));
    }
    let shown = |(commands, label): &Hint| {
        let keys: Vec<String> = commands.iter().filter_map(|&command| key(scene, context, command)).collect();
        let label = match (label.is_empty(), commands.first()) {
            (true, Some(command)) => scene.texts.label(command.spec()).into_owned(),
            _ => scene.texts.get(label).into_owned(),
        };
        (keys.len() == commands.len()).then(|| (keys.join("/"), label, commands.first().copied()))
    };
    // Help stands at the end, whatever else fits.
    let in_help = matches!(scene.model.layer, Some(Layer::Help(_)));
    if let Some((key, label, _)) = &shown(&(&[Command::Help], "")).filter(|_| !in_help) {
        let end = pen.end();
        pen.right(&format!("{label} "), scene.style(Role::BarMuted));
        pen.right(key, scene.style(Role::Key));
        places.push((place(pen.end(), end), Command::Help));
    }
    let end = pen.end();
    held(scene, &mut pen, context);
    places.push((place(pen.end(), end), Command::Undo));
    for (keys, label, command) in list(scene).iter().filter_map(shown) {
        if width(&keys) + 1 + width(&label) + 1 > pen.left() {
            break;
        }
        let x = pen.x();
        pen.put(&keys, scene.style(Role::Key)).skip(1).put(&label, scene.style(Role::BarMuted));
        places.extend(command.map(|command| (place(x, pen.x()), command)));
        pen.skip(2);
    }
    places.into_iter().for_each(|(place, command)| canvas.spot(place, HitTarget::Run(command)));
}

/// That this desk's last decision can still be undone, wherever one has gone since.
fn held(scene: &Scene<'_>, pen: &mut Pen<'_>, context: Context) {
    let held = scene.model.held.as_ref().filter(|held| held.until > scene.model.now && scene.model.layer.is_none());
    let Some((held, key)) = held.zip(key(scene, context, Command::Undo)) else { return };
    if scene.model.current() == Some(held.dispute) {
        return;
    }
    let left = scene.clock().span(held.until - scene.model.now);
    let vars = [("dispute", held.dispute.to_string().into()), ("left", left.into())];
    let text = scene.texts.with("hint-undo-held", vars);
    if width(&text) + width(&key) + 4 < pen.left() / 2 {
        pen.right(&format!("{text} "), scene.style(Role::Soon)).right(&key, scene.style(Role::Key));
    }
}

/// The context whose keys work now.
pub(crate) fn context(scene: &Scene<'_>) -> Context {
    match (&scene.model.layer, &scene.model.screen) {
        (Some(layer), _) => layer.context(),
        (None, Screen::Queue) => Context::Queue,
        (None, Screen::Case(_)) => Context::Case,
    }
}

/// The key of a command that a newcomer would try first, as it is shown.
pub(crate) fn key(scene: &Scene<'_>, context: Context, command: Command) -> Option<String> {
    let keys: Vec<String> = scene.model.keymap.keys(context, command).into_iter().map(pretty).collect();
    let known = ["⏎", "Esc", "Tab"].into_iter().find(|known| keys.iter().any(|key| key == known));
    known.map(str::to_owned).or_else(|| keys.into_iter().next())
}

/// Keys with the signs that keyboards have on them.
pub(crate) fn pretty(keys: &Keys) -> String {
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
const WRITING: [Hint; 2] = [(&[Command::Ready], "hint-ready"), (&[Command::Editor], "")];
const YES_NO: Hint = (&[Command::NextField], "hint-yes-no");

/// The hints for what is on screen, those that matter most first.
fn list(scene: &Scene<'_>) -> Vec<Hint> {
    let one = |commands: &'static [Command]| (commands, "");
    let here: &[Hint] = match &scene.model.layer {
        Some(layer) => return of_layer(layer),
        None => match &scene.model.screen {
            Screen::Queue if is_settled(scene) => &[
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
            Screen::Case(_) if is_settled(scene) => &[
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
    if scene.model.view().is_some_and(|view| view.read_only) {
        return here.to_vec();
    }
    let decision = scene.model.current_file().and_then(|file| file.case.dispute.as_ref()?.decision.as_ref());
    let is_own = |by: &Handle| scene.model.acting().is_some_and(|me| me.handle == *by);
    let first: Vec<Hint> = match decision.map(|decision| (&decision.state, &decision.by)) {
        Some((DecisionState::OnHold, _)) => vec![one(&[Command::Undo])],
        Some((DecisionState::Awaiting, by)) if is_own(by) => vec![one(&[Command::Undo])],
        Some((DecisionState::Awaiting, _)) => vec![one(&[Command::Approve]), one(&[Command::Refuse])],
        None if keeps_a_view(scene) => vec![one(&[Command::KeepView])],
        None if is_agreed(scene) => vec![(&[Command::Decide], "hint-decide-agreed")],
        None if is_owed(scene) => vec![one(&[Command::Remind])],
        _ => Vec::new(),
    };
    let others = here.iter().copied().filter(|(commands, _)| !first.iter().any(|(said, _)| said == commands));
    first.iter().copied().chain(others).collect()
}

/// Whether the filter in force is one that could be kept as a view.
fn keeps_a_view(scene: &Scene<'_>) -> bool {
    let queue = &scene.model.queue;
    let kept = queue.own.current().is_some_and(|view| view.query == queue.words);
    scene.model.screen == Screen::Queue && !kept && Command::KeepView.available(scene.model).is_ok()
}

/// Whether both parties agreed, so that the decision is ready.
fn is_agreed(scene: &Scene<'_>) -> bool {
    scene.model.current_file().is_some_and(|file| decision::agreed(file).is_some())
}

/// Whether a party did not answer in time and nobody has reminded them.
fn is_owed(scene: &Scene<'_>) -> bool {
    scene.model.current_file().is_some_and(|file| pending_reminders::lapsed(file, scene.model.now).is_some())
}

/// Whether nothing more is said to the parties of the case on screen.
fn is_settled(scene: &Scene<'_>) -> bool {
    let dispute = scene.model.current_file().and_then(|file| file.case.dispute.as_ref());
    dispute.is_some_and(Dispute::is_settled)
}

fn of_layer(layer: &Layer) -> Vec<Hint> {
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
                ComposeKind::Ask { .. } => hints.push((&[Command::NextField], "hint-other-party")),
                ComposeKind::Propose { .. } => hints.push((&[Command::NextField], "")),
                ComposeKind::Reply | ComposeKind::Note => {}
            }
            if layer.context() == Context::Writing {
                hints.extend(WRITING);
            }
            hints.push((&[Command::Leave], "hint-keep-draft"));
        }
        Layer::Decide(decide) => {
            match decide.step {
                Step::Outcome => {
                    hints.extend([MOVE, (&[Command::Accept], "hint-next-page"), (&[Command::Precedents], "")]);
                }
                Step::Amount => hints.push((&[Command::Accept], "hint-next-page")),
                Step::Reasons => {
                    hints.push((&[Command::Send], "hint-next-page"));
                    hints.extend(WRITING);
                }
                Step::Cites => hints.extend([MOVE, (&[Command::Mark], ""), (&[Command::Accept], "hint-next-page")]),
                Step::Confirm => hints.extend([YES_NO, ACCEPT]),
            }
            hints.push((&[Command::Leave], if decide.step == Step::Outcome { "hint-keep-draft" } else { "" }));
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
        Layer::Evidence(_) => hints.extend([
            (&[Command::NextFile] as &[_], ""),
            MOVE,
            (&[Command::Strike], ""),
            (&[Command::Back], "hint-close"),
        ]),
        Layer::Help(_) | Layer::Message(_) => hints.extend([MOVE, (&[Command::Back], "hint-close")]),
        Layer::Precedents(_) => {
            hints.extend([MOVE, (&[Command::Accept], "hint-read"), (&[Command::Leave], "hint-back")])
        }
        Layer::Charts(_) => {
            hints.extend([(&[Command::NextPanel] as &[_], "hint-next-chart"), MOVE, (&[Command::Back], "hint-close")]);
        }
        Layer::Prompt(Prompt::Filter { .. }) => hints.extend([ACCEPT, (&[Command::Complete], ""), MOVE, CANCEL]),
        Layer::Prompt(Prompt::Strike { .. }) => {
            hints.extend([ACCEPT, (&[Command::NextField] as &[_], "hint-next-file"), CANCEL]);
        }
        Layer::Prompt(Prompt::NameView(_)) => hints.extend([(&[Command::Accept] as &[_], "hint-keep"), CANCEL]),
        Layer::Prompt(_) => match layer.context() {
            Context::Confirm => hints.extend([YES_NO, ACCEPT, CANCEL]),
            Context::List => hints.extend([MOVE, ACCEPT, CANCEL]),
            _ => hints.extend([ACCEPT, CANCEL]),
        },
    }
    hints
}
