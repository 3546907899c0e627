//! Whatever is longer than its window has a scroll bar, in any number of colours.

use litige::app::measure::Extent;
use litige::app::model::{Layer, Panel, Screen};
use litige::app::mouse::HitTarget;
use litige::domain::vocabulary::Lang;
use litige::ui::theme::Depth;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::desk::{Desk, Look};
use crate::every::{each, walk};
use crate::fixture::{fill_decided, now};
use crate::print::plain;

const THUMB: &str = "▐";

fn is_seen(cell: &Cell) -> bool {
    cell.symbol() == THUMB && (cell.fg != cell.bg || cell.fg == ratatui::style::Color::Reset)
}

/// Whether there is a bar in the column after some items, or anywhere where there are none.
fn has_bar(frame: &Buffer, items: &[Rect]) -> bool {
    if items.is_empty() {
        return frame.content().iter().any(is_seen);
    }
    let after = items.iter().map(|place| place.right()).max().unwrap_or(0);
    let columns = after..frame.area.right().min(after + 3);
    columns.into_iter().any(|x| (0..frame.area.height).any(|y| is_seen(&frame[(x, y)])))
}

/// What of this screen is longer than its window, and the items that it consists of.
fn scrolled(desk: &Desk) -> Option<(Extent, Vec<Rect>)> {
    let size = desk.model.size;
    let targets = litige::ui::targets(&desk.model, &desk.ui, Rect::new(0, 0, size.cols, size.rows));
    let of = |is: &dyn Fn(&HitTarget) -> bool| {
        targets.iter().filter(|(_, spot)| is(spot)).map(|(place, _)| *place).collect::<Vec<_>>()
    };
    // What is not drawn keeps its measures in the model.
    let area = Rect::new(0, 0, size.cols, size.rows);
    let (measured, _) = litige::ui::paint(&desk.model, &desk.ui, area, &mut Buffer::empty(area));
    let (extent, items) = match (&desk.model.layer, &desk.model.screen) {
        // Their items are no list.
        (Some(Layer::Statistics(_) | Layer::Compose(_) | Layer::Decide(_) | Layer::Review(_)), _) => {
            (measured.layer, Vec::new())
        }
        (Some(_), _) => (measured.layer, of(&|spot| matches!(spot, HitTarget::Item(_)))),
        (None, Screen::Case(view)) => match view.panel {
            Panel::Thread => (measured.thread.extent, of(&|spot| matches!(spot, HitTarget::Message(_)))),
            Panel::File => (measured.file, Vec::new()),
            Panel::Pending => (measured.pending, Vec::new()),
            Panel::Precedents => (measured.precedents, Vec::new()),
        },
        (None, Screen::Queue) => {
            let rows = of(&|spot| matches!(spot, HitTarget::Row(_)));
            let total = usize::try_from(desk.model.queue.total().unwrap_or(0)).unwrap();
            (Extent { top: 0, rows: measured.queue_rows, total }, rows)
        }
    };
    Some((extent, items)).filter(|(extent, _)| extent.total > extent.rows && extent.rows > 0)
}

#[test]
fn what_is_longer_than_its_window_has_a_scroll_bar_in_any_number_of_colours() {
    let (mut seen, mut lacking) = (0, Vec::new());
    for (depth, lang, (cols, rows)) in
        [(Depth::True, Lang::En, (80, 24)), (Depth::Ansi16, Lang::Fr, (60, 20)), (Depth::None, Lang::Fr, (120, 30))]
    {
        let look = Look { depth, lang, cols, rows, ..Look::WIDE };
        let mut check = |name: &str, desk: &Desk, frame: &Buffer| {
            let Some((extent, items)) = scrolled(desk) else { return };
            seen += 1;
            if !has_bar(frame, &items) {
                lacking.push(format!("{name} at {cols}, {extent:?}\n{}", plain(frame)));
            }
        };
        each(look, |name, desk, frame| check(name, desk, frame));
        for keys in ["6", "v", "s|3", ":", "?"] {
            let mut desk = Desk::new(look, now(), fill_decided);
            let frame = walk(&mut desk, keys);
            check(keys, &desk, &frame);
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    assert!(seen > 60, "only {seen} screens scroll");
}

#[test]
fn a_text_that_is_longer_than_its_field_has_a_scroll_bar() {
    for keys in ["Enter|r", "Enter|c", "D|1 Enter"] {
        let mut desk = Desk::new(Look { cols: 60, rows: 20, ..Look::SMALL }, now(), crate::fixture::fill);
        let bars = |frame: &Buffer| frame.content().iter().filter(|cell| is_seen(cell)).count();
        let before = bars(&walk(&mut desk, keys));
        desk.tell(litige::app::Msg::Paste("ligne\n".repeat(30)));
        let frame = desk.frame();
        assert!(bars(&frame) > before, "{keys}: {}", plain(&frame));
    }
}
