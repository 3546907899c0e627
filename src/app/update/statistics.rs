//! How the team judges, in charts.

use crate::app::effect::Effect;
use crate::app::model::{Chart, Charts, Layer, Model, cycle};

use super::layers::Input;
use super::navigation::scrolled;
use super::prefetch;

/// Opens the charts. The figures of before stay until the new ones come.
pub(in crate::app) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    model.layer = Some(Layer::Charts(Charts { page: Chart::Outcomes, scroll: 0 }));
    prefetch::figures(model, out);
}

/// Goes so many pages on, or back.
pub(super) fn cycle_page(charts: &mut Charts, by: isize) {
    *charts = Charts { page: cycle(&Chart::ALL, charts.page, by), scroll: 0 };
}

/// Scrolls, or goes to a page by its number.
pub(super) fn input(model: &Model, charts: Charts, input: &Input) -> Option<Layer> {
    let charts = match input {
        Input::Back => return None,
        Input::Move(motion) => Charts { scroll: scrolled(charts.scroll, *motion, model.measured.layer), ..charts },
        Input::Key(key) => {
            let number = key.writes().and_then(|c| c.to_digit(10)).and_then(|n| usize::try_from(n).ok());
            let page = number.and_then(|n| Chart::ALL.get(n.checked_sub(1)?));
            page.map_or(charts, |page| Charts { page: *page, scroll: 0 })
        }
        _ => charts,
    };
    Some(Layer::Charts(charts))
}
