//! What is at stake in a case is on screen, first in its second line, whatever page or box is over it; and what is not carried
//! out is never told as done.

use litige::app::model::{Layer, Model, Screen};
use litige::domain::case::records::Case;
use litige::domain::decision::summary::DecisionSummary;
use litige::domain::ids::DisputeId;
use litige::domain::vocabulary::Lang;
use litige::ui::theme::{Depth, Palette, Theme};
use ratatui::buffer::Buffer;
use ratatui::style::Color;

use crate::desk::{Desk, Look};
use crate::every::{kind, screens, walk};
use crate::fixture::{fill, fill_second, fill_tame, now};
use crate::print::plain;

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 50)];

/// Every theme there is, in every number of colours.
fn themes() -> Vec<(String, Theme)> {
    let depths = [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True];
    let theme = |name: &str, depth| (format!("{name} in {depth:?}"), Theme::of(&Palette::named(name).unwrap(), depth));
    Palette::NAMES.into_iter().flat_map(|name| depths.map(|depth| theme(name, depth))).collect()
}

/// Returns which case a screen is about, and whether the head of the case is over it: else a box or a composer over the queue
/// says what is at stake. What is new among layers has to be told here.
fn about(model: &Model, layer: Option<&Layer>) -> Option<(DisputeId, bool)> {
    let open = match &model.screen {
        Screen::Queue => None,
        Screen::Case(view) => Some((view.id, true)),
    };
    let page = |layer: &Layer| layer.dispute().map(|id| (id, true));
    match layer {
        None | Some(Layer::Palette(_)) => open,
        Some(layer @ (Layer::Compose(_) | Layer::Prompt(_))) => open.or(layer.dispute().map(|id| (id, false))),
        Some(
            layer @ (Layer::Decide(_)
            | Layer::Review(_)
            | Layer::Message(_)
            | Layer::Evidence(_)
            | Layer::Precedents(_)),
        ) => page(layer),
        Some(layer @ Layer::Help(help)) => match help.under.as_deref() {
            Some(Layer::Prompt(_)) => open.or(page(layer)),
            under => about(model, under).map(|(id, _)| (id, true)),
        },
        Some(
            Layer::Search | Layer::Activity | Layer::Notifications(_) | Layer::BulkReport(_) | Layer::Statistics(_),
        ) => None,
    }
}

/// The amounts that say what is at stake: the price, or both shares of what was decided.
fn at_stake(case: &Case, lang: Lang) -> Vec<String> {
    let decision = case.dispute.as_ref().and_then(|dispute| dispute.decision.as_ref());
    let amounts = match decision.and_then(|decision| DecisionSummary::from(decision).shares) {
        None => vec![case.order.price],
        Some(shares) => vec![shares.client, shares.seller],
    };
    amounts.into_iter().map(|amount| amount.format(lang)).collect()
}

fn row(frame: &Buffer, y: u16) -> String {
    (0..frame.area.width).map(|x| frame[(x, y)].symbol()).collect()
}

/// Returns the row where it is said what is at stake, as far as the first part of it goes.
fn said(frame: &Buffer, id: DisputeId, amounts: &[String], has_head: bool) -> Option<(u16, String)> {
    if has_head {
        let line = row(frame, 2);
        return Some((2, line.split(" · ").next().unwrap_or_default().to_owned()));
    }
    let id = id.to_string();
    let rows: Vec<String> = (0..frame.area.height).map(|y| row(frame, y)).collect();
    // In the heading, or under the title of the box.
    let is_heading = |line: &String| line.contains(&id) && (line.contains('╭') || line.contains(['━', '╍']));
    let heading = rows.iter().position(is_heading)?;
    let has_all = |line: &String| amounts.iter().all(|amount| line.contains(amount.as_str()));
    let at = (heading..rows.len().min(heading + 2)).find(|at| has_all(&rows[*at]))?;
    Some((u16::try_from(at).unwrap(), rows[at].clone()))
}

/// Whether every character of a text on a row can be told from its ground.
fn is_visible(frame: &Buffer, y: u16, text: &str) -> bool {
    let line: Vec<&str> = (0..frame.area.width).map(|x| frame[(x, y)].symbol()).collect();
    let letters: Vec<String> = text.chars().map(String::from).collect();
    let at = line.windows(letters.len()).position(|part| part.iter().zip(&letters).all(|(a, b)| a == b));
    at.is_some_and(|at| {
        (at..at + letters.len()).all(|x| {
            let cell = &frame[(u16::try_from(x).unwrap(), y)];
            cell.fg == Color::Reset && cell.bg == Color::Reset || cell.fg != cell.bg
        })
    })
}

#[test]
fn the_amount_is_on_every_screen_of_a_case_at_every_size_and_in_every_theme() {
    let themes = themes();
    let mut seen = std::collections::BTreeSet::new();
    let mut missing = Vec::new();
    for lang in [Lang::En, Lang::Fr] {
        for (name, keys, filled, _) in screens() {
            let mut desk = Desk::new(Look { lang, ..Look::SMALL }, now(), filled);
            desk.press("G k");
            walk(&mut desk, keys);
            for (cols, rows) in SIZES {
                desk.resize(cols, rows);
                desk.frame();
                let Some((id, has_head)) = about(&desk.model, desk.model.layer.as_ref()) else { continue };
                seen.insert(kind(&desk.model));
                let file = desk.model.cases.get(id).unwrap_or_else(|| panic!("{name}: {id} is not at hand"));
                let amounts = at_stake(&file.case, lang);
                // How it looks is no matter of the language, or of the size.
                let looks = if lang == Lang::En && cols == 80 { &themes[..] } else { &themes[3..4] };
                for (theme, look) in looks {
                    desk.ui.theme = look.clone();
                    let frame = desk.frame();
                    let said = said(&frame, id, &amounts, has_head);
                    let is_seen = said.as_ref().is_some_and(|(y, first)| {
                        amounts.iter().all(|amount| first.contains(amount.as_str()) && is_visible(&frame, *y, amount))
                    });
                    if !is_seen {
                        missing.push(format!("{name} in {lang} at {cols}×{rows}, {theme}: {amounts:?} in {said:?}"));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{} {:#?}", missing.len(), &missing[..missing.len().min(20)]);
    assert!(seen.len() > 25, "{seen:?}");
}

/// A desk on the film, whose decision of 120 € of 350 € was taken five minutes ago.
fn on_hold(look: Look) -> Desk {
    let mut desk = Desk::new(look, now(), fill);
    desk.press("6 f").write(if look.lang == Lang::En { "order:O-3" } else { "commande:O-3" }).press("Enter");
    desk
}

fn shown(desk: &mut Desk) -> String {
    plain(&desk.frame()).replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'")
}

#[test]
fn what_is_on_hold_says_who_would_get_how_much_and_when_it_is_final() {
    for (lang, held, until) in [
        (Lang::En, "held: €120.00 client / €230.00 seller, final in 5 min", "final in 5 min"),
        (Lang::Fr, "en suspens : 120,00 € client / 230,00 € vendeur, définitif dans 5 min", "définitif dans 5 min"),
    ] {
        let mut desk = on_hold(Look { lang, cols: 160, ..Look::WIDE });
        // The preview has as many of the words as there is room for.
        assert!(shown(&mut desk).contains(until), "{}", shown(&mut desk));
        desk.press("Enter");
        desk.resize(120, 40);
        let case = shown(&mut desk);
        assert_eq!(case.lines().nth(2).unwrap().trim_start().split(" · ").next(), Some(held), "{case}");
    }
}

/// The words that say that money went somewhere.
const DONE: [&str; 6] = ["refunded", " paid ", "Paid", "remboursé", "payés", "Remboursé"];

#[test]
fn nothing_is_told_as_refunded_or_paid_before_it_is() {
    for lang in [Lang::En, Lang::Fr] {
        for (name, keys, filled) in [
            ("the decided view", "5", fill as crate::every::Fill),
            ("on hold", "6|f|=O-3|Enter|Enter", fill),
            ("pending on hold", "6|f|=O-3|Enter|Enter|3", fill),
            ("to approve", "7", fill_second),
            ("a case to approve", "7|Enter|3", fill_second),
            ("the seller's, just decided", "D|1 Enter|=ok|Ctrl-s|Enter|Tab Enter", fill_tame),
            ("the client's, just decided", "D|2 Enter|=ok|Ctrl-s|Enter|Tab Enter", fill_tame),
            ("the client's, to be undone", "D|2 Enter|=ok|Ctrl-s|Enter|Tab Enter|u", fill_tame),
            ("the client's, pending", "Enter|D|2 Enter|=ok|Ctrl-s|Enter|Tab Enter|3", fill_tame),
            ("the last page", "D|2 Enter|=ok|Ctrl-s|Enter", fill_tame),
        ] {
            for (cols, rows) in SIZES {
                let mut desk = Desk::new(Look { lang, cols, rows, ..Look::WIDE }, now(), filled);
                desk.press("G k");
                walk(&mut desk, keys);
                let shown = shown(&mut desk);
                // What the parties wrote, and the names of the figures, say nothing of what was done.
                let told = shown.lines().filter(|line| !line.contains(['▎', '┃', '→']));
                let wrong: Vec<_> = told.filter(|line| DONE.iter().any(|word| line.contains(word))).collect();
                assert!(wrong.is_empty(), "{name} in {lang} at {cols}: {wrong:?}\n{shown}");
            }
        }
    }
}
