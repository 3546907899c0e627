//! The palette: everything that can be done here, and where one can go, by a few letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::command::{Command, TABLE};
use crate::app::effect::Effect;
use crate::app::model::{Goal, Item, Layer, Model, Palette, Place};
use crate::app::text::{Text, Typed};
use crate::domain::ids::DisputeId;
use crate::domain::words::View;

use super::keys::{self, Input};
use super::{case, precedents, queue};

/// How many lines the palette offers at most.
const LINES: usize = 100;

/// Opens the palette.
pub(super) fn open(model: &mut Model) {
    let text = Text::line("");
    let items = matching(model, "");
    model.layer = Some(Layer::Palette(Palette { text, items, cursor: 0 }));
}

/// Does a command of the palette, or writes.
pub(super) fn input(model: &mut Model, mut palette: Palette, input: Input, out: &mut Vec<Effect>) -> Option<Layer> {
    match input {
        Input::Run(Command::Leave) => return None,
        Input::Run(Command::Accept) => {
            let Some(item) = palette.items.get(palette.cursor) else { return Some(Layer::Palette(palette)) };
            go(model, item.what.clone(), out);
            return None;
        }
        Input::Run(_) => {
            let to = keys::moved(palette.cursor, palette.items.len(), &input);
            palette.cursor = to.unwrap_or(palette.cursor);
        }
        input => {
            if keys::write(model, &mut palette.text, &input) == Some(Typed::Changed) {
                palette.items = matching(model, palette.text.body());
                palette.cursor = 0;
            }
        }
    }
    Some(Layer::Palette(palette))
}

fn go(model: &mut Model, goal: Goal, out: &mut Vec<Effect>) {
    if !matches!(goal, Goal::Run(_)) {
        precedents::leave_all(model);
    }
    match goal {
        Goal::Run(command) => keys::run(model, command, out),
        Goal::Case(id) => case::open(model, id, None),
        Goal::View(place) => {
            model.screen = crate::app::model::Screen::Queue;
            queue::show(model, &place, out);
        }
    }
}

/// What matches what was typed, best first. Without anything typed: every command that is possible here, and the views.
fn matching(model: &Model, typed: &str) -> Vec<Item> {
    let typed = typed.trim();
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut found: Vec<(u32, Item)> = Vec::new();
    let candidates = commands(model).chain(views(model)).chain(cases(model).filter(|_| !typed.is_empty()));
    for (what, text, also) in candidates {
        let mut marks = Vec::new();
        let mut chars = Vec::new();
        let shown = pattern.indices(Utf32Str::new(&text, &mut chars), &mut matcher, &mut marks);
        let named = also.and_then(|name| pattern.score(Utf32Str::new(name, &mut chars), &mut matcher));
        if let Some(score) = shown.max(named) {
            marks.sort_unstable();
            marks.dedup();
            found.push((score, Item { what, text, marks }));
        }
    }
    // Stable: what matches alike stays in the table's order.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let numbered = number(typed).map(|id| Item { what: Goal::Case(id), text: id.to_string(), marks: Vec::new() });
    let others =
        found.into_iter().map(|(_, item)| item).filter(|item| numbered.as_ref().is_none_or(|n| n.what != item.what));
    numbered.clone().into_iter().chain(others).take(LINES).collect()
}

/// A dispute's number, with or without its letter.
fn number(typed: &str) -> Option<DisputeId> {
    typed.parse().or_else(|_| format!("D-{typed}").parse()).ok()
}

fn label(model: &Model, name: &'static str) -> String {
    model.labels.get(name).cloned().unwrap_or_else(|| name.to_owned())
}

type Candidate = (Goal, String, Option<&'static str>);

fn commands(model: &Model) -> impl Iterator<Item = Candidate> {
    let possible = TABLE.iter().filter(|spec| spec.listed && spec.command.available(model).is_ok());
    possible.map(|spec| (Goal::Run(spec.command), label(model, spec.name), Some(spec.name)))
}

fn views(model: &Model) -> impl Iterator<Item = Candidate> {
    let own = model.queue.own.all.iter();
    let own = own.map(|view| (Goal::View(Place::Own(view.name.clone())), view.name.clone(), None));
    let everyones = View::ALL.iter().map(|view| {
        let name = Command::View(*view).spec().name;
        (Goal::View(Place::View(*view)), label(model, name), Some(name))
    });
    everyones.chain(own)
}

fn cases(model: &Model) -> impl Iterator<Item = Candidate> {
    model.queue.window.rows.iter().map(|row| {
        let text = format!("{}  {}  {} ↔ {}", row.id, row.title, row.client, row.seller);
        (Goal::Case(row.id), text, None)
    })
}
