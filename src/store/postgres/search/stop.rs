//! Ends a search early, on another thread's request.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postgres::CancelToken;

use crate::store::Interrupt;
use crate::store::postgres::settings::Settings;

/// Interrupts the searches of one store.
#[derive(Debug, Clone, Default)]
pub(in crate::store::postgres) struct Stop(Arc<RunningSearch>);

#[derive(Default)]
struct RunningSearch {
    /// How the server is told to end what runs; nothing while no search does.
    running: Mutex<Option<(CancelToken, Settings)>>,
    told: AtomicBool,
}

impl std::fmt::Debug for RunningSearch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunningSearch").finish_non_exhaustive()
    }
}

impl Stop {
    fn running(&self) -> MutexGuard<'_, Option<(CancelToken, Settings)>> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a search; what was said before is not about it.
    pub fn begin(&self) -> Running<'_> {
        self.0.told.store(false, Ordering::Relaxed);
        Running(self)
    }
}

impl Interrupt for Stop {
    fn interrupt(&self) {
        self.0.told.store(true, Ordering::Relaxed);
        let Some((token, settings)) = self.running().clone() else { return };
        // It takes a connection of its own, for which nobody waits: what is too late ends nothing.
        std::thread::spawn(move || settings.cancel(&token));
    }
}

/// A running search; it is over when this is dropped.
pub(in crate::store::postgres) struct Running<'s>(&'s Stop);

impl Running<'_> {
    /// The server is at work for it.
    pub fn on(&self, token: CancelToken, settings: &Settings) {
        *self.0.running() = Some((token, settings.clone()));
    }

    /// Returns whether another thread asked to stop.
    pub fn is_told(&self) -> bool {
        self.0.0.told.load(Ordering::Relaxed)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *self.0.running() = None;
    }
}
