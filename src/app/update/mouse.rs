//! The mouse: a help, never needed. A press chooses, a press on what is chosen opens it, the wheel scrolls what is under it.
//! Nothing is decided, sent or answered by pressing twice on one place.

use super::layers::{self, LayerInput};
use super::navigation::Motion;
use super::{case, keys, notifications, precedents, queue, search};
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::model::{
    Choice, ComposeKind, DecisionPage, GivenCases, HandOverStep, Layer, Model, Panel, Prompt, ProposeField, Screen,
    ScrollAnchor, ShiftScope, StatisticsLayer, StatisticsPage, TakeOverQuestion, ViewRef,
};
use crate::app::mouse::{HitTarget, MouseAction};
use crate::domain::vocabulary::{Outcome, ProposalKind};

/// Lines of text for a notch of the wheel. In a list it is one item.
const LINES_PER_NOTCH: isize = 3;

/// Something was done with the mouse.
pub(super) fn apply(model: &mut Model, how: MouseAction, spot: HitTarget, out: &mut Vec<Effect>) {
    if model.leaving || model.ignores_keys() {
        return;
    }
    case::active(model);
    notifications::input_came(model);
    model.pressed.clear();
    if std::mem::take(&mut model.first_steps) && how == MouseAction::Press {
        return;
    }
    if how == MouseAction::Press {
        search::stop_waiting(model, None);
    }
    match how {
        MouseAction::Press => press(model, spot, out),
        MouseAction::WheelUp => wheel(model, spot, -1, out),
        MouseAction::WheelDown => wheel(model, spot, 1, out),
    }
}

fn view_pressed(model: &mut Model, place: &ViewRef, out: &mut Vec<Effect>) {
    model.notice = None;
    precedents::clear_stack(model);
    model.screen = Screen::Queue;
    queue::show(model, place, out);
}

fn press(model: &mut Model, spot: HitTarget, out: &mut Vec<Effect>) {
    match (spot, &model.layer) {
        (HitTarget::Run(command), _) => keys::run(model, command, out),
        (HitTarget::Item(at), Some(_)) => item(model, at, out),
        (HitTarget::Answer(choice), Some(layer)) if answer(layer).is_some_and(|now| now != choice) => {
            keys::run(model, Command::NextField, out);
        }
        // While something else has the keys, the screen under it is only looked at.
        (_, Some(_)) => {}
        (HitTarget::View(view), None) => view_pressed(model, &ViewRef::Standard(view), out),
        (HitTarget::SavedView(at), None) => {
            if let Some(place) = model.queue.saved.view_ref(at) {
                view_pressed(model, &place, out);
            }
        }
        (HitTarget::Row(id), None) => {
            let again = model.queue.window.selected == Some(id);
            model.notice = None;
            if let Some(index) = model.queue.window.index_of(id).filter(|_| !again) {
                let height = queue::height(model);
                model.queue.window.select(index, height);
            } else if again {
                keys::run(model, Command::Open, out);
            }
        }
        (HitTarget::Preview, None) => keys::run(model, Command::Open, out),
        (HitTarget::Panel(panel), None) => keys::run(model, Command::from(panel), out),
        (HitTarget::Message(id), None) => {
            let again = case::has_cursor(model, id);
            if let Screen::Case(view) = &mut model.screen {
                view.panel = Panel::Thread;
                (view.thread.cursor, view.thread.lead) = (Some(id), ScrollAnchor::Cursor);
            }
            if again {
                keys::run(model, Command::Open, out);
            }
        }
        _ => {}
    }
}

/// An item of a list was pressed: it is chosen; a press on the chosen one goes on where that sends nothing.
fn item(model: &mut Model, at: usize, out: &mut Vec<Effect>) {
    if let (Some(Layer::Decide(decide)), Some(digit)) =
        (&model.layer, u32::try_from(at + 1).ok().and_then(|n| char::from_digit(n, 10)))
        && decide.step == DecisionPage::Outcome
        && decide.outcome.is_none()
    {
        return layers::input(model, LayerInput::Key(Key::char(digit)), out);
    }
    let Some(now) = model.layer.as_ref().and_then(|layer| cursor(model, layer)) else { return };
    if let (Some(Layer::Statistics(charts)), Some(page)) =
        (&mut model.layer, StatisticsPage::ALL.get(at).filter(|_| at != now))
    {
        *charts = StatisticsLayer { page: *page, scroll: 0, ..*charts };
        return;
    }
    let (forth, back) = match &model.layer {
        Some(Layer::Prompt(Prompt::Strike { .. })) => (LayerInput::NextField, LayerInput::PreviousField),
        _ => (LayerInput::Move(Motion::Down), LayerInput::Move(Motion::Up)),
    };
    for _ in 0..at.abs_diff(now) {
        layers::input(model, if at > now { forth.clone() } else { back.clone() }, out);
    }
    let goes_on = match &model.layer {
        Some(
            Layer::Palette(_)
            | Layer::Search
            | Layer::Activity
            | Layer::Precedents(_)
            | Layer::Notifications(_)
            | Layer::BulkReport(_),
        ) => at == now,
        Some(Layer::Decide(decide)) => decide.step == DecisionPage::Outcome && at == now,
        _ => false,
    };
    let cites = matches!(&model.layer, Some(Layer::Decide(decide)) if decide.step == DecisionPage::Cites);
    if goes_on {
        keys::run(model, Command::Accept, out);
    } else if cites {
        keys::run(model, Command::Cite, out);
    }
}

/// Returns where the cursor of a layer's list stands.
fn cursor(model: &Model, layer: &Layer) -> Option<usize> {
    if let Some(picker) = layer.picker() {
        return Some(picker.cursor);
    }
    match layer {
        Layer::Palette(palette) => Some(palette.cursor),
        Layer::Search => Some(model.search.cursor),
        Layer::Activity => Some(model.activity.cursor),
        Layer::Precedents(list) => Some(list.cursor),
        Layer::Notifications(list) => Some(list.cursor),
        Layer::BulkReport(list) => Some(list.cursor),
        Layer::Statistics(charts) => StatisticsPage::ALL.iter().position(|page| *page == charts.page),
        Layer::Decide(decide) => match decide.step {
            DecisionPage::Outcome => Outcome::ALL.iter().position(|outcome| Some(*outcome) == decide.outcome),
            DecisionPage::Cites => Some(decide.cite_cursor),
            _ => None,
        },
        Layer::Compose(compose) => match &compose.kind {
            ComposeKind::Propose { kind, field: ProposeField::Kind, .. } => {
                ProposalKind::ALL.iter().position(|one| one == kind)
            }
            _ => None,
        },
        Layer::Prompt(Prompt::HandOver(form)) => match (&form.step, &form.cases) {
            (HandOverStep::Colleague, _) => Some(form.picker.cursor),
            (HandOverStep::Scope, GivenCases::Shift { scope, .. }) => {
                ShiftScope::ALL.iter().position(|one| one == scope)
            }
            _ => None,
        },
        Layer::Prompt(
            Prompt::Snooze { cursor, .. } | Prompt::Withdraw { cursor, .. } | Prompt::Strike { cursor, .. },
        ) => Some(*cursor),
        _ => None,
    }
}

fn answer(layer: &Layer) -> Option<Choice> {
    match layer {
        Layer::Decide(decide) if decide.step == DecisionPage::Confirm => Some(decide.choice),
        Layer::Prompt(Prompt::HandOver(form)) if form.step == HandOverStep::Confirm => Some(form.choice),
        Layer::Prompt(Prompt::Confirm { choice, .. } | Prompt::TakeOver(TakeOverQuestion { choice, .. })) => {
            Some(*choice)
        }
        Layer::Prompt(Prompt::Bulk(asked)) => Some(asked.choice),
        _ => None,
    }
}

fn wheel(model: &mut Model, spot: HitTarget, by: isize, out: &mut Vec<Effect>) {
    let step = if by > 0 { Motion::Down } else { Motion::Up };
    match (spot, &model.layer) {
        (HitTarget::Queue | HitTarget::Row(_), None) => {
            model.notice = None;
            queue::navigate(model, step, out);
        }
        // What one answers to can be read on while one writes.
        (HitTarget::Panel(panel), None | Some(Layer::Compose(_))) => case::scroll(model, panel, by * LINES_PER_NOTCH),
        (HitTarget::Message(_), None | Some(Layer::Compose(_))) => {
            case::scroll(model, Panel::Thread, by * LINES_PER_NOTCH);
        }
        (HitTarget::Layer | HitTarget::Item(_) | HitTarget::Answer(_), Some(layer)) => {
            let text =
                matches!(layer, Layer::Help(_) | Layer::Message(_) | Layer::Statistics(_)) || answer(layer).is_some();
            for _ in 0..if text { LINES_PER_NOTCH } else { 1 } {
                layers::input(model, LayerInput::Move(step), out);
            }
        }
        _ => {}
    }
}
