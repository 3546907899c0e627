//! Ends a search early, on another thread's request or at a deadline.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode};

use crate::store::{Interrupt, StoreError};

/// SQLite's steps between two looks at the clock: some microseconds of work.
const STEPS: i32 = 100;

/// Interrupts the searches of one connection. Other statements are not interrupted, so a late request can't break
/// a write.
#[derive(Debug, Clone)]
pub(crate) struct Stop(Arc<StopState>);

#[derive(Debug)]
struct StopState {
    base: Instant,
    /// Nanoseconds after `base`; 0 while no search runs.
    deadline: AtomicU64,
    interrupted: AtomicBool,
}

impl Stop {
    /// Starts watching over a connection.
    ///
    /// # Errors
    /// Any error from SQLite.
    pub fn watch(conn: &mut Connection) -> rusqlite::Result<Self> {
        let stop = Self(Arc::new(StopState {
            base: Instant::now(),
            deadline: AtomicU64::new(0),
            interrupted: AtomicBool::new(false),
        }));
        let mine = stop.clone();
        conn.progress_handler(STEPS, Some(move || mine.is_interrupted() || mine.is_late()))?;
        Ok(stop)
    }

    /// Begins a search, which must end within `budget`.
    pub(in crate::store::sqlite) fn begin(&self, budget: Duration) -> Running<'_> {
        self.0.interrupted.store(false, Ordering::Relaxed);
        self.allow(budget);
        Running(self)
    }

    fn allow(&self, budget: Duration) {
        let nanos = |d: Duration| u64::try_from(d.as_nanos()).unwrap_or(u64::MAX);
        let deadline = nanos(self.0.base.elapsed()).saturating_add(nanos(budget));
        self.0.deadline.store(deadline, Ordering::Relaxed);
    }

    fn is_interrupted(&self) -> bool {
        self.0.deadline.load(Ordering::Relaxed) != 0 && self.0.interrupted.load(Ordering::Relaxed)
    }

    fn is_late(&self) -> bool {
        let deadline = self.0.deadline.load(Ordering::Relaxed);
        deadline != 0 && self.0.base.elapsed().as_nanos() >= u128::from(deadline)
    }
}

impl Interrupt for Stop {
    fn interrupt(&self) {
        self.0.interrupted.store(true, Ordering::Relaxed);
    }
}

/// A running search; it is over when this is dropped.
pub(in crate::store::sqlite) struct Running<'a>(&'a Stop);

impl Running<'_> {
    /// Returns whether another thread asked to stop.
    pub fn is_interrupted(&self) -> bool {
        self.0.is_interrupted()
    }

    /// Returns whether the deadline has passed.
    pub fn is_late(&self) -> bool {
        self.0.is_late()
    }

    /// Returns whether the statement failed because of the deadline.
    ///
    /// # Errors
    /// [`StoreError::Interrupted`] if another thread asked to stop.
    pub fn timed_out(&self, error: &rusqlite::Error) -> Result<bool, StoreError> {
        let ended = error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted);
        if ended && self.is_interrupted() {
            return Err(StoreError::Interrupted);
        }
        Ok(ended && self.is_late())
    }

    /// Gives it more time, from now on.
    pub fn allow(&self, budget: Duration) {
        self.0.allow(budget);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.0.deadline.store(0, Ordering::Relaxed);
    }
}
