//! The synthetic disputes of `litige seed`: any number, realistic at a distance, generated through the real rules.
//!
//! The same seed, sizes and base time give the same content. The base time is the time of the final state: all times
//! are relative to it, and nothing else depends on it.
//!
//! - `scenario`: what happens to an order, as a list of steps drawn at its start.
//! - `order_context`: the events and actions of the steps; `text`: their texts.
//! - `rng`: random numbers.
//!
//! Scenarios overlap as in a marketplace: some thousands are active at a time, and only those are in memory.

mod order_context;
mod rng;
mod scenario;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::fmt;

use chrono::TimeDelta;

use self::order_context::{OrderContext, StepInput};
pub use self::rng::Rng;
use self::scenario::{FinalState, OpenState, Scenario, ScenarioStep};
use crate::domain::case::records::{Case, Fact, Mediator};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::dispute::deadlines;
use crate::domain::ids::{EventId, Handle, OrderId};
use crate::domain::marketplace::event::Event;
use crate::domain::time::Time;
use crate::domain::vocabulary::Ground;
use crate::store::{self, BulkLoad, Place, StoreError};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Disputes a day.
const DISPUTES_PER_DAY: u64 = 1_000;
/// The shortest history, in milliseconds.
const MIN_HISTORY: i64 = 60 * DAY;
/// The minimum age of a decided dispute, so that its scenario need not be compressed too much.
const MIN_DECIDED_AGE: i64 = 4 * DAY;
/// Progress is reported once every so many steps.
const PROGRESS_INTERVAL: u64 = 2_000;

/// The size and seed of a synthetic database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub disputes: u64,
    /// All messages in their discussions.
    pub messages: u64,
    /// How many of the disputes are open in the final state.
    pub open: u64,
    pub seed: u64,
    /// The time of the final state.
    pub base: Time,
}

impl Plan {
    /// Checks that the plan is possible.
    ///
    /// # Errors
    /// Returns [`SeedError::TooManyOpen`] or [`SeedError::TooFewMessages`].
    pub fn check(&self) -> Result<(), SeedError> {
        if self.open > self.disputes {
            return Err(SeedError::TooManyOpen);
        }
        let least = self.disputes.saturating_mul(scenario::MIN_MESSAGES);
        if self.messages < least { Err(SeedError::TooFewMessages { least }) } else { Ok(()) }
    }

    /// Returns the time from the first decided dispute to the base time, in milliseconds.
    fn history(&self) -> i64 {
        let days = i64::try_from((self.disputes - self.open) / DISPUTES_PER_DAY).unwrap_or(i64::MAX / DAY);
        (days * DAY).max(MIN_HISTORY)
    }
}

/// The progress of seeding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub orders: u64,
    pub messages: u64,
}

/// Why seeding failed.
#[derive(Debug)]
pub enum SeedError {
    TooManyOpen,
    TooFewMessages { least: u64 },
    Store(StoreError),
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyOpen => f.write_str("there can't be more open disputes than disputes; lower --open"),
            Self::TooFewMessages { least } => write!(
                f,
                "so many disputes need at least {least} messages, {} each; raise --messages",
                scenario::MIN_MESSAGES
            ),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SeedError {}

impl From<StoreError> for SeedError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The receiver of synthetic disputes. Calls are in order of time.
pub trait SeedTarget {
    /// Applies an event of the marketplace and returns the resulting facts.
    ///
    /// # Errors
    /// Returns [`StoreError`], also for a refusal, because every step is legal.
    fn ingest(&mut self, event: &Event) -> Result<&[Fact], StoreError>;

    /// Applies an action of a mediator.
    ///
    /// # Errors
    /// As [`SeedTarget::ingest`].
    fn act(&mut self, order: &OrderId, request: &Request, now: Time) -> Result<&[Fact], StoreError>;

    /// Applies a deadline that has passed.
    ///
    /// # Errors
    /// As [`SeedTarget::ingest`].
    fn settle(&mut self, order: &OrderId, now: Time) -> Result<&[Fact], StoreError>;

    /// Returns the current state of a case; `None` before its order is placed.
    fn case(&self, order: &OrderId) -> Option<&Case>;

    /// Called when nothing more will happen to this order.
    ///
    /// # Errors
    /// As [`SeedTarget::ingest`].
    fn finish(&mut self, order: &OrderId) -> Result<(), StoreError>;
}

impl SeedTarget for BulkLoad<'_> {
    fn ingest(&mut self, event: &Event) -> Result<&[Fact], StoreError> {
        BulkLoad::apply(self, event)
    }

    fn act(&mut self, order: &OrderId, request: &Request, now: Time) -> Result<&[Fact], StoreError> {
        BulkLoad::act(self, order, request, now)
    }

    fn settle(&mut self, order: &OrderId, now: Time) -> Result<&[Fact], StoreError> {
        BulkLoad::settle(self, order, now)
    }

    fn case(&self, order: &OrderId) -> Option<&Case> {
        BulkLoad::case(self, order)
    }

    fn finish(&mut self, order: &OrderId) -> Result<(), StoreError> {
        BulkLoad::leave(self, order)
    }
}

/// Fills a new database at a place: all of it, or there is none.
///
/// # Errors
/// Returns [`SeedError`], with [`StoreError::Refused`] in it if the file exists.
pub fn seed(place: &Place, plan: &Plan, progress: &mut dyn FnMut(Progress)) -> Result<Progress, SeedError> {
    plan.check()?;
    let first = plan.base - TimeDelta::milliseconds(plan.history());
    store::bulk_load(place, &team(), first, |bulk| generate(plan, bulk, progress))
}

/// Returns the mediators of the synthetic disputes, whom the store must know before they act.
pub fn team() -> Vec<Mediator> {
    let member = |(handle, name, role): (&str, &str, _)| Mediator::new(Handle::from(handle), name, role);
    order_context::TEAM.map(member).to_vec()
}

/// Generates all disputes.
///
/// # Errors
/// Returns [`SeedError`].
pub fn generate(
    plan: &Plan,
    target: &mut impl SeedTarget,
    progress: &mut dyn FnMut(Progress),
) -> Result<Progress, SeedError> {
    plan.check()?;
    let mut generator = Generator::new(plan, target);
    let mut happened = 0_u64;
    while let Some(Reverse((at, _, next))) = generator.agenda.pop() {
        match next {
            AgendaItem::NewOrder => generator.start_order(at)?,
            AgendaItem::Step(number) => generator.run_step(at, number)?,
            AgendaItem::Deadline(number) => generator.run_deadline(at, number)?,
        }
        happened += 1;
        if happened.is_multiple_of(PROGRESS_INTERVAL) {
            progress(generator.done);
        }
    }
    progress(generator.done);
    Ok(generator.done)
}

/// An entry of the agenda; the numbers are those of the orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum AgendaItem {
    Deadline(u64),
    Step(u64),
    NewOrder,
}

/// An order whose scenario is under way.
struct ActiveOrder {
    context: OrderContext,
    steps: std::vec::IntoIter<(i64, ScenarioStep)>,
    /// The next step; `None` if only deadlines are left.
    next: Option<ScenarioStep>,
    clock: Option<i64>,
}

/// An open dispute's order that has not started.
struct PendingOrder {
    at: i64,
    number: u64,
    messages: u64,
}

struct Generator<'a, D> {
    plan: &'a Plan,
    target: &'a mut D,
    /// Ordered by time in milliseconds, then by insertion.
    agenda: BinaryHeap<Reverse<(i64, u64, AgendaItem)>>,
    entries: u64,
    active: HashMap<u64, ActiveOrder>,
    /// The orders of open disputes, latest first.
    open: Vec<PendingOrder>,
    decided: MessageBudget,
    decided_started: u64,
    started: u64,
    events: u64,
    done: Progress,
}

impl<'a, D: SeedTarget> Generator<'a, D> {
    fn new(plan: &'a Plan, target: &'a mut D) -> Self {
        let (open, open_messages) = pending_open_orders(plan);
        let decided =
            MessageBudget { orders: plan.disputes - plan.open, messages: plan.messages.saturating_sub(open_messages) };
        let mut generator = Self {
            plan,
            target,
            agenda: BinaryHeap::new(),
            entries: 0,
            active: HashMap::new(),
            open,
            decided,
            decided_started: 0,
            started: 0,
            events: 0,
            done: Progress::default(),
        };
        generator.schedule_next_order();
        generator
    }

    fn schedule(&mut self, at: i64, next: AgendaItem) {
        self.entries += 1;
        self.agenda.push(Reverse((at, self.entries, next)));
    }

    fn base(&self) -> i64 {
        self.plan.base.timestamp_millis()
    }

    /// Returns the start of the next decided dispute's order; they are spread evenly over the history.
    fn next_decided(&self) -> Option<i64> {
        let orders = self.plan.disputes - self.plan.open;
        if self.decided_started == orders {
            return None;
        }
        let history = self.plan.history();
        let place = i128::from(history - MIN_DECIDED_AGE) * i128::from(self.decided_started) / i128::from(orders);
        Some(self.base() - history + i64::try_from(place).unwrap_or(0))
    }

    /// Schedules only the next start, so that the agenda stays short.
    fn schedule_next_order(&mut self) {
        let open = self.open.last().map(|u| u.at);
        if let Some(at) = [self.next_decided(), open].into_iter().flatten().min() {
            self.schedule(at, AgendaItem::NewOrder);
        }
    }

    fn start_order(&mut self, at: i64) -> Result<(), SeedError> {
        let (number, scenario, rng) = if self.next_decided() == Some(at) {
            let number = self.decided_started;
            self.decided_started += 1;
            let age = self.base() - at;
            let mut rng = Rng::new(self.plan.seed, number);
            let messages = self.decided.draw(&mut rng);
            let final_state = FinalState::Decided(scenario::draw_ending(&mut rng));
            let ground = ground(&mut rng);
            let fits = age - rng.between(MINUTE, 2 * DAY);
            let mut retry_rng = rng;
            let mut scenario = scenario::draw_scenario(ground, final_state, messages, true, &mut rng);
            if scenario.duration() > fits {
                // A scenario without lapsed asks can be compressed.
                scenario = scenario::draw_scenario(ground, final_state, messages, false, &mut retry_rng);
                scenario.compress(fits);
                rng = retry_rng;
            }
            self.decided.spend(scenario.messages);
            (number, scenario, rng)
        } else if let Some(pending) = self.open.pop() {
            let (scenario, rng) = open_scenario(self.plan, pending.number, pending.messages);
            (pending.number, scenario, rng)
        } else {
            return Ok(());
        };
        let context = OrderContext::new(self.plan, self.started, rng);
        self.started += 1;
        let mut steps = scenario.steps.into_iter();
        let next = steps.next().map(|(_, step)| step);
        self.active.insert(number, ActiveOrder { context, steps, next, clock: None });
        self.done.orders += 1;
        self.schedule_next_order();
        self.run_step(at, number)
    }

    /// Runs the next step of an order.
    fn run_step(&mut self, at: i64, number: u64) -> Result<(), SeedError> {
        let Some(order) = self.active.get_mut(&number) else { return Ok(()) };
        let now = time(at);
        let Some(step) = order.next.take() else { return Ok(()) };
        if let Some(input) = order.context.input_for(step, self.target.case(&order.context.order), now) {
            let facts = match input {
                StepInput::Event(kind) => {
                    self.events += 1;
                    let id = EventId(format!("seed-{:012}", self.events));
                    self.target.ingest(&Event { id, at: now, order: order.context.order.clone(), kind })
                }
                StepInput::Act(action) => run_action(self.target, &order.context, action, now),
            }?;
            order.context.record_facts(facts);
            self.done.messages += messages(facts);
        }
        if let Some((gap, step)) = order.steps.next() {
            order.next = Some(step);
            self.schedule(at + gap, AgendaItem::Step(number));
        }
        self.schedule_deadline(number)
    }

    fn run_deadline(&mut self, at: i64, number: u64) -> Result<(), SeedError> {
        let Some(order) = self.active.get_mut(&number).filter(|l| l.clock == Some(at)) else { return Ok(()) };
        order.clock = None;
        self.done.messages += messages(self.target.settle(&order.context.order, time(at))?);
        self.schedule_deadline(number)
    }

    /// Schedules the next deadline of an order, and removes the order if nothing is left to happen.
    fn schedule_deadline(&mut self, number: u64) -> Result<(), SeedError> {
        let base = self.base();
        let Some(order) = self.active.get_mut(&number) else { return Ok(()) };
        let due =
            self.target.case(&order.context.order).and_then(deadlines::next_due).map(|due| due.timestamp_millis());
        let due = due.filter(|&due| due <= base);
        let before = std::mem::replace(&mut order.clock, due);
        match due {
            Some(due) if before != Some(due) => self.schedule(due, AgendaItem::Deadline(number)),
            None if order.next.is_none() => {
                self.target.finish(&order.context.order)?;
                self.active.remove(&number);
            }
            _ => {}
        }
        Ok(())
    }
}

fn run_action<'d>(
    target: &'d mut impl SeedTarget,
    context: &OrderContext,
    action: Action,
    now: Time,
) -> Result<&'d [Fact], StoreError> {
    let Some(dispute) = target.case(&context.order).and_then(|c| c.dispute.as_ref()).map(|d| d.id) else {
        return Ok(&[]);
    };
    let request = Request { dispute, by: context.mediator.clone(), action, seen: None, key: None };
    target.act(&context.order, &request, now)
}

fn messages(facts: &[Fact]) -> u64 {
    facts.iter().filter(|fact| matches!(fact, Fact::Message(_))).count() as u64
}

fn time(ms: i64) -> Time {
    Time::UNIX_EPOCH + TimeDelta::milliseconds(ms)
}

fn ground(rng: &mut Rng) -> Ground {
    const ALL: [(u64, Ground); 3] = [
        (40, Ground::CancellationRefusedTwice),
        (28, Ground::RevisionRefusedTwice),
        (32, Ground::RevisionThenCancellationRefused),
    ];
    rng.weighted(&ALL).unwrap_or(Ground::RevisionRefusedTwice)
}

/// Returns the open disputes' orders, latest start first, and their total number of messages. Their scenarios are drawn
/// here to know their durations, and again when they start.
fn pending_open_orders(plan: &Plan) -> (Vec<PendingOrder>, u64) {
    let decided = plan.disputes - plan.open;
    let messages = if decided == 0 {
        plan.messages
    } else {
        u64::try_from(u128::from(plan.messages) * u128::from(plan.open) / u128::from(plan.disputes)).unwrap_or(u64::MAX)
    };
    let mut budget = MessageBudget { orders: plan.open, messages };
    let mut pending = Vec::new();
    let mut total = 0;
    for number in decided..plan.disputes {
        let messages = budget.draw(&mut Rng::new(!plan.seed, number));
        let (scenario, mut rng) = open_scenario(plan, number, messages);
        budget.spend(scenario.messages);
        total += scenario.messages;
        let ago = match open_state(plan, number) {
            OpenState::Held => rng.between(MINUTE, 25 * MINUTE),
            // The ask must not have lapsed.
            OpenState::Fresh | OpenState::Asked(_) => rng.between(MINUTE, 46 * HOUR),
            _ => rng.between(MINUTE, 70 * HOUR),
        };
        pending.push(PendingOrder { at: plan.base.timestamp_millis() - ago - scenario.duration(), number, messages });
    }
    pending.sort_unstable_by_key(|u| Reverse((u.at, u.number)));
    (pending, total)
}

fn open_state(plan: &Plan, number: u64) -> OpenState {
    match scenario::draw_open_state(&mut Rng::new(plan.seed ^ 0x57a2_d196, number)) {
        // The last one gets all remaining messages.
        OpenState::Fresh if number + 1 == plan.disputes => OpenState::Unread,
        open_state => open_state,
    }
}

fn open_scenario(plan: &Plan, number: u64, messages: u64) -> (Scenario, Rng) {
    let mut rng = Rng::new(plan.seed, number);
    let ground = ground(&mut rng);
    let scenario =
        scenario::draw_scenario(ground, FinalState::Open(open_state(plan, number)), messages, false, &mut rng);
    (scenario, rng)
}

/// A number of messages to distribute among a number of orders.
#[derive(Debug, Clone, Copy)]
struct MessageBudget {
    orders: u64,
    messages: u64,
}

impl MessageBudget {
    /// Returns the next order's number of messages: few get many. The last one gets the rest.
    fn draw(&self, rng: &mut Rng) -> u64 {
        const PERCENT: [(u64, u64); 6] = [(30, 40), (30, 70), (20, 100), (12, 170), (6, 300), (2, 500)];
        let percent = if self.orders > 8 { rng.weighted(&PERCENT).unwrap_or(100) } else { 100 };
        let orders = self.orders.max(1);
        let most = self.messages.saturating_sub((orders - 1).saturating_mul(scenario::MIN_MESSAGES));
        (self.messages / orders * percent / 100).clamp(scenario::MIN_MESSAGES, most.max(scenario::MIN_MESSAGES))
    }

    fn spend(&mut self, messages: u64) {
        self.orders -= 1;
        self.messages = self.messages.saturating_sub(messages);
    }
}
