//! Which databases are demos: only they are ever made anew over themselves.

use super::SqliteStore;
use crate::store::StoreError;

/// The flag of a demo.
const DEMO: &str = "demo";

impl SqliteStore {
    /// Marks this database as a demo, for good.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    pub fn mark_demo(&self) -> Result<(), StoreError> {
        let marked = self.db.execute("INSERT INTO flags (name) VALUES (?1) ON CONFLICT DO NOTHING", [DEMO]);
        self.named(marked.map(drop).map_err(StoreError::from))
    }

    /// Whether this database is a demo.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be read.
    pub fn is_demo(&self) -> Result<bool, StoreError> {
        let marked =
            self.db.query_row("SELECT count(*) FROM flags WHERE name = ?1", [DEMO], |row| row.get::<_, i64>(0));
        self.named(marked.map(|n| n > 0).map_err(StoreError::from))
    }
}
