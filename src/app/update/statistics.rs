//! How the team judges, in charts.

use crate::app::effect::Effect;
use crate::app::model::{Layer, Model, StatisticsLayer, StatisticsPage, cycle};
use crate::domain::decision::work_figures::StatisticsPeriod;

use super::layers::LayerInput;
use super::navigation::scrolled;
use super::prefetch;

/// Opens the statistics. The figures of before stay until the new ones come.
pub(in crate::app) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let (page, period) = (StatisticsPage::Outcomes, StatisticsPeriod::All);
    model.layer = Some(Layer::Statistics(StatisticsLayer { page, scroll: 0, period }));
    prefetch::reload_statistics(model, out);
}

/// Goes so many pages on, or back.
pub(super) fn cycle_page(charts: &mut StatisticsLayer, by: isize) {
    *charts = StatisticsLayer { page: cycle(&StatisticsPage::ALL, charts.page, by), scroll: 0, ..*charts };
}

/// Goes to the next period.
pub(in crate::app) fn next_period(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(Layer::Statistics(charts)) = &mut model.layer {
        charts.period = cycle(&StatisticsPeriod::ALL, charts.period, 1);
        prefetch::reload_statistics(model, out);
    }
}

/// Scrolls, or goes to a page by its number.
pub(super) fn input(model: &Model, charts: StatisticsLayer, input: &LayerInput) -> Option<Layer> {
    let charts = match input {
        LayerInput::Back => return None,
        LayerInput::Move(motion) => {
            StatisticsLayer { scroll: scrolled(charts.scroll, *motion, model.measured.layer), ..charts }
        }
        LayerInput::Key(key) => {
            let number = key.writes().and_then(|c| c.to_digit(10)).and_then(|n| usize::try_from(n).ok());
            let page = number.and_then(|n| StatisticsPage::ALL.get(n.checked_sub(1)?));
            page.map_or(charts, |page| StatisticsLayer { page: *page, scroll: 0, ..charts })
        }
        _ => charts,
    };
    Some(Layer::Statistics(charts))
}
