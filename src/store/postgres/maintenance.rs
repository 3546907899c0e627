//! The store on a server as a whole.

use std::path::Path;

use super::{PostgresStore, status, verify, write};
use crate::domain::ids::{Handle, PersonId, RequestKey};
use crate::domain::refusal::{Refusal, SetupRefusal};
use crate::domain::time::Time;
use crate::store::sqlite;
use crate::store::{ErasurePreview, MaintenanceStore, MissingFile, StoreError, StoreStatus, Verified};

impl MaintenanceStore for PostgresStore {
    fn identity(&self) -> String {
        self.hello.identity.clone()
    }

    fn rest(&self) {
        self.link.close();
    }

    fn status(&self) -> Result<StoreStatus, StoreError> {
        status::status(&self.link)
    }

    fn verify(&self, head: Option<&str>) -> Result<Verified, StoreError> {
        verify::verify(self, head).map_err(|error| self.link.named(error))
    }

    /// The copy is a database file.
    fn backup(&self, to: &Path) -> Result<Vec<MissingFile>, StoreError> {
        if to.symlink_metadata().is_ok() || sqlite::file_folder(to).symlink_metadata().is_ok() {
            return Err(Refusal::from(SetupRefusal::BackupExists { path: to.to_owned() }).into());
        }
        self.copy_to(to, &mut |_| {}).map(|copied| copied.missing)
    }

    fn names(&self, person: &PersonId) -> Result<Vec<String>, StoreError> {
        status::names(&self.link, person)
    }

    fn preview_erasure(&mut self, person: &PersonId, by: &Handle, now: Time) -> Result<ErasurePreview, StoreError> {
        write::preview(self, person, by, self.clock.judge(now))
    }

    fn erase(
        &mut self,
        person: &PersonId,
        by: &Handle,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<usize, StoreError> {
        write::erase(self, person, by, key, self.clock.judge(now))
    }
}
