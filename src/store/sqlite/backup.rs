//! A copy of the database while others go on writing.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::files::BlobFolder;
use super::{open, unfinished_copies};
use crate::domain::refusal::{Refusal, SetupRefusal};
use crate::store::{MissingFile, StoreError};

/// Pages (of 4 KiB) copied at a time.
const STEP: i32 = 4096;

/// See [`crate::store::MaintenanceStore::backup`].
pub(super) fn backup(db: &Connection, files: &BlobFolder, to: &Path) -> Result<Vec<MissingFile>, StoreError> {
    unfinished_copies::remove_beside(to);
    let exists = || StoreError::from(Refusal::from(SetupRefusal::BackupExists { path: to.to_owned() }));
    let theirs = BlobFolder::of(to);
    if to.symlink_metadata().is_ok() || theirs.is_there() {
        return Err(exists());
    }
    let mut missing = Vec::new();
    let copied = open::publish(to, |fresh| {
        let copy = copy_database(db, fresh)?;
        theirs.mark_unfinished()?;
        // A backup that can't be read back whole is none: its files are in place before it has its name.
        missing = files.copy_named(&copy, &theirs)?;
        copy.close().map_err(|(_, error)| error.into())
    });
    match copied {
        Ok(true) => {
            theirs.mark_finished();
            Ok(missing)
        }
        Ok(false) => Err(exists()),
        // The folder of its files was not there before.
        Err(error) => {
            theirs.remove();
            Err(error)
        }
    }
}

/// Copies one state of a database into a new file, and returns the copy.
pub(super) fn copy_database(db: &Connection, fresh: &Path) -> Result<Connection, StoreError> {
    // Reading all along from one moment: without it, each write of another process would begin the copy anew.
    let moment = db.unchecked_transaction()?;
    moment.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let mut copy = Connection::open(fresh)?;
    let backup = Backup::new(&moment, &mut copy)?;
    while backup.step(STEP)? != StepResult::Done {
        // Only ever busy for another's checkpoint.
        std::thread::sleep(Duration::from_millis(1));
    }
    drop(backup);
    Ok(copy)
}
