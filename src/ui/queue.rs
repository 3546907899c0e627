//! The queue: the cases of a view, most urgent first, with the selected one beside or below.

use ratatui::layout::Rect;

use super::pen::wash;
use super::preview;
use super::scene::{Canvas, Scene, cut_bottom, cut_left, cut_top, inset};
use super::status;
use super::text::{safe, safe_beside_figures, width};
use super::theme::Role;
use super::{empty, typing, views};
use crate::app::model::QueueRow;
use crate::app::model::{Layer, Prompt};
use crate::app::pointer::HitTarget;
use crate::domain::ids::DisputeId;
use crate::domain::queue::turn::TurnReason;
use crate::domain::vocabulary::{DisputeState, View};

/// From this width on, the preview stands beside the list.
const BESIDE: u16 = 100;

/// Draws the queue.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (list, rest) = if area.width >= BESIDE {
        let (list, rest) = cut_left(area, (area.width * 16 / 25).max(68));
        let (line, rest) = cut_left(rest, 1);
        for row in 0..line.height {
            canvas.pen(line, row).put("│", scene.style(Role::Border));
        }
        (list, inset(rest, 1))
    } else {
        let (below, list) = cut_bottom(area, area.height * 2 / 5);
        let (line, below) = cut_top(below, 1);
        preview::rule(scene, canvas, line);
        (list, inset(below, 1))
    };
    canvas.spot(list, HitTarget::Queue);
    canvas.spot(rest, HitTarget::Preview);
    draw_list(scene, canvas, list);
    preview::draw(scene, canvas, rest);
}

fn draw_list(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let area = filter(scene, canvas, area);
    let (heading, body) = cut_top(area, 1);
    let height = usize::from(body.height);
    canvas.measured.queue_rows = height;
    let queue = &scene.model.queue;
    if let Some(bad) = queue.nonsense().filter(|_| queue.window.rows.is_empty()) {
        views::nonsense(scene, canvas, body, &bad);
        return;
    }
    if queue.window.rows.is_empty() {
        let (title, hint) = match (queue.is_loading(), queue.words.is_empty()) {
            (true, _) => ("queue-loading", ""),
            (false, true) => ("queue-empty", "queue-empty-hint"),
            (false, false) => ("queue-nothing-found", "queue-nothing-found-hint"),
        };
        empty::draw(scene, canvas, body, title, hint);
        return;
    }
    for (line, row) in (0..body.height).zip(queue.window.visible(height)) {
        canvas.spot_row(body, line, HitTarget::Row(row.id));
    }
    let rows: Vec<Cells> = queue.window.visible(height).map(|row| cells(scene, row)).collect();
    let columns = Columns::of(scene, &rows, usize::from(area.width));
    columns.headings(scene, canvas, heading);
    for (line, row) in (0..body.height).zip(&rows) {
        columns.draw(scene, canvas, body, line, row);
    }
}

/// The filter in force, or being typed; returns what remains of the area.
fn filter(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let typing = match &scene.model.layer {
        Some(Layer::Prompt(Prompt::Filter { text, typing, .. })) => Some((text, typing)),
        _ => None,
    };
    let words = &scene.model.queue.words;
    if typing.is_none() && words.is_empty() {
        return area;
    }
    let (row, rest) = cut_top(area, 1);
    let label = views::label(scene);
    canvas.pen(row, 0).skip(2).put(&label, scene.style(Role::Accent));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 4).unwrap_or(u16::MAX));
    match typing {
        Some((text, typing)) => typing::draw(scene, canvas, (area, field), text, typing),
        None => {
            canvas.pen(field, 0).put(&safe(words), scene.style(Role::Strong));
            rest
        }
    }
}

/// What a row says, ready to be set in columns.
struct Cells {
    selected: bool,
    due: status::Part,
    id: String,
    title: String,
    amount: String,
    waiting: status::Part,
    unread: String,
    flag: status::Part,
    /// Who else looks at it: their handles, or how many.
    eyes: [String; 2],
    parties: [String; 2],
}

fn cells(scene: &Scene<'_>, row: &QueueRow) -> Cells {
    let (texts, clock) = (scene.texts, scene.clock());
    let decided = row.state == DisputeState::Decided;
    let due = match row.snoozed_until.filter(|until| !decided && *until > scene.model.now) {
        Some(until) => (format!("z {}", clock.left(until)), Role::Muted),
        None if decided => (clock.date(row.due_at), Role::Muted),
        None => (clock.left(row.due_at), clock.urgency(row.due_at)),
    };
    let waiting = if row.awaiting.is_some() {
        (texts.word("waiting", "second").into_owned(), Role::Soon)
    } else if decided {
        (texts.word("waiting", "decided").into_owned(), Role::Muted)
    } else if row.reason == TurnReason::Agreed {
        status::agreed(scene)
    } else {
        status::standing(scene, row)
    };
    let unread = match row.unread {
        0 => String::new(),
        n @ 1..=99 => format!("● {n}"),
        _ => "● 99+".to_owned(),
    };
    Cells {
        selected: scene.model.queue.window.selected == Some(row.id),
        due,
        id: row.id.to_string(),
        title: safe_beside_figures(&row.title).into_owned(),
        amount: scene.money(row.amount),
        waiting,
        unread,
        eyes: eyes(scene, row.id),
        flag: row.claimed_by.as_ref().map_or((String::new(), Role::Muted), |by| status::flag(scene, by)),
        parties: [&row.client, &row.seller].map(|name| safe_beside_figures(name).into_owned()),
    }
}

/// Who else looks at a case, in a word and in a sign.
fn eyes(scene: &Scene<'_>, id: DisputeId) -> [String; 2] {
    match scene.model.others.at(id)[..] {
        [] => [String::new(), String::new()],
        [one] if scene.is_me(one) => [format!("◎ {}", scene.texts.get("claim-you")), "◎".to_owned()],
        [one] => [format!("◎ {}", safe(&one.0)), "◎".to_owned()],
        ref more => [format!("◎ {}", more.len()), format!("◎{}", more.len())],
    }
}

/// How wide each column is. The title takes what the others leave.
struct Columns {
    due: usize,
    id: usize,
    title: usize,
    parties: usize,
    amount: usize,
    waiting: usize,
    unread: usize,
    flag: usize,
    eyes: usize,
    /// Eyes are told by their sign alone.
    short_eyes: bool,
}

/// Columns between two columns.
const GAP: usize = 2;
/// A title is never narrower, as long as something else can go.
const MIN_TITLE: usize = 16;
/// From this width of the title on, there is room for the parties' names.
const ROOM_FOR_PARTIES: usize = 64;

impl Columns {
    fn of(scene: &Scene<'_>, rows: &[Cells], room: usize) -> Self {
        let widest = |cell: &dyn Fn(&Cells) -> usize, least: usize| rows.iter().map(cell).max().unwrap_or(0).max(least);
        let label = |key: &str| width(&scene.texts.get(key));
        let mut columns = Self {
            due: widest(&|row| width(&row.due.0), label("queue-due").max(label("queue-decided"))),
            id: widest(&|row| row.id.len(), label("queue-dispute").max(6)),
            title: 0,
            parties: 0,
            amount: widest(&|row| width(&row.amount), label("queue-amount").max(8)).min(20),
            waiting: widest(&|row| width(&row.waiting.0), label("queue-waiting")),
            unread: widest(&|row| width(&row.unread), 0),
            flag: widest(&|row| width(&row.flag.0), 0).min(14),
            eyes: widest(&|row| width(&row.eyes[0]), 0).min(12),
            short_eyes: false,
        };
        let gap = |columns: usize| if columns == 0 { 0 } else { columns + 1 };
        let fixed = |c: &Self| {
            // The bar and its space, and one column at the right edge.
            3 + c.due + GAP + c.id + GAP + GAP + c.amount + GAP + c.waiting + gap(c.unread) + gap(c.flag) + gap(c.eyes)
        };
        if fixed(&columns) + MIN_TITLE > room {
            (columns.eyes, columns.short_eyes) = (widest(&|row| width(&row.eyes[1]), 0), true);
        }
        if fixed(&columns) + MIN_TITLE > room {
            columns.flag = columns.flag.min(8);
        }
        if fixed(&columns) + MIN_TITLE > room {
            columns.flag = 0;
        }
        columns.title = room.saturating_sub(fixed(&columns));
        if columns.title >= ROOM_FOR_PARTIES {
            columns.parties = columns.title / 2 - GAP;
            columns.title -= columns.parties + GAP;
        }
        columns
    }

    fn headings(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, row: Rect) {
        let (texts, style) = (scene.texts, scene.style(Role::Muted));
        let mut pen = canvas.pen(row, 0);
        let due = if scene.model.queue.view == View::Decided { "queue-decided" } else { "queue-due" };
        pen.skip(2).column(&texts.get(due), self.due, style).skip(GAP);
        pen.column(&texts.get("queue-dispute"), self.id, style).skip(GAP);
        pen.column(&texts.get("queue-service"), self.title, style).skip(GAP);
        if self.parties > 0 {
            pen.column(&texts.get("queue-parties"), self.parties, style).skip(GAP);
        }
        pen.column_right(&texts.get("queue-amount"), self.amount, style).skip(GAP);
        pen.column(&texts.get("queue-waiting"), self.waiting, style);
    }

    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, line: u16, row: &Cells) {
        if row.selected {
            wash(canvas.buffer, Rect { y: area.y + line, height: 1, ..area }, scene.theme.selected());
        }
        let over = if row.selected { scene.theme.selected() } else { ratatui::style::Style::new() };
        let look = |role: Role| scene.style(role).patch(over);
        let mut pen = canvas.pen(area, line);
        pen.put(if row.selected { "▌" } else { " " }, look(Role::Accent)).skip(1);
        pen.column(&row.due.0, self.due, look(row.due.1)).skip(GAP);
        pen.column(&row.id, self.id, look(Role::Muted)).skip(GAP);
        pen.column(&row.title, self.title, look(if row.selected { Role::Strong } else { Role::Text })).skip(GAP);
        if self.parties > 0 {
            let half = (self.parties.saturating_sub(3)) / 2;
            pen.column(&row.parties[0], half, look(Role::Client)).put(" ↔ ", look(Role::Muted));
            pen.column(&row.parties[1], self.parties.saturating_sub(half + 3), look(Role::Seller)).skip(GAP);
        }
        pen.column_right(&row.amount, self.amount, look(Role::Money)).skip(GAP);
        pen.column(&row.waiting.0, self.waiting, look(row.waiting.1));
        if self.unread > 0 {
            pen.skip(1).column(&row.unread, self.unread, look(Role::Accent));
        }
        if self.flag > 0 {
            pen.skip(1).column(&row.flag.0, self.flag, look(row.flag.1));
        }
        if self.eyes > 0 {
            pen.skip(1).column(&row.eyes[usize::from(self.short_eyes)], self.eyes, look(Role::Accent));
        }
    }
}
