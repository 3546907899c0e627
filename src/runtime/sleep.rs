//! The sleep of a thread that follows the store: it ends when it is time, when the desk wants something, or when the store
//! announces a write.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::retry_on_intr;

/// Why a sleep ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WakeReason {
    Time,
    /// [`Waker::wake`] was called.
    Asked,
    /// [`Waker::nudge`] was called.
    Nudged,
    Announced,
    /// The waker is gone.
    Ended,
}

const WAKE: u8 = b'!';
const NUDGE: u8 = b'.';

/// Ends the sleep of another thread; for good when it is dropped.
#[derive(Debug)]
pub struct Waker(UnixStream);

impl Waker {
    /// Asks the thread to work now.
    pub fn wake(&self) {
        self.send(WAKE);
    }

    /// Tells the thread of something that can wait a little.
    pub fn nudge(&self) {
        self.send(NUDGE);
    }

    fn send(&self, what: u8) {
        // Where so many wait that no more fits, one more or less is no difference.
        let _ = (&self.0).write(&[what]);
    }
}

/// The sleeping side.
#[derive(Debug)]
pub struct Sleeper(UnixStream);

/// Makes both sides.
///
/// # Errors
/// Returns an error if the system has no descriptors left.
pub fn sleeper() -> io::Result<(Waker, Sleeper)> {
    let (waker, sleeper) = UnixStream::pair()?;
    waker.set_nonblocking(true)?;
    sleeper.set_nonblocking(true)?;
    Ok((Waker(waker), Sleeper(sleeper)))
}

impl Sleeper {
    /// Sleeps until then, or until something comes; what was asked comes before what was announced.
    pub fn sleep(&self, until: Instant, announcements: Option<&OwnedFd>) -> WakeReason {
        let left = until.saturating_duration_since(Instant::now());
        let timeout = Timespec::try_from(left).ok();
        let announced = announcements.map(|fd| PollFd::new(fd, PollFlags::IN));
        let mut fds: Vec<PollFd<'_>> =
            [Some(PollFd::new(&self.0, PollFlags::IN)), announced].into_iter().flatten().collect();
        match retry_on_intr(|| poll(&mut fds, timeout.as_ref())) {
            Ok(0) => WakeReason::Time,
            Ok(_) if fds.first().is_some_and(|asked| !asked.revents().is_empty()) => self.drain_requests(),
            Ok(_) => WakeReason::Announced,
            Err(error) => {
                // Not to be expected; a thread that never slept would be worse.
                tracing::warn!("waiting for changes: {error}");
                std::thread::sleep(left.min(Duration::from_secs(1)));
                WakeReason::Time
            }
        }
    }

    /// Takes what was sent.
    fn drain_requests(&self) -> WakeReason {
        let mut reason = WakeReason::Nudged;
        let mut bytes = [0; 64];
        loop {
            match (&self.0).read(&mut bytes) {
                Ok(0) => return WakeReason::Ended,
                Ok(len) if bytes.iter().take(len).any(|byte| *byte == WAKE) => reason = WakeReason::Asked,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return reason,
            }
        }
    }
}

/// Takes what was announced, so that the next word is news.
pub fn drain_announcements(announcements: &OwnedFd) {
    while matches!(rustix::io::read(announcements.as_fd(), &mut [0; 4096]), Ok(1..)) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(20);

    #[test]
    fn a_sleep_ends_for_whatever_comes_first() {
        let (waker, sleeper) = sleeper().unwrap();
        let (announcements, mut announcer) = UnixStream::pair().unwrap();
        announcements.set_nonblocking(true).unwrap();
        let announcements = OwnedFd::from(announcements);
        let sleep = |until: Duration| sleeper.sleep(Instant::now() + until, Some(&announcements));
        let long = Duration::from_secs(60);
        assert_eq!(sleep(SOON), WakeReason::Time);
        waker.nudge();
        assert_eq!(sleep(long), WakeReason::Nudged);
        waker.nudge();
        waker.wake();
        assert_eq!(sleep(long), WakeReason::Asked);
        announcer.write_all(&[0; 5_000]).unwrap();
        assert_eq!(sleep(long), WakeReason::Announced);
        drain_announcements(&announcements);
        assert_eq!(sleep(SOON), WakeReason::Time);
        drop(waker);
        assert_eq!(sleep(long), WakeReason::Ended);
    }

    #[test]
    fn a_waker_never_waits_however_often_it_calls() {
        let (waker, sleeper) = sleeper().unwrap();
        (0..1_000_000).for_each(|_| waker.wake());
        assert_eq!(sleeper.sleep(Instant::now(), None), WakeReason::Asked);
        assert_eq!(sleeper.sleep(Instant::now() + SOON, None), WakeReason::Time);
    }
}
