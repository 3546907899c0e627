//! Writing the file anew after an erasure.

use rusqlite::Connection;

use super::files::BlobFolder;
use super::identity::Database;
use crate::store::StoreError;

/// The flag of a file that an erasure has still to write anew.
const UNSCRUBBED: &str = "unscrubbed";

/// Says that the file is to be written anew.
pub(super) fn announce(db: &Connection) -> Result<(), StoreError> {
    db.execute("INSERT INTO flags (name) VALUES (?1) ON CONFLICT DO NOTHING", [UNSCRUBBED])?;
    Ok(())
}

/// Writes the file anew, without what was erased: a page that was split or a row that has moved may have left a copy in
/// the free space of another, where nothing that works row by row can find it.
pub(super) fn scrub(db: &mut Database, files: &BlobFolder) -> Result<(), StoreError> {
    let due: bool =
        db.query_row("SELECT EXISTS (SELECT 1 FROM flags WHERE name = ?1)", [UNSCRUBBED], |row| row.get(0))?;
    if !due {
        return Ok(());
    }
    files.sweep(db)?;
    // Its working copy is as large as the file: not in memory.
    db.pragma_update(None, "temp_store", "file")?;
    let done = db.execute_batch("VACUUM");
    db.pragma_update(None, "temp_store", "memory")?;
    done.map_err(|error| half_done(&error))?;
    db.execute("DELETE FROM flags WHERE name = ?1", [UNSCRUBBED])?;
    let busy: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy {
        return Err(StoreError::Io(
            "the person was erased, but another process is reading an older state, which the log still holds; \
             it goes when that process ends"
                .to_owned(),
        ));
    }
    Ok(())
}

fn half_done(error: &rusqlite::Error) -> StoreError {
    StoreError::Io(format!(
        "the person was erased, but the file could not be written anew and may keep traces ({error}); \
         make room as large as the file, and erase again"
    ))
}
