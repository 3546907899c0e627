//! Properties of every screen, in both languages, at every size.

use std::collections::{BTreeMap, BTreeSet};

use litige::app::command::TABLE;
use litige::app::model::{ComposeKind, Layer, Model, Prompt, Screen};
use litige::app::mouse::{HitTarget, MouseAction};
use litige::app::{Effect, Msg, update};
use litige::domain::dispute::action::Action;
use litige::ui::text::width;
use ratatui::buffer::Buffer;
use unicode_segmentation::UnicodeSegmentation;

use crate::desk::{Desk, Look};
use crate::fixture::{fill, fill_second, fill_second_tame, fill_tame, now};
use crate::print::plain;

/// The keys that lead to every screen, from a desk on the fixture. `=` begins text to type.
const SCREENS: &[(&str, &str)] = &[
    ("queue", ""),
    ("each view", "2"),
    ("decided view", "5"),
    ("all", "6"),
    ("an empty view", "f|=zzz|Enter"),
    ("filter", "f|=a"),
    ("filter without a word", "f"),
    ("a filter to be kept", "f|=a|Enter|F|=My late ones"),
    ("a name that is taken", "f|=a|Enter|F|=mine|Enter"),
    ("a view kept", "f|=a|Enter|F|=My late ones|Enter"),
    ("a view kept and left", "f|=a|Enter|F|=My late ones|Enter|1"),
    ("a view changed", "f|=a|Enter|F|=My late ones|Enter|f|=e|Enter"),
    ("a view kept again", "f|=a|Enter|F|=My late ones|Enter|f|=e|Enter|F"),
    ("a view to be renamed", "f|=a|Enter|F|=My late ones|Enter|M"),
    ("a view to be deleted", "f|=a|Enter|F|=My late ones|Enter|Delete|Tab"),
    ("a view in the palette", "f|=a|Enter|F|=My late ones|Enter|:|=my late"),
    ("filter completed", "f|=waiting:|Tab"),
    ("filter without sense", "f|=logo colour:red"),
    ("search without sense", "/|=waiting:me|Enter"),
    ("search completed", "/|=ok is:|Tab Tab"),
    ("case", "Enter"),
    ("order", "Enter|1"),
    ("pending", "Enter|3"),
    ("order's end", "Enter|1|G"),
    ("pending's end", "Enter|3|G"),
    ("the next case", "Enter|J"),
    ("message", "Enter|Enter"),
    ("evidence", "Enter|g g|o"),
    ("the next piece of evidence", "Enter|g g|o|Tab"),
    ("a file to be opened", "f|=order:O-5|Enter|Enter|o|o"),
    ("evidence of the order", "Enter|1|o"),
    ("help beside evidence", "Enter|o|?"),
    ("a piece to be struck", "Enter|g g|o|S"),
    ("reply", "Enter|r|=ok"),
    ("note", "Enter|c|=ok"),
    ("ask", "Enter|e|Tab|=ok"),
    ("propose", "Enter|p|Tab|=40"),
    ("propose a relaunch", "Enter|p|Right|Tab"),
    ("outcome", "D"),
    ("amount", "D|3 Enter"),
    ("a bad amount", "D|3 Enter|=x|Enter"),
    ("reasons", "D|1 Enter"),
    ("no reasons", "D|1 Enter|Ctrl-s"),
    ("cites", "D|1 Enter|=ok|Ctrl-s"),
    ("confirm", "D|1 Enter|=ok|Ctrl-s|Enter"),
    ("decided", "D|1 Enter|=ok|Ctrl-s|Enter|Tab Enter"),
    ("undo", "D|1 Enter|=ok|Ctrl-s|Enter|Tab Enter|u"),
    ("undone", "D|1 Enter|=ok|Ctrl-s|Enter|Tab Enter|u|Tab Enter"),
    ("search", "/|=ok"),
    ("an empty search", "/"),
    ("nothing found", "/|=zzzz"),
    ("activity", "L"),
    ("activity of one member", "L|=by:camille"),
    ("activity that nobody did", "L|=by:nobody"),
    ("activity without sense", "L|=since:whenever"),
    ("the oldest activity", "L|Down Down Down"),
    ("palette", ":"),
    ("nothing in the palette", ":|=zzzz"),
    ("the demo's first steps", "welcome"),
    ("help in the queue", "?"),
    ("help in a case", "Enter|?"),
    ("help's end", "?|G"),
    ("help while writing", "Enter|r|F1"),
    ("precedents", "v"),
    ("precedents from a case", "Enter|4|Enter|G"),
    ("a case's precedents", "Enter|4"),
    ("a case to be read", "v|Enter"),
    ("precedents from a decision", "D|v"),
    ("statistics", "s"),
    ("statistics of times", "s|Tab"),
    ("statistics of neutrality", "s|3"),
    ("the end of neutrality", "s|3|G"),
    ("statistics of the team", "s|4"),
    ("statistics of a week", "s|p"),
    ("the team's week", "s|4|p"),
    ("help in the statistics", "s|?"),
    ("an agreement", "f|=D-1004|Enter|Enter|3"),
    ("a decision as agreed", "f|=D-1004|Enter|Enter|D"),
    ("what one is told", "told"),
    ("notifications", "told|i|j"),
    ("no notifications", "i"),
    ("help beside notifications", "i|?"),
    ("a decision against an agreement", "f|=D-1004|Enter|Enter|D|k"),
    ("ready replies", "Enter|r|Ctrl-t"),
    ("a ready reply with blanks", "Enter|r|Ctrl-t|=scope"),
    ("no ready reply", "Enter|r|Ctrl-t|=zzzz"),
    ("a ready reply put in", "Enter|r|Ctrl-t|=scope|Enter"),
    ("a blank that is left", "Enter|r|Ctrl-t|=scope|Enter|Ctrl-s"),
    ("a ready reply for the reasons", "D|1 Enter|Ctrl-t"),
    ("snooze", "z"),
    ("marked", "g g Space Space"),
    ("marked outside the view", "* 2"),
    ("a range being marked", "g g V j"),
    ("marked cases to be taken", "* a"),
    ("marked cases to be given back", "* A"),
    ("marked cases to be snoozed", "* z Down Down Down Down"),
    ("marked cases to be put back", "* Z"),
    ("marked cases to be reminded of", "* m"),
    ("what is not done to marked cases", "* D"),
    ("marked cases taken", "* a Tab Enter"),
    ("what became of the marked cases", "* A Enter B"),
    ("give a case", "a|t"),
    ("nobody to give a case", "a|t|=zzzz"),
    ("a note for a colleague", "a|t|Enter"),
    ("the end of a shift", "T"),
    ("the end of a shift under a filter", "f|=pixel|Enter|T"),
    ("the end of a shift, asked", "a|T|Enter|Enter"),
    ("strike", "Enter|S"),
    ("withdraw", "Enter|w"),
    ("refused", "Enter|u"),
    ("claimed", "a"),
    ("written to a file", "X"),
    ("reply from the queue", "r|=ok"),
    ("a ready reply from the queue", "r|Ctrl-t|=scope"),
    ("note from the queue", "c|=ok"),
    ("ask from the queue", "e|Tab|=ok"),
    ("propose from the queue", "p|Tab|=40"),
    ("strike from the queue", "S"),
    ("withdraw from the queue", "w"),
    ("undo from the queue", "D|1 Enter|=ok|Ctrl-s|Enter|Tab Enter|u"),
    ("ask's deadline", "Enter|e|Shift-Tab"),
    ("propose's kind", "Enter|p"),
    ("a reminder", "Enter|m"),
    ("a reminder from the queue", "m"),
    ("snooze in the case", "Enter|z"),
    ("give a case from the case", "Enter|a|t"),
    ("a note for a colleague from the case", "Enter|a|t|Enter"),
    ("give a case, asked", "Enter|a|t|Enter|Enter"),
    ("the end of a shift from the case", "Enter|a|T"),
    ("palette in the case", "Enter|:"),
    ("help over the palette", "Enter|:|F1"),
    ("help over snoozing", "Enter|z|F1"),
    ("help over a message", "Enter|Enter|?"),
    ("help in a decision", "D|?"),
    ("help over reasons", "D|1 Enter|F1"),
    ("help over precedents", "Enter|v|?"),
    ("evidence from citing", "D|1 Enter|=ok|Ctrl-s|o"),
    ("search from the case", "Enter|/|=ok"),
    ("statistics from the case", "Enter|s"),
    ("a case on hold", "6|f|=order:O-3|Enter|Enter"),
    ("pending on hold", "6|f|=order:O-3|Enter|Enter|3"),
    ("a note on what is on hold", "6|f|=order:O-3|Enter|Enter|c|=ok"),
    ("a note on what is on hold, from the queue", "6|f|=order:O-3|Enter|c|=ok"),
    ("precedents of what is on hold", "6|f|=order:O-3|Enter|v"),
];

/// The same where a colleague's decision awaits approval.
const SECOND: &[(&str, &str)] = &[
    ("to approve", "7"),
    ("a case to approve", "7|Enter"),
    ("pending with a decision", "7|Enter|3"),
    ("review", "7|Enter|+"),
    ("review's end", "7|Enter|+|G"),
    ("approve", "7|+|Tab"),
    ("refuse", "7|-|=ok"),
    ("approved", "7|+|Tab Enter"),
    ("refused by the second", "7|-|=ok|Ctrl-s"),
    ("what the second refused", "7|-|=ok|Ctrl-s|3"),
];

/// Every screen with its fixtures: ordinary texts, and short ones.
pub fn screens() -> Vec<(&'static str, &'static str, Fill, Fill)> {
    let first = SCREENS.iter().map(|(name, keys)| (*name, *keys, fill as Fill, fill_tame as Fill));
    let second = SECOND.iter().map(|(name, keys)| (*name, *keys, fill_second as Fill, fill_second_tame as Fill));
    first.chain(second).collect()
}

pub type Fill = fn(&mut dyn litige::store::Store);

pub fn walk(desk: &mut Desk, keys: &str) -> Buffer {
    for step in keys.split('|') {
        match step.strip_prefix('=') {
            Some(text) => drop(desk.write(text)),
            None if step == "told" => desk.notify(),
            None if step == "welcome" => desk.tell(Msg::FirstSteps),
            None => drop(desk.press(step)),
        }
    }
    desk.frame()
}

/// Checks each screen on a new desk, from the logo's case where there is one.
pub fn each(look: Look, mut check: impl FnMut(&str, &mut Desk, &Buffer)) {
    for (name, keys, filled, _) in screens() {
        let mut desk = Desk::new(look, now(), filled);
        desk.press("G k");
        let frame = walk(&mut desk, keys);
        check(name, &mut desk, &frame);
    }
}

/// Shows each screen on a new desk with short texts.
pub fn each_tame(look: Look, mut check: impl FnMut(&str, &mut Desk)) {
    for (name, keys, _, tame) in screens() {
        let mut desk = Desk::new(look, now(), tame);
        desk.press("G k");
        walk(&mut desk, keys);
        check(name, &mut desk);
    }
}

/// Returns which screen a desk shows. What is new among layers has no name until it is given one here.
pub fn kind(model: &Model) -> String {
    let name = match (&model.layer, &model.screen) {
        (None, Screen::Queue) => "queue",
        (None, Screen::Case(view)) => return format!("case, {:?}", view.panel),
        (Some(Layer::Compose(compose)), _) => match &compose.kind {
            ComposeKind::Reply => "reply",
            ComposeKind::Remind(_) => "remind",
            ComposeKind::Note => "note",
            ComposeKind::Ask { field, .. } => return format!("ask, {field:?}"),
            ComposeKind::Propose { field, .. } => return format!("propose, {field:?}"),
        },
        (Some(Layer::Decide(decide)), _) => return format!("decide, {:?}", decide.step),
        (Some(Layer::Review(review)), _) if review.refusing => "refuse",
        (Some(Layer::Review(_)), _) => "review",
        (Some(Layer::Search), _) => "search",
        (Some(Layer::Activity), _) => "activity",
        (Some(Layer::Palette(_)), _) => "palette",
        (Some(Layer::Help(_)), _) => "help",
        (Some(Layer::Message(_)), _) => "message",
        (Some(Layer::Evidence(_)), _) => "evidence",
        (Some(Layer::Statistics(charts)), _) => return format!("statistics, {:?}", charts.page),
        (Some(Layer::Precedents(_)), _) => "precedents",
        (Some(Layer::Notifications(_)), _) => "notifications",
        (Some(Layer::BulkReport(_)), _) => "bulk report",
        (Some(Layer::Prompt(prompt)), _) => match prompt {
            Prompt::Filter { .. } => "filter",
            Prompt::Snooze { .. } => "snooze",
            Prompt::Strike { admits: false, .. } => "strike",
            Prompt::Strike { admits: true, .. } => "admit",
            Prompt::Withdraw { .. } => "withdraw",
            Prompt::Bulk(_) => "bulk",
            Prompt::OpenFile(_) => "open a file",
            Prompt::NameView(_) => "name a view",
            Prompt::DeleteView(_) => "delete a view",
            Prompt::HandOver(form) => return format!("hand over, {:?}", form.step),
            Prompt::TakeOver(_) => "take over",
            Prompt::Confirm { .. } => "undo",
        },
    };
    name.to_owned()
}

/// Whatever a command opens on any of the screens is itself among them.
#[test]
fn the_list_of_screens_has_all_that_commands_lead_to() {
    let (mut seen, mut reached) = (BTreeSet::new(), BTreeMap::new());
    each(Look::SMALL, |name, desk, _| {
        seen.insert(kind(&desk.model));
        for spec in TABLE.iter().filter(|spec| spec.command.available(&desk.model).is_ok()) {
            let mut after = desk.model.clone();
            update(&mut after, Msg::Mouse(MouseAction::Press, HitTarget::Run(spec.command)));
            reached.entry(kind(&after)).or_insert_with(|| format!("{} from {name}", spec.name));
        }
    });
    let missing: Vec<_> = reached.iter().filter(|(kind, _)| !seen.contains(*kind)).collect();
    assert!(missing.is_empty(), "{missing:?} of {seen:?}");
    assert!(seen.len() > 40, "{seen:?}");
}

#[test]
fn every_size_down_to_one_cell_is_drawn() {
    for (name, keys, filled, _) in screens() {
        let mut desk = Desk::new(Look::SMALL, now(), filled);
        desk.press("G k");
        walk(&mut desk, keys);
        for (cols, rows) in [
            (1, 1),
            (2, 40),
            (40, 2),
            (59, 24),
            (80, 15),
            (60, 16),
            (61, 17),
            (79, 50),
            (100, 16),
            (110, 20),
            (300, 100),
        ] {
            desk.resize(cols, rows);
            let frame = desk.frame();
            assert_eq!((frame.area.width, frame.area.height), (cols, rows), "{name}");
        }
    }
}

#[test]
fn every_hint_is_of_what_can_be_done() {
    for look in [Look::SMALL, Look::WIDE] {
        each(look, |name, desk, _| {
            let area = ratatui::layout::Rect::new(0, 0, look.cols, look.rows);
            let last = look.rows - 1;
            for (place, spot) in litige::ui::targets(&desk.model, &desk.ui, area) {
                if let (HitTarget::Run(command), true) = (spot, place.y == last && place.width > 0) {
                    assert_eq!(command.available(&desk.model), Ok(()), "{name}: {command:?}");
                }
            }
        });
    }
}

/// Mouse events anywhere send nothing but through the hint of a command.
#[test]
fn nothing_is_sent_by_pointing() {
    for look in [Look::SMALL, Look::WIDE] {
        each(look, |name, desk, _| {
            let area = ratatui::layout::Rect::new(0, 0, look.cols, look.rows);
            let spots = litige::ui::targets(&desk.model, &desk.ui, area);
            assert!(spots.len() > 1, "{name}: {spots:?}");
            let mut seen = Vec::new();
            for (_, spot) in spots {
                if seen.contains(&spot) {
                    continue;
                }
                seen.push(spot);
                for how in [MouseAction::Press, MouseAction::Press, MouseAction::WheelUp, MouseAction::WheelDown] {
                    let effects = update(&mut desk.model.clone(), Msg::Mouse(how, spot));
                    let sent = effects.iter().find(|effect| {
                        matches!(effect, Effect::Act(_, request) if !matches!(request.action, Action::MarkRead { .. }))
                    });
                    assert!(sent.is_none() || matches!(spot, HitTarget::Run(_)), "{name}: {spot:?} {sent:?}");
                }
            }
        });
    }
}

/// The fixture has the most hostile texts; the screen still has only visible characters, each cluster in its cells.
#[test]
fn nothing_that_cannot_be_seen_comes_through() {
    for look in [Look::SMALL, Look::WIDE] {
        for (name, keys) in SCREENS {
            let mut desk = Desk::new(look, now(), fill);
            desk.press("f").write("pixel").press("Enter");
            let frame = walk(&mut desk, keys);
            for y in 0..frame.area.height {
                for x in 0..frame.area.width {
                    let symbol = frame[(x, y)].symbol();
                    let joined = symbol.contains('\u{200d}') || symbol.contains('\u{fe0f}');
                    let hidden = symbol.chars().any(|c| {
                        c.is_control() || matches!(c, '\u{200b}'..='\u{200c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                    });
                    assert!(!hidden && symbol.len() <= 64, "{name} at {x},{y}: {symbol:?}");
                    assert!(!joined || symbol.graphemes(true).count() == 1 && width(symbol) == 2, "{name}: {symbol:?}");
                }
            }
        }
    }
}

/// A party imitates the mediator's lines; the mediator's marks stand where no text can be.
#[test]
fn nobody_can_look_like_the_mediator() {
    let mut desk = Desk::new(Look::WIDE, now(), fill);
    desk.press("f").write("pixel").press("Enter Enter");
    let shown = plain(&desk.frame());
    let forged: Vec<_> = shown.lines().filter(|line| line.contains("You win")).collect();
    assert!(!forged.is_empty());
    for line in forged {
        for panel in line.split('│').filter(|panel| panel.contains("You win")) {
            assert!(panel.trim_start_matches(['▌', ' ']).starts_with("▎ ┃"), "{line}");
        }
    }
}

#[test]
fn who_speaks_is_told_without_colour() {
    let mut desk = Desk::new(Look::SMALL, now(), fill);
    let shown = plain(&walk(&mut desk, "f|=logo|Enter|Enter"));
    for head in [" ▎ Léa Martin client", "     ▎ Studio Nova seller", " ┃ Camille Roussel mediator"] {
        assert!(shown.lines().any(|line| line.replace('▌', " ").starts_with(head)), "{head}: {shown}");
    }
}

/// No name or title stands on a line of a decision that shows an amount or an outcome.
#[test]
fn figures_of_a_decision_stand_alone() {
    for look in [Look::SMALL, Look::WIDE] {
        for keys in ["D|1", "D|3 Enter|=40", "D|3 Enter|=40|Enter|=ok|Ctrl-s|Enter"] {
            let mut desk = Desk::new(look, now(), fill);
            desk.press("f").write("logo").press("Enter");
            let shown = plain(&walk(&mut desk, keys));
            let figures: Vec<_> = shown.lines().filter(|line| line.contains('→')).collect();
            assert!(figures.len() >= 4, "{shown}");
            for line in figures {
                for words in ["Léa", "Nova", "Logo"] {
                    assert!(!line.contains(words), "{line}");
                }
            }
        }
    }
}
