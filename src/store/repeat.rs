//! A write whose answer never came is asked for again, under its key, until it is known what became of it.
//!
//! The key makes a repeat harmless: what was done is not done again, and answers as it did. So a broken line costs a pause and
//! never a doubt, but where it stays broken for [`PATIENCE`]: then the caller says that it is not known.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use super::loss;
use super::{StoreError, UnusableCode, UnusableWhy};

/// How long a write is asked for again before its caller is told that it is not known, or was not done.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// The pause before the first repeat. Each one after it is twice as long, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

impl StoreError {
    /// Returns whether the store can't be reached: nothing can be read or written until it can be.
    pub fn is_out_of_reach(&self) -> bool {
        matches!(self, Self::Unusable(unusable) if unusable.why.code() == UnusableCode::Unreachable)
    }

    /// Returns whether the same may work in a moment, because the line to the store broke or another one has taken its place.
    fn is_of_the_line(&self) -> bool {
        match self {
            Self::Unanswered => true,
            Self::Unusable(unusable) => {
                matches!(unusable.why, UnusableWhy::Unreachable(_) | UnusableWhy::TooManyClients)
            }
            _ => false,
        }
    }
}

/// Time, as it passes for whoever waits.
pub trait Waiting {
    /// Returns how much time has passed since the write was asked for.
    fn passed(&self) -> Duration;

    /// Lets so much time pass. Returns whether to go on: `false` where nobody waits any longer.
    fn pause(&mut self, pause: Duration) -> bool;

    /// It was waited for in vain.
    fn give_up(&mut self) {}
}

/// Waits on the thread that asks, by the machine's clock.
pub struct Sleeping {
    since: std::time::Instant,
}

impl Sleeping {
    pub fn begin() -> Self {
        Self { since: std::time::Instant::now() }
    }
}

impl Waiting for Sleeping {
    fn passed(&self) -> Duration {
        self.since.elapsed()
    }

    fn pause(&mut self, pause: Duration) -> bool {
        std::thread::sleep(pause);
        true
    }
}

/// The pauses between attempts: growing, and of no two callers the same, so that those who lost a server at once don't come
/// back to it at once.
#[derive(Debug, Clone)]
pub struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    pub fn new(first: Duration, longest: Duration) -> Self {
        Self { next: first, longest }
    }
}

impl Iterator for Pauses {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let pause = self.next;
        self.next = (pause * 2).min(self.longest);
        // Between half and all of it.
        let random = RandomState::new().build_hasher().finish() % 1_000;
        Some(pause / 2 + pause / 2 * u32::try_from(random).unwrap_or(0) / 1_000)
    }
}

/// Writes, again and again while the line breaks, until it is known what became of it. `write` asks under the same key each time,
/// or for what leaves the same behind however often it is done.
///
/// # Errors
/// [`StoreError::Unanswered`] where it may have been done and nobody knows; any other error says that it was not done.
pub fn until_known<T>(
    waiting: &mut impl Waiting,
    mut write: impl FnMut() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    while_broken(waiting, || loss::of_write(&mut write))
}

/// Connects, again and again while nothing answers: what is to be written is worth the wait.
///
/// # Errors
/// As `connect`.
pub fn until_connected<T>(
    waiting: &mut impl Waiting,
    mut connect: impl FnMut() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    while_broken(waiting, || loss::of_server().and_then(|()| connect()))
}

fn while_broken<T>(
    waiting: &mut impl Waiting,
    mut ask: impl FnMut() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let patience = loss::patience().unwrap_or(PATIENCE);
    let mut pauses = Pauses::new(FIRST_PAUSE, LONGEST_PAUSE);
    let (mut is_unknown, mut is_broken) = (false, false);
    loop {
        let error = match ask() {
            Ok(done) => return Ok(done),
            // Under a key that it was done under, it would have answered as it did.
            Err(refused @ StoreError::Refused(_)) => return Err(refused),
            Err(error) => error,
        };
        is_unknown |= error == StoreError::Unanswered;
        // Once the line broke, what comes next may be a server that takes over, and is not ready for it.
        is_broken |= error.is_of_the_line();
        let pause = pauses.next().unwrap_or(LONGEST_PAUSE);
        if is_broken && waiting.passed().saturating_add(pause) > patience {
            waiting.give_up();
        } else if is_broken && waiting.pause(pause) {
            tracing::info!("the line to the store broke ({error}): asking again");
            continue;
        }
        return Err(if is_unknown { StoreError::Unanswered } else { error });
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::domain::refusal::{Code, PermissionRefusal};
    use crate::store::{Place, Unusable};

    /// Time that passes when it is waited for, until nobody waits.
    #[derive(Default)]
    struct Injected {
        passed: Duration,
        pauses: Vec<Duration>,
        ends_after: Option<usize>,
    }

    impl Waiting for Injected {
        fn passed(&self) -> Duration {
            self.passed
        }

        fn pause(&mut self, pause: Duration) -> bool {
            self.passed += pause;
            self.pauses.push(pause);
            self.ends_after.is_none_or(|most| self.pauses.len() < most)
        }
    }

    fn unusable(why: UnusableWhy) -> StoreError {
        StoreError::Unusable(Unusable { place: Place::parse(Path::new("postgres://db.example/litige")), why })
    }

    fn unreachable() -> StoreError {
        unusable(UnusableWhy::Unreachable("connection refused".to_owned()))
    }

    /// Fails with these, in their order, then is done. Returns what came of it, how often it was asked, and the time.
    fn ask(failures: &[StoreError]) -> (Result<&'static str, StoreError>, usize, Injected) {
        let (mut waiting, mut asked) = (Injected::default(), 0);
        let done = until_known(&mut waiting, || {
            asked += 1;
            failures.get(asked - 1).cloned().map_or(Ok("done"), Err)
        });
        (done, asked, waiting)
    }

    #[test]
    fn a_broken_line_is_asked_again_until_it_answers() {
        for lost in [StoreError::Unanswered, unreachable(), unusable(UnusableWhy::TooManyClients)] {
            for times in [0, 1, 3, 6] {
                let (done, asked, _) = ask(&vec![lost.clone(); times]);
                assert_eq!((done, asked), (Ok("done"), times + 1), "{lost}");
            }
        }
    }

    #[test]
    fn pauses_grow_differ_and_end_after_thirty_seconds() {
        let (done, asked, waited) = ask(&vec![StoreError::Unanswered; 10_000]);
        assert_eq!(done, Err(StoreError::Unanswered));
        assert!(waited.passed <= PATIENCE && waited.passed >= PATIENCE - LONGEST_PAUSE, "{:?}", waited.passed);
        assert!((8..40).contains(&asked), "asked {asked} times");
        assert!(waited.pauses[0] >= FIRST_PAUSE / 2 && waited.pauses[0] <= FIRST_PAUSE);
        assert!(waited.pauses.iter().all(|pause| *pause <= LONGEST_PAUSE));
        assert!(waited.pauses[6] > waited.pauses[0] * 4, "{:?}", waited.pauses);
        let (_, _, another) = ask(&vec![StoreError::Unanswered; 10_000]);
        assert_ne!(waited.pauses, another.pauses, "two that lost a server at once come back at once");
    }

    #[test]
    fn what_never_reached_the_store_was_not_done_and_what_may_have_is_not_known() {
        assert_eq!(ask(&vec![unreachable(); 10_000]).0, Err(unreachable()));
        let mut once_unanswered = vec![unreachable(); 10_000];
        once_unanswered[2] = StoreError::Unanswered;
        assert_eq!(ask(&once_unanswered).0, Err(StoreError::Unanswered));
        for later in [StoreError::Full, StoreError::Busy, unusable(UnusableWhy::Standby)] {
            let mut failures = vec![later; 10_000];
            failures[0] = StoreError::Unanswered;
            assert_eq!(ask(&failures).0, Err(StoreError::Unanswered), "the first may have been done all the same");
        }
    }

    #[test]
    fn a_standby_that_takes_over_is_waited_for_once_the_line_broke() {
        let (standby, busy) = (unusable(UnusableWhy::Standby), StoreError::Busy);
        let (done, asked, _) = ask(&[unreachable(), standby.clone(), busy, standby.clone()]);
        assert_eq!((done, asked), (Ok("done"), 5));
        let (done, asked, _) = ask(std::slice::from_ref(&standby));
        assert_eq!((done, asked), (Err(standby), 1), "one that was a standby all along is said at once");
    }

    #[test]
    fn what_is_no_fault_of_the_line_is_said_at_once() {
        let refused = StoreError::Refused(PermissionRefusal::NotOfTheTeam { handle: "max".into() }.into());
        for error in [StoreError::Busy, StoreError::Full, StoreError::Io("read-only".to_owned()), refused.clone()] {
            let (done, asked, waited) = ask(std::slice::from_ref(&error));
            assert_eq!((done, asked, waited.pauses), (Err(error), 1, Vec::new()));
        }
        let (done, asked, _) = ask(&[StoreError::Unanswered, refused]);
        assert!(matches!(&done, Err(StoreError::Refused(no)) if no.code() == Code::NotAMediator), "{done:?}");
        assert_eq!(asked, 2, "under its key a refusal is an answer: it was not done before either");
    }

    #[test]
    fn nobody_who_has_gone_is_waited_for() {
        let mut waiting = Injected { ends_after: Some(2), ..Injected::default() };
        let done: Result<(), _> = until_known(&mut waiting, || Err(StoreError::Unanswered));
        assert_eq!((done, waiting.pauses.len()), (Err(StoreError::Unanswered), 2));
    }
}
