//! Writes whose answer never came, or whose server is away: asked again until it is known what became of them.

use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::store::{StoreError, Unusable, UnusableWhy};

/// How long a write is asked for again; a failover takes some 20 s.
const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 5 } else { 30 });

/// Writes what may be written twice without harm: under a key, or because the same again leaves the same behind. Where the
/// connection breaks or can't be had, it is asked for again, until there is an answer or the patience is over.
///
/// # Errors
/// [`StoreError::Unanswered`] where nobody knows whether it was done; otherwise the error, and nothing was done.
pub(super) fn until_known<T>(mut write: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let begun = Instant::now();
    let mut is_unknown = false;
    let mut pause = Duration::from_millis(50);
    loop {
        let error = match write() {
            Err(StoreError::Unanswered) => {
                is_unknown = true;
                StoreError::Unanswered
            }
            Err(error) if is_away(&error) => error,
            done => return done,
        };
        if begun.elapsed() + pause >= PATIENCE {
            return Err(if is_unknown { StoreError::Unanswered } else { error });
        }
        sleep(pause);
        pause = (pause * 2).min(Duration::from_secs(1));
    }
}

/// Whether a server may be back soon: it does not answer, takes no more connections, or another takes over from it.
fn is_away(error: &StoreError) -> bool {
    let StoreError::Unusable(Unusable { why, .. }) = error else { return false };
    matches!(why, UnusableWhy::Unreachable(_) | UnusableWhy::TooManyClients | UnusableWhy::Standby)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::postgres::errors::unusable;

    #[test]
    fn a_write_whose_answer_was_lost_is_asked_for_until_there_is_one() {
        let mut answers =
            vec![Ok(7), Err(unusable(UnusableWhy::Unreachable("refused".to_owned()))), Err(StoreError::Unanswered)];
        assert_eq!(until_known(|| answers.pop().unwrap()), Ok(7));
        assert_eq!(until_known(|| Err::<(), _>(StoreError::Busy)), Err(StoreError::Busy));
    }

    #[test]
    fn what_is_known_at_the_end_is_said() {
        let mut tries = 0;
        let away = || unusable(UnusableWhy::Unreachable("refused".to_owned()));
        let lost = until_known(|| {
            tries += 1;
            Err::<(), _>(if tries == 1 { StoreError::Unanswered } else { away() })
        });
        assert_eq!(lost, Err(StoreError::Unanswered));
        assert!(tries > 3);
        assert_eq!(until_known(|| Err::<(), _>(away())), Err(away()));
    }
}
