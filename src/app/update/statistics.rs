//! How the team judges, in charts.

use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::model::{Chart, Charts, Layer, Model, cycle};

use super::keys::{self, Input};
use super::prefetch;

/// Opens the charts. The figures of before stay until the new ones come.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    model.layer = Some(Layer::Charts(Charts { page: Chart::Outcomes, scroll: 0 }));
    prefetch::figures(model, out);
}

/// Does a command of the charts; a number goes to a page.
pub(super) fn input(model: &mut Model, charts: Charts, input: &Input, out: &mut Vec<Effect>) -> Option<Layer> {
    let to = |page| Charts { page, scroll: 0 };
    let charts = match input {
        Input::Run(Command::Back) => return None,
        Input::Run(Command::NextPanel) => to(cycle(&Chart::ALL, charts.page, 1)),
        Input::Run(Command::PreviousPanel) => to(cycle(&Chart::ALL, charts.page, -1)),
        Input::Run(Command::Refresh) => {
            model.layer = Some(Layer::Charts(charts));
            prefetch::everything(model, out);
            return model.layer.take();
        }
        Input::Run(command) => {
            Charts { scroll: keys::scrolled(charts.scroll, *command, model.measured.layer), ..charts }
        }
        Input::Key(key) => {
            let number = key.writes().and_then(|c| c.to_digit(10)).and_then(|n| usize::try_from(n).ok());
            number.and_then(|n| Chart::ALL.get(n.checked_sub(1)?)).map_or(charts, |page| to(*page))
        }
        Input::Paste(_) => charts,
    };
    Some(Layer::Charts(charts))
}
