//! Random keys, pastes, mouse events and window sizes, on a database with hostile content: no panic, the invariants
//! hold, and no cell contains anything but what a terminal shows.

use litige::app::Msg;
use litige::app::command::TABLE;
use litige::app::key::Key;
use litige::app::model::{Layer, Size};
use litige::app::mouse::MouseAction;
use litige::domain::vocabulary::Lang;
use litige::ui::target_at;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::hostile;
use crate::random::Random;
use crate::screens_desk::{Desk, Look};
use crate::shown::find_hidden;
use crate::{counted, rounds, share_machine};

/// Key sequences that random keys would practically never form.
const KEY_SEQUENCES: &[&str] = &[
    "Esc Esc Esc Esc Enter",
    "Esc Esc Esc Esc D 1 Enter o k Ctrl-s Enter",
    "Esc Esc Esc Esc D 3 Enter 1 Enter o k Ctrl-s Space Enter Right Enter",
    "Esc Esc Esc Esc u Right Enter",
    "Esc Esc Esc Esc r o k Ctrl-s",
    "Esc Esc Esc Esc c o k Ctrl-s",
    "Esc Esc Esc Esc e Tab o k Ctrl-s",
    "Esc Esc Esc Esc p j Tab o k Ctrl-s",
    "Esc Esc Esc Esc S o k Enter",
    "Esc Esc Esc Esc / m o t Enter",
    "Esc Esc Esc Esc f 1 Enter",
    "Esc Esc Esc Esc : s t a t Enter",
    "Esc Esc Esc Esc ? G",
    "Esc Esc Esc Esc 6 G Enter 2 G Enter",
    "Esc Esc Esc Esc 6 g g",
];

fn start(lang: Lang) -> Desk {
    Desk::new(Look { lang, ..Look::WIDE }, chrono::Utc::now(), hostile::fill)
}

#[test]
fn any_keys_at_any_size_on_a_hostile_database() {
    let _busy = share_machine();
    let mut random = Random::for_soak("keys");
    let keys: Vec<&str> = TABLE
        .iter()
        .flat_map(|spec| spec.keys.iter().flat_map(|(_, keys)| keys.iter().copied()))
        .filter(|key| !["q", "Ctrl-c", "Ctrl-z"].contains(key))
        .collect();
    let count = rounds(1_500, 1_000_000);
    let (mut pressed, mut frames, mut sizes, mut pastes, mut desks) = (0, 0, 0, 0, 0);
    while pressed < count {
        desks += 1;
        let mut desk = start(*random.pick(&[Lang::Fr, Lang::En]));
        let mut last: Vec<String> = Vec::new();
        // A new desk now and then: what was decided can't be decided again.
        let shift = 2_000.min(count - pressed);
        let until = pressed + shift;
        while pressed < until && !desk.model.leaving {
            let step = match random.below(100) {
                0..50 => (*random.pick(&keys)).to_owned(),
                50..60 => (*random.pick(KEY_SEQUENCES)).to_owned(),
                60..85 => char::from(b'!' + random.below(94) as u8).to_string(),
                85..90 => {
                    (*random.pick(&["é", "€", "漢", "👩", "\u{301}", "Alt-x", "Ctrl-Left", "F5", "Delete"])).to_owned()
                }
                90 => {
                    let area = Rect::new(0, 0, desk.model.size.cols, desk.model.size.rows);
                    let at = Position::new(random.below(300) as u16, random.below(100) as u16);
                    let what = *random.pick(&[MouseAction::Press, MouseAction::WheelUp, MouseAction::WheelDown]);
                    if let Some(spot) = target_at(&desk.model, &desk.ui, area, at) {
                        desk.tell(Msg::Mouse(what, spot));
                    }
                    "mouse ×".to_owned()
                }
                91..93 => {
                    let text = *random.pick(&hostile::TEXTS);
                    desk.tell(Msg::Paste(text.to_owned()));
                    pastes += 1;
                    format!("paste {text:?}")
                }
                _ => {
                    let (cols, rows) = (1 + random.below(300) as u16, 1 + random.below(100) as u16);
                    desk.tell(Msg::Resize(Size { cols, rows }));
                    sizes += 1;
                    format!("{cols}×{rows}")
                }
            };
            last.push(step.clone());
            last.drain(..last.len().saturating_sub(40));
            if !step.starts_with("paste ") && !step.contains('×') {
                for key in step.split_whitespace() {
                    pressed += 1;
                    desk.tell(Msg::Key(key.parse::<Key>().unwrap()));
                }
            }
            let frame = desk.frame();
            frames += 1;
            check(&desk, &frame).unwrap_or_else(|what| panic!("{what} after {last:?}"));
            if random.one_in(40) {
                // Usually common sizes.
                let (cols, rows) = *random.pick(&[(80, 24), (120, 40), (60, 16), (200, 60)]);
                desk.tell(Msg::Resize(Size { cols, rows }));
            }
        }
        desk.verify();
    }
    counted!(
        "{pressed} keys, {pastes} pastes, {sizes} sizes from 1×1 to 300×100, {frames} frames on {desks} desks; all sound"
    );
}

fn check(desk: &Desk, frame: &Buffer) -> Result<(), String> {
    let (model, area) = (&desk.model, frame.area);
    if let Some(at) = desk.cursor()
        && !area.contains(at)
    {
        return Err(format!("a cursor at {at:?} in {area:?}"));
    }
    for cell in frame.content() {
        if let Some(c) = find_hidden(cell.symbol()) {
            return Err(format!("{c:?} in a cell: {:?}", cell.symbol()));
        }
        if cell.symbol().len() > 80 {
            return Err(format!("a cell of {} bytes", cell.symbol().len()));
        }
    }
    let window = &model.queue.window;
    if window.selected.is_some() == window.rows.is_empty()
        || window.selected.is_some() != window.selected_index().is_some()
    {
        return Err("the selection is one of the rows wherever there are rows".to_owned());
    }
    let layer = model.layer.as_ref().and_then(Layer::dispute);
    if layer.is_some() && model.current() != layer {
        return Err("what is written is about the case that is shown".to_owned());
    }
    Ok(())
}
