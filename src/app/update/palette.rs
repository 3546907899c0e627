//! The command palette: fuzzy search over commands, views and cases. Commands, views and the loaded rows are matched
//! at once; the cases of the whole store follow as the search finds them.

use std::collections::BTreeSet;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::command::{Command, TABLE};
use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{CommandPalette, Item, Layer, Model, Notice, PaletteAction, ViewRef};
use crate::app::text_buffer::{EditResult, TextBuffer};
use crate::domain::queue::filter::Filter;
use crate::domain::queue::filter_syntax::words_only;
use crate::domain::text::folding::fold;
use crate::domain::vocabulary::View;
use crate::store::{PageFrom, PageKey, QueuePage, QueueQuery, QueueRow, StoreError};

use super::layers::{self, LayerInput};
use super::navigation::moved;
use super::{case, keys, precedents, queue};

/// How many lines the palette offers at most.
const MAX_ITEMS: usize = 100;
/// How many cases of the store are looked for: more than anyone reads through.
const MAX_CASES: usize = 50;

pub(in crate::app) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    let mut palette = CommandPalette { text: TextBuffer::single_line(""), ..CommandPalette::default() };
    update_items(model, &mut palette);
    model.layer = Some(Layer::Palette(palette));
}

/// Runs a command of the palette, or edits its text.
pub(super) fn input(
    model: &mut Model,
    mut palette: CommandPalette,
    input: LayerInput,
    out: &mut Vec<Effect>,
) -> Option<Layer> {
    match input {
        LayerInput::Leave => {
            stop(&mut palette, out);
            return None;
        }
        LayerInput::Accept => {
            let Some(item) = palette.items.get(palette.cursor) else { return Some(Layer::Palette(palette)) };
            let goal = item.what.clone();
            stop(&mut palette, out);
            run_action(model, goal, out);
            return None;
        }
        LayerInput::Move(_) => {
            if let Some(to) = moved(palette.cursor, palette.items.len(), &input) {
                (palette.cursor, palette.moved) = (to, true);
            }
        }
        input => {
            if layers::write(model, &mut palette.text, &input) == Some(EditResult::Changed) {
                palette.moved = false;
                search_store(model, &mut palette, None, out);
                update_items(model, &mut palette);
            }
        }
    }
    Some(Layer::Palette(palette))
}

fn run_action(model: &mut Model, goal: PaletteAction, out: &mut Vec<Effect>) {
    if !matches!(goal, PaletteAction::Run(_)) {
        precedents::clear_stack(model);
    }
    match goal {
        PaletteAction::Run(command) => keys::run(model, command, out),
        PaletteAction::Case(id) => case::open(model, id, None),
        PaletteAction::View(place) => {
            model.screen = crate::app::model::Screen::Queue;
            queue::show(model, &place, out);
        }
    }
}

fn stop(palette: &mut CommandPalette, out: &mut Vec<Effect>) {
    if palette.reading.take().is_some() {
        out.push(Effect::StopSearch);
    }
}

/// Searches the whole store for what is typed, or continues after this case.
fn search_store(model: &mut Model, palette: &mut CommandPalette, after: Option<PageKey>, out: &mut Vec<Effect>) {
    let typed = palette.text.body().trim();
    if typed.is_empty() {
        return stop(palette, out);
    }
    // What makes no sense as a filter is looked for as it is.
    let Ok(filter) = Filter::parse(typed).or_else(|_| Filter::parse(&words_only(typed))) else {
        return stop(palette, out);
    };
    let known = if after.is_some() { palette.found.len() } else { 0 };
    let query = QueueQuery {
        view: View::All,
        me: model.me.as_ref().map(|me| me.handle.clone()),
        filter,
        from: after.map_or(PageFrom::Start, PageFrom::After),
        limit: MAX_CASES.saturating_sub(known),
    };
    let generation = Generation(model.next_number());
    palette.reading = Some(generation);
    out.push(Effect::Read(generation, Read::Cases(query)));
}

/// Handles the cases found in the store; drops an answer that is no longer awaited.
pub(super) fn found(
    model: &mut Model,
    generation: Generation,
    query: &QueueQuery,
    result: Result<QueuePage, StoreError>,
    out: &mut Vec<Effect>,
) {
    let Some(place) = opened(model).filter(|palette| palette.reading == Some(generation)) else { return };
    let mut palette = std::mem::take(place);
    palette.reading = None;
    match result {
        Ok(page) => {
            let next = page.stopped.or_else(|| page.rows.last().map(|row| row.key).filter(|_| page.more_after));
            if query.from == PageFrom::Start {
                palette.found.clear();
                palette.text.body().trim().clone_into(&mut palette.answered);
            }
            palette.found.extend(page.rows);
            if next.is_some() && palette.found.len() < MAX_CASES {
                search_store(model, &mut palette, next, out);
            }
            update_items(model, &mut palette);
        }
        Err(StoreError::Interrupted) => {}
        Err(error) => model.notice = Some(Notice::Unread(error)),
    }
    if let Some(place) = opened(model) {
        *place = palette;
    }
}

/// Returns the palette, also where help lies over it.
fn opened(model: &mut Model) -> Option<&mut CommandPalette> {
    model.layers_mut().find_map(|layer| match layer {
        Layer::Palette(palette) => Some(palette),
        _ => None,
    })
}

/// Offers what matches what is typed, best first. The cursor stays on its item once it was moved there; else it is on the best.
fn update_items(model: &Model, palette: &mut CommandPalette) {
    let under = palette.items.get(palette.cursor).map(|item| item.what.clone()).filter(|_| palette.moved);
    palette.items = matching(model, palette);
    let at = under.and_then(|under| palette.items.iter().position(|item| item.what == under));
    palette.cursor = at.unwrap_or(0);
}

/// How near a line is to what was typed: the nearest come first, whatever their score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// A command or a view, by the beginnings of its words.
    Words,
    /// A case that has what was typed.
    Case,
    /// A command or a view that has the letters, in their order.
    Letters,
}

/// The place of a line: how near it is, then its score, then whether it is refused now.
type Rank = (Nearness, std::cmp::Reverse<u32>, bool);

/// Returns what matches what was typed, best first: commands and views, then cases. Without anything typed: every command that
/// is possible here, the views, then what is not possible.
fn matching(model: &Model, palette: &CommandPalette) -> Vec<Item> {
    let typed = palette.text.body().trim();
    let mut scorer = Scorer::new(typed);
    let mut offered: Vec<(Rank, Offer<'_>)> = Vec::new();
    for (what, text, also) in commands(model).chain(views(model)) {
        let named = also.and_then(|name| scorer.score(name));
        if let Some(score) = scorer.score(&text).max(named) {
            let begins = scorer.begins_words(&text) || also.is_some_and(|name| scorer.begins_words(name));
            let nearness = if begins { Nearness::Words } else { Nearness::Letters };
            let blocked = matches!(what, PaletteAction::Run(command) if command.available(model).is_err());
            offered.push(((nearness, std::cmp::Reverse(score), blocked), Offer::Line(what, text)));
        }
    }
    let mut known = BTreeSet::new();
    let case = |score: u32| (Nearness::Case, std::cmp::Reverse(score), false);
    if !typed.is_empty() {
        for row in &model.queue.window.rows {
            if let Some(score) = scorer.score_case(row) {
                known.insert(row.id);
                offered.push((case(score), Offer::Case(row)));
            }
        }
        // What answers to less than what is typed now is only kept as far as it matches.
        let least = (palette.answered == typed).then_some(0);
        for row in palette.found.iter().filter(|row| !known.contains(&row.id)) {
            offered.extend(scorer.score_case(row).or(least).map(|score| (case(score), Offer::Case(row))));
        }
    }
    // Stable: what matches alike stays in the table's order, and cases in the queue's.
    offered.sort_by_key(|(rank, _)| *rank);
    if let Ok(id) = typed.parse() {
        let at = offered.iter().position(|(_, offer)| matches!(offer, Offer::Case(row) if row.id == id));
        let bare = || (case(0), Offer::Line(PaletteAction::Case(id), id.to_string()));
        let numbered = at.map_or_else(bare, |at| offered.remove(at));
        offered.insert(0, numbered);
    }
    offered.into_iter().take(MAX_ITEMS).map(|(_, offer)| scorer.item(offer)).collect()
}

/// What may become a line.
enum Offer<'a> {
    Line(PaletteAction, String),
    Case(&'a QueueRow),
}

/// Returns the text that a case is matched by, folded.
fn search_key(row: &QueueRow) -> String {
    fold(&format!("{} {} {} {} {}", row.id, row.order, row.title, row.client, row.seller))
}

/// How well texts match what is typed.
struct Scorer {
    matcher: Matcher,
    pattern: Pattern,
    /// The same for a case, which has each word as it was typed: letters that are scattered over names and a title mean nothing.
    whole: Pattern,
    /// What is typed, word by word.
    words: Vec<String>,
    chars: Vec<char>,
}

impl Scorer {
    fn new(typed: &str) -> Self {
        let typed = fold(typed);
        Self {
            matcher: Matcher::new(Config::DEFAULT),
            pattern: Pattern::parse(&typed, CaseMatching::Ignore, Normalization::Smart),
            whole: Pattern::new(&typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring),
            words: typed.split_whitespace().map(str::to_owned).collect(),
            chars: Vec::new(),
        }
    }

    fn score(&mut self, text: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(text, &mut self.chars), &mut self.matcher)
    }

    fn score_case(&mut self, row: &QueueRow) -> Option<u32> {
        self.whole.score(Utf32Str::new(&search_key(row), &mut self.chars), &mut self.matcher)
    }

    /// Returns whether each word that is typed begins a word of the text.
    fn begins_words(&self, text: &str) -> bool {
        let text = fold(text);
        let begins = |typed: &String| {
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            text.starts_with(typed.as_str()) || words.any(|word| word.starts_with(typed.as_str()))
        };
        self.words.iter().all(begins)
    }

    /// Returns a line, with what matches in it.
    fn item(&mut self, offer: Offer<'_>) -> Item {
        let pattern = if matches!(offer, Offer::Case(_)) { &self.whole } else { &self.pattern };
        let (what, text) = match offer {
            Offer::Line(what, text) => (what, text),
            Offer::Case(row) => (PaletteAction::Case(row.id), self.case_line(row)),
        };
        let mut marks = Vec::new();
        pattern.indices(Utf32Str::new(&text, &mut self.chars), &mut self.matcher, &mut marks);
        marks.sort_unstable();
        marks.dedup();
        Item { what, text, marks }
    }

    /// Returns a case in a line; with its order where that is what was typed.
    fn case_line(&self, row: &QueueRow) -> String {
        let text = |order: &str| format!("{}  {order}{}  {} ↔ {}", row.id, row.title, row.client, row.seller);
        let (shown, order) = (text(""), fold(&row.order.0));
        let of_order = |word: &&String| word.chars().count() > 1 && order.contains(*word);
        if self.words.iter().filter(of_order).any(|word| !fold(&shown).contains(word)) {
            return text(&format!("{}  ", row.order));
        }
        shown
    }
}

fn label(model: &Model, name: &'static str) -> String {
    model.labels.get(name).cloned().unwrap_or_else(|| name.to_owned())
}

type Candidate = (PaletteAction, String, Option<&'static str>);

fn commands(model: &Model) -> impl Iterator<Item = Candidate> {
    TABLE
        .iter()
        .filter(|spec| spec.listed)
        .map(|spec| (PaletteAction::Run(spec.command), label(model, spec.name), Some(spec.name)))
}

fn views(model: &Model) -> impl Iterator<Item = Candidate> {
    let own = model.queue.saved.all.iter();
    let own = own.map(|view| (PaletteAction::View(ViewRef::Saved(view.name.clone())), view.name.clone(), None));
    let everyones = View::ALL.iter().map(|view| {
        let name = Command::from(*view).spec().name;
        (PaletteAction::View(ViewRef::Standard(*view)), label(model, name), Some(name))
    });
    everyones.chain(own)
}
