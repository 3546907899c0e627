//! Time passes: drafts are kept, deadlines turn, what could not be read is read again.

use chrono::{DurationRound, TimeDelta};

use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::domain::time::Time;
use crate::domain::vocabulary::{AskState, DisputeState};

use super::{drafts, notifications, prefetch, queue};

/// It is this time.
pub(super) fn tick(model: &mut Model, now: Time, out: &mut Vec<Effect>) {
    let before = std::mem::replace(&mut model.now, now);
    if now < before {
        set_back(model);
    }
    drafts::save_due(model, out);
    notifications::alert_due(model, out);
    if model.retry_at.is_some_and(|at| at <= now) {
        prefetch::retry(model, out);
    }
    let passed = deadlines(model).any(|at| before < at && at <= now);
    model.on_hold.take_if(|held| held.until <= now);
    if passed {
        out.push(Effect::Settle);
        prefetch::reload_queue(model, out);
        if let Some(id) = model.shown() {
            prefetch::request_case(model, id, out);
        }
    }
}

/// The clock was set back: what was to be done in a moment is not put off until it shows that moment again.
fn set_back(model: &mut Model) {
    let now = model.now;
    for dirty in model.drafts.dirty.values_mut() {
        dirty.since = dirty.since.min(now);
        dirty.last = dirty.last.min(now);
    }
    model.retry_at = model.retry_at.map(|at| at.min(now));
    let own = &mut model.notifications;
    for at in [&mut own.last_input, &mut own.last_alert, &mut own.shown_since] {
        *at = at.map(|at| at.min(now));
    }
}

/// Returns the moments when something that is shown turns.
fn deadlines(model: &Model) -> impl Iterator<Item = Time> {
    let rows = model.queue.window.visible(queue::height(model));
    let rows = rows.filter(|row| row.state == DisputeState::Open).flat_map(|row| [Some(row.due_at), row.snoozed_until]);
    let dispute = model.shown().and_then(|id| model.cases.get(id)).and_then(|file| file.case.dispute.as_ref());
    let asks = dispute.into_iter().flat_map(|d| &d.asks).filter(|ask| ask.state == AskState::Open);
    let decided = dispute.and_then(|d| d.decision.as_ref()).and_then(|decision| decision.effective_at);
    let held = model.on_hold.as_ref().map(|held| held.until);
    rows.flatten().chain(asks.map(|ask| ask.due_at)).chain(decided).chain(held)
}

impl Model {
    /// Returns when the desk next needs to know the time. It needs no ticks: a draft's pause, a deadline, a minute on a
    /// countdown (a second in the last minute of a hold).
    pub fn next_wake(&self) -> Option<Time> {
        let now = self.now;
        let later = |at: &Time| *at > now;
        let hold = self.on_hold.as_ref().map(|held| held.until - now).filter(|left| *left > TimeDelta::zero());
        let second = hold.filter(|left| *left <= TimeDelta::minutes(1)).map(|_| TimeDelta::seconds(1));
        let step = |step: TimeDelta| now.duration_trunc(step).ok().map(|at| at + step);
        let alert = self.notifications.alert_due(now);
        let times = [drafts::next_due(self), self.retry_at, alert, second.and_then(step), step(TimeDelta::minutes(1))];
        times.into_iter().flatten().chain(deadlines(self).filter(later)).min()
    }
}
