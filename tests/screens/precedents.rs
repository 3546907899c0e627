//! Precedents in their list: one to a row, with what the one under the cursor was about below.

use litige::app::model::Layer;
use litige::app::mouse::HitTarget;
use litige::app::related_cases::listed;
use litige::domain::vocabulary::Lang;
use ratatui::layout::Rect;

use crate::desk::{Desk, Look};
use crate::fixture::{fill_decided, now};
use crate::print::plain;

#[test]
fn a_precedent_takes_one_row_and_what_it_was_about_stands_below() {
    for (lang, (cols, rows)) in
        [Lang::En, Lang::Fr].into_iter().flat_map(|lang| [(60, 20), (80, 24), (120, 40), (200, 50)].map(|s| (lang, s)))
    {
        let mut desk = Desk::new(Look { lang, cols, rows, ..Look::WIDE }, now(), fill_decided);
        desk.press("v j j j");
        let screen = plain(&desk.frame());
        let Some(Layer::Precedents(open)) = &desk.model.layer else { panic!("the list") };
        let related = desk.model.related_cases(open.dispute).unwrap();
        let cursor = open.cursor;
        let all = listed(related);
        let targets = litige::ui::targets(&desk.model, &desk.ui, Rect::new(0, 0, cols, rows));
        let mut rows_of: Vec<(usize, u16)> = Vec::new();
        for (place, spot) in &targets {
            if let HitTarget::Item(item) = spot {
                assert_eq!(place.height, 1);
                rows_of.push((*item, place.y));
            }
        }
        assert!(rows_of.len() > 3, "{cols}: {screen}");
        for pair in rows_of.windows(2).filter(|pair| pair[1].1 == pair[0].1 + 1) {
            assert_eq!(pair[1].0, pair[0].0 + 1, "{cols}: each on a row of its own");
        }
        let lines: Vec<&str> = screen.lines().collect();
        for (item, y) in rows_of {
            assert!(lines[usize::from(y)].contains(&all[item].id().to_string()), "{cols}: {screen}");
            // A title would be a stranger's word beside the figures.
            assert!(!lines[usize::from(y)].contains("Logo"), "{cols}: {}", lines[usize::from(y)]);
        }
        let by = ["Camille Roussel", "Inès Haddad"];
        let below = lines[lines.len() - 4..].join("\n");
        assert!(below.contains('▎') && by.iter().any(|name| below.contains(name)), "{cursor} at {cols}: {below}");
    }
}
