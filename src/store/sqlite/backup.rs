//! A copy of the database while others go on writing.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::open;
use crate::domain::refusal::{Code, Refusal};
use crate::store::StoreError;

/// Pages (of 4 KiB) copied at a time.
const STEP: i32 = 4096;

/// See [`crate::store::Store::backup`].
pub(super) fn backup(db: &Connection, to: &Path) -> Result<(), StoreError> {
    let exists = || {
        let sentence = format!("{} exists already; a backup never takes the place of a file", to.display());
        StoreError::from(Refusal::new(Code::BadState, sentence))
    };
    if to.symlink_metadata().is_ok() {
        return Err(exists());
    }
    let copied = open::publish(to, |fresh| {
        // Reading all along from one moment: without it, each write of another process would begin the copy anew.
        let moment = db.unchecked_transaction()?;
        moment.query_row("SELECT count(*) FROM counters", [], |_| Ok(()))?;
        let mut copy = Connection::open(fresh)?;
        let backup = Backup::new(&moment, &mut copy)?;
        while backup.step(STEP)? != StepResult::Done {
            // Only ever busy for another's checkpoint.
            std::thread::sleep(Duration::from_millis(1));
        }
        drop(backup);
        copy.close().map_err(|(_, error)| error.into())
    })?;
    if copied { Ok(()) } else { Err(exists()) }
}
