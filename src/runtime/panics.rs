//! Panic handling: a panic on the desk's thread restores the terminal at once; a panic on any other thread becomes an
//! error, and the desk stays up.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::thread::{self, ThreadId};

use super::terminal;

thread_local! {
    /// The message and location of this thread's last panic; only the hook sees the location.
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// The desk's panic hook; dropping it restores the previous hook.
pub struct PanicHook {
    before: Option<Hook>,
}

impl PanicHook {
    /// Installs the hook. A panic on the calling thread restores the terminal before unwinding.
    pub fn install() -> Self {
        let before = panic::take_hook();
        let desk: ThreadId = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == desk {
                terminal::restore();
            }
            let message = describe(info);
            tracing::error!(thread = thread::current().name(), "panic: {message}\n{}", Backtrace::force_capture());
            LAST_PANIC.with_borrow_mut(|last| *last = Some(message));
        }));
        Self { before: Some(before) }
    }
}

impl Drop for PanicHook {
    fn drop(&mut self) {
        // `set_hook` panics on a panicking thread; then ours may stay.
        if let Some(before) = self.before.take().filter(|_| !thread::panicking()) {
            panic::set_hook(before);
        }
    }
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let what = payload_message(info.payload());
    match info.location() {
        Some(place) => format!("{what} ({}:{})", place.file(), place.line()),
        None => what.to_owned(),
    }
}

/// Calls `what` and catches a panic.
///
/// # Errors
/// Returns the panic's message.
pub fn catch_panic<T>(what: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(what)).map_err(|payload| {
        LAST_PANIC.with_borrow_mut(Option::take).unwrap_or_else(|| payload_message(payload.as_ref()).to_owned())
    })
}

fn payload_message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a fault without words")
}

/// Panics, in a debug build, if the environment variable `LITIGE_INJECT_PANIC` names this place and `condition` holds.
/// Tests use it to check what a panic does to the terminal and to drafts.
pub fn inject_panic(place: &str, condition: impl FnOnce() -> bool) {
    #[cfg(debug_assertions)]
    {
        static PLACE: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
        let chosen = PLACE.get_or_init(|| std::env::var("LITIGE_INJECT_PANIC").ok());
        #[expect(clippy::panic, reason = "it is asked for, and only in a debug build")]
        if chosen.as_deref() == Some(place) && condition() {
            panic!("a fault of the {place}, rehearsed");
        }
    }
    #[cfg(not(debug_assertions))]
    let _ = (place, condition);
}

/// Returns how far `LITIGE_CLOCK_AHEAD_MINUTES` sets this desk's clock ahead, in a debug build; otherwise zero. Tests
/// use it to let deadlines pass.
pub fn clock_offset() -> chrono::TimeDelta {
    #[cfg(debug_assertions)]
    {
        static AHEAD: std::sync::OnceLock<i64> = std::sync::OnceLock::new();
        let minutes = || std::env::var("LITIGE_CLOCK_AHEAD_MINUTES").ok().and_then(|minutes| minutes.parse().ok());
        chrono::TimeDelta::minutes(*AHEAD.get_or_init(|| minutes().unwrap_or(0)))
    }
    #[cfg(not(debug_assertions))]
    chrono::TimeDelta::zero()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caught_panic_comes_back_as_its_words() {
        assert_eq!(catch_panic(|| 7), Ok(7));
        let message = catch_panic(|| panic!("the {} broke", "lamp")).unwrap_err();
        assert!(message.starts_with("the lamp broke"), "{message}");
    }
}
