//! A mediator who acts all the time, each act under a key of its own, which is repeated until its fate is known.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::Utc;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::{DisputeId, Handle, RequestKey};
use litige::domain::money::amount::{Currency, Money};
use litige::domain::vocabulary::Outcome;
use litige::store::{self, Mode, Place, Store, StoreError, UnusableWhy};

use super::desk_team::{DeskTeam, WRITERS, handle};
use crate::random::Random;

/// How long the fate of an act may be unknown.
const PATIENCE: Duration = Duration::from_secs(120);

/// What became of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It was done, and made this.
    Done {
        made: Option<String>,
    },
    Refused,
}

/// An act whose fate is known.
#[derive(Debug)]
pub struct Act {
    pub key: String,
    pub kind: &'static str,
    pub fate: Fate,
}

/// How a writer fared.
#[derive(Debug, Default)]
pub struct Log {
    pub acts: Vec<Act>,
    /// Answers that never came.
    pub unanswered: usize,
    /// Acts that the repeat found done.
    pub found_done: usize,
    /// Attempts that did not reach the server.
    pub unreachable: usize,
    /// The longest time until a fate was known.
    pub longest: Duration,
}

/// How many acts were acknowledged so far, by all writers.
pub static ACKNOWLEDGED: AtomicUsize = AtomicUsize::new(0);

/// A mediator at work.
pub struct Writer<'a> {
    team: &'a DeskTeam,
    number: usize,
    /// Their own cases and those of all.
    cases: Vec<DisputeId>,
    random: Random,
    store: Option<Box<dyn Store + Send>>,
    log: Log,
}

impl<'a> Writer<'a> {
    pub fn new(team: &'a DeskTeam, number: usize, soak: &str) -> Self {
        let first = 1001 + 2 * number as i64;
        let shared = 1001 + 2 * WRITERS as i64;
        let cases = [first, first + 1, shared, shared + 1, shared + 2, shared + 3];
        Self {
            team,
            number,
            cases: cases.map(DisputeId).to_vec(),
            random: Random::for_soak(&format!("{soak} {number}")),
            store: None,
            log: Log::default(),
        }
    }

    /// Acts until this is true, and says how that went.
    pub fn run(mut self, over: &AtomicBool) -> Log {
        while !over.load(Ordering::SeqCst) {
            let (kind, action) = self.choose();
            let key = format!("{}-{}-{kind}", handle(self.number), self.log.acts.len());
            let dispute = *self.random.pick(&self.cases);
            // One in twenty by the program, which repeats by itself and is asked again when it gave up.
            let began = Instant::now();
            let fate = match action {
                Action::Say { .. } if self.random.one_in(20) => self.say_by_program(dispute, &key, began),
                action => self.act(dispute, &key, action, began),
            };
            self.log.longest = self.log.longest.max(began.elapsed());
            if matches!(fate, Fate::Done { .. }) {
                ACKNOWLEDGED.fetch_add(1, Ordering::SeqCst);
            }
            self.log.acts.push(Act { key, kind, fate });
        }
        self.log
    }

    fn choose(&mut self) -> (&'static str, Action) {
        // What is said is known by the key.
        let body = format!("{}-{}", handle(self.number), self.log.acts.len());
        match self.random.below(16) {
            0..6 => ("say", Action::Say { body: format!("{body}-say") }),
            6..8 => ("note", Action::Note { body: format!("{body}-note") }),
            8..10 => ("claim", Action::Claim),
            10 => ("release", Action::Release),
            11..14 => ("decide", Action::Decide(self.decision(&format!("{body}-decide")))),
            _ => ("undo", Action::Undo),
        }
    }

    fn decision(&mut self, key: &str) -> DecisionInput {
        let outcomes = [Outcome::PartialRefund, Outcome::SellerWins, Outcome::ClientRefunded];
        let outcome = *self.random.pick(&outcomes);
        let refund = (outcome == Outcome::PartialRefund)
            .then(|| Money { minor: 1 + self.random.below(11_999) as i64, currency: Currency::EUR });
        DecisionInput { outcome, refund, reasons: "Vu le brief.".into(), cites: Vec::new(), key: Some(key.to_owned()) }
    }

    /// Acts by the library, until the fate is known.
    fn act(&mut self, dispute: DisputeId, key: &str, action: Action, began: Instant) -> Fate {
        let by = Handle(handle(self.number));
        let request = Request { dispute, by, action, seen: None, key: Some(RequestKey(key.to_owned())) };
        loop {
            match self.store().and_then(|store| store.act(&request, Utc::now())) {
                Ok(acted) => {
                    self.log.found_done += usize::from(acted.repeated);
                    return Fate::Done { made: acted.made.map(|id| id.to_string()) };
                }
                Err(StoreError::Refused(_)) => return Fate::Refused,
                Err(error) => self.wait_after(&error, key, began),
            }
        }
    }

    fn store(&mut self) -> Result<&mut Box<dyn Store + Send>, StoreError> {
        if self.store.is_none() {
            let place = Place::parse(Path::new(&self.team.url(&handle(self.number))));
            self.store = Some(store::open(&place, Mode::Existing)?);
        }
        Ok(self.store.as_mut().expect("just opened"))
    }

    /// Counts what went wrong; panics at what must not happen when a server goes away.
    fn wait_after(&mut self, error: &StoreError, key: &str, began: Instant) {
        match error {
            StoreError::Unanswered => self.log.unanswered += 1,
            StoreError::Busy => {}
            StoreError::Unusable(unusable) if is_away(&unusable.why) => self.log.unreachable += 1,
            other => panic!("{key}: {other:?}"),
        }
        // Sometimes on the same connection, sometimes as a new process does.
        if self.random.one_in(2) {
            self.store = None;
        }
        assert!(began.elapsed() < PATIENCE, "{key}: its fate is unknown for {PATIENCE:?}: {error:?}");
        std::thread::sleep(self.random.fraction_of(Duration::from_millis(40)));
    }

    /// Says something by the program.
    fn say_by_program(&mut self, dispute: DisputeId, key: &str, began: Instant) -> Fate {
        loop {
            let said =
                self.team.run_as(&handle(self.number), &["say", &dispute.to_string(), key, "--key", key, "--json"]);
            let told = said.json();
            if said.status == Some(0) {
                return Fate::Done { made: told["made"].as_str().map(str::to_owned) };
            }
            match told["error"]["code"].as_str() {
                Some("unanswered") => self.log.unanswered += 1,
                Some("unreachable" | "standby" | "busy") => self.log.unreachable += 1,
                // A conflict or a rule.
                _ if matches!(said.status, Some(3 | 4)) => return Fate::Refused,
                _ => panic!("{key}: {said:?}"),
            }
            assert!(began.elapsed() < PATIENCE, "{key}: its fate is unknown for {PATIENCE:?}: {said:?}");
        }
    }
}

/// Whether this is what a server says that goes away, or that is not back yet.
fn is_away(why: &UnusableWhy) -> bool {
    matches!(why, UnusableWhy::Unreachable(_) | UnusableWhy::TooManyClients | UnusableWhy::Standby)
}
