//! The synthetic disputes of `litige seed`: as many as are wanted, believable from afar, by the real rules.
//!
//! The same seed, numbers and base time give the same content. The base time is the moment at which everything stands in
//! the end: all times are counted back from it, and nothing else depends on it.
//!
//! - `life`: what happens to an order, as a list made at birth.
//! - `tell`: what is said and done when it happens; `text`: in which words.
//! - `rng`: chance.
//!
//! Lives overlap as in a marketplace: some thousands are under way at a time, and only those are in memory.

mod life;
mod rng;
mod tell;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::fmt;
use std::path::Path;

use chrono::TimeDelta;

use self::life::{Fate, Life, Op, Standing};
pub use self::rng::Rng;
use self::tell::{Tale, Told};
use crate::domain::case::records::{Case, Fact, Mediator};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::dispute::deadlines;
use crate::domain::ids::{EventId, Handle, OrderId};
use crate::domain::marketplace::event::Event;
use crate::domain::time::Time;
use crate::domain::vocabulary::Ground;
use crate::store::StoreError;
use crate::store::sqlite::{self, Bulk};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// How many disputes a day a marketplace of this size has.
const A_DAY: u64 = 1_000;
/// The shortest history.
const AT_LEAST: i64 = 60 * DAY;
/// The youngest decided dispute is so old, or it would have lived in a hurry.
const YOUNGEST: i64 = 4 * DAY;
/// How often progress is told, in things that happen.
const TOLD_EVERY: u64 = 2_000;

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many disputes.
    pub disputes: u64,
    /// How many messages in their discussions, together.
    pub messages: u64,
    /// How many of the disputes are open in the end.
    pub open: u64,
    /// The same seed gives the same content.
    pub seed: u64,
    /// The moment at which everything stands in the end.
    pub base: Time,
}

impl Plan {
    /// Says whether there can be such a base, before anything is made.
    ///
    /// # Errors
    /// [`SeedError::TooManyOpen`], [`SeedError::TooFewMessages`].
    pub fn check(&self) -> Result<(), SeedError> {
        if self.open > self.disputes {
            return Err(SeedError::TooManyOpen);
        }
        let least = self.disputes.saturating_mul(life::FEWEST_MESSAGES);
        if self.messages < least { Err(SeedError::TooFewMessages { least }) } else { Ok(()) }
    }

    /// From the first decided dispute to the base time, in milliseconds.
    fn history(&self) -> i64 {
        let days = i64::try_from((self.disputes - self.open) / A_DAY).unwrap_or(i64::MAX / DAY);
        (days * DAY).max(AT_LEAST)
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Orders placed.
    pub orders: u64,
    /// Messages written.
    pub messages: u64,
}

/// Why nothing was made, or not all.
#[derive(Debug)]
pub enum SeedError {
    /// More open disputes than disputes.
    TooManyOpen,
    /// Too few messages for so many disputes.
    TooFewMessages {
        /// The fewest that there must be.
        least: u64,
    },
    /// The store could not take it.
    Store(StoreError),
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyOpen => f.write_str("there can't be more open disputes than disputes; lower --open"),
            Self::TooFewMessages { least } => write!(
                f,
                "so many disputes need at least {least} messages, {} each; raise --messages",
                life::FEWEST_MESSAGES
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

/// Where the synthetic disputes go. What happens comes in the order of time, each with its moment as the present.
pub trait Desk {
    /// The marketplace tells. Returns what the rules made of it.
    ///
    /// # Errors
    /// [`StoreError`]; a refusal too, for every step is a legal one.
    fn tell(&mut self, event: &Event) -> Result<&[Fact], StoreError>;

    /// A mediator acts.
    ///
    /// # Errors
    /// As [`Desk::tell`].
    fn act(&mut self, order: &OrderId, request: &Request, now: Time) -> Result<&[Fact], StoreError>;

    /// Time alone has something to do to a case.
    ///
    /// # Errors
    /// As [`Desk::tell`].
    fn settle(&mut self, order: &OrderId, now: Time) -> Result<&[Fact], StoreError>;

    /// A case as it stands; `None` before its order is placed.
    fn case(&self, order: &OrderId) -> Option<&Case>;

    /// Nothing more will happen to this order.
    ///
    /// # Errors
    /// As [`Desk::tell`].
    fn leave(&mut self, order: &OrderId) -> Result<(), StoreError>;
}

impl Desk for Bulk<'_> {
    fn tell(&mut self, event: &Event) -> Result<&[Fact], StoreError> {
        Bulk::apply(self, event)
    }

    fn act(&mut self, order: &OrderId, request: &Request, now: Time) -> Result<&[Fact], StoreError> {
        Bulk::act(self, order, request, now)
    }

    fn settle(&mut self, order: &OrderId, now: Time) -> Result<&[Fact], StoreError> {
        Bulk::settle(self, order, now)
    }

    fn case(&self, order: &OrderId) -> Option<&Case> {
        Bulk::case(self, order)
    }

    fn leave(&mut self, order: &OrderId) -> Result<(), StoreError> {
        Bulk::leave(self, order)
    }
}

/// Fills a new database at `path`: all of it, or there is none.
///
/// # Errors
/// [`SeedError`]; [`StoreError::Refused`] in it where there is a file already.
pub fn seed(path: &Path, plan: &Plan, progress: &mut dyn FnMut(Progress)) -> Result<Progress, SeedError> {
    plan.check()?;
    let first = plan.base - TimeDelta::milliseconds(plan.history());
    sqlite::fill(path, &team(), first, |bulk| generate(plan, bulk, progress))
}

/// The mediators of the synthetic disputes; the store must know them before they act.
pub fn team() -> Vec<Mediator> {
    let member = |(handle, name, role): (&str, &str, _)| Mediator {
        handle: Handle::from(handle),
        name: name.to_owned(),
        role,
        conflicts: Vec::new(),
    };
    tell::TEAM.map(member).to_vec()
}

/// Lets all of it happen.
///
/// # Errors
/// [`SeedError`].
pub fn generate(plan: &Plan, desk: &mut impl Desk, progress: &mut dyn FnMut(Progress)) -> Result<Progress, SeedError> {
    plan.check()?;
    let mut world = World::new(plan, desk);
    let mut happened = 0_u64;
    while let Some(Reverse((at, _, next))) = world.agenda.pop() {
        match next {
            Next::Birth => world.birth(at)?,
            Next::Step(number) => world.step(at, number)?,
            Next::Clock(number) => world.clock(at, number)?,
        }
        happened += 1;
        if happened.is_multiple_of(TOLD_EVERY) {
            progress(world.done);
        }
    }
    progress(world.done);
    Ok(world.done)
}

/// What comes next, of what; numbers are lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Clock(u64),
    Step(u64),
    Birth,
}

/// A life under way.
struct Living {
    tale: Tale,
    ops: std::vec::IntoIter<(i64, Op)>,
    /// What happens next; `None`: nothing more, but what time alone does.
    next: Option<Op>,
    clock: Option<i64>,
}

/// A life that is not born yet: all but its telling.
struct Unborn {
    at: i64,
    number: u64,
    messages: u64,
}

struct World<'a, D> {
    plan: &'a Plan,
    desk: &'a mut D,
    /// Milliseconds, then the order in which it was put there, then what.
    agenda: BinaryHeap<Reverse<(i64, u64, Next)>>,
    entries: u64,
    living: HashMap<u64, Living>,
    /// The open ones, the latest first.
    open: Vec<Unborn>,
    decided: Share,
    born_decided: u64,
    born: u64,
    events: u64,
    done: Progress,
}

impl<'a, D: Desk> World<'a, D> {
    fn new(plan: &'a Plan, desk: &'a mut D) -> Self {
        let (open, open_messages) = unborn_open(plan);
        let decided = Share { lives: plan.disputes - plan.open, messages: plan.messages.saturating_sub(open_messages) };
        let mut world = Self {
            plan,
            desk,
            agenda: BinaryHeap::new(),
            entries: 0,
            living: HashMap::new(),
            open,
            decided,
            born_decided: 0,
            born: 0,
            events: 0,
            done: Progress::default(),
        };
        world.expect_birth();
        world
    }

    fn put(&mut self, at: i64, next: Next) {
        self.entries += 1;
        self.agenda.push(Reverse((at, self.entries, next)));
    }

    fn base(&self) -> i64 {
        self.plan.base.timestamp_millis()
    }

    /// When the next decided one is born: evenly over the history.
    fn next_decided(&self) -> Option<i64> {
        let lives = self.plan.disputes - self.plan.open;
        if self.born_decided == lives {
            return None;
        }
        let history = self.plan.history();
        let place = i128::from(history - YOUNGEST) * i128::from(self.born_decided) / i128::from(lives);
        Some(self.base() - history + i64::try_from(place).unwrap_or(0))
    }

    /// Only the next birth is on the agenda, so that it stays short.
    fn expect_birth(&mut self) {
        let open = self.open.last().map(|u| u.at);
        if let Some(at) = [self.next_decided(), open].into_iter().flatten().min() {
            self.put(at, Next::Birth);
        }
    }

    fn birth(&mut self, at: i64) -> Result<(), SeedError> {
        let (number, life, rng) = if self.next_decided() == Some(at) {
            let number = self.born_decided;
            self.born_decided += 1;
            let age = self.base() - at;
            let mut rng = Rng::new(self.plan.seed, number);
            let wanted = self.decided.next(&mut rng);
            let fate = Fate::Decided(life::ending(&mut rng));
            let ground = ground(&mut rng);
            let fits = age - rng.between(MINUTE, 2 * DAY);
            let mut again = rng;
            let mut life = life::life(ground, fate, wanted, true, &mut rng);
            if life.length() > fits {
                // One in which nothing lapses bears to be squeezed.
                life = life::life(ground, fate, wanted, false, &mut again);
                life.squeeze(fits);
                rng = again;
            }
            self.decided.took(life.messages);
            (number, life, rng)
        } else if let Some(unborn) = self.open.pop() {
            let (life, rng) = open_life(self.plan, unborn.number, unborn.messages);
            (unborn.number, life, rng)
        } else {
            return Ok(());
        };
        let tale = Tale::new(self.plan, self.born, rng);
        self.born += 1;
        let mut ops = life.ops.into_iter();
        let next = ops.next().map(|(_, op)| op);
        self.living.insert(number, Living { tale, ops, next, clock: None });
        self.done.orders += 1;
        self.expect_birth();
        self.step(at, number)
    }

    /// The next thing of a life happens.
    fn step(&mut self, at: i64, number: u64) -> Result<(), SeedError> {
        let Some(living) = self.living.get_mut(&number) else { return Ok(()) };
        let now = time(at);
        let Some(op) = living.next.take() else { return Ok(()) };
        if let Some(told) = living.tale.tell(op, self.desk.case(&living.tale.order), now) {
            let facts = match told {
                Told::Event(kind) => {
                    self.events += 1;
                    let id = EventId(format!("seed-{:012}", self.events));
                    self.desk.tell(&Event { id, at: now, order: living.tale.order.clone(), kind })
                }
                Told::Act(action) => act(self.desk, &living.tale, action, now),
            }?;
            living.tale.learn(facts);
            self.done.messages += messages(facts);
        }
        if let Some((gap, op)) = living.ops.next() {
            living.next = Some(op);
            self.put(at + gap, Next::Step(number));
        }
        self.look_at_the_clock(number)
    }

    fn clock(&mut self, at: i64, number: u64) -> Result<(), SeedError> {
        let Some(living) = self.living.get_mut(&number).filter(|l| l.clock == Some(at)) else { return Ok(()) };
        living.clock = None;
        self.done.messages += messages(self.desk.settle(&living.tale.order, time(at))?);
        self.look_at_the_clock(number)
    }

    /// Puts on the agenda what time alone will do next. A life that has nothing before it any more leaves.
    fn look_at_the_clock(&mut self, number: u64) -> Result<(), SeedError> {
        let base = self.base();
        let Some(living) = self.living.get_mut(&number) else { return Ok(()) };
        let due = self.desk.case(&living.tale.order).and_then(deadlines::next_due).map(|due| due.timestamp_millis());
        let due = due.filter(|&due| due <= base);
        let before = std::mem::replace(&mut living.clock, due);
        match due {
            Some(due) if before != Some(due) => self.put(due, Next::Clock(number)),
            None if living.next.is_none() => {
                self.desk.leave(&living.tale.order)?;
                self.living.remove(&number);
            }
            _ => {}
        }
        Ok(())
    }
}

fn act<'d>(desk: &'d mut impl Desk, tale: &Tale, action: Action, now: Time) -> Result<&'d [Fact], StoreError> {
    let Some(dispute) = desk.case(&tale.order).and_then(|c| c.dispute.as_ref()).map(|d| d.id) else { return Ok(&[]) };
    let request = Request { dispute, by: tale.mediator.clone(), action, seen: None, key: None };
    desk.act(&tale.order, &request, now)
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

/// The open ones by their births, the latest first, and their messages together. They are few: each is drawn now, to know
/// how long it is, and once more when it is born.
fn unborn_open(plan: &Plan) -> (Vec<Unborn>, u64) {
    let decided = plan.disputes - plan.open;
    let messages = if decided == 0 {
        plan.messages
    } else {
        u64::try_from(u128::from(plan.messages) * u128::from(plan.open) / u128::from(plan.disputes)).unwrap_or(u64::MAX)
    };
    let mut share = Share { lives: plan.open, messages };
    let mut unborn = Vec::new();
    let mut taken = 0;
    for number in decided..plan.disputes {
        let wanted = share.next(&mut Rng::new(!plan.seed, number));
        let (life, mut rng) = open_life(plan, number, wanted);
        share.took(life.messages);
        taken += life.messages;
        let ago = match standing(plan, number) {
            Standing::Held => rng.between(MINUTE, 25 * MINUTE),
            // An ask must not have lapsed.
            Standing::Fresh | Standing::Asked(_) => rng.between(MINUTE, 46 * HOUR),
            _ => rng.between(MINUTE, 70 * HOUR),
        };
        unborn.push(Unborn { at: plan.base.timestamp_millis() - ago - life.length(), number, messages: wanted });
    }
    unborn.sort_unstable_by_key(|u| Reverse((u.at, u.number)));
    (unborn, taken)
}

fn standing(plan: &Plan, number: u64) -> Standing {
    match life::standing(&mut Rng::new(plan.seed ^ 0x57a2_d196, number)) {
        // The last one has every message that is left.
        Standing::Fresh if number + 1 == plan.disputes => Standing::Unread,
        standing => standing,
    }
}

fn open_life(plan: &Plan, number: u64, messages: u64) -> (Life, Rng) {
    let mut rng = Rng::new(plan.seed, number);
    let ground = ground(&mut rng);
    let life = life::life(ground, Fate::Open(standing(plan, number)), messages, false, &mut rng);
    (life, rng)
}

/// Messages that so many lives still share out.
#[derive(Debug, Clone, Copy)]
struct Share {
    lives: u64,
    messages: u64,
}

impl Share {
    /// How many the next life gets: few of them have many. The last one gets what is left.
    fn next(&self, rng: &mut Rng) -> u64 {
        const PERCENT: [(u64, u64); 6] = [(30, 40), (30, 70), (20, 100), (12, 170), (6, 300), (2, 500)];
        let percent = if self.lives > 8 { rng.weighted(&PERCENT).unwrap_or(100) } else { 100 };
        let lives = self.lives.max(1);
        let most = self.messages.saturating_sub((lives - 1).saturating_mul(life::FEWEST_MESSAGES));
        (self.messages / lives * percent / 100).clamp(life::FEWEST_MESSAGES, most.max(life::FEWEST_MESSAGES))
    }

    fn took(&mut self, messages: u64) {
        self.lives -= 1;
        self.messages = self.messages.saturating_sub(messages);
    }
}
