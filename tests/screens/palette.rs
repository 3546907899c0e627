//! The palette says of everything what it does.

use litige::app::model::{Layer, PaletteAction};
use litige::app::mouse::HitTarget;
use litige::domain::vocabulary::Lang;
use ratatui::layout::Rect;

use crate::desk::{Desk, Look};
use crate::fixture::{fill_second, now};
use crate::print::plain;

#[test]
fn every_command_and_view_is_described_in_its_row() {
    for (lang, (cols, rows)) in
        [Lang::En, Lang::Fr].into_iter().flat_map(|lang| [(80, 24), (120, 40)].map(|s| (lang, s)))
    {
        for keys in ["", "Enter"] {
            let mut desk = Desk::new(Look { lang, cols, rows, ..Look::WIDE }, now(), fill_second);
            desk.press(keys).press(":");
            let Some(Layer::Palette(palette)) = &desk.model.layer else { panic!("the palette") };
            let mut bare = Vec::new();
            for _ in 0..palette.items.len() {
                let frame = plain(&desk.frame());
                let Some(Layer::Palette(palette)) = &desk.model.layer else { panic!("the palette") };
                let (at, item) = (palette.cursor, palette.items[palette.cursor].clone());
                let targets = litige::ui::targets(&desk.model, &desk.ui, Rect::new(0, 0, cols, rows));
                let row = targets.iter().find(|(_, spot)| *spot == HitTarget::Item(at)).unwrap().0.y;
                let line = frame.lines().nth(usize::from(row)).unwrap();
                let after = line.split_once(&item.text).unwrap_or_else(|| panic!("{}: {line}", item.text)).1;
                // Its label is followed by what it does, then by its key.
                let words = after.split('│').next().unwrap().split_whitespace().filter(|word| word.chars().count() > 1);
                if !matches!(item.what, PaletteAction::Case(_)) && words.count() < 2 {
                    bare.push(line.to_owned());
                }
                desk.press("Down");
            }
            assert!(bare.is_empty(), "{lang} at {cols}: {bare:#?}");
        }
    }
}
