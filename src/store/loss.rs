//! Losses of the line to the store, rehearsed: in a debug build, the file that `LITIGE_INJECT_LOSS` names says what is lost while
//! it is there. Tests of the whole program break the line so, and mend it.
//!
//! - `answers`: what is written is done, and its answer never comes.
//! - `server`: nothing is read or written, and nothing connects.

use std::time::Duration;

use super::StoreError;

/// Writes, if the line holds.
///
/// # Errors
/// As `write`, or what is rehearsed.
pub(in crate::store) fn of_write<T>(write: &mut impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    of_server()?;
    let done = write();
    if lost().as_deref() == Some("answers") { done.and(Err(StoreError::Unanswered)) } else { done }
}

/// Stands where a connection is used.
///
/// # Errors
/// [`StoreError::Unusable`] while the server is lost.
pub fn of_server() -> Result<(), StoreError> {
    #[cfg(debug_assertions)]
    if lost().as_deref() == Some("server") {
        let place = super::Place::parse(std::path::Path::new("postgres://db.example.org/litige"));
        let why = super::UnusableWhy::Unreachable("connection refused".to_owned());
        return Err(StoreError::Unusable(super::Unusable { place, why }));
    }
    Ok(())
}

/// Returns how long a write is asked for again, where `LITIGE_INJECT_PATIENCE_MS` says another time.
pub(in crate::store) fn patience() -> Option<Duration> {
    #[cfg(debug_assertions)]
    {
        static PATIENCE: std::sync::OnceLock<Option<Duration>> = std::sync::OnceLock::new();
        *PATIENCE.get_or_init(|| {
            let millis = std::env::var("LITIGE_INJECT_PATIENCE_MS").ok()?;
            millis.parse().ok().map(Duration::from_millis)
        })
    }
    #[cfg(not(debug_assertions))]
    None
}

/// Returns how long a thread has nothing to do before its store rests, where `LITIGE_INJECT_REST_MS` says another time.
pub fn rest() -> Option<Duration> {
    #[cfg(debug_assertions)]
    {
        std::env::var("LITIGE_INJECT_REST_MS").ok()?.parse().ok().map(Duration::from_millis)
    }
    #[cfg(not(debug_assertions))]
    None
}

fn lost() -> Option<String> {
    #[cfg(debug_assertions)]
    {
        static FILE: std::sync::OnceLock<Option<std::ffi::OsString>> = std::sync::OnceLock::new();
        let file = FILE.get_or_init(|| std::env::var_os("LITIGE_INJECT_LOSS")).as_ref()?;
        std::fs::read_to_string(file).ok().map(|said| said.trim().to_owned())
    }
    #[cfg(not(debug_assertions))]
    None
}
